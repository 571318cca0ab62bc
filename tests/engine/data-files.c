/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Data files written by the tests; see the header. */
#include "tests/engine/data-files.h"
#include "tests/engine/remove-all.h"

#include <errno.h>
#include <string.h>
#include <unistd.h>

void gmx_test_folder_set_up(GmxDataFolder *fixture, gconstpointer data) {
  g_autoptr(GError) error = NULL;
  fixture->folder = g_dir_make_tmp("gmx-data-XXXXXX", &error);
  g_assert_no_error(error);
}

void gmx_test_folder_tear_down(GmxDataFolder *fixture, gconstpointer data) {
  remove_all(fixture->folder);
  g_free(fixture->folder);
}

static void append_big_endian(GByteArray *bytes, guint32 value) {
  const guint32 big = GUINT32_TO_BE(value);
  g_byte_array_append(bytes, (const guint8 *)&big, sizeof big);
}

/* Pixels that differ from one place to the next and from seed to seed. */
static void append_pixels(GByteArray *bytes, guint count, guint seed) {
  for (guint i = 0; i < count; i++) {
    const guint8 pixel = (guint8)((i + seed) * 2654435761u >> 24);
    g_byte_array_append(bytes, &pixel, 1);
  }
}

GByteArray *gmx_test_idx_images(guint count, guint height, guint width, guint seed) {
  GByteArray *bytes = g_byte_array_new();
  append_big_endian(bytes, 0x00000803);
  append_big_endian(bytes, count);
  append_big_endian(bytes, height);
  append_big_endian(bytes, width);
  append_pixels(bytes, count * height * width, seed);
  return bytes;
}

GByteArray *gmx_test_idx_labels(guint count, guint classes) {
  GByteArray *bytes = g_byte_array_new();
  append_big_endian(bytes, 0x00000801);
  append_big_endian(bytes, count);
  for (guint i = 0; i < count; i++) {
    const guint8 label = (guint8)(i % classes);
    g_byte_array_append(bytes, &label, 1);
  }
  return bytes;
}

GByteArray *gmx_test_cifar_records(guint count, guint seed) {
  GByteArray *bytes = g_byte_array_new();
  for (guint i = 0; i < count; i++) {
    const guint8 label = (guint8)((i + seed) % 10);
    g_byte_array_append(bytes, &label, 1);
    append_pixels(bytes, 3072, seed * 31 + i);
  }
  return bytes;
}

/* The gzip form of @bytes, which it takes. */
static GByteArray *gzip(GByteArray *bytes) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GOutputStream) memory = g_memory_output_stream_new_resizable();
  g_autoptr(GZlibCompressor) packer = g_zlib_compressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP, 6);
  g_autoptr(GOutputStream) stream = g_converter_output_stream_new(memory, G_CONVERTER(packer));
  g_output_stream_write_all(stream, bytes->data, bytes->len, NULL, NULL, &error);
  g_assert_no_error(error);
  g_output_stream_close(stream, NULL, &error);
  g_assert_no_error(error);
  g_autoptr(GBytes) packed = g_memory_output_stream_steal_as_bytes(G_MEMORY_OUTPUT_STREAM(memory));
  g_byte_array_unref(bytes);
  return g_bytes_unref_to_array(g_steal_pointer(&packed));
}

void gmx_test_write(const char *folder, const char *name, GByteArray *bytes) {
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename(folder, name, NULL);
  if (g_str_has_suffix(name, ".gz"))
    bytes = gzip(bytes);
  g_file_set_contents(path, (const char *)bytes->data, (gssize)bytes->len, &error);
  g_assert_no_error(error);
  g_byte_array_unref(bytes);
}

void gmx_test_cut(const char *folder, const char *name, gsize size) {
  g_autofree char *path = g_build_filename(folder, name, NULL);
  g_assert_cmpint(truncate(path, (off_t)size), ==, 0);
}

void gmx_test_write_idx_set(const char *folder, const char *suffix) {
  const struct {
    const char *name;
    GByteArray *bytes;
  } files[] = {{"train-images-idx3-ubyte", gmx_test_idx_images(6, 5, 7, 1)},
               {"train-labels-idx1-ubyte", gmx_test_idx_labels(6, 3)},
               {"t10k-images-idx3-ubyte", gmx_test_idx_images(4, 5, 7, 2)},
               {"t10k-labels-idx1-ubyte", gmx_test_idx_labels(4, 3)}};
  for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autofree char *name = g_strconcat(files[i].name, suffix, NULL);
    gmx_test_write(folder, name, files[i].bytes);
  }
}

void gmx_test_write_cifar_set(const char *folder) {
  for (guint i = 1; i <= 5; i++) {
    g_autofree char *name = g_strdup_printf("data_batch_%u.bin", i);
    gmx_test_write(folder, name, gmx_test_cifar_records(3, i));
  }
  gmx_test_write(folder, "test_batch.bin", gmx_test_cifar_records(2, 6));
}

void gmx_test_expect_error(const char *folder, GmxDataError code, const char *file,
                           const char *words) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxDataset) dataset = gmx_dataset_load(folder, 1, NULL, NULL, NULL, &error);
  g_assert_null(dataset);
  g_assert_error(error, GMX_DATA_ERROR, (gint)code);
  g_test_message("%s", error->message);
  g_autofree char *path = file != NULL ? g_build_filename(folder, file, NULL) : g_strdup(folder);
  g_assert_true(g_str_has_prefix(error->message, path));
  g_assert_nonnull(strstr(error->message, words));
  g_assert_null(strchr(error->message, '\n'));
}
