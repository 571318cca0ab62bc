/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Samples page shows, as files.
 *
 * The examples are copied first: the page goes on changing its own while the file is chosen and
 * written. */
#include "ui/samples/samples-save.h"

#include "ui/file-dialog.h"
#include "ui/format.h"
#include "ui/sheet/sheet.h"

#include <glib/gi18n.h>

typedef struct {
  GtkWidget *owner;
  GmxSavedFunc done;
  GPtrArray *samples; /* GmxSample, of a sheet */
  GmxSheetInfo *info;
  char *table, *path;
} Save;

static void save_free(Save *save) {
  g_object_unref(save->owner);
  g_clear_pointer(&save->samples, g_ptr_array_unref);
  g_clear_pointer(&save->info, gmx_sheet_info_free);
  g_free(save->table);
  g_free(save->path);
  g_free(save);
}

/* What to save */

static GmxSample *copy_sample(const GmxSample *sample) {
  GmxSample *copy = g_object_new(GMX_TYPE_SAMPLE, NULL);
  copy->gallery = gmx_gallery_ref(sample->gallery);
  copy->dataset = g_object_ref(sample->dataset);
  copy->index = sample->index;
  copy->rank = sample->rank;
  copy->sharp = sample->sharp;
  copy->change = sample->change;
  copy->crossed = sample->crossed;
  copy->intruded = sample->intruded;
  copy->first_of_group = sample->first_of_group;
  copy->group = sample->group ? g_ref_string_acquire(sample->group) : NULL;
  return copy;
}

static void add_side(GPtrArray *samples, GmxSampleModel *model, GmxSide side) {
  GListModel *list = gmx_sample_model_get_side(model, side);
  for (guint i = 0; i < g_list_model_get_n_items(list); i++) {
    g_autoptr(GmxSample) sample = g_list_model_get_item(list, i);
    g_ptr_array_add(samples, copy_sample(sample));
  }
}

static GPtrArray *list_samples(GmxSampleModel *model, GmxSaveKind kind) {
  GPtrArray *samples = g_ptr_array_new_with_free_func(g_object_unref);
  if (kind == GMX_SAVE_SELECTION) {
    g_autoptr(GPtrArray) selected = gmx_sample_model_get_selected(model);
    for (guint i = 0; i < selected->len; i++)
      g_ptr_array_add(samples, copy_sample(selected->pdata[i]));
  } else if (gmx_sample_model_get_gallery(model)->climbed) {
    add_side(samples, model, GMX_SIDE_SHARP);
    add_side(samples, model, GMX_SIDE_FLAT);
  } else {
    add_side(samples, model, GMX_SIDE_ALL);
  }
  return samples;
}

/* "shapes-step-120-galleries.png" */
static char *suggest_name(GmxSampleModel *model, GmxSaveKind kind) {
  static const char *const words[] = {"selection.png", "galleries.png", "table.csv"};
  GmxGallery *gallery = gmx_sample_model_get_gallery(model);
  const char *title = gmx_dataset_get_title(gmx_sample_model_get_dataset(model));
  gboolean probe = gallery->source == GMX_GALLERY_PROBE;
  g_autofree char *data = g_ascii_strdown(title, -1);
  g_strdelimit(data, "/\\ ", '-');
  return g_strdup_printf("%s-%s-%" G_GINT64_FORMAT "-%s", data, probe ? "probe" : "step",
                         probe ? gallery->epoch : gallery->step, words[kind]);
}

/* Writing */

static void write_file(GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  Save *save = data;
  GError *error = NULL;
  gboolean written =
      save->table ? g_file_set_contents_full(save->path, save->table, -1,
                                             G_FILE_SET_CONTENTS_CONSISTENT, 0666, &error)
                  : gmx_sheet_save_samples((GmxSample *const *)save->samples->pdata,
                                           (int)save->samples->len, save->info, save->path, &error);
  if (written)
    g_task_return_boolean(task, TRUE);
  else
    g_task_return_error(task, error);
}

static void on_written(GObject *source, GAsyncResult *result, gpointer data) {
  Save *save = g_task_get_task_data(G_TASK(result));
  g_autoptr(GError) error = NULL;
  if (g_task_propagate_boolean(G_TASK(result), &error)) {
    g_autofree char *name = g_filename_display_name(save->path);
    save->done(save->owner, name, NULL);
  } else {
    save->done(save->owner, NULL, error);
  }
}

static void on_chosen(GtkNativeDialog *dialog, int response, gpointer data) {
  Save *save = data;
  save->path = gmx_file_dialog_finish(dialog, response);
  if (save->path) {
    g_autoptr(GTask) task = g_task_new(save->owner, NULL, on_written, NULL);
    g_task_set_task_data(task, save, (GDestroyNotify)save_free);
    g_task_run_in_thread(task, write_file);
  } else {
    save_free(save);
  }
}

static void start_in(GtkFileChooser *chooser, GUserDirectory place) {
  const char *path = g_get_user_special_dir(place);
  g_autoptr(GFile) folder = NULL;
  if (!path || !g_file_test(path, G_FILE_TEST_IS_DIR))
    return;
  folder = g_file_new_for_path(path);
  gtk_file_chooser_set_current_folder(chooser, folder, NULL);
}

static void choose_file(Save *save, GmxSaveKind kind, const char *name) {
  static const char *const titles[] = {N_("Save the Selection"), N_("Save the Galleries"),
                                       N_("Save the Table")};
  GtkFileChooserNative *dialog =
      gmx_file_dialog_new(save->owner, _(titles[kind]), GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"));
  start_in(GTK_FILE_CHOOSER(dialog),
           kind == GMX_SAVE_TABLE ? G_USER_DIRECTORY_DOCUMENTS : G_USER_DIRECTORY_PICTURES);
  gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog), name);
  g_signal_connect(dialog, "response", G_CALLBACK(on_chosen), save);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

void gmx_samples_save(GtkWidget *owner, GmxSampleModel *model, GmxSaveKind kind, const char *run,
                      GmxConfig *config, GmxSavedFunc done) {
  if (gmx_sample_model_get_shown(model) == 0)
    return;
  Save *save = g_new0(Save, 1);
  g_autofree char *name = suggest_name(model, kind);
  save->owner = g_object_ref(owner);
  save->done = done;
  if (kind == GMX_SAVE_TABLE) {
    save->table = gmx_sample_model_to_csv(model, FALSE);
  } else {
    save->samples = list_samples(model, kind);
    save->info =
        gmx_sheet_info_new_samples(model, GMX_SIDE_ALL, (int)save->samples->len, run, config);
  }
  choose_file(save, kind, name);
}
