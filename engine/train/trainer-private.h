/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the trainer's parts share: trainer.c (steps and epochs), trainer-settings.c (live changes)
 * and trainer-files.c (run folder, checkpoint, resume, going back). */
#pragma once

#include "engine/train/checkpoint.h"
#include "engine/train/evaluation.h"
#include "engine/train/intrusion-private.h"
#include "engine/train/optimizer.h"
#include "engine/train/trail.h"
#include "engine/train/probe.h"
#include "engine/train/run-folder.h"
#include "engine/train/schedule.h"
#include "engine/train/trainer.h"

/** The settings that every step reads, as plain values: a step asks no GObject and allocates
 * nothing. */
typedef struct {
  GmxStepOptions step;
  GmxMix mix;
  double alpha;
  gboolean lambda_per_example, augment, intrusion;
  GmxOptimizerOptions optimizer; /* learning_rate is set for each step */
  GmxScheduleOptions schedule;
  int epochs;
  gint64 total_steps;
} GmxTrainerPlan;

struct GmxTrainer {
  /* Borrowed */
  GmxTrainerPhase phase_func;
  gpointer phase_data;

  /* Owned: settings */
  GmxConfig *config;   /* in force */
  GmxConfig *waiting;  /* with the changes that have not acted yet */
  GPtrArray *changed;  /* names of waiting changes, in order, each once */
  GPtrArray *history;  /* of GmxTrainerChange: those that acted */
  GQueue events;       /* of GmxEventRecord, not fetched yet */
  GmxTrainerPlan plan; /* from config */

  JsonObject *weights; /* what run.json says of the file they began with; NULL: drawn */

  /* Owned: what computes */
  GmxDataset *dataset;
  GmxModel *model;
  GmxStep *step_runner;
  GmxOptimizer *optimizer;
  GmxEvaluator *evaluator;
  GmxProbe *probe;
  GmxBatch *batch;
  GmxRandom order_stream, mix_stream, augment_stream;
  GmxRandom order_start; /* order_stream as it was before this epoch's order was drawn */
  int *labels;           /* of the training part with noise; NULL: the data set's own */
  int *probe_labels;     /* those the run began with; NULL: the data set's own */
  int *used;             /* [used_count] training images that this run trains on */
  int used_count;
  int *order;  /* [used_count] places in `used`: this epoch's order */
  int *picked; /* [batch] images of the batch to load */
  int *sample; /* [sample_count] training images of the clean figures */
  int sample_count;
  int batch_size; /* min(batch, used_count) */
  gint64 steps_per_epoch;
  GmxTrail *trail; /* the last steps' weights */

  /* Position */
  GmxTrainerState state;
  gint64 step; /* steps done */
  int epoch;   /* of the last step */
  int index;   /* images of this epoch's order already seen; 0: a new epoch comes next */

  /* Of the last step: per-example results copied, because the probe uses the step after it. */
  GmxStepOptions last_options;
  GmxStepResult last_result;
  float *last_loss, *last_perturbed, *last_s; /* [batch] */
  float *last_probabilities[2];               /* [batch][classes] at w and at w + ε̂ */
  guint8 *last_sharp;                         /* [batch] */

  /* Files */
  char *run_parent;
  gboolean writes;
  GmxRunFolder *folder;    /* NULL before the first step */
  GmxConfig *saved_config; /* in force at the checkpoint; NULL: no checkpoint yet */
  gint64 saved_step;       /* of the checkpoint; 0: none yet, or before the first step */
  int saved_epoch;         /* that ends with it; 0: it lies within one */
  gint64 save_time;        /* monotonic µs of the last checkpoint, or of the folder's opening */

  /* Measures */
  GmxEpochRecord last_epoch;
  int best_epoch;                 /* of the least held-out loss; 0: nothing evaluated */
  double best_loss;               /* as epochs.csv says it */
  GmxPredictions *predictions[2]; /* by split, of the last evaluation; NULL before the first */
  GmxIntrusion *intrusion;        /* of the last probe; NULL: not searched */
  int evaluated_epochs;
  gint64 step_time, evaluation_time; /* µs */
  gint64 images;
};

/** Live changes that acted together, and the settings before them. */
typedef struct {
  gint64 step;
  GmxConfig *before;
} GmxTrainerChange;

/** gmx_trainer_new() for somebody who only looks: leaves the worker pool as it is. */
GmxTrainer *gmx_trainer_build(GmxConfig *config, GmxDataset *dataset, const char *run_parent,
                              GError **error);

/** As before the first evaluation. */
void gmx_trainer_forget_epochs(GmxTrainer *self);

/** Makes @record the last evaluated epoch. */
void gmx_trainer_note_epoch(GmxTrainer *self, const GmxEpochRecord *record);

/** The epochs that the run's folder has: last and best, as if they had been evaluated here. */
gboolean gmx_trainer_read_epochs(GmxTrainer *self, GError **error);

/** Between two epochs: whether the held-out loss has not fallen for as long as @config allows. */
gboolean gmx_trainer_has_lost_patience(GmxTrainer *self, GmxConfig *config);

/** Loads the batch that the next step would take: no step can be made after it. */
void gmx_trainer_look_ahead(GmxTrainer *self);

/** For the array of them. */
void gmx_trainer_change_free(gpointer change);

/** Whether @config can be trained with on @dataset. */
gboolean gmx_trainer_check_data(GmxDataset *dataset, GmxConfig *config, GError **error);

/** Images in use, their labels and the buffers of a batch, as the settings in force say. */
void gmx_trainer_make_data(GmxTrainer *self);
void gmx_trainer_free_data(GmxTrainer *self);

/** The probe, before the first step: on the images and labels that the run begins with. */
void gmx_trainer_make_probe(GmxTrainer *self);

/** Puts @config in force as a whole: at step 0, and where a checkpoint says so. */
void gmx_trainer_adopt(GmxTrainer *self, GmxConfig *config);

/** Writes a checkpoint where the last is older than the settings want. */
gboolean gmx_trainer_save_if_due(GmxTrainer *self, GError **error);

/** Reads the plan from the settings in force. */
void gmx_trainer_make_plan(GmxTrainer *self);

/** State from the position: what comes next where nothing went wrong. */
void gmx_trainer_settle(GmxTrainer *self);

/** Lets the waiting changes act that may: before a step, @at_epoch where it is an epoch's first. */
gboolean gmx_trainer_apply_waiting(GmxTrainer *self, gboolean at_epoch, GError **error);

/** Makes @wanted the waiting settings; every setting that differs from those in force waits. */
void gmx_trainer_wait_for(GmxTrainer *self, GmxConfig *wanted);

/** Makes the run folder where it is wanted and missing. */
gboolean gmx_trainer_open_folder(GmxTrainer *self, GError **error);

/**
 * Begins the search of this epoch with the examples of the probe; @search is NULL where none is
 * wanted. @returns FALSE when it was cut short
 */
gboolean gmx_trainer_begin_search(GmxTrainer *self, const gint *cancel,
                                  GmxIntrusionSearch **search);

/** What @search found, with the trainer's position; NULL for NULL. */
GmxIntrusion *gmx_trainer_end_search(GmxTrainer *self, GmxIntrusionSearch *search);

/** What the last evaluation said of each image is of no weights any more. */
void gmx_trainer_forget_predictions(GmxTrainer *self);

/** Writes the rows and the checkpoint of an evaluated epoch; at the end of the run the summary. */
gboolean gmx_trainer_write_epoch(GmxTrainer *self, GError **error);

/** Before a step: a run that had come to an end goes on, and has no summary until its new end. */
gboolean gmx_trainer_reopen(GmxTrainer *self, GError **error);

/** Writes the summary of a run that ended with @state. */
gboolean gmx_trainer_write_summary(GmxTrainer *self, const char *state, GError **error);

/** Whether all weights and running statistics are finite. */
gboolean gmx_trainer_is_finite(GmxTrainer *self);
