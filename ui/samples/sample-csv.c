/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The columns of probe.csv spelled as the run folder spells them, so that a table saved from a
 * window and the run's own file agree byte for byte; further columns stand at the end. */
#include "ui/samples/sample-csv.h"

#include "engine/train/text.h"

#include <math.h>

#define HEADER                                                                                     \
  "epoch,example,first,second,first_label,second_label,lambda,loss,loss_perturbed,s,side,"         \
  "prediction,rank,change,intruded\n"

static void add_number(GString *row, double value) {
  char text[GMX_NUMBER_SIZE];
  g_string_append_c(row, ',');
  g_string_append(row, gmx_number_csv(value, text));
}

/* A value that is not known is an empty field. */
static void add_known(GString *row, int value) {
  g_string_append_c(row, ',');
  if (value >= 0)
    g_string_append_printf(row, "%d", value);
}

static void add_row(GString *row, const GmxSample *sample) {
  const GmxGallery *gallery = sample->gallery;
  int i = sample->index;
  double s = gallery->climbed ? gallery->s[i] : NAN;
  g_string_append_printf(row, "%d,%d,%d,%d,%d,%d", gallery->epoch, i, gallery->first[i],
                         gallery->second[i], gallery->first_label[i], gallery->second_label[i]);
  add_number(row, gallery->lambdas[i]);
  add_number(row, gallery->loss[i]);
  add_number(row, gallery->climbed ? gallery->loss_perturbed[i] : NAN);
  add_number(row, s);
  g_string_append_printf(row, ",%s", isnan(s) ? "" : sample->sharp ? "sharp" : "flat");
  add_known(row, gmx_gallery_get_prediction(gallery, i, FALSE));
  add_known(row, sample->rank);
  add_number(row, sample->change);
  add_known(row, sample->intruded);
  g_string_append_c(row, '\n');
}

char *gmx_samples_to_csv(GmxSample *const *samples, guint count) {
  GString *table = g_string_new(HEADER);
  for (guint i = 0; i < count; i++)
    add_row(table, samples[i]);
  return g_string_free(table, FALSE);
}
