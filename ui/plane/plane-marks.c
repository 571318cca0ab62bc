/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies on a plane: the data's points, the mixed points with the segments between their
 * parents, and the flags of those that landed among another class. */
#include "engine/insight/plane.h"
#include "ui/plane/plane-paint.h"

#include <math.h>

#define POINT 5.0  /* width of a training point */
#define HOLLOW 5.0 /* of a held-out one */
#define MIX 12.0   /* of a mixed one where there is room */
#define ROOM 150e3 /* pixels that are room for FEW of them */
#define FEW 40     /* beyond this many, segments grow paler and marks smaller */

/* A plus sign's arm, as a share of its width. */
static void plus_path(cairo_t *cr, double x, double y, double half) {
  const double arm = 0.4 * half;
  const double xs[] = {-arm, arm, arm, half, half, arm, arm, -arm, -arm, -half, -half, -arm};
  const double ys[] = {-half, -half, -arm, -arm, arm, arm, half, half, arm, arm, -arm, -arm};
  cairo_new_sub_path(cr);
  for (gsize i = 0; i < G_N_ELEMENTS(xs); i++)
    cairo_line_to(cr, x + xs[i], y + ys[i]);
  cairo_close_path(cr);
}

static void polygon_path(cairo_t *cr, double x, double y, double radius, int corners,
                         double first) {
  cairo_new_sub_path(cr);
  for (int i = 0; i < corners; i++) {
    const double angle = first + 2 * G_PI * i / corners;
    cairo_line_to(cr, x + radius * cos(angle), y + radius * sin(angle));
  }
  cairo_close_path(cr);
}

void gmx_plane_class_path(cairo_t *cr, int label, double x, double y, double size) {
  const double half = 0.5 * size;
  switch (label % GMX_PLANE_MARKS) {
  case 0:
    cairo_new_sub_path(cr);
    cairo_arc(cr, x, y, half, 0, 2 * G_PI);
    break;
  case 1:
    cairo_rectangle(cr, x - 0.9 * half, y - 0.9 * half, 1.8 * half, 1.8 * half);
    break;
  case 2:
    polygon_path(cr, x, y, 1.3 * half, 4, 0);
    break;
  case 3:
    plus_path(cr, x, y, 1.2 * half);
    break;
  default:
    polygon_path(cr, x, y, 1.3 * half, 3, 0.5 * G_PI);
    break;
  }
}

void gmx_plane_mix_path(cairo_t *cr, gboolean sharp, double x, double y, double size) {
  if (sharp) {
    polygon_path(cr, x, y + 0.08 * size, 0.66 * size, 3, -0.5 * G_PI);
    return;
  }
  cairo_new_sub_path(cr);
  cairo_arc(cr, x, y, 0.5 * size, 0, 2 * G_PI);
}

void gmx_plane_draw_flag(cairo_t *cr, const GmxPalette *palette, double x, double y) {
  gmx_palette_set_source(palette, cr, GMX_PAPER, 1);
  cairo_new_sub_path(cr);
  cairo_arc(cr, x, y, 8, 0, 2 * G_PI);
  cairo_fill(cr);
  gmx_palette_set_source(palette, cr, "gmx_error", 1);
  cairo_rectangle(cr, x - 4, y - 5, 1.6, 10);
  cairo_move_to(cr, x - 4, y - 4.6);
  cairo_line_to(cr, x + 0.6, y - 4.6);
  cairo_line_to(cr, x + 0.6, y - 3.6);
  cairo_line_to(cr, x + 5, y - 3.6);
  cairo_line_to(cr, x + 4, y - 1);
  cairo_line_to(cr, x + 5, y + 1.6);
  cairo_line_to(cr, x, y + 1.6);
  cairo_line_to(cr, x, y + 0.6);
  cairo_line_to(cr, x - 4, y + 0.6);
  cairo_fill(cr);
}

/* The data's points */

static void set_class(cairo_t *cr, const GmxPalette *palette, int label, double shade,
                      double alpha) {
  double rgb[3], ink[3];
  gmx_plane_class_color(palette, label, rgb);
  gmx_palette_get_rgb(palette, GMX_INK, ink);
  for (int c = 0; c < 3; c++)
    rgb[c] += shade * (ink[c] - rgb[c]);
  cairo_set_source_rgba(cr, rgb[0], rgb[1], rgb[2], alpha);
}

/* Under the mixed points they stand back. */
static void draw_training(cairo_t *cr, const GmxPlaneLook *look, const double at[2], int label) {
  const gboolean behind = look->layers & GMX_PLANE_MIXED;
  gmx_plane_class_path(cr, label, at[0], at[1], POINT + 1.5);
  gmx_palette_set_source(look->palette, cr, GMX_PAPER, behind ? 0.45 : 0.95);
  cairo_fill(cr);
  gmx_plane_class_path(cr, label, at[0], at[1], behind ? POINT - 0.4 : POINT);
  set_class(cr, look->palette, label, 0, behind ? 0.72 : 1);
  cairo_fill(cr);
}

static void draw_held_out(cairo_t *cr, const GmxPlaneLook *look, const double at[2], int label) {
  const gboolean behind = look->layers & GMX_PLANE_MIXED;
  gmx_plane_class_path(cr, label, at[0], at[1], HOLLOW);
  gmx_palette_set_source(look->palette, cr, GMX_PAPER, behind ? 0.8 : 1);
  cairo_fill_preserve(cr);
  set_class(cr, look->palette, label, 0.35, behind ? 0.8 : 1);
  cairo_set_line_width(cr, 1.25);
  cairo_stroke(cr);
}

static void draw_stored(cairo_t *cr, const GmxPlaneLook *look, GmxDataset *dataset, GmxSplit split,
                        int index, int label) {
  const float *point = gmx_dataset_get_point(dataset, split, index);
  double at[2];
  gmx_plane_look_to_view(look, point[0], point[1], at);
  if (split == GMX_SPLIT_TRAIN)
    draw_training(cr, look, at, label);
  else
    draw_held_out(cr, look, at, label);
}

static void draw_data(cairo_t *cr, const GmxPlaneLook *look, const GmxWeights *weights) {
  GmxDataset *dataset = weights->dataset;
  const int held_out = gmx_dataset_get_count(dataset, GMX_SPLIT_TEST);
  for (int i = 0; look->layers & GMX_PLANE_TRAINING && i < weights->used_count; i++) {
    const int index = weights->used[i];
    draw_stored(cr, look, dataset, GMX_SPLIT_TRAIN, index,
                weights->labels ? weights->labels[index]
                                : gmx_dataset_get_label(dataset, GMX_SPLIT_TRAIN, index));
  }
  for (int i = 0; look->layers & GMX_PLANE_HELD_OUT && i < held_out; i++)
    draw_stored(cr, look, dataset, GMX_SPLIT_TEST, i,
                gmx_dataset_get_label(dataset, GMX_SPLIT_TEST, i));
}

static void draw_own(cairo_t *cr, const GmxPlaneLook *look) {
  for (int i = 0; i < look->points->count; i++) {
    const GmxPoint *point = &look->points->points[i];
    double at[2];
    gmx_plane_look_to_view(look, point->x, point->y, at);
    if (point->split == GMX_SPLIT_TEST)
      draw_held_out(cr, look, at, point->label);
    else
      draw_training(cr, look, at, point->label);
  }
}

cairo_surface_t *gmx_plane_paint_points(const GmxPlaneLook *look, const GmxWeights *weights) {
  cairo_surface_t *image = cairo_image_surface_create(
      CAIRO_FORMAT_ARGB32, look->width * look->scale, look->height * look->scale);
  cairo_t *cr = cairo_create(image);
  cairo_scale(cr, look->scale, look->scale);
  if (look->points)
    draw_own(cr, look);
  else
    draw_data(cr, look, weights);
  cairo_destroy(cr);
  return image;
}

/* The step's mixed points */

static void view_of(const GmxPlaneLook *look, const float *point, double at[2]) {
  gmx_plane_look_to_view(look, point[0], point[1], at);
}

/* Those of intruded mixes last and strong. */
static void draw_segments(cairo_t *cr, const GmxPlaneLook *look, const GmxPlaneFrame *frame,
                          gboolean intruded) {
  const GmxGallery *gallery = frame->gallery;
  GmxDataset *dataset = frame->weights->dataset;
  const double pale = 0.17 * fmin(1, sqrt((double)FEW / MAX(1, gallery->count)));
  for (int i = 0; i < gallery->count; i++) {
    double a[2], b[2];
    if (frame->intruded[i] != intruded)
      continue;
    view_of(look, gmx_dataset_get_point(dataset, GMX_SPLIT_TRAIN, gallery->first[i]), a);
    view_of(look, gmx_dataset_get_point(dataset, GMX_SPLIT_TRAIN, gallery->second[i]), b);
    cairo_move_to(cr, a[0], a[1]);
    cairo_line_to(cr, b[0], b[1]);
  }
  gmx_palette_set_source(look->palette, cr, GMX_INK, intruded ? 0.7 : pale);
  cairo_set_line_width(cr, intruded ? 1.2 : 1);
  cairo_stroke(cr);
}

/* Small planes and large batches have smaller marks. */
static double mix_size(const GmxPlaneLook *look, const GmxGallery *gallery) {
  const double room = look->width * (double)look->height / ROOM;
  return MIX * CLAMP(sqrt(room * FEW / MAX(FEW, gallery->count)), 0.7, 1);
}

static void draw_mix(cairo_t *cr, const GmxPlaneLook *look, const GmxGallery *gallery, int i,
                     const double at[2]) {
  const double size = mix_size(look, gallery);
  const gboolean sharp = gallery->sharp && gallery->sharp[i];
  const char *side = !gallery->sharp ? GMX_INK : sharp ? "gmx_sharp" : "gmx_flat";
  const double lambda = gallery->lambdas[i];
  double a[3], b[3];
  gmx_plane_class_color(look->palette, gallery->first_label[i], a);
  gmx_plane_class_color(look->palette, gallery->second_label[i], b);
  gmx_plane_mix_path(cr, sharp, at[0], at[1], size);
  gmx_palette_set_source(look->palette, cr, GMX_PAPER, 1);
  cairo_set_line_width(cr, size / 3);
  cairo_stroke_preserve(cr);
  cairo_set_source_rgb(cr, lambda * a[0] + (1 - lambda) * b[0], lambda * a[1] + (1 - lambda) * b[1],
                       lambda * a[2] + (1 - lambda) * b[2]);
  cairo_fill_preserve(cr);
  gmx_palette_set_source(look->palette, cr, side, 1);
  cairo_set_line_width(cr, size / 6);
  cairo_stroke(cr);
}

static void place_mix(const GmxPlaneLook *look, const GmxPlaneFrame *frame, int i, double at[2]) {
  double mix[2];
  gmx_plane_get_mix(frame->gallery, frame->weights->dataset, i, mix);
  gmx_plane_look_to_view(look, mix[0], mix[1], at);
}

/* The flat ones first: what is sharp lies on top. */
static void draw_mixes(cairo_t *cr, const GmxPlaneLook *look, const GmxPlaneFrame *frame,
                       gboolean sharp) {
  const GmxGallery *gallery = frame->gallery;
  for (int i = 0; i < gallery->count; i++) {
    double at[2];
    if ((gallery->sharp && gallery->sharp[i]) != sharp)
      continue;
    place_mix(look, frame, i, at);
    draw_mix(cr, look, gallery, i, at);
  }
}

void gmx_plane_paint_mixed(const GmxPlanePicture *picture, const GmxPlaneFrame *frame) {
  const GmxPlaneLook *look = picture->look;
  cairo_t *cr = cairo_create(picture->image);
  cairo_scale(cr, look->scale, look->scale);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_MITER);
  draw_segments(cr, look, frame, FALSE);
  draw_segments(cr, look, frame, TRUE);
  draw_mixes(cr, look, frame, FALSE);
  draw_mixes(cr, look, frame, TRUE);
  for (int i = 0; i < frame->gallery->count; i++) {
    double at[2];
    if (!frame->intruded[i])
      continue;
    place_mix(look, frame, i, at);
    gmx_plane_draw_flag(cr, look->palette, at[0] + mix_size(look, frame->gallery),
                        at[1] - mix_size(look, frame->gallery));
  }
  cairo_destroy(cr);
}
