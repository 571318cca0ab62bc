/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The confusion matrix in words, which of its classes have room, and how strongly a cell is shaded.
 * Needs no display. All texts are new; free them with g_free(). */
#pragma once

#include "engine/train/predictions.h"

/** Most classes that are shown. */
#define GMX_CONFUSION_MOST 20

/**
 * The classes (int, rising) that are shown: all, or the @most that have to do with the most
 * mistakes, their own or those of others. The caller frees the array.
 */
GArray *gmx_confusion_choose(const GmxPredictions *predictions, int most);

/** Share of its class's examples that lies in a cell of mistakes, the greatest of them. */
double gmx_confusion_get_worst(const GmxPredictions *predictions);

/** From 0 to 1: how strongly a cell of mistakes is shaded where @worst is the greatest share. */
double gmx_confusion_get_tone(const GmxPredictions *predictions, int label, int predicted,
                              double worst);

/** "shirt taken for coat", or "shirt recognised". */
char *gmx_confusion_name_cell(GmxDataset *dataset, int label, int predicted);
/** "shirt taken for coat: 112", "shirt recognised: 812 of 1 000 (81.2 %)". */
char *gmx_confusion_describe_cell(const GmxPredictions *predictions, GmxDataset *dataset, int label,
                                  int predicted);
/** "held-out · epoch 3"; of weights within an epoch "held-out · step 45". */
char *gmx_confusion_describe_origin(const GmxPredictions *predictions);
/** "held-out · epoch 3 · 1 204 wrong of 10 000". */
char *gmx_confusion_describe(const GmxPredictions *predictions);
/** What is read in a glance: the share recognised, and the mistake made most often. */
char *gmx_confusion_summarize(const GmxPredictions *predictions, GmxDataset *dataset);
