/* SPDX-License-Identifier: GPL-3.0-or-later */
/* From a run's folder to the network in it, and on to an ONNX file. */
#include "engine/runs/export.h"

#include "engine/runs/onnx.h"
#include "engine/train/checkpoint.h"
#include "engine/train/file.h"
#include "engine/train/run-folder.h"
#include "engine/train/text.h"

/* What run.json says of the images. */
typedef struct {
  JsonObject *dataset; /* borrowed */
  GmxShape shape;
  int classes;
  float *mean, *deviation; /* [channels] */
} Images;

static void images_clear(Images *images) {
  g_free(images->mean);
  g_free(images->deviation);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Images, images_clear)

static int read_int(JsonObject *object, const char *name) {
  const gint64 value = json_object_get_int_member_with_default(object, name, 0);
  return value > 0 && value <= G_MAXINT16 ? (int)value : 0;
}

/* Member @name, an array of @count numbers; NULL where there is none. */
static float *read_floats(JsonObject *object, const char *name, int count) {
  JsonNode *node = json_object_get_member(object, name);
  JsonArray *array = node && JSON_NODE_HOLDS_ARRAY(node) ? json_node_get_array(node) : NULL;
  if (!array || json_array_get_length(array) != (guint)count)
    return NULL;
  float *values = g_new(float, count);
  for (int i = 0; i < count; i++)
    values[i] = (float)json_array_get_double_element(array, (guint)i);
  return values;
}

/* From the data set itself: run.json of earlier versions does not tell. */
static gboolean measure(Images *images, const GmxRunInfo *run, GError **error) {
  g_autofree char *data = gmx_config_get_string(run->config, "data");
  g_autoptr(GmxDataset) dataset = gmx_config_load_dataset(run->config, NULL, NULL, NULL, error);
  if (!dataset)
    return FALSE;
  if (!g_str_equal(gmx_dataset_get_checksum(dataset), run->dataset_checksum)) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT,
                "%s is not the data that run %s was trained with: its checksum differs", data,
                run->name);
    return FALSE;
  }
  const gsize size = sizeof(float) * (gsize)images->shape.channels;
  g_free(images->mean);
  g_free(images->deviation);
  images->mean = g_memdup2(gmx_dataset_get_mean(dataset), size);
  images->deviation = g_memdup2(gmx_dataset_get_deviation(dataset), size);
  return TRUE;
}

static gboolean images_read(Images *images, const GmxRunInfo *run, GError **error) {
  JsonObject *root = json_node_get_object(run->description);
  images->dataset = json_object_get_object_member(root, "dataset");
  images->shape =
      (GmxShape){read_int(images->dataset, "channels"), read_int(images->dataset, "height"),
                 read_int(images->dataset, "width")};
  images->classes = read_int(images->dataset, "classes");
  images->mean = read_floats(images->dataset, "mean", images->shape.channels);
  images->deviation = read_floats(images->dataset, "deviation", images->shape.channels);
  return (images->mean && images->deviation) || measure(images, run, error);
}

/* The network with the checkpoint's weights; *@step receives how many steps it has learned. */
static GmxModel *load_model(const GmxRunInfo *run, const Images *images, gint64 *step,
                            GError **error) {
  g_autofree char *name = gmx_config_get_string(run->config, "model");
  g_autofree char *path = g_build_filename(run->path, "checkpoint.safetensors", NULL);
  char message[256] = "";
  int count = 0;
  g_autofree int *hidden = gmx_config_get_hidden(run->config, &count, error);
  if (!hidden)
    return NULL;
  GmxCheckpoint checkpoint = {
      .model = gmx_model_new(name, images->shape, images->classes, hidden, count, message)};
  if (!checkpoint.model) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT, "%s/run.json: %s", run->path, message);
    return NULL;
  }
  if (!gmx_checkpoint_load(path, &checkpoint, error)) {
    gmx_model_free(checkpoint.model);
    return NULL;
  }
  *step = checkpoint.step;
  return checkpoint.model;
}

/* Member @name of run.json's data set in one line; "[]" where it is missing. */
static char *print_member(JsonObject *object, const char *name) {
  JsonNode *node = json_object_get_member(object, name);
  return node ? gmx_json_to_text(node, FALSE) : g_strdup("[]");
}

static char *print_floats(const float *values, int count) {
  char number[GMX_NUMBER_SIZE];
  GString *text = g_string_new("[");
  for (int i = 0; i < count; i++)
    g_string_append_printf(text, "%s%s", i > 0 ? "," : "", gmx_number_shortest(values[i], number));
  return g_string_free(g_string_append_c(text, ']'), FALSE);
}

static GByteArray *make_file(GmxModel *model, const GmxRunInfo *run, const Images *images,
                             gint64 step) {
  g_autofree char *steps = g_strdup_printf("%" G_GINT64_FORMAT, step);
  g_autofree char *classes = print_member(images->dataset, "class_names");
  g_autofree char *mean = print_floats(images->mean, images->shape.channels);
  g_autofree char *deviation = print_floats(images->deviation, images->shape.channels);
  const char *const notes[] = {
      "model", gmx_model_name(model), "step",    steps, "classes", classes, "mean",
      mean,    "deviation",           deviation, "run", run->name, NULL};
  return gmx_onnx_from_model(model, images->mean, images->deviation, notes);
}

gboolean gmx_export_onnx(const char *run_path, const char *path, GError **error) {
  g_autoptr(GmxRunInfo) run = gmx_run_info_load(run_path, error);
  g_auto(Images) images = {0};
  gint64 step = 0;
  if (!run || !images_read(&images, run, error))
    return FALSE;
  GmxModel *model = load_model(run, &images, &step, error);
  if (!model)
    return FALSE;
  g_autoptr(GByteArray) file = make_file(model, run, &images, step);
  gmx_model_free(model);
  return gmx_file_replace(path, file->data, file->len, error);
}
