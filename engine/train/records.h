/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What training reports: the rows of the run folder's CSV files, and of the window's charts.
 *
 * A value that a method does not have (ε̂ without a perturbation) is NaN. */
#pragma once

#include <glib.h>

/** One row of steps.csv. @step counts from 1, @epoch from 1. */
typedef struct {
  gint64 step;
  int epoch;
  double lambda; /* mean over the batch */
  double loss, loss_perturbed, sharpness;
  double gradient_norm, epsilon_norm, cosine;
  double learning_rate;
} GmxStepRecord;

/** One row of epochs.csv. Accuracies and ece are fractions of 1. */
typedef struct {
  int epoch;
  gint64 step;
  double train_loss, train_accuracy; /* on clean, unmixed training images */
  double test_loss, test_accuracy, ece;
} GmxEpochRecord;

/** One row of probe.csv. Labels are class numbers, @first and @second training images. */
typedef struct {
  int epoch, example;
  int first, second, first_label, second_label;
  double lambda, loss, loss_perturbed, s;
  gboolean sharp;
  gboolean predicted; /* FALSE in rows of a version that did not keep it, and where nothing is */
  int prediction;     /* most probable class at w; 0 where it is not known */
} GmxProbeRecord;

/** One row of intrusion.csv: the nearest training image of an example of the probe, both parents
 * left out. @nearest and its label are −1 where there is none, and distances NaN. */
typedef struct {
  int epoch, example;
  int nearest, nearest_label;
  double distance, first_distance, second_distance; /* to the nearest, and to the parents */
  gboolean known;    /* whether it could be judged: features may not be finite */
  gboolean intruded; /* FALSE where it is not known */
  int searched;      /* training images that were compared with */
} GmxIntrusionRecord;

/** One row of events.csv: a setting changed while training. Strings owned by the holder. */
typedef struct {
  gint64 step; /* the first step that it acts on */
  char *setting, *old_value, *new_value;
} GmxEventRecord;
