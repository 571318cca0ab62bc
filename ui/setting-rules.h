/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the settings mean to one another: which act now, and by which formula. */
#pragma once

#include "engine/train/config.h"

/** Whether @name does anything under the present choices; a row that does not is hidden. */
gboolean gmx_setting_acts(GmxConfig *config, const char *name);

/** The formula under a setting's row, for the present choices; Pango markup, NULL for none. */
const char *gmx_setting_formula(GmxConfig *config, GParamSpec *setting);

/** A plain note: a unit, or where a setting acts less than its name says; NULL for none. */
const char *gmx_setting_remark(GmxConfig *config, const char *name);

/** The values a text setting is chosen from; NULL where any text will do. g_strfreev(). */
char **gmx_setting_choices(GmxConfig *config, const char *name);

/** "mixup, SAM, orthogonal": the three axes in words. Free with g_free(). */
char *gmx_method_axes(GmxConfig *config);

/** "DG-Mix": the short name in a method's title, or all of a title that has none. g_free(). */
char *gmx_method_short_title(const char *name);

/** The nick of an enumeration's present value, "sharp-only". */
const char *gmx_config_nick(GmxConfig *config, const char *name);
