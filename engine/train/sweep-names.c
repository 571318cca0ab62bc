/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What tasks are called. A run folder's name comes from the sweep's name, the values and the seed
 * alone, so that it stays when values or seeds are added to the file, and is the same on every
 * machine: "rho-by-method_g-mix_rho0.05_s3". No part holds an underscore, so no two names of a
 * sweep can meet. */
#include "engine/train/sweep-private.h"

#include <string.h>

#define MAX_PART 32
#define MAX_FOLDER 200 /* file systems take 255 bytes */

/* @text in letters, digits, points and dashes; a minus sign in front stays. */
static char *simplify(const char *text, gsize most) {
  GString *simple = g_string_new(g_str_has_prefix(text, "-") ? "-" : NULL);
  for (; *text != '\0' && simple->len < most; text++) {
    if (g_ascii_isalnum(*text) || *text == '.')
      g_string_append_c(simple, g_ascii_tolower(*text));
    else if (simple->len > 0 && simple->str[simple->len - 1] != '-')
      g_string_append_c(simple, '-');
  }
  while (simple->len > 0 && simple->str[simple->len - 1] == '-')
    g_string_truncate(simple, simple->len - 1);
  return g_string_free(simple, FALSE);
}

char *gmx_sweep_make_name(const char *text) {
  while (*text != '\0' && !g_ascii_isalnum(*text))
    text++;
  char *name = simplify(text, 64);
  if (name[0] != '\0')
    return name;
  g_free(name);
  return g_strdup("sweep");
}

/* Words stand alone, numbers and switches need the name of their setting. */
static char *make_part(GParamSpec *spec, const char *value) {
  if (G_IS_PARAM_SPEC_BOOLEAN(spec))
    return g_strconcat(g_str_equal(value, "true") ? "" : "no-", spec->name, NULL);
  g_autofree char *base = spec->param_id == PROP_DATA ? g_path_get_basename(value) : NULL;
  g_autofree char *simple = simplify(base ? base : value, MAX_PART);
  if (G_IS_PARAM_SPEC_INT(spec) || G_IS_PARAM_SPEC_DOUBLE(spec))
    return g_strconcat(spec->name, simple, NULL);
  return simple[0] != '\0' ? g_steal_pointer(&simple) : g_strdup(spec->name);
}

static char *short_hash(const char *text) {
  char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, text, -1);
  hash[8] = '\0';
  return hash;
}

/* Two folders of images may have one name, and long texts one beginning: the later value gets a
 * mark made of its whole text. */
void gmx_axis_name_values(GmxAxis *axis) {
  GParamSpec *spec = gmx_setting_find(axis->public.setting, NULL);
  for (guint i = 0; i < axis->values->len; i++) {
    const char *value = axis->values->pdata[i];
    char *part = make_part(spec, value);
    if (g_ptr_array_find_with_equal_func(axis->parts, part, g_str_equal, NULL)) {
      g_autofree char *plain = part;
      g_autofree char *hash = short_hash(value);
      part = g_strdup_printf("%s-%s", plain, hash);
    }
    g_ptr_array_add(axis->parts, part);
  }
}

int gmx_axis_length(GmxAxis *axis) {
  return (int)axis->parts->len;
}

char *gmx_sweep_get_run_name(GmxSweep *sweep, int task) {
  g_return_val_if_fail(task >= 0 && task < sweep->count, NULL);
  g_autoptr(GString) name = g_string_new(sweep->name);
  for (guint i = 0; i < sweep->axes->len; i++) {
    GmxAxis *axis = g_ptr_array_index(sweep->axes, i);
    const int place = gmx_sweep_get_place(sweep, task, (int)i);
    g_string_append_printf(name, "_%s", (char *)axis->parts->pdata[place]);
  }
  if (name->len > MAX_FOLDER) {
    g_autofree char *hash = short_hash(name->str);
    g_string_truncate(name, MAX_FOLDER);
    g_string_append_printf(name, "_%s", hash);
  }
  g_string_append_printf(name, "_s%d", gmx_sweep_get_seed(sweep, task));
  return g_string_free(g_steal_pointer(&name), FALSE);
}

static void describe_value(GString *text, GmxAxis *axis, const char *value) {
  GParamSpec *spec = gmx_setting_find(axis->public.setting, NULL);
  if (G_IS_PARAM_SPEC_BOOLEAN(spec))
    g_string_append_printf(text, "%s%s", g_str_equal(value, "true") ? "" : "no ", spec->name);
  else if (G_IS_PARAM_SPEC_INT(spec) || G_IS_PARAM_SPEC_DOUBLE(spec))
    g_string_append_printf(text, "%s %s", spec->name, value);
  else
    g_string_append(text, value);
  g_string_append(text, ", ");
}

/* Whether the axes say which method a task has. */
static gboolean names_method(GmxSweep *sweep) {
  static const char *const says[] = {"method", "mix", "perturb", "combine", NULL};
  for (guint i = 0; i < sweep->axes->len; i++)
    if (g_strv_contains(says, ((GmxAxis *)sweep->axes->pdata[i])->public.setting))
      return TRUE;
  return FALSE;
}

char *gmx_sweep_describe_task(GmxSweep *sweep, int task) {
  g_return_val_if_fail(task >= 0 && task < sweep->count, NULL);
  GString *text = g_string_new(NULL);
  if (!names_method(sweep)) {
    g_autoptr(GmxConfig) config = gmx_sweep_get_config(sweep, task);
    g_autofree char *method = gmx_config_get_string(config, "method");
    g_string_append_printf(text, "%s, ", method);
  }
  for (guint i = 0; i < sweep->axes->len; i++) {
    GmxAxis *axis = g_ptr_array_index(sweep->axes, i);
    describe_value(text, axis, axis->values->pdata[gmx_sweep_get_place(sweep, task, (int)i)]);
  }
  g_string_append_printf(text, "seed %d", gmx_sweep_get_seed(sweep, task));
  return g_string_free(text, FALSE);
}
