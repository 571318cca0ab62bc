/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Settings from text and JSON and back, and the messages for what is wrong with them.
 *
 * Every message about a value begins with the setting's name, so that a caller can put "--" or a
 * file's name before it. */
#include "engine/train/config-private.h"
#include "engine/train/text.h"

#include <errno.h>
#include <math.h>

#define MAX_HIDDEN 8
#define MAX_WIDTH 4096
#define MAX_TEXT 4096

G_GNUC_PRINTF(2, 3)
static gboolean refuse(GError **error, const char *format, ...) {
  g_autofree char *message = NULL;
  va_list arguments;

  va_start(arguments, format);
  message = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  g_set_error_literal(error, GMX_CONFIG_ERROR, GMX_CONFIG_ERROR_VALUE, message);
  return FALSE;
}

/* "256,128" into @widths. FALSE where it is no such list. */
static gboolean parse_hidden(const char *text, int widths[MAX_HIDDEN], int *count) {
  g_auto(GStrv) parts = g_strsplit(text, ",", MAX_HIDDEN + 1);

  *count = 0;
  for (char **part = parts; *part != NULL; part++) {
    guint64 width;

    if (*count == MAX_HIDDEN ||
        !g_ascii_string_to_unsigned(g_strstrip(*part), 10, 1, MAX_WIDTH, &width, NULL))
      return FALSE;
    widths[(*count)++] = (int)width;
  }
  return *count > 0;
}

static gboolean check_hidden(const char *text, GError **error) {
  int widths[MAX_HIDDEN], count;

  if (parse_hidden(text, widths, &count))
    return TRUE;
  return refuse(error,
                "hidden must be 1 to %d widths of 1 to %d with commas between them, as 256,128, "
                "not “%s”",
                MAX_HIDDEN, MAX_WIDTH, text);
}

static gboolean check_method(const char *text, GError **error) {
  g_autofree char *known = g_strjoinv(", ", (char **)gmx_method_names());

  if (gmx_method_find(text) != NULL || g_str_equal(text, "custom"))
    return TRUE;
  return refuse(error, "method must be one of %s, not “%s”", known, text);
}

gboolean gmx_setting_check_text(GmxSettingId id, const char *text, GError **error) {
  if (text == NULL)
    text = "";
  if (strlen(text) > MAX_TEXT || !g_utf8_validate(text, -1, NULL))
    return refuse(error, "a setting's text must be UTF-8 of at most %d bytes", MAX_TEXT);
  switch (id) {
  case PROP_DATA:
    return text[0] != '\0' ||
           refuse(error,
                  "data must be shapes, fashion-mnist, the path of a folder, a set of points "
                  "(moons, circles, spirals, blobs, xor, stripes) or the path of a CSV file");
  case PROP_MODEL:
    return gmx_model_is_known(text) ||
           refuse(error, "model must be one of %s, not “%s”", gmx_model_known_names(), text);
  case PROP_HIDDEN:
    return check_hidden(text, error);
  case PROP_METHOD:
    return check_method(text, error);
  default:
    return TRUE;
  }
}

int *gmx_config_get_hidden(GmxConfig *config, int *count, GError **error) {
  g_autofree char *text = gmx_config_get_string(config, "hidden");
  int widths[MAX_HIDDEN];

  if (!check_hidden(text, error))
    return NULL;
  parse_hidden(text, widths, count);
  return g_memdup2(widths, (gsize)*count * sizeof *widths);
}

static gboolean parse_int(GParamSpec *setting, const char *text, GValue *value, GError **error) {
  GParamSpecInt *range = G_PARAM_SPEC_INT(setting);
  gint64 number;

  if (!g_ascii_string_to_signed(text, 10, range->minimum, range->maximum, &number, NULL))
    return refuse(error, "%s must be a whole number from %d to %d, not “%s”", setting->name,
                  range->minimum, range->maximum, text);
  g_value_set_int(value, (int)number);
  return TRUE;
}

static gboolean parse_double(GParamSpec *setting, const char *text, GValue *value, GError **error) {
  GParamSpecDouble *range = G_PARAM_SPEC_DOUBLE(setting);
  char least[GMX_NUMBER_SIZE], most[GMX_NUMBER_SIZE];
  char *end;
  double number = g_ascii_strtod(text, &end);

  if (end == text || *end != '\0' || !isfinite(number) || number < range->minimum ||
      number > range->maximum)
    return refuse(error, "%s must be a number from %s to %s, not “%s”", setting->name,
                  gmx_number_shortest(range->minimum, least),
                  gmx_number_shortest(range->maximum, most), text);
  g_value_set_double(value, number);
  return TRUE;
}

static gboolean parse_boolean(GParamSpec *setting, const char *text, GValue *value,
                              GError **error) {
  static const char *const yes[] = {"true", "yes", "on", "1", NULL};
  static const char *const no[] = {"false", "no", "off", "0", NULL};

  if (!g_strv_contains(yes, text) && !g_strv_contains(no, text))
    return refuse(error, "%s must be true or false, not “%s”", setting->name, text);
  g_value_set_boolean(value, g_strv_contains(yes, text));
  return TRUE;
}

static gboolean parse_enum(GParamSpec *setting, const char *text, GValue *value, GError **error) {
  GEnumClass *klass = G_PARAM_SPEC_ENUM(setting)->enum_class;
  GEnumValue *choice = g_enum_get_value_by_nick(klass, text);
  g_autoptr(GString) known = NULL;

  if (choice != NULL) {
    g_value_set_enum(value, choice->value);
    return TRUE;
  }
  known = g_string_new(klass->values[0].value_nick);
  for (guint i = 1; i < klass->n_values; i++)
    g_string_append_printf(known, ", %s", klass->values[i].value_nick);
  return refuse(error, "%s must be one of %s, not “%s”", setting->name, known->str, text);
}

static gboolean parse(GParamSpec *setting, const char *text, GValue *value, GError **error) {
  if (G_IS_PARAM_SPEC_INT(setting))
    return parse_int(setting, text, value, error);
  if (G_IS_PARAM_SPEC_DOUBLE(setting))
    return parse_double(setting, text, value, error);
  if (G_IS_PARAM_SPEC_BOOLEAN(setting))
    return parse_boolean(setting, text, value, error);
  if (G_IS_PARAM_SPEC_ENUM(setting))
    return parse_enum(setting, text, value, error);
  if (!gmx_setting_check_text(setting->param_id, text, error))
    return FALSE;
  g_value_set_string(value, text);
  return TRUE;
}

gboolean gmx_config_set_from_string(GmxConfig *config, const char *name, const char *text,
                                    GError **error) {
  GParamSpec *setting = gmx_setting_find(name, error);
  g_auto(GValue) value = G_VALUE_INIT;

  if (setting == NULL)
    return FALSE;
  g_value_init(&value, G_PARAM_SPEC_VALUE_TYPE(setting));
  if (!parse(setting, text, &value, error))
    return FALSE;
  g_object_set_property(G_OBJECT(config), name, &value);
  return TRUE;
}

static char *value_to_string(GParamSpec *setting, const GValue *value) {
  char number[GMX_NUMBER_SIZE];

  if (G_IS_PARAM_SPEC_INT(setting))
    return g_strdup_printf("%d", g_value_get_int(value));
  if (G_IS_PARAM_SPEC_DOUBLE(setting))
    return g_strdup(gmx_number_shortest(g_value_get_double(value), number));
  if (G_IS_PARAM_SPEC_BOOLEAN(setting))
    return g_strdup(g_value_get_boolean(value) ? "true" : "false");
  if (G_IS_PARAM_SPEC_ENUM(setting))
    return g_strdup(
        g_enum_get_value(G_PARAM_SPEC_ENUM(setting)->enum_class, g_value_get_enum(value))
            ->value_nick);
  return g_value_dup_string(value);
}

char *gmx_config_to_string(GmxConfig *config, const char *name) {
  GParamSpec *setting = gmx_setting_find(name, NULL);
  g_auto(GValue) value = G_VALUE_INIT;

  g_return_val_if_fail(setting != NULL, NULL);
  g_object_get_property(G_OBJECT(config), name, &value);
  return value_to_string(setting, &value);
}

gboolean gmx_config_agree(GmxConfig *a, GmxConfig *b, const char *name) {
  g_autofree char *left = gmx_config_to_string(a, name);
  g_autofree char *right = gmx_config_to_string(b, name);

  return g_strcmp0(left, right) == 0;
}

gboolean gmx_config_validate(GmxConfig *config, GError **error) {
  g_autofree char *combine = gmx_config_to_string(config, "combine");

  if (gmx_config_get_enum(config, "combine") == GMX_COMBINE_ALL ||
      gmx_config_get_enum(config, "perturb") != GMX_PERTURB_NONE)
    return TRUE;
  g_set_error(error, GMX_CONFIG_ERROR, GMX_CONFIG_ERROR_CONFLICT,
              "combine %s needs a perturbation (without one every sharpness is 0): choose perturb "
              "sam or asam, or combine all",
              combine);
  return FALSE;
}

JsonNode *gmx_config_to_json(GmxConfig *config) {
  g_autofree GParamSpec **list = NULL;
  JsonObject *object = json_object_new();
  JsonNode *node = json_node_new(JSON_NODE_OBJECT);
  guint count;

  list = gmx_config_list(&count);
  for (guint i = 0; i < count; i++) {
    const char *name = list[i]->name;

    if (G_IS_PARAM_SPEC_INT(list[i]))
      json_object_set_int_member(object, name, gmx_config_get_int(config, name));
    else if (G_IS_PARAM_SPEC_DOUBLE(list[i]))
      json_object_set_double_member(object, name, gmx_config_get_double(config, name));
    else if (G_IS_PARAM_SPEC_BOOLEAN(list[i]))
      json_object_set_boolean_member(object, name, gmx_config_get_boolean(config, name));
    else {
      g_autofree char *text = gmx_config_to_string(config, name);

      json_object_set_string_member(object, name, text);
    }
  }
  json_node_take_object(node, object);
  return node;
}

char *gmx_json_value_to_string(JsonNode *node) {
  char number[GMX_NUMBER_SIZE];

  if (!JSON_NODE_HOLDS_VALUE(node))
    return NULL;
  switch (json_node_get_value_type(node)) {
  case G_TYPE_STRING:
    return g_strdup(json_node_get_string(node));
  case G_TYPE_BOOLEAN:
    return g_strdup(json_node_get_boolean(node) ? "true" : "false");
  case G_TYPE_DOUBLE:
    return g_strdup(gmx_number_shortest(json_node_get_double(node), number));
  default:
    return g_strdup_printf("%" G_GINT64_FORMAT, json_node_get_int(node));
  }
}

static gboolean set_from_json(GmxConfig *config, const char *name, JsonNode *node, GError **error) {
  g_autofree char *text = gmx_json_value_to_string(node);

  if (text == NULL)
    return refuse(error, "%s must be one value, not a list or an object", name);
  return gmx_config_set_from_string(config, name, text, error);
}

GmxConfig *gmx_config_from_json(JsonNode *node, GError **error) {
  g_autoptr(GmxConfig) config = gmx_config_new();
  g_autofree GParamSpec **list = NULL;
  g_autoptr(GList) members = NULL;
  JsonObject *object;
  guint count;

  if (!JSON_NODE_HOLDS_OBJECT(node)) {
    refuse(error, "settings must be a JSON object");
    return NULL;
  }
  object = json_node_get_object(node);
  members = json_object_get_members(object);
  for (GList *l = members; l != NULL; l = l->next)
    if (gmx_setting_find(l->data, error) == NULL)
      return NULL;
  /* In the order of the settings, so that a method does not undo what is said of its axes. */
  list = gmx_config_list(&count);
  for (guint i = 0; i < count; i++)
    if (json_object_has_member(object, list[i]->name) &&
        !set_from_json(config, list[i]->name, json_object_get_member(object, list[i]->name), error))
      return NULL;
  if (!gmx_config_validate(config, error))
    return NULL;
  return g_steal_pointer(&config);
}
