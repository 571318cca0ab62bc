/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Event files: TFRecords, each a length, its masked CRC-32C, an Event message and the masked CRC of
 * that. Formats: TensorFlow's core/lib/io/record_writer.h, core/util/event.proto and
 * core/framework/summary.proto. */
#include "engine/runs/tensorboard.h"

#include "engine/runs/columns.h"
#include "engine/runs/protobuf.h"
#include "engine/runs/run-series.h"
#include "engine/train/file.h"
#include "engine/train/run-folder.h"

#include <errno.h>
#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

/* Field numbers of event.proto and summary.proto. */
enum { EVENT_WALL_TIME = 1, EVENT_STEP = 2, EVENT_FILE_VERSION = 3, EVENT_SUMMARY = 5 };
enum { SUMMARY_VALUE = 1, VALUE_TAG = 1, VALUE_SIMPLE = 2 };

typedef struct {
  const char *column, *tag;
} Scalar;

static const Scalar step_scalars[] = {{"loss", "step/loss"},
                                      {"loss_perturbed", "step/loss_perturbed"},
                                      {"sharpness", "step/sharpness"},
                                      {"gradient_norm", "step/gradient_norm"},
                                      {"epsilon_norm", "step/epsilon_norm"},
                                      {"cosine", "step/cosine"},
                                      {"lambda", "step/lambda"},
                                      {"learning_rate", "step/learning_rate"}};
static const Scalar epoch_scalars[] = {{"train_loss", "epoch/train_loss"},
                                       {"train_accuracy", "epoch/train_accuracy"},
                                       {"test_loss", "epoch/test_loss"},
                                       {"test_accuracy", "epoch/test_accuracy"},
                                       {"ece", "epoch/ece"}};

/* Bit by bit: an export is a few megabytes, and the table would be the longer part. */
guint32 gmx_crc32c(gconstpointer data, gsize size) {
  const guint8 *bytes = data;
  guint32 crc = 0xffffffffu;
  for (gsize i = 0; i < size; i++) {
    crc ^= bytes[i];
    for (int bit = 0; bit < 8; bit++)
      crc = crc >> 1 ^ (crc & 1 ? 0x82f63b78u : 0);
  }
  return ~crc;
}

static void add_masked_crc(GByteArray *file, gconstpointer data, gsize size) {
  const guint32 crc = gmx_crc32c(data, size);
  const guint32 masked = GUINT32_TO_LE((crc >> 15 | crc << 17) + 0xa282ead8u);
  g_byte_array_append(file, (const guint8 *)&masked, sizeof masked);
}

/* Takes @event. */
static void add_record(GByteArray *file, GByteArray *event) {
  const guint64 length = GUINT64_TO_LE(event->len);
  g_byte_array_append(file, (const guint8 *)&length, sizeof length);
  add_masked_crc(file, &length, sizeof length);
  g_byte_array_append(file, event->data, event->len);
  add_masked_crc(file, event->data, event->len);
  g_byte_array_unref(event);
}

static void add_version(GByteArray *file, double wall_time) {
  GByteArray *event = g_byte_array_new();
  gmx_protobuf_add_double(event, EVENT_WALL_TIME, wall_time);
  gmx_protobuf_add_text(event, EVENT_FILE_VERSION, "brain.Event:2");
  add_record(file, event);
}

/* The values of row @row as one summary; nothing where none of them is a number. */
static void add_row(GByteArray *file, GmxColumns *columns, const Scalar *scalars, guint count,
                    int row, double wall_time) {
  GByteArray *summary = g_byte_array_new();
  for (guint i = 0; i < count; i++) {
    const double *values = gmx_columns_find(columns, scalars[i].column);
    if (!values || isnan(values[row]))
      continue;
    GByteArray *value = g_byte_array_new();
    gmx_protobuf_add_text(value, VALUE_TAG, scalars[i].tag);
    gmx_protobuf_add_float(value, VALUE_SIMPLE, (float)values[row]);
    gmx_protobuf_take_message(summary, SUMMARY_VALUE, value);
  }
  if (summary->len == 0) {
    g_byte_array_unref(summary);
    return;
  }
  GByteArray *event = g_byte_array_new();
  gmx_protobuf_add_double(event, EVENT_WALL_TIME, wall_time);
  gmx_protobuf_add_int(event, EVENT_STEP, (gint64)gmx_columns_find(columns, "step")[row]);
  gmx_protobuf_take_message(event, EVENT_SUMMARY, summary);
  add_record(file, event);
}

static double modified_at(const char *path) {
  GStatBuf status;
  return g_stat(path, &status) == 0 ? (double)status.st_mtime : 0;
}

/* When the run began, as far as its files tell: their last writing less the time trained. */
static double began_at(const char *run_path) {
  g_autofree char *timing = g_build_filename(run_path, "timing.csv", NULL);
  g_autoptr(GmxColumns) columns = gmx_columns_read(timing, NULL);
  const double *seconds = columns ? gmx_columns_find(columns, "seconds") : NULL;
  const int count = columns ? gmx_columns_get_count(columns) : 0;
  return modified_at(timing) - (seconds && count > 0 ? seconds[count - 1] : 0);
}

static gboolean add_file(GByteArray *file, const char *run_path, const char *name,
                         const Scalar *scalars, guint count, double began, GError **error) {
  g_autofree char *path = g_build_filename(run_path, name, NULL);
  g_autoptr(GmxColumns) columns = gmx_columns_read(path, error);
  if (!columns)
    return FALSE;
  const GmxMeasure measure = scalars == step_scalars ? GMX_MEASURE_LOSS : GMX_MEASURE_TEST_ACCURACY;
  g_autoptr(GmxRunSeries) times = gmx_run_series_read(run_path, measure, GMX_ALIGN_TIME, error);
  if (!times)
    return FALSE;
  if (!gmx_columns_find(columns, "step")) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT, "%s must have the column step", path);
    return FALSE;
  }
  /* Steps after the last timed one happened after it. */
  for (int row = 0; row < gmx_columns_get_count(columns); row++) {
    const int timed = MIN(row, times->count - 1);
    add_row(file, columns, scalars, count, row, began + (timed >= 0 ? times->x[timed] : 0));
  }
  return TRUE;
}

gboolean gmx_tensorboard_export(const char *run_path, const char *folder, GError **error) {
  g_autoptr(GByteArray) file = g_byte_array_new();
  g_autofree char *run = g_path_get_basename(run_path);
  const double began = began_at(run_path);
  add_version(file, began);
  if (!add_file(file, run_path, "steps.csv", step_scalars, G_N_ELEMENTS(step_scalars), began,
                error) ||
      !add_file(file, run_path, "epochs.csv", epoch_scalars, G_N_ELEMENTS(epoch_scalars), began,
                error))
    return FALSE;
  if (g_mkdir_with_parents(folder, 0755) != 0) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_WRITE, "%s can't be made: %s", folder,
                g_strerror(errno));
    return FALSE;
  }
  /* Others put a time where the noughts are; a later export must find the earlier one. */
  g_autofree char *name = g_strdup_printf("events.out.tfevents.0000000000.%s", run);
  g_autofree char *path = g_build_filename(folder, name, NULL);
  return gmx_file_replace(path, file->data, file->len, error);
}
