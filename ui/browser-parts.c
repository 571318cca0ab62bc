/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What windows that browse examples have in common. */
#include "ui/browser-parts.h"

#include "ui/format.h"
#include "ui/pixels.h"

#include <glib/gi18n.h>

#define MOST_COLUMNS 12

/* After the tile's own binding, which is connected first. */
static void on_bind(GtkSignalListItemFactory *factory, GtkListItem *list_item) {
  g_object_set_data_full(G_OBJECT(gtk_list_item_get_child(list_item)), "item",
                         g_object_ref(gtk_list_item_get_item(list_item)), g_object_unref);
}

static void on_unbind(GtkSignalListItemFactory *factory, GtkListItem *list_item) {
  g_object_set_data(G_OBJECT(gtk_list_item_get_child(list_item)), "item", NULL);
}

GtkWidget *gmx_browser_grid_new(GtkSelectionModel *model, guint least_columns, const char *name,
                                GmxTileFunc setup, GmxTileFunc bind, GtkWidget **grid) {
  GtkWidget *scroller = gtk_scrolled_window_new();
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new();
  g_signal_connect(factory, "setup", G_CALLBACK(setup), NULL);
  g_signal_connect(factory, "bind", G_CALLBACK(bind), NULL);
  g_signal_connect(factory, "bind", G_CALLBACK(on_bind), NULL);
  g_signal_connect(factory, "unbind", G_CALLBACK(on_unbind), NULL);
  *grid = gtk_grid_view_new(g_object_ref(model), factory);
  gtk_grid_view_set_min_columns(GTK_GRID_VIEW(*grid), least_columns);
  gtk_grid_view_set_max_columns(GTK_GRID_VIEW(*grid), MOST_COLUMNS);
  gtk_widget_add_css_class(*grid, "gmx-browser");
  gtk_accessible_update_property(GTK_ACCESSIBLE(*grid), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), *grid);
  gtk_widget_set_vexpand(scroller, TRUE);
  return scroller;
}

void gmx_browser_show_image(GtkWidget *image, GmxDataset *dataset, GmxSplit split, int index,
                            const char *words) {
  const GmxShape shape = gmx_dataset_get_picture_shape(dataset);
  g_autofree guint8 *rgb = g_malloc((gsize)shape.height * shape.width * 3);
  gmx_dataset_get_rgb(dataset, split, index, rgb);
  gmx_pixel_image_set(GMX_PIXEL_IMAGE(image), rgb, shape.width, shape.height, 3, words);
}

GtkWidget *gmx_browser_actions_new(GtkWidget **count) {
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  *count = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(*count), 0);
  gtk_label_set_ellipsize(GTK_LABEL(*count), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand(*count, TRUE);
  gtk_widget_add_css_class(*count, "gmx-caption");
  gtk_widget_add_css_class(*count, "numeric");
  gtk_widget_add_css_class(line, "gmx-page");
  gtk_box_append(GTK_BOX(line), *count);
  return line;
}

GtkWidget *gmx_browser_add_action(GtkWidget *line, const char *label, const char *tip,
                                  GCallback func, gpointer data) {
  GtkWidget *button = gtk_button_new_with_label(label);
  gtk_widget_set_tooltip_text(button, tip);
  g_signal_connect_swapped(button, "clicked", func, data);
  gtk_box_append(GTK_BOX(line), button);
  return button;
}

void gmx_browser_show_count(GtkWidget *label, GmxDataset *dataset, guint count) {
  const gboolean points = dataset && gmx_dataset_is_points(dataset);
  g_autofree char *number = gmx_format_count(count);
  g_autofree char *text = g_strdup_printf(points ? ngettext("%s point", "%s points", count)
                                                 : ngettext("%s image", "%s images", count),
                                          number);
  gtk_label_set_text(GTK_LABEL(label), text);
}

static gboolean on_escape(GtkWidget *widget, GVariant *arguments, gpointer data) {
  gtk_window_close(GTK_WINDOW(widget));
  return TRUE;
}

void gmx_browser_close_on_escape(GtkWidgetClass *class) {
  gtk_widget_class_add_binding(class, GDK_KEY_Escape, 0, on_escape, NULL);
}
