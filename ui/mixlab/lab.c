/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is chosen in the Mix lab: the pair, λ, the pictures of the sheet. */
#include "ui/mixlab/lab-private.h"

#include "ui/dataset-pick.h"

#include <string.h>

#define LAMBDA 0.4 /* at first: neither picture alone, nor the middle */
#define SHEET 6    /* pictures at first, of as many classes */

G_DEFINE_FINAL_TYPE(GmxLab, gmx_lab, G_TYPE_OBJECT)

static guint signals[GMX_LAB_SIGNALS];

void gmx_lab_emit(GmxLab *self, GmxLabSignal id) {
  g_signal_emit(self, signals[id], 0);
}

void gmx_lab_fail(GmxLab *self, const char *what, const char *message) {
  g_signal_emit(self, signals[GMX_LAB_FAILED], 0, what, message);
}

/* What is asked for */

GmxSettings *gmx_lab_get_settings(GmxLab *self) {
  return self->settings;
}

GmxDataset *gmx_lab_get_dataset(GmxLab *self) {
  return self->dataset;
}

GmxPicture *gmx_lab_get_picture(GmxLab *self, GmxParent parent) {
  return self->pair[parent];
}

const char *gmx_lab_get_name(GmxLab *self, GmxParent parent) {
  const GmxPicture *picture = self->pair[parent];
  if (!picture)
    return "";
  return picture->label >= 0 ? gmx_dataset_get_class_name(self->dataset, picture->label)
                             : picture->name;
}

GmxBlend gmx_lab_get_blend(GmxLab *self) {
  return self->blend;
}

double gmx_lab_get_lambda(GmxLab *self) {
  return self->lambda;
}

double gmx_lab_get_share(GmxLab *self) {
  return self->dataset
             ? gmx_blend_get_lambda(gmx_dataset_get_shape(self->dataset), self->blend, self->lambda)
             : self->lambda;
}

GmxBlendPath *gmx_lab_get_path(GmxLab *self) {
  return self->path;
}

GmxWeights *gmx_lab_get_weights(GmxLab *self) {
  return self->weights;
}

GPtrArray *gmx_lab_get_pictures(GmxLab *self) {
  return self->pictures;
}

GmxBlendSheet *gmx_lab_get_sheet(GmxLab *self) {
  return self->sheet;
}

/* The pair */

static gboolean fits(GmxLab *self, const GmxPicture *picture) {
  if (!self->dataset)
    return FALSE;
  const GmxShape shape = gmx_dataset_get_shape(self->dataset);
  return memcmp(&shape, &picture->input, sizeof shape) == 0 &&
         picture->label < gmx_dataset_get_classes(self->dataset);
}

static void replace_picture(GmxPicture **place, GmxPicture *picture) {
  GmxPicture *before = *place;
  *place = picture ? gmx_picture_ref(picture) : NULL;
  g_clear_pointer(&before, gmx_picture_unref);
}

static void pair_changed(GmxLab *self) {
  gmx_lab_emit(self, GMX_LAB_PAIR);
  gmx_lab_want_path(self);
}

void gmx_lab_set_picture(GmxLab *self, GmxParent parent, GmxPicture *picture) {
  if (!fits(self, picture) || self->pair[parent] == picture)
    return;
  replace_picture(&self->pair[parent], picture);
  pair_changed(self);
}

void gmx_lab_set_pair(GmxLab *self, GmxPicture *a, GmxPicture *b, double lambda) {
  if (!fits(self, a) || !fits(self, b))
    return;
  replace_picture(&self->pair[GMX_PARENT_A], a);
  replace_picture(&self->pair[GMX_PARENT_B], b);
  gmx_lab_set_lambda(self, lambda);
  pair_changed(self);
}

void gmx_lab_swap(GmxLab *self) {
  GmxPicture *a = self->pair[GMX_PARENT_A];
  self->pair[GMX_PARENT_A] = self->pair[GMX_PARENT_B];
  self->pair[GMX_PARENT_B] = a;
  pair_changed(self);
}

void gmx_lab_set_blend(GmxLab *self, GmxBlend blend) {
  if (self->blend == blend)
    return;
  self->blend = blend;
  gmx_lab_emit(self, GMX_LAB_LAMBDA); /* CutMix makes another share of it */
  pair_changed(self);
  gmx_lab_want_sheet(self);
}

void gmx_lab_set_lambda(GmxLab *self, double lambda) {
  lambda = CLAMP(lambda, 0, 1);
  if (self->lambda == lambda)
    return;
  self->lambda = lambda;
  gmx_lab_emit(self, GMX_LAB_LAMBDA);
  gmx_lab_want_sheet(self);
}

/* The sheet */

static void pictures_changed(GmxLab *self) {
  g_clear_pointer(&self->sheet, gmx_blend_sheet_unref); /* its cells are others now */
  gmx_lab_emit(self, GMX_LAB_PICTURES);
  gmx_lab_want_sheet(self);
}

void gmx_lab_put_picture(GmxLab *self, int index, GmxPicture *picture) {
  const int count = (int)self->pictures->len;
  if (!fits(self, picture))
    return;
  if (index >= 0 && index < count) {
    gmx_picture_unref(g_ptr_array_index(self->pictures, index));
    g_ptr_array_index(self->pictures, index) = gmx_picture_ref(picture);
  } else if (count < GMX_LAB_MOST_PICTURES) {
    g_ptr_array_add(self->pictures, gmx_picture_ref(picture));
  }
  pictures_changed(self);
}

void gmx_lab_remove_picture(GmxLab *self, int index) {
  if (index < 0 || index >= (int)self->pictures->len)
    return;
  g_ptr_array_remove_index(self->pictures, (guint)index);
  pictures_changed(self);
}

/* The data */

/* The @nth class that has an image, and its first one. */
static GmxPicture *first_of_class(GmxDataset *dataset, int nth) {
  for (int label = 0; label < gmx_dataset_get_classes(dataset); label++) {
    int index;
    if (gmx_dataset_pick(dataset, label, &index, 1) > 0 && nth-- == 0)
      return gmx_picture_new_stored(dataset, GMX_SPLIT_TRAIN, index);
  }
  return NULL;
}

static void choose_pictures(GmxLab *self) {
  const int pixels = gmx_dataset_get_picture_shape(self->dataset).width;
  g_ptr_array_set_size(self->pictures, 0);
  for (int i = 0; i < (pixels > 28 ? SHEET - 1 : SHEET); i++) {
    GmxPicture *picture = first_of_class(self->dataset, i);
    if (picture)
      g_ptr_array_add(self->pictures, picture);
  }
  const guint count = self->pictures->len;
  /* The colours of a point's class and of its part in the pair are then the same. */
  const gboolean straight = gmx_dataset_is_points(self->dataset);
  for (guint parent = 0; parent < 2; parent++) {
    const guint place = straight ? parent : 1 - parent;
    replace_picture(&self->pair[parent],
                    count ? g_ptr_array_index(self->pictures, MIN(place, count - 1)) : NULL);
  }
}

/* A run on the same images keeps what is chosen. */
static gboolean same_images(GmxDataset *a, GmxDataset *b) {
  return a && b && g_strcmp0(gmx_dataset_get_checksum(a), gmx_dataset_get_checksum(b)) == 0;
}

static void on_opened(GmxLab *self, GmxDataset *dataset) {
  const gboolean same = same_images(self->dataset, dataset);
  g_set_object(&self->dataset, dataset);
  gmx_lab_forget(self);
  if (!same)
    choose_pictures(self);
  gmx_lab_emit(self, GMX_LAB_DATASET);
  gmx_lab_emit(self, GMX_LAB_WEIGHTS);
  gmx_lab_emit(self, GMX_LAB_PICTURES);
  gmx_lab_emit(self, GMX_LAB_SHEET);
  gmx_lab_emit(self, GMX_LAB_PAIR);
  gmx_lab_emit(self, GMX_LAB_PATH);
  gmx_lab_want_weights(self);
}

static void lab_dispose(GObject *object) {
  GmxLab *self = GMX_LAB(object);
  gmx_lab_stop(self);
  gmx_lab_forget(self);
  replace_picture(&self->pair[GMX_PARENT_A], NULL);
  replace_picture(&self->pair[GMX_PARENT_B], NULL);
  g_ptr_array_set_size(self->pictures, 0);
  g_clear_object(&self->dataset);
  g_clear_object(&self->settings);
  G_OBJECT_CLASS(gmx_lab_parent_class)->dispose(object);
}

static void lab_finalize(GObject *object) {
  g_ptr_array_unref(GMX_LAB(object)->pictures);
  G_OBJECT_CLASS(gmx_lab_parent_class)->finalize(object);
}

static void gmx_lab_class_init(GmxLabClass *class) {
  static const char *const names[] = {
      [GMX_LAB_DATASET] = "dataset-changed",   [GMX_LAB_PAIR] = "pair-changed",
      [GMX_LAB_LAMBDA] = "lambda-changed",     [GMX_LAB_PATH] = "path-changed",
      [GMX_LAB_PICTURES] = "pictures-changed", [GMX_LAB_SHEET] = "sheet-changed",
      [GMX_LAB_WEIGHTS] = "weights-changed"};
  const GType type = G_TYPE_FROM_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = lab_dispose;
  G_OBJECT_CLASS(class)->finalize = lab_finalize;
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++)
    signals[i] =
        g_signal_new(names[i], type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[GMX_LAB_FAILED] = g_signal_new("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void gmx_lab_init(GmxLab *self) {
  self->pictures = g_ptr_array_new_with_free_func((GDestroyNotify)gmx_picture_unref);
  self->lambda = LAMBDA;
  self->follow = TRUE;
}

GmxLab *gmx_lab_new(GmxSettings *settings) {
  GmxLab *self = g_object_new(GMX_TYPE_LAB, NULL);
  self->settings = g_object_ref(settings);
  g_signal_connect_object(gmx_settings_get_session(settings), "opened", G_CALLBACK(on_opened), self,
                          G_CONNECT_SWAPPED);
  gmx_lab_follow_session(self);
  return self;
}
