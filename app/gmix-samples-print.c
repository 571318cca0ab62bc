/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers stand as in the window: true minus, three decimals, right-aligned under their heads. */
#include "app/gmix-samples-print.h"

#include "app/gmix-json.h"
#include "ui/chart/ticks.h"

#include <math.h>
#include <stdio.h>

static const char *side_of(const GmxSample *sample) {
  const GmxGallery *gallery = sample->gallery;
  if (!gallery->climbed || isnan(gallery->s[sample->index]))
    return NULL;
  return sample->sharp ? "sharp" : "flat";
}

static void print_cell(const char *text, int width) {
  printf("%*s%s  ", MAX(0, width - (int)g_utf8_strlen(text, -1)), "", text);
}

static void print_number(double value, int width, gboolean is_signed) {
  g_autofree char *text = isnan(value) ? g_strdup("–")
                          : is_signed  ? gmx_format_signed(value, 3)
                                       : gmx_format_measure(value, 3);
  print_cell(text, width);
}

static void print_row(const GmxSample *sample) {
  const GmxGallery *gallery = sample->gallery;
  int i = sample->index;
  const char *side = side_of(sample);
  printf("%6d  %7d  ", sample->rank, i);
  print_number(gallery->climbed ? gallery->s[i] : NAN, 8, TRUE);
  print_number(sample->change, 8, TRUE);
  print_number(gallery->loss[i], 8, FALSE);
  print_number(gallery->climbed ? gallery->loss_perturbed[i] : NAN, 8, FALSE);
  print_number(gallery->lambdas[i], 5, FALSE);
  printf("%-5s  %s + %s%s%s%s\n", side != NULL ? side : "",
         gmx_dataset_get_class_name(sample->dataset, gallery->first_label[i]),
         gmx_dataset_get_class_name(sample->dataset, gallery->second_label[i]),
         sample->crossed ? ", crossed" : "",
         gmx_gallery_is_misclassified(gallery, i) ? ", misclassified" : "",
         sample->intruded == 1 ? ", intruded" : "");
}

void gmix_samples_print_table(GPtrArray *samples) {
  printf("  rank  example       s_i    change      loss  at w + ε̂      λ  side   classes\n");
  for (guint i = 0; i < samples->len; i++)
    print_row(samples->pdata[i]);
}

static void set_text(JsonObject *object, const char *name, const char *text) {
  if (text != NULL)
    json_object_set_string_member(object, name, text);
  else
    json_object_set_null_member(object, name);
}

static void set_parents(JsonObject *object, const GmxSample *sample) {
  const GmxGallery *gallery = sample->gallery;
  int i = sample->index;
  json_object_set_int_member(object, "first", gallery->first[i]);
  json_object_set_int_member(object, "second", gallery->second[i]);
  json_object_set_string_member(
      object, "first_class", gmx_dataset_get_class_name(sample->dataset, gallery->first_label[i]));
  json_object_set_string_member(
      object, "second_class",
      gmx_dataset_get_class_name(sample->dataset, gallery->second_label[i]));
}

static void set_prediction(JsonObject *object, const GmxSample *sample) {
  int label = gmx_gallery_get_prediction(sample->gallery, sample->index, FALSE);
  set_text(object, "predicted_class",
           label >= 0 ? gmx_dataset_get_class_name(sample->dataset, label) : NULL);
}

static void print_object(const GmxSample *sample) {
  const GmxGallery *gallery = sample->gallery;
  int i = sample->index;
  JsonObject *object = gmix_json_event("sample");
  json_object_set_int_member(object, "epoch", gallery->epoch);
  json_object_set_int_member(object, "example", i);
  set_parents(object, sample);
  gmix_json_set_number(object, "lambda", gallery->lambdas[i]);
  gmix_json_set_number(object, "loss", gallery->loss[i]);
  gmix_json_set_number(object, "loss_perturbed",
                       gallery->climbed ? gallery->loss_perturbed[i] : NAN);
  gmix_json_set_number(object, "s", gallery->climbed ? gallery->s[i] : NAN);
  set_text(object, "side", side_of(sample));
  set_prediction(object, sample);
  json_object_set_int_member(object, "rank", sample->rank);
  gmix_json_set_number(object, "change", sample->change);
  if (sample->intruded >= 0)
    json_object_set_boolean_member(object, "intruded", sample->intruded == 1);
  else
    json_object_set_null_member(object, "intruded");
  gmix_json_print(object);
}

void gmix_samples_print_json(GPtrArray *samples) {
  for (guint i = 0; i < samples->len; i++)
    print_object(samples->pdata[i]);
}
