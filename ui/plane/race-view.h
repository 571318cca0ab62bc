/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two methods from the same seed on the same batches, beside each other: a plane for each with its
 * method in the head, and the two losses of both below.
 *
 * The run of the window is on the right, its rival on the left; the rival lives as long as the race
 * and writes a run of its own. While the race is on, everything that acts on the window's session
 * acts on the rival too (gmx_session_race()).
 *
 * Properties: "racing" (boolean), "layers" (int, GmxPlaneLayers) and "narrow" (boolean). */
#pragma once

#include "ui/plane/plane-frame.h"
#include "ui/settings.h"

#include <gtk/gtk.h>

#define GMX_TYPE_RACE_VIEW (gmx_race_view_get_type())
G_DECLARE_FINAL_TYPE(GmxRaceView, gmx_race_view, GMX, RACE_VIEW, GtkWidget)

GtkWidget *gmx_race_view_new(GmxSettings *settings);

/**
 * Begins a race against the last rival's method (at first plain mixup, or plain training where the
 * window's run is that), or ends it: the rival's run is left with a checkpoint, the window's goes
 * on alone. A race ends by itself where the session opens another run that can't be raced (images,
 * or one that is continued); "racing" is notified.
 */
void gmx_race_view_set_racing(GmxRaceView *view, gboolean racing);
gboolean gmx_race_view_get_racing(GmxRaceView *view);

/** Which points are drawn over both surfaces. */
void gmx_race_view_set_layers(GmxRaceView *view, GmxPlaneLayers layers);
