/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing training to a safetensors file, and reading it back in two passes: the first looks
 * whether everything is there and fits, the second copies, so that an error changes nothing. */
#include "engine/train/checkpoint.h"
#include "engine/train/run-folder.h"
#include "engine/train/safetensors.h"

#include <string.h>

#define FORMAT "gmix-studio checkpoint 1"

G_DEFINE_QUARK(gmx_checkpoint_error, gmx_checkpoint_error)

static gboolean is_running(const GmxTensorInfo *info) {
  return info->kind == GMX_TENSOR_RUNNING_MEAN || info->kind == GMX_TENSOR_RUNNING_VAR;
}

static void add_number(GmxSafetensorsWriter *writer, const char *key, gint64 number) {
  g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, number);

  gmx_safetensors_writer_add_metadata(writer, key, text);
}

static void add_metadata(GmxSafetensorsWriter *writer, const GmxCheckpoint *checkpoint) {
  GmxShape shape = gmx_model_shape(checkpoint->model);

  gmx_safetensors_writer_add_metadata(writer, "format", FORMAT);
  gmx_safetensors_writer_add_metadata(writer, "version", gmx_version());
  gmx_safetensors_writer_add_metadata(writer, "model", gmx_model_name(checkpoint->model));
  add_number(writer, "classes", gmx_model_classes(checkpoint->model));
  add_number(writer, "channels", shape.channels);
  add_number(writer, "height", shape.height);
  add_number(writer, "width", shape.width);
  add_number(writer, "step", checkpoint->step);
  add_number(writer, "epoch", checkpoint->epoch);
  add_number(writer, "index", checkpoint->index);
}

/* Tensor @index of the model out of @buffer, called @prefix and its own name. */
static void add_tensor(GmxSafetensorsWriter *writer, const GmxModel *model, int index,
                       const char *prefix, const float *buffer) {
  const GmxTensorInfo *info = gmx_model_tensor(model, index);
  g_autofree float *values = g_new(float, info->size);
  g_autofree char *name = g_strconcat(prefix, info->name, NULL);
  gint64 shape[GMX_TENSOR_MAX_RANK];

  for (int i = 0; i < info->rank; i++)
    shape[i] = info->shape[i];
  gmx_model_export_tensor(model, index, buffer, values);
  gmx_safetensors_writer_add(writer, name, GMX_DTYPE_F32, info->rank, shape, values);
}

/* PyTorch counts the batches that moved the statistics: one a step. */
static void add_batch_count(GmxSafetensorsWriter *writer, const char *running_var, gint64 steps) {
  gsize stem = strlen(running_var) - strlen("running_var");
  g_autofree char *name = g_strdup_printf("%.*snum_batches_tracked", (int)stem, running_var);

  gmx_safetensors_writer_add(writer, name, GMX_DTYPE_I64, 0, NULL, &steps);
}

static void add_model(GmxSafetensorsWriter *writer, const GmxCheckpoint *checkpoint) {
  GmxModel *model = checkpoint->model;

  for (int i = 0; i < gmx_model_tensor_count(model); i++) {
    const GmxTensorInfo *info = gmx_model_tensor(model, i);

    add_tensor(writer, model, i, "",
               is_running(info) ? gmx_model_running(model) : gmx_model_parameters(model));
    if (info->kind == GMX_TENSOR_RUNNING_VAR && g_str_has_suffix(info->name, "running_var"))
      add_batch_count(writer, info->name, checkpoint->step);
  }
}

static void add_buffer(GmxSafetensorsWriter *writer, const GmxModel *model,
                       const GmxCheckpointBuffer *buffer) {
  g_autofree char *prefix = g_strdup_printf("optimizer.%s.", buffer->name);

  for (int i = 0; i < gmx_model_tensor_count(model); i++)
    if (!is_running(gmx_model_tensor(model, i)))
      add_tensor(writer, model, i, prefix, buffer->values);
}

static void add_order(GmxSafetensorsWriter *writer, const GmxCheckpoint *checkpoint) {
  const gint64 count = checkpoint->order_count;
  g_autofree gint64 *order = g_new(gint64, count + 1);

  for (gint64 i = 0; i < count; i++)
    order[i] = checkpoint->order[i];
  gmx_safetensors_writer_add(writer, "position.order", GMX_DTYPE_I64, 1, &count, order);
}

gboolean gmx_checkpoint_save(const char *path, const GmxCheckpoint *checkpoint, GError **error) {
  g_autoptr(GmxSafetensorsWriter) writer = gmx_safetensors_writer_new();
  const gint64 words = 4;

  add_metadata(writer, checkpoint);
  add_model(writer, checkpoint);
  for (int i = 0; i < checkpoint->buffer_count; i++)
    add_buffer(writer, checkpoint->model, &checkpoint->buffers[i]);
  for (int i = 0; i < checkpoint->stream_count; i++) {
    g_autofree char *name = g_strconcat("random.", checkpoint->streams[i].name, NULL);

    gmx_safetensors_writer_add(writer, name, GMX_DTYPE_U64, 1, &words,
                               checkpoint->streams[i].random->state);
  }
  if (checkpoint->order != NULL)
    add_order(writer, checkpoint);
  return gmx_safetensors_writer_save(writer, path, error);
}

/* A file that is being read, and whether this pass copies what it finds. */
typedef struct {
  const char *path;
  GmxSafetensors *file;
  GmxCheckpoint *checkpoint;
  gboolean copy;
} Reader;

static gboolean mismatch(Reader *reader, GError **error, const char *what, const char *has,
                         const char *wants) {
  g_set_error(error, GMX_CHECKPOINT_ERROR, GMX_CHECKPOINT_ERROR_MISMATCH,
              "%s: its %s is %s, but should be %s", reader->path, what, has, wants);
  return FALSE;
}

static gboolean check_metadata(Reader *reader, const char *key, const char *wanted,
                               GError **error) {
  const char *value = gmx_safetensors_get_metadata(reader->file, key);

  if (g_strcmp0(value, wanted) == 0)
    return TRUE;
  return mismatch(reader, error, key, value != NULL ? value : "missing", wanted);
}

static gboolean check_number(Reader *reader, const char *key, gint64 wanted, GError **error) {
  g_autofree char *text = g_strdup_printf("%" G_GINT64_FORMAT, wanted);

  return check_metadata(reader, key, text, error);
}

static gboolean check_model(Reader *reader, GError **error) {
  GmxModel *model = reader->checkpoint->model;
  GmxShape shape = gmx_model_shape(model);

  return check_metadata(reader, "format", FORMAT, error) &&
         check_metadata(reader, "model", gmx_model_name(model), error) &&
         check_number(reader, "classes", gmx_model_classes(model), error) &&
         check_number(reader, "channels", shape.channels, error) &&
         check_number(reader, "height", shape.height, error) &&
         check_number(reader, "width", shape.width, error);
}

static gboolean same_shape(const GmxTensorView *view, const GmxTensorInfo *info) {
  if (view->rank != info->rank)
    return FALSE;
  for (int i = 0; i < info->rank; i++)
    if (view->shape[i] != info->shape[i])
      return FALSE;
  return TRUE;
}

static gboolean read_tensor(Reader *reader, int index, const char *prefix, float *buffer,
                            GError **error) {
  const GmxModel *model = reader->checkpoint->model;
  const GmxTensorInfo *info = gmx_model_tensor(model, index);
  g_autofree char *name = g_strconcat(prefix, info->name, NULL);
  const GmxTensorView *view =
      gmx_safetensors_require(reader->file, name, GMX_DTYPE_F32, (gssize)info->size, error);

  if (view == NULL)
    return FALSE;
  if (!same_shape(view, info)) {
    g_set_error(error, GMX_CHECKPOINT_ERROR, GMX_CHECKPOINT_ERROR_MISMATCH,
                "%s: tensor “%s” has another shape than network %s needs", reader->path, name,
                gmx_model_name(model));
    return FALSE;
  }
  if (reader->copy)
    gmx_model_import_tensor(model, index, buffer, view->data);
  return TRUE;
}

static gboolean read_model(Reader *reader, GError **error) {
  GmxModel *model = reader->checkpoint->model;

  for (int i = 0; i < gmx_model_tensor_count(model); i++) {
    float *buffer = is_running(gmx_model_tensor(model, i)) ? gmx_model_running(model)
                                                           : gmx_model_parameters(model);

    if (!read_tensor(reader, i, "", buffer, error))
      return FALSE;
  }
  return TRUE;
}

static gboolean read_buffer(Reader *reader, const GmxCheckpointBuffer *buffer, GError **error) {
  GmxModel *model = reader->checkpoint->model;
  g_autofree char *prefix = g_strdup_printf("optimizer.%s.", buffer->name);

  for (int i = 0; i < gmx_model_tensor_count(model); i++)
    if (!is_running(gmx_model_tensor(model, i)) &&
        !read_tensor(reader, i, prefix, buffer->values, error))
      return FALSE;
  return TRUE;
}

static gboolean read_stream(Reader *reader, const GmxCheckpointStream *stream, GError **error) {
  static const guint64 dead[4] = {0};
  g_autofree char *name = g_strconcat("random.", stream->name, NULL);
  const GmxTensorView *view = gmx_safetensors_require(reader->file, name, GMX_DTYPE_U64, 4, error);

  if (view == NULL)
    return FALSE;
  /* xoshiro would draw zeros for ever. */
  if (memcmp(view->data, dead, sizeof dead) == 0)
    return mismatch(reader, error, name, "all zero", "a generator's state");
  if (reader->copy)
    memcpy(stream->random->state, view->data, sizeof stream->random->state);
  return TRUE;
}

static gboolean read_order(Reader *reader, GError **error) {
  GmxCheckpoint *checkpoint = reader->checkpoint;
  const GmxTensorView *view = gmx_safetensors_require(reader->file, "position.order", GMX_DTYPE_I64,
                                                      checkpoint->order_count, error);
  const gint64 *order;

  if (view == NULL)
    return FALSE;
  order = view->data;
  for (int i = 0; i < checkpoint->order_count; i++) {
    if (order[i] < 0 || order[i] >= checkpoint->order_count)
      return mismatch(reader, error, "position.order", "out of range", "of the training images");
    if (reader->copy)
      checkpoint->order[i] = (int)order[i];
  }
  return TRUE;
}

/* A position of the metadata: a whole number from 0. */
static gboolean read_position(Reader *reader, const char *key, gint64 most, gint64 *out,
                              GError **error) {
  const char *text = gmx_safetensors_get_metadata(reader->file, key);

  if (text == NULL || !g_ascii_string_to_signed(text, 10, 0, most, out, NULL))
    return mismatch(reader, error, key, text != NULL ? text : "missing", "a whole number from 0");
  return TRUE;
}

static gboolean read_pass(Reader *reader, GError **error) {
  GmxCheckpoint *checkpoint = reader->checkpoint;

  if (!read_model(reader, error))
    return FALSE;
  for (int i = 0; i < checkpoint->buffer_count; i++)
    if (!read_buffer(reader, &checkpoint->buffers[i], error))
      return FALSE;
  for (int i = 0; i < checkpoint->stream_count; i++)
    if (!read_stream(reader, &checkpoint->streams[i], error))
      return FALSE;
  return checkpoint->order == NULL || read_order(reader, error);
}

gboolean gmx_checkpoint_load(const char *path, GmxCheckpoint *checkpoint, GError **error) {
  g_autoptr(GmxSafetensors) file = gmx_safetensors_open(path, error);
  Reader reader = {.path = path, .file = file, .checkpoint = checkpoint};
  gint64 step, epoch, index;

  if (file == NULL || !check_model(&reader, error) ||
      !read_position(&reader, "step", G_MAXINT64, &step, error) ||
      !read_position(&reader, "epoch", G_MAXINT, &epoch, error) ||
      !read_position(&reader, "index", G_MAXINT, &index, error) || !read_pass(&reader, error))
    return FALSE;
  reader.copy = TRUE;
  read_pass(&reader, NULL);
  checkpoint->step = step;
  checkpoint->epoch = (int)epoch;
  checkpoint->index = (int)index;
  return TRUE;
}
