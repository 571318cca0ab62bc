/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chosen pictures, each blended with each at the slider's λ. Row: A, column: B. */
#pragma once

#include "ui/mixlab/lab.h"

#include <gtk/gtk.h>

#define GMX_TYPE_SHEET_CARD (gmx_sheet_card_get_type())
G_DECLARE_FINAL_TYPE(GmxSheetCard, gmx_sheet_card, GMX, SHEET_CARD, GtkWidget)

/** Signal: "choose" (int index), a picture is to be chosen for this place; −1: to be added. */
GtkWidget *gmx_sheet_card_new(GmxLab *lab);
