/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the session's two sides share. session.c runs on the owner's thread, session-engine.c and
 * session-commands.c on the engine thread; what both touch is named so below. */
#pragma once

#include "engine/mailbox.h"
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
  char *name, *text;         /* SET; RESUME: text is the run's folder */
  guint serial;              /* SET: its number */
  guint request;             /* WEIGHTS, TRACE: its number */
  GCancellable *cancellable; /* WEIGHTS, TRACE: may be NULL */
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
  pthread_mutex_t lock;  /* guards the next two; pthread's, because ThreadSanitizer sees it */
  guint newest_open;
  GCancellable *load; /* of the load under way, or NULL */

  /* The engine thread */
  char *run_dir;
  GmxTrainer *trainer; /* NULL before the first open */
  GmxConfig *wanted;   /* settings with the waiting ones, those that wait for a reset included */
  GmxSessionState state;
  GmxMode mode;
  int steps_to_go;
  guint serial; /* of the newest set command seen */
  GmxRate rate;
  GmxRecording *recording;           /* of the open run; shared with the owner, safe by itself */
  gint64 gallery_time, gallery_step; /* of the last gallery: monotonic µs, step */
  gint64 status_time;
} GmxEngine;

/** The thread. */
gpointer gmx_engine_main(gpointer engine);

/** Lets go of the open run, with a checkpoint of what it has done; nothing where none is open. */
void gmx_engine_leave_run(GmxEngine *self);

/** Sends what the files of the open run, in folder @path, know of its past. */
void gmx_engine_send_past(GmxEngine *self, const char *path);

/** Acts on @command. FALSE ends the thread. */
gboolean gmx_engine_handle(GmxEngine *self, GmxCommand *command);
void gmx_command_free(GmxCommand *command);

/* Towards the main loop. */
void gmx_engine_set_state(GmxEngine *self, GmxSessionState state);
void gmx_engine_fail(GmxEngine *self, GError *error); /* takes @error */
void gmx_engine_post_config(GmxEngine *self, const char *name, gboolean refused);
void gmx_engine_post_status(GmxEngine *self, const char *phase);
/** The newest step's images; not @forced: only where the last are old enough. */
void gmx_engine_post_gallery(GmxEngine *self, gboolean forced);
