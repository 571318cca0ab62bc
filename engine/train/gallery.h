/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A set of mixed examples as a step, or the probe, saw them: who was mixed with whom, at which λ,
 * and what it cost at w and at w + ε̂.
 *
 * No pixels: the images are mixed again from the data set when somebody looks, so that thousands
 * of steps fit in memory. A gallery never changes after it was made and may be read by any
 * thread. */
#pragma once

#include "engine/data/batch.h"
#include "engine/train/records.h"
#include "engine/train/trainer.h"

typedef enum {
  GMX_GALLERY_STEP,  /* the batch of a training step */
  GMX_GALLERY_PROBE, /* the fixed examples, at the end of an epoch */
} GmxGallerySource;

/** Reference-counted and immutable. Arrays have `count` entries unless said otherwise. */
typedef struct {
  GmxGallerySource source;
  gint64 step; /* counted from 1 */
  int epoch;
  int count, sharp_count, classes;
  int width, height; /* of the picture of an example */
  double cut, gamma;
  double epsilon_norm; /* ‖ε̂‖; the mean over a probe's chunks; NaN: not climbed, or not known */
  double lambda;       /* the batch's one λ; NaN where λ differs between examples */
  gboolean climbed;    /* FALSE: no perturbation, so no s, no sides */
  int *order;          /* positions by falling s (by falling loss if not climbed) */
  int *first, *second; /* indices of the parents in the training part */
  int *first_label, *second_label;
  GmxBatchMove *first_move, *second_move; /* NULL where nothing was augmented */
  float *lambdas, *loss;
  float *loss_perturbed, *s;      /* NULL if not climbed */
  guint8 *sharp;                  /* 1 = in S; NULL if not climbed */
  float *probabilities;           /* [count][classes] softmax at w; NULL where not known */
  float *probabilities_perturbed; /* the same at w + ε̂ */
  int *predictions; /* most probable class at w, −1 where not known: of a run folder's
                       rows that have it; NULL else */
  gsize bytes;      /* that the gallery takes in memory */
} GmxGallery;

#define GMX_TYPE_GALLERY (gmx_gallery_get_type())
GType gmx_gallery_get_type(void);
GmxGallery *gmx_gallery_ref(GmxGallery *gallery);
void gmx_gallery_unref(GmxGallery *gallery);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxGallery, gmx_gallery_unref)

/** The examples of one step. @classes is the width of a row of @result's probabilities. */
GmxGallery *gmx_gallery_new(const GmxBatch *batch, const GmxStepResult *result, double gamma,
                            int classes, gint64 step, int epoch);

/** The mixed images of @trainer's last step; NULL before the first. */
GmxGallery *gmx_gallery_new_step(GmxTrainer *trainer);

/** The probe of @trainer's last evaluation, with its probabilities; NULL before the first. */
GmxGallery *gmx_gallery_new_probe(GmxTrainer *trainer);

/**
 * The probe's rows of one epoch, as a run folder has them: no probabilities, no step, predictions
 * where the rows have them.
 * @param records [@count] of one epoch
 * @param gamma share of the sharp set, for `cut`
 */
GmxGallery *gmx_gallery_new_records(const GmxProbeRecord *records, int count, double gamma,
                                    GmxDataset *dataset);

/** Whether any example of @gallery was mixed of two images, so that intrusion can be asked for. */
gboolean gmx_gallery_is_mixed(const GmxGallery *gallery);

/** The mixed image of example @i, height × width × 3 bytes, into @rgb. @dataset is the run's. */
void gmx_gallery_get_rgb(const GmxGallery *gallery, GmxDataset *dataset, int i, guint8 *rgb);

/** Most probable class of example @i at w (or at w + ε̂); −1 where it is not known. */
int gmx_gallery_get_prediction(const GmxGallery *gallery, int i, gboolean perturbed);

/** Whether gmx_gallery_get_prediction() at w knows anything of these examples. */
gboolean gmx_gallery_has_predictions(const GmxGallery *gallery);

/** Label of the parent with the greater weight (the first one at λ = ½). */
int gmx_gallery_get_main_label(const GmxGallery *gallery, int i);

/** TRUE where the prediction at w is known and is not gmx_gallery_get_main_label(). */
gboolean gmx_gallery_is_misclassified(const GmxGallery *gallery, int i);
