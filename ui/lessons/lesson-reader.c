/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a lesson's YAML: nodes with their lines, and messages that name them. */
#include "ui/lessons/lesson-reader.h"

#include <math.h>
#include <string.h>

#define DEEPEST 32

static const char *scalar_text(const yaml_node_t *node) {
  return node && node->type == YAML_SCALAR_NODE ? (const char *)node->data.scalar.value : NULL;
}

static gboolean fail_at(GmxReader *reader, gsize line, GError **error, const char *message) {
  g_set_error(error, GMX_LESSON_ERROR, GMX_LESSON_ERROR_FORMAT, "%s:%zu: %s", reader->path, line,
              message);
  return FALSE;
}

gboolean gmx_reader_fail(GmxReader *reader, const yaml_node_t *node, GError **error,
                         const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *message = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  return fail_at(reader, node ? node->start_mark.line + 1 : 1, error, message);
}

/* Opening */

static gboolean fail_parser(GmxReader *reader, const yaml_parser_t *parser, GError **error) {
  g_autofree char *message = parser->context
                                 ? g_strdup_printf("%s, %s", parser->problem, parser->context)
                                 : g_strdup(parser->problem ? parser->problem : "this is no YAML");
  gsize line = parser->problem_mark.line;
  if (parser->error == YAML_READER_ERROR) { /* says a place in bytes alone */
    line = parser->mark.line;
    g_free(message);
    message = g_strdup("the file must be UTF-8 text");
  }
  return fail_at(reader, line + 1, error, message);
}

/* What one event of the first pass says against the file; NULL: nothing. */
static const char *find_wrong(const yaml_event_t *event, int *depth) {
  switch (event->type) {
  case YAML_ALIAS_EVENT:
    return "a lesson has no aliases (*name): write it out";
  case YAML_SEQUENCE_START_EVENT:
  case YAML_MAPPING_START_EVENT:
    return ++*depth > DEEPEST ? "this is nested too deep" : NULL;
  case YAML_SEQUENCE_END_EVENT:
  case YAML_MAPPING_END_EVENT:
    --*depth;
    return NULL;
  default:
    return NULL;
  }
}

/* Looks at the whole file before nodes are made of it. */
static gboolean look_through(GmxReader *reader, GBytes *bytes, GError **error) {
  yaml_parser_t parser;
  yaml_event_t event;
  gboolean good = TRUE, more = TRUE;
  int depth = 0;
  yaml_parser_initialize(&parser);
  yaml_parser_set_input_string(&parser, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
  while (good && more) {
    if (!yaml_parser_parse(&parser, &event)) {
      good = fail_parser(reader, &parser, error);
      break;
    }
    const char *wrong = find_wrong(&event, &depth);
    if (wrong)
      good = fail_at(reader, event.start_mark.line + 1, error, wrong);
    more = event.type != YAML_STREAM_END_EVENT;
    yaml_event_delete(&event);
  }
  yaml_parser_delete(&parser);
  return good;
}

gboolean gmx_reader_open(GmxReader *reader, GBytes *bytes, GError **error) {
  yaml_parser_t parser;
  if (!look_through(reader, bytes, error))
    return FALSE;
  yaml_parser_initialize(&parser);
  yaml_parser_set_input_string(&parser, g_bytes_get_data(bytes, NULL), g_bytes_get_size(bytes));
  reader->loaded = yaml_parser_load(&parser, &reader->document);
  if (!reader->loaded)
    fail_parser(reader, &parser, error);
  yaml_parser_delete(&parser);
  return reader->loaded;
}

void gmx_reader_close(GmxReader *reader) {
  if (reader->loaded)
    yaml_document_delete(&reader->document);
  reader->loaded = FALSE;
}

/* Mappings and sequences */

gboolean gmx_reader_is_sequence(const yaml_node_t *node) {
  return node->type == YAML_SEQUENCE_NODE;
}

gboolean gmx_reader_is_mapping(const yaml_node_t *node) {
  return node->type == YAML_MAPPING_NODE;
}

guint gmx_reader_count(const yaml_node_t *sequence) {
  return (guint)(sequence->data.sequence.items.top - sequence->data.sequence.items.start);
}

const yaml_node_t *gmx_reader_item(GmxReader *reader, const yaml_node_t *sequence, guint index) {
  return yaml_document_get_node(&reader->document, sequence->data.sequence.items.start[index]);
}

const yaml_node_t *gmx_reader_get(GmxReader *reader, const yaml_node_t *node, const char *key) {
  for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top;
       pair++)
    if (g_strcmp0(scalar_text(yaml_document_get_node(&reader->document, pair->key)), key) == 0)
      return yaml_document_get_node(&reader->document, pair->value);
  return NULL;
}

/* "text[de]" of "text". */
static gboolean is_translation(const char *key, const char *const *translated) {
  const char *bracket = strchr(key, '[');
  if (!bracket || !translated || key[strlen(key) - 1] != ']' || bracket[1] == ']')
    return FALSE;
  g_autofree char *base = g_strndup(key, (gsize)(bracket - key));
  return g_strv_contains(translated, base);
}

gboolean gmx_reader_check_keys(GmxReader *reader, const yaml_node_t *node, const char *what,
                               const char *const *keys, const char *const *translated,
                               GError **error) {
  g_autoptr(GHashTable) seen = g_hash_table_new(g_str_hash, g_str_equal);
  if (!gmx_reader_is_mapping(node))
    return gmx_reader_fail(reader, node, error, "%s must be a list of “key: value”", what);
  for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top;
       pair++) {
    const yaml_node_t *key_node = yaml_document_get_node(&reader->document, pair->key);
    const char *key = scalar_text(key_node);
    if (!key || (!g_strv_contains(keys, key) && !is_translation(key, translated))) {
      g_autofree char *known = g_strjoinv(", ", (char **)keys);
      return gmx_reader_fail(reader, key_node, error, "%s has no key “%s”; there are: %s", what,
                             key ? key : "…", known);
    }
    if (!g_hash_table_add(seen, (gpointer)key))
      return gmx_reader_fail(reader, key_node, error, "“%s” stands here twice", key);
  }
  return TRUE;
}

/* Scalars */

const char *gmx_reader_scalar(GmxReader *reader, const yaml_node_t *node, const char *key,
                              GError **error) {
  const char *text = scalar_text(node);
  if (text && *text)
    return text;
  gmx_reader_fail(reader, node, error, "“%s” must be %s", key, text ? "filled in" : "one value");
  return NULL;
}

char **gmx_reader_words(GmxReader *reader, const yaml_node_t *node, const char *key,
                        GError **error) {
  g_autoptr(GStrvBuilder) words = g_strv_builder_new();
  if (!gmx_reader_is_sequence(node)) {
    const char *word = gmx_reader_scalar(reader, node, key, error);
    if (!word)
      return NULL;
    g_strv_builder_add(words, word);
    return g_strv_builder_end(words);
  }
  if (gmx_reader_count(node) == 0) {
    gmx_reader_fail(reader, node, error, "“%s” is an empty list", key);
    return NULL;
  }
  for (guint i = 0; i < gmx_reader_count(node); i++) {
    const char *word = gmx_reader_scalar(reader, gmx_reader_item(reader, node, i), key, error);
    if (!word)
      return NULL;
    g_strv_builder_add(words, word);
  }
  return g_strv_builder_end(words);
}

gboolean gmx_reader_number(GmxReader *reader, const yaml_node_t *node, const char *key,
                           double *value, GError **error) {
  const char *text = gmx_reader_scalar(reader, node, key, error);
  char *end = NULL;
  if (!text)
    return FALSE;
  *value = g_ascii_strtod(text, &end);
  if (*end || !isfinite(*value))
    return gmx_reader_fail(reader, node, error, "“%s” must be a number, not “%s”", key, text);
  return TRUE;
}

gboolean gmx_reader_integer(GmxReader *reader, const yaml_node_t *node, const char *key,
                            gint64 least, gint64 *value, GError **error) {
  const char *text = gmx_reader_scalar(reader, node, key, error);
  if (!text)
    return FALSE;
  if (!g_ascii_string_to_signed(text, 10, least, 1000000000, value, NULL))
    return gmx_reader_fail(reader, node, error, "“%s” must be a whole number from %d on, not “%s”",
                           key, (int)least, text);
  return TRUE;
}

gboolean gmx_reader_boolean(GmxReader *reader, const yaml_node_t *node, const char *key,
                            gboolean *value, GError **error) {
  const char *text = gmx_reader_scalar(reader, node, key, error);
  if (!text)
    return FALSE;
  *value = g_str_equal(text, "true");
  if (!*value && !g_str_equal(text, "false"))
    return gmx_reader_fail(reader, node, error, "“%s” must be true or false, not “%s”", key, text);
  return TRUE;
}
