/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often pairs and classes fell in the sharp set, epoch by epoch: the part of a recording
 * (recording.h) that no ring can drop. Not thread-safe: the recording holds its lock. */
#pragma once

#include "engine/train/recording.h"

typedef struct GmxTally GmxTally;

GmxTally *gmx_tally_new(int classes);
void gmx_tally_free(GmxTally *tally);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxTally, gmx_tally_free)

/** Counts a step that climbed: @sharp has an entry for each of @batch's examples. */
void gmx_tally_add(GmxTally *tally, gint64 step, int epoch, const GmxBatch *batch,
                   const guint8 *sharp);

/** As gmx_recording_cut_after(). */
void gmx_tally_cut_after(GmxTally *tally, gint64 step, int epoch);

/** As gmx_recording_get_pairs() and gmx_recording_get_class_shares(). */
void gmx_tally_get_pairs(const GmxTally *tally, guint64 *sharp, guint64 *total);
GArray *gmx_tally_get_class_shares(const GmxTally *tally);
