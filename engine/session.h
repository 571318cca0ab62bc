/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A session: one engine thread that trains, and the road between it and the main loop.
 *
 * The owner (the main thread) sends commands; they are queued and return at once. The thread looks
 * for them between steps and blocks only when it has nothing to do. News come back through a
 * mailbox and are emitted as signals on the main context of the thread that made the session:
 * numbers about 20 times a second, states and errors at once and in order. All payloads are
 * immutable copies. Each run has a generation; news of a run that was replaced are dropped.
 *
 * Signals (all arguments valid during the emission; boxed ones may be referenced and kept):
 *   "state"     (GmxSessionState state)
 *   "loading"   (double fraction, const char *what)           while a data set is read
 *   "opened"    (GmxDataset *dataset, guint64 parameters)     another run stands ready: clear every
 *                                                             curve and gallery; the past of one
 *                                                             that is continued follows
 *   "steps"     (GArray of GmxStepRecord)                     in order, none left out
 *   "epochs"    (GArray of GmxEpochRecord)
 *   "event"     (GmxEventRecord *event)                       a live change has acted
 *   "gallery"   (GmxGallery *gallery)                         the newest step's mixed images
 *   "probe"     (int epoch)                                   an epoch's probe, with its intrusion,
 *                                                             is in the recording; after "epochs"
 *   "predictions" (GmxPredictions *predictions)               what the newest evaluation said of
 *                                                             one part's images; after "epochs"
 *   "status"    (const GmxStatus *status)                     where training stands
 *   "setting"   (const char *name)                            config changed (by the engine's word)
 *   "failed"    (const GError *error)                         the command failed; the earlier
 *                                                             state stands
 *   "diverged"  (gint64 step, const char *cause)              loss not finite; training stopped
 *   "rewound"   (gint64 step, int epoch)                      by going back: training stands at
 *                                                             @step again, what was sent of later
 *                                                             steps and epochs is undone, and has
 *                                                             left the recording
 *   "race"      ()                                            it leads a race now, or no more
 *
 * A probe may have left the recording before its signal comes, where training went back meanwhile.
 */
#pragma once

#include "engine/insight/trace.h"
#include "engine/insight/weights.h"
#include "engine/train/config.h"
#include "engine/train/gallery.h"
#include "engine/train/predictions.h"
#include "engine/train/recording.h"
#include "engine/train/records.h"

typedef enum {
  GMX_SESSION_EMPTY,   /* nothing opened yet */
  GMX_SESSION_LOADING, /* reading a data set, building the model */
  GMX_SESSION_READY,   /* at step 0 */
  GMX_SESSION_TRAINING,
  GMX_SESSION_PAUSED,   /* by the user, or after single steps */
  GMX_SESSION_FINISHED, /* all epochs done */
  GMX_SESSION_DIVERGED, /* the loss is not finite */
} GmxSessionState;

/** What a file of weights is told. */
#define GMX_SESSION_ERROR (gmx_session_error_quark())
GQuark gmx_session_error_quark(void);
typedef enum {
  GMX_SESSION_ERROR_WEIGHTS,       /* they don't fit, or can't be read: no run was opened */
  GMX_SESSION_ERROR_WEIGHTS_DRAWN, /* likewise, of a run begun anew: its weights were drawn */
} GmxSessionError;

typedef enum { GMX_ADVANCE_STEP, GMX_ADVANCE_EPOCH } GmxAdvance;

/** Where training stands. */
typedef struct {
  gint64 step, total_steps;
  int epoch, epochs;        /* epoch 0 before the first step */
  double images_per_second; /* NaN before it was measured */
  double seconds_left;      /* NaN before it is known */
  double epsilon_norm;      /* of the newest step; NaN without a climb */
  double learning_rate;     /* of the newest step, or of the first to come */
  char *run_path;           /* run folder, NULL before the first step */
  int plateau;              /* where `patience` has ended the run: the best epoch; else 0 */
  gint64 saved_step;        /* of the last checkpoint; −1: none yet */
  int saved_epoch;          /* at whose end it was written; 0: within one */
  const char *phase;        /* "training", "evaluating", "probing", "saving"; static */
} GmxStatus;

GType gmx_session_state_get_type(void);
#define GMX_TYPE_SESSION_STATE (gmx_session_state_get_type())

#define GMX_TYPE_SESSION (gmx_session_get_type())
G_DECLARE_FINAL_TYPE(GmxSession, gmx_session, GMX, SESSION, GObject)

/**
 * Starts the engine thread. Nothing is open yet.
 * @param run_dir folder that gets one folder a run; NULL for the user's default place
 */
GmxSession *gmx_session_new(const char *run_dir);

/** Stops the thread, after the step under way, and waits for it. Called by dispose too. */
void gmx_session_close(GmxSession *session);

GmxSessionState gmx_session_get_state(GmxSession *session);
/** What gmx_session_new() was given. */
const char *gmx_session_get_run_dir(GmxSession *session);
/** Main-thread copy of the settings of the open run, with the waiting ones; read only. */
GmxConfig *gmx_session_get_config(GmxSession *session);
GmxDataset *gmx_session_get_dataset(GmxSession *session); /* NULL before "opened" */

/**
 * Steps and probes of the open run; NULL before "opened", and another one from each "opened" on.
 * The engine thread adds to it: a step is there before "steps" tells of it. Owned by the session.
 */
GmxRecording *gmx_session_get_recording(GmxSession *session);

/**
 * What the open run's newest evaluation said of each image of @split (of the training part, those
 * its clean figures are of); NULL before the first one here, a run that is continued included, and
 * where training went back to before it. Owned by the session until the next "predictions".
 */
GmxPredictions *gmx_session_get_predictions(GmxSession *session, GmxSplit split);

/**
 * Asks for the weights of the open run as they are at the end of what the engine thread does now:
 * a step, an evaluation, reading a data set. Training goes on as if nobody had asked.
 */
void gmx_session_get_weights_async(GmxSession *session, GCancellable *cancellable,
                                   GAsyncReadyCallback callback, gpointer user_data);
/** NULL with an error where nothing is open, or the session was closed, or by @cancellable. */
GmxWeights *gmx_session_get_weights_finish(GmxSession *session, GAsyncResult *result,
                                           GError **error);

/**
 * Asks for the coming step taken apart, in the same way. It is the step that
 * gmx_session_advance() then makes, bit for bit, unless a setting is changed or a step made
 * between.
 */
void gmx_session_get_trace_async(GmxSession *session, GCancellable *cancellable,
                                 GAsyncReadyCallback callback, gpointer user_data);
/** NULL with an error where there is no step to make, nothing is open, or it was closed. */
GmxTrace *gmx_session_get_trace_finish(GmxSession *session, GAsyncResult *result, GError **error);

/**
 * Opens a new run with a copy of @config: loads the data, builds and initialises the model. What
 * fails or is cancelled leaves the earlier run as it was, training on if it was. A later open
 * replaces one that is still loading.
 */
void gmx_session_open(GmxSession *session, GmxConfig *config);

/**
 * The same, but the weights and running statistics that it begins with come out of the safetensors
 * file at @path (gmx_trainer_load_weights()); in a race both sessions begin with them. A reset, or
 * a setting that begins the run anew, begins with them again; where they don't fit any longer the
 * weights are drawn, and "failed" says so.
 */
void gmx_session_open_weights(GmxSession *session, GmxConfig *config, const char *path);

/** File of the open run's first weights; NULL where they were drawn, or the run was resumed. */
const char *gmx_session_get_origin(GmxSession *session);

/**
 * Opens the run in folder @path at its last checkpoint, to train on in its folder. "opened" is
 * followed by the steps, events, epochs and (the newest forty) probes of its files; the state
 * becomes PAUSED, or FINISHED where nothing is left. What fails leaves the open run as it was.
 */
void gmx_session_resume(GmxSession *session, const char *path);

/** Gives up the load under way, if there is one; the earlier state stands. */
void gmx_session_cancel_loading(GmxSession *session);

/** Trains until paused or finished. After the end of all epochs it does nothing. */
void gmx_session_train(GmxSession *session);
void gmx_session_pause(GmxSession *session);

/**
 * Lets training make at most @steps_per_second steps a second, so that one can watch what would
 * else be over at once; 0, as at first: as many as it can. Acts at once and stays for all runs of
 * the session; nothing that is computed depends on it. In a race both keep to the leader's.
 */
void gmx_session_set_tempo(GmxSession *session, int steps_per_second);

/** Advances by one step, or to the end of the epoch (its evaluation included), and pauses. */
void gmx_session_advance(GmxSession *session, GmxAdvance unit);

/**
 * Sets a setting by its text. Acts at the next step, epoch or reset as its param spec says; a
 * change that acts is an event. In READY a setting that acts on reset reopens the run at once.
 * A bad value or a conflict comes back as "failed" and changes nothing ("setting" is emitted too,
 * so that a control returns to the value that stands).
 */
void gmx_session_set(GmxSession *session, const char *name, const char *text);

/**
 * Makes the settings those of @config, as one change: what differs acts as gmx_session_set() says,
 * all in one step where it may; one that is refused changes nothing, and "setting" names the first.
 */
void gmx_session_set_all(GmxSession *session, GmxConfig *config);

/**
 * A new run at step 0 with the present settings, those that waited for a reset included: the same
 * seed, or a new one (the next number). The state becomes READY.
 */
void gmx_session_reset(GmxSession *session, gboolean new_seed);

/**
 * After a divergence: back to the last whole checkpoint (weights, position, files of the run), and
 * the newest live change undone; earlier ones, and those made since, stand and act at the next
 * step. Emits "rewound"; the state becomes PAUSED. Fails where there is no checkpoint yet. A rival
 * that races comes to rest at the same step: by its own checkpoint where that lies before, else
 * from its beginning.
 */
void gmx_session_go_back(GmxSession *session);

/**
 * Lets @session lead a race against @rival, a session with nothing open that the owner then opens
 * and trains once; NULL ends it. From then on
 * - each thread waits for the other: neither is more than GMX_PACE_AHEAD steps ahead (one, at a
 * tempo), and when both rest they stand at the same step. A rival that begins later first comes
 * after, while the leader waits. Where one can't go on (finished, diverged, failed, closed) the
 * other does not wait; what stops the leader stops the rival;
 * - the leader's commands act on both: open, train, pause, advance, reset, and settings, at the
 * same step of both; but the method (method, mix, perturb, combine) is each one's own. Where a
 * change chooses another method, what comes with it is the leader's alone;
 * - each computes on its own thread alone and leaves the worker pool; results are the same.
 * The rival writes a run of its own. Held by the leader; the owner closes it.
 */
void gmx_session_race(GmxSession *session, GmxSession *rival);
/** NULL where @session leads no race. */
GmxSession *gmx_session_get_rival(GmxSession *session);
/**
 * How far both are at this moment, in steps; a rival that is being opened stands at 0.
 * @returns whether they are together: no further apart than the race lets them be, and at rest not
 * at all. FALSE without a race.
 */
gboolean gmx_session_get_race_steps(GmxSession *session, gint64 *own, gint64 *rival);
