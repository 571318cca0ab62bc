/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Mix lab's sheet: every picture blended with every other, and what the network sees there. */
#include "ui/chart/ticks.h"
#include "ui/sheet/sheet-pen.h"
#include "ui/sheet/sheet-private.h"

#include <glib/gi18n.h>

#define GAP 8
#define LINE 14 /* of what is seen, below a blend */
#define LEAST_WIDTH 512

GmxSheetInfo *gmx_sheet_info_new_blends(const GmxBlendSheet *sheet, GmxDataset *dataset,
                                        gint64 step, const char *run, GmxConfig *config) {
  g_autofree char *number = gmx_format_number((double)step, 0);
  g_autofree char *lambda = gmx_format_number(sheet->lambda, 2);
  char *moment = step > 0 ? g_strdup_printf(_("weights of step %s"), number) : NULL;
  GmxSheetInfo *info = gmx_sheet_info_new(dataset, run, moment, config);
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

static const char *name_of(const GmxPicture *picture, GmxDataset *dataset) {
  return picture->label >= 0 ? gmx_dataset_get_class_name(dataset, picture->label) : picture->name;
}

/* The most probable class, in red where neither picture has it. */
static void draw_seen(GmxSheetPen *pen, const GmxBlendSheet *sheet, GmxDataset *dataset, int cell,
                      double x, double y) {
  g_autofree char *percent = gmx_format_number(100 * sheet->probability[cell], 0);
  g_autofree char *text = g_strdup_printf(
      "%s %s\u2009%%", gmx_dataset_get_class_name(dataset, sheet->prediction[cell]), percent);
  gmx_sheet_pen_text(pen, text, x, y, GMX_SHEET_IMAGE, 11, FALSE,
                     sheet->third[cell] ? "gmx_error" : "card_fg_color",
                     sheet->third[cell] ? 1 : 0.66, GMX_TEXT_LEFT);
}

/* Names are those of the rows on the left, and of the columns above. */
static void draw_names(GmxSheetPen *pen, GmxPicture *const *pictures, const GmxBlendSheet *sheet,
                       GmxDataset *dataset, int width, int height) {
  double left = GMX_SHEET_MARGIN + GMX_SHEET_NAMES, top = GMX_SHEET_MARGIN + GMX_SHEET_HEADER;
  gmx_sheet_pen_text(pen, "A ↓  B →", GMX_SHEET_MARGIN, top, GMX_SHEET_NAMES - 10, 11, FALSE,
                     "card_fg_color", 0.66, GMX_TEXT_RIGHT);
  for (int i = 0; i < sheet->count; i++) {
    const char *name = name_of(pictures[i], dataset);
    gmx_sheet_pen_text(pen, name, left + i * width, top, GMX_SHEET_IMAGE, 11, FALSE,
                       "card_fg_color", 0.66, GMX_TEXT_CENTER);
    gmx_sheet_pen_text(pen, name, GMX_SHEET_MARGIN,
                       top + GMX_SHEET_NAME_LINE + i * height + GMX_SHEET_IMAGE / 2 - LINE / 2,
                       GMX_SHEET_NAMES - 10, 11, FALSE, "card_fg_color", 0.66, GMX_TEXT_RIGHT);
  }
}

cairo_surface_t *gmx_sheet_draw_blends(GmxPicture *const *pictures, const GmxBlendSheet *sheet,
                                       const GmxSheetInfo *info, GError **error) {
  int count = sheet->count;
  gboolean seen = count > 0 && sheet->prediction[0] >= 0;
  int width = GMX_SHEET_IMAGE + GAP, height = GMX_SHEET_IMAGE + GAP + (seen ? LINE + 2 : 0);
  int whole = 2 * GMX_SHEET_MARGIN + GMX_SHEET_NAMES + count * width - GAP;
  gint64 high =
      2 * GMX_SHEET_MARGIN + GMX_SHEET_HEADER + GMX_SHEET_NAME_LINE + (gint64)count * height - GAP;
  g_autofree char *what = g_strdup_printf(_("%d × %d blends"), count, count);
  g_autofree guint8 *rgb = NULL;
  GmxSheetPen pen;
  if (count < 1) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                _("there is no picture to draw a sheet of"));
    return NULL;
  }
  if (!gmx_sheet_pen_begin(&pen, info, MAX(whole, LEAST_WIDTH), high, what, error))
    return NULL;
  draw_names(&pen, pictures, sheet, info->dataset, width, height);
  rgb = g_malloc((gsize)pictures[0]->shape.width * pictures[0]->shape.height * 3);
  for (int cell = 0; cell < count * count; cell++) {
    const GmxPicture *a = pictures[cell / count], *b = pictures[cell % count];
    double x = GMX_SHEET_MARGIN + GMX_SHEET_NAMES + cell % count * width;
    double y = GMX_SHEET_MARGIN + GMX_SHEET_HEADER + GMX_SHEET_NAME_LINE + cell / count * height;
    gmx_blend_get_rgb(a, b, sheet->blend, sheet->lambda, rgb);
    gmx_sheet_pen_image(&pen, rgb, a->shape.width, a->shape.height, x, y);
    if (sheet->third[cell])
      gmx_sheet_pen_badge(&pen);
    if (seen)
      draw_seen(&pen, sheet, info->dataset, cell, x, y + GMX_SHEET_IMAGE + 3);
  }
  return gmx_sheet_pen_end(&pen);
}

gboolean gmx_sheet_save_blends(GmxPicture *const *pictures, const GmxBlendSheet *sheet,
                               const GmxSheetInfo *info, const char *path, GError **error) {
  return gmx_sheet_save(gmx_sheet_draw_blends(pictures, sheet, info, error), info, path, error);
}
