/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formulas as they stand in a book: in a line, with fractions. No GTK.
 *
 * A formula is Pango markup in which {above over below} is a fraction: "g = g<sub>S</sub> + β
 * {⟨g<sub>F</sub>, g<sub>S</sub>⟩ over ‖g<sub>S</sub>‖²}". It may break at spaces outside of
 * fractions and markup; a no-break space holds together. */
#pragma once

#include <pango/pangocairo.h>

typedef struct GmxFormula GmxFormula;

/**
 * Lays @text out for lines of at most @width pixels (≤ 0: one line); wider words stay whole.
 * @param font of plain text; referenced
 */
GmxFormula *gmx_formula_new(PangoContext *context, const PangoFontDescription *font,
                            const char *text, double width);
void gmx_formula_free(GmxFormula *formula);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxFormula, gmx_formula_free)

void gmx_formula_get_size(const GmxFormula *formula, double *width, double *height);
int gmx_formula_get_lines(const GmxFormula *formula);

/** Draws with the source of @cr, its upper left corner at (@x, @y). */
void gmx_formula_draw(const GmxFormula *formula, cairo_t *cr, double x, double y);

/** The same for ears: "(above) / (below)", without markup. Owned by the caller. */
char *gmx_formula_to_text(const char *text);
