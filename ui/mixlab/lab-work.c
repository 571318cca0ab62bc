/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is computed for the Mix lab: weights fetched from the engine, paths and sheets in a thread.
 *
 * The models of a GmxWeights serve one job at a time, so there is one job at a time. A path is cut
 * short when the pair changes; a sheet is not, because λ moves faster than it is done. */
#include "ui/mixlab/lab-private.h"

#include "engine/nn/parallel.h"

#include <glib/gi18n.h>

#define FOLLOW_INTERVAL (2 * G_USEC_PER_SEC) /* between two requests while training */

/* One job, with all that it needs. */
typedef struct {
  GmxWork kind;
  GmxWeights *weights;
  GmxPicture *pair[2];
  GPtrArray *pictures;
  GmxBlend blend;
  double lambda;
} Job;

static void job_free(Job *job) {
  gmx_weights_unref(job->weights);
  g_clear_pointer(&job->pair[GMX_PARENT_A], gmx_picture_unref);
  g_clear_pointer(&job->pair[GMX_PARENT_B], gmx_picture_unref);
  g_clear_pointer(&job->pictures, g_ptr_array_unref);
  g_free(job);
}

static void run(GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  Job *job = data;
  GError *error = NULL;
  gpointer result;
  GDestroyNotify unref;
  const bool alone = gmx_parallel_set_alone(true); /* training has the pool */
  if (job->kind == GMX_WORK_PATH) {
    result = gmx_blend_path_new(job->weights, job->pair[GMX_PARENT_A], job->pair[GMX_PARENT_B],
                                job->blend, GMX_LAB_POINTS, cancellable, &error);
    unref = (GDestroyNotify)gmx_blend_path_unref;
  } else {
    result =
        gmx_blend_sheet_new(job->weights, (GmxPicture *const *)job->pictures->pdata,
                            (int)job->pictures->len, job->blend, job->lambda, cancellable, &error);
    unref = (GDestroyNotify)gmx_blend_sheet_unref;
  }
  gmx_parallel_set_alone(alone);
  if (result)
    g_task_return_pointer(task, result, unref);
  else
    g_task_return_error(task, error);
}

static void take_path(GmxLab *self, GmxBlendPath *path) {
  g_clear_pointer(&self->path, gmx_blend_path_unref);
  self->path = path;
  gmx_lab_emit(self, GMX_LAB_PATH);
}

static void take_sheet(GmxLab *self, GmxBlendSheet *sheet) {
  g_clear_pointer(&self->sheet, gmx_blend_sheet_unref);
  self->sheet = sheet;
  gmx_lab_emit(self, GMX_LAB_SHEET);
}

static void on_done(GObject *source, GAsyncResult *result, gpointer data) {
  GmxLab *self = GMX_LAB(source);
  GmxWork kind = self->working;
  gpointer answer = g_task_propagate_pointer(G_TASK(result), NULL);
  self->working = GMX_WORK_NONE;
  g_clear_object(&self->cancellable);
  if (answer && kind == GMX_WORK_PATH)
    take_path(self, answer);
  else if (answer)
    take_sheet(self, answer);
  gmx_lab_work(self);
}

static GPtrArray *copy_pictures(GPtrArray *pictures) {
  GPtrArray *copy = g_ptr_array_new_with_free_func((GDestroyNotify)gmx_picture_unref);
  for (guint i = 0; i < pictures->len; i++)
    g_ptr_array_add(copy, gmx_picture_ref(g_ptr_array_index(pictures, i)));
  return copy;
}

static void start(GmxLab *self, GmxWork kind) {
  Job *job = g_new0(Job, 1);
  job->kind = kind;
  job->weights = gmx_weights_ref(self->weights);
  job->blend = self->blend;
  job->lambda = self->lambda;
  if (kind == GMX_WORK_PATH)
    for (int parent = 0; parent < 2; parent++)
      job->pair[parent] = gmx_picture_ref(self->pair[parent]);
  else
    job->pictures = copy_pictures(self->pictures);
  self->working = kind;
  self->cancellable = g_cancellable_new();
  g_autoptr(GTask) task = g_task_new(self, self->cancellable, on_done, NULL);
  g_task_set_task_data(task, job, (GDestroyNotify)job_free);
  g_task_run_in_thread(task, run);
}

/* Weights */

static void on_weights(GObject *source, GAsyncResult *result, gpointer data) {
  g_autoptr(GmxLab) self = data;
  g_autoptr(GError) error = NULL;
  GmxWeights *weights = gmx_session_get_weights_finish(GMX_SESSION(source), result, &error);
  self->asking = FALSE;
  /* Those of a run that was replaced meanwhile are of no use. */
  if (weights && weights->dataset == self->dataset) {
    g_clear_pointer(&self->weights, gmx_weights_unref);
    self->weights = weights;
    gmx_lab_emit(self, GMX_LAB_WEIGHTS);
    gmx_lab_want_path(self);
    gmx_lab_want_sheet(self);
  } else {
    g_clear_pointer(&weights, gmx_weights_unref);
  }
  gmx_lab_work(self);
}

static void ask(GmxLab *self) {
  self->weights_due = FALSE;
  self->asking = TRUE;
  self->asked = g_get_monotonic_time();
  gmx_session_get_weights_async(gmx_settings_get_session(self->settings), NULL, on_weights,
                                g_object_ref(self));
}

void gmx_lab_work(GmxLab *self) {
  if (!self->settings || !self->dataset || !self->in_sight)
    return;
  if (self->weights_due && !self->asking)
    ask(self);
  if (self->working != GMX_WORK_NONE || !self->weights)
    return;
  if (self->path_due && self->pair[GMX_PARENT_A] && self->pair[GMX_PARENT_B]) {
    self->path_due = FALSE;
    start(self, GMX_WORK_PATH);
  } else if (self->sheet_due && self->pictures->len > 0) {
    self->sheet_due = FALSE;
    start(self, GMX_WORK_SHEET);
  }
}

void gmx_lab_want_path(GmxLab *self) {
  self->path_due = TRUE;
  if (self->working == GMX_WORK_PATH)
    g_cancellable_cancel(self->cancellable);
  gmx_lab_work(self);
}

void gmx_lab_want_sheet(GmxLab *self) {
  self->sheet_due = TRUE;
  gmx_lab_work(self);
}

void gmx_lab_want_weights(GmxLab *self) {
  self->weights_due = TRUE;
  gmx_lab_work(self);
}

void gmx_lab_stop(GmxLab *self) {
  if (self->cancellable)
    g_cancellable_cancel(self->cancellable);
}

void gmx_lab_forget(GmxLab *self) {
  gmx_lab_stop(self);
  g_clear_pointer(&self->weights, gmx_weights_unref);
  g_clear_pointer(&self->path, gmx_blend_path_unref);
  g_clear_pointer(&self->sheet, gmx_blend_sheet_unref);
}

void gmx_lab_set_in_sight(GmxLab *self, gboolean in_sight) {
  self->in_sight = in_sight;
  gmx_lab_work(self);
}

void gmx_lab_set_follow(GmxLab *self, gboolean follow) {
  self->follow = follow;
  if (follow)
    gmx_lab_want_weights(self);
}

void gmx_lab_refresh(GmxLab *self) {
  gmx_lab_want_weights(self);
}

/* The session */

static void on_steps(GmxLab *self) {
  const gint64 now = g_get_monotonic_time();
  if (self->follow && now - self->asked >= FOLLOW_INTERVAL)
    gmx_lab_want_weights(self);
}

/* Wherever training comes to rest, the weights there are the ones to look at. */
static void on_state(GmxLab *self, GmxSessionState state) {
  if (state > GMX_SESSION_READY && state != GMX_SESSION_TRAINING && self->follow)
    gmx_lab_want_weights(self);
}

static void on_rewound(GmxLab *self) {
  gmx_lab_want_weights(self);
}

void gmx_lab_follow_session(GmxLab *self) {
  GmxSession *session = gmx_settings_get_session(self->settings);
  g_signal_connect_object(session, "steps", G_CALLBACK(on_steps), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "state", G_CALLBACK(on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "rewound", G_CALLBACK(on_rewound), self, G_CONNECT_SWAPPED);
}

/* Files */

/* A file on its way in. */
typedef struct {
  GmxLabPicture func;
  GWeakRef owner;
  GFile *file;
  GmxShape shape;
} Reading;

static void reading_free(Reading *reading) {
  g_weak_ref_clear(&reading->owner);
  g_object_unref(reading->file);
  g_free(reading);
}

static void read_file(GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  Reading *reading = data;
  GError *error = NULL;
  g_autofree char *path = g_file_get_path(reading->file);
  GmxPicture *picture = NULL;
  if (path)
    picture = gmx_picture_new_file(path, reading->shape, &error);
  else
    error = g_error_new(G_IO_ERROR, G_IO_ERROR_NOT_SUPPORTED,
                        _("the file is not on this computer: copy it here first"));
  if (picture)
    g_task_return_pointer(task, picture, (GDestroyNotify)gmx_picture_unref);
  else
    g_task_return_error(task, error);
}

static void on_read(GObject *source, GAsyncResult *result, gpointer data) {
  GmxLab *self = GMX_LAB(source);
  Reading *reading = g_task_get_task_data(G_TASK(result));
  g_autoptr(GError) error = NULL;
  g_autoptr(GObject) owner = g_weak_ref_get(&reading->owner);
  GmxPicture *picture = g_task_propagate_pointer(G_TASK(result), &error);
  if (!picture)
    gmx_lab_fail(self, _("The picture could not be opened"), error->message);
  else if (owner)
    reading->func(picture, owner);
  g_clear_pointer(&picture, gmx_picture_unref);
}

void gmx_lab_read_file(GmxLab *self, GFile *file, GmxLabPicture func, GObject *owner) {
  if (!self->dataset)
    return;
  Reading *reading = g_new0(Reading, 1);
  reading->func = func;
  reading->file = g_object_ref(file);
  reading->shape = gmx_dataset_get_shape(self->dataset);
  g_weak_ref_init(&reading->owner, owner);
  g_autoptr(GTask) task = g_task_new(self, NULL, on_read, NULL);
  g_task_set_task_data(task, reading, (GDestroyNotify)reading_free);
  g_task_run_in_thread(task, read_file);
}
