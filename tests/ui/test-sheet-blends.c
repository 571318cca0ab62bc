/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Mix lab's sheet, looked at pixel by pixel, and its file read back. Needs no display. */
#include "engine/data/png.h"
#include "tests/ui/sample-cases.h"
#include "ui/sheet/sheet.h"

#include <glib/gstdio.h>
#include <string.h>

#define COUNT 3
#define CELL (GMX_SHEET_IMAGE + 8)
#define SEEN 16 /* more height where it is said what is seen */

/* Three pictures, and what a network might see in their blends: two third classes. */
typedef struct {
  GmxPicture *pictures[COUNT];
  int prediction[COUNT * COUNT];
  float probability[COUNT * COUNT];
  guint8 third[COUNT * COUNT];
  GmxBlendSheet blends;
  GmxSheetInfo *info;
  cairo_surface_t *surface;
} Sheet;

static void open_sheet(Sheet *sheet, GmxDataset *dataset, GmxBlend blend, gboolean seen) {
  *sheet = (Sheet){0};
  for (int i = 0; i < COUNT; i++)
    sheet->pictures[i] = gmx_picture_new_stored(dataset, GMX_SPLIT_TRAIN, i);
  for (int i = 0; i < COUNT * COUNT; i++) {
    sheet->prediction[i] = seen ? i % 10 : -1;
    sheet->probability[i] = 0.5f;
    sheet->third[i] = seen && (i == 1 || i == 6);
  }
  sheet->blends = (GmxBlendSheet){.count = COUNT,
                                  .classes = 10,
                                  .blend = blend,
                                  .lambda = 0.25,
                                  .prediction = sheet->prediction,
                                  .probability = sheet->probability,
                                  .third = sheet->third};
  sheet->info = gmx_sheet_info_new_blends(&sheet->blends, dataset, seen ? 1234 : 0, NULL, NULL);
}

static void draw(Sheet *sheet) {
  g_autoptr(GError) error = NULL;
  g_clear_pointer(&sheet->surface, cairo_surface_destroy);
  sheet->surface = gmx_sheet_draw_blends(sheet->pictures, &sheet->blends, sheet->info, &error);
  g_assert_no_error(error);
}

static void close_sheet(Sheet *sheet) {
  for (int i = 0; i < COUNT; i++)
    gmx_picture_unref(sheet->pictures[i]);
  g_clear_pointer(&sheet->surface, cairo_surface_destroy);
  gmx_sheet_info_free(sheet->info);
}

static guint32 pixel(Sheet *sheet, int x, int y) {
  const guint8 *data = cairo_image_surface_get_data(sheet->surface);
  int stride = cairo_image_surface_get_stride(sheet->surface);
  return *(const guint32 *)(gconstpointer)(data + stride * y + 4 * x) & 0xffffff;
}

static int count(Sheet *sheet, int x, int y, int width, int height, guint32 color) {
  int found = 0;
  for (int v = y; v < y + height; v++)
    for (int u = x; u < x + width; u++)
      found += pixel(sheet, u, v) == color;
  return found;
}

/* Pixels that are clearly red: thin letters are nowhere as red as their colour. */
static int count_reddish(Sheet *sheet, int x, int y, int width, int height) {
  int found = 0;
  for (int v = y; v < y + height; v++)
    for (int u = x; u < x + width; u++) {
      guint32 color = pixel(sheet, u, v);
      found += (int)(color >> 16) - (int)(color >> 8 & 0xff) > 60;
    }
  return found;
}

static void locate(int cell, int height, int *x, int *y) {
  *x = GMX_SHEET_MARGIN + GMX_SHEET_NAMES + cell % COUNT * CELL;
  *y = GMX_SHEET_MARGIN + GMX_SHEET_HEADER + GMX_SHEET_NAME_LINE + cell / COUNT * height;
}

/* The lower half of a cell's image is its blend: row A, column B. Flags stand in the upper one. */
static void check_blend(Sheet *sheet, int cell, int height, int inset) {
  const GmxPicture *a = sheet->pictures[cell / COUNT], *b = sheet->pictures[cell % COUNT];
  int side = a->shape.width, x, y;
  g_autofree guint8 *rgb = g_malloc((gsize)side * side * 3);
  gmx_blend_get_rgb(a, b, sheet->blends.blend, sheet->blends.lambda, rgb);
  locate(cell, height, &x, &y);
  for (int v = side / 2 * 3; v < (side - 2) * 3; v++)
    for (int u = 0; u < side * 3; u++) {
      const guint8 *p = rgb + (v / 3 * side + u / 3) * 3;
      g_assert_cmphex(pixel(sheet, x + inset + u, y + inset + v), ==,
                      p[0] << 16 | p[1] << 8 | p[2]);
    }
}

static void test_blends(void) {
  for (int blend = GMX_BLEND_MIXUP; blend <= GMX_BLEND_CUTMIX; blend++) {
    Sheet sheet;
    open_sheet(&sheet, gmx_case_shapes(), blend, TRUE);
    draw(&sheet);
    for (int cell = 0; cell < COUNT * COUNT; cell++)
      check_blend(&sheet, cell, CELL + SEEN, 0);
    close_sheet(&sheet);
  }
}

/* A third class has a flag in the corner of its image, and is named in red below. */
static void test_third_classes(void) {
  Sheet sheet;
  open_sheet(&sheet, gmx_case_shapes(), GMX_BLEND_MIXUP, TRUE);
  draw(&sheet);
  for (int cell = 0; cell < COUNT * COUNT; cell++) {
    int x, y, red, words;
    locate(cell, CELL + SEEN, &x, &y);
    red = count(&sheet, x + GMX_SHEET_IMAGE - 18, y, 18, 18, 0xc01c28);
    words = count_reddish(&sheet, x, y + GMX_SHEET_IMAGE + 3, GMX_SHEET_IMAGE, 14);
    g_assert_cmpint(red > 150, ==, sheet.third[cell]);
    g_assert_cmpint(words > 5, ==, sheet.third[cell]);
    g_assert_cmpint(count(&sheet, x, y + GMX_SHEET_IMAGE + 3, GMX_SHEET_IMAGE, 14, 0xffffff), <,
                    GMX_SHEET_IMAGE * 14); /* what is seen is said in every cell */
  }
  close_sheet(&sheet);
}

/* 28 pixels three times are 84, and the flag stands on them, not beside. */
static void test_centred(void) {
  Sheet sheet;
  int x, y;
  g_autoptr(GmxDataset) dataset = gmx_dataset_new_random((GmxShape){1, 28, 28}, 10, 8, 1);
  open_sheet(&sheet, dataset, GMX_BLEND_MIXUP, TRUE);
  draw(&sheet);
  check_blend(&sheet, 1, CELL + SEEN, 6);
  locate(1, CELL + SEEN, &x, &y);
  g_assert_cmpint(count(&sheet, x, y, GMX_SHEET_IMAGE, 6, 0xffffff), ==, 6 * GMX_SHEET_IMAGE);
  g_assert_cmpint(count(&sheet, x + 90 - 18, y + 6, 18, 18, 0xc01c28), >, 150);
  close_sheet(&sheet);
}

/* Rows and columns are named; without weights nothing is said to be seen, and nothing flagged. */
static void test_without_weights(void) {
  Sheet sheet;
  open_sheet(&sheet, gmx_case_shapes(), GMX_BLEND_MIXUP, FALSE);
  draw(&sheet);
  g_assert_cmpint(cairo_image_surface_get_height(sheet.surface), ==,
                  36 + 66 + 20 + COUNT * CELL - 8);
  for (int i = 0; i < COUNT; i++) {
    int x, y;
    locate(i * (COUNT + 1), CELL, &x, &y);
    check_blend(&sheet, i * (COUNT + 1), CELL, 0);
    g_assert_cmpint(count(&sheet, 18, y + 41, 86, 14, 0xffffff), <, 86 * 14);
    g_assert_cmpint(count(&sheet, x, 18 + 66, 96, 14, 0xffffff), <, 96 * 14);
  }
  g_assert_cmpstr(sheet.info->contents, ==, "3 × 3 blends");
  close_sheet(&sheet);
}

static void test_file(void) {
  Sheet sheet;
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxConfig) config = gmx_config_new();
  g_autofree char *folder = g_dir_make_tmp("gmix-sheet-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(folder, "sheet.png", NULL);
  open_sheet(&sheet, gmx_case_shapes(), GMX_BLEND_CUTMIX, TRUE);
  gmx_sheet_info_free(sheet.info);
  sheet.info = gmx_sheet_info_new_blends(&sheet.blends, gmx_case_shapes(), 1234, "a-run", config);
  gmx_sheet_save_blends(sheet.pictures, &sheet.blends, sheet.info, path, &error);
  g_assert_no_error(error);
  g_autoptr(GmxPng) png = gmx_png_read(path, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(g_hash_table_lookup(png->texts, "Title"), ==,
                  "CutMix, λ = 0.25 of A: shapes, a-run, weights of step 1\u2009234, 3 × 3 blends, "
                  "2 seen as a third class");
  g_assert_nonnull(strstr(g_hash_table_lookup(png->texts, "Settings"), "\"rho\": 0.05"));
  g_assert_null(g_hash_table_lookup(png->texts, "Sort"));
  draw(&sheet);
  g_assert_cmpint(png->height, ==, cairo_image_surface_get_height(sheet.surface));
  g_assert_cmpint(png->width, ==, cairo_image_surface_get_width(sheet.surface));
  g_remove(path);
  g_rmdir(folder);
  close_sheet(&sheet);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/sheet/blends/images", test_blends);
  g_test_add_func("/sheet/blends/third-classes", test_third_classes);
  g_test_add_func("/sheet/blends/centred", test_centred);
  g_test_add_func("/sheet/blends/without-weights", test_without_weights);
  g_test_add_func("/sheet/blends/file", test_file);
  return g_test_run();
}
