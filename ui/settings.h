/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings as the window sees them: those that stand, which of them still wait to act, and the
 * changes that can be taken back.
 *
 * One object serves all rows, so that a row knows nothing of the engine. Signal: "changed", after
 * any setting, what waits, or what can be undone has changed. */
#pragma once

#include "engine/session.h"

#define GMX_TYPE_SETTINGS (gmx_settings_get_type())
G_DECLARE_FINAL_TYPE(GmxSettings, gmx_settings, GMX, SETTINGS, GObject)

GmxSettings *gmx_settings_new(GmxSession *session);

/** Opens a run with @config; until it stands, @config is what the rows show. */
void gmx_settings_open(GmxSettings *settings, GmxConfig *config);

/**
 * The same, beginning with the weights of the safetensors file at @path. Where they don't fit and
 * nothing is open yet, the run begins with drawn ones.
 * @param config NULL: the present settings
 */
void gmx_settings_open_weights(GmxSettings *settings, GmxConfig *config, const char *path);

/**
 * Takes up the run in folder @path.
 * @param config makes the settings these, which may have moved since the run's last checkpoint;
 *   where the run can't go on and nothing is open yet, they are opened. NULL: the run's own
 */
void gmx_settings_resume(GmxSettings *settings, const char *path, GmxConfig *config);

/** Folder of the open run; NULL before its first step. Owned by the object. */
const char *gmx_settings_get_run(GmxSettings *settings);

/** The settings, the waiting ones included; owned by the object, read only. */
GmxConfig *gmx_settings_get_config(GmxSettings *settings);
GmxSession *gmx_settings_get_session(GmxSettings *settings);

/** What the open images call themselves ("CIFAR-10"); NULL while others are chosen. */
const char *gmx_settings_data_title(GmxSettings *settings);

/**
 * Asks the engine to change @name; a refusal arrives as the session's "failed". Where nothing is
 * open yet, a change that opening could have failed for opens again.
 */
void gmx_settings_set(GmxSettings *settings, const char *name, const char *text);

/** Asks for all of @config's values, as one change that is called @title where it is undone. */
void gmx_settings_set_all(GmxSettings *settings, GmxConfig *config, const char *title);

/** Changes of one setting between the two count as one: a slider that is held. */
void gmx_settings_begin_hold(GmxSettings *settings);
void gmx_settings_end_hold(GmxSettings *settings);

/** Takes back the newest change of the user's; a live change as any other. */
void gmx_settings_undo(GmxSettings *settings);
gboolean gmx_settings_can_undo(GmxSettings *settings);
/** What that brings back: "ρ 0.20 → 0.05"; NULL for nothing. Free with g_free(). */
char *gmx_settings_describe_undo(GmxSettings *settings);

/** Whether @name was changed and the change has not acted yet. */
gboolean gmx_settings_waits(GmxSettings *settings, const char *name);
