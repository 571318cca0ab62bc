/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The newest figures of a session under the names that lessons use, and how much was trained. */
#pragma once

#include "engine/session.h"
#include "ui/lessons/lesson-names.h"

#define GMX_TYPE_MEASURES (gmx_measures_get_type())
G_DECLARE_FINAL_TYPE(GmxMeasures, gmx_measures, GMX, MEASURES, GObject)

/** Listens to @session. Signal "changed": after any of the figures has. */
GmxMeasures *gmx_measures_new(GmxSession *session);

/** NaN where it is not known (yet). */
double gmx_measures_get(GmxMeasures *measures, GmxMeasure measure);

/** Steps and epochs trained since @measures was made, over all runs; the past of a run that was
 * taken up does not count. */
gint64 gmx_measures_count_steps(GmxMeasures *measures);
gint64 gmx_measures_count_epochs(GmxMeasures *measures);
