/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers are sums of powers of two, so that they are the same as float and as double. */
#include "tests/ui/sample-cases.h"

GmxDataset *gmx_case_shapes(void) {
  static GmxDataset *shapes;
  g_autoptr(GError) error = NULL;
  if (!shapes)
    shapes = gmx_dataset_load("shapes", 1, NULL, NULL, NULL, &error);
  g_assert_no_error(error);
  return shapes;
}

static const struct {
  int first_label, second_label;
  double lambda, loss, s;
  gboolean sharp;
  double s_before;
  gboolean sharp_before;
} cases[CASE_COUNT] = {
    {0, 1, 0.25, 2.0, 0.5, TRUE, 0.25, TRUE},
    {1, 0, 0.5, 1.0, 0.75, TRUE, 1.0, TRUE},
    {2, 2, 0.75, 3.0, 0.25, TRUE, 0.0625, FALSE}, /* crossed */
    {0, 2, 0.3, 0.5, 0.1875, TRUE, 0.1875, TRUE},
    {1, 0, 0.7, 4.0, 0.125, FALSE, 0.5, TRUE}, /* crossed */
    {3, 4, 1.0, 0.25, -0.0625, FALSE, -0.0625, FALSE},
    {2, 2, 0.0, 1.5, 0.0, FALSE, -0.5, FALSE},
    {0, 1, 0.5, 2.5, -0.03125, FALSE, 0.0, FALSE},
};

static GmxGallery *new_probe(int epoch, gboolean before) {
  GmxProbeRecord records[CASE_COUNT];
  for (int i = 0; i < CASE_COUNT; i++) {
    double s = before ? cases[i].s_before : cases[i].s;
    records[i] = (GmxProbeRecord){
        .epoch = epoch,
        .example = i,
        .first = 10 + i,
        .second = 50 - i,
        .first_label = cases[i].first_label,
        .second_label = cases[i].second_label,
        .lambda = cases[i].lambda,
        .loss = cases[i].loss,
        .loss_perturbed = cases[i].loss + s,
        .s = s,
        .sharp = before ? cases[i].sharp_before : cases[i].sharp,
    };
  }
  return gmx_gallery_new_records(records, CASE_COUNT, 0.5, gmx_case_shapes());
}

GmxGallery *gmx_case_probe(int epoch) {
  return new_probe(epoch, FALSE);
}

GmxGallery *gmx_case_probe_before(int epoch) {
  return new_probe(epoch, TRUE);
}

/* On a line: example i lies at 10 i, its parents 1 beside it, and images of a third class at 0.5
 * (nearer to example 0), 40.25 (nearer to 4) and 62 (farther from 6 than its parents). */
GmxIntrusion *gmx_case_intrusion(void) {
  static const float bank_features[] = {0.5f, 40.25f, 62};
  static const int bank_index[] = {1000, 1001, 1002}, bank_label[] = {9, 9, 9};
  const GmxFeatureBank bank = {3, 1, bank_features, bank_index, bank_label};
  float features[CASE_COUNT], first[CASE_COUNT], second[CASE_COUNT];
  g_autoptr(GmxGallery) probe = gmx_case_probe(1);
  for (int i = 0; i < CASE_COUNT; i++) {
    features[i] = 10 * i;
    first[i] = 10 * i + 1;
    second[i] = 10 * i - 1;
  }
  const GmxFeatureQueries queries = {
      CASE_COUNT,         features,           first, second, probe->first, probe->second,
      probe->first_label, probe->second_label};
  return gmx_intrusion_search(&bank, &queries, NULL);
}
