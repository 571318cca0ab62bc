/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A probe is drawn as pairs inside chunks: the images of a chunk are a set of distinct training
 * images, and the second parents are the same set in another order, one full turn of a random
 * cycle, so that no image is mixed with itself. */
#include "engine/train/probe.h"

#include "engine/nn/loss.h"

#include <math.h>

struct GmxProbe {
  GmxDataset *dataset;
  const int *labels; /* borrowed: one an image of the training part, or NULL */
  GmxBatch *batch;
  int count, classes;
  gboolean ran;
  int *index;              /* [count] first parents in the training part */
  int *partner;            /* [count] place of the second parent in its chunk */
  float *lambda;           /* [count] */
  float *s;                /* [count] */
  guint8 *sharp;           /* [count] */
  GmxProbeRecord *records; /* [count] */
  float *probabilities[2]; /* [count][classes] at w and at w + ε̂ */
  GmxProbeFindings findings;

  /* Of a run under way: a cut one must leave the last whole. */
  GmxProbeRecord *scratch;
  float *scratch_probabilities[2];
  double norms; /* the sum of ‖ε̂‖ over the climbs */
  int climbs;
};

/* Chunks differ by at most one in size, so that none is too small to be a batch. */
static int chunk_count(int count) {
  return (count + GMX_PROBE_CHUNK - 1) / GMX_PROBE_CHUNK;
}

static int chunk_start(int count, int chunk) {
  return (int)((gint64)count * chunk / MAX(1, chunk_count(count)));
}

static void draw_partners(GmxRandom *random, int *partner, int n) {
  int cycle[GMX_PROBE_CHUNK];
  gmx_random_permutation(random, cycle, n);
  for (int i = 0; i < n; i++)
    partner[cycle[i]] = cycle[(i + 1) % n];
}

static void draw(GmxProbe *self, const int *indices, int count, guint64 seed) {
  GmxRandom random;
  gmx_random_init(&random, seed, GMX_STREAM_PROBE);
  g_autofree int *places = g_new(int, count);
  gmx_random_permutation(&random, places, count);
  for (int i = 0; i < self->count; i++)
    self->index[i] = indices[places[i]];
  for (int c = 0; c < chunk_count(self->count); c++) {
    const int from = chunk_start(self->count, c);
    draw_partners(&random, self->partner + from, chunk_start(self->count, c + 1) - from);
  }
  for (int i = 0; i < self->count; i++)
    self->lambda[i] = (float)gmx_random_uniform(&random);
}

GmxProbe *gmx_probe_new(GmxDataset *dataset, const int *indices, int count, const int *labels,
                        int size, guint64 seed) {
  GmxProbe *self = g_new0(GmxProbe, 1);
  size = MIN(size, count);
  self->count = size < 2 ? 0 : size;
  self->classes = gmx_dataset_get_classes(dataset);
  self->dataset = g_object_ref(dataset);
  self->labels = labels;
  self->batch = gmx_batch_new(gmx_dataset_get_shape(dataset), GMX_PROBE_CHUNK);
  self->index = g_new(int, self->count);
  self->partner = g_new(int, self->count);
  self->lambda = g_new(float, self->count);
  self->s = g_new(float, self->count);
  self->sharp = g_new0(guint8, self->count);
  self->scratch = g_new0(GmxProbeRecord, self->count);
  self->records = g_new0(GmxProbeRecord, self->count);
  for (int pass = 0; pass < 2; pass++) {
    self->probabilities[pass] = g_new0(float, (gsize)self->count * self->classes);
    self->scratch_probabilities[pass] = g_new0(float, (gsize)self->count * self->classes);
  }
  draw(self, indices, count, seed);
  return self;
}

void gmx_probe_free(GmxProbe *self) {
  if (!self)
    return;
  gmx_batch_free(self->batch);
  g_free(self->index);
  g_free(self->partner);
  g_free(self->lambda);
  g_free(self->s);
  g_free(self->sharp);
  g_free(self->scratch);
  g_free(self->records);
  for (int pass = 0; pass < 2; pass++) {
    g_free(self->probabilities[pass]);
    g_free(self->scratch_probabilities[pass]);
  }
  g_object_unref(self->dataset);
  g_free(self);
}

int gmx_probe_get_count(GmxProbe *self) {
  return self->count;
}

void gmx_probe_get_pairs(GmxProbe *self, int *first, int *second, float *lambda) {
  for (int c = 0; c < chunk_count(self->count); c++) {
    const int from = chunk_start(self->count, c), to = chunk_start(self->count, c + 1);
    for (int i = from; i < to; i++) {
      first[i] = self->index[i];
      second[i] = self->index[from + self->partner[i]];
      lambda[i] = self->lambda[i];
    }
  }
}

const GmxProbeRecord *gmx_probe_get_records(GmxProbe *self) {
  return self->ran ? self->records : NULL;
}

const GmxProbeFindings *gmx_probe_get_findings(GmxProbe *self) {
  return self->ran ? &self->findings : NULL;
}

/* Where the loss at w is not finite there was no climb, and so no s. */
static double value_or_nan(const float *values, int i) {
  return values ? values[i] : NAN;
}

/* The softmax of a chunk's examples; NaN where there was no second pass. */
static void note_probabilities(GmxProbe *self, const GmxStepResult *result, int from) {
  const float *found[] = {result->probabilities, result->probabilities_perturbed};
  const gsize values = (gsize)result->count * self->classes;
  for (int pass = 0; pass < 2; pass++) {
    float *to = self->scratch_probabilities[pass] + (gsize)from * self->classes;
    for (gsize i = 0; i < values; i++)
      to[i] = found[pass] ? found[pass][i] : NAN;
  }
}

/* Loads and mixes chunk @from … @to and notes what its examples found. */
static void run_chunk(GmxProbe *self, GmxStep *step, const GmxStepOptions *options, int epoch,
                      int from, int to) {
  GmxStepResult result;
  const GmxBatch *b = self->batch;
  gmx_batch_load(self->batch, self->dataset, GMX_SPLIT_TRAIN, self->index + from, to - from,
                 self->labels, NULL);
  gmx_mix_batch_with(self->batch, self->partner + from, self->lambda + from);
  gmx_step_inspect(step, self->batch, options, &result);
  note_probabilities(self, &result, from);
  if (isfinite(result.epsilon_norm)) {
    self->norms += result.epsilon_norm;
    self->climbs++;
  }
  for (int i = 0; i < to - from; i++) {
    const int best = gmx_loss_most_probable(result.probabilities + (gsize)i * (gsize)self->classes,
                                            self->classes);
    self->s[from + i] = (float)value_or_nan(result.sharpness, i);
    self->scratch[from + i] =
        (GmxProbeRecord){.epoch = epoch,
                         .example = from + i,
                         .first = self->index[from + i],
                         .second = self->index[from + self->partner[from + i]],
                         .first_label = b->first_label[i],
                         .second_label = b->second_label[i],
                         .lambda = b->lambda[i],
                         .loss = result.loss[i],
                         .loss_perturbed = value_or_nan(result.loss_perturbed, i),
                         .s = self->s[from + i],
                         .predicted = best >= 0,
                         .prediction = MAX(best, 0)};
  }
}

/* Makes the run under way the last one: the buffers change places. */
static void adopt(GmxProbe *self, int epoch, double gamma) {
  double cut = NAN;
  if (self->count > 0)
    gmx_partition(self->s, self->count, gamma, self->sharp, &cut);
  for (int i = 0; i < self->count; i++)
    self->scratch[i].sharp = self->sharp[i];
  GmxProbeRecord *records = self->records;
  self->records = self->scratch;
  self->scratch = records;
  for (int pass = 0; pass < 2; pass++) {
    float *probabilities = self->probabilities[pass];
    self->probabilities[pass] = self->scratch_probabilities[pass];
    self->scratch_probabilities[pass] = probabilities;
  }
  self->findings = (GmxProbeFindings){.epoch = epoch,
                                      .gamma = gamma,
                                      .cut = cut,
                                      .epsilon_norm = self->norms / self->climbs,
                                      .probabilities = self->probabilities[0],
                                      .probabilities_perturbed = self->probabilities[1]};
  self->ran = TRUE;
}

gboolean gmx_probe_run(GmxProbe *self, GmxStep *step, const GmxStepOptions *options, int epoch,
                       const gint *cancel) {
  GmxStepOptions climb = *options;
  if (climb.perturb == GMX_PERTURB_NONE)
    climb.perturb = GMX_PERTURB_SAM;
  climb.combine = GMX_COMBINE_ALL;
  self->norms = 0;
  self->climbs = 0;
  for (int c = 0; c < chunk_count(self->count); c++) {
    if (cancel && g_atomic_int_get(cancel))
      return FALSE;
    run_chunk(self, step, &climb, epoch, chunk_start(self->count, c),
              chunk_start(self->count, c + 1));
  }
  adopt(self, epoch, climb.gamma);
  return TRUE;
}
