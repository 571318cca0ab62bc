/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Samples page's tool row: source, order, groups, filter and its chips, count, freeze, save.
 *
 * Freeze and Save act through the page's actions "samples.freeze" and "samples.save-…". Signal:
 * "source" (int GmxSampleSource), chosen by the user. */
#pragma once

#include "ui/samples/samples-feed.h"

#include <gtk/gtk.h>

#define GMX_TYPE_SAMPLES_TOOLBAR (gmx_samples_toolbar_get_type())
G_DECLARE_FINAL_TYPE(GmxSamplesToolbar, gmx_samples_toolbar, GMX, SAMPLES_TOOLBAR, GtkWidget)

/** @model is referenced. */
GtkWidget *gmx_samples_toolbar_new(GmxSampleModel *model);

/** As if the user had chosen it. */
void gmx_samples_toolbar_set_source(GmxSamplesToolbar *toolbar, GmxSampleSource source);

/** What is shown beside the count: "step 6 512, frozen"; NULL for nothing. */
void gmx_samples_toolbar_set_note(GmxSamplesToolbar *toolbar, const char *note);

/** Narrow: three rows, of which the middle one scrolls. */
void gmx_samples_toolbar_set_narrow(GmxSamplesToolbar *toolbar, gboolean narrow);
