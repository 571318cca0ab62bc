/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is said of a confusion matrix. */
#include "ui/samples/confusion-words.h"

#include "ui/format.h"

#include <glib/gi18n.h>

/* Below this share of its class no cell has the full shade: a good network has no dark mistakes. */
#define FULL_SHADE 0.05

/* Mistakes that class @label is part of. */
static int mistakes_of(const GmxPredictions *predictions, int label) {
  int count = 0;
  for (int other = 0; other < predictions->classes; other++)
    if (other != label)
      count += gmx_predictions_get_count(predictions, label, other) +
               gmx_predictions_get_count(predictions, other, label);
  return count;
}

static int compare_mistakes(gconstpointer a, gconstpointer b, gpointer data) {
  const int first = *(const int *)a, second = *(const int *)b;
  const int by = mistakes_of(data, second) - mistakes_of(data, first);
  return by != 0 ? by : first - second;
}

static int compare_labels(gconstpointer a, gconstpointer b) {
  return *(const int *)a - *(const int *)b;
}

GArray *gmx_confusion_choose(const GmxPredictions *predictions, int most) {
  GArray *labels = g_array_new(FALSE, FALSE, sizeof(int));
  for (int label = 0; label < predictions->classes; label++)
    g_array_append_val(labels, label);
  if (predictions->classes <= most)
    return labels;
  g_array_sort_with_data(labels, compare_mistakes, (gpointer)predictions);
  g_array_set_size(labels, (guint)most);
  g_array_sort(labels, compare_labels);
  return labels;
}

static double share_of(const GmxPredictions *predictions, int label, int predicted) {
  const int total = gmx_predictions_get_total(predictions, label);
  const int count = gmx_predictions_get_count(predictions, label, predicted);
  return total > 0 ? (double)count / total : 0.0;
}

/* The greatest share of a class that is taken for one other class, and the first such cell; 0 where
 * there is none. */
static double find_worst(const GmxPredictions *predictions, int *label, int *predicted) {
  double worst = 0.0;
  *label = *predicted = 0;
  for (int row = 0; row < predictions->classes; row++)
    for (int column = 0; column < predictions->classes; column++) {
      const double share = row == column ? 0.0 : share_of(predictions, row, column);
      if (share <= worst)
        continue;
      worst = share;
      *label = row;
      *predicted = column;
    }
  return worst;
}

double gmx_confusion_get_worst(const GmxPredictions *predictions) {
  int label, predicted;
  return find_worst(predictions, &label, &predicted);
}

double gmx_confusion_get_tone(const GmxPredictions *predictions, int label, int predicted,
                              double worst) {
  return share_of(predictions, label, predicted) / MAX(worst, FULL_SHADE);
}

char *gmx_confusion_name_cell(GmxDataset *dataset, int label, int predicted) {
  const char *name = gmx_dataset_get_class_name(dataset, label);
  if (label == predicted)
    return g_strdup_printf(_("%s recognised"), name);
  return g_strdup_printf(_("%s taken for %s"), name,
                         gmx_dataset_get_class_name(dataset, predicted));
}

char *gmx_confusion_describe_cell(const GmxPredictions *predictions, GmxDataset *dataset, int label,
                                  int predicted) {
  const int total = gmx_predictions_get_total(predictions, label);
  g_autofree char *name = gmx_confusion_name_cell(dataset, label, predicted);
  g_autofree char *count =
      gmx_format_count(gmx_predictions_get_count(predictions, label, predicted));
  if (label != predicted || total == 0)
    return g_strdup_printf("%s: %s", name, count);
  g_autofree char *all = gmx_format_count(total);
  g_autofree char *recall = gmx_format_percent(gmx_predictions_get_recall(predictions, label), 1);
  return g_strdup_printf(_("%s: %s of %s (%s)"), name, count, all, recall);
}

char *gmx_confusion_describe_origin(const GmxPredictions *predictions) {
  const gboolean held_out = predictions->split == GMX_SPLIT_TEST, at_epoch = predictions->epoch > 0;
  g_autofree char *number = gmx_format_count(at_epoch ? predictions->epoch : predictions->step);
  if (at_epoch)
    return g_strdup_printf(held_out ? _("held-out · epoch %s") : _("training · epoch %s"), number);
  return g_strdup_printf(held_out ? _("held-out · step %s") : _("training · step %s"), number);
}

char *gmx_confusion_describe(const GmxPredictions *predictions) {
  g_autofree char *origin = gmx_confusion_describe_origin(predictions);
  g_autofree char *wrong = gmx_format_count(predictions->wrong);
  g_autofree char *count = gmx_format_count(predictions->count);
  return g_strdup_printf(_("%s · %s wrong of %s"), origin, wrong, count);
}

char *gmx_confusion_summarize(const GmxPredictions *predictions, GmxDataset *dataset) {
  g_autofree char *accuracy = gmx_format_percent(gmx_predictions_get_accuracy(predictions), 1);
  int label, predicted;
  if (predictions->count == 0)
    return g_strdup(_("There are no examples."));
  if (find_worst(predictions, &label, &predicted) == 0.0)
    return g_strdup_printf(_("%s recognised"), accuracy);
  g_autofree char *cell = gmx_confusion_describe_cell(predictions, dataset, label, predicted);
  return g_strdup_printf(_("%s recognised. Mistaken most often: %s"), accuracy, cell);
}
