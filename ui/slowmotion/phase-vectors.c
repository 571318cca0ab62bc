/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which arrows belong to a phase: the climb's ε̂ in its ball, the gradients of the two sets and what
 * is made of them, and what the optimizer adds up. */
#include "ui/slowmotion/phase-vectors.h"

#include "ui/format.h"
#include "ui/slowmotion/phase-text.h"

#include <glib/gi18n.h>
#include <math.h>

#define SHARP "gmx_sharp"
#define FLAT "gmx_flat"
#define SMALL 0.02 /* of the longest arrow: shorter ones are not drawn */

/* Colours and names of the two sets. */
typedef struct {
  const char *kept, *other, *kept_color, *other_color, *kept_text, *other_text;
} Sides;

static Sides sides_of(const GmxTrace *trace) {
  const gboolean swapped =
      trace->options.keep == GMX_KEEP_FLAT && trace->options.combine != GMX_COMBINE_ALL;
  return swapped ? (Sides){"g<sub>F</sub>", "g<sub>S</sub>", FLAT,
                           SHARP,           "gmx_flat_text", "gmx_sharp_text"}
                 : (Sides){"g<sub>S</sub>",  "g<sub>F</sub>", SHARP, FLAT,
                           "gmx_sharp_text", "gmx_flat_text"};
}

static char *named(const char *name, double length) {
  g_autofree char *number = gmx_phase_number(length);
  return g_strdup_printf("%s %s", name, number);
}

/* The climb */

/* In the plane of g and ε̂, with g along x: only its direction fits beside an ε̂ this small. */
static void draw_climb(const GmxTrace *trace, GmxVectors *vectors) {
  const double length = trace->record.epsilon_norm, cosine = CLAMP(trace->climb_cosine, -1, 1);
  const double across = length * sqrt(1 - cosine * cosine);
  const gboolean straight = cosine > 0.9999;
  GmxVector *g =
      gmx_vectors_add(vectors, 0, 0, length * 1.45, 0, "gmx_at_w", g_strdup(_("direction of g")));
  g->plain = TRUE;
  g->below = straight;
  gmx_vectors_add(vectors, 0, 0, straight ? length : length * cosine, straight ? 0 : across,
                  "gmx_perturbed", named("ε̂", length));
  if (trace->options.perturb == GMX_PERTURB_SAM)
    vectors->radius = length;
}

/* Combine */

static void add_kept(const GmxTraceCombine *c, const Sides *s, double share, GmxVectors *vectors) {
  GmxVector *kept = gmx_vectors_add(vectors, 0, 0, c->kept.x * share, 0, s->kept_color,
                                    share == 1 ? named(s->kept, c->kept.norm) : NULL);
  kept->text_color = s->kept_text;
  kept->below = c->other.y >= 0;
}

static GmxVector *add_other(const GmxTrace *trace, const Sides *s, GmxVectors *vectors) {
  const GmxTraceCombine *c = &trace->combine;
  g_autofree char *name = g_strdup_printf(
      "%s%s", s->other, trace->options.combine == GMX_COMBINE_FLAT_AT_W ? "(w)" : "");
  GmxVector *other = gmx_vectors_add(vectors, 0, 0, c->other.x, c->other.y, s->other_color,
                                     named(name, c->other.norm));
  other->text_color = s->other_text;
  other->dashed = TRUE;
  return other;
}

/* The two right angles by which g_F is parted: along g_S, and perpendicular to it. */
static void draw_orthogonal(const GmxTrace *trace, const Sides *s, GmxVectors *vectors) {
  const GmxTraceCombine *c = &trace->combine;
  const double share = trace->options.beta * c->other.y;
  g_autofree char *along = g_strdup_printf(_("along %s"), s->kept);
  g_autofree char *across =
      g_strdup_printf("β %s<span rise=\"-3000\" size=\"80%%\">⊥</span>", s->other);
  gmx_vectors_add(vectors, c->other.x, c->other.y, c->other.x, 0, GMX_INK, NULL)->plain = TRUE;
  gmx_vectors_add(vectors, c->other.x, c->other.y, 0, c->other.y, GMX_INK, NULL)->plain = TRUE;
  GmxVector *part =
      gmx_vectors_add(vectors, 0, 0, c->other.x, 0, "gmx_measure", g_steal_pointer(&along));
  part->width = 2;
  part->below = TRUE;
  add_other(trace, s, vectors);
  add_kept(c, s, 1, vectors);
  GmxVector *added = gmx_vectors_add(vectors, c->kept.x, 0, c->kept.x, share, s->other_color,
                                     g_steal_pointer(&across));
  added->text_color = s->other_text;
}

/* A weighted sum: each set's share, the second set on at the head of the first. */
static void draw_sum(const GmxTrace *trace, const Sides *s, GmxVectors *vectors) {
  const GmxTraceCombine *c = &trace->combine;
  const double n = trace->gallery->count;
  const double kept = c->kept_count / n, other = c->other_count / n;
  add_other(trace, s, vectors);
  add_kept(c, s, 1, vectors);
  gmx_vectors_add(vectors, kept * c->kept.x, 0, kept * c->kept.x + other * c->other.x,
                  other * c->other.y, s->other_color, NULL)
      ->plain = TRUE;
}

static void draw_combine(const GmxTrace *trace, GmxVectors *vectors) {
  const Sides sides = sides_of(trace);
  const GmxTraceVector *g = &trace->combine.combined;
  if (isnan(trace->combine.kept.x)) {
    gmx_vectors_add(vectors, 0, 0, trace->combined_norm, 0, GMX_INK,
                    named("g", trace->combined_norm));
    return;
  }
  if (trace->options.combine == GMX_COMBINE_ORTHOGONAL)
    draw_orthogonal(trace, &sides, vectors);
  else if (trace->options.combine == GMX_COMBINE_SHARP_ONLY) {
    add_other(trace, &sides, vectors);
    add_kept(&trace->combine, &sides, 1, vectors);
  } else
    draw_sum(trace, &sides, vectors);
  if (trace->options.combine == GMX_COMBINE_SHARP_ONLY) /* it lies on g_S */
    gmx_vectors_add(vectors, 0, 0, g->x, g->y, GMX_INK, NULL)->width = 1;
  else
    gmx_vectors_add(vectors, 0, 0, g->x, g->y, GMX_INK, named("g", trace->combined_norm));
}

/* Update */

static void draw_update(const GmxTrace *trace, GmxVectors *vectors) {
  const GmxTraceUpdate *u = &trace->update;
  const gboolean adamw = trace->optimizer.kind == GMX_OPTIMIZER_ADAMW;
  const double longest = fmax(u->sum.norm, fmax(u->pull.norm, u->carried.norm));
  if (u->carried.norm > SMALL * longest) {
    GmxVector *carried = gmx_vectors_add(vectors, 0, 0, u->carried.x, u->carried.y, "gmx_measure",
                                         named(adamw ? "β<sub>1</sub> m" : "μ v", u->carried.norm));
    carried->dashed = TRUE;
    gmx_vectors_add(vectors, u->carried.x, u->carried.y, u->sum.x, u->sum.y, "gmx_at_w", NULL)
        ->plain = TRUE;
  }
  GmxVector *pull =
      gmx_vectors_add(vectors, 0, 0, u->pull.x, u->pull.y, "gmx_at_w",
                      named(adamw ? "(1 − β<sub>1</sub>) g" : "g + δ w", u->pull.norm));
  pull->below = u->carried.y >= 0;
  if (u->carried.norm > SMALL * longest)
    gmx_vectors_add(vectors, 0, 0, u->sum.x, u->sum.y, GMX_INK,
                    named(adamw ? "m" : "v", u->sum.norm));
  if (!adamw && u->move.norm > SMALL * longest)
    gmx_vectors_add(vectors, 0, 0, u->move.x, u->move.y, "gmx_run_1", named("Δw", u->move.norm))
        ->text_color = "gmx_run_1";
}

/* In words: every name with its length. */
static char *describe(const GmxVectors *vectors) {
  GString *text = g_string_new(_("Vectors to scale"));
  for (int i = 0; i < vectors->count; i++) {
    g_autofree char *plain = NULL;
    if (vectors->vectors[i].markup &&
        pango_parse_markup(vectors->vectors[i].markup, -1, 0, NULL, &plain, NULL, NULL))
      g_string_append_printf(text, "%s %s", i > 0 ? "," : ":", plain);
  }
  return g_string_free(text, FALSE);
}

char *gmx_phase_draw_vectors(const GmxTrace *trace, GmxPhase phase, GmxVectors *vectors) {
  gmx_vectors_clear(vectors);
  if (phase == GMX_PHASE_CLIMB)
    draw_climb(trace, vectors);
  else if (phase == GMX_PHASE_COMBINE)
    draw_combine(trace, vectors);
  else if (phase == GMX_PHASE_UPDATE)
    draw_update(trace, vectors);
  return describe(vectors);
}

const char *gmx_phase_vectors_title(const GmxTrace *trace, GmxPhase phase) {
  const gboolean adamw = trace->optimizer.kind == GMX_OPTIMIZER_ADAMW;
  if (phase == GMX_PHASE_CLIMB)
    return trace->options.perturb == GMX_PERTURB_SAM ? _("The ball of radius ρ around w")
                                                     : _("The plane of g and ε̂");
  if (phase == GMX_PHASE_UPDATE)
    return adamw ? _("The plane of m and g") : _("The plane of v and g + δ w");
  if (isnan(trace->combine.kept.x))
    return _("The gradient");
  return trace->options.combine == GMX_COMBINE_FLAT_AT_W
             ? _("The plane of g<sub>S</sub> and g<sub>F</sub>(w)")
             : _("The plane of g<sub>S</sub> and g<sub>F</sub>");
}

const char *gmx_phase_vectors_note(const GmxTrace *trace, GmxPhase phase) {
  const gboolean adamw = trace->optimizer.kind == GMX_OPTIMIZER_ADAMW;
  if (phase == GMX_PHASE_CLIMB)
    return _("to scale; g only by its direction");
  if (phase == GMX_PHASE_UPDATE)
    return adamw ? _("to scale; Δw leaves this plane") : _("to scale");
  if (isnan(trace->combine.kept.x))
    return _("to scale, at w");
  return trace->options.combine == GMX_COMBINE_FLAT_AT_W ? _("to scale")
                                                         : _("to scale, all gradients at w + ε̂");
}
