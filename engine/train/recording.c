/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The ring is an array that turns: a step is added and the oldest go without anything being moved,
 * because a small network makes a thousand steps a second. Galleries are made and freed outside of
 * the lock. The lock is pthread's, and references are counted by GLib's inline atomics, because
 * ThreadSanitizer sees both. */
#include "engine/train/recording.h"

#include "engine/train/tally.h"

#include <pthread.h>

typedef struct {
  GmxGallery *gallery;
  GmxIntrusion *intrusion; /* NULL: not searched */
} Probe;

struct GmxRecording {
  gint references;
  int classes;

  pthread_mutex_t lock; /* guards what follows */
  gsize bound, bytes;
  int every;
  gint64 dropped;
  GmxGallery **ring; /* [room] from @first on, turning round at the end; steps rise */
  guint room, first, count;
  GArray *probes; /* of Probe, epochs rise */
  GmxTally *tally;
};

G_DEFINE_BOXED_TYPE(GmxRecording, gmx_recording, gmx_recording_ref, gmx_recording_unref)

static void clear_probe(gpointer data) {
  Probe *probe = data;
  gmx_gallery_unref(probe->gallery);
  g_clear_pointer(&probe->intrusion, gmx_intrusion_unref);
}

GmxRecording *gmx_recording_new(int classes, gsize bound, int every) {
  GmxRecording *self = g_new0(GmxRecording, 1);
  self->references = 1;
  self->classes = classes;
  self->bound = bound;
  self->every = MAX(1, every);
  self->probes = g_array_new(FALSE, FALSE, sizeof(Probe));
  g_array_set_clear_func(self->probes, clear_probe);
  self->tally = gmx_tally_new(classes);
  pthread_mutex_init(&self->lock, NULL);
  return self;
}

GmxRecording *gmx_recording_ref(GmxRecording *self) {
  g_atomic_int_inc(&self->references);
  return self;
}

static GmxGallery **at(GmxRecording *self, guint i) {
  return &self->ring[(self->first + i) % self->room];
}

void gmx_recording_unref(GmxRecording *self) {
  if (!self || !g_atomic_int_dec_and_test(&self->references))
    return;
  for (guint i = 0; i < self->count; i++)
    gmx_gallery_unref(*at(self, i));
  g_free(self->ring);
  g_array_unref(self->probes);
  gmx_tally_free(self->tally);
  pthread_mutex_destroy(&self->lock);
  g_free(self);
}

/* Takes the oldest galleries out until the rest fits. */
static void trim(GmxRecording *self, GPtrArray *gone) {
  while (self->bytes > self->bound) {
    GmxGallery *oldest = *at(self, 0);
    self->bytes -= oldest->bytes;
    self->first = (self->first + 1) % self->room;
    self->count--;
    self->dropped++;
    g_ptr_array_add(gone, oldest);
  }
}

static void grow(GmxRecording *self) {
  const guint room = MAX(64, 2 * self->room);
  GmxGallery **ring = g_new(GmxGallery *, room);
  for (guint i = 0; i < self->count; i++)
    ring[i] = *at(self, i);
  g_free(self->ring);
  self->ring = ring;
  self->room = room;
  self->first = 0;
}

static void push(GmxRecording *self, GmxGallery *gallery) {
  if (self->count == self->room)
    grow(self);
  self->count++;
  *at(self, self->count - 1) = gallery;
  self->bytes += gallery->bytes;
}

static GPtrArray *gone_new(void) {
  return g_ptr_array_new_with_free_func((GDestroyNotify)gmx_gallery_unref);
}

void gmx_recording_set_bound(GmxRecording *self, gsize bound, int every) {
  g_autoptr(GPtrArray) gone = gone_new();
  pthread_mutex_lock(&self->lock);
  self->bound = bound;
  self->every = MAX(1, every);
  trim(self, gone);
  pthread_mutex_unlock(&self->lock);
}

void gmx_recording_add(GmxRecording *self, const GmxBatch *batch, const GmxStepResult *result,
                       double gamma, gint64 step, int epoch) {
  g_autoptr(GPtrArray) gone = gone_new();
  GmxGallery *gallery = NULL;
  if (!result->finite)
    return;
  if (step % gmx_recording_get_info(self).every == 0)
    gallery = gmx_gallery_new(batch, result, gamma, self->classes, step, epoch);
  pthread_mutex_lock(&self->lock);
  if (result->sharp)
    gmx_tally_add(self->tally, step, epoch, batch, result->sharp);
  if (gallery)
    push(self, gallery);
  trim(self, gone);
  pthread_mutex_unlock(&self->lock);
}

void gmx_recording_add_step(GmxRecording *self, GmxTrainer *trainer) {
  const GmxBatch *batch = gmx_trainer_get_batch(trainer);
  const GmxStepResult *result = gmx_trainer_get_result(trainer);
  if (batch && result)
    gmx_recording_add(self, batch, result, gmx_trainer_get_step_options(trainer)->gamma,
                      gmx_trainer_get_step(trainer), gmx_trainer_get_epoch(trainer));
}

static const GmxGallery *probe_at(GmxRecording *self, guint i) {
  return g_array_index(self->probes, Probe, i).gallery;
}

static int epoch_of(GmxRecording *self, guint i) {
  return probe_at(self, i)->epoch;
}

/* By the step as well: inside an epoch its probe is yet to come. */
static void cut_probes(GmxRecording *self, gint64 step, int epoch) {
  for (guint n = self->probes->len;
       n > 0 && (epoch_of(self, n - 1) > epoch || probe_at(self, n - 1)->step > step); n--)
    g_array_set_size(self->probes, n - 1);
}

void gmx_recording_take_probe(GmxRecording *self, GmxGallery *gallery, GmxIntrusion *intrusion) {
  const Probe probe = {gmx_gallery_ref(gallery), intrusion ? gmx_intrusion_ref(intrusion) : NULL};
  pthread_mutex_lock(&self->lock);
  cut_probes(self, gallery->step, gallery->epoch - 1);
  g_array_append_val(self->probes, probe);
  pthread_mutex_unlock(&self->lock);
}

void gmx_recording_add_probe(GmxRecording *self, GmxTrainer *trainer) {
  GmxIntrusion *intrusion = gmx_trainer_get_intrusion(trainer);
  g_autoptr(GmxGallery) gallery = gmx_gallery_new_probe(trainer);
  if (gallery)
    gmx_recording_take_probe(self, gallery,
                             intrusion && intrusion->epoch == gallery->epoch ? intrusion : NULL);
}

void gmx_recording_cut_after(GmxRecording *self, gint64 step, int epoch) {
  g_autoptr(GPtrArray) gone = gone_new();
  pthread_mutex_lock(&self->lock);
  while (self->count > 0 && (*at(self, self->count - 1))->step > step) {
    GmxGallery *newest = *at(self, --self->count);
    self->bytes -= newest->bytes;
    g_ptr_array_add(gone, newest);
  }
  cut_probes(self, step, epoch);
  gmx_tally_cut_after(self->tally, step, epoch);
  pthread_mutex_unlock(&self->lock);
}

GmxRecordingInfo gmx_recording_get_info(GmxRecording *self) {
  pthread_mutex_lock(&self->lock);
  const GmxRecordingInfo info = {
      .kept = (int)self->count,
      .bytes = self->bytes,
      .bound = self->bound,
      .dropped = self->dropped,
      .every = self->every,
      .first = self->count > 0 ? (*at(self, 0))->step : 0,
      .last = self->count > 0 ? (*at(self, self->count - 1))->step : 0,
      .probes = (int)self->probes->len,
  };
  pthread_mutex_unlock(&self->lock);
  return info;
}

/* Place of the first kept step that is not before @step; `count` where there is none. */
static guint search(GmxRecording *self, gint64 step) {
  guint low = 0, high = self->count;
  while (low < high) {
    const guint middle = (low + high) / 2;
    if ((*at(self, middle))->step < step)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static GmxGallery *find_nearest(GmxRecording *self, gint64 step) {
  if (self->count == 0)
    return NULL;
  const guint place = search(self, step);
  if (place == 0)
    return *at(self, 0);
  GmxGallery *before = *at(self, place - 1);
  if (place == self->count)
    return before;
  GmxGallery *after = *at(self, place);
  return after->step - step < step - before->step ? after : before;
}

GmxGallery *gmx_recording_find(GmxRecording *self, gint64 step) {
  pthread_mutex_lock(&self->lock);
  GmxGallery *found = find_nearest(self, step);
  if (found)
    gmx_gallery_ref(found);
  pthread_mutex_unlock(&self->lock);
  return found;
}

GArray *gmx_recording_list_steps(GmxRecording *self) {
  GArray *steps = g_array_new(FALSE, FALSE, sizeof(gint64));
  pthread_mutex_lock(&self->lock);
  for (guint i = 0; i < self->count; i++)
    g_array_append_val(steps, (*at(self, i))->step);
  pthread_mutex_unlock(&self->lock);
  return steps;
}

static const Probe *find_probe(GmxRecording *self, int epoch) {
  for (guint i = self->probes->len; i > 0; i--)
    if (epoch == 0 || epoch_of(self, i - 1) == epoch)
      return &g_array_index(self->probes, Probe, i - 1);
  return NULL;
}

GmxGallery *gmx_recording_find_probe(GmxRecording *self, int epoch) {
  pthread_mutex_lock(&self->lock);
  const Probe *probe = find_probe(self, epoch);
  GmxGallery *found = probe ? gmx_gallery_ref(probe->gallery) : NULL;
  pthread_mutex_unlock(&self->lock);
  return found;
}

GmxIntrusion *gmx_recording_find_intrusion(GmxRecording *self, int epoch) {
  pthread_mutex_lock(&self->lock);
  const Probe *probe = find_probe(self, epoch);
  GmxIntrusion *found = probe && probe->intrusion ? gmx_intrusion_ref(probe->intrusion) : NULL;
  pthread_mutex_unlock(&self->lock);
  return found;
}

GArray *gmx_recording_list_probes(GmxRecording *self) {
  GArray *epochs = g_array_new(FALSE, FALSE, sizeof(int));
  pthread_mutex_lock(&self->lock);
  for (guint i = 0; i < self->probes->len; i++) {
    const int epoch = epoch_of(self, i);
    g_array_append_val(epochs, epoch);
  }
  pthread_mutex_unlock(&self->lock);
  return epochs;
}

void gmx_recording_get_pairs(GmxRecording *self, guint64 *sharp, guint64 *total) {
  pthread_mutex_lock(&self->lock);
  gmx_tally_get_pairs(self->tally, sharp, total);
  pthread_mutex_unlock(&self->lock);
}

GArray *gmx_recording_get_class_shares(GmxRecording *self) {
  pthread_mutex_lock(&self->lock);
  GArray *shares = gmx_tally_get_class_shares(self->tally);
  pthread_mutex_unlock(&self->lock);
  return shares;
}
