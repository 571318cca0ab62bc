/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The confusion matrix as a table has a row a class and a column a class's number, so that ten
 * classes fit a terminal of eighty columns. */
#include "app/gmix-eval-print.h"

#include "app/gmix-json.h"

#include <stdio.h>

#define NAME_MOST 24

/* The table */

static int digits_of(int number) {
  int digits = 1;
  while ((number /= 10) > 0)
    digits++;
  return digits;
}

static int column_width(const GmxPredictions *predictions) {
  int most = predictions->classes - 1;
  for (int i = 0; i < predictions->classes * predictions->classes; i++)
    most = MAX(most, predictions->counts[i]);
  return digits_of(most) + 1;
}

static int name_width(GmxDataset *dataset) {
  int width = 5;
  for (int label = 0; label < gmx_dataset_get_classes(dataset); label++)
    width = MAX(width, (int)g_utf8_strlen(gmx_dataset_get_class_name(dataset, label), -1));
  return MIN(width, NAME_MOST);
}

/* @name in @width columns; %-*s would count bytes. */
static void print_name(const char *name, int width) {
  g_autofree char *start = g_utf8_substring(name, 0, MIN(g_utf8_strlen(name, -1), width));
  printf("%s%*s", start, width - (int)g_utf8_strlen(start, -1), "");
}

static void print_count(int count, int width) {
  if (count > 0)
    printf("%*d", width, count);
  else
    printf("%*s·", width - 1, "");
}

static void print_row(const GmixEvalReport *report, int label, int width, int number, int name) {
  const GmxPredictions *predictions = report->predictions;
  printf("%*d  ", number, label);
  print_name(gmx_dataset_get_class_name(report->dataset, label), name);
  for (int predicted = 0; predicted < predictions->classes; predicted++)
    print_count(gmx_predictions_get_count(predictions, label, predicted), width);
  if (gmx_predictions_get_total(predictions, label) > 0)
    printf("  %5.1f %%\n", 100 * gmx_predictions_get_recall(predictions, label));
  else
    printf("       –\n");
}

/* Rows are the classes that the examples have, columns those they were taken for. */
static void print_matrix(const GmixEvalReport *report) {
  const GmxPredictions *predictions = report->predictions;
  const int width = column_width(predictions), name = name_width(report->dataset);
  const int number = digits_of(predictions->classes - 1);
  printf("%*s  ", number, "");
  print_name("class", name);
  for (int predicted = 0; predicted < predictions->classes; predicted++)
    printf("%*d", width, predicted);
  printf("   recall\n");
  for (int label = 0; label < predictions->classes; label++)
    print_row(report, label, width, number, name);
}

/* "most often: shirt taken for coat: 112". */
static void print_most(const GmixEvalReport *report) {
  const GmxPredictions *predictions = report->predictions;
  int most = 0, at_label = 0, at_predicted = 0;
  for (int label = 0; label < predictions->classes; label++)
    for (int predicted = 0; predicted < predictions->classes; predicted++) {
      const int count = gmx_predictions_get_count(predictions, label, predicted);
      if (label == predicted || count <= most)
        continue;
      most = count;
      at_label = label;
      at_predicted = predicted;
    }
  if (most == 0)
    printf("none of %d taken for another class\n", predictions->count);
  else
    printf("%d of %d taken for another class; most often %s for %s: %d\n", predictions->wrong,
           predictions->count, gmx_dataset_get_class_name(report->dataset, at_label),
           gmx_dataset_get_class_name(report->dataset, at_predicted), most);
}

static void print_text(const GmixEvalReport *report) {
  const GmxEvaluation *result = report->result;
  printf("%s after %" G_GINT64_FORMAT " steps: held-out accuracy %.2f %%, loss %.4f, ece %.2f %% "
         "(%d %s)\n",
         report->run->name, report->checkpoint->step, 100 * result->accuracy, result->loss,
         100 * result->ece, result->count, gmx_dataset_get_unit(report->dataset));
  if (report->confusion) {
    print_matrix(report);
    print_most(report);
  }
  if (report->csv != NULL)
    printf("the table lies in %s\n", report->csv);
}

/* JSON */

static JsonArray *confusion_array(const GmxPredictions *predictions) {
  JsonArray *rows = json_array_new();
  for (int label = 0; label < predictions->classes; label++) {
    JsonArray *row = json_array_new();
    for (int predicted = 0; predicted < predictions->classes; predicted++)
      json_array_add_int_element(row, gmx_predictions_get_count(predictions, label, predicted));
    json_array_add_array_element(rows, row);
  }
  return rows;
}

static JsonArray *class_array(GmxDataset *dataset) {
  JsonArray *names = json_array_new();
  for (int label = 0; label < gmx_dataset_get_classes(dataset); label++)
    json_array_add_string_element(names, gmx_dataset_get_class_name(dataset, label));
  return names;
}

/* A class without examples has null. */
static JsonArray *recall_array(const GmxPredictions *predictions) {
  JsonArray *shares = json_array_new();
  for (int label = 0; label < predictions->classes; label++)
    if (gmx_predictions_get_total(predictions, label) > 0)
      json_array_add_double_element(shares, gmx_predictions_get_recall(predictions, label));
    else
      json_array_add_null_element(shares);
  return shares;
}

static void print_json(const GmixEvalReport *report) {
  JsonObject *object = gmix_json_event("eval");
  json_object_set_string_member(object, "run", report->run->path);
  gmix_json_set_number(object, "test_accuracy", report->result->accuracy);
  gmix_json_set_number(object, "test_loss", report->result->loss);
  gmix_json_set_number(object, "ece", report->result->ece);
  json_object_set_int_member(object, "images", report->result->count);
  json_object_set_int_member(object, "steps", report->checkpoint->step);
  json_object_set_int_member(object, "epoch", report->checkpoint->epoch);
  if (report->confusion) {
    json_object_set_array_member(object, "classes", class_array(report->dataset));
    json_object_set_array_member(object, "confusion", confusion_array(report->predictions));
    json_object_set_array_member(object, "recall", recall_array(report->predictions));
  }
  if (report->csv != NULL)
    json_object_set_string_member(object, "csv", report->csv);
  gmix_json_print(object);
}

void gmix_eval_print(const GmixEvalReport *report, gboolean json) {
  if (json)
    print_json(report);
  else
    print_text(report);
}
