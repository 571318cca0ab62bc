/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in the place of examples that are not there: why, and a button that drops the filter
 * where there is one to drop. */
#pragma once

#include "ui/samples/sample-model.h"

#include <gtk/gtk.h>

#define GMX_TYPE_NO_EXAMPLES (gmx_no_examples_get_type())
G_DECLARE_FINAL_TYPE(GmxNoExamples, gmx_no_examples, GMX, NO_EXAMPLES, GtkWidget)

/** @model is referenced. */
GtkWidget *gmx_no_examples_new(GmxSampleModel *model);

void gmx_no_examples_say(GmxNoExamples *nothing, const char *why);
