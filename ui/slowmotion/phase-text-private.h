/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files that write a phase's text share. */
#pragma once

#include "ui/slowmotion/phase-text.h"

/** A text that is being written, and what it is about. */
typedef struct {
  GmxPhaseText *text;
  const GmxTrace *trace;
  const GmxGallery *gallery;
  int example; /* of which a number is shown: the one of largest s_i, or of largest loss */
} GmxWriter;

void gmx_writer_set_title(GmxWriter *writer, const char *title, const char *blurb);
/** Adds a line; @format as printf's, the result is formula markup. */
void gmx_writer_add(GmxWriter *writer, const char *format, ...) G_GNUC_PRINTF(2, 3);
void gmx_writer_add_figure(GmxWriter *writer, const char *markup, double value, const char *style);
void gmx_writer_add_words(GmxWriter *writer, const char *markup, const char *value,
                          const char *style);

/**
 * "0.699", "0.6885" and "+0.0105": @a, @b and @a − @b with as many decimals, three at least, as let
 * the difference of what is written be what is written. Free all three.
 */
void gmx_writer_subtract(double a, double b, char *texts[3]);

/** λ of the example. */
double gmx_writer_lambda(const GmxWriter *writer);

void gmx_write_draw(GmxWriter *writer);
void gmx_write_mix(GmxWriter *writer);
void gmx_write_gradient(GmxWriter *writer);
void gmx_write_climb(GmxWriter *writer);
void gmx_write_loss_there(GmxWriter *writer);
void gmx_write_partition(GmxWriter *writer);
void gmx_write_combine(GmxWriter *writer);
void gmx_write_update(GmxWriter *writer);
