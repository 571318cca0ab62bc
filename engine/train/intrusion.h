/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Manifold intrusion: a mixed example that lies nearer to a training image of a third class than
 * to both its parents (methods.md, section 7; the idea: Guo et al., arXiv 1809.02499).
 *
 * Distances are Euclidean, in the penultimate features, by running statistics for mixed and stored
 * images alike, so that one function is compared with itself. Stored images are taken as they are;
 * a parent is measured as it was mixed, moved by augmentation where the step moved it. */
#pragma once

#include "engine/data/batch.h"
#include "engine/train/gallery.h"

/** Neighbours that are kept of each example. */
#define GMX_NEIGHBOURS 8

/** What was found for the examples of one gallery. Reference-counted and immutable. */
typedef struct GmxIntrusion {
  int epoch;
  gint64 step;        /* of the weights that were searched with */
  int count;          /* examples, in the gallery's order */
  int searched;       /* training images that were compared with */
  int *nearest;       /* [count][GMX_NEIGHBOURS] training images, nearest first; −1: no more */
  int *nearest_label; /* [count][GMX_NEIGHBOURS] their labels, after label noise */
  float *distance;    /* [count][GMX_NEIGHBOURS]; NaN: no more */
  float *first_distance, *second_distance; /* [count] to the parents themselves; NaN where features
                                              are not finite */
  guint8 *intruded;                        /* [count]; 0 too where it is not known */
} GmxIntrusion;

#define GMX_TYPE_INTRUSION (gmx_intrusion_get_type())
GType gmx_intrusion_get_type(void);
GmxIntrusion *gmx_intrusion_ref(GmxIntrusion *intrusion);
void gmx_intrusion_unref(GmxIntrusion *intrusion);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxIntrusion, gmx_intrusion_unref)

/** Features of stored images, to search in. Arrays are borrowed by gmx_intrusion_search(). */
typedef struct {
  int count, width;      /* images, features of one */
  const float *features; /* [count][width] */
  const int *index;      /* [count] in the training part */
  const int *label;      /* [count] */
} GmxFeatureBank;

/** Examples to search for. */
typedef struct {
  int count;
  const float *features;                                  /* [count][width] of the mixed images */
  const float *first_features, *second_features;          /* [count][width] of their parents */
  const int *first, *second, *first_label, *second_label; /* [count] */
} GmxFeatureQueries;

/** Whether example @i could be judged: features may not be finite, and a bank may be empty. */
gboolean gmx_intrusion_is_known(const GmxIntrusion *intrusion, int i);

/** Example @i as a row of intrusion.csv: its nearest neighbour alone. */
GmxIntrusionRecord gmx_intrusion_get_record(const GmxIntrusion *intrusion, int i);

/**
 * Finds the nearest images of @bank for each query; a parent is not its own neighbour's rival: the
 * parents are left out of `nearest` and measured apart. Neighbours are ordered by their distances
 * in double, equally near ones by their index; identical features have distance 0. What is not
 * finite is nobody's neighbour and has none. The same for any number of threads.
 * @param cancel set non-zero by another thread to cut it short; may be NULL
 * @returns NULL when it was cut short
 */
GmxIntrusion *gmx_intrusion_search(const GmxFeatureBank *bank, const GmxFeatureQueries *queries,
                                   const gint *cancel);

/**
 * Examples of @gallery on one side (@sharp 1 or 0) that could be judged, and the intruded ones of
 * them. None where the gallery has no sides.
 */
void gmx_intrusion_count(const GmxIntrusion *intrusion, const GmxGallery *gallery, int sharp,
                         int *intruded, int *total);

/** Wilson's 95 % interval of a share (E. B. Wilson 1927): fractions of 1; NaN for @total 0. */
void gmx_wilson_interval(int hits, int total, double *low, double *high);

/** Progress in [0, 1]; called on the searching thread. */
typedef void (*GmxIntrusionProgress)(double fraction, gpointer user_data);

/**
 * The search for a whole gallery with the weights of @model (its own copy: this runs on any
 * thread, alone, off the pool), over the @used_count training images @used with @labels (NULL: the
 * data set's own). This is the cancellable job behind the window's flags.
 */
GmxIntrusion *gmx_intrusion_run(GmxModel *model, GmxDataset *dataset, const int *used,
                                int used_count, const int *labels, const GmxGallery *gallery,
                                GmxIntrusionProgress progress, gpointer user_data,
                                GCancellable *cancellable, GError **error);
