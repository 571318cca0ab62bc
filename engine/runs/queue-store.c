/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The queue on disk: one sweep file each, and order.json with their names and whether it rests. */
#include "engine/runs/queue-private.h"

#include "engine/train/run-folder.h"

#include <errno.h>
#include <glib/gstdio.h>

#define ORDER "order.json"

char *gmx_queue_folder(const char *run_dir) {
  return g_build_filename(run_dir, ".queue", NULL);
}

static char *file_of(const char *folder, const char *name) {
  g_autofree char *file = g_strconcat(name, ".json", NULL);
  return g_build_filename(folder, file, NULL);
}

static JsonObject *load_order(const char *folder, JsonParser *parser) {
  g_autofree char *path = g_build_filename(folder, ORDER, NULL);
  if (!json_parser_load_from_file(parser, path, NULL))
    return NULL;
  JsonNode *root = json_parser_get_root(parser);
  return root && JSON_NODE_HOLDS_OBJECT(root) ? json_node_get_object(root) : NULL;
}

GPtrArray *gmx_queue_store_load(const char *folder, gboolean *paused, GError **error) {
  GPtrArray *sweeps = g_ptr_array_new_with_free_func((GDestroyNotify)gmx_sweep_unref);
  g_autoptr(JsonParser) parser = json_parser_new();
  JsonObject *order = load_order(folder, parser);
  JsonNode *names = order ? json_object_get_member(order, "sweeps") : NULL;
  *paused = order && json_object_get_boolean_member_with_default(order, "paused", FALSE);
  if (!names || !JSON_NODE_HOLDS_ARRAY(names))
    return sweeps;
  JsonArray *list = json_node_get_array(names);
  for (guint i = 0; i < json_array_get_length(list); i++) {
    const char *name = json_node_get_string(json_array_get_element(list, i));
    g_autofree char *path = name ? file_of(folder, name) : NULL;
    g_autoptr(GError) wrong = NULL;
    GmxSweep *sweep = path ? gmx_sweep_load(path, &wrong) : NULL;
    if (sweep)
      g_ptr_array_add(sweeps, sweep);
    else if (wrong && error && !*error)
      g_propagate_error(error, g_steal_pointer(&wrong));
  }
  return sweeps;
}

static gboolean make_folder(const char *folder, GError **error) {
  if (g_mkdir_with_parents(folder, 0755) == 0)
    return TRUE;
  g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_WRITE, "%s can't be made: %s", folder,
              g_strerror(errno));
  return FALSE;
}

gboolean gmx_queue_store_add(const char *folder, GmxSweep *sweep, GError **error) {
  g_autofree char *path = file_of(folder, gmx_sweep_get_name(sweep));
  return make_folder(folder, error) && gmx_sweep_save(sweep, path, error);
}

gboolean gmx_queue_store_remove(const char *folder, const char *name, GError **error) {
  g_autofree char *path = file_of(folder, name);
  if (g_unlink(path) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_WRITE, "%s can't be removed: %s", path,
              g_strerror(errno));
  return FALSE;
}

gboolean gmx_queue_store_order(const char *folder, GPtrArray *sweeps, gboolean paused,
                               GError **error) {
  g_autofree char *path = g_build_filename(folder, ORDER, NULL);
  g_autoptr(JsonBuilder) builder = json_builder_new();
  json_builder_begin_object(builder);
  json_builder_set_member_name(builder, "paused");
  json_builder_add_boolean_value(builder, paused);
  json_builder_set_member_name(builder, "sweeps");
  json_builder_begin_array(builder);
  for (guint i = 0; i < sweeps->len; i++)
    json_builder_add_string_value(builder, gmx_sweep_get_name(g_ptr_array_index(sweeps, i)));
  json_builder_end_array(builder);
  json_builder_end_object(builder);
  g_autoptr(JsonNode) root = json_builder_get_root(builder);
  g_autofree char *text = json_to_string(root, TRUE);
  return make_folder(folder, error) && g_file_set_contents(path, text, -1, error);
}
