/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a phase of a step says: its formula as methods.md has it, the same with the step's numbers
 * in place of the symbols, and the figures that come out. No GTK. */
#pragma once

#include "engine/insight/trace.h"

/** A figure under the formulas: "‖g<sub>S</sub>‖" and "2.837". */
typedef struct {
  char *markup; /* of its name */
  char *value;
  const char *style; /* style class of the value: "gmx-sharp-text"; NULL: plain. Static */
} GmxPhaseFigure;

typedef struct {
  char *title;      /* "Combine, orthogonal" */
  char *blurb;      /* one or two sentences */
  GPtrArray *lines; /* of char *: formulas (formula.h), from symbols to numbers; NULL-terminated */
  GArray *figures;  /* of GmxPhaseFigure */
} GmxPhaseText;

GmxPhaseText *gmx_phase_text_new(const GmxTrace *trace, GmxPhase phase);
void gmx_phase_text_free(GmxPhaseText *text);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxPhaseText, gmx_phase_text_free)

/** "Draw", "Mix" …, and "draw", "mix", "loss-there" for names of widgets. */
const char *gmx_phase_get_name(GmxPhase phase);
const char *gmx_phase_get_id(GmxPhase phase);

/** Its outcome in one or two short lines of Pango markup, where it is done: "λ = 0.62". */
char *gmx_phase_summarise(const GmxTrace *trace, GmxPhase phase);
/** What it will do, in the same room, while it is not done: "w ← w − η v"; or why it does nothing.
 */
char *gmx_phase_announce(const GmxTrace *trace, GmxPhase phase);

/** A number as formulas show it: three decimals, of small ones two figures. */
char *gmx_phase_number(double value);
