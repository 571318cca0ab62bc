/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The probe: a fixed set of mixed training examples whose losses, sharpness and side are followed
 * through training (methods.md, section 7).
 *
 * Pairs and λ come from the seed alone, so every method with the same seed, data and label noise
 * has the same probe. λ_i is uniform on [0, 1], whatever α trains with. */
#pragma once

#include "engine/method/mix.h"
#include "engine/method/step.h"
#include "engine/train/records.h"

/** Examples that share one climb: a probe is computed in parts of at most this many. */
#define GMX_PROBE_CHUNK 128

typedef struct GmxProbe GmxProbe;

/**
 * Draws a probe of @size examples of the @count training images at @indices. It holds fewer where
 * there are fewer images, and none below 2.
 */
GmxProbe *gmx_probe_new(GmxDataset *dataset, const int *indices, int count, const int *labels,
                        int size, guint64 seed);
void gmx_probe_free(GmxProbe *probe);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxProbe, gmx_probe_free)

int gmx_probe_get_count(GmxProbe *probe);

/** Who is mixed with whom, known before the first run: each gmx_probe_get_count() long, filled. */
void gmx_probe_get_pairs(GmxProbe *probe, int *first, int *second, float *lambda);

/** What a run found besides its rows. Arrays are owned by the probe, until the next whole run. */
typedef struct {
  int epoch;
  double gamma, cut;                    /* of the partition; the cut is NaN below 2 examples */
  double epsilon_norm;                  /* ‖ε̂‖, the mean over the chunks that climbed */
  const float *probabilities;           /* [count][classes] softmax at w */
  const float *probabilities_perturbed; /* the same at w + ε̂; NaN where nothing was climbed */
} GmxProbeFindings;

/**
 * Computes ℓ_i(w), ℓ_i(w + ε̂), s_i and the side of every example; running statistics stay. A method
 * that does not climb is probed with SAM at its ρ. γ cuts the whole probe, not each part.
 * @param step has room for GMX_PROBE_CHUNK examples; its last result is lost
 * @param cancel set non-zero by another thread to cut it short; may be NULL
 * @returns FALSE when it was cut short; the records are as before then
 */
gboolean gmx_probe_run(GmxProbe *probe, GmxStep *step, const GmxStepOptions *options, int epoch,
                       const gint *cancel);

/** The rows of the last run, gmx_probe_get_count() of them; NULL before the first. */
const GmxProbeRecord *gmx_probe_get_records(GmxProbe *probe);

/** The same run's findings; NULL before the first. */
const GmxProbeFindings *gmx_probe_get_findings(GmxProbe *probe);
