/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lock is a pthread mutex and not a GMutex: ThreadSanitizer sees the one and not the other, and
 * a race here is what it is for. Nothing is emitted under the lock. */
#include "engine/mailbox.h"

#include "engine/train/trainer.h"

#include <pthread.h>

#define INTERVAL (50 * 1000) /* µs between two deliveries of numbers */

struct GmxMailbox {
  gatomicrefcount references;
  GMainContext *context;
  GWeakRef owner;
  GmxDeliver deliver;

  pthread_mutex_t lock; /* guards what follows */
  gboolean closed;
  GQueue parcels;       /* of GmxParcel; posts go to the last */
  GSource *source;      /* the one that waits in the main loop, or NULL */
  gint64 last_delivery; /* monotonic */
};

static void free_news(GmxNews *news) {
  if (!news)
    return;
  g_clear_object(&news->dataset);
  g_clear_object(&news->config);
  g_free(news->name);
  g_free(news->origin);
  g_clear_error(&news->error);
  g_free(news->cause);
  g_clear_pointer(&news->recording, gmx_recording_unref);
  g_clear_pointer(&news->weights, gmx_weights_unref);
  g_clear_pointer(&news->trace, gmx_trace_unref);
  g_free(news);
}

static void free_status(GmxStatus *status) {
  if (!status)
    return;
  g_free(status->run_path);
  g_free(status);
}

/* Everything of a parcel that belongs to a run, and not to the session. */
static void drop_numbers(GmxParcel *parcel) {
  g_clear_pointer(&parcel->steps, g_array_unref);
  g_clear_pointer(&parcel->epochs, g_array_unref);
  g_clear_pointer(&parcel->probes, g_array_unref);
  g_clear_pointer(&parcel->events, g_ptr_array_unref);
  for (gsize split = 0; split < G_N_ELEMENTS(parcel->predictions); split++)
    g_clear_pointer(&parcel->predictions[split], gmx_predictions_unref);
  g_clear_pointer(&parcel->gallery, gmx_gallery_unref);
  g_clear_pointer(&parcel->status, free_status);
}

static void free_parcel(gpointer data) {
  GmxParcel *parcel = data;
  drop_numbers(parcel);
  g_free(parcel->loading_what);
  free_news(parcel->news);
  g_free(parcel);
}

static GmxMailbox *mailbox_ref(GmxMailbox *self) {
  g_atomic_ref_count_inc(&self->references);
  return self;
}

void gmx_mailbox_unref(GmxMailbox *self) {
  if (!self || !g_atomic_ref_count_dec(&self->references))
    return;
  g_queue_clear_full(&self->parcels, free_parcel);
  g_weak_ref_clear(&self->owner);
  g_main_context_unref(self->context);
  pthread_mutex_destroy(&self->lock);
  g_free(self);
}

GmxMailbox *gmx_mailbox_new(GMainContext *context, GObject *owner, GmxDeliver deliver) {
  GmxMailbox *self = g_new0(GmxMailbox, 1);
  g_atomic_ref_count_init(&self->references);
  self->context = g_main_context_ref(context);
  g_weak_ref_init(&self->owner, owner);
  self->deliver = deliver;
  pthread_mutex_init(&self->lock, NULL);
  g_queue_init(&self->parcels);
  return self;
}

/* The next parcel to deliver, or NULL where none waits or the mailbox was closed. */
static GmxParcel *take_parcel(GmxMailbox *self) {
  pthread_mutex_lock(&self->lock);
  GmxParcel *parcel = g_queue_pop_head(&self->parcels);
  pthread_mutex_unlock(&self->lock);
  return parcel;
}

static void wake(GmxMailbox *self, gboolean urgent);

/* Whether numbers wait, whose time has not come, behind nothing but weights: who asks for weights
 * at every frame does not speed up everything else. The lock is held. */
static gboolean numbers_wait(GmxMailbox *self, gint64 now) {
  const GmxParcel *last = g_queue_peek_tail(&self->parcels);
  if (!last || last->news || now >= self->last_delivery + INTERVAL)
    return FALSE;
  for (GList *link = g_queue_peek_head_link(&self->parcels); link->next; link = link->next)
    if (((const GmxParcel *)link->data)->news->kind != GMX_NEWS_WEIGHTS)
      return FALSE;
  return TRUE;
}

/* Frees the place of the source, so that later posts wake the loop again. Returns how many parcels
 * are due. */
static guint begin_delivery(GmxMailbox *self) {
  const gint64 now = g_get_monotonic_time();
  pthread_mutex_lock(&self->lock);
  guint due = g_queue_get_length(&self->parcels);
  g_clear_pointer(&self->source, g_source_unref);
  if (numbers_wait(self, now)) {
    due--;
    wake(self, FALSE);
  } else {
    self->last_delivery = now;
  }
  pthread_mutex_unlock(&self->lock);
  return due;
}

/* Takes the parcels one by one: a handler that runs a main loop of its own then gets the later ones
 * in their order, and one that closes the session gets no more. No more than waited at the start:
 * a busy thread could otherwise hold the main loop here. */
static gboolean deliver_all(gpointer data) {
  GmxMailbox *self = data;
  g_autoptr(GObject) owner = g_weak_ref_get(&self->owner);
  for (guint left = begin_delivery(self); left > 0; left--) {
    GmxParcel *parcel = take_parcel(self);
    if (!parcel)
      break;
    if (owner)
      self->deliver(owner, parcel);
    free_parcel(parcel);
  }
  return G_SOURCE_REMOVE;
}

static gboolean dispatch(GSource *source, GSourceFunc func, gpointer data) {
  return func(data);
}

/* Sees to it that a source waits, and no longer than it may. The lock is held. */
static void wake(GmxMailbox *self, gboolean urgent) {
  static GSourceFuncs funcs = {.dispatch = dispatch};
  if (self->source) {
    if (urgent)
      g_source_set_ready_time(self->source, 0);
    return;
  }
  self->source = g_source_new(&funcs, sizeof(GSource));
  g_source_set_static_name(self->source, "gmx-mailbox");
  g_source_set_priority(self->source, G_PRIORITY_DEFAULT);
  g_source_set_callback(self->source, deliver_all, mailbox_ref(self),
                        (GDestroyNotify)gmx_mailbox_unref);
  g_source_set_ready_time(self->source, urgent ? 0 : self->last_delivery + INTERVAL);
  g_source_attach(self->source, self->context);
}

/* Weights are no news of the run's course: they overtake the numbers that wait. */
static void push_weights(GmxMailbox *self, GmxNews *news) {
  GmxParcel *last = g_queue_peek_tail(&self->parcels);
  GmxParcel *parcel = g_new0(GmxParcel, 1);
  parcel->news = news;
  if (last && !last->news)
    g_queue_insert_before(&self->parcels, g_queue_peek_tail_link(&self->parcels), parcel);
  else
    g_queue_push_tail(&self->parcels, parcel);
}

/* The parcel that posts go to. The lock is held. */
static GmxParcel *last_parcel(GmxMailbox *self) {
  GmxParcel *last = g_queue_peek_tail(&self->parcels);
  if (!last || last->news) {
    last = g_new0(GmxParcel, 1);
    g_queue_push_tail(&self->parcels, last);
  }
  return last;
}

/* The same, with the lock held from here on; NULL, without it, when the mailbox is closed. */
static GmxParcel *open_parcel(GmxMailbox *self) {
  pthread_mutex_lock(&self->lock);
  if (!self->closed)
    return last_parcel(self);
  pthread_mutex_unlock(&self->lock);
  return NULL;
}

static void finish(GmxMailbox *self, gboolean urgent) {
  wake(self, urgent);
  pthread_mutex_unlock(&self->lock);
}

void gmx_mailbox_close(GmxMailbox *self) {
  pthread_mutex_lock(&self->lock);
  GSource *source = g_steal_pointer(&self->source);
  GQueue parcels = self->parcels;
  g_queue_init(&self->parcels);
  self->closed = TRUE;
  pthread_mutex_unlock(&self->lock);
  g_queue_clear_full(&parcels, free_parcel);
  if (source) {
    g_source_destroy(source);
    g_source_unref(source);
  }
}

void gmx_mailbox_post_step(GmxMailbox *self, const GmxStepRecord *record) {
  GmxParcel *parcel = open_parcel(self);
  if (!parcel)
    return;
  if (!parcel->steps)
    parcel->steps = g_array_new(FALSE, FALSE, sizeof(GmxStepRecord));
  g_array_append_val(parcel->steps, *record);
  finish(self, FALSE);
}

void gmx_mailbox_post_epoch(GmxMailbox *self, const GmxEpochRecord *record) {
  GmxParcel *parcel = open_parcel(self);
  if (!parcel)
    return;
  if (!parcel->epochs)
    parcel->epochs = g_array_new(FALSE, FALSE, sizeof(GmxEpochRecord));
  g_array_append_val(parcel->epochs, *record);
  finish(self, FALSE);
}

void gmx_mailbox_post_probe(GmxMailbox *self, int epoch) {
  GmxParcel *parcel = open_parcel(self);
  if (!parcel)
    return;
  if (!parcel->probes)
    parcel->probes = g_array_new(FALSE, FALSE, sizeof(int));
  g_array_append_val(parcel->probes, epoch);
  finish(self, FALSE);
}

void gmx_mailbox_post_predictions(GmxMailbox *self, GmxPredictions *predictions) {
  GmxParcel *parcel = open_parcel(self);
  if (!parcel)
    return;
  GmxPredictions **place = &parcel->predictions[predictions->split];
  g_clear_pointer(place, gmx_predictions_unref);
  *place = gmx_predictions_ref(predictions);
  finish(self, FALSE);
}

void gmx_mailbox_take_event(GmxMailbox *self, GmxEventRecord *event) {
  GmxParcel *parcel = open_parcel(self);
  if (!parcel) {
    gmx_event_record_free(event);
    return;
  }
  if (!parcel->events)
    parcel->events = g_ptr_array_new_with_free_func((GDestroyNotify)gmx_event_record_free);
  g_ptr_array_add(parcel->events, event);
  finish(self, FALSE);
}

void gmx_mailbox_take_gallery(GmxMailbox *self, GmxGallery *gallery) {
  GmxParcel *parcel = open_parcel(self);
  if (!parcel) {
    gmx_gallery_unref(gallery);
    return;
  }
  g_clear_pointer(&parcel->gallery, gmx_gallery_unref);
  parcel->gallery = gallery;
  finish(self, FALSE);
}

void gmx_mailbox_post_status(GmxMailbox *self, const GmxStatus *status) {
  GmxParcel *parcel = open_parcel(self);
  if (!parcel)
    return;
  g_clear_pointer(&parcel->status, free_status);
  parcel->status = g_memdup2(status, sizeof *status);
  parcel->status->run_path = g_strdup(status->run_path);
  finish(self, FALSE);
}

void gmx_mailbox_post_loading(GmxMailbox *self, double fraction, const char *what) {
  GmxParcel *parcel = open_parcel(self);
  if (!parcel)
    return;
  g_free(parcel->loading_what);
  parcel->loading_what = g_strdup(what ? what : "");
  parcel->loading = fraction;
  finish(self, FALSE);
}

void gmx_mailbox_take_news(GmxMailbox *self, const GmxNews *news) {
  GmxNews *owned = g_memdup2(news, sizeof *news);
  pthread_mutex_lock(&self->lock);
  if (self->closed) {
    pthread_mutex_unlock(&self->lock);
    free_news(owned);
    return;
  }
  if (owned->kind == GMX_NEWS_OPENED)
    g_queue_foreach(&self->parcels, (GFunc)(void (*)(void))drop_numbers, NULL);
  if (owned->kind == GMX_NEWS_WEIGHTS)
    push_weights(self, owned);
  else
    last_parcel(self)->news = owned;
  finish(self, TRUE);
}
