/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures by drag and drop: between the lab's own widgets, and PNG files from elsewhere. */
#include "ui/mixlab/picture-drop.h"

#include "ui/format.h"
#include "ui/pixels.h"

#include <glib/gi18n.h>

#define ICON 56

/* Where a drop goes; as long as its widget. */
typedef struct {
  GtkWidget *widget;
  GmxLab *lab;
  GmxLabPicture func;
} Target;

static void target_free(gpointer data, GClosure *closure) {
  g_object_unref(((Target *)data)->lab);
  g_free(data);
}

static gboolean drop_file(Target *target, GFile *file) {
  if (!file)
    return FALSE;
  gmx_lab_read_file(target->lab, file, target->func, G_OBJECT(target->widget));
  return TRUE;
}

static gboolean on_drop(GtkDropTarget *drop, const GValue *value, double x, double y,
                        gpointer data) {
  Target *target = data;
  if (G_VALUE_HOLDS(value, GMX_TYPE_PICTURE)) {
    target->func(g_value_get_boxed(value), target->widget);
    return TRUE;
  }
  if (G_VALUE_HOLDS(value, GDK_TYPE_FILE_LIST)) {
    g_autoptr(GSList) files = gdk_file_list_get_files(g_value_get_boxed(value));
    return drop_file(target, files ? files->data : NULL);
  }
  return G_VALUE_HOLDS(value, G_TYPE_FILE) && drop_file(target, g_value_get_object(value));
}

void gmx_picture_drop_add(GtkWidget *widget, GmxLab *lab, GmxLabPicture func) {
  GType types[] = {GMX_TYPE_PICTURE, GDK_TYPE_FILE_LIST, G_TYPE_FILE};
  GtkDropTarget *drop = gtk_drop_target_new(G_TYPE_INVALID, GDK_ACTION_COPY);
  Target *target = g_new(Target, 1);
  *target = (Target){widget, g_object_ref(lab), func};
  gtk_drop_target_set_gtypes(drop, types, G_N_ELEMENTS(types));
  g_signal_connect_data(drop, "drop", G_CALLBACK(on_drop), target, target_free, 0);
  gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(drop));
}

static GdkContentProvider *on_prepare(GtkDragSource *source, double x, double y, gpointer data) {
  GtkWidget *widget = gtk_event_controller_get_widget(GTK_EVENT_CONTROLLER(source));
  GmxPictureDragged func = data;
  g_autoptr(GmxPicture) picture = func(widget);
  if (!picture)
    return NULL;
  const GmxShape shape = picture->shape;
  g_autoptr(GdkTexture) icon =
      gmx_pixels_to_texture(picture->pixels, shape.width, shape.height, shape.channels,
                            gmx_pixels_factor(MAX(shape.width, shape.height), ICON));
  gtk_drag_source_set_icon(source, GDK_PAINTABLE(icon), -8, -8);
  return gdk_content_provider_new_typed(GMX_TYPE_PICTURE, picture);
}

void gmx_picture_drag_add(GtkWidget *widget, GmxPictureDragged func) {
  GtkDragSource *source = gtk_drag_source_new();
  gtk_drag_source_set_actions(source, GDK_ACTION_COPY);
  g_signal_connect(source, "prepare", G_CALLBACK(on_prepare), func);
  gtk_widget_add_controller(widget, GTK_EVENT_CONTROLLER(source));
}

void gmx_picture_show(GtkWidget *image, const GmxPicture *picture, const char *name) {
  gmx_pixel_image_set(GMX_PIXEL_IMAGE(image), picture->pixels, picture->shape.width,
                      picture->shape.height, picture->shape.channels, name);
}

char *gmx_picture_describe(const GmxPicture *picture) {
  if (picture->index < 0)
    return g_strdup(picture->name);
  g_autofree char *number = gmx_format_count(picture->index);
  const gboolean training = picture->split == GMX_SPLIT_TRAIN;
  if (picture->dataset)
    return g_strdup_printf(training ? _("point %s") : _("held-out point %s"), number);
  return g_strdup_printf(training ? _("image %s") : _("held-out image %s"), number);
}
