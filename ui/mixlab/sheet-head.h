/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of a row or column of the sheet: the picture's class. It can be dragged, dropped on,
 * replaced and removed. */
#pragma once

#include "ui/mixlab/lab.h"

#include <gtk/gtk.h>

#define GMX_TYPE_SHEET_HEAD (gmx_sheet_head_get_type())
G_DECLARE_FINAL_TYPE(GmxSheetHead, gmx_sheet_head, GMX, SHEET_HEAD, GtkButton)

/** Clicked: the picture is to be replaced. Delete removes it. */
GtkWidget *gmx_sheet_head_new(GmxLab *lab, int index, gboolean row);
int gmx_sheet_head_get_index(GmxSheetHead *head);
