/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the galleries let through: classes, λ, and what the examples are found to be. */
#pragma once

#include "ui/samples/sample-model.h"

#include <gtk/gtk.h>

/** A popover that shows and sets the filter of @model, referenced. */
GtkWidget *gmx_filter_popover_new(GmxSampleModel *model);
