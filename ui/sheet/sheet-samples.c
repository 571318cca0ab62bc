/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sheet of mixed examples: the Samples page's tiles in rows. */
#include "ui/samples/sample-filter.h"
#include "ui/sheet/sheet-pen.h"

#include "ui/chart/ticks.h"

#include <glib/gi18n.h>
#include <math.h>

#define LINE 14
#define BAR_TOP (GMX_SHEET_IMAGE + 5)
#define TEXT_TOP (BAR_TOP + 4 + 3)
#define LEAST_COLUMNS 5 /* room for the lines above the tiles */

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
