/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The button that says how the galleries are sorted, and changes it. */
#pragma once

#include "ui/samples/sample-model.h"

#include <gtk/gtk.h>

#define GMX_TYPE_SORT_BUTTON (gmx_sort_button_get_type())
G_DECLARE_FINAL_TYPE(GmxSortButton, gmx_sort_button, GMX, SORT_BUTTON, GtkWidget)

/** @model is referenced. */
GtkWidget *gmx_sort_button_new(GmxSampleModel *model);
