/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run as text: its names and tags, the words among its settings, and each setting as "name=value"
 * (and "ρ=value"), a line each. A word with "=" must begin a line, others may stand anywhere in the
 * plain part. */
#include "ui/runs/run-filter.h"

#include <string.h>

struct GmxRunFilter {
  char **words; /* folded */
};

/* What is looked into; kept with the entry, which never changes. */
typedef struct {
  char *plain, *settings;
} Haystack;

static void haystack_free(gpointer data) {
  Haystack *haystack = data;
  g_free(haystack->plain);
  g_free(haystack->settings);
  g_free(haystack);
}

static const char *state_word(GmxRunState state) {
  switch (state) {
  case GMX_RUN_TRAINING:
    return "training";
  case GMX_RUN_FINISHED:
    return "finished";
  case GMX_RUN_DIVERGED:
    return "diverged";
  default:
    return "stopped";
  }
}

static void add_setting(GString *plain, GString *settings, GmxRunEntry *entry, GParamSpec *spec) {
  const char *symbol = gmx_setting_info(spec)->symbol;
  g_autofree char *value = gmx_config_to_string(entry->config, spec->name);
  g_string_append_printf(settings, "\n%s=%s\n", spec->name, value);
  if (symbol)
    g_string_append_printf(settings, "\n%s=%s\n", symbol, value);
  if (G_IS_PARAM_SPEC_STRING(spec) || G_IS_PARAM_SPEC_ENUM(spec))
    g_string_append_printf(plain, "\n%s", value);
}

static Haystack *make_haystack(GmxRunEntry *entry) {
  g_autoptr(GString) plain = g_string_new(entry->title), settings = g_string_new(NULL);
  guint count = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  g_string_append_printf(plain, "\n%s\n%s\n%s", entry->folder, entry->sweep ? entry->sweep : "",
                         state_word(entry->state));
  for (int i = 0; entry->tags && entry->tags[i]; i++)
    g_string_append_printf(plain, "\n%s", entry->tags[i]);
  for (guint i = 0; i < count; i++)
    add_setting(plain, settings, entry, all[i]);
  Haystack *haystack = g_new0(Haystack, 1);
  haystack->plain = g_utf8_casefold(plain->str, -1);
  haystack->settings = g_utf8_casefold(settings->str, -1);
  return haystack;
}

static const Haystack *haystack_of(GmxRunEntry *entry) {
  Haystack *haystack = g_object_get_data(G_OBJECT(entry), "gmx-haystack");
  if (!haystack) {
    haystack = make_haystack(entry);
    g_object_set_data_full(G_OBJECT(entry), "gmx-haystack", haystack, haystack_free);
  }
  return haystack;
}

GmxRunFilter *gmx_run_filter_new(const char *text) {
  GmxRunFilter *self = g_new0(GmxRunFilter, 1);
  g_autofree char *folded = g_utf8_casefold(text ? text : "", -1);
  self->words = g_strsplit_set(folded, " \t\n", -1);
  return self;
}

void gmx_run_filter_free(GmxRunFilter *self) {
  g_strfreev(self->words);
  g_free(self);
}

static gboolean finds(const Haystack *haystack, const char *word) {
  if (!strchr(word, '='))
    return strstr(haystack->plain, word) != NULL;
  g_autofree char *line = g_strdup_printf("\n%s\n", word);
  return strstr(haystack->settings, line) != NULL;
}

gboolean gmx_run_filter_passes(GmxRunFilter *self, GmxRunEntry *entry) {
  for (int i = 0; self->words[i]; i++)
    if (*self->words[i] && !finds(haystack_of(entry), self->words[i]))
      return FALSE;
  return TRUE;
}
