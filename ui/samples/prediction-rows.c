/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the network sees in one example, a row a class. */
#include "ui/samples/prediction-rows.h"

#include "ui/format.h"

#include <glib/gi18n.h>
#include <math.h>

static void row_clear(gpointer row) {
  g_free(((GmxPredictionRow *)row)->name);
}

static const float *probabilities_of(const GmxInspected *e, const float *all) {
  return all ? all + (gsize)e->index * e->gallery->classes : NULL;
}

static int by_probability(gconstpointer a, gconstpointer b, gpointer data) {
  const float *p = data;
  int i = *(const int *)a, j = *(const int *)b;
  return p[i] > p[j] ? -1 : p[i] < p[j] ? 1 : i - j;
}

static double target_of(const GmxInspected *e, int label) {
  const GmxGallery *g = e->gallery;
  double lambda = g->lambdas[e->index];
  return (g->first_label[e->index] == label ? lambda : 0) +
         (g->second_label[e->index] == label ? 1 - lambda : 0);
}

static gboolean is_parent(const GmxInspected *e, int label) {
  const GmxGallery *g = e->gallery;
  return g->first_label[e->index] == label || g->second_label[e->index] == label;
}

/* Adds the classes @order lists: the first @most and the parents; returns how many are left out,
 * with their sums in @rest. */
static int add_listed(const GmxInspected *e, const int *order, int most, GArray *rows,
                      GmxPredictionRow *rest) {
  const GmxGallery *g = e->gallery;
  const float *p = probabilities_of(e, g->probabilities);
  const float *climbed = probabilities_of(e, g->probabilities_perturbed);
  int left = 0;
  for (int i = 0; i < g->classes; i++) {
    int label = order[i];
    double perturbed = climbed ? climbed[label] : NAN;
    if (i >= most && !is_parent(e, label)) {
      rest->at_w += p[label];
      rest->perturbed += perturbed;
      left++;
      continue;
    }
    GmxPredictionRow row = {.label = label,
                            .name = gmx_inspected_class(e->dataset, label),
                            .at_w = p[label],
                            .perturbed = perturbed,
                            .target = target_of(e, label),
                            .first = g->first_label[e->index] == label,
                            .second =
                                gmx_inspected_is_mixed(e) && g->second_label[e->index] == label};
    g_array_append_val(rows, row);
  }
  return left;
}

GArray *gmx_prediction_rows(const GmxInspected *e, int most) {
  const GmxGallery *g = e->gallery;
  const float *p = probabilities_of(e, g->probabilities);
  if (!p || isnan(p[0]))
    return NULL;
  GArray *rows = g_array_new(FALSE, FALSE, sizeof(GmxPredictionRow));
  g_autofree int *order = g_new(int, g->classes);
  GmxPredictionRow rest = {.label = -1};
  g_array_set_clear_func(rows, row_clear);
  for (int i = 0; i < g->classes; i++)
    order[i] = i;
  g_qsort_with_data(order, g->classes, sizeof(int), by_probability, (gpointer)p);
  int left = add_listed(e, order, most, rows, &rest);
  if (left > 0) {
    g_autofree char *count = gmx_format_count(left);
    rest.name = g_strdup_printf(ngettext("%s other", "%s others", left), count);
    g_array_append_val(rows, rest);
  }
  return rows;
}

char *gmx_prediction_percent(const GmxPredictionRow *row) {
  g_autofree char *after =
      gmx_format_percent(isnan(row->perturbed) ? row->at_w : row->perturbed, 0);
  if (isnan(row->perturbed))
    return g_steal_pointer(&after);
  g_autofree char *before = gmx_format_number(row->at_w * 100, 0);
  return g_strdup_printf("%s → %s", before, after);
}

char *gmx_prediction_describe_row(const GmxPredictionRow *row) {
  g_autofree char *at_w = gmx_format_percent(row->at_w, 1);
  GString *text = g_string_new(NULL);
  g_string_append_printf(text, _("%s: %s at w"), row->name, at_w);
  if (!isnan(row->perturbed)) {
    g_autofree char *perturbed = gmx_format_percent(row->perturbed, 1);
    g_string_append_printf(text, _(", %s at w + ε̂"), perturbed);
  }
  if (row->target > 0) {
    g_autofree char *target = gmx_format_number(row->target, 2);
    g_string_append_printf(text, _(", label %s"), target);
  }
  return g_string_free(text, FALSE);
}

char *gmx_prediction_describe(const GArray *rows) {
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < rows->len; i++) {
    g_autofree char *row = gmx_prediction_describe_row(&g_array_index(rows, GmxPredictionRow, i));
    g_string_append_printf(text, "%s%s", i > 0 ? "; " : "", row);
  }
  return g_string_free(text, FALSE);
}
