/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of tool rows, which are to look and to shrink alike on every page. */
#include "ui/tool-parts.h"

void gmx_tool_name(GtkWidget *widget, const char *name, const char *tooltip) {
  gtk_accessible_update_property(GTK_ACCESSIBLE(widget), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  if (tooltip)
    gtk_widget_set_tooltip_text(widget, tooltip);
}

GtkWidget *gmx_tool_content_new(const char *icon, const char *words) {
  GtkWidget *content = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_box_append(GTK_BOX(content), gtk_image_new_from_icon_name(icon));
  gtk_box_append(GTK_BOX(content), gtk_label_new(words));
  return content;
}

void gmx_tool_content_show_words(GtkWidget *content, gboolean visible) {
  GtkWidget *icon = gtk_widget_get_first_child(content);
  gtk_widget_set_visible(gtk_widget_get_next_sibling(icon), visible);
}

GtkWidget *gmx_tool_note_new(void) {
  GtkWidget *note = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(note), 0);
  gtk_label_set_ellipsize(GTK_LABEL(note), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class(note, "gmx-tool-note");
  gtk_widget_add_css_class(note, "numeric");
  return note;
}

void gmx_tool_note_place(GtkWidget *note, GtkWidget *row, GtkWidget *after, GtkWidget *box,
                         gboolean narrow) {
  GtkWidget *parent = gtk_widget_get_parent(note);
  if (parent == (narrow ? box : row))
    return;
  g_object_ref(note);
  if (parent)
    gtk_box_remove(GTK_BOX(parent), note);
  if (narrow)
    gtk_box_append(GTK_BOX(box), note);
  else
    gtk_box_insert_child_after(GTK_BOX(row), note, after);
  g_object_unref(note);
}

void gmx_tool_rows_init(GtkWidget *tools, int spacing, int count, GtkWidget **rows) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(tools);
  gtk_orientable_set_orientation(GTK_ORIENTABLE(layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), 6);
  for (int i = 0; i < count; i++) {
    rows[i] = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, spacing);
    gtk_widget_set_parent(rows[i], tools);
  }
}

void gmx_tool_row_take(GtkWidget *row, GtkWidget *widget) {
  g_object_ref(widget);
  if (gtk_widget_get_parent(widget))
    gtk_box_remove(GTK_BOX(gtk_widget_get_parent(widget)), widget);
  gtk_box_append(GTK_BOX(row), widget);
  g_object_unref(widget);
}

GtkWidget *gmx_tool_spacer_new(void) {
  GtkWidget *spacer = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_hexpand(spacer, TRUE);
  return spacer;
}

GtkWidget *gmx_tool_scroller_new(GtkWidget *child) {
  GtkWidget *scroller = gtk_scrolled_window_new();
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller), GTK_POLICY_EXTERNAL,
                                 GTK_POLICY_NEVER);
  gtk_scrolled_window_set_propagate_natural_width(GTK_SCROLLED_WINDOW(scroller), TRUE);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), child);
  return scroller;
}
