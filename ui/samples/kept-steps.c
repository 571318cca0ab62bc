/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Which steps the scrubber may stop at, and what is said of them. */
#include "ui/samples/kept-steps.h"

#include "ui/format.h"

#include <glib/gi18n.h>

#define MIB (1024.0 * 1024.0)

static gint64 entry(const GArray *kept, guint i) {
  return g_array_index(kept, gint64, i);
}

/* Number of the first entry that is not below @step; the length if there is none. */
static guint find_from(const GArray *kept, gint64 step) {
  guint low = 0, high = kept->len;
  while (low < high) {
    guint middle = low + (high - low) / 2;
    if (entry(kept, middle) < step)
      low = middle + 1;
    else
      high = middle;
  }
  return low;
}

static guint nearest_index(const GArray *kept, gint64 step) {
  guint after = find_from(kept, step);
  if (after == kept->len ||
      (after > 0 && step - entry(kept, after - 1) <= entry(kept, after) - step))
    return after - 1;
  return after;
}

gint64 gmx_kept_nearest(const GArray *kept, gint64 step) {
  return kept->len > 0 ? entry(kept, nearest_index(kept, step)) : 0;
}

gint64 gmx_kept_move(const GArray *kept, gint64 place, int by) {
  if (kept->len == 0)
    return 0;
  gint64 last = (gint64)kept->len - 1;
  gint64 to = (place == 0 ? last : (gint64)nearest_index(kept, place)) + by;
  return to >= last ? 0 : entry(kept, (guint)MAX(to, 0));
}

gboolean gmx_kept_has(const GArray *kept, gint64 step) {
  guint at = find_from(kept, step);
  return at < kept->len && entry(kept, at) == step;
}

gint64 gmx_kept_last(const GArray *kept) {
  return kept->len > 0 ? entry(kept, kept->len - 1) : 0;
}

/* The ending of an English ordinal. */
static const char *ordinal(int number) {
  if (number % 100 >= 11 && number % 100 <= 13)
    return _("th");
  switch (number % 10) {
  case 1:
    return _("st");
  case 2:
    return _("nd");
  case 3:
    return _("rd");
  default:
    return _("th");
  }
}

char *gmx_kept_describe_pace(const GmxRecordingInfo *info) {
  g_autofree char *every = gmx_format_count(info->every);
  if (info->bound == 0)
    return g_strdup(_("no step is recorded"));
  if (info->every <= 1)
    return g_strdup(_("every step recorded"));
  return g_strdup_printf(_("every %s%s step recorded"), every, ordinal(info->every));
}

/* Whole MiB, but a tenth of the first ones. */
static char *mebibytes(gsize bytes) {
  double amount = (double)bytes / MIB;
  return gmx_format_number(amount, amount > 0.0 && amount < 9.95 ? 1 : 0);
}

char *gmx_kept_describe_fill(const GmxRecordingInfo *info) {
  g_autofree char *kept = gmx_format_count(info->kept);
  g_autofree char *bytes = mebibytes(info->bytes);
  g_autofree char *bound = gmx_format_number((double)info->bound / MIB, 0);
  g_autofree char *dropped = gmx_format_count(info->dropped);
  if (info->bound == 0)
    return g_strdup(_("its memory is set to 0 MiB"));
  if (info->dropped == 0)
    return g_strdup_printf(_("%s kept, %s of %s MiB, none dropped"), kept, bytes, bound);
  return g_strdup_printf(_("%s kept, %s of %s MiB, the first %s dropped"), kept, bytes, bound,
                         dropped);
}
