/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Initial weights out of a file instead of the seed. The file is read once: what it held stands in
 * a checkpoint of step 0, so that a resumed run needs it no more. */
#include "engine/train/file.h"
#include "engine/train/safetensors.h"
#include "engine/train/trainer-private.h"

#include <math.h>
#include <string.h>

/* What of a file does not fit: the first in words, and how many there are. */
typedef struct {
  char *first;
  int count;
} Misfits;

static void add_misfit(Misfits *misfits, const char *format, ...) G_GNUC_PRINTF(2, 3);

static void add_misfit(Misfits *misfits, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  if (misfits->count++ == 0)
    misfits->first = g_strdup_vprintf(format, arguments);
  va_end(arguments);
}

/* "[16, 3, 3, 3]" */
static char *print_shape(int rank, const gint64 *shape) {
  GString *text = g_string_new("[");
  for (int i = 0; i < rank; i++)
    g_string_append_printf(text, "%s%" G_GINT64_FORMAT, i > 0 ? ", " : "", shape[i]);
  return g_string_free(g_string_append_c(text, ']'), FALSE);
}

static gboolean same_shape(const GmxTensorView *view, const GmxTensorInfo *info) {
  gboolean same = view->rank == info->rank;
  for (int i = 0; same && i < info->rank; i++)
    same = view->shape[i] == info->shape[i];
  return same;
}

static void add_wrong_shape(Misfits *misfits, const GmxTensorView *view,
                            const GmxTensorInfo *info) {
  gint64 wanted[4];
  for (int i = 0; i < info->rank; i++)
    wanted[i] = info->shape[i];
  g_autofree char *has = print_shape(view->rank, view->shape);
  g_autofree char *wants = print_shape(info->rank, wanted);
  add_misfit(misfits, "“%s” is %s and must be %s", info->name, has, wants);
}

static gboolean all_finite(const GmxTensorView *view) {
  const float *values = view->data;
  for (gsize i = 0; i < view->size; i++)
    if (!isfinite(values[i]))
      return FALSE;
  return TRUE;
}

static void check_tensor(Misfits *misfits, GmxSafetensors *file, const GmxTensorInfo *info) {
  const GmxTensorView *view = gmx_safetensors_find(file, info->name);
  if (!view)
    add_misfit(misfits, "“%s” is missing", info->name);
  else if (!same_shape(view, info))
    add_wrong_shape(misfits, view, info);
  else if (view->dtype != GMX_DTYPE_F32)
    add_misfit(misfits, "“%s” is of type %s and must be F32", info->name,
               gmx_dtype_name(view->dtype));
  else if (!all_finite(view))
    add_misfit(misfits, "“%s” holds values that are not finite", info->name);
}

/* What a checkpoint holds beside the network, and PyTorch's count of batches. */
static gboolean is_ignored(const char *name) {
  return g_str_has_prefix(name, "optimizer.") || g_str_has_prefix(name, "random.") ||
         g_str_has_prefix(name, "position.") || g_str_has_suffix(name, ".num_batches_tracked");
}

static gboolean check_file(GmxSafetensors *file, const char *path, GmxModel *model,
                           GError **error) {
  Misfits misfits = {0};
  for (int t = 0; t < gmx_model_tensor_count(model); t++)
    check_tensor(&misfits, file, gmx_model_tensor(model, t));
  for (int i = 0; i < gmx_safetensors_count(file); i++) {
    const char *name = gmx_safetensors_get(file, i)->name;
    if (!is_ignored(name) && gmx_model_find_tensor(model, name) < 0)
      add_misfit(&misfits, "“%s” is none of its tensors", name);
  }
  if (misfits.count == 0)
    return TRUE;
  g_autofree char *more =
      misfits.count > 1 ? g_strdup_printf(" (and %d more)", misfits.count - 1) : g_strdup("");
  g_set_error(error, GMX_CHECKPOINT_ERROR, GMX_CHECKPOINT_ERROR_MISMATCH,
              "%s does not fit network %s: %s%s", path, gmx_model_name(model), misfits.first, more);
  g_free(misfits.first);
  return FALSE;
}

static void take_tensors(GmxSafetensors *file, GmxModel *model) {
  for (int t = 0; t < gmx_model_tensor_count(model); t++) {
    const GmxTensorInfo *info = gmx_model_tensor(model, t);
    const gboolean running =
        info->kind == GMX_TENSOR_RUNNING_MEAN || info->kind == GMX_TENSOR_RUNNING_VAR;
    gmx_model_import_tensor(model, t,
                            running ? gmx_model_running(model) : gmx_model_parameters(model),
                            gmx_safetensors_find(file, info->name)->data);
  }
}

/* Which file it was, for run.json: its name, and a checksum that tells it from others. */
static JsonObject *describe_file(const char *path, const char *bytes, gsize length) {
  JsonObject *object = json_object_new();
  g_autofree char *name = g_path_get_basename(path);
  g_autofree char *sum =
      g_compute_checksum_for_data(G_CHECKSUM_SHA256, (const guchar *)bytes, length);
  json_object_set_string_member(object, "file", name);
  json_object_set_string_member(object, "sha256", sum);
  return object;
}

gboolean gmx_trainer_load_weights(GmxTrainer *self, const char *path, GError **error) {
  g_autofree char *bytes = NULL;
  g_autoptr(GError) wrong = NULL;
  gsize length;
  if (self->step > 0 || self->folder) {
    g_set_error(error, G_IO_ERROR, G_IO_ERROR_FAILED, "weights are loaded before the first step");
    return FALSE;
  }
  if (!g_file_get_contents(path, &bytes, &length, &wrong)) {
    g_set_error(error, GMX_SAFETENSORS_ERROR, GMX_SAFETENSORS_ERROR_READ, "%s: can't be read: %s",
                path, gmx_file_reason(wrong));
    return FALSE;
  }
  g_autoptr(GmxSafetensors) file = gmx_safetensors_open_data(path, bytes, length, error);
  if (!file || !check_file(file, path, self->model, error))
    return FALSE;
  take_tensors(file, self->model);
  g_clear_pointer(&self->weights, json_object_unref);
  self->weights = describe_file(path, bytes, length);
  return TRUE;
}
