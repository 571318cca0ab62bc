/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The formulas that change with other settings, as Pango markup with docs/methods.md's symbols. */
#include "engine/train/config-private.h"

static const char *mix_formula(GmxConfig *config) {
  if (gmx_config_get_enum(config, "mix") == GMX_MIX_NONE)
    return "x̃ = x";
  if (gmx_config_get_boolean(config, "lambda-per-example"))
    return "λ<sub>i</sub> ~ Beta(α, α),  x̃ = λ<sub>i</sub> x + (1 − λ<sub>i</sub>) x<sub>π</sub>";
  return "λ ~ Beta(α, α),  x̃ = λ x + (1 − λ) x<sub>π</sub>";
}

static const char *perturb_formula(GmxConfig *config) {
  switch (gmx_config_get_enum(config, "perturb")) {
  case GMX_PERTURB_SAM:
    return "ε̂ = ρ g / ‖g‖<sub>2</sub>";
  case GMX_PERTURB_ASAM:
    return "ε̂ = ρ T² g / ‖T g‖<sub>2</sub>";
  default:
    return "g = ∇L(w)";
  }
}

/* "Keep flat" swaps the two sets, so the symbols swap. */
static const char *combine_formula(GmxConfig *config) {
  gboolean swap = gmx_config_get_enum(config, "keep") == GMX_KEEP_FLAT;

  switch (gmx_config_get_enum(config, "combine")) {
  case GMX_COMBINE_SHARP_ONLY:
    return swap ? "g = g<sub>F</sub>" : "g = g<sub>S</sub>";
  case GMX_COMBINE_FLAT_AT_W:
    return swap ? "g = (|F| g<sub>F</sub> + |S| ∇ℓ<sub>S</sub>(w)) / B"
                : "g = (|S| g<sub>S</sub> + |F| ∇ℓ<sub>F</sub>(w)) / B";
  case GMX_COMBINE_ORTHOGONAL:
    return swap ? "g = g<sub>F</sub> + β (g<sub>S</sub> − proj<sub>F</sub> g<sub>S</sub>)"
                : "g = g<sub>S</sub> + β (g<sub>F</sub> − proj<sub>S</sub> g<sub>F</sub>)";
  default:
    if (gmx_config_get_enum(config, "perturb") == GMX_PERTURB_NONE)
      return "g = ∇ (1/B) Σ ℓ<sub>i</sub>(w)";
    return "g = ∇ (1/B) Σ ℓ<sub>i</sub>(w + ε̂)";
  }
}

static const char *schedule_formula(GmxConfig *config) {
  switch (gmx_config_get_enum(config, "schedule")) {
  case GMX_SCHEDULE_CONSTANT:
    return "η<sub>t</sub> = η";
  case GMX_SCHEDULE_STEP:
    return "η<sub>t</sub> = η × factor, after each span again";
  default:
    return "η<sub>t</sub> = ½ η (1 + cos π t/T)";
  }
}

static const char *momentum_formula(GmxConfig *config) {
  if (gmx_config_get_enum(config, "optimizer") == GMX_OPTIMIZER_ADAMW)
    return "m ← μ m + (1 − μ) g,  w ← w − η<sub>t</sub> (m̂ / (√v̂ + 10⁻⁸) + δ w)";
  return gmx_config_get_boolean(config, "nesterov")
             ? "v ← μ v + (g + δ w),  w ← w − η<sub>t</sub> (g + δ w + μ v)"
             : "v ← μ v + (g + δ w),  w ← w − η<sub>t</sub> v";
}

const char *gmx_config_formula(GmxConfig *config, const char *name) {
  static const struct {
    const char *name;
    const char *(*formula)(GmxConfig *config);
  } varying[] = {
      {"mix", mix_formula},           {"alpha", mix_formula},       {"perturb", perturb_formula},
      {"rho", perturb_formula},       {"combine", combine_formula}, {"beta", combine_formula},
      {"schedule", schedule_formula}, {"lr", schedule_formula},     {"momentum", momentum_formula},
      {"nesterov", momentum_formula},
  };
  GParamSpec *setting = gmx_setting_find(name, NULL);

  g_return_val_if_fail(GMX_IS_CONFIG(config) && setting != NULL, NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(varying); i++)
    if (g_str_equal(varying[i].name, setting->name))
      return varying[i].formula(config);
  return gmx_setting_info(setting)->formula;
}
