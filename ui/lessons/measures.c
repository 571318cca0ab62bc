/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The newest figures of a session under the names that lessons use, and how much was trained. */
#include "ui/lessons/measures.h"

#include <math.h>

#define WINDOW 50 /* steps that a mean is over */

struct _GmxMeasures {
  GObject parent_instance;

  GmxSession *session;
  GmxStepRecord newest[WINDOW]; /* a ring */
  guint count;                  /* steps ever put into it since the run was opened */
  GmxEpochRecord epoch;         /* .epoch 0 before the first */
  GmxGallery *gallery;
  double intrusion[3];   /* all, sharp, flat */
  gint64 steps, epochs;  /* trained */
  gboolean hearing_past; /* what comes now was trained earlier */
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxMeasures, gmx_measures, G_TYPE_OBJECT)

static void emit_changed(GmxMeasures *self) {
  g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

/* What the session says */

static void forget(GmxMeasures *self) {
  self->count = 0;
  self->epoch = (GmxEpochRecord){0};
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  for (int i = 0; i < 3; i++)
    self->intrusion[i] = NAN;
}

static void on_opened(GmxMeasures *self) {
  forget(self);
  self->hearing_past = TRUE;
  emit_changed(self);
}

/* A run's past comes between "opened" and the state in which it stands. */
static void on_state(GmxMeasures *self, GmxSessionState state) {
  if (state != GMX_SESSION_LOADING)
    self->hearing_past = FALSE;
}

static void on_steps(GmxMeasures *self, GArray *records) {
  for (guint i = 0; i < records->len; i++)
    self->newest[self->count++ % WINDOW] = g_array_index(records, GmxStepRecord, i);
  if (!self->hearing_past)
    self->steps += records->len;
  emit_changed(self);
}

static void on_epochs(GmxMeasures *self, GArray *records) {
  if (records->len > 0)
    self->epoch = g_array_index(records, GmxEpochRecord, records->len - 1);
  if (!self->hearing_past)
    self->epochs += records->len;
  emit_changed(self);
}

static void on_gallery(GmxMeasures *self, GmxGallery *gallery) {
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  self->gallery = gmx_gallery_ref(gallery);
  emit_changed(self);
}

static double to_rate(int hits, int total) {
  return total > 0 ? (double)hits / total : NAN;
}

static void on_probe(GmxMeasures *self, int epoch) {
  GmxRecording *recording = gmx_session_get_recording(self->session);
  g_autoptr(GmxGallery) gallery = recording ? gmx_recording_find_probe(recording, epoch) : NULL;
  g_autoptr(GmxIntrusion) found = recording ? gmx_recording_find_intrusion(recording, epoch) : NULL;
  int hits[2] = {0, 0}, totals[2] = {0, 0};
  if (!gallery || !found)
    return;
  for (int sharp = 0; sharp < 2; sharp++)
    gmx_intrusion_count(found, gallery, sharp, &hits[sharp], &totals[sharp]);
  self->intrusion[0] = to_rate(hits[0] + hits[1], totals[0] + totals[1]);
  self->intrusion[1] = to_rate(hits[1], totals[1]);
  self->intrusion[2] = to_rate(hits[0], totals[0]);
  emit_changed(self);
}

static void on_rewound(GmxMeasures *self) {
  self->count = 0;
  emit_changed(self);
}

/* Reading */

static double field_of(const GmxStepRecord *record, GmxMeasure measure) {
  switch (measure) {
  case GMX_MEASURE_STEP:
    return (double)record->step;
  case GMX_MEASURE_EPOCH:
    return record->epoch;
  case GMX_MEASURE_LAMBDA:
    return record->lambda;
  case GMX_MEASURE_LOSS:
  case GMX_MEASURE_MEAN_LOSS:
    return record->loss;
  case GMX_MEASURE_LOSS_PERTURBED:
  case GMX_MEASURE_MEAN_LOSS_PERTURBED:
    return record->loss_perturbed;
  case GMX_MEASURE_SHARPNESS:
  case GMX_MEASURE_MEAN_SHARPNESS:
    return record->sharpness;
  case GMX_MEASURE_GRADIENT_NORM:
    return record->gradient_norm;
  case GMX_MEASURE_EPSILON_NORM:
    return record->epsilon_norm;
  case GMX_MEASURE_COSINE:
    return record->cosine;
  default:
    return record->learning_rate;
  }
}

static double get_newest(GmxMeasures *self, GmxMeasure measure) {
  if (self->count == 0)
    return measure <= GMX_MEASURE_EPOCH ? 0 : NAN;
  return field_of(&self->newest[(self->count - 1) % WINDOW], measure);
}

/* Known once there is a whole window: a mean over three steps says little. */
static double get_mean(GmxMeasures *self, GmxMeasure measure) {
  double sum = 0;
  if (self->count < WINDOW)
    return NAN;
  for (int i = 0; i < WINDOW; i++)
    sum += field_of(&self->newest[i], measure);
  return sum / WINDOW;
}

static double get_of_epoch(const GmxEpochRecord *epoch, GmxMeasure measure) {
  if (epoch->epoch == 0)
    return NAN;
  switch (measure) {
  case GMX_MEASURE_TRAIN_LOSS:
    return epoch->train_loss;
  case GMX_MEASURE_TRAIN_ACCURACY:
    return epoch->train_accuracy;
  case GMX_MEASURE_TEST_LOSS:
    return epoch->test_loss;
  case GMX_MEASURE_TEST_ACCURACY:
    return epoch->test_accuracy;
  case GMX_MEASURE_GAP:
    return epoch->train_accuracy - epoch->test_accuracy;
  default:
    return epoch->ece;
  }
}

static double get_of_gallery(const GmxGallery *gallery, GmxMeasure measure) {
  if (!gallery || !gallery->climbed)
    return NAN;
  if (measure == GMX_MEASURE_CUT)
    return gallery->cut;
  return measure == GMX_MEASURE_SHARP_COUNT ? gallery->sharp_count
                                            : gallery->count - gallery->sharp_count;
}

static double count_training(GmxMeasures *self) {
  GmxDataset *dataset = gmx_session_get_dataset(self->session);
  const int limit =
      dataset ? gmx_config_get_int(gmx_session_get_config(self->session), "limit") : 0;
  const int all = dataset ? gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN) : 0;
  return !dataset ? NAN : limit > 0 ? MIN(limit, all) : all;
}

double gmx_measures_get(GmxMeasures *self, GmxMeasure measure) {
  switch (measure) {
  case GMX_MEASURE_MEAN_LOSS:
  case GMX_MEASURE_MEAN_LOSS_PERTURBED:
  case GMX_MEASURE_MEAN_SHARPNESS:
    return get_mean(self, measure);
  case GMX_MEASURE_SHARP_COUNT:
  case GMX_MEASURE_FLAT_COUNT:
  case GMX_MEASURE_CUT:
    return get_of_gallery(self->gallery, measure);
  case GMX_MEASURE_TRAIN_LOSS:
  case GMX_MEASURE_TRAIN_ACCURACY:
  case GMX_MEASURE_TEST_LOSS:
  case GMX_MEASURE_TEST_ACCURACY:
  case GMX_MEASURE_GAP:
  case GMX_MEASURE_ECE:
    return get_of_epoch(&self->epoch, measure);
  case GMX_MEASURE_INTRUSION_RATE:
  case GMX_MEASURE_INTRUSION_RATE_SHARP:
  case GMX_MEASURE_INTRUSION_RATE_FLAT:
    return self->intrusion[measure - GMX_MEASURE_INTRUSION_RATE];
  case GMX_MEASURE_TRAINING_COUNT:
    return count_training(self);
  default:
    return get_newest(self, measure);
  }
}

gint64 gmx_measures_count_steps(GmxMeasures *self) {
  return self->steps;
}

gint64 gmx_measures_count_epochs(GmxMeasures *self) {
  return self->epochs;
}

static void measures_dispose(GObject *object) {
  GmxMeasures *self = GMX_MEASURES(object);
  g_clear_object(&self->session);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  G_OBJECT_CLASS(gmx_measures_parent_class)->dispose(object);
}

static void gmx_measures_class_init(GmxMeasuresClass *class) {
  G_OBJECT_CLASS(class)->dispose = measures_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new("changed", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void gmx_measures_init(GmxMeasures *self) {
  forget(self);
}

GmxMeasures *gmx_measures_new(GmxSession *session) {
  GmxMeasures *self = g_object_new(GMX_TYPE_MEASURES, NULL);
  const struct {
    const char *signal;
    GCallback handler;
  } handlers[] = {
      {"opened", G_CALLBACK(on_opened)},   {"state", G_CALLBACK(on_state)},
      {"steps", G_CALLBACK(on_steps)},     {"epochs", G_CALLBACK(on_epochs)},
      {"gallery", G_CALLBACK(on_gallery)}, {"probe", G_CALLBACK(on_probe)},
      {"rewound", G_CALLBACK(on_rewound)},
  };
  self->session = g_object_ref(session);
  for (gsize i = 0; i < G_N_ELEMENTS(handlers); i++)
    g_signal_connect_object(session, handlers[i].signal, handlers[i].handler, self,
                            G_CONNECT_SWAPPED);
  return self;
}
