/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the weights of one or two runs to what a scan needs: samples, directions and the box. */
#pragma once

#include "engine/insight/scan.h"

/** Everything a landscape of networks is made of. Owns all that `plane` and `lines` borrow. */
typedef struct {
  GmxWeights *weights, *other; /* other may be NULL */
  GmxLandscapeOptions options;
  GmxLossImages *images, *line_images;
  GmxObjective *objective;         /* of the plane */
  GmxObjective *line_objective[2]; /* of each run */
  gsize count[2];                  /* weights of each run */
  float *epsilon[2];               /* ε̂ of each run; NULL where its loss has no slope */
  double ball[2];                  /* radius in weights: ρ, or ‖ε̂‖ for asam */
  float *direction[2];             /* of the plane */
  float *along[2][2];              /* of the lines: [run][0: ε̂ of norm 1, 1: random] */
  GmxScanPlane plane;
  GmxScanLine lines[GMX_SCAN_MOST_LINES];
  int line_count;
  GmxLandscape *known;
} GmxScene;

/** Copies nothing of @weights and @other but references. NULL with an error for people. */
GmxScene *gmx_scene_new(GmxWeights *weights, GmxWeights *other, const GmxLandscapeOptions *options,
                        GCancellable *cancellable, GError **error);
void gmx_scene_free(GmxScene *scene);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxScene, gmx_scene_free)

/** Whether a line can be drawn from @a's weights to @b's: one network, by name and tensors. */
gboolean gmx_scene_same_network(const GmxModel *a, const GmxModel *b);
