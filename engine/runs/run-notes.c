/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a user says of a run, in notes.json beside its files: they repeat byte for byte, so nobody
 * writes into them. */
#include "engine/runs/run-private.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <string.h>

#define FILE_NAME "notes.json"

static int by_text(gconstpointer a, gconstpointer b) {
  return g_utf8_collate(*(const char *const *)a, *(const char *const *)b);
}

/* The texts among the elements of @array, sorted. */
static char **texts_of(JsonArray *array) {
  g_autoptr(GPtrArray) texts = g_ptr_array_new();
  for (guint i = 0; array && i < json_array_get_length(array); i++) {
    JsonNode *node = json_array_get_element(array, i);
    const char *text = JSON_NODE_HOLDS_VALUE(node) ? json_node_get_string(node) : NULL;
    if (text && *text)
      g_ptr_array_add(texts, g_strdup(text));
  }
  g_ptr_array_sort(texts, by_text);
  g_ptr_array_add(texts, NULL);
  return (char **)g_ptr_array_free(g_steal_pointer(&texts), FALSE);
}

static JsonObject *load(const char *path, JsonParser *parser) {
  g_autofree char *name = g_build_filename(path, FILE_NAME, NULL);
  if (!json_parser_load_from_file(parser, name, NULL))
    return NULL;
  JsonNode *root = json_parser_get_root(parser);
  return root && JSON_NODE_HOLDS_OBJECT(root) ? json_node_get_object(root) : NULL;
}

void gmx_run_notes_read(const char *path, char **title, char ***tags) {
  g_autoptr(JsonParser) parser = json_parser_new();
  JsonObject *notes = load(path, parser);
  JsonNode *name = notes ? json_object_get_member(notes, "title") : NULL;
  JsonNode *list = notes ? json_object_get_member(notes, "tags") : NULL;
  const char *text = name && JSON_NODE_HOLDS_VALUE(name) ? json_node_get_string(name) : NULL;
  *title = text && *text ? g_strdup(text) : NULL;
  *tags = texts_of(list && JSON_NODE_HOLDS_ARRAY(list) ? json_node_get_array(list) : NULL);
}

static char *to_text(const char *title, const char *const *tags) {
  g_autoptr(JsonBuilder) builder = json_builder_new();
  g_autoptr(JsonGenerator) generator = json_generator_new();
  json_builder_begin_object(builder);
  json_builder_set_member_name(builder, "title");
  json_builder_add_string_value(builder, title ? title : "");
  json_builder_set_member_name(builder, "tags");
  json_builder_begin_array(builder);
  for (int i = 0; tags && tags[i]; i++)
    json_builder_add_string_value(builder, tags[i]);
  json_builder_end_array(builder);
  json_builder_end_object(builder);
  g_autoptr(JsonNode) root = json_builder_get_root(builder);
  json_generator_set_root(generator, root);
  json_generator_set_pretty(generator, TRUE);
  return json_generator_to_data(generator, NULL);
}

gboolean gmx_run_notes_write(const char *path, const char *title, const char *const *tags,
                             GError **error) {
  g_autofree char *name = g_build_filename(path, FILE_NAME, NULL);
  const gboolean empty = (!title || !*title) && (!tags || !tags[0]);
  if (!empty) {
    g_autofree char *text = to_text(title, tags);
    return g_file_set_contents(name, text, -1, error);
  }
  if (g_unlink(name) == 0 || errno == ENOENT)
    return TRUE;
  g_set_error(error, G_IO_ERROR, g_io_error_from_errno(errno), "%s can't be removed: %s", name,
              g_strerror(errno));
  return FALSE;
}
