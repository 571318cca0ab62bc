/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a condition: which key makes what, and what else may stand beside it. */
#include "ui/lessons/lesson-names.h"
#include "ui/lessons/lesson-reader.h"

#include <string.h>

#define COMPARE_KEYS "is", "is-not", "more-than", "less-than", "at-least", "at-most"

static const char *const compare_keys[] = {COMPARE_KEYS, NULL};
static const char *const subjects[] = {"all",   "any",   "not",    "setting", "measure", "page",
                                       "state", "steps", "epochs", "action",  "widget",  NULL};

static void comparison_free(gpointer data) {
  GmxComparison *comparison = data;
  g_strfreev(comparison->texts);
  g_free(comparison->reference);
  g_free(comparison);
}

static GmxCondition *new_condition(GmxConditionKind kind) {
  GmxCondition *condition = g_new0(GmxCondition, 1);
  condition->kind = kind;
  condition->parts = g_ptr_array_new_with_free_func((GDestroyNotify)gmx_condition_free);
  condition->comparisons = g_ptr_array_new_with_free_func(comparison_free);
  return condition;
}

void gmx_condition_free(GmxCondition *condition) {
  if (!condition)
    return;
  g_ptr_array_unref(condition->parts);
  g_ptr_array_unref(condition->comparisons);
  g_strfreev(condition->names);
  g_free(condition->name);
  g_free(condition->member);
  g_free(condition);
}

/* Comparisons */

/* "{of: start, times: 1.2, plus: 0.05}" */
static gboolean read_reference(GmxReader *reader, const yaml_node_t *node,
                               GmxComparison *comparison, GError **error) {
  static const char *const keys[] = {"of", "times", "plus", NULL};
  const yaml_node_t *of, *times, *plus;
  if (!gmx_reader_check_keys(reader, node, "a value to compare with", keys, NULL, error))
    return FALSE;
  of = gmx_reader_get(reader, node, "of");
  times = gmx_reader_get(reader, node, "times");
  plus = gmx_reader_get(reader, node, "plus");
  if (!of)
    return gmx_reader_fail(reader, node, error,
                           "a value to compare with needs “of”: start, a kept name or a measure");
  const char *name = gmx_reader_scalar(reader, of, "of", error);
  if (!name)
    return FALSE;
  if (!g_str_equal(name, "start") && gmx_measure_find(name) < 0 &&
      !g_hash_table_contains(reader->kept, name))
    return gmx_reader_fail(reader, of, error,
                           "“%s” is neither “start” nor a measure, and no earlier step keeps it",
                           name);
  comparison->reference = g_strdup(name);
  return (!times || gmx_reader_number(reader, times, "times", &comparison->times, error)) &&
         (!plus || gmx_reader_number(reader, plus, "plus", &comparison->plus, error));
}

static gboolean is_ordering(GmxCompare compare) {
  return compare != GMX_COMPARE_IS && compare != GMX_COMPARE_IS_NOT;
}

static gboolean read_value(GmxReader *reader, const yaml_node_t *node, GmxComparison *comparison,
                           GError **error) {
  const char *key = compare_keys[comparison->compare];
  double number;
  if (gmx_reader_is_mapping(node))
    return read_reference(reader, node, comparison, error);
  comparison->texts = gmx_reader_words(reader, node, key, error);
  if (!comparison->texts)
    return FALSE;
  if (g_str_equal(comparison->texts[0], "start") && !comparison->texts[1]) {
    comparison->reference = g_strdup("start");
    g_clear_pointer(&comparison->texts, g_strfreev);
    return TRUE;
  }
  if (is_ordering(comparison->compare))
    return gmx_reader_number(reader, node, key, &number, error);
  return TRUE;
}

static gboolean read_comparisons(GmxReader *reader, const yaml_node_t *node,
                                 GmxCondition *condition, GError **error) {
  for (int i = 0; compare_keys[i]; i++) {
    const yaml_node_t *value = gmx_reader_get(reader, node, compare_keys[i]);
    if (!value)
      continue;
    GmxComparison *comparison = g_new0(GmxComparison, 1);
    comparison->compare = (GmxCompare)i;
    comparison->times = 1;
    g_ptr_array_add(condition->comparisons, comparison);
    if (!read_value(reader, value, comparison, error))
      return FALSE;
  }
  if (condition->comparisons->len > 0)
    return TRUE;
  g_autofree char *keys = g_strjoinv(", ", (char **)compare_keys);
  return gmx_reader_fail(reader, node, error,
                         "nothing says what “%s” is compared with; it needs one of: %s",
                         condition->name, keys);
}

/* Subjects */

static gboolean read_name(GmxReader *reader, const yaml_node_t *node, const char *key,
                          GmxCondition *condition, GError **error) {
  const char *name = gmx_reader_scalar(reader, gmx_reader_get(reader, node, key), key, error);
  condition->name = g_strdup(name);
  return name != NULL;
}

static gboolean check_keys(GmxReader *reader, const yaml_node_t *node, const char *what,
                           const char *subject, GError **error) {
  const char *keys[] = {subject, COMPARE_KEYS, NULL};
  return gmx_reader_check_keys(reader, node, what, keys, NULL, error);
}

/* A value that the setting could never have would be waited for in vain. */
static gboolean check_values(GmxReader *reader, const yaml_node_t *node, GmxCondition *condition,
                             GError **error) {
  for (guint i = 0; i < condition->comparisons->len; i++) {
    const GmxComparison *comparison = g_ptr_array_index(condition->comparisons, i);
    if (is_ordering(comparison->compare) || !comparison->texts)
      continue;
    for (char **text = comparison->texts; *text; text++) {
      g_autoptr(GmxConfig) config = gmx_config_new();
      g_autoptr(GError) wrong = NULL;
      if (!gmx_config_set_from_string(config, condition->name, *text, &wrong))
        return gmx_reader_fail(reader, node, error, "%s", wrong->message);
    }
  }
  return TRUE;
}

static gboolean read_setting(GmxReader *reader, const yaml_node_t *node, GmxCondition *condition,
                             GError **error) {
  if (!check_keys(reader, node, "a condition on a setting", "setting", error) ||
      !read_name(reader, node, "setting", condition, error))
    return FALSE;
  if (!gmx_lesson_is_setting(condition->name))
    return gmx_reader_fail(reader, node, error,
                           "there is no setting “%s”; `gmix train --help` lists them",
                           condition->name);
  return read_comparisons(reader, node, condition, error) &&
         check_values(reader, node, condition, error);
}

static gboolean read_measure(GmxReader *reader, const yaml_node_t *node, GmxCondition *condition,
                             GError **error) {
  if (!check_keys(reader, node, "a condition on a measure", "measure", error) ||
      !read_name(reader, node, "measure", condition, error))
    return FALSE;
  if (gmx_measure_find(condition->name) < 0) {
    g_autofree char *words = gmx_measure_list_words();
    return gmx_reader_fail(reader, node, error, "there is no measure “%s”; there are: %s",
                           condition->name, words);
  }
  return read_comparisons(reader, node, condition, error);
}

static gboolean read_choice(GmxReader *reader, const yaml_node_t *node, GmxCondition *condition,
                            const char *key, const char *const *known, GError **error) {
  const char *const keys[] = {key, NULL};
  const yaml_node_t *value = gmx_reader_get(reader, node, key);
  if (!gmx_reader_check_keys(reader, node, "this condition", keys, NULL, error))
    return FALSE;
  condition->names = gmx_reader_words(reader, value, key, error);
  for (char **name = condition->names; name && *name; name++)
    if (!g_strv_contains(known, *name)) {
      g_autofree char *words = gmx_lesson_list_words(known);
      return gmx_reader_fail(reader, value, error, "there is no %s “%s”; there are: %s", key, *name,
                             words);
    }
  return condition->names != NULL;
}

static gboolean read_count(GmxReader *reader, const yaml_node_t *node, GmxCondition *condition,
                           const char *key, GError **error) {
  const char *const keys[] = {key, NULL};
  return gmx_reader_check_keys(reader, node, "this condition", keys, NULL, error) &&
         gmx_reader_integer(reader, gmx_reader_get(reader, node, key), key, 1, &condition->count,
                            error);
}

static gboolean read_action(GmxReader *reader, const yaml_node_t *node, GmxCondition *condition,
                            GError **error) {
  static const char *const keys[] = {"action", NULL};
  if (!gmx_reader_check_keys(reader, node, "this condition", keys, NULL, error) ||
      !read_name(reader, node, "action", condition, error))
    return FALSE;
  if (g_str_has_prefix(condition->name, "win.") && gmx_lesson_is_name(condition->name + 4))
    return TRUE;
  return gmx_reader_fail(reader, node, error,
                         "“%s” is no action of the window; they are called win.train, win.step …",
                         condition->name);
}

static gboolean read_widget(GmxReader *reader, const yaml_node_t *node, GmxCondition *condition,
                            GError **error) {
  static const char *const keys[] = {"widget", "visible", "property", "emits", COMPARE_KEYS, NULL};
  const yaml_node_t *visible = gmx_reader_get(reader, node, "visible");
  const yaml_node_t *property = gmx_reader_get(reader, node, "property");
  const yaml_node_t *emits = gmx_reader_get(reader, node, "emits");
  if (!gmx_reader_check_keys(reader, node, "a condition on a widget", keys, NULL, error) ||
      !read_name(reader, node, "widget", condition, error))
    return FALSE;
  if (!gmx_lesson_is_name(condition->name))
    return gmx_reader_fail(reader, node, error,
                           "“%s” is no name of a widget: those are written like setting-alpha",
                           condition->name);
  if ((visible != NULL) + (property != NULL) + (emits != NULL) != 1)
    return gmx_reader_fail(reader, node, error,
                           "a condition on a widget needs one of: visible, property, emits");
  if (property) {
    condition->kind = GMX_CONDITION_PROPERTY;
    condition->member = g_strdup(gmx_reader_scalar(reader, property, "property", error));
    return condition->member && read_comparisons(reader, node, condition, error);
  }
  if (emits) {
    condition->kind = GMX_CONDITION_SIGNAL;
    condition->member = g_strdup(gmx_reader_scalar(reader, emits, "emits", error));
    return condition->member != NULL;
  }
  return gmx_reader_boolean(reader, visible, "visible", &condition->wanted, error);
}

/* Trees */

static gboolean read_parts(GmxReader *reader, const yaml_node_t *node, GmxCondition *condition,
                           GError **error) {
  if (gmx_reader_count(node) == 0)
    return gmx_reader_fail(reader, node, error, "this list of conditions is empty");
  for (guint i = 0; i < gmx_reader_count(node); i++) {
    GmxCondition *part = gmx_condition_read(reader, gmx_reader_item(reader, node, i), error);
    if (!part)
      return FALSE;
    g_ptr_array_add(condition->parts, part);
  }
  return TRUE;
}

static gboolean read_tree(GmxReader *reader, const yaml_node_t *node, GmxCondition *condition,
                          const char *key, GError **error) {
  const char *const keys[] = {key, NULL};
  const yaml_node_t *value = gmx_reader_get(reader, node, key);
  if (!gmx_reader_check_keys(reader, node, "this condition", keys, NULL, error))
    return FALSE;
  if (condition->kind == GMX_CONDITION_NOT) {
    GmxCondition *part = gmx_condition_read(reader, value, error);
    if (part)
      g_ptr_array_add(condition->parts, part);
    return part != NULL;
  }
  if (!gmx_reader_is_sequence(value))
    return gmx_reader_fail(reader, value, error, "“%s” needs a list of conditions", key);
  return read_parts(reader, value, condition, error);
}

static gboolean read_subject(GmxReader *reader, const yaml_node_t *node, GmxCondition *condition,
                             const char *subject, GError **error) {
  switch (condition->kind) {
  case GMX_CONDITION_SETTING:
    return read_setting(reader, node, condition, error);
  case GMX_CONDITION_MEASURE:
    return read_measure(reader, node, condition, error);
  case GMX_CONDITION_PAGE:
    return read_choice(reader, node, condition, subject, gmx_lesson_pages(), error);
  case GMX_CONDITION_STATE:
    return read_choice(reader, node, condition, subject, gmx_lesson_states(), error);
  case GMX_CONDITION_STEPS:
  case GMX_CONDITION_EPOCHS:
    return read_count(reader, node, condition, subject, error);
  case GMX_CONDITION_ACTION:
    return read_action(reader, node, condition, error);
  case GMX_CONDITION_VISIBLE:
    return read_widget(reader, node, condition, error);
  default:
    return read_tree(reader, node, condition, subject, error);
  }
}

GmxCondition *gmx_condition_read(GmxReader *reader, const yaml_node_t *node, GError **error) {
  static const GmxConditionKind kinds[] = {
      GMX_CONDITION_ALL,     GMX_CONDITION_ANY,    GMX_CONDITION_NOT,    GMX_CONDITION_SETTING,
      GMX_CONDITION_MEASURE, GMX_CONDITION_PAGE,   GMX_CONDITION_STATE,  GMX_CONDITION_STEPS,
      GMX_CONDITION_EPOCHS,  GMX_CONDITION_ACTION, GMX_CONDITION_VISIBLE};
  G_STATIC_ASSERT(G_N_ELEMENTS(kinds) == G_N_ELEMENTS(subjects) - 1);
  if (gmx_reader_is_sequence(node)) { /* a list alone means all of it */
    g_autoptr(GmxCondition) all = new_condition(GMX_CONDITION_ALL);
    return read_parts(reader, node, all, error) ? g_steal_pointer(&all) : NULL;
  }
  if (gmx_reader_is_mapping(node))
    for (gsize i = 0; i < G_N_ELEMENTS(kinds); i++)
      if (gmx_reader_get(reader, node, subjects[i])) {
        g_autoptr(GmxCondition) condition = new_condition(kinds[i]);
        return read_subject(reader, node, condition, subjects[i], error)
                   ? g_steal_pointer(&condition)
                   : NULL;
      }
  g_autofree char *words = g_strjoinv(", ", (char **)subjects);
  gmx_reader_fail(reader, node, error, "this is no condition; one begins with: %s", words);
  return NULL;
}
