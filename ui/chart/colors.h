/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The built-in colours by role, light and dark, for what is drawn without a style sheet. No GTK. */
#pragma once

#include <glib.h>

typedef struct {
  const char *name;         /* of the style sheet: "gmx_sharp" */
  const char *light, *dark; /* "#rrggbb" */
} GmxNamedColor;

#define GMX_COLORS 31
/** The card's paper first, then its ink. */
extern const GmxNamedColor gmx_colors[GMX_COLORS];

/** "#rrggbb" as red, green and blue in [0, 1]. */
void gmx_color_parse(const char *text, double rgb[3]);

/** The light colour of that name as red, green and blue in [0, 1]; the ink for an unknown name. */
void gmx_color_get_light(const char *name, double rgb[3]);
