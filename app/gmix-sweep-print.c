/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lists and tables of a sweep, for people in columns and for programs as objects. */
#include "app/gmix-json.h"
#include "app/gmix-report.h"
#include "app/gmix-sweep.h"
#include "engine/train/run-folder.h"

#include <math.h>
#include <stdio.h>

char *gmix_sweep_task_path(const GmixSweep *self, int task) {
  g_autofree char *standard = self->run_dir != NULL ? NULL : gmx_run_default_parent();
  g_autofree char *parent =
      g_canonicalize_filename(self->run_dir != NULL ? self->run_dir : standard, NULL);
  g_autofree char *name = gmx_sweep_get_run_name(self->sweep, task);

  return g_build_filename(parent, name, NULL);
}

static void set_axes(const GmixSweep *self, JsonObject *object, int task) {
  g_autoptr(GmxConfig) config = gmx_sweep_get_config(self->sweep, task);
  g_autoptr(JsonNode) settings = gmx_config_to_json(config);
  JsonObject *all = json_node_get_object(settings);

  for (int i = 0; i < gmx_sweep_get_axis_count(self->sweep); i++) {
    const char *name = gmx_sweep_get_axis(self->sweep, i)->setting;

    json_object_set_member(object, name, json_object_dup_member(all, name));
  }
}

JsonObject *gmix_sweep_task_object(const GmixSweep *self, const char *event, int task) {
  g_autofree char *path = gmix_sweep_task_path(self, task);
  JsonObject *object = gmix_json_event(event);

  json_object_set_int_member(object, "task", task);
  json_object_set_string_member(object, "run", path);
  set_axes(self, object, task);
  json_object_set_int_member(object, "seed", gmx_sweep_get_seed(self->sweep, task));
  return object;
}

static void list_json(const GmixSweep *self, int task, const GmxTaskStatus *status) {
  JsonObject *object = gmix_sweep_task_object(self, "task", task);

  json_object_set_string_member(object, "state", gmx_task_state_to_string(status->state));
  gmix_json_set_number(object, "test_accuracy", status->test_accuracy);
  gmix_json_set_number(object, "test_loss", status->test_loss);
  gmix_json_set_number(object, "ece", status->ece);
  if (status->problem != NULL)
    json_object_set_string_member(object, "problem", status->problem);
  gmix_json_print(object);
}

/* printf() counts bytes, and "–" has three. */
static void add_padded(GString *line, const char *text, int width, gboolean right) {
  const int room = MAX(width - (int)g_utf8_strlen(text, -1), 0);

  g_string_append_printf(line, "%*s%s%*s  ", right ? room : 0, "", text, right ? 0 : room, "");
}

static void print_line(GString *line) {
  g_strchomp(line->str);
  puts(line->str);
  g_string_truncate(line, 0);
}

void gmix_sweep_print_list(const GmixSweep *self) {
  g_autoptr(GString) line = g_string_new(NULL);

  for (int task = 0; task < gmx_sweep_get_count(self->sweep); task++) {
    g_autoptr(GmxTaskStatus) status = gmx_sweep_look(self->sweep, task, self->run_dir);
    g_autofree char *name = gmx_sweep_get_run_name(self->sweep, task);
    g_autofree char *accuracy = gmix_format_percent(status->test_accuracy);

    if (self->json) {
      list_json(self, task, status);
      continue;
    }
    g_string_append_printf(line, "%6d  %-9s  ", task, gmx_task_state_to_string(status->state));
    add_padded(line, accuracy, 7, TRUE);
    g_string_append(line, name);
    print_line(line);
  }
}

/* "87.1 ± 0.4 %"; one seed alone has no spread. */
static char *format_spread(double mean, double deviation, double scale, int digits,
                           const char *unit) {
  if (!isfinite(mean))
    return g_strdup("–");
  if (!isfinite(deviation))
    return g_strdup_printf("%.*f%s", digits, scale * mean, unit);
  return g_strdup_printf("%.*f ± %.*f%s", digits, scale * mean, digits, scale * deviation, unit);
}

/* A table of texts: all cells are made, then measured, then printed. */
typedef struct {
  GPtrArray *cells;   /* of char *, row by row, the titles first */
  int columns, words; /* the first @words columns are words, the rest are numbers */
} Table;

static void add_cell(Table *table, char *text) {
  g_ptr_array_add(table->cells, text);
}

static void add_titles(Table *table, GmxSweep *sweep) {
  static const char *const figures[] = {"seeds", "held-out accuracy", "loss", "ECE"};

  table->words = gmx_sweep_get_axis_count(sweep);
  table->columns = table->words + (int)G_N_ELEMENTS(figures) + 1;
  for (int i = 0; i < table->words; i++)
    add_cell(table, g_strdup(gmx_sweep_get_axis(sweep, i)->setting));
  for (gsize i = 0; i < G_N_ELEMENTS(figures); i++)
    add_cell(table, g_strdup(figures[i]));
  add_cell(table, g_strdup(""));
}

/* What the means leave out. */
static char *describe_rest(const GmxSweepRow *row) {
  g_autoptr(GString) text = g_string_new(NULL);

  if (row->diverged > 0)
    g_string_append_printf(text, "%d diverged", row->diverged);
  if (row->left > 0)
    g_string_append_printf(text, "%s%d left", text->len > 0 ? ", " : "", row->left);
  return g_string_free(g_steal_pointer(&text), FALSE);
}

static void add_row(Table *table, GmxSweep *sweep, const GmxSweepRow *row) {
  for (int i = 0; i < table->words; i++)
    add_cell(
        table,
        g_strdup(gmx_sweep_get_axis(sweep, i)->values[gmx_sweep_get_place(sweep, row->task, i)]));
  add_cell(table, g_strdup_printf("%d", row->n));
  add_cell(table, format_spread(row->test_accuracy, row->test_accuracy_deviation, 100, 2, " %"));
  add_cell(table, format_spread(row->test_loss, row->test_loss_deviation, 1, 4, ""));
  add_cell(table, format_spread(row->ece, row->ece_deviation, 100, 2, " %"));
  add_cell(table, describe_rest(row));
}

static void print_table(const Table *table) {
  g_autofree int *widths = g_new0(int, table->columns);
  g_autoptr(GString) line = g_string_new(NULL);

  for (guint i = 0; i < table->cells->len; i++) {
    int *width = &widths[i % (guint)table->columns];

    *width = MAX(*width, (int)g_utf8_strlen(table->cells->pdata[i], -1));
  }
  for (guint i = 0; i < table->cells->len; i++) {
    const int column = (int)(i % (guint)table->columns);

    add_padded(line, table->cells->pdata[i], widths[column], column >= table->words);
    if (column == table->columns - 1)
      print_line(line);
  }
}

static void row_json(const GmixSweep *self, const GmxSweepRow *row) {
  JsonObject *object = gmix_json_event("row");

  set_axes(self, object, row->task);
  json_object_set_int_member(object, "seeds", row->n);
  json_object_set_int_member(object, "diverged", row->diverged);
  json_object_set_int_member(object, "left", row->left);
  gmix_json_set_number(object, "test_accuracy", row->test_accuracy);
  gmix_json_set_number(object, "test_accuracy_deviation", row->test_accuracy_deviation);
  gmix_json_set_number(object, "test_loss", row->test_loss);
  gmix_json_set_number(object, "test_loss_deviation", row->test_loss_deviation);
  gmix_json_set_number(object, "ece", row->ece);
  gmix_json_set_number(object, "ece_deviation", row->ece_deviation);
  gmix_json_print(object);
}

void gmix_sweep_print_table(const GmixSweep *self) {
  g_autoptr(GPtrArray) cells = g_ptr_array_new_with_free_func(g_free);
  Table table = {.cells = cells};
  int count;
  g_autofree GmxSweepRow *rows = gmx_sweep_summarise(self->sweep, self->run_dir, &count);

  add_titles(&table, self->sweep);
  for (int i = 0; i < count; i++)
    if (self->json)
      row_json(self, &rows[i]);
    else
      add_row(&table, self->sweep, &rows[i]);
  if (!self->json)
    print_table(&table);
}
