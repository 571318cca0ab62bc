/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Between the listed examples and the points of the scatter. */
#include "ui/samples/scatter-points.h"

#include "ui/chart/ticks.h"
#include "ui/samples/sample-filter.h"
#include "ui/tile-parts.h"

#include <glib/gi18n.h>

void gmx_scatter_points_show(GmxScatterLayer *layer, GmxSampleModel *model) {
  GmxGallery *gallery = gmx_sample_model_get_gallery(model);
  if (gallery != NULL && gallery->climbed)
    gmx_scatter_layer_set_points(layer, gallery->loss, gallery->s, gallery->sharp, gallery->count,
                                 gallery->cut);
  else
    gmx_scatter_layer_set_points(layer, NULL, NULL, NULL, 0, 0.0);
  gmx_scatter_points_mark(layer, model);
}

void gmx_scatter_points_mark(GmxScatterLayer *layer, GmxSampleModel *model) {
  int count = gmx_scatter_layer_get_count(layer);
  g_autofree guint8 *shown = g_new0(guint8, MAX(count, 1));
  g_autofree guint8 *selected = g_new0(guint8, MAX(count, 1));
  GListModel *list = gmx_sample_model_get_side(model, GMX_SIDE_ALL);
  for (guint i = 0; i < g_list_model_get_n_items(list); i++) {
    g_autoptr(GmxSample) sample = g_list_model_get_item(list, i);
    if (sample->index < count)
      shown[sample->index] = 1;
  }
  for (int i = 0; i < count; i++)
    selected[i] = gmx_sample_model_is_selected(model, i);
  gmx_scatter_layer_set_shown(layer, shown);
  gmx_scatter_layer_set_selected(layer, selected);
}

void gmx_scatter_points_brush(GmxScatterLayer *layer, GmxSampleModel *model, const GmxBrush *brush,
                              GArray *others) {
  g_autoptr(GArray) picked = NULL;
  if (brush != NULL)
    picked = gmx_scatter_layer_pick(layer, brush->x0, brush->x1, brush->y0, brush->y1);
  else
    picked = g_array_new(FALSE, FALSE, sizeof(int));
  if (others != NULL)
    g_array_append_vals(picked, others->data, others->len);
  gmx_sample_model_select(model, (const int *)picked->data, (int)picked->len, FALSE);
  gmx_scatter_layer_set_brush(layer, brush);
}

void gmx_scatter_points_toggle(GmxSampleModel *model, int index, gboolean keep) {
  if (keep && gmx_sample_model_is_selected(model, index))
    gmx_sample_model_unselect(model, &index, 1);
  else
    gmx_sample_model_select(model, &index, 1, keep);
}

GArray *gmx_scatter_points_selected(GmxScatterLayer *layer) {
  GArray *selected = g_array_new(FALSE, FALSE, sizeof(int));
  for (int i = 0; i < gmx_scatter_layer_get_count(layer); i++)
    if (gmx_scatter_layer_is_selected(layer, i))
      g_array_append_val(selected, i);
  return selected;
}

/* "cat + dog", λ, loss and s of example @index; FALSE where there is no such one. */
static gboolean take_facts(GmxSampleModel *model, int index, char *facts[4]) {
  GmxGallery *gallery = gmx_sample_model_get_gallery(model);
  if (gallery == NULL || !gallery->climbed || index < 0 || index >= gallery->count)
    return FALSE;
  GmxDataset *dataset = gmx_sample_model_get_dataset(model);
  g_autofree char *first = gmx_sample_class_name(dataset, gallery->first_label[index]);
  g_autofree char *second = gmx_sample_class_name(dataset, gallery->second_label[index]);
  facts[0] = gmx_tile_is_mixed(gallery, index) ? g_strdup_printf("%s + %s", first, second)
                                               : g_strdup(first);
  facts[1] = gmx_format_number(gallery->lambdas[index], 2);
  facts[2] = gmx_format_measure(gallery->loss[index], 3);
  facts[3] = gmx_format_signed(gallery->s[index], 3);
  return TRUE;
}

static void free_facts(char *facts[4]) {
  for (int i = 0; i < 4; i++)
    g_free(facts[i]);
}

char *gmx_scatter_points_markup(GmxSampleModel *model, int index) {
  char *facts[4];
  if (!take_facts(model, index, facts))
    return NULL;
  gboolean sharp = gmx_sample_model_get_gallery(model)->sharp[index];
  char *text = g_markup_printf_escaped(_("<b>%s</b>\nλ <b>%s</b>\nloss at w <b>%s</b>\n"
                                         "s<sub>i</sub> <b>%s</b>, %s"),
                                       facts[0], facts[1], facts[2], facts[3],
                                       sharp ? _("sharp") : _("flat"));
  free_facts(facts);
  return text;
}

char *gmx_scatter_points_words(GmxSampleModel *model, int index) {
  char *facts[4];
  if (!take_facts(model, index, facts))
    return NULL;
  gboolean sharp = gmx_sample_model_get_gallery(model)->sharp[index];
  char *text = g_strdup_printf(_("%s, λ %s, loss at w %s, s %s, %s, %s"), facts[0], facts[1],
                               facts[2], facts[3], sharp ? _("sharp") : _("flat"),
                               gmx_sample_model_is_selected(model, index) ? _("selected")
                                                                          : _("not selected"));
  free_facts(facts);
  return text;
}
