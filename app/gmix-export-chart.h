/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The charts of `gmix export`. */
#pragma once

#include "ui/figures/figure-file.h"

/** The options as given; NULL where one was not. */
typedef struct {
  char *what, *width, *height, *style, *scale;
} GmixChartTexts;

/**
 * Draws curves of the run in folder @run_path. Errors of G_OPTION_ERROR name the option and what it
 * takes.
 */
gboolean gmix_export_chart(const char *run_path, const GmixChartTexts *texts,
                           GmxFigureFormat format, const char *output, GError **error);
/** Whether any of them was given. */
gboolean gmix_chart_texts_given(const GmixChartTexts *texts);
void gmix_chart_texts_clear(GmixChartTexts *texts);
