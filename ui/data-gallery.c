/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data set itself on the first page: a few images of each class, under one another. */
#include "ui/data-gallery.h"

#include "ui/dataset-pick.h"
#include "ui/format.h"
#include "ui/pixels.h"

#include <glib/gi18n.h>

#define IMAGES_A_CLASS 3
#define MOST_CLASSES 20

struct _GmxDataGallery {
  GtkWidget parent_instance;
  GtkWidget *header, *title, *remark, *counts, *grid;
};

G_DEFINE_FINAL_TYPE(GmxDataGallery, gmx_data_gallery, GTK_TYPE_WIDGET)

static GtkWidget *new_class(GmxDataset *dataset, int label) {
  GmxShape shape = gmx_dataset_get_picture_shape(dataset);
  const char *name = gmx_dataset_get_class_name(dataset, label);
  int indices[IMAGES_A_CLASS];
  int found = gmx_dataset_pick(dataset, label, indices, IMAGES_A_CLASS);
  GtkWidget *column = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8), *caption = gtk_label_new(name);
  for (int i = 0; i < found; i++) {
    GtkWidget *image = gmx_pixel_image_new(64);
    g_autofree guint8 *rgb = g_malloc((gsize)shape.height * shape.width * 3);
    gmx_dataset_get_rgb(dataset, GMX_SPLIT_TRAIN, indices[i], rgb);
    gmx_pixel_image_set(GMX_PIXEL_IMAGE(image), rgb, shape.width, shape.height, 3, name);
    gtk_box_append(GTK_BOX(column), image);
  }
  gtk_label_set_ellipsize(GTK_LABEL(caption), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars(GTK_LABEL(caption), 10);
  gtk_widget_set_tooltip_text(caption, name);
  gtk_widget_add_css_class(caption, "gmx-caption");
  gtk_box_append(GTK_BOX(column), caption);
  return column;
}

void gmx_data_gallery_show(GmxDataGallery *self, GmxDataset *dataset, const char *remark) {
  int classes = MIN(gmx_dataset_get_classes(dataset), MOST_CLASSES);
  g_autofree char *training = gmx_format_count(gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN));
  g_autofree char *held_out = gmx_format_count(gmx_dataset_get_count(dataset, GMX_SPLIT_TEST));
  g_autofree char *counts = g_strdup_printf(_("%s training, %s held-out"), training, held_out);
  g_autofree char *title = g_strdup_printf(_("The data: %s"), gmx_dataset_get_title(dataset));
  gtk_label_set_text(GTK_LABEL(self->title), title);
  gtk_label_set_text(GTK_LABEL(self->remark), remark ? remark : "");
  gtk_label_set_text(GTK_LABEL(self->counts), counts);
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(self->grid)))
    gtk_flow_box_remove(GTK_FLOW_BOX(self->grid), child);
  for (int label = 0; label < classes; label++)
    gtk_flow_box_append(GTK_FLOW_BOX(self->grid), new_class(dataset, label));
  for (child = gtk_widget_get_first_child(self->grid); child;
       child = gtk_widget_get_next_sibling(child))
    gtk_widget_set_focusable(child, FALSE); /* pictures to look at, nothing to choose */
}

void gmx_data_gallery_set_narrow(GmxDataGallery *self, gboolean narrow) {
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self->header),
                                 narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing(GTK_BOX(self->header), narrow ? 2 : 10);
  gtk_label_set_xalign(GTK_LABEL(self->counts), narrow ? 0 : 1);
}

static void data_gallery_dispose(GObject *object) {
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(object))))
    gtk_widget_unparent(child);
  G_OBJECT_CLASS(gmx_data_gallery_parent_class)->dispose(object);
}

static void gmx_data_gallery_class_init(GmxDataGalleryClass *class) {
  G_OBJECT_CLASS(class)->dispose = data_gallery_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BOX_LAYOUT);
}

static GtkWidget *add_label(GmxDataGallery *self, const char *style) {
  GtkWidget *label = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  gtk_widget_add_css_class(label, style);
  gtk_box_append(GTK_BOX(self->header), label);
  return label;
}

static void gmx_data_gallery_init(GmxDataGallery *self) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), 12);
  self->header = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
  self->title = add_label(self, "gmx-step-number");
  self->remark = add_label(self, "gmx-caption");
  self->counts = add_label(self, "gmx-caption");
  gtk_widget_set_hexpand(self->counts, TRUE);
  self->grid = gtk_flow_box_new();
  gtk_flow_box_set_selection_mode(GTK_FLOW_BOX(self->grid), GTK_SELECTION_NONE);
  gtk_flow_box_set_homogeneous(GTK_FLOW_BOX(self->grid), TRUE);
  gtk_flow_box_set_min_children_per_line(GTK_FLOW_BOX(self->grid), 4);
  gtk_flow_box_set_max_children_per_line(GTK_FLOW_BOX(self->grid), 10);
  gtk_flow_box_set_row_spacing(GTK_FLOW_BOX(self->grid), 12);
  gtk_widget_set_parent(self->header, GTK_WIDGET(self));
  gtk_widget_set_parent(self->grid, GTK_WIDGET(self));
}

GtkWidget *gmx_data_gallery_new(void) {
  return g_object_new(GMX_TYPE_DATA_GALLERY, NULL);
}
