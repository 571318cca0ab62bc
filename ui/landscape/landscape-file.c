/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures and tables of what was found around the weights. */
#include "ui/landscape/landscape-file.h"

#include "engine/train/text.h"
#include "ui/landscape/contour.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define HEAD 24.0 /* the title's line */

typedef struct {
  const GmxTerrain *terrain;
  const GmxSurfaceEye *eye;
  const char *title;
} Drawn;

static void draw(cairo_t *cr, PangoContext *context, double width, double height,
                 const GmxPalette *palette, gpointer data) {
  const Drawn *drawn = data;
  g_autoptr(PangoLayout) title = pango_layout_new(context);
  g_autofree char *markup = g_markup_printf_escaped("<b>%s</b>", drawn->title);
  pango_layout_set_markup(title, markup, -1);
  gmx_palette_set_source(palette, cr, GMX_INK, 1);
  pango_cairo_show_layout(cr, title);
  cairo_translate(cr, 0, HEAD);
  if (drawn->eye)
    gmx_surface_draw(drawn->terrain, drawn->eye, 0, cr, width, height - HEAD, palette, context);
  else
    gmx_contour_draw(drawn->terrain, cr, width, height - HEAD, palette, context);
}

gboolean gmx_terrain_save(const GmxTerrain *terrain, const GmxSurfaceEye *eye,
                          const GmxFigureLook *look, const char *path, GError **error) {
  g_autofree char *words = gmx_terrain_describe(terrain);
  Drawn drawn = {terrain, eye, _("Loss around the weights")};
  const GmxPainting painting = {drawn.title, words, draw, &drawn};
  GmxFigureFormat format;
  return gmx_figure_format_of(path, &format, error) &&
         gmx_painting_save(&painting, look, format, path, error);
}

/* Tables */

static void append_number(GString *text, double value) {
  char number[GMX_NUMBER_SIZE];
  g_string_append_c(text, ',');
  g_string_append(text, gmx_number_csv(value, number));
}

/* A field of RFC 4180. */
static void append_name(GString *text, const char *name) {
  if (!strpbrk(name, ",\"\n")) {
    g_string_append(text, name);
    return;
  }
  g_auto(GStrv) parts = g_strsplit(name, "\"", -1);
  g_autofree char *doubled = g_strjoinv("\"\"", parts);
  g_string_append_printf(text, "\"%s\"", doubled);
}

char *gmx_landscape_plane_csv(const GmxLandscape *landscape) {
  GString *text = g_string_new("x,y,loss\n");
  const double *box = landscape->box;
  for (int j = 0; j < landscape->rows; j++)
    for (int i = 0; i < landscape->columns; i++) {
      const double loss = landscape->losses[(gsize)j * landscape->columns + i];
      char number[GMX_NUMBER_SIZE];
      if (isnan(loss)) /* not computed yet */
        continue;
      g_string_append(
          text, gmx_number_csv(box[0] + (box[1] - box[0]) * i / (landscape->columns - 1), number));
      append_number(text, box[2] + (box[3] - box[2]) * j / (landscape->rows - 1));
      append_number(text, loss);
      g_string_append_c(text, '\n');
    }
  return g_string_free(text, FALSE);
}

char *gmx_landscape_lines_csv(const GmxLandscape *landscape, const char *const names[2]) {
  GString *text = g_string_new("run,direction,x,loss\n");
  for (int i = 0; i < landscape->line_count; i++) {
    const GmxLandscapeLine *line = &landscape->lines[i];
    for (int k = 0; k < line->count; k++) {
      append_name(text, names[line->run]);
      g_string_append(text, line->axis == GMX_LANDSCAPE_AXIS_EPSILON ? ",epsilon" : ",random");
      append_number(text, line->x[k]);
      append_number(text, line->loss[k]);
      g_string_append_c(text, '\n');
    }
  }
  return g_string_free(text, FALSE);
}

static void append_row(GString *text, const char *run, const char *quantity, double at,
                       double value) {
  if (isnan(value))
    return;
  append_name(text, run);
  g_string_append_printf(text, ",%s", quantity);
  append_number(text, at);
  append_number(text, value);
  g_string_append_c(text, '\n');
}

static void append_curvature(GString *text, const GmxCurvature *curvature, const char *run) {
  append_row(text, run, "loss", NAN, curvature->loss);
  append_row(text, run, "gradient_norm", NAN, curvature->gradient_norm);
  for (int i = 0; i < GMX_CURVATURE_RADII; i++)
    append_row(text, run, "sharpness", gmx_curvature_radii[i], curvature->sharpness[i]);
  if (curvature->iterations > 0)
    for (int i = 0; i < GMX_CURVATURE_EIGENVALUES; i++)
      append_row(text, run, "eigenvalue", i + 1,
                 curvature->eigenvalues[curvature->iterations - 1][i]);
  for (int i = 0; i < curvature->iterations; i++)
    append_row(text, run, "largest_after", i + 1, curvature->eigenvalues[i][0]);
  append_row(text, run, "trace", NAN, curvature->trace);
  append_row(text, run, "trace_error", NAN, curvature->trace_error);
}

char *gmx_landscape_curvature_csv(GmxCurvature *const curvature[2], const char *const names[2]) {
  GString *text = g_string_new("run,quantity,at,value\n");
  for (int run = 0; run < 2; run++)
    if (curvature[run])
      append_curvature(text, curvature[run], names[run]);
  return g_string_free(text, FALSE);
}
