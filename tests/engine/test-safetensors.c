/* SPDX-License-Identifier: GPL-3.0-or-later */
/* safetensors files: what is written is read back, and no damaged file is taken. */
#include "engine/train/safetensors.h"

#include <glib/gstdio.h>
#include <string.h>

/* A whole file with @header, and @size bytes 0, 1, 2… of data. */
static GByteArray *make_file(const char *header, gsize size) {
  GByteArray *file = g_byte_array_new();
  guint64 length = GUINT64_TO_LE((guint64)strlen(header));

  g_byte_array_append(file, (const guint8 *)&length, sizeof length);
  g_byte_array_append(file, (const guint8 *)header, (guint)strlen(header));
  for (gsize i = 0; i < size; i++) {
    guint8 byte = (guint8)i;

    g_byte_array_append(file, &byte, 1);
  }
  return file;
}

static GmxSafetensors *open_bytes(GByteArray *bytes, GError **error) {
  /* A block of exactly this size, so that a reader that goes beyond it is seen by the sanitizer. */
  g_autofree guint8 *copy = g_memdup2(bytes->data, bytes->len);

  return gmx_safetensors_open_data("file", copy, bytes->len, error);
}

static void refuse(const char *header, gsize size, const char *said) {
  g_autoptr(GByteArray) bytes = make_file(header, size);
  g_autoptr(GError) error = NULL;

  g_assert_null(open_bytes(bytes, &error));
  g_assert_error(error, GMX_SAFETENSORS_ERROR, GMX_SAFETENSORS_ERROR_FORMAT);
  g_assert_true(g_str_has_prefix(error->message, "file: "));
  g_assert_null(strchr(error->message, '\n'));
  if (strstr(error->message, said) == NULL)
    g_error("“%s” should say “%s”", error->message, said);
}

static void accept(const char *header, gsize size, int count) {
  g_autoptr(GByteArray) bytes = make_file(header, size);
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxSafetensors) file = open_bytes(bytes, &error);

  g_assert_no_error(error);
  g_assert_cmpint(gmx_safetensors_count(file), ==, count);
}

#define A(dtype, shape, offsets)                                                                   \
  "{\"a\":{\"dtype\":" dtype ",\"shape\":" shape ",\"data_offsets\":" offsets "}}"
#define AB(a, b)                                                                                   \
  "{\"a\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":" a "},"                                \
  "\"b\":{\"dtype\":\"U8\",\"shape\":[4],\"data_offsets\":" b "}}"

static void test_accepted(void) {
  accept("{}", 0, 0);
  accept("{\"__metadata__\":{\"a\":\"[[[[\\\"{{{{\"}}   ", 0, 0);
  accept(A("\"U8\"", "[4]", "[0,4]"), 4, 1);
  accept(A("\"F32\"", "[]", "[0,4]"), 4, 1);
  accept(A("\"F32\"", "[0,7]", "[0,0]"), 0, 1);
  accept(AB("[4,8]", "[0,4]"), 8, 2);
}

static void test_damaged_tensors(void) {
  refuse(A("\"U8\"", "[5]", "[0,4]"), 4, "“a” has 4 bytes");
  refuse(A("\"U8\"", "[4]", "[0,5]"), 4, "“a” are 0, 5");
  refuse(A("\"U8\"", "[4]", "[4,0]"), 4, "“a” are 4, 0");
  refuse(A("\"U8\"", "[4]", "[-4,0]"), 4, "whole numbers from 0");
  refuse(A("\"U8\"", "[-4]", "[0,4]"), 4, "whole numbers from 0");
  refuse(A("\"U8\"", "[4.0]", "[0,4]"), 4, "whole numbers from 0");
  refuse(A("\"U8\"", "[\"4\"]", "[0,4]"), 4, "whole numbers from 0");
  refuse(A("\"U8\"", "[[4]]", "[0,4]"), 4, "header");
  refuse(A("\"U8\"", "4", "[0,4]"), 4, "no list “shape”");
  refuse(A("\"U8\"", "[4]", "null"), 4, "no list “data_offsets”");
  refuse(A("\"U8\"", "[4]", "[0]"), 4, "two numbers");
  refuse(A("\"U8\"", "[4]", "[0,4,4]"), 4, "more than 2 numbers");
  refuse(A("\"U8\"", "[1,1,1,1,1,1,1,1,4]", "[0,4]"), 4, "more than 8 numbers");
  refuse(A("\"BF16\"", "[2]", "[0,4]"), 4, "dtype BF16");
  refuse(A("7", "[4]", "[0,4]"), 4, "no dtype");
  refuse("{\"a\":{}}", 0, "no dtype");
  refuse("{\"a\":[]}", 0, "no JSON object");
  refuse("{\"a\":null}", 0, "no JSON object");
  refuse("{\"__metadata__\":{\"a\":1}}", 0, "no string");
  refuse("{\"__metadata__\":[]}", 0, "no JSON object");
}

/* Numbers whose product or sum does not fit. */
static void test_overflow(void) {
  refuse(A("\"F32\"", "[4294967296,4294967296]", "[0,0]"), 0, "too large");
  refuse(A("\"F32\"", "[4611686018427387905]", "[0,4]"), 4, "too large");
  refuse(A("\"U8\"", "[9223372036854775807]", "[0,9223372036854775807]"), 4, "“a” are 0");
  refuse(A("\"U8\"", "[18446744073709551620]", "[0,4]"), 4, "“a”");
  refuse(A("\"U8\"", "[4]", "[0,18446744073709551620]"), 4, "“a”");
}

static void test_spans(void) {
  refuse(AB("[0,4]", "[0,4]"), 4, "overlaps");
  refuse(AB("[0,4]", "[2,6]"), 6, "overlaps");
  refuse(AB("[0,4]", "[6,10]"), 10, "gap");
  refuse(AB("[2,6]", "[6,10]"), 10, "gap");
  refuse(AB("[0,4]", "[4,8]"), 9, "end at byte 8 of 9");
  refuse("{}", 1, "end at byte 0 of 1");
}

static void test_damaged_header(void) {
  g_autoptr(GString) deep = g_string_new("{\"a\":");

  refuse("", 0, "header");
  refuse("[]", 0, "header");
  refuse("{\"a\"", 0, "header");
  refuse("{\"a\":\"\xff\"}", 0, "header");
  refuse(" {}", 0, "header");
  for (int i = 0; i < 100000; i++)
    g_string_append_c(deep, '[');
  refuse(deep->str, 0, "header");
}

/* Every beginning of a good file is no file. */
static void test_cut_short(void) {
  g_autoptr(GByteArray) whole = make_file(A("\"F32\"", "[2,3]", "[0,24]"), 24);
  g_autoptr(GmxSafetensors) file = open_bytes(whole, NULL);

  g_assert_nonnull(file);
  for (guint length = 0; length < whole->len; length++) {
    g_autoptr(GByteArray) part = g_byte_array_new();
    g_autoptr(GError) error = NULL;

    g_byte_array_append(part, whole->data, length);
    g_assert_null(open_bytes(part, &error));
    g_assert_error(error, GMX_SAFETENSORS_ERROR, GMX_SAFETENSORS_ERROR_FORMAT);
  }
}

static void test_header_length(void) {
  static const guint64 lengths[] = {3, 100 * 1000 * 1000 + 1, G_MAXINT64, G_MAXUINT64};

  for (gsize i = 0; i < G_N_ELEMENTS(lengths); i++) {
    g_autoptr(GByteArray) bytes = make_file("{}", 0);
    g_autoptr(GError) error = NULL;
    guint64 length = GUINT64_TO_LE(lengths[i]);

    memcpy(bytes->data, &length, sizeof length);
    g_assert_null(open_bytes(bytes, &error));
    g_assert_error(error, GMX_SAFETENSORS_ERROR, GMX_SAFETENSORS_ERROR_FORMAT);
  }
}

/* Any single byte changed: read or refused, never worse. */
static void test_flipped_bytes(void) {
  g_autoptr(GByteArray) whole = make_file(AB("[0,4]", "[4,8]"), 8);

  for (guint at = 0; at < whole->len; at++)
    for (int bit = 0; bit < 8; bit++) {
      g_autoptr(GmxSafetensors) file = NULL;

      whole->data[at] ^= (guint8)(1 << bit);
      file = open_bytes(whole, NULL);
      whole->data[at] ^= (guint8)(1 << bit);
    }
}

static void test_missing_file(void) {
  g_autoptr(GError) error = NULL;

  g_assert_null(gmx_safetensors_open("/nonexistent/a.safetensors", &error));
  g_assert_error(error, GMX_SAFETENSORS_ERROR, GMX_SAFETENSORS_ERROR_READ);
  g_assert_nonnull(strstr(error->message, "/nonexistent/a.safetensors"));
}

static GmxSafetensorsWriter *make_writer(void) {
  static const guint8 bytes[3] = {1, 2, 3};
  static const float floats[5] = {1.5f, -2, 0, 1e-30f, 4};
  static const double number = 0.1;
  static const guint64 words[2] = {G_MAXUINT64, 5};
  static const gint64 count = G_MININT64;
  GmxSafetensorsWriter *writer = gmx_safetensors_writer_new();

  gmx_safetensors_writer_add_metadata(writer, "z", "last \"first\"\n");
  gmx_safetensors_writer_add_metadata(writer, "a", "ε̂");
  gmx_safetensors_writer_add(writer, "bytes", GMX_DTYPE_U8, 1, (const gint64[]){3}, bytes);
  gmx_safetensors_writer_add(writer, "floats", GMX_DTYPE_F32, 2, (const gint64[]){5, 1}, floats);
  gmx_safetensors_writer_add(writer, "number", GMX_DTYPE_F64, 0, NULL, &number);
  gmx_safetensors_writer_add(writer, "words", GMX_DTYPE_U64, 1, (const gint64[]){2}, words);
  gmx_safetensors_writer_add(writer, "count", GMX_DTYPE_I64, 0, NULL, &count);
  gmx_safetensors_writer_add(writer, "none", GMX_DTYPE_F32, 2, (const gint64[]){0, 3}, NULL);
  return writer;
}

static void assert_contents(GmxSafetensors *file) {
  static const char *const names[] = {"bytes", "floats", "number", "words", "count", "none"};
  const GmxTensorView *view;

  g_assert_cmpint(gmx_safetensors_count(file), ==, G_N_ELEMENTS(names));
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    view = gmx_safetensors_get(file, (int)i);
    g_assert_cmpstr(view->name, ==, names[i]);
    g_assert_true(view == gmx_safetensors_find(file, names[i]));
    g_assert_cmpuint(GPOINTER_TO_SIZE(view->data) % gmx_dtype_size(view->dtype), ==, 0);
  }
  g_assert_cmpint(((const guint8 *)gmx_safetensors_find(file, "bytes")->data)[2], ==, 3);
  view = gmx_safetensors_find(file, "floats");
  g_assert_cmpint(view->rank, ==, 2);
  g_assert_cmpint(view->shape[0], ==, 5);
  g_assert_cmpfloat(((const float *)view->data)[3], ==, 1e-30f);
  g_assert_cmpfloat(*(const double *)gmx_safetensors_find(file, "number")->data, ==, 0.1);
  g_assert_true(*(const guint64 *)gmx_safetensors_find(file, "words")->data == G_MAXUINT64);
  g_assert_true(*(const gint64 *)gmx_safetensors_find(file, "count")->data == G_MININT64);
  g_assert_cmpuint(gmx_safetensors_find(file, "none")->size, ==, 0);
  g_assert_cmpstr(gmx_safetensors_get_metadata(file, "z"), ==, "last \"first\"\n");
  g_assert_cmpstr(gmx_safetensors_get_metadata(file, "a"), ==, "ε̂");
  g_assert_null(gmx_safetensors_get_metadata(file, "b"));
}

static void test_round_trip(void) {
  g_autoptr(GmxSafetensorsWriter) writer = make_writer(), again = make_writer();
  g_autofree char *dir = g_dir_make_tmp("gmix-XXXXXX", NULL);
  g_autofree char *path = g_build_filename(dir, "a.safetensors", NULL);
  g_autoptr(GBytes) bytes = gmx_safetensors_writer_to_bytes(writer);
  g_autoptr(GBytes) same = gmx_safetensors_writer_to_bytes(again);
  g_autoptr(GmxSafetensors) file = NULL;
  g_autoptr(GError) error = NULL;

  g_assert_true(g_bytes_equal(bytes, same));
  g_assert_true(gmx_safetensors_writer_save(writer, path, &error));
  file = gmx_safetensors_open(path, &error);
  g_assert_no_error(error);
  assert_contents(file);
  g_remove(path);
  g_rmdir(dir);
}

/* Readers that map a file need its data aligned; the format allows no gaps to get it there. */
static void test_layout(void) {
  g_autoptr(GmxSafetensorsWriter) writer = make_writer();
  g_autoptr(GBytes) bytes = gmx_safetensors_writer_to_bytes(writer);
  const guint8 *data = g_bytes_get_data(bytes, NULL);
  guint64 length;
  g_autofree char *header = NULL;

  memcpy(&length, data, sizeof length);
  length = GUINT64_FROM_LE(length);
  header = g_strndup((const char *)data + sizeof length, length);
  g_assert_cmpuint(length % 8, ==, 0);
  g_assert_true(g_str_has_prefix(header, "{\"__metadata__\": {\"z\": "));
  g_assert_nonnull(strstr(header, "\"floats\": {\"dtype\": \"F32\", \"shape\": [5, 1], "
                                  "\"data_offsets\": [32, 52]}"));
}

static void test_unwritable(void) {
  g_autoptr(GmxSafetensorsWriter) writer = make_writer();
  g_autoptr(GError) error = NULL;

  g_assert_false(gmx_safetensors_writer_save(writer, "/nonexistent/a.safetensors", &error));
  g_assert_nonnull(error);
  g_assert_true(g_str_has_prefix(error->message, "/nonexistent/a.safetensors can't be written: "));
}

static void test_require(void) {
  g_autoptr(GByteArray) bytes = make_file(A("\"U8\"", "[4]", "[0,4]"), 4);
  g_autoptr(GmxSafetensors) file = open_bytes(bytes, NULL);
  g_autoptr(GError) missing = NULL, type = NULL, size = NULL;

  g_assert_nonnull(gmx_safetensors_require(file, "a", GMX_DTYPE_U8, 4, NULL));
  g_assert_nonnull(gmx_safetensors_require(file, "a", GMX_DTYPE_U8, -1, NULL));
  g_assert_null(gmx_safetensors_require(file, "b", GMX_DTYPE_U8, 4, &missing));
  g_assert_error(missing, GMX_SAFETENSORS_ERROR, GMX_SAFETENSORS_ERROR_MISSING);
  g_assert_null(gmx_safetensors_require(file, "a", GMX_DTYPE_F32, -1, &type));
  g_assert_error(type, GMX_SAFETENSORS_ERROR, GMX_SAFETENSORS_ERROR_TYPE);
  g_assert_null(gmx_safetensors_require(file, "a", GMX_DTYPE_U8, 5, &size));
  g_assert_error(size, GMX_SAFETENSORS_ERROR, GMX_SAFETENSORS_ERROR_TYPE);
}

/* A tensor of floats behind three bytes: its data is moved to where floats may lie. */
static void test_unaligned(void) {
  const char *header = "{\"a\":{\"dtype\":\"U8\",\"shape\":[3],\"data_offsets\":[0,3]},"
                       "\"b\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[3,7]}}";
  g_autoptr(GByteArray) bytes = make_file(header, 7);
  g_autoptr(GmxSafetensors) file = open_bytes(bytes, NULL);
  const GmxTensorView *view = gmx_safetensors_find(file, "b");
  static const guint8 wanted[4] = {3, 4, 5, 6};

  g_assert_cmpuint(GPOINTER_TO_SIZE(view->data) % sizeof(float), ==, 0);
  g_assert_cmpmem(view->data, 4, wanted, 4);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/safetensors/accepted", test_accepted);
  g_test_add_func("/safetensors/damaged-tensors", test_damaged_tensors);
  g_test_add_func("/safetensors/overflow", test_overflow);
  g_test_add_func("/safetensors/spans", test_spans);
  g_test_add_func("/safetensors/damaged-header", test_damaged_header);
  g_test_add_func("/safetensors/cut-short", test_cut_short);
  g_test_add_func("/safetensors/header-length", test_header_length);
  g_test_add_func("/safetensors/flipped-bytes", test_flipped_bytes);
  g_test_add_func("/safetensors/missing-file", test_missing_file);
  g_test_add_func("/safetensors/round-trip", test_round_trip);
  g_test_add_func("/safetensors/layout", test_layout);
  g_test_add_func("/safetensors/unwritable", test_unwritable);
  g_test_add_func("/safetensors/require", test_require);
  g_test_add_func("/safetensors/unaligned", test_unaligned);
  return g_test_run();
}
