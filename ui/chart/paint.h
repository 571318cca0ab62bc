/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The named colours of a drawing, ready for cairo. No GTK: palette.h reads them from a widget.
 *
 * Names are those of the style sheet (@define-color gmx_sharp …): gmx_sharp, gmx_sharp_text,
 * gmx_flat, gmx_flat_text, gmx_at_w, gmx_at_w_raw, gmx_perturbed, gmx_held_out, gmx_training,
 * gmx_measure, gmx_event, gmx_error, gmx_parent_a, gmx_parent_b, gmx_run_1 … gmx_run_4;
 * also card_bg_color and card_fg_color, accent_bg_color.
 */
#pragma once

#include <cairo.h>
#include <glib.h>

typedef struct _GmxPalette GmxPalette;

/** The built-in colours, for export and tests. */
GmxPalette *gmx_palette_new_builtin(gboolean dark);
void gmx_palette_free(GmxPalette *palette);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxPalette, gmx_palette_free)

gboolean gmx_palette_is_dark(const GmxPalette *palette);
/** The colour of that name as red, green and blue in [0, 1]; the card's ink for a name nobody
 * knows. Colours are opaque. */
void gmx_palette_get_rgb(const GmxPalette *palette, const char *name, double rgb[3]);
/** Puts another colour in the place of a built-in one. */
void gmx_palette_set_rgb(GmxPalette *palette, const char *name, const double rgb[3]);
/** Sets the source of @cr to the colour with alpha @alpha. */
void gmx_palette_set_source(const GmxPalette *palette, cairo_t *cr, const char *name, double alpha);
/** The card's ink for notes and ticks (dim), for text (full), and for the grid. */
#define GMX_INK "card_fg_color"
#define GMX_PAPER "card_bg_color"
