/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line and marker of a group as a small picture. */
#pragma once

#include "ui/runs/run-style.h"

#include <gtk/gtk.h>

#define GMX_TYPE_RUN_SAMPLE (gmx_run_sample_get_type())
G_DECLARE_FINAL_TYPE(GmxRunSample, gmx_run_sample, GMX, RUN_SAMPLE, GtkWidget)

GtkWidget *gmx_run_sample_new(void);
/** NULL: empty. Copied. */
void gmx_run_sample_set(GmxRunSample *sample, const GmxRunStyle *style);
