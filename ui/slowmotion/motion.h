/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Slow motion as a machine: the coming step's trace, and how far into it somebody has looked.
 *
 * While it is on, the session rests before a step. The trace of that step is asked of the session;
 * phases are shown one after the other; the last, the update, makes the step by the session's own
 * command. A setting that is changed before that has the trace made anew. Who trains on turns it
 * off. No widgets in here.
 *
 * Properties: "active" (boolean), "playing" (boolean), "phase" (int, 1 … 8: the phase shown; 0
 * while there is no trace), "reached" (int, phases done), "step" (int64, the step looked at; 0),
 * "pace" (double, seconds a phase while it plays). Signal: "changed", after any of them, the trace
 * or the note has. */
#pragma once

#include "ui/settings.h"

#define GMX_TYPE_MOTION (gmx_motion_get_type())
G_DECLARE_FINAL_TYPE(GmxMotion, gmx_motion, GMX, MOTION, GObject)

GmxMotion *gmx_motion_new(GmxSettings *settings);

/** On: training is paused and the coming step is looked at. */
void gmx_motion_set_active(GmxMotion *motion, gboolean active);
gboolean gmx_motion_get_active(GmxMotion *motion);

/** The step under the glass; NULL while it is computed, and where there is none. Owned by it. */
const GmxTrace *gmx_motion_get_trace(GmxMotion *motion);
GmxSettings *gmx_motion_get_settings(GmxMotion *motion);

/** The phase that is shown, and whether there is one. */
GmxPhase gmx_motion_get_phase(GmxMotion *motion);
/** How many phases are done: 0 without a trace, GMX_PHASES when the step is made. */
int gmx_motion_get_reached(GmxMotion *motion);
/** Whether @phase was done and can be looked at. */
gboolean gmx_motion_has_reached(GmxMotion *motion, GmxPhase phase);

/** The next phase that this method has; after the last the next step is looked at. */
void gmx_motion_next(GmxMotion *motion);
/** Back to the one before, which stays done. */
void gmx_motion_back(GmxMotion *motion);
/** To @phase, doing those before it. */
void gmx_motion_go(GmxMotion *motion, GmxPhase phase);

void gmx_motion_set_playing(GmxMotion *motion, gboolean playing);
gboolean gmx_motion_get_playing(GmxMotion *motion);
/** Seconds that a phase stays while it plays. */
void gmx_motion_set_pace(GmxMotion *motion, double seconds);
double gmx_motion_get_pace(GmxMotion *motion);

/** What was noted last: "ρ 0.05 → 0.10: the step was computed anew", or why there is no step. */
const char *gmx_motion_get_note(GmxMotion *motion);
/** The trace was asked for and has not come. */
gboolean gmx_motion_is_busy(GmxMotion *motion);
