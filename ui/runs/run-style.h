/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colour, dash and marker of a run, which stay with it for good.
 *
 * Runs take places in the order in which they are first selected. The first four places have a
 * colour and a dash each; further ones combine them with other markers, then with other dashes. */
#pragma once

#include "ui/chart/marker.h"

#include <glib.h>

typedef struct {
  const char *color; /* name in the palette; static */
  double dash[4];    /* lengths, 0-terminated where fewer */
  GmxMarker marker;
} GmxRunStyle;

/** The look of place @place, from 0. */
GmxRunStyle gmx_run_style_of(int place);

/** Who has which place. */
typedef struct GmxRunStyles GmxRunStyles;

/** @file where the places are kept over a restart; NULL: nowhere. */
GmxRunStyles *gmx_run_styles_new(const char *file);
void gmx_run_styles_free(GmxRunStyles *styles);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxRunStyles, gmx_run_styles_free)

/** The place of group @key; −1 where it has none yet. */
int gmx_run_styles_find(GmxRunStyles *styles, const char *key);
/** The same, but gives it the next place where it has none. */
int gmx_run_styles_take(GmxRunStyles *styles, const char *key);
/** Writes the file where places were given since the last time. */
void gmx_run_styles_save(GmxRunStyles *styles);
