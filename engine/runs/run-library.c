/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The list of runs and its thread.
 *
 * Every look at the folder compares a stamp of each run's files with that of the look before, so
 * that a look at a hundred runs of which one trains reads one. While the list is watched, looks
 * come when the folder changes, and every two seconds: files that grow deep in a folder wake no
 * monitor of their own. */
#include "engine/runs/run-private.h"

#include "engine/train/run-folder.h"
#include "engine/train/run-lock.h"

#include <glib/gstdio.h>
#include <string.h>

#define LOOK_INTERVAL 2 /* seconds */

/* An entry with the stamp of the files that it was read from. */
typedef struct {
  GmxRunEntry *entry;
  char *stamp;
} Known;

struct _GmxRunLibrary {
  GObject parent_instance;

  char *parent;
  GPtrArray *entries; /* of GmxRunEntry, newest first */
  GHashTable *known;  /* path → Known; given to a look and taken back with its result */
  GCancellable *cancellable;
  GFileMonitor *monitor;
  guint timer;
  gboolean looking, again; /* a look is under way; another was asked for meanwhile */
};

/* What a look needs and brings. */
typedef struct {
  char *parent;
  GHashTable *known;
  GPtrArray *entries;
} Look;

enum { LOADED, FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

static GType get_item_type(GListModel *list) {
  return GMX_TYPE_RUN_ENTRY;
}

static guint get_n_items(GListModel *list) {
  return GMX_RUN_LIBRARY(list)->entries->len;
}

static gpointer get_item(GListModel *list, guint position) {
  GmxRunLibrary *self = GMX_RUN_LIBRARY(list);
  return position < self->entries->len ? g_object_ref(g_ptr_array_index(self->entries, position))
                                       : NULL;
}

static void list_model_init(GListModelInterface *iface) {
  iface->get_item_type = get_item_type;
  iface->get_n_items = get_n_items;
  iface->get_item = get_item;
}

G_DEFINE_FINAL_TYPE_WITH_CODE(GmxRunLibrary, gmx_run_library, G_TYPE_OBJECT,
                              G_IMPLEMENT_INTERFACE(G_TYPE_LIST_MODEL, list_model_init))

/* A look, on its thread */

static void known_free(gpointer data) {
  Known *known = data;
  g_clear_object(&known->entry);
  g_free(known->stamp);
  g_free(known);
}

static GHashTable *known_new(void) {
  return g_hash_table_new_full(g_str_hash, g_str_equal, g_free, known_free);
}

static void look_free(gpointer data) {
  Look *look = data;
  g_free(look->parent);
  g_clear_pointer(&look->known, g_hash_table_unref);
  g_clear_pointer(&look->entries, g_ptr_array_unref);
  g_free(look);
}

/* Sizes and times of the files that an entry is read from, and the lock. */
static char *stamp_of(const char *path) {
  static const char *const files[] = {"run.json",   "epochs.csv", "steps.csv",
                                      "events.csv", "timing.csv", "notes.json"};
  GString *stamp = g_string_new(gmx_run_lock_is_held(path) ? "locked" : "");
  for (guint i = 0; i < G_N_ELEMENTS(files); i++) {
    g_autofree char *name = g_build_filename(path, files[i], NULL);
    GStatBuf status;
    if (g_stat(name, &status) == 0)
      g_string_append_printf(stamp, " %" G_GINT64_FORMAT " %" G_GINT64_FORMAT ".%ld",
                             (gint64)status.st_size, (gint64)status.st_mtim.tv_sec,
                             status.st_mtim.tv_nsec);
    else
      g_string_append(stamp, " -");
  }
  return g_string_free(stamp, FALSE);
}

static gboolean is_run(const char *path) {
  g_autofree char *description = g_build_filename(path, "run.json", NULL);
  return g_file_test(description, G_FILE_TEST_IS_REGULAR);
}

/* The run at @path, read again only where its files have changed. */
static void look_at(Look *look, GHashTable *now, const char *path) {
  g_autofree char *stamp = stamp_of(path);
  Known *before = g_hash_table_lookup(look->known, path);
  GmxRunEntry *entry = before && g_str_equal(before->stamp, stamp) ? g_object_ref(before->entry)
                                                                   : gmx_run_entry_load(path);
  if (!entry)
    return;
  Known *known = g_new0(Known, 1);
  known->entry = entry;
  known->stamp = g_steal_pointer(&stamp);
  g_hash_table_insert(now, g_strdup(path), known);
  g_ptr_array_add(look->entries, g_object_ref(entry));
}

/* Newest first; runs of one moment by their folder's name. */
static int by_age(gconstpointer a, gconstpointer b) {
  const GmxRunEntry *left = *(GmxRunEntry *const *)a, *right = *(GmxRunEntry *const *)b;
  if (left->created != right->created)
    return left->created > right->created ? -1 : 1;
  return -strcmp(left->folder, right->folder);
}

static void look_thread(GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  Look *look = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GDir) folder = g_dir_open(look->parent, 0, &error);
  if (!folder && !g_error_matches(error, G_FILE_ERROR, G_FILE_ERROR_NOENT)) {
    g_task_return_new_error(task, GMX_RUN_ERROR, GMX_RUN_ERROR_READ, "%s can't be read: %s",
                            look->parent, error->message);
    return;
  }
  GHashTable *now = known_new();
  const char *name;
  while (folder && (name = g_dir_read_name(folder)) && !g_cancellable_is_cancelled(cancellable)) {
    g_autofree char *path = g_build_filename(look->parent, name, NULL);
    if (name[0] != '.' && is_run(path))
      look_at(look, now, path);
  }
  g_hash_table_unref(look->known);
  look->known = now;
  g_ptr_array_sort(look->entries, by_age);
  g_task_return_boolean(task, TRUE);
}

/* The list, on the main thread */

/* Replaces what differs between the two ends that are alike, so that rows in view stay put. */
static void adopt(GmxRunLibrary *self, GPtrArray *entries) {
  guint head = 0, tail = 0;
  GPtrArray *old = self->entries;
  while (head < old->len && head < entries->len &&
         g_ptr_array_index(old, head) == g_ptr_array_index(entries, head))
    head++;
  while (tail < old->len - head && tail < entries->len - head &&
         g_ptr_array_index(old, old->len - 1 - tail) ==
             g_ptr_array_index(entries, entries->len - 1 - tail))
    tail++;
  const guint removed = old->len - head - tail, added = entries->len - head - tail;
  self->entries = g_ptr_array_ref(entries);
  if (removed > 0 || added > 0)
    g_list_model_items_changed(G_LIST_MODEL(self), head, removed, added);
  g_ptr_array_unref(old);
}

static void on_looked(GObject *object, GAsyncResult *result, gpointer data) {
  GmxRunLibrary *self = GMX_RUN_LIBRARY(object);
  Look *look = g_task_get_task_data(G_TASK(result));
  g_autoptr(GError) error = NULL;
  const gboolean fine = g_task_propagate_boolean(G_TASK(result), &error);
  self->looking = FALSE;
  self->known = g_steal_pointer(&look->known);
  if (g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (fine)
    adopt(self, look->entries);
  if (fine)
    g_signal_emit(self, signals[LOADED], 0);
  else
    g_signal_emit(self, signals[FAILED], 0, error);
  if (self->again)
    gmx_run_library_refresh(self);
}

void gmx_run_library_refresh(GmxRunLibrary *self) {
  self->again = self->looking;
  if (self->looking)
    return;
  Look *look = g_new0(Look, 1);
  look->parent = g_strdup(self->parent);
  look->known = g_steal_pointer(&self->known);
  look->entries = g_ptr_array_new_with_free_func(g_object_unref);
  self->looking = TRUE;
  g_autoptr(GTask) task = g_task_new(self, self->cancellable, on_looked, NULL);
  g_task_set_name(task, "gmix-runs");
  g_task_set_task_data(task, look, look_free);
  g_task_run_in_thread(task, look_thread);
}

static gboolean on_timer(gpointer data) {
  gmx_run_library_refresh(data);
  return G_SOURCE_CONTINUE;
}

const char *gmx_run_library_get_parent(GmxRunLibrary *self) {
  return self->parent;
}

GmxRunEntry *gmx_run_library_find(GmxRunLibrary *self, const char *path) {
  for (guint i = 0; i < self->entries->len; i++) {
    GmxRunEntry *entry = g_ptr_array_index(self->entries, i);
    if (g_str_equal(entry->path, path))
      return entry;
  }
  return NULL;
}

gboolean gmx_run_library_rename(GmxRunLibrary *self, GmxRunEntry *entry, const char *title,
                                GError **error) {
  g_autofree char *trimmed = g_strstrip(g_strdup(title));
  const gboolean own = !g_str_equal(trimmed, entry->folder);
  if (!gmx_run_notes_write(entry->path, own ? trimmed : NULL, (const char *const *)entry->tags,
                           error))
    return FALSE;
  gmx_run_library_refresh(self);
  return TRUE;
}

gboolean gmx_run_library_set_tags(GmxRunLibrary *self, GmxRunEntry *entry, const char *const *tags,
                                  GError **error) {
  const gboolean own = !g_str_equal(entry->title, entry->folder);
  if (!gmx_run_notes_write(entry->path, own ? entry->title : NULL, tags, error))
    return FALSE;
  gmx_run_library_refresh(self);
  return TRUE;
}

gboolean gmx_run_library_delete(GmxRunLibrary *self, GmxRunEntry *entry, char **undo,
                                GError **error) {
  if (gmx_run_lock_is_held(entry->path)) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_LOCKED,
                "“%s” is being trained; stop it before you delete it", entry->title);
    return FALSE;
  }
  if (!gmx_run_trash(entry->path, undo, error))
    return FALSE;
  gmx_run_library_refresh(self);
  return TRUE;
}

gboolean gmx_run_library_restore(GmxRunLibrary *self, const char *undo, GError **error) {
  if (!gmx_run_untrash(undo, error))
    return FALSE;
  gmx_run_library_refresh(self);
  return TRUE;
}

static void stop_watching(GmxRunLibrary *self) {
  g_clear_handle_id(&self->timer, g_source_remove);
  if (self->monitor)
    g_signal_handlers_disconnect_by_data(self->monitor, self);
  g_clear_object(&self->monitor);
}

void gmx_run_library_set_watching(GmxRunLibrary *self, gboolean watching) {
  if (watching == (self->timer != 0))
    return;
  stop_watching(self);
  if (!watching)
    return;
  g_autoptr(GFile) folder = g_file_new_for_path(self->parent);
  self->monitor = g_file_monitor_directory(folder, G_FILE_MONITOR_NONE, NULL, NULL);
  if (self->monitor)
    g_signal_connect_swapped(self->monitor, "changed", G_CALLBACK(gmx_run_library_refresh), self);
  self->timer = g_timeout_add_seconds(LOOK_INTERVAL, on_timer, self);
  gmx_run_library_refresh(self);
}

static void run_library_dispose(GObject *object) {
  GmxRunLibrary *self = GMX_RUN_LIBRARY(object);
  g_cancellable_cancel(self->cancellable);
  stop_watching(self);
  G_OBJECT_CLASS(gmx_run_library_parent_class)->dispose(object);
}

static void run_library_finalize(GObject *object) {
  GmxRunLibrary *self = GMX_RUN_LIBRARY(object);
  g_clear_object(&self->cancellable);
  g_clear_pointer(&self->known, g_hash_table_unref);
  g_ptr_array_unref(self->entries);
  g_free(self->parent);
  G_OBJECT_CLASS(gmx_run_library_parent_class)->finalize(object);
}

static void gmx_run_library_class_init(GmxRunLibraryClass *klass) {
  GObjectClass *object_class = G_OBJECT_CLASS(klass);
  object_class->dispose = run_library_dispose;
  object_class->finalize = run_library_finalize;
  signals[LOADED] = g_signal_new("loaded", GMX_TYPE_RUN_LIBRARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 0);
  signals[FAILED] = g_signal_new("failed", GMX_TYPE_RUN_LIBRARY, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                 NULL, G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void gmx_run_library_init(GmxRunLibrary *self) {
  self->entries = g_ptr_array_new_with_free_func(g_object_unref);
  self->known = known_new();
  self->cancellable = g_cancellable_new();
}

GmxRunLibrary *gmx_run_library_new(const char *parent) {
  GmxRunLibrary *self = g_object_new(GMX_TYPE_RUN_LIBRARY, NULL);
  self->parent = parent ? g_canonicalize_filename(parent, NULL) : gmx_run_default_parent();
  return self;
}
