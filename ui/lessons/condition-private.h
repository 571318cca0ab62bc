/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inside of a condition, which its reader fills in. */
#pragma once

#include "ui/lessons/condition.h"

typedef enum {
  GMX_CONDITION_ALL,
  GMX_CONDITION_ANY,
  GMX_CONDITION_NOT,
  GMX_CONDITION_SETTING,
  GMX_CONDITION_MEASURE,
  GMX_CONDITION_PAGE,
  GMX_CONDITION_STATE,
  GMX_CONDITION_STEPS,
  GMX_CONDITION_EPOCHS,
  GMX_CONDITION_ACTION,
  GMX_CONDITION_PROPERTY,
  GMX_CONDITION_VISIBLE,
  GMX_CONDITION_SIGNAL,
} GmxConditionKind;

typedef enum {
  GMX_COMPARE_IS,
  GMX_COMPARE_IS_NOT,
  GMX_COMPARE_MORE,
  GMX_COMPARE_LESS,
  GMX_COMPARE_AT_LEAST,
  GMX_COMPARE_AT_MOST,
} GmxCompare;

/** "more-than: {of: start, times: 1.2}". One of texts and reference is there. */
typedef struct {
  GmxCompare compare;
  char **texts;       /* values as they stand; of several, "is" takes any */
  char *reference;    /* "start", a kept name or a measure */
  double times, plus; /* of the reference */
} GmxComparison;

struct GmxCondition {
  GmxConditionKind kind;
  GPtrArray *parts; /* GmxCondition: of all, any, not */
  char *name;       /* setting, measure, action, widget */
  char *member;     /* property's path, or signal */
  char **names;     /* pages or states, any of which will do */
  gint64 count;     /* steps, epochs */
  gboolean wanted;  /* visible: or not */
  GPtrArray *comparisons;
};
