/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run in words of JSON: settings, seeds, versions and data. */
#include "engine/train/run-description.h"

#include "engine/nn/random.h"
#include "engine/train/run-folder.h"

static JsonObject *describe_seeds(GmxConfig *config) {
  static const struct {
    const char *name;
    GmxStream stream;
  } streams[] = {
      {"weights", GMX_STREAM_WEIGHTS},
      {"order", GMX_STREAM_ORDER},
      {"mix", GMX_STREAM_MIX},
      {"augment", GMX_STREAM_AUGMENT},
      {"label-noise", GMX_STREAM_LABEL_NOISE},
      {"probe", GMX_STREAM_PROBE},
      {"data", GMX_STREAM_DATA},
  };
  JsonObject *seeds = json_object_new(), *numbers = json_object_new();

  for (gsize i = 0; i < G_N_ELEMENTS(streams); i++)
    json_object_set_int_member(numbers, streams[i].name, streams[i].stream);
  json_object_set_int_member(seeds, "seed", gmx_config_get_int(config, "seed"));
  json_object_set_object_member(seeds, "streams", numbers);
  return seeds;
}

static JsonObject *describe_versions(void) {
  JsonObject *versions = json_object_new();
  g_autofree char *glib =
      g_strdup_printf("%u.%u.%u", glib_major_version, glib_minor_version, glib_micro_version);

  json_object_set_string_member(versions, "gmix-studio", gmx_version());
  json_object_set_string_member(versions, "glib", glib);
  return versions;
}

/* One number a channel, as a float is stored: what batches are normalised by. */
static JsonArray *describe_channels(const float *values, int count) {
  JsonArray *array = json_array_new();

  for (int i = 0; i < count; i++)
    json_array_add_double_element(array, values[i]);
  return array;
}

static JsonArray *describe_classes(GmxDataset *dataset) {
  JsonArray *array = json_array_new();

  for (int i = 0; i < gmx_dataset_get_classes(dataset); i++)
    json_array_add_string_element(array, gmx_dataset_get_class_name(dataset, i));
  return array;
}

static JsonObject *describe_dataset(GmxDataset *dataset) {
  JsonObject *object = json_object_new();
  GmxShape shape = gmx_dataset_get_shape(dataset);

  json_object_set_string_member(object, "title", gmx_dataset_get_title(dataset));
  json_object_set_string_member(object, "checksum", gmx_dataset_get_checksum(dataset));
  json_object_set_int_member(object, "training", gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN));
  json_object_set_int_member(object, "held_out", gmx_dataset_get_count(dataset, GMX_SPLIT_TEST));
  json_object_set_int_member(object, "classes", gmx_dataset_get_classes(dataset));
  json_object_set_int_member(object, "channels", shape.channels);
  json_object_set_int_member(object, "height", shape.height);
  json_object_set_int_member(object, "width", shape.width);
  json_object_set_array_member(object, "mean",
                               describe_channels(gmx_dataset_get_mean(dataset), shape.channels));
  json_object_set_array_member(
      object, "deviation", describe_channels(gmx_dataset_get_deviation(dataset), shape.channels));
  json_object_set_array_member(object, "class_names", describe_classes(dataset));
  return object;
}

JsonNode *gmx_run_describe(GmxConfig *config, GmxDataset *dataset) {
  JsonNode *node = json_node_new(JSON_NODE_OBJECT);
  JsonObject *run = json_object_new();

  json_object_set_int_member(run, "format", 1);
  json_object_set_member(run, "settings", gmx_config_to_json(config));
  json_object_set_object_member(run, "seeds", describe_seeds(config));
  json_object_set_object_member(run, "versions", describe_versions());
  json_object_set_object_member(run, "dataset", describe_dataset(dataset));
  json_node_take_object(node, run);
  return node;
}
