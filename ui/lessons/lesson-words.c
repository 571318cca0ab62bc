/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A lesson's texts: languages, paragraphs, markup and placeholders. */
#include "ui/lessons/lesson-names.h"
#include "ui/lessons/lesson-reader.h"

#include "ui/format.h"

#include <glib/gi18n.h>
#include <math.h>
#include <pango/pango.h>
#include <string.h>

gboolean gmx_lesson_is_setting(const char *name) {
  guint count = 0;
  g_autofree GParamSpec **specs = gmx_config_list(&count);
  for (guint i = 0; i < count; i++)
    if (g_str_equal(specs[i]->name, name))
      return TRUE;
  return FALSE;
}

gboolean gmx_lesson_is_name(const char *name) {
  return g_ascii_islower(*name) &&
         strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == strlen(name);
}

/* Paragraphs: a line that is not followed by an empty one, or by a point of a list, goes on. */
static char *join_lines(const char *text) {
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  g_autoptr(GString) joined = g_string_new(NULL);
  gboolean gap = FALSE;
  for (char **line = lines; *line; line++) {
    g_strstrip(*line);
    if (**line == '\0') {
      gap = TRUE;
      continue;
    }
    if (joined->len > 0)
      g_string_append(joined, gap ? "\n\n" : g_str_has_prefix(*line, "• ") ? "\n" : " ");
    g_string_append(joined, *line);
    gap = FALSE;
  }
  return g_string_free(g_steal_pointer(&joined), FALSE);
}

char *gmx_lesson_next_placeholder(const char *text, gsize *at, gsize *start) {
  const char *open = strchr(text + *at, '{');
  const char *close = open ? strchr(open, '}') : NULL;
  if (!close)
    return NULL;
  *start = (gsize)(open - text);
  *at = (gsize)(close - text) + 1;
  return g_strndup(open + 1, (gsize)(close - open - 1));
}

/* "widget.property", or "widget.property.property". */
static gboolean is_property(const char *name) {
  const char *dot = strchr(name, '.');
  g_autofree char *widget = dot ? g_strndup(name, (gsize)(dot - name)) : NULL;
  return widget && dot[1] && gmx_lesson_is_name(widget);
}

static gboolean check_placeholders(GmxReader *reader, const yaml_node_t *node, const char *text,
                                   GError **error) {
  gsize at = 0, start;
  char *found;
  while ((found = gmx_lesson_next_placeholder(text, &at, &start))) {
    g_autofree char *name = found;
    if (!gmx_lesson_is_setting(name) && gmx_measure_find(name) < 0 && !is_property(name) &&
        !g_hash_table_contains(reader->kept, name))
      return gmx_reader_fail(reader, node, error,
                             "“{%s}” is no setting, no measure, no “widget.property”, and no "
                             "earlier step keeps it",
                             name);
  }
  return TRUE;
}

/* The text under exactly @key, checked. */
static gboolean read_text(GmxReader *reader, const yaml_node_t *value, const char *key, char **text,
                          GError **error) {
  g_autoptr(GError) wrong = NULL;
  const char *raw = gmx_reader_scalar(reader, value, key, error);
  if (!raw)
    return FALSE;
  *text = join_lines(raw);
  if (!pango_parse_markup(*text, -1, 0, NULL, NULL, NULL, &wrong)) {
    gmx_reader_fail(reader, value, error, "the markup of “%s” is wrong: %s", key, wrong->message);
    g_clear_pointer(text, g_free);
    return FALSE;
  }
  if (check_placeholders(reader, value, *text, error))
    return TRUE;
  g_clear_pointer(text, g_free);
  return FALSE;
}

/* How far up @languages the language of "text[de]" stands; −1: the reader does not want it. */
static int rank_language(GmxReader *reader, const char *key, gsize base) {
  g_autofree char *language = g_strndup(key + base + 1, strlen(key) - base - 2);
  for (int i = 0; reader->languages[i]; i++)
    if (g_str_equal(reader->languages[i], language))
      return i;
  return -1;
}

gboolean gmx_reader_text(GmxReader *reader, const yaml_node_t *node, const char *key, char **text,
                         GError **error) {
  int best = G_MAXINT;
  gboolean plain = FALSE;
  *text = NULL;
  for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top;
       pair++) {
    const yaml_node_t *name_node = yaml_document_get_node(&reader->document, pair->key);
    const char *name = (const char *)name_node->data.scalar.value;
    const yaml_node_t *value = yaml_document_get_node(&reader->document, pair->value);
    const gboolean is_plain = g_str_equal(name, key);
    const gsize base = strlen(key);
    if (!is_plain && !(g_str_has_prefix(name, key) && name[base] == '['))
      continue;
    g_autofree char *found = NULL;
    if (!read_text(reader, value, name, &found, error))
      return FALSE;
    const int rank = is_plain ? G_MAXINT - 1 : rank_language(reader, name, base);
    plain |= is_plain;
    if (rank >= 0 && rank < best) {
      best = rank;
      g_free(*text);
      *text = is_plain && reader->domain ? g_strdup(g_dgettext(reader->domain, found))
                                         : g_steal_pointer(&found);
    }
  }
  if (*text && !plain) /* a reader of any other language would see nothing */
    return gmx_reader_fail(reader, node, error, "“%s” is there in a language, but not without one",
                           key);
  return TRUE;
}

/* Filling in */

static char *format_property(const char *text) {
  char *end = NULL;
  double value = text ? g_ascii_strtod(text, &end) : NAN;
  if (!text)
    return g_strdup("–");
  if (!*text || *end)
    return g_strdup(text);
  return gmx_format_number(value, value == floor(value) ? 0 : 2);
}

static char *value_of(const char *name, const GmxLessonContext *context) {
  const double *kept = context->kept ? g_hash_table_lookup(context->kept, name) : NULL;
  const char *dot = strchr(name, '.');
  const int measure = gmx_measure_find(name);
  if (kept)
    return gmx_measure_format((GmxMeasure)(int)kept[1], kept[0]);
  if (measure >= 0)
    return gmx_measure_format((GmxMeasure)measure, context->world->measure(context->data, name));
  if (!dot)
    return context->world->setting(context->data, name);
  g_autofree char *widget = g_strndup(name, (gsize)(dot - name));
  g_autofree char *text = context->world->property(context->data, widget, dot + 1);
  return format_property(text);
}

char *gmx_lesson_fill(const char *text, const GmxLessonContext *context) {
  GString *filled = g_string_new(NULL);
  gsize at = 0, from = 0, start;
  char *found;
  while ((found = gmx_lesson_next_placeholder(text, &at, &start))) {
    g_autofree char *name = found;
    g_autofree char *value = value_of(name, context);
    g_autofree char *escaped = g_markup_escape_text(value ? value : "–", -1);
    g_string_append_len(filled, text + from, (gssize)(start - from));
    g_string_append(filled, escaped);
    from = at;
  }
  g_string_append(filled, text + from);
  return g_string_free(filled, FALSE);
}
