/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the "?" of the cards says: all of it is there, can be shown, and leads to a lesson. */
#include "ui/help-topics.h"
#include "ui/lessons/lesson-library.h"

#define SECTIONS 8 /* of docs/methods.md */

static void check_formula(const GmxHelp *help) {
  g_autoptr(GError) error = NULL;
  g_autofree char *text = NULL;
  if (!help->formula)
    return;
  if (!pango_parse_markup(help->formula, -1, 0, NULL, &text, NULL, &error))
    g_error("%s: %s", help->title, error->message);
  g_assert_cmpuint(strlen(text), >, 0);
}

static void check_source(const GmxHelp *help) {
  const char *section = strstr(help->source, "section ");
  if (!section)
    return;
  const int number = atoi(section + strlen("section "));
  if (!strstr(help->source, "docs/methods.md") || number < 1 || number > SECTIONS)
    g_error("%s: no such source: %s", help->title, help->source);
}

static void test_table(void) {
  for (GmxTopic topic = 0; topic < GMX_N_TOPICS; topic++) {
    const GmxHelp *help = gmx_help_topic_get(topic);
    if (!help->title || !help->text || !help->source || !help->lesson)
      g_error("topic %d lacks words", (int)topic);
    if (!help->formula)
      g_assert_cmpint(topic, ==, GMX_TOPIC_ACCURACY);
    check_formula(help);
    check_source(help);
  }
}

static void test_lessons(void) {
  const char *folder = g_getenv("GMIX_LESSONS");
  g_assert_nonnull(folder);
  g_autoptr(GPtrArray) library = gmx_lesson_library_load(NULL, folder, NULL);
  for (GmxTopic topic = 0; topic < GMX_N_TOPICS; topic++) {
    const GmxHelp *help = gmx_help_topic_get(topic);
    if (!gmx_lesson_library_find(library, help->lesson))
      g_error("%s has the lesson “%s”, which is not there", help->title, help->lesson);
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/help/table", test_table);
  g_test_add_func("/help/lessons", test_lessons);
  return g_test_run();
}
