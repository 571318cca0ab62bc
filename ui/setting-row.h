/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of the sidebar: a setting's name or symbol, its editor, its formula, and when it acts.
 *
 * Everything comes from the param spec, so a new setting is a row without new code here. */
#pragma once

#include "ui/settings.h"

#include <gtk/gtk.h>

typedef enum {
  GMX_ROW_TITLED, /* the name on a line, a slider below it */
  GMX_ROW_COMPACT /* a slider with its symbol alone; without a symbol as titled */
} GmxRowLook;

#define GMX_TYPE_SETTING_ROW (gmx_setting_row_get_type())
G_DECLARE_FINAL_TYPE(GmxSettingRow, gmx_setting_row, GMX, SETTING_ROW, GtkWidget)

GtkWidget *gmx_setting_row_new(GmxSettings *settings, GParamSpec *spec, GmxRowLook look);

/** Puts @widget before the editor: a small picture of what is set. */
void gmx_setting_row_add_picture(GmxSettingRow *row, GtkWidget *widget);

/** Text in the caption, before "on reset": "50 000 images"; Pango markup, NULL for none. */
void gmx_setting_row_set_note(GmxSettingRow *row, const char *note);
