/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which gallery the Samples page shows.
 *
 * All views draw the one object that the model holds, so that grids, scatter and inspector can
 * never be of two steps. */
#include "ui/samples/samples-feed.h"

#include "ui/format.h"
#include "ui/samples/intrusion-job.h"
#include "ui/samples/intrusion-note.h"
#include "ui/throttle.h"

#include <glib/gi18n.h>
#include <math.h>

/* After the pointer has left: GTK is still telling the tiles so, and it may be on its way from one
 * gallery to the other. */
#define LET_GO_MS 150

struct _GmxSamplesFeed {
  GObject parent_instance;

  GmxSession *session;
  GmxSampleModel *model;
  GmxSampleSource source;
  gint64 place[3]; /* by source; 0 follows the newest */
  gboolean visible, frozen, held;
  gboolean dropped; /* the user stopped the search of what is shown */
  GmxGallery *newest;
  GmxGallery *before; /* the probe of the epoch before what is shown */
  GmxThrottle shown;
  guint let_go;         /* source that shows what came while it was held */
  GCancellable *search; /* of the search under way */
};

enum { SIGNAL_CHANGED, SIGNAL_SEARCH, SIGNAL_FAILED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxSamplesFeed, gmx_samples_feed, G_TYPE_OBJECT)

static void changed(GmxSamplesFeed *self) {
  g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

/* The search for intrusion */

static void end_search(GmxSamplesFeed *self) {
  if (!self->search)
    return;
  g_cancellable_cancel(self->search);
  g_clear_object(&self->search);
  g_signal_emit(self, signals[SIGNAL_SEARCH], 0, NAN);
}

/* What a search was started with: it may end after the gallery has gone. */
typedef struct {
  GmxSamplesFeed *feed;
  GmxGallery *gallery;
  GCancellable *cancellable;
} Search;

static void search_free(Search *search) {
  g_object_unref(search->feed);
  gmx_gallery_unref(search->gallery);
  g_object_unref(search->cancellable);
  g_free(search);
}

static void on_progress(double fraction, gpointer data) {
  Search *search = data;
  if (search->feed->search == search->cancellable)
    g_signal_emit(search->feed, signals[SIGNAL_SEARCH], 0, fraction);
}

static void on_found(GObject *source, GAsyncResult *result, gpointer data) {
  Search *search = data;
  GmxSamplesFeed *self = search->feed;
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxIntrusion) found = gmx_intrusion_job_run_finish(result, &error);
  if (self->search == search->cancellable) {
    g_clear_object(&self->search);
    g_signal_emit(self, signals[SIGNAL_SEARCH], 0, NAN);
    if (found && gmx_sample_model_get_gallery(self->model) == search->gallery)
      gmx_sample_model_show(self->model, gmx_sample_model_get_dataset(self->model), search->gallery,
                            self->before, found);
    else if (error)
      g_signal_emit(self, signals[SIGNAL_FAILED], 0, error);
  }
  search_free(search);
}

void gmx_samples_feed_search(GmxSamplesFeed *self) {
  GmxGallery *gallery = gmx_sample_model_get_gallery(self->model);
  if (self->search || !gmx_gallery_is_mixed(gallery) || gmx_sample_model_get_intrusion(self->model))
    return;
  Search *search = g_new0(Search, 1);
  self->search = g_cancellable_new();
  search->feed = g_object_ref(self);
  search->gallery = gmx_gallery_ref(gallery);
  search->cancellable = g_object_ref(self->search);
  g_signal_emit(self, signals[SIGNAL_SEARCH], 0, 0.0);
  gmx_intrusion_job_run_async(self->session, gallery, self->search, on_progress, search, on_found,
                              search);
}

void gmx_samples_feed_take_intrusion(GmxSamplesFeed *self, GmxGallery *gallery,
                                     GmxIntrusion *intrusion) {
  if (gallery && gmx_sample_model_get_gallery(self->model) == gallery)
    gmx_sample_model_show(self->model, gmx_sample_model_get_dataset(self->model), gallery,
                          self->before, intrusion);
}

void gmx_samples_feed_stop_search(GmxSamplesFeed *self) {
  self->dropped = TRUE;
  end_search(self);
}

/* Only while nothing moves: the weights are then those of what is shown, or close to them. */
static void search_if_idle(GmxSamplesFeed *self) {
  GmxSessionState state = gmx_session_get_state(self->session);
  gboolean rests = state == GMX_SESSION_PAUSED || state == GMX_SESSION_FINISHED;
  if (self->visible && !self->dropped && (rests || self->frozen) && self->source == GMX_SOURCE_STEP)
    gmx_samples_feed_search(self);
}

/* Showing */

static void show_gallery(GmxSamplesFeed *self, GmxGallery *gallery, GmxGallery *before,
                         GmxIntrusion *intrusion) {
  GmxGallery *present = gmx_sample_model_get_gallery(self->model);
  if (gallery != present) {
    self->dropped = FALSE;
    end_search(self);
  } else if (gallery && !intrusion) {
    intrusion = gmx_sample_model_get_intrusion(self->model); /* found here */
  }
  if (before)
    gmx_gallery_ref(before);
  g_clear_pointer(&self->before, gmx_gallery_unref);
  self->before = before;
  if (gallery != present || intrusion != gmx_sample_model_get_intrusion(self->model))
    gmx_sample_model_show(self->model, gmx_session_get_dataset(self->session), gallery, before,
                          intrusion);
}

static gint64 get_place(GmxSamplesFeed *self, GmxRecording *recording) {
  gint64 place = self->place[self->source];
  return place > 0 ? place : gmx_recording_get_info(recording).last;
}

/* The epoch before @epoch whose probe is kept; 0 where there is none. */
static int find_epoch_before(GmxRecording *recording, int epoch) {
  g_autoptr(GArray) epochs = gmx_recording_list_probes(recording);
  int before = 0;
  for (guint i = 0; i < epochs->len && g_array_index(epochs, int, i) < epoch; i++)
    before = g_array_index(epochs, int, i);
  return before;
}

static void show_probe(GmxSamplesFeed *self, GmxRecording *recording) {
  int epoch = (int)self->place[GMX_SOURCE_PROBE];
  g_autoptr(GmxGallery) probe = gmx_recording_find_probe(recording, epoch);
  int epoch_before = probe ? find_epoch_before(recording, probe->epoch) : 0;
  g_autoptr(GmxGallery) before =
      epoch_before > 0 ? gmx_recording_find_probe(recording, epoch_before) : NULL;
  g_autoptr(GmxIntrusion) found =
      probe ? gmx_recording_find_intrusion(recording, probe->epoch) : NULL;
  show_gallery(self, probe, before, found);
}

static void show_source(GmxSamplesFeed *self) {
  GmxRecording *recording = gmx_session_get_recording(self->session);
  if (self->source == GMX_SOURCE_STEP || !recording) {
    show_gallery(self, self->source == GMX_SOURCE_STEP ? self->newest : NULL, NULL, NULL);
  } else if (self->source == GMX_SOURCE_RECORDED) {
    g_autoptr(GmxGallery) kept = gmx_recording_find(recording, get_place(self, recording));
    show_gallery(self, kept, NULL, NULL);
  } else {
    show_probe(self, recording);
  }
  changed(self);
  search_if_idle(self);
}

static void show_by_itself(gpointer data) {
  GmxSamplesFeed *self = data;
  gboolean empty = !gmx_sample_model_get_gallery(self->model);
  if (self->visible && ((!self->frozen && !self->held) || empty))
    show_source(self);
  else if (self->visible)
    changed(self); /* what is held gets older */
}

/* What the user asks for */

static void show_now(GmxSamplesFeed *self) {
  if (!self->visible)
    return;
  gmx_throttle_stop(&self->shown);
  show_source(self);
}

void gmx_samples_feed_set_source(GmxSamplesFeed *self, GmxSampleSource source, gint64 place) {
  if (self->source == source && self->place[source] == place)
    return;
  self->source = source;
  self->place[source] = place;
  show_now(self);
}

GmxSampleSource gmx_samples_feed_get_source(GmxSamplesFeed *self) {
  return self->source;
}

void gmx_samples_feed_set_visible(GmxSamplesFeed *self, gboolean visible) {
  self->visible = visible;
  if (!visible)
    end_search(self);
  else if (!self->frozen || !gmx_sample_model_get_gallery(self->model))
    show_now(self);
}

void gmx_samples_feed_set_frozen(GmxSamplesFeed *self, gboolean frozen) {
  self->frozen = frozen;
  if (!frozen)
    gmx_throttle_call(&self->shown);
  changed(self);
  search_if_idle(self);
}

gboolean gmx_samples_feed_get_frozen(GmxSamplesFeed *self) {
  return self->frozen;
}

static void let_go(gpointer data) {
  GmxSamplesFeed *self = data;
  self->let_go = 0;
  self->held = FALSE;
  gmx_throttle_call(&self->shown);
}

void gmx_samples_feed_set_held(GmxSamplesFeed *self, gboolean held) {
  if (held) {
    g_clear_handle_id(&self->let_go, g_source_remove);
    self->held = TRUE;
  } else if (self->held && !self->let_go) {
    self->let_go = g_timeout_add_once(LET_GO_MS, let_go, self);
  }
}

/* In words */

static gboolean follows(GmxSamplesFeed *self) {
  return self->source == GMX_SOURCE_STEP || self->place[self->source] == 0;
}

char *gmx_samples_feed_describe(GmxSamplesFeed *self) {
  GmxGallery *gallery = gmx_sample_model_get_gallery(self->model);
  if (!gallery)
    return NULL;
  gboolean probe = gallery->source == GMX_GALLERY_PROBE;
  g_autofree char *number = gmx_format_count(probe ? gallery->epoch : gallery->step);
  g_autofree char *where = g_strdup_printf(probe ? _("epoch %s") : _("step %s"), number);
  gint64 asked = self->place[self->source];
  gboolean behind = follows(self) && self->newest && !probe && gallery->step < self->newest->step;
  if (self->frozen)
    return g_strdup_printf(_("%s, frozen"), where);
  if (self->source == GMX_SOURCE_STEP &&
      gmx_session_get_state(self->session) == GMX_SESSION_DIVERGED)
    return g_strdup_printf(_("%s, the last that was finite"), where);
  if (self->held && behind && self->source == GMX_SOURCE_STEP)
    return g_strdup_printf(_("%s, held while you look"), where);
  if (self->source == GMX_SOURCE_RECORDED && asked > 0 && asked != gallery->step)
    return g_strdup_printf(_("%s, the nearest that is kept"), where);
  return self->source == GMX_SOURCE_STEP ? NULL : g_steal_pointer(&where);
}

/* What the session says */

static void on_gallery(GmxSamplesFeed *self, GmxGallery *gallery) {
  gmx_gallery_ref(gallery);
  g_clear_pointer(&self->newest, gmx_gallery_unref);
  self->newest = gallery;
  if (self->visible && follows(self) && self->source != GMX_SOURCE_PROBE)
    gmx_throttle_call(&self->shown);
}

static void on_probe(GmxSamplesFeed *self) {
  if (self->visible && self->source == GMX_SOURCE_PROBE && follows(self))
    gmx_throttle_call(&self->shown);
}

static void on_opened(GmxSamplesFeed *self) {
  gmx_throttle_stop(&self->shown);
  end_search(self);
  g_clear_pointer(&self->newest, gmx_gallery_unref);
  memset(self->place, 0, sizeof self->place);
  gmx_sample_model_show(self->model, gmx_session_get_dataset(self->session), NULL, NULL, NULL);
  changed(self);
}

/* What was shown may be undone. */
static void on_rewound(GmxSamplesFeed *self, gint64 step) {
  GmxRecording *recording = gmx_session_get_recording(self->session);
  if (self->newest && self->newest->step > step) {
    gmx_gallery_unref(self->newest);
    self->newest = recording ? gmx_recording_find(recording, step) : NULL;
  }
  memset(self->place, 0, sizeof self->place);
  if (self->visible)
    show_source(self);
}

static void on_state(GmxSamplesFeed *self, GmxSessionState state) {
  if (state == GMX_SESSION_PAUSED || state == GMX_SESSION_FINISHED)
    search_if_idle(self);
  changed(self);
}

static void samples_feed_dispose(GObject *object) {
  GmxSamplesFeed *self = GMX_SAMPLES_FEED(object);
  gmx_samples_feed_stop(self);
  g_clear_pointer(&self->newest, gmx_gallery_unref);
  g_clear_pointer(&self->before, gmx_gallery_unref);
  g_clear_object(&self->session);
  g_clear_object(&self->model);
  G_OBJECT_CLASS(gmx_samples_feed_parent_class)->dispose(object);
}

static void gmx_samples_feed_class_init(GmxSamplesFeedClass *class) {
  GType type = G_TYPE_FROM_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = samples_feed_dispose;
  signals[SIGNAL_CHANGED] =
      g_signal_new("changed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_SEARCH] = g_signal_new("search", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_DOUBLE);
  signals[SIGNAL_FAILED] = g_signal_new("failed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                        G_TYPE_NONE, 1, G_TYPE_ERROR);
}

static void gmx_samples_feed_init(GmxSamplesFeed *self) {
  gmx_throttle_init(&self->shown, 500, show_by_itself, self);
}

void gmx_samples_feed_stop(GmxSamplesFeed *self) {
  gmx_throttle_stop(&self->shown);
  g_clear_handle_id(&self->let_go, g_source_remove);
  self->visible = FALSE;
  if (self->search)
    g_cancellable_cancel(self->search);
  g_clear_object(&self->search);
}

GmxSamplesFeed *gmx_samples_feed_new(GmxSession *session, GmxSampleModel *model) {
  GmxSamplesFeed *self = g_object_new(GMX_TYPE_SAMPLES_FEED, NULL);
  self->session = g_object_ref(session);
  self->model = g_object_ref(model);
  const struct {
    const char *signal;
    GCallback handler;
  } handlers[] = {
      {"gallery", G_CALLBACK(on_gallery)}, {"probe", G_CALLBACK(on_probe)},
      {"opened", G_CALLBACK(on_opened)},   {"rewound", G_CALLBACK(on_rewound)},
      {"state", G_CALLBACK(on_state)},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(handlers); i++)
    g_signal_connect_object(session, handlers[i].signal, handlers[i].handler, self,
                            G_CONNECT_SWAPPED);
  return self;
}
