/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CIFAR-10 in its binary format.
 *
 * The format (A. Krizhevsky, "The CIFAR-10 dataset", section "Binary version"): records of one
 * label byte (0 … 9) and 3072 pixel bytes, 1024 of red, then green, then blue, row by row. */
#include "engine/data/cifar.h"
#include "engine/data/source.h"

#include <string.h>

#define SIDE 32
#define PIXELS (SIDE * SIDE)
#define CHANNELS 3
#define IMAGE_BYTES (PIXELS * CHANNELS)
#define RECORD (IMAGE_BYTES + 1)
#define CLASSES 10
#define TRAIN_FILES 5
#define FILES (TRAIN_FILES + 1)
#define BLOCK 256 /* records read at once: 0.8 MB */

static const char *const file_names[FILES] = {"data_batch_1.bin", "data_batch_2.bin",
                                              "data_batch_3.bin", "data_batch_4.bin",
                                              "data_batch_5.bin", "test_batch.bin"};

static const char *const usual_names[CLASSES + 1] = {
    "airplane", "automobile", "bird", "cat", "deer", "dog", "frog", "horse", "ship", "truck", NULL};

/* The six opened files; all sizes are known before memory is taken for the first. */
typedef struct {
  GmxSource *sources[FILES];
  int records[FILES];
  guint8 *block; /* [BLOCK][RECORD] */
} Batches;

static void batches_free(Batches *batches) {
  for (int i = 0; i < FILES; i++)
    gmx_source_free(batches->sources[i]);
  g_free(batches->block);
  g_free(batches);
}
G_DEFINE_AUTOPTR_CLEANUP_FUNC(Batches, batches_free)

gboolean gmx_cifar_present(const char *folder) {
  for (int i = 0; i < FILES; i++) {
    g_autofree char *path = g_build_filename(folder, file_names[i], NULL);
    if (g_file_test(path, G_FILE_TEST_EXISTS))
      return TRUE;
  }
  return FALSE;
}

static gboolean count_records(GmxSource *source, int *records, GError **error) {
  const guint64 size = source->file_size, count = size / RECORD;
  if (source->gzipped) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
                "%s: is gzipped; unpack it, records of %d bytes are due", source->path, RECORD);
    return FALSE;
  }
  if (size % RECORD != 0 || count > G_MAXINT32 / FILES) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_TRUNCATED,
                "%s: %" G_GUINT64_FORMAT
                " bytes are there, a whole number of records of %d bytes is due (%" G_GUINT64_FORMAT
                " for the next whole one); get the file again",
                source->path, size, RECORD, (count + 1) * RECORD);
    return FALSE;
  }
  *records = (int)count;
  return TRUE;
}

static Batches *open_batches(const char *folder, GCancellable *cancellable, GError **error) {
  g_autoptr(Batches) batches = g_new0(Batches, 1);
  for (int i = 0; i < FILES; i++) {
    g_autofree char *path = g_build_filename(folder, file_names[i], NULL);
    batches->sources[i] = gmx_source_open(path, cancellable, error);
    if (batches->sources[i] == NULL ||
        !count_records(batches->sources[i], &batches->records[i], error))
      return NULL;
  }
  batches->block = g_malloc((gsize)BLOCK * RECORD);
  return g_steal_pointer(&batches);
}

/* One plane after the other becomes one pixel after the other. */
static void interleave(const guint8 *planes, guint8 *image) {
  for (int i = 0; i < PIXELS; i++) {
    image[CHANNELS * i] = planes[i];
    image[CHANNELS * i + 1] = planes[PIXELS + i];
    image[CHANNELS * i + 2] = planes[2 * PIXELS + i];
  }
}

/* Unpacks @count records of the block behind image @at of @part; @number is the first's in its
 * file, from 1. */
static gboolean unpack_records(const guint8 *block, int count, GmxDataPart *part, int at,
                               const char *path, int number, GError **error) {
  for (int i = 0; i < count; i++) {
    const guint8 *record = block + (gsize)i * RECORD;
    if (record[0] >= CLASSES) {
      g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_LABELS,
                  "%s: record %d has label %d; CIFAR-10's labels are 0 to %d", path, number + i,
                  record[0], CLASSES - 1);
      return FALSE;
    }
    part->labels[at + i] = record[0];
    interleave(record + 1, part->images + (gsize)(at + i) * IMAGE_BYTES);
  }
  return TRUE;
}

/* Reads file @file of @batches behind image @at of @part. */
static gboolean read_batch(Batches *batches, int file, GmxDataPart *part, int at,
                           GmxDataReading *reading, GError **error) {
  GmxSource *source = batches->sources[file];
  const int records = batches->records[file];
  for (int done = 0; done < records;) {
    const int count = MIN(BLOCK, records - done);
    if (!gmx_source_read(source, batches->block, (gsize)count * RECORD, source->file_size, reading,
                         error) ||
        !unpack_records(batches->block, count, part, at + done, source->path, done + 1, error))
      return FALSE;
    done += count;
  }
  return gmx_source_expect_end(source, reading->cancellable, error);
}

static gboolean read_batches(Batches *batches, GmxDataContent *content, GmxDataReading *reading,
                             GError **error) {
  int train = 0;
  for (int i = 0; i < TRAIN_FILES; i++)
    train += batches->records[i];
  GmxDataPart *parts = content->parts;
  if (!gmx_data_part_allocate(&parts[GMX_SPLIT_TRAIN], train, IMAGE_BYTES,
                              batches->sources[0]->path, error) ||
      !gmx_data_part_allocate(&parts[GMX_SPLIT_TEST], batches->records[TRAIN_FILES], IMAGE_BYTES,
                              batches->sources[TRAIN_FILES]->path, error))
    return FALSE;
  for (int i = 0, at = 0; i < FILES; i++) {
    const GmxSplit split = i < TRAIN_FILES ? GMX_SPLIT_TRAIN : GMX_SPLIT_TEST;
    if (i == TRAIN_FILES)
      at = 0;
    gmx_data_reading_share(reading, (double)i / FILES, (double)(i + 1) / FILES,
                           i < TRAIN_FILES ? "Training images" : "Held-out images");
    if (!read_batch(batches, i, &parts[split], at, reading, error))
      return FALSE;
    at += batches->records[i];
  }
  return TRUE;
}

/* The ten names of batches.meta.txt, one a line; the usual ones where the file is absent. */
static char **read_class_names(const char *folder, GCancellable *cancellable, GError **error) {
  g_autofree char *path = g_build_filename(folder, "batches.meta.txt", NULL);
  if (!g_file_test(path, G_FILE_TEST_EXISTS))
    return g_strdupv((char **)usual_names);
  g_autoptr(GmxSource) source = gmx_source_open(path, cancellable, error);
  if (source == NULL)
    return NULL;
  char text[4096] = "";
  gsize length = 0;
  if (!g_input_stream_read_all(source->stream, text, sizeof text - 1, &length, cancellable, error))
    return NULL;
  text[length] = '\0';
  g_auto(GStrv) lines = g_strsplit(g_strstrip(text), "\n", -1);
  gboolean valid = g_utf8_validate(text, -1, NULL) && g_strv_length(lines) == CLASSES;
  for (int i = 0; valid && i < CLASSES; i++)
    valid = g_strstrip(lines[i])[0] != '\0';
  if (valid)
    return g_steal_pointer(&lines);
  g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
              "%s: ten class names are due, one a line; without this file the usual names serve",
              path);
  return NULL;
}

gboolean gmx_cifar_read(const char *folder, GmxDataContent *content, GmxDataReading *reading,
                        GError **error) {
  content->shape = (GmxShape){.channels = CHANNELS, .height = SIDE, .width = SIDE};
  content->classes = CLASSES;
  content->class_names = read_class_names(folder, reading->cancellable, error);
  if (content->class_names == NULL)
    return FALSE;
  g_autoptr(Batches) batches = open_batches(folder, reading->cancellable, error);
  return batches != NULL && read_batches(batches, content, reading, error);
}
