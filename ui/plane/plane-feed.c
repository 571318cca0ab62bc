/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Asking for weights at the pace of the screen, and handing on what the worker makes of them. */
#include "ui/plane/plane-feed.h"

#include "ui/plane/plane-worker.h"

struct _GmxPlaneFeed {
  GObject parent_instance;

  GmxSession *session;
  GtkWidget *paced_by; /* weak */
  guint tick;
  GmxPlaneWorker *worker;
  GPtrArray *looks;
  GCancellable *cancellable;
  gboolean frozen;
  gboolean stale;     /* something may be newer than the last frame */
  gboolean changed;   /* it is, even if the step is the same */
  gboolean requested; /* weights are on their way */
  guint run;          /* counts the runs opened: frames of an older one are dropped */

  GmxWeights *weights; /* newest moment */
  GmxGallery *gallery;
  GmxPlaneFrame *frame;
  guint64 count;
};

enum { SIGNAL_FRAME, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxPlaneFeed, gmx_plane_feed, G_TYPE_OBJECT)

static gboolean is_training(GmxPlaneFeed *self) {
  return gmx_session_get_state(self->session) == GMX_SESSION_TRAINING;
}

static gboolean has_points(GmxPlaneFeed *self) {
  GmxDataset *dataset = gmx_session_get_dataset(self->session);
  return dataset && gmx_dataset_is_points(dataset);
}

/* Making frames */

static void make(GmxPlaneFeed *self) {
  const GmxPlaneJob job = {.weights = self->weights,
                           .gallery = self->gallery,
                           .looks = self->looks,
                           .care = is_training(self) ? GMX_PLANE_QUICK : GMX_PLANE_FINE,
                           .run = self->run};
  if (self->weights)
    gmx_plane_worker_make(self->worker, &job);
}

static void on_done(GmxPlaneFrame *frame, guint run, gpointer data) {
  g_autoptr(GmxPlaneFeed) self = g_object_ref(data);
  if (run != self->run)
    return;
  gmx_plane_frame_ref(frame);
  g_clear_pointer(&self->frame, gmx_plane_frame_unref);
  self->frame = frame;
  self->count++;
  g_signal_emit(self, signals[SIGNAL_FRAME], 0, frame);
}

/* The mixed points of the step that led to these weights. */
static void find_gallery(GmxPlaneFeed *self) {
  GmxRecording *recording = gmx_session_get_recording(self->session);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  if (recording && self->weights->step > 0)
    self->gallery = gmx_recording_find(recording, self->weights->step);
}

static void take_weights(GmxPlaneFeed *self, GmxWeights *weights) {
  if (weights->dataset != gmx_session_get_dataset(self->session) || !has_points(self))
    return;
  if (!self->changed && self->weights && self->weights->step == weights->step)
    return;
  self->changed = FALSE;
  g_clear_pointer(&self->weights, gmx_weights_unref);
  self->weights = gmx_weights_ref(weights);
  find_gallery(self);
  make(self);
}

static void on_weights(GObject *session, GAsyncResult *result, gpointer data) {
  g_autoptr(GmxPlaneFeed) self = data;
  g_autoptr(GmxWeights) weights =
      gmx_session_get_weights_finish(GMX_SESSION(session), result, NULL);
  self->requested = FALSE;
  if (weights && !self->frozen)
    take_weights(self, weights);
}

static void request(GmxPlaneFeed *self) {
  self->stale = FALSE;
  self->requested = TRUE;
  gmx_session_get_weights_async(self->session, self->cancellable, on_weights, g_object_ref(self));
}

/* The pace */

static gboolean is_wanted(GmxPlaneFeed *self) {
  return !self->frozen && self->looks->len > 0 && has_points(self) &&
         (self->stale || is_training(self));
}

static gboolean on_tick(GtkWidget *widget, GdkFrameClock *clock, gpointer data) {
  GmxPlaneFeed *self = data;
  if (!is_wanted(self)) {
    self->tick = 0;
    return G_SOURCE_REMOVE;
  }
  if (!self->requested && !gmx_plane_worker_is_full(self->worker))
    request(self);
  return G_SOURCE_CONTINUE;
}

static void start(GmxPlaneFeed *self) {
  if (self->paced_by && !self->tick && gtk_widget_get_mapped(self->paced_by) && is_wanted(self))
    self->tick = gtk_widget_add_tick_callback(self->paced_by, on_tick, self, NULL);
}

static void stop(GmxPlaneFeed *self) {
  if (self->paced_by && self->tick)
    gtk_widget_remove_tick_callback(self->paced_by, self->tick);
  self->tick = 0;
}

static void look_again(GmxPlaneFeed *self) {
  self->stale = TRUE;
  start(self);
}

/* What the session says */

static void on_opened(GmxPlaneFeed *self) {
  self->run++;
  self->changed = TRUE;
  g_clear_pointer(&self->weights, gmx_weights_unref);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  g_clear_pointer(&self->frame, gmx_plane_frame_unref);
  look_again(self);
}

/* What comes to rest is shown with care. */
static void on_state(GmxPlaneFeed *self) {
  self->changed = TRUE;
  look_again(self);
}

static void on_rewound(GmxPlaneFeed *self) {
  self->changed = TRUE;
  look_again(self);
}

static void on_mapped(GmxPlaneFeed *self) {
  look_again(self);
}

/* What views ask for */

void gmx_plane_feed_change_look(GmxPlaneFeed *self, GmxPlaneLook *before, GmxPlaneLook *look) {
  g_autoptr(GmxPlaneLook) kept = look ? gmx_plane_look_ref(look) : NULL;
  if (before)
    g_ptr_array_remove(self->looks, before);
  if (kept) {
    g_ptr_array_add(self->looks, g_steal_pointer(&kept));
    make(self);
    look_again(self); /* nobody may have looked for a while */
  }
}

void gmx_plane_feed_set_frozen(GmxPlaneFeed *self, gboolean frozen) {
  self->frozen = frozen;
  if (!frozen)
    look_again(self);
}

void gmx_plane_feed_show(GmxPlaneFeed *self, GmxWeights *weights, GmxGallery *gallery) {
  self->frozen = TRUE;
  gmx_weights_ref(weights);
  g_clear_pointer(&self->weights, gmx_weights_unref);
  self->weights = weights;
  if (gallery)
    gmx_gallery_ref(gallery);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  self->gallery = gallery;
  make(self);
}

GmxSession *gmx_plane_feed_get_session(GmxPlaneFeed *self) {
  return self->session;
}

GmxPlaneFrame *gmx_plane_feed_get_frame(GmxPlaneFeed *self) {
  return self->frame;
}

guint64 gmx_plane_feed_get_count(GmxPlaneFeed *self) {
  return self->count;
}

static void plane_feed_dispose(GObject *object) {
  GmxPlaneFeed *self = GMX_PLANE_FEED(object);
  stop(self);
  g_cancellable_cancel(self->cancellable);
  g_clear_pointer(&self->worker, gmx_plane_worker_close);
  g_clear_weak_pointer(&self->paced_by);
  g_clear_pointer(&self->weights, gmx_weights_unref);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  g_clear_pointer(&self->frame, gmx_plane_frame_unref);
  g_clear_pointer(&self->looks, g_ptr_array_unref);
  g_clear_object(&self->session);
  g_clear_object(&self->cancellable);
  G_OBJECT_CLASS(gmx_plane_feed_parent_class)->dispose(object);
}

static void gmx_plane_feed_class_init(GmxPlaneFeedClass *class) {
  G_OBJECT_CLASS(class)->dispose = plane_feed_dispose;
  signals[SIGNAL_FRAME] = g_signal_new("frame", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0,
                                       NULL, NULL, NULL, G_TYPE_NONE, 1, GMX_TYPE_PLANE_FRAME);
}

static void gmx_plane_feed_init(GmxPlaneFeed *self) {
  self->looks = g_ptr_array_new_with_free_func((GDestroyNotify)gmx_plane_look_unref);
  self->cancellable = g_cancellable_new();
  self->stale = self->changed = TRUE;
}

GmxPlaneFeed *gmx_plane_feed_new(GmxSession *session, GtkWidget *paced_by) {
  GmxPlaneFeed *self = g_object_new(GMX_TYPE_PLANE_FEED, NULL);
  self->session = g_object_ref(session);
  g_set_weak_pointer(&self->paced_by, paced_by);
  self->worker = gmx_plane_worker_new(on_done, self);
  g_signal_connect_object(session, "opened", G_CALLBACK(on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "state", G_CALLBACK(on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "rewound", G_CALLBACK(on_rewound), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "steps", G_CALLBACK(look_again), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(paced_by, "map", G_CALLBACK(on_mapped), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(paced_by, "unmap", G_CALLBACK(stop), self, G_CONNECT_SWAPPED);
  return self;
}
