/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Partition, combine and update (methods.md, sections 4 and 5) in words and formulas. */
#include "ui/format.h"
#include "ui/slowmotion/phase-text-private.h"

#include <glib/gi18n.h>
#include <math.h>

#define SHARP "gmx-sharp-text"
#define FLAT "gmx-flat-text"

/* Partition */

static void write_example_sharpness(GmxWriter *w) {
  const GmxGallery *g = w->gallery;
  char *parts[3];
  gmx_writer_subtract(g->loss_perturbed[w->example], g->loss[w->example], parts);
  gmx_writer_add(w, "s<sub>%d</sub> = <b>%s</b> − <b>%s</b> = <b>%s</b>", w->example + 1, parts[0],
                 parts[1], parts[2]);
  for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
    g_free(parts[i]);
}

void gmx_write_partition(GmxWriter *w) {
  const GmxGallery *g = w->gallery;
  const double gamma = w->trace->options.gamma;
  g_autofree char *share = gmx_format_number(gamma, 2);
  g_autofree char *cut = gmx_phase_number(g->cut);
  g_autofree char *sharp = g_strdup_printf(_("%d of %d"), g->sharp_count, g->count);
  g_autofree char *flat = g_strdup_printf(_("%d of %d"), g->count - g->sharp_count, g->count);
  gmx_writer_set_title(w, _("Sharpness and partition"),
                       _("Whose loss rises most on the climb is sharp, the others are flat. γ says "
                         "how many are sharp."));
  gmx_writer_add(w, "s<sub>i</sub> = ℓ<sub>i</sub>(w + ε̂) − ℓ<sub>i</sub>(w)");
  write_example_sharpness(w);
  gmx_writer_add(w, "k = ⌊γ B + ½⌋ = ⌊<b>%s</b> · <b>%d</b> + ½⌋ = <b>%d</b>", share, g->count,
                 g->sharp_count);
  gmx_writer_add_words(w, _("▲ sharp, S"), sharp, SHARP);
  gmx_writer_add_words(w, _("● flat, F"), flat, FLAT);
  gmx_writer_add_words(w, _("cut"), cut, NULL);
}

/* Combine */

/* Names of the two sets: the one in the part of the sharp, and the other. */
typedef struct {
  const char *kept, *other, *kept_set, *other_set, *kept_style, *other_style;
} Names;

static Names names_of(const GmxTrace *trace) {
  const gboolean swapped =
      trace->options.keep == GMX_KEEP_FLAT && trace->options.combine != GMX_COMBINE_ALL;
  return swapped ? (Names){"g<sub>F</sub>", "g<sub>S</sub>", "F", "S", FLAT, SHARP}
                 : (Names){"g<sub>S</sub>", "g<sub>F</sub>", "S", "F", SHARP, FLAT};
}

static void write_all(GmxWriter *w, const Names *n) {
  const GmxTraceCombine *c = &w->trace->combine;
  gmx_writer_set_title(w, _("Combine, all"),
                       _("Sharp and flat examples count alike: the gradient at w + ε̂ is the mean "
                         "over the whole batch."));
  gmx_writer_add(w, "g = ∇ {1 over B} Σ ℓ<sub>i</sub>(w + ε̂)");
  gmx_writer_add(w, "g = {|S| %s + |F| %s over B}", n->kept, n->other);
  gmx_writer_add(w, "g = {<b>%d</b> %s + <b>%d</b> %s over <b>%d</b>}", c->kept_count, n->kept,
                 c->other_count, n->other, w->gallery->count);
}

static void write_sharp_only(GmxWriter *w, const Names *n) {
  const gboolean swapped = *n->kept_set == 'F';
  gmx_writer_set_title(w, swapped ? _("Combine, flat only") : _("Combine, sharp only"),
                       swapped ? _("Only the flat examples are followed: the sharp ones weigh 0.")
                               : _("Only the sharp examples are followed: the flat ones weigh 0."));
  gmx_writer_add(w, "g = %s = ∇ {1 over |%s|} Σ<sub>i∈%s</sub> ℓ<sub>i</sub>(w + ε̂)", n->kept,
                 n->kept_set, n->kept_set);
  gmx_writer_add(w, "g = <b>1</b> · %s + <b>0</b> · %s", n->kept, n->other);
}

static void write_flat_at_w(GmxWriter *w, const Names *n) {
  const GmxTraceCombine *c = &w->trace->combine;
  gmx_writer_set_title(w, _("Combine, flat at w"),
                       _("The climb is made for one set alone: the other adds its gradient from "
                         "w, as if nothing had been climbed."));
  gmx_writer_add(w, "g = {|%s| %s + |%s| %s(w) over B}", n->kept_set, n->kept, n->other_set,
                 n->other);
  gmx_writer_add(w, "g = {<b>%d</b> %s + <b>%d</b> %s(w) over <b>%d</b>}", c->kept_count, n->kept,
                 c->other_count, n->other, w->gallery->count);
}

/* The factor before g_S with its sign: "+ 0.085". */
static void write_projected(GmxWriter *w, const Names *n, const char *beta) {
  const double factor = -w->trace->combine.projection;
  g_autofree char *size = gmx_phase_number(fabs(factor));
  gmx_writer_add(w, "g = %s + <b>%s</b> (%s %s <b>%s</b> %s)", n->kept, beta, n->other,
                 factor < 0 ? "−" : "+", size, n->kept);
}

static void write_orthogonal(GmxWriter *w, const Names *n) {
  const GmxTraceCombine *c = &w->trace->combine;
  const gboolean swapped = *n->kept_set == 'F';
  g_autofree char *beta = gmx_format_number(w->trace->options.beta, 2);
  g_autofree char *dot = gmx_phase_number(c->dot);
  g_autofree char *square = gmx_phase_number(c->kept.norm * c->kept.norm);
  gmx_writer_set_title(w, _("Combine, orthogonal"),
                       swapped
                           ? _("Follow the flat examples. Of the sharp examples take only what is "
                               "perpendicular, so that they cannot undo it.")
                           : _("Follow the sharp examples. Of the flat examples take only what is "
                               "perpendicular, so that they cannot undo it."));
  gmx_writer_add(w, "g = %s + β (%s − {⟨%s, %s⟩ over ‖%s‖²} %s)", n->kept, n->other, n->other,
                 n->kept, n->kept, n->kept);
  gmx_writer_add(w, "g = %s + <b>%s</b> (%s − {<b>%s</b> over <b>%s</b>} %s)", n->kept, beta,
                 n->other, dot, square, n->kept);
  write_projected(w, n, beta);
}

static void write_plain(GmxWriter *w) {
  gmx_writer_set_title(w, _("Combine"),
                       _("Without a climb nobody is sharp or flat: the gradient at w is taken as "
                         "it is, the mean over the whole batch."));
  gmx_writer_add(w, "g = ∇L(w) = ∇ {1 over B} Σ ℓ<sub>i</sub>(w)");
  gmx_writer_add_figure(w, "‖g‖", w->trace->combined_norm, NULL);
}

static void add_sides(GmxWriter *w, const Names *n) {
  const GmxTraceCombine *c = &w->trace->combine;
  const gboolean at_w = w->trace->options.combine == GMX_COMBINE_FLAT_AT_W;
  g_autofree char *kept = g_strdup_printf("‖%s‖", n->kept);
  g_autofree char *other = g_strdup_printf("‖%s%s‖", n->other, at_w ? "(w)" : "");
  g_autofree char *cosine = g_strdup_printf("cos(%s, %s%s)", n->kept, n->other, at_w ? "(w)" : "");
  gmx_writer_add_figure(w, kept, c->kept.norm, n->kept_style);
  gmx_writer_add_figure(w, other, c->other.norm, n->other_style);
  gmx_writer_add_figure(w, cosine, c->cosine, NULL);
  gmx_writer_add_figure(w, "‖g‖", w->trace->combined_norm, NULL);
}

void gmx_write_combine(GmxWriter *w) {
  const Names names = names_of(w->trace);
  if (w->trace->options.perturb == GMX_PERTURB_NONE) {
    write_plain(w);
    return;
  }
  switch (w->trace->options.combine) {
  case GMX_COMBINE_ALL:
    write_all(w, &names);
    break;
  case GMX_COMBINE_SHARP_ONLY:
    write_sharp_only(w, &names);
    break;
  case GMX_COMBINE_FLAT_AT_W:
    write_flat_at_w(w, &names);
    break;
  case GMX_COMBINE_ORTHOGONAL:
    write_orthogonal(w, &names);
    break;
  }
  add_sides(w, &names);
}

/* Update */

static void write_sgd(GmxWriter *w) {
  const GmxOptimizerOptions *o = &w->trace->optimizer;
  g_autofree char *mu = gmx_phase_number(o->momentum);
  g_autofree char *delta = gmx_phase_number(o->weight_decay);
  g_autofree char *rate = gmx_phase_number(o->learning_rate);
  gmx_writer_add(w, "v ← μ v + (g + δ w), w ← w − η<sub>t</sub> %s",
                 o->nesterov ? "(g + δ w + μ v)" : "v");
  gmx_writer_add(w, "v ← <b>%s</b> v + (g + <b>%s</b> w)", mu, delta);
  if (o->nesterov)
    gmx_writer_add(w, "w ← w − <b>%s</b> (g + <b>%s</b> w + <b>%s</b> v)", rate, delta, mu);
  else
    gmx_writer_add(w, "w ← w − <b>%s</b> v", rate);
}

static void write_adamw(GmxWriter *w) {
  const GmxOptimizerOptions *o = &w->trace->optimizer;
  g_autofree char *beta1 = gmx_phase_number(o->momentum);
  g_autofree char *rest1 = gmx_phase_number(1 - o->momentum);
  g_autofree char *beta2 = gmx_phase_number(o->beta2);
  g_autofree char *rest2 = gmx_phase_number(1 - o->beta2);
  g_autofree char *decay = gmx_phase_number(o->learning_rate * o->weight_decay);
  g_autofree char *rate = gmx_phase_number(o->learning_rate);
  gmx_writer_add(w, "m ← <b>%s</b> m + <b>%s</b> g, v ← <b>%s</b> v + <b>%s</b> g²", beta1, rest1,
                 beta2, rest2);
  gmx_writer_add(w, "w ← w − η δ w − η {m / (1 − β<sub>1</sub><sup>t</sup>) over √(v / (1 − "
                    "β<sub>2</sub><sup>t</sup>)) + 10<sup>−8</sup>}");
  gmx_writer_add(w, "η δ = <b>%s</b>, η = <b>%s</b>", decay, rate);
}

/* "fc.weight[3, 17]: −0.123 → −0.125" */
static void write_weight(GmxWriter *w) {
  const GmxTraceWeight *weight = &w->trace->weight;
  GString *place = g_string_new(weight->tensor);
  for (int d = 0; d < weight->rank; d++)
    g_string_append_printf(place, "%s%d", d > 0 ? ", " : "[", weight->at[d]);
  g_autofree char *before = gmx_format_number(weight->before, 4);
  g_autofree char *after = gmx_format_number(weight->after, 4);
  g_autofree char *values = g_strdup_printf("%s → %s", before, after);
  g_autofree char *name = g_strdup_printf("%s]", place->str);
  gmx_writer_add_words(w, name, values, NULL);
  g_string_free(place, TRUE);
}

void gmx_write_update(GmxWriter *w) {
  const GmxTraceUpdate *update = &w->trace->update;
  const gboolean adamw = w->trace->optimizer.kind == GMX_OPTIMIZER_ADAMW;
  if (!w->trace->finite) {
    gmx_writer_set_title(w, _("Stop"),
                         _("The loss or the gradient is not finite: the weights stay as they are, "
                           "and the run stops here."));
    return;
  }
  gmx_writer_set_title(
      w,
      adamw                          ? _("Update, AdamW")
      : w->trace->optimizer.nesterov ? _("Update, Nesterov")
                                     : _("Update, SGD"),
      adamw ? _("From w, not from w + ε̂: every weight moves by its own running mean of g, over the "
                "root of that of g².")
            : _("From w, not from w + ε̂: the velocity takes up the gradient, and the weights "
                "follow it downhill."));
  if (adamw)
    write_adamw(w);
  else
    write_sgd(w);
  gmx_writer_add_figure(w, "η<sub>t</sub>", w->trace->optimizer.learning_rate, NULL);
  gmx_writer_add_figure(w, adamw ? "‖m‖" : "‖v‖", update->sum.norm, NULL);
  gmx_writer_add_figure(w, "‖Δw‖", update->move.norm, NULL);
  gmx_writer_add_figure(w, _("L of this batch, after"), update->loss_after, NULL);
  write_weight(w);
}
