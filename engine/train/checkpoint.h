/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Training put into one safetensors file, and taken up again from it.
 *
 * Tensors: parameters and running statistics under PyTorch's names and shapes, with
 * "bn1.num_batches_tracked" where PyTorch has it, so that the file without the tensors whose names
 * begin with "optimizer.", "random." and "position." is a state_dict that loads strictly;
 * "optimizer.BUFFER.NAME" in the same shapes; "random.STREAM" U64 [4]; "position.order" I64 [n].
 * Metadata: format, version, model, classes, channels, height, width, step, epoch, index.
 * No times: two equal runs give equal bytes. */
#pragma once

#include "engine/nn/model.h"

#include <gio/gio.h>

#define GMX_CHECKPOINT_ERROR (gmx_checkpoint_error_quark())
GQuark gmx_checkpoint_error_quark(void);

typedef enum {
  GMX_CHECKPOINT_ERROR_MISMATCH, /* of another model, or without something that was asked for */
} GmxCheckpointError;

/** A buffer of the optimizer: gmx_model_parameter_count() floats, laid out like the weights. */
typedef struct {
  const char *name; /* "momentum" */
  float *values;
} GmxCheckpointBuffer;

typedef struct {
  const char *name; /* "order", "mix", "augment" */
  GmxRandom *random;
} GmxCheckpointStream;

/** Everything that training needs to go on as if it had never stopped. All pointers borrowed. */
typedef struct {
  GmxModel *model;
  const GmxCheckpointBuffer *buffers;
  int buffer_count;
  const GmxCheckpointStream *streams;
  int stream_count;
  int *order; /* this epoch's order of the training images; NULL: not stored */
  int order_count;
  gint64 step; /* steps done */
  int epoch;   /* epoch under way, from 1; 0 before the first */
  int index;   /* images of this epoch's order already seen */
} GmxCheckpoint;

/** Writes @checkpoint to @path (temporary name, sync, rename). */
gboolean gmx_checkpoint_save(const char *path, const GmxCheckpoint *checkpoint, GError **error);

/**
 * Fills what @checkpoint points to, and its step, epoch and index, from @path. Model, buffers,
 * streams and order must be there and fit; with no buffers, streams or order given those of the
 * file are left alone (evaluation). On an error nothing has changed.
 */
gboolean gmx_checkpoint_load(const char *path, GmxCheckpoint *checkpoint, GError **error);
