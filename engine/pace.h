/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pace of two sessions that race: each engine thread waits for the other, so that neither runs
 * more than a few steps ahead and both rest at the same step.
 *
 * How far they may go is one number that both obey, the goal, and not the order in which commands
 * happen to reach two threads: going sets it to infinity, a pause to the step that the faster one
 * has begun. A thread that has reached the goal rests, one that has not goes on to it. Orders are
 * given under the lock together with the commands that tell of them, so that no step begins between
 * the two and a live change acts at the same step of both.
 *
 * A member that can't go on (it has finished, its loss is not finite, its files can't be written,
 * it was closed) is out: nobody waits for it. */
#pragma once

#include <glib.h>

typedef struct GmxPace GmxPace;

/** The session whose commands act on both, and the other one. */
typedef enum { GMX_PACE_LEADER, GMX_PACE_RIVAL, GMX_PACE_MEMBERS } GmxPaceMember;

/** Steps that one may have begun beyond those that the other has made, at most. */
#define GMX_PACE_AHEAD 4

#define GMX_PACE_ENDLESS G_MAXINT64

typedef enum {
  GMX_PACE_GO,   /* make the step */
  GMX_PACE_LOOK, /* a command waits: look at it, then ask again */
  GMX_PACE_REST, /* the goal is reached */
} GmxPaceAnswer;

/** A pace that waits for the leader to join. Reference counted; every function is thread-safe. */
GmxPace *gmx_pace_new(void);
GmxPace *gmx_pace_ref(GmxPace *pace);
void gmx_pace_unref(GmxPace *pace);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxPace, gmx_pace_unref)

/* The owner's thread. Orders, and the sending of the commands that go with them, stand between
 * begin and end. */
void gmx_pace_begin_orders(GmxPace *pace);
void gmx_pace_end_orders(GmxPace *pace);
/** On without end. */
void gmx_pace_order_go(GmxPace *pace);
/** To the step that was begun last, and no further. */
void gmx_pace_order_hold(GmxPace *pace);
/** One step further than so far, or to the end of the epoch. */
void gmx_pace_order_step(GmxPace *pace);
void gmx_pace_order_epoch(GmxPace *pace);
/** Both are opened anew: the goal is step 0. */
void gmx_pace_order_reset(GmxPace *pace);
/** Both go back: the goal is @step, unless they were told to go on since. */
void gmx_pace_order_back(GmxPace *pace, gint64 step);
/** @member is opened anew: until it is, it counts as standing at step 0. */
void gmx_pace_order_open(GmxPace *pace, GmxPaceMember member);
/** The step after which a change that is sent now acts in both. */
gint64 gmx_pace_get_turn(GmxPace *pace);

/** How far one may be ahead, GMX_PACE_AHEAD at first: 1 where somebody looks at single steps. */
void gmx_pace_set_ahead(GmxPace *pace, int steps);

/** Steps that each has made. */
void gmx_pace_get_steps(GmxPace *pace, gint64 *leader, gint64 *rival);

/** Wakes @member for a command of its own. */
void gmx_pace_call(GmxPace *pace, GmxPaceMember member);

/* The engine threads, each for itself. */

/** @goal: how far the leader was told to go already; the rival's is not looked at. */
void gmx_pace_join(GmxPace *pace, GmxPaceMember member, gint64 goal);
/** Nobody waits for @member any more. @returns the goal. */
gint64 gmx_pace_leave(GmxPace *pace, GmxPaceMember member);
/**
 * Where @member stands.
 * @param step steps made
 * @param epoch_end step that ends the epoch under way, or the next where one has just ended
 * @param out it can't go on
 */
void gmx_pace_tell(GmxPace *pace, GmxPaceMember member, gint64 step, gint64 epoch_end,
                   gboolean out);
/** An open that was ordered has been done, skipped or refused. */
void gmx_pace_opened(GmxPace *pace, GmxPaceMember member);
/** Something went wrong with @member: the other one rests too, as after a hold. */
void gmx_pace_stop(GmxPace *pace, GmxPaceMember member);
/** To be called before the commands are read. */
void gmx_pace_look(GmxPace *pace, GmxPaceMember member);
/** Waits until @member may begin its next step, has reached the goal, or is called. */
GmxPaceAnswer gmx_pace_begin_step(GmxPace *pace, GmxPaceMember member);
/** Whether @member has reached the goal. */
gboolean gmx_pace_is_at_goal(GmxPace *pace, GmxPaceMember member);
