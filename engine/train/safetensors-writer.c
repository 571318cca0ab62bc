/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The writer of safetensors files. */
#include "engine/train/safetensors.h"
#include "engine/train/file.h"
#include "engine/train/text.h"

typedef struct {
  char *name;
  GmxDtype dtype;
  JsonArray *shape;
  GBytes *data;
} Tensor;

struct GmxSafetensorsWriter {
  GPtrArray *tensors; /* of Tensor */
  JsonObject *metadata;
};

static void tensor_free(gpointer data) {
  Tensor *tensor = data;

  g_free(tensor->name);
  json_array_unref(tensor->shape);
  g_bytes_unref(tensor->data);
  g_free(tensor);
}

GmxSafetensorsWriter *gmx_safetensors_writer_new(void) {
  GmxSafetensorsWriter *writer = g_new0(GmxSafetensorsWriter, 1);

  writer->tensors = g_ptr_array_new_with_free_func(tensor_free);
  writer->metadata = json_object_new();
  return writer;
}

void gmx_safetensors_writer_free(GmxSafetensorsWriter *writer) {
  if (writer == NULL)
    return;
  g_ptr_array_unref(writer->tensors);
  json_object_unref(writer->metadata);
  g_free(writer);
}

void gmx_safetensors_writer_add_metadata(GmxSafetensorsWriter *writer, const char *key,
                                         const char *value) {
  json_object_set_string_member(writer->metadata, key, value);
}

void gmx_safetensors_writer_add(GmxSafetensorsWriter *writer, const char *name, GmxDtype dtype,
                                int rank, const gint64 *shape, gconstpointer data) {
  Tensor *tensor = g_new0(Tensor, 1);
  gsize size = gmx_dtype_size(dtype);

  g_return_if_fail(rank >= 0 && rank <= GMX_TENSOR_MAX_RANK);
  tensor->name = g_strdup(name);
  tensor->dtype = dtype;
  tensor->shape = json_array_new();
  for (int i = 0; i < rank; i++) {
    json_array_add_int_element(tensor->shape, shape[i]);
    size *= (gsize)shape[i];
  }
  tensor->data = g_bytes_new(data, size);
  g_ptr_array_add(writer->tensors, tensor);
}

static void describe(JsonObject *header, const Tensor *tensor, gsize offset) {
  JsonObject *object = json_object_new();
  JsonArray *offsets = json_array_new();

  json_array_add_int_element(offsets, (gint64)offset);
  json_array_add_int_element(offsets, (gint64)(offset + g_bytes_get_size(tensor->data)));
  json_object_set_string_member(object, "dtype", gmx_dtype_name(tensor->dtype));
  json_object_set_array_member(object, "shape", json_array_ref(tensor->shape));
  json_object_set_array_member(object, "data_offsets", offsets);
  json_object_set_object_member(header, tensor->name, object);
}

/* The header's text, filled up with spaces so that the data begins at a multiple of 8. */
static GString *make_header(GmxSafetensorsWriter *writer, const gsize *offsets) {
  g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
  JsonObject *header = json_object_new();
  g_autofree char *text = NULL;
  GString *out;

  json_node_take_object(node, header);
  if (json_object_get_size(writer->metadata) > 0)
    json_object_set_object_member(header, "__metadata__", json_object_ref(writer->metadata));
  for (guint i = 0; i < writer->tensors->len; i++)
    describe(header, g_ptr_array_index(writer->tensors, i), offsets[i]);
  text = gmx_json_to_text(node, FALSE);
  out = g_string_new(text);
  while (out->len % 8 != 0)
    g_string_append_c(out, ' ');
  return out;
}

/* The data stands in the order of falling element size, so that each tensor lies aligned without
 * gaps, which the format does not allow. @data receives it, @offsets where each tensor begins. */
static void lay_out(GmxSafetensorsWriter *writer, GByteArray *data, gsize *offsets) {
  static const gsize sizes[] = {8, 4, 1};

  for (gsize pass = 0; pass < G_N_ELEMENTS(sizes); pass++)
    for (guint i = 0; i < writer->tensors->len; i++) {
      const Tensor *tensor = g_ptr_array_index(writer->tensors, i);
      gsize length;
      const guint8 *bytes = g_bytes_get_data(tensor->data, &length);

      if (gmx_dtype_size(tensor->dtype) != sizes[pass])
        continue;
      offsets[i] = data->len;
      if (length > 0)
        g_byte_array_append(data, bytes, (guint)length);
    }
}

GBytes *gmx_safetensors_writer_to_bytes(GmxSafetensorsWriter *writer) {
  g_autofree gsize *offsets = g_new0(gsize, writer->tensors->len + 1);
  g_autoptr(GByteArray) data = g_byte_array_new();
  GByteArray *file = g_byte_array_new();
  GString *header;
  guint64 length;

  lay_out(writer, data, offsets);
  header = make_header(writer, offsets);
  length = GUINT64_TO_LE((guint64)header->len);
  g_byte_array_append(file, (const guint8 *)&length, sizeof length);
  g_byte_array_append(file, (const guint8 *)header->str, (guint)header->len);
  g_byte_array_append(file, data->data, data->len);
  g_string_free(header, TRUE);
  return g_byte_array_free_to_bytes(file);
}

gboolean gmx_safetensors_writer_save(GmxSafetensorsWriter *writer, const char *path,
                                     GError **error) {
  g_autoptr(GBytes) bytes = gmx_safetensors_writer_to_bytes(writer);
  gsize length;
  const char *data = g_bytes_get_data(bytes, &length);

  return gmx_file_replace(path, data, length, error);
}
