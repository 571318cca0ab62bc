/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a recording says of classes and of intrusion, made into curves. */
#include "ui/samples/class-figures.h"

#include "ui/format.h"

#include <glib/gi18n.h>
#include <math.h>

void gmx_class_figures_show_shares(GmxAreaLayer *layer, GArray *shares, GmxDataset *dataset) {
  int classes = dataset != NULL ? gmx_dataset_get_classes(dataset) : 0, points = (int)shares->len;
  g_autofree const char **names = g_new0(const char *, (gsize)classes + 1);
  g_autofree double *epochs = g_new0(double, (gsize)points + 1);
  g_autofree double *parts = g_new0(double, (gsize)points *(gsize)classes + 1);
  for (int label = 0; label < classes; label++)
    names[label] = gmx_dataset_get_class_name(dataset, label);
  for (int i = 0; i < points; i++) {
    const GmxClassShare *share = &g_array_index(shares, GmxClassShare, i);
    epochs[i] = share->epoch;
    for (int label = 0; label < classes; label++)
      parts[label * points + i] = share->sharp[label];
  }
  gmx_area_layer_set_parts(layer, names, classes, epochs, parts, points);
}

char *gmx_class_figures_describe_rate(GArray *shares, GmxDataset *dataset, int label, int epoch) {
  for (guint i = 0; label >= 0 && i < shares->len; i++) {
    const GmxClassShare *share = &g_array_index(shares, GmxClassShare, i);
    if (share->epoch != epoch || !(share->total[label] > 0.0))
      continue;
    g_autofree char *rate = gmx_format_percent(share->sharp[label] / share->total[label], 0);
    return g_strdup_printf(_("%s of %s sharp"), rate, gmx_dataset_get_class_name(dataset, label));
  }
  return NULL;
}

/* Columns of one rate. */
typedef struct {
  GArray *epoch, *rate, *low, *high; /* double */
} Columns;

static void count_all(const GmxIntrusion *intrusion, int *intruded, int *total) {
  *intruded = *total = 0;
  for (int i = 0; i < intrusion->count; i++) {
    *total += gmx_intrusion_is_known(intrusion, i);
    *intruded += gmx_intrusion_is_known(intrusion, i) && intrusion->intruded[i];
  }
}

static void add_epoch(Columns *columns, int epoch, int intruded, int total) {
  double low, high, x = epoch, rate = total > 0 ? (double)intruded / total : NAN;
  if (total == 0)
    return;
  gmx_wilson_interval(intruded, total, &low, &high);
  g_array_append_val(columns->epoch, x);
  g_array_append_val(columns->rate, rate);
  g_array_append_val(columns->low, low);
  g_array_append_val(columns->high, high);
}

static void add_probe(GmxRecording *recording, int epoch, Columns *columns) {
  g_autoptr(GmxGallery) gallery = gmx_recording_find_probe(recording, epoch);
  g_autoptr(GmxIntrusion) intrusion = gmx_recording_find_intrusion(recording, epoch);
  if (gallery == NULL || intrusion == NULL || intrusion->count != gallery->count)
    return;
  for (int rate = 0; rate < GMX_RATES; rate++) {
    int intruded = 0, total = 0;
    if (rate == GMX_RATE_ALL && !gallery->climbed)
      count_all(intrusion, &intruded, &total);
    else if (rate != GMX_RATE_ALL && gallery->climbed)
      gmx_intrusion_count(intrusion, gallery, rate == GMX_RATE_SHARP, &intruded, &total);
    add_epoch(&columns[rate], epoch, intruded, total);
  }
}

static void open_columns(Columns *columns) {
  GArray **const all[] = {&columns->epoch, &columns->rate, &columns->low, &columns->high};
  for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
    *all[i] = g_array_new(FALSE, FALSE, sizeof(double));
}

static void close_columns(Columns *columns) {
  g_array_unref(columns->epoch);
  g_array_unref(columns->rate);
  g_array_unref(columns->low);
  g_array_unref(columns->high);
}

void gmx_class_figures_show_intrusion(GmxRecording *recording, GmxSeries *const *rates,
                                      GmxBandLayer *const *bands) {
  Columns columns[GMX_RATES];
  g_autoptr(GArray) epochs = recording != NULL ? gmx_recording_list_probes(recording) : NULL;
  for (int rate = 0; rate < GMX_RATES; rate++)
    open_columns(&columns[rate]);
  for (guint i = 0; epochs != NULL && i < epochs->len; i++)
    add_probe(recording, g_array_index(epochs, int, i), columns);
  for (int rate = 0; rate < GMX_RATES; rate++) {
    const double *x = (const double *)columns[rate].epoch->data;
    gmx_series_replace(rates[rate], x, (const double *)columns[rate].rate->data,
                       columns[rate].epoch->len);
    gmx_band_layer_set_values(bands[rate], x, (const double *)columns[rate].low->data,
                              (const double *)columns[rate].high->data,
                              (int)columns[rate].epoch->len);
    close_columns(&columns[rate]);
  }
}

char *gmx_class_figures_describe_search(GmxRecording *recording, GmxDataset *dataset) {
  g_autoptr(GmxIntrusion) newest =
      recording != NULL ? gmx_recording_find_intrusion(recording, 0) : NULL;
  if (newest == NULL || dataset == NULL)
    return NULL;
  int all = gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN);
  gboolean points = gmx_dataset_is_points(dataset);
  g_autofree char *searched = gmx_format_count(newest->searched), *count = gmx_format_count(all);
  if (newest->searched >= all)
    return g_strdup_printf(points ? _("Nearest among all %s training points")
                                  : _("Nearest among all %s training images"),
                           count);
  return g_strdup_printf(points ? _("Nearest among %s of %s training points")
                                : _("Nearest among %s of %s training images"),
                         searched, count);
}
