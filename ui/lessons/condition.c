/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Judging a condition. */
#include "ui/lessons/condition-private.h"

#include <math.h>
#include <string.h>

/* A value as text, and as a number where it is one (else NaN). */
typedef struct {
  char *text; /* NULL: not known */
  double number;
} Value;

static void value_clear(Value *value) {
  g_clear_pointer(&value->text, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Value, value_clear)

static double to_number(const char *text) {
  char *end = NULL;
  double number = text && *text ? g_ascii_strtod(text, &end) : NAN;
  return end && *end == '\0' ? number : NAN;
}

static Value take_text(char *text) {
  return (Value){text, to_number(text)};
}

static Value take_number(double number) {
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  return (Value){isnan(number) ? NULL : g_strdup(g_ascii_dtostr(text, sizeof text, number)),
                 number};
}

/* What a comparison looks at. */
static Value read_value(const GmxCondition *condition, const GmxLessonContext *context) {
  const GmxLessonWorld *world = context->world;
  switch (condition->kind) {
  case GMX_CONDITION_SETTING:
    return take_text(world->setting(context->data, condition->name));
  case GMX_CONDITION_MEASURE:
    return take_number(world->measure(context->data, condition->name));
  case GMX_CONDITION_PROPERTY:
    return take_text(world->property(context->data, condition->name, condition->member));
  default:
    return (Value){NULL, NAN};
  }
}

/* What it is compared with, where that is no value in the file. */
static Value read_reference(const GmxCondition *condition, const GmxComparison *comparison,
                            const GmxLessonContext *context) {
  const double *kept =
      context->kept ? g_hash_table_lookup(context->kept, comparison->reference) : NULL;
  if (g_str_equal(comparison->reference, "start"))
    return take_text(g_strdup(g_hash_table_lookup(context->starts, condition)));
  if (kept)
    return take_number(*kept);
  return take_number(context->world->measure(context->data, comparison->reference));
}

static gboolean compare_numbers(GmxCompare compare, double value, double other) {
  const gboolean same = fabs(value - other) <= 1e-9 * MAX(1.0, fabs(other));
  switch (compare) {
  case GMX_COMPARE_IS:
    return same;
  case GMX_COMPARE_IS_NOT:
    return !same;
  case GMX_COMPARE_MORE:
    return value > other && !same;
  case GMX_COMPARE_LESS:
    return value < other && !same;
  case GMX_COMPARE_AT_LEAST:
    return value > other || same;
  default:
    return value < other || same;
  }
}

static gboolean compare_values(GmxCompare compare, const Value *value, const Value *other) {
  if (!value->text || !other->text)
    return FALSE;
  if (!isnan(value->number) && !isnan(other->number))
    return compare_numbers(compare, value->number, other->number);
  if (compare != GMX_COMPARE_IS && compare != GMX_COMPARE_IS_NOT)
    return FALSE;
  return g_str_equal(value->text, other->text) == (compare == GMX_COMPARE_IS);
}

/* Of several texts "is" takes any, and "is-not" means none of them. */
static gboolean compare_texts(const GmxComparison *comparison, const Value *value) {
  for (char **text = comparison->texts; *text; text++) {
    Value other = {*text, to_number(*text)};
    const gboolean holds = compare_values(comparison->compare, value, &other);
    if (comparison->compare == GMX_COMPARE_IS_NOT ? !holds : holds)
      return comparison->compare != GMX_COMPARE_IS_NOT;
  }
  return comparison->compare == GMX_COMPARE_IS_NOT && value->text;
}

static gboolean holds_comparison(const GmxCondition *condition, const GmxComparison *comparison,
                                 const Value *value, const GmxLessonContext *context) {
  if (comparison->texts)
    return compare_texts(comparison, value);
  g_auto(Value) other = read_reference(condition, comparison, context);
  if (comparison->times != 1 || comparison->plus != 0) {
    const double number = other.number * comparison->times + comparison->plus;
    value_clear(&other);
    other = take_number(number);
  }
  return compare_values(comparison->compare, value, &other);
}

static gboolean holds_comparisons(const GmxCondition *condition, const GmxLessonContext *context) {
  g_auto(Value) value = read_value(condition, context);
  for (guint i = 0; i < condition->comparisons->len; i++)
    if (!holds_comparison(condition, g_ptr_array_index(condition->comparisons, i), &value, context))
      return FALSE;
  return TRUE;
}

static guint count_holding(const GmxCondition *condition, const GmxLessonContext *context) {
  guint count = 0;
  for (guint i = 0; i < condition->parts->len; i++)
    count += gmx_condition_holds(g_ptr_array_index(condition->parts, i), context) ? 1 : 0;
  return count;
}

static gboolean is_one_of(const GmxCondition *condition, const char *word) {
  return word && g_strv_contains((const char *const *)condition->names, word);
}

gboolean gmx_condition_holds(const GmxCondition *condition, const GmxLessonContext *context) {
  const GmxLessonWorld *world = context->world;
  gpointer data = context->data;
  switch (condition->kind) {
  case GMX_CONDITION_ALL:
    return count_holding(condition, context) == condition->parts->len;
  case GMX_CONDITION_ANY:
    return count_holding(condition, context) > 0;
  case GMX_CONDITION_NOT:
    return count_holding(condition, context) == 0;
  case GMX_CONDITION_PAGE:
    return is_one_of(condition, world->page(data));
  case GMX_CONDITION_STATE:
    return is_one_of(condition, world->state(data));
  case GMX_CONDITION_STEPS:
    return world->steps(data) >= condition->count;
  case GMX_CONDITION_EPOCHS:
    return world->epochs(data) >= condition->count;
  case GMX_CONDITION_ACTION:
    return world->acted(data, condition->name);
  case GMX_CONDITION_SIGNAL:
    return world->emitted(data, condition->name, condition->member);
  case GMX_CONDITION_VISIBLE:
    return world->visible(data, condition->name) == condition->wanted;
  default:
    return holds_comparisons(condition, context);
  }
}

/* Starts */

GHashTable *gmx_lesson_starts_new(void) {
  return g_hash_table_new_full(NULL, NULL, NULL, g_free);
}

void gmx_condition_note_start(const GmxCondition *condition, const GmxLessonContext *context) {
  for (guint i = 0; i < condition->parts->len; i++)
    gmx_condition_note_start(g_ptr_array_index(condition->parts, i), context);
  if (condition->comparisons->len == 0 || g_hash_table_contains(context->starts, condition))
    return;
  g_auto(Value) value = read_value(condition, context);
  if (value.text)
    g_hash_table_insert(context->starts, (gpointer)condition, g_steal_pointer(&value.text));
}

gboolean gmx_condition_has_moved(const GmxCondition *condition, const GmxLessonContext *context) {
  const char *start = g_hash_table_lookup(context->starts, condition);
  for (guint i = 0; i < condition->parts->len; i++)
    if (gmx_condition_has_moved(g_ptr_array_index(condition->parts, i), context))
      return TRUE;
  g_auto(Value) value = start ? read_value(condition, context) : (Value){NULL, NAN};
  return value.text && !g_str_equal(value.text, start);
}

void gmx_condition_visit_widgets(const GmxCondition *condition, GmxConditionVisit func,
                                 gpointer data) {
  for (guint i = 0; i < condition->parts->len; i++)
    gmx_condition_visit_widgets(g_ptr_array_index(condition->parts, i), func, data);
  if (condition->kind == GMX_CONDITION_PROPERTY)
    func(condition->name, condition->member, NULL, data);
  else if (condition->kind == GMX_CONDITION_SIGNAL)
    func(condition->name, NULL, condition->member, data);
}
