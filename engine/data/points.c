/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Points in memory: what is asked of a list of points before it may be a data set, and what is
 * computed of it. */
#include "engine/data/points-private.h"

#include <math.h>
#include <string.h>

#define MARGIN (1.0 / 12)
#define SPLIT_NAMES                                                                                \
  { "training", "held-out" }

gboolean gmx_points_is_name(const char *name) {
  if (name == NULL)
    return FALSE;
  const gsize length = strlen(name);
  return gmx_points_is_drawn(name) ||
         (length > 4 && g_ascii_strcasecmp(name + length - 4, ".csv") == 0);
}

gboolean gmx_shape_is_points(GmxShape shape) {
  return shape.channels == 2 && shape.height == 1 && shape.width == 1;
}

GmxShape gmx_shape_get_picture(GmxShape shape) {
  if (gmx_shape_is_points(shape))
    return (GmxShape){.channels = 3, .height = GMX_POINTS_PICTURE, .width = GMX_POINTS_PICTURE};
  shape.channels = 3;
  return shape;
}

static gboolean check_counts(const int counts[2], const char *where, GError **error) {
  static const char *const parts[2] = SPLIT_NAMES;
  for (int split = 0; split < 2; split++) {
    const int least = split == GMX_SPLIT_TRAIN ? 2 : 1;
    if (counts[split] >= least)
      continue;
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
                "%s: has %d %s point(s); at least %d must be there", where, counts[split],
                parts[split], least);
    return FALSE;
  }
  return TRUE;
}

gboolean gmx_points_take(const GmxPoint *points, int count, GmxDataContent *content,
                         const char *where, GError **error) {
  int counts[2] = {0}, place[2] = {0};
  for (int i = 0; i < count; i++)
    counts[points[i].split]++;
  content->shape = (GmxShape){.channels = 2, .height = 1, .width = 1};
  if (!check_counts(counts, where, error))
    return FALSE;
  for (int split = 0; split < 2; split++)
    if (!gmx_data_part_allocate_points(&content->parts[split], counts[split], where, error))
      return FALSE;
  for (int i = 0; i < count; i++) {
    GmxDataPart *part = &content->parts[points[i].split];
    const int at = place[points[i].split]++;
    part->points[2 * at] = points[i].x;
    part->points[2 * at + 1] = points[i].y;
    part->labels[at] = (guint8)points[i].label;
  }
  return TRUE;
}

/* In doubles and in the points' order: the same on every machine. */
void gmx_points_statistics(const GmxDataPart *part, float mean[2], float deviation[2]) {
  for (int axis = 0; axis < 2; axis++) {
    double sum = 0, squares = 0;
    for (int i = 0; i < part->count; i++)
      sum += part->points[2 * i + axis];
    const double average = sum / part->count;
    for (int i = 0; i < part->count; i++) {
      const double away = part->points[2 * i + axis] - average;
      squares += away * away;
    }
    const double spread = sqrt(squares / part->count);
    mean[axis] = (float)average;
    deviation[axis] = spread > 1e-12 ? (float)spread : 1;
  }
}

void gmx_points_bounds(const GmxDataContent *content, double box[4]) {
  for (int axis = 0; axis < 2; axis++) {
    box[2 * axis] = INFINITY;
    box[2 * axis + 1] = -INFINITY;
    for (int split = 0; split < 2; split++)
      for (int i = 0; i < content->parts[split].count; i++) {
        const double at = content->parts[split].points[2 * i + axis];
        box[2 * axis] = MIN(box[2 * axis], at);
        box[2 * axis + 1] = MAX(box[2 * axis + 1], at);
      }
  }
  double margin = MAX(box[1] - box[0], box[3] - box[2]) * MARGIN;
  if (margin <= 0)
    margin = 1; /* all points are one */
  for (int i = 0; i < 4; i++)
    box[i] += i % 2 == 0 ? -margin : margin;
}
