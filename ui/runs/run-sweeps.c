/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From runs to sweeps. */
#include "ui/runs/run-sweeps.h"

#include <glib/gi18n.h>
#include <stdlib.h>

#define MOST_SEEDS 10000

static int by_number(gconstpointer a, gconstpointer b) {
  const int left = *(const int *)a, right = *(const int *)b;
  return left < right ? -1 : left > right;
}

static gboolean read_seed(const char **text, gint64 *seed) {
  char *end = NULL;
  while (g_ascii_isspace(**text))
    (*text)++;
  if (!g_ascii_isdigit(**text))
    return FALSE;
  *seed = g_ascii_strtoll(*text, &end, 10);
  while (g_ascii_isspace(*end))
    end++;
  *text = end;
  return *seed <= G_MAXINT;
}

/* A dash of either kind. */
static gboolean take_dash(const char **text) {
  const gunichar dash = g_utf8_get_char(*text);
  if (dash != '-' && dash != 0x2013)
    return FALSE;
  *text = g_utf8_next_char(*text);
  return TRUE;
}

static gboolean add_part(GArray *seeds, const char *part) {
  gint64 from = 0, to = 0;
  if (!read_seed(&part, &from))
    return FALSE;
  to = from;
  if (take_dash(&part) && !read_seed(&part, &to))
    return FALSE;
  if (*part != '\0' || to < from || to - from >= MOST_SEEDS)
    return FALSE;
  for (gint64 i = from; i <= to && seeds->len < MOST_SEEDS; i++) {
    const int seed = (int)i;
    g_array_append_val(seeds, seed);
  }
  return TRUE;
}

static void drop_repeats(GArray *seeds) {
  guint kept = 0;
  g_array_sort(seeds, by_number);
  for (guint i = 0; i < seeds->len; i++)
    if (kept == 0 || g_array_index(seeds, int, i) != g_array_index(seeds, int, kept - 1))
      g_array_index(seeds, int, kept++) = g_array_index(seeds, int, i);
  g_array_set_size(seeds, kept);
}

GArray *gmx_run_parse_seeds(const char *text, GError **error) {
  g_autoptr(GArray) seeds = g_array_new(FALSE, FALSE, sizeof(int));
  /* No text at all is one part without a seed. */
  g_auto(GStrv) parts = g_strsplit_set(*text ? text : " ", ",;", -1);
  for (int i = 0; parts[i]; i++)
    if (!add_part(seeds, parts[i])) {
      g_strstrip(parts[i]);
      g_set_error(error, G_IO_ERROR, G_IO_ERROR_INVALID_ARGUMENT,
                  _("“%s” must be a seed or a range of seeds, as in 1-5, 8"), parts[i]);
      return NULL;
    }
  drop_repeats(seeds);
  return g_steal_pointer(&seeds);
}

char *gmx_run_print_seeds(const GArray *seeds) {
  GString *text = g_string_new(NULL);
  for (guint i = 0, end; i < seeds->len; i = end) {
    const int first = g_array_index(seeds, int, i);
    for (end = i + 1; end < seeds->len && g_array_index(seeds, int, end) == first + (int)(end - i);)
      end++;
    g_string_append_printf(text, "%s%d", text->len > 0 ? ", " : "", first);
    if (end - i > 1)
      g_string_append_printf(text, "%s%d", end - i > 2 ? "-" : ", ", first + (int)(end - i) - 1);
  }
  return g_string_free(text, FALSE);
}

GArray *gmx_run_list_seeds(GPtrArray *entries) {
  GArray *seeds = g_array_new(FALSE, FALSE, sizeof(int));
  for (guint i = 0; i < entries->len; i++)
    g_array_append_val(seeds, ((GmxRunEntry *)entries->pdata[i])->seed);
  drop_repeats(seeds);
  return seeds;
}

GArray *gmx_run_next_seeds(GPtrArray *entries, int count) {
  GArray *seeds = g_array_new(FALSE, FALSE, sizeof(int));
  g_autoptr(GArray) used = gmx_run_list_seeds(entries);
  guint place = 0;
  for (int seed = 1; (int)seeds->len < count; seed++) {
    while (place < used->len && g_array_index(used, int, place) < seed)
      place++;
    if (place == used->len || g_array_index(used, int, place) != seed)
      g_array_append_val(seeds, seed);
  }
  return seeds;
}

char *gmx_run_free_name(const char *wish, const char *const *taken) {
  char *name = gmx_sweep_make_name(wish);
  g_autofree char *plain = g_strdup(name);
  for (int i = 2; taken && g_strv_contains(taken, name); i++) {
    g_free(name);
    name = g_strdup_printf("%s-%d", plain, i);
  }
  return name;
}

GmxSweep *gmx_run_repeat(GmxRunEntry *entry, const char *name, const GArray *seeds,
                         GError **error) {
  return gmx_sweep_new(name, entry->config, NULL, 0, (const int *)(gpointer)seeds->data,
                       (int)seeds->len, error);
}

GmxSweep *gmx_run_other_methods(GmxRunEntry *entry, const char *name, const char *const *methods,
                                const GArray *seeds, GError **error) {
  const GmxSweepAxis axis = {"method", methods};
  return gmx_sweep_new(name, entry->config, &axis, 1, (const int *)(gpointer)seeds->data,
                       (int)seeds->len, error);
}
