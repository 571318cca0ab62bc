/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sweeps from files and back. json-glib keeps no lines, but tells of each member and element when
 * it has read it: they are noted there, so that a message can say where to look. */
#include "engine/train/file.h"
#include "engine/train/sweep-private.h"
#include "engine/train/text.h"

#include <string.h>

/* A sweep while it is read. */
typedef struct {
  const char *source, *folder;
  GHashTable *lines; /* "container.member" or "container[index]" → line */
  char *twice;       /* the first member that stands twice in its object */
  int twice_line;
  GmxSweep *sweep;
} Reader;

static char *member_key(gconstpointer container, const char *member) {
  return g_strdup_printf("%p.%s", container, member);
}

static char *element_key(gconstpointer container, guint index) {
  return g_strdup_printf("%p[%u]", container, index);
}

static void note_member(JsonParser *parser, JsonObject *object, const char *name, gpointer data) {
  Reader *reader = data;
  const int line = (int)json_parser_get_current_line(parser);
  char *key = member_key(object, name);
  if (!reader->twice && g_hash_table_contains(reader->lines, key)) {
    reader->twice = g_strdup(name);
    reader->twice_line = line;
  }
  g_hash_table_replace(reader->lines, key, GINT_TO_POINTER(line));
}

static void note_element(JsonParser *parser, JsonArray *array, int index, gpointer data) {
  Reader *reader = data;
  g_hash_table_replace(reader->lines, element_key(array, (guint)index),
                       GINT_TO_POINTER(json_parser_get_current_line(parser)));
}

/* "FILE:LINE: " or "FILE: " before @wrong, which is freed. @key is freed. */
static gboolean place(Reader *reader, char *key, const char *member, GError *wrong,
                      GError **error) {
  g_autofree char *owned = key;
  g_autoptr(GError) cause = wrong;
  const int line = key ? GPOINTER_TO_INT(g_hash_table_lookup(reader->lines, key)) : 0;
  g_autofree char *where =
      line > 0 ? g_strdup_printf("%s:%d", reader->source, line) : g_strdup(reader->source);
  const gboolean unknown = g_error_matches(cause, GMX_CONFIG_ERROR, GMX_CONFIG_ERROR_UNKNOWN);
  return gmx_sweep_refuse(error, "%s: %s%s%s%s", where, member ? member : "", member ? ": " : "",
                          cause->message,
                          unknown ? "; “gmix train --help” lists the settings" : "");
}

static gboolean refuse_at(Reader *reader, char *key, GError **error, const char *format, ...)
    G_GNUC_PRINTF(4, 5);
static gboolean refuse_at(Reader *reader, char *key, GError **error, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  GError *wrong = g_error_new_valist(GMX_SWEEP_ERROR, GMX_SWEEP_ERROR_FORMAT, format, arguments);
  va_end(arguments);
  return place(reader, key, NULL, wrong, error);
}

static gboolean read_base(Reader *reader, JsonObject *base, GError **error) {
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  json_object_iter_init_ordered(&iter, base);
  while (json_object_iter_next_ordered(&iter, &name, &node)) {
    GError *wrong = NULL;
    g_autofree char *text = gmx_json_value_to_string(node);
    if (!text)
      return refuse_at(reader, member_key(base, name), error,
                       "base: %s must be one value; several are an axis", name);
    if (!gmx_sweep_set_base(reader->sweep, name, text, reader->folder, &wrong))
      return place(reader, member_key(base, name), "base", wrong, error);
  }
  return TRUE;
}

static gboolean read_values(Reader *reader, GmxAxis *axis, JsonArray *values, GError **error) {
  for (guint i = 0; i < json_array_get_length(values); i++) {
    GError *wrong = NULL;
    g_autofree char *text = gmx_json_value_to_string(json_array_get_element(values, i));
    if (!text)
      return refuse_at(reader, element_key(values, i), error,
                       "axes: each value of %s must be one number, text, true or false",
                       axis->public.setting);
    if (!gmx_axis_add_value(axis, text, reader->folder, &wrong))
      return place(reader, element_key(values, i), "axes", wrong, error);
  }
  return TRUE;
}

static gboolean read_axes(Reader *reader, JsonObject *axes, GError **error) {
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  json_object_iter_init_ordered(&iter, axes);
  while (json_object_iter_next_ordered(&iter, &name, &node)) {
    GError *wrong = NULL;
    GmxAxis *axis = gmx_sweep_add_axis(reader->sweep, name, &wrong);
    if (!axis)
      return place(reader, member_key(axes, name), "axes", wrong, error);
    if (!JSON_NODE_HOLDS_ARRAY(node) || json_array_get_length(json_node_get_array(node)) == 0)
      return refuse_at(
          reader, member_key(axes, name), error,
          "axes: %s must be a list with at least one value, as in \"%s\": [0.02, 0.05]", name,
          "rho");
    if (!read_values(reader, axis, json_node_get_array(node), error))
      return FALSE;
  }
  return TRUE;
}

static gboolean read_seeds(Reader *reader, JsonArray *seeds, GError **error) {
  for (guint i = 0; i < json_array_get_length(seeds); i++) {
    JsonNode *node = json_array_get_element(seeds, i);
    GError *wrong = NULL;
    if (!JSON_NODE_HOLDS_VALUE(node) || json_node_get_value_type(node) != G_TYPE_INT64)
      return refuse_at(reader, element_key(seeds, i), error,
                       "seeds must be whole numbers, as in [1, 2, 3]");
    if (!gmx_sweep_add_seed(reader->sweep, json_node_get_int(node), &wrong))
      return place(reader, element_key(seeds, i), NULL, wrong, error);
  }
  return TRUE;
}

static gboolean read_member(Reader *reader, JsonObject *root, const char *name, JsonNode *node,
                            GError **error) {
  GError *wrong = NULL;
  char *key = member_key(root, name);
  if (g_str_equal(name, "name") && JSON_NODE_HOLDS_VALUE(node) && json_node_get_string(node)) {
    if (!gmx_sweep_set_name(reader->sweep, json_node_get_string(node), &wrong))
      return place(reader, key, NULL, wrong, error);
  } else if (g_str_equal(name, "name")) {
    return refuse_at(reader, key, error, "name must be a text");
  } else if (g_str_equal(name, "base") || g_str_equal(name, "axes")) {
    if (!JSON_NODE_HOLDS_OBJECT(node))
      return refuse_at(reader, key, error, "%s must be an object of settings, {…}", name);
    JsonObject *object = json_node_get_object(node);
    g_free(key);
    return name[0] == 'b' ? read_base(reader, object, error) : read_axes(reader, object, error);
  } else if (g_str_equal(name, "seeds")) {
    if (!JSON_NODE_HOLDS_ARRAY(node) || json_array_get_length(json_node_get_array(node)) == 0)
      return refuse_at(reader, key, error, "seeds must be a list, as in [1, 2, 3]");
    g_free(key);
    return read_seeds(reader, json_node_get_array(node), error);
  } else {
    return refuse_at(reader, key, error,
                     "there is no member “%s”; a sweep has name, base, axes and seeds", name);
  }
  g_free(key);
  return TRUE;
}

static gboolean read_root(Reader *reader, JsonNode *node, GError **error) {
  GError *wrong = NULL;
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;
  if (!node || !JSON_NODE_HOLDS_OBJECT(node))
    return refuse_at(reader, NULL, error,
                     "a sweep is one JSON object with name, base, axes and seeds");
  if (reader->twice)
    return gmx_sweep_refuse(error, "%s:%d: “%s” stands twice; keep one of them", reader->source,
                            reader->twice_line, reader->twice);
  json_object_iter_init_ordered(&iter, json_node_get_object(node));
  while (json_object_iter_next_ordered(&iter, &name, &member))
    if (!read_member(reader, json_node_get_object(node), name, member, error))
      return FALSE;
  if (!reader->sweep->name)
    return refuse_at(reader, NULL, error, "name is missing; the folders of the runs begin with it");
  if (!gmx_sweep_complete(reader->sweep, &wrong))
    return place(reader, NULL, NULL, wrong, error);
  return TRUE;
}

/* json-glib's message says "<data>:LINE:COLUMN: Parse error: …". */
static gboolean refuse_syntax(Reader *reader, const char *message, GError **error) {
  const char *rest = g_str_has_prefix(message, "<data>") ? message + strlen("<data>") : NULL;
  return gmx_sweep_refuse(error, "%s%s%s", reader->source, rest ? "" : ": ", rest ? rest : message);
}

static gboolean read_text(Reader *reader, const char *text, gssize length, GError **error) {
  g_autoptr(JsonParser) parser = json_parser_new();
  g_autoptr(GError) wrong = NULL;
  g_signal_connect(parser, "object-member", G_CALLBACK(note_member), reader);
  g_signal_connect(parser, "array-element", G_CALLBACK(note_element), reader);
  if (!json_parser_load_from_data(parser, text, length, &wrong))
    return refuse_syntax(reader, wrong->message, error);
  return read_root(reader, json_parser_get_root(parser), error);
}

GmxSweep *gmx_sweep_parse(const char *text, gssize length, const char *source, const char *folder,
                          GError **error) {
  g_autoptr(GHashTable) lines = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  g_autoptr(GmxSweep) sweep = gmx_sweep_alloc();
  Reader reader = {.source = source, .folder = folder, .lines = lines, .sweep = sweep};
  const gboolean fine = read_text(&reader, text, length, error);
  g_free(reader.twice);
  return fine ? g_steal_pointer(&sweep) : NULL;
}

GmxSweep *gmx_sweep_load(const char *path, GError **error) {
  g_autofree char *folder = g_path_get_dirname(path);
  g_autofree char *text = NULL;
  g_autoptr(GError) wrong = NULL;
  gsize length;
  if (g_file_get_contents(path, &text, &length, &wrong))
    return gmx_sweep_parse(text, (gssize)length, path, folder, error);
  g_set_error(error, GMX_SWEEP_ERROR, GMX_SWEEP_ERROR_READ, "sweep %s can't be read: %s", path,
              gmx_file_reason(wrong));
  return NULL;
}

/* The value in the type that its setting has. */
static void add_value(JsonBuilder *builder, const char *setting, const char *text) {
  GParamSpec *spec = gmx_setting_find(setting, NULL);
  if (G_IS_PARAM_SPEC_INT(spec))
    json_builder_add_int_value(builder, g_ascii_strtoll(text, NULL, 10));
  else if (G_IS_PARAM_SPEC_DOUBLE(spec))
    json_builder_add_double_value(builder, g_ascii_strtod(text, NULL));
  else if (G_IS_PARAM_SPEC_BOOLEAN(spec))
    json_builder_add_boolean_value(builder, g_str_equal(text, "true"));
  else
    json_builder_add_string_value(builder, text);
}

static void add_base(JsonBuilder *builder, GmxSweep *sweep) {
  guint count = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  json_builder_set_member_name(builder, "base");
  json_builder_begin_object(builder);
  for (guint i = 0; i < count; i++)
    if (sweep->base[all[i]->param_id]) {
      json_builder_set_member_name(builder, all[i]->name);
      add_value(builder, all[i]->name, sweep->base[all[i]->param_id]);
    }
  json_builder_end_object(builder);
}

static void add_axes(JsonBuilder *builder, GmxSweep *sweep) {
  json_builder_set_member_name(builder, "axes");
  json_builder_begin_object(builder);
  for (int i = 0; i < gmx_sweep_get_axis_count(sweep); i++) {
    const GmxSweepAxis *axis = gmx_sweep_get_axis(sweep, i);
    json_builder_set_member_name(builder, axis->setting);
    json_builder_begin_array(builder);
    for (const char *const *value = axis->values; *value; value++)
      add_value(builder, axis->setting, *value);
    json_builder_end_array(builder);
  }
  json_builder_end_object(builder);
}

char *gmx_sweep_to_text(GmxSweep *sweep) {
  g_autoptr(JsonBuilder) builder = json_builder_new();
  int count;
  const int *seeds = gmx_sweep_get_seeds(sweep, &count);
  json_builder_begin_object(builder);
  json_builder_set_member_name(builder, "name");
  json_builder_add_string_value(builder, sweep->name);
  add_base(builder, sweep);
  add_axes(builder, sweep);
  json_builder_set_member_name(builder, "seeds");
  json_builder_begin_array(builder);
  for (int i = 0; i < count; i++)
    json_builder_add_int_value(builder, seeds[i]);
  json_builder_end_array(builder);
  json_builder_end_object(builder);
  g_autoptr(JsonNode) root = json_builder_get_root(builder);
  g_autofree char *text = gmx_json_to_text(root, TRUE);
  return g_strconcat(text, "\n", NULL);
}

gboolean gmx_sweep_save(GmxSweep *sweep, const char *path, GError **error) {
  g_autofree char *text = gmx_sweep_to_text(sweep);
  return gmx_file_replace(path, text, strlen(text), error);
}
