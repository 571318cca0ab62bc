/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What slow motion writes and draws of a step: formulas that can be laid out, with the step's own
 * numbers, and vectors to scale. No display. */
#include "engine/insight/trace.h"
#include "tests/engine/train-runs.h"
#include "ui/slowmotion/formula.h"
#include "ui/slowmotion/phase-text.h"
#include "ui/slowmotion/phase-vectors.h"

#include <math.h>
#include <string.h>

/* The second step of a small run: the velocity is not 0 any more. */
static GmxTrace *trace_of(const char *first, const char *second) {
  g_autoptr(GError) error = NULL;
  GmxStepRecord record;
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("limit=96", first, second, NULL);
  gmx_trainer_step(trainer, &record, &error);
  GmxTrace *trace = gmx_trace_new(trainer, NULL, &error);
  g_assert_no_error(error);
  return trace;
}

static PangoContext *new_context(void) {
  return pango_font_map_create_context(pango_cairo_font_map_get_default());
}

static PangoFontDescription *new_font(void) {
  return pango_font_description_from_string("Sans 14");
}

static char *join(GmxPhaseText *text) {
  GString *all = g_string_new(NULL);
  for (guint i = 0; i + 1 < text->lines->len; i++) {
    g_autofree char *plain = gmx_formula_to_text(g_ptr_array_index(text->lines, i));
    g_string_append_printf(all, "%s\n", plain);
  }
  return g_string_free(all, FALSE);
}

static void assert_says(const GmxTrace *trace, GmxPhase phase, const char *symbols, double value) {
  g_autoptr(GmxPhaseText) text = gmx_phase_text_new(trace, phase);
  g_autofree char *all = join(text);
  g_autofree char *number = gmx_phase_number(value);
  if (!strstr(all, symbols) || !strstr(all, number))
    g_error("“%s” and %s in: %s", symbols, number, all);
}

/* Every line is laid out, whole and broken, and says something. */
static void check_lines(GmxPhaseText *text, PangoContext *context, PangoFontDescription *font) {
  g_assert_cmpuint(text->lines->len, >, 1);
  for (guint i = 0; i + 1 < text->lines->len; i++) {
    const char *line = g_ptr_array_index(text->lines, i);
    double width, height, broken_width, broken_height;
    g_autofree char *plain = gmx_formula_to_text(line);
    g_autoptr(GmxFormula) whole = gmx_formula_new(context, font, line, 0);
    g_autoptr(GmxFormula) broken = gmx_formula_new(context, font, line, 180);
    g_assert_null(strpbrk(plain, "{}<>"));
    g_assert_null(strstr(plain, "NaN"));
    gmx_formula_get_size(whole, &width, &height);
    gmx_formula_get_size(broken, &broken_width, &broken_height);
    g_assert_cmpint(gmx_formula_get_lines(whole), ==, 1);
    g_assert_cmpfloat(width, >, 10);
    g_assert_cmpfloat(broken_width, <=, width);
    g_assert_cmpfloat(broken_height, >=, height);
  }
}

static void test_all_methods(gconstpointer data) {
  g_auto(GStrv) settings = g_strsplit(data, " ", -1);
  g_autoptr(GmxTrace) trace = trace_of(settings[0], settings[1]);
  g_autoptr(GObject) held = G_OBJECT(new_context());
  PangoContext *context = PANGO_CONTEXT(held);
  PangoFontDescription *font = new_font();
  for (GmxPhase phase = 0; phase < GMX_PHASES; phase++) {
    g_autofree char *announced = gmx_phase_announce(trace, phase);
    g_assert_cmpuint(strlen(announced), >, 0);
    if (!gmx_trace_has_phase(trace, phase))
      continue;
    g_autoptr(GmxPhaseText) text = gmx_phase_text_new(trace, phase);
    g_autofree char *outcome = gmx_phase_summarise(trace, phase);
    check_lines(text, context, font);
    g_assert_null(strstr(outcome, "NaN"));
    g_assert_cmpuint(text->figures->len, >, 0);
    g_assert_nonnull(text->title);
    g_assert_nonnull(text->blurb);
  }
  pango_font_description_free(font);
}

/* A step that will stop the run: what is finite of it is told, and that it stops. */
static void test_not_finite(void) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxTrainer) trainer = gmx_test_trainer("limit=96", "method=g-mix", NULL);
  gmx_model_parameters(gmx_trainer_get_model(trainer))[0] = NAN;
  g_autoptr(GmxTrace) trace = gmx_trace_new(trainer, NULL, &error);
  for (GmxPhase phase = 0; phase < GMX_PHASES; phase++) {
    g_autofree char *announced = gmx_phase_announce(trace, phase);
    if (!gmx_trace_has_phase(trace, phase)) {
      g_assert_cmpstr(announced, ==, "not finite");
      continue;
    }
    GmxVectors vectors = {0};
    g_autofree char *outcome = gmx_phase_summarise(trace, phase);
    g_autofree char *words = gmx_phase_draw_vectors(trace, phase, &vectors);
    g_autoptr(GmxPhaseText) text = gmx_phase_text_new(trace, phase);
    g_assert_nonnull(text->title);
    g_assert_cmpint(vectors.count, ==, 0);
  }
  g_autofree char *last = gmx_phase_summarise(trace, GMX_PHASE_UPDATE);
  g_assert_cmpstr(last, ==, "the run stops");
}

static void test_numbers(void) {
  g_autoptr(GmxTrace) t = trace_of("method=dg-mix", "rho=0.1");
  const GmxTraceCombine *c = &t->combine;
  assert_says(t, GMX_PHASE_DRAW, "λ ~ Beta(1.00, 1.00)", t->gallery->lambda);
  assert_says(t, GMX_PHASE_GRADIENT, "L(w) = (1) / (B) Σ ℓi(w)", t->record.loss);
  assert_says(t, GMX_PHASE_CLIMB, "ε̂ = ρ (g) / (‖g‖2)", t->record.gradient_norm);
  assert_says(t, GMX_PHASE_CLIMB, "ε̂ = 0.100 (g) / (", 0.1 / t->record.gradient_norm);
  assert_says(t, GMX_PHASE_LOSS_THERE, "L(w + ε̂) − L(w)", t->record.loss_perturbed);
  assert_says(t, GMX_PHASE_PARTITION, "k = ⌊γ B + ½⌋ = ⌊0.50 · 32 + ½⌋ = 16",
              t->gallery->loss[t->gallery->order[0]]);
  assert_says(t, GMX_PHASE_COMBINE, "g = gS + β (gF − (⟨gF, gS⟩) / (‖gS‖²) gS)", c->dot);
  assert_says(t, GMX_PHASE_COMBINE, "g = gS + 0.50 (gF ", fabs(c->projection));
  assert_says(t, GMX_PHASE_UPDATE, "w ← w − ηt v", t->optimizer.learning_rate);
}

/* "Keep flat" swaps the sets, in words, formulas and picture. */
static void test_swapped(void) {
  g_autoptr(GmxTrace) t = trace_of("method=dg-mix", "keep=flat");
  GmxVectors vectors = {0};
  assert_says(t, GMX_PHASE_COMBINE, "g = gF + β (gS − (⟨gS, gF⟩) / (‖gF‖²) gF)", t->combine.dot);
  g_autofree char *words = gmx_phase_draw_vectors(t, GMX_PHASE_COMBINE, &vectors);
  g_autofree char *kept = gmx_phase_number(t->combine.kept.norm);
  g_autofree char *due = g_strdup_printf("gF %s", kept);
  g_assert_nonnull(strstr(words, due));
  gmx_vectors_clear(&vectors);
}

static void test_small_numbers(void) {
  const struct {
    double value;
    const char *text;
  } cases[] = {{0, "0.000"},        {1.1814, "1.181"},  {-0.05, "−0.050"},
               {0.0005, "0.00050"}, {0.0012, "0.0012"}, {NAN, "NaN"}};
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    g_autofree char *text = gmx_phase_number(cases[i].value);
    g_assert_cmpstr(text, ==, cases[i].text);
  }
  g_autofree char *tiny = gmx_phase_number(0.0000123);
  g_assert_true(g_str_has_prefix(tiny, "0.000012"));
}

/* What is written adds up: decimals are added until the written difference is that of the written
 * numbers. */
static void test_differences(void) {
  for (int seed = 1; seed <= 4; seed++) {
    g_autofree char *setting = g_strdup_printf("seed=%d", seed);
    g_autoptr(GmxTrace) t = trace_of("method=g-mix", setting);
    g_autoptr(GmxPhaseText) text = gmx_phase_text_new(t, GMX_PHASE_LOSS_THERE);
    g_autofree char *line = gmx_formula_to_text(g_ptr_array_index(text->lines, 1));
    double there, here, rise;
    const char *numbers = strstr(line, "= ");
    g_assert_nonnull(numbers);
    g_assert_cmpint(sscanf(numbers, "= %lf − %lf = +%lf", &there, &here, &rise), ==, 3);
    g_assert_cmpfloat_with_epsilon(there - here, rise, 1e-9);
    g_assert_cmpfloat_with_epsilon(rise, t->record.sharpness, 5e-4);
  }
}

/* A fraction stands in one line with its surroundings, and is higher than they are. */
static void test_fraction(void) {
  g_autoptr(GObject) held = G_OBJECT(new_context());
  PangoContext *context = PANGO_CONTEXT(held);
  PangoFontDescription *font = new_font();
  double width, height, tall_width, tall_height;
  g_autoptr(GmxFormula) flat = gmx_formula_new(context, font, "g = a + b", 0);
  g_autoptr(GmxFormula) tall = gmx_formula_new(context, font, "g = {a over b} + b", 0);
  gmx_formula_get_size(flat, &width, &height);
  gmx_formula_get_size(tall, &tall_width, &tall_height);
  g_assert_cmpfloat(tall_height, >, 1.3 * height);
  g_assert_cmpint(gmx_formula_get_lines(tall), ==, 1);
  g_autofree char *text = gmx_formula_to_text("g<sub>S</sub> + {|S| a over B} c");
  g_assert_cmpstr(text, ==, "gS + (|S| a) / (B) c");
  pango_font_description_free(font);
}

/* To scale: g ends where g_S and the perpendicular part of g_F, β long, lead. */
static void test_vectors(void) {
  g_autoptr(GmxTrace) t = trace_of("method=dg-mix", "beta=0.7");
  GmxVectors v = {0};
  g_autofree char *words = gmx_phase_draw_vectors(t, GMX_PHASE_COMBINE, &v);
  const GmxVector *g = &v.vectors[v.count - 1], *added = &v.vectors[v.count - 2];
  g_assert_cmpfloat_with_epsilon(g->to[0], t->combine.kept.norm, 1e-4);
  g_assert_cmpfloat_with_epsilon(g->to[1], 0.7 * t->combine.other.y, 1e-4);
  g_assert_cmpfloat_with_epsilon(added->to[1] - added->from[1], 0.7 * t->combine.other.y, 1e-4);
  g_assert_cmpfloat_with_epsilon(hypot(g->to[0], g->to[1]), t->combined_norm, 1e-4);
  const double scale = gmx_vectors_scale(&v, 400, 300);
  g_assert_cmpfloat(scale, >, 0);
  g_assert_cmpfloat(scale * t->combine.kept.norm, <, 400);
  g_assert_cmpfloat_with_epsilon(gmx_vectors_scale(&v, 4000, 300), gmx_vectors_scale(&v, 8000, 300),
                                 1e-9); /* the height binds: one scale for both directions */
  gmx_vectors_clear(&v);
}

/* Whether some pixel of the drawing is near the colour of that name. */
static gboolean has_color(cairo_surface_t *surface, const GmxPalette *palette, const char *name) {
  double rgb[3];
  cairo_surface_flush(surface);
  gmx_palette_get_rgb(palette, name, rgb);
  const guint8 *data = cairo_image_surface_get_data(surface);
  const int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < cairo_image_surface_get_height(surface); y++)
    for (int x = 0; x < cairo_image_surface_get_width(surface); x++) {
      const guint8 *p = data + (gsize)y * stride + 4 * x;
      if (abs(p[2] - (int)(rgb[0] * 255)) < 6 && abs(p[1] - (int)(rgb[1] * 255)) < 6 &&
          abs(p[0] - (int)(rgb[2] * 255)) < 6)
        return TRUE;
    }
  return FALSE;
}

static void test_drawing(void) {
  g_autoptr(GmxTrace) t = trace_of("method=dg-mix", "rho=0.1");
  g_autoptr(GObject) held = G_OBJECT(new_context());
  PangoContext *context = PANGO_CONTEXT(held);
  g_autoptr(GmxPalette) palette = gmx_palette_new_builtin(FALSE);
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, 420, 300);
  cairo_t *cr = cairo_create(surface);
  GmxVectors v = {0};
  g_autofree char *words = gmx_phase_draw_vectors(t, GMX_PHASE_COMBINE, &v);
  cairo_set_source_rgb(cr, 1, 1, 1);
  cairo_paint(cr);
  gmx_vectors_draw(&v, cr, context, palette, 420, 300);
  g_assert_true(has_color(surface, palette, "gmx_sharp"));
  g_assert_true(has_color(surface, palette, "gmx_flat"));
  g_assert_false(has_color(surface, palette, "gmx_error"));
  gmx_vectors_draw(&v, cr, context, palette, 10, 10); /* no room: nothing happens */
  gmx_vectors_clear(&v);
  cairo_destroy(cr);
  cairo_surface_destroy(surface);
}

int main(int argc, char **argv) {
  static const char *const methods[] = {"method=erm limit=96",
                                        "method=mixup optimizer=adamw",
                                        "method=mixup lambda-per-example=true",
                                        "method=mixup alpha=0",
                                        "method=sam nesterov=true",
                                        "method=g-mix limit=96",
                                        "method=bg-mix limit=96",
                                        "method=bg-mix keep=flat",
                                        "method=dg-mix limit=96",
                                        "method=dg-mix keep=flat",
                                        "method=esam-sds limit=96",
                                        "method=asam limit=96",
                                        "method=g-mix combine=flat-at-w"};
  g_test_init(&argc, &argv, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(methods); i++) {
    g_autofree char *path = g_strdup_printf("/phase-text/methods/%s", methods[i]);
    g_strdelimit(path + strlen("/phase-text/methods/"), " =", '-');
    g_test_add_data_func(path, methods[i], test_all_methods);
  }
  g_test_add_func("/phase-text/numbers", test_numbers);
  g_test_add_func("/phase-text/not-finite", test_not_finite);
  g_test_add_func("/phase-text/swapped", test_swapped);
  g_test_add_func("/phase-text/small-numbers", test_small_numbers);
  g_test_add_func("/phase-text/differences", test_differences);
  g_test_add_func("/phase-text/fraction", test_fraction);
  g_test_add_func("/phase-text/vectors", test_vectors);
  g_test_add_func("/phase-text/drawing", test_drawing);
  return g_test_run();
}
