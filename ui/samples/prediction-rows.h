/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the network sees in one example, a row a class. No display. */
#pragma once

#include "ui/samples/inspected.h"

/** Classes that are listed by themselves; the parents' are always. */
#define GMX_PREDICTION_MOST 10

typedef struct {
  int label;              /* −1: all classes that are not listed, summed */
  char *name;             /* "deer", "90 others" */
  double at_w, perturbed; /* probabilities; NaN where not known */
  double target;          /* weight of the class in the label: λ, 1 − λ, or 0 */
  gboolean first, second; /* a parent's class */
} GmxPredictionRow;

/** By falling probability at w, the rest last: GmxPredictionRow, freed with the array. NULL where
 * the gallery does not know its probabilities. */
GArray *gmx_prediction_rows(const GmxInspected *example, int most);

/** "65 → 74 %", "65 %" where only one is known. */
char *gmx_prediction_percent(const GmxPredictionRow *row);
/** "deer: 65 % at w, 74 % at w + ε̂". */
char *gmx_prediction_describe_row(const GmxPredictionRow *row);
/** All rows in words: "deer 65 % at w, 74 % at w + ε̂; frog, label 0.62, …". */
char *gmx_prediction_describe(const GArray *rows);
