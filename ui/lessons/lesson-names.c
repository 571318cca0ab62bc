/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The words that lesson files may use for what the program measures, shows and is. */
#include "ui/lessons/lesson-names.h"

#include "ui/format.h"

#include <math.h>

typedef enum { COUNT, NUMBER, SHARE } Look;

static const struct {
  const char *name;
  Look look;
} measures[GMX_N_MEASURES] = {
    [GMX_MEASURE_STEP] = {"step", COUNT},
    [GMX_MEASURE_EPOCH] = {"epoch", COUNT},
    [GMX_MEASURE_LAMBDA] = {"lambda", NUMBER},
    [GMX_MEASURE_LOSS] = {"loss", NUMBER},
    [GMX_MEASURE_LOSS_PERTURBED] = {"loss-perturbed", NUMBER},
    [GMX_MEASURE_SHARPNESS] = {"sharpness", NUMBER},
    [GMX_MEASURE_MEAN_LOSS] = {"mean-loss", NUMBER},
    [GMX_MEASURE_MEAN_LOSS_PERTURBED] = {"mean-loss-perturbed", NUMBER},
    [GMX_MEASURE_MEAN_SHARPNESS] = {"mean-sharpness", NUMBER},
    [GMX_MEASURE_GRADIENT_NORM] = {"gradient-norm", NUMBER},
    [GMX_MEASURE_EPSILON_NORM] = {"epsilon-norm", NUMBER},
    [GMX_MEASURE_COSINE] = {"cosine", NUMBER},
    [GMX_MEASURE_LEARNING_RATE] = {"learning-rate", NUMBER},
    [GMX_MEASURE_SHARP_COUNT] = {"sharp-count", COUNT},
    [GMX_MEASURE_FLAT_COUNT] = {"flat-count", COUNT},
    [GMX_MEASURE_CUT] = {"cut", NUMBER},
    [GMX_MEASURE_TRAIN_LOSS] = {"train-loss", NUMBER},
    [GMX_MEASURE_TRAIN_ACCURACY] = {"train-accuracy", SHARE},
    [GMX_MEASURE_TEST_LOSS] = {"test-loss", NUMBER},
    [GMX_MEASURE_TEST_ACCURACY] = {"test-accuracy", SHARE},
    [GMX_MEASURE_GAP] = {"gap", SHARE},
    [GMX_MEASURE_ECE] = {"ece", SHARE},
    [GMX_MEASURE_INTRUSION_RATE] = {"intrusion-rate", SHARE},
    [GMX_MEASURE_INTRUSION_RATE_SHARP] = {"intrusion-rate-sharp", SHARE},
    [GMX_MEASURE_INTRUSION_RATE_FLAT] = {"intrusion-rate-flat", SHARE},
    [GMX_MEASURE_TRAINING_COUNT] = {"training-count", COUNT},
};

int gmx_measure_find(const char *name) {
  for (int i = 0; i < GMX_N_MEASURES; i++)
    if (g_str_equal(measures[i].name, name))
      return i;
  return -1;
}

const char *gmx_measure_name(GmxMeasure measure) {
  return measures[measure].name;
}

char *gmx_measure_format(GmxMeasure measure, double value) {
  if (!isfinite(value))
    return g_strdup("–");
  switch (measures[measure].look) {
  case COUNT:
    return gmx_format_count((gint64)value);
  case SHARE:
    return gmx_format_percent(value, 1);
  default:
    return gmx_format_measure(value, 3);
  }
}

const char *const *gmx_lesson_pages(void) {
  static const char *const pages[] = {"train", "samples", "mixlab", "landscape", "runs", NULL};
  return pages;
}

const char *const *gmx_lesson_states(void) {
  static const char *const states[] = {"empty",  "loading",  "ready",    "training",
                                       "paused", "finished", "diverged", NULL};
  return states;
}

char *gmx_lesson_list_words(const char *const *words) {
  return g_strjoinv(", ", (char **)words);
}

char *gmx_measure_list_words(void) {
  const char *words[GMX_N_MEASURES + 1] = {NULL};
  for (int i = 0; i < GMX_N_MEASURES; i++)
    words[i] = measures[i].name;
  return gmx_lesson_list_words(words);
}
