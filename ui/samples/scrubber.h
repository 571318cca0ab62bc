/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One handle on the curve of the whole run: which step, or which epoch's probe, is looked at.
 *
 * It stops only at what the session's recording keeps, and says how much that is. It follows the
 * session by itself.
 *
 * Property "step" (gint64): the step looked at, or the epoch in the probe's mode; 0 follows the
 * newest. Signal "moved" (gint64 step_or_epoch): the user, or the loss of what was looked at, chose
 * another; not emitted by gmx_scrubber_set_step().
 * Keys: Left and Right to the kept step before and after, Page Up and Page Down by a tenth of them,
 * Home to the oldest, End to the newest, which is then followed. */
#pragma once

#include "engine/session.h"

#include <gtk/gtk.h>

#define GMX_TYPE_SCRUBBER (gmx_scrubber_get_type())
G_DECLARE_FINAL_TYPE(GmxScrubber, gmx_scrubber, GMX, SCRUBBER, GtkWidget)

/** @session referenced. */
GtkWidget *gmx_scrubber_new(GmxSession *session);

/** TRUE: over the epochs whose probe is kept; FALSE (default): over the recorded steps. Either has
 * a place of its own, which it keeps. */
void gmx_scrubber_set_probe(GmxScrubber *scrubber, gboolean probe);

/** The step (or epoch) looked at; 0 follows the newest. Another than a kept one: the nearest. */
void gmx_scrubber_set_step(GmxScrubber *scrubber, gint64 step);
gint64 gmx_scrubber_get_step(GmxScrubber *scrubber);

/** Narrow: two lines, the curve below the words. */
void gmx_scrubber_set_narrow(GmxScrubber *scrubber, gboolean narrow);
