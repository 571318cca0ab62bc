/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lessons there are: the built-in ones, and the user's own in a folder. */
#include "ui/lessons/lesson-library.h"

#include <gio/gio.h>
#include <string.h>

static void entry_free(gpointer data) {
  GmxLessonEntry *entry = data;
  g_clear_pointer(&entry->lesson, gmx_lesson_free);
  g_free(entry->wrong);
  g_free(entry);
}

char *gmx_lesson_folder(void) {
  return g_build_filename(g_get_user_data_dir(), "gmix-studio", "lessons", NULL);
}

static gboolean is_lesson_file(const char *name) {
  return g_str_has_suffix(name, ".yaml") || g_str_has_suffix(name, ".yml");
}

static int find_place(GPtrArray *library, const char *name) {
  for (guint i = 0; i < library->len; i++) {
    const GmxLessonEntry *entry = g_ptr_array_index(library, i);
    if (entry->lesson && g_str_equal(entry->lesson->name, name))
      return (int)i;
  }
  return -1;
}

GmxLesson *gmx_lesson_library_find(GPtrArray *library, const char *name) {
  const int place = find_place(library, name);
  return place < 0 ? NULL : ((GmxLessonEntry *)g_ptr_array_index(library, place))->lesson;
}

/* Two files of one name and kind would share their progress. */
static void add(GPtrArray *library, GmxLesson *lesson, const GError *error) {
  GmxLessonEntry *entry = g_new0(GmxLessonEntry, 1);
  const int place = lesson ? find_place(library, lesson->name) : -1;
  GmxLessonEntry *other = place < 0 ? NULL : g_ptr_array_index(library, place);
  if (other && other->lesson->builtin) {
    gmx_lesson_free(other->lesson);
    other->lesson = lesson;
    g_free(entry);
    return;
  }
  if (other)
    entry->wrong = g_strdup_printf("%s: there is a lesson “%s” already, in %s", lesson->path,
                                   lesson->name, other->lesson->path);
  else if (lesson)
    entry->lesson = lesson;
  else
    entry->wrong = g_strdup(error->message);
  if (other)
    gmx_lesson_free(lesson);
  g_ptr_array_add(library, entry);
}

static int compare_names(gconstpointer a, gconstpointer b) {
  return strcmp(*(char *const *)a, *(char *const *)b);
}

static void add_builtin(GPtrArray *library, const char *resources, const char *const *languages) {
  g_auto(GStrv) names =
      g_resources_enumerate_children(resources, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
  if (!names)
    return;
  qsort(names, g_strv_length(names), sizeof *names, compare_names);
  for (char **name = names; *name; name++) {
    g_autofree char *path = g_build_path("/", resources, *name, NULL);
    g_autoptr(GBytes) bytes = g_resources_lookup_data(path, G_RESOURCE_LOOKUP_FLAGS_NONE, NULL);
    g_autoptr(GError) error = NULL;
    if (!bytes || !is_lesson_file(*name))
      continue;
    GmxLesson *lesson = gmx_lesson_parse(bytes, path, languages, GETTEXT_PACKAGE, &error);
    if (lesson)
      lesson->builtin = TRUE;
    add(library, lesson, error);
  }
}

void gmx_lesson_library_add_file(GPtrArray *library, const char *path,
                                 const char *const *languages) {
  g_autoptr(GError) error = NULL;
  GmxLesson *lesson = gmx_lesson_load(path, languages, &error);
  add(library, lesson, error);
}

static void add_own(GPtrArray *library, const char *folder, const char *const *languages) {
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  const char *name;
  while (dir && (name = g_dir_read_name(dir)))
    if (is_lesson_file(name))
      g_ptr_array_add(names, g_strdup(name));
  g_ptr_array_sort(names, compare_names);
  for (guint i = 0; i < names->len; i++) {
    g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);
    gmx_lesson_library_add_file(library, path, languages);
  }
}

GPtrArray *gmx_lesson_library_load(const char *resources, const char *folder,
                                   const char *const *languages) {
  GPtrArray *library = g_ptr_array_new_with_free_func(entry_free);
  if (resources)
    add_builtin(library, resources, languages);
  if (folder)
    add_own(library, folder, languages);
  return library;
}
