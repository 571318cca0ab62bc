/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The examples behind a cell of the confusion matrix, as a list model. It holds their places only;
 * an item is made when somebody looks at it. Needs no display. */
#pragma once

#include "engine/train/predictions.h"

/** One of them. */
#define GMX_TYPE_CONFUSED (gmx_confused_get_type())
G_DECLARE_FINAL_TYPE(GmxConfused, gmx_confused, GMX, CONFUSED, GObject)
struct _GmxConfused {
  GObject parent_instance;
  GmxPredictions *predictions;
  GmxDataset *dataset;
  int place; /* in the predictions */
};

/** "shirt, held-out image 1 234, taken for coat with 93 %, loss 2.61". Free it with g_free(). */
char *gmx_confused_describe(const GmxConfused *confused);

typedef enum {
  GMX_CONFUSION_BY_LOSS,
  GMX_CONFUSION_BY_CONFIDENCE, /* probability of the predicted class */
} GmxConfusionSort;

#define GMX_TYPE_CONFUSION_LIST (gmx_confusion_list_get_type())
G_DECLARE_FINAL_TYPE(GmxConfusionList, gmx_confusion_list, GMX, CONFUSION_LIST, GObject)

/** An empty list, by loss, the largest first. */
GmxConfusionList *gmx_confusion_list_new(void);
/** Lists the examples of class @label that were taken for @predicted; both objects are referenced.
 */
void gmx_confusion_list_show(GmxConfusionList *list, GmxPredictions *predictions,
                             GmxDataset *dataset, int label, int predicted);
/** The largest first, or (@reversed) the smallest. What is not finite stands last; equal ones keep
 * the data's order. */
void gmx_confusion_list_sort(GmxConfusionList *list, GmxConfusionSort sort, gboolean reversed);
