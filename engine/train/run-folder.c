/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Making a run's folder and appending to its files. Reading runs is in run-info.c. */
#include "engine/train/run-folder.h"
#include "engine/train/file.h"
#include "engine/train/run-description.h"
#include "engine/train/rows.h"
#include "engine/train/text.h"

#include <errno.h>
#include <glib/gstdio.h>

/* The CSV files, in the order in which they are flushed: an epoch's row is the last to reach the
 * disk. The first field is the one by which rows are cut back to a checkpoint. */
enum { STEPS, PROBE, INTRUSION, EVENTS, TIMING, EPOCHS, TABLES };

static const struct {
  const char *file, *header;
  const char *earlier; /* the header of versions that had fewer columns; NULL: there were none */
} tables[TABLES] = {
    [STEPS] = {"steps.csv",
               "step,epoch,lambda,loss,loss_perturbed,sharpness,gradient_norm,epsilon_norm,cosine,"
               "learning_rate"},
    [EPOCHS] = {"epochs.csv", "epoch,step,train_loss,train_accuracy,test_loss,test_accuracy,ece"},
    [PROBE] = {"probe.csv",
               "epoch,example,first,second,first_label,second_label,lambda,loss,loss_perturbed,s,"
               "side,prediction",
               "epoch,example,first,second,first_label,second_label,lambda,loss,loss_perturbed,s,"
               "side"},
    [INTRUSION] = {"intrusion.csv",
                   "epoch,example,nearest,nearest_label,distance,first_distance,second_distance,"
                   "intruded,searched"},
    [EVENTS] = {"events.csv", "step,setting,old,new"},
    [TIMING] = {"timing.csv", "step,seconds,images_per_second"},
};

struct GmxRunFolder {
  char *path, *name, *checkpoint;
  GmxRunLock *lock;
  JsonNode *description; /* what run.json says */
  GmxRows *rows[TABLES];
};

G_DEFINE_QUARK(gmx_run_error, gmx_run_error)

const char *gmx_version(void) {
  return GMX_VERSION;
}

char *gmx_run_default_parent(void) {
  return g_build_filename(g_get_user_data_dir(), "gmix-studio", "runs", NULL);
}

/* @text as a part of a folder's name that needs no quotes anywhere. */
static char *make_slug(const char *text) {
  GString *slug = g_string_new(NULL);

  for (; *text != '\0' && slug->len < 32; text++) {
    if (g_ascii_isalnum(*text) || *text == '.')
      g_string_append_c(slug, g_ascii_tolower(*text));
    else if (slug->len > 0 && slug->str[slug->len - 1] != '-')
      g_string_append_c(slug, '-');
  }
  while (slug->len > 0 && slug->str[slug->len - 1] == '-')
    g_string_truncate(slug, slug->len - 1);
  return g_string_free(slug->len > 0 ? slug : g_string_assign(slug, "data"), FALSE);
}

/* "2026-11-22-1134-shapes-cnn-g-mix-s1" */
static char *make_name(GmxConfig *config) {
  g_autoptr(GDateTime) now = g_date_time_new_now_local();
  g_autofree char *date = g_date_time_format(now, "%Y-%m-%d-%H%M");
  g_autofree char *data = gmx_config_get_string(config, "data");
  g_autofree char *base = g_path_get_basename(data);
  g_autofree char *slug = make_slug(base);
  g_autofree char *model = gmx_config_get_string(config, "model");
  g_autofree char *method = gmx_config_get_string(config, "method");

  return g_strdup_printf("%s-%s-%s-%s-s%d", date, slug, model, method,
                         gmx_config_get_int(config, "seed"));
}

static gboolean cannot_make(const char *path, int number, GError **error) {
  g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_WRITE, "run folder %s can't be made: %s", path,
              g_strerror(number));
  return FALSE;
}

/* Makes a folder of a new name under @parent; sets path and name. */
static gboolean make_folder(GmxRunFolder *folder, const char *parent, const char *name,
                            GError **error) {
  if (g_mkdir_with_parents(parent, 0755) != 0)
    return cannot_make(parent, errno, error);
  folder->name = g_strdup(name);
  folder->path = g_build_filename(parent, name, NULL);
  for (int i = 2; g_mkdir(folder->path, 0755) != 0; i++) {
    if (errno != EEXIST)
      return cannot_make(folder->path, errno, error);
    g_free(folder->name);
    g_free(folder->path);
    folder->name = g_strdup_printf("%s-%d", name, i);
    folder->path = g_build_filename(parent, folder->name, NULL);
  }
  return TRUE;
}

static gboolean write_description(GmxRunFolder *folder, GError **error) {
  g_autofree char *path = g_build_filename(folder->path, "run.json", NULL);
  g_autofree char *text = gmx_json_to_text(folder->description, TRUE);
  g_autofree char *line = g_strconcat(text, "\n", NULL);

  return gmx_file_replace(path, line, strlen(line), error);
}

static gboolean open_tables(GmxRunFolder *folder, gboolean create, GError **error) {
  folder->checkpoint = g_build_filename(folder->path, "checkpoint.safetensors", NULL);
  for (int i = 0; i < TABLES; i++) {
    g_autofree char *path = g_build_filename(folder->path, tables[i].file, NULL);
    /* Runs of versions before it have no such file. */
    gboolean missing = i == INTRUSION && !g_file_test(path, G_FILE_TEST_EXISTS);

    folder->rows[i] = create || missing
                          ? gmx_rows_create(path, tables[i].header, error)
                          : gmx_rows_open(path, tables[i].header, tables[i].earlier, error);
    if (folder->rows[i] == NULL)
      return FALSE;
  }
  return TRUE;
}

/* The rows' headers go first: where run.json stands, the tables do, whatever happens. */
static gboolean begin_files(GmxRunFolder *folder, GError **error) {
  g_autofree char *parent = g_path_get_dirname(folder->path);

  if (!open_tables(folder, TRUE, error) || !gmx_run_folder_sync(folder, error))
    return FALSE;
  gmx_file_sync_folder(folder->path);
  if (!write_description(folder, error))
    return FALSE;
  gmx_file_sync_folder(parent);
  return TRUE;
}

GmxRunFolder *gmx_run_folder_create(const char *parent, GmxConfig *config, GmxDataset *dataset,
                                    GError **error) {
  return gmx_run_folder_create_from(parent, config, dataset, NULL, error);
}

GmxRunFolder *gmx_run_folder_create_from(const char *parent, GmxConfig *config, GmxDataset *dataset,
                                         JsonObject *weights, GError **error) {
  g_autoptr(GmxRunFolder) folder = g_new0(GmxRunFolder, 1);
  g_autofree char *standard = gmx_run_default_parent();
  g_autofree char *whole = g_canonicalize_filename(parent != NULL ? parent : standard, NULL);
  g_autofree char *name = make_name(config);

  folder->description = gmx_run_describe(config, dataset);
  if (weights != NULL)
    json_object_set_object_member(json_node_get_object(folder->description), "weights",
                                  json_object_ref(weights));
  if (!make_folder(folder, whole, name, error))
    return NULL;
  folder->lock = gmx_run_lock_take(folder->path, error);
  if (folder->lock == NULL || !begin_files(folder, error))
    return NULL;
  return g_steal_pointer(&folder);
}

/* What a process that was killed while it replaced a file has left: "run.json.X1Y2Z3". */
static void remove_leftovers(const char *path) {
  static const char *const replaced[] = {"run.json", "checkpoint.safetensors"};
  g_autoptr(GDir) dir = g_dir_open(path, 0, NULL);
  const char *name;

  while (dir != NULL && (name = g_dir_read_name(dir)) != NULL)
    for (gsize i = 0; i < G_N_ELEMENTS(replaced); i++) {
      const gsize length = strlen(replaced[i]);

      if (g_str_has_prefix(name, replaced[i]) && name[length] == '.' &&
          strlen(name + length + 1) == 6) {
        g_autofree char *leftover = g_build_filename(path, name, NULL);

        g_unlink(leftover);
      }
    }
}

/* A folder for what @lock has locked. */
static GmxRunFolder *wrap(GmxRunLock *lock) {
  GmxRunFolder *folder = g_new0(GmxRunFolder, 1);

  folder->lock = lock;
  folder->path = g_strdup(gmx_run_lock_get_folder(lock));
  folder->name = g_path_get_basename(folder->path);
  remove_leftovers(folder->path);
  return folder;
}

GmxRunFolder *gmx_run_folder_create_locked(GmxRunLock *lock, GmxConfig *config, GmxDataset *dataset,
                                           JsonObject *sweep, GError **error) {
  g_autoptr(GmxRunFolder) folder = wrap(lock);

  folder->description = gmx_run_describe(config, dataset);
  if (sweep != NULL)
    json_object_set_object_member(json_node_get_object(folder->description), "sweep",
                                  json_object_ref(sweep));
  if (!begin_files(folder, error))
    return NULL;
  return g_steal_pointer(&folder);
}

GmxRunFolder *gmx_run_folder_open_locked(GmxRunLock *lock, GError **error) {
  g_autoptr(GmxRunFolder) folder = wrap(lock);
  g_autoptr(GmxRunInfo) info = gmx_run_info_load(folder->path, error);

  if (info == NULL)
    return NULL;
  folder->description = json_node_ref(info->description);
  if (!open_tables(folder, FALSE, error))
    return NULL;
  return g_steal_pointer(&folder);
}

GmxRunFolder *gmx_run_folder_open(const char *path, GError **error) {
  g_autoptr(GmxRunInfo) info = gmx_run_info_load(path, error);
  GmxRunLock *lock = info != NULL ? gmx_run_lock_take(path, error) : NULL;

  return lock != NULL ? gmx_run_folder_open_locked(lock, error) : NULL;
}

void gmx_run_folder_free(GmxRunFolder *folder) {
  if (folder == NULL)
    return;
  for (int i = 0; i < TABLES; i++)
    gmx_rows_free(folder->rows[i]);
  g_clear_pointer(&folder->description, json_node_unref);
  g_clear_pointer(&folder->lock, gmx_run_lock_free);
  g_free(folder->checkpoint);
  g_free(folder->name);
  g_free(folder->path);
  g_free(folder);
}

const char *gmx_run_folder_get_path(GmxRunFolder *folder) {
  return folder->path;
}

const char *gmx_run_folder_get_name(GmxRunFolder *folder) {
  return folder->name;
}

gboolean gmx_run_folder_began_from_file(GmxRunFolder *folder) {
  return json_object_has_member(json_node_get_object(folder->description), "weights");
}

const char *gmx_run_folder_get_checkpoint_path(GmxRunFolder *folder) {
  return folder->checkpoint;
}

gboolean gmx_run_folder_append_step(GmxRunFolder *folder, const GmxStepRecord *record,
                                    GError **error) {
  GmxRows *rows = folder->rows[STEPS];

  gmx_rows_add_int(rows, record->step);
  gmx_rows_add_int(rows, record->epoch);
  gmx_rows_add_number(rows, record->lambda);
  gmx_rows_add_number(rows, record->loss);
  gmx_rows_add_number(rows, record->loss_perturbed);
  gmx_rows_add_number(rows, record->sharpness);
  gmx_rows_add_number(rows, record->gradient_norm);
  gmx_rows_add_number(rows, record->epsilon_norm);
  gmx_rows_add_number(rows, record->cosine);
  gmx_rows_add_number(rows, record->learning_rate);
  return gmx_rows_end(rows, error);
}

gboolean gmx_run_folder_append_epoch(GmxRunFolder *folder, const GmxEpochRecord *record,
                                     GError **error) {
  GmxRows *rows = folder->rows[EPOCHS];

  /* A row here says that all other rows of its epoch are there: they go first. */
  if (!gmx_run_folder_flush(folder, error))
    return FALSE;
  gmx_rows_add_int(rows, record->epoch);
  gmx_rows_add_int(rows, record->step);
  gmx_rows_add_exact(rows, record->train_loss);
  gmx_rows_add_exact(rows, record->train_accuracy);
  gmx_rows_add_exact(rows, record->test_loss);
  gmx_rows_add_exact(rows, record->test_accuracy);
  gmx_rows_add_exact(rows, record->ece);
  return gmx_rows_end(rows, error) && gmx_rows_flush(rows, error);
}

gboolean gmx_run_folder_append_probe(GmxRunFolder *folder, const GmxProbeRecord *record,
                                     GError **error) {
  GmxRows *rows = folder->rows[PROBE];

  gmx_rows_add_int(rows, record->epoch);
  gmx_rows_add_int(rows, record->example);
  gmx_rows_add_int(rows, record->first);
  gmx_rows_add_int(rows, record->second);
  gmx_rows_add_int(rows, record->first_label);
  gmx_rows_add_int(rows, record->second_label);
  gmx_rows_add_number(rows, record->lambda);
  gmx_rows_add_number(rows, record->loss);
  gmx_rows_add_number(rows, record->loss_perturbed);
  gmx_rows_add_number(rows, record->s);
  /* Without a climb there is no s and no side. */
  gmx_rows_add_text(rows, record->s != record->s ? "" : record->sharp ? "sharp" : "flat");
  if (record->predicted)
    gmx_rows_add_int(rows, record->prediction);
  else
    gmx_rows_add_text(rows, "");
  return gmx_rows_end(rows, error);
}

gboolean gmx_run_folder_append_intrusion(GmxRunFolder *folder, const GmxIntrusionRecord *record,
                                         GError **error) {
  GmxRows *rows = folder->rows[INTRUSION];

  gmx_rows_add_int(rows, record->epoch);
  gmx_rows_add_int(rows, record->example);
  if (record->nearest >= 0) {
    gmx_rows_add_int(rows, record->nearest);
    gmx_rows_add_int(rows, record->nearest_label);
  } else {
    gmx_rows_add_text(rows, "");
    gmx_rows_add_text(rows, "");
  }
  gmx_rows_add_number(rows, record->distance);
  gmx_rows_add_number(rows, record->first_distance);
  gmx_rows_add_number(rows, record->second_distance);
  gmx_rows_add_text(rows, !record->known ? "" : record->intruded ? "1" : "0");
  gmx_rows_add_int(rows, record->searched);
  return gmx_rows_end(rows, error);
}

gboolean gmx_run_folder_append_event(GmxRunFolder *folder, const GmxEventRecord *record,
                                     GError **error) {
  GmxRows *rows = folder->rows[EVENTS];

  gmx_rows_add_int(rows, record->step);
  gmx_rows_add_text(rows, record->setting);
  gmx_rows_add_text(rows, record->old_value);
  gmx_rows_add_text(rows, record->new_value);
  return gmx_rows_end(rows, error);
}

gboolean gmx_run_folder_append_timing(GmxRunFolder *folder, gint64 step, double seconds,
                                      double images_per_second, GError **error) {
  GmxRows *rows = folder->rows[TIMING];

  gmx_rows_add_int(rows, step);
  gmx_rows_add_number(rows, seconds);
  gmx_rows_add_number(rows, images_per_second);
  return gmx_rows_end(rows, error);
}

gboolean gmx_run_folder_flush(GmxRunFolder *folder, GError **error) {
  for (int i = 0; i < TABLES; i++)
    if (!gmx_rows_flush(folder->rows[i], error))
      return FALSE;
  return TRUE;
}

gboolean gmx_run_folder_sync(GmxRunFolder *folder, GError **error) {
  for (int i = 0; i < TABLES; i++)
    if (!gmx_rows_sync(folder->rows[i], error))
      return FALSE;
  return TRUE;
}

gboolean gmx_run_folder_cut(GmxRunFolder *folder, gint64 step, int epoch, GError **error) {
  for (int i = 0; i < TABLES; i++) {
    gint64 last = i == EPOCHS || i == PROBE || i == INTRUSION ? epoch : step;

    if (!gmx_rows_cut(folder->rows[i], last, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean check_rows(GmxRows *rows, const char *unit, gint64 wanted, GError **error) {
  const gint64 last = gmx_rows_get_last(rows);

  if (last == wanted)
    return TRUE;
  g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT,
              "%s is whole up to %s %" G_GINT64_FORMAT
              " only, and the checkpoint stands at %" G_GINT64_FORMAT
              "; put back a copy of the run, or train it anew with --config and its run.json",
              gmx_rows_get_path(rows), unit, last, wanted);
  return FALSE;
}

gboolean gmx_run_folder_check_rows(GmxRunFolder *folder, gint64 step, int epoch, gboolean probe,
                                   GError **error) {
  return check_rows(folder->rows[STEPS], "step", step, error) &&
         check_rows(folder->rows[EPOCHS], "epoch", epoch, error) &&
         (!probe || check_rows(folder->rows[PROBE], "epoch", epoch, error));
}

const char *gmx_run_folder_get_state(GmxRunFolder *folder) {
  JsonObject *run = json_node_get_object(folder->description);
  JsonNode *summary = json_object_get_member(run, "summary");

  if (summary == NULL || !JSON_NODE_HOLDS_OBJECT(summary))
    return NULL;
  return json_object_get_string_member_with_default(json_node_get_object(summary), "state",
                                                    "finished");
}

gboolean gmx_run_folder_drop_summary(GmxRunFolder *folder, GError **error) {
  json_object_remove_member(json_node_get_object(folder->description), "summary");
  return write_description(folder, error);
}

gboolean gmx_run_folder_write_summary(GmxRunFolder *folder, JsonObject *summary, GError **error) {
  JsonObject *run = json_node_get_object(folder->description);

  json_object_set_object_member(run, "summary", json_object_ref(summary));
  return write_description(folder, error);
}
