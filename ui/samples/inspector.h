/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inspector: everything that is known of one mixed example, over the whole window, with a
 * header bar of its own.
 *
 * A probe's example is followed: when the model goes to another epoch, so does the inspector. A
 * step's example stays as it is, whatever the model lists next.
 *
 * Signals: "closed"; "mix" (int index), for the two parents in the Mix lab, of
 * gmx_inspector_get_gallery(); "probe", when the user asks for the probe in the place of a step;
 * "searched" (GmxIntrusion *), a search of gmx_inspector_get_gallery() has ended. */
#pragma once

#include "ui/samples/sample-model.h"
#include "ui/settings.h"

#include <gtk/gtk.h>

#define GMX_TYPE_INSPECTOR (gmx_inspector_get_type())
G_DECLARE_FINAL_TYPE(GmxInspector, gmx_inspector, GMX, INSPECTOR, GtkWidget)

/** Both are referenced. */
GtkWidget *gmx_inspector_new(GmxSettings *settings, GmxSampleModel *model);

/** Example @index of the model's gallery; one out of range is ignored. */
void gmx_inspector_show(GmxInspector *inspector, int index);

/** What is looked at; −1 and NULL before anything was. The gallery is borrowed. */
int gmx_inspector_get_index(GmxInspector *inspector);
GmxGallery *gmx_inspector_get_gallery(GmxInspector *inspector);
