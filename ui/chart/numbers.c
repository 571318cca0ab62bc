/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers as people read them: true minus, thin space in thousands, no trailing noise. */
#include "ui/chart/ticks.h"

#include <math.h>
#include <string.h>

#define MINUS "\u2212"
#define THIN_SPACE "\u2009"

static char *not_finite_text(double value) {
  return g_strdup(isnan(value) ? "NaN" : value < 0.0 ? MINUS "∞" : "∞");
}

/* Appends digits such as "6512.25" with a thin space between thousands. Four digits get one too:
 * the columns of a table stay aligned. */
static void append_grouped(GString *out, const char *digits) {
  gsize whole = strcspn(digits, ".");
  for (gsize i = 0; i < whole; i++) {
    if (i > 0 && (whole - i) % 3 == 0)
      g_string_append(out, THIN_SPACE);
    g_string_append_c(out, digits[i]);
  }
  g_string_append(out, digits + whole);
}

/* Whether the digits are all zero, so that a sign would be noise. */
static gboolean is_zero(const char *digits) {
  return digits[strspn(digits, "0.")] == '\0';
}

static char *format(double value, int decimals, gboolean plus) {
  char pattern[16], digits[400];
  if (!isfinite(value))
    return not_finite_text(value);
  g_snprintf(pattern, sizeof pattern, "%%.%df", CLAMP(decimals, 0, 17));
  g_ascii_formatd(digits, sizeof digits, pattern, fabs(value));
  GString *out = g_string_new(NULL);
  if (value < 0.0 && !is_zero(digits))
    g_string_append(out, MINUS);
  else if (plus)
    g_string_append_c(out, '+');
  append_grouped(out, digits);
  return g_string_free(out, FALSE);
}

/* "1.5e−7": the exponent with a true minus and no padding. */
static char *format_power(double value, int digits_after) {
  char pattern[16], text[64];
  g_snprintf(pattern, sizeof pattern, "%%.%de", digits_after);
  g_ascii_formatd(text, sizeof text, pattern, fabs(value));
  char *e = strchr(text, 'e');
  int exponent = (int)g_ascii_strtoll(e + 1, NULL, 10);
  *e = '\0';
  return g_strdup_printf("%s%se%s%d", value < 0.0 ? MINUS : "", text, exponent < 0 ? MINUS : "",
                         ABS(exponent));
}

char *gmx_format_number(double value, int decimals) {
  /* Beyond this a row of digits says less than a power of ten. */
  if (isfinite(value) && fabs(value) >= 1e9)
    return format_power(value, 3);
  return format(value, decimals, FALSE);
}

/* Four figures, but no more than @decimals: what lies beyond is noise, and would not fit. */
static char *format_measure(double value, int decimals, gboolean plus) {
  double size = fabs(value);
  if (!isfinite(value) || size < 10.0)
    return format(value, decimals, plus);
  if (size < 1e5)
    return format(value, MIN(decimals, MAX(3 - (int)floor(log10(size)), 0)), plus);
  g_autofree char *power = format_power(value, 1);
  return g_strconcat(plus && value > 0.0 ? "+" : "", power, NULL);
}

char *gmx_format_measure(double value, int decimals) {
  return format_measure(value, decimals, FALSE);
}

char *gmx_format_signed(double value, int decimals) {
  return format_measure(value, decimals, TRUE);
}

char *gmx_format_exact(double value) {
  if (!isfinite(value))
    return not_finite_text(value);
  if (value == 0.0)
    return g_strdup("0");
  int exponent = (int)floor(log10(fabs(value)));
  if (value == floor(value) && fabs(value) < 1e9)
    return format(value, 0, FALSE);
  if (exponent < -5 || exponent > 8)
    return format_power(value, 4);
  return format(value, MAX(5 - exponent, 0), FALSE);
}

/* As many decimals as a round number of a logarithmic axis needs. */
static char *format_log_tick(double value) {
  int exponent = (int)floor(log10(value) + 1e-9);
  if (exponent < -4 || exponent > 6)
    return format_power(value, 0);
  return format(value, MAX(-exponent, 0), FALSE);
}

char *gmx_format_tick(const GmxTicks *ticks, int index) {
  g_return_val_if_fail(index >= 0 && index < ticks->count, NULL);
  double value = ticks->value[index];
  if (ticks->step <= 0.0)
    return format_log_tick(value);
  /* Labels like 0.0000012 are unreadable; powers keep them short. */
  double size = MAX(fabs(ticks->value[0]), fabs(ticks->value[ticks->count - 1]));
  if (value != 0.0 && (ticks->decimals > 5 || size >= 1e7)) {
    int digits = (int)floor(log10(fabs(value)) + 1e-9) - (int)floor(log10(ticks->step) + 1e-9);
    return format_power(value, CLAMP(digits, 0, 6));
  }
  return value == 0.0 && (ticks->decimals > 5 || size >= 1e7)
             ? g_strdup("0")
             : format(value, ticks->decimals, FALSE);
}
