/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The nearest of the points that are drawn: mixed ones lie over training ones, those over the
 * held-out ones. */
#include "ui/plane/plane-place.h"

#include "engine/insight/plane.h"
#include "ui/format.h"

#include <glib/gi18n.h>
#include <math.h>

#define NEAR 9 /* pixels around a mark that are its own */

typedef struct {
  const GmxPlaneFrame *frame;
  const GmxPlaneLook *look;
} Shown;

static gboolean is_near(const Shown *self, double x, double y, double px, double py,
                        double *least) {
  double at[2];
  gmx_plane_look_to_view(self->look, px, py, at);
  const double away = hypot(at[0] - x, at[1] - y);
  if (away > *least)
    return FALSE;
  *least = away;
  return TRUE;
}

static int find_mix(const Shown *self, double x, double y) {
  const GmxGallery *gallery = self->frame->gallery;
  double least = NEAR;
  int found = -1;
  for (int i = 0; gallery && self->look->layers & GMX_PLANE_MIXED && i < gallery->count; i++) {
    double at[2];
    gmx_plane_get_mix(gallery, self->frame->weights->dataset, i, at);
    if (is_near(self, x, y, at[0], at[1], &least))
      found = i;
  }
  return found;
}

static int find_stored(const Shown *self, GmxSplit split, double x, double y) {
  GmxDataset *dataset = self->frame->weights->dataset;
  const GmxPlaneLayers wanted = split == GMX_SPLIT_TRAIN ? GMX_PLANE_TRAINING : GMX_PLANE_HELD_OUT;
  const int count = self->look->layers & wanted ? gmx_dataset_get_count(dataset, split) : 0;
  double least = NEAR;
  int found = -1;
  for (int i = 0; i < count; i++) {
    const float *point = gmx_dataset_get_point(dataset, split, i);
    if (is_near(self, x, y, point[0], point[1], &least))
      found = i;
  }
  return found;
}

static char *describe_mix(const Shown *self, int i) {
  const GmxGallery *gallery = self->frame->gallery;
  GmxDataset *dataset = self->frame->weights->dataset;
  g_autofree char *lambda = gmx_format_number(gallery->lambdas[i], 2);
  g_autoptr(GString) text = g_string_new(NULL);
  g_string_printf(text, _("%s and %s, λ = %s"),
                  gmx_dataset_get_class_name(dataset, gallery->first_label[i]),
                  gmx_dataset_get_class_name(dataset, gallery->second_label[i]), lambda);
  if (gallery->s) {
    g_autofree char *s = gmx_format_signed(gallery->s[i], 3);
    g_string_append_printf(text, gallery->sharp[i] ? _("\nsharp, s = %s") : _("\nflat, s = %s"), s);
  }
  if (self->frame->intruded[i])
    g_string_append(text,
                    _("\nin a third class: its nearest training point in the plane is of one"));
  return g_string_free(g_steal_pointer(&text), FALSE);
}

static char *describe_point(const Shown *self, GmxSplit split, int index) {
  const GmxWeights *weights = self->frame->weights;
  const float *point = gmx_dataset_get_point(weights->dataset, split, index);
  const int own = gmx_dataset_get_label(weights->dataset, split, index);
  const int label = split == GMX_SPLIT_TRAIN && weights->labels ? weights->labels[index] : own;
  g_autofree char *x = gmx_format_number(point[0], 2), *y = gmx_format_number(point[1], 2);
  const char *name = gmx_dataset_get_class_name(weights->dataset, label);
  if (label != own)
    return g_strdup_printf(_("%s (%s before label noise)\ntraining point at %s, %s"), name,
                           gmx_dataset_get_class_name(weights->dataset, own), x, y);
  return g_strdup_printf(split == GMX_SPLIT_TRAIN ? _("%s\ntraining point at %s, %s")
                                                  : _("%s\nheld-out point at %s, %s"),
                         name, x, y);
}

char *gmx_plane_describe_place(const GmxPlaneFrame *frame, const GmxPlaneLook *look, double x,
                               double y) {
  const Shown *self = &(Shown){.frame = frame, .look = look};
  const int mix = find_mix(self, x, y);
  if (mix >= 0)
    return describe_mix(self, mix);
  for (GmxSplit split = GMX_SPLIT_TRAIN; split <= GMX_SPLIT_TEST; split++) {
    const int index = find_stored(self, split, x, y);
    if (index >= 0)
      return describe_point(self, split, index);
  }
  return NULL;
}
