/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One side of a GmxSampleModel as a GtkSelectionModel: the selection is the model's own, so that
 * grids, scatter and inspector select the same examples without being kept in step. */
#pragma once

#include "ui/samples/sample-model.h"

#include <gtk/gtk.h>

#define GMX_TYPE_SIDE_SELECTION (gmx_side_selection_get_type())
G_DECLARE_FINAL_TYPE(GmxSideSelection, gmx_side_selection, GMX, SIDE_SELECTION, GObject)

/** @model is referenced. */
GmxSideSelection *gmx_side_selection_new(GmxSampleModel *model, GmxSide side);
