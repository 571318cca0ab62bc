/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and names as the window writes them: true minus, thin spaces, a fixed count of decimals.
 *
 * Plain numbers are the charts' gmx_format_number() and gmx_format_signed() (ui/chart/ticks.h). All
 * functions return new strings; free them with g_free(). */
#pragma once

#include "engine/train/config.h"
#include "engine/train/records.h"
#include "ui/chart/ticks.h"

/** "6 512", grouped by thin spaces. */
char *gmx_format_count(gint64 value);

/** "80.9 %" from the fraction 0.809, with a thin space. */
char *gmx_format_percent(double fraction, int digits);

/** "8:26" or "1:02:03"; "–" for NaN. */
char *gmx_format_duration(double seconds);

/** @value with the decimals that suit @setting; small learning rates keep three figures. */
char *gmx_format_setting(GParamSpec *setting, double value);

/** What the engine's word @value of an enumeration or a choice is called: "SAM", "sharp only". */
const char *gmx_value_title(const char *value);

/** "Learning rate was raised from 0.10 to 1.50 at step 4 300."; @step in the window's writing. */
char *gmx_describe_event(const GmxEventRecord *event, const char *step);

/** "ρ 0.05 → 0.10": a live change in the fewest words. */
char *gmx_format_event(const GmxEventRecord *event);
