/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Presets: settings of a method and its optimizer under a name. */
#include "ui/presets.h"

#include "engine/train/file.h"
#include "engine/train/text.h"

#include <errno.h>
#include <glib/gi18n.h>
#include <glib/gstdio.h>
#include <string.h>

#define SUFFIX ".json"
#define LONGEST_NAME 80 /* bytes: any file system takes it, and a menu shows it */

void gmx_preset_free(GmxPreset *preset) {
  g_free(preset->name);
  g_free(preset->title);
  g_strfreev(preset->values);
  g_free(preset);
}

/* Batch size and augmentation stand beside the data in the sidebar, and are how one trains. */
gboolean gmx_preset_has(GParamSpec *setting) {
  const char *group = gmx_setting_info(setting)->group;
  if (g_str_equal(setting->name, "batch") || g_str_equal(setting->name, "augment"))
    return TRUE;
  return !g_str_equal(group, "data") && !g_str_equal(group, "run");
}

/* Published. Only what a paper says of the method and its optimizer is here; the rest stays as it
 * is. Of G-Mix's paper only the abstract could be read, which has no figures. */

static const struct {
  const char *name, *title, *values[20];
} published[] = {
    {"mixup-cifar-10",
     N_("mixup on CIFAR-10 (arXiv 1710.09412)"),
     {"batch", "128", "method", "mixup", "alpha", "1", "lambda-per-example", "false", "optimizer",
      "sgd", "lr", "0.1", "weight-decay", "0.0001"}},
    {"sam-cifar-10", N_("SAM on CIFAR-10 (arXiv 2010.01412)"), {"method", "sam", "rho", "0.05"}},
    {"g-mix-defaults",
     N_("G-Mix: our defaults, its paper's are unknown"),
     {"method", "g-mix", "alpha", "1", "lambda-per-example", "false", "rho", "0.05"}},
};

GPtrArray *gmx_presets_published(void) {
  GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify)gmx_preset_free);
  for (gsize i = 0; i < G_N_ELEMENTS(published); i++) {
    GmxPreset *preset = g_new0(GmxPreset, 1);
    preset->name = g_strdup(published[i].name);
    preset->title = g_strdup(_(published[i].title));
    preset->values = g_strdupv((char **)published[i].values);
    g_ptr_array_add(list, preset);
  }
  return list;
}

/* Reading */

char *gmx_presets_folder(void) {
  return g_build_filename(g_get_user_data_dir(), "gmix-studio", "presets", NULL);
}

char *gmx_preset_path(const char *folder, const char *name) {
  g_autofree char *file = g_strconcat(name, SUFFIX, NULL);
  return g_build_filename(folder, file, NULL);
}

static JsonNode *read_node(const char *path, GError **error) {
  g_autoptr(JsonParser) parser = json_parser_new();
  g_autofree char *text = NULL;
  gsize length;
  if (!g_file_get_contents(path, &text, &length, error) ||
      !json_parser_load_from_data(parser, text, (gssize)length, error))
    return NULL;
  JsonNode *root = json_parser_steal_root(parser);
  if (root && JSON_NODE_HOLDS_OBJECT(root))
    return root;
  g_clear_pointer(&root, json_node_unref);
  g_set_error_literal(error, GMX_CONFIG_ERROR, GMX_CONFIG_ERROR_VALUE,
                      "it must be a JSON object of settings");
  return NULL;
}

/* The values of what @object mentions, as the settings write them. */
static char **read_values(JsonObject *object, GmxConfig *config, GError **error) {
  guint count = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  g_autoptr(GStrvBuilder) values = g_strv_builder_new();
  for (guint i = 0; i < count; i++) {
    const char *name = all[i]->name;
    if (!json_object_has_member(object, name))
      continue;
    if (!gmx_preset_has(all[i])) {
      g_set_error(error, GMX_CONFIG_ERROR, GMX_CONFIG_ERROR_VALUE,
                  "“%s” is no part of a preset, which says how to train and not on what", name);
      return NULL;
    }
    g_autofree char *text = gmx_config_to_string(config, name);
    g_strv_builder_add_many(values, name, text, NULL);
  }
  return g_strv_builder_end(values);
}

static char **read_file(const char *path, GError **error) {
  g_autoptr(JsonNode) node = read_node(path, error);
  g_autoptr(GmxConfig) config = node ? gmx_config_from_json(node, error) : NULL;
  return config ? read_values(json_node_get_object(node), config, error) : NULL;
}

/* "mine.json: there is no setting “rh”": the file's name, and a reason without the way to it. */
static char *complain(const char *file, const GError *error) {
  const char *reason = error->message;
  if (error->domain == G_FILE_ERROR)
    reason = gmx_file_reason(error);
  else if (g_str_has_prefix(reason, "<data>:"))
    reason += strlen("<data>:");
  return g_strdup_printf("%s: %s", file, reason);
}

static int by_title(gconstpointer a, gconstpointer b) {
  const GmxPreset *left = *(GmxPreset *const *)a, *right = *(GmxPreset *const *)b;
  return g_utf8_collate(left->title, right->title);
}

static char **list_files(const char *folder) {
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  g_autoptr(GStrvBuilder) files = g_strv_builder_new();
  for (const char *file; dir && (file = g_dir_read_name(dir));)
    if (g_str_has_suffix(file, SUFFIX) && *file != '.')
      g_strv_builder_add(files, file);
  return g_strv_builder_end(files);
}

GPtrArray *gmx_presets_load(const char *folder, char ***wrong) {
  GPtrArray *list = g_ptr_array_new_with_free_func((GDestroyNotify)gmx_preset_free);
  g_autoptr(GStrvBuilder) lines = g_strv_builder_new();
  g_auto(GStrv) files = list_files(folder);
  for (char **file = files; *file; file++) {
    g_autoptr(GError) error = NULL;
    g_autofree char *path = g_build_filename(folder, *file, NULL);
    char **values = read_file(path, &error);
    if (!values) {
      g_autofree char *line = complain(*file, error);
      g_strv_builder_add(lines, line);
      continue;
    }
    GmxPreset *preset = g_new0(GmxPreset, 1);
    preset->name = g_strndup(*file, strlen(*file) - strlen(SUFFIX));
    preset->title = g_filename_display_name(preset->name);
    preset->values = values;
    g_ptr_array_add(list, preset);
  }
  g_ptr_array_sort(list, by_title);
  *wrong = g_strv_builder_end(lines);
  return list;
}

GmxConfig *gmx_preset_apply(const GmxPreset *preset, GmxConfig *config) {
  GmxConfig *applied = gmx_config_copy(config);
  for (char **value = preset->values; value[0] && value[1]; value += 2)
    gmx_config_set_from_string(applied, value[0], value[1], NULL);
  return applied;
}

/* Writing */

gboolean gmx_preset_check_name(const char *name, GError **error) {
  const char *wrong = *name == '\0'                       ? _("a preset needs a name")
                      : *name == '.' || strchr(name, '/') ? _("a name has no / and begins "
                                                              "with no point")
                      : strlen(name) > LONGEST_NAME       ? _("the name is too long")
                      : strpbrk(name, "\n\r\t") != NULL   ? _("a name is one line")
                      : !g_utf8_validate(name, -1, NULL)  ? _("the name is no text")
                                                          : NULL;
  if (wrong)
    g_set_error_literal(error, GMX_CONFIG_ERROR, GMX_CONFIG_ERROR_VALUE, wrong);
  return wrong == NULL;
}

static JsonNode *make_node(GmxConfig *config) {
  guint count = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  JsonNode *node = gmx_config_to_json(config);
  for (guint i = 0; i < count; i++)
    if (!gmx_preset_has(all[i]))
      json_object_remove_member(json_node_get_object(node), all[i]->name);
  return node;
}

gboolean gmx_preset_save(const char *folder, const char *name, GmxConfig *config, GError **error) {
  if (!gmx_preset_check_name(name, error))
    return FALSE;
  g_autofree char *path = gmx_preset_path(folder, name);
  g_autoptr(JsonNode) node = make_node(config);
  g_autofree char *text = gmx_json_to_text(node, TRUE);
  g_autofree char *line = g_strconcat(text, "\n", NULL);
  if (g_mkdir_with_parents(folder, 0755) == 0)
    return gmx_file_replace(path, line, strlen(line), error);
  g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno), "%s can't be made: %s", folder,
              g_strerror(errno));
  return FALSE;
}

gboolean gmx_preset_delete(const char *folder, const char *name, GError **error) {
  g_autofree char *path = gmx_preset_path(folder, name);
  if (g_unlink(path) == 0)
    return TRUE;
  g_set_error(error, G_FILE_ERROR, g_file_error_from_errno(errno), "%s can't be deleted: %s", path,
              g_strerror(errno));
  return FALSE;
}
