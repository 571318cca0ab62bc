/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The vectors of a phase, ready to be drawn to scale. No GTK. */
#pragma once

#include "engine/insight/trace.h"
#include "ui/slowmotion/vectors.h"

/** Fills @vectors with those of climb, combine or update; leaves it empty for other phases.
 * @returns in words what is drawn; owned by the caller */
char *gmx_phase_draw_vectors(const GmxTrace *trace, GmxPhase phase, GmxVectors *vectors);

/** Title (markup) and note of that picture; static. */
const char *gmx_phase_vectors_title(const GmxTrace *trace, GmxPhase phase);
const char *gmx_phase_vectors_note(const GmxTrace *trace, GmxPhase phase);
