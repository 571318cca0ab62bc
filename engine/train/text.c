/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Shortest numbers, and a JSON writer that uses them. */
#include "engine/train/text.h"

#include <math.h>

typedef struct {
  GString *out;
  gboolean pretty;
  int depth;
} Printer;

static char *print_special(double value, char text[GMX_NUMBER_SIZE]) {
  const char *word = isnan(value) ? "nan" : value > 0 ? "inf" : "-inf";

  g_strlcpy(text, word, GMX_NUMBER_SIZE);
  return text;
}

char *gmx_number_shortest(double value, char text[GMX_NUMBER_SIZE]) {
  if (!isfinite(value))
    return print_special(value, text);
  /* "%g" would make 1e+01 of 10. */
  if (value == floor(value) && fabs(value) < 1e15)
    return g_ascii_formatd(text, GMX_NUMBER_SIZE, "%.0f", value);
  for (int digits = 1; digits <= 17; digits++) {
    char format[8];

    g_snprintf(format, sizeof format, "%%.%dg", digits);
    g_ascii_formatd(text, GMX_NUMBER_SIZE, format, value);
    if (g_ascii_strtod(text, NULL) == value)
      break;
  }
  return text;
}

char *gmx_number_csv(double value, char text[GMX_NUMBER_SIZE]) {
  if (isnan(value)) {
    text[0] = '\0';
    return text;
  }
  if (isinf(value))
    return print_special(value, text);
  return g_ascii_formatd(text, GMX_NUMBER_SIZE, "%.9g", value);
}

static void print_node(Printer *printer, JsonNode *node);

static void new_line(Printer *printer) {
  if (!printer->pretty)
    return;
  g_string_append_c(printer->out, '\n');
  for (int i = 0; i < printer->depth; i++)
    g_string_append(printer->out, "  ");
}

static void print_string(GString *out, const char *text) {
  g_string_append_c(out, '"');
  for (; *text != '\0'; text++) {
    if (*text == '"' || *text == '\\')
      g_string_append_printf(out, "\\%c", *text);
    else if ((guchar)*text < 0x20 || *text == 0x7f)
      g_string_append_printf(out, "\\u%04x", (guchar)*text);
    else
      g_string_append_c(out, *text);
  }
  g_string_append_c(out, '"');
}

static void print_double(GString *out, double value) {
  char text[GMX_NUMBER_SIZE];

  if (!isfinite(value)) {
    g_string_append(out, "null");
    return;
  }
  g_string_append(out, gmx_number_shortest(value, text));
  /* A reader with types should see a number with a fraction where one may stand. */
  if (strpbrk(text, ".e") == NULL)
    g_string_append(out, ".0");
}

static void print_value(GString *out, JsonNode *node) {
  switch (json_node_get_value_type(node)) {
  case G_TYPE_STRING:
    print_string(out, json_node_get_string(node));
    break;
  case G_TYPE_BOOLEAN:
    g_string_append(out, json_node_get_boolean(node) ? "true" : "false");
    break;
  case G_TYPE_DOUBLE:
    print_double(out, json_node_get_double(node));
    break;
  default:
    g_string_append_printf(out, "%" G_GINT64_FORMAT, json_node_get_int(node));
  }
}

static void print_object(Printer *printer, JsonObject *object) {
  JsonObjectIter iter;
  const char *name;
  JsonNode *member;
  gboolean first = TRUE;

  g_string_append_c(printer->out, '{');
  printer->depth++;
  json_object_iter_init_ordered(&iter, object);
  while (json_object_iter_next_ordered(&iter, &name, &member)) {
    if (!first)
      g_string_append(printer->out, printer->pretty ? "," : ", ");
    first = FALSE;
    new_line(printer);
    print_string(printer->out, name);
    g_string_append(printer->out, ": ");
    print_node(printer, member);
  }
  printer->depth--;
  if (!first)
    new_line(printer);
  g_string_append_c(printer->out, '}');
}

static void print_array(Printer *printer, JsonArray *array) {
  guint length = json_array_get_length(array);

  g_string_append_c(printer->out, '[');
  printer->depth++;
  for (guint i = 0; i < length; i++) {
    if (i > 0)
      g_string_append(printer->out, printer->pretty ? "," : ", ");
    new_line(printer);
    print_node(printer, json_array_get_element(array, i));
  }
  printer->depth--;
  if (length > 0)
    new_line(printer);
  g_string_append_c(printer->out, ']');
}

static void print_node(Printer *printer, JsonNode *node) {
  switch (json_node_get_node_type(node)) {
  case JSON_NODE_OBJECT:
    print_object(printer, json_node_get_object(node));
    break;
  case JSON_NODE_ARRAY:
    print_array(printer, json_node_get_array(node));
    break;
  case JSON_NODE_VALUE:
    print_value(printer->out, node);
    break;
  default:
    g_string_append(printer->out, "null");
  }
}

char *gmx_json_to_text(JsonNode *node, gboolean pretty) {
  Printer printer = {.out = g_string_new(NULL), .pretty = pretty};

  print_node(&printer, node);
  return g_string_free(printer.out, FALSE);
}
