/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the inspector says of an example, as far as it needs no display: words, predictions, the
 * path over the epochs, neighbours and verdict, and the search as a job. */
#include "tests/engine/session-heard.h"
#include "tests/engine/train-runs.h"
#include "tests/ui/sample-cases.h"
#include "ui/samples/intrusion-job.h"
#include "ui/samples/neighbours.h"
#include "ui/samples/prediction-rows.h"
#include "ui/samples/sample-path.h"
#include "ui/tile-parts.h"

#include <math.h>

/* Words */

static void check_words(char *text, const char *due) {
  g_assert_cmpstr(text, ==, due);
  g_free(text);
}

static void test_words(void) {
  g_autoptr(GmxGallery) probe = gmx_case_probe(16);
  GmxInspected e = {.dataset = gmx_case_shapes(), .gallery = probe, .index = 0};
  check_words(gmx_inspected_title(&e), "disc and ring");
  check_words(gmx_inspected_subtitle(&e), "probe example 1 of 8, epoch 16");
  g_assert_true(gmx_inspected_is_mixed(&e));
  GmxGallery step = *probe;
  step.source = GMX_GALLERY_STEP;
  step.step = 6512;
  e.gallery = &step;
  e.index = 7;
  check_words(gmx_inspected_subtitle(&e), "example 8 of 8, step 6\u2009512");
}

/* What a screen reader says of a tile. */
static void test_tile_words(void) {
  g_autoptr(GmxGallery) probe = gmx_case_probe(16);
  check_words(gmx_tile_name(probe, gmx_case_shapes(), 0), "disc and ring, λ = 0.25, sharp +0.500");
  g_assert_cmpstr(gmx_tile_second_name(probe, gmx_case_shapes(), 0), ==, "ring");
}

/* Without mixing an image is its only parent, and named once. */
static void test_unmixed(void) {
  int index[] = {5}, label[] = {2};
  float lambda[] = {1}, loss[] = {0.5f};
  GmxGallery gallery = {.count = 1,
                        .loss = loss,
                        .first = index,
                        .second = index,
                        .first_label = label,
                        .second_label = label,
                        .lambdas = lambda};
  const GmxInspected e = {.dataset = gmx_case_shapes(), .gallery = &gallery};
  g_assert_false(gmx_inspected_is_mixed(&e));
  check_words(gmx_inspected_title(&e), "square");
  check_words(gmx_tile_name(&gallery, gmx_case_shapes(), 0), "square, loss 0.500");
  g_assert_cmpstr(gmx_tile_second_name(&gallery, gmx_case_shapes(), 0), ==, "");
  g_autofree char *facts = gmx_tile_facts(&gallery, gmx_case_shapes(), 0);
  g_assert_null(strstr(strstr(facts, "square") + 1, "square"));
}

static void test_moves(void) {
  g_assert_null(gmx_inspected_move(NULL));
  g_assert_null(gmx_inspected_move(&(GmxBatchMove){0}));
  check_words(gmx_inspected_move(&(GmxBatchMove){.flip = TRUE}), "shown as augmented: flipped");
  check_words(gmx_inspected_move(&(GmxBatchMove){.right = 2, .down = -1, .flip = TRUE}),
              "shown as augmented: 2\u00a0px left, 1\u00a0px down, then flipped");
  check_words(gmx_inspected_move(&(GmxBatchMove){.right = -3, .down = 4}),
              "shown as augmented: 3\u00a0px right, 4\u00a0px up");
}

/* The words name the way that the picture really went. */
static void test_moved_picture(void) {
  GmxDataset *dataset = gmx_case_shapes();
  GmxShape shape = gmx_dataset_get_shape(dataset);
  const GmxBatchMove left = {.right = 2};
  const guint8 *stored = gmx_dataset_get_image(dataset, GMX_SPLIT_TRAIN, 3);
  g_autofree guint8 *rgb = g_malloc((gsize)shape.width * shape.height * 3);
  g_autofree char *words = gmx_inspected_move(&left);
  gmx_batch_mix_rgb(dataset, GMX_SPLIT_TRAIN, 3, &left, 3, &left, 1, rgb);
  g_assert_nonnull(strstr(words, "2\u00a0px left"));
  for (int x = 0; x < shape.width - 2; x++)
    g_assert_cmpint(rgb[x * 3], ==, stored[(x + 2) * shape.channels]);
}

/* Predictions */

#define CLASSES 12

/* One example of classes 3 and 11 at λ = 0.25; what is seen falls from class 0 to class 11. */
typedef struct {
  int first[1], second[1], first_label[1], second_label[1];
  float lambda[1], at_w[CLASSES], perturbed[CLASSES];
  GmxGallery gallery;
  GmxInspected example;
} Seen;

static void seen_init(Seen *seen, int second_label) {
  *seen = (Seen){.first = {0}, .second = {1}, .first_label = {3}, .lambda = {0.25f}};
  seen->second_label[0] = second_label;
  for (int c = 0; c < CLASSES; c++) {
    seen->at_w[c] = (float)(CLASSES - c) / 78;
    seen->perturbed[c] = (float)(c + 1) / 78;
  }
  seen->gallery = (GmxGallery){.count = 1,
                               .classes = CLASSES,
                               .first = seen->first,
                               .second = seen->second,
                               .first_label = seen->first_label,
                               .second_label = seen->second_label,
                               .lambdas = seen->lambda,
                               .probabilities = seen->at_w,
                               .probabilities_perturbed = seen->perturbed};
  seen->example =
      (GmxInspected){.dataset = gmx_dataset_new_random(
                         (GmxShape){.channels = 1, .height = 8, .width = 8}, CLASSES, 24, 1),
                     .gallery = &seen->gallery};
}

static void seen_clear(Seen *seen) {
  g_object_unref(seen->example.dataset);
}

static const GmxPredictionRow *row(GArray *rows, guint i) {
  g_assert_cmpuint(i, <, rows->len);
  return &g_array_index(rows, GmxPredictionRow, i);
}

/* The three most probable, the parents, and the sum of the seven others. */
static void test_rows(void) {
  static const int labels[] = {0, 1, 2, 3, 11, -1};
  Seen seen;
  seen_init(&seen, 11);
  g_autoptr(GArray) rows = gmx_prediction_rows(&seen.example, 3);
  double at_w = 0, perturbed = 0;
  g_assert_cmpuint(rows->len, ==, 6);
  for (guint i = 0; i < rows->len; i++) {
    g_assert_cmpint(row(rows, i)->label, ==, labels[i]);
    at_w += row(rows, i)->at_w;
    perturbed += row(rows, i)->perturbed;
  }
  g_assert_cmpfloat_with_epsilon(at_w, 1, 1e-6);
  g_assert_cmpfloat_with_epsilon(perturbed, 1, 1e-6);
  g_assert_cmpfloat(row(rows, 3)->target, ==, 0.25);
  g_assert_cmpfloat(row(rows, 4)->target, ==, 0.75);
  g_assert_true(row(rows, 3)->first && !row(rows, 3)->second && row(rows, 4)->second);
  g_assert_cmpfloat(row(rows, 0)->target, ==, 0);
  g_assert_cmpstr(row(rows, 5)->name, ==, "7 others");
  check_words(gmx_prediction_percent(row(rows, 0)), "15 → 1\u2009%");
  seen_clear(&seen);
}

static void test_rows_of_one_class(void) {
  Seen seen;
  seen_init(&seen, 3);
  g_autoptr(GArray) rows = gmx_prediction_rows(&seen.example, CLASSES);
  g_assert_cmpuint(rows->len, ==, CLASSES);
  g_assert_cmpfloat(row(rows, 3)->target, ==, 1);
  g_assert_true(row(rows, 3)->first && row(rows, 3)->second);
  seen_clear(&seen);
}

static void test_rows_without_climb(void) {
  Seen seen;
  seen_init(&seen, 11);
  seen.gallery.probabilities_perturbed = NULL;
  g_autoptr(GArray) rows = gmx_prediction_rows(&seen.example, GMX_PREDICTION_MOST);
  g_assert_true(isnan(row(rows, 0)->perturbed));
  check_words(gmx_prediction_percent(row(rows, 0)), "15\u2009%");
  g_autofree char *words = gmx_prediction_describe(rows);
  g_assert_nonnull(strstr(words, "label 0.25"));
  g_assert_null(strstr(words, "ε̂"));
  seen.gallery.probabilities = NULL;
  g_assert_null(gmx_prediction_rows(&seen.example, GMX_PREDICTION_MOST));
  seen_clear(&seen);
}

/* The path */

/* Trains to the end; every epoch's probe is recorded and kept in @all too. */
static GmxRecording *record_probes(const char *seed, GPtrArray *all) {
  GmxRecording *recording = gmx_recording_new(10, 1 << 20, 1);
  g_autoptr(GmxTrainer) trainer =
      gmx_test_trainer("method=g-mix", "epochs=6", "rho=0.5", seed, NULL);
  while (gmx_trainer_get_state(trainer) != GMX_TRAINER_FINISHED) {
    GmxStepRecord record;
    g_autoptr(GError) error = NULL;
    if (gmx_trainer_get_state(trainer) == GMX_TRAINER_STEP) {
      gmx_trainer_step(trainer, &record, &error);
    } else {
      gmx_trainer_evaluate(trainer, NULL, NULL, &error);
      gmx_recording_add_probe(recording, trainer);
      g_ptr_array_add(all, gmx_gallery_new_probe(trainer));
    }
    g_assert_no_error(error);
  }
  return recording;
}

/* Returns how often the example changed sides. */
static int check_path(GmxInspected *e, GPtrArray *all) {
  g_autoptr(GArray) path = gmx_sample_path(e);
  int crossed = 0, sharp, flat, sharp_due = 0;
  g_assert_cmpuint(path->len, ==, all->len);
  for (guint i = 0; i < path->len; i++) {
    const GmxPathPoint *point = &g_array_index(path, GmxPathPoint, i);
    const GmxGallery *probe = g_ptr_array_index(all, i);
    const GmxGallery *before = i > 0 ? g_ptr_array_index(all, i - 1) : probe;
    g_assert_cmpint(point->epoch, ==, i + 1);
    g_assert_cmpfloat(point->s, ==, probe->s[e->index]);
    g_assert_cmpfloat(point->cut, ==, probe->cut);
    g_assert_cmpint(point->sharp, ==, probe->sharp[e->index]);
    g_assert_cmpint(point->crossed, ==, probe->sharp[e->index] != before->sharp[e->index]);
    crossed += point->crossed;
    sharp_due += probe->sharp[e->index];
  }
  gmx_sample_path_count(path, &sharp, &flat);
  g_assert_cmpint(sharp, ==, sharp_due);
  g_assert_cmpint(flat, ==, (int)all->len - sharp_due);
  return crossed;
}

static void test_path(void) {
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)gmx_gallery_unref);
  g_autoptr(GmxRecording) recording = record_probes("seed=1", all);
  GmxInspected e = {
      .dataset = gmx_test_shapes(), .gallery = g_ptr_array_index(all, 2), .recording = recording};
  int crossed = 0;
  for (e.index = 0; e.index < e.gallery->count; e.index++)
    crossed += check_path(&e, all);
  g_assert_cmpint(crossed, >, 0); /* or the case says nothing */
}

static void test_path_elsewhere(void) {
  g_autoptr(GPtrArray) all = g_ptr_array_new_with_free_func((GDestroyNotify)gmx_gallery_unref);
  g_autoptr(GPtrArray) others = g_ptr_array_new_with_free_func((GDestroyNotify)gmx_gallery_unref);
  g_autoptr(GmxRecording) recording = record_probes("seed=1", all);
  g_autoptr(GmxRecording) other = record_probes("seed=2", others);
  GmxInspected e = {
      .dataset = gmx_test_shapes(), .gallery = g_ptr_array_index(all, 0), .recording = other};
  g_autoptr(GArray) of_another_run = gmx_sample_path(&e);
  g_assert_cmpuint(of_another_run->len, ==, 0);
  GmxGallery step = *e.gallery;
  step.source = GMX_GALLERY_STEP;
  e.gallery = &step;
  e.recording = recording;
  g_autoptr(GArray) of_a_step = gmx_sample_path(&e);
  g_assert_cmpuint(of_a_step->len, ==, 0);
}

static void test_sides(void) {
  g_autoptr(GArray) path = g_array_new(FALSE, TRUE, sizeof(GmxPathPoint));
  g_array_set_size(path, 16);
  for (int i = 0; i < 13; i++)
    g_array_index(path, GmxPathPoint, i).sharp = TRUE;
  check_words(gmx_sample_path_sides(path), "13 sharp, 3 flat");
}

/* Neighbours */

static GmxNeighbours *neighbours_of(GmxGallery *probe, GmxIntrusion *found, int index) {
  const GmxInspected e = {
      .dataset = gmx_case_shapes(), .gallery = probe, .index = index, .intrusion = found};
  return gmx_neighbours_new(&e);
}

static void test_intruded(void) {
  g_autoptr(GmxGallery) probe = gmx_case_probe(1);
  g_autoptr(GmxIntrusion) found = gmx_case_intrusion();
  g_autoptr(GmxNeighbours) n = neighbours_of(probe, found, 0);
  const char *name = gmx_dataset_get_class_name(gmx_case_shapes(), 9);
  g_autofree char *due = g_strdup_printf("The nearest example is labelled %s, which neither parent "
                                         "is, and lies nearer (0.50) than both parents (1.00 and "
                                         "1.00).",
                                         name);
  g_assert_true(n->intruded);
  g_assert_cmpuint(n->nearest->len, ==, 3);
  g_assert_cmpint(gmx_neighbours_get(n, 0)->image, ==, 1000);
  g_assert_true(gmx_neighbours_get(n, 0)->third);
  g_assert_null(gmx_neighbours_get(n, 3));
  g_assert_cmpint(n->parents[0].image, ==, 10);
  g_assert_cmpint(n->parents[1].image, ==, 50);
  g_assert_false(n->parents[0].third || n->parents[1].third);
  g_assert_cmpstr(n->verdict, ==, due);
  g_assert_nonnull(strstr(n->searched, "3 training examples"));
}

static void test_free(void) {
  g_autoptr(GmxGallery) probe = gmx_case_probe(1);
  g_autoptr(GmxIntrusion) found = gmx_case_intrusion();
  g_autoptr(GmxNeighbours) far = neighbours_of(probe, found, 6);
  g_assert_false(far->intruded);
  g_assert_nonnull(strstr(far->verdict, "but the parent square lies nearer (1.00, against 2.00)"));
  found->nearest_label[7 * GMX_NEIGHBOURS] = 1; /* a ring, as example 7's second parent */
  g_autoptr(GmxNeighbours) same = neighbours_of(probe, found, 7);
  g_assert_false(same->intruded || gmx_neighbours_get(same, 0)->third);
  g_assert_nonnull(strstr(same->verdict, "is labelled ring, as one parent is."));
  g_assert_null(neighbours_of(probe, NULL, 0));
}

/* The job */

typedef struct {
  GmxIntrusion *found;
  GError *error;
  gboolean done;
  int told;
  double last;
} Search;

static void on_progress(double fraction, gpointer data) {
  Search *search = data;
  g_assert_false(search->done);
  g_assert_cmpfloat(fraction, >=, search->last);
  g_assert_cmpfloat(fraction, <=, 1);
  search->last = fraction;
  search->told++;
}

static void on_done(GObject *source, GAsyncResult *result, gpointer data) {
  Search *search = data;
  search->found = gmx_intrusion_job_run_finish(result, &search->error);
  search->done = TRUE;
}

static void run_job(Heard *heard, GmxGallery *gallery, GCancellable *cancellable, Search *search) {
  *search = (Search){0};
  gmx_intrusion_job_run_async(heard->session, gallery, cancellable, on_progress, search, on_done,
                              search);
  while (!search->done)
    g_main_context_iteration(NULL, TRUE);
  while (g_main_context_iteration(NULL, FALSE)) /* nothing comes after the result */
    ;
  g_assert_true((search->found == NULL) == (search->error != NULL));
}

static void search_clear(Search *search) {
  g_clear_pointer(&search->found, gmx_intrusion_unref);
  g_clear_error(&search->error);
}

/* One epoch of a network that still tells images apart, searched over all of them. */
static void open_and_train(Heard *heard) {
  static const char *const settings[][2] = {
      {"epochs", "1"}, {"lr", "0.001"}, {"evaluate-training", "256"}};
  g_autoptr(GmxConfig) config = heard_small_config();
  for (gsize i = 0; i < G_N_ELEMENTS(settings); i++)
    g_assert_true(gmx_config_set_from_string(config, settings[i][0], settings[i][1], NULL));
  gmx_session_open(heard->session, config);
  heard_wait_for_state(heard, GMX_SESSION_READY);
  gmx_session_train(heard->session);
  heard_wait_for_state(heard, GMX_SESSION_FINISHED);
}

/* At the end of the last epoch the job finds what the trainer has found. */
static void test_job(Heard *heard, gconstpointer data) {
  open_and_train(heard);
  GmxRecording *recording = gmx_session_get_recording(heard->session);
  g_autoptr(GmxGallery) probe = gmx_recording_find_probe(recording, 0);
  g_autoptr(GmxIntrusion) due = gmx_recording_find_intrusion(recording, 0);
  Search search;
  run_job(heard, probe, NULL, &search);
  g_assert_no_error(search.error);
  g_assert_nonnull(due);
  const gsize size = sizeof(int) * probe->count * GMX_NEIGHBOURS;
  g_assert_cmpint(search.found->count, ==, probe->count);
  g_assert_cmpmem(search.found->nearest, size, due->nearest, size);
  g_assert_cmpmem(search.found->intruded, probe->count, due->intruded, probe->count);
  g_assert_cmpfloat(search.found->distance[0], >, 0);
  g_assert_cmpint(search.told, >, 0);
  search_clear(&search);
}

static void test_job_cancelled(Heard *heard, gconstpointer data) {
  open_and_train(heard);
  g_autoptr(GmxGallery) probe =
      gmx_recording_find_probe(gmx_session_get_recording(heard->session), 0);
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  Search search;
  g_cancellable_cancel(cancellable);
  run_job(heard, probe, cancellable, &search);
  g_assert_error(search.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  search_clear(&search);
}

static void give_up(double fraction, gpointer data) {
  g_cancellable_cancel(data);
}

/* Given up while it runs. */
static void test_job_given_up(Heard *heard, gconstpointer data) {
  open_and_train(heard);
  g_autoptr(GmxGallery) probe =
      gmx_recording_find_probe(gmx_session_get_recording(heard->session), 0);
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  Search search = {0};
  gmx_intrusion_job_run_async(heard->session, probe, cancellable, give_up, cancellable, on_done,
                              &search);
  while (!search.done)
    g_main_context_iteration(NULL, TRUE);
  g_assert_error(search.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  search_clear(&search);
}

/* There are no weights before a run is open. */
static void test_job_too_early(Heard *heard, gconstpointer data) {
  g_autoptr(GmxGallery) probe = gmx_case_probe(1);
  Search search;
  run_job(heard, probe, NULL, &search);
  g_assert_nonnull(search.error);
  search_clear(&search);
}

static void add_job(const char *path, void (*test)(Heard *heard, gconstpointer data)) {
  g_test_add(path, Heard, NULL, heard_setup, test, heard_teardown);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/inspector/words", test_words);
  g_test_add_func("/inspector/tile-words", test_tile_words);
  g_test_add_func("/inspector/unmixed", test_unmixed);
  g_test_add_func("/inspector/moves", test_moves);
  g_test_add_func("/inspector/moved-picture", test_moved_picture);
  g_test_add_func("/inspector/rows", test_rows);
  g_test_add_func("/inspector/rows-of-one-class", test_rows_of_one_class);
  g_test_add_func("/inspector/rows-without-climb", test_rows_without_climb);
  g_test_add_func("/inspector/path", test_path);
  g_test_add_func("/inspector/path-elsewhere", test_path_elsewhere);
  g_test_add_func("/inspector/sides", test_sides);
  g_test_add_func("/inspector/intruded", test_intruded);
  g_test_add_func("/inspector/free", test_free);
  add_job("/inspector/job", test_job);
  add_job("/inspector/job-cancelled", test_job_cancelled);
  add_job("/inspector/job-given-up", test_job_given_up);
  add_job("/inspector/job-too-early", test_job_too_early);
  return g_test_run();
}
