/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lock is a pthread mutex and not a GMutex, as the mailbox's: ThreadSanitizer sees it. */
#include "engine/pace.h"

#include <pthread.h>

#define UNKNOWN (-1) /* the leader has not said yet where it stands */

/* What was ordered while the goal was unknown. */
typedef enum { EARLY_NOTHING, EARLY_HOLD, EARLY_STEP, EARLY_EPOCH } Early;

typedef struct {
  gboolean joined, out;
  gboolean called;  /* a command waits */
  int opening;      /* opens that were ordered and have not been handled */
  gint64 step;      /* made */
  gint64 begun;     /* begun; made or made + 1 */
  gint64 epoch_end; /* of the epoch under way */
} Member;

struct GmxPace {
  gint references;      /* counted by atomics that ThreadSanitizer sees */
  pthread_mutex_t lock; /* guards what follows */
  pthread_cond_t moved;
  int waiting;
  int ahead;
  gint64 goal;
  Early early;
  Member members[GMX_PACE_MEMBERS];
};

GmxPace *gmx_pace_new(void) {
  GmxPace *self = g_new0(GmxPace, 1);
  self->references = 1;
  pthread_mutex_init(&self->lock, NULL);
  pthread_cond_init(&self->moved, NULL);
  self->goal = UNKNOWN;
  self->ahead = GMX_PACE_AHEAD;
  return self;
}

GmxPace *gmx_pace_ref(GmxPace *self) {
  g_atomic_int_inc(&self->references);
  return self;
}

void gmx_pace_unref(GmxPace *self) {
  if (!g_atomic_int_dec_and_test(&self->references))
    return;
  pthread_cond_destroy(&self->moved);
  pthread_mutex_destroy(&self->lock);
  g_free(self);
}

/* All below with the lock held, until the public functions take it. */

static void wake(GmxPace *self) {
  if (self->waiting > 0)
    pthread_cond_broadcast(&self->moved);
}

static void unlock(GmxPace *self) {
  wake(self);
  pthread_mutex_unlock(&self->lock);
}

static gint64 begun(const Member *member) {
  return member->opening > 0 ? 0 : member->begun;
}

static gint64 furthest(GmxPace *self) {
  return MAX(begun(&self->members[GMX_PACE_LEADER]), begun(&self->members[GMX_PACE_RIVAL]));
}

/* Where both will stand when they rest, as far as that is known. */
static gint64 rest_step(GmxPace *self) {
  return self->goal != GMX_PACE_ENDLESS ? MAX(self->goal, furthest(self)) : furthest(self);
}

/* The ends of the epochs are the same steps in both; the one that is ahead knows the coming one. */
static gint64 epoch_end(GmxPace *self) {
  const gint64 from = rest_step(self);
  gint64 end = from;
  for (int i = 0; i < GMX_PACE_MEMBERS; i++)
    if (self->members[i].joined && !self->members[i].out && self->members[i].opening == 0)
      end = MAX(end, self->members[i].epoch_end);
  return end;
}

/* The owner */

void gmx_pace_begin_orders(GmxPace *self) {
  pthread_mutex_lock(&self->lock);
}

void gmx_pace_end_orders(GmxPace *self) {
  for (int i = 0; i < GMX_PACE_MEMBERS; i++)
    self->members[i].called = TRUE;
  unlock(self);
}

void gmx_pace_order_go(GmxPace *self) {
  self->goal = GMX_PACE_ENDLESS;
}

void gmx_pace_order_hold(GmxPace *self) {
  if (self->goal == UNKNOWN)
    self->early = EARLY_HOLD;
  else if (self->goal == GMX_PACE_ENDLESS)
    self->goal = furthest(self);
  else
    self->goal = MIN(self->goal, furthest(self));
}

void gmx_pace_order_step(GmxPace *self) {
  if (self->goal == UNKNOWN)
    self->early = EARLY_STEP;
  else
    self->goal = rest_step(self) + 1;
}

/* A run that is not open yet has not said how long its epochs are. */
void gmx_pace_order_epoch(GmxPace *self) {
  if (self->goal != UNKNOWN && self->members[GMX_PACE_LEADER].opening == 0) {
    self->goal = epoch_end(self);
    return;
  }
  self->goal = UNKNOWN;
  self->early = EARLY_EPOCH;
}

void gmx_pace_order_open(GmxPace *self, GmxPaceMember member) {
  self->members[member].opening++;
}

void gmx_pace_order_reset(GmxPace *self) {
  for (int i = 0; i < GMX_PACE_MEMBERS; i++)
    self->members[i].opening++;
  self->goal = 0;
}

void gmx_pace_order_back(GmxPace *self, gint64 step) {
  if (self->goal != GMX_PACE_ENDLESS)
    self->goal = step;
}

gint64 gmx_pace_get_turn(GmxPace *self) {
  return rest_step(self);
}

void gmx_pace_set_ahead(GmxPace *self, int steps) {
  pthread_mutex_lock(&self->lock);
  self->ahead = steps;
  unlock(self);
}

static gint64 made(const Member *member) {
  return member->opening > 0 ? 0 : member->step;
}

void gmx_pace_get_steps(GmxPace *self, gint64 *leader, gint64 *rival) {
  pthread_mutex_lock(&self->lock);
  *leader = made(&self->members[GMX_PACE_LEADER]);
  *rival = made(&self->members[GMX_PACE_RIVAL]);
  pthread_mutex_unlock(&self->lock);
}

void gmx_pace_call(GmxPace *self, GmxPaceMember member) {
  pthread_mutex_lock(&self->lock);
  self->members[member].called = TRUE;
  unlock(self);
}

/* The members */

static void set_first_goal(GmxPace *self, gint64 goal) {
  const gint64 here = self->members[GMX_PACE_LEADER].begun;
  switch (self->early) {
  case EARLY_NOTHING:
    self->goal = MAX(goal, here);
    break;
  case EARLY_HOLD:
    self->goal = here;
    break;
  case EARLY_STEP:
    self->goal = here + 1;
    break;
  case EARLY_EPOCH:
    self->goal = epoch_end(self);
    break;
  }
  self->early = EARLY_NOTHING;
}

void gmx_pace_join(GmxPace *self, GmxPaceMember member, gint64 goal) {
  pthread_mutex_lock(&self->lock);
  self->members[member].joined = TRUE;
  if (member == GMX_PACE_LEADER && self->goal == UNKNOWN)
    set_first_goal(self, goal);
  unlock(self);
}

gint64 gmx_pace_leave(GmxPace *self, GmxPaceMember member) {
  pthread_mutex_lock(&self->lock);
  const gint64 goal = self->goal;
  self->members[member].joined = FALSE;
  unlock(self);
  return goal;
}

void gmx_pace_tell(GmxPace *self, GmxPaceMember number, gint64 step, gint64 end, gboolean out) {
  Member *member = &self->members[number];
  pthread_mutex_lock(&self->lock);
  member->step = member->begun = step;
  member->epoch_end = end;
  member->out = out;
  unlock(self);
}

void gmx_pace_opened(GmxPace *self, GmxPaceMember number) {
  Member *member = &self->members[number];
  pthread_mutex_lock(&self->lock);
  member->opening = MAX(0, member->opening - 1);
  if (number == GMX_PACE_LEADER && member->joined && member->opening == 0 && self->goal == UNKNOWN)
    set_first_goal(self, 0);
  unlock(self);
}

void gmx_pace_stop(GmxPace *self, GmxPaceMember member) {
  pthread_mutex_lock(&self->lock);
  self->members[member].out = TRUE;
  gmx_pace_order_hold(self);
  unlock(self);
}

void gmx_pace_look(GmxPace *self, GmxPaceMember member) {
  pthread_mutex_lock(&self->lock);
  self->members[member].called = FALSE;
  pthread_mutex_unlock(&self->lock);
}

/* Whether the others have come near enough for @member's next step. One that is being opened is at
 * the start, whether it was out before or not. */
static gboolean may_begin(GmxPace *self, GmxPaceMember number) {
  for (int i = 0; i < GMX_PACE_MEMBERS; i++) {
    const Member *other = &self->members[i];
    if (i != (int)number && other->joined && (!other->out || other->opening > 0) &&
        self->members[number].step + 1 > made(other) + self->ahead)
      return FALSE;
  }
  return TRUE;
}

GmxPaceAnswer gmx_pace_begin_step(GmxPace *self, GmxPaceMember number) {
  Member *member = &self->members[number];
  GmxPaceAnswer answer = GMX_PACE_GO;
  pthread_mutex_lock(&self->lock);
  while (!member->called &&
         (self->goal == UNKNOWN || (member->step < self->goal && !may_begin(self, number)))) {
    self->waiting++;
    pthread_cond_wait(&self->moved, &self->lock);
    self->waiting--;
  }
  if (member->called)
    answer = GMX_PACE_LOOK;
  else if (member->step >= self->goal)
    answer = GMX_PACE_REST;
  else
    member->begun = member->step + 1;
  pthread_mutex_unlock(&self->lock);
  return answer;
}

gboolean gmx_pace_is_at_goal(GmxPace *self, GmxPaceMember member) {
  pthread_mutex_lock(&self->lock);
  const gboolean there = self->goal != UNKNOWN && self->members[member].step >= self->goal;
  pthread_mutex_unlock(&self->lock);
  return there;
}
