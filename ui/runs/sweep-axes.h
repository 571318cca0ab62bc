/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The axes of a sweep as rows: a setting, and the values that it takes. */
#pragma once

#include "engine/train/sweep.h"

#include <gtk/gtk.h>

#define GMX_TYPE_SWEEP_AXES (gmx_sweep_axes_get_type())
/** Signal "changed": the rows, or what is in them. */
G_DECLARE_FINAL_TYPE(GmxSweepAxes, gmx_sweep_axes, GMX, SWEEP_AXES, GtkBox)

GtkWidget *gmx_sweep_axes_new(void);

/** One more row; @values as they are typed, "0.05, 0.1". */
void gmx_sweep_axes_add(GmxSweepAxes *axes, const char *setting, const char *values);
void gmx_sweep_axes_clear(GmxSweepAxes *axes);

/** @returns GmxSweepAxis, one a row; the array owns the values */
GArray *gmx_sweep_axes_list(GmxSweepAxes *axes);
