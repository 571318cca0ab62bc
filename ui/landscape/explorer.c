/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is asked for on the Landscape page, and whose weights are looked at. */
#include "ui/landscape/explorer-private.h"

#include <glib/gi18n.h>
#include <string.h>

#define FIRST_STEPS 16

G_DEFINE_FINAL_TYPE(GmxExplorer, gmx_explorer, G_TYPE_OBJECT)

static guint signals[GMX_EXPLORER_SIGNALS];

void gmx_explorer_emit(GmxExplorer *self, GmxExplorerSignal id) {
  g_signal_emit(self, signals[id], 0);
}

void gmx_explorer_fail(GmxExplorer *self, const char *what, const char *message) {
  g_signal_emit(self, signals[GMX_EXPLORER_FAILED], 0, what, message);
}

/* What others ask */

GmxSettings *gmx_explorer_get_settings(GmxExplorer *self) {
  return self->settings;
}

GmxExplorerChoice gmx_explorer_get_choice(GmxExplorer *self) {
  return self->choice;
}

const char *gmx_explorer_get_other(GmxExplorer *self) {
  return self->other_path;
}

const char *gmx_explorer_get_name(GmxExplorer *self, int run) {
  return run == 0 ? self->name : self->other_name;
}

GmxWeights *gmx_explorer_get_weights(GmxExplorer *self) {
  return self->weights;
}

gboolean gmx_explorer_is_behind(GmxExplorer *self) {
  return self->weights && self->weights->step != self->step;
}

gboolean gmx_explorer_has_step(GmxExplorer *self) {
  return self->step > 0;
}

GmxLandscape *gmx_explorer_get_plane(GmxExplorer *self) {
  return self->plane;
}

GmxLandscape *gmx_explorer_get_lines(GmxExplorer *self) {
  return self->lines;
}

GmxCurvature *gmx_explorer_get_curvature(GmxExplorer *self, int run) {
  return self->curvature[run];
}

gboolean gmx_explorer_get_follow(GmxExplorer *self) {
  return self->follow;
}

GArray *gmx_explorer_get_records(GmxExplorer *self) {
  return self->records;
}

/* What is asked for */

void gmx_explorer_set_choice(GmxExplorer *self, const GmxExplorerChoice *choice) {
  const GmxExplorerChoice before = self->choice;
  const gboolean images = before.split != choice->split || before.images != choice->images;
  const gboolean plane = images || before.plane != choice->plane || before.mixed != choice->mixed ||
                         before.finest != choice->finest || before.span != choice->span ||
                         before.seed != choice->seed;
  if (!plane)
    return;
  self->choice = *choice;
  gmx_explorer_emit(self, GMX_EXPLORER_CHOICE);
  if (!self->weights)
    return;
  gmx_explorer_start_plane(self);
  if (images || before.seed != choice->seed)
    gmx_explorer_want_lines(self);
  for (int run = 0; images && run < 2; run++)
    gmx_explorer_want_curvature(self, run);
}

/* The copy */

static void take_weights(GmxExplorer *self, GmxWeights *weights) {
  g_clear_pointer(&self->weights, gmx_weights_unref);
  self->weights = weights;
  g_free(self->name);
  self->name =
      gmx_explorer_name_config(gmx_session_get_config(gmx_settings_get_session(self->settings)));
  gmx_explorer_emit(self, GMX_EXPLORER_WEIGHTS);
  gmx_explorer_start_plane(self);
  gmx_explorer_want_lines(self);
  gmx_explorer_want_curvature(self, 0);
  gmx_explorer_want_curvature(self, 1);
}

static void on_weights(GObject *source, GAsyncResult *result, gpointer data) {
  g_autoptr(GmxExplorer) self = data;
  g_autoptr(GError) error = NULL;
  GmxWeights *weights = gmx_session_get_weights_finish(GMX_SESSION(source), result, &error);
  if (!weights && g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  g_clear_object(&self->asking);
  /* Those of a run that was replaced meanwhile are of no use. */
  if (weights && weights->dataset == self->dataset)
    take_weights(self, weights);
  else
    g_clear_pointer(&weights, gmx_weights_unref);
  if (error)
    gmx_explorer_fail(self, _("The weights could not be fetched"), error->message);
  gmx_explorer_emit(self, GMX_EXPLORER_WORK);
}

void gmx_explorer_refresh(GmxExplorer *self) {
  if (!self->dataset)
    return;
  gmx_explorer_stop(self);
  self->looked = TRUE;
  self->asking = g_cancellable_new();
  gmx_session_get_weights_async(gmx_settings_get_session(self->settings), self->asking, on_weights,
                                g_object_ref(self));
  gmx_explorer_emit(self, GMX_EXPLORER_WORK);
}

void gmx_explorer_cancel(GmxExplorer *self) {
  gmx_explorer_stop(self);
  gmx_explorer_drop_other(self, FALSE);
  gmx_explorer_emit(self, GMX_EXPLORER_WORK);
}

/* At the first look at a run there is no need to ask; while it trains it first makes a few steps,
 * so that there is a path. */
static void look(GmxExplorer *self) {
  GmxSession *session = gmx_settings_get_session(self->settings);
  const gint64 least = gmx_session_get_state(session) == GMX_SESSION_TRAINING ? FIRST_STEPS : 1;
  if (self->in_sight && !self->looked && self->dataset && self->step >= least)
    gmx_explorer_refresh(self);
}

void gmx_explorer_set_in_sight(GmxExplorer *self, gboolean in_sight) {
  self->in_sight = in_sight;
  gmx_run_library_set_watching(self->library, in_sight);
  look(self);
}

/* The session */

static void forget(GmxExplorer *self) {
  gmx_explorer_stop(self);
  g_clear_pointer(&self->weights, gmx_weights_unref);
  g_clear_pointer(&self->followed, gmx_weights_unref);
  g_clear_pointer(&self->plane, gmx_landscape_unref);
  g_clear_pointer(&self->lines, gmx_landscape_unref);
  g_clear_pointer(&self->curvature[0], gmx_curvature_unref);
  g_array_set_size(self->records, 0);
  self->looked = FALSE;
  self->step = 0;
}

static void on_opened(GmxExplorer *self, GmxDataset *dataset) {
  const gboolean same = self->dataset == dataset;
  forget(self);
  g_set_object(&self->dataset, dataset);
  if (!same)
    gmx_explorer_drop_other(self, TRUE);
  if (!self->other_path && self->choice.plane == GMX_LANDSCAPE_OTHER)
    self->choice.plane = GMX_LANDSCAPE_PATH;
  for (int id = GMX_EXPLORER_PLANE; id < GMX_EXPLORER_FAILED; id++)
    gmx_explorer_emit(self, id);
}

static void on_status(GmxExplorer *self, const GmxStatus *status) {
  const gboolean behind = gmx_explorer_is_behind(self), before = self->step > 0;
  self->step = status->step;
  look(self);
  if (behind != gmx_explorer_is_behind(self) || before != (self->step > 0))
    gmx_explorer_emit(self, GMX_EXPLORER_WEIGHTS);
}

static void on_followed(GObject *source, GAsyncResult *result, gpointer data) {
  g_autoptr(GmxExplorer) self = data;
  GmxWeights *weights = gmx_session_get_weights_finish(GMX_SESSION(source), result, NULL);
  self->follow_asked = FALSE;
  if (weights && weights->dataset == self->dataset && self->follow) {
    g_clear_pointer(&self->followed, gmx_weights_unref);
    self->followed = weights;
    gmx_explorer_work(self);
  } else {
    g_clear_pointer(&weights, gmx_weights_unref);
  }
}

/* An epoch that ends while the one before is still judged takes its place in the row. */
static void on_epochs(GmxExplorer *self) {
  GmxSession *session = gmx_settings_get_session(self->settings);
  if (!self->follow || self->follow_asked || gmx_session_get_state(session) < GMX_SESSION_TRAINING)
    return;
  self->follow_asked = TRUE;
  gmx_session_get_weights_async(session, NULL, on_followed, g_object_ref(self));
}

void gmx_explorer_set_follow(GmxExplorer *self, gboolean follow) {
  self->follow = follow;
  if (!follow)
    g_clear_pointer(&self->followed, gmx_weights_unref);
  gmx_explorer_emit(self, GMX_EXPLORER_CURVATURE);
}

static void on_library(GmxExplorer *self) {
  gmx_explorer_emit(self, GMX_EXPLORER_CHOICE);
}

static void explorer_dispose(GObject *object) {
  GmxExplorer *self = GMX_EXPLORER(object);
  if (self->records)
    forget(self);
  gmx_explorer_drop_other(self, TRUE);
  g_clear_pointer(&self->records, g_array_unref);
  g_clear_pointer(&self->name, g_free);
  g_clear_object(&self->library);
  g_clear_object(&self->dataset);
  g_clear_object(&self->settings);
  G_OBJECT_CLASS(gmx_explorer_parent_class)->dispose(object);
}

static void gmx_explorer_class_init(GmxExplorerClass *class) {
  static const char *const names[GMX_EXPLORER_FAILED] = {"plane-changed",     "lines-changed",
                                                         "curvature-changed", "work-changed",
                                                         "choice-changed",    "weights-changed"};
  const GType type = G_TYPE_FROM_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = explorer_dispose;
  for (int id = 0; id < GMX_EXPLORER_FAILED; id++)
    signals[id] =
        g_signal_new(names[id], type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[GMX_EXPLORER_FAILED] = g_signal_new("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                              NULL, G_TYPE_NONE, 2, G_TYPE_STRING, G_TYPE_STRING);
}

static void gmx_explorer_init(GmxExplorer *self) {
  const GmxLandscapeOptions options = gmx_landscape_options_default();
  self->records = g_array_new(FALSE, FALSE, sizeof(GmxCurvatureRecord));
  self->choice = (GmxExplorerChoice){.plane = options.axes,
                                     .mixed = options.plane.mixed,
                                     .split = options.plane.split,
                                     .images = options.plane.images,
                                     .finest = options.finest,
                                     .seed = options.seed};
}

GmxExplorer *gmx_explorer_new(GmxSettings *settings, const char *run_dir) {
  GmxExplorer *self = g_object_new(GMX_TYPE_EXPLORER, NULL);
  GmxSession *session = gmx_settings_get_session(settings);
  self->settings = g_object_ref(settings);
  self->library = gmx_run_library_new(run_dir);
  g_signal_connect_object(session, "opened", G_CALLBACK(on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "status", G_CALLBACK(on_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "state", G_CALLBACK(look), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "epochs", G_CALLBACK(on_epochs), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(self->library, "loaded", G_CALLBACK(on_library), self, G_CONNECT_SWAPPED);
  return self;
}
