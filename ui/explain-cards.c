/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card of the first page that shows mix, perturb and combine with images of the data set.
 *
 * The blends are real. Which of them will be sharp nobody knows before a network has learned: the
 * third part only shows the idea, with even blends of two classes against near-pure ones. */
#include "ui/explain-cards.h"

#include "ui/chart/palette.h"
#include "ui/dataset-pick.h"
#include "ui/format.h"
#include "ui/pixels.h"

#include <glib/gi18n.h>
#include <math.h>

#define LAMBDA 0.62
#define N_SMALL 3

struct _GmxExplainCards {
  GtkWidget parent_instance;

  GtkWidget *parent_a, *parent_b, *blend;
  GtkWidget *sharp[N_SMALL], *flat[N_SMALL];
  GtkWidget *mix_text;
};

G_DEFINE_FINAL_TYPE(GmxExplainCards, gmx_explain_cards, GTK_TYPE_WIDGET)

static GtkWidget *new_part(const char *title, const char *text, GtkWidget *picture,
                           GtkWidget **text_label) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *heading = gtk_label_new(title), *label = gtk_label_new(text);
  gtk_widget_set_halign(picture, GTK_ALIGN_START);
  gtk_widget_set_vexpand(picture, TRUE); /* side by side, the three titles stand in one line */
  gtk_label_set_xalign(GTK_LABEL(heading), 0);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_yalign(GTK_LABEL(label), 0);
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  gtk_label_set_width_chars(GTK_LABEL(label), 24);
  gtk_label_set_max_width_chars(GTK_LABEL(label), 32);
  gtk_widget_add_css_class(heading, "gmx-step-number");
  gtk_widget_add_css_class(label, "gmx-caption");
  gtk_widget_set_margin_top(heading, 6);
  gtk_box_append(GTK_BOX(box), picture);
  gtk_box_append(GTK_BOX(box), heading);
  gtk_box_append(GTK_BOX(box), label);
  if (text_label)
    *text_label = label;
  return box;
}

static GtkWidget *new_mix_part(GmxExplainCards *self) {
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
  self->parent_a = gmx_pixel_image_new(64);
  self->parent_b = gmx_pixel_image_new(64);
  self->blend = gmx_pixel_image_new(64);
  gtk_box_append(GTK_BOX(line), self->parent_a);
  gtk_box_append(GTK_BOX(line), gtk_label_new("+"));
  gtk_box_append(GTK_BOX(line), self->parent_b);
  gtk_box_append(GTK_BOX(line), gtk_label_new("="));
  gtk_box_append(GTK_BOX(line), self->blend);
  return new_part(_("1  Mix"), "", line, &self->mix_text);
}

/* The climb: w in a valley, w + ε̂ a way ρ up its side. */

static double valley(double x) {
  return 96 - 0.0134 * (x - 62) * (x - 62) * (x > 62 ? 1.35 : 1);
}

static void draw_point(cairo_t *cr, const GmxPalette *palette, const char *color, double x) {
  gmx_palette_set_source(palette, cr, color, 1);
  cairo_arc(cr, x, valley(x), 5, 0, 2 * G_PI);
  cairo_fill(cr);
}

static void draw_label(GtkWidget *widget, cairo_t *cr, const char *markup, double x, double y) {
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout(widget, NULL);
  pango_layout_set_markup(layout, markup, -1);
  cairo_move_to(cr, x, y);
  pango_cairo_show_layout(cr, layout);
}

static void draw_arrow(cairo_t *cr, double from, double to, double y) {
  cairo_set_line_width(cr, 1.5);
  cairo_move_to(cr, from, y);
  cairo_line_to(cr, to - 4, y);
  cairo_stroke(cr);
  cairo_move_to(cr, to, y);
  cairo_line_to(cr, to - 6, y - 3.5);
  cairo_line_to(cr, to - 6, y + 3.5);
  cairo_fill(cr);
}

static void draw_climb(GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data) {
  const double w = 84, climbed = 120;
  GtkWidget *widget = GTK_WIDGET(area);
  g_autoptr(GmxPalette) palette = gmx_palette_new(widget);
  gmx_palette_set_source(palette, cr, "gmx_measure", 0.5);
  cairo_set_line_width(cr, 2);
  for (double x = 4; x <= 134; x += 2)
    cairo_line_to(cr, x, valley(x));
  cairo_stroke(cr);
  gmx_palette_set_source(palette, cr, "gmx_perturbed", 1);
  draw_arrow(cr, w + 3, climbed, 106);
  draw_label(widget, cr, "<small>ρ</small>", (w + climbed) / 2 - 4, 86);
  draw_label(widget, cr, "<small><b>w + ε̂</b></small>", climbed + 10, valley(climbed) - 8);
  draw_point(cr, palette, "gmx_perturbed", climbed);
  gmx_palette_set_source(palette, cr, "gmx_at_w", 1);
  draw_label(widget, cr, "<small><b>w</b></small>", w - 18, valley(w) - 20);
  draw_point(cr, palette, "gmx_at_w", w);
}

static GtkWidget *new_perturb_part(void) {
  GtkWidget *area = gtk_drawing_area_new();
  gtk_drawing_area_set_content_width(GTK_DRAWING_AREA(area), 190);
  gtk_drawing_area_set_content_height(GTK_DRAWING_AREA(area), 136);
  gtk_drawing_area_set_draw_func(GTK_DRAWING_AREA(area), draw_climb, NULL, NULL);
  return new_part(_("2  Perturb"),
                  _("Climb a distance ρ to where the loss is higher, and take the gradient "
                    "there."),
                  area, NULL);
}

/* Mark, name and small images of one side. */
static void attach_side(GtkGrid *grid, int row, gboolean sharp, GtkWidget **images) {
  GtkWidget *mark =
      gtk_image_new_from_icon_name(sharp ? "gmx-sharp-symbolic" : "gmx-flat-symbolic");
  GtkWidget *label = gtk_label_new(sharp ? _("Sharp") : _("Flat"));
  gtk_image_set_pixel_size(GTK_IMAGE(mark), 12);
  gtk_widget_add_css_class(mark, sharp ? "gmx-sharp-mark" : "gmx-flat-mark");
  gtk_widget_add_css_class(label, "gmx-small");
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_grid_attach(grid, mark, 0, row, 1, 1);
  gtk_grid_attach(grid, label, 1, row, 1, 1);
  for (int i = 0; i < N_SMALL; i++) {
    images[i] = gmx_pixel_image_new(64);
    gtk_widget_set_margin_start(images[i], i == 0 ? 10 : 0);
    gtk_grid_attach(grid, images[i], 2 + i, row, 1, 1);
  }
}

static GtkWidget *new_combine_part(GmxExplainCards *self) {
  GtkWidget *grid = gtk_grid_new();
  gtk_grid_set_row_spacing(GTK_GRID(grid), 8);
  gtk_grid_set_column_spacing(GTK_GRID(grid), 6);
  attach_side(GTK_GRID(grid), 0, TRUE, self->sharp);
  attach_side(GTK_GRID(grid), 1, FALSE, self->flat);
  return new_part(_("3  Combine"), _("Sort the examples by how much the climb raised their loss."),
                  grid, NULL);
}

/* Showing a data set */

static void show_blend(GmxDataset *dataset, GtkWidget *image, int first, int second,
                       double lambda) {
  GmxShape shape = gmx_dataset_get_picture_shape(dataset);
  g_autofree guint8 *pixels = gmx_dataset_blend(dataset, first, second, lambda);
  int a = gmx_dataset_get_label(dataset, GMX_SPLIT_TRAIN, first);
  int b = gmx_dataset_get_label(dataset, GMX_SPLIT_TRAIN, second);
  g_autofree char *label =
      g_strdup_printf(_("%s and %s mixed"), gmx_dataset_get_class_name(dataset, a),
                      gmx_dataset_get_class_name(dataset, b));
  gmx_pixel_image_set(GMX_PIXEL_IMAGE(image), pixels, shape.width, shape.height, 3,
                      lambda == 1 ? gmx_dataset_get_class_name(dataset, a) : label);
}

/* The first example of a class, counted round: the next one where the classes are few. Any example
 * where the class has none. */
static int one_of(GmxDataset *dataset, int label) {
  const int classes = gmx_dataset_get_classes(dataset), round = MIN(label / classes, 4);
  int indices[5] = {0};
  int found = gmx_dataset_pick(dataset, label % classes, indices, round + 1);
  return indices[MAX(0, found - 1)];
}

/* "star", but "class 5": a number behind a percentage would read as a slip. */
static char *class_of(GmxDataset *dataset, int index) {
  int label = gmx_dataset_get_label(dataset, GMX_SPLIT_TRAIN, index);
  const char *name = gmx_dataset_get_class_name(dataset, label);
  return g_ascii_isdigit(*name) ? g_strdup_printf(_("class %s"), name) : g_strdup(name);
}

void gmx_explain_cards_show(GmxExplainCards *self, GmxDataset *dataset) {
  static const double even[N_SMALL] = {0.5, 0.55, 0.6}, near_pure[N_SMALL] = {0.97, 0.94, 0.98};
  int classes = gmx_dataset_get_classes(dataset);
  int a = one_of(dataset, 5), b = one_of(dataset, 5 % classes == 1 ? 0 : 1);
  show_blend(dataset, self->parent_a, a, b, 1);
  show_blend(dataset, self->parent_b, b, a, 1);
  show_blend(dataset, self->blend, a, b, LAMBDA);
  for (int i = 0; i < N_SMALL; i++) {
    show_blend(dataset, self->sharp[i], one_of(dataset, 2 * i + 1), one_of(dataset, 5 + i),
               even[i]);
    show_blend(dataset, self->flat[i], one_of(dataset, 9 - 3 * i), one_of(dataset, 2 + i),
               near_pure[i]);
  }
  g_autofree char *share = gmx_format_percent(LAMBDA, 0);
  g_autofree char *rest = gmx_format_percent(1 - LAMBDA, 0);
  g_autofree char *name_a = class_of(dataset, a), *name_b = class_of(dataset, b);
  g_autofree char *text =
      g_strdup_printf(gmx_dataset_is_points(dataset)
                          ? _("Two points become one: %s %s, %s %s. So do their labels.")
                          : _("Two images become one: %s %s, %s %s. So do their labels."),
                      share, name_a, rest, name_b);
  gtk_label_set_text(GTK_LABEL(self->mix_text), text);
}

void gmx_explain_cards_set_narrow(GmxExplainCards *self, gboolean narrow) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(layout),
                                 narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}

static void explain_cards_dispose(GObject *object) {
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(object))))
    gtk_widget_unparent(child);
  G_OBJECT_CLASS(gmx_explain_cards_parent_class)->dispose(object);
}

static void gmx_explain_cards_class_init(GmxExplainCardsClass *class) {
  G_OBJECT_CLASS(class)->dispose = explain_cards_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BOX_LAYOUT);
}

static void gmx_explain_cards_init(GmxExplainCards *self) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  GtkWidget *parts[] = {new_mix_part(self), new_perturb_part(), new_combine_part(self)};
  gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), 24);
  gtk_box_layout_set_homogeneous(GTK_BOX_LAYOUT(layout), FALSE);
  for (gsize i = 0; i < G_N_ELEMENTS(parts); i++) {
    gtk_widget_set_hexpand(parts[i], TRUE);
    gtk_widget_set_parent(parts[i], GTK_WIDGET(self));
  }
  gtk_widget_add_css_class(GTK_WIDGET(self), "card");
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-explain");
}

GtkWidget *gmx_explain_cards_new(void) {
  return g_object_new(GMX_TYPE_EXPLAIN_CARDS, NULL);
}
