/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Names on the Runs page. */
#include "ui/runs/run-names.h"

#include "ui/format.h"
#include "ui/runs/run-figures.h"
#include "ui/setting-rules.h"

#include <glib/gi18n.h>
#include <math.h>

static GParamSpec *spec_of(const char *setting) {
  g_autoptr(GTypeClass) class = g_type_class_ref(GMX_TYPE_CONFIG);
  return g_object_class_find_property(G_OBJECT_CLASS(class), setting);
}

const char *gmx_run_setting_heading(const char *setting) {
  GParamSpec *spec = spec_of(setting);
  const GmxSettingInfo *info = spec ? gmx_setting_info(spec) : NULL;
  /* η is the learning rate and ASAM's floor: only a name tells them apart. */
  if (!info || !info->symbol || strchr(info->symbol, '<') || g_str_equal(info->symbol, "η"))
    return spec ? g_param_spec_get_nick(spec) : setting;
  return info->symbol;
}

gboolean gmx_run_setting_is_number(const char *setting) {
  GParamSpec *spec = spec_of(setting);
  return spec && (G_IS_PARAM_SPEC_INT(spec) || G_IS_PARAM_SPEC_DOUBLE(spec));
}

/* With more decimals than the window else writes, where two values would look the same. */
static char *format_number(GParamSpec *spec, double value) {
  const double unit = pow(10, gmx_setting_info(spec)->digits);
  if (fabs(value - round(value * unit) / unit) < 1e-12)
    return gmx_format_setting(spec, value);
  return g_strdup_printf("%.6g", value);
}

char *gmx_run_setting_value(GmxRunEntry *entry, const char *setting) {
  GParamSpec *spec = spec_of(setting);
  if (!gmx_setting_acts(entry->config, setting))
    return g_strdup("—");
  if (G_IS_PARAM_SPEC_DOUBLE(spec))
    return format_number(spec, gmx_config_get_double(entry->config, setting));
  if (G_IS_PARAM_SPEC_INT(spec))
    return gmx_format_count(gmx_config_get_int(entry->config, setting));
  if (G_IS_PARAM_SPEC_BOOLEAN(spec))
    return g_strdup(gmx_config_get_boolean(entry->config, setting) ? _("yes") : _("no"));
  g_autofree char *text = gmx_config_to_string(entry->config, setting);
  if (g_str_equal(setting, "data") && strchr(text, G_DIR_SEPARATOR))
    return g_path_get_basename(text);
  return g_strdup(gmx_value_title(text));
}

char *gmx_run_group_name(GPtrArray *entries) {
  GmxRunEntry *first = entries->pdata[0];
  gboolean own = !g_str_equal(first->title, first->folder);
  for (guint i = 1; own && i < entries->len; i++)
    own = g_str_equal(first->title, ((GmxRunEntry *)entries->pdata[i])->title);
  return own ? g_strdup(first->title) : gmx_config_get_string(first->config, "method");
}

static GPtrArray *firsts_of(GPtrArray *groups) {
  GPtrArray *firsts = g_ptr_array_new();
  for (guint i = 0; i < groups->len; i++)
    g_ptr_array_add(firsts, ((GPtrArray *)groups->pdata[i])->pdata[0]);
  return firsts;
}

/* Belongs to the method: where it follows from the method's name, the name has said it. */
static gboolean is_of_method(const char *setting) {
  const char *group = gmx_setting_info(spec_of(setting))->group;
  return g_str_equal(group, "mix") || g_str_equal(group, "perturb") ||
         g_str_equal(group, "combine");
}

static char *value_of(GmxRunEntry *entry, const char *setting) {
  return gmx_run_setting_value(entry, setting);
}

/* Whether two groups of one name have different values of @setting. */
static gboolean parts_namesakes(GPtrArray *firsts, char **names, const char *setting) {
  for (guint i = 0; i < firsts->len; i++)
    for (guint k = 0; k < i; k++) {
      g_autofree char *a = value_of(firsts->pdata[i], setting);
      g_autofree char *b = value_of(firsts->pdata[k], setting);
      if (g_str_equal(names[i], names[k]) && !g_str_equal(a, b))
        return TRUE;
    }
  return FALSE;
}

/* Whether the setting differs among the groups as people see it. */
static gboolean is_seen(GPtrArray *firsts, const char *setting) {
  for (guint i = 1; i < firsts->len; i++) {
    g_autofree char *a = value_of(firsts->pdata[0], setting);
    g_autofree char *b = value_of(firsts->pdata[i], setting);
    if (!g_str_equal(a, b))
      return TRUE;
  }
  return FALSE;
}

char **gmx_run_differing_columns(GPtrArray *groups) {
  g_autoptr(GPtrArray) firsts = firsts_of(groups);
  g_auto(GStrv) differing = gmx_run_differing_settings(firsts);
  g_autoptr(GStrvBuilder) columns = g_strv_builder_new();
  for (int i = 0; differing[i]; i++)
    if (!g_str_equal(differing[i], "method") && is_seen(firsts, differing[i]))
      g_strv_builder_add(columns, differing[i]);
  return g_strv_builder_end(columns);
}

static char *with_setting(const char *name, GmxRunEntry *entry, const char *setting) {
  g_autofree char *value = value_of(entry, setting);
  if (!gmx_setting_acts(entry->config, setting))
    return g_strdup(name);
  if (gmx_run_setting_is_number(setting))
    return g_strdup_printf("%s, %s %s", name, gmx_run_setting_heading(setting), value);
  if (G_IS_PARAM_SPEC_BOOLEAN(spec_of(setting)))
    return g_strdup_printf("%s, %s: %s", name, gmx_run_setting_heading(setting), value);
  return g_strdup_printf("%s, %s", name, value);
}

/* "2 live changes" for runs that were changed while they trained. */
static char *with_events(char *name, GmxRunEntry *entry) {
  const guint count = entry->events ? entry->events->len : 0;
  if (count == 0)
    return name;
  g_autofree char *plain = name;
  return g_strdup_printf(ngettext("%s, %u live change", "%s, %u live changes", count), plain,
                         count);
}

char **gmx_run_group_names(GPtrArray *groups) {
  g_autoptr(GPtrArray) firsts = firsts_of(groups);
  g_auto(GStrv) differing = gmx_run_differing_columns(groups);
  char **plain = g_new0(char *, groups->len + 1), **names = g_new0(char *, groups->len + 1);
  for (guint i = 0; i < groups->len; i++) {
    plain[i] = gmx_run_group_name(groups->pdata[i]);
    names[i] = g_strdup(plain[i]);
  }
  for (int s = 0; differing[s]; s++) {
    if (is_of_method(differing[s]) && !parts_namesakes(firsts, plain, differing[s]))
      continue;
    for (guint i = 0; i < groups->len; i++) {
      g_autofree char *shorter = names[i];
      names[i] = with_setting(shorter, firsts->pdata[i], differing[s]);
    }
  }
  for (guint i = 0; i < groups->len; i++)
    names[i] = with_events(names[i], firsts->pdata[i]);
  g_strfreev(plain);
  return names;
}

char *gmx_run_child_name(GmxRunEntry *entry, const char *group_name) {
  if (g_str_equal(entry->title, entry->folder) || g_str_equal(entry->title, group_name))
    return g_strdup_printf(_("seed %d"), entry->seed);
  return g_strdup_printf(_("seed %d, %s"), entry->seed, entry->title);
}

static void append(GString *text, char *part) {
  g_string_append_printf(text, "%s%s", text->len > 0 ? ", " : "", part);
  g_free(part);
}

static char *stand(GmxRunEntry *entry) {
  const int epochs = gmx_config_get_int(entry->config, "epochs");
  g_autofree char *best = gmx_format_number(100 * entry->best_accuracy, 1);
  switch (entry->state) {
  case GMX_RUN_TRAINING:
    return g_strdup_printf(_("training, epoch %d of %d"), MIN(entry->epochs + 1, epochs), epochs);
  case GMX_RUN_UNFINISHED:
    return g_strdup_printf(_("stopped in epoch %d of %d"), MIN(entry->epochs + 1, epochs), epochs);
  case GMX_RUN_DIVERGED: {
    g_autofree char *step = gmx_format_count(entry->steps);
    return g_strdup_printf(_("diverged at step %s"), step);
  }
  default:
    return isfinite(entry->best_accuracy)
               ? g_strdup_printf(_("best %s at epoch %d"), best, entry->best_epoch)
               : g_strdup(_("finished"));
  }
}

char *gmx_run_describe_state(GmxRunEntry *entry) {
  GString *text = g_string_new(NULL);
  append(text, stand(entry));
  if (entry->tags && entry->tags[0]) {
    g_autofree char *tags = g_strjoinv("”, “", entry->tags);
    append(text, g_strdup_printf(_("tagged “%s”"), tags));
  }
  return g_string_free(text, FALSE);
}

char *gmx_run_format_time(double seconds) {
  if (!isfinite(seconds) || seconds < 0)
    return g_strdup("–");
  const gint64 minutes = (gint64)(seconds / 60 + 0.5);
  if (seconds < 9.95)
    return g_strdup_printf(_("%.1f s"), seconds);
  if (seconds < 99.5)
    return g_strdup_printf(_("%.0f s"), seconds);
  if (minutes < 100)
    return g_strdup_printf(_("%d min"), (int)minutes);
  return g_strdup_printf(_("%d h %d min"), (int)(minutes / 60), (int)(minutes % 60));
}
