/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of GmxConfig share: the numbers of its properties and the presets. */
#pragma once

#include "engine/train/config.h"

/** In the order in which the settings are shown, and in which a file or a command line acts: a
 * method before its axes, an axis before its parameters. */
typedef enum {
  PROP_0,
  PROP_DATA,
  PROP_POINTS,
  PROP_NOISE,
  PROP_IMBALANCE,
  PROP_MODEL,
  PROP_HIDDEN,
  PROP_BATCH,
  PROP_AUGMENT,
  PROP_LABEL_NOISE,
  PROP_LIMIT,
  PROP_METHOD,
  PROP_MIX,
  PROP_ALPHA,
  PROP_LAMBDA_PER_EXAMPLE,
  PROP_PERTURB,
  PROP_RHO,
  PROP_ETA,
  PROP_COMBINE,
  PROP_GAMMA,
  PROP_BETA,
  PROP_KEEP,
  PROP_OPTIMIZER,
  PROP_LR,
  PROP_MOMENTUM,
  PROP_BETA2,
  PROP_NESTEROV,
  PROP_WEIGHT_DECAY,
  PROP_SCHEDULE,
  PROP_DECAY_EVERY,
  PROP_DECAY_FACTOR,
  PROP_EPOCHS,
  PROP_STEPS,
  PROP_PATIENCE,
  PROP_SEED,
  PROP_CHECKPOINT_EVERY,
  PROP_PROBE,
  PROP_EVALUATE_TRAINING,
  PROP_INTRUSION,
  PROP_THREADS,
  PROP_RECORD_EVERY,
  PROP_RECORD_MEMORY,
  GMX_SETTING_COUNT, /* one past the last */
} GmxSettingId;

/** A named method: a preset of the three axes (methods.md, section 1). */
typedef struct {
  const char *name, *title, *blurb;
  GmxMix mix;
  GmxPerturb perturb;
  GmxCombine combine;
  double gamma, beta;
} GmxMethod;

/** The preset called @name, or NULL. */
const GmxMethod *gmx_method_find(const char *name);
/** The preset with these axes, or NULL. */
const GmxMethod *gmx_method_match(GmxMix mix, GmxPerturb perturb, GmxCombine combine);

/** ρ that a kind of perturbation starts with. */
double gmx_perturb_default_rho(GmxPerturb perturb);

/** Installs all properties on @klass; the param specs lie in @specs by their number. */
void gmx_settings_install(GObjectClass *klass, GParamSpec *specs[GMX_SETTING_COUNT]);

/**
 * Whether @text is a value that string setting @id takes; the message begins with its name.
 * The other kinds of settings are checked by their param spec.
 */
gboolean gmx_setting_check_text(GmxSettingId id, const char *text, GError **error);

/** The param spec of @name, or NULL with an error. */
GParamSpec *gmx_setting_find(const char *name, GError **error);

/** A JSON value as the command line would write it; NULL for what is no single value. Free it. */
char *gmx_json_value_to_string(JsonNode *node);
