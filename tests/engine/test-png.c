/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PNG files of every kind become RGB; hostile ones become one line; what is written reads back. */
#include "engine/data/png.h"

#include <glib/gstdio.h>
#include <png.h>
#include <string.h>

typedef struct {
  char *folder, *path;
} Fixture;

static void set_up(Fixture *fixture, gconstpointer data) {
  fixture->folder = g_dir_make_tmp("gmix-png-XXXXXX", NULL);
  fixture->path = g_build_filename(fixture->folder, "picture.png", NULL);
}

static void tear_down(Fixture *fixture, gconstpointer data) {
  g_autoptr(GDir) dir = g_dir_open(fixture->folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name(dir));) {
    g_autofree char *path = g_build_filename(fixture->folder, name, NULL);
    g_remove(path);
  }
  g_rmdir(fixture->folder);
  g_free(fixture->folder);
  g_free(fixture->path);
}

/* A picture of one kind, written by libpng itself. */
typedef struct {
  int type, depth, width, height, interlace;
  const guint8 *rows; /* packed as the kind has it */
  gsize row_bytes;
  const png_color *palette;
  int colours;
  const png_byte *palette_alpha;
  const png_text *text;
} Picture;

/* One row of pixels; valid until the next call. */
static const Picture *row(int type, int depth, int width, const guint8 *bytes, gsize row_bytes) {
  static Picture picture;
  picture = (Picture){.type = type,
                      .depth = depth,
                      .width = width,
                      .height = 1,
                      .rows = bytes,
                      .row_bytes = row_bytes};
  return &picture;
}

static void write_picture(const char *path, const Picture *p) {
  png_structp png = png_create_write_struct(PNG_LIBPNG_VER_STRING, NULL, NULL, NULL);
  png_infop info = png_create_info_struct(png);
  FILE *file = fopen(path, "wb");
  g_autofree png_bytep *rows = g_new(png_bytep, p->height);
  for (int y = 0; y < p->height; y++)
    rows[y] = (png_bytep)p->rows + (gsize)y * p->row_bytes;
  png_init_io(png, file);
  png_set_IHDR(png, info, (png_uint_32)p->width, (png_uint_32)p->height, p->depth, p->type,
               p->interlace, PNG_COMPRESSION_TYPE_DEFAULT, PNG_FILTER_TYPE_DEFAULT);
  if (p->palette)
    png_set_PLTE(png, info, p->palette, p->colours);
  if (p->palette_alpha)
    png_set_tRNS(png, info, p->palette_alpha, p->colours, NULL);
  if (p->text)
    png_set_text(png, info, p->text, 1);
  png_write_info(png, info);
  png_write_image(png, rows);
  png_write_end(png, info);
  png_destroy_write_struct(&png, &info);
  fclose(file);
}

static void assert_reads(Fixture *fixture, const Picture *picture, const guint8 *rgb) {
  g_autoptr(GError) error = NULL;
  write_picture(fixture->path, picture);
  g_autoptr(GmxPng) png = gmx_png_read(fixture->path, &error);
  g_assert_no_error(error);
  g_assert_cmpint(png->width, ==, picture->width);
  g_assert_cmpint(png->height, ==, picture->height);
  g_assert_cmpmem(png->rgb, (gsize)picture->width * picture->height * 3, rgb,
                  (gsize)picture->width * picture->height * 3);
}

static void test_grey(Fixture *fixture, gconstpointer data) {
  const guint8 bits[] = {0xa0}, bytes[] = {0, 7, 255}, wide[] = {0x80, 0x80, 0x12, 0x34};
  const guint8 alpha[] = {100, 255, 100, 0, 100, 128};
  assert_reads(fixture, row(PNG_COLOR_TYPE_GRAY, 1, 3, bits, 1),
               (const guint8[]){255, 255, 255, 0, 0, 0, 255, 255, 255});
  assert_reads(fixture, row(PNG_COLOR_TYPE_GRAY, 8, 3, bytes, 3),
               (const guint8[]){0, 0, 0, 7, 7, 7, 255, 255, 255});
  assert_reads(fixture, row(PNG_COLOR_TYPE_GRAY, 16, 2, wide, 4),
               (const guint8[]){0x80, 0x80, 0x80, 0x12, 0x12, 0x12});
  /* Over white: (100·128 + 255·127) / 255 = 177.2. */
  assert_reads(fixture, row(PNG_COLOR_TYPE_GRAY_ALPHA, 8, 3, alpha, 6),
               (const guint8[]){100, 100, 100, 255, 255, 255, 177, 177, 177});
}

static void test_colour(Fixture *fixture, gconstpointer data) {
  const guint8 rgb[] = {1, 2, 3, 250, 251, 252}, wide[] = {1, 1, 2, 2, 3, 3};
  const guint8 rgba[] = {255, 0, 0, 255, 255, 0, 0, 0, 255, 0, 0, 51};
  assert_reads(fixture, row(PNG_COLOR_TYPE_RGB, 8, 2, rgb, 6), rgb);
  assert_reads(fixture, row(PNG_COLOR_TYPE_RGB, 16, 1, wide, 6), (const guint8[]){1, 2, 3});
  assert_reads(fixture, row(PNG_COLOR_TYPE_RGB_ALPHA, 8, 3, rgba, 12),
               (const guint8[]){255, 0, 0, 255, 255, 255, 255, 204, 204});
}

static void test_palette(Fixture *fixture, gconstpointer data) {
  const png_color colours[] = {{10, 20, 30}, {200, 100, 0}, {0, 0, 0}};
  const png_byte alpha[] = {255, 255, 0};
  const guint8 places[] = {0x60}; /* 1, 2, 0 in two bits each: 01 10 00 */
  Picture picture = *row(PNG_COLOR_TYPE_PALETTE, 2, 3, places, 1);
  picture.palette = colours;
  picture.colours = 3;
  assert_reads(fixture, &picture, (const guint8[]){200, 100, 0, 0, 0, 0, 10, 20, 30});
  picture.palette_alpha = alpha;
  assert_reads(fixture, &picture, (const guint8[]){200, 100, 0, 255, 255, 255, 10, 20, 30});
}

#define WIDTH 13
#define HEIGHT 9

static void fill(guint8 *rgb, gsize size) {
  for (gsize i = 0; i < size; i++)
    rgb[i] = (guint8)(i * 37 + i / 5);
}

static void test_interlaced(Fixture *fixture, gconstpointer data) {
  guint8 rgb[WIDTH * HEIGHT * 3];
  Picture picture = *row(PNG_COLOR_TYPE_RGB, 8, WIDTH, rgb, WIDTH * 3);
  picture.height = HEIGHT;
  picture.interlace = PNG_INTERLACE_ADAM7;
  fill(rgb, sizeof rgb);
  assert_reads(fixture, &picture, rgb);
}

static void test_written(Fixture *fixture, gconstpointer data) {
  const char *const texts[] = {
      "Method", "dg-mix, ρ = 0.05", "Settings", "{\n  \"seed\": 1\n}", "Comment", "", NULL};
  guint8 rgb[WIDTH * HEIGHT * 3];
  g_autoptr(GError) error = NULL;
  fill(rgb, sizeof rgb);
  for (int round = 0; round < 2; round++) /* the second replaces the first */
    g_assert_true(gmx_png_write(fixture->path, rgb, WIDTH, HEIGHT, texts, &error));
  g_autoptr(GmxPng) png = gmx_png_read(fixture->path, &error);
  g_assert_no_error(error);
  g_assert_cmpint(png->width, ==, WIDTH);
  g_assert_cmpint(png->height, ==, HEIGHT);
  g_assert_cmpmem(png->rgb, sizeof rgb, rgb, sizeof rgb);
  g_assert_cmpuint(g_hash_table_size(png->texts), ==, 3);
  for (int i = 0; texts[i]; i += 2)
    g_assert_cmpstr(g_hash_table_lookup(png->texts, texts[i]), ==, texts[i + 1]);
  g_autoptr(GDir) dir = g_dir_open(fixture->folder, 0, NULL);
  g_assert_cmpstr(g_dir_read_name(dir), ==, "picture.png");
  g_assert_null(g_dir_read_name(dir)); /* no temporary name is left */
}

static void test_latin1(Fixture *fixture, gconstpointer data) {
  const guint8 rgb[3] = {0};
  const png_text text = {.compression = PNG_TEXT_COMPRESSION_zTXt,
                         .key = (char *)"Title",
                         .text = (char *)"caf\xe9",
                         .text_length = 4};
  g_autoptr(GError) error = NULL;
  Picture picture = *row(PNG_COLOR_TYPE_RGB, 8, 1, rgb, 3);
  picture.text = &text;
  write_picture(fixture->path, &picture);
  g_autoptr(GmxPng) png = gmx_png_read(fixture->path, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(g_hash_table_lookup(png->texts, "Title"), ==, "café");
}

/* One line, of the given kind, that names the file. */
static void refuse_file(Fixture *fixture, int code, const char *said) {
  g_autoptr(GError) error = NULL;
  g_assert_null(gmx_png_read(fixture->path, &error));
  g_assert_error(error, GMX_DATA_ERROR, code);
  g_assert_nonnull(strstr(error->message, fixture->path));
  g_assert_nonnull(strstr(error->message, said));
  g_assert_null(strchr(error->message, '\n'));
}

static void write_bytes(Fixture *fixture, const void *bytes, gsize size) {
  g_assert_true(g_file_set_contents(fixture->path, bytes, (gssize)size, NULL));
}

static char *whole_file(Fixture *fixture, gsize *size) {
  guint8 rgb[WIDTH * HEIGHT * 3];
  char *bytes = NULL;
  fill(rgb, sizeof rgb);
  g_assert_true(gmx_png_write(fixture->path, rgb, WIDTH, HEIGHT, NULL, NULL));
  g_assert_true(g_file_get_contents(fixture->path, &bytes, size, NULL));
  return bytes;
}

static void test_no_picture(Fixture *fixture, gconstpointer data) {
  static const char jpeg[] = "\xff\xd8\xff\xe0 JFIF is another kind of picture";
  refuse_file(fixture, GMX_DATA_ERROR_MISSING, "no such file");
  write_bytes(fixture, "", 0);
  refuse_file(fixture, GMX_DATA_ERROR_TRUNCATED, "is empty");
  write_bytes(fixture, jpeg, sizeof jpeg);
  refuse_file(fixture, GMX_DATA_ERROR_FORMAT, "is not a PNG file");
  write_bytes(fixture, "\x89PNG", 4);
  refuse_file(fixture, GMX_DATA_ERROR_FORMAT, "is not a PNG file");
  g_remove(fixture->path);
  g_assert_cmpint(g_mkdir(fixture->path, 0755), ==, 0);
  refuse_file(fixture, GMX_DATA_ERROR_FORMAT, "not a regular file");
}

static void test_truncated(Fixture *fixture, gconstpointer data) {
  gsize size;
  g_autofree char *bytes = whole_file(fixture, &size);
  for (gsize kept = 8; kept < size; kept++) {
    write_bytes(fixture, bytes, kept);
    refuse_file(fixture, GMX_DATA_ERROR_TRUNCATED, "get the file again");
  }
}

/* A changed byte is an error of one line, or harmless (in a part that pictures need not have). */
static void test_damaged(Fixture *fixture, gconstpointer data) {
  gsize size;
  int refused = 0;
  g_autofree char *bytes = whole_file(fixture, &size);
  for (gsize at = 0; at < size; at++) {
    g_autoptr(GError) error = NULL;
    bytes[at] ^= 0x5a;
    write_bytes(fixture, bytes, size);
    g_autoptr(GmxPng) png = gmx_png_read(fixture->path, &error);
    g_assert_true((png != NULL) == (error == NULL));
    if (error) {
      refused++;
      g_assert_cmpint(error->domain, ==, GMX_DATA_ERROR);
      g_assert_nonnull(strstr(error->message, fixture->path));
      g_assert_null(strchr(error->message, '\n'));
    }
    bytes[at] ^= 0x5a;
  }
  g_assert_cmpint(refused, ==, size);
}

static guint32 checksum(const guint8 *bytes, gsize size) {
  guint32 sum = 0xffffffffu;
  for (gsize i = 0; i < size; i++) {
    sum ^= bytes[i];
    for (int bit = 0; bit < 8; bit++)
      sum = sum >> 1 ^ (sum & 1 ? 0xedb88320u : 0);
  }
  return ~sum;
}

static void put_size(guint8 *header, guint32 width, guint32 height) {
  const guint32 sides[2] = {GUINT32_TO_BE(width), GUINT32_TO_BE(height)};
  memcpy(header + 16, sides, sizeof sides);
  const guint32 sum = GUINT32_TO_BE(checksum(header + 12, 17));
  memcpy(header + 29, &sum, sizeof sum);
}

/* Headers that are well formed and promise more than there is, or than anybody wants. */
static void test_absurd_sizes(Fixture *fixture, gconstpointer data) {
  gsize size;
  g_autofree char *bytes = whole_file(fixture, &size);
  put_size((guint8 *)bytes, WIDTH, HEIGHT);
  write_bytes(fixture, bytes, size);
  g_autoptr(GmxPng) whole = gmx_png_read(fixture->path, NULL);
  g_assert_nonnull(whole); /* the sum is computed as PNG does */
  put_size((guint8 *)bytes, 8193, 8192);
  write_bytes(fixture, bytes, size);
  refuse_file(fixture, GMX_DATA_ERROR_FORMAT, "8193 × 8192 pixels large");
  put_size((guint8 *)bytes, 0x7fffffff, 0x7fffffff);
  write_bytes(fixture, bytes, size);
  refuse_file(fixture, GMX_DATA_ERROR_FORMAT, "2147483647 × 2147483647");
  put_size((guint8 *)bytes, 8192, 8192);
  write_bytes(fixture, bytes, size);
  refuse_file(fixture, GMX_DATA_ERROR_TRUNCATED, "cannot hold the 8192 × 8192 pixels");
  put_size((guint8 *)bytes, 0, 1);
  write_bytes(fixture, bytes, size);
  refuse_file(fixture, GMX_DATA_ERROR_FORMAT, "damaged");
}

static void test_unwritable(Fixture *fixture, gconstpointer data) {
  const guint8 rgb[3] = {0};
  const char *const wrong[] = {"ρ", "0.05", NULL}, *const bad[] = {"Text", "\xff", NULL};
  g_autofree char *nowhere = g_build_filename(fixture->folder, "missing", "a.png", NULL);
  g_autoptr(GError) error = NULL;
  g_assert_false(gmx_png_write(nowhere, rgb, 1, 1, NULL, &error));
  g_assert_error(error, G_FILE_ERROR, G_FILE_ERROR_NOENT);
  g_assert_true(g_str_has_prefix(error->message, nowhere));
  g_assert_null(strchr(error->message, '\n'));
  g_clear_error(&error);
  g_assert_false(gmx_png_write(fixture->path, rgb, 1, 1, wrong, &error));
  g_assert_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT);
  g_clear_error(&error);
  g_assert_false(gmx_png_write(fixture->path, rgb, 1, 1, bad, &error));
  g_assert_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT);
  g_assert_false(g_file_test(fixture->path, G_FILE_TEST_EXISTS));
}

#define ADD(name, func) g_test_add(name, Fixture, NULL, set_up, func, tear_down)

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  ADD("/png/grey", test_grey);
  ADD("/png/colour", test_colour);
  ADD("/png/palette", test_palette);
  ADD("/png/interlaced", test_interlaced);
  ADD("/png/written", test_written);
  ADD("/png/latin-1", test_latin1);
  ADD("/png/no-picture", test_no_picture);
  ADD("/png/truncated", test_truncated);
  ADD("/png/damaged", test_damaged);
  ADD("/png/absurd-sizes", test_absurd_sizes);
  ADD("/png/unwritable", test_unwritable);
  return g_test_run();
}
