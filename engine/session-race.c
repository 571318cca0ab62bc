/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two sessions that race: the leader's commands are passed on to the rival here, on the owner's
 * thread, and the pace is given its orders along with them. */
#include "engine/session-private.h"

/* What makes the method: each runner's own. */
static const char *const axes[] = {"method", "mix", "perturb", "combine", NULL};
/* What a named method sets along with them. */
static const char *const presets[] = {"rho", "gamma", "beta", NULL};

static gboolean begin_orders(GmxSession *self) {
  if (!self->rival)
    return FALSE;
  self->ordering = TRUE;
  gmx_pace_begin_orders(self->pace);
  return TRUE;
}

void gmx_session_end_orders(GmxSession *self) {
  if (!self->ordering)
    return;
  gmx_pace_end_orders(self->pace);
  self->ordering = FALSE;
}

static void tell_rival(GmxSession *self, GmxCommandKind kind, gboolean interrupt) {
  gmx_session_push(self->rival, &(GmxCommand){.kind = kind}, interrupt);
}

/* @config with the method of @own, whose numbers come along where the method has a name. */
static GmxConfig *with_method(GmxConfig *config, GmxConfig *own) {
  GmxConfig *result = gmx_config_copy(config);
  for (int i = 0; axes[i]; i++) {
    g_autofree char *text = gmx_config_to_string(own, axes[i]);
    gmx_config_set_from_string(result, axes[i], text, NULL);
  }
  return result;
}

/* Before a rival is opened it counts as standing at the start, so that a leader that has trained
 * waits until it has come after. Opening takes no part in the leader's orders: it is a command of
 * the rival's own, too. */
static void open_rival(GmxSession *self, GmxConfig *config, const char *weights) {
  GmxSession *rival = self->rival;
  g_autoptr(GmxConfig) wanted = with_method(config, rival->config);
  gmx_session_cancel_loading(rival);
  const GmxCommand command = {.kind = GMX_COMMAND_OPEN,
                              .config = g_steal_pointer(&wanted),
                              .text = g_strdup(weights),
                              .open_number = rival->opens};
  gmx_session_push(rival, &command, TRUE);
}

static void order_own_open(GmxSession *self) {
  gmx_pace_begin_orders(self->pace);
  gmx_pace_order_open(self->pace, self->member);
  gmx_pace_end_orders(self->pace);
}

void gmx_session_order_open(GmxSession *self, GmxConfig *config, const char *weights) {
  if (begin_orders(self)) {
    gmx_pace_order_reset(self->pace);
    open_rival(self, config, weights);
  } else if (self->pace) {
    order_own_open(self);
  }
}

void gmx_session_order_train(GmxSession *self) {
  if (!begin_orders(self))
    return;
  gmx_pace_order_go(self->pace);
  tell_rival(self, GMX_COMMAND_TRAIN, FALSE);
}

void gmx_session_order_pause(GmxSession *self) {
  if (!begin_orders(self))
    return;
  gmx_pace_order_hold(self->pace);
  tell_rival(self, GMX_COMMAND_PAUSE, TRUE);
}

void gmx_session_order_advance(GmxSession *self, GmxAdvance unit) {
  if (!begin_orders(self))
    return;
  if (unit == GMX_ADVANCE_EPOCH)
    gmx_pace_order_epoch(self->pace);
  else
    gmx_pace_order_step(self->pace);
  gmx_session_push(self->rival, &(GmxCommand){.kind = GMX_COMMAND_ADVANCE, .unit = unit}, FALSE);
}

void gmx_session_order_reset(GmxSession *self, gboolean new_seed) {
  if (!begin_orders(self))
    return;
  gmx_pace_order_reset(self->pace);
  gmx_session_push(self->rival, &(GmxCommand){.kind = GMX_COMMAND_RESET, .new_seed = new_seed},
                   TRUE);
}

/* Settings */

static void set_rival(GmxSession *self, const char *name, const char *text, gint64 turn) {
  const GmxCommand command = {.kind = GMX_COMMAND_SET,
                              .name = g_strdup(name),
                              .text = g_strdup(text),
                              .serial = ++self->rival->sets,
                              .turn = turn};
  gmx_session_push(self->rival, &command, FALSE);
}

gint64 gmx_session_order_set(GmxSession *self, const char *name, const char *text) {
  if (!begin_orders(self))
    return 0;
  const gint64 turn = gmx_pace_get_turn(self->pace);
  gmx_config_set_from_string(self->sent, name, text, NULL);
  if (!g_strv_contains(axes, name))
    set_rival(self, name, text, turn);
  return turn;
}

static gboolean same_method(GmxConfig *a, GmxConfig *b) {
  for (int i = 0; axes[i]; i++)
    if (!gmx_config_agree(a, b, axes[i]))
      return FALSE;
  return TRUE;
}

/* Only what is changed: the rival's other settings may be those that came with its method. */
static void tell_changes(GmxSession *self, GmxConfig *config, gint64 turn) {
  guint count = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  const gboolean same = same_method(self->sent, config);
  for (guint i = 0; i < count; i++) {
    g_autofree char *after = gmx_config_to_string(config, all[i]->name);
    if (!gmx_config_agree(self->sent, config, all[i]->name) &&
        !g_strv_contains(axes, all[i]->name) && (same || !g_strv_contains(presets, all[i]->name)))
      set_rival(self, all[i]->name, after, turn);
  }
  g_clear_object(&self->sent);
  self->sent = gmx_config_copy(config);
}

gint64 gmx_session_order_set_all(GmxSession *self, GmxConfig *config) {
  if (!begin_orders(self))
    return 0;
  const gint64 turn = gmx_pace_get_turn(self->pace);
  tell_changes(self, config, turn);
  return turn;
}

void gmx_session_rewind_race(GmxSession *self, gint64 step) {
  if (self->rival)
    self->back_to = step;
}

/* What going back undid is undone in the rival first: it may make steps on its way. */
static void send_back(GmxSession *self) {
  begin_orders(self);
  gmx_pace_order_back(self->pace, self->back_to);
  tell_changes(self, self->config, 0);
  gmx_session_push(self->rival, &(GmxCommand){.kind = GMX_COMMAND_GO_BACK, .turn = self->back_to},
                   TRUE);
  gmx_session_end_orders(self);
  self->back_to = 0;
}

void gmx_session_settle_race(GmxSession *self) {
  if (!self->rival)
    return;
  if (self->back_to > 0)
    send_back(self);
  g_clear_object(&self->sent);
  self->sent = gmx_config_copy(self->config);
}

/* Beginning and end */

static void give_pace(GmxSession *self, GmxPace *pace, GmxPaceMember member) {
  const GmxCommand command = {
      .kind = GMX_COMMAND_PACE, .pace = pace ? gmx_pace_ref(pace) : NULL, .member = member};
  gmx_session_push(self, &command, FALSE);
  if (self->pace)
    gmx_pace_call(self->pace, self->member); /* it may wait for the other */
  g_clear_pointer(&self->pace, gmx_pace_unref);
  self->pace = pace ? gmx_pace_ref(pace) : NULL;
  self->member = member;
}

static void end_race(GmxSession *self) {
  g_autoptr(GmxSession) rival = g_steal_pointer(&self->rival);
  if (!rival)
    return;
  give_pace(self, NULL, GMX_PACE_LEADER);
  give_pace(rival, NULL, GMX_PACE_RIVAL);
  g_clear_object(&self->sent);
  self->back_to = 0;
  g_signal_emit_by_name(self, "race");
}

/* Where steps can be told apart the rival must not be some ahead. A rival has no tempo of its own,
 * so that it comes after as fast as it can. */
void gmx_session_pace_tempo(GmxSession *self) {
  if (self->rival)
    gmx_pace_set_ahead(self->pace, g_atomic_int_get(&self->engine.tempo) > 0 ? 1 : GMX_PACE_AHEAD);
}

void gmx_session_race(GmxSession *self, GmxSession *rival) {
  end_race(self);
  if (!rival)
    return;
  GmxPace *pace = gmx_pace_new();
  self->rival = g_object_ref(rival);
  self->sent = gmx_config_copy(self->config);
  give_pace(rival, pace, GMX_PACE_RIVAL);
  give_pace(self, pace, GMX_PACE_LEADER);
  gmx_pace_unref(pace);
  gmx_session_pace_tempo(self);
  g_signal_emit_by_name(self, "race");
}

GmxSession *gmx_session_get_rival(GmxSession *self) {
  return self->rival;
}

gboolean gmx_session_get_race_steps(GmxSession *self, gint64 *own, gint64 *rival) {
  if (!self->rival)
    return FALSE;
  gmx_pace_get_steps(self->pace, own, rival);
  return ABS(*own - *rival) <= (self->state == GMX_SESSION_TRAINING ? GMX_PACE_AHEAD : 0);
}
