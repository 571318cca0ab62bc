/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a lesson: its head, its set-up, its steps. */
#include "ui/lessons/lesson-names.h"
#include "ui/lessons/lesson-reader.h"

#include "engine/train/file.h"

#include <string.h>

#define LARGEST_FILE (1 << 20)

G_DEFINE_QUARK(gmx - lesson - error - quark, gmx_lesson_error)

static void remark_free(gpointer data) {
  GmxLessonRemark *remark = data;
  gmx_condition_free(remark->when);
  g_free(remark->say);
  g_free(remark);
}

static void keep_free(gpointer data) {
  GmxLessonKeep *keep = data;
  g_free(keep->name);
  g_free(keep->measure);
  g_free(keep);
}

static void step_free(gpointer data) {
  GmxLessonStep *step = data;
  g_free(step->title);
  g_free(step->text);
  g_free(step->formula);
  g_free(step->page);
  g_strfreev(step->points);
  gmx_condition_free(step->wait);
  g_ptr_array_unref(step->remarks);
  g_free(step->done);
  g_ptr_array_unref(step->keeps);
  g_free(step);
}

void gmx_lesson_free(GmxLesson *lesson) {
  g_free(lesson->name);
  g_free(lesson->title);
  g_free(lesson->summary);
  g_free(lesson->path);
  g_clear_object(&lesson->config);
  g_strfreev(lesson->setup_names);
  g_ptr_array_unref(lesson->steps);
  g_free(lesson);
}

const GmxLessonStep *gmx_lesson_get_step(const GmxLesson *lesson, guint step) {
  return g_ptr_array_index(lesson->steps, step);
}

/* Steps */

static gboolean read_remark(GmxReader *reader, const yaml_node_t *node, GmxLessonStep *step,
                            GError **error) {
  static const char *const keys[] = {"when", "say", NULL}, *const translated[] = {"say", NULL};
  GmxLessonRemark *remark = g_new0(GmxLessonRemark, 1);
  g_ptr_array_add(step->remarks, remark);
  if (!gmx_reader_check_keys(reader, node, "a remark", keys, translated, error) ||
      !gmx_reader_text(reader, node, "say", &remark->say, error))
    return FALSE;
  if (!remark->say)
    return gmx_reader_fail(reader, node, error, "a remark needs “say”");
  const yaml_node_t *when = gmx_reader_get(reader, node, "when");
  return !when || (remark->when = gmx_condition_read(reader, when, error)) != NULL;
}

static gboolean read_remarks(GmxReader *reader, const yaml_node_t *node, GmxLessonStep *step,
                             GError **error) {
  if (!gmx_reader_is_sequence(node))
    return gmx_reader_fail(reader, node, error, "“otherwise” needs a list of remarks");
  for (guint i = 0; i < gmx_reader_count(node); i++)
    if (!read_remark(reader, gmx_reader_item(reader, node, i), step, error))
      return FALSE;
  return TRUE;
}

static gboolean check_keep(GmxReader *reader, const yaml_node_t *node, const GmxLessonKeep *keep,
                           GError **error) {
  if (!gmx_lesson_is_name(keep->name))
    return gmx_reader_fail(reader, node, error,
                           "“%s” is no name to keep a measure under: write it like first-loss",
                           keep->name);
  if (gmx_lesson_is_setting(keep->name) || gmx_measure_find(keep->name) >= 0 ||
      g_str_equal(keep->name, "start"))
    return gmx_reader_fail(reader, node, error,
                           "“%s” means something already; keep the measure under another name",
                           keep->name);
  if (gmx_measure_find(keep->measure) >= 0)
    return TRUE;
  g_autofree char *words = gmx_measure_list_words();
  return gmx_reader_fail(reader, node, error, "there is no measure “%s”; there are: %s",
                         keep->measure, words);
}

/* "keep: {plain-accuracy: test-accuracy}" */
static gboolean read_keeps(GmxReader *reader, const yaml_node_t *node, GmxLessonStep *step,
                           GError **error) {
  if (!gmx_reader_is_mapping(node))
    return gmx_reader_fail(reader, node, error, "“keep” needs “name: measure”");
  for (yaml_node_pair_t *pair = node->data.mapping.pairs.start; pair < node->data.mapping.pairs.top;
       pair++) {
    const yaml_node_t *key = yaml_document_get_node(&reader->document, pair->key);
    const yaml_node_t *value = yaml_document_get_node(&reader->document, pair->value);
    const char *name = gmx_reader_scalar(reader, key, "keep", error);
    const char *measure = name ? gmx_reader_scalar(reader, value, name, error) : NULL;
    if (!measure)
      return FALSE;
    GmxLessonKeep *keep = g_new0(GmxLessonKeep, 1);
    *keep = (GmxLessonKeep){g_strdup(name), g_strdup(measure)};
    g_ptr_array_add(step->keeps, keep);
    if (!check_keep(reader, key, keep, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean read_page(GmxReader *reader, const yaml_node_t *node, char **page, GError **error) {
  const yaml_node_t *value = gmx_reader_get(reader, node, "page");
  const char *name = value ? gmx_reader_scalar(reader, value, "page", error) : NULL;
  if (!value)
    return TRUE;
  if (!name)
    return FALSE;
  if (!g_strv_contains(gmx_lesson_pages(), name)) {
    g_autofree char *words = gmx_lesson_list_words(gmx_lesson_pages());
    return gmx_reader_fail(reader, value, error, "there is no page “%s”; there are: %s", name,
                           words);
  }
  *page = g_strdup(name);
  return TRUE;
}

static gboolean read_points(GmxReader *reader, const yaml_node_t *node, GmxLessonStep *step,
                            GError **error) {
  const yaml_node_t *value = gmx_reader_get(reader, node, "point");
  if (!value) {
    step->points = g_new0(char *, 1);
    return TRUE;
  }
  step->points = gmx_reader_words(reader, value, "point", error);
  for (char **name = step->points; name && *name; name++)
    if (!gmx_lesson_is_name(*name))
      return gmx_reader_fail(reader, value, error,
                             "“%s” is no name of a widget: those are written like setting-alpha",
                             *name);
  return step->points != NULL;
}

static gboolean read_texts(GmxReader *reader, const yaml_node_t *node, GmxLessonStep *step,
                           GError **error) {
  if (!gmx_reader_text(reader, node, "title", &step->title, error) ||
      !gmx_reader_text(reader, node, "text", &step->text, error) ||
      !gmx_reader_text(reader, node, "formula", &step->formula, error) ||
      !gmx_reader_text(reader, node, "done", &step->done, error))
    return FALSE;
  if (!step->title || !step->text)
    return gmx_reader_fail(reader, node, error, "a step needs “title” and “text”");
  return TRUE;
}

static gboolean read_waiting(GmxReader *reader, const yaml_node_t *node, GmxLessonStep *step,
                             GError **error) {
  const yaml_node_t *wait = gmx_reader_get(reader, node, "wait");
  const yaml_node_t *otherwise = gmx_reader_get(reader, node, "otherwise");
  const yaml_node_t *done = gmx_reader_get(reader, node, "done");
  const yaml_node_t *keep = gmx_reader_get(reader, node, "keep");
  if (!wait && (otherwise || done))
    return gmx_reader_fail(reader, otherwise ? otherwise : done, error,
                           "“%s” means nothing without “wait”", otherwise ? "otherwise" : "done");
  return (!wait || (step->wait = gmx_condition_read(reader, wait, error))) &&
         (!otherwise || read_remarks(reader, otherwise, step, error)) &&
         (!keep || read_keeps(reader, keep, step, error));
}

static gboolean read_step(GmxReader *reader, const yaml_node_t *node, GmxLesson *lesson,
                          GError **error) {
  static const char *const keys[] = {"title", "text",      "formula", "page", "point",
                                     "wait",  "otherwise", "done",    "keep", NULL};
  static const char *const translated[] = {"title", "text", "formula", "done", NULL};
  GmxLessonStep *step = g_new0(GmxLessonStep, 1);
  step->remarks = g_ptr_array_new_with_free_func(remark_free);
  step->keeps = g_ptr_array_new_with_free_func(keep_free);
  g_ptr_array_add(lesson->steps, step);
  if (!gmx_reader_check_keys(reader, node, "a step", keys, translated, error) ||
      !read_texts(reader, node, step, error) || !read_page(reader, node, &step->page, error) ||
      !read_points(reader, node, step, error) || !read_waiting(reader, node, step, error))
    return FALSE;
  for (guint i = 0; i < step->keeps->len; i++)
    g_hash_table_add(reader->kept, ((GmxLessonKeep *)g_ptr_array_index(step->keeps, i))->name);
  return TRUE;
}

static gboolean read_steps(GmxReader *reader, const yaml_node_t *root, GmxLesson *lesson,
                           GError **error) {
  const yaml_node_t *steps = gmx_reader_get(reader, root, "steps");
  if (!steps || !gmx_reader_is_sequence(steps) || gmx_reader_count(steps) == 0)
    return gmx_reader_fail(reader, steps ? steps : root, error,
                           "a lesson needs “steps”, a list of at least one");
  for (guint i = 0; i < gmx_reader_count(steps); i++)
    if (!read_step(reader, gmx_reader_item(reader, steps, i), lesson, error))
      return FALSE;
  return TRUE;
}

/* Set-up */

static const yaml_node_t *find_value(GmxReader *reader, const yaml_node_t *setup,
                                     const char *name) {
  return gmx_reader_get(reader, setup, name);
}

static gboolean check_setup_keys(GmxReader *reader, const yaml_node_t *setup, GError **error) {
  g_autoptr(GStrvBuilder) builder = g_strv_builder_new();
  guint count = 0;
  g_autofree GParamSpec **specs = gmx_config_list(&count);
  for (guint i = 0; i < count; i++)
    g_strv_builder_add(builder, specs[i]->name);
  g_auto(GStrv) names = g_strv_builder_end(builder);
  return gmx_reader_check_keys(reader, setup, "“setup”", (const char *const *)names, NULL, error);
}

static void note_setup_names(GmxReader *reader, const yaml_node_t *setup, GmxLesson *lesson) {
  g_autoptr(GStrvBuilder) names = g_strv_builder_new();
  for (yaml_node_pair_t *pair = setup->data.mapping.pairs.start;
       pair < setup->data.mapping.pairs.top; pair++) {
    const yaml_node_t *key = yaml_document_get_node(&reader->document, pair->key);
    g_strv_builder_add(names, (const char *)key->data.scalar.value);
  }
  g_strfreev(lesson->setup_names);
  lesson->setup_names = g_strv_builder_end(names);
}

/* In the order of the settings, so that a method comes before its axes wherever the file has it. */
static gboolean read_setup(GmxReader *reader, const yaml_node_t *root, GmxLesson *lesson,
                           GError **error) {
  const yaml_node_t *setup = gmx_reader_get(reader, root, "setup");
  guint count = 0;
  g_autofree GParamSpec **specs = gmx_config_list(&count);
  g_autoptr(GError) wrong = NULL;
  if (!setup)
    return TRUE;
  if (!check_setup_keys(reader, setup, error))
    return FALSE;
  lesson->config = gmx_config_new();
  for (guint i = 0; i < count; i++) {
    const yaml_node_t *value = find_value(reader, setup, specs[i]->name);
    const char *text = value ? gmx_reader_scalar(reader, value, specs[i]->name, error) : NULL;
    if (value && !text)
      return FALSE;
    if (text && !gmx_config_set_from_string(lesson->config, specs[i]->name, text, &wrong))
      return gmx_reader_fail(reader, value, error, "%s", wrong->message);
  }
  if (!gmx_config_validate(lesson->config, &wrong))
    return gmx_reader_fail(reader, setup, error, "%s", wrong->message);
  note_setup_names(reader, setup, lesson);
  return TRUE;
}

/* The whole */

static gboolean read_head(GmxReader *reader, const yaml_node_t *root, GmxLesson *lesson,
                          GError **error) {
  const yaml_node_t *name = gmx_reader_get(reader, root, "lesson");
  const yaml_node_t *minutes = gmx_reader_get(reader, root, "minutes");
  gint64 count = 0;
  if (!name)
    return gmx_reader_fail(reader, root, error,
                           "a lesson needs “lesson”, the name it is kept under");
  const char *text = gmx_reader_scalar(reader, name, "lesson", error);
  if (!text)
    return FALSE;
  if (!gmx_lesson_is_name(text))
    return gmx_reader_fail(reader, name, error,
                           "“%s” is no name of a lesson: write it like mixed-image", text);
  lesson->name = g_strdup(text);
  if (minutes && !gmx_reader_integer(reader, minutes, "minutes", 1, &count, error))
    return FALSE;
  lesson->minutes = (int)count;
  if (!gmx_reader_text(reader, root, "title", &lesson->title, error) ||
      !gmx_reader_text(reader, root, "summary", &lesson->summary, error))
    return FALSE;
  if (!lesson->title || !lesson->summary)
    return gmx_reader_fail(reader, root, error, "a lesson needs “title” and “summary”");
  return TRUE;
}

static gboolean read_lesson(GmxReader *reader, GmxLesson *lesson, GError **error) {
  static const char *const keys[] = {"lesson", "title", "summary", "minutes",
                                     "setup",  "steps", NULL};
  static const char *const translated[] = {"title", "summary", NULL};
  const yaml_node_t *root = yaml_document_get_root_node(&reader->document);
  if (!root)
    return gmx_reader_fail(reader, NULL, error, "the file is empty");
  return gmx_reader_check_keys(reader, root, "a lesson", keys, translated, error) &&
         read_head(reader, root, lesson, error) && read_setup(reader, root, lesson, error) &&
         read_steps(reader, root, lesson, error);
}

GmxLesson *gmx_lesson_parse(GBytes *bytes, const char *path, const char *const *languages,
                            const char *domain, GError **error) {
  g_autoptr(GHashTable) kept = g_hash_table_new(g_str_hash, g_str_equal);
  g_auto(GmxReader) reader = {.path = path,
                              .languages = languages ? languages : g_get_language_names(),
                              .domain = domain,
                              .kept = kept};
  g_autoptr(GmxLesson) lesson = g_new0(GmxLesson, 1);
  lesson->steps = g_ptr_array_new_with_free_func(step_free);
  lesson->path = g_strdup(path);
  lesson->setup_names = g_new0(char *, 1);
  if (!gmx_reader_open(&reader, bytes, error) || !read_lesson(&reader, lesson, error))
    return NULL;
  return g_steal_pointer(&lesson);
}

GmxLesson *gmx_lesson_load(const char *path, const char *const *languages, GError **error) {
  g_autoptr(GError) wrong = NULL;
  g_autofree char *text = NULL;
  gsize length = 0;
  if (!g_file_get_contents(path, &text, &length, &wrong)) {
    g_set_error(error, GMX_LESSON_ERROR, GMX_LESSON_ERROR_READ, "%s: %s", path,
                gmx_file_reason(wrong));
    return NULL;
  }
  if (length > LARGEST_FILE) {
    g_set_error(error, GMX_LESSON_ERROR, GMX_LESSON_ERROR_FORMAT,
                "%s: a lesson has at most 1 MiB; this file has %zu bytes", path, length);
    return NULL;
  }
  g_autoptr(GBytes) bytes = g_bytes_new_take(g_steal_pointer(&text), length);
  return gmx_lesson_parse(bytes, path, languages, NULL, error);
}
