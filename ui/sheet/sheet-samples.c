/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sheet of mixed examples: the Samples page's tiles in rows. */
#include "ui/chart/ticks.h"
#include "ui/samples/sample-filter.h"
#include "ui/samples/sample-order.h"
#include "ui/sheet/sheet-pen.h"
#include "ui/sheet/sheet-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define LINE 14
#define BAR_TOP (GMX_SHEET_IMAGE + 5)
#define TEXT_TOP (BAR_TOP + 4 + 3)
#define LEAST_COLUMNS 5 /* room for the lines above the tiles */

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
      gmx_sheet_info_new(gmx_sample_model_get_dataset(model), run, say_moment(gallery), config);
  info->heading = g_strdup(gallery->climbed ? _(headings[side]) : _("Mixed examples"));
  info->mark = !gallery->climbed || side == GMX_SIDE_ALL ? -1 : side == GMX_SIDE_SHARP;
  info->filter = say_filter(model);
  info->sort = say_sort(model);
  info->contents = say_contents(model, count, info->filter);
  return info;
}

int gmx_sheet_get_columns(const GmxSheetInfo *info, int count) {
  /* Half as wide again as high. */
  double cell =
      (double)(GMX_SHEET_TILE_HEIGHT + GMX_SHEET_GAP_Y) / (GMX_SHEET_IMAGE + GMX_SHEET_GAP_X);
  int chosen = info->columns > 0 ? info->columns : (int)ceil(sqrt(1.5 * cell * count));
  return CLAMP(chosen, 1, MAX(count, 1));
}

/* Side and s_i, or the loss where nothing was climbed. */
static void draw_figure(GmxSheetPen *pen, const GmxSample *sample, double x, double y) {
  const GmxGallery *gallery = sample->gallery;
  gboolean climbed = gallery->climbed;
  g_autofree char *text = climbed ? gmx_format_signed(gallery->s[sample->index], 3)
                                  : gmx_format_measure(gallery->loss[sample->index], 3);
  const char *color = !climbed        ? "card_fg_color"
                      : sample->sharp ? "gmx_sharp_text"
                                      : "gmx_flat_text";
  double indent = climbed ? 12 : 0;
  if (climbed)
    gmx_sheet_pen_mark(pen, sample->sharp, x, y);
  gmx_sheet_pen_text(pen, text, x + indent, y, GMX_SHEET_IMAGE - indent - 14, 11, TRUE, color, 1,
                     GMX_TEXT_LEFT);
  if (sample->intruded == 1)
    gmx_sheet_pen_flag(pen, "gmx_error", x + GMX_SHEET_IMAGE - 10, y + 2);
}

/* @rgb is scratch for one image. */
static void draw_tile(GmxSheetPen *pen, const GmxSample *sample, guint8 *rgb, double x, double y) {
  const GmxGallery *gallery = sample->gallery;
  int i = sample->index;
  g_autofree char *first = gmx_sample_class_name(sample->dataset, gallery->first_label[i]);
  g_autofree char *second = gmx_sample_class_name(sample->dataset, gallery->second_label[i]);
  gmx_gallery_get_rgb(gallery, sample->dataset, i, rgb);
  gmx_sheet_pen_image(pen, rgb, gallery->width, gallery->height, x, y);
  gmx_sheet_pen_bar(pen, gallery->lambdas[i], x, y + BAR_TOP);
  gmx_sheet_pen_text(pen, first, x, y + TEXT_TOP, GMX_SHEET_IMAGE, 11, FALSE, "card_fg_color", 1,
                     GMX_TEXT_LEFT);
  gmx_sheet_pen_text(pen, second, x, y + TEXT_TOP + LINE, GMX_SHEET_IMAGE, 11, FALSE,
                     "card_fg_color", 0.6, GMX_TEXT_LEFT);
  draw_figure(pen, sample, x, y + TEXT_TOP + 2 * LINE);
}

cairo_surface_t *gmx_sheet_draw_samples(GmxSample *const *samples, int count,
                                        const GmxSheetInfo *info, GError **error) {
  const int cell_width = GMX_SHEET_IMAGE + GMX_SHEET_GAP_X;
  const int cell_height = GMX_SHEET_TILE_HEIGHT + GMX_SHEET_GAP_Y;
  int columns = gmx_sheet_get_columns(info, count), rows = (count + columns - 1) / columns;
  int width = MAX(columns, LEAST_COLUMNS) * cell_width - GMX_SHEET_GAP_X + 2 * GMX_SHEET_MARGIN;
  gint64 height =
      (gint64)rows * cell_height - GMX_SHEET_GAP_Y + 2 * GMX_SHEET_MARGIN + GMX_SHEET_HEADER;
  g_autofree char *number = gmx_format_number(count, 0);
  g_autofree char *what = g_strdup_printf(_("%s examples"), number);
  g_autofree guint8 *rgb = NULL;
  GmxSheetPen pen;
  if (count < 1) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                _("there is no example to draw a sheet of"));
    return NULL;
  }
  if (!gmx_sheet_pen_begin(&pen, info, width, height, what, error))
    return NULL;
  rgb = g_malloc((gsize)samples[0]->gallery->width * samples[0]->gallery->height * 3);
  for (int i = 0; i < count; i++)
    draw_tile(&pen, samples[i], rgb, GMX_SHEET_MARGIN + i % columns * cell_width,
              GMX_SHEET_MARGIN + GMX_SHEET_HEADER + i / columns * cell_height);
  return gmx_sheet_pen_end(&pen);
}

gboolean gmx_sheet_save_samples(GmxSample *const *samples, int count, const GmxSheetInfo *info,
                                const char *path, GError **error) {
  return gmx_sheet_save(gmx_sheet_draw_samples(samples, count, info, error), info, path, error);
}
