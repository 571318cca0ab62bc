/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading and writing sessions, and finding the settings in what kind of file soever. */
#include "engine/train/session-file.h"
#include "engine/data/points.h"
#include "engine/train/file.h"
#include "engine/train/text.h"

#include <string.h>

#define FORMAT 1

G_DEFINE_QUARK(gmx_session_file_error, gmx_session_file_error)

G_GNUC_PRINTF(2, 3)
static gboolean refuse(GError **error, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *message = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  g_set_error_literal(error, GMX_SESSION_FILE_ERROR, GMX_SESSION_FILE_ERROR_FORMAT, message);
  return FALSE;
}

/* The object that the file at @path holds. */
static JsonObject *read_object(const char *path, GError **error) {
  g_autoptr(JsonParser) parser = json_parser_new();
  g_autofree char *text = NULL;
  g_autoptr(GError) wrong = NULL;
  gsize length;
  if (!g_file_get_contents(path, &text, &length, &wrong)) {
    g_set_error(error, GMX_SESSION_FILE_ERROR, GMX_SESSION_FILE_ERROR_READ, "%s can't be read: %s",
                path, gmx_file_reason(wrong));
    return NULL;
  }
  if (!json_parser_load_from_data(parser, text, (gssize)length, &wrong)) {
    const char *rest = wrong->message;
    const gboolean placed = g_str_has_prefix(rest, "<data>");
    refuse(error, "%s%s%s", path, placed ? "" : ": ", placed ? rest + strlen("<data>") : rest);
    return NULL;
  }
  JsonNode *root = json_parser_get_root(parser);
  if (!root || !JSON_NODE_HOLDS_OBJECT(root)) {
    refuse(error, "%s holds no settings: it must be a JSON object", path);
    return NULL;
  }
  return json_node_dup_object(root);
}

/* "shapes", "fashion-mnist" and the drawn points are names, also where a folder is called so. */
void gmx_config_make_data_absolute(GmxConfig *config, const char *folder) {
  g_autofree char *data = gmx_config_get_string(config, "data");
  if (g_str_equal(data, "shapes") || g_str_equal(data, "fashion-mnist") ||
      gmx_points_is_drawn(data) || g_path_is_absolute(data))
    return;
  g_autofree char *base = g_canonicalize_filename(folder ? folder : ".", NULL);
  g_autofree char *path = g_canonicalize_filename(data, base);
  if (g_file_test(path, G_FILE_TEST_EXISTS))
    g_object_set(config, "data", path, NULL);
}

static GmxConfig *read_settings(JsonNode *node, const char *path, GError **error) {
  g_autoptr(GError) wrong = NULL;
  g_autoptr(GmxConfig) config = gmx_config_from_json(node, &wrong);
  if (!config) {
    const gboolean unknown = g_error_matches(wrong, GMX_CONFIG_ERROR, GMX_CONFIG_ERROR_UNKNOWN);
    refuse(error, "%s: %s%s", path, wrong->message,
           unknown ? "; “gmix train --help” lists the settings" : "");
    return NULL;
  }
  g_autofree char *folder = g_path_get_dirname(path);
  gmx_config_make_data_absolute(config, folder);
  return g_steal_pointer(&config);
}

static gboolean check_format(JsonObject *object, const char *path, GError **error) {
  JsonNode *node = json_object_get_member(object, "gmix");
  const gint64 format = node && JSON_NODE_HOLDS_VALUE(node) ? json_node_get_int(node) : 0;
  if (!node)
    return refuse(error, "%s is no session: the member “gmix” is missing", path);
  if (format > FORMAT)
    return refuse(error,
                  "%s was written by a newer version (format %" G_GINT64_FORMAT
                  "); this one reads format %d",
                  path, format, FORMAT);
  return format == FORMAT || refuse(error, "%s: gmix must be the number %d", path, FORMAT);
}

static gboolean read_text(JsonNode *node, const char *path, const char *name, char **text,
                          GError **error) {
  if (!JSON_NODE_HOLDS_VALUE(node) || json_node_get_value_type(node) != G_TYPE_STRING)
    return refuse(error, "%s: %s must be a text", path, name);
  *text = json_node_dup_string(node);
  return TRUE;
}

static gboolean read_member(GmxSessionFile *file, const char *path, const char *name,
                            JsonNode *node, GError **error) {
  if (g_str_equal(name, "gmix"))
    return TRUE;
  if (g_str_equal(name, "settings"))
    return (file->config = read_settings(node, path, error)) != NULL;
  if (g_str_equal(name, "page"))
    return read_text(node, path, name, &file->page, error);
  if (g_str_equal(name, "run"))
    return read_text(node, path, name, &file->run, error);
  if (!g_str_equal(name, "window"))
    return refuse(error,
                  "%s: there is no member “%s”; a session has gmix, settings, page, run and window",
                  path, name);
  if (!JSON_NODE_HOLDS_OBJECT(node))
    return refuse(error, "%s: window must be an object", path);
  file->window = json_node_dup_object(node);
  return TRUE;
}

static GmxSessionFile *read_session(JsonObject *object, const char *path, GError **error) {
  g_autoptr(GmxSessionFile) file = g_new0(GmxSessionFile, 1);
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  if (!check_format(object, path, error))
    return NULL;
  json_object_iter_init_ordered(&iter, object);
  while (json_object_iter_next_ordered(&iter, &name, &node))
    if (!read_member(file, path, name, node, error))
      return NULL;
  if (!file->config)
    file->config = gmx_config_new();
  return g_steal_pointer(&file);
}

GmxSessionFile *gmx_session_file_load(const char *path, GError **error) {
  g_autoptr(JsonObject) object = read_object(path, error);
  return object ? read_session(object, path, error) : NULL;
}

void gmx_session_file_free(GmxSessionFile *file) {
  if (!file)
    return;
  g_clear_object(&file->config);
  g_free(file->page);
  g_free(file->run);
  g_clear_pointer(&file->window, json_object_unref);
  g_free(file);
}

gboolean gmx_session_file_save(const GmxSessionFile *file, const char *path, GError **error) {
  g_autoptr(JsonNode) root = json_node_new(JSON_NODE_OBJECT);
  JsonObject *object = json_object_new();
  json_object_set_int_member(object, "gmix", FORMAT);
  json_object_set_member(object, "settings", gmx_config_to_json(file->config));
  if (file->page)
    json_object_set_string_member(object, "page", file->page);
  if (file->run)
    json_object_set_string_member(object, "run", file->run);
  if (file->window)
    json_object_set_object_member(object, "window", json_object_ref(file->window));
  json_node_take_object(root, object);
  g_autofree char *text = gmx_json_to_text(root, TRUE);
  g_autofree char *line = g_strconcat(text, "\n", NULL);
  return gmx_file_replace(path, line, strlen(line), error);
}

/* A sweep is many settings; which of them is meant it does not say. */
GmxConfig *gmx_config_load(const char *path, GError **error) {
  g_autoptr(JsonObject) object = read_object(path, error);
  if (!object)
    return NULL;
  if (json_object_has_member(object, "gmix")) {
    g_autoptr(GmxSessionFile) file = read_session(object, path, error);
    return file ? g_steal_pointer(&file->config) : NULL;
  }
  if (json_object_has_member(object, "axes")) {
    refuse(error, "%s is a sweep; “gmix sweep %s” trains it", path, path);
    return NULL;
  }
  /* No setting is called so: this is a run. */
  if (json_object_has_member(object, "settings"))
    return read_settings(json_object_get_member(object, "settings"), path, error);
  g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
  json_node_set_object(node, object);
  return read_settings(node, path, error);
}
