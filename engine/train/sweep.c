/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sweep itself: how it is put together and checked, and the settings of its tasks. */
#include "engine/train/sweep-private.h"
#include "engine/train/session-file.h"

#include <string.h>

#define MAX_NAME 64

G_DEFINE_QUARK(gmx_sweep_error, gmx_sweep_error)

gboolean gmx_sweep_refuse(GError **error, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *message = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  g_set_error_literal(error, GMX_SWEEP_ERROR, GMX_SWEEP_ERROR_FORMAT, message);
  return FALSE;
}

static void axis_free(gpointer data) {
  GmxAxis *axis = data;
  g_ptr_array_unref(axis->values);
  g_ptr_array_unref(axis->parts);
  g_free(axis);
}

GmxSweep *gmx_sweep_alloc(void) {
  GmxSweep *sweep = g_new0(GmxSweep, 1);
  g_atomic_ref_count_init(&sweep->references);
  sweep->axes = g_ptr_array_new_with_free_func(axis_free);
  sweep->seeds = g_array_new(FALSE, FALSE, sizeof(int));
  return sweep;
}

GmxSweep *gmx_sweep_ref(GmxSweep *sweep) {
  g_atomic_ref_count_inc(&sweep->references);
  return sweep;
}

void gmx_sweep_unref(GmxSweep *sweep) {
  if (!sweep || !g_atomic_ref_count_dec(&sweep->references))
    return;
  for (int id = 0; id < GMX_SETTING_COUNT; id++)
    g_free(sweep->base[id]);
  g_ptr_array_unref(sweep->axes);
  g_array_unref(sweep->seeds);
  g_free(sweep->name);
  g_free(sweep);
}

/* Underscores part the name of a run folder, so a sweep's name has none. */
gboolean gmx_sweep_set_name(GmxSweep *sweep, const char *name, GError **error) {
  gboolean fine = g_ascii_isalnum(name[0]) && strlen(name) <= MAX_NAME;
  for (const char *c = name; *c != '\0'; c++)
    fine = fine && (g_ascii_isalnum(*c) || *c == '-' || *c == '.');
  if (!fine)
    return gmx_sweep_refuse(error,
                            "name must be a word of letters, digits, “-” and “.” (at most %d, a "
                            "letter or digit first), not “%s”",
                            MAX_NAME, name);
  g_free(sweep->name);
  sweep->name = g_strdup(name);
  return TRUE;
}

/* The value of @setting as it is written everywhere: "5e-2" is "0.05". NULL where it is none. */
static char *canonical(const char *setting, const char *text, const char *folder, GError **error) {
  g_autoptr(GmxConfig) config = gmx_config_new();
  if (!gmx_setting_find(setting, error) ||
      !gmx_config_set_from_string(config, setting, text, error))
    return NULL;
  /* "custom" names what stands: it has no axes of its own. */
  if (g_str_equal(setting, "method"))
    return g_strdup(text);
  gmx_config_make_data_absolute(config, folder);
  return gmx_config_to_string(config, setting);
}

gboolean gmx_sweep_set_base(GmxSweep *sweep, const char *setting, const char *text,
                            const char *folder, GError **error) {
  char *value = canonical(setting, text, folder, error);
  if (!value)
    return FALSE;
  const guint id = gmx_setting_find(setting, NULL)->param_id;
  g_free(sweep->base[id]);
  sweep->base[id] = value;
  return TRUE;
}

static gboolean is_axis(GmxSweep *sweep, guint id) {
  for (guint i = 0; i < sweep->axes->len; i++)
    if (((GmxAxis *)g_ptr_array_index(sweep->axes, i))->id == id)
      return TRUE;
  return FALSE;
}

GmxAxis *gmx_sweep_add_axis(GmxSweep *sweep, const char *setting, GError **error) {
  GParamSpec *spec = gmx_setting_find(setting, error);
  if (!spec)
    return NULL;
  if (spec->param_id == PROP_SEED) {
    gmx_sweep_refuse(error, "seed is no axis; the member “seeds” lists the seeds");
    return NULL;
  }
  if (is_axis(sweep, spec->param_id)) {
    gmx_sweep_refuse(error, "%s is an axis twice; give all values in one", setting);
    return NULL;
  }
  GmxAxis *axis = g_new0(GmxAxis, 1);
  axis->id = spec->param_id;
  axis->values = g_ptr_array_new_with_free_func(g_free);
  axis->parts = g_ptr_array_new_with_free_func(g_free);
  axis->public.setting = spec->name;
  g_ptr_array_add(sweep->axes, axis);
  return axis;
}

gboolean gmx_axis_add_value(GmxAxis *axis, const char *text, const char *folder, GError **error) {
  g_autofree char *value = canonical(axis->public.setting, text, folder, error);
  if (!value)
    return FALSE;
  if (g_ptr_array_find_with_equal_func(axis->values, value, g_str_equal, NULL))
    return gmx_sweep_refuse(error, "%s has the value “%s” twice; each run would be made twice",
                            axis->public.setting, value);
  g_ptr_array_add(axis->values, g_steal_pointer(&value));
  return TRUE;
}

gboolean gmx_sweep_add_seed(GmxSweep *sweep, gint64 seed, GError **error) {
  const int number = (int)seed;
  if (seed < 0 || seed > G_MAXINT)
    return gmx_sweep_refuse(
        error, "seeds must be whole numbers from 0 to %d, not %" G_GINT64_FORMAT, G_MAXINT, seed);
  for (guint i = 0; i < sweep->seeds->len; i++)
    if (g_array_index(sweep->seeds, int, i) == number)
      return gmx_sweep_refuse(error, "seed %d stands twice; each run would be made twice", number);
  g_array_append_val(sweep->seeds, number);
  return TRUE;
}

static gboolean count_tasks(GmxSweep *sweep, GError **error) {
  gint64 count = sweep->seeds->len;
  for (guint i = 0; i < sweep->axes->len; i++) {
    GmxAxis *axis = g_ptr_array_index(sweep->axes, i);
    if (axis->values->len == 0)
      return gmx_sweep_refuse(error, "%s has no values; give it some, or leave it out",
                              axis->public.setting);
    if (sweep->base[axis->id])
      return gmx_sweep_refuse(error, "base: %s is an axis, too; leave it out of one of them",
                              axis->public.setting);
    count *= axis->values->len;
    if (count > GMX_SWEEP_MAX_TASKS)
      return gmx_sweep_refuse(error, "more than %d runs come of these axes and seeds; use fewer",
                              GMX_SWEEP_MAX_TASKS);
  }
  sweep->count = (int)count;
  return TRUE;
}

/* A method of an axis is what its name says: a mix that is set apart would make another of it. */
static gboolean check_method(GmxSweep *sweep, GmxConfig *config, int task, GError **error) {
  for (guint i = 0; i < sweep->axes->len; i++) {
    GmxAxis *axis = g_ptr_array_index(sweep->axes, i);
    if (axis->id != PROP_METHOD)
      continue;
    const char *wanted = axis->values->pdata[gmx_sweep_get_place(sweep, task, (int)i)];
    g_autofree char *method = gmx_config_get_string(config, "method");
    if (!g_str_equal(method, wanted))
      return gmx_sweep_refuse(error,
                              "method %s and the mix, perturb or combine that is set exclude each "
                              "other (together they are %s); leave out the one or the other",
                              wanted, method);
  }
  return TRUE;
}

/* The seed conflicts with nothing, so one task of each combination is enough. */
static gboolean check_tasks(GmxSweep *sweep, GError **error) {
  for (int task = 0; task < sweep->count; task += (int)sweep->seeds->len) {
    g_autoptr(GmxConfig) config = gmx_sweep_get_config(sweep, task);
    g_autoptr(GError) wrong = NULL;
    if (check_method(sweep, config, task, &wrong) && gmx_config_validate(config, &wrong))
      continue;
    g_autofree char *which = gmx_sweep_describe_task(sweep, task);
    return gmx_sweep_refuse(error, "task %d (%s): %s", task, which, wrong->message);
  }
  return TRUE;
}

static gboolean default_seed(GmxSweep *sweep, GError **error) {
  const char *text = sweep->base[PROP_SEED];
  if (sweep->seeds->len > 0 && text)
    return gmx_sweep_refuse(error, "base: seed and the member “seeds” exclude each other; keep "
                                   "one of them");
  if (sweep->seeds->len > 0)
    return TRUE;
  const gboolean fine =
      gmx_sweep_add_seed(sweep, text ? g_ascii_strtoll(text, NULL, 10) : 1, error);
  g_clear_pointer(&sweep->base[PROP_SEED], g_free);
  return fine;
}

gboolean gmx_sweep_complete(GmxSweep *sweep, GError **error) {
  if (!default_seed(sweep, error) || !count_tasks(sweep, error))
    return FALSE;
  for (guint i = 0; i < sweep->axes->len; i++) {
    GmxAxis *axis = g_ptr_array_index(sweep->axes, i);
    gmx_axis_name_values(axis);
    g_ptr_array_add(axis->values, NULL);
    axis->public.values = (const char *const *)axis->values->pdata;
  }
  return check_tasks(sweep, error);
}

const char *gmx_sweep_get_name(GmxSweep *sweep) {
  return sweep->name;
}

int gmx_sweep_get_count(GmxSweep *sweep) {
  return sweep->count;
}

int gmx_sweep_get_axis_count(GmxSweep *sweep) {
  return (int)sweep->axes->len;
}

const GmxSweepAxis *gmx_sweep_get_axis(GmxSweep *sweep, int axis) {
  g_return_val_if_fail(axis >= 0 && axis < (int)sweep->axes->len, NULL);
  return &((GmxAxis *)g_ptr_array_index(sweep->axes, axis))->public;
}

const int *gmx_sweep_get_seeds(GmxSweep *sweep, int *count) {
  *count = (int)sweep->seeds->len;
  return (const int *)(gpointer)sweep->seeds->data;
}

int gmx_sweep_get_place(GmxSweep *sweep, int task, int axis) {
  int rest = task / (int)sweep->seeds->len;
  g_return_val_if_fail(task >= 0 && task < sweep->count && axis >= 0, 0);
  for (int i = (int)sweep->axes->len - 1; i > axis; i--)
    rest /= gmx_axis_length(g_ptr_array_index(sweep->axes, i));
  return rest % gmx_axis_length(g_ptr_array_index(sweep->axes, axis));
}

int gmx_sweep_get_seed(GmxSweep *sweep, int task) {
  g_return_val_if_fail(task >= 0 && task < sweep->count, 0);
  return g_array_index(sweep->seeds, int, task % (int)sweep->seeds->len);
}

/* In the order of the settings, so that a method does not undo what is said of its parameters. */
GmxConfig *gmx_sweep_get_config(GmxSweep *sweep, int task) {
  GmxConfig *config = gmx_config_new();
  const char *texts[GMX_SETTING_COUNT];
  g_return_val_if_fail(task >= 0 && task < sweep->count, config);
  memcpy(texts, sweep->base, sizeof texts);
  for (guint i = 0; i < sweep->axes->len; i++) {
    GmxAxis *axis = g_ptr_array_index(sweep->axes, i);
    texts[axis->id] = axis->values->pdata[gmx_sweep_get_place(sweep, task, (int)i)];
  }
  guint count = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  for (guint i = 0; i < count; i++)
    if (texts[all[i]->param_id])
      gmx_config_set_from_string(config, all[i]->name, texts[all[i]->param_id], NULL);
  g_object_set(config, "seed", gmx_sweep_get_seed(sweep, task), NULL);
  return config;
}

gboolean gmx_sweep_sets_threads(GmxSweep *sweep) {
  if (is_axis(sweep, PROP_THREADS))
    return TRUE;
  return sweep->base[PROP_THREADS] && !g_str_equal(sweep->base[PROP_THREADS], "0");
}
