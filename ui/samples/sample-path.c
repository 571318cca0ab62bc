/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One probe example followed through the epochs. */
#include "ui/samples/sample-path.h"

#include "ui/format.h"

#include <glib/gi18n.h>
#include <math.h>

static void add_point(GArray *path, const GmxGallery *probe, int index) {
  const GmxPathPoint *last =
      path->len > 0 ? &g_array_index(path, GmxPathPoint, path->len - 1) : NULL;
  GmxPathPoint point = {.epoch = probe->epoch,
                        .s = probe->s[index],
                        .cut = probe->cut,
                        .sharp = probe->sharp[index] != 0};
  point.crossed = last && last->sharp != point.sharp;
  g_array_append_val(path, point);
}

GArray *gmx_sample_path(const GmxInspected *e) {
  GArray *path = g_array_new(FALSE, FALSE, sizeof(GmxPathPoint));
  if (e->gallery->source != GMX_GALLERY_PROBE || !e->recording)
    return path;
  g_autoptr(GArray) epochs = gmx_recording_list_probes(e->recording);
  for (guint i = 0; i < epochs->len; i++) {
    int epoch = g_array_index(epochs, int, i);
    g_autoptr(GmxGallery) probe = gmx_recording_find_probe(e->recording, epoch);
    /* After a reset the recording is another run's: its probe is not this example's past. */
    if (probe && probe->climbed && gmx_inspected_same(probe, e->gallery, e->index))
      add_point(path, probe, e->index);
  }
  return path;
}

void gmx_sample_path_count(const GArray *path, int *sharp, int *flat) {
  *sharp = *flat = 0;
  for (guint i = 0; i < path->len; i++)
    if (g_array_index(path, GmxPathPoint, i).sharp)
      ++*sharp;
    else
      ++*flat;
}

char *gmx_sample_path_sides(const GArray *path) {
  int sharp, flat;
  gmx_sample_path_count(path, &sharp, &flat);
  g_autofree char *sharp_text = gmx_format_count(sharp);
  g_autofree char *flat_text = gmx_format_count(flat);
  return g_strdup_printf(_("%s sharp, %s flat"), sharp_text, flat_text);
}
