/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Every setting of an experiment, once: name, type, range, default, blurb, formula.
 *
 * The properties' param specs are the single source of the command line's options, the sidebar's
 * rows and tooltips, run.json, validation and its messages. A new hyper-parameter is one property
 * here and its use. A GmxConfig belongs to one thread; another thread gets a copy. */
#pragma once

#include "engine/data/batch.h"
#include "engine/method/mix.h"
#include "engine/method/step.h"

#include <gio/gio.h>
#include <json-glib/json-glib.h>

#define GMX_CONFIG_ERROR (gmx_config_error_quark())
GQuark gmx_config_error_quark(void);

typedef enum {
  GMX_CONFIG_ERROR_UNKNOWN, /* no such setting */
  GMX_CONFIG_ERROR_VALUE,   /* not of its type, or out of range */
  GMX_CONFIG_ERROR_CONFLICT /* two settings that exclude each other */
} GmxConfigError;

/** When a changed setting acts. */
typedef enum {
  GMX_APPLY_STEP,  /* at the next step */
  GMX_APPLY_EPOCH, /* at the next epoch */
  GMX_APPLY_RESET, /* on reset */
} GmxApply;

/** What a param spec says beyond GObject's own fields. Strings are static. */
typedef struct {
  GmxApply apply;
  const char *group;   /* "data", "method", "mix", "perturb", "combine", "optimizer", "run" */
  const char *symbol;  /* "ρ"; NULL for settings without one */
  const char *formula; /* Pango markup, from methods.md; NULL where there is none */
  double slider_min, slider_max; /* range a slider offers; both 0 where a slider makes no sense */
  int digits;                    /* decimals shown */
  gboolean logarithmic;          /* the slider's scale is */
  const char *source;            /* of the formula; NULL where it has none */
  const char *lesson;            /* that is about it: its file's name for itself; NULL for none */
} GmxSettingInfo;

typedef enum { GMX_OPTIMIZER_SGD, GMX_OPTIMIZER_ADAMW } GmxOptimizerKind;
typedef enum { GMX_SCHEDULE_CONSTANT, GMX_SCHEDULE_COSINE, GMX_SCHEDULE_STEP } GmxSchedule;

GType gmx_mix_get_type(void);            /* none, mixup */
GType gmx_perturb_get_type(void);        /* none, sam, asam */
GType gmx_combine_get_type(void);        /* all, sharp-only, flat-at-w, orthogonal */
GType gmx_keep_get_type(void);           /* sharp, flat */
GType gmx_optimizer_kind_get_type(void); /* sgd, adamw */
GType gmx_schedule_get_type(void);       /* constant, cosine, step */
#define GMX_TYPE_MIX (gmx_mix_get_type())
#define GMX_TYPE_PERTURB (gmx_perturb_get_type())
#define GMX_TYPE_COMBINE (gmx_combine_get_type())
#define GMX_TYPE_KEEP (gmx_keep_get_type())
#define GMX_TYPE_OPTIMIZER_KIND (gmx_optimizer_kind_get_type())
#define GMX_TYPE_SCHEDULE (gmx_schedule_get_type())

#define GMX_TYPE_CONFIG (gmx_config_get_type())
G_DECLARE_FINAL_TYPE(GmxConfig, gmx_config, GMX, CONFIG, GObject)

/* Properties, in the order in which they are shown:
 *
 *   data "shapes" (setting points for images or back sets
 *   model, hidden, batch, epochs and probe too), points 400,
 *   noise 0.15, imbalance 0 (of the drawn points), model "cnn", hidden "256,128", batch 128,
 * augment FALSE, label-noise 0, limit 0 (training images used; 0 = all), method "g-mix" (a name of
 * gmx_method_names() or "custom"; setting it sets the axes below, setting an axis may make it
 * "custom"), mix, alpha 1, lambda-per-example FALSE, perturb, rho 0.05, eta 0.01, combine, gamma
 * 0.5, beta 0.5, keep, optimizer sgd, lr 0.1, momentum 0.9, beta2 0.999, nesterov FALSE,
 * weight-decay 5e-4, schedule cosine, decay-every 30 (epochs) and decay-factor 0.1 (schedule step),
 * epochs 10, steps 0 (0 = by epochs), patience 0 (epochs; 0 = runs all), seed 1, checkpoint-every
 * 60 (seconds; 0 = at the end of each epoch alone), probe 512, evaluate-training 10000 (training
 * images that the clean training figures are computed on, a fixed draw; 0 = all), intrusion TRUE
 * (search the probe's nearest training images every epoch), threads 0 (0 = all processors),
 * record-every 1 (steps), record-memory 128 (MiB).
 */

GmxConfig *gmx_config_new(void);
GmxConfig *gmx_config_copy(GmxConfig *config);
gboolean gmx_config_equal(GmxConfig *a, GmxConfig *b);

/** The settings in their order; free the array with g_free(). */
GParamSpec **gmx_config_list(guint *count);
const GmxSettingInfo *gmx_setting_info(GParamSpec *setting);
/**
 * The setting that acts on reset whose change brings another value of @name, which then waits for
 * the reset with it: lr comes with optimizer, batch and epochs with data. NULL for the others.
 */
const char *gmx_setting_comes_with(const char *name);
/** The formula of setting @name as the other settings have it; NULL where there is none. */
const char *gmx_config_formula(GmxConfig *config, const char *name);

/** Typed readings for the engine's parts. */
GmxStepOptions gmx_config_get_step_options(GmxConfig *config);
int gmx_config_get_int(GmxConfig *config, const char *name);
double gmx_config_get_double(GmxConfig *config, const char *name);
gboolean gmx_config_get_boolean(GmxConfig *config, const char *name);
char *gmx_config_get_string(GmxConfig *config, const char *name);
int gmx_config_get_enum(GmxConfig *config, const char *name);
/** Widths of the mlp's hidden layers from "256,128"; the caller frees the array. */
int *gmx_config_get_hidden(GmxConfig *config, int *count, GError **error);

/**
 * Sets @name from text, as the command line and files give it; a value out of range, a wrong name
 * and a text that is no number are errors in one line and leave @config as it was.
 */
gboolean gmx_config_set_from_string(GmxConfig *config, const char *name, const char *text,
                                    GError **error);
/** The value as the command line would take it: "0.05", "mixup", "true". */
char *gmx_config_to_string(GmxConfig *config, const char *name);
/** Whether the setting @name reads the same in both. */
gboolean gmx_config_agree(GmxConfig *a, GmxConfig *b, const char *name);

/** The data set that the settings ask for, as gmx_dataset_load(). */
GmxDataset *gmx_config_load_dataset(GmxConfig *config, GmxDataProgress progress,
                                    gpointer progress_data, GCancellable *cancellable,
                                    GError **error);

/** Whether the settings go together; one line that names the two where they do not. */
gboolean gmx_config_validate(GmxConfig *config, GError **error);

/** NULL-terminated: "erm", "mixup", "sam", "g-mix", "bg-mix", "dg-mix", "esam-sds", "asam". */
const char *const *gmx_method_names(void);
/** "G-Mix", "Binary G-Mix (BG-Mix)"; for "custom" "Custom". */
const char *gmx_method_title(const char *name);
/** One or two sentences on what it does and its source, with this project's reading where so. */
const char *gmx_method_blurb(const char *name);

/** All settings as a JSON object and back; unknown members are errors that name them. */
JsonNode *gmx_config_to_json(GmxConfig *config);
GmxConfig *gmx_config_from_json(JsonNode *node, GError **error);
