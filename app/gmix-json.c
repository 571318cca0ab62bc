/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The lines of --json. */
#include "app/gmix-json.h"
#include "engine/train/text.h"

#include <stdio.h>

JsonObject *gmix_json_event(const char *event) {
  JsonObject *object = json_object_new();

  json_object_set_string_member(object, "event", event);
  return object;
}

void gmix_json_set_number(JsonObject *object, const char *name, double value) {
  /* The writer makes null of what is not finite. */
  json_object_set_double_member(object, name, value);
}

void gmix_json_print(JsonObject *object) {
  g_autoptr(JsonNode) node = json_node_new(JSON_NODE_OBJECT);
  g_autofree char *text = NULL;

  json_node_take_object(node, object);
  text = gmx_json_to_text(node, FALSE);
  puts(text);
  fflush(stdout);
}
