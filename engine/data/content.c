/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the readers share: room for the images of a part, the report of progress, the order of
 * names. */
#include "engine/data/content.h"

#include <string.h>

G_DEFINE_QUARK(gmx - data - error - quark, gmx_data_error)

GmxDataContent *gmx_data_content_new(const char *title) {
  GmxDataContent *content = g_new0(GmxDataContent, 1);
  content->title = g_strdup(title);
  return content;
}

void gmx_data_content_free(GmxDataContent *content) {
  if (content == NULL)
    return;
  for (int split = 0; split < 2; split++) {
    g_free(content->parts[split].images);
    g_free(content->parts[split].points);
    g_free(content->parts[split].labels);
  }
  g_strfreev(content->class_names);
  g_free(content->title);
  g_free(content);
}

gboolean gmx_data_part_allocate(GmxDataPart *part, int count, gsize image_bytes, const char *path,
                                GError **error) {
  gsize size;
  if (count > 0 && g_size_checked_mul(&size, (gsize)count, image_bytes)) {
    part->images = g_try_malloc(size);
    part->labels = g_try_malloc((gsize)count);
  }
  if (part->images == NULL || part->labels == NULL) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
                "%s: no memory for its %d images of %" G_GSIZE_FORMAT " bytes", path, count,
                image_bytes);
    return FALSE;
  }
  part->count = count;
  return TRUE;
}

gboolean gmx_data_part_allocate_points(GmxDataPart *part, int count, const char *path,
                                       GError **error) {
  part->points = g_try_new(float, 2 * (gsize)count);
  part->labels = g_try_malloc((gsize)count);
  if (part->points == NULL || part->labels == NULL) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT, "%s: no memory for its %d points",
                path, count);
    return FALSE;
  }
  part->count = count;
  return TRUE;
}

void gmx_data_reading_share(GmxDataReading *reading, double from, double to, const char *what) {
  reading->from = from;
  reading->to = to;
  reading->what = what;
}

gboolean gmx_data_reading_report(GmxDataReading *reading, double fraction, GError **error) {
  if (g_cancellable_set_error_if_cancelled(reading->cancellable, error))
    return FALSE;
  if (reading->progress != NULL)
    reading->progress(reading->from + (reading->to - reading->from) * CLAMP(fraction, 0, 1),
                      reading->what, reading->progress_data);
  return TRUE;
}

/* "2" before "10": runs of digits compare as numbers. */
static int compare_names(const char *a, const char *b) {
  while (*a != '\0' && *b != '\0') {
    if (g_ascii_isdigit(*a) && g_ascii_isdigit(*b)) {
      const guint64 left = g_ascii_strtoull(a, (char **)&a, 10);
      const guint64 right = g_ascii_strtoull(b, (char **)&b, 10);
      if (left != right)
        return left < right ? -1 : 1;
    } else if (*a++ != *b++)
      return (guchar)a[-1] < (guchar)b[-1] ? -1 : 1;
  }
  return (*a != '\0') - (*b != '\0');
}

int gmx_data_by_name(gconstpointer a, gconstpointer b) {
  const char *left = *(char *const *)a, *right = *(char *const *)b;
  const int natural = compare_names(left, right);
  return natural != 0 ? natural : strcmp(left, right);
}
