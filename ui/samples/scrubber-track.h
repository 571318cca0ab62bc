/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The scrubber's slider: a curve over steps or epochs, and the handle on it.
 *
 * Signal "moved" (gint64 place): the user chose another; 0 is the newest. */
#pragma once

#include "ui/chart/layer.h"

#include <gtk/gtk.h>

#define GMX_TYPE_SCRUBBER_TRACK (gmx_scrubber_track_get_type())
G_DECLARE_FINAL_TYPE(GmxScrubberTrack, gmx_scrubber_track, GMX, SCRUBBER_TRACK, GtkWidget)

GtkWidget *gmx_scrubber_track_new(void);

/** What is drawn: GmxLayer, referenced; shared by all tracks that show them. NULL events: none. */
void gmx_scrubber_track_set_layers(GmxScrubberTrack *track, GmxLayer *curve, GmxLayer *events);
/** Where it may stop: gint64, rising, taken over. @dropped: what lay before the first has gone. */
void gmx_scrubber_track_set_kept(GmxScrubberTrack *track, GArray *kept, gboolean dropped);
const GArray *gmx_scrubber_track_get_kept(GmxScrubberTrack *track);
/** Draws it anew; the layers may change more often than that. */
void gmx_scrubber_track_renew(GmxScrubberTrack *track);

/** The place of the handle; 0: the newest. Emits nothing. */
void gmx_scrubber_track_set_place(GmxScrubberTrack *track, gint64 place);
/** Moves by entries as the keys do, and emits "moved" where that is another place. */
void gmx_scrubber_track_move(GmxScrubberTrack *track, int by);
/** Name and value in words: "Step", "step 4 300, epoch 12 of 40". */
void gmx_scrubber_track_describe(GmxScrubberTrack *track, const char *name, const char *value);
