/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The object that holds the settings, and how a method and its axes follow each other. */
#include "engine/train/config-private.h"

#include "engine/data/points.h"

#include <math.h>

struct _GmxConfig {
  GObject parent_instance;
  GValue values[GMX_SETTING_COUNT]; /* by GmxSettingId; [0] is not used */
  GmxPerturb climb;                 /* the kind of the last climb: a change of kind resets ρ */
};

G_DEFINE_FINAL_TYPE(GmxConfig, gmx_config, G_TYPE_OBJECT)

G_DEFINE_QUARK(gmx_config_error, gmx_config_error)

static GParamSpec *specs[GMX_SETTING_COUNT];

/* Stores and tells; nothing else follows from it. */
static gboolean store(GmxConfig *self, GmxSettingId id, const GValue *value) {
  if (g_param_values_cmp(specs[id], &self->values[id], value) == 0)
    return FALSE;
  g_value_copy(value, &self->values[id]);
  g_object_notify_by_pspec(G_OBJECT(self), specs[id]);
  return TRUE;
}

static void store_double(GmxConfig *self, GmxSettingId id, double number) {
  g_auto(GValue) value = G_VALUE_INIT;

  g_value_init(&value, G_TYPE_DOUBLE);
  g_value_set_double(&value, number);
  store(self, id, &value);
}

static void store_int(GmxConfig *self, GmxSettingId id, int number) {
  g_auto(GValue) value = G_VALUE_INIT;

  g_value_init(&value, G_TYPE_INT);
  g_value_set_int(&value, number);
  store(self, id, &value);
}

static void store_text(GmxConfig *self, GmxSettingId id, const char *text) {
  g_auto(GValue) value = G_VALUE_INIT;

  g_value_init(&value, G_TYPE_STRING);
  g_value_set_static_string(&value, text);
  store(self, id, &value);
}

static void store_enum(GmxConfig *self, GmxSettingId id, int number) {
  g_auto(GValue) value = G_VALUE_INIT;

  g_value_init(&value, G_PARAM_SPEC_VALUE_TYPE(specs[id]));
  g_value_set_enum(&value, number);
  store(self, id, &value);
}

static int read_enum(GmxConfig *self, GmxSettingId id) {
  return g_value_get_enum(&self->values[id]);
}

/* The method's name follows from the axes. */
static void derive_method(GmxConfig *self) {
  const GmxMethod *method = gmx_method_match(
      read_enum(self, PROP_MIX), read_enum(self, PROP_PERTURB), read_enum(self, PROP_COMBINE));

  store_text(self, PROP_METHOD, method != NULL ? method->name : "custom");
}

/* The two climbs measure ρ in different units, so a ρ of the one means nothing to the other. */
static void store_perturb(GmxConfig *self, GmxPerturb perturb) {
  store_enum(self, PROP_PERTURB, perturb);
  if (perturb == GMX_PERTURB_NONE || perturb == self->climb)
    return;
  self->climb = perturb;
  store_double(self, PROP_RHO, gmx_perturb_default_rho(perturb));
}

static void apply_method(GmxConfig *self, const char *name) {
  const GmxMethod *method = gmx_method_find(name);

  /* "custom" names what stands. */
  if (method == NULL)
    return;
  store_enum(self, PROP_MIX, method->mix);
  store_perturb(self, method->perturb);
  store_enum(self, PROP_COMBINE, method->combine);
  store_double(self, PROP_GAMMA, method->gamma);
  store_double(self, PROP_BETA, method->beta);
}

/* What one optimizer learns well with makes the other stand still or diverge. */
static void store_optimizer(GmxConfig *self, GmxOptimizerKind kind) {
  if (kind == (GmxOptimizerKind)read_enum(self, PROP_OPTIMIZER))
    return;
  store_enum(self, PROP_OPTIMIZER, kind);
  store_double(self, PROP_LR, kind == GMX_OPTIMIZER_ADAMW ? 1e-3 : 0.1);
}

/* Going from images to points or back brings the network that learns them, its widths, and a batch,
 * epochs and a probe of their size: an epoch of points takes milliseconds. */
static void store_data(GmxConfig *self, const GValue *value) {
  const gboolean before = gmx_points_is_name(g_value_get_string(&self->values[PROP_DATA]));
  const gboolean points = gmx_points_is_name(g_value_get_string(value));
  store(self, PROP_DATA, value);
  if (points == before)
    return;
  store_text(self, PROP_MODEL, points ? "mlp" : "cnn");
  store_text(self, PROP_HIDDEN, points ? "32,32" : "256,128");
  store_int(self, PROP_BATCH, points ? 32 : 128);
  store_int(self, PROP_EPOCHS, points ? 200 : 10);
  store_int(self, PROP_PROBE, points ? 128 : 512);
}

static void gmx_config_set_property(GObject *object, guint id, const GValue *value,
                                    GParamSpec *pspec) {
  GmxConfig *self = GMX_CONFIG(object);
  g_autoptr(GError) error = NULL;

  /* GObject itself has refused numbers out of range, and NaN. */
  if (G_VALUE_HOLDS_STRING(value) &&
      !gmx_setting_check_text(id, g_value_get_string(value), &error)) {
    g_warning("%s", error->message);
    return;
  }
  g_object_freeze_notify(object);
  switch (id) {
  case PROP_DATA:
    store_data(self, value);
    break;
  case PROP_METHOD:
    apply_method(self, g_value_get_string(value));
    break;
  case PROP_PERTURB:
    store_perturb(self, g_value_get_enum(value));
    break;
  case PROP_OPTIMIZER:
    store_optimizer(self, g_value_get_enum(value));
    break;
  default:
    store(self, id, value);
  }
  derive_method(self);
  g_object_thaw_notify(object);
}

static void gmx_config_get_property(GObject *object, guint id, GValue *value, GParamSpec *pspec) {
  g_value_copy(&GMX_CONFIG(object)->values[id], value);
}

static void gmx_config_finalize(GObject *object) {
  GmxConfig *self = GMX_CONFIG(object);

  for (int id = PROP_0 + 1; id < GMX_SETTING_COUNT; id++)
    g_value_unset(&self->values[id]);
  G_OBJECT_CLASS(gmx_config_parent_class)->finalize(object);
}

static void gmx_config_class_init(GmxConfigClass *klass) {
  GObjectClass *object_class = G_OBJECT_CLASS(klass);

  object_class->set_property = gmx_config_set_property;
  object_class->get_property = gmx_config_get_property;
  object_class->finalize = gmx_config_finalize;
  gmx_settings_install(object_class, specs);
}

static void gmx_config_init(GmxConfig *self) {
  for (int id = PROP_0 + 1; id < GMX_SETTING_COUNT; id++) {
    g_value_init(&self->values[id], G_PARAM_SPEC_VALUE_TYPE(specs[id]));
    g_param_value_set_default(specs[id], &self->values[id]);
  }
  self->climb = read_enum(self, PROP_PERTURB);
}

GmxConfig *gmx_config_new(void) {
  return g_object_new(GMX_TYPE_CONFIG, NULL);
}

GmxConfig *gmx_config_copy(GmxConfig *config) {
  GmxConfig *copy = gmx_config_new();

  g_return_val_if_fail(GMX_IS_CONFIG(config), copy);
  for (int id = PROP_0 + 1; id < GMX_SETTING_COUNT; id++)
    g_value_copy(&config->values[id], &copy->values[id]);
  copy->climb = config->climb;
  return copy;
}

gboolean gmx_config_equal(GmxConfig *a, GmxConfig *b) {
  g_return_val_if_fail(GMX_IS_CONFIG(a) && GMX_IS_CONFIG(b), FALSE);
  for (int id = PROP_0 + 1; id < GMX_SETTING_COUNT; id++)
    if (g_param_values_cmp(specs[id], &a->values[id], &b->values[id]) != 0)
      return FALSE;
  return TRUE;
}

GParamSpec **gmx_config_list(guint *count) {
  g_autoptr(GTypeClass) klass = g_type_class_ref(GMX_TYPE_CONFIG);

  if (count != NULL)
    *count = GMX_SETTING_COUNT - 1;
  return g_memdup2(specs + 1, sizeof specs - sizeof specs[0]);
}

const char *gmx_setting_comes_with(const char *name) {
  if (g_str_equal(name, "lr"))
    return "optimizer";
  return g_str_equal(name, "batch") || g_str_equal(name, "epochs") ? "data" : NULL;
}

GParamSpec *gmx_setting_find(const char *name, GError **error) {
  g_autoptr(GTypeClass) klass = g_type_class_ref(GMX_TYPE_CONFIG);
  GParamSpec *setting = g_object_class_find_property((GObjectClass *)klass, name);

  /* GObject takes "label_noise" too; files and options know one spelling. */
  if (setting == NULL || !g_str_equal(setting->name, name)) {
    g_set_error(error, GMX_CONFIG_ERROR, GMX_CONFIG_ERROR_UNKNOWN, "there is no setting “%s”",
                name);
    return NULL;
  }
  return setting;
}

/* The value of @name, which must be a setting of @type: asking otherwise is a programmer's error.
 */
static const GValue *read_value(GmxConfig *self, const char *name, GType type) {
  GParamSpec *setting = gmx_setting_find(name, NULL);

  g_return_val_if_fail(GMX_IS_CONFIG(self), NULL);
  g_return_val_if_fail(setting != NULL, NULL);
  g_return_val_if_fail(g_type_is_a(G_PARAM_SPEC_VALUE_TYPE(setting), type), NULL);
  return &self->values[setting->param_id];
}

int gmx_config_get_int(GmxConfig *config, const char *name) {
  const GValue *value = read_value(config, name, G_TYPE_INT);

  return value != NULL ? g_value_get_int(value) : 0;
}

double gmx_config_get_double(GmxConfig *config, const char *name) {
  const GValue *value = read_value(config, name, G_TYPE_DOUBLE);

  return value != NULL ? g_value_get_double(value) : NAN;
}

gboolean gmx_config_get_boolean(GmxConfig *config, const char *name) {
  const GValue *value = read_value(config, name, G_TYPE_BOOLEAN);

  return value != NULL && g_value_get_boolean(value);
}

char *gmx_config_get_string(GmxConfig *config, const char *name) {
  const GValue *value = read_value(config, name, G_TYPE_STRING);

  return value != NULL ? g_value_dup_string(value) : NULL;
}

int gmx_config_get_enum(GmxConfig *config, const char *name) {
  const GValue *value = read_value(config, name, G_TYPE_ENUM);

  return value != NULL ? g_value_get_enum(value) : 0;
}

GmxStepOptions gmx_config_get_step_options(GmxConfig *config) {
  return (GmxStepOptions){
      .perturb = gmx_config_get_enum(config, "perturb"),
      .combine = gmx_config_get_enum(config, "combine"),
      .keep = gmx_config_get_enum(config, "keep"),
      .rho = gmx_config_get_double(config, "rho"),
      .eta = gmx_config_get_double(config, "eta"),
      .gamma = gmx_config_get_double(config, "gamma"),
      .beta = gmx_config_get_double(config, "beta"),
  };
}

GmxDataset *gmx_config_load_dataset(GmxConfig *config, GmxDataProgress progress,
                                    gpointer progress_data, GCancellable *cancellable,
                                    GError **error) {
  g_autofree char *name = gmx_config_get_string(config, "data");
  const GmxPointsOptions points = {.count = gmx_config_get_int(config, "points"),
                                   .noise = gmx_config_get_double(config, "noise"),
                                   .imbalance = gmx_config_get_double(config, "imbalance")};

  return gmx_dataset_load_with(name, (guint64)gmx_config_get_int(config, "seed"), &points, progress,
                               progress_data, cancellable, error);
}
