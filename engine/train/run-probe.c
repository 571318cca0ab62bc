/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading probe.csv and intrusion.csv of an earlier run, one epoch at a time.
 *
 * Over a long run the files grow large, so that only the rows asked for are taken apart. They are
 * read and not mapped: a run that is trained meanwhile may cut them back. What stands after the
 * last row of epochs.csv was being written when the run was cut short, and is left out, as a
 * resumed run would cut it. Nothing in a file is taken on trust: an error names the file and the
 * line. */
#include "engine/train/file.h"
#include "engine/train/intrusion-private.h"
#include "engine/train/run-folder.h"

#include <math.h>
#include <string.h>

#define PROBE_FIELDS 11
#define INTRUSION_FIELDS 9
#define MOST_FIELDS 11
#define PROBE_HEADER                                                                               \
  "epoch,example,first,second,first_label,second_label,lambda,loss,loss_perturbed,s,side"

/* A CSV file whose rows begin with a rising epoch. */
typedef struct {
  char *path, *text;
  gsize size;
  const char *rest;    /* not read yet */
  const char *row;     /* the row under way; ends with a line's end */
  int line;            /* its number; the first line is 1 */
  int epoch;           /* its first field */
  int images, classes; /* of the run's training part: what numbers may be */
} Table;

static void clear_table(Table *table) {
  g_clear_pointer(&table->text, g_free);
  g_clear_pointer(&table->path, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Table, clear_table)

static gboolean is_damaged(const Table *table, GError **error, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
static gboolean is_damaged(const Table *table, GError **error, const char *format, ...) {
  va_list list;
  va_start(list, format);
  g_autofree char *what = g_strdup_vprintf(format, list);
  va_end(list);
  g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT, "%s, line %d: %s", table->path,
              table->line, what);
  return FALSE;
}

/* To the first row. A header may have columns that a later version added. */
static gboolean rewind_table(Table *table, const char *header, GError **error) {
  const char *line_end = memchr(table->text, '\n', table->size);
  table->line = 1;
  table->epoch = 0;
  if (!line_end || !g_str_has_prefix(table->text, header) ||
      strchr("\n,", table->text[strlen(header)]) == NULL)
    return is_damaged(table, error, "it must begin with “%s”", header);
  table->rest = line_end + 1;
  return TRUE;
}

static gboolean open_table(Table *table, const char *folder, const char *name, const char *header,
                           GError **error) {
  g_autoptr(GError) wrong = NULL;
  table->path = g_build_filename(folder, name, NULL);
  if (g_file_get_contents(table->path, &table->text, &table->size, &wrong))
    return rewind_table(table, header, error);
  g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_READ, "%s can't be read: %s", table->path,
              gmx_file_reason(wrong));
  return FALSE;
}

static gint64 read_count(JsonObject *dataset, const char *name) {
  JsonNode *node = json_object_get_member(dataset, name);
  return node && JSON_NODE_HOLDS_VALUE(node) ? json_node_get_int(node) : 0;
}

/* How many images and classes the run had: whoever shows a row takes its numbers as places. */
static gboolean read_limits(Table *table, const char *folder, GError **error) {
  g_autoptr(GmxRunInfo) info = gmx_run_info_load(folder, error);
  if (!info)
    return FALSE;
  JsonObject *run = json_node_get_object(info->description);
  JsonObject *dataset = json_object_get_object_member(run, "dataset");
  const gint64 images = read_count(dataset, "training");
  const gint64 classes = read_count(dataset, "classes");
  if (images < 1 || images > G_MAXINT || classes < 1 || classes > G_MAXINT) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT,
                "%s/run.json: “dataset” must say how many “training” images and “classes” there "
                "are",
                info->path);
    return FALSE;
  }
  table->images = (int)images;
  table->classes = (int)classes;
  return TRUE;
}

/* To the next row of an epoch up to @last; FALSE with @error where its epoch is wrong, and without
 * where there is none. */
static gboolean next_row(Table *table, int last, GError **error) {
  const char *row = table->rest;
  const char *line_end = memchr(row, '\n', table->size - (gsize)(row - table->text));
  char *after = NULL;
  if (!line_end)
    return FALSE;
  table->line++;
  table->row = row;
  table->rest = line_end + 1;
  const gint64 epoch = g_ascii_isdigit(*row) ? g_ascii_strtoll(row, &after, 10) : 0;
  if (epoch < 1 || epoch > G_MAXINT || *after != ',' || epoch < table->epoch)
    return is_damaged(table, error, "it must begin with an epoch, from %d on",
                      MAX(table->epoch, 1));
  table->epoch = (int)epoch;
  return epoch <= last;
}

/* A row taken apart. */
typedef struct {
  const Table *table;
  char **fields;
  GError **error;
  gboolean whole; /* nothing was wrong so far */
} Row;

static Row split_row(const Table *table, guint count, GError **error) {
  g_autofree char *text = g_strndup(table->row, (gsize)(table->rest - 1 - table->row));
  Row row = {table, g_strsplit(text, ",", -1), error, TRUE};
  if (g_strv_length(row.fields) < count)
    row.whole = is_damaged(table, error, "%u fields are there, %u are due",
                           g_strv_length(row.fields), count);
  return row;
}

/* Field @place as a whole number from 0, below @limit. */
static int read_int(Row *row, int place, const char *name, int limit) {
  gint64 value = 0;
  if (row->whole && !g_ascii_string_to_signed(row->fields[place], 10, 0, limit - 1, &value, NULL))
    row->whole =
        is_damaged(row->table, row->error, "%s must be a whole number from 0 to %d, not “%s”", name,
                   limit - 1, row->fields[place]);
  return (int)value;
}

/* Field @place as a number; NaN where it is empty. */
static double read_number(Row *row, int place, const char *name) {
  if (!row->whole || row->fields[place][0] == '\0')
    return NAN;
  char *end = NULL;
  const double value = g_ascii_strtod(row->fields[place], &end);
  if (*end != '\0' || g_ascii_isspace(row->fields[place][0]))
    row->whole = is_damaged(row->table, row->error, "%s must be a number, not “%s”", name,
                            row->fields[place]);
  return value;
}

/* Field @place as one of two words, or empty: 1 for @yes, 0 for @no, −1. */
static int read_word(Row *row, int place, const char *name, const char *yes, const char *no) {
  if (!row->whole || row->fields[place][0] == '\0')
    return -1;
  if (strcmp(row->fields[place], yes) == 0)
    return 1;
  if (strcmp(row->fields[place], no) != 0)
    row->whole = is_damaged(row->table, row->error, "%s must be %s or %s, not “%s”", name, yes, no,
                            row->fields[place]);
  return 0;
}

static void check_example(Row *row, int example, guint wanted) {
  if (row->whole && example != (int)wanted)
    row->whole = is_damaged(row->table, row->error, "example %u is due, not %d", wanted, example);
}

/* Earlier versions did not keep what was predicted. */
static gboolean has_prediction(const Table *table) {
  return g_str_has_prefix(table->text, PROBE_HEADER ",prediction");
}

static gboolean take_probe(const Table *table, GArray *records, GError **error) {
  Row row = split_row(table, PROBE_FIELDS, error);
  g_auto(GStrv) fields = row.fields;
  GmxProbeRecord record = {.epoch = table->epoch,
                           .example = read_int(&row, 1, "example", G_MAXINT),
                           .first = read_int(&row, 2, "first", table->images),
                           .second = read_int(&row, 3, "second", table->images),
                           .first_label = read_int(&row, 4, "first_label", table->classes),
                           .second_label = read_int(&row, 5, "second_label", table->classes),
                           .lambda = read_number(&row, 6, "lambda"),
                           .loss = read_number(&row, 7, "loss"),
                           .loss_perturbed = read_number(&row, 8, "loss_perturbed"),
                           .s = read_number(&row, 9, "s")};
  record.sharp = read_word(&row, 10, "side", "sharp", "flat") == 1;
  record.predicted = row.whole && has_prediction(table) && g_strv_length(fields) > PROBE_FIELDS &&
                     fields[PROBE_FIELDS][0] != '\0';
  if (record.predicted)
    record.prediction = read_int(&row, PROBE_FIELDS, "prediction", table->classes);
  check_example(&row, record.example, records->len);
  if (row.whole && !(record.lambda >= 0 && record.lambda <= 1))
    row.whole = is_damaged(table, error, "lambda must be from 0 to 1, not “%s”", fields[6]);
  if (row.whole)
    g_array_append_val(records, record);
  return row.whole;
}

static gboolean take_intrusion(const Table *table, GArray *records, GError **error) {
  Row row = split_row(table, INTRUSION_FIELDS, error);
  g_auto(GStrv) fields = row.fields;
  const gboolean found = row.whole && fields[2][0] != '\0';
  GmxIntrusionRecord record = {.epoch = table->epoch,
                               .example = read_int(&row, 1, "example", G_MAXINT),
                               .nearest = found ? read_int(&row, 2, "nearest", table->images) : -1,
                               .nearest_label =
                                   found ? read_int(&row, 3, "nearest_label", table->classes) : -1,
                               .distance = read_number(&row, 4, "distance"),
                               .first_distance = read_number(&row, 5, "first_distance"),
                               .second_distance = read_number(&row, 6, "second_distance"),
                               .searched = read_int(&row, 8, "searched", G_MAXINT)};
  const int intruded = read_word(&row, 7, "intruded", "1", "0");
  record.known = intruded >= 0;
  record.intruded = intruded == 1;
  check_example(&row, record.example, records->len);
  if (row.whole)
    g_array_append_val(records, record);
  return row.whole;
}

/* One of the two files. */
typedef struct {
  const char *name, *header;
  gsize record_size;
  gboolean (*take)(const Table *table, GArray *records, GError **error);
} Kind;

static const Kind probe_kind = {"probe.csv", PROBE_HEADER, sizeof(GmxProbeRecord), take_probe};
static const Kind intrusion_kind = {"intrusion.csv",
                                    "epoch,example,nearest,nearest_label,distance,first_distance,"
                                    "second_distance,intruded,searched",
                                    sizeof(GmxIntrusionRecord), take_intrusion};

/* The epochs of @table up to @last, and back to its first row. */
static GArray *scan_epochs(Table *table, const Kind *kind, int last, GError **error) {
  g_autoptr(GArray) epochs = g_array_new(FALSE, FALSE, sizeof(int));
  GError *wrong = NULL;
  int newest = 0;
  while (next_row(table, last, &wrong))
    if (table->epoch > newest) {
      newest = table->epoch;
      g_array_append_val(epochs, newest);
    }
  if (wrong) {
    g_propagate_error(error, wrong);
    return NULL;
  }
  return rewind_table(table, kind->header, error) ? g_steal_pointer(&epochs) : NULL;
}

static GArray *open_and_scan(Table *table, const Kind *kind, const char *folder, GError **error) {
  GmxEpochRecord last;
  if (!read_limits(table, folder, error) || !gmx_run_folder_read_last_epoch(folder, &last, error) ||
      !open_table(table, folder, kind->name, kind->header, error))
    return NULL;
  return scan_epochs(table, kind, last.epoch, error);
}

/* "1 to 3, 5": what there is, for people. */
static char *describe_epochs(const GArray *epochs) {
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < epochs->len;) {
    guint j = i;
    while (j + 1 < epochs->len &&
           g_array_index(epochs, int, j + 1) == g_array_index(epochs, int, j) + 1)
      j++;
    g_string_append_printf(text, "%s%d", i > 0 ? ", " : "", g_array_index(epochs, int, i));
    if (j > i)
      g_string_append_printf(text, " to %d", g_array_index(epochs, int, j));
    i = j + 1;
  }
  return g_string_free(text, FALSE);
}

/* @epoch, or the newest for 0, where it is among @epochs; 0 with @error. */
static int choose_epoch(const Table *table, const GArray *epochs, int epoch, GError **error) {
  if (epochs->len == 0) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_READ, "%s holds no whole epoch", table->path);
    return 0;
  }
  for (guint i = 0; i < epochs->len; i++)
    if (epoch == g_array_index(epochs, int, i))
      return epoch;
  if (epoch == 0)
    return g_array_index(epochs, int, epochs->len - 1);
  g_autofree char *there = describe_epochs(epochs);
  g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_READ, "%s holds no epoch %d; it has %s",
              table->path, epoch, there);
  return 0;
}

/* The rows of @epoch (0: the newest) in file @kind of the run at @folder. */
static GArray *read_rows(const Kind *kind, const char *folder, int epoch, GError **error) {
  g_auto(Table) table = {0};
  g_autoptr(GArray) epochs = open_and_scan(&table, kind, folder, error);
  g_autoptr(GArray) records = g_array_new(FALSE, TRUE, (guint)kind->record_size);
  const int wanted = epochs ? choose_epoch(&table, epochs, epoch, error) : 0;
  if (wanted == 0)
    return NULL;
  while (next_row(&table, wanted, NULL)) /* all of them were seen once */
    if (table.epoch == wanted && !kind->take(&table, records, error))
      return NULL;
  return g_steal_pointer(&records);
}

GArray *gmx_run_folder_list_probe(const char *path, GError **error) {
  g_auto(Table) table = {0};
  return open_and_scan(&table, &probe_kind, path, error);
}

GArray *gmx_run_folder_list_intrusion(const char *path, GError **error) {
  g_auto(Table) table = {0};
  g_autofree char *file = g_build_filename(path, intrusion_kind.name, NULL);
  g_autofree char *run = g_build_filename(path, "run.json", NULL);
  if (!g_file_test(file, G_FILE_TEST_EXISTS) && g_file_test(run, G_FILE_TEST_EXISTS))
    return g_array_new(FALSE, FALSE, sizeof(int)); /* a run of a version before it */
  return open_and_scan(&table, &intrusion_kind, path, error);
}

GArray *gmx_run_folder_read_probe(const char *path, int epoch, GError **error) {
  return read_rows(&probe_kind, path, epoch, error);
}

static GmxIntrusion *intrusion_of(const GArray *records) {
  GmxIntrusion *intrusion = gmx_intrusion_new((int)records->len);
  for (guint i = 0; i < records->len; i++) {
    const GmxIntrusionRecord *record = &g_array_index(records, GmxIntrusionRecord, i);
    const gsize first = (gsize)i * GMX_NEIGHBOURS;
    intrusion->epoch = record->epoch;
    intrusion->searched = record->searched;
    intrusion->nearest[first] = record->nearest;
    intrusion->nearest_label[first] = record->nearest_label;
    intrusion->distance[first] = (float)record->distance;
    intrusion->first_distance[i] = (float)record->first_distance;
    intrusion->second_distance[i] = (float)record->second_distance;
    intrusion->intruded[i] = record->intruded != FALSE;
  }
  return intrusion;
}

GmxIntrusion *gmx_run_folder_read_intrusion(const char *path, int epoch, GError **error) {
  g_autoptr(GArray) records = read_rows(&intrusion_kind, path, epoch, error);
  return records ? intrusion_of(records) : NULL;
}
