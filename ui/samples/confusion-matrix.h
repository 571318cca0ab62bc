/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What each class is taken for: a row a class, a column a predicted class, counts as numbers and as
 * a shade, the diagonal set apart. Each cell is a button, so that all of them can be reached and
 * have a name; Tab leads to one of them and out again, arrows from cell to cell.
 *
 * Signal "cell" (int label, int predicted): a cell that is not empty was clicked, or chosen by
 * Enter. */
#pragma once

#include "engine/train/predictions.h"

#include <gtk/gtk.h>

#define GMX_TYPE_CONFUSION_MATRIX (gmx_confusion_matrix_get_type())
G_DECLARE_FINAL_TYPE(GmxConfusionMatrix, gmx_confusion_matrix, GMX, CONFUSION_MATRIX, GtkWidget)

GtkWidget *gmx_confusion_matrix_new(void);

/** Shows @predictions with @dataset's names, both referenced; NULL empties it. */
void gmx_confusion_matrix_show(GmxConfusionMatrix *matrix, GmxPredictions *predictions,
                               GmxDataset *dataset);
