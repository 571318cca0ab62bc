/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The curves of a run's folder, drawn as the Train page draws them. */
#pragma once

#include "ui/chart/figure.h"

#include <gio/gio.h>

/** What of a run is drawn. */
typedef enum {
  GMX_RUN_FIGURE_LOSS,      /* at w raw and smoothed, at w + ε̂, held-out */
  GMX_RUN_FIGURE_ACCURACY,  /* clean training and held-out images */
  GMX_RUN_FIGURE_SHARPNESS, /* L(w + ε̂) − L(w), ‖g‖, and the cosine where it was computed */
  GMX_RUN_FIGURES
} GmxRunFigureKind;

/** "loss", as the command line takes it. */
const char *gmx_run_figure_get_name(GmxRunFigureKind kind);

typedef struct GmxRunRecord GmxRunRecord;

/** Reads steps.csv, epochs.csv and events.csv of the run in folder @path. */
GmxRunRecord *gmx_run_record_read(const char *path, GError **error);
void gmx_run_record_free(GmxRunRecord *record);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxRunRecord, gmx_run_record_free)

/** Whether the run has values for @kind: without a climb there is no sharpness. */
gboolean gmx_run_record_has(GmxRunRecord *record, GmxRunFigureKind kind);

/**
 * A new figure, with a tick for each live change.
 * @param labels whether the changes are named beside their ticks
 */
GmxFigure *gmx_run_figure_new(GmxRunRecord *record, GmxRunFigureKind kind, gboolean labels);
