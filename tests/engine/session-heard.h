/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the session's tests hear of it, and waiting for it on the main loop. */
#pragma once

#include "engine/session.h"

/* What a session said. Counts of the run under way are cleared by "opened". */
typedef struct {
  GmxSession *session;
  char *run_dir;
  GArray *steps;    /* of GmxStepRecord, of this run */
  GArray *epochs;   /* of GmxEpochRecord */
  GPtrArray *lines; /* of text: everything else in order, "state training", "opened" … */
  int opened, failed, settings, events;
  gint64 event_step, diverged_step, rewound_step;
  GmxGallery *gallery;
  GmxStatus status;
  gboolean wrong_order; /* steps that do not follow one another from 1 on */
} Heard;

/** Fixture: a session that writes into a folder of its own, with every signal noted. */
void heard_setup(Heard *heard, gconstpointer data);
/** Fails where somebody still holds the session. */
void heard_teardown(Heard *heard, gconstpointer data);

/** Run the main loop until it is so. */
void heard_wait_for_state(Heard *heard, GmxSessionState state);
void heard_wait_for_steps(Heard *heard, guint count);
void heard_wait_for_gallery(Heard *heard, gint64 step);
void heard_wait_for_count(Heard *heard, const int *count, int wanted);

/** Runs the main loop for a while, in which nothing may be lost or come late. */
void heard_listen(guint milliseconds);

/** A small mlp on 256 drawn images: 8 steps an epoch, 3 epochs. */
GmxConfig *heard_small_config(void);

/** Opens it, with @name set to @text on top where it is not NULL, and waits until it is ready. */
void heard_open_small(Heard *heard, const char *name, const char *text);

/** Whether something that begins with @line was heard. */
gboolean heard_has_line(Heard *heard, const char *line);

/** The tests of the session's parts (session-parts.c), of its recording and weights
 * (session-recording.c), of runs that begin with a file's weights (session-weights.c). */
void heard_add_part_tests(void);
void heard_add_recording_tests(void);
void heard_add_weights_tests(void);
