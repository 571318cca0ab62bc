/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From the columns of steps.csv and epochs.csv to records: the one place that knows which column is
 * which field. */
#include "engine/runs/run-records.h"

#include "engine/runs/columns.h"
#include "engine/train/run-folder.h"

#include <math.h>

/* Numbers are read as doubles: up to here they count without a gap. */
#define MOST_STEPS 9007199254740992.0 /* 2^53 */

static gboolean is_count(double value, double most) {
  return value >= 0 && value <= most && value == floor(value);
}

/* The file's columns, of which each row has a step and an epoch. */
static GmxColumns *read_columns(const char *path, const char *file, GError **error) {
  g_autofree char *name = g_build_filename(path, file, NULL);
  g_autoptr(GmxColumns) columns = gmx_columns_read(name, error);
  if (!columns)
    return NULL;
  const double *step = gmx_columns_find(columns, "step");
  const double *epoch = gmx_columns_find(columns, "epoch");
  if (!step || !epoch) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT,
                "%s must have the columns step and epoch", name);
    return NULL;
  }
  for (int i = 0; i < gmx_columns_get_count(columns); i++)
    if (!is_count(step[i], MOST_STEPS) || !is_count(epoch[i], G_MAXINT)) {
      g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT,
                  "%s: line %d must have whole numbers as step and epoch", name, i + 2);
      return NULL;
    }
  return g_steal_pointer(&columns);
}

/* A file, the record that one of its rows becomes, and which column is which of its doubles. */
typedef struct {
  const char *file;
  gsize size, step, epoch; /* of the record; where in it a gint64 and an int lie */
  struct {
    const char *column;
    gsize offset;
  } fields[9]; /* up to the first without a column */
} Table;

#define STEP(member)                                                                               \
  { #member, G_STRUCT_OFFSET(GmxStepRecord, member) }
static const Table steps = {
    .file = "steps.csv",
    .size = sizeof(GmxStepRecord),
    .step = G_STRUCT_OFFSET(GmxStepRecord, step),
    .epoch = G_STRUCT_OFFSET(GmxStepRecord, epoch),
    .fields = {STEP(lambda), STEP(loss), STEP(loss_perturbed), STEP(sharpness), STEP(gradient_norm),
               STEP(epsilon_norm), STEP(cosine), STEP(learning_rate)},
};

#define EPOCH(member)                                                                              \
  { #member, G_STRUCT_OFFSET(GmxEpochRecord, member) }
static const Table epochs = {
    .file = "epochs.csv",
    .size = sizeof(GmxEpochRecord),
    .step = G_STRUCT_OFFSET(GmxEpochRecord, step),
    .epoch = G_STRUCT_OFFSET(GmxEpochRecord, epoch),
    .fields = {EPOCH(train_loss), EPOCH(train_accuracy), EPOCH(test_loss), EPOCH(test_accuracy),
               EPOCH(ece)},
};

static GArray *read_table(const char *path, const Table *table, GError **error) {
  g_autoptr(GmxColumns) columns = read_columns(path, table->file, error);
  if (!columns)
    return NULL;
  const guint count = (guint)gmx_columns_get_count(columns);
  const double *step = gmx_columns_find(columns, "step");
  const double *epoch = gmx_columns_find(columns, "epoch");
  GArray *records = g_array_sized_new(FALSE, TRUE, (guint)table->size, count);
  g_array_set_size(records, count);
  for (guint i = 0; i < count; i++) {
    char *record = records->data + i * table->size;
    *(gint64 *)(gpointer)(record + table->step) = (gint64)step[i];
    *(int *)(gpointer)(record + table->epoch) = (int)epoch[i];
  }
  for (gsize f = 0; table->fields[f].column; f++) {
    const double *values = gmx_columns_find(columns, table->fields[f].column);
    for (guint i = 0; i < count; i++)
      *(double *)(gpointer)(records->data + i * table->size + table->fields[f].offset) =
          values ? values[i] : NAN;
  }
  return records;
}

GArray *gmx_run_read_steps(const char *path, GError **error) {
  return read_table(path, &steps, error);
}

GArray *gmx_run_read_epochs(const char *path, GError **error) {
  return read_table(path, &epochs, error);
}
