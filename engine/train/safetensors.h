/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Named tensors in a file: the safetensors format, written and read.
 *
 * A file is the length of its header (8 bytes, little-endian), the header (one JSON object: for
 * each tensor its dtype, shape and data_offsets, and "__metadata__" of strings) and the data. Files
 * come from anywhere, so the reader takes none of it on trust; what it returns is inside of the
 * file and aligned. Equal contents give equal bytes. Format:
 * https://github.com/huggingface/safetensors */
#pragma once

#include <gio/gio.h>

#define GMX_SAFETENSORS_ERROR (gmx_safetensors_error_quark())
GQuark gmx_safetensors_error_quark(void);

typedef enum {
  GMX_SAFETENSORS_ERROR_READ,    /* no such file, or it can't be read */
  GMX_SAFETENSORS_ERROR_FORMAT,  /* not this format, or damaged */
  GMX_SAFETENSORS_ERROR_MISSING, /* no tensor of that name */
  GMX_SAFETENSORS_ERROR_TYPE,    /* the tensor has another dtype or shape than asked for */
} GmxSafetensorsError;

typedef enum {
  GMX_DTYPE_U8,
  GMX_DTYPE_F32,
  GMX_DTYPE_F64,
  GMX_DTYPE_I64,
  GMX_DTYPE_U64,
} GmxDtype;

/** "F32". */
const char *gmx_dtype_name(GmxDtype dtype);
/** Bytes of one element. */
gsize gmx_dtype_size(GmxDtype dtype);

#define GMX_TENSOR_MAX_RANK 8

/** One tensor of a file that was read. */
typedef struct {
  const char *name;
  GmxDtype dtype;
  int rank; /* 0 for a scalar */
  gint64 shape[GMX_TENSOR_MAX_RANK];
  gsize size;         /* elements */
  gconstpointer data; /* row-major, aligned for its dtype, owned by the reader */
} GmxTensorView;

typedef struct GmxSafetensors GmxSafetensors;

/** Reads and checks the file at @path; errors name the file, the tensor and what is wrong. */
GmxSafetensors *gmx_safetensors_open(const char *path, GError **error);
/** The same from memory; @name stands for the file in messages. */
GmxSafetensors *gmx_safetensors_open_data(const char *name, gconstpointer data, gsize length,
                                          GError **error);
void gmx_safetensors_free(GmxSafetensors *file);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxSafetensors, gmx_safetensors_free)

/** The tensors in the order of the header. */
int gmx_safetensors_count(GmxSafetensors *file);
const GmxTensorView *gmx_safetensors_get(GmxSafetensors *file, int index);
/** The tensor called @name, or NULL. */
const GmxTensorView *gmx_safetensors_find(GmxSafetensors *file, const char *name);
/**
 * The tensor called @name, which must be of @dtype and have @size elements.
 * @param size elements; -1 for any number
 */
const GmxTensorView *gmx_safetensors_require(GmxSafetensors *file, const char *name, GmxDtype dtype,
                                             gssize size, GError **error);
/** A string of the metadata, or NULL. */
const char *gmx_safetensors_get_metadata(GmxSafetensors *file, const char *key);

typedef struct GmxSafetensorsWriter GmxSafetensorsWriter;

GmxSafetensorsWriter *gmx_safetensors_writer_new(void);
void gmx_safetensors_writer_free(GmxSafetensorsWriter *writer);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxSafetensorsWriter, gmx_safetensors_writer_free)

void gmx_safetensors_writer_add_metadata(GmxSafetensorsWriter *writer, const char *key,
                                         const char *value);
/** Adds a tensor; @data is copied. Names must differ. @shape may be NULL with @rank 0. */
void gmx_safetensors_writer_add(GmxSafetensorsWriter *writer, const char *name, GmxDtype dtype,
                                int rank, const gint64 *shape, gconstpointer data);
/** The bytes of the file. */
GBytes *gmx_safetensors_writer_to_bytes(GmxSafetensorsWriter *writer);
/** Writes to a temporary name, syncs and renames: @path is the old file or the whole new one. */
gboolean gmx_safetensors_writer_save(GmxSafetensorsWriter *writer, const char *path,
                                     GError **error);
