/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which example the inspector shows, what follows it, and the search for its neighbours. */
#include "ui/samples/inspector-images.h"
#include "ui/samples/inspector-private.h"
#include "ui/samples/intrusion-job.h"
#include "ui/samples/neighbours-card.h"
#include "ui/samples/path-card.h"
#include "ui/samples/prediction-card.h"
#include "ui/samples/sample-path.h"
#include "ui/samples/side-card.h"

#include <glib/gi18n.h>

static GmxRecording *recording_of(GmxInspector *self) {
  return gmx_session_get_recording(gmx_settings_get_session(self->settings));
}

static int rank_of(const GmxGallery *gallery, int index) {
  for (int i = 0; i < gallery->count; i++)
    if (gallery->order[i] == index)
      return i + 1;
  return 0;
}

/* The model's, or the one that was searched for here; both belong to @gallery. */
static GmxIntrusion *intrusion_of(GmxInspector *self) {
  if (self->found)
    return self->found;
  return gmx_sample_model_get_gallery(self->model) == self->gallery
             ? gmx_sample_model_get_intrusion(self->model)
             : NULL;
}

GmxInspected gmx_inspector_get_inspected(GmxInspector *self) {
  return (GmxInspected){.dataset = self->dataset,
                        .gallery = self->gallery,
                        .index = self->index,
                        .rank = rank_of(self->gallery, self->index),
                        .intrusion = intrusion_of(self),
                        .recording = recording_of(self)};
}

/* Order */

/* Whether the model lists the very examples that are looked at here. */
static gboolean is_listed(GmxInspector *self) {
  GmxGallery *listed = gmx_sample_model_get_gallery(self->model);
  if (listed == self->gallery)
    return TRUE;
  return listed && listed->source == GMX_GALLERY_PROBE &&
         self->gallery->source == GMX_GALLERY_PROBE &&
         gmx_inspected_same(listed, self->gallery, self->index);
}

static void append_side(GmxInspector *self, GmxSide side, GArray *order) {
  GListModel *list = gmx_sample_model_get_side(self->model, side);
  for (guint i = 0; i < g_list_model_get_n_items(list); i++) {
    g_autoptr(GmxSample) sample = g_list_model_get_item(list, i);
    g_array_append_val(order, sample->index);
  }
}

/* As listed, the sharp ones first; by falling s_i where the model lists something else by now. */
static GArray *list_order(GmxInspector *self) {
  GArray *order = g_array_new(FALSE, FALSE, sizeof(int));
  if (!is_listed(self)) {
    g_array_append_vals(order, self->gallery->order, self->gallery->count);
  } else if (self->gallery->climbed) {
    append_side(self, GMX_SIDE_SHARP, order);
    append_side(self, GMX_SIDE_FLAT, order);
  } else {
    append_side(self, GMX_SIDE_ALL, order);
  }
  return order;
}

/* Index of the neighbour in the gallery; −1 at the ends. An example that a filter took out of the
 * list has the first and the last of it as neighbours. */
static int neighbour(GmxInspector *self, int direction) {
  g_autoptr(GArray) order = list_order(self);
  int count = (int)order->len, at = -1;
  for (int i = 0; i < count && at < 0; i++)
    if (g_array_index(order, int, i) == self->index)
      at = i;
  if (at < 0)
    at = direction > 0 ? -1 : count;
  at += direction;
  return at >= 0 && at < count ? g_array_index(order, int, at) : -1;
}

/* The focus must not be lost with a button that greys out: keys would end nowhere. */
static void set_sensitive(GmxInspector *self, GtkWidget *button, gboolean sensitive) {
  if (!sensitive && gtk_widget_has_focus(button))
    gtk_widget_grab_focus(self->back);
  gtk_widget_set_sensitive(button, sensitive);
}

static void update_pager(GmxInspector *self) {
  set_sensitive(self, self->previous, neighbour(self, -1) >= 0);
  set_sensitive(self, self->next, neighbour(self, 1) >= 0);
}

gboolean gmx_inspector_step(GmxInspector *self, int direction) {
  int index = self->gallery ? neighbour(self, direction) : -1;
  if (index < 0)
    return FALSE;
  self->index = index;
  gmx_inspector_refresh(self);
  return TRUE;
}

/* Contents */

void gmx_inspector_refresh(GmxInspector *self) {
  if (!self->gallery)
    return;
  GmxInspected example = gmx_inspector_get_inspected(self);
  g_autoptr(GArray) path = gmx_sample_path(&example);
  g_autofree char *title = gmx_inspected_title(&example);
  g_autofree char *subtitle = gmx_inspected_subtitle(&example);
  adw_window_title_set_title(ADW_WINDOW_TITLE(self->title), title);
  adw_window_title_set_subtitle(ADW_WINDOW_TITLE(self->title), subtitle);
  update_pager(self);
  self->shown_intrusion = example.intrusion;
  gmx_inspector_images_show(GMX_INSPECTOR_IMAGES(self->images), &example);
  gmx_prediction_card_show(GMX_PREDICTION_CARD(self->prediction), &example);
  gmx_side_card_show(GMX_SIDE_CARD(self->side), &example, path);
  gmx_path_card_show(GMX_PATH_CARD(self->path), &example, path);
  gmx_neighbours_card_show(GMX_NEIGHBOURS_CARD(self->neighbours), &example);
}

static void take(GmxInspector *self, GmxGallery *gallery) {
  if (gallery == self->gallery)
    return;
  gmx_inspector_stop_search(self);
  g_clear_pointer(&self->found, gmx_intrusion_unref);
  gmx_gallery_ref(gallery);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  self->gallery = gallery;
  g_set_object(&self->dataset, gmx_sample_model_get_dataset(self->model));
  gmx_neighbours_card_set_error(GMX_NEIGHBOURS_CARD(self->neighbours), NULL);
}

/* A double click goes on to focus the tile it fell on, which is hidden by then and where keys would
 * end nowhere: the focus is taken after it. */
static gboolean take_focus(gpointer data) {
  GmxInspector *self = data;
  GtkRoot *root = gtk_widget_get_root(GTK_WIDGET(self));
  GtkWidget *focus = root ? gtk_root_get_focus(root) : NULL;
  self->take_focus = 0;
  if (root && !(focus && gtk_widget_is_ancestor(focus, GTK_WIDGET(self))))
    gtk_widget_grab_focus(self->back);
  return G_SOURCE_REMOVE;
}

void gmx_inspector_show(GmxInspector *self, int index) {
  GmxGallery *gallery = gmx_sample_model_get_gallery(self->model);
  if (!gallery || index < 0 || index >= gallery->count)
    return;
  take(self, gallery);
  self->index = index;
  gmx_inspector_refresh(self);
  if (!self->take_focus)
    self->take_focus = g_idle_add(take_focus, self);
}

int gmx_inspector_get_index(GmxInspector *self) {
  return self->gallery ? self->index : -1;
}

GmxGallery *gmx_inspector_get_gallery(GmxInspector *self) {
  return self->gallery;
}

/* Following */

/* While a search is under way its example stays: its result would be another's. What has not
 * changed is left alone: a step's example stays while a hundred others go by. */
static void on_model(GmxInspector *self) {
  GmxGallery *listed = gmx_sample_model_get_gallery(self->model);
  if (!self->gallery || !gtk_widget_get_mapped(GTK_WIDGET(self)))
    return;
  gboolean follows = listed && listed != self->gallery && !self->search && is_listed(self);
  if (follows)
    take(self, listed);
  if (follows || intrusion_of(self) != self->shown_intrusion)
    gmx_inspector_refresh(self);
  else
    update_pager(self);
}

/* The path has grown, or is another run's. */
static void on_recording(GmxInspector *self) {
  if (gtk_widget_get_mapped(GTK_WIDGET(self)))
    gmx_inspector_refresh(self);
}

/* The weights to come are another run's, which never saw this example. */
static void on_opened(GmxInspector *self) {
  gmx_inspector_stop_search(self);
  on_recording(self);
}

void gmx_inspector_follow(GmxInspector *self) {
  GmxSession *session = gmx_settings_get_session(self->settings);
  static const char *const signals[] = {"probe", "rewound"};
  g_signal_connect_object(self->model, "changed", G_CALLBACK(on_model), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "opened", G_CALLBACK(on_opened), self, G_CONNECT_SWAPPED);
  for (gsize i = 0; i < G_N_ELEMENTS(signals); i++)
    g_signal_connect_object(session, signals[i], G_CALLBACK(on_recording), self, G_CONNECT_SWAPPED);
}

/* The search */

static void on_progress(double fraction, gpointer data) {
  GmxInspector *self = data;
  if (self->search)
    gmx_neighbours_card_set_progress(GMX_NEIGHBOURS_CARD(self->neighbours), fraction);
}

static void end_search(GmxInspector *self) {
  g_clear_object(&self->search);
  gmx_neighbours_card_set_progress(GMX_NEIGHBOURS_CARD(self->neighbours), -1);
}

static void on_found(GObject *source, GAsyncResult *result, gpointer data) {
  g_autoptr(GmxInspector) self = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxIntrusion) found = gmx_intrusion_job_run_finish(result, &error);
  /* A search that was given up, or whose inspector has gone: another may be under way. */
  if (self->search != g_task_get_cancellable(G_TASK(result)))
    return;
  end_search(self);
  if (found) {
    self->found = gmx_intrusion_ref(found);
    gmx_inspector_emit_searched(self, found);
  } else if (!g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    gmx_neighbours_card_set_error(GMX_NEIGHBOURS_CARD(self->neighbours), error->message);
  }
  gmx_inspector_refresh(self);
}

void gmx_inspector_start_search(GmxInspector *self) {
  GmxSession *session = gmx_settings_get_session(self->settings);
  if (self->search || !self->gallery)
    return;
  self->search = g_cancellable_new();
  gmx_neighbours_card_set_error(GMX_NEIGHBOURS_CARD(self->neighbours), NULL);
  gmx_neighbours_card_set_progress(GMX_NEIGHBOURS_CARD(self->neighbours), 0);
  gmx_intrusion_job_run_async(session, self->gallery, self->search, on_progress, self, on_found,
                              g_object_ref(self));
}

void gmx_inspector_stop_search(GmxInspector *self) {
  if (!self->search)
    return;
  g_cancellable_cancel(self->search);
  end_search(self);
}
