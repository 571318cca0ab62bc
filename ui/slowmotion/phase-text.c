/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The frame of a phase's text, and the short forms of the strip. */
#include "ui/slowmotion/phase-text.h"

#include "ui/format.h"
#include "ui/slowmotion/phase-text-private.h"

#include <glib/gi18n.h>
#include <math.h>

char *gmx_phase_number(double value) {
  const double size = fabs(value);
  if (!isfinite(value) || value == 0 || size >= 0.01)
    return gmx_format_measure(value, 3);
  if (size >= 0.0001)
    return gmx_format_number(value, size >= 0.001 ? 4 : 5);
  const double unit = pow(10, floor(log10(size)) - 1);
  return gmx_format_exact(round(value / unit) * unit);
}

static void clear_figure(gpointer data) {
  GmxPhaseFigure *figure = data;
  g_free(figure->markup);
  g_free(figure->value);
}

void gmx_writer_set_title(GmxWriter *writer, const char *title, const char *blurb) {
  writer->text->title = g_strdup(title);
  writer->text->blurb = g_strdup(blurb);
}

void gmx_writer_add(GmxWriter *writer, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  g_ptr_array_add(writer->text->lines, g_strdup_vprintf(format, arguments));
  va_end(arguments);
}

void gmx_writer_add_words(GmxWriter *writer, const char *markup, const char *value,
                          const char *style) {
  const GmxPhaseFigure figure = {g_strdup(markup), g_strdup(value), style};
  g_array_append_val(writer->text->figures, figure);
}

void gmx_writer_add_figure(GmxWriter *writer, const char *markup, double value, const char *style) {
  g_autofree char *number = gmx_phase_number(value);
  if (!isnan(value))
    gmx_writer_add_words(writer, markup, number, style);
}

void gmx_writer_subtract(double a, double b, char *texts[3]) {
  int decimals = 3;
  for (; decimals < 6; decimals++) {
    const double unit = pow(10, -decimals);
    const double written = round(a / unit) - round(b / unit);
    if (written == round((a - b) / unit) && written != 0)
      break;
  }
  g_autofree char *difference = gmx_format_number(a - b, decimals);
  texts[0] = gmx_format_number(a, decimals);
  texts[1] = gmx_format_number(b, decimals);
  texts[2] = g_strconcat(a >= b ? "+" : "", difference, NULL);
}

double gmx_writer_lambda(const GmxWriter *writer) {
  return writer->gallery->lambdas[writer->example];
}

GmxPhaseText *gmx_phase_text_new(const GmxTrace *trace, GmxPhase phase) {
  static void (*const writers[GMX_PHASES])(GmxWriter *) = {
      gmx_write_draw,       gmx_write_mix,       gmx_write_gradient, gmx_write_climb,
      gmx_write_loss_there, gmx_write_partition, gmx_write_combine,  gmx_write_update};
  GmxPhaseText *text = g_new0(GmxPhaseText, 1);
  GmxWriter writer = {
      .text = text, .trace = trace, .gallery = trace->gallery, .example = trace->gallery->order[0]};
  text->lines = g_ptr_array_new_with_free_func(g_free);
  text->figures = g_array_new(FALSE, FALSE, sizeof(GmxPhaseFigure));
  g_array_set_clear_func(text->figures, clear_figure);
  writers[phase](&writer);
  g_ptr_array_add(text->lines, NULL);
  return text;
}

void gmx_phase_text_free(GmxPhaseText *text) {
  if (!text)
    return;
  g_free(text->title);
  g_free(text->blurb);
  g_ptr_array_unref(text->lines);
  g_array_unref(text->figures);
  g_free(text);
}

const char *gmx_phase_get_name(GmxPhase phase) {
  static const char *const names[GMX_PHASES] = {N_("Draw"),    N_("Mix"),        N_("Gradient"),
                                                N_("Climb"),   N_("Loss there"), N_("Partition"),
                                                N_("Combine"), N_("Update")};
  return _(names[phase]);
}

const char *gmx_phase_get_id(GmxPhase phase) {
  static const char *const ids[GMX_PHASES] = {"draw",       "mix",       "gradient", "climb",
                                              "loss-there", "partition", "combine",  "update"};
  return ids[phase];
}

/* "‖g‖ = 1.181" */
static char *equation(const char *symbol, double value) {
  g_autofree char *number = gmx_phase_number(value);
  return g_strdup_printf("%s = %s", symbol, number);
}

static char *summarise_draw(const GmxTrace *trace) {
  g_autofree char *number = gmx_format_number(trace->record.lambda, 2);
  const gboolean mean = isnan(trace->gallery->lambda);
  return g_strdup_printf(mean ? _("mean λ = %s") : "λ = %s", number);
}

static char *summarise_loss_there(const GmxTrace *trace) {
  g_autofree char *loss = equation("L", trace->record.loss_perturbed);
  g_autofree char *rise = gmx_format_signed(trace->record.sharpness, 3);
  return g_strdup_printf("%s\n%s", loss, rise);
}

static char *summarise_partition(const GmxTrace *trace) {
  const int sharp = trace->gallery->sharp_count;
  g_autofree char *cut = gmx_phase_number(trace->gallery->cut);
  return g_strdup_printf(_("▲ %d  ● %d\ncut %s"), sharp, trace->gallery->count - sharp, cut);
}

char *gmx_phase_summarise(const GmxTrace *trace, GmxPhase phase) {
  switch (phase) {
  case GMX_PHASE_DRAW:
    return summarise_draw(trace);
  case GMX_PHASE_MIX:
    return g_strdup_printf(ngettext("%d image", "%d images", (gulong)trace->gallery->count),
                           trace->gallery->count);
  case GMX_PHASE_GRADIENT: {
    g_autofree char *loss = equation("L", trace->record.loss);
    g_autofree char *norm = equation("‖g‖", trace->record.gradient_norm);
    return g_strdup_printf("%s\n%s", loss, norm);
  }
  case GMX_PHASE_CLIMB:
    return equation("‖ε̂‖", trace->record.epsilon_norm);
  case GMX_PHASE_LOSS_THERE:
    return summarise_loss_there(trace);
  case GMX_PHASE_PARTITION:
    return summarise_partition(trace);
  case GMX_PHASE_COMBINE:
    return equation("‖g‖", trace->combined_norm);
  default:
    return trace->finite ? equation("‖Δw‖", trace->update.move.norm) : g_strdup(_("the run stops"));
  }
}

char *gmx_phase_announce(const GmxTrace *trace, GmxPhase phase) {
  static const char *const formulas[GMX_PHASES] = {
      "λ ~ Beta", "x̃ = λ x + …", "g = ∇L(w)", "w + ε̂", "L(w + ε̂)", "S and F", "g", "w ← w − η v"};
  if (trace && !gmx_trace_has_phase(trace, phase))
    return g_strdup(!trace->finite           ? _("not finite")
                    : phase == GMX_PHASE_MIX ? _("mixes nothing")
                                             : _("no climb"));
  return g_strdup(formulas[phase]);
}
