/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading runs: what a folder's run.json and events.csv say, and which runs there are. */
#include "engine/train/file.h"
#include "engine/train/run-folder.h"

#include <math.h>
#include <string.h>

/* run.json of the run at @folder. */
static JsonNode *read_description(const char *folder, GError **error) {
  g_autofree char *path = g_build_filename(folder, "run.json", NULL);
  g_autoptr(JsonParser) parser = json_parser_new();
  g_autoptr(GError) wrong = NULL;

  if (!json_parser_load_from_file(parser, path, &wrong)) {
    if (wrong->domain == G_FILE_ERROR)
      g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_READ, "%s can't be read: %s", path,
                  gmx_file_reason(wrong));
    else
      g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_READ, "%s is no run: %s", folder,
                  wrong->message);
    return NULL;
  }
  /* json-glib finds nothing wrong with an empty file. */
  if (json_parser_get_root(parser) == NULL) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT, "%s holds no run: it is empty", path);
    return NULL;
  }
  return json_parser_steal_root(parser);
}

/* Object @name of @parent, or NULL. */
static JsonObject *find_object(JsonObject *parent, const char *name) {
  JsonNode *node = parent != NULL ? json_object_get_member(parent, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
}

static gboolean read_info(GmxRunInfo *info, JsonNode *root, GError **error) {
  JsonObject *run = JSON_NODE_HOLDS_OBJECT(root) ? json_node_get_object(root) : NULL;
  JsonObject *dataset = find_object(run, "dataset"), *summary = find_object(run, "summary");
  g_autoptr(GError) wrong = NULL;

  if (find_object(run, "settings") == NULL || dataset == NULL) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT,
                "%s/run.json holds no run: it must be an object with “settings” and “dataset”",
                info->path);
    return FALSE;
  }
  info->config = gmx_config_from_json(json_object_get_member(run, "settings"), &wrong);
  if (info->config == NULL) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT, "%s/run.json: %s", info->path,
                wrong->message);
    return FALSE;
  }
  info->dataset_checksum =
      g_strdup(json_object_get_string_member_with_default(dataset, "checksum", ""));
  info->summary = summary != NULL ? json_object_ref(summary) : NULL;
  return TRUE;
}

GmxRunInfo *gmx_run_info_load(const char *path, GError **error) {
  g_autoptr(GmxRunInfo) info = g_new0(GmxRunInfo, 1);
  g_autoptr(JsonNode) root = read_description(path, error);

  if (root == NULL)
    return NULL;
  info->description = json_node_ref(root);
  info->path = g_canonicalize_filename(path, NULL);
  info->name = g_path_get_basename(path);
  if (!read_info(info, root, error))
    return NULL;
  return g_steal_pointer(&info);
}

void gmx_run_info_free(GmxRunInfo *info) {
  if (info == NULL)
    return;
  g_free(info->path);
  g_free(info->name);
  g_free(info->dataset_checksum);
  g_clear_object(&info->config);
  g_clear_pointer(&info->description, json_node_unref);
  g_clear_pointer(&info->summary, json_object_unref);
  g_free(info);
}

/* Names begin with the date; of one minute, "-10" comes after "-9". */
static int compare_infos(gconstpointer a, gconstpointer b) {
  const GmxRunInfo *left = *(GmxRunInfo *const *)a, *right = *(GmxRunInfo *const *)b;
  g_autofree char *left_key = g_utf8_collate_key_for_filename(left->name, -1);
  g_autofree char *right_key = g_utf8_collate_key_for_filename(right->name, -1);

  return strcmp(left_key, right_key);
}

static gboolean holds_run(const char *folder) {
  g_autofree char *path = g_build_filename(folder, "run.json", NULL);

  return g_file_test(path, G_FILE_TEST_IS_REGULAR);
}

GPtrArray *gmx_run_folder_list(const char *parent, GError **error) {
  g_autoptr(GPtrArray) runs = g_ptr_array_new_with_free_func((GDestroyNotify)gmx_run_info_free);
  g_autofree char *standard = gmx_run_default_parent();
  g_autoptr(GDir) dir = NULL;
  g_autoptr(GError) wrong = NULL;
  const char *name;

  parent = parent != NULL ? parent : standard;
  dir = g_dir_open(parent, 0, &wrong);
  if (dir == NULL && !g_error_matches(wrong, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_READ, "%s can't be read: %s", parent,
                gmx_file_reason(wrong));
    return NULL;
  }
  while (dir != NULL && (name = g_dir_read_name(dir)) != NULL) {
    g_autofree char *path = g_build_filename(parent, name, NULL);
    GmxRunInfo *info = holds_run(path) ? gmx_run_info_load(path, NULL) : NULL;

    if (info != NULL)
      g_ptr_array_add(runs, info);
  }
  g_ptr_array_sort(runs, compare_infos);
  return g_steal_pointer(&runs);
}

/* What is the matter where no run was found under a name. */
static void explain_missing(const char *path, const char *name, const char *parent,
                            GError **error) {
  if (g_file_test(path, G_FILE_TEST_IS_DIR))
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_READ,
                "%s has no run.json: it is no run, or one that was cut short before it began and "
                "holds nothing to go on with",
                path);
  else
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_READ,
                "there is no run “%s”: neither a folder with run.json nor a run under %s", name,
                parent);
}

char *gmx_run_find(const char *parent, const char *path_or_name, GError **error) {
  g_autofree char *standard = gmx_run_default_parent();
  g_autofree char *path = NULL;

  if (holds_run(path_or_name))
    return g_canonicalize_filename(path_or_name, NULL);
  parent = parent != NULL ? parent : standard;
  path = g_build_filename(parent, path_or_name, NULL);
  if (holds_run(path))
    return g_canonicalize_filename(path, NULL);
  explain_missing(g_file_test(path, G_FILE_TEST_IS_DIR) ? path : path_or_name, path_or_name, parent,
                  error);
  return NULL;
}

/* The next field of a CSV row; @at moves behind it, and to NULL at the row's end. */
static char *read_field(const char **at) {
  GString *field = g_string_new(NULL);
  gboolean quoted = **at == '"';
  const char *c = quoted ? *at + 1 : *at;

  for (; *c != '\0' && (quoted || *c != ','); c++) {
    if (quoted && *c == '"' && c[1] != '"')
      quoted = FALSE;
    else {
      g_string_append_c(field, *c);
      if (quoted && *c == '"')
        c++;
    }
  }
  *at = *c == ',' ? c + 1 : NULL;
  return g_string_free(field, FALSE);
}

static void event_free(gpointer data) {
  GmxEventRecord *event = data;

  g_free(event->setting);
  g_free(event->old_value);
  g_free(event->new_value);
  g_free(event);
}

static void read_event(GPtrArray *events, const char *row) {
  char *fields[4] = {NULL};

  for (int i = 0; i < 4 && row != NULL; i++)
    fields[i] = read_field(&row);
  if (fields[3] != NULL) {
    GmxEventRecord *event = g_new0(GmxEventRecord, 1);

    event->step = g_ascii_strtoll(fields[0], NULL, 10);
    event->setting = g_steal_pointer(&fields[1]);
    event->old_value = g_steal_pointer(&fields[2]);
    event->new_value = g_steal_pointer(&fields[3]);
    g_ptr_array_add(events, event);
  }
  for (int i = 0; i < 4; i++)
    g_free(fields[i]);
}

/* The whole rows of table @name of the run at @path, its header first. */
static char **read_lines(const char *path, const char *name, GError **error) {
  g_autofree char *file = g_build_filename(path, name, NULL);
  g_autofree char *text = NULL;
  g_autoptr(GError) wrong = NULL;
  char *end;

  if (!g_file_get_contents(file, &text, NULL, &wrong)) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_READ, "%s can't be read: %s", file,
                gmx_file_reason(wrong));
    return NULL;
  }
  /* What has no line's end was being written when the run was cut short. */
  end = strrchr(text, '\n');
  *(end != NULL ? end : text) = '\0';
  return g_strsplit(text, "\n", -1);
}

GPtrArray *gmx_run_folder_read_events(const char *path, GError **error) {
  g_autoptr(GPtrArray) events = g_ptr_array_new_with_free_func(event_free);
  g_auto(GStrv) lines = read_lines(path, "events.csv", error);

  if (lines == NULL)
    return NULL;
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++)
    read_event(events, lines[i]);
  return g_steal_pointer(&events);
}

/* A number of a table; an empty field is one that was not there. */
static double read_number(const char **row) {
  g_autofree char *text = *row != NULL ? read_field(row) : NULL;

  return text != NULL && text[0] != '\0' ? g_ascii_strtod(text, NULL) : NAN;
}

/* NULL for @row: nothing was evaluated yet. */
static GmxEpochRecord read_epoch(const char *row) {
  GmxEpochRecord record = {.epoch = row != NULL ? (int)read_number(&row) : 0};
  record.step = row != NULL ? (gint64)read_number(&row) : 0;
  record.train_loss = read_number(&row);
  record.train_accuracy = read_number(&row);
  record.test_loss = read_number(&row);
  record.test_accuracy = read_number(&row);
  record.ece = read_number(&row);
  return record;
}

GArray *gmx_run_folder_read_epochs(const char *path, GError **error) {
  g_autoptr(GArray) records = g_array_new(FALSE, FALSE, sizeof(GmxEpochRecord));
  g_auto(GStrv) lines = read_lines(path, "epochs.csv", error);

  if (lines == NULL)
    return NULL;
  for (guint i = 1; lines[0] != NULL && lines[i] != NULL; i++) {
    const GmxEpochRecord record = read_epoch(lines[i]);
    g_array_append_val(records, record);
  }
  return g_steal_pointer(&records);
}

gboolean gmx_run_folder_read_last_epoch(const char *path, GmxEpochRecord *record, GError **error) {
  g_autoptr(GArray) records = gmx_run_folder_read_epochs(path, error);

  if (records == NULL)
    return FALSE;
  *record = records->len > 0 ? g_array_index(records, GmxEpochRecord, records->len - 1)
                             : read_epoch(NULL);
  return TRUE;
}
