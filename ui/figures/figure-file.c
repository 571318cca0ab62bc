/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One drawing for three kinds of surfaces. What has been drawn is collected in memory, so that a
 * file is the old one or the whole new one. */
#include "ui/figures/figure-file.h"

#include "engine/data/png.h"
#include "engine/train/file.h"
#include "engine/train/run-folder.h"
#include "ui/figures/figure-legend.h"

#include <cairo-pdf.h>
#include <cairo-svg.h>
#include <math.h>
#include <string.h>

#define MARGIN 14.0
#define SUBTITLE 20.0 /* the line under everything */
#define BETWEEN 10.0
#define TEXT_SIZE 11
#define POINT 0.75 /* points a logical pixel */

/* Drawing */

/* What all texts are written in. */
static PangoContext *make_context(cairo_t *cr) {
  PangoContext *context = pango_cairo_create_context(cr);
  PangoFontDescription *font = pango_font_description_from_string("Cantarell, Sans");
  pango_font_description_set_absolute_size(font, TEXT_SIZE * PANGO_SCALE);
  pango_context_set_font_description(context, font);
  pango_font_description_free(font);
  return context;
}

static void draw_subtitle(const GmxFigureLook *look, cairo_t *cr, PangoContext *context,
                          const GmxPalette *palette) {
  g_autoptr(PangoLayout) layout = pango_layout_new(context);
  pango_layout_set_text(layout, look->subtitle, -1);
  pango_layout_set_width(layout, (int)(look->width - 2 * MARGIN) * PANGO_SCALE);
  pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_MIDDLE);
  gmx_palette_set_source(palette, cr, GMX_INK, 0.66);
  cairo_move_to(cr, MARGIN, look->height - MARGIN - 13);
  pango_cairo_show_layout(cr, layout);
}

static void draw_figure(GmxFigure *figure, cairo_t *cr, PangoContext *context, double width,
                        double height, const GmxPalette *palette) {
  const double head = gmx_figure_draw_head(figure, cr, context, width, palette);
  cairo_translate(cr, 0, head);
  gmx_figure_draw(figure, cr, width, MAX(height - head, 10), palette, context);
}

/* What gmx_figures_save() is given. */
typedef struct {
  GmxFigure *const *figures;
  int count;
} Figures;

/* Under each other. */
static void draw_figures(cairo_t *cr, PangoContext *context, double width, double height,
                         const GmxPalette *palette, gpointer data) {
  const Figures *all = data;
  const double each = floor((height - (all->count - 1) * BETWEEN) / all->count);
  for (int i = 0; i < all->count; i++) {
    cairo_save(cr);
    cairo_translate(cr, 0, i * (each + BETWEEN));
    draw_figure(all->figures[i], cr, context, width, each, palette);
    cairo_restore(cr);
  }
}

/* In logical pixels. */
static void draw_all(const GmxPainting *painting, const GmxFigureLook *look, cairo_t *cr) {
  g_autoptr(GmxPalette) palette = gmx_palette_new_builtin(look->dark);
  PangoContext *context = make_context(cr);
  gmx_palette_set_source(palette, cr, GMX_PAPER, 1);
  cairo_paint(cr);
  cairo_save(cr);
  cairo_translate(cr, MARGIN, MARGIN);
  painting->draw(cr, context, look->width - 2 * MARGIN,
                 look->height - 2 * MARGIN - (look->subtitle ? SUBTITLE : 0), palette,
                 painting->data);
  cairo_restore(cr);
  if (look->subtitle)
    draw_subtitle(look, cr, context, palette);
  g_object_unref(context);
}

/* Words */

/* "Loss, Accuracy", or each figure in words, one a line. */
static char *join(GmxFigure *const *figures, int count, gboolean whole) {
  GString *text = g_string_new(NULL);
  for (int i = 0; i < count; i++) {
    g_autofree char *words =
        whole ? gmx_figure_describe(figures[i]) : g_strdup(gmx_figure_get_title(figures[i]));
    g_string_append_printf(text, "%s%s", i > 0 ? whole ? "\n" : ", " : "", words);
  }
  return g_string_free(text, FALSE);
}

static char *make_title(const GmxPainting *painting, const GmxFigureLook *look) {
  return look->subtitle ? g_strdup_printf("%s: %s", painting->title, look->subtitle)
                        : g_strdup(painting->title);
}

static char *make_program(void) {
  return g_strdup_printf("G-Mix Studio %s", gmx_version());
}

/* Vector files */

static cairo_status_t collect(void *closure, const unsigned char *data, unsigned int length) {
  g_byte_array_append(closure, data, length);
  return CAIRO_STATUS_SUCCESS;
}

static gboolean check(cairo_status_t status, const char *path, GError **error) {
  if (status == CAIRO_STATUS_SUCCESS)
    return TRUE;
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "%s can't be drawn: %s", path,
              cairo_status_to_string(status));
  return FALSE;
}

/* Draws on @surface, which is finished and released. */
static gboolean fill_surface(cairo_surface_t *surface, const GmxPainting *painting,
                             const GmxFigureLook *look, double scale, const char *path,
                             GError **error) {
  cairo_t *cr = cairo_create(surface);
  cairo_scale(cr, scale, scale);
  draw_all(painting, look, cr);
  const cairo_status_t drawn = cairo_status(cr);
  cairo_destroy(cr);
  cairo_surface_finish(surface);
  const cairo_status_t finished = cairo_surface_status(surface);
  cairo_surface_destroy(surface);
  return check(drawn, path, error) && check(finished, path, error);
}

/* An SVG file says its title and description in elements of its own, which cairo does not write:
 * they go behind the root's tag. */
static void describe_svg(GByteArray *file, const char *title, const char *description) {
  g_autofree char *words =
      g_markup_printf_escaped("\n<title>%s</title>\n<desc>%s</desc>", title, description);
  const char *text = (const char *)file->data;
  const char *root = g_strstr_len(text, file->len, "<svg");
  const char *end = root ? memchr(root, '>', file->len - (gsize)(root - text)) : NULL;
  if (end == NULL)
    return;
  const guint place = (guint)(end + 1 - text), length = (guint)strlen(words);
  g_byte_array_set_size(file, file->len + length);
  memmove(file->data + place + length, file->data + place, file->len - length - place);
  memcpy(file->data + place, words, length);
}

static GByteArray *make_svg(const GmxPainting *painting, const GmxFigureLook *look,
                            const char *path, GError **error) {
  g_autoptr(GByteArray) file = g_byte_array_new();
  cairo_surface_t *surface =
      cairo_svg_surface_create_for_stream(collect, file, look->width, look->height);
  cairo_svg_surface_set_document_unit(surface, CAIRO_SVG_UNIT_PX);
  if (!fill_surface(surface, painting, look, 1, path, error))
    return NULL;
  g_autofree char *title = make_title(painting, look);
  describe_svg(file, title, painting->words);
  return g_steal_pointer(&file);
}

static GByteArray *make_pdf(const GmxPainting *painting, const GmxFigureLook *look,
                            const char *path, GError **error) {
  g_autoptr(GByteArray) file = g_byte_array_new();
  g_autofree char *title = make_title(painting, look);
  g_autofree char *program = make_program();
  cairo_surface_t *surface =
      cairo_pdf_surface_create_for_stream(collect, file, POINT * look->width, POINT * look->height);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_TITLE, title);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_SUBJECT, painting->words);
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATOR, program);
  /* No date, which cairo would write by itself: equal figures give equal files. */
  cairo_pdf_surface_set_metadata(surface, CAIRO_PDF_METADATA_CREATE_DATE, "");
  if (!fill_surface(surface, painting, look, POINT, path, error))
    return NULL;
  return g_steal_pointer(&file);
}

/* PNG */

static guint8 *take_rgb(cairo_surface_t *surface, int width, int height) {
  guint8 *rgb = g_malloc((gsize)width * height * 3), *out = rgb;
  const guint8 *data = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < height; y++) {
    const guint32 *row = (const guint32 *)(gconstpointer)(data + (gsize)y * stride);
    for (int x = 0; x < width; x++)
      for (int shift = 16; shift >= 0; shift -= 8)
        *out++ = row[x] >> shift & 0xff;
  }
  return rgb;
}

static gboolean write_png(cairo_surface_t *surface, const GmxPainting *painting,
                          const GmxFigureLook *look, const char *path, GError **error) {
  g_autoptr(GPtrArray) texts = g_ptr_array_new();
  g_autofree char *program = make_program();
  g_autofree char *title = make_title(painting, look);
  const int width = look->width * look->scale, height = look->height * look->scale;
  const char *own[] = {"Software", program, "Title", title, "Description", painting->words};
  for (gsize i = 0; i < G_N_ELEMENTS(own); i++)
    g_ptr_array_add(texts, (gpointer)own[i]);
  for (int i = 0; look->texts && look->texts[i]; i++)
    g_ptr_array_add(texts, (gpointer)look->texts[i]);
  g_ptr_array_add(texts, NULL);
  g_autofree guint8 *rgb = take_rgb(surface, width, height);
  return gmx_png_write(path, rgb, width, height, (const char *const *)texts->pdata, error);
}

static gboolean save_png(const GmxPainting *painting, const GmxFigureLook *look, const char *path,
                         GError **error) {
  cairo_surface_t *surface = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, look->width * look->scale, look->height * look->scale);
  cairo_surface_set_device_scale(surface, look->scale, look->scale);
  cairo_t *cr = cairo_create(surface);
  draw_all(painting, look, cr);
  gboolean fine = check(cairo_status(cr), path, error);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  fine = fine && write_png(surface, painting, look, path, error);
  cairo_surface_destroy(surface);
  return fine;
}

gboolean gmx_painting_save(const GmxPainting *painting, const GmxFigureLook *look,
                           GmxFigureFormat format, const char *path, GError **error) {
  if (format == GMX_FIGURE_PNG)
    return save_png(painting, look, path, error);
  g_autoptr(GByteArray) file = format == GMX_FIGURE_SVG ? make_svg(painting, look, path, error)
                                                        : make_pdf(painting, look, path, error);
  return file != NULL && gmx_file_replace(path, file->data, file->len, error);
}

gboolean gmx_figures_save(GmxFigure *const *figures, int count, const GmxFigureLook *look,
                          GmxFigureFormat format, const char *path, GError **error) {
  g_autofree char *title = join(figures, count, FALSE);
  g_autofree char *words = join(figures, count, TRUE);
  Figures all = {figures, count};
  const GmxPainting painting = {title, words, draw_figures, &all};
  return gmx_painting_save(&painting, look, format, path, error);
}

gboolean gmx_figure_format_of(const char *path, GmxFigureFormat *format, GError **error) {
  static const char *const endings[] = {
      [GMX_FIGURE_SVG] = ".svg", [GMX_FIGURE_PDF] = ".pdf", [GMX_FIGURE_PNG] = ".png"};
  for (guint i = 0; i < G_N_ELEMENTS(endings); i++)
    if (g_str_has_suffix(path, endings[i])) {
      *format = (GmxFigureFormat)i;
      return TRUE;
    }
  g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
              "%s: the name of a picture must end in .svg, .pdf or .png", path);
  return FALSE;
}
