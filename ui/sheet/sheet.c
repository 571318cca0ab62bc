/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a sheet says about itself, and the road from a drawing to a file. */
#include "ui/sheet/sheet.h"

#include "engine/data/png.h"
#include "engine/train/run-folder.h"
#include "engine/train/text.h"
#include "ui/chart/ticks.h"
#include "ui/samples/sample-order.h"

#include <glib/gi18n.h>

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

/* What is common to all sheets; @moment is taken. */
static GmxSheetInfo *new_info(GmxDataset *dataset, const char *run, char *moment,
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

static char *say_moment(const GmxGallery *gallery) {
  g_autofree char *step = gmx_format_number((double)gallery->step, 0);
  if (gallery->source == GMX_GALLERY_PROBE)
    return g_strdup_printf(_("probe of epoch %d"), gallery->epoch);
  return g_strdup_printf(_("step %s"), step);
}

static char *say_filter(GmxSampleModel *model) {
  g_autoptr(GPtrArray) words = gmx_sample_model_describe_filter(model);
  if (words->len == 0)
    return g_strdup("none");
  g_ptr_array_add(words, NULL);
  return g_strjoinv(", ", (char **)words->pdata);
}

static char *say_sort(GmxSampleModel *model) {
  gboolean reversed;
  GmxSampleSort sort = gmx_sample_model_get_sort(model, &reversed);
  return g_strconcat(gmx_sample_sort_get_name(sort), reversed ? ", reversed" : "",
                     gmx_sample_model_get_grouped(model) ? ", grouped by pair" : "", NULL);
}

/* "100 examples, largest s_i first, cat + dog" */
static char *say_contents(GmxSampleModel *model, int count, const char *filter) {
  gboolean reversed;
  GmxSampleSort sort = gmx_sample_model_get_sort(model, &reversed);
  g_autofree char *number = gmx_format_number(count, 0);
  g_autofree char *order =
      gmx_sample_order_describe(sort, reversed, gmx_sample_model_get_grouped(model),
                                gmx_sample_model_get_gallery(model)->climbed);
  gboolean all = gmx_sample_filter_is_none(gmx_sample_model_get_filter(model));
  return g_strdup_printf(g_dngettext(NULL, "%s example, %s%s%s", "%s examples, %s%s%s", count),
                         number, order, all ? "" : ", ", all ? "" : filter);
}

GmxSheetInfo *gmx_sheet_info_new_samples(GmxSampleModel *model, GmxSide side, int count,
                                         const char *run, GmxConfig *config) {
  static const char *const headings[] = {N_("Sharp"), N_("Flat"), N_("Sharp and flat")};
  GmxGallery *gallery = gmx_sample_model_get_gallery(model);
  GmxSheetInfo *info =
      new_info(gmx_sample_model_get_dataset(model), run, say_moment(gallery), config);
  info->heading = g_strdup(gallery->climbed ? _(headings[side]) : _("Mixed examples"));
  info->mark = !gallery->climbed || side == GMX_SIDE_ALL ? -1 : side == GMX_SIDE_SHARP;
  info->filter = say_filter(model);
  info->sort = say_sort(model);
  info->contents = say_contents(model, count, info->filter);
  return info;
}

GmxSheetInfo *gmx_sheet_info_new_blends(const GmxBlendSheet *sheet, GmxDataset *dataset,
                                        gint64 step, const char *run, GmxConfig *config) {
  g_autofree char *number = gmx_format_number((double)step, 0);
  g_autofree char *lambda = gmx_format_number(sheet->lambda, 2);
  char *moment = step > 0 ? g_strdup_printf(_("weights of step %s"), number) : NULL;
  GmxSheetInfo *info = new_info(dataset, run, moment, config);
  int thirds = 0;
  for (int i = 0; i < sheet->count * sheet->count; i++)
    thirds += sheet->third[i] != 0;
  info->heading = g_strdup_printf(
      sheet->blend == GMX_BLEND_MIXUP ? _("mixup, λ = %s of A") : _("CutMix, λ = %s of A"), lambda);
  info->contents = step > 0 ? g_strdup_printf(_("%d × %d blends, %d seen as a third class"),
                                              sheet->count, sheet->count, thirds)
                            : g_strdup_printf(_("%d × %d blends"), sheet->count, sheet->count);
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

/* Writes @surface, which may be NULL after an error, and gives it back. */
static gboolean save(cairo_surface_t *surface, const GmxSheetInfo *info, const char *path,
                     GError **error) {
  g_autofree char *software = g_strdup_printf("G-Mix Studio %s", gmx_version());
  g_autofree char *title =
      g_strdup_printf("%s: %s: %s", info->heading, info->origin, info->contents);
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

gboolean gmx_sheet_save_samples(GmxSample *const *samples, int count, const GmxSheetInfo *info,
                                const char *path, GError **error) {
  return save(gmx_sheet_draw_samples(samples, count, info, error), info, path, error);
}

gboolean gmx_sheet_save_blends(GmxPicture *const *pictures, const GmxBlendSheet *sheet,
                               const GmxSheetInfo *info, const char *path, GError **error) {
  return save(gmx_sheet_draw_blends(pictures, sheet, info, error), info, path, error);
}
