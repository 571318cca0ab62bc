/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How far the learner is in each lesson, kept in one file. */
#include "ui/lessons/lesson-progress.h"

#include "engine/train/file.h"
#include "ui/lessons/lesson-names.h"

#include <glib/gstdio.h>
#include <json-glib/json-glib.h>
#include <math.h>

typedef struct {
  guint step;
  gboolean finished;
  GHashTable *kept;
} Entry;

struct GmxLessonProgress {
  char *path;
  GHashTable *entries; /* name of a lesson → Entry */
  gboolean broken;     /* the file there is none of ours */
};

static void entry_free(gpointer data) {
  Entry *entry = data;
  g_hash_table_unref(entry->kept);
  g_free(entry);
}

static Entry *take_entry(GmxLessonProgress *self, const char *lesson) {
  Entry *entry = g_hash_table_lookup(self->entries, lesson);
  if (!entry) {
    entry = g_new0(Entry, 1);
    entry->kept = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
    g_hash_table_insert(self->entries, g_strdup(lesson), entry);
  }
  return entry;
}

char *gmx_lesson_progress_path(void) {
  return g_build_filename(g_get_user_data_dir(), "gmix-studio", "lessons.json", NULL);
}

/* Reading: what does not fit is left out, for a newer studio may have written it. */

static void read_kept(Entry *entry, JsonObject *kept) {
  JsonObjectIter iter;
  const char *name;
  JsonNode *node;
  json_object_iter_init(&iter, kept);
  while (json_object_iter_next(&iter, &name, &node)) {
    JsonArray *pair = JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
    if (!pair || json_array_get_length(pair) != 2 ||
        !JSON_NODE_HOLDS_VALUE(json_array_get_element(pair, 0)) ||
        !JSON_NODE_HOLDS_VALUE(json_array_get_element(pair, 1)))
      continue;
    const char *word = json_array_get_string_element(pair, 1);
    const int measure = word ? gmx_measure_find(word) : -1;
    if (measure < 0)
      continue;
    double *value = g_new0(double, 2);
    value[0] = json_array_get_double_element(pair, 0);
    value[1] = measure;
    g_hash_table_insert(entry->kept, g_strdup(name), value);
  }
}

static void read_entry(GmxLessonProgress *self, const char *lesson, JsonObject *object) {
  Entry *entry = take_entry(self, lesson);
  JsonNode *kept = json_object_get_member(object, "kept");
  entry->step = (guint)CLAMP(json_object_get_int_member_with_default(object, "step", 0), 0, 10000);
  entry->finished = json_object_get_boolean_member_with_default(object, "finished", FALSE);
  if (kept && JSON_NODE_HOLDS_OBJECT(kept))
    read_kept(entry, json_node_get_object(kept));
}

static gboolean read_file(GmxLessonProgress *self, GError **error) {
  g_autoptr(JsonParser) parser = json_parser_new();
  if (!json_parser_load_from_file(parser, self->path, error))
    return FALSE;
  JsonNode *root = json_parser_get_root(parser);
  if (!root || !JSON_NODE_HOLDS_OBJECT(root)) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_INVALID_DATA, "it is no JSON object");
    return FALSE;
  }
  JsonObjectIter iter;
  const char *lesson;
  JsonNode *node;
  json_object_iter_init(&iter, json_node_get_object(root));
  while (json_object_iter_next(&iter, &lesson, &node))
    if (JSON_NODE_HOLDS_OBJECT(node))
      read_entry(self, lesson, json_node_get_object(node));
  return TRUE;
}

GmxLessonProgress *gmx_lesson_progress_load(const char *path, char **wrong) {
  GmxLessonProgress *self = g_new0(GmxLessonProgress, 1);
  g_autoptr(GError) error = NULL;
  self->path = g_strdup(path);
  self->entries = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, entry_free);
  if (g_file_test(path, G_FILE_TEST_EXISTS) && !read_file(self, &error)) {
    self->broken = TRUE;
    if (wrong)
      *wrong = g_strdup_printf("%s: %s", path, error->message);
  }
  return self;
}

void gmx_lesson_progress_free(GmxLessonProgress *self) {
  g_hash_table_unref(self->entries);
  g_free(self->path);
  g_free(self);
}

/* What is known */

guint gmx_lesson_progress_get_step(GmxLessonProgress *self, const char *lesson) {
  const Entry *entry = g_hash_table_lookup(self->entries, lesson);
  return entry ? entry->step : 0;
}

gboolean gmx_lesson_progress_is_finished(GmxLessonProgress *self, const char *lesson) {
  const Entry *entry = g_hash_table_lookup(self->entries, lesson);
  return entry && entry->finished;
}

GHashTable *gmx_lesson_progress_get_kept(GmxLessonProgress *self, const char *lesson) {
  return take_entry(self, lesson)->kept;
}

void gmx_lesson_progress_keep(GmxLessonProgress *self, const char *lesson, const char *name,
                              double value, int measure) {
  double *pair = g_new0(double, 2);
  pair[0] = value;
  pair[1] = measure;
  g_hash_table_insert(take_entry(self, lesson)->kept, g_strdup(name), pair);
}

void gmx_lesson_progress_set_step(GmxLessonProgress *self, const char *lesson, guint step) {
  take_entry(self, lesson)->step = step;
}

void gmx_lesson_progress_finish(GmxLessonProgress *self, const char *lesson) {
  Entry *entry = take_entry(self, lesson);
  entry->finished = TRUE;
  entry->step = 0;
}

/* Writing */

static void write_kept(JsonBuilder *builder, const Entry *entry) {
  GHashTableIter iter;
  gpointer name, value;
  json_builder_set_member_name(builder, "kept");
  json_builder_begin_object(builder);
  g_hash_table_iter_init(&iter, entry->kept);
  while (g_hash_table_iter_next(&iter, &name, &value)) {
    const double *pair = value;
    if (!isfinite(pair[0])) /* JSON has no word for it */
      continue;
    json_builder_set_member_name(builder, name);
    json_builder_begin_array(builder);
    json_builder_add_double_value(builder, pair[0]);
    json_builder_add_string_value(builder, gmx_measure_name((GmxMeasure)(int)pair[1]));
    json_builder_end_array(builder);
  }
  json_builder_end_object(builder);
}

static char *to_json(GmxLessonProgress *self) {
  g_autoptr(JsonBuilder) builder = json_builder_new();
  g_autoptr(JsonGenerator) generator = json_generator_new();
  GHashTableIter iter;
  gpointer lesson, value;
  json_builder_begin_object(builder);
  g_hash_table_iter_init(&iter, self->entries);
  while (g_hash_table_iter_next(&iter, &lesson, &value)) {
    const Entry *entry = value;
    json_builder_set_member_name(builder, lesson);
    json_builder_begin_object(builder);
    json_builder_set_member_name(builder, "step");
    json_builder_add_int_value(builder, entry->step);
    json_builder_set_member_name(builder, "finished");
    json_builder_add_boolean_value(builder, entry->finished);
    write_kept(builder, entry);
    json_builder_end_object(builder);
  }
  json_builder_end_object(builder);
  g_autoptr(JsonNode) root = json_builder_get_root(builder);
  json_generator_set_root(generator, root);
  json_generator_set_pretty(generator, TRUE);
  return json_generator_to_data(generator, NULL);
}

gboolean gmx_lesson_progress_save(GmxLessonProgress *self, GError **error) {
  g_autofree char *text = to_json(self);
  g_autofree char *folder = g_path_get_dirname(self->path);
  g_autofree char *aside = g_strconcat(self->path, ".broken", NULL);
  g_mkdir_with_parents(folder, 0700); /* where that fails, the next line says it */
  if (self->broken && g_rename(self->path, aside) == 0)
    self->broken = FALSE;
  return gmx_file_replace(self->path, text, strlen(text), error);
}
