/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tells runs apart, and which belong together: runs that differ by their seed alone. */
#include "engine/runs/run-library.h"

/* The seed makes a group; the others change no result. */
static gboolean tells_apart(const char *setting) {
  static const char *const ignored[] = {"seed",          "threads",   "record-every",
                                        "record-memory", "intrusion", "checkpoint-every"};
  for (guint i = 0; i < G_N_ELEMENTS(ignored); i++)
    if (g_str_equal(setting, ignored[i]))
      return FALSE;
  return TRUE;
}

static gboolean all_agree(GPtrArray *entries, const char *setting) {
  for (guint i = 1; i < entries->len; i++) {
    GmxRunEntry *first = entries->pdata[0], *other = entries->pdata[i];
    if (!gmx_config_agree(first->config, other->config, setting))
      return FALSE;
  }
  return TRUE;
}

char **gmx_run_differing_settings(GPtrArray *entries) {
  guint count = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  g_autoptr(GStrvBuilder) names = g_strv_builder_new();
  for (guint s = 0; s < count; s++)
    if (tells_apart(all[s]->name) && !all_agree(entries, all[s]->name))
      g_strv_builder_add(names, all[s]->name);
  return g_strv_builder_end(names);
}

/* Everything that tells runs apart. */
static char *make_key(GmxRunEntry *entry) {
  guint count = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  GString *key = g_string_new(entry->events && entry->events->len > 0 ? entry->path : "");
  if (entry->weights)
    g_string_append_printf(key, "\n%s", entry->weights);
  for (guint s = 0; s < count; s++)
    if (tells_apart(all[s]->name)) {
      g_autofree char *text = gmx_config_to_string(entry->config, all[s]->name);
      g_string_append_printf(key, "\n%s", text);
    }
  return g_string_free(key, FALSE);
}

const char *gmx_run_group_key(GmxRunEntry *entry) {
  if (!entry->group_key)
    entry->group_key = make_key(entry);
  return entry->group_key;
}

GPtrArray *gmx_run_group(GListModel *entries) {
  GPtrArray *groups = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
  g_autoptr(GHashTable) known = g_hash_table_new(g_str_hash, g_str_equal);
  for (guint i = 0; i < g_list_model_get_n_items(entries); i++) {
    GmxRunEntry *entry = g_list_model_get_item(entries, i);
    const char *key = gmx_run_group_key(entry);
    GPtrArray *group = g_hash_table_lookup(known, key);
    if (!group) {
      group = g_ptr_array_new_with_free_func(g_object_unref);
      g_ptr_array_add(groups, group);
      g_hash_table_insert(known, (gpointer)key, group); /* the group's first keeps it */
    }
    g_ptr_array_add(group, entry);
  }
  return groups;
}
