/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which steps the scrubber may stop at, and what is said of them. Needs no display.
 *
 * A place is the number of a kept step (or epoch); 0 is the newest, whichever that will be. */
#pragma once

#include "engine/train/recording.h"

/** The entry of @kept (gint64, rising) nearest to @step, the earlier of two; 0 where none is. */
gint64 gmx_kept_nearest(const GArray *kept, gint64 step);
/**
 * The place @by entries after (before) @place; 0 from the last entry on. Before the first it is the
 * first. A @place that is not kept any more counts as the nearest one.
 */
gint64 gmx_kept_move(const GArray *kept, gint64 place, int by);
gboolean gmx_kept_has(const GArray *kept, gint64 step);
/** Newest entry; 0 where there is none. */
gint64 gmx_kept_last(const GArray *kept);

/** "every 10th step recorded". */
char *gmx_kept_describe_pace(const GmxRecordingInfo *info);
/** "651 kept, 78 of 128 MiB, none dropped". */
char *gmx_kept_describe_fill(const GmxRecordingInfo *info);
