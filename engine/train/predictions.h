/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a network says of clean examples, one by one: the class it takes each for, how sure it is
 * and what that costs. The confusion matrix counts them, and knows which ones it counted.
 *
 * An evaluation makes all of this for its figures; here it is kept, ten bytes an example. */
#pragma once

#include "engine/data/dataset.h"

/** Of one evaluation. Reference-counted and immutable. */
typedef struct {
  GmxSplit split;
  int epoch;   /* that had ended; 0: none just had */
  gint64 step; /* of the weights */
  int count;   /* examples, in the order of the evaluation */
  int classes;
  int wrong;          /* examples taken for another class than their own */
  int *index;         /* [count] in the split */
  guint8 *label;      /* [count] after label noise, where the evaluation saw it */
  guint8 *predicted;  /* [count] the most probable class; of equal ones the first */
  float *probability; /* [count] of that class; NaN where the outputs are not finite */
  float *loss;        /* [count] cross-entropy with the label */
  int *counts;        /* [classes][classes] examples by label, then by predicted class */
} GmxPredictions;

#define GMX_TYPE_PREDICTIONS (gmx_predictions_get_type())
GType gmx_predictions_get_type(void);
GmxPredictions *gmx_predictions_ref(GmxPredictions *predictions);
void gmx_predictions_unref(GmxPredictions *predictions);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxPredictions, gmx_predictions_unref)

/**
 * Copies and counts what an evaluation found of @count examples. Classes lie below @classes, at
 * most 256.
 * @param index [count]; NULL for the first @count of @split
 * @param epoch,step of the weights
 */
GmxPredictions *gmx_predictions_new(GmxSplit split, int epoch, gint64 step, int classes, int count,
                                    const int *index, const guint8 *label, const guint8 *predicted,
                                    const float *probability, const float *loss);

/** Examples of class @label that were taken for @predicted. */
int gmx_predictions_get_count(const GmxPredictions *predictions, int label, int predicted);
/** Examples of class @label. */
int gmx_predictions_get_total(const GmxPredictions *predictions, int label);
/** Share of the class's examples that was recognised; NaN where it has none. */
double gmx_predictions_get_recall(const GmxPredictions *predictions, int label);
/** Share of all that was recognised: the evaluation's accuracy. NaN where there was none. */
double gmx_predictions_get_accuracy(const GmxPredictions *predictions);

/** Places (int, rising) of the examples of class @label that were taken for @predicted. The caller
 * frees the array. */
GArray *gmx_predictions_find(const GmxPredictions *predictions, int label, int predicted);

/**
 * The examples as a table: "example,label,predicted,probability,loss", classes by number. The
 * caller frees the text.
 */
char *gmx_predictions_to_csv(const GmxPredictions *predictions);
