/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cells are buttons that the matrix paints: names, shades and numbers are its business, focus,
 * clicks and the accessible name the button's. */
#include "ui/samples/confusion-matrix.h"

#include "ui/chart/figure.h"
#include "ui/format.h"
#include "ui/samples/confusion-words.h"
#include "ui/samples/matrix-paint.h"

#include <glib/gi18n.h>
#include <math.h>

#define CELL_LEAST 13
#define CELL_MOST 34
#define FEW_MOST 64 /* of two classes */
#define CELL_NATURAL 27
#define GAP 6      /* between a row's name and its cells */
#define SHADE 0.72 /* of the ink, in the darkest cell */
#define FRAME 0.45 /* of the ink, around the diagonal */

/* Cells */

#define GMX_TYPE_CONFUSION_CELL (gmx_confusion_cell_get_type())
G_DECLARE_FINAL_TYPE(GmxConfusionCell, gmx_confusion_cell, GMX, CONFUSION_CELL, GtkButton)

struct _GmxConfusionCell {
  GtkButton parent_instance;
  int row, column; /* in the matrix */
};

G_DEFINE_FINAL_TYPE(GmxConfusionCell, gmx_confusion_cell, GTK_TYPE_BUTTON)

struct _GmxConfusionMatrix {
  GtkWidget parent_instance;

  GmxPredictions *predictions; /* NULL: nothing to show */
  GmxDataset *dataset;
  GArray *labels; /* int: the classes that have a row; NULL */
  double worst;
  GPtrArray *cells;          /* GmxConfusionCell by row, then by column; owned by GTK */
  GmxConfusionCell *current; /* the one that Tab leads to */
  GmxPalette *palette;       /* NULL: to be read anew */
  PangoContext *context;
};

enum { CELL, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxConfusionMatrix, gmx_confusion_matrix, GTK_TYPE_WIDGET)

static int shown(GmxConfusionMatrix *self) {
  return self->labels ? (int)self->labels->len : 0;
}

static int label_at(GmxConfusionMatrix *self, int row) {
  return g_array_index(self->labels, int, row);
}

/* Painting */

static GmxPlot begin_plot(GmxConfusionMatrix *self, cairo_t *cr) {
  if (!self->palette)
    self->palette = gmx_palette_new(GTK_WIDGET(self));
  if (!self->context) {
    self->context = gtk_widget_create_pango_context(GTK_WIDGET(self));
    gmx_figure_scale_font(self->context);
  }
  return (GmxPlot){.cr = cr, .palette = self->palette, .pango = self->context, .pixel = 1.0};
}

/* The colour that judges: ink for what is held out, grey for what was trained on. */
static const char *shade_of(GmxConfusionMatrix *self) {
  return self->predictions->split == GMX_SPLIT_TEST ? "gmx_held_out" : "gmx_training";
}

static void ground_of(GmxConfusionMatrix *self, const GmxPlot *plot, int label, int predicted,
                      GdkRGBA *ground) {
  GdkRGBA paper, ink;
  gmx_palette_get(plot->palette, GMX_PAPER, &paper);
  gmx_palette_get(plot->palette, shade_of(self), &ink);
  const double tone = label == predicted ? 0.0
                                         : SHADE * gmx_confusion_get_tone(self->predictions, label,
                                                                          predicted, self->worst);
  gmx_matrix_mix_colors(&paper, &ink, tone, ground);
}

static void paint_cell(GmxConfusionMatrix *self, const GmxConfusionCell *cell, cairo_t *cr,
                       double width, double height) {
  const GmxPlot plot = begin_plot(self, cr);
  const int label = label_at(self, cell->row), predicted = label_at(self, cell->column);
  const int count = gmx_predictions_get_count(self->predictions, label, predicted);
  const gboolean right = label == predicted;
  GdkRGBA ground;
  ground_of(self, &plot, label, predicted, &ground);
  cairo_rectangle(cr, 0, 0, width - 1, height - 1);
  gdk_cairo_set_source_rgba(cr, &ground);
  cairo_fill(cr);
  cairo_rectangle(cr, right ? 1 : 0.5, right ? 1 : 0.5, width - (right ? 3 : 2),
                  height - (right ? 3 : 2));
  gmx_palette_set_source(plot.palette, cr, GMX_INK, right ? FRAME : 0.09);
  cairo_set_line_width(cr, right ? 2 : 1);
  cairo_stroke(cr);
  if (count == 0)
    return;
  g_autofree char *text = gmx_format_count(count);
  gmx_matrix_draw_number(&plot, text, 0.5 * (width - 1), 0.5 * (height - 1),
                         width - (right ? 4 : 3), height - 3, &ground, 1.0, right);
}

static void confusion_cell_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  const int width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
  GmxConfusionMatrix *matrix = GMX_CONFUSION_MATRIX(gtk_widget_get_parent(widget));
  if (!matrix->predictions)
    return;
  cairo_t *cr = gtk_snapshot_append_cairo(snapshot, &GRAPHENE_RECT_INIT(0, 0, width, height));
  paint_cell(matrix, GMX_CONFUSION_CELL(widget), cr, width, height);
  cairo_destroy(cr);
}

static void gmx_confusion_cell_class_init(GmxConfusionCellClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  widget_class->snapshot = confusion_cell_snapshot;
  gtk_widget_class_set_css_name(widget_class, "gmx-confusion-cell");
}

static void gmx_confusion_cell_init(GmxConfusionCell *self) {
  gtk_widget_set_focusable(GTK_WIDGET(self), FALSE);
}

/* Where the cells are */

typedef struct {
  int left, width, height;
} Places;

static Places lay_out(GmxConfusionMatrix *self) {
  const GmxPlot plot = begin_plot(self, NULL);
  const int count = MAX(shown(self), 1);
  double widest = 0;
  for (int row = 0; row < shown(self); row++)
    widest = MAX(widest, gmx_matrix_measure_name(&plot, gmx_dataset_get_class_name(
                                                            self->dataset, label_at(self, row))));
  const int left = (int)ceil(MIN(widest, GMX_MATRIX_NAME_MOST)) + GAP;
  const int across = (gtk_widget_get_width(GTK_WIDGET(self)) - left) / count;
  const int down = (gtk_widget_get_height(GTK_WIDGET(self)) - GMX_MATRIX_FOOT) / count;
  const int most = CLAMP(2 * FEW_MOST / count, CELL_MOST, FEW_MOST);
  return (Places){left, CLAMP(across, 4, most), CLAMP(down, 4, most)};
}

static void confusion_matrix_size_allocate(GtkWidget *widget, int width, int height, int baseline) {
  GmxConfusionMatrix *self = GMX_CONFUSION_MATRIX(widget);
  const Places at = lay_out(self);
  for (guint i = 0; i < self->cells->len; i++) {
    GmxConfusionCell *cell = self->cells->pdata[i];
    gtk_widget_size_allocate(GTK_WIDGET(cell),
                             &(GtkAllocation){at.left + cell->column * at.width,
                                              cell->row * at.height, at.width, at.height},
                             -1);
  }
}

static void confusion_matrix_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                     int *minimum, int *natural, int *minimum_baseline,
                                     int *natural_baseline) {
  GmxConfusionMatrix *self = GMX_CONFUSION_MATRIX(widget);
  const int count = MAX(shown(self), 2), cell = CLAMP(10 * CELL_NATURAL / count, 16, CELL_NATURAL);
  const int beside =
      orientation == GTK_ORIENTATION_HORIZONTAL ? GMX_MATRIX_NAME_MOST + GAP : GMX_MATRIX_FOOT;
  for (guint i = 0; i < self->cells->len; i++) /* GTK wants to be asked before it allocates */
    gtk_widget_measure(self->cells->pdata[i], orientation, -1, NULL, NULL, NULL, NULL);
  *minimum = beside + count * CELL_LEAST;
  *natural = beside + count * cell;
}

/* The corner under the rows' names says what the columns are. */
static void paint_names(GmxConfusionMatrix *self, cairo_t *cr) {
  const GmxPlot plot = begin_plot(self, cr);
  const Places at = lay_out(self);
  const double foot = (double)shown(self) * at.height;
  for (int row = 0; row < shown(self); row++) {
    const char *name = gmx_dataset_get_class_name(self->dataset, label_at(self, row));
    gmx_matrix_draw_row_name(&plot, name, at.left - GAP, (row + 0.5) * at.height - 0.5,
                             at.left - GAP);
    gmx_matrix_draw_column_name(&plot, name, at.left + (row + 0.5) * at.width, foot);
  }
}

static void confusion_matrix_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxConfusionMatrix *self = GMX_CONFUSION_MATRIX(widget);
  const int width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
  if (shown(self) == 0)
    return;
  cairo_t *cr =
      gtk_snapshot_append_cairo(snapshot, &GRAPHENE_RECT_INIT(-4, -4, width + 8, height + 8));
  paint_names(self, cr);
  cairo_destroy(cr);
  for (guint i = 0; i < self->cells->len; i++)
    gtk_widget_snapshot_child(widget, self->cells->pdata[i], snapshot);
}

/* Choosing */

static void make_current(GmxConfusionMatrix *self, GmxConfusionCell *cell) {
  if (self->current)
    gtk_widget_set_focusable(GTK_WIDGET(self->current), FALSE);
  self->current = cell;
  if (cell)
    gtk_widget_set_focusable(GTK_WIDGET(cell), TRUE);
}

static void on_clicked(GmxConfusionCell *cell, GmxConfusionMatrix *self) {
  const int label = label_at(self, cell->row), predicted = label_at(self, cell->column);
  make_current(self, cell);
  gtk_widget_grab_focus(GTK_WIDGET(cell));
  if (gmx_predictions_get_count(self->predictions, label, predicted) > 0)
    g_signal_emit(self, signals[CELL], 0, label, predicted);
}

static gboolean move(GmxConfusionMatrix *self, int down, int right) {
  const int count = shown(self);
  if (!self->current || count == 0)
    return FALSE;
  const int row = CLAMP(self->current->row + down, 0, count - 1);
  const int column = CLAMP(self->current->column + right, 0, count - 1);
  GmxConfusionCell *next = self->cells->pdata[row * count + column];
  gtk_widget_set_focusable(GTK_WIDGET(next), TRUE); /* before the one that has it loses it */
  gtk_widget_grab_focus(GTK_WIDGET(next));
  if (next != self->current)
    make_current(self, next);
  return TRUE;
}

static gboolean on_key(GmxConfusionMatrix *self, guint keyval) {
  switch (keyval) {
  case GDK_KEY_Left:
  case GDK_KEY_KP_Left:
    return move(self, 0, -1);
  case GDK_KEY_Right:
  case GDK_KEY_KP_Right:
    return move(self, 0, 1);
  case GDK_KEY_Up:
  case GDK_KEY_KP_Up:
    return move(self, -1, 0);
  case GDK_KEY_Down:
  case GDK_KEY_KP_Down:
    return move(self, 1, 0);
  default:
    return FALSE;
  }
}

/* What is shown */

static void remove_cells(GmxConfusionMatrix *self) {
  self->current = NULL;
  for (guint i = 0; i < self->cells->len; i++)
    gtk_widget_unparent(self->cells->pdata[i]);
  g_ptr_array_set_size(self->cells, 0);
}

static void add_cell(GmxConfusionMatrix *self, int row, int column) {
  GmxConfusionCell *cell = g_object_new(GMX_TYPE_CONFUSION_CELL, NULL);
  cell->row = row;
  cell->column = column;
  gtk_widget_set_parent(GTK_WIDGET(cell), GTK_WIDGET(self));
  g_signal_connect(cell, "clicked", G_CALLBACK(on_clicked), self);
  g_ptr_array_add(self->cells, cell);
}

/* As many as there are classes now; the same ones as long as that stays. */
static void make_cells(GmxConfusionMatrix *self) {
  const int count = shown(self);
  if ((int)self->cells->len == count * count)
    return;
  remove_cells(self);
  for (int row = 0; row < count; row++)
    for (int column = 0; column < count; column++)
      add_cell(self, row, column);
  if (count > 0)
    make_current(self, self->cells->pdata[0]);
  gtk_widget_queue_resize(GTK_WIDGET(self));
}

static void name_cells(GmxConfusionMatrix *self) {
  for (guint i = 0; i < self->cells->len; i++) {
    GmxConfusionCell *cell = self->cells->pdata[i];
    g_autofree char *text = gmx_confusion_describe_cell(
        self->predictions, self->dataset, label_at(self, cell->row), label_at(self, cell->column));
    gtk_widget_set_tooltip_text(GTK_WIDGET(cell), text);
    gtk_accessible_update_property(GTK_ACCESSIBLE(cell), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
    gtk_widget_queue_draw(GTK_WIDGET(cell));
  }
}

static void describe(GmxConfusionMatrix *self) {
  g_autofree char *text =
      self->predictions ? gmx_confusion_summarize(self->predictions, self->dataset) : g_strdup("");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                 -1);
}

void gmx_confusion_matrix_show(GmxConfusionMatrix *self, GmxPredictions *predictions,
                               GmxDataset *dataset) {
  if (predictions)
    gmx_predictions_ref(predictions);
  g_clear_pointer(&self->predictions, gmx_predictions_unref);
  g_clear_pointer(&self->labels, g_array_unref);
  self->predictions = predictions;
  g_set_object(&self->dataset, dataset);
  if (predictions) {
    self->labels = gmx_confusion_choose(predictions, GMX_CONFUSION_MOST);
    self->worst = gmx_confusion_get_worst(predictions);
  }
  make_cells(self);
  name_cells(self);
  describe(self);
  gtk_widget_queue_allocate(GTK_WIDGET(self)); /* names may be wider */
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

/* The widget */

static void confusion_matrix_css_changed(GtkWidget *widget, GtkCssStyleChange *change) {
  GmxConfusionMatrix *self = GMX_CONFUSION_MATRIX(widget);
  GTK_WIDGET_CLASS(gmx_confusion_matrix_parent_class)->css_changed(widget, change);
  g_clear_pointer(&self->palette, gmx_palette_free);
  g_clear_object(&self->context);
  for (guint i = 0; i < self->cells->len; i++)
    gtk_widget_queue_draw(self->cells->pdata[i]);
  gtk_widget_queue_draw(widget);
}

static gboolean confusion_matrix_grab_focus(GtkWidget *widget) {
  GmxConfusionMatrix *self = GMX_CONFUSION_MATRIX(widget);
  return self->current && gtk_widget_grab_focus(GTK_WIDGET(self->current));
}

static void confusion_matrix_dispose(GObject *object) {
  GmxConfusionMatrix *self = GMX_CONFUSION_MATRIX(object);
  remove_cells(self);
  g_clear_pointer(&self->predictions, gmx_predictions_unref);
  g_clear_pointer(&self->labels, g_array_unref);
  g_clear_pointer(&self->palette, gmx_palette_free);
  g_clear_object(&self->context);
  g_clear_object(&self->dataset);
  G_OBJECT_CLASS(gmx_confusion_matrix_parent_class)->dispose(object);
}

static void confusion_matrix_finalize(GObject *object) {
  g_ptr_array_unref(GMX_CONFUSION_MATRIX(object)->cells);
  G_OBJECT_CLASS(gmx_confusion_matrix_parent_class)->finalize(object);
}

static void gmx_confusion_matrix_class_init(GmxConfusionMatrixClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = confusion_matrix_dispose;
  G_OBJECT_CLASS(class)->finalize = confusion_matrix_finalize;
  widget_class->snapshot = confusion_matrix_snapshot;
  widget_class->measure = confusion_matrix_measure;
  widget_class->size_allocate = confusion_matrix_size_allocate;
  widget_class->css_changed = confusion_matrix_css_changed;
  widget_class->grab_focus = confusion_matrix_grab_focus;
  signals[CELL] = g_signal_new("cell", GMX_TYPE_CONFUSION_MATRIX, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 2, G_TYPE_INT, G_TYPE_INT);
  gtk_widget_class_set_css_name(widget_class, "gmx-confusion-matrix");
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void gmx_confusion_matrix_init(GmxConfusionMatrix *self) {
  GtkEventController *key = gtk_event_controller_key_new();
  self->cells = g_ptr_array_new();
  g_signal_connect_swapped(key, "key-pressed", G_CALLBACK(on_key), self);
  gtk_widget_add_controller(GTK_WIDGET(self), key);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Confusion matrix"), -1);
}

GtkWidget *gmx_confusion_matrix_new(void) {
  return g_object_new(GMX_TYPE_CONFUSION_MATRIX, NULL);
}
