/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sheets, looked at pixel by pixel, and their files read back. Needs no display. */
#include "engine/data/png.h"
#include "tests/ui/sample-cases.h"
#include "ui/sheet/sheet.h"

#include <glib/gstdio.h>
#include <string.h>

/* Pixels from an image's square to what stands below it, as the visual language has them. */
#define BAR 101
#define TEXT 108
#define LINE 14

typedef struct {
  GmxSampleModel *model;
  GPtrArray *samples; /* of both sides: 1 0 2 3 5 7 6 4 */
  GmxConfig *config;
  GmxSheetInfo *info;
  cairo_surface_t *surface;
  int scale;
} Sheet;

static void take_samples(Sheet *sheet) {
  GListModel *list = gmx_sample_model_get_side(sheet->model, GMX_SIDE_ALL);
  sheet->samples = g_ptr_array_new_with_free_func(g_object_unref);
  for (guint i = 0; i < g_list_model_get_n_items(list); i++)
    g_ptr_array_add(sheet->samples, g_list_model_get_item(list, i));
}

static void open_gallery(Sheet *sheet, GmxDataset *dataset, GmxGallery *gallery,
                         GmxIntrusion *intrusion) {
  *sheet = (Sheet){.model = gmx_sample_model_new(), .config = gmx_config_new(), .scale = 1};
  gmx_sample_model_show(sheet->model, dataset, gallery, NULL, intrusion);
  take_samples(sheet);
  sheet->info = gmx_sheet_info_new_samples(sheet->model, GMX_SIDE_ALL, (int)sheet->samples->len,
                                           "a-run", sheet->config);
}

static void open_cases(Sheet *sheet) {
  g_autoptr(GmxGallery) probe = gmx_case_probe(2);
  g_autoptr(GmxIntrusion) intrusion = gmx_case_intrusion();
  open_gallery(sheet, gmx_case_shapes(), probe, intrusion);
}

static void draw(Sheet *sheet) {
  g_autoptr(GError) error = NULL;
  g_clear_pointer(&sheet->surface, cairo_surface_destroy);
  sheet->scale = sheet->info->scale;
  sheet->surface = gmx_sheet_draw_samples((GmxSample *const *)sheet->samples->pdata,
                                          (int)sheet->samples->len, sheet->info, &error);
  g_assert_no_error(error);
}

static void close_sheet(Sheet *sheet) {
  g_clear_pointer(&sheet->surface, cairo_surface_destroy);
  gmx_sheet_info_free(sheet->info);
  g_object_unref(sheet->config);
  g_ptr_array_unref(sheet->samples);
  g_assert_finalize_object(sheet->model);
}

/* 0xrrggbb of a device pixel. */
static guint32 pixel(Sheet *sheet, int x, int y) {
  const guint8 *data = cairo_image_surface_get_data(sheet->surface);
  g_assert_cmpint(x, <, cairo_image_surface_get_width(sheet->surface));
  g_assert_cmpint(y, <, cairo_image_surface_get_height(sheet->surface));
  return *(const guint32 *)(gconstpointer)(data +
                                           cairo_image_surface_get_stride(sheet->surface) * y +
                                           4 * x) &
         0xffffff;
}

/* Where tile @place stands, in logical pixels. */
static void locate(int place, int columns, int *x, int *y) {
  *x = GMX_SHEET_MARGIN + place % columns * (GMX_SHEET_IMAGE + GMX_SHEET_GAP_X);
  *y = GMX_SHEET_MARGIN + GMX_SHEET_HEADER +
       place / columns * (GMX_SHEET_TILE_HEIGHT + GMX_SHEET_GAP_Y);
}

/* How many device pixels of a box are of that colour. */
static int count(Sheet *sheet, int x, int y, int width, int height, guint32 color) {
  int found = 0, s = sheet->scale;
  for (int v = y * s; v < (y + height) * s; v++)
    for (int u = x * s; u < (x + width) * s; u++)
      found += pixel(sheet, u, v) == color;
  return found;
}

/* Every pixel of the data is a square of @factor device pixels, from (@left, @top) on. The round
 * corners are left out. */
static void check_image(Sheet *sheet, int place, int left, int top, int factor) {
  GmxSample *sample = sheet->samples->pdata[place];
  int width = sample->gallery->width, height = sample->gallery->height, x, y;
  int round = 4 * sheet->scale;
  g_autofree guint8 *rgb = g_malloc((gsize)width * height * 3);
  gmx_gallery_get_rgb(sample->gallery, sample->dataset, sample->index, rgb);
  locate(place, gmx_sheet_get_columns(sheet->info, (int)sheet->samples->len), &x, &y);
  for (int v = 0; v < height * factor; v++)
    for (int u = 0; u < width * factor; u++) {
      const guint8 *p = rgb + (v / factor * width + u / factor) * 3;
      gboolean corner =
          (u < round || u >= width * factor - round) && (v < round || v >= height * factor - round);
      if (!corner)
        g_assert_cmphex(pixel(sheet, x * sheet->scale + left + u, y * sheet->scale + top + v), ==,
                        p[0] << 16 | p[1] << 8 | p[2]);
    }
}

/* 32 pixels three times at scale 1, six times at scale 2. */
static void test_images(void) {
  Sheet sheet;
  open_cases(&sheet);
  draw(&sheet);
  for (int i = 0; i < CASE_COUNT; i++)
    check_image(&sheet, i, 0, 0, 3);
  sheet.info->scale = 2;
  sheet.info->columns = 3;
  draw(&sheet);
  for (int i = 0; i < CASE_COUNT; i++)
    check_image(&sheet, i, 0, 0, 6);
  close_sheet(&sheet);
}

/* 28 pixels three times are 84, in the middle of 96; twice as large they are six times 28. */
static void test_centred(void) {
  Sheet sheet;
  g_autoptr(GmxDataset) dataset = gmx_dataset_new_random((GmxShape){1, 28, 28}, 10, 64, 1);
  GmxProbeRecord record = {
      .epoch = 1, .first = 3, .second = 5, .lambda = 0.5, .s = 0.5, .sharp = 1};
  g_autoptr(GmxGallery) gallery = gmx_gallery_new_records(&record, 1, 0.5, dataset);
  int x, y;
  open_gallery(&sheet, dataset, gallery, NULL);
  draw(&sheet);
  check_image(&sheet, 0, 6, 6, 3);
  locate(0, 1, &x, &y);
  g_assert_cmpint(count(&sheet, x, y, 96, 6, 0xffffff), ==, 96 * 6);
  g_assert_cmpint(count(&sheet, x, y, 6, 96, 0xffffff), ==, 96 * 6);
  sheet.info->scale = 2;
  draw(&sheet);
  check_image(&sheet, 0, 12, 12, 6);
  close_sheet(&sheet);
}

/* What has more pixels than room is averaged over whole squares: 200 by 3 × 3 to 67. */
static void test_large_image(void) {
  Sheet sheet;
  g_autoptr(GmxDataset) dataset = gmx_dataset_new_random((GmxShape){3, 200, 200}, 10, 8, 1);
  GmxProbeRecord record = {.epoch = 1, .first = 3, .second = 5, .lambda = 1, .s = 0.5, .sharp = 1};
  g_autoptr(GmxGallery) gallery = gmx_gallery_new_records(&record, 1, 0.5, dataset);
  const guint8 *stored = gmx_dataset_get_image(dataset, GMX_SPLIT_TRAIN, 3);
  int x, y, sum = 0;
  open_gallery(&sheet, dataset, gallery, NULL);
  draw(&sheet);
  locate(0, 1, &x, &y);
  for (int i = 0; i < 9; i++)
    sum += stored[((30 + i / 3) * 200 + 60 + i % 3) * 3];
  g_assert_cmpint(pixel(&sheet, x + 14 + 20, y + 14 + 10) >> 16, ==, (sum + 4) / 9);
  g_assert_cmpint(count(&sheet, x, y, 14, 96, 0xffffff), ==, 96 * 14);
  close_sheet(&sheet);
}

/* The bar is 95 pixels and a gap, in the parents' colours: λ 0.5, 0.25, 0.75, 0.3, 1 … */
static void test_bars(void) {
  static const int firsts[] = {48, 24, 71, 29, 95, 48, 0, 66};
  Sheet sheet;
  open_cases(&sheet);
  draw(&sheet);
  for (int i = 0; i < CASE_COUNT; i++) {
    int x, y;
    locate(i, gmx_sheet_get_columns(sheet.info, CASE_COUNT), &x, &y);
    g_assert_cmpint(count(&sheet, x, y + BAR, firsts[i], 4, 0x3d7cc9), ==, 4 * firsts[i]);
    g_assert_cmpint(count(&sheet, x + firsts[i], y + BAR, 1, 4, 0xffffff), ==, 4);
    g_assert_cmpint(count(&sheet, x + firsts[i] + 1, y + BAR, 95 - firsts[i], 4, 0xd9a200), ==,
                    4 * (95 - firsts[i]));
    g_assert_cmpint(count(&sheet, x, y + BAR - 1, 96, 1, 0xffffff), ==, 96);
    g_assert_cmpint(count(&sheet, x, y + BAR + 4, 96, 1, 0xffffff), ==, 96);
  }
  close_sheet(&sheet);
}

/* The darkest pixel of a line of text: green of 0 to 255. */
static int darkest(Sheet *sheet, int x, int y, int width) {
  int least = 255;
  for (int v = y; v < y + LINE; v++)
    for (int u = x; u < x + width; u++)
      least = MIN(least, (int)(pixel(sheet, u, v) >> 8 & 0xff));
  return least;
}

/* Labels, the second one dim; the side by mark and by colour; the flag on the intruded ones. */
static void test_words(void) {
  Sheet sheet;
  open_cases(&sheet);
  sheet.info->scale = 1;
  draw(&sheet);
  for (int i = 0; i < CASE_COUNT; i++) {
    GmxSample *sample = sheet.samples->pdata[i];
    guint32 mark = sample->sharp ? 0xe66100 : 0x2190a4;
    int x, y, first, second, flag;
    locate(i, gmx_sheet_get_columns(sheet.info, CASE_COUNT), &x, &y);
    first = darkest(&sheet, x, y + TEXT, 40);
    second = darkest(&sheet, x, y + TEXT + LINE, 40);
    g_assert_cmpint(first, <, 0x70);
    g_assert_cmpint(second, >, first + 20);
    g_assert_cmpint(second, <, 0xe0);
    /* The triangle is full below and empty above; the circle is neither. */
    g_assert_cmphex(pixel(&sheet, x + 4, y + TEXT + 2 * LINE + 8), ==, mark);
    g_assert_cmpint(count(&sheet, x, y + TEXT + 2 * LINE, 10, LINE, mark), >, 10);
    g_assert_cmpint(darkest(&sheet, x + 12, y + TEXT + 2 * LINE, 30), <, 0xa0);
    flag = count(&sheet, x + 86, y + TEXT + 2 * LINE, 10, LINE, 0xc01c28);
    g_assert_cmpint(flag > 20, ==, sample->index == 0 || sample->index == 4);
    g_assert_cmpint(flag == 0, ==, sample->index != 0 && sample->index != 4);
  }
  close_sheet(&sheet);
}

static int mark_width(Sheet *sheet, int x, int y, guint32 color) {
  return count(sheet, x, y, 10, 1, color);
}

/* The mark of a side is told by its shape too: a triangle widens downwards, a circle does not. */
static void test_marks(void) {
  Sheet sheet;
  int x, y;
  open_cases(&sheet);
  sheet.info->scale = 1;
  draw(&sheet);
  locate(0, gmx_sheet_get_columns(sheet.info, CASE_COUNT), &x, &y);
  y += TEXT + 2 * LINE;
  g_assert_cmpint(mark_width(&sheet, x, y + 9, 0xe66100), >,
                  mark_width(&sheet, x, y + 6, 0xe66100) + 1);
  locate(4, gmx_sheet_get_columns(sheet.info, CASE_COUNT), &x, &y);
  y += TEXT + 2 * LINE;
  g_assert_cmpint(mark_width(&sheet, x, y + 9, 0x2190a4), <=,
                  mark_width(&sheet, x, y + 7, 0x2190a4));
  close_sheet(&sheet);
}

/* Columns as asked for, or so that the sheet is wider than high. */
static void test_columns(void) {
  Sheet sheet;
  open_cases(&sheet);
  g_assert_cmpint(gmx_sheet_get_columns(sheet.info, 1), ==, 1);
  g_assert_cmpint(gmx_sheet_get_columns(sheet.info, CASE_COUNT), ==, 5);
  g_assert_cmpint(gmx_sheet_get_columns(sheet.info, 100), ==, 16);
  sheet.info->columns = 7;
  g_assert_cmpint(gmx_sheet_get_columns(sheet.info, 100), ==, 7);
  g_assert_cmpint(gmx_sheet_get_columns(sheet.info, 3), ==, 3);
  draw(&sheet);
  check_image(&sheet, 7, 0, 0, 3);
  g_assert_cmpint(cairo_image_surface_get_width(sheet.surface), ==, 36 + 7 * 104 - 8);
  g_assert_cmpint(cairo_image_surface_get_height(sheet.surface), ==, 36 + 66 + 2 * 162 - 12);
  close_sheet(&sheet);
}

static void check_text(GmxPng *png, const char *keyword, const char *expected) {
  g_assert_cmpstr(g_hash_table_lookup(png->texts, keyword), ==, expected);
}

static void check_settings(GmxPng *png, GmxConfig *config) {
  g_autoptr(GError) error = NULL;
  g_autoptr(JsonNode) node = json_from_string(g_hash_table_lookup(png->texts, "Settings"), &error);
  g_assert_no_error(error);
  g_autoptr(GmxConfig) read = gmx_config_from_json(node, &error);
  g_assert_no_error(error);
  g_assert_true(gmx_config_equal(read, config));
}

static void check_pixels(GmxPng *png, Sheet *sheet) {
  g_assert_cmpint(png->width, ==, cairo_image_surface_get_width(sheet->surface));
  g_assert_cmpint(png->height, ==, cairo_image_surface_get_height(sheet->surface));
  for (int i = 0; i < png->width * png->height; i++) {
    const guint8 *p = png->rgb + 3 * i;
    g_assert_cmphex(pixel(sheet, i % png->width, i / png->width), ==,
                    p[0] << 16 | p[1] << 8 | p[2]);
  }
}

/* The file has the drawing's pixels, and says how it came about. */
static void test_file(void) {
  Sheet sheet;
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp("gmix-sheet-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "sheet.png", NULL);
  const GmxSampleFilter filter = {-1, 0, 1, 0.25, 1, FALSE, FALSE, FALSE};
  open_cases(&sheet);
  g_object_set(sheet.config, "method", "dg-mix", "lr", 0.0123, NULL);
  gmx_sample_model_set_filter(sheet.model, &filter);
  gmx_sample_model_set_sort(sheet.model, GMX_SORT_LOSS, TRUE);
  g_ptr_array_unref(sheet.samples);
  take_samples(&sheet);
  gmx_sheet_info_free(sheet.info);
  sheet.info = gmx_sheet_info_new_samples(sheet.model, GMX_SIDE_SHARP, (int)sheet.samples->len,
                                          "a-run", sheet.config);
  g_assert_cmpint(sheet.info->mark, ==, 1);
  draw(&sheet);
  gmx_sheet_save_samples((GmxSample *const *)sheet.samples->pdata, (int)sheet.samples->len,
                         sheet.info, path, &error);
  g_assert_no_error(error);
  g_autoptr(GmxPng) png = gmx_png_read(path, &error);
  g_assert_no_error(error);
  check_pixels(png, &sheet);
  check_text(png, "Title",
             "Sharp: shapes, a-run, probe of epoch 2, 4 examples, smallest loss at w first, "
             "disc + ring, λ 0.25 to 1.00");
  check_text(png, "Sort", "loss, reversed");
  check_text(png, "Filter", "disc + ring, λ 0.25 to 1.00");
  g_assert_true(g_str_has_prefix(g_hash_table_lookup(png->texts, "Software"), "G-Mix Studio "));
  check_settings(png, sheet.config);
  g_remove(path);
  g_rmdir(folder);
  close_sheet(&sheet);
}

/* Too many examples, none, and a place that can't be written: one line each. */
static void test_refusals(void) {
  Sheet sheet;
  g_autoptr(GError) error = NULL;
  open_cases(&sheet);
  g_autofree GmxSample **many = g_new(GmxSample *, 50000);
  for (int i = 0; i < 50000; i++)
    many[i] = sheet.samples->pdata[0];
  g_assert_null(gmx_sheet_draw_samples(many, 50000, sheet.info, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_assert_nonnull(strstr(error->message, "a sheet of 50\u2009000 examples would have"));
  g_clear_error(&error);
  g_assert_null(gmx_sheet_draw_samples(many, 0, sheet.info, &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT);
  g_clear_error(&error);
  g_assert_false(gmx_sheet_save_samples(many, 1, sheet.info, "/nonexistent/sheet.png", &error));
  g_assert_nonnull(strstr(error->message, "/nonexistent/sheet.png"));
  close_sheet(&sheet);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sheet/images", test_images);
  g_test_add_func("/sheet/centred", test_centred);
  g_test_add_func("/sheet/large-image", test_large_image);
  g_test_add_func("/sheet/bars", test_bars);
  g_test_add_func("/sheet/words", test_words);
  g_test_add_func("/sheet/marks", test_marks);
  g_test_add_func("/sheet/columns", test_columns);
  g_test_add_func("/sheet/file", test_file);
  g_test_add_func("/sheet/refusals", test_refusals);
  return g_test_run();
}
