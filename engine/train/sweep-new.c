/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sweeps that are put together in the program, from the settings as they stand. */
#include "engine/train/sweep-private.h"

/* With a method for an axis, what the base's own method is made of does not matter. */
static gboolean is_covered(const GmxSweepAxis *axes, int axis_count, GParamSpec *spec) {
  const guint id = spec->param_id;
  for (int i = 0; i < axis_count; i++)
    if (g_str_equal(axes[i].setting, spec->name) ||
        (g_str_equal(axes[i].setting, "method") &&
         (id == PROP_METHOD || id == PROP_MIX || id == PROP_PERTURB || id == PROP_COMBINE)))
      return TRUE;
  return id == PROP_SEED;
}

/* What @base says beyond the defaults and its method's preset: a preset's γ is not meant for the
 * methods of an axis, one that was set by hand is. */
static gboolean take_base(GmxSweep *sweep, GmxConfig *base, const GmxSweepAxis *axes,
                          int axis_count, GError **error) {
  g_autoptr(GmxConfig) reached = gmx_config_new();
  guint count = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  for (guint i = 0; i < count; i++) {
    const char *name = all[i]->name;
    g_autofree char *wanted = gmx_config_to_string(base, name);
    g_autofree char *now = gmx_config_to_string(reached, name);
    if (g_str_equal(wanted, now))
      continue;
    gmx_config_set_from_string(reached, name, wanted, NULL);
    /* "custom" says nothing: the axes that follow do. */
    if (!is_covered(axes, axis_count, all[i]) && !g_str_equal(wanted, "custom") &&
        !gmx_sweep_set_base(sweep, name, wanted, NULL, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean take_axis(GmxSweep *sweep, const GmxSweepAxis *wanted, GError **error) {
  GmxAxis *axis = gmx_sweep_add_axis(sweep, wanted->setting, error);
  for (int i = 0; axis && wanted->values[i]; i++)
    if (!gmx_axis_add_value(axis, wanted->values[i], NULL, error))
      return FALSE;
  return axis != NULL;
}

GmxSweep *gmx_sweep_new(const char *name, GmxConfig *base, const GmxSweepAxis *axes, int axis_count,
                        const int *seeds, int seed_count, GError **error) {
  g_autoptr(GmxSweep) sweep = gmx_sweep_alloc();
  if (!gmx_sweep_set_name(sweep, name, error) || !take_base(sweep, base, axes, axis_count, error))
    return NULL;
  for (int i = 0; i < axis_count; i++)
    if (!take_axis(sweep, &axes[i], error))
      return NULL;
  for (int i = 0; i < seed_count; i++)
    if (!gmx_sweep_add_seed(sweep, seeds[i], error))
      return NULL;
  return gmx_sweep_complete(sweep, error) ? g_steal_pointer(&sweep) : NULL;
}
