/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names by the language's order, numbers by size, and what is not known last, whichever way. */
#include "ui/runs/run-order.h"

#include "ui/runs/run-names.h"

#include <math.h>

struct _GmxRunOrder {
  GObject parent_instance;

  gboolean descending;
  GmxRunRow *low, *high; /* stand-ins, to ask the view's sorter for its direction */
};

/* What a sorter knows. */
typedef struct {
  GmxRunOrder *order;
  GmxCellKind kind;
  char *setting;
} Column;

G_DEFINE_FINAL_TYPE(GmxRunOrder, gmx_run_order, G_TYPE_OBJECT)

static int compare_missing(GmxRunOrder *self, gboolean a, gboolean b) {
  const int last = self->descending ? -1 : 1; /* whichever way, what is not known comes last */
  return a == b ? 0 : a ? last : -last;
}

static int compare_numbers(GmxRunOrder *self, double a, double b) {
  if (isnan(a) || isnan(b))
    return compare_missing(self, isnan(a), isnan(b));
  return a < b ? -1 : a > b;
}

static double setting_number(GmxRunEntry *entry, const char *setting) {
  g_autofree char *text = gmx_config_to_string(entry->config, setting);
  return g_ascii_strtod(text, NULL);
}

static int compare_settings(GmxRunOrder *self, GmxRunRow *a, GmxRunRow *b, const char *setting) {
  GmxRunEntry *left = gmx_run_row_get_entry(a), *right = gmx_run_row_get_entry(b);
  g_autofree char *left_text = gmx_run_setting_value(left, setting);
  g_autofree char *right_text = gmx_run_setting_value(right, setting);
  const gboolean no_left = g_str_equal(left_text, "—"), no_right = g_str_equal(right_text, "—");
  if (no_left || no_right)
    return compare_missing(self, no_left, no_right);
  if (gmx_run_setting_is_number(setting))
    return compare_numbers(self, setting_number(left, setting), setting_number(right, setting));
  return g_utf8_collate(left_text, right_text);
}

static int compare_rows(gconstpointer a, gconstpointer b, gpointer data) {
  const Column *column = data;
  GmxRunOrder *self = column->order;
  GmxRunRow *left = (GmxRunRow *)a, *right = (GmxRunRow *)b;
  if (left == self->low || left == self->high)
    return left == right ? 0 : left == self->low ? -1 : 1;
  switch (column->kind) {
  case GMX_CELL_NAME:
    return g_utf8_collate(left->name, right->name);
  case GMX_CELL_DATA:
    return compare_settings(self, left, right, "data");
  case GMX_CELL_MODEL:
    return compare_settings(self, left, right, "model");
  case GMX_CELL_SETTING:
    return compare_settings(self, left, right, column->setting);
  default:
    return compare_numbers(self, gmx_run_row_figure(left, column->kind),
                           gmx_run_row_figure(right, column->kind));
  }
}

static void column_free(gpointer data) {
  Column *column = data;
  g_object_unref(column->order);
  g_free(column->setting);
  g_free(column);
}

GtkSorter *gmx_run_order_new_sorter(GmxRunOrder *self, GmxCellKind kind, const char *setting) {
  Column *column = g_new0(Column, 1);
  column->order = g_object_ref(self);
  column->kind = kind;
  column->setting = g_strdup(setting);
  return GTK_SORTER(gtk_custom_sorter_new(compare_rows, column, column_free));
}

/* GTK 4.8 does not tell which way a column sorts; two rows of known order do. */
static void on_sorter(GmxRunOrder *self, GtkSorterChange change, GtkSorter *view_sorter) {
  self->descending = gtk_sorter_compare(view_sorter, self->low, self->high) == GTK_ORDERING_LARGER;
}

static void run_order_finalize(GObject *object) {
  GmxRunOrder *self = GMX_RUN_ORDER(object);
  g_object_unref(self->low);
  g_object_unref(self->high);
  G_OBJECT_CLASS(gmx_run_order_parent_class)->finalize(object);
}

static void gmx_run_order_class_init(GmxRunOrderClass *class) {
  G_OBJECT_CLASS(class)->finalize = run_order_finalize;
}

static void gmx_run_order_init(GmxRunOrder *self) {
  self->low = g_object_new(GMX_TYPE_RUN_ROW, NULL);
  self->high = g_object_new(GMX_TYPE_RUN_ROW, NULL);
}

/* The view's sorter has those of the columns, which hold this: it is not held in turn. */
GmxRunOrder *gmx_run_order_new(GtkSorter *view_sorter) {
  GmxRunOrder *self = g_object_new(GMX_TYPE_RUN_ORDER, NULL);
  g_signal_connect_object(view_sorter, "changed", G_CALLBACK(on_sorter), self, G_CONNECT_SWAPPED);
  return self;
}
