/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lessons' files without a window: what is read, what is refused with which line, and what
 * conditions hold in a world of our own. */
#include "ui/lessons/lesson-library.h"
#include "ui/lessons/lesson-progress.h"
#include "ui/lessons/lesson.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define HEAD "lesson: a\ntitle: T\nsummary: S\n"
#define STEP "steps:\n- title: t\n  text: x\n"

static const char *const english[] = {"en", "C", NULL};

static GmxLesson *parse(const char *text, GError **error) {
  g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
  return gmx_lesson_parse(bytes, "a.yaml", english, NULL, error);
}

static GmxLesson *parse_good(const char *text) {
  g_autoptr(GError) error = NULL;
  GmxLesson *lesson = parse(text, &error);
  g_assert_no_error(error);
  return lesson;
}

/* What is refused */

static const struct {
  const char *text, *message;
} broken[] = {
    {"", "a.yaml:1: the file is empty"},
    {"- a\n", "a.yaml:1: a lesson must be a list of “key: value”"},
    {"just words\n", "a.yaml:1: a lesson must be a list"},
    {"lesson: a\n\ttitle: b\n", "a.yaml:2: found a tab character"},
    {"lesson: [a\n", "did not find expected ',' or ']'"},
    {"lesson: \"a\n", "unexpected end of stream"},
    {"lesson: \xff\xfe\n", "the file must be UTF-8 text"},
    {HEAD "x: &y 1\nz: *y\n", "a.yaml:5: a lesson has no aliases"},
    {HEAD "titel: x\n" STEP, "a.yaml:4: a lesson has no key “titel”; there are: lesson, title"},
    {HEAD "title: again\n" STEP, "a.yaml:4: “title” stands here twice"},
    {HEAD "text[de]: x\n" STEP, "a.yaml:4: a lesson has no key “text[de]”"},
    {"title: T\nsummary: S\n" STEP, "a.yaml:1: a lesson needs “lesson”"},
    {"lesson: A b\ntitle: T\nsummary: S\n" STEP, "a.yaml:1: “A b” is no name of a lesson"},
    {"lesson: a\ntitle: T\n" STEP, "a.yaml:1: a lesson needs “title” and “summary”"},
    {"lesson: a\ntitle:\nsummary: S\n" STEP, "a.yaml:2: “title” must be filled in"},
    {"lesson: a\ntitle: [x]\nsummary: S\n" STEP, "a.yaml:2: “title” must be one value"},
    {"lesson: a\ntitle[de]: T\nsummary: S\n" STEP, "a.yaml:1: a lesson needs “title”"},
    {HEAD "minutes: soon\n" STEP,
     "a.yaml:4: “minutes” must be a whole number from 1 on, not “soon”"},
    {HEAD "minutes: 0\n" STEP, "a.yaml:4: “minutes” must be a whole number from 1"},
    {HEAD, "a.yaml:1: a lesson needs “steps”"},
    {HEAD "steps: []\n", "a.yaml:4: a lesson needs “steps”"},
    {HEAD "steps: now\n", "a.yaml:4: a lesson needs “steps”"},
    {HEAD "steps:\n- now\n", "a.yaml:5: a step must be a list of “key: value”"},
    {HEAD "steps:\n- title: x\n", "a.yaml:5: a step needs “title” and “text”"},
    {HEAD STEP "  sey: x\n", "a.yaml:7: a step has no key “sey”"},
    {HEAD "steps:\n- title: t\n  text: <b>x\n", "a.yaml:6: the markup of “text” is wrong:"},
    {HEAD "steps:\n- title: t\n  text: a & b\n", "a.yaml:6: the markup of “text” is wrong:"},
    {HEAD "steps:\n- title: t\n  text: x\n  text[de]: <i>y\n",
     "a.yaml:7: the markup of “text[de]” is wrong"},
    {HEAD "steps:\n- title: t\n  text: a {alfa} b\n",
     "a.yaml:6: “{alfa}” is no setting, no measure"},
    {HEAD STEP "  page: nowhere\n",
     "a.yaml:7: there is no page “nowhere”; there are: train, samples"},
    {HEAD STEP "  point: The Button\n", "a.yaml:7: “The Button” is no name of a widget"},
    {HEAD STEP "  point: []\n", "a.yaml:7: “point” is an empty list"},
    {HEAD STEP "  done: x\n", "a.yaml:7: “done” means nothing without “wait”"},
    {HEAD STEP "  otherwise: [{say: x}]\n", "a.yaml:7: “otherwise” means nothing without “wait”"},
    {HEAD STEP "  wait: 3\n",
     "a.yaml:7: this is no condition; one begins with: all, any, not, setting"},
    {HEAD STEP "  wait: []\n", "a.yaml:7: this list of conditions is empty"},
    {HEAD STEP "  wait: {is: 3}\n", "a.yaml:7: this is no condition"},
    {HEAD STEP "  wait: {setting: alfa, is: 1}\n", "a.yaml:7: there is no setting “alfa”"},
    {HEAD STEP "  wait: {setting: alpha}\n",
     "a.yaml:7: nothing says what “alpha” is compared with"},
    {HEAD STEP "  wait: {setting: alpha, is: much}\n", "a.yaml:7: alpha must be a number"},
    {HEAD STEP "  wait: {setting: alpha, is: 99}\n", "a.yaml:7: alpha must be a number"},
    {HEAD STEP "  wait: {setting: method, is: hg-mix}\n", "a.yaml:7: "},
    {HEAD STEP "  wait: {setting: alpha, at-least: much}\n",
     "a.yaml:7: “at-least” must be a number, not “much”"},
    {HEAD STEP "  wait: {setting: alpha, over: 1}\n",
     "a.yaml:7: a condition on a setting has no key “over”"},
    {HEAD STEP "  wait: {setting: alpha, is: 1, page: train}\n",
     "a.yaml:7: a condition on a setting has no key “page”"},
    {HEAD STEP "  wait: {measure: accuracy, is: 1}\n",
     "a.yaml:7: there is no measure “accuracy”; there are: step,"},
    {HEAD STEP "  wait: {measure: loss, less-than: {times: 2}}\n",
     "a.yaml:7: a value to compare with needs “of”"},
    {HEAD STEP "  wait: {measure: loss, less-than: {of: first}}\n",
     "a.yaml:7: “first” is neither “start” nor a measure"},
    {HEAD STEP "  wait: {measure: loss, less-than: {of: start, times: x}}\n",
     "a.yaml:7: “times” must be a number"},
    {HEAD STEP "  wait: {measure: loss, less-than: .nan}\n",
     "a.yaml:7: “less-than” must be a number"},
    {HEAD STEP "  wait: {page: nowhere}\n", "a.yaml:7: there is no page “nowhere”"},
    {HEAD STEP "  wait: {state: asleep}\n",
     "a.yaml:7: there is no state “asleep”; there are: empty, loading"},
    {HEAD STEP "  wait: {steps: 0}\n",
     "a.yaml:7: “steps” must be a whole number from 1 on, not “0”"},
    {HEAD STEP "  wait: {epochs: 1.5}\n", "a.yaml:7: “epochs” must be a whole number"},
    {HEAD STEP "  wait: {action: train}\n", "a.yaml:7: “train” is no action of the window"},
    {HEAD STEP "  wait: {widget: plane}\n",
     "a.yaml:7: a condition on a widget needs one of: visible"},
    {HEAD STEP "  wait: {widget: plane, visible: yes}\n",
     "a.yaml:7: “visible” must be true or false, not “yes”"},
    {HEAD STEP "  wait: {widget: plane, property: zoom}\n",
     "a.yaml:7: nothing says what “plane” is compared with"},
    {HEAD STEP "  wait: {widget: a.b, visible: true}\n", "a.yaml:7: “a.b” is no name of a widget"},
    {HEAD STEP "  wait: {any: {steps: 1}}\n", "a.yaml:7: “any” needs a list of conditions"},
    {HEAD STEP "  wait:\n    any:\n    - steps: 1\n    - all:\n      - stepps: 2\n",
     "a.yaml:11: this is no condition"},
    {HEAD STEP "  wait: {steps: 1}\n  otherwise: {say: x}\n",
     "a.yaml:8: “otherwise” needs a list of remarks"},
    {HEAD STEP "  wait: {steps: 1}\n  otherwise:\n  - when: {steps: 1}\n",
     "a.yaml:9: a remark needs “say”"},
    {HEAD STEP "  keep: loss\n", "a.yaml:7: “keep” needs “name: measure”"},
    {HEAD STEP "  keep: {first: los}\n", "a.yaml:7: there is no measure “los”"},
    {HEAD STEP "  keep: {loss: loss}\n", "a.yaml:7: “loss” means something already"},
    {HEAD STEP "  keep: {The first: loss}\n", "a.yaml:7: “The first” is no name to keep"},
    {HEAD "setup: {alfa: 1}\n" STEP, "a.yaml:4: “setup” has no key “alfa”"},
    {HEAD "setup: {alpha: much}\n" STEP, "a.yaml:4: alpha must be a number"},
    {HEAD "setup:\n  perturb: none\n  combine: orthogonal\n" STEP, "a.yaml:5: "},
    {HEAD "setup: moons\n" STEP, "a.yaml:4: “setup” must be a list"},
};

static void test_broken(void) {
  for (gsize i = 0; i < G_N_ELEMENTS(broken); i++) {
    g_autoptr(GError) error = NULL;
    g_autoptr(GmxLesson) lesson = parse(broken[i].text, &error);
    g_assert_null(lesson);
    g_assert_error(error, GMX_LESSON_ERROR, GMX_LESSON_ERROR_FORMAT);
    if (!strstr(error->message, broken[i].message))
      g_error("“%s” says “%s”, not “%s”", broken[i].text, error->message, broken[i].message);
    g_assert_null(strchr(error->message, '\n'));
  }
}

static void test_deep(void) {
  g_autoptr(GString) text = g_string_new(HEAD STEP "  wait: ");
  g_autoptr(GError) error = NULL;
  for (int i = 0; i < 100000; i++)
    g_string_append(text, "[");
  g_autoptr(GmxLesson) lesson = parse(text->str, &error);
  g_assert_null(lesson);
  g_assert_nonnull(strstr(error->message, "a.yaml:7: this is nested too deep"));
}

/* No cut of a good file, and no change of one byte, brings the reader down. */
static void test_damaged(void) {
  static const char good[] = HEAD "setup: {alpha: 2}\n" STEP
                                  "  wait: {any: [{measure: loss, less-than: {of: start, times: "
                                  "0.9}}, {steps: 3}]}\n  otherwise: [{when: {page: train}, say: "
                                  "'{alpha}'}]\n  keep: {first: loss}\n";
  g_autoptr(GmxLesson) whole = parse_good(good);
  for (gsize i = 0; i < strlen(good); i++) {
    g_autofree char *cut = g_strndup(good, i), *changed = g_strdup(good);
    for (const char *byte = "\x01{}[]:&*'\"\n\xc3"; *byte; byte++) {
      changed[i] = *byte;
      g_autoptr(GError) error = NULL;
      g_autoptr(GmxLesson) lesson = parse(changed, &error);
      g_assert_true((lesson == NULL) == (error != NULL));
    }
    g_autoptr(GError) error = NULL;
    g_autoptr(GmxLesson) lesson = parse(cut, &error);
    g_assert_true((lesson == NULL) == (error != NULL));
  }
}

static void test_file(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxLesson) lesson = gmx_lesson_load("there-is-none.yaml", NULL, &error);
  g_assert_null(lesson);
  g_assert_error(error, GMX_LESSON_ERROR, GMX_LESSON_ERROR_READ);
  g_assert_nonnull(strstr(error->message, "there-is-none.yaml: "));
}

/* What is read */

static void test_parts(void) {
  g_autoptr(GmxLesson) lesson =
      parse_good("lesson: a\ntitle: T\nsummary: >\n  One\n  line.\nminutes: 4\n"
                 "setup:\n  combine: sharp-only\n  gamma: 0.3\n  method: dg-mix\n"
                 "steps:\n- title: t\n  text: |\n    One\n    line.\n\n    Two\n    • a\n    • b\n"
                 "  page: mixlab\n  point: [setting-alpha, step]\n  keep: {before: loss}\n"
                 "- title: u\n  text: 'was {before}'\n");
  const GmxLessonStep *step = gmx_lesson_get_step(lesson, 0);
  g_assert_cmpstr(lesson->summary, ==, "One line.");
  g_assert_cmpint(lesson->minutes, ==, 4);
  g_assert_cmpuint(lesson->steps->len, ==, 2);
  g_assert_cmpstr(step->text, ==, "One line.\n\nTwo\n• a\n• b");
  g_assert_cmpstr(step->page, ==, "mixlab");
  g_assert_cmpstr(step->points[1], ==, "step");
  g_assert_null(step->wait);
  /* A method before its axes, wherever the file has it. */
  g_autofree char *combine = gmx_config_to_string(lesson->config, "combine");
  g_assert_cmpstr(combine, ==, "sharp-only");
  g_assert_cmpfloat(gmx_config_get_double(lesson->config, "gamma"), ==, 0.3);
  g_assert_cmpstr(lesson->setup_names[0], ==, "combine");
  g_assert_cmpuint(g_strv_length(lesson->setup_names), ==, 3);
}

static void test_languages(void) {
  static const char text[] =
      "lesson: a\ntitle: T\ntitle[de]: D\ntitle[de_AT]: A\nsummary: S\n" STEP;
  static const struct {
    const char *languages[4], *title;
  } cases[] = {{{"de_AT", "de", "C"}, "A"},
               {{"de_DE", "de", "C"}, "D"},
               {{"fr", "C"}, "T"},
               {{"fr", "de", "C"}, "D"}};
  g_autoptr(GBytes) bytes = g_bytes_new_static(text, strlen(text));
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autoptr(GmxLesson) lesson = gmx_lesson_parse(bytes, "a", cases[i].languages, NULL, NULL);
    g_assert_cmpstr(lesson->title, ==, cases[i].title);
  }
}

/* A world of our own */

typedef struct {
  const char *alpha, *page, *state, *acted, *value;
  double loss;
  gint64 steps;
} World;

static char *get_setting(gpointer data, const char *name) {
  return g_strdup(g_str_equal(name, "alpha") ? ((World *)data)->alpha : "g-mix");
}

static double get_measure(gpointer data, const char *name) {
  return g_str_equal(name, "loss") ? ((World *)data)->loss : 0.5;
}

static const char *get_page(gpointer data) {
  return ((World *)data)->page;
}

static const char *get_state(gpointer data) {
  return ((World *)data)->state;
}

static gint64 count_steps(gpointer data) {
  return ((World *)data)->steps;
}

static gint64 count_epochs(gpointer data) {
  return ((World *)data)->steps / 10;
}

static gboolean has_acted(gpointer data, const char *action) {
  return g_strcmp0(((World *)data)->acted, action) == 0;
}

static gboolean has_emitted(gpointer data, const char *widget, const char *signal) {
  return g_str_equal(widget, "button") && g_str_equal(signal, "clicked");
}

static gboolean is_visible(gpointer data, const char *widget) {
  return g_str_equal(widget, "plane");
}

static char *get_property(gpointer data, const char *widget, const char *path) {
  return g_str_equal(widget, "slider") && g_str_equal(path, "adjustment.value")
             ? g_strdup(((World *)data)->value)
             : NULL;
}

static const GmxLessonWorld functions = {get_setting, get_measure,  get_page,  get_state,
                                         count_steps, count_epochs, has_acted, has_emitted,
                                         is_visible,  get_property};

static World world_at_start(void) {
  return (World){.alpha = "1", .page = "train", .state = "paused", .value = "0.5", .loss = 2};
}

static World world_later(void) {
  return (World){.alpha = "2",
                 .page = "mixlab",
                 .state = "training",
                 .acted = "win.step",
                 .value = "0.9",
                 .loss = 1,
                 .steps = 12};
}

/* Each holds later, and not at the start. */
static const char *const becoming_true[] = {
    "{setting: alpha, is: 2}",
    "{setting: alpha, is: 2.0}",
    "{setting: alpha, is: [3, 2]}",
    "{setting: alpha, is-not: start}",
    "{setting: alpha, more-than: start}",
    "{setting: alpha, at-least: 2, at-most: 2}",
    "{not: {setting: alpha, is: start}}",
    "{measure: loss, less-than: start}",
    "{measure: loss, at-most: {of: start, times: 0.5}}",
    "{measure: loss, less-than: {of: start, plus: -0.9}}",
    "{measure: loss, less-than: {of: before}}",
    "{measure: loss, less-than: {of: test-loss, plus: 1}}",
    "{page: mixlab}",
    "{page: [samples, mixlab]}",
    "{state: [training, finished]}",
    "{steps: 12}",
    "{epochs: 1}",
    "{action: win.step}",
    "{widget: slider, property: adjustment.value, more-than: 0.8, less-than: 1}",
    "{all: [{steps: 1}, {page: mixlab}]}",
    "[{steps: 1}, {page: mixlab}]",
    "{any: [{steps: 100}, {page: mixlab}]}",
    "{all: [{widget: plane, visible: true}, {widget: button, emits: clicked}, {steps: 1}]}",
};

/* Each never holds: what is not known compares as false either way. */
static const char *const never_true[] = {
    "{measure: loss, is-not: {of: unknown}}",
    "{measure: loss, less-than: {of: unknown}}",
    "{measure: loss, more-than: {of: unknown}}",
    "{widget: gone, property: zoom, is-not: 3}",
    "{widget: gone, visible: true}",
    "{widget: plane, visible: false}",
    "{widget: button, emits: toggled}",
    "{setting: method, more-than: 1}",
    "{setting: method, is-not: [erm, g-mix]}",
    "{all: [{steps: 12}, {page: runs}]}",
    "{not: {any: [{page: [train, mixlab]}, {steps: 5}]}}",
};

static void add_kept(GHashTable *kept, const char *name, double value) {
  double *pair = g_new0(double, 2);
  pair[0] = value;
  g_hash_table_insert(kept, (gpointer)name, pair);
}

static GmxLesson *lesson_with(const char *condition) {
  g_autofree char *text =
      g_strdup_printf(HEAD "steps:\n- title: t\n  text: x\n  keep: {before: loss, unknown: loss}\n"
                           "- title: t\n  text: x\n  wait: %s\n",
                      condition);
  return parse_good(text);
}

static void check_condition(const char *text, gboolean at_start, gboolean later) {
  g_autoptr(GmxLesson) lesson = lesson_with(text);
  g_autoptr(GHashTable) starts = gmx_lesson_starts_new();
  g_autoptr(GHashTable) kept = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
  World before = world_at_start(), after = world_later();
  GmxLessonContext context = {&functions, &before, starts, kept};
  const GmxCondition *condition = gmx_lesson_get_step(lesson, 1)->wait;
  add_kept(kept, "before", 1.5);
  add_kept(kept, "unknown", NAN);
  gmx_condition_note_start(condition, &context);
  g_assert_cmpint(gmx_condition_holds(condition, &context), ==, at_start);
  context.data = &after;
  gmx_condition_note_start(condition, &context); /* does not move the start */
  if (gmx_condition_holds(condition, &context) != later)
    g_error("%s holds %d", text, !later);
}

static void test_conditions(void) {
  for (gsize i = 0; i < G_N_ELEMENTS(becoming_true); i++)
    check_condition(becoming_true[i], FALSE, TRUE);
  for (gsize i = 0; i < G_N_ELEMENTS(never_true); i++)
    check_condition(never_true[i], FALSE, FALSE);
}

/* What was not known when the step began is noted as soon as it is. */
static void test_late_start(void) {
  g_autoptr(GmxLesson) lesson = lesson_with("{measure: loss, less-than: start}");
  g_autoptr(GHashTable) starts = gmx_lesson_starts_new();
  World world = world_at_start();
  GmxLessonContext context = {&functions, &world, starts, NULL};
  const GmxCondition *condition = gmx_lesson_get_step(lesson, 1)->wait;
  static const struct {
    double loss;
    gboolean holds;
  } course[] = {{NAN, FALSE}, {3, FALSE}, {4, FALSE}, {2.9, TRUE}, {NAN, FALSE}};
  for (gsize i = 0; i < G_N_ELEMENTS(course); i++) {
    world.loss = course[i].loss;
    gmx_condition_note_start(condition, &context);
    g_assert_cmpint(gmx_condition_holds(condition, &context), ==, course[i].holds);
    g_assert_cmpint(gmx_condition_has_moved(condition, &context), ==, i == 2 || i == 3);
  }
}

static void test_fill(void) {
  g_autoptr(GHashTable) kept = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
  World world = world_at_start();
  GmxLessonContext context = {&functions, &world, NULL, kept};
  add_kept(kept, "before", NAN);
  world.alpha = "<1>";
  g_autofree char *text = gmx_lesson_fill("α {alpha}, {loss}, {test-accuracy}, {before}, "
                                          "{slider.adjustment.value}, {gone.zoom}, {open",
                                          &context);
  g_assert_cmpstr(text, ==, "α &lt;1&gt;, 2.000, 50.0\u2009%, –, 0.50, –, {open");
}

/* On disk */

static char *new_folder(void) {
  char *folder = g_dir_make_tmp("gmix-test-XXXXXX", NULL);
  g_assert_nonnull(folder);
  return folder;
}

static char *write_file(const char *folder, const char *name, const char *text) {
  char *path = g_build_filename(folder, name, NULL);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
  return path;
}

static void remove_files(const char *folder, char **paths) {
  for (char **path = paths; *path; path++)
    g_remove(*path);
  g_assert_cmpint(g_rmdir(folder), ==, 0);
}

static const GmxLessonEntry *entry_at(GPtrArray *library, guint i) {
  return g_ptr_array_index(library, i);
}

/* In the order of the names; what can't be read, and a second of a name, say so in their place. */
static void test_library(void) {
  g_autofree char *folder = new_folder();
  char *paths[] = {write_file(folder, "1.yaml", HEAD STEP),
                   write_file(folder, "2.yml", HEAD STEP "  sey: x\n"),
                   write_file(folder, "3.yaml", HEAD STEP),
                   write_file(folder, "4.yaml", "lesson: b\ntitle: T\nsummary: S\n" STEP),
                   write_file(folder, "notes.txt", "none of them"),
                   NULL};
  g_autoptr(GPtrArray) library = gmx_lesson_library_load(NULL, folder, english);
  g_assert_cmpuint(library->len, ==, 4);
  g_assert_cmpstr(entry_at(library, 0)->lesson->name, ==, "a");
  g_assert_nonnull(strstr(entry_at(library, 1)->wrong, "2.yml:7: a step has no key “sey”"));
  g_assert_nonnull(
      strstr(entry_at(library, 2)->wrong, "3.yaml: there is a lesson “a” already, in "));
  g_assert_true(gmx_lesson_library_find(library, "b") == entry_at(library, 3)->lesson);
  g_assert_null(gmx_lesson_library_find(library, "c"));
  remove_files(folder, paths);
  for (char **path = paths; *path; path++)
    g_free(*path);
}

static void test_progress(void) {
  g_autofree char *folder = new_folder();
  g_autofree char *path = g_build_filename(folder, "deep", "lessons.json", NULL);
  g_autofree char *inner = g_build_filename(folder, "deep", NULL);
  g_autoptr(GmxLessonProgress) first = gmx_lesson_progress_load(path, NULL);
  g_assert_cmpuint(gmx_lesson_progress_get_step(first, "a"), ==, 0);
  gmx_lesson_progress_set_step(first, "a", 3);
  gmx_lesson_progress_keep(first, "a", "plain", 0.1, 17);
  gmx_lesson_progress_keep(first, "a", "unknown", NAN, 17);
  gmx_lesson_progress_finish(first, "b");
  g_assert_true(gmx_lesson_progress_save(first, NULL));
  g_autoptr(GmxLessonProgress) second = gmx_lesson_progress_load(path, NULL);
  const double *kept = g_hash_table_lookup(gmx_lesson_progress_get_kept(second, "a"), "plain");
  g_assert_cmpuint(gmx_lesson_progress_get_step(second, "a"), ==, 3);
  g_assert_false(gmx_lesson_progress_is_finished(second, "a"));
  g_assert_true(gmx_lesson_progress_is_finished(second, "b"));
  g_assert_cmpfloat(kept[0], ==, 0.1);
  g_assert_cmpfloat(kept[1], ==, 17);
  g_assert_null(g_hash_table_lookup(gmx_lesson_progress_get_kept(second, "a"), "unknown"));
  remove_files(inner, (char *[]){path, NULL});
  g_rmdir(folder);
}

/* A file that is none of ours is said, and not overwritten. */
static void test_broken_progress(void) {
  static const char *const texts[] = {"", "[1]", "{\"a\": ", "no", "\xff"};
  static const char *const odd[] = {"{\"a\": 1}", "{\"a\": {\"step\": \"x\", \"kept\": [1]}}",
                                    "{\"a\": {\"step\": -5, \"kept\": {\"b\": [{}, []]}}}"};
  g_autofree char *folder = new_folder();
  g_autofree char *path = g_build_filename(folder, "lessons.json", NULL);
  g_autofree char *aside = g_strconcat(path, ".broken", NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autofree char *wrong = NULL, *kept = NULL;
    g_assert_true(g_file_set_contents(path, texts[i], -1, NULL));
    g_autoptr(GmxLessonProgress) progress = gmx_lesson_progress_load(path, &wrong);
    g_assert_nonnull(wrong);
    gmx_lesson_progress_set_step(progress, "a", 1);
    g_assert_true(gmx_lesson_progress_save(progress, NULL));
    g_assert_true(g_file_get_contents(aside, &kept, NULL, NULL));
    g_assert_cmpstr(kept, ==, texts[i]);
  }
  for (gsize i = 0; i < G_N_ELEMENTS(odd); i++) {
    g_assert_true(g_file_set_contents(path, odd[i], -1, NULL));
    g_autoptr(GmxLessonProgress) progress = gmx_lesson_progress_load(path, NULL);
    g_assert_cmpuint(gmx_lesson_progress_get_step(progress, "a"), ==, 0);
  }
  remove_files(folder, (char *[]){path, aside, NULL});
}

/* The lessons that come with the program can be read, and the help of a setting finds its own. */
static void test_builtin(void) {
  const char *folder = g_getenv("GMIX_LESSONS");
  guint count = 0;
  g_autofree GParamSpec **specs = gmx_config_list(&count);
  if (!folder) {
    g_test_skip("GMIX_LESSONS does not say where they are");
    return;
  }
  g_autoptr(GPtrArray) library = gmx_lesson_library_load(NULL, folder, english);
  g_assert_cmpuint(library->len, >, 0);
  for (guint i = 0; i < library->len; i++)
    if (entry_at(library, i)->wrong)
      g_error("%s", entry_at(library, i)->wrong);
  for (guint i = 0; i < count; i++) {
    const char *lesson = gmx_setting_info(specs[i])->lesson;
    if (lesson && !gmx_lesson_library_find(library, lesson))
      g_error("%s has the lesson “%s”, which is not there", specs[i]->name, lesson);
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/lesson/broken", test_broken);
  g_test_add_func("/lesson/deep", test_deep);
  g_test_add_func("/lesson/damaged", test_damaged);
  g_test_add_func("/lesson/file", test_file);
  g_test_add_func("/lesson/parts", test_parts);
  g_test_add_func("/lesson/languages", test_languages);
  g_test_add_func("/lesson/conditions", test_conditions);
  g_test_add_func("/lesson/late-start", test_late_start);
  g_test_add_func("/lesson/fill", test_fill);
  g_test_add_func("/lesson/library", test_library);
  g_test_add_func("/lesson/progress", test_progress);
  g_test_add_func("/lesson/broken-progress", test_broken_progress);
  g_test_add_func("/lesson/builtin", test_builtin);
  return g_test_run();
}
