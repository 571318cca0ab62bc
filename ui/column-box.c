/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lays its children out in two columns where there is room for them, else in one.
 *
 * Rows share the height; children of a row are equally wide. A last child alone in its row spans
 * it, so that three charts leave no hole. */
#include "ui/column-box.h"

struct _GmxColumnBox {
  GtkWidget parent_instance;
  int least_width, spacing;
};

G_DEFINE_FINAL_TYPE(GmxColumnBox, gmx_column_box, GTK_TYPE_WIDGET)

static int count_children(GtkWidget *widget) {
  int count = 0;
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
       child = gtk_widget_get_next_sibling(child))
    count += gtk_widget_should_layout(child) ? 1 : 0;
  return count;
}

static int columns_for(GmxColumnBox *self, int width, int count) {
  return width >= 2 * self->least_width + self->spacing && count > 1 ? 2 : 1;
}

static void measure_width(GmxColumnBox *self, int *minimum, int *natural) {
  GtkWidget *widget = GTK_WIDGET(self);
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
       child = gtk_widget_get_next_sibling(child)) {
    int least = 0, wished = 0;
    if (!gtk_widget_should_layout(child))
      continue;
    gtk_widget_measure(child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &wished, NULL, NULL);
    *minimum = MAX(*minimum, least);
    *natural = MAX(*natural, 2 * wished + self->spacing);
  }
}

static void measure_height(GmxColumnBox *self, int width, int *minimum, int *natural) {
  GtkWidget *widget = GTK_WIDGET(self);
  int count = count_children(widget), columns = columns_for(self, width, count);
  int rows = (count + columns - 1) / columns, least_row = 0, wished_row = 0;
  int child_width = width < 0 ? -1 : (width - (columns - 1) * self->spacing) / columns;
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
       child = gtk_widget_get_next_sibling(child)) {
    int least = 0, wished = 0;
    if (!gtk_widget_should_layout(child))
      continue;
    gtk_widget_measure(child, GTK_ORIENTATION_VERTICAL, child_width, &least, &wished, NULL, NULL);
    least_row = MAX(least_row, least);
    wished_row = MAX(wished_row, wished);
  }
  int gaps = MAX(0, rows - 1) * self->spacing;
  *minimum = rows * least_row + gaps;
  *natural = rows * wished_row + gaps;
}

static void column_box_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                               int *minimum, int *natural, int *minimum_baseline,
                               int *natural_baseline) {
  *minimum = *natural = 0;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    measure_width(GMX_COLUMN_BOX(widget), minimum, natural);
  else
    measure_height(GMX_COLUMN_BOX(widget), for_size, minimum, natural);
}

static void column_box_size_allocate(GtkWidget *widget, int width, int height, int baseline) {
  GmxColumnBox *self = GMX_COLUMN_BOX(widget);
  int count = count_children(widget), columns = columns_for(self, width, count), at = 0;
  int rows = (count + columns - 1) / columns;
  if (count == 0)
    return;
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
       child = gtk_widget_get_next_sibling(child)) {
    if (!gtk_widget_should_layout(child))
      continue;
    int row = at / columns, column = at % columns;
    gboolean alone = at == count - 1 && column == 0;
    int room = height - (rows - 1) * self->spacing;
    int top = row * room / rows + row * self->spacing;
    int bottom = (row + 1) * room / rows + row * self->spacing;
    int half = (width - self->spacing) / 2;
    int x = column == 0 ? 0 : half + self->spacing;
    int w = columns == 1 || alone ? width : (column == 0 ? half : width - x);
    gtk_widget_size_allocate(child, &(GtkAllocation){x, top, w, bottom - top}, -1);
    at++;
  }
}

static GtkSizeRequestMode column_box_get_request_mode(GtkWidget *widget) {
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void column_box_dispose(GObject *object) {
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(object))))
    gtk_widget_unparent(child);
  G_OBJECT_CLASS(gmx_column_box_parent_class)->dispose(object);
}

static void gmx_column_box_class_init(GmxColumnBoxClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = column_box_dispose;
  widget_class->measure = column_box_measure;
  widget_class->size_allocate = column_box_size_allocate;
  widget_class->get_request_mode = column_box_get_request_mode;
}

static void gmx_column_box_init(GmxColumnBox *self) {
}

GtkWidget *gmx_column_box_new(int least_width, int spacing) {
  GmxColumnBox *self = g_object_new(GMX_TYPE_COLUMN_BOX, NULL);
  self->least_width = least_width;
  self->spacing = spacing;
  return GTK_WIDGET(self);
}

void gmx_column_box_append(GmxColumnBox *self, GtkWidget *child) {
  gtk_widget_insert_before(child, GTK_WIDGET(self), NULL);
}
