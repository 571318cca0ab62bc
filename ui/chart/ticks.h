/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Round numbers for axes, and numbers as people read them. Pure functions, no GTK. */
#pragma once

#include <glib.h>

/** Where the marks of an axis stand, and how many decimals every label of it has. */
typedef struct {
  double step;  /* distance of two ticks; 0 on a logarithmic axis */
  int decimals; /* the same for all labels of a linear axis */
  int count;
  double value[24]; /* rising */
} GmxTicks;

/** The smallest number 1, 2 or 5 × 10ⁿ that is not below @least (> 0). */
double gmx_nice_step(double least);
/** The next number of the row 1, 2, 5, 10, 20, 50 … after the nice number @step. */
double gmx_nice_step_up(double step);

/**
 * Grows [@low, @high] to round ends so that between @fewest and @most ticks (4 and 6 as a rule)
 * stand in it. Ends lie on ticks where that is possible, else on half ticks.
 * @param least_step no finer step than this (1 for counts); 0 for any
 */
void gmx_nice_range(double *low, double *high, int fewest, int most, double least_step);

/** Ticks at all multiples of a nice step in [@low, @high], at most @most (2 to 20) of them. */
void gmx_ticks_linear(GmxTicks *ticks, double low, double high, int most, double least_step);
/** Ticks at 1, 2, 5 × 10ⁿ, or at powers of ten only where the range is long. Both ends > 0. */
void gmx_ticks_log(GmxTicks *ticks, double low, double high, int most);

/**
 * A number with @decimals, the minus U+2212 and thin spaces U+2009 in thousands: "6 512", "−0.05".
 * Not finite: "NaN", "∞", "−∞". Owned by the caller.
 */
char *gmx_format_number(double value, int decimals);
/**
 * A measured value: up to @decimals, but four figures at most ("0.144", "12.35", "1 042"), and from
 * 100 000 on a power ("1.4e16").
 */
char *gmx_format_measure(double value, int decimals);
/** The same with a sign always: "+0.144". */
char *gmx_format_signed(double value, int decimals);
/** With six significant digits, or 1.5e−7 where decimals would be too many. */
char *gmx_format_exact(double value);
/** The label of a tick: all decimals of a linear axis, as many as it needs on a logarithmic one. */
char *gmx_format_tick(const GmxTicks *ticks, int index);
