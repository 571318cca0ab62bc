/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The phases up to the loss at w + ε̂ (methods.md, sections 2 and 3) in words and formulas. */
#include "ui/format.h"
#include "ui/slowmotion/phase-text-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define PARTNERS 4 /* named of the permutation */

/* Draw */

static void write_partners(GmxWriter *w) {
  GString *line = g_string_new(NULL);
  const int count = MIN(PARTNERS, w->gallery->count);
  for (int i = 0; i < count; i++)
    g_string_append_printf(line, "%sπ(%d)\u00a0=\u00a0<b>%d</b>", i > 0 ? ", " : "", i + 1,
                           w->trace->partner[i] + 1);
  gmx_writer_add(w, "%s%s", line->str, count < w->gallery->count ? ", …" : "");
  g_string_free(line, TRUE);
}

static void write_lambda(GmxWriter *w) {
  const double alpha = gmx_config_get_double(w->trace->config, "alpha");
  const gboolean each = gmx_config_get_boolean(w->trace->config, "lambda-per-example");
  const char *symbol = each ? "λ<sub>i</sub>" : "λ";
  g_autofree char *a = gmx_format_number(alpha, 2);
  g_autofree char *drawn = gmx_format_number(w->gallery->lambdas[0], 3);
  if (!(alpha > 0)) {
    gmx_writer_add(w, "α = <b>0</b> : λ = <b>1</b>");
    return;
  }
  gmx_writer_add(w, "%s ~ Beta(α, α)", symbol);
  gmx_writer_add(w, "%s ~ Beta(<b>%s</b>, <b>%s</b>)", symbol, a, a);
  if (!each) {
    gmx_writer_add(w, "λ = <b>%s</b>", drawn);
    return;
  }
  g_autofree char *second =
      gmx_format_number(w->gallery->lambdas[MIN(1, w->gallery->count - 1)], 3);
  gmx_writer_add(w, "λ<sub>1</sub> = <b>%s</b>, λ<sub>2</sub> = <b>%s</b>, …", drawn, second);
}

void gmx_write_draw(GmxWriter *w) {
  const gboolean mixes = gmx_trace_has_phase(w->trace, GMX_PHASE_MIX);
  const gboolean each = gmx_config_get_boolean(w->trace->config, "lambda-per-example");
  g_autofree char *size = gmx_format_count(w->gallery->count);
  g_autofree char *place =
      g_strdup_printf(_("%d of %d"), w->trace->place, (int)w->trace->steps_per_epoch);
  if (mixes) {
    gmx_writer_set_title(w, _("Draw λ, and pair the batch"),
                         each ? _("A λ for every example says how much of itself it keeps, and a "
                                  "random order who its partner is.")
                              : _("One λ for the whole batch says how much of itself every example "
                                  "keeps, and a random order who its partner is."));
    write_lambda(w);
    write_partners(w);
  } else {
    gmx_writer_set_title(w, _("Take the batch"),
                         _("This method mixes nothing: every example is its own partner."));
    gmx_writer_add(w, "λ = <b>1</b>, π(i) = i");
  }
  gmx_writer_add_words(w, _("batch B"), size, NULL);
  gmx_writer_add_words(w, _("batch of the epoch"), place, NULL);
  if (mixes)
    gmx_writer_add_figure(w, each ? _("mean λ") : "λ", w->trace->record.lambda, NULL);
}

/* Mix */

static char *class_name(GmxWriter *w, gboolean second) {
  const int label = (second ? w->gallery->second_label : w->gallery->first_label)[w->example];
  return g_markup_escape_text(gmx_dataset_get_class_name(w->trace->dataset, label), -1);
}

/* "(0.31, −1.20)" */
static char *print_place(const double at[2]) {
  g_autofree char *x = gmx_format_number(at[0], 2);
  g_autofree char *y = gmx_format_number(at[1], 2);
  return g_strdup_printf("(%s,\u00a0%s)", x, y);
}

/* Of points the mixed one can be written down. */
static void write_places(GmxWriter *w, const char *own, const char *other) {
  const double lambda = gmx_writer_lambda(w);
  const float *a =
      gmx_dataset_get_point(w->trace->dataset, GMX_SPLIT_TRAIN, w->gallery->first[w->example]);
  const float *b =
      gmx_dataset_get_point(w->trace->dataset, GMX_SPLIT_TRAIN, w->gallery->second[w->example]);
  g_autofree char *first = print_place((double[2]){a[0], a[1]});
  g_autofree char *second = print_place((double[2]){b[0], b[1]});
  g_autofree char *mixed = print_place(
      (double[2]){lambda * a[0] + (1 - lambda) * b[0], lambda * a[1] + (1 - lambda) * b[1]});
  gmx_writer_add(w, "%s %s + %s %s = <b>%s</b>", own, first, other, second, mixed);
}

void gmx_write_mix(GmxWriter *w) {
  const int i = w->example + 1, partner = w->trace->partner[w->example] + 1;
  const double lambda = gmx_writer_lambda(w);
  g_autofree char *own = gmx_format_number(lambda, 2);
  g_autofree char *other = gmx_format_number(1 - lambda, 2);
  g_autofree char *first = class_name(w, FALSE);
  g_autofree char *second = class_name(w, TRUE);
  gmx_writer_set_title(w, _("Mix"),
                       _("Every example becomes a blend of itself and its partner. Its label is "
                         "blended in the same shares."));
  gmx_writer_add(w, "x̃<sub>i</sub> = λ x<sub>i</sub> + (1 − λ) x<sub>π(i)</sub>");
  gmx_writer_add(w, "x̃<sub>%d</sub> = <b>%s</b> x<sub>%d</sub> + <b>%s</b> x<sub>%d</sub>", i, own,
                 i, other, partner);
  if (gmx_dataset_is_points(w->trace->dataset))
    write_places(w, own, other);
  gmx_writer_add(w, "y<sub>%d</sub>: <b>%s</b> %s + <b>%s</b> %s", i, own, first, other, second);
  gmx_writer_add_figure(w, isnan(w->gallery->lambda) ? _("mean λ") : "λ", w->trace->record.lambda,
                        NULL);
  g_autofree char *size = gmx_format_count(w->gallery->count);
  gmx_writer_add_words(w, _("mixed examples"), size, NULL);
}

/* Gradient */

/* −log of what the network gives to a label; NaN where it is not known, or rounds to 0. */
static double cross_entropy(GmxWriter *w, int label) {
  const GmxGallery *g = w->gallery;
  const double p = g->probabilities ? g->probabilities[w->example * g->classes + label] : 0;
  return p > 1e-30 ? -log(p) : NAN;
}

static void write_example_loss(GmxWriter *w) {
  const GmxGallery *g = w->gallery;
  const double lambda = gmx_writer_lambda(w);
  const double first = cross_entropy(w, g->first_label[w->example]);
  const double second = cross_entropy(w, g->second_label[w->example]);
  g_autofree char *own = gmx_format_number(lambda, 2);
  g_autofree char *other = gmx_format_number(1 - lambda, 2);
  g_autofree char *a = gmx_phase_number(first);
  g_autofree char *b = gmx_phase_number(second);
  g_autofree char *loss = gmx_phase_number(g->loss[w->example]);
  if (isnan(first) || isnan(second))
    return;
  if (gmx_trace_has_phase(w->trace, GMX_PHASE_MIX))
    gmx_writer_add(w,
                   "ℓ<sub>%d</sub>(w) = <b>%s</b> · <b>%s</b> + <b>%s</b> · <b>%s</b> = <b>%s</b>",
                   w->example + 1, own, a, other, b, loss);
}

void gmx_write_gradient(GmxWriter *w) {
  const GmxStepRecord *record = &w->trace->record;
  const int n = w->gallery->count;
  g_autofree char *sum = gmx_phase_number(record->loss * n);
  g_autofree char *loss = gmx_phase_number(record->loss);
  gmx_writer_set_title(w, _("Loss and gradient at w"),
                       _("How wrong the network is about every example, and the direction in which "
                         "that rises fastest."));
  if (gmx_trace_has_phase(w->trace, GMX_PHASE_MIX))
    gmx_writer_add(w, "ℓ<sub>i</sub>(w) = λ CE(f(x̃<sub>i</sub>;\u00a0w),\u00a0y<sub>i</sub>) + "
                      "(1 − λ) CE(f(x̃<sub>i</sub>;\u00a0w),\u00a0y<sub>π(i)</sub>)");
  else
    gmx_writer_add(w, "ℓ<sub>i</sub>(w) = CE(f(x<sub>i</sub>;\u00a0w),\u00a0y<sub>i</sub>)");
  write_example_loss(w);
  gmx_writer_add(w,
                 "L(w) = {1 over B} Σ ℓ<sub>i</sub>(w) = {<b>%s</b> over <b>%d</b>} = <b>%s</b>, "
                 "g\u00a0=\u00a0∇L(w)",
                 sum, n, loss);
  gmx_writer_add_figure(w, "L(w)", record->loss, NULL);
  gmx_writer_add_figure(w, "‖g‖", record->gradient_norm, NULL);
}

/* Climb */

static void write_sam(GmxWriter *w) {
  const double norm = w->trace->record.gradient_norm;
  g_autofree char *rho = gmx_phase_number(w->trace->options.rho);
  g_autofree char *length = gmx_phase_number(norm);
  g_autofree char *factor = gmx_phase_number(w->trace->options.rho / norm);
  gmx_writer_add(w, "ε̂ = ρ {g over ‖g‖<sub>2</sub>}");
  gmx_writer_add(w, "ε̂ = <b>%s</b> {g over <b>%s</b>} = <b>%s</b> g", rho, length, factor);
}

static void write_asam(GmxWriter *w) {
  g_autofree char *rho = gmx_phase_number(w->trace->options.rho);
  g_autofree char *eta = gmx_phase_number(w->trace->options.eta);
  g_autofree char *length = gmx_phase_number(w->trace->adaptive_norm);
  gmx_writer_add(w, "ε̂ = ρ {T² g over ‖T g‖<sub>2</sub>}");
  gmx_writer_add(w, "T = |w| + <b>%s</b> for weights, <b>1</b> for biases", eta);
  gmx_writer_add(w, "ε̂ = <b>%s</b> {T² g over <b>%s</b>}", rho, length);
}

void gmx_write_climb(GmxWriter *w) {
  const gboolean asam = w->trace->options.perturb == GMX_PERTURB_ASAM;
  gmx_writer_set_title(w, asam ? _("Climb, ASAM") : _("Climb, SAM"),
                       asam ? _("From w uphill along the gradient, further for large weights than "
                                "for small ones.")
                            : _("From w straight uphill by the distance ρ: the worst place nearby, "
                                "as far as the gradient can tell."));
  if (asam)
    write_asam(w);
  else
    write_sam(w);
  gmx_writer_add_figure(w, "‖ε̂‖", w->trace->record.epsilon_norm, NULL);
  gmx_writer_add_figure(w, "‖g‖", w->trace->record.gradient_norm, NULL);
  if (asam)
    gmx_writer_add_figure(w, "cos(g, ε̂)", w->trace->climb_cosine, NULL);
}

/* Loss there */

void gmx_write_loss_there(GmxWriter *w) {
  const GmxStepRecord *record = &w->trace->record;
  g_autofree char *there = gmx_phase_number(record->loss_perturbed);
  char *parts[3];
  gmx_writer_subtract(record->loss_perturbed, record->loss, parts);
  g_autofree char *slope = gmx_format_signed(w->trace->slope, 3);
  gmx_writer_set_title(w, _("Loss at w + ε̂"),
                       _("The same examples from the place that was climbed to. By how much the "
                         "loss has risen is the sharpness of the batch."));
  gmx_writer_add(w, "L(w + ε̂) = {1 over B} Σ ℓ<sub>i</sub>(w + ε̂) = <b>%s</b>", there);
  gmx_writer_add(w, "L(w + ε̂) − L(w) = <b>%s</b> − <b>%s</b> = <b>%s</b>", parts[0], parts[1],
                 parts[2]);
  gmx_writer_add_figure(w, "L(w)", record->loss, NULL);
  gmx_writer_add_figure(w, "L(w + ε̂)", record->loss_perturbed, NULL);
  gmx_writer_add_words(w, _("rise"), parts[2], NULL);
  gmx_writer_add_words(w, _("the gradient predicts ⟨g, ε̂⟩"), slope, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
    g_free(parts[i]);
}
