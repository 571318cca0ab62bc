/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cards beside the galleries, as far as they need no display: what a brush selects, what the
 * matrix and the curves are given, where the scrubber stops. */
#include "tests/engine/train-runs.h"
#include "tests/ui/sample-cases.h"
#include "ui/samples/class-figures.h"
#include "ui/samples/kept-steps.h"
#include "ui/samples/pair-picture.h"
#include "ui/samples/scatter-points.h"

#include <math.h>

/* Brush */

typedef struct {
  GmxSampleModel *model;
  GmxScatterLayer *layer;
  int told; /* changes of the selection */
} Brushed;

static void on_selection(GmxSampleModel *model, Brushed *scene) {
  scene->told++;
}

static void brushed_open(Brushed *scene) {
  g_autoptr(GmxGallery) probe = gmx_case_probe(2);
  scene->model = gmx_sample_model_new();
  scene->layer = gmx_scatter_layer_new();
  scene->told = 0;
  gmx_sample_model_show(scene->model, gmx_case_shapes(), probe, NULL, NULL);
  gmx_scatter_points_show(scene->layer, scene->model);
  g_signal_connect(scene->model, "selection-changed", G_CALLBACK(on_selection), scene);
}

static void brushed_close(Brushed *scene) {
  g_assert_finalize_object(scene->layer);
  g_assert_finalize_object(scene->model);
}

/* The selected examples by the model's word, as "0 2". */
static void check_selected(Brushed *scene, const char *expected) {
  GString *text = g_string_new(NULL);
  for (int i = 0; i < CASE_COUNT; i++)
    if (gmx_sample_model_is_selected(scene->model, i))
      g_string_append_printf(text, "%s%d", text->len > 0 ? " " : "", i);
  g_assert_cmpstr(text->str, ==, expected);
  g_string_free(text, TRUE);
  gmx_scatter_points_mark(scene->layer, scene->model);
  g_autoptr(GArray) marked = gmx_scatter_points_selected(scene->layer);
  g_autoptr(GPtrArray) selected = gmx_sample_model_get_selected(scene->model);
  g_assert_cmpuint(marked->len, >=, selected->len); /* those held back stay selected */
}

/* Losses 2, 1, 3, 0.5, 4, 0.25, 1.5, 2.5; s 0.5, 0.75, 0.25, 0.1875, 0.125, −0.0625, 0, −0.03125 */
static void test_brush(void) {
  Brushed scene;
  brushed_open(&scene);
  const GmxBrush upper = {3.0, 0.9, 0.2, 0.8}, lower = {0.0, 2.0, -0.1, 0.01};
  gmx_scatter_points_brush(scene.layer, scene.model, &upper, NULL);
  check_selected(&scene, "0 1 2");
  g_assert_cmpint(scene.told, ==, 1);
  gmx_scatter_points_brush(scene.layer, scene.model, &upper, NULL); /* nothing new */
  g_assert_cmpint(scene.told, ==, 1);
  /* Added to what was selected before. */
  g_autoptr(GArray) others = gmx_scatter_points_selected(scene.layer);
  gmx_scatter_points_brush(scene.layer, scene.model, &lower, others);
  check_selected(&scene, "0 1 2 5 6");
  gmx_scatter_points_brush(scene.layer, scene.model, &lower, NULL);
  check_selected(&scene, "5 6");
  GmxBrush shown;
  g_assert_true(gmx_scatter_layer_get_brush(scene.layer, &shown));
  gmx_scatter_points_brush(scene.layer, scene.model, NULL, NULL);
  check_selected(&scene, "");
  g_assert_false(gmx_scatter_layer_get_brush(scene.layer, &shown));
  brushed_close(&scene);
}

/* What a filter holds back cannot be brushed, and is marked as faint. */
static void test_brush_and_filter(void) {
  Brushed scene;
  GmxSampleFilter filter = gmx_sample_filter_none();
  const GmxBrush all = {-10, 10, -10, 10};
  brushed_open(&scene);
  filter.lambda_min = 0.4;
  gmx_sample_model_set_filter(scene.model, &filter);
  gmx_scatter_points_mark(scene.layer, scene.model);
  gmx_scatter_points_brush(scene.layer, scene.model, &all, NULL);
  check_selected(&scene, "1 2 4 5 7");
  g_autofree char *words = gmx_layer_describe(GMX_LAYER(scene.layer), NULL);
  g_assert_nonnull(strstr(words, "3 held back by the filter"));
  brushed_close(&scene);
}

static void test_toggle(void) {
  Brushed scene;
  brushed_open(&scene);
  gmx_scatter_points_toggle(scene.model, 3, FALSE);
  gmx_scatter_points_toggle(scene.model, 6, TRUE);
  check_selected(&scene, "3 6");
  gmx_scatter_points_toggle(scene.model, 3, TRUE);
  check_selected(&scene, "6");
  gmx_scatter_points_toggle(scene.model, 6, FALSE); /* a click selects, it never takes away */
  check_selected(&scene, "6");
  g_autofree char *words = gmx_scatter_points_words(scene.model, 6);
  g_assert_cmpstr(words, ==, "square + square, λ 0.00, loss at w 1.500, s +0.000, flat, selected");
  g_assert_null(gmx_scatter_points_words(scene.model, 8));
  gmx_sample_model_show(scene.model, NULL, NULL, NULL, NULL);
  gmx_scatter_points_show(scene.layer, scene.model);
  g_assert_cmpint(gmx_scatter_layer_get_count(scene.layer), ==, 0);
  g_assert_null(gmx_scatter_points_markup(scene.model, 0));
  brushed_close(&scene);
}

/* Pairs */

/* Three classes; (0, 1) was sharp 30 of 40, (1, 1) 2 of 20, (2, 2) 4 of 4, (2, 0) 20 of 36. */
static const guint64 pairs_sharp[] = {0, 30, 20, 30, 2, 0, 20, 0, 4};
static const guint64 pairs_total[] = {0, 40, 36, 40, 20, 0, 36, 0, 4};

static void test_pairs(void) {
  g_autoptr(GmxPairShares) shares = gmx_pair_shares_new(pairs_sharp, pairs_total, 3, 20);
  int row, column;
  g_assert_cmpint(shares->shown, ==, 3);
  g_assert_cmpfloat(shares->usual, ==, 0.56); /* 56 of 100: each mix counts once */
  g_assert_cmpfloat_with_epsilon(shares->low, 0.31, 1e-9);
  g_assert_cmpfloat(gmx_pair_shares_get(shares, 1, 0), ==, 0.75);
  g_assert_cmpfloat(gmx_pair_shares_get(shares, 0, 1), ==, 0.75);
  g_assert_true(isnan(gmx_pair_shares_get(shares, 2, 1)));
  g_assert_cmpfloat_with_epsilon(gmx_pair_shares_get_tone(shares, 1, 0), 0.19 / 0.25, 1e-9);
  g_assert_cmpfloat(gmx_pair_shares_get_tone(shares, 1, 1), ==, -1); /* beyond the scale's end */
  g_assert_cmpfloat(gmx_pair_shares_get_tone(shares, 2, 2), ==, 0);  /* four are too few */
  g_assert_cmpfloat(gmx_pair_shares_get_tone(shares, 2, 1), ==, 0);
  g_assert_true(gmx_pair_shares_find(shares, TRUE, &row, &column));
  g_assert_true(row == 1 && column == 0);
  g_assert_true(gmx_pair_shares_find(shares, FALSE, &row, &column));
  g_assert_true(row == 1 && column == 1);
  /* Only two have room: class 1 (60 mixes) and class 0 (76). */
  g_autoptr(GmxPairShares) two = gmx_pair_shares_new(pairs_sharp, pairs_total, 3, 2);
  g_assert_cmpint(two->shown, ==, 2);
  g_assert_true(two->label[0] == 0 && two->label[1] == 1);
  g_assert_cmpfloat(two->usual, ==, 0.56);
  const guint64 nothing[9] = {0};
  g_autoptr(GmxPairShares) none = gmx_pair_shares_new(nothing, nothing, 3, 20);
  g_assert_true(isnan(none->usual));
  g_assert_false(gmx_pair_shares_find(none, TRUE, &row, &column));
}

typedef struct {
  GmxPairShares *shares;
  GmxPairPicture picture;
  GmxPairCells cells;
  GmxPalette *palette;
  cairo_surface_t *surface;
} Drawn;

static void drawn_open(Drawn *drawn) {
  drawn->shares = gmx_pair_shares_new(pairs_sharp, pairs_total, 3, 20);
  drawn->palette = gmx_palette_new_builtin(FALSE);
  drawn->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 344, 200);
  cairo_t *cr = cairo_create(drawn->surface);
  gmx_palette_set_source(drawn->palette, cr, GMX_PAPER, 1);
  cairo_paint(cr);
  PangoContext *context = pango_cairo_create_context(cr);
  drawn->picture =
      (GmxPairPicture){drawn->shares, gmx_case_shapes(), drawn->palette, context, 344, 200};
  gmx_pair_picture_lay_out(&drawn->picture, &drawn->cells);
  gmx_pair_picture_draw(&drawn->picture, &drawn->cells, cr);
  cairo_destroy(cr);
  cairo_surface_flush(drawn->surface);
}

static void drawn_close(Drawn *drawn) {
  g_object_unref(drawn->picture.context);
  gmx_pair_shares_free(drawn->shares);
  gmx_palette_free(drawn->palette);
  cairo_surface_destroy(drawn->surface);
}

/* Red minus blue, near the corner of a cell where no number stands. */
static int warmth(Drawn *drawn, int row, int column) {
  int x = (int)(drawn->cells.left + column * drawn->cells.width) + 3;
  int y = (int)(drawn->cells.top + row * drawn->cells.height) + 3;
  const guint32 *line = (const guint32 *)(cairo_image_surface_get_data(drawn->surface) +
                                          y * cairo_image_surface_get_stride(drawn->surface));
  return (int)(line[x] >> 16 & 255) - (int)(line[x] & 255);
}

static void test_pair_picture(void) {
  Drawn drawn;
  int row, column;
  drawn_open(&drawn);
  g_assert_cmpint(warmth(&drawn, 1, 0), >, 90);  /* orange */
  g_assert_cmpint(warmth(&drawn, 1, 1), <, -90); /* teal */
  g_assert_cmpint(warmth(&drawn, 2, 2), ==, 0);  /* too few: the card's */
  g_assert_cmpint(warmth(&drawn, 0, 2), ==, 0);  /* over the diagonal is nothing */
  for (int r = 0; r < 3; r++) {
    for (int c = 0; c < 3; c++) {
      double x = drawn.cells.left + (c + 0.5) * drawn.cells.width;
      double y = drawn.cells.top + (r + 0.5) * drawn.cells.height;
      gboolean found = gmx_pair_picture_find(&drawn.picture, &drawn.cells, x, y, &row, &column);
      g_assert_cmpint(found, ==, c <= r);
      g_assert_true(!found || (row == r && column == c));
    }
  }
  g_assert_false(gmx_pair_picture_find(&drawn.picture, &drawn.cells, 1, 1, &row, &column));
  drawn_close(&drawn);
}

/* Twenty classes have room in the card, and their cells stay apart. */
static void test_many_classes(void) {
  int minimum, natural;
  gmx_pair_picture_measure(20, GTK_ORIENTATION_HORIZONTAL, &minimum, &natural);
  g_assert_cmpint(minimum, <=, 344);
  gmx_pair_picture_measure(20, GTK_ORIENTATION_VERTICAL, &minimum, &natural);
  g_assert_cmpint(minimum, <=, 300);
  g_assert_cmpint(natural, >=, minimum);
}

/* Curves */

static void record(GmxTrainer *trainer, const GmxStepRecord *step, gpointer data) {
  GmxRecording *recording = data;
  gmx_recording_add_step(recording, trainer);
  if (step->step % 8 == 0)
    gmx_recording_add_probe(recording, trainer);
}

static void test_class_shares(void) {
  g_autoptr(GmxRecording) recording = gmx_recording_new(10, (gsize)1 << 24, 1);
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("method=g-mix", NULL);
  g_autoptr(GmxAreaLayer) layer = gmx_area_layer_new("gmx_sharp");
  gmx_test_train(trainer, record, recording);
  g_autoptr(GArray) shares = gmx_recording_get_class_shares(recording);
  GmxDataset *dataset = gmx_trainer_get_dataset(trainer);
  gmx_class_figures_show_shares(layer, shares, dataset);
  g_assert_cmpuint(shares->len, ==, 2);
  for (guint i = 0; i < shares->len; i++) {
    const GmxClassShare *share = &g_array_index(shares, GmxClassShare, i);
    double sum = 0, whole = 0;
    for (int label = 0; label < 10; label++)
      whole += share->sharp[label];
    for (int label = 0; label < 10; label++) {
      double part = gmx_area_layer_get_share(layer, label, share->epoch);
      g_assert_cmpfloat_with_epsilon(part, share->sharp[label] / whole, 1e-9);
      sum += part;
    }
    g_assert_cmpfloat_with_epsilon(sum, 1, 1e-9);
  }
  const GmxClassShare *last = &g_array_index(shares, GmxClassShare, 1);
  g_autofree char *words = gmx_class_figures_describe_rate(shares, dataset, 3, 2);
  g_autofree char *expected =
      g_strdup_printf("%.0f\u2009%% of triangle sharp", 100 * last->sharp[3] / last->total[3]);
  g_assert_cmpstr(words, ==, expected);
  g_assert_null(gmx_class_figures_describe_rate(shares, dataset, 3, 3));
}

/* What was found of one epoch's probe on one side, counted here. */
static double counted_rate(GmxRecording *recording, int epoch, int sharp) {
  g_autoptr(GmxGallery) gallery = gmx_recording_find_probe(recording, epoch);
  g_autoptr(GmxIntrusion) intrusion = gmx_recording_find_intrusion(recording, epoch);
  int hits = 0, total = 0;
  for (int i = 0; i < gallery->count; i++) {
    total += gallery->sharp[i] == sharp;
    hits += gallery->sharp[i] == sharp && intrusion->intruded[i];
  }
  return (double)hits / total;
}

static void test_intrusion_rates(void) {
  static const char *const colors[GMX_RATES] = {"gmx_sharp", "gmx_flat", "gmx_measure"};
  g_autoptr(GmxRecording) recording = gmx_recording_new(10, (gsize)1 << 24, 1);
  GmxSeries *rates[GMX_RATES];
  GmxBandLayer *bands[GMX_RATES];
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("method=g-mix", "intrusion=true", NULL);
  for (int rate = 0; rate < GMX_RATES; rate++) {
    rates[rate] = gmx_series_new("rate");
    bands[rate] = gmx_band_layer_new(colors[rate], "95 % in");
  }
  gmx_class_figures_show_intrusion(recording, rates, bands);
  g_assert_cmpuint(gmx_series_get_length(rates[GMX_RATE_SHARP]), ==, 0);
  g_assert_null(gmx_class_figures_describe_search(recording, gmx_trainer_get_dataset(trainer)));
  gmx_test_train(trainer, record, recording);
  gmx_class_figures_show_intrusion(recording, rates, bands);
  g_assert_cmpuint(gmx_series_get_length(rates[GMX_RATE_SHARP]), ==, 2);
  g_assert_cmpuint(gmx_series_get_length(rates[GMX_RATE_ALL]), ==, 0);
  for (int epoch = 1; epoch <= 2; epoch++) {
    for (int sharp = 0; sharp < 2; sharp++) {
      GmxSeries *rate = rates[sharp ? GMX_RATE_SHARP : GMX_RATE_FLAT];
      double expected = counted_rate(recording, epoch, sharp);
      g_assert_cmpfloat(gmx_series_get_x(rate)[epoch - 1], ==, epoch);
      g_assert_cmpfloat_with_epsilon(gmx_series_get_y(rate)[epoch - 1], expected, 1e-9);
    }
  }
  GmxDataset *dataset = gmx_trainer_get_dataset(trainer);
  g_autofree char *searched = gmx_class_figures_describe_search(recording, dataset);
  g_assert_cmpstr(searched, ==, "Nearest among 100 of 10\u2009000 training images");
  /* Read once more nothing changes, so that no legend blinks. */
  guint64 before = gmx_series_get_revision(rates[GMX_RATE_SHARP]);
  gmx_class_figures_show_intrusion(recording, rates, bands);
  g_assert_cmpuint(gmx_series_get_revision(rates[GMX_RATE_SHARP]), ==, before);
  for (int rate = 0; rate < GMX_RATES; rate++) {
    g_assert_finalize_object(rates[rate]);
    g_assert_finalize_object(bands[rate]);
  }
}

/* Scrubber */

static GArray *kept_steps(const gint64 *steps, guint count) {
  GArray *kept = g_array_new(FALSE, FALSE, sizeof(gint64));
  g_array_append_vals(kept, steps, count);
  return kept;
}

static void test_kept_steps(void) {
  static const gint64 steps[] = {310, 320, 330, 350};
  g_autoptr(GArray) kept = kept_steps(steps, 4);
  g_autoptr(GArray) none = kept_steps(NULL, 0);
  g_assert_cmpint(gmx_kept_nearest(kept, 1), ==, 310);
  g_assert_cmpint(gmx_kept_nearest(kept, 325), ==, 320);
  g_assert_cmpint(gmx_kept_nearest(kept, 326), ==, 330);
  g_assert_cmpint(gmx_kept_nearest(kept, 9999), ==, 350);
  g_assert_cmpint(gmx_kept_nearest(none, 5), ==, 0);
  /* From the newest back; on to the newest, which is then followed. */
  g_assert_cmpint(gmx_kept_move(kept, 0, -1), ==, 330);
  g_assert_cmpint(gmx_kept_move(kept, 330, -1), ==, 320);
  g_assert_cmpint(gmx_kept_move(kept, 310, -1), ==, 310);
  g_assert_cmpint(gmx_kept_move(kept, 0, -100), ==, 310);
  g_assert_cmpint(gmx_kept_move(kept, 330, 1), ==, 0);
  g_assert_cmpint(gmx_kept_move(kept, 0, 1), ==, 0);
  g_assert_cmpint(gmx_kept_move(kept, 310, 2), ==, 330);
  g_assert_cmpint(gmx_kept_move(none, 0, -1), ==, 0);
  /* One that has gone from the ring stands where the first is. */
  g_assert_false(gmx_kept_has(kept, 300));
  g_assert_true(gmx_kept_has(kept, 330));
  g_assert_cmpint(gmx_kept_move(kept, 300, 1), ==, 320);
}

static void check_words(GmxRecordingInfo info, const char *pace, const char *fill) {
  g_autofree char *of_pace = gmx_kept_describe_pace(&info);
  g_autofree char *of_fill = gmx_kept_describe_fill(&info);
  g_assert_cmpstr(of_pace, ==, pace);
  g_assert_cmpstr(of_fill, ==, fill);
}

static void test_kept_words(void) {
  const gsize mib = 1 << 20;
  check_words((GmxRecordingInfo){.kept = 651, .bytes = 78 * mib, .bound = 128 * mib, .every = 10},
              "every 10th step recorded", "651 kept, 78 of 128 MiB, none dropped");
  check_words(
      (GmxRecordingInfo){
          .kept = 5308, .bytes = 128 * mib, .bound = 128 * mib, .every = 1, .dropped = 1204},
      "every step recorded", "5\u2009308 kept, 128 of 128 MiB, the first 1\u2009204 dropped");
  check_words((GmxRecordingInfo){.kept = 3, .bytes = mib / 2, .bound = 128 * mib, .every = 22},
              "every 22nd step recorded", "3 kept, 0.5 of 128 MiB, none dropped");
  check_words((GmxRecordingInfo){.every = 112}, "no step is recorded",
              "its memory is set to 0 MiB");
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/cards/brush", test_brush);
  g_test_add_func("/cards/brush-and-filter", test_brush_and_filter);
  g_test_add_func("/cards/toggle", test_toggle);
  g_test_add_func("/cards/pairs", test_pairs);
  g_test_add_func("/cards/pair-picture", test_pair_picture);
  g_test_add_func("/cards/many-classes", test_many_classes);
  g_test_add_func("/cards/class-shares", test_class_shares);
  g_test_add_func("/cards/intrusion-rates", test_intrusion_rates);
  g_test_add_func("/cards/kept-steps", test_kept_steps);
  g_test_add_func("/cards/kept-words", test_kept_words);
  return g_test_run();
}
