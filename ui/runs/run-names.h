/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What runs, their settings and values are called on the page. */
#pragma once

#include "engine/runs/run-library.h"

/** The heading of a setting's column: "ρ", "Mix". */
const char *gmx_run_setting_heading(const char *setting);
/** The value of @setting as the window writes it; "—" where it does nothing. Free it. */
char *gmx_run_setting_value(GmxRunEntry *entry, const char *setting);
/** Whether a setting is a number: it stands at the right. */
gboolean gmx_run_setting_is_number(const char *setting);

/** What a group is called by itself: the title that all its runs share, else its method. */
char *gmx_run_group_name(GPtrArray *entries);

/**
 * Names that tell groups apart, by the settings that differ among them; what a method implies is
 * not said twice. @groups of GPtrArray of GmxRunEntry. Free with g_strfreev().
 */
char **gmx_run_group_names(GPtrArray *groups);

/** Settings worth a column: those that differ, but for the method. @groups as above. */
char **gmx_run_differing_columns(GPtrArray *groups);

/** What a run is called within its group: "seed 3", with its own title where it has one. */
char *gmx_run_child_name(GmxRunEntry *entry, const char *group_name);

/** "best 84.1 at epoch 38, tagged “paper”", "stopped at epoch 3 of 10"; free it. */
char *gmx_run_describe_state(GmxRunEntry *entry);

/** "37 min", "2 h 5 min", "12 s"; "–" for NaN. Free it. */
char *gmx_run_format_time(double seconds);
