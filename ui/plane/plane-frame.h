/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One moment of a run on a plane of points, computed and painted away from the main thread.
 *
 * A *look* says what a view wants to see: which weights, how large, what is drawn in, and the
 * colours. A *frame* holds what a moment's weights say about the plane, and one finished picture
 * for each look, so that the main thread has nothing to do but to put it on the screen. Both are
 * counted and never change. No GTK. */
#pragma once

#include "engine/insight/weights.h"
#include "engine/train/gallery.h"
#include "ui/chart/paint.h"
#include "ui/plane/plane-points.h"

/** Which weights a view shows. */
typedef enum {
  GMX_PLANE_AT_W,
  GMX_PLANE_PERTURBED, /* at w + ε̂, with the border at w beside it as a thin line */
  GMX_PLANE_BLEND,     /* both surfaces through each other, both borders */
} GmxPlaneKind;

/** What is drawn over the surface. */
typedef enum {
  GMX_PLANE_MIXED = 1 << 0,    /* the step's mixed points, their parents and flags */
  GMX_PLANE_TRAINING = 1 << 1, /* training points */
  GMX_PLANE_HELD_OUT = 1 << 2, /* held-out points, hollow */
} GmxPlaneLayers;

/** What one view asks for. Make one with gmx_plane_look_new(); fill it before anybody sees it. */
typedef struct {
  GmxPlaneKind kind;
  GmxPlaneLayers layers;
  int width, height; /* logical pixels */
  int scale;         /* device pixels of one */
  double box[4];     /* least x, greatest x, least y, greatest y of what is in sight */
  GmxPalette *palette;
  GmxPlanePoints *points; /* drawn in the place of the data set's own; NULL: the data set's */
} GmxPlaneLook;

/** Takes @palette, and references @points, which may be NULL. */
GmxPlaneLook *gmx_plane_look_new(GmxPalette *palette, GmxPlanePoints *points);
GmxPlaneLook *gmx_plane_look_ref(GmxPlaneLook *look);
void gmx_plane_look_unref(GmxPlaneLook *look);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxPlaneLook, gmx_plane_look_unref)

/** Where data coordinates lie in the view, in logical pixels from its upper left corner, and back.
 */
void gmx_plane_look_to_view(const GmxPlaneLook *look, double x, double y, double at[2]);
void gmx_plane_look_to_data(const GmxPlaneLook *look, double x, double y, double at[2]);

/** The probabilities of every class over a box, as gmx_plane_evaluate() fills them. */
typedef struct {
  double box[4];
  int columns, rows, classes;
  float *probabilities; /* [rows][columns][classes]; the first row is the upper edge */
} GmxPlaneSurface;

GmxPlaneSurface *gmx_plane_surface_new(GmxModel *model, GmxDataset *dataset, const double box[4],
                                       int columns, int rows);
GmxPlaneSurface *gmx_plane_surface_ref(GmxPlaneSurface *surface);
void gmx_plane_surface_unref(GmxPlaneSurface *surface);

/** The picture for one look: opaque, in the machine's order (cairo's ARGB32). */
typedef struct {
  GmxPlaneLook *look;
  GmxPlaneSurface *surfaces[2]; /* at w; at w + ε̂: NULL where it is not shown, or not known */
  cairo_surface_t *points;      /* the data's points alone, kept for the next frame */
  cairo_surface_t *image;       /* look's width × height × scale² pixels */
} GmxPlanePicture;

typedef struct {
  gint64 step; /* steps done */
  int epoch;
  GmxWeights *weights;
  GmxGallery *gallery; /* the step's mixed points (of the nearest step that is recorded); or NULL */
  guint8 *intruded;    /* [gallery->count] on the plane (gmx_plane_find_intruded()); or NULL */
  int intruded_count[2]; /* flat, sharp; all of them in the first where there are no sides */
  double loss[2];        /* of the mixed points, at w and at w + ε̂; NaN: not known */
  double held_out_loss, held_out_accuracy; /* at w */
  gboolean climbed;                        /* there is a w + ε̂ */
  int n_pictures;
  GmxPlanePicture *pictures;
} GmxPlaneFrame;

GmxPlaneFrame *gmx_plane_frame_ref(GmxPlaneFrame *frame);
void gmx_plane_frame_unref(GmxPlaneFrame *frame);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxPlaneFrame, gmx_plane_frame_unref)
#define GMX_TYPE_PLANE_FRAME (gmx_plane_frame_get_type())
GType gmx_plane_frame_get_type(void);

/** How finely a surface is evaluated. */
typedef enum {
  GMX_PLANE_QUICK, /* while training goes on: coarser where the network is large */
  GMX_PLANE_FINE,
} GmxPlaneCare;

/**
 * Computes and paints, on the calling thread (which should compute alone, off the pool).
 * @param weights of a run on points; the models are used
 * @param gallery may be NULL
 * @param looks [@count]
 * @param before an earlier frame, whose surfaces and figures are taken where they are the same; may
 *   be NULL
 */
GmxPlaneFrame *gmx_plane_frame_new(GmxWeights *weights, GmxGallery *gallery,
                                   GmxPlaneLook *const *looks, int count, GmxPlaneCare care,
                                   const GmxPlaneFrame *before);

/** The picture of @look in @frame; NULL where it has none. */
const GmxPlanePicture *gmx_plane_frame_find(const GmxPlaneFrame *frame, const GmxPlaneLook *look);
