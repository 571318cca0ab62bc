/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the session's two sides share. session.c and session-race.c run on the owner's thread,
 * session-engine.c, session-commands.c and session-open.c on the engine thread; what both touch is
 * named so below.
 */
#pragma once

#include "engine/mailbox.h"
#include "engine/pace.h"
#include "engine/session-rate.h"
#include "engine/session.h"
#include "engine/train/trainer.h"

#include <pthread.h>

typedef enum {
  GMX_COMMAND_OPEN,
  GMX_COMMAND_RESUME,
  GMX_COMMAND_RESET,
  GMX_COMMAND_TRAIN,
  GMX_COMMAND_PAUSE,
  GMX_COMMAND_ADVANCE,
  GMX_COMMAND_SET,
  GMX_COMMAND_GO_BACK,
  GMX_COMMAND_WEIGHTS,
  GMX_COMMAND_PACE,
  GMX_COMMAND_TRACE,
  GMX_COMMAND_QUIT,
} GmxCommandKind;

/** One command; owned by the queue, then by the engine thread. */
typedef struct {
  GmxCommandKind kind;
  GmxConfig *config;         /* OPEN; SET: all settings at once, NULL for one */
  guint open_number;         /* OPEN, RESUME: one with a number that is not the newest is skipped */
  gboolean new_seed;         /* RESET */
  GmxAdvance unit;           /* ADVANCE */
  char *name, *text;         /* SET; RESUME: text is the run's folder; OPEN: file of weights */
  guint serial;              /* SET: its number */
  guint request;             /* WEIGHTS, TRACE: its number */
  GCancellable *cancellable; /* WEIGHTS, TRACE: may be NULL */
  gint64 turn;               /* SET: the step after which it acts, in a race; GO_BACK: where the
                                leader of a race went back to, 0: on one's own */
  GmxPace *pace;             /* PACE: of the race that begins; NULL: it has ended */
  GmxPaceMember member;      /* PACE */
} GmxCommand;

/** What the thread does when no command waits. */
typedef enum {
  GMX_MODE_IDLE,
  GMX_MODE_TRAIN,
  GMX_MODE_STEPS, /* `steps_to_go` of them, then pause */
  GMX_MODE_EPOCH, /* to the end of the epoch, then pause */
} GmxMode;

typedef struct {
  /* Both threads */
  GmxMailbox *mailbox;
  GAsyncQueue *commands; /* of GmxCommand */
  gint interrupt;        /* atomic: cut an evaluation short and look at the commands */
  gint closing;          /* atomic: leave as soon as possible */
  gint tempo;            /* atomic: steps a second at most; 0: no limit */
  pthread_mutex_t lock;  /* guards the next two; pthread's, because ThreadSanitizer sees it */
  guint newest_open;
  GCancellable *load; /* of the load under way, or NULL */

  /* The engine thread */
  char *run_dir;
  GmxTrainer *trainer; /* NULL before the first open */
  char *origin;        /* file of the open run's first weights; NULL: they were drawn */
  GmxConfig *wanted;   /* settings with the waiting ones, those that wait for a reset included */
  GmxSessionState state;
  GmxMode mode;
  int steps_to_go;
  gint64 step_began; /* monotonic µs of the newest step */
  guint serial;      /* of the newest set command seen */
  GmxRate rate;
  GmxRecording *recording;           /* of the open run; shared with the owner, safe by itself */
  gint64 gallery_time, gallery_step; /* of the last gallery: monotonic µs, step */
  gint64 status_time;
  GmxPace *pace;        /* of the race; NULL where there is none */
  GmxPaceMember member; /* in it */
  gboolean failed;      /* the last step could not be written */
  GQueue later;         /* of GmxCommand: changes whose turn has not come */
} GmxEngine;

struct _GmxSession {
  GObject parent_instance;

  GmxEngine engine; /* shared with the thread, see there */
  GThread *thread;  /* NULL once closed */
  GmxSessionState state;
  GmxConfig *config;
  GmxDataset *dataset;
  GmxRecording *recording;
  GmxPredictions *predictions[2]; /* by split; NULL before an evaluation */
  char *origin;                   /* file of the open run's first weights; NULL: they were drawn */
  GHashTable *requests;     /* number → GTask: weights that were asked for and have not come */
  guint opens, sets, asked; /* numbers of the newest commands */
  GmxPace *pace;            /* NULL where it does not race */
  GmxPaceMember member;
  GmxSession *rival; /* of a leader; else NULL */
  GmxConfig *sent;   /* of a leader: its settings when all commands on their way have acted */
  gboolean ordering; /* the pace is locked */
  gint64 back_to;    /* of a leader: where it went back to, while the rival does not know; or 0 */
};

/** Puts @command, whose contents it takes, into the queue. */
void gmx_session_push(GmxSession *self, const GmxCommand *command, gboolean interrupt);

/* The race, on the owner's thread (session-race.c). One of these is called before the session's own
 * command of that kind is sent: it orders the pace and tells the rival. The end follows when the
 * command was sent. Nothing where the session leads no race. */
void gmx_session_order_open(GmxSession *self, GmxConfig *config, const char *weights);
void gmx_session_order_train(GmxSession *self);
void gmx_session_order_pause(GmxSession *self);
void gmx_session_order_advance(GmxSession *self, GmxAdvance unit);
void gmx_session_order_reset(GmxSession *self, gboolean new_seed);
/** @returns the step after which the change acts, in both; 0: at once. */
gint64 gmx_session_order_set(GmxSession *self, const char *name, const char *text);
gint64 gmx_session_order_set_all(GmxSession *self, GmxConfig *config);
void gmx_session_end_orders(GmxSession *self);
/** The engine has said which settings stand. */
void gmx_session_settle_race(GmxSession *self);
/** The engine has gone back to @step; what settings then stand is said next. */
void gmx_session_rewind_race(GmxSession *self, gint64 step);
/** The leader's tempo has changed. */
void gmx_session_pace_tempo(GmxSession *self);

/** The thread. */
gpointer gmx_engine_main(gpointer engine);

/**
 * A new run with @config. Where that fails the earlier run is as it was, and so is the state.
 * @param weights file of its first weights; NULL: they are drawn
 * @param needed FALSE: where the file doesn't fit they are drawn all the same, and that is said
 */
gboolean gmx_engine_open_run(GmxEngine *self, GmxConfig *config, const char *weights,
                             gboolean needed);
/** The open run anew, with @config. */
gboolean gmx_engine_reopen_run(GmxEngine *self, GmxConfig *config);
/** Goes on with the run in folder @path, or fails in the same way. */
void gmx_engine_resume_run(GmxEngine *self, const char *path);
/** Whether the run in folder @path is the open one. */
gboolean gmx_engine_is_open(GmxEngine *self, const char *path);

/** Lets go of the open run, with a checkpoint of what it has done; nothing where none is open. */
void gmx_engine_leave_run(GmxEngine *self);

/** Sends what the files of the open run, in folder @path, know of its past. */
void gmx_engine_send_past(GmxEngine *self, const char *path);

/** Acts on @command. FALSE ends the thread. */
gboolean gmx_engine_handle(GmxEngine *self, GmxCommand *command);
void gmx_command_free(GmxCommand *command);

/* The race, on the engine thread; all but take_pace() do nothing where there is none. */
void gmx_engine_take_pace(GmxEngine *self, GmxPace *pace, GmxPaceMember member);
/** Tells the pace where this session stands. */
void gmx_engine_tell_pace(GmxEngine *self);
/** Whether the step that comes next is beyond what was ordered. */
gboolean gmx_engine_is_at_goal(GmxEngine *self);

/* Towards the main loop. */
void gmx_engine_set_state(GmxEngine *self, GmxSessionState state);
void gmx_engine_fail(GmxEngine *self, GError *error); /* takes @error */
void gmx_engine_post_config(GmxEngine *self, const char *name, gboolean refused);
void gmx_engine_post_status(GmxEngine *self, const char *phase);
/** The newest step's images; not @forced: only where the last are old enough. */
void gmx_engine_post_gallery(GmxEngine *self, gboolean forced);
