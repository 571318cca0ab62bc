/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Tiles in a line: one stop of the Tab key, within which the arrow keys move. */
#include "ui/tile-row.h"

struct _GmxTileRow {
  GtkWidget parent_instance;

  GPtrArray *tiles; /* GtkWidget, borrowed: all that were ever needed; the first few are shown */
  GtkWidget *last;  /* that had the focus last, borrowed */
};

G_DEFINE_FINAL_TYPE(GmxTileRow, gmx_tile_row, GTK_TYPE_WIDGET)

static gboolean move(GmxTileRow *self, GtkWidget *from, gboolean forward) {
  GtkWidget *to = forward ? gtk_widget_get_next_sibling(from) : gtk_widget_get_prev_sibling(from);
  if (!to || !gtk_widget_get_visible(to))
    return FALSE;
  self->last = to;
  return gtk_widget_grab_focus(to);
}

static gboolean tile_row_focus(GtkWidget *widget, GtkDirectionType direction) {
  GmxTileRow *self = GMX_TILE_ROW(widget);
  GtkWidget *inside = gtk_widget_get_focus_child(widget);
  gboolean rtl = gtk_widget_get_direction(widget) == GTK_TEXT_DIR_RTL;
  if (inside) {
    if (direction == GTK_DIR_LEFT || direction == GTK_DIR_RIGHT)
      return move(self, inside, (direction == GTK_DIR_RIGHT) != rtl);
    return FALSE;
  }
  GtkWidget *first = gtk_widget_get_first_child(widget);
  GtkWidget *to = self->last && gtk_widget_get_visible(self->last) ? self->last : first;
  return to && gtk_widget_get_visible(to) && gtk_widget_grab_focus(to);
}

static void tile_row_dispose(GObject *object) {
  GmxTileRow *self = GMX_TILE_ROW(object);
  GtkWidget *child;
  self->last = NULL;
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(self))))
    gtk_widget_unparent(child);
  g_clear_pointer(&self->tiles, g_ptr_array_unref);
  G_OBJECT_CLASS(gmx_tile_row_parent_class)->dispose(object);
}

static void gmx_tile_row_class_init(GmxTileRowClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = tile_row_dispose;
  widget_class->focus = tile_row_focus;
  gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_LIST);
}

static void gmx_tile_row_init(GmxTileRow *self) {
  self->tiles = g_ptr_array_new();
}

GtkWidget *gmx_tile_row_new(int spacing) {
  GmxTileRow *self = g_object_new(GMX_TYPE_TILE_ROW, NULL);
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), spacing);
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-tile-row");
  return GTK_WIDGET(self);
}

void gmx_tile_row_show(GmxTileRow *self, GmxGallery *gallery, const int *indices, int count,
                       GmxDataset *dataset) {
  while (self->tiles->len < (guint)count) {
    GtkWidget *tile = gmx_tile_new();
    gtk_widget_set_parent(tile, GTK_WIDGET(self));
    g_ptr_array_add(self->tiles, tile);
  }
  for (guint i = 0; i < self->tiles->len; i++) {
    GtkWidget *tile = g_ptr_array_index(self->tiles, i);
    if (i < (guint)count)
      gmx_tile_show(GMX_TILE(tile), gallery, indices[i], dataset);
    gtk_widget_set_visible(tile, i < (guint)count);
  }
}
