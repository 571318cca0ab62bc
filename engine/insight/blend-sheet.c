/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Several pictures blended with each other at one λ, and what the network takes each blend for. */
#include "engine/insight/blend-private.h"

G_DEFINE_BOXED_TYPE(GmxBlendSheet, gmx_blend_sheet, gmx_blend_sheet_ref, gmx_blend_sheet_unref)

static void sheet_clear(gpointer data) {
  GmxBlendSheet *sheet = data;
  g_free(sheet->prediction);
  g_free(sheet->probability);
  g_free(sheet->third);
}

GmxBlendSheet *gmx_blend_sheet_ref(GmxBlendSheet *sheet) {
  return g_atomic_rc_box_acquire(sheet);
}

void gmx_blend_sheet_unref(GmxBlendSheet *sheet) {
  g_atomic_rc_box_release_full(sheet, sheet_clear);
}

typedef struct {
  const GmxBlendSheet *sheet;
  GmxShape shape;
  gsize values;
  float *images; /* [count][values] normalised */
} Cells;

static void cell_image(gpointer data, int i, float *image) {
  const Cells *cells = data;
  const int a = i / cells->sheet->count, b = i % cells->sheet->count;
  gmx_blend_floats(cells->images + a * cells->values, cells->images + b * cells->values,
                   cells->shape, cells->sheet->blend, cells->sheet->lambda, image);
}

static void judge(GmxBlendSheet *sheet, GmxPicture *const *pictures, const float *logits) {
  const int cells = sheet->count * sheet->count;
  g_autofree float *probabilities = g_new(float, sheet->classes);
  for (int i = 0; i < cells; i++) {
    const int first = pictures[i / sheet->count]->label, second = pictures[i % sheet->count]->label;
    const int zero = 0;
    const float one = 1;
    float loss;
    gmx_loss_cross_entropy(logits + (gsize)i * sheet->classes, 1, sheet->classes,
                           (GmxTargets){&zero, &zero, &one}, probabilities, &loss);
    const int best = gmx_blend_best(probabilities, sheet->classes);
    sheet->prediction[i] = best;
    sheet->probability[i] = probabilities[best];
    sheet->third[i] = first >= 0 && second >= 0 && best != first && best != second;
  }
}

static gboolean predict(GmxBlendSheet *sheet, GmxWeights *weights, GmxPicture *const *pictures,
                        GCancellable *cancellable, GError **error) {
  const int cells = sheet->count * sheet->count;
  Cells list = {.sheet = sheet, .shape = gmx_model_shape(weights->model)};
  list.values = (gsize)list.shape.height * list.shape.width * list.shape.channels;
  g_autofree float *images = list.images = g_new(float, list.values * sheet->count);
  g_autofree float *logits = g_new(float, (gsize)cells * sheet->classes);
  for (int i = 0; i < sheet->count; i++)
    gmx_picture_normalise(pictures[i], weights->dataset, images + i * list.values);
  if (!gmx_blend_forward(weights->model, cells, cell_image, &list, logits, cancellable, error))
    return FALSE;
  judge(sheet, pictures, logits);
  return TRUE;
}

GmxBlendSheet *gmx_blend_sheet_new(GmxWeights *weights, GmxPicture *const *pictures, int count,
                                   GmxBlend blend, double lambda, GCancellable *cancellable,
                                   GError **error) {
  g_return_val_if_fail(count >= 0, NULL);
  GmxBlendSheet *sheet = g_atomic_rc_box_new0(GmxBlendSheet);
  const int cells = count * count;
  sheet->count = count;
  sheet->classes = weights ? gmx_model_classes(weights->model) : 0;
  sheet->blend = blend;
  sheet->lambda = lambda;
  sheet->prediction = g_new(int, cells);
  sheet->probability = g_new0(float, cells);
  sheet->third = g_new0(guint8, cells);
  for (int i = 0; i < cells; i++)
    sheet->prediction[i] = -1;
  if (weights && !predict(sheet, weights, pictures, cancellable, error))
    g_clear_pointer(&sheet, gmx_blend_sheet_unref);
  return sheet;
}
