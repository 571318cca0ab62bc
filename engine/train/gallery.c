/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A gallery is made between two steps by the thread that trains, thousands of times in a run: all
 * of it is one block of memory, cut into its arrays. References are counted by GLib's inline
 * atomics: ThreadSanitizer sees them, and not those of GAtomicRefCount. */
#include "engine/train/gallery.h"

#include "engine/data/points.h"
#include "engine/nn/loss.h"

#include <math.h>
#include <string.h>

typedef struct {
  GmxGallery gallery; /* first: a GmxGallery is a Block */
  gint references;
} Block;

/* What a gallery has besides what every one has. */
typedef struct {
  gboolean moves, climbed, probabilities, probabilities_perturbed, predictions;
} Parts;

G_DEFINE_BOXED_TYPE(GmxGallery, gmx_gallery, gmx_gallery_ref, gmx_gallery_unref)

GmxGallery *gmx_gallery_ref(GmxGallery *gallery) {
  g_atomic_int_inc(&((Block *)gallery)->references);
  return gallery;
}

void gmx_gallery_unref(GmxGallery *gallery) {
  if (gallery && g_atomic_int_dec_and_test(&((Block *)gallery)->references))
    g_free(gallery);
}

#define SLOTS 15

/* One array of the block: where its address goes (a pointer of any type) and how large it is. */
typedef struct {
  gpointer place;
  gsize bytes;
} Slot;

/* The arrays of @g that @parts asks for, those of single bytes last so that all lie aligned. */
static int list_slots(GmxGallery *g, Parts parts, Slot slots[SLOTS]) {
  const gsize n = (gsize)g->count, number = n * 4, move = n * sizeof(GmxBatchMove);
  const gsize row = number * (gsize)g->classes;
  const struct {
    gpointer place;
    gsize bytes;
    gboolean wanted;
  } all[] = {
      {&g->order, number, TRUE},
      {&g->first, number, TRUE},
      {&g->second, number, TRUE},
      {&g->first_label, number, TRUE},
      {&g->second_label, number, TRUE},
      {&g->first_move, move, parts.moves},
      {&g->second_move, move, parts.moves},
      {&g->lambdas, number, TRUE},
      {&g->loss, number, TRUE},
      {&g->loss_perturbed, number, parts.climbed},
      {&g->s, number, parts.climbed},
      {&g->probabilities, row, parts.probabilities},
      {&g->probabilities_perturbed, row, parts.probabilities_perturbed},
      {&g->predictions, number, parts.predictions},
      {&g->sharp, n, parts.climbed},
  };
  int used = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
    if (all[i].wanted)
      slots[used++] = (Slot){all[i].place, all[i].bytes};
  return used;
}

/* Room for what @shape says, which is copied; arrays are not filled. */
static GmxGallery *gallery_new(const GmxGallery *shape, Parts parts) {
  GmxGallery wanted = *shape;
  Slot slots[SLOTS];
  gsize bytes = sizeof(Block);
  const int count = list_slots(&wanted, parts, slots);
  for (int i = 0; i < count; i++)
    bytes += slots[i].bytes;
  Block *block = g_malloc(bytes);
  block->gallery = *shape;
  block->gallery.bytes = bytes;
  block->references = 1;
  char *place = (char *)(block + 1);
  list_slots(&block->gallery, parts, slots);
  for (int i = 0; i < count; i++) {
    memcpy(slots[i].place, &place, sizeof place);
    place += slots[i].bytes;
  }
  return &block->gallery;
}

/* NaN where λ differs between examples. */
static double common_lambda(const float *lambda, int count) {
  for (int i = 1; i < count; i++)
    if (lambda[i] != lambda[0])
      return NAN;
  return count > 0 ? lambda[0] : NAN;
}

/* Largest first; a NaN counts as the largest and ties go to the lower position, both as in the
 * partition. */
static int by_falling(gconstpointer a, gconstpointer b, gpointer values) {
  const int i = *(const int *)a, j = *(const int *)b;
  const float left = ((const float *)values)[i], right = ((const float *)values)[j];
  if (isnan(left) || isnan(right))
    return isnan(left) && isnan(right) ? i - j : isnan(left) ? -1 : 1;
  return left > right ? -1 : left < right ? 1 : i - j;
}

static void finish(GmxGallery *g) {
  g->lambda = common_lambda(g->lambdas, g->count);
  for (int i = 0; i < g->count; i++)
    g->order[i] = i;
  g_qsort_with_data(g->order, g->count, sizeof(int), by_falling, g->climbed ? g->s : g->loss);
}

static gboolean is_moved(const GmxBatch *batch) {
  for (int i = 0; i < batch->count; i++)
    if (batch->moves[i].down != 0 || batch->moves[i].right != 0 || batch->moves[i].flip)
      return TRUE;
  return FALSE;
}

static void copy_batch(GmxGallery *g, const GmxBatch *batch) {
  const gsize size = sizeof(int) * (gsize)g->count;
  memcpy(g->first, batch->index, size);
  memcpy(g->first_label, batch->first_label, size);
  memcpy(g->second_label, batch->second_label, size);
  memcpy(g->lambdas, batch->lambda, size);
  for (int i = 0; i < g->count; i++)
    g->second[i] = batch->index[batch->partner[i]];
  for (int i = 0; g->first_move && i < g->count; i++) {
    g->first_move[i] = batch->moves[i];
    g->second_move[i] = batch->moves[batch->partner[i]];
  }
}

static void copy_result(GmxGallery *g, const GmxStepResult *result) {
  const gsize n = (gsize)g->count, size = sizeof(float) * n, softmax = size * (gsize)g->classes;
  memcpy(g->loss, result->loss, size);
  memcpy(g->probabilities, result->probabilities, softmax);
  if (!g->climbed)
    return;
  memcpy(g->loss_perturbed, result->loss_perturbed, size);
  memcpy(g->s, result->sharpness, size);
  memcpy(g->sharp, result->sharp, n);
  memcpy(g->probabilities_perturbed, result->probabilities_perturbed, softmax);
}

GmxGallery *gmx_gallery_new(const GmxBatch *batch, const GmxStepResult *result, double gamma,
                            int classes, gint64 step, int epoch) {
  const gboolean climbed = result->sharpness != NULL;
  const Parts parts = {.moves = is_moved(batch),
                       .climbed = climbed,
                       .probabilities = TRUE,
                       .probabilities_perturbed = climbed};
  const GmxShape picture = gmx_shape_get_picture(batch->shape);
  const GmxGallery shape = {.source = GMX_GALLERY_STEP,
                            .step = step,
                            .epoch = epoch,
                            .count = batch->count,
                            .sharp_count = climbed ? result->sharp_count : 0,
                            .classes = classes,
                            .width = picture.width,
                            .height = picture.height,
                            .cut = climbed ? result->cut : NAN,
                            .gamma = gamma,
                            .epsilon_norm = climbed ? result->epsilon_norm : NAN,
                            .climbed = climbed};
  GmxGallery *g = gallery_new(&shape, parts);
  copy_batch(g, batch);
  copy_result(g, result);
  finish(g);
  return g;
}

GmxGallery *gmx_gallery_new_step(GmxTrainer *trainer) {
  const GmxBatch *batch = gmx_trainer_get_batch(trainer);
  const GmxStepResult *result = gmx_trainer_get_result(trainer);
  if (!batch || !result)
    return NULL;
  return gmx_gallery_new(batch, result, gmx_trainer_get_step_options(trainer)->gamma,
                         gmx_dataset_get_classes(gmx_trainer_get_dataset(trainer)),
                         gmx_trainer_get_step(trainer), gmx_trainer_get_epoch(trainer));
}

/* Midway between the least s in S and the largest in F; NaN where one is empty. */
static double find_cut(const GmxProbeRecord *records, int count) {
  double least = INFINITY, largest = -INFINITY;
  for (int i = 0; i < count; i++)
    if (records[i].sharp)
      least = MIN(least, records[i].s);
    else
      largest = MAX(largest, records[i].s);
  return isfinite(least) && isfinite(largest) ? (least + largest) / 2 : NAN;
}

static void copy_records(GmxGallery *g, const GmxProbeRecord *records) {
  for (int i = 0; i < g->count; i++) {
    const GmxProbeRecord *r = &records[i];
    if (g->predictions)
      g->predictions[i] = r->predicted ? r->prediction : -1;
    g->first[i] = r->first;
    g->second[i] = r->second;
    g->first_label[i] = r->first_label;
    g->second_label[i] = r->second_label;
    g->lambdas[i] = (float)r->lambda;
    g->loss[i] = (float)r->loss;
    if (!g->climbed)
      continue;
    g->loss_perturbed[i] = (float)r->loss_perturbed;
    g->s[i] = (float)r->s;
    g->sharp[i] = r->sharp != FALSE;
  }
}

/* Rows whose loss at w was not finite have no s; where none has, nothing was climbed. */
static gboolean is_climbed(const GmxProbeRecord *records, int count) {
  for (int i = 0; i < count; i++)
    if (!isnan(records[i].s))
      return TRUE;
  return FALSE;
}

static gboolean is_predicted(const GmxProbeRecord *records, int count) {
  for (int i = 0; i < count; i++)
    if (records[i].predicted)
      return TRUE;
  return FALSE;
}

static GmxGallery *new_from_rows(const GmxProbeRecord *records, int count, double gamma,
                                 GmxDataset *dataset, const GmxProbeFindings *findings) {
  const GmxShape picture = gmx_dataset_get_picture_shape(dataset);
  const gboolean climbed = is_climbed(records, count);
  GmxGallery shape = {.source = GMX_GALLERY_PROBE,
                      .epoch = count > 0 ? records[0].epoch : 0,
                      .count = count,
                      .classes = gmx_dataset_get_classes(dataset),
                      .width = picture.width,
                      .height = picture.height,
                      .cut = climbed ? find_cut(records, count) : NAN,
                      .gamma = gamma,
                      .epsilon_norm = NAN,
                      .climbed = climbed};
  for (int i = 0; climbed && i < count; i++)
    shape.sharp_count += records[i].sharp != FALSE;
  const Parts parts = {.climbed = climbed,
                       .probabilities = findings != NULL,
                       .probabilities_perturbed = findings != NULL && climbed,
                       .predictions = findings == NULL && is_predicted(records, count)};
  GmxGallery *g = gallery_new(&shape, parts);
  copy_records(g, records);
  finish(g);
  return g;
}

GmxGallery *gmx_gallery_new_records(const GmxProbeRecord *records, int count, double gamma,
                                    GmxDataset *dataset) {
  return new_from_rows(records, count, gamma, dataset, NULL);
}

GmxGallery *gmx_gallery_new_probe(GmxTrainer *trainer) {
  int count = 0;
  const GmxProbeRecord *records = gmx_trainer_get_probe(trainer, &count);
  const GmxProbeFindings *findings = gmx_trainer_get_probe_findings(trainer);
  if (!records || !findings)
    return NULL;
  GmxGallery *g =
      new_from_rows(records, count, findings->gamma, gmx_trainer_get_dataset(trainer), findings);
  const gsize softmax = sizeof(float) * (gsize)count * (gsize)g->classes;
  memcpy(g->probabilities, findings->probabilities, softmax);
  if (g->probabilities_perturbed)
    memcpy(g->probabilities_perturbed, findings->probabilities_perturbed, softmax);
  g->epoch = findings->epoch;
  g->step = gmx_trainer_get_last_epoch(trainer)->step;
  g->cut = g->climbed ? findings->cut : NAN;
  g->epsilon_norm = g->climbed ? findings->epsilon_norm : NAN;
  return g;
}

void gmx_gallery_get_rgb(const GmxGallery *g, GmxDataset *dataset, int i, guint8 *rgb) {
  g_return_if_fail(i >= 0 && i < g->count);
  gmx_batch_mix_rgb(dataset, GMX_SPLIT_TRAIN, g->first[i], g->first_move ? &g->first_move[i] : NULL,
                    g->second[i], g->second_move ? &g->second_move[i] : NULL, g->lambdas[i], rgb);
}

int gmx_gallery_get_prediction(const GmxGallery *g, int i, gboolean perturbed) {
  const float *all = perturbed ? g->probabilities_perturbed : g->probabilities;
  g_return_val_if_fail(i >= 0 && i < g->count, -1);
  if (all)
    return gmx_loss_most_probable(all + (gsize)i * g->classes, g->classes);
  return g->predictions && !perturbed ? g->predictions[i] : -1;
}

gboolean gmx_gallery_has_predictions(const GmxGallery *g) {
  return g->probabilities || g->predictions;
}

int gmx_gallery_get_main_label(const GmxGallery *g, int i) {
  g_return_val_if_fail(i >= 0 && i < g->count, -1);
  return g->lambdas[i] < 0.5f ? g->second_label[i] : g->first_label[i];
}

gboolean gmx_gallery_is_misclassified(const GmxGallery *g, int i) {
  const int prediction = gmx_gallery_get_prediction(g, i, FALSE);
  return prediction >= 0 && prediction != gmx_gallery_get_main_label(g, i);
}

gboolean gmx_gallery_is_mixed(const GmxGallery *gallery) {
  for (int i = 0; gallery && i < gallery->count; i++)
    if (gallery->lambdas[i] != 1 && gallery->first[i] != gallery->second[i])
      return TRUE;
  return FALSE;
}
