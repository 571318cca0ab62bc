/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that lesson files may use for what the program measures, shows and is. */
#pragma once

#include <glib.h>

/** What training measures. The order is that of docs/lessons.md. */
typedef enum {
  GMX_MEASURE_STEP,
  GMX_MEASURE_EPOCH,
  GMX_MEASURE_LAMBDA,
  GMX_MEASURE_LOSS,
  GMX_MEASURE_LOSS_PERTURBED,
  GMX_MEASURE_SHARPNESS,
  GMX_MEASURE_MEAN_LOSS,
  GMX_MEASURE_MEAN_LOSS_PERTURBED,
  GMX_MEASURE_MEAN_SHARPNESS,
  GMX_MEASURE_GRADIENT_NORM,
  GMX_MEASURE_EPSILON_NORM,
  GMX_MEASURE_COSINE,
  GMX_MEASURE_LEARNING_RATE,
  GMX_MEASURE_SHARP_COUNT,
  GMX_MEASURE_FLAT_COUNT,
  GMX_MEASURE_CUT,
  GMX_MEASURE_TRAIN_LOSS,
  GMX_MEASURE_TRAIN_ACCURACY,
  GMX_MEASURE_TEST_LOSS,
  GMX_MEASURE_TEST_ACCURACY,
  GMX_MEASURE_GAP,
  GMX_MEASURE_ECE,
  GMX_MEASURE_INTRUSION_RATE,
  GMX_MEASURE_INTRUSION_RATE_SHARP,
  GMX_MEASURE_INTRUSION_RATE_FLAT,
  GMX_MEASURE_TRAINING_COUNT,
  GMX_N_MEASURES
} GmxMeasure;

/** The measure called @name; −1 where there is none. */
int gmx_measure_find(const char *name);
/** "test-accuracy". */
const char *gmx_measure_name(GmxMeasure measure);
/** @value as people read it: "93.4 %", "1.25", "120"; "–" for NaN. Free with g_free(). */
char *gmx_measure_format(GmxMeasure measure, double value);

/** NULL-terminated. */
const char *const *gmx_lesson_pages(void);
const char *const *gmx_lesson_states(void);

/** "loss, sharpness and mean-loss": for messages. Free with g_free(). */
char *gmx_lesson_list_words(const char *const *words);
char *gmx_measure_list_words(void);
