/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The curves of a race: two charts, each with one loss of both runners in their runs' colours. */
#pragma once

#include "engine/session.h"

#include <gtk/gtk.h>

/** Who runs: the order in which they take their colours, and stand on the page. */
typedef enum { GMX_RUNNER_RIVAL, GMX_RUNNER_OWN, GMX_RUNNERS } GmxRunner;

typedef struct GmxRaceCurves GmxRaceCurves;

GmxRaceCurves *gmx_race_curves_new(void);
void gmx_race_curves_free(GmxRaceCurves *curves);

/** Follows @session from now on as @runner, in the place of the one before; NULL: nobody. */
void gmx_race_curves_follow(GmxRaceCurves *curves, GmxRunner runner, GmxSession *session);

/** The chart cards "Mixed loss at w" and "Held-out loss"; each made once, floating. */
GtkWidget *gmx_race_curves_new_mixed_card(GmxRaceCurves *curves);
GtkWidget *gmx_race_curves_new_held_out_card(GmxRaceCurves *curves);

/** The sample of @runner in the cards' heads: its colour, dash and marker. */
GtkWidget *gmx_race_curves_new_sample(GmxRaceCurves *curves, GmxRunner runner);
