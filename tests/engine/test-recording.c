/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The recording of real short runs against the same counted by hand: what the ring keeps, what is
 * found, what the pairs add up to, and what galleries hold. */
#include "engine/train/recording.h"
#include "tests/engine/train-runs.h"

#include <math.h>
#include <string.h>

#define CLASSES 10
#define PLENTY ((gsize)1 << 30)

/* A recording, and every gallery of the same run kept beside it. */
typedef struct {
  GmxRecording *recording;
  GPtrArray *all;
} Fixture;

static void take_step(GmxTrainer *trainer, const GmxStepRecord *record, gpointer data) {
  Fixture *f = data;
  gmx_recording_add_step(f->recording, trainer);
  g_ptr_array_add(f->all, gmx_gallery_new_step(trainer));
}

static void fixture_init(Fixture *f, gsize bound, int every) {
  f->recording = gmx_recording_new(CLASSES, bound, every);
  f->all = g_ptr_array_new_with_free_func((GDestroyNotify)gmx_gallery_unref);
}

static void fixture_clear(Fixture *f) {
  gmx_recording_unref(f->recording);
  g_ptr_array_unref(f->all);
}

static void record_run(Fixture *f, gsize bound, int every, const char *setting) {
  fixture_init(f, bound, every);
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("method=g-mix", setting, NULL);
  gmx_test_train(trainer, take_step, f);
}

/* The kept steps are @from … @to, each @every-th; and nothing of the rest is miscounted. */
static void check_kept(GmxRecording *recording, gint64 from, gint64 to, int every) {
  const GmxRecordingInfo info = gmx_recording_get_info(recording);
  g_autoptr(GArray) steps = gmx_recording_list_steps(recording);
  g_assert_cmpint(steps->len, ==, (to - from) / every + 1);
  g_assert_cmpint(info.kept, ==, steps->len);
  g_assert_cmpint(info.first, ==, from);
  g_assert_cmpint(info.last, ==, to);
  gsize bytes = 0;
  for (guint i = 0; i < steps->len; i++) {
    const gint64 step = g_array_index(steps, gint64, i);
    g_assert_cmpint(step, ==, from + (gint64)i * every);
    g_autoptr(GmxGallery) gallery = gmx_recording_find(recording, step);
    g_assert_cmpint(gallery->step, ==, step);
    bytes += gallery->bytes;
  }
  g_assert_cmpuint(info.bytes, ==, bytes);
  g_assert_cmpuint(info.bytes, <=, info.bound);
}

static gsize gallery_bytes(void) {
  Fixture f;
  record_run(&f, PLENTY, 1, "epochs=1");
  const GmxGallery *g = g_ptr_array_index(f.all, 0);
  const gsize bytes = g->bytes;
  /* 32 examples: 9 numbers, a side, and two rows of probabilities; the rest is the head. */
  const gsize arrays = 32 * (9 * 4 + 1 + 2 * CLASSES * 4);
  g_assert_cmpuint(bytes, >=, arrays + sizeof(GmxGallery));
  g_assert_cmpuint(bytes, <=, arrays + sizeof(GmxGallery) + 64);
  fixture_clear(&f);
  return bytes;
}

static void test_bound(void) {
  Fixture f;
  const gsize one = gallery_bytes();
  record_run(&f, 4 * one - 1, 1, "epochs=2"); /* 16 steps */
  check_kept(f.recording, 14, 16, 1);
  g_assert_cmpint(gmx_recording_get_info(f.recording).dropped, ==, 13);
  gmx_recording_set_bound(f.recording, 2 * one, 1); /* they fit exactly */
  check_kept(f.recording, 15, 16, 1);
  g_assert_cmpint(gmx_recording_get_info(f.recording).dropped, ==, 14);
  gmx_recording_set_bound(f.recording, 2 * one - 1, 1);
  check_kept(f.recording, 16, 16, 1);
  gmx_recording_set_bound(f.recording, 0, 1);
  const GmxRecordingInfo info = gmx_recording_get_info(f.recording);
  g_assert_cmpint(info.kept + info.bytes + info.first + info.last, ==, 0);
  g_assert_cmpint(info.dropped, ==, 16);
  g_assert_null(gmx_recording_find(f.recording, 3));
  fixture_clear(&f);
}

static void widen(GmxTrainer *trainer, const GmxStepRecord *record, gpointer data) {
  Fixture *f = data;
  if (record->step == 60)
    gmx_recording_set_bound(f->recording, PLENTY, 1);
  take_step(trainer, record, data);
}

/* The ring turns many times, and grows while its start lies in the middle. */
static void test_turning(void) {
  Fixture f;
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("method=g-mix", "batch=4", NULL);
  g_autoptr(GmxTrainer) other = gmx_test_trainer("method=g-mix", "batch=4", "epochs=5", NULL);
  fixture_init(&f, 5 * 4096, 1);
  gmx_test_train(other, take_step, &f);
  const GmxRecordingInfo info = gmx_recording_get_info(f.recording);
  g_assert_cmpint(info.kept, >, 10);
  g_assert_cmpint(info.dropped, ==, 320 - info.kept);
  check_kept(f.recording, 321 - info.kept, 320, 1);
  fixture_clear(&f);
  fixture_init(&f, info.bytes / info.kept * 10, 1);
  gmx_test_train(trainer, widen, &f);
  check_kept(f.recording, 50, 128, 1);
  fixture_clear(&f);
}

static void check_found(GmxRecording *recording, gint64 asked, gint64 due) {
  g_autoptr(GmxGallery) gallery = gmx_recording_find(recording, asked);
  g_assert_cmpint(gallery->step, ==, due);
}

static void test_find(void) {
  Fixture f;
  record_run(&f, PLENTY, 3, "epochs=2");
  check_kept(f.recording, 3, 15, 3);
  g_assert_cmpint(gmx_recording_get_info(f.recording).dropped, ==, 0);
  const gint64 pairs[][2] = {{-4, 3}, {1, 3}, {4, 3}, {5, 6}, {13, 12}, {15, 15}, {99, 15}};
  for (gsize i = 0; i < G_N_ELEMENTS(pairs); i++)
    check_found(f.recording, pairs[i][0], pairs[i][1]);
  fixture_clear(&f);
  record_run(&f, PLENTY, 4, "epochs=2");
  check_found(f.recording, 6, 4); /* of two equally near the earlier */
  g_autoptr(GmxRecording) empty = gmx_recording_new(CLASSES, PLENTY, 1);
  g_assert_null(gmx_recording_find(empty, 1));
  fixture_clear(&f);
}

/* The same counts from the galleries of steps up to @step. */
static void count_by_hand(GPtrArray *all, gint64 step, guint64 *sharp, guint64 *total) {
  memset(sharp, 0, sizeof *sharp * CLASSES * CLASSES);
  memset(total, 0, sizeof *total * CLASSES * CLASSES);
  for (guint n = 0; n < all->len; n++) {
    const GmxGallery *g = g_ptr_array_index(all, n);
    for (int i = 0; i < g->count && g->step <= step; i++) {
      const int a = g->first_label[i], b = g->second_label[i];
      total[a * CLASSES + b]++;
      sharp[a * CLASSES + b] += g->sharp[i];
      if (a != b) {
        total[b * CLASSES + a]++;
        sharp[b * CLASSES + a] += g->sharp[i];
      }
    }
  }
}

static void shares_by_hand(GPtrArray *all, gint64 step, int epoch, double *sharp, double *total) {
  memset(sharp, 0, sizeof *sharp * CLASSES);
  memset(total, 0, sizeof *total * CLASSES);
  for (guint n = 0; n < all->len; n++) {
    const GmxGallery *g = g_ptr_array_index(all, n);
    for (int i = 0; i < g->count && g->epoch == epoch && g->step <= step; i++) {
      const double lambda = g->lambdas[i];
      total[g->first_label[i]] += lambda;
      total[g->second_label[i]] += 1 - lambda;
      sharp[g->first_label[i]] += g->sharp[i] ? lambda : 0;
      sharp[g->second_label[i]] += g->sharp[i] ? 1 - lambda : 0;
    }
  }
}

/* What is counted is steps 1 … @step, which lie in epochs 1 … @epochs. */
static void check_counts(Fixture *f, gint64 step, int epochs) {
  guint64 sharp[CLASSES * CLASSES], total[CLASSES * CLASSES], due[2][CLASSES * CLASSES];
  double shares[2][CLASSES];
  gmx_recording_get_pairs(f->recording, sharp, total);
  count_by_hand(f->all, step, due[0], due[1]);
  g_assert_cmpmem(sharp, sizeof sharp, due[0], sizeof due[0]);
  g_assert_cmpmem(total, sizeof total, due[1], sizeof due[1]);
  g_autoptr(GArray) found = gmx_recording_get_class_shares(f->recording);
  g_assert_cmpint(found->len, ==, epochs);
  for (int e = 0; e < epochs; e++) {
    const GmxClassShare *share = &g_array_index(found, GmxClassShare, e);
    shares_by_hand(f->all, step, e + 1, shares[0], shares[1]);
    g_assert_cmpint(share->epoch, ==, e + 1);
    for (int c = 0; c < CLASSES; c++) {
      g_assert_cmpfloat_with_epsilon(share->sharp[c], shares[0][c], 1e-9);
      g_assert_cmpfloat_with_epsilon(share->total[c], shares[1][c], 1e-9);
    }
  }
}

/* Steps of 32 images, 8 an epoch. */
static void test_counts(void) {
  Fixture f;
  guint64 sharp[CLASSES * CLASSES], total[CLASSES * CLASSES], sums[2] = {0};
  record_run(&f, 0, 3, "lambda-per-example=true"); /* what leaves the ring is counted */
  check_counts(&f, 16, 2);
  gmx_recording_get_pairs(f.recording, sharp, total);
  for (int a = 0; a < CLASSES; a++)
    for (int b = a; b < CLASSES; b++) {
      sums[0] += sharp[a * CLASSES + b];
      sums[1] += total[a * CLASSES + b];
    }
  g_assert_cmpint(sums[0], ==, 16 * 16);
  g_assert_cmpint(sums[1], ==, 16 * 32);
  fixture_clear(&f);
}

/* Back to a step of the newest epoch, to its start, to the end of the epoch before. */
static void test_cut(void) {
  static const gint64 cuts[][3] = {{13, 2, 2}, {9, 2, 2}, {8, 2, 1}, {8, 1, 1}, {0, 0, 0}};
  for (gsize i = 0; i < G_N_ELEMENTS(cuts); i++) {
    Fixture f;
    record_run(&f, PLENTY, 1, "epochs=2");
    gmx_recording_cut_after(f.recording, cuts[i][0], (int)cuts[i][1]);
    check_counts(&f, cuts[i][0], (int)cuts[i][2]);
    const GmxRecordingInfo info = gmx_recording_get_info(f.recording);
    g_assert_cmpint(info.last, ==, cuts[i][0]);
    g_assert_cmpint(info.dropped, ==, 0);
    if (cuts[i][0] > 0)
      check_kept(f.recording, 1, cuts[i][0], 1);
    gmx_recording_cut_after(f.recording, 100, 100); /* nothing more to cut */
    check_counts(&f, cuts[i][0], (int)cuts[i][2]);
    fixture_clear(&f);
  }
}

/* Inside an epoch that ended long ago nobody knows what was counted up to there. */
static void test_cut_deep(void) {
  Fixture f;
  record_run(&f, PLENTY, 1, "epochs=2");
  gmx_recording_cut_after(f.recording, 5, 1);
  check_counts(&f, 0, 0);
  check_kept(f.recording, 1, 5, 1);
  fixture_clear(&f);
}

static void check_softmax(const GmxGallery *g, const float *probabilities, const float *loss) {
  g_assert_nonnull(probabilities);
  for (int i = 0; i < g->count; i++) {
    const float *p = probabilities + i * CLASSES;
    const double lambda = g->lambdas[i];
    double sum = 0;
    for (int c = 0; c < CLASSES; c++)
      sum += p[c];
    g_assert_cmpfloat_with_epsilon(sum, 1, 1e-5);
    const double due =
        -lambda * log(p[g->first_label[i]]) - (1 - lambda) * log(p[g->second_label[i]]);
    g_assert_cmpfloat_with_epsilon(loss[i], due, 1e-4 * (1 + due));
  }
}

static void check_predictions(const GmxGallery *g) {
  for (int i = 0; i < g->count; i++) {
    const int label = gmx_gallery_get_prediction(g, i, FALSE);
    for (int c = 0; c < CLASSES; c++)
      g_assert_cmpfloat(g->probabilities[i * CLASSES + c], <=,
                        g->probabilities[i * CLASSES + label]);
    const int first = g->lambdas[i] >= 0.5f;
    g_assert_cmpint(gmx_gallery_get_main_label(g, i), ==,
                    first ? g->first_label[i] : g->second_label[i]);
    g_assert_cmpint(gmx_gallery_is_misclassified(g, i), ==,
                    label != gmx_gallery_get_main_label(g, i));
  }
}

/* A gallery by itself against the batch that the trainer still has. */
static void check_gallery(GmxTrainer *trainer, const GmxStepRecord *record, gpointer data) {
  const GmxBatch *batch = gmx_trainer_get_batch(trainer);
  GmxDataset *dataset = gmx_trainer_get_dataset(trainer);
  g_autoptr(GmxGallery) g = gmx_gallery_new_step(trainer);
  guint8 again[32 * 32 * 3], due[32 * 32 * 3];
  g_assert_cmpint(g->count, ==, batch->count);
  for (int i = 0; i < g->count; i++) {
    gmx_gallery_get_rgb(g, dataset, i, again);
    gmx_batch_to_rgb(batch, dataset, i, due);
    g_assert_cmpmem(again, sizeof again, due, sizeof due);
  }
  check_softmax(g, g->probabilities, g->loss);
  if (g->climbed)
    check_softmax(g, g->probabilities_perturbed, g->loss_perturbed);
  check_predictions(g);
  g_assert_true(g->climbed ? g->epsilon_norm == record->epsilon_norm : isnan(g->epsilon_norm));
}

static void test_galleries(void) {
  static const char *const settings[][3] = {
      {"method=g-mix", "augment=false", "lambda-per-example=false"},
      {"method=dg-mix", "augment=true", "lambda-per-example=true"},
      {"method=bg-mix", "augment=true", "lambda-per-example=false"},
      {"combine=flat-at-w", "augment=false", "lambda-per-example=true"},
      {"method=erm", "augment=true", "lambda-per-example=false"}};
  for (gsize i = 0; i < G_N_ELEMENTS(settings); i++) {
    g_autoptr(GmxTrainer) trainer =
        gmx_test_trainer(settings[i][0], settings[i][1], settings[i][2], "rho=0.5", NULL);
    g_assert_null(gmx_gallery_new_step(trainer));
    gmx_test_train(trainer, check_gallery, NULL);
  }
}

/* Without a climb there is no sharp set: order by the loss, and nothing is counted. */
static void test_no_climb(void) {
  Fixture f;
  fixture_init(&f, PLENTY, 1);
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("method=mixup", NULL);
  gmx_test_train(trainer, take_step, &f);
  const GmxGallery *g = g_ptr_array_index(f.all, 15);
  g_assert_false(g->climbed);
  g_assert_true(g->s == NULL && g->sharp == NULL && g->loss_perturbed == NULL);
  g_assert_null(g->probabilities_perturbed);
  g_assert_cmpint(gmx_gallery_get_prediction(g, 0, TRUE), ==, -1);
  for (int i = 1; i < g->count; i++)
    g_assert_cmpfloat(g->loss[g->order[i - 1]], >=, g->loss[g->order[i]]);
  check_kept(f.recording, 1, 16, 1);
  g_autoptr(GArray) shares = gmx_recording_get_class_shares(f.recording);
  g_assert_cmpint(shares->len, ==, 0);
  guint64 sharp[CLASSES * CLASSES], total[CLASSES * CLASSES] = {1};
  gmx_recording_get_pairs(f.recording, sharp, total);
  for (int i = 0; i < CLASSES * CLASSES; i++)
    g_assert_cmpint(sharp[i] + total[i], ==, 0);
  fixture_clear(&f);
}

static void take_probe(GmxTrainer *trainer, const GmxStepRecord *record, gpointer data) {
  Fixture *f = data;
  take_step(trainer, record, data);
  if (record->step % 8 == 0)
    gmx_recording_add_probe(f->recording, trainer);
}

/* What the run folder has of a probe is the same without probabilities. */
static void check_against_rows(GmxTrainer *trainer, const GmxGallery *g) {
  int count;
  const GmxProbeRecord *rows = gmx_trainer_get_probe(trainer, &count);
  g_autoptr(GmxGallery) plain =
      gmx_gallery_new_records(rows, count, g->gamma, gmx_trainer_get_dataset(trainer));
  const gsize size = sizeof(int) * (gsize)count;
  g_assert_cmpint(count, ==, 64);
  g_assert_cmpmem(g->order, size, plain->order, size);
  g_assert_cmpmem(g->s, size, plain->s, size);
  g_assert_cmpmem(g->sharp, (gsize)count, plain->sharp, (gsize)count);
  g_assert_cmpmem(g->second, size, plain->second, size);
  g_assert_cmpint(plain->sharp_count, ==, 32);
  g_assert_cmpint(plain->epoch, ==, g->epoch);
  g_assert_cmpint(plain->source, ==, GMX_GALLERY_PROBE);
  g_assert_cmpfloat_with_epsilon(plain->cut, g->cut, 1e-9);
  /* SAM climbs as far as its ρ, whatever the chunk; the rows do not say how far. */
  g_assert_cmpfloat_with_epsilon(g->epsilon_norm, gmx_trainer_get_step_options(trainer)->rho, 1e-6);
  g_assert_true(isnan(plain->epsilon_norm));
  g_assert_true(plain->probabilities == NULL && plain->first_move == NULL);
  for (int i = 0; i < count; i++) {
    g_assert_cmpint(gmx_gallery_get_prediction(plain, i, FALSE), ==,
                    gmx_gallery_get_prediction(g, i, FALSE));
    g_assert_cmpint(gmx_gallery_get_prediction(plain, i, TRUE), ==, -1);
  }
}

static void test_probes(void) {
  Fixture f;
  fixture_init(&f, PLENTY, 1);
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("method=mixup", "rho=0.5", NULL);
  g_assert_null(gmx_gallery_new_probe(trainer));
  gmx_recording_add_probe(f.recording, trainer); /* there is none yet */
  g_assert_null(gmx_recording_find_probe(f.recording, 0));
  gmx_test_train(trainer, take_probe, &f);
  g_autoptr(GArray) epochs = gmx_recording_list_probes(f.recording);
  g_assert_cmpint(epochs->len, ==, 2);
  g_assert_cmpint(gmx_recording_get_info(f.recording).probes, ==, 2);
  g_autoptr(GmxGallery) newest = gmx_recording_find_probe(f.recording, 0);
  g_autoptr(GmxGallery) first = gmx_recording_find_probe(f.recording, 1);
  g_assert_null(gmx_recording_find_probe(f.recording, 3));
  g_assert_cmpint(first->epoch, ==, 1);
  g_assert_cmpint(first->step, ==, 8);
  g_assert_cmpint(newest->step, ==, 16);
  g_assert_true(newest->climbed); /* by SAM, though the method doesn't */
  check_softmax(newest, newest->probabilities, newest->loss);
  check_softmax(newest, newest->probabilities_perturbed, newest->loss_perturbed);
  check_predictions(newest);
  check_against_rows(trainer, newest);
  gmx_recording_add_probe(f.recording, trainer); /* the same again replaces it */
  g_assert_cmpint(gmx_recording_get_info(f.recording).probes, ==, 2);
  gmx_recording_cut_after(f.recording, 12, 2); /* inside epoch 2: its probe is yet to come */
  g_assert_cmpint(gmx_recording_get_info(f.recording).probes, ==, 1);
  g_assert_null(gmx_recording_find_probe(f.recording, 2));
  fixture_clear(&f);
}

/* ηδ = 100: the weights explode, and the step that shows it is left out. */
static void test_not_finite(void) {
  Fixture f;
  fixture_init(&f, PLENTY, 1);
  g_autoptr(GmxTrainer) trainer =
      gmx_test_trainer("method=g-mix", "weight-decay=1", "lr=100", "batch=4", NULL);
  gmx_test_train(trainer, take_step, &f);
  g_assert_cmpint(gmx_trainer_get_state(trainer), ==, GMX_TRAINER_DIVERGED);
  g_assert_false(gmx_trainer_get_result(trainer)->finite);
  check_kept(f.recording, 1, gmx_trainer_get_step(trainer) - 1, 1);
  fixture_clear(&f);
}

typedef struct {
  GmxRecording *recording;
  gint over; /* atomic */
} Reader;

static gpointer read_along(gpointer data) {
  Reader *reader = data;
  guint64 sharp[CLASSES * CLASSES], total[CLASSES * CLASSES];
  while (!g_atomic_int_get(&reader->over)) {
    g_autoptr(GmxGallery) newest = gmx_recording_find(reader->recording, G_MAXINT64);
    g_autoptr(GmxGallery) probe = gmx_recording_find_probe(reader->recording, 0);
    g_autoptr(GArray) shares = gmx_recording_get_class_shares(reader->recording);
    gmx_recording_get_pairs(reader->recording, sharp, total);
    for (int i = 0; newest && i < newest->count; i++)
      g_assert_cmpfloat(newest->s[i], ==, newest->loss_perturbed[i] - newest->loss[i]);
    g_assert_true(!probe || probe->count == 64);
  }
  return NULL;
}

/* One thread adds and drops, another reads what it adds and drops. */
static void test_threads(void) {
  Fixture f;
  const gsize one = gallery_bytes();
  fixture_init(&f, 2 * one, 1);
  Reader reader = {f.recording, 0};
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("method=g-mix", "epochs=6", NULL);
  GThread *thread = g_thread_new("reader", read_along, &reader);
  gmx_test_train(trainer, take_probe, &f);
  g_atomic_int_set(&reader.over, 1);
  g_thread_join(thread);
  check_kept(f.recording, 47, 48, 1);
  fixture_clear(&f);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/recording/bound", test_bound);
  g_test_add_func("/recording/turning", test_turning);
  g_test_add_func("/recording/find", test_find);
  g_test_add_func("/recording/counts", test_counts);
  g_test_add_func("/recording/cut", test_cut);
  g_test_add_func("/recording/cut-deep", test_cut_deep);
  g_test_add_func("/recording/galleries", test_galleries);
  g_test_add_func("/recording/no-climb", test_no_climb);
  g_test_add_func("/recording/probes", test_probes);
  g_test_add_func("/recording/not-finite", test_not_finite);
  g_test_add_func("/recording/threads", test_threads);
  return g_test_run();
}
