/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One blend of a sheet: its picture, and a flag where the network sees a third class in it. */
#include "ui/mixlab/sheet-cell.h"

#include "ui/pixels.h"

struct _GmxSheetCell {
  GtkButton parent_instance;
  int row, column;
  GtkWidget *image, *flag;
};

G_DEFINE_FINAL_TYPE(GmxSheetCell, gmx_sheet_cell, GTK_TYPE_BUTTON)

static void gmx_sheet_cell_class_init(GmxSheetCellClass *class) {
}

static void gmx_sheet_cell_init(GmxSheetCell *self) {
}

GtkWidget *gmx_sheet_cell_new(int row, int column, int size) {
  GmxSheetCell *self = g_object_new(GMX_TYPE_SHEET_CELL, NULL);
  GtkWidget *overlay = gtk_overlay_new();
  self->row = row;
  self->column = column;
  self->image = gmx_pixel_image_new(size);
  self->flag = gtk_image_new_from_icon_name("gmx-flag-symbolic");
  gtk_widget_add_css_class(self->flag, "gmx-cell-flag");
  gtk_widget_set_halign(self->flag, GTK_ALIGN_END);
  gtk_widget_set_valign(self->flag, GTK_ALIGN_START);
  gtk_widget_set_visible(self->flag, FALSE);
  gtk_overlay_set_child(GTK_OVERLAY(overlay), self->image);
  gtk_overlay_add_overlay(GTK_OVERLAY(overlay), self->flag);
  gtk_button_set_child(GTK_BUTTON(self), overlay);
  gtk_widget_set_halign(GTK_WIDGET(self), GTK_ALIGN_CENTER); /* the flag is the image's */
  gtk_widget_add_css_class(GTK_WIDGET(self), "flat");
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-cell");
  return GTK_WIDGET(self);
}

int gmx_sheet_cell_get_row(GmxSheetCell *self) {
  return self->row;
}

int gmx_sheet_cell_get_column(GmxSheetCell *self) {
  return self->column;
}

void gmx_sheet_cell_set_image(GmxSheetCell *self, const guint8 *rgb, int width, int height) {
  gmx_pixel_image_set(GMX_PIXEL_IMAGE(self->image), rgb, width, height, 3, "");
}

void gmx_sheet_cell_set_facts(GmxSheetCell *self, gboolean third, const char *label) {
  gtk_widget_set_visible(self->flag, third);
  gtk_widget_set_tooltip_text(GTK_WIDGET(self), label);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}
