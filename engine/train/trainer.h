/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The trainer: a run, step by step and epoch by epoch, in the calling thread.
 *
 * It owns the model, the optimizer, the random streams, the probe and the run folder. The command
 * line drives it directly and the session from the engine thread:
 *
 *   while (gmx_trainer_get_state (trainer) == GMX_TRAINER_STEP) {
 *     gmx_trainer_step (trainer, &step_record, &error);
 *     if (gmx_trainer_get_state (trainer) == GMX_TRAINER_EVALUATION)
 *       gmx_trainer_evaluate (trainer, &cancel, &epoch_record, &error);
 *   }
 *
 * An epoch passes over the used training images once, in an order drawn for it. As PyTorch's
 * drop_last does, a last batch that is not full is left out where the images fill at least one
 * batch; a set smaller than a batch is one smaller batch (never of one image alone).
 *
 * The run folder is made at the first step. A trainer belongs to one thread at a time. */
#pragma once

#include "engine/train/config.h"
#include "engine/train/optimizer.h"
#include "engine/train/predictions.h"
#include "engine/train/probe.h"
#include "engine/train/records.h"
#include "engine/train/run-folder.h"

typedef struct GmxTrainer GmxTrainer;

/** What comes next. */
typedef enum {
  GMX_TRAINER_STEP,       /* gmx_trainer_step() */
  GMX_TRAINER_EVALUATION, /* an epoch (or the run) has ended: gmx_trainer_evaluate() */
  GMX_TRAINER_FINISHED,   /* all steps done and evaluated, summary written */
  GMX_TRAINER_DIVERGED,   /* the loss of the last step (weights are as before it) or of the last
                            evaluation is not finite */
} GmxTrainerState;

/** What a phase of gmx_trainer_evaluate() works on: "evaluating", "probing", "saving"; static. */
typedef void (*GmxTrainerPhase)(const char *phase, gpointer user_data);

/** The figures of a run as it stands. NaN where nothing was measured yet. */
typedef struct {
  double test_accuracy, test_loss, train_accuracy, ece; /* of the last evaluation */
  gint64 steps;
  int epochs;               /* evaluated */
  double seconds;           /* spent in steps and evaluations by this process */
  double images_per_second; /* over all steps of this process, evaluation not counted */
} GmxTrainerSummary;

/**
 * A new run at step 0: model built and initialised, streams seeded.
 * @param config copied
 * @param dataset referenced; as loaded for @config's `data` and `seed`
 * @param run_parent folder that gets the run's folder at the first step; NULL writes no files
 */
GmxTrainer *gmx_trainer_new(GmxConfig *config, GmxDataset *dataset, const char *run_parent,
                            GError **error);

/**
 * The run in folder @run_path as its checkpoint left it; the CSV files are cut back to it. It ends
 * with the same bytes as a run that was never interrupted.
 * @param dataset must be the one the run was started with (its checksum is compared)
 */
GmxTrainer *gmx_trainer_resume(const char *run_path, GmxDataset *dataset, GError **error);

/**
 * The run in folder @run_path as its checkpoint left it, to be looked at: its files are only read,
 * and no step can be made. The batch that its next step would take stands ready for
 * gmx_trainer_climb(). Leaves the worker pool to others.
 */
GmxTrainer *gmx_trainer_peek(const char *run_path, GmxDataset *dataset, GError **error);

/** The same with a folder that is open, which becomes the trainer's, also where this fails. */
GmxTrainer *gmx_trainer_resume_folder(GmxRunFolder *folder, GmxDataset *dataset, GError **error);

/**
 * Takes the initial weights and running statistics of a new trainer from the safetensors file at
 * @path, a PyTorch state_dict or another run's checkpoint, in place of those drawn from the seed.
 * All tensors of the network must be there in their shapes, and no others; the error names the
 * first that does not fit and counts them, and nothing has changed then. run.json gets a member
 * "weights" with the file's name and SHA-256, and the run a checkpoint of step 0: resuming needs no
 * file.
 */
gboolean gmx_trainer_load_weights(GmxTrainer *trainer, const char *path, GError **error);

/** Gives a new trainer the folder that it writes to; @folder becomes its own. */
void gmx_trainer_take_folder(GmxTrainer *trainer, GmxRunFolder *folder);

void gmx_trainer_free(GmxTrainer *trainer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxTrainer, gmx_trainer_free)

/**
 * One training step; waiting settings act first. Allocates nothing after the first one.
 * A loss that is not finite is no error: the step is recorded, the weights stay as they were and
 * the state becomes GMX_TRAINER_DIVERGED.
 * @returns FALSE when the run folder cannot be written; nothing was trained then
 */
gboolean gmx_trainer_step(GmxTrainer *trainer, GmxStepRecord *record, GError **error);

/**
 * Evaluates on held-out and clean training images, runs the probe, writes the epoch's row and the
 * checkpoint; at the run's end the summary too. @record may be NULL.
 * @param cancel set non-zero (atomically) by another thread to cut it short; may be NULL. Then
 *   G_IO_ERROR_CANCELLED is returned, nothing is recorded, and the state stays as it was
 */
gboolean gmx_trainer_evaluate(GmxTrainer *trainer, const gint *cancel, GmxEpochRecord *record,
                              GError **error);

/** Calls @func as gmx_trainer_evaluate() goes from phase to phase; NULL for none. */
void gmx_trainer_set_phase_func(GmxTrainer *trainer, GmxTrainerPhase func, gpointer user_data);

/** Writes a checkpoint between two steps, so that a stopped run resumes there. */
gboolean gmx_trainer_save(GmxTrainer *trainer, GError **error);

/** The same where steps were made since the last checkpoint: before a run is left. */
gboolean gmx_trainer_save_rest(GmxTrainer *trainer, GError **error);

/**
 * Sets @name from @text. Before the first step it acts at once; later it waits for the next step or
 * the next epoch, as the setting says. Refused, with a hint, where it acts on reset. A refused or
 * wrong value changes nothing.
 */
gboolean gmx_trainer_set(GmxTrainer *trainer, const char *name, const char *text, GError **error);

/**
 * Sets several at once, each "name=text", in this order; only together must they fit one another.
 * The first that is wrong is named, and then nothing has changed.
 */
gboolean gmx_trainer_set_all(GmxTrainer *trainer, const char *const *settings, GError **error);

/** The next live change that has acted and was not fetched yet, or NULL. The caller frees it. */
GmxEventRecord *gmx_trainer_take_event(GmxTrainer *trainer);
GmxEventRecord *gmx_event_record_copy(const GmxEventRecord *event);
void gmx_event_record_free(GmxEventRecord *event);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxEventRecord, gmx_event_record_free)

/**
 * Back to the last whole checkpoint: weights, optimizer, streams and position, and the run's files
 * cut back to it. The newest live change is undone; the earlier ones stand. Fails where there is no
 * checkpoint yet. State becomes GMX_TRAINER_STEP (or FINISHED, where it was the last).
 */
gboolean gmx_trainer_go_back(GmxTrainer *trainer, GError **error);
/** As gmx_trainer_go_back(), but no change is undone: the present settings wait for the next step.
 */
gboolean gmx_trainer_return(GmxTrainer *trainer, GError **error);
/** Steps made at the last whole checkpoint; −1 where there is none yet. */
gint64 gmx_trainer_get_saved_step(GmxTrainer *trainer);
/** The epoch at whose end it was written; 0 where it was written within one. */
int gmx_trainer_get_saved_epoch(GmxTrainer *trainer);

GmxTrainerState gmx_trainer_get_state(GmxTrainer *trainer);

/** The settings in force, and those with the waiting changes; owned by the trainer, read only. */
GmxConfig *gmx_trainer_get_config(GmxTrainer *trainer);
GmxConfig *gmx_trainer_get_waiting_config(GmxTrainer *trainer);

GmxDataset *gmx_trainer_get_dataset(GmxTrainer *trainer);
GmxModel *gmx_trainer_get_model(GmxTrainer *trainer);

/** Steps done, and in all; the epoch of the last step (0 before the first), and in all. */
gint64 gmx_trainer_get_step(GmxTrainer *trainer);
gint64 gmx_trainer_get_total_steps(GmxTrainer *trainer);
int gmx_trainer_get_epoch(GmxTrainer *trainer);
int gmx_trainer_get_epochs(GmxTrainer *trainer);
gint64 gmx_trainer_get_steps_per_epoch(GmxTrainer *trainer);

/** η of the next step. */
double gmx_trainer_get_learning_rate(GmxTrainer *trainer);

/** The run folder; NULL before the first step, and where no files are written. */
const char *gmx_trainer_get_run_path(GmxTrainer *trainer);

GmxTrainerSummary gmx_trainer_get_summary(GmxTrainer *trainer);

/**
 * Batch and result of the last step, until the next step; NULL before the first. Of the result
 * `gradient` is NULL: it is used up. `index` of the batch counts in the data set's training part.
 */
const GmxBatch *gmx_trainer_get_batch(GmxTrainer *trainer);
const GmxStepResult *gmx_trainer_get_result(GmxTrainer *trainer);

/** The options the last step ran with (the ρ and γ of its result). */
const GmxStepOptions *gmx_trainer_get_step_options(GmxTrainer *trainer);

/** The rows of the last probe, `count` of them; NULL before the first. Owned by the trainer. */
const GmxProbeRecord *gmx_trainer_get_probe(GmxTrainer *trainer, int *count);

/** What that probe found besides its rows; NULL before the first. Owned by the trainer. */
const GmxProbeFindings *gmx_trainer_get_probe_findings(GmxTrainer *trainer);

/** What was found of that probe's intrusion; NULL where it was not searched. Owned by the trainer.
 * (A GmxIntrusion; intrusion.h includes this header.) */
struct GmxIntrusion *gmx_trainer_get_intrusion(GmxTrainer *trainer);

/** The row of the last evaluation; its epoch is 0 before the first. Owned by the trainer. */
const GmxEpochRecord *gmx_trainer_get_last_epoch(GmxTrainer *trainer);

/**
 * Of a run that `patience` has ended: the epoch of the least held-out loss. 0 of any other.
 */
int gmx_trainer_get_plateau(GmxTrainer *trainer);

/**
 * What the last evaluation whose losses were finite said of each held-out image (GMX_SPLIT_TEST),
 * or of each training image that its clean figures are of. NULL before the first one of this
 * process, and after going back to before it. Owned by the trainer.
 */
GmxPredictions *gmx_trainer_get_predictions(GmxTrainer *trainer, GmxSplit split);

/** The training images that this run trains on, @count of them. Owned by the trainer. */
const int *gmx_trainer_get_used(GmxTrainer *trainer, int *count);

/** Images a step. */
int gmx_trainer_get_batch_size(GmxTrainer *trainer);

/**
 * The weights before the last steps, as GmxTrailPoint (engine/train/trail.h), oldest first; empty
 * before the first step and after going back. The caller frees the array.
 * @param every receives of each how many steps one is kept
 */
GPtrArray *gmx_trainer_get_trail(GmxTrainer *trainer, int *every);

/** Labels of the whole training part with label noise; NULL: the data set's own. Owned by it. */
const int *gmx_trainer_get_labels(GmxTrainer *trainer);

/**
 * Climbs from the present weights along the gradient of the last step's batch; nothing of the run
 * changes. Costs one forward and one backward pass.
 * @param options `perturb` is not GMX_PERTURB_NONE
 * @param perturbed a copy of the model; receives w + ε̂
 * @returns ‖ε̂‖; NaN, and @perturbed is as before, where there is no such batch or its loss is not
 *   finite
 */
double gmx_trainer_climb(GmxTrainer *trainer, const GmxStepOptions *options, GmxModel *perturbed);

/**
 * A second run that stands where @trainer does, between two steps, with copies of all that its next
 * steps depend on: weights, optimizer, streams, order, settings and those that wait. It writes no
 * files, has no probe and can't be evaluated; an epoch that has ended counts as evaluated. Its
 * steps are those that @trainer will make, bit for bit.
 */
GmxTrainer *gmx_trainer_copy(GmxTrainer *trainer);

/** The optimizer, and what its last step used; owned by the trainer. */
GmxOptimizer *gmx_trainer_get_optimizer(GmxTrainer *trainer);
const GmxOptimizerOptions *gmx_trainer_get_optimizer_options(GmxTrainer *trainer);

/** Steps of the epoch under way that are done; 0 between two epochs. */
int gmx_trainer_get_place(GmxTrainer *trainer);
