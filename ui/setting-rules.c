/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the settings mean to one another: which act now, and by which formula (docs/methods.md). */
#include "ui/setting-rules.h"

#include "engine/data/points.h"
#include "ui/format.h"

#include <glib/gi18n.h>

const char *gmx_config_nick(GmxConfig *config, const char *name) {
  GParamSpec *spec = g_object_class_find_property(G_OBJECT_GET_CLASS(config), name);
  g_autoptr(GEnumClass) class = g_type_class_ref(spec->value_type);
  GEnumValue *value = g_enum_get_value(class, gmx_config_get_enum(config, name));
  return value ? value->value_nick : "";
}

static gboolean is(GmxConfig *config, const char *name, int value) {
  return gmx_config_get_enum(config, name) == value;
}

static gboolean has_data(GmxConfig *config, gboolean (*is_kind)(const char *name)) {
  g_autofree char *data = gmx_config_get_string(config, "data");
  return is_kind(data);
}

gboolean gmx_setting_acts(GmxConfig *config, const char *name) {
  if (g_str_equal(name, "alpha") || g_str_equal(name, "lambda-per-example"))
    return !is(config, "mix", GMX_MIX_NONE);
  if (g_str_equal(name, "rho") || g_str_equal(name, "gamma"))
    return !is(config, "perturb", GMX_PERTURB_NONE);
  if (g_str_equal(name, "eta"))
    return is(config, "perturb", GMX_PERTURB_ASAM);
  if (g_str_equal(name, "beta"))
    return is(config, "combine", GMX_COMBINE_ORTHOGONAL);
  if (g_str_equal(name, "keep"))
    return !is(config, "combine", GMX_COMBINE_ALL);
  if (g_str_equal(name, "nesterov"))
    return is(config, "optimizer", GMX_OPTIMIZER_SGD);
  if (g_str_equal(name, "beta2"))
    return is(config, "optimizer", GMX_OPTIMIZER_ADAMW);
  if (g_str_equal(name, "decay-every") || g_str_equal(name, "decay-factor"))
    return is(config, "schedule", GMX_SCHEDULE_STEP);
  if (g_str_equal(name, "points") || g_str_equal(name, "noise") || g_str_equal(name, "imbalance"))
    return has_data(config, gmx_points_is_drawn);
  if (g_str_equal(name, "augment"))
    return !has_data(config, gmx_points_is_name);
  if (g_str_equal(name, "hidden")) {
    g_autofree char *model = gmx_config_get_string(config, "model");
    return g_strcmp0(model, "mlp") == 0;
  }
  return TRUE;
}

const char *gmx_setting_formula(GmxConfig *config, GParamSpec *setting) {
  const char *name = setting->name;
  /* Where the slider below the choice acts, it has the formula. */
  if ((g_str_equal(name, "mix") && gmx_setting_acts(config, "alpha")) ||
      (g_str_equal(name, "perturb") && gmx_setting_acts(config, "rho")) ||
      (g_str_equal(name, "combine") && gmx_setting_acts(config, "beta")))
    return NULL;
  return gmx_config_formula(config, name);
}

const char *gmx_setting_remark(GmxConfig *config, const char *name) {
  if (g_str_equal(name, "gamma") && is(config, "combine", GMX_COMBINE_ALL))
    return _("only moves the partition that is shown");
  if (g_str_equal(name, "checkpoint-every"))
    return gmx_config_get_int(config, name) > 0 ? _("seconds") : _("at the end of an epoch alone");
  if (g_str_equal(name, "patience"))
    return gmx_config_get_int(config, name) > 0 ? _("epochs") : _("runs all epochs");
  if (g_str_equal(name, "record-memory"))
    return _("MiB");
  return NULL;
}

/* Networks by name. resnet-N takes any N = 6n + 2; a name in use that is not here is added. */
static char **model_choices(GmxConfig *config) {
  static const char *const known[] = {"mlp", "cnn", "resnet-8", "resnet-14", "resnet-20"};
  g_autoptr(GStrvBuilder) names = g_strv_builder_new();
  g_autofree char *present = gmx_config_get_string(config, "model");
  gboolean found = FALSE;
  /* Points have no neighbours to convolve. */
  const gsize count = has_data(config, gmx_points_is_name) ? 1 : G_N_ELEMENTS(known);
  for (gsize i = 0; i < count; i++) {
    g_strv_builder_add(names, known[i]);
    found |= g_strcmp0(known[i], present) == 0;
  }
  if (!found && present)
    g_strv_builder_add(names, present);
  return g_strv_builder_end(names);
}

static char **data_choices(GmxConfig *config) {
  g_autoptr(GStrvBuilder) names = g_strv_builder_new();
  g_autofree char *present = gmx_config_get_string(config, "data");
  g_strv_builder_add_many(names, "shapes", "fashion-mnist", NULL);
  g_strv_builder_addv(names, (const char **)gmx_points_names());
  if (present && !g_str_equal(present, "shapes") && !g_str_equal(present, "fashion-mnist") &&
      !gmx_points_is_drawn(present))
    g_strv_builder_add(names, present);
  return g_strv_builder_end(names);
}

char **gmx_setting_choices(GmxConfig *config, const char *name) {
  if (g_str_equal(name, "model"))
    return model_choices(config);
  if (g_str_equal(name, "data"))
    return data_choices(config);
  if (g_str_equal(name, "method"))
    return g_strdupv((char **)gmx_method_names());
  return NULL;
}

char *gmx_method_axes(GmxConfig *config) {
  const char *mix = is(config, "mix", GMX_MIX_NONE)
                        ? _("no mixing")
                        : gmx_value_title(gmx_config_nick(config, "mix"));
  const char *perturb = is(config, "perturb", GMX_PERTURB_NONE)
                            ? _("no climb")
                            : gmx_value_title(gmx_config_nick(config, "perturb"));
  const char *combine = is(config, "combine", GMX_COMBINE_ALL)
                            ? _("all examples")
                            : gmx_value_title(gmx_config_nick(config, "combine"));
  return g_strdup_printf("%s, %s, %s", mix, perturb, combine);
}

char *gmx_method_short_title(const char *name) {
  const char *title = gmx_method_title(name), *open = strrchr(title, '(');
  const char *close = open ? strchr(open, ')') : NULL;
  return close ? g_strndup(open + 1, (gsize)(close - open - 1)) : g_strdup(title);
}
