/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Groups, filter and selection. Settings that make a run's group and the text that a filter looks
 * into are kept with its entry, which never changes. */
#include "ui/runs/run-list.h"

#include "ui/runs/run-filter.h"
#include "ui/runs/run-names.h"

struct _GmxRunList {
  GObject parent_instance;

  GListModel *source;
  GHashTable *groups;   /* key → GmxRunRow */
  GPtrArray *order;     /* all groups, borrowed, newest first */
  GPtrArray *shown;     /* those that pass the filter; the list */
  GHashTable *selected; /* paths */
  GmxRunFilter *filter;
  GmxRunStyles *styles;
  char **columns;
  GPtrArray *picks; /* GmxRunPick; NULL: to be made */
  char *reference;  /* key of the marked group */
  guint update;     /* source */
};

enum { CHANGED, SELECTION_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

static GType get_item_type(GListModel *list) {
  return GMX_TYPE_RUN_ROW;
}

static guint get_n_items(GListModel *list) {
  return GMX_RUN_LIST(list)->shown->len;
}

static gpointer get_item(GListModel *list, guint position) {
  GmxRunList *self = GMX_RUN_LIST(list);
  return position < self->shown->len ? g_object_ref(self->shown->pdata[position]) : NULL;
}

static void list_model_init(GListModelInterface *iface) {
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE(GmxRunList, gmx_run_list, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, list_model_init))

static void pick_free(gpointer data) {
  GmxRunPick *pick = data;
  g_object_unref(pick->row);
  g_free(pick->name);
  g_ptr_array_unref(pick->entries);
  g_free(pick);
}

/* Selection */

static gboolean is_selected(GmxRunList *self, GmxRunEntry *entry) {
  return g_hash_table_contains(self->selected, entry->path);
}

static void set_check(GmxRunRow *row, GmxCheck check) {
  if (row->check == check)
    return;
  row->check = check;
  gmx_run_row_changed(row);
}

static void give_style(GmxRunList *self, GmxRunRow *group) {
  const int place = gmx_run_styles_take(self->styles, group->key);
  if (group->styled)
    return;
  group->style = gmx_run_style_of(place);
  group->styled = TRUE;
  for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(group->runs)); i++) {
    g_autoptr(GmxRunRow) run = g_list_model_get_item(G_LIST_MODEL(group->runs), i);
    gmx_run_row_changed(run);
  }
  gmx_run_row_changed(group);
}

/* What is checked in a group follows from its runs. */
static void update_checks(GmxRunList *self, GmxRunRow *group) {
  guint count = 0;
  for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(group->runs)); i++) {
    g_autoptr(GmxRunRow) run = g_list_model_get_item(G_LIST_MODEL(group->runs), i);
    const gboolean selected = is_selected(self, gmx_run_row_get_entry(run));
    set_check(run, selected ? GMX_CHECK_ALL : GMX_CHECK_NONE);
    count += selected;
  }
  if (count > 0)
    give_style(self, group);
  set_check(group, count == 0                     ? GMX_CHECK_NONE
                   : count == group->entries->len ? GMX_CHECK_ALL
                                                  : GMX_CHECK_SOME);
}

static void selection_changed(GmxRunList *self) {
  gmx_run_styles_save(self->styles);
  g_clear_pointer(&self->picks, g_ptr_array_unref);
  g_signal_emit(self, signals[SELECTION_CHANGED], 0);
}

static void select_row(GmxRunList *self, GmxRunRow *row, gboolean selected) {
  for (guint i = 0; i < row->entries->len; i++) {
    GmxRunEntry *entry = row->entries->pdata[i];
    if (selected)
      g_hash_table_add(self->selected, g_strdup(entry->path));
    else
      g_hash_table_remove(self->selected, entry->path);
  }
  update_checks(self, row->group ? row->group : row);
}

void gmx_run_list_select(GmxRunList *self, GmxRunRow *row, gboolean selected) {
  if (!row->runs && !row->group) /* its group is gone */
    return;
  select_row(self, row, selected);
  selection_changed(self);
}

void gmx_run_list_select_all(GmxRunList *self, gboolean selected) {
  if (!selected)
    g_hash_table_remove_all(self->selected);
  for (guint i = 0; selected && i < self->shown->len; i++)
    select_row(self, self->shown->pdata[i], TRUE);
  for (guint i = 0; !selected && i < self->order->len; i++)
    update_checks(self, self->order->pdata[i]);
  selection_changed(self);
}

static GmxRunPick *new_pick(GmxRunList *self, GmxRunRow *group) {
  GmxRunPick *pick = g_new0(GmxRunPick, 1);
  pick->row = g_object_ref(group);
  pick->style = group->style;
  pick->entries = g_ptr_array_new_with_free_func(g_object_unref);
  for (guint i = 0; i < group->entries->len; i++)
    if (is_selected(self, group->entries->pdata[i]))
      g_ptr_array_add(pick->entries, g_object_ref(group->entries->pdata[i]));
  pick->figures = gmx_run_figures_of(pick->entries);
  return pick;
}

GPtrArray *gmx_run_list_get_selected(GmxRunList *self) {
  if (self->picks)
    return self->picks;
  g_autoptr(GPtrArray) groups = g_ptr_array_new();
  self->picks = g_ptr_array_new_with_free_func(pick_free);
  for (guint i = 0; i < self->order->len; i++) {
    GmxRunRow *group = self->order->pdata[i];
    if (group->check == GMX_CHECK_NONE)
      continue;
    g_ptr_array_add(self->picks, new_pick(self, group));
    g_ptr_array_add(groups, group->entries);
  }
  g_auto(GStrv) names = gmx_run_group_names(groups);
  for (guint i = 0; i < groups->len; i++)
    ((GmxRunPick *)self->picks->pdata[i])->name = g_strdup(names[i]);
  return self->picks;
}

GmxRunPick *gmx_run_list_get_reference(GmxRunList *self) {
  GPtrArray *picks = gmx_run_list_get_selected(self);
  for (guint i = 0; self->reference && i < picks->len; i++) {
    GmxRunPick *pick = picks->pdata[i];
    if (g_str_equal(pick->row->key, self->reference))
      return pick;
  }
  return picks->len > 0 ? picks->pdata[0] : NULL;
}

void gmx_run_list_set_reference(GmxRunList *self, GmxRunRow *group) {
  g_free(self->reference);
  self->reference = g_strdup(group->key);
  g_signal_emit(self, signals[SELECTION_CHANGED], 0);
}

/* What is listed */

static gboolean is_shown(GmxRunList *self, GmxRunRow *group) {
  for (guint i = 0; i < group->entries->len; i++)
    if (gmx_run_filter_passes(self->filter, group->entries->pdata[i]))
      return TRUE;
  return FALSE;
}

/* Replaces the rows between the two ends that stay. */
static void show(GmxRunList *self, GPtrArray *rows) {
  guint head = 0, tail = 0;
  GPtrArray *old = self->shown;
  while (head < old->len && head < rows->len && old->pdata[head] == rows->pdata[head])
    head++;
  while (tail < old->len - head && tail < rows->len - head &&
         old->pdata[old->len - 1 - tail] == rows->pdata[rows->len - 1 - tail])
    tail++;
  const guint removed = old->len - head - tail, added = rows->len - head - tail;
  self->shown = g_ptr_array_ref(rows);
  if (removed > 0 || added > 0)
    g_list_model_items_changed(G_LIST_MODEL(self), head, removed, added);
  g_ptr_array_unref(old);
}

static void refilter(GmxRunList *self) {
  g_autoptr(GPtrArray) rows = g_ptr_array_new_with_free_func(g_object_unref);
  g_autoptr(GPtrArray) groups = g_ptr_array_new();
  for (guint i = 0; i < self->order->len; i++)
    if (is_shown(self, self->order->pdata[i])) {
      GmxRunRow *group = self->order->pdata[i];
      g_ptr_array_add(rows, g_object_ref(group));
      g_ptr_array_add(groups, group->entries);
    }
  g_strfreev(self->columns);
  self->columns = gmx_run_differing_columns(groups);
  show(self, rows);
}

/* A group keeps its row; where all of it was selected, a new seed is too. */
static GmxRunRow *take_group(GmxRunList *self, GPtrArray *entries) {
  const char *key = gmx_run_group_key(entries->pdata[0]);
  GmxRunRow *row = g_hash_table_lookup(self->groups, key);
  const gboolean all = row && row->check == GMX_CHECK_ALL;
  if (!row) {
    row = gmx_run_row_new_group(key);
    const int place = gmx_run_styles_find(self->styles, key);
    row->styled = place >= 0;
    if (row->styled)
      row->style = gmx_run_style_of(place);
    g_hash_table_insert(self->groups, row->key, row);
  }
  gmx_run_row_take_entries(row, entries);
  for (guint i = 0; all && i < entries->len; i++)
    g_hash_table_add(self->selected, g_strdup(((GmxRunEntry *)entries->pdata[i])->path));
  update_checks(self, row);
  return row;
}

static gboolean is_gone(gpointer key, gpointer row, gpointer order) {
  return !g_ptr_array_find(order, row, NULL);
}

void gmx_run_list_update(GmxRunList *self) {
  g_autoptr(GPtrArray) groups = gmx_run_group(self->source);
  g_clear_handle_id(&self->update, g_source_remove);
  g_ptr_array_set_size(self->order, 0);
  for (guint i = 0; i < groups->len; i++)
    g_ptr_array_add(self->order, take_group(self, groups->pdata[i]));
  refilter(self);
  g_hash_table_foreach_remove(self->groups, is_gone, self->order);
  selection_changed(self);
  g_signal_emit(self, signals[CHANGED], 0);
}

static gboolean on_update(gpointer data) {
  GmxRunList *self = data;
  self->update = 0;
  gmx_run_list_update(self);
  return G_SOURCE_REMOVE;
}

/* Several changes of the source are one look. */
static void on_source(GmxRunList *self) {
  if (self->update == 0)
    self->update = g_idle_add_full(G_PRIORITY_DEFAULT, on_update, self, NULL);
}

void gmx_run_list_set_filter(GmxRunList *self, const char *text) {
  g_clear_pointer(&self->filter, gmx_run_filter_free);
  self->filter = gmx_run_filter_new(text);
  refilter(self);
  g_signal_emit(self, signals[CHANGED], 0);
}

const char *const *gmx_run_list_get_columns(GmxRunList *self) {
  return (const char *const *)self->columns;
}

GmxRunRow *gmx_run_list_find(GmxRunList *self, const char *path) {
  for (guint i = 0; i < self->order->len; i++) {
    GmxRunRow *group = self->order->pdata[i];
    for (guint k = 0; k < group->entries->len; k++)
      if (g_str_equal(((GmxRunEntry *)group->entries->pdata[k])->path, path)) {
        g_autoptr(GmxRunRow) run = g_list_model_get_item(G_LIST_MODEL(group->runs), k);
        return run; /* the group's list keeps it */
      }
  }
  return NULL;
}

GmxRunCounts gmx_run_list_count(GmxRunList *self) {
  GmxRunCounts counts = {.groups = (int)self->order->len, .shown = (int)self->shown->len};
  for (guint i = 0; i < self->order->len; i++) {
    GmxRunRow *group = self->order->pdata[i];
    counts.selected += group->check != GMX_CHECK_NONE;
    counts.runs += group->figures.runs;
    counts.finished += group->figures.finished;
  }
  return counts;
}

static void run_list_dispose(GObject *object) {
  GmxRunList *self = GMX_RUN_LIST(object);
  g_clear_handle_id(&self->update, g_source_remove);
  if (self->source)
    g_signal_handlers_disconnect_by_data(self->source, self);
  g_clear_object(&self->source);
  G_OBJECT_CLASS(gmx_run_list_parent_class)->dispose(object);
}

static void run_list_finalize(GObject *object) {
  GmxRunList *self = GMX_RUN_LIST(object);
  g_clear_pointer(&self->picks, g_ptr_array_unref);
  g_ptr_array_unref(self->shown);
  g_ptr_array_unref(self->order);
  g_hash_table_unref(self->groups);
  g_hash_table_unref(self->selected);
  g_clear_pointer(&self->filter, gmx_run_filter_free);
  g_clear_pointer(&self->styles, gmx_run_styles_free);
  g_strfreev(self->columns);
  g_free(self->reference);
  G_OBJECT_CLASS(gmx_run_list_parent_class)->finalize(object);
}

static void gmx_run_list_class_init(GmxRunListClass *klass) {
  GObjectClass *object_class = G_OBJECT_CLASS(klass);
  object_class->dispose = run_list_dispose;
  object_class->finalize = run_list_finalize;
  signals[CHANGED] = g_signal_new("changed", GMX_TYPE_RUN_LIST, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
  signals[SELECTION_CHANGED] = g_signal_new("selection-changed", GMX_TYPE_RUN_LIST,
                                            G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void gmx_run_list_init(GmxRunList *self) {
  self->groups = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_object_unref);
  self->order = g_ptr_array_new();
  self->shown = g_ptr_array_new_with_free_func(g_object_unref);
  self->selected = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  self->filter = gmx_run_filter_new(NULL);
  self->columns = g_new0(char *, 1);
}

GmxRunList *gmx_run_list_new(GListModel *entries, const char *styles_file) {
  GmxRunList *self = g_object_new(GMX_TYPE_RUN_LIST, NULL);
  self->source = g_object_ref(entries);
  self->styles = gmx_run_styles_new(styles_file);
  g_signal_connect_swapped(entries, "items-changed", G_CALLBACK(on_source), self);
  gmx_run_list_update(self);
  return self;
}
