/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A race of the window's run against another method: who the rival is, when it begins anew, and
 * when the race is over. No widgets.
 *
 * A race is fair where both have seen the same batches under the same settings from the first step
 * on. A rival that comes later runs after the window's run up to its step; where live changes have
 * bent that run already, or some settings wait for a reset, both begin anew.
 *
 * Signals: "changed" (the race has begun or ended, or another rival has come),
 * "failed" (const GError *error): something went wrong with the rival. */
#pragma once

#include "ui/settings.h"

#define GMX_TYPE_RACE (gmx_race_get_type())
G_DECLARE_FINAL_TYPE(GmxRace, gmx_race, GMX, RACE, GObject)

GmxRace *gmx_race_new(GmxSettings *settings);

/** Whether the window's session has something open that can be raced: points. */
gboolean gmx_race_is_possible(GmxRace *race);

/** Nothing where it is not possible, or has begun. */
void gmx_race_begin(GmxRace *race);
/** The rival's run is left with a checkpoint; the window's goes on alone. */
void gmx_race_end(GmxRace *race);

/** NULL where no race is on. Owned by the race, which closes it. */
GmxSession *gmx_race_get_rival(GmxRace *race);

/** Chooses the rival's method, a name of gmx_method_names(): another rival runs after. */
void gmx_race_set_rival_method(GmxRace *race, const char *method);
/** Chooses the method of the window's run; from the first step on, for both. */
void gmx_race_set_own_method(GmxRace *race, const char *method);
