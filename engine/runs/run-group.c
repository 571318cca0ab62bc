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

static gboolean same_value(GmxRunEntry *a, GmxRunEntry *b, const char *setting) {
  g_autofree char *left = gmx_config_to_string(a->config, setting);
  g_autofree char *right = gmx_config_to_string(b->config, setting);
  return g_strcmp0(left, right) == 0;
}

char **gmx_run_differing_settings(GPtrArray *entries) {
  guint count = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  g_autoptr(GStrvBuilder) names = g_strv_builder_new();
  for (guint s = 0; s < count; s++)
    for (guint i = 1; tells_apart(all[s]->name) && i < entries->len; i++)
      if (!same_value(g_ptr_array_index(entries, 0), g_ptr_array_index(entries, i), all[s]->name)) {
        g_strv_builder_add(names, all[s]->name);
        break;
      }
  return g_strv_builder_end(names);
}

/* Everything that tells runs apart. */
char *gmx_run_group_key(GmxRunEntry *entry) {
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

GPtrArray *gmx_run_group(GPtrArray *entries) {
  GPtrArray *groups = g_ptr_array_new_with_free_func((GDestroyNotify)g_ptr_array_unref);
  g_autoptr(GHashTable) known = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  for (guint i = 0; i < entries->len; i++) {
    char *key = gmx_run_group_key(g_ptr_array_index(entries, i));
    GPtrArray *group = g_hash_table_lookup(known, key);
    if (!group) {
      group = g_ptr_array_new_with_free_func(g_object_unref);
      g_ptr_array_add(groups, group);
      g_hash_table_insert(known, key, group);
    } else {
      g_free(key);
    }
    g_ptr_array_add(group, g_object_ref(g_ptr_array_index(entries, i)));
  }
  return groups;
}

static gboolean is_axis(const char *setting) {
  return g_str_equal(setting, "mix") || g_str_equal(setting, "perturb") ||
         g_str_equal(setting, "combine");
}

static void add_setting(GString *text, GmxRunEntry *entry, const char *setting) {
  GParamSpec *spec = g_object_class_find_property(G_OBJECT_GET_CLASS(entry->config), setting);
  const char *symbol = gmx_setting_info(spec)->symbol;
  g_autofree char *value = gmx_config_to_string(entry->config, setting);
  const char *between = text->len > 0 ? ", " : "";
  if (G_IS_PARAM_SPEC_STRING(spec) || G_IS_PARAM_SPEC_ENUM(spec))
    g_string_append_printf(text, "%s%s", between, value);
  else
    g_string_append_printf(text, "%s%s %s", between, symbol ? symbol : g_param_spec_get_nick(spec),
                           value);
}

/* The method stands for its three axes; only a custom one names them. */
char *gmx_run_describe(GmxRunEntry *entry, const char *const *differing) {
  g_autofree char *method = gmx_config_get_string(entry->config, "method");
  const gboolean custom = g_str_equal(method, "custom");
  GString *text = g_string_new(custom ? "" : method);
  for (int i = 0; differing && differing[i]; i++)
    if (!g_str_equal(differing[i], "method") && (custom || !is_axis(differing[i])))
      add_setting(text, entry, differing[i]);
  if (text->len == 0)
    g_string_assign(text, method);
  return g_string_free(text, FALSE);
}
