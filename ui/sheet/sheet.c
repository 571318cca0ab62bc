/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a sheet says about itself, and the road from a drawing to a file. */
#include "ui/sheet/sheet-private.h"

#include "engine/data/png.h"
#include "engine/train/run-folder.h"
#include "engine/train/text.h"

void gmx_sheet_info_free(GmxSheetInfo *info) {
  if (info == NULL)
    return;
  g_clear_object(&info->dataset);
  g_free(info->heading);
  g_free(info->origin);
  g_free(info->contents);
  g_free(info->sort);
  g_free(info->filter);
  g_free(info->settings);
  g_free(info);
}

static char *print_settings(GmxConfig *config) {
  g_autoptr(JsonNode) node = config != NULL ? gmx_config_to_json(config) : NULL;
  return node != NULL ? gmx_json_to_text(node, FALSE) : NULL;
}

GmxSheetInfo *gmx_sheet_info_new(GmxDataset *dataset, const char *run, char *moment,
                                 GmxConfig *config) {
  GmxSheetInfo *info = g_new0(GmxSheetInfo, 1);
  const char *parts[4] = {gmx_dataset_get_title(dataset)};
  int count = 1;
  info->dataset = g_object_ref(dataset);
  info->mark = -1;
  info->scale = 1;
  info->settings = print_settings(config);
  if (run != NULL)
    parts[count++] = run;
  if (moment != NULL)
    parts[count++] = moment;
  info->origin = g_strjoinv(", ", (char **)parts);
  g_free(moment);
  return info;
}

/* Red, green and blue of an opaque surface. */
static guint8 *take_rgb(cairo_surface_t *surface, int width, int height) {
  guint8 *rgb = g_malloc((gsize)width * height * 3), *out = rgb;
  const guint8 *data = cairo_image_surface_get_data(surface);
  int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < height; y++) {
    const guint32 *row = (const guint32 *)(gconstpointer)(data + (gsize)y * stride);
    for (int x = 0; x < width; x++, out += 3) {
      out[0] = row[x] >> 16 & 0xff;
      out[1] = row[x] >> 8 & 0xff;
      out[2] = row[x] & 0xff;
    }
  }
  return rgb;
}

gboolean gmx_sheet_save(cairo_surface_t *surface, const GmxSheetInfo *info, const char *path,
                        GError **error) {
  g_autofree char *software = g_strdup_printf("G-Mix Studio %s", gmx_version());
  g_autofree char *title =
      g_strdup_printf("%s: %s, %s", info->heading, info->origin, info->contents);
  const char *const known[][2] = {
      {"Settings", info->settings}, {"Filter", info->filter}, {"Sort", info->sort}};
  const char *texts[2 * (2 + G_N_ELEMENTS(known)) + 1] = {"Software", software, "Title", title};
  g_autofree guint8 *rgb = NULL;
  int used = 4, width, height;
  if (surface == NULL)
    return FALSE;
  for (gsize i = 0; i < G_N_ELEMENTS(known); i++)
    if (known[i][1] != NULL) {
      texts[used++] = known[i][0];
      texts[used++] = known[i][1];
    }
  width = cairo_image_surface_get_width(surface);
  height = cairo_image_surface_get_height(surface);
  rgb = take_rgb(surface, width, height);
  cairo_surface_destroy(surface);
  return gmx_png_write(path, rgb, width, height, texts, error);
}
