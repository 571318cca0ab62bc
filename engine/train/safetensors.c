/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The reader of safetensors files. Whatever a file says of itself is checked before it is used. */
#include "engine/train/file.h"
#include "engine/train/safetensors.h"

#include <json-glib/json-glib.h>
#include <string.h>

/* The format's own limit of the header. */
#define MAX_HEADER (100 * 1000 * 1000)
/* Object, tensor, list: nothing in a header lies deeper. json-glib 1.6 recurses without a limit. */
#define MAX_DEPTH 3
#define METADATA "__metadata__"

struct GmxSafetensors {
  char *name;           /* of the file, for messages */
  guint8 *data;         /* the file's data part, aligned as malloc() does */
  gsize length;         /* of the data part */
  GArray *views;        /* of GmxTensorView, names owned by the index */
  GHashTable *index;    /* name → position in views + 1 */
  GHashTable *metadata; /* string → string */
  GPtrArray *copies;    /* data of tensors that do not lie aligned in the file */
};

G_DEFINE_QUARK(gmx_safetensors_error, gmx_safetensors_error)

static const struct {
  const char *name;
  gsize size;
} dtypes[] = {
    [GMX_DTYPE_U8] = {"U8", 1},   [GMX_DTYPE_F32] = {"F32", 4}, [GMX_DTYPE_F64] = {"F64", 8},
    [GMX_DTYPE_I64] = {"I64", 8}, [GMX_DTYPE_U64] = {"U64", 8},
};

const char *gmx_dtype_name(GmxDtype dtype) {
  return dtypes[dtype].name;
}

gsize gmx_dtype_size(GmxDtype dtype) {
  return dtypes[dtype].size;
}

G_GNUC_PRINTF(3, 4)
static gboolean damaged(GmxSafetensors *file, GError **error, const char *format, ...) {
  g_autofree char *reason = NULL;
  va_list arguments;

  va_start(arguments, format);
  reason = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  g_set_error(error, GMX_SAFETENSORS_ERROR, GMX_SAFETENSORS_ERROR_FORMAT, "%s: %s", file->name,
              reason);
  return FALSE;
}

/* Whether member @key of tensor @name holds whole numbers ≥ 0; they go to @out. */
static gboolean read_numbers(GmxSafetensors *file, const char *name, JsonObject *object,
                             const char *key, int most, gint64 *out, int *count, GError **error) {
  JsonNode *node = json_object_get_member(object, key);
  JsonArray *array;

  if (node == NULL || !JSON_NODE_HOLDS_ARRAY(node))
    return damaged(file, error, "tensor “%s” has no list “%s”", name, key);
  array = json_node_get_array(node);
  if (json_array_get_length(array) > (guint)most)
    return damaged(file, error, "tensor “%s” has more than %d numbers in “%s”", name, most, key);
  *count = (int)json_array_get_length(array);
  for (int i = 0; i < *count; i++) {
    JsonNode *element = json_array_get_element(array, i);

    if (!JSON_NODE_HOLDS_VALUE(element) || json_node_get_value_type(element) != G_TYPE_INT64 ||
        json_node_get_int(element) < 0)
      return damaged(file, error, "“%s” of tensor “%s” must hold whole numbers from 0", key, name);
    out[i] = json_node_get_int(element);
  }
  return TRUE;
}

static gboolean read_dtype(GmxSafetensors *file, const char *name, JsonObject *object,
                           GmxDtype *dtype, GError **error) {
  JsonNode *node = json_object_get_member(object, "dtype");

  if (node == NULL || !JSON_NODE_HOLDS_VALUE(node) ||
      json_node_get_value_type(node) != G_TYPE_STRING)
    return damaged(file, error, "tensor “%s” has no dtype", name);
  for (gsize i = 0; i < G_N_ELEMENTS(dtypes); i++)
    if (g_str_equal(dtypes[i].name, json_node_get_string(node))) {
      *dtype = (GmxDtype)i;
      return TRUE;
    }
  return damaged(file, error, "tensor “%s” is of dtype %s; U8, F32, F64, I64 and U64 can be read",
                 name, json_node_get_string(node));
}

/* Elements of @view by its shape. A product beyond any file is damage, not a number. */
static gboolean count_elements(GmxTensorView *view) {
  gsize size = 1;

  for (int i = 0; i < view->rank; i++)
    if (!g_size_checked_mul(&size, size, (gsize)view->shape[i]))
      return FALSE;
  view->size = size;
  return g_size_checked_mul(&size, size, gmx_dtype_size(view->dtype));
}

/* Where @view's data lies, which must be inside of the file and as long as its shape says. */
static gboolean place_tensor(GmxSafetensors *file, GmxTensorView *view, const gint64 offsets[2],
                             GError **error) {
  gsize element = gmx_dtype_size(view->dtype);

  if (offsets[1] < offsets[0] || (guint64)offsets[1] > file->length)
    return damaged(file, error,
                   "data_offsets of tensor “%s” are %" G_GINT64_FORMAT ", %" G_GINT64_FORMAT
                   ", but the file has %" G_GSIZE_FORMAT " bytes of data (is it cut short?)",
                   view->name, offsets[0], offsets[1], file->length);
  if ((gsize)(offsets[1] - offsets[0]) != view->size * element)
    return damaged(file, error,
                   "tensor “%s” has %" G_GINT64_FORMAT " bytes, but its shape and dtype need "
                   "%" G_GSIZE_FORMAT,
                   view->name, offsets[1] - offsets[0], view->size * element);
  view->data = file->data + offsets[0];
  if ((gsize)offsets[0] % element != 0) {
    gpointer copy = g_memdup2(view->data, view->size * element);

    g_ptr_array_add(file->copies, copy);
    view->data = copy;
  }
  return TRUE;
}

/* One member of the header. @spans collects the bytes that belong to somebody. */
static gboolean read_tensor(GmxSafetensors *file, const char *name, JsonNode *node, GArray *spans,
                            GError **error) {
  GmxTensorView view = {0};
  gint64 offsets[2];
  JsonObject *object;
  int count;

  if (!JSON_NODE_HOLDS_OBJECT(node))
    return damaged(file, error, "tensor “%s” is no JSON object", name);
  object = json_node_get_object(node);
  view.name = g_strdup(name);
  g_hash_table_insert(file->index, (gpointer)view.name, GUINT_TO_POINTER(file->views->len + 1));
  if (!read_dtype(file, name, object, &view.dtype, error) ||
      !read_numbers(file, name, object, "shape", GMX_TENSOR_MAX_RANK, view.shape, &view.rank,
                    error) ||
      !read_numbers(file, name, object, "data_offsets", 2, offsets, &count, error))
    return FALSE;
  if (count != 2)
    return damaged(file, error, "data_offsets of tensor “%s” must be two numbers", name);
  if (!count_elements(&view))
    return damaged(file, error, "the shape of tensor “%s” is too large for any file", name);
  if (!place_tensor(file, &view, offsets, error))
    return FALSE;
  g_array_append_val(file->views, view);
  g_array_append_vals(spans, offsets, 1);
  return TRUE;
}

static gboolean read_metadata(GmxSafetensors *file, JsonNode *node, GError **error) {
  JsonObjectIter iter;
  const char *key;
  JsonNode *value;

  if (!JSON_NODE_HOLDS_OBJECT(node))
    return damaged(file, error, METADATA " is no JSON object");
  json_object_iter_init(&iter, json_node_get_object(node));
  while (json_object_iter_next(&iter, &key, &value)) {
    if (!JSON_NODE_HOLDS_VALUE(value) || json_node_get_value_type(value) != G_TYPE_STRING)
      return damaged(file, error, "“%s” in " METADATA " is no string", key);
    g_hash_table_insert(file->metadata, g_strdup(key), g_strdup(json_node_get_string(value)));
  }
  return TRUE;
}

/* First byte of a tensor, and the first one behind it. */
typedef struct {
  gint64 bounds[2];
} Span;

static int compare_spans(gconstpointer a, gconstpointer b) {
  const gint64 *left = a, *right = b;

  if (left[0] != right[0])
    return left[0] < right[0] ? -1 : 1;
  return left[1] < right[1] ? -1 : left[1] > right[1];
}

/* The format wants every byte of the data to belong to exactly one tensor. */
static gboolean check_spans(GmxSafetensors *file, GArray *spans, GError **error) {
  gint64 end = 0;

  g_array_sort(spans, compare_spans);
  for (guint i = 0; i < spans->len; i++) {
    const gint64 *span = g_array_index(spans, Span, i).bounds;

    if (span[0] != end)
      return damaged(file, error, "the data of its tensors %s at byte %" G_GINT64_FORMAT,
                     span[0] < end ? "overlaps" : "has a gap", MIN(span[0], end));
    end = span[1];
  }
  if ((guint64)end != file->length)
    return damaged(file, error,
                   "its tensors end at byte %" G_GINT64_FORMAT " of %" G_GSIZE_FORMAT
                   " bytes of data",
                   end, file->length);
  return TRUE;
}

/* Whether brackets outside of strings nest no deeper than a header needs. */
static gboolean is_shallow(const char *text, gsize length) {
  gboolean in_string = FALSE;
  int depth = 0;

  for (gsize i = 0; i < length; i++) {
    if (in_string && text[i] == '\\')
      i++;
    else if (text[i] == '"')
      in_string = !in_string;
    else if (!in_string && (text[i] == '{' || text[i] == '['))
      depth++;
    else if (!in_string && (text[i] == '}' || text[i] == ']'))
      depth--;
    if (depth > MAX_DEPTH)
      return FALSE;
  }
  return TRUE;
}

static JsonNode *parse_header(GmxSafetensors *file, const char *text, gsize length,
                              GError **error) {
  g_autoptr(JsonParser) parser = json_parser_new_immutable();
  g_autoptr(GError) wrong = NULL;

  if (length == 0 || text[0] != '{' || !g_utf8_validate_len(text, length, NULL) ||
      !is_shallow(text, length) || !json_parser_load_from_data(parser, text, length, &wrong) ||
      !JSON_NODE_HOLDS_OBJECT(json_parser_get_root(parser))) {
    damaged(file, error, "its header is not the JSON object of a safetensors file");
    return NULL;
  }
  return json_node_ref(json_parser_get_root(parser));
}

static gboolean read_header(GmxSafetensors *file, const char *text, gsize length, GError **error) {
  g_autoptr(JsonNode) header = parse_header(file, text, length, error);
  g_autoptr(GArray) spans = g_array_new(FALSE, FALSE, sizeof(Span));
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;

  if (header == NULL)
    return FALSE;
  json_object_iter_init_ordered(&iter, json_node_get_object(header));
  while (json_object_iter_next_ordered(&iter, &name, &member)) {
    gboolean fine = g_str_equal(name, METADATA) ? read_metadata(file, member, error)
                                                : read_tensor(file, name, member, spans, error);

    if (!fine)
      return FALSE;
  }
  return check_spans(file, spans, error);
}

static gboolean read_all(GmxSafetensors *file, const guint8 *bytes, gsize length, GError **error) {
  guint64 header;

  if (length < sizeof header)
    return damaged(file, error, "no safetensors file: it has only %" G_GSIZE_FORMAT " bytes",
                   length);
  memcpy(&header, bytes, sizeof header);
  header = GUINT64_FROM_LE(header);
  if (header > MAX_HEADER || header > length - sizeof header)
    return damaged(file, error,
                   "no safetensors file, or cut short: its header should have %" G_GUINT64_FORMAT
                   " bytes of the file's %" G_GSIZE_FORMAT,
                   header, length);
  file->length = length - sizeof header - header;
  /* Moved to the start of a block of its own, so that an aligned offset is an aligned address. */
  file->data = g_memdup2(bytes + sizeof header + header, file->length);
  return read_header(file, (const char *)bytes + sizeof header, header, error);
}

GmxSafetensors *gmx_safetensors_open_data(const char *name, gconstpointer data, gsize length,
                                          GError **error) {
  g_autoptr(GmxSafetensors) file = g_new0(GmxSafetensors, 1);

  file->name = g_strdup(name);
  file->views = g_array_new(FALSE, TRUE, sizeof(GmxTensorView));
  file->index = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL);
  file->metadata = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  file->copies = g_ptr_array_new_with_free_func(g_free);
  if (!read_all(file, data, length, error))
    return NULL;
  return g_steal_pointer(&file);
}

GmxSafetensors *gmx_safetensors_open(const char *path, GError **error) {
  g_autofree char *bytes = NULL;
  g_autoptr(GError) wrong = NULL;
  gsize length;

  if (!g_file_get_contents(path, &bytes, &length, &wrong)) {
    g_set_error(error, GMX_SAFETENSORS_ERROR, GMX_SAFETENSORS_ERROR_READ, "%s: can't be read: %s",
                path, gmx_file_reason(wrong));
    return NULL;
  }
  return gmx_safetensors_open_data(path, bytes, length, error);
}

void gmx_safetensors_free(GmxSafetensors *file) {
  if (file == NULL)
    return;
  g_free(file->name);
  g_free(file->data);
  g_array_unref(file->views);
  g_hash_table_unref(file->index);
  g_hash_table_unref(file->metadata);
  g_ptr_array_unref(file->copies);
  g_free(file);
}

int gmx_safetensors_count(GmxSafetensors *file) {
  return (int)file->views->len;
}

const GmxTensorView *gmx_safetensors_get(GmxSafetensors *file, int index) {
  g_return_val_if_fail(index >= 0 && index < gmx_safetensors_count(file), NULL);
  return &g_array_index(file->views, GmxTensorView, index);
}

const GmxTensorView *gmx_safetensors_find(GmxSafetensors *file, const char *name) {
  guint position = GPOINTER_TO_UINT(g_hash_table_lookup(file->index, name));

  return position > 0 ? &g_array_index(file->views, GmxTensorView, position - 1) : NULL;
}

const GmxTensorView *gmx_safetensors_require(GmxSafetensors *file, const char *name, GmxDtype dtype,
                                             gssize size, GError **error) {
  const GmxTensorView *view = gmx_safetensors_find(file, name);

  if (view == NULL) {
    g_set_error(error, GMX_SAFETENSORS_ERROR, GMX_SAFETENSORS_ERROR_MISSING,
                "%s: there is no tensor “%s”", file->name, name);
    return NULL;
  }
  if (view->dtype != dtype || (size >= 0 && view->size != (gsize)size)) {
    g_autofree char *wanted =
        size >= 0 ? g_strdup_printf("%" G_GSSIZE_FORMAT, size) : g_strdup("any number of");

    g_set_error(error, GMX_SAFETENSORS_ERROR, GMX_SAFETENSORS_ERROR_TYPE,
                "%s: tensor “%s” holds %" G_GSIZE_FORMAT " %s, but should hold %s %s", file->name,
                name, view->size, gmx_dtype_name(view->dtype), wanted, gmx_dtype_name(dtype));
    return NULL;
  }
  return view;
}

const char *gmx_safetensors_get_metadata(GmxSafetensors *file, const char *key) {
  return g_hash_table_lookup(file->metadata, key);
}
