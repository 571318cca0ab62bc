/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Round steps, ranges with round ends, and the ticks in a range.
 *
 * A range is grown to ends on ticks or on half ticks, whichever step of the row 1, 2, 5 wastes
 * least; half ticks cost a little, so that they are taken only where whole ticks would leave a
 * large empty strip or the wrong number of ticks. */
#include "ui/chart/ticks.h"

#include <float.h>
#include <math.h>

#define CAPACITY ((int)G_N_ELEMENTS(((GmxTicks *)0)->value))
/* Rounding of a quotient that should be whole. */
#define SLACK 1e-6

static double power_of_ten(int exponent) {
  /* Dividing keeps 0.1, 0.01 … the nearest doubles; pow(10, -1) need not. */
  return exponent >= 0 ? pow(10.0, exponent) : 1.0 / pow(10.0, -exponent);
}

double gmx_nice_step(double least) {
  static const double digits[] = {1.0, 2.0, 5.0, 10.0};
  if (!(least > 0.0) || !isfinite(least))
    return 1.0;
  int exponent = (int)floor(log10(least));
  double unit = power_of_ten(exponent);
  for (guint i = 0; i < G_N_ELEMENTS(digits); i++)
    if (digits[i] * unit >= least * (1.0 - SLACK))
      return digits[i] * unit;
  return 10.0 * unit;
}

double gmx_nice_step_up(double step) {
  return gmx_nice_step(step * 1.5);
}

/* Decimals that show every multiple of @step. */
static int decimals_of(double step) {
  int decimals = (int)-floor(log10(step) + SLACK);
  return CLAMP(decimals, 0, 15);
}

/* The next multiple of @step at or below (direction −1) or above (+1) @value. */
static double snap(double value, double step, int direction) {
  double place = value / step;
  double whole = direction < 0 ? floor(place + SLACK) : ceil(place - SLACK);
  return whole * step;
}

static int ticks_within(double low, double high, double step) {
  double first = ceil(low / step - SLACK), last = floor(high / step + SLACK);
  return last < first ? 0 : (int)MIN(last - first + 1.0, 1000.0);
}

typedef struct {
  double low, high, cost;
} Choice;

/* Tries ends on multiples of @grain with ticks at multiples of @step. */
static void try_ends(Choice *best, double low, double high, double step, double grain, int fewest,
                     int most) {
  Choice choice = {snap(low, grain, -1), snap(high, grain, 1), 0.0};
  int count = ticks_within(choice.low, choice.high, step);
  int wrong = MAX(MAX(fewest - count, count - most), 0);
  choice.cost = (choice.high - choice.low) / (high - low) + 100.0 * wrong;
  if (grain < step)
    choice.cost += 0.5;
  if (choice.high > choice.low && choice.cost < best->cost)
    *best = choice;
}

/* Two different ends to work with, whatever came in. */
static void part_ends(double *low, double *high, int fewest, double least_step) {
  if (!isfinite(*low) || !isfinite(*high) || *low > *high) {
    *low = 0.0;
    *high = 1.0;
  }
  double size = MAX(fabs(*low), fabs(*high));
  if (*high - *low <= size * 1e-9) {
    double half = 0.05 * size;
    *low -= half;
    *high += size > 0.0 ? half : 1.0;
  }
  double shortest = least_step * (fewest - 1);
  if (*high - *low < shortest) {
    *low = snap(*low, least_step, -1);
    *high = MAX(*high, *low + shortest);
  }
}

void gmx_nice_range(double *low, double *high, int fewest, int most, double least_step) {
  part_ends(low, high, fewest, least_step);
  Choice best = {*low, *high, INFINITY};
  double step = gmx_nice_step(MAX((*high - *low) / (most + 2), DBL_MIN * 1e3));
  for (int i = 0; i < 6; i++, step = gmx_nice_step_up(step)) {
    if (step < least_step * (1.0 - SLACK))
      continue;
    try_ends(&best, *low, *high, step, step, fewest, most);
    if (least_step <= 0.0 || step >= 2.0 * least_step * (1.0 - SLACK))
      try_ends(&best, *low, *high, step, 0.5 * step, fewest, most);
  }
  *low = best.low;
  *high = best.high;
}

void gmx_ticks_linear(GmxTicks *ticks, double low, double high, int most, double least_step) {
  *ticks = (GmxTicks){0};
  if (!(high > low) || !isfinite(low) || !isfinite(high))
    return;
  most = CLAMP(most, 2, 20);
  double step = gmx_nice_step(MAX((high - low) / (most + 1), least_step));
  step = MAX(step, DBL_MIN * 1e3);
  while (ticks_within(low, high, step) > most)
    step = gmx_nice_step_up(step);
  double first = ceil(low / step - SLACK);
  int count = MIN(ticks_within(low, high, step), CAPACITY);
  ticks->step = step;
  ticks->decimals = decimals_of(step);
  ticks->count = count;
  for (int i = 0; i < count; i++) {
    double value = (first + i) * step;
    ticks->value[i] = fabs(value) < 0.5 * step ? 0.0 : value; /* no −0 */
  }
}

/* Fills @ticks with the @digits of each decade (or every @stride decades); FALSE: too many. */
static gboolean fill_decades(GmxTicks *ticks, double low, double high, int most,
                             const double *digits, int digit_count, int stride) {
  int first = (int)floor(log10(low) + SLACK), last = (int)ceil(log10(high) - SLACK);
  ticks->count = 0;
  for (int exponent = first; exponent <= last; exponent++) {
    if (stride > 1 && ((exponent % stride) + stride) % stride != 0)
      continue;
    for (int i = 0; i < digit_count; i++) {
      double value = digits[i] * power_of_ten(exponent);
      if (value < low * (1.0 - SLACK) || value > high * (1.0 + SLACK))
        continue;
      if (ticks->count >= MIN(most, CAPACITY))
        return FALSE;
      ticks->value[ticks->count++] = value;
    }
  }
  return TRUE;
}

void gmx_ticks_log(GmxTicks *ticks, double low, double high, int most) {
  static const double row[] = {1.0, 2.0, 5.0};
  *ticks = (GmxTicks){0};
  if (!(low > 0.0) || !(high > low) || !isfinite(high))
    return;
  most = CLAMP(most, 2, 20);
  if (fill_decades(ticks, low, high, most, row, 3, 1)) {
    if (ticks->count >= 2)
      return;
    /* Zoomed in between 2 and 5: the scale is nearly linear there. */
    gmx_ticks_linear(ticks, low, high, most, 0.0);
    return;
  }
  for (int stride = 1; stride < 700; stride++)
    if (fill_decades(ticks, low, high, most, row, 1, stride))
      return;
}
