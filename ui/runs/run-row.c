/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that keep their place while their runs are read again. */
#include "ui/runs/run-row.h"

#include "ui/runs/run-names.h"

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxRunRow, gmx_run_row, G_TYPE_OBJECT)

void gmx_run_row_changed(GmxRunRow *self) {
  g_signal_emit(self, signals[CHANGED], 0);
}

GmxRunEntry *gmx_run_row_get_entry(GmxRunRow *self) {
  return g_ptr_array_index(self->entries, 0);
}

static int by_seed(gconstpointer a, gconstpointer b) {
  const GmxRunEntry *left = *(GmxRunEntry *const *)a, *right = *(GmxRunEntry *const *)b;
  if (left->seed != right->seed)
    return left->seed < right->seed ? -1 : 1;
  return g_strcmp0(left->folder, right->folder);
}

static gboolean same_entries(GPtrArray *a, GPtrArray *b) {
  if (a->len != b->len)
    return FALSE;
  for (guint i = 0; i < a->len; i++)
    if (a->pdata[i] != b->pdata[i])
      return FALSE;
  return TRUE;
}

/* The row of the run at @path; NULL where it has none yet. */
static GmxRunRow *find_run(GmxRunRow *self, const char *path) {
  for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(self->runs)); i++) {
    GmxRunRow *row = g_list_model_get_item(G_LIST_MODEL(self->runs), i);
    if (g_str_equal(row->key, path))
      return row;
    g_object_unref(row);
  }
  return NULL;
}

static GmxRunRow *new_run(GmxRunRow *group, const char *path) {
  GmxRunRow *row = g_object_new(GMX_TYPE_RUN_ROW, NULL);
  row->key = g_strdup(path);
  row->group = group;
  return row;
}

/* TRUE where the run's entry is another than before. */
static gboolean update_run(GmxRunRow *row, GmxRunEntry *entry, const char *group_name) {
  g_autofree char *name = gmx_run_child_name(entry, group_name);
  const gboolean same =
      row->entries->len == 1 && row->entries->pdata[0] == entry && g_strcmp0(row->name, name) == 0;
  if (same)
    return FALSE;
  g_ptr_array_set_size(row->entries, 0);
  g_ptr_array_add(row->entries, g_object_ref(entry));
  row->figures = gmx_run_figures_of(row->entries);
  g_free(row->name);
  row->name = g_steal_pointer(&name);
  return TRUE;
}

/* Replaces the rows of the runs where they are not those of @entries, in that order. */
static void update_runs(GmxRunRow *self) {
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_object_unref);
  g_autoptr(GPtrArray) changed = g_ptr_array_new();
  const guint before = g_list_model_get_n_items(G_LIST_MODEL(self->runs));
  gboolean same = before == self->entries->len;
  for (guint i = 0; i < self->entries->len; i++) {
    GmxRunEntry *entry = self->entries->pdata[i];
    GmxRunRow *row = find_run(self, entry->path);
    g_autoptr(GmxRunRow) now = g_list_model_get_item(G_LIST_MODEL(self->runs), i);
    g_ptr_array_add(rows, row ? row : new_run(self, entry->path));
    if (update_run(rows->pdata[i], entry, self->name))
      g_ptr_array_add(changed, rows->pdata[i]);
    same &= now == rows->pdata[i];
  }
  if (!same)
    g_list_store_splice(self->runs, 0, before, rows->pdata, rows->len);
  for (guint i = 0; i < changed->len; i++)
    gmx_run_row_changed(changed->pdata[i]);
}

void gmx_run_row_take_entries(GmxRunRow *self, GPtrArray *entries) {
  g_autoptr(GPtrArray) sorted = g_ptr_array_new_with_free_func(g_object_unref);
  for (guint i = 0; i < entries->len; i++)
    g_ptr_array_add(sorted, g_object_ref(entries->pdata[i]));
  g_ptr_array_sort(sorted, by_seed);
  if (same_entries(self->entries, sorted))
    return;
  g_ptr_array_unref(self->entries);
  self->entries = g_steal_pointer(&sorted);
  g_free(self->name);
  self->name = gmx_run_group_name(self->entries);
  self->figures = gmx_run_figures_of(self->entries);
  update_runs(self);
  gmx_run_row_changed(self);
}

/* A run's row may be kept longer than its group's. */
static void leave_runs(GmxRunRow *self) {
  for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(self->runs)); i++) {
    g_autoptr(GmxRunRow) row = g_list_model_get_item(G_LIST_MODEL(self->runs), i);
    row->group = NULL;
  }
}

static void run_row_finalize(GObject *object) {
  GmxRunRow *self = GMX_RUN_ROW(object);
  if (self->runs)
    leave_runs(self);
  g_free(self->key);
  g_free(self->name);
  g_ptr_array_unref(self->entries);
  g_clear_object(&self->runs);
  G_OBJECT_CLASS(gmx_run_row_parent_class)->finalize(object);
}

static void gmx_run_row_class_init(GmxRunRowClass *klass) {
  G_OBJECT_CLASS(klass)->finalize = run_row_finalize;
  signals[CHANGED] = g_signal_new("changed", GMX_TYPE_RUN_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void gmx_run_row_init(GmxRunRow *self) {
  self->entries = g_ptr_array_new_with_free_func(g_object_unref);
}

GmxRunRow *gmx_run_row_new_group(const char *key) {
  GmxRunRow *self = g_object_new(GMX_TYPE_RUN_ROW, NULL);
  self->key = g_strdup(key);
  self->runs = g_list_store_new(GMX_TYPE_RUN_ROW);
  return self;
}
