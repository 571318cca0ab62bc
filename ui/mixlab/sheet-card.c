/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Chosen pictures, each blended with each at the slider's λ. */
#include "ui/mixlab/sheet-card.h"

#include "ui/help-topics.h"
#include "ui/format.h"
#include "ui/mixlab/picture-drop.h"
#include "ui/mixlab/sheet-cell.h"
#include "ui/mixlab/sheet-head.h"
#include "ui/pixels.h"

#include <glib/gi18n.h>

#define CELL 64 /* room: pictures are drawn at the whole multiple that fits */
#define HEAD 56

struct _GmxSheetCard {
  GtkWidget parent_instance;

  GmxLab *lab;
  GPtrArray *cells; /* GmxSheetCell by row and column, borrowed from the grid */
  guint shown;      /* frame callback that draws the blends anew */

  GtkWidget *box, *title, *note, *grid, *add, *flag, *legend;
};

enum { SIGNAL_CHOOSE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxSheetCard, gmx_sheet_card, GTK_TYPE_WIDGET)

static int count_pictures(GmxSheetCard *self) {
  return (int)gmx_lab_get_pictures(self->lab)->len;
}

static GmxPicture *picture_at(GmxSheetCard *self, int index) {
  return g_ptr_array_index(gmx_lab_get_pictures(self->lab), index);
}

static const char *name_at(GmxSheetCard *self, int index) {
  const GmxPicture *picture = picture_at(self, index);
  return picture->label >= 0
             ? gmx_dataset_get_class_name(gmx_lab_get_dataset(self->lab), picture->label)
             : picture->name;
}

/* What is shown */

static void show_blend(GmxSheetCard *self, int row, int column, guint8 *rgb) {
  const GmxPicture *a = picture_at(self, row), *b = picture_at(self, column);
  GmxSheetCell *cell = g_ptr_array_index(self->cells, row * count_pictures(self) + column);
  gmx_blend_get_rgb(a, b, gmx_lab_get_blend(self->lab), gmx_lab_get_lambda(self->lab), rgb);
  gmx_sheet_cell_set_image(cell, rgb, a->shape.width, a->shape.height);
}

static void show_blends(GmxSheetCard *self) {
  const int count = count_pictures(self);
  g_autofree char *number = gmx_format_number(gmx_lab_get_share(self->lab), 2);
  g_autofree char *title = g_strdup_printf(_("Sheet, λ = %s"), number);
  gtk_label_set_text(GTK_LABEL(self->title), title);
  if (count == 0)
    return;
  const GmxShape shape = picture_at(self, 0)->shape;
  g_autofree guint8 *rgb = g_malloc((gsize)shape.width * shape.height * 3);
  for (int row = 0; row < count; row++)
    for (int column = 0; column < count; column++)
      show_blend(self, row, column, rgb);
}

/* However often λ moves between two frames, the cells are drawn once. */
static gboolean on_frame(GtkWidget *widget, GdkFrameClock *clock, gpointer data) {
  GmxSheetCard *self = GMX_SHEET_CARD(widget);
  self->shown = 0;
  show_blends(self);
  return G_SOURCE_REMOVE;
}

static void on_lambda(GmxSheetCard *self) {
  if (!self->shown)
    self->shown = gtk_widget_add_tick_callback(GTK_WIDGET(self), on_frame, NULL, NULL);
}

static void show_fact(GmxSheetCard *self, const GmxBlendSheet *sheet, int row, int column) {
  const int at = row * count_pictures(self) + column;
  GmxSheetCell *cell = g_ptr_array_index(self->cells, at);
  const int seen = sheet ? sheet->prediction[at] : -1;
  const gboolean third = seen >= 0 && sheet->third[at];
  g_autofree char *pair =
      row == column ? g_strdup(name_at(self, row))
                    : g_strdup_printf(_("%s with %s"), name_at(self, row), name_at(self, column));
  g_autofree char *probability = seen >= 0 ? gmx_format_percent(sheet->probability[at], 0) : NULL;
  g_autofree char *label =
      seen < 0 ? g_strdup(pair)
               : g_strdup_printf(
                     third ? _("%s, seen as a third class: %s, %s") : _("%s, seen as %s, %s"), pair,
                     gmx_dataset_get_class_name(gmx_lab_get_dataset(self->lab), seen), probability);
  gmx_sheet_cell_set_facts(cell, third, label);
}

static void on_sheet(GmxSheetCard *self) {
  const GmxBlendSheet *sheet = gmx_lab_get_sheet(self->lab);
  const int count = count_pictures(self);
  if (sheet && sheet->count != count)
    return; /* of pictures that are gone; the next one is on its way */
  for (int row = 0; row < count; row++)
    for (int column = 0; column < count; column++)
      show_fact(self, sheet, row, column);
}

/* Of two classes each blend has both. */
static void on_dataset(GmxSheetCard *self) {
  GmxDataset *dataset = gmx_lab_get_dataset(self->lab);
  const gboolean two = dataset && gmx_dataset_get_classes(dataset) < 3;
  gtk_widget_set_visible(self->flag, !two);
  gtk_label_set_text(GTK_LABEL(self->legend),
                     two ? _("two classes: no third") : _("seen as a third class"));
}

/* What the user does */

static void on_cell(GmxSheetCard *self, GmxSheetCell *cell) {
  GmxPicture *a = picture_at(self, gmx_sheet_cell_get_row(cell));
  GmxPicture *b = picture_at(self, gmx_sheet_cell_get_column(cell));
  gmx_lab_set_pair(self->lab, a, b, gmx_lab_get_lambda(self->lab));
}

static void on_head(GmxSheetCard *self, GmxSheetHead *head) {
  g_signal_emit(self, signals[SIGNAL_CHOOSE], 0, gmx_sheet_head_get_index(head));
}

static void on_add(GmxSheetCard *self) {
  g_signal_emit(self, signals[SIGNAL_CHOOSE], 0, -1);
}

static void drop_on_add(GmxPicture *picture, gpointer widget) {
  GmxSheetCard *self = GMX_SHEET_CARD(gtk_widget_get_ancestor(widget, GMX_TYPE_SHEET_CARD));
  gmx_lab_put_picture(self->lab, -1, picture);
}

/* Building */

static void add_head(GmxSheetCard *self, int index, gboolean row, int size) {
  GtkWidget *head = gmx_sheet_head_new(self->lab, index, row);
  gtk_widget_set_size_request(head, row ? HEAD : size, -1);
  g_signal_connect_swapped(head, "clicked", G_CALLBACK(on_head), self);
  gtk_grid_attach(GTK_GRID(self->grid), head, row ? 0 : index + 1, row ? index + 1 : 0, 1, 1);
}

static void add_cell(GmxSheetCard *self, int row, int column, int size) {
  GtkWidget *cell = gmx_sheet_cell_new(row, column, size);
  g_signal_connect_swapped(cell, "clicked", G_CALLBACK(on_cell), self);
  g_ptr_array_add(self->cells, cell);
  gtk_grid_attach(GTK_GRID(self->grid), cell, column + 1, row + 1, 1, 1);
}

static void on_pictures(GmxSheetCard *self) {
  const int count = count_pictures(self);
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(self->grid)))
    gtk_grid_remove(GTK_GRID(self->grid), child);
  g_ptr_array_set_size(self->cells, 0);
  g_autofree char *note = g_strdup_printf("%d × %d", count, count);
  gtk_label_set_text(GTK_LABEL(self->note), note);
  gtk_widget_set_sensitive(self->add, count < GMX_LAB_MOST_PICTURES);
  if (count > 0) {
    const GmxShape shape = picture_at(self, 0)->shape;
    const int side = MAX(shape.width, shape.height), size = side * gmx_pixels_factor(side, CELL);
    for (int i = 0; i < count; i++) {
      add_head(self, i, FALSE, size);
      add_head(self, i, TRUE, size);
    }
    for (int row = 0; row < count; row++)
      for (int column = 0; column < count; column++)
        add_cell(self, row, column, size);
  }
  show_blends(self);
  on_sheet(self);
}

static GtkWidget *new_label(const char *text, const char *style) {
  GtkWidget *label = gtk_label_new(text);
  gtk_widget_add_css_class(label, style);
  gtk_widget_add_css_class(label, "numeric");
  return label;
}

static GtkWidget *new_head_line(GmxSheetCard *self) {
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *space = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  self->flag = gtk_image_new_from_icon_name("gmx-flag-symbolic");
  self->legend = new_label(NULL, "gmx-caption");
  self->title = new_label(NULL, "heading");
  self->note = new_label(NULL, "gmx-caption");
  self->add = gtk_button_new_from_icon_name("list-add-symbolic");
  gtk_widget_set_tooltip_text(self->add, _("Add a Picture to the Sheet"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->add), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Add a Picture to the Sheet"), -1);
  gtk_widget_add_css_class(self->add, "flat");
  gtk_widget_add_css_class(self->add, "gmx-small-button");
  g_signal_connect_swapped(self->add, "clicked", G_CALLBACK(on_add), self);
  gtk_widget_add_css_class(self->flag, "gmx-sheet-flag");
  gtk_widget_set_hexpand(space, TRUE);
  gtk_label_set_ellipsize(GTK_LABEL(self->legend), PANGO_ELLIPSIZE_END);
  gtk_box_append(GTK_BOX(line), self->title);
  gmx_help_topic_add(self->title, GMX_TOPIC_SHEET);
  gtk_box_append(GTK_BOX(line), self->note);
  gtk_box_append(GTK_BOX(line), self->add);
  gtk_box_append(GTK_BOX(line), space);
  gtk_box_append(GTK_BOX(line), self->flag);
  gtk_box_append(GTK_BOX(line), self->legend);
  return line;
}

static void sheet_card_dispose(GObject *object) {
  GmxSheetCard *self = GMX_SHEET_CARD(object);
  if (self->shown)
    gtk_widget_remove_tick_callback(GTK_WIDGET(self), self->shown);
  self->shown = 0;
  g_clear_pointer(&self->box, gtk_widget_unparent);
  g_clear_object(&self->lab);
  G_OBJECT_CLASS(gmx_sheet_card_parent_class)->dispose(object);
}

static void sheet_card_finalize(GObject *object) {
  g_ptr_array_unref(GMX_SHEET_CARD(object)->cells);
  G_OBJECT_CLASS(gmx_sheet_card_parent_class)->finalize(object);
}

static void gmx_sheet_card_class_init(GmxSheetCardClass *class) {
  G_OBJECT_CLASS(class)->dispose = sheet_card_dispose;
  G_OBJECT_CLASS(class)->finalize = sheet_card_finalize;
  signals[SIGNAL_CHOOSE] = g_signal_new("choose", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_sheet_card_init(GmxSheetCard *self) {
  self->cells = g_ptr_array_new();
}

GtkWidget *gmx_sheet_card_new(GmxLab *lab) {
  GmxSheetCard *self = g_object_new(GMX_TYPE_SHEET_CARD, NULL);
  GtkWidget *scroller = gtk_scrolled_window_new();
  self->lab = g_object_ref(lab);
  self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  self->grid = gtk_grid_new();
  gtk_grid_set_row_spacing(GTK_GRID(self->grid), 4);
  gtk_grid_set_column_spacing(GTK_GRID(self->grid), 4);
  gtk_widget_set_halign(self->grid, GTK_ALIGN_CENTER);
  gtk_widget_set_valign(self->grid, GTK_ALIGN_START);
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller), GTK_POLICY_AUTOMATIC,
                                 GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), self->grid);
  gtk_widget_add_css_class(self->box, "card");
  gtk_widget_add_css_class(self->box, "gmx-card");
  gtk_box_append(GTK_BOX(self->box), new_head_line(self));
  gtk_box_append(GTK_BOX(self->box), scroller);
  gtk_widget_set_parent(self->box, GTK_WIDGET(self));
  gmx_picture_drop_add(self->box, lab, drop_on_add);
  g_signal_connect_object(lab, "dataset-changed", G_CALLBACK(on_dataset), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(lab, "pictures-changed", G_CALLBACK(on_pictures), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(lab, "sheet-changed", G_CALLBACK(on_sheet), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(lab, "lambda-changed", G_CALLBACK(on_lambda), self, G_CONNECT_SWAPPED);
  on_dataset(self);
  on_pictures(self);
  return GTK_WIDGET(self);
}
