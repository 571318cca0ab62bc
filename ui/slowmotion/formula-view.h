/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Formulas below one another, which break where there is no room. */
#pragma once

#include <gtk/gtk.h>

#define GMX_TYPE_FORMULA_VIEW (gmx_formula_view_get_type())
G_DECLARE_FINAL_TYPE(GmxFormulaView, gmx_formula_view, GMX, FORMULA_VIEW, GtkWidget)

GtkWidget *gmx_formula_view_new(void);

/** @lines as formula.h has them, NULL-terminated; copied. */
void gmx_formula_view_set_lines(GmxFormulaView *view, const char *const *lines);
