/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A few examples of a step as sums of pictures: λ of one and 1 − λ of another make the mixed one.
 */
#include "ui/slowmotion/pairs-picture.h"

#include "ui/format.h"
#include "ui/pixels.h"

#include <glib/gi18n.h>

#define ROWS 3
#define SIZE 56

typedef struct {
  GtkWidget *shares[2], *images[3], *names[2];
  GtkWidget *parts[12]; /* all of the row, to hide it */
  int count;
} Row;

struct _GmxPairsPicture {
  GtkWidget parent_instance;

  GtkWidget *grid;
  Row rows[ROWS];
};

G_DEFINE_FINAL_TYPE(GmxPairsPicture, gmx_pairs_picture, GTK_TYPE_WIDGET)

static void attach(GmxPairsPicture *self, int row, int column, GtkWidget *part) {
  Row *r = &self->rows[row];
  gtk_widget_set_valign(part, GTK_ALIGN_CENTER);
  gtk_grid_attach(GTK_GRID(self->grid), part, column, row, 1, 1);
  r->parts[r->count++] = part;
}

static GtkWidget *new_share(void) {
  GtkWidget *label = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(label), 1);
  gtk_widget_add_css_class(label, "numeric");
  gtk_widget_add_css_class(label, "gmx-fact-value");
  return label;
}

static GtkWidget *new_sign(const char *sign) {
  GtkWidget *label = gtk_label_new(sign);
  gtk_widget_add_css_class(label, "gmx-sign");
  return label;
}

/* The image over its class. */
static GtkWidget *new_parent(GtkWidget **image, GtkWidget **name) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 1);
  *image = gmx_pixel_image_new(SIZE);
  *name = gtk_label_new(NULL);
  gtk_label_set_ellipsize(GTK_LABEL(*name), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars(GTK_LABEL(*name), 9);
  gtk_widget_add_css_class(*name, "gmx-small");
  gtk_box_append(GTK_BOX(box), *image);
  gtk_box_append(GTK_BOX(box), *name);
  return box;
}

static void build_row(GmxPairsPicture *self, int row) {
  Row *r = &self->rows[row];
  for (int parent = 0; parent < 2; parent++) {
    r->shares[parent] = new_share();
    attach(self, row, parent * 3, r->shares[parent]);
    attach(self, row, parent * 3 + 1, new_parent(&r->images[parent], &r->names[parent]));
    attach(self, row, parent * 3 + 2, new_sign(parent == 0 ? "+" : "="));
  }
  r->images[2] = gmx_pixel_image_new(SIZE);
  attach(self, row, 6, r->images[2]);
}

static void pairs_picture_dispose(GObject *object) {
  g_clear_pointer(&GMX_PAIRS_PICTURE(object)->grid, gtk_widget_unparent);
  G_OBJECT_CLASS(gmx_pairs_picture_parent_class)->dispose(object);
}

static void gmx_pairs_picture_class_init(GmxPairsPictureClass *class) {
  G_OBJECT_CLASS(class)->dispose = pairs_picture_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_pairs_picture_init(GmxPairsPicture *self) {
  self->grid = gtk_grid_new();
  gtk_grid_set_column_spacing(GTK_GRID(self->grid), 8);
  gtk_grid_set_row_spacing(GTK_GRID(self->grid), 6);
  gtk_widget_set_halign(self->grid, GTK_ALIGN_CENTER);
  gtk_widget_set_valign(self->grid, GTK_ALIGN_CENTER);
  for (int row = 0; row < ROWS; row++)
    build_row(self, row);
  gtk_widget_set_parent(self->grid, GTK_WIDGET(self));
}

GtkWidget *gmx_pairs_picture_new(void) {
  return g_object_new(GMX_TYPE_PAIRS_PICTURE, NULL);
}

/* A gallery mixes by its λ; 1 and 0 of it are the parents themselves. */
static void show_images(Row *r, const GmxGallery *g, GmxDataset *dataset, int i) {
  const double shares[3] = {1, 0, g->lambdas[i]};
  const int labels[2] = {g->first_label[i], g->second_label[i]};
  g_autofree guint8 *rgb = g_malloc((gsize)g->width * g->height * 3);
  for (int part = 0; part < 3; part++) {
    const char *name = part < 2 ? gmx_dataset_get_class_name(dataset, labels[part]) : _("mixed");
    gmx_batch_mix_rgb(dataset, GMX_SPLIT_TRAIN, g->first[i],
                      g->first_move ? &g->first_move[i] : NULL, g->second[i],
                      g->second_move ? &g->second_move[i] : NULL, shares[part], rgb);
    gmx_pixel_image_set(GMX_PIXEL_IMAGE(r->images[part]), rgb, g->width, g->height, 3, name);
    if (part < 2)
      gtk_label_set_text(GTK_LABEL(r->names[part]), name);
  }
}

static void show_row(GmxPairsPicture *self, int row, const GmxGallery *g, GmxDataset *dataset,
                     int i) {
  Row *r = &self->rows[row];
  g_autofree char *own = gmx_format_number(g->lambdas[i], 2);
  g_autofree char *other = gmx_format_number(1 - g->lambdas[i], 2);
  gtk_label_set_text(GTK_LABEL(r->shares[0]), own);
  gtk_label_set_text(GTK_LABEL(r->shares[1]), other);
  show_images(r, g, dataset, i);
}

void gmx_pairs_picture_show(GmxPairsPicture *self, const GmxGallery *g, GmxDataset *dataset) {
  for (int row = 0; row < ROWS; row++) {
    const gboolean shown = row < g->count;
    for (int part = 0; part < self->rows[row].count; part++)
      gtk_widget_set_visible(self->rows[row].parts[part], shown);
    if (shown)
      show_row(self, row, g, dataset, g->order[row]);
  }
}
