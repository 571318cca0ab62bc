/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The head of a row or column of the sheet. */
#include "ui/mixlab/sheet-head.h"

#include "ui/mixlab/picture-drop.h"

#include <glib/gi18n.h>

struct _GmxSheetHead {
  GtkButton parent_instance;
  GmxLab *lab;
  int index;
};

G_DEFINE_FINAL_TYPE(GmxSheetHead, gmx_sheet_head, GTK_TYPE_BUTTON)

static GmxPicture *drag(gpointer widget) {
  GmxSheetHead *self = GMX_SHEET_HEAD(widget);
  GPtrArray *pictures = gmx_lab_get_pictures(self->lab);
  return self->index < (int)pictures->len
             ? gmx_picture_ref(g_ptr_array_index(pictures, self->index))
             : NULL;
}

static void drop(GmxPicture *picture, gpointer widget) {
  GmxSheetHead *self = GMX_SHEET_HEAD(widget);
  gmx_lab_put_picture(self->lab, self->index, picture);
}

static gboolean on_delete(GtkWidget *widget, GVariant *arguments, gpointer data) {
  GmxSheetHead *self = GMX_SHEET_HEAD(widget);
  gmx_lab_remove_picture(self->lab, self->index);
  return TRUE;
}

static void head_dispose(GObject *object) {
  g_clear_object(&GMX_SHEET_HEAD(object)->lab);
  G_OBJECT_CLASS(gmx_sheet_head_parent_class)->dispose(object);
}

static void gmx_sheet_head_class_init(GmxSheetHeadClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = head_dispose;
  gtk_widget_class_add_binding(widget_class, GDK_KEY_Delete, 0, on_delete, NULL);
  gtk_widget_class_add_binding(widget_class, GDK_KEY_BackSpace, 0, on_delete, NULL);
}

static void gmx_sheet_head_init(GmxSheetHead *self) {
}

int gmx_sheet_head_get_index(GmxSheetHead *self) {
  return self->index;
}

GtkWidget *gmx_sheet_head_new(GmxLab *lab, int index, gboolean row) {
  GmxSheetHead *self = g_object_new(GMX_TYPE_SHEET_HEAD, NULL);
  const GmxPicture *picture = g_ptr_array_index(gmx_lab_get_pictures(lab), index);
  const char *name = picture->label >= 0
                         ? gmx_dataset_get_class_name(gmx_lab_get_dataset(lab), picture->label)
                         : picture->name;
  GtkWidget *text = gtk_label_new(name);
  g_autofree char *tip =
      g_strdup_printf(_("%s\nClick to replace it, Delete to remove it"), picture->name);
  g_autofree char *label =
      g_strdup_printf(row ? _("Row %d: %s") : _("Column %d: %s"), index + 1, picture->name);
  self->lab = g_object_ref(lab);
  self->index = index;
  gtk_label_set_ellipsize(GTK_LABEL(text), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars(GTK_LABEL(text), 8); /* a name does not push the images apart */
  gtk_label_set_xalign(GTK_LABEL(text), row ? 1 : 0.5f);
  gtk_button_set_child(GTK_BUTTON(self), text);
  gtk_widget_add_css_class(GTK_WIDGET(self), "flat");
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-sheet-head");
  gtk_widget_set_tooltip_text(GTK_WIDGET(self), tip);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gmx_picture_drag_add(GTK_WIDGET(self), drag);
  gmx_picture_drop_add(GTK_WIDGET(self), lab, drop);
  return GTK_WIDGET(self);
}
