/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a session records of its runs, and the weights that it hands out. */
#include "tests/engine/session-heard.h"

#include <math.h>
#include <string.h>

static GmxRecordingInfo info_of(Heard *heard) {
  return gmx_recording_get_info(gmx_session_get_recording(heard->session));
}

static void reset(Heard *heard) {
  const int opened = heard->opened;
  gmx_session_reset(heard->session, FALSE);
  heard_wait_for_count(heard, &heard->opened, opened + 1);
  heard_wait_for_state(heard, GMX_SESSION_READY);
}

static void train_through(Heard *heard) {
  gmx_session_train(heard->session);
  heard_wait_for_state(heard, GMX_SESSION_FINISHED);
}

/* At "steps" and "probe" the recording has what they tell of. */
static void is_there(GmxSession *session, GArray *steps, gpointer data) {
  const gint64 step = g_array_index(steps, GmxStepRecord, steps->len - 1).step;
  g_autoptr(GmxGallery) gallery = gmx_recording_find(gmx_session_get_recording(session), step);
  g_assert_cmpint(gallery->step, ==, step);
}

static void note_probe(GmxSession *session, int epoch, GArray *epochs) {
  GmxRecording *recording = gmx_session_get_recording(session);
  g_autoptr(GmxGallery) probe = gmx_recording_find_probe(recording, epoch);
  g_autoptr(GmxIntrusion) intrusion = gmx_recording_find_intrusion(recording, epoch);
  g_assert_cmpint(probe->epoch, ==, epoch);
  g_assert_cmpint(probe->count, ==, 64);
  g_assert_cmpint(intrusion->epoch, ==, epoch);
  g_assert_cmpint(intrusion->count, ==, 64);
  g_array_append_val(epochs, epoch);
}

static void test_whole(Heard *heard, gconstpointer data) {
  g_autoptr(GArray) epochs = g_array_new(FALSE, FALSE, sizeof(int));
  g_assert_null(gmx_session_get_recording(heard->session));
  heard_open_small(heard, NULL, NULL);
  g_assert_cmpint(info_of(heard).kept, ==, 0);
  g_assert_cmpuint(info_of(heard).bound, ==, (gsize)128 << 20);
  g_signal_connect(heard->session, "steps", G_CALLBACK(is_there), NULL);
  g_signal_connect(heard->session, "probe", G_CALLBACK(note_probe), epochs);
  train_through(heard);
  g_assert_cmpint(epochs->len, ==, 3);
  for (int i = 0; i < 3; i++)
    g_assert_cmpint(g_array_index(epochs, int, i), ==, i + 1);
  g_assert_cmpint(info_of(heard).kept, ==, 24);
  g_autoptr(GmxGallery) newest =
      gmx_recording_find(gmx_session_get_recording(heard->session), G_MAXINT64);
  g_assert_true(newest == heard->gallery); /* nothing is copied twice */
}

/* A recording stays whole for who holds it when another run takes its session. */
static void test_survives(Heard *heard, gconstpointer data) {
  heard_open_small(heard, NULL, NULL);
  train_through(heard);
  g_autoptr(GmxRecording) old = gmx_recording_ref(gmx_session_get_recording(heard->session));
  reset(heard);
  g_assert_true(gmx_session_get_recording(heard->session) != old);
  gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  heard_wait_for_steps(heard, 1);
  g_assert_cmpint(info_of(heard).kept, ==, 1);
  g_assert_cmpint(gmx_recording_get_info(old).kept, ==, 24);
  gmx_session_close(heard->session);
  g_assert_cmpint(info_of(heard).kept, ==, 1);
}

static void test_settings(Heard *heard, gconstpointer data) {
  heard_open_small(heard, "record-every", "2");
  for (int i = 0; i < 3; i++)
    gmx_session_advance(heard->session, GMX_ADVANCE_STEP);
  gmx_session_set(heard->session, "record-every", "5");
  train_through(heard);
  static const gint64 due[] = {2, 5, 10, 15, 20};
  g_autoptr(GArray) steps = gmx_recording_list_steps(gmx_session_get_recording(heard->session));
  g_assert_cmpmem(steps->data, steps->len * sizeof(gint64), due, sizeof due);
  reset(heard);
  gmx_session_set(heard->session, "record-memory", "0");
  train_through(heard);
  g_assert_cmpint(info_of(heard).kept, ==, 0);
  g_assert_cmpint(info_of(heard).probes, ==, 3);
  g_assert_cmpint(heard->gallery->step, ==, 24); /* the newest is shown all the same */
}

/* Where nothing is probed there is nothing to tell of. */
static void test_no_probe(Heard *heard, gconstpointer data) {
  g_autoptr(GArray) epochs = g_array_new(FALSE, FALSE, sizeof(int));
  g_signal_connect(heard->session, "probe", G_CALLBACK(note_probe), epochs);
  heard_open_small(heard, "probe", "0");
  train_through(heard);
  g_assert_cmpint(epochs->len, ==, 0);
  g_assert_cmpint(info_of(heard).probes, ==, 0);
}

/* Back from a divergence: the recording holds what the run then stands at, and no step twice. */
static void test_rewound(Heard *heard, gconstpointer data) {
  guint64 sharp[100], total[100], sum = 0;
  heard_open_small(heard, "weight-decay", "1");
  gmx_session_set(heard->session, "epochs", "500");
  gmx_session_advance(heard->session, GMX_ADVANCE_EPOCH);
  heard_wait_for_steps(heard, 8);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  gmx_session_set(heard->session, "lr", "100");
  gmx_session_train(heard->session);
  heard_wait_for_state(heard, GMX_SESSION_DIVERGED);
  gmx_session_go_back(heard->session);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  const gint64 step = heard->rewound_step;
  g_assert_cmpint(step, >, 0);
  g_assert_cmpint(info_of(heard).last, ==, step);
  g_assert_cmpint(info_of(heard).kept, ==, step);
  g_assert_cmpint(info_of(heard).probes, ==, step / 8);
  for (int split = GMX_SPLIT_TRAIN; split <= GMX_SPLIT_TEST; split++) {
    const GmxPredictions *newest = gmx_session_get_predictions(heard->session, (GmxSplit)split);
    g_assert_true(!newest || newest->step <= step);
  }
  gmx_recording_get_pairs(gmx_session_get_recording(heard->session), sharp, total);
  for (int a = 0; a < 10; a++)
    for (int b = a; b < 10; b++)
      sum += total[10 * a + b];
  g_assert_cmpint(sum, ==, 32 * step);
}

/* An answer, waited for in the main loop. */
typedef struct {
  GmxWeights *weights;
  GError *error;
  int asked, answers;
} Answer;

static void take_answer(GObject *session, GAsyncResult *result, gpointer data) {
  Answer *answer = data;
  g_clear_pointer(&answer->weights, gmx_weights_unref);
  g_clear_error(&answer->error);
  answer->weights = gmx_session_get_weights_finish(GMX_SESSION(session), result, &answer->error);
  g_assert_true((answer->weights == NULL) == (answer->error != NULL));
  answer->answers++;
}

static void answer_clear(Answer *answer) {
  g_clear_pointer(&answer->weights, gmx_weights_unref);
  g_clear_error(&answer->error);
}

static void send_question(Heard *heard, GCancellable *cancellable, Answer *answer) {
  answer->asked++;
  gmx_session_get_weights_async(heard->session, cancellable, take_answer, answer);
}

/* Asks, and waits for this and every earlier answer. */
static void ask(Heard *heard, Answer *answer) {
  send_question(heard, NULL, answer);
  heard_wait_for_count(heard, &answer->answers, answer->asked);
}

static void test_weights(Heard *heard, gconstpointer data) {
  Answer answer = {0};
  ask(heard, &answer);
  g_assert_error(answer.error, G_IO_ERROR, G_IO_ERROR_NOT_INITIALIZED);
  g_assert_cmpstr(answer.error->message, ==, "nothing is open yet; open a dataset first");
  heard_open_small(heard, "epochs", "10000");
  ask(heard, &answer);
  g_assert_cmpint(answer.weights->step, ==, 0);
  g_assert_null(answer.weights->perturbed);
  g_assert_true(answer.weights->dataset == gmx_session_get_dataset(heard->session));
  gmx_session_train(heard->session);
  heard_wait_for_steps(heard, 5);
  ask(heard, &answer); /* between two steps */
  g_assert_cmpint(answer.weights->step, >=, 5);
  g_assert_nonnull(answer.weights->perturbed);
  g_assert_cmpfloat_with_epsilon(answer.weights->epsilon_norm, 0.05, 1e-6);
  gmx_session_pause(heard->session);
  heard_wait_for_state(heard, GMX_SESSION_PAUSED);
  ask(heard, &answer);
  g_assert_cmpint(answer.weights->step, ==, heard->steps->len);
  answer_clear(&answer);
}

/* A number of questions are answered each, whatever becomes of the others. */
static void test_cancelled(Heard *heard, gconstpointer data) {
  Answer kept = {0}, given_up = {0};
  g_autoptr(GCancellable) cancellable = g_cancellable_new();
  heard_open_small(heard, NULL, NULL);
  send_question(heard, NULL, &kept);
  send_question(heard, cancellable, &given_up);
  g_cancellable_cancel(cancellable);
  heard_wait_for_count(heard, &kept.answers, 1);
  heard_wait_for_count(heard, &given_up.answers, 1);
  g_assert_error(given_up.error, G_IO_ERROR, G_IO_ERROR_CANCELLED);
  g_assert_nonnull(kept.weights);
  answer_clear(&kept);
  answer_clear(&given_up);
}

/* Who asked hears of it when the session closes before it could answer, and when it was closed. */
static void test_closed(Heard *heard, gconstpointer data) {
  Answer answer = {0};
  heard_open_small(heard, "epochs", "10000");
  gmx_session_train(heard->session);
  for (int i = 0; i < 20; i++)
    send_question(heard, NULL, &answer);
  gmx_session_close(heard->session);
  heard_wait_for_count(heard, &answer.answers, 20);
  g_assert_error(answer.error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  ask(heard, &answer);
  g_assert_error(answer.error, G_IO_ERROR, G_IO_ERROR_CLOSED);
  heard_listen(60);
  g_assert_cmpint(answer.answers, ==, 21);
  answer_clear(&answer);
}

/* One question at a time: training would wait for a crowd of them. */
static gboolean ask_again(gpointer data) {
  void **pair = data;
  const Answer *answer = pair[1];
  if (answer->answers == answer->asked)
    send_question(pair[0], NULL, pair[1]);
  return G_SOURCE_CONTINUE;
}

/* The rows of a whole run; asked for its weights all the time where @answer is given. */
static GArray *rows_of_run(Heard *heard, Answer *answer) {
  void *pair[] = {heard, answer};
  const guint source = answer ? g_timeout_add(1, ask_again, pair) : 0;
  train_through(heard);
  if (source)
    g_source_remove(source);
  GArray *rows = g_array_new(FALSE, FALSE, sizeof(double));
  for (guint i = 0; i < heard->steps->len; i++)
    g_array_append_val(rows, g_array_index(heard->steps, GmxStepRecord, i).gradient_norm);
  return rows;
}

static void test_unnoticed(Heard *heard, gconstpointer data) {
  Answer answer = {0};
  heard_open_small(heard, "epochs", "20");
  g_autoptr(GArray) alone = rows_of_run(heard, NULL);
  reset(heard);
  g_autoptr(GArray) asked = rows_of_run(heard, &answer);
  ask(heard, &answer);
  g_assert_cmpint(answer.answers, >, 1);
  g_assert_cmpint(answer.weights->step, ==, 160);
  g_assert_cmpint(alone->len, ==, 160);
  g_assert_cmpmem(asked->data, asked->len * sizeof(double), alone->data,
                  alone->len * sizeof(double));
  answer_clear(&answer);
}

/* At "predictions" they are the newest, and those of the row that "epochs" told of. */
static void note_predictions(GmxSession *session, GmxPredictions *predictions, Heard *heard) {
  const GmxEpochRecord *row = &g_array_index(heard->epochs, GmxEpochRecord, heard->epochs->len - 1);
  const gboolean held_out = predictions->split == GMX_SPLIT_TEST;
  g_assert_true(gmx_session_get_predictions(session, predictions->split) == predictions);
  g_assert_cmpint(predictions->epoch, ==, row->epoch);
  g_assert_cmpint(predictions->step, ==, row->step);
  g_assert_cmpfloat(gmx_predictions_get_accuracy(predictions), ==,
                    held_out ? row->test_accuracy : row->train_accuracy);
}

static void test_predictions(Heard *heard, gconstpointer data) {
  heard_open_small(heard, NULL, NULL);
  g_assert_null(gmx_session_get_predictions(heard->session, GMX_SPLIT_TEST));
  g_signal_connect(heard->session, "predictions", G_CALLBACK(note_predictions), heard);
  train_through(heard);
  for (int split = GMX_SPLIT_TRAIN; split <= GMX_SPLIT_TEST; split++) {
    const GmxPredictions *newest = gmx_session_get_predictions(heard->session, (GmxSplit)split);
    g_assert_cmpint(newest->epoch, ==, 3);
    g_assert_cmpint(newest->split, ==, split);
  }
  g_autoptr(GmxPredictions) kept =
      gmx_predictions_ref(gmx_session_get_predictions(heard->session, GMX_SPLIT_TEST));
  reset(heard);
  g_assert_null(gmx_session_get_predictions(heard->session, GMX_SPLIT_TEST));
  g_assert_null(gmx_session_get_predictions(heard->session, GMX_SPLIT_TRAIN));
  g_assert_cmpint(kept->step, ==, 24); /* whole for who holds it */
}

void heard_add_recording_tests(void) {
  const struct {
    const char *path;
    void (*func)(Heard *, gconstpointer);
  } tests[] = {
      {"/session/recording/whole", test_whole},
      {"/session/recording/survives", test_survives},
      {"/session/recording/settings", test_settings},
      {"/session/recording/no-probe", test_no_probe},
      {"/session/recording/rewound", test_rewound},
      {"/session/predictions", test_predictions},
      {"/session/weights/answers", test_weights},
      {"/session/weights/cancelled", test_cancelled},
      {"/session/weights/closed", test_closed},
      {"/session/weights/unnoticed", test_unnoticed},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(tests); i++)
    g_test_add(tests[i].path, Heard, NULL, heard_setup, tests[i].func, heard_teardown);
}
