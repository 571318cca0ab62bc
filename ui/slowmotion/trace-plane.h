/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plane of points in slow motion: at w, from the climb on also at w + ε̂, and after the update
 * at the new w, with as much of the batch as is known in the phase. */
#pragma once

#include "engine/insight/trace.h"
#include "ui/settings.h"

#include <gtk/gtk.h>

#define GMX_TYPE_TRACE_PLANE (gmx_trace_plane_get_type())
G_DECLARE_FINAL_TYPE(GmxTracePlane, gmx_trace_plane, GMX, TRACE_PLANE, GtkWidget)

GtkWidget *gmx_trace_plane_new(GmxSettings *settings);

/** Narrow: the legend has several lines. */
void gmx_trace_plane_set_narrow(GmxTracePlane *plane, gboolean narrow);

/** @trace is of a run on points. */
void gmx_trace_plane_show(GmxTracePlane *plane, const GmxTrace *trace, GmxPhase phase);
