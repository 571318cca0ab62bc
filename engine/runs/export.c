/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The table is joined as text, so that no figure changes on its way. */
#include "engine/runs/export.h"

#include "engine/runs/columns.h"
#include "engine/train/file.h"
#include "engine/train/run-folder.h"
#include "engine/train/safetensors.h"
#include "engine/train/text.h"

#include <math.h>
#include <string.h>

/* CSV */

/* The whole lines of table @name, which has no quoted fields, the header first; each has as many
 * fields as that. */
static char **read_lines(const char *run_path, const char *name, GError **error) {
  g_autofree char *path = g_build_filename(run_path, name, NULL);
  g_autoptr(GmxColumns) checked = gmx_columns_read(path, error);
  g_autofree char *text = NULL;
  if (!checked || !g_file_get_contents(path, &text, NULL, error))
    return NULL;
  char *end = strrchr(text, '\n');
  *(end ? end : text) = '\0';
  return g_strsplit(text, "\n", -1);
}

/* What follows the first @count fields of @line. */
static const char *skip_fields(const char *line, int count) {
  for (; count > 0 && line; count--) {
    line = strchr(line, ',');
    line = line ? line + 1 : NULL;
  }
  return line ? line : "";
}

static gint64 step_of_epoch(const char *line) {
  return g_ascii_strtoll(skip_fields(line, 1), NULL, 10);
}

/* "epoch,step,a,b" gives ",a,b"; a row that has none gives ",,". */
static char *make_empty(const char *header) {
  GString *commas = g_string_new(",");
  for (const char *c = skip_fields(header, 2); *c; c++)
    if (*c == ',')
      g_string_append_c(commas, ',');
  return g_string_free(commas, FALSE);
}

static gboolean check_header(const char *run_path, const char *name, const char *line,
                             const char *wanted, GError **error) {
  if (line && g_str_has_prefix(line, wanted))
    return TRUE;
  g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT, "%s/%s must begin with “%s”", run_path,
              name, wanted);
  return FALSE;
}

static GString *join_tables(char **steps, char **epochs) {
  GString *out = g_string_new(NULL);
  g_autofree char *empty = make_empty(epochs[0]);
  guint epoch = 1;
  g_string_append_printf(out, "%s,%s\n", steps[0], skip_fields(epochs[0], 2));
  for (guint i = 1; steps[i]; i++) {
    const gint64 step = g_ascii_strtoll(steps[i], NULL, 10);
    while (epochs[epoch] && step_of_epoch(epochs[epoch]) < step)
      epoch++;
    g_string_append(out, steps[i]);
    if (epochs[epoch] && step_of_epoch(epochs[epoch]) == step)
      g_string_append_printf(out, ",%s\n", skip_fields(epochs[epoch], 2));
    else
      g_string_append_printf(out, "%s\n", empty);
  }
  return out;
}

gboolean gmx_export_csv(const char *run_path, const char *path, GError **error) {
  g_auto(GStrv) steps = read_lines(run_path, "steps.csv", error);
  g_auto(GStrv) epochs = steps ? read_lines(run_path, "epochs.csv", error) : NULL;
  if (!epochs || !check_header(run_path, "steps.csv", steps[0], "step,", error) ||
      !check_header(run_path, "epochs.csv", epochs[0], "epoch,step,", error))
    return FALSE;
  g_autoptr(GString) out = join_tables(steps, epochs);
  return gmx_file_replace(path, out->str, out->len, error);
}

/* JSON: text made by hand, because a node for each of a million figures would be dear. */

static void append_array(GString *out, const double *values, int count) {
  char text[GMX_NUMBER_SIZE];
  g_string_append_c(out, '[');
  for (int i = 0; i < count; i++)
    g_string_append_printf(out, "%s%s", i > 0 ? "," : "",
                           isfinite(values[i]) ? gmx_number_shortest(values[i], text) : "null");
  g_string_append_c(out, ']');
}

/* The column names are those of a file: quoted as any text is. */
static void append_text(GString *out, const char *text) {
  g_autoptr(JsonNode) node = json_node_init_string(json_node_alloc(), text);
  g_autofree char *quoted = gmx_json_to_text(node, FALSE);
  g_string_append(out, quoted);
}

static gboolean append_table(GString *out, const char *run_path, const char *file, const char *name,
                             GError **error) {
  g_autofree char *path = g_build_filename(run_path, file, NULL);
  g_autoptr(GmxColumns) columns = gmx_columns_read(path, error);
  if (!columns)
    return FALSE;
  const char *const *names = gmx_columns_get_names(columns);
  g_string_append_printf(out, ",\n\"%s\": {", name);
  for (int i = 0; names[i]; i++) {
    g_string_append(out, i > 0 ? ",\n  " : "\n  ");
    append_text(out, names[i]);
    g_string_append(out, ": ");
    append_array(out, gmx_columns_find(columns, names[i]), gmx_columns_get_count(columns));
  }
  g_string_append(out, "\n}");
  return TRUE;
}

static gboolean append_events(GString *out, const char *run_path, GError **error) {
  g_autoptr(GPtrArray) events = gmx_run_folder_read_events(run_path, error);
  if (!events)
    return FALSE;
  g_string_append(out, ",\n\"events\": [");
  for (guint i = 0; i < events->len; i++) {
    const GmxEventRecord *event = g_ptr_array_index(events, i);
    g_string_append_printf(
        out, "%s\n  {\"step\": %" G_GINT64_FORMAT ", \"setting\": ", i > 0 ? "," : "", event->step);
    append_text(out, event->setting);
    g_string_append(out, ", \"old\": ");
    append_text(out, event->old_value);
    g_string_append(out, ", \"new\": ");
    append_text(out, event->new_value);
    g_string_append_c(out, '}');
  }
  g_string_append(out, "\n]");
  return TRUE;
}

gboolean gmx_export_json(const char *run_path, const char *path, GError **error) {
  g_autoptr(GmxRunInfo) info = gmx_run_info_load(run_path, error);
  g_autoptr(GString) out = g_string_new("{\n\"name\": ");
  if (!info)
    return FALSE;
  append_text(out, info->name);
  g_autofree char *description = gmx_json_to_text(info->description, TRUE);
  g_string_append_printf(out, ",\n\"run\": %s", description);
  if (!append_table(out, run_path, "steps.csv", "steps", error) ||
      !append_table(out, run_path, "epochs.csv", "epochs", error) ||
      !append_events(out, run_path, error))
    return FALSE;
  g_string_append(out, "\n}\n");
  return gmx_file_replace(path, out->str, out->len, error);
}

/* Weights */

/* What training alone needs. */
static gboolean is_state(const char *name) {
  return g_str_has_prefix(name, "optimizer.") || g_str_has_prefix(name, "random.") ||
         g_str_has_prefix(name, "position.");
}

gboolean gmx_export_weights(const char *run_path, const char *path, GError **error) {
  static const char *const kept[] = {"model", "classes", "channels", "height", "width", "step"};
  g_autofree char *name = g_build_filename(run_path, "checkpoint.safetensors", NULL);
  g_autoptr(GmxSafetensors) checkpoint = gmx_safetensors_open(name, error);
  g_autoptr(GmxSafetensorsWriter) writer = gmx_safetensors_writer_new();
  if (!checkpoint)
    return FALSE;
  gmx_safetensors_writer_add_metadata(writer, "format", "pt"); /* which some readers ask for */
  for (gsize i = 0; i < G_N_ELEMENTS(kept); i++) {
    const char *value = gmx_safetensors_get_metadata(checkpoint, kept[i]);
    if (value)
      gmx_safetensors_writer_add_metadata(writer, kept[i], value);
  }
  for (int i = 0; i < gmx_safetensors_count(checkpoint); i++) {
    const GmxTensorView *tensor = gmx_safetensors_get(checkpoint, i);
    if (!is_state(tensor->name))
      gmx_safetensors_writer_add(writer, tensor->name, tensor->dtype, tensor->rank, tensor->shape,
                                 tensor->data);
  }
  return gmx_safetensors_writer_save(writer, path, error);
}
