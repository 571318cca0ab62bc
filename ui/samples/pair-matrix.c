/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The pairs of classes as a triangle of cells, drawn by hand: two hundred labels would be slow. */
#include "ui/samples/pair-matrix.h"

#include "ui/chart/figure.h"
#include "ui/chart/focus-ring.h"
#include "ui/format.h"
#include "ui/samples/pair-picture.h"

#include <glib/gi18n.h>

struct _GmxPairMatrix {
  GtkWidget parent_instance;

  GmxPairShares *shares; /* NULL: nothing to show */
  GmxDataset *dataset;
  int row, column;           /* the cell that has the focus */
  int over_row, over_column; /* under the pointer; −1 */
  int first, second;         /* marked classes; −1 */
  GmxPalette *palette;       /* NULL: to be read anew */
  PangoContext *context;
};

enum { PAIR, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxPairMatrix, gmx_pair_matrix, GTK_TYPE_WIDGET)

static int shown(GmxPairMatrix *self) {
  return self->shares != NULL ? self->shares->shown : 0;
}

/* What is drawn now, with its colours and font. Only where there is something to show. */
static GmxPairPicture picture_of(GmxPairMatrix *self) {
  if (self->palette == NULL)
    self->palette = gmx_palette_new(GTK_WIDGET(self));
  if (self->context == NULL) {
    self->context = gtk_widget_create_pango_context(GTK_WIDGET(self));
    gmx_figure_scale_font(self->context);
  }
  return (GmxPairPicture){.shares = self->shares,
                          .dataset = self->dataset,
                          .palette = self->palette,
                          .context = self->context,
                          .width = gtk_widget_get_width(GTK_WIDGET(self)),
                          .height = gtk_widget_get_height(GTK_WIDGET(self))};
}

static const char *name_of(GmxPairMatrix *self, int row) {
  return gmx_dataset_get_class_name(self->dataset, self->shares->label[row]);
}

static gboolean is_marked(GmxPairMatrix *self, int row, int column) {
  int a = self->shares->label[row], b = self->shares->label[column];
  return (a == self->first && b == self->second) || (a == self->second && b == self->first);
}

/* The marked cell, the one under the pointer, and the one that has the focus. */
static void draw_outlines(GmxPairMatrix *self, const GmxPairPicture *picture,
                          const GmxPairCells *cells, cairo_t *cr) {
  for (int row = 0; row < shown(self); row++)
    for (int column = 0; column <= row; column++)
      if (is_marked(self, row, column))
        gmx_pair_picture_outline(picture, cells, cr, row, column, "accent_bg_color", 1.0, 2.5);
  if (self->over_row >= 0)
    gmx_pair_picture_outline(picture, cells, cr, self->over_row, self->over_column, GMX_INK, 0.6,
                             1.5);
  if (gtk_widget_has_visible_focus(GTK_WIDGET(self)))
    gmx_pair_picture_outline(picture, cells, cr, self->row, self->column, "accent_bg_color", 0.6,
                             3.5);
}

static void pair_matrix_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxPairMatrix *self = GMX_PAIR_MATRIX(widget);
  int width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
  GmxPairCells cells;
  if (shown(self) == 0)
    return;
  GmxPairPicture picture = picture_of(self);
  gmx_pair_picture_lay_out(&picture, &cells);
  cairo_t *cr =
      gtk_snapshot_append_cairo(snapshot, &GRAPHENE_RECT_INIT(-4, -4, width + 8, height + 8));
  gmx_pair_picture_draw(&picture, &cells, cr);
  draw_outlines(self, &picture, &cells, cr);
  cairo_destroy(cr);
}

static void pair_matrix_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                int *minimum, int *natural, int *minimum_baseline,
                                int *natural_baseline) {
  gmx_pair_picture_measure(shown(GMX_PAIR_MATRIX(widget)), orientation, minimum, natural);
}

/* In words */

/* "cat + dog: sharp 61 % of 412". */
static char *describe_cell(GmxPairMatrix *self, int row, int column) {
  guint64 total = gmx_pair_shares_get_total(self->shares, row, column);
  const char *first = name_of(self, column), *second = name_of(self, row);
  g_autofree char *count = gmx_format_count((gint64)total);
  g_autofree char *share = NULL;
  if (total == 0)
    return g_strdup_printf(_("%s + %s: not mixed yet"), first, second);
  share = gmx_format_percent(gmx_pair_shares_get(self->shares, row, column), 0);
  return g_strdup_printf(_("%s + %s: sharp %s of %s"), first, second, share, count);
}

static void tell_words(GmxPairMatrix *self) {
  GString *text = g_string_new(NULL);
  int row, column;
  if (shown(self) > 0) {
    g_autofree char *cell = describe_cell(self, self->row, self->column);
    g_string_append(text, cell);
  }
  for (int sharpest = 1; sharpest >= 0 && shown(self) > 0; sharpest--) {
    if (!gmx_pair_shares_find(self->shares, sharpest, &row, &column))
      continue;
    g_autofree char *cell = describe_cell(self, row, column);
    g_string_append_printf(text, sharpest ? _(". Most often sharp: %s") : _(". Least often: %s"),
                           cell);
  }
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                 text->str, -1);
  g_string_free(text, TRUE);
}

/* Pointer and keys */

static gboolean cell_at(GmxPairMatrix *self, double x, double y, int *row, int *column,
                        GmxPairCells *cells) {
  if (shown(self) == 0)
    return FALSE;
  GmxPairPicture picture = picture_of(self);
  gmx_pair_picture_lay_out(&picture, cells);
  return gmx_pair_picture_find(&picture, cells, x, y, row, column);
}

static void choose(GmxPairMatrix *self, int row, int column) {
  g_signal_emit(self, signals[PAIR], 0, self->shares->label[column], self->shares->label[row]);
}

static void on_motion(GmxPairMatrix *self, double x, double y) {
  int row, column;
  GmxPairCells cells;
  if (!cell_at(self, x, y, &row, &column, &cells))
    row = column = -1;
  if (row == self->over_row && column == self->over_column)
    return;
  self->over_row = row;
  self->over_column = column;
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void on_leave(GmxPairMatrix *self) {
  on_motion(self, -1.0, -1.0);
}

static void on_pressed(GtkGestureClick *gesture, int count, double x, double y,
                       GmxPairMatrix *self) {
  int row, column;
  GmxPairCells cells;
  gtk_widget_grab_focus(GTK_WIDGET(self));
  if (!cell_at(self, x, y, &row, &column, &cells))
    return;
  self->row = row;
  self->column = column;
  choose(self, row, column);
}

static gboolean pair_matrix_query_tooltip(GtkWidget *widget, int x, int y, gboolean keyboard,
                                          GtkTooltip *tooltip) {
  GmxPairMatrix *self = GMX_PAIR_MATRIX(widget);
  int row = self->row, column = self->column;
  GmxPairCells cells;
  if (shown(self) == 0 || (!keyboard && !cell_at(self, x, y, &row, &column, &cells)))
    return FALSE;
  g_autofree char *text = describe_cell(self, row, column);
  gtk_tooltip_set_text(tooltip, text);
  if (!keyboard)
    gtk_tooltip_set_tip_area(tooltip, &(GdkRectangle){(int)(cells.left + column * cells.width),
                                                      (int)(cells.top + row * cells.height),
                                                      (int)cells.width, (int)cells.height});
  return TRUE;
}

static void move(GmxPairMatrix *self, int down, int right) {
  int row = CLAMP(self->row + down, 0, shown(self) - 1);
  self->column = CLAMP(self->column + right, 0, row);
  self->row = row;
  gtk_widget_queue_draw(GTK_WIDGET(self));
  tell_words(self);
}

static gboolean on_key(GmxPairMatrix *self, guint keyval) {
  if (shown(self) == 0)
    return FALSE;
  switch (keyval) {
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    move(self, 0, -1);
    return TRUE;
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    move(self, 0, 1);
    return TRUE;
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    move(self, -1, 0);
    return TRUE;
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    move(self, 1, 0);
    return TRUE;
  case GDK_KEY_Return:
  case GDK_KEY_KP_Enter:
  case GDK_KEY_space:
    choose(self, self->row, self->column);
    return TRUE;
  case GDK_KEY_Escape:
    if (self->first < 0)
      return FALSE;
    g_signal_emit(self, signals[PAIR], 0, self->first, self->second);
    return TRUE;
  default:
    return FALSE;
  }
}

static void forget_style(GmxPairMatrix *self) {
  g_clear_pointer(&self->palette, gmx_palette_free);
  g_clear_object(&self->context);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void pair_matrix_css_changed(GtkWidget *widget, GtkCssStyleChange *change) {
  GTK_WIDGET_CLASS(gmx_pair_matrix_parent_class)->css_changed(widget, change);
  forget_style(GMX_PAIR_MATRIX(widget));
}

static void pair_matrix_state_flags_changed(GtkWidget *widget, GtkStateFlags before) {
  GTK_WIDGET_CLASS(gmx_pair_matrix_parent_class)->state_flags_changed(widget, before);
  gmx_focus_ring_changed(widget, before);
}

void gmx_pair_matrix_show(GmxPairMatrix *self, GmxPairShares *shares, GmxDataset *dataset) {
  int before = shown(self);
  g_clear_pointer(&self->shares, gmx_pair_shares_free);
  self->shares = shares;
  g_set_object(&self->dataset, dataset);
  self->row = CLAMP(self->row, 0, MAX(shown(self) - 1, 0));
  self->column = MIN(self->column, self->row);
  if (self->over_row >= shown(self))
    self->over_row = self->over_column = -1;
  if (before != shown(self))
    gtk_widget_queue_resize(GTK_WIDGET(self));
  gtk_widget_queue_draw(GTK_WIDGET(self));
  tell_words(self);
}

void gmx_pair_matrix_mark(GmxPairMatrix *self, int first, int second) {
  self->first = first;
  self->second = second;
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void pair_matrix_dispose(GObject *object) {
  GmxPairMatrix *self = GMX_PAIR_MATRIX(object);
  g_clear_pointer(&self->shares, gmx_pair_shares_free);
  g_clear_pointer(&self->palette, gmx_palette_free);
  g_clear_object(&self->context);
  g_clear_object(&self->dataset);
  G_OBJECT_CLASS(gmx_pair_matrix_parent_class)->dispose(object);
}

static void gmx_pair_matrix_class_init(GmxPairMatrixClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = pair_matrix_dispose;
  widget_class->snapshot = pair_matrix_snapshot;
  widget_class->measure = pair_matrix_measure;
  widget_class->query_tooltip = pair_matrix_query_tooltip;
  widget_class->css_changed = pair_matrix_css_changed;
  widget_class->state_flags_changed = pair_matrix_state_flags_changed;
  signals[PAIR] = g_signal_new("pair", GMX_TYPE_PAIR_MATRIX, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                               G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);
  gtk_widget_class_set_css_name(widget_class, "gmx-pair-matrix");
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void gmx_pair_matrix_init(GmxPairMatrix *self) {
  GtkEventController *motion = gtk_event_controller_motion_new();
  GtkEventController *key = gtk_event_controller_key_new();
  GtkGesture *click = gtk_gesture_click_new();
  self->over_row = self->over_column = self->first = self->second = -1;
  g_signal_connect_swapped(motion, "enter", G_CALLBACK(on_motion), self);
  g_signal_connect_swapped(motion, "motion", G_CALLBACK(on_motion), self);
  g_signal_connect_swapped(motion, "leave", G_CALLBACK(on_leave), self);
  g_signal_connect_swapped(key, "key-pressed", G_CALLBACK(on_key), self);
  g_signal_connect(click, "pressed", G_CALLBACK(on_pressed), self);
  gtk_widget_add_controller(GTK_WIDGET(self), motion);
  gtk_widget_add_controller(GTK_WIDGET(self), key);
  gtk_widget_add_controller(GTK_WIDGET(self), GTK_EVENT_CONTROLLER(click));
  gtk_widget_set_focusable(GTK_WIDGET(self), TRUE);
  gtk_widget_set_has_tooltip(GTK_WIDGET(self), TRUE);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Pairs of classes, how often sharp"), -1);
}

GtkWidget *gmx_pair_matrix_new(void) {
  return g_object_new(GMX_TYPE_PAIR_MATRIX, NULL);
}
