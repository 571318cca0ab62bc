/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pairs of classes as a triangle of cells: the share that was sharp as a number, and as a
 * colour around what is usual.
 *
 * Signal "pair" (int first, int second): classes of the cell that was clicked, or chosen by Enter.
 * Keys: arrows move from cell to cell, Enter or Space chooses, Escape chooses the marked cell once
 * more. */
#pragma once

#include "engine/data/dataset.h"
#include "ui/samples/pair-shares.h"

#include <gtk/gtk.h>

#define GMX_TYPE_PAIR_MATRIX (gmx_pair_matrix_get_type())
G_DECLARE_FINAL_TYPE(GmxPairMatrix, gmx_pair_matrix, GMX, PAIR_MATRIX, GtkWidget)

/** Most rows it shows. */
#define GMX_PAIR_MOST 20

GtkWidget *gmx_pair_matrix_new(void);

/** Shows @shares, taken over, with @dataset's names, referenced; NULL shares empty it. */
void gmx_pair_matrix_show(GmxPairMatrix *matrix, GmxPairShares *shares, GmxDataset *dataset);
/** Marks the cell of two classes, in any order; −1: none. */
void gmx_pair_matrix_mark(GmxPairMatrix *matrix, int first, int second);
