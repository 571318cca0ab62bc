/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Cells. How a run stands is written over several columns that its row leaves empty: the cell takes
 * no width of its own and lets its words reach over its edge, up to the column of the seeds. */
#include "ui/runs/run-cell.h"

#include "ui/format.h"
#include "ui/runs/run-names.h"
#include "ui/runs/run-sample.h"
#include "ui/runs/runs-table.h"

#include <glib/gi18n.h>
#include <math.h>

#define PROGRESS 150

struct _GmxRunCell {
  GtkWidget parent_instance;

  GmxRunList *list;
  GmxCellKind kind;
  const char *setting;
  GmxRunRow *row;
  GtkTreeListRow *place;
  gulong handler, place_handler;
  gboolean filling;

  GtkWidget *child, *label;      /* of most kinds the same */
  GtkWidget *bar, *left, *plain; /* how a run stands; the label of a group's data */
};

G_DEFINE_FINAL_TYPE(GmxRunCell, gmx_run_cell, GTK_TYPE_WIDGET)

gboolean gmx_cell_kind_is_number(GmxCellKind kind) {
  return kind >= GMX_CELL_SEEDS;
}

double gmx_run_row_figure(GmxRunRow *row, GmxCellKind kind) {
  switch (kind) {
  case GMX_CELL_SEEDS:
    return row->runs ? row->figures.runs : gmx_run_row_get_entry(row)->seed;
  case GMX_CELL_ACCURACY:
    return row->figures.accuracy.mean;
  case GMX_CELL_LOSS:
    return row->figures.loss.mean;
  case GMX_CELL_ECE:
    return row->figures.ece.mean;
  case GMX_CELL_SHARPNESS:
    return row->figures.sharpness.mean;
  case GMX_CELL_TIME:
    return row->figures.seconds.mean;
  default:
    return NAN;
  }
}

/* Texts */

static char *accuracy_markup(GmxRunRow *row) {
  const GmxMean mean = row->figures.accuracy;
  g_autofree char *value = gmx_format_number(100 * mean.mean, 1);
  if (!row->runs)
    return g_steal_pointer(&value);
  if (!isfinite(mean.deviation))
    return g_strdup_printf("<b>%s</b>", value);
  g_autofree char *spread = gmx_format_number(100 * mean.deviation, 1);
  return g_strdup_printf("<b>%s</b> ± %s", value, spread);
}

static char *figure_markup(GmxRunRow *row, GmxCellKind kind) {
  const double figure = gmx_run_row_figure(row, kind);
  if (!isfinite(figure))
    return g_strdup(row->runs ? "—" : "");
  switch (kind) {
  case GMX_CELL_ACCURACY:
    return accuracy_markup(row);
  case GMX_CELL_SEEDS:
    return gmx_run_describe_seeds(row->entries);
  case GMX_CELL_LOSS:
    return gmx_format_measure(figure, 2);
  case GMX_CELL_ECE:
    return gmx_format_number(100 * figure, 1);
  case GMX_CELL_TIME:
    return gmx_run_format_time(figure);
  default:
    return gmx_format_measure(figure, 3);
  }
}

static const char *setting_of(GmxRunCell *self) {
  return self->kind == GMX_CELL_DATA    ? "data"
         : self->kind == GMX_CELL_MODEL ? "model"
                                        : self->setting;
}

/* Filling */

static void fill_check(GmxRunCell *self) {
  const char *group = self->row->group ? self->row->group->name : NULL;
  g_autofree char *name = group ? g_strdup_printf(_("Show %s, %s"), group, self->row->name)
                                : g_strdup_printf(_("Show %s"), self->row->name);
  /* The only run of a group is checked with it. */
  const gboolean alone = self->row->group && self->row->group->entries->len == 1;
  gtk_check_button_set_active(GTK_CHECK_BUTTON(self->child), self->row->check == GMX_CHECK_ALL);
  gtk_check_button_set_inconsistent(GTK_CHECK_BUTTON(self->child),
                                    self->row->check == GMX_CHECK_SOME);
  gtk_widget_set_visible(self->child, !alone);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->child), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                 -1);
}

static void fill_name(GmxRunCell *self) {
  GmxRunEntry *entry = gmx_run_row_get_entry(self->row);
  const guint events = self->row->runs && entry->events ? entry->events->len : 0;
  g_autofree char *escaped = g_markup_escape_text(self->row->name, -1);
  g_autofree char *changes =
      events > 0 ? g_strdup_printf(ngettext("  <small>%u live change</small>",
                                            "  <small>%u live changes</small>", events),
                                   events)
                 : g_strdup("");
  g_autofree char *markup =
      self->row->runs ? g_strdup_printf("<b>%s</b>%s", escaped, changes) : g_strdup(escaped);
  gtk_label_set_markup(GTK_LABEL(self->label), markup);
  gtk_widget_set_tooltip_text(self->label, self->row->runs && self->row->entries->len > 1
                                               ? self->row->name
                                               : entry->folder);
}

static void fill_state(GmxRunCell *self) {
  GmxRunEntry *entry = gmx_run_row_get_entry(self->row);
  g_autofree char *words = gmx_run_describe_state(entry);
  const gboolean training = entry->state == GMX_RUN_TRAINING;
  const double left = gmx_run_get_seconds_left(entry);
  g_autofree char *time = gmx_run_format_time(left);
  g_autofree char *text = isfinite(left) ? g_strdup_printf(_("%s left"), time) : g_strdup("");
  gtk_label_set_text(GTK_LABEL(self->label), words);
  gtk_widget_set_tooltip_text(self->label, words);
  gtk_label_set_text(GTK_LABEL(self->left), text);
  gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(self->bar), gmx_run_get_fraction(entry));
  gtk_widget_set_visible(self->bar, training);
  gtk_widget_set_visible(self->left, training && isfinite(left));
}

static void fill_setting(GmxRunCell *self, GtkWidget *label) {
  GmxRunEntry *entry = gmx_run_row_get_entry(self->row);
  g_autofree char *value =
      self->row->runs ? gmx_run_setting_value(entry, setting_of(self)) : g_strdup("");
  gtk_label_set_text(GTK_LABEL(label), value);
}

static void fill_data(GmxRunCell *self) {
  const gboolean group = self->row->runs != NULL;
  gtk_widget_set_visible(self->plain, group);
  gtk_widget_set_visible(self->child, !group);
  if (group)
    fill_setting(self, self->plain);
  else
    fill_state(self);
}

static void fill_figure(GmxRunCell *self) {
  g_autofree char *markup = figure_markup(self->row, self->kind);
  gtk_label_set_markup(GTK_LABEL(self->label), markup);
  const gboolean dim = self->row->figures.so_far && self->kind != GMX_CELL_SEEDS;
  if (dim)
    gtk_widget_add_css_class(self->label, "dim-label");
  else
    gtk_widget_remove_css_class(self->label, "dim-label");
  gtk_widget_set_tooltip_text(self->label, dim ? _("Not finished: the figures so far") : NULL);
}

static void fill(GmxRunCell *self) {
  self->filling = TRUE;
  switch (self->kind) {
  case GMX_CELL_CHECK:
    fill_check(self);
    break;
  case GMX_CELL_SAMPLE: {
    GmxRunRow *row = self->row;
    const gboolean shown = row->runs && row->styled && row->check != GMX_CHECK_NONE;
    gmx_run_sample_set(GMX_RUN_SAMPLE(self->child), shown ? &row->style : NULL);
    break;
  }
  case GMX_CELL_NAME:
    fill_name(self);
    break;
  case GMX_CELL_DATA:
    fill_data(self);
    break;
  case GMX_CELL_MODEL:
  case GMX_CELL_SETTING:
    fill_setting(self, self->label);
    break;
  default:
    fill_figure(self);
  }
  self->filling = FALSE;
}

static void on_toggled(GmxRunCell *self) {
  if (!self->filling && self->row)
    gmx_run_list_select(self->list, self->row,
                        gtk_check_button_get_active(GTK_CHECK_BUTTON(self->child)));
}

GmxRunRow *gmx_run_cell_get_row(GmxRunCell *self) {
  return self->row;
}

/* The row remembers it: its place in the tree is made anew when the list changes around it. */
static void on_expanded(GmxRunCell *self) {
  g_autoptr(GmxRunRow) row = gtk_tree_list_row_get_item(self->place);
  if (row) /* a place that goes has none, and says that it is closed */
    row->expanded = gtk_tree_list_row_get_expanded(self->place);
}

static void follow_place(GmxRunCell *self, GtkTreeListRow *place) {
  if (self->place)
    g_clear_signal_handler(&self->place_handler, self->place);
  g_set_object(&self->place, place);
  if (place)
    self->place_handler =
        g_signal_connect_swapped(place, "notify::expanded", G_CALLBACK(on_expanded), self);
}

void gmx_run_cell_set_row(GmxRunCell *self, GtkTreeListRow *place) {
  if (self->row)
    g_clear_signal_handler(&self->handler, self->row);
  g_clear_object(&self->row);
  if (self->kind == GMX_CELL_NAME) {
    follow_place(self, place);
    gtk_tree_expander_set_list_row(GTK_TREE_EXPANDER(self->child), place);
  }
  if (!place)
    return;
  self->row = gtk_tree_list_row_get_item(place);
  self->handler = g_signal_connect_swapped(self->row, "changed", G_CALLBACK(fill), self);
  fill(self);
  if (self->kind == GMX_CELL_DATA && gtk_widget_get_parent(GTK_WIDGET(self)))
    gtk_widget_set_overflow(gtk_widget_get_parent(GTK_WIDGET(self)), GTK_OVERFLOW_VISIBLE);
}

/* Room */

static GtkWidget *in_place(GmxRunCell *self) {
  return self->plain && gtk_widget_get_visible(self->plain) ? self->plain : self->child;
}

static void run_cell_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                             int *minimum, int *natural, int *minimum_baseline,
                             int *natural_baseline) {
  GmxRunCell *self = GMX_RUN_CELL(widget);
  GtkWidget *child = in_place(self);
  const gboolean spans = self->kind == GMX_CELL_DATA && child == self->child;
  gtk_widget_measure(child, orientation, spans ? -1 : for_size, minimum, natural, NULL, NULL);
  if (spans && orientation == GTK_ORIENTATION_HORIZONTAL)
    *minimum = *natural = 0;
}

static void run_cell_size_allocate(GtkWidget *widget, int width, int height, int baseline) {
  GmxRunCell *self = GMX_RUN_CELL(widget);
  GtkWidget *child = in_place(self);
  int least = 0, natural = 0;
  gtk_widget_measure(child, GTK_ORIENTATION_HORIZONTAL, -1, &least, &natural, NULL, NULL);
  if (self->kind == GMX_CELL_DATA && child == self->child) {
    GtkWidget *table = gtk_widget_get_ancestor(widget, GMX_TYPE_RUNS_TABLE);
    const int room = table ? gmx_runs_table_get_state_width(GMX_RUNS_TABLE(table)) : width;
    width = MAX(width, MIN(natural, room));
  }
  gtk_widget_size_allocate(child, &(GtkAllocation){0, 0, MAX(width, least), height}, -1);
}

/* Building */

static GtkWidget *new_label(gboolean number) {
  GtkWidget *label = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(label), number ? 1 : 0);
  gtk_widget_add_css_class(label, "numeric");
  return label;
}

static void build_state(GmxRunCell *self) {
  self->plain = new_label(FALSE);
  gtk_widget_set_parent(self->plain, GTK_WIDGET(self));
  self->child = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
  self->label = new_label(FALSE);
  gtk_label_set_ellipsize(GTK_LABEL(self->label), PANGO_ELLIPSIZE_END);
  self->bar = gtk_progress_bar_new();
  self->left = new_label(FALSE);
  gtk_widget_set_size_request(self->bar, PROGRESS, -1);
  gtk_widget_set_valign(self->bar, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class(self->label, "dim-label");
  gtk_widget_add_css_class(self->left, "dim-label");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Progress"), -1);
  gtk_box_append(GTK_BOX(self->child), self->label);
  gtk_box_append(GTK_BOX(self->child), self->bar);
  gtk_box_append(GTK_BOX(self->child), self->left);
}

static void build_child(GmxRunCell *self) {
  const gboolean number =
      gmx_cell_kind_is_number(self->kind) ||
      (self->kind == GMX_CELL_SETTING && gmx_run_setting_is_number(self->setting));
  switch (self->kind) {
  case GMX_CELL_CHECK:
    self->child = gtk_check_button_new();
    gtk_widget_set_focusable(self->child, FALSE); /* Space on the row does the same */
    g_signal_connect_swapped(self->child, "toggled", G_CALLBACK(on_toggled), self);
    break;
  case GMX_CELL_SAMPLE:
    self->child = gmx_run_sample_new();
    break;
  case GMX_CELL_NAME:
    self->child = gtk_tree_expander_new();
    self->label = new_label(FALSE);
    gtk_tree_expander_set_child(GTK_TREE_EXPANDER(self->child), self->label);
    gtk_label_set_ellipsize(GTK_LABEL(self->label), PANGO_ELLIPSIZE_END);
    gtk_label_set_width_chars(GTK_LABEL(self->label), 9);
    break;
  case GMX_CELL_DATA:
    build_state(self);
    break;
  default:
    self->child = self->label = new_label(number);
  }
  gtk_widget_set_parent(self->child, GTK_WIDGET(self));
}

static void run_cell_dispose(GObject *object) {
  GmxRunCell *self = GMX_RUN_CELL(object);
  follow_place(self, NULL);
  if (self->row)
    g_clear_signal_handler(&self->handler, self->row);
  g_clear_object(&self->row);
  g_clear_pointer(&self->child, gtk_widget_unparent);
  g_clear_pointer(&self->plain, gtk_widget_unparent);
  g_clear_object(&self->list);
  G_OBJECT_CLASS(gmx_run_cell_parent_class)->dispose(object);
}

static void gmx_run_cell_class_init(GmxRunCellClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = run_cell_dispose;
  widget_class->measure = run_cell_measure;
  widget_class->size_allocate = run_cell_size_allocate;
}

static void gmx_run_cell_init(GmxRunCell *self) {
}

GtkWidget *gmx_run_cell_new(GmxRunList *list, GmxCellKind kind, const char *setting) {
  GmxRunCell *self = g_object_new(GMX_TYPE_RUN_CELL, NULL);
  self->list = g_object_ref(list);
  self->kind = kind;
  self->setting = setting ? g_intern_string(setting) : NULL;
  build_child(self);
  return GTK_WIDGET(self);
}
