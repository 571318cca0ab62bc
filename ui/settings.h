/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings as the window sees them: those that stand, and which of them still wait to act.
 *
 * One object serves all rows, so that a row knows nothing of the engine. Signal: "changed", after
 * any setting, or what waits, has changed. */
#pragma once

#include "engine/session.h"

#define GMX_TYPE_SETTINGS (gmx_settings_get_type())
G_DECLARE_FINAL_TYPE(GmxSettings, gmx_settings, GMX, SETTINGS, GObject)

GmxSettings *gmx_settings_new(GmxSession *session);

/** Opens a run with @config; until it stands, @config is what the rows show. */
void gmx_settings_open(GmxSettings *settings, GmxConfig *config);

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

/** Whether @name was changed and the change has not acted yet. */
gboolean gmx_settings_waits(GmxSettings *settings, const char *name);
