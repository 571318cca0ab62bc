/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Another run beside the open one: which there are, and the reading of its weights in a thread. */
#include "ui/landscape/explorer-private.h"

#include "ui/runs/run-names.h"

#include <glib/gi18n.h>

static char *join_name(const char *name, int seed) {
  return g_strdup_printf(_("%s, seed %d"), name, seed);
}

char *gmx_explorer_name_config(GmxConfig *config) {
  g_autofree char *method = gmx_config_get_string(config, "method");
  return join_name(method, gmx_config_get_int(config, "seed"));
}

/* What tells @entry from the open run, where the short name would not. */
static char *describe_entry(GmxExplorer *self, GmxRunEntry *entry) {
  const char *run = gmx_settings_get_run(self->settings);
  GmxRunEntry *open = run ? gmx_run_library_find(self->library, run) : NULL;
  g_autoptr(GPtrArray) groups = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
  GmxRunEntry *both[] = {entry, open};
  for (int i = 0; i < 2 && both[i]; i++) {
    GPtrArray *group = g_ptr_array_new();
    g_ptr_array_add(group, both[i]);
    g_ptr_array_add(groups, group);
  }
  g_auto(GStrv) names = gmx_run_group_names(groups);
  return join_name(names[0], entry->seed);
}

char *gmx_explorer_name_entry(GmxExplorer *self, GmxRunEntry *entry) {
  GmxConfig *config = gmx_settings_get_config(self->settings);
  g_autofree char *own = gmx_explorer_name_config(config);
  g_autofree char *name = gmx_explorer_name_config(entry->config);
  if (!g_str_equal(entry->title, entry->folder))
    return join_name(entry->title, entry->seed);
  return g_str_equal(own, name) ? describe_entry(self, entry) : g_steal_pointer(&name);
}

/* Which there are */

static gboolean has_checkpoint(GmxRunEntry *entry) {
  g_autofree char *path = g_build_filename(entry->path, "checkpoint.safetensors", NULL);
  return g_file_test(path, G_FILE_TEST_EXISTS);
}

/* Of the same data; the network may be another one, only a plane towards it then can't be. */
static gboolean can_compare(GmxExplorer *self, GmxRunEntry *entry) {
  GmxConfig *config = gmx_settings_get_config(self->settings);
  const char *run = gmx_settings_get_run(self->settings);
  g_autofree char *own = gmx_config_get_string(config, "data");
  g_autofree char *data = gmx_config_get_string(entry->config, "data");
  if (g_strcmp0(own, data) != 0 || !has_checkpoint(entry))
    return FALSE;
  g_autofree char *path = g_canonicalize_filename(entry->path, NULL);
  g_autofree char *open = run ? g_canonicalize_filename(run, NULL) : NULL;
  return g_strcmp0(path, open) != 0;
}

GPtrArray *gmx_explorer_list_others(GmxExplorer *self) {
  GPtrArray *list = g_ptr_array_new_with_free_func(g_object_unref);
  const guint count = g_list_model_get_n_items(G_LIST_MODEL(self->library));
  for (guint i = 0; i < count; i++) {
    g_autoptr(GmxRunEntry) entry = g_list_model_get_item(G_LIST_MODEL(self->library), i);
    if (can_compare(self, entry))
      g_ptr_array_add(list, g_object_ref(entry));
  }
  return list;
}

/* Reading */

typedef struct {
  char *path, *name;
  GmxDataset *dataset;
} Reading;

static void reading_free(Reading *reading) {
  g_free(reading->path);
  g_free(reading->name);
  g_object_unref(reading->dataset);
  g_free(reading);
}

static void read_weights(GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  Reading *reading = data;
  GError *error = NULL;
  GmxWeights *weights = gmx_weights_new_from_run(reading->path, reading->dataset, &error);
  if (weights)
    g_task_return_pointer(task, weights, (GDestroyNotify)gmx_weights_unref);
  else
    g_task_return_error(task, error);
}

static void other_changed(GmxExplorer *self) {
  gmx_explorer_emit(self, GMX_EXPLORER_CHOICE);
  gmx_explorer_want_lines(self);
  gmx_explorer_want_curvature(self, 1);
  if (self->choice.plane == GMX_LANDSCAPE_OTHER)
    gmx_explorer_start_plane(self);
}

static void forget_other(GmxExplorer *self) {
  g_clear_pointer(&self->other, gmx_weights_unref);
  g_clear_pointer(&self->other_path, g_free);
  g_clear_pointer(&self->other_name, g_free);
  g_clear_pointer(&self->curvature[1], gmx_curvature_unref);
}

static void take_other(GmxExplorer *self, GmxWeights *weights, const Reading *reading) {
  forget_other(self);
  self->other = weights;
  self->other_path = g_strdup(reading->path);
  self->other_name = g_strdup(reading->name);
  gmx_explorer_emit(self, GMX_EXPLORER_CURVATURE);
  other_changed(self);
}

static void on_read(GObject *source, GAsyncResult *result, gpointer data) {
  GmxExplorer *self = GMX_EXPLORER(source);
  Reading *reading = g_task_get_task_data(G_TASK(result));
  g_autoptr(GError) error = NULL;
  GmxWeights *weights = g_task_propagate_pointer(G_TASK(result), &error);
  if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object(&self->reading);
  g_clear_pointer(&self->reading_name, g_free);
  if (weights)
    take_other(self, weights, reading);
  else
    gmx_explorer_fail(self, _("The run could not be compared with"), error->message);
  gmx_explorer_emit(self, GMX_EXPLORER_CHOICE);
  gmx_explorer_emit(self, GMX_EXPLORER_WORK);
}

void gmx_explorer_drop_other(GmxExplorer *self, gboolean forget) {
  if (self->reading)
    g_cancellable_cancel(self->reading);
  g_clear_object(&self->reading);
  g_clear_pointer(&self->reading_name, g_free);
  if (forget)
    forget_other(self);
}

static char *find_name(GmxExplorer *self, const char *path) {
  GmxRunEntry *entry = gmx_run_library_find(self->library, path);
  return entry ? gmx_explorer_name_entry(self, entry) : g_path_get_basename(path);
}

void gmx_explorer_set_other(GmxExplorer *self, const char *path) {
  gmx_explorer_drop_other(self, path == NULL);
  if (!path) {
    const gboolean towards = self->choice.plane == GMX_LANDSCAPE_OTHER;
    self->choice.plane = towards ? GMX_LANDSCAPE_PATH : self->choice.plane;
    gmx_explorer_emit(self, GMX_EXPLORER_CURVATURE);
    other_changed(self);
    if (towards)
      gmx_explorer_start_plane(self);
  } else if (self->dataset) {
    Reading *reading = g_new0(Reading, 1);
    reading->path = g_strdup(path);
    reading->name = find_name(self, path);
    reading->dataset = g_object_ref(self->dataset);
    self->reading = g_cancellable_new();
    self->reading_name = g_strdup(reading->name);
    g_autoptr(GTask) task = g_task_new(self, self->reading, on_read, NULL);
    g_task_set_task_data(task, reading, (GDestroyNotify)reading_free);
    g_task_run_in_thread(task, read_weights);
  }
  gmx_explorer_emit(self, GMX_EXPLORER_WORK);
}
