/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From weights to pictures. Whatever an earlier frame has already is taken from there: views that
 * show the same box share its surfaces, and a change of what is drawn evaluates nothing again. */
#include "ui/plane/plane-frame.h"

#include "engine/insight/plane.h"
#include "ui/plane/plane-paint.h"
#include "ui/plane/plane-pool.h"

#include <math.h>
#include <string.h>

#define CELL 4      /* logical pixels between two places that are evaluated */
#define CORNER 6    /* radius */
#define COARSEST 16 /* the same while a large network trains */
#define QUICK_WORK                                                                                 \
  40e6 /* floating-point operations of one surface that take a few milliseconds                    \
        */

G_DEFINE_BOXED_TYPE(GmxPlaneFrame, gmx_plane_frame, gmx_plane_frame_ref, gmx_plane_frame_unref)

/* Surfaces */

GmxPlaneSurface *gmx_plane_surface_new(GmxModel *model, GmxDataset *dataset, const double box[4],
                                       int columns, int rows) {
  GmxPlaneSurface *self = g_atomic_rc_box_new0(GmxPlaneSurface);
  memcpy(self->box, box, sizeof self->box);
  self->columns = columns;
  self->rows = rows;
  self->classes = gmx_model_classes(model);
  self->probabilities = g_new(float, (gsize)columns *(gsize)rows *(gsize)self->classes);
  gmx_plane_evaluate(model, dataset, box, columns, rows, self->probabilities);
  return self;
}

GmxPlaneSurface *gmx_plane_surface_ref(GmxPlaneSurface *self) {
  return g_atomic_rc_box_acquire(self);
}

static void surface_clear(gpointer data) {
  g_free(((GmxPlaneSurface *)data)->probabilities);
}

void gmx_plane_surface_unref(GmxPlaneSurface *self) {
  g_atomic_rc_box_release_full(self, surface_clear);
}

/* Frames */

GmxPlaneFrame *gmx_plane_frame_ref(GmxPlaneFrame *self) {
  return g_atomic_rc_box_acquire(self);
}

static void picture_clear(GmxPlanePicture *picture) {
  gmx_plane_look_unref(picture->look);
  for (int s = 0; s < 2; s++)
    g_clear_pointer(&picture->surfaces[s], gmx_plane_surface_unref);
  g_clear_pointer(&picture->points, cairo_surface_destroy);
  g_clear_pointer(&picture->image, gmx_plane_pool_return);
}

static void frame_clear(gpointer data) {
  GmxPlaneFrame *self = data;
  for (int p = 0; p < self->n_pictures; p++)
    picture_clear(&self->pictures[p]);
  g_free(self->pictures);
  g_free(self->intruded);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  g_clear_pointer(&self->weights, gmx_weights_unref);
}

void gmx_plane_frame_unref(GmxPlaneFrame *self) {
  g_atomic_rc_box_release_full(self, frame_clear);
}

const GmxPlanePicture *gmx_plane_frame_find(const GmxPlaneFrame *self, const GmxPlaneLook *look) {
  for (int p = 0; p < self->n_pictures; p++)
    if (self->pictures[p].look == look)
      return &self->pictures[p];
  return NULL;
}

/* The surfaces that a look wants */

/* Logical pixels between two places, for surfaces of @model. */
static double cell_of(const GmxPlaneLook *look, const GmxModel *model, GmxPlaneCare care) {
  const double places = (double)look->width * look->height / (CELL * CELL);
  const double work = places * gmx_model_flops(model);
  if (care == GMX_PLANE_FINE || work <= QUICK_WORK)
    return CELL;
  return fmin(COARSEST, CELL * sqrt(work / QUICK_WORK));
}

static gboolean is_surface(const GmxPlaneSurface *surface, const double box[4], int columns,
                           int rows) {
  return surface && surface->columns == columns && surface->rows == rows &&
         memcmp(surface->box, box, sizeof surface->box) == 0;
}

/* Surface @s of the same size and place in a picture of @frame; NULL where there is none. */
static GmxPlaneSurface *look_up(const GmxPlaneFrame *frame, int s, const double box[4], int columns,
                                int rows) {
  for (int p = 0; p < frame->n_pictures; p++)
    if (is_surface(frame->pictures[p].surfaces[s], box, columns, rows))
      return gmx_plane_surface_ref(frame->pictures[p].surfaces[s]);
  return NULL;
}

/* Surface @s for @look, from @self or @before where they have it. */
static GmxPlaneSurface *get_surface(const GmxPlaneFrame *self, const GmxPlaneFrame *before,
                                    const GmxPlaneLook *look, int s, GmxPlaneCare care) {
  GmxModel *model = s == 0 ? self->weights->model : self->weights->perturbed;
  if (!model)
    return NULL;
  const double cell = cell_of(look, model, care);
  const int columns = MAX(2, (int)ceil(look->width / cell) + 1);
  const int rows = MAX(2, (int)ceil(look->height / cell) + 1);
  GmxPlaneSurface *found = look_up(self, s, look->box, columns, rows);
  if (!found && before && before->weights == self->weights)
    found = look_up(before, s, look->box, columns, rows);
  return found ? found
               : gmx_plane_surface_new(model, self->weights->dataset, look->box, columns, rows);
}

/* The layer of the data's points: the same as long as the look and the points are. */
static cairo_surface_t *get_points(const GmxPlaneFrame *self, const GmxPlaneFrame *before,
                                   const GmxPlaneLook *look) {
  const GmxPlanePicture *old = before && before->weights->dataset == self->weights->dataset
                                   ? gmx_plane_frame_find(before, look)
                                   : NULL;
  return old ? cairo_surface_reference(old->points) : gmx_plane_paint_points(look, self->weights);
}

static void lay_points(const GmxPlanePicture *picture) {
  cairo_t *cr = cairo_create(picture->image);
  cairo_set_source_surface(cr, picture->points, 0, 0);
  cairo_paint(cr);
  cairo_destroy(cr);
}

/* Round corners, in the colour of the card that the view lies on: cheaper here than as a clip. */
static void round_corners(const GmxPlanePicture *picture) {
  const GmxPlaneLook *look = picture->look;
  const double w = look->width, h = look->height, r = CORNER;
  cairo_t *cr = cairo_create(picture->image);
  cairo_scale(cr, look->scale, look->scale);
  cairo_set_fill_rule(cr, CAIRO_FILL_RULE_EVEN_ODD);
  cairo_rectangle(cr, 0, 0, w, h);
  cairo_new_sub_path(cr);
  cairo_arc(cr, w - r, r, r, -G_PI_2, 0);
  cairo_arc(cr, w - r, h - r, r, 0, G_PI_2);
  cairo_arc(cr, r, h - r, r, G_PI_2, G_PI);
  cairo_arc(cr, r, r, r, G_PI, 1.5 * G_PI);
  cairo_close_path(cr);
  gmx_palette_set_source(look->palette, cr, GMX_PAPER, 1);
  cairo_fill(cr);
  cairo_destroy(cr);
}

static void add_picture(GmxPlaneFrame *self, const GmxPlaneFrame *before, GmxPlaneLook *look,
                        GmxPlaneCare care) {
  GmxPlanePicture picture = {.look = gmx_plane_look_ref(look)};
  picture.surfaces[0] = get_surface(self, before, look, 0, care);
  if (look->kind != GMX_PLANE_AT_W)
    picture.surfaces[1] = get_surface(self, before, look, 1, care);
  picture.points = get_points(self, before, look);
  picture.image = gmx_plane_pool_take(look->width * look->scale, look->height * look->scale);
  gmx_plane_paint_bands(&picture);
  gmx_plane_paint_borders(&picture);
  lay_points(&picture);
  if (look->layers & GMX_PLANE_MIXED && self->gallery && !look->points)
    gmx_plane_paint_mixed(&picture, self);
  round_corners(&picture);
  cairo_surface_flush(picture.image);
  self->pictures[self->n_pictures++] = picture;
}

/* Figures */

static void count_intruded(GmxPlaneFrame *self) {
  const GmxGallery *gallery = self->gallery;
  for (int i = 0; i < gallery->count; i++)
    self->intruded_count[gallery->sharp && gallery->sharp[i]] += self->intruded[i];
}

static void measure(GmxPlaneFrame *self) {
  const GmxWeights *w = self->weights;
  gmx_plane_held_out(w->model, w->dataset, &self->held_out_loss, &self->held_out_accuracy);
  if (!self->gallery)
    return;
  self->loss[0] = gmx_plane_mixed_loss(w->model, w->dataset, self->gallery);
  if (w->perturbed)
    self->loss[1] = gmx_plane_mixed_loss(w->perturbed, w->dataset, self->gallery);
  self->intruded = g_malloc0((gsize)self->gallery->count);
  gmx_plane_find_intruded(w->dataset, w->used, w->used_count, w->labels, self->gallery,
                          self->intruded);
  count_intruded(self);
}

static void take_figures(GmxPlaneFrame *self, const GmxPlaneFrame *before) {
  memcpy(self->loss, before->loss, sizeof self->loss);
  memcpy(self->intruded_count, before->intruded_count, sizeof self->intruded_count);
  self->held_out_loss = before->held_out_loss;
  self->held_out_accuracy = before->held_out_accuracy;
  if (before->intruded)
    self->intruded = g_memdup2(before->intruded, (gsize)self->gallery->count);
}

GmxPlaneFrame *gmx_plane_frame_new(GmxWeights *weights, GmxGallery *gallery,
                                   GmxPlaneLook *const *looks, int count, GmxPlaneCare care,
                                   const GmxPlaneFrame *before) {
  GmxPlaneFrame *self = g_atomic_rc_box_new0(GmxPlaneFrame);
  self->weights = gmx_weights_ref(weights);
  self->gallery = gallery ? gmx_gallery_ref(gallery) : NULL;
  self->step = weights->step;
  self->epoch = weights->epoch;
  self->climbed = weights->perturbed != NULL;
  self->loss[0] = self->loss[1] = NAN;
  if (before && before->weights == weights && before->gallery == gallery)
    take_figures(self, before);
  else
    measure(self);
  self->pictures = g_new0(GmxPlanePicture, MAX(1, count));
  for (int i = 0; i < count; i++)
    add_picture(self, before, looks[i], care);
  return self;
}
