/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `gmix lesson`: checks lessons' files for those who write them, and lists their texts for those
 * who translate them. */
#include "app/gmix.h"
#include "app/gmix-options.h"
#include "ui/lessons/lesson-library.h"

#include <stdio.h>
#include <string.h>

/* The files that @path means: itself, or those of a folder in the order of their names. */
static GPtrArray *load(const char *path) {
  static const char *const plain[] = {NULL}; /* no language: what stands without brackets */
  if (g_file_test(path, G_FILE_TEST_IS_DIR))
    return gmx_lesson_library_load(NULL, path, plain);
  GPtrArray *library = gmx_lesson_library_load(NULL, NULL, plain);
  gmx_lesson_library_add_file(library, path, plain);
  return library;
}

static guint count_waiting(const GmxLesson *lesson) {
  guint count = 0;
  for (guint i = 0; i < lesson->steps->len; i++)
    count += gmx_lesson_get_step(lesson, i)->wait ? 1 : 0;
  return count;
}

static void print_lesson(const GmxLesson *lesson) {
  printf("%s: “%s”, %u steps, %u of them wait\n", lesson->path, lesson->name, lesson->steps->len,
         count_waiting(lesson));
}

/* A template of gettext's */

static void print_string(const char *text) {
  putchar('"');
  for (const char *c = text; *c; c++)
    if (*c == '\n')
      fputs("\\n", stdout);
    else if (*c == '"' || *c == '\\')
      printf("\\%c", *c);
    else
      putchar(*c);
  puts("\"");
}

static void print_message(GHashTable *seen, const char *path, const char *text) {
  if (!text || !g_hash_table_add(seen, g_strdup(text)))
    return;
  g_autofree char *name = g_path_get_basename(path);
  printf("\n#: %s\nmsgid ", name);
  print_string(text);
  puts("msgstr \"\"");
}

static void print_step(GHashTable *seen, const char *path, const GmxLessonStep *step) {
  const char *const texts[] = {step->title, step->text, step->formula, step->done};
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++)
    print_message(seen, path, texts[i]);
  for (guint i = 0; i < step->remarks->len; i++)
    print_message(seen, path, ((GmxLessonRemark *)g_ptr_array_index(step->remarks, i))->say);
}

static void print_messages(GHashTable *seen, const GmxLesson *lesson) {
  print_message(seen, lesson->path, lesson->title);
  print_message(seen, lesson->path, lesson->summary);
  for (guint i = 0; i < lesson->steps->len; i++)
    print_step(seen, lesson->path, gmx_lesson_get_step(lesson, i));
}

int gmix_lesson(int argc, char **argv) {
  g_autofree char *path = NULL;
  gboolean messages = FALSE;
  int wrong = 0;
  const GmixOption options[] = {
      {"messages", NULL, "Print the texts as a template for translations (gettext's .pot).", NULL,
       &messages},
      {NULL},
  };
  const GmixCommand command = {.name = "lesson",
                               .summary = "Checks the lesson in a file, or those in a folder.",
                               .operand = "FILE",
                               .options = options};
  int status = gmix_options_parse(&command, argc, argv, NULL, NULL, &path);
  if (status >= 0)
    return status;
  g_autoptr(GPtrArray) library = load(path);
  g_autoptr(GHashTable) seen = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  if (messages)
    puts("msgid \"\"\nmsgstr \"Content-Type: text/plain; charset=UTF-8\\n\"");
  for (guint i = 0; i < library->len; i++) {
    const GmxLessonEntry *entry = g_ptr_array_index(library, i);
    if (!entry->lesson)
      wrong = gmix_complain(GMIX_FAILED, "%s", entry->wrong);
    else if (messages)
      print_messages(seen, entry->lesson);
    else
      print_lesson(entry->lesson);
  }
  if (library->len == 0)
    return gmix_complain(GMIX_FAILED, "%s: there is no lesson (*.yaml) in this folder", path);
  return wrong;
}
