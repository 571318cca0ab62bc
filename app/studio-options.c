/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of gmix-studio: one for each setting, and a few of the window's own. */
#include "app/studio-options.h"

#include <stdio.h>

/* Settings in the order given would let an axis be overruled by a later method: they are kept here
 * and applied in the order of the list. */
static GHashTable *texts;

static gboolean take_setting(const char *option, const char *value, gpointer data, GError **error) {
  const char *name = option + strspn(option, "-");
  g_hash_table_insert(texts, g_strdup(name), g_strdup(value ? value : "true"));
  return TRUE;
}

static gboolean apply(GmxConfig *config, GError **error) {
  guint count = 0;
  g_autofree GParamSpec **specs = gmx_config_list(&count);
  for (guint i = 0; i < count; i++) {
    const char *text = g_hash_table_lookup(texts, specs[i]->name);
    if (text && !gmx_config_set_from_string(config, specs[i]->name, text, error))
      return FALSE;
  }
  return gmx_config_validate(config, error);
}

static GOptionGroup *new_settings_group(void) {
  guint count = 0;
  g_autofree GParamSpec **specs = gmx_config_list(&count);
  g_autofree GOptionEntry *entries = g_new0(GOptionEntry, count + 1);
  GOptionGroup *group =
      g_option_group_new("settings", "Settings:", "Settings of the experiment", NULL, NULL);
  for (guint i = 0; i < count; i++) {
    gboolean is_switch = G_IS_PARAM_SPEC_BOOLEAN(specs[i]);
    entries[i] = (GOptionEntry){
        .long_name = specs[i]->name,
        .arg = G_OPTION_ARG_CALLBACK,
        .flags = is_switch ? G_OPTION_FLAG_OPTIONAL_ARG : G_OPTION_FLAG_NONE,
        .arg_data = (gpointer)take_setting,
        .description = g_param_spec_get_blurb(specs[i]),
        .arg_description = is_switch ? NULL : "VALUE",
    };
  }
  g_option_group_add_entries(group, entries);
  return group;
}

static gboolean is_style(const char *style) {
  return g_str_equal(style, "system") || g_str_equal(style, "light") || g_str_equal(style, "dark");
}

static int complain(const char *message) {
  fprintf(stderr, "gmix-studio: %s\n", message);
  return 2;
}

static gboolean parse(StudioOptions *options, int *argc, char ***argv, gboolean *version,
                      GError **error) {
  const GOptionEntry entries[] = {
      {"run-dir", 0, 0, G_OPTION_ARG_FILENAME, &options->run_dir,
       "Folder that gets one folder a run", "DIR"},
      {"style", 0, 0, G_OPTION_ARG_STRING, &options->style, "Colours: system, light or dark",
       "STYLE"},
      {"frame-times", 0, 0, G_OPTION_ARG_FILENAME, &options->frame_times,
       "Write how long each frame of the window takes, as CSV", "FILE"},
      {"lesson", 0, 0, G_OPTION_ARG_FILENAME, &options->lesson,
       "Open a lesson: its name, or the file it is in", "LESSON"},
      {"version", 0, 0, G_OPTION_ARG_NONE, version, "Print the version and exit", NULL},
      {NULL},
  };
  g_autoptr(GOptionContext) context =
      g_option_context_new("[SESSION.gmix | WEIGHTS.safetensors] - watch a network learn");
  g_option_context_set_main_group(context, new_settings_group());
  g_option_context_add_main_entries(context, entries, NULL);
  return g_option_context_parse(context, argc, argv, error);
}

/* A file that was clicked has no terminal to complain on: the window opens all the same, and says
 * what is wrong with it. */
static void read_session(StudioOptions *options, const char *path) {
  g_autoptr(GError) error = NULL;
  if (path && g_str_has_suffix(path, ".safetensors")) {
    options->weights = g_canonicalize_filename(path, NULL);
    path = NULL;
  }
  if (path && (options->session = gmx_session_file_load(path, &error))) {
    options->path = g_canonicalize_filename(path, NULL);
    return;
  }
  options->session = g_new0(GmxSessionFile, 1);
  options->session->config = gmx_config_new();
  if (error)
    options->wrong = g_strdup(error->message);
}

/* Options given beside a file are for a run of their own. */
static void apply_options(StudioOptions *options, GError **error) {
  if (!apply(options->session->config, error))
    return;
  gmx_config_make_data_absolute(options->session->config, NULL);
  if (g_hash_table_size(texts) > 0)
    g_clear_pointer(&options->session->run, g_free);
}

gboolean studio_options_parse(StudioOptions *options, int *argc, char ***argv, int *status) {
  g_autoptr(GHashTable) given = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  g_autoptr(GError) error = NULL;
  gboolean version = FALSE;
  texts = given;
  if (!parse(options, argc, argv, &version, &error)) {
    *status = complain(error->message);
    return FALSE;
  }
  if (version) {
    printf("gmix-studio %s\n", GMX_VERSION);
    return FALSE;
  }
  if (!options->style)
    options->style = g_strdup("system");
  if (*argc > 2)
    g_set_error(&error, G_OPTION_ERROR, G_OPTION_ERROR_UNKNOWN_OPTION,
                "unexpected argument “%s”; --help lists the options", (*argv)[2]);
  else if (!is_style(options->style))
    g_set_error(&error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
                "--style is “%s”; it must be system, light or dark", options->style);
  else {
    read_session(options, *argc > 1 ? (*argv)[1] : NULL);
    apply_options(options, &error);
  }
  if (error)
    *status = complain(error->message);
  return error == NULL;
}

void studio_options_clear(StudioOptions *options) {
  g_clear_pointer(&options->session, gmx_session_file_free);
  g_clear_pointer(&options->path, g_free);
  g_clear_pointer(&options->weights, g_free);
  g_clear_pointer(&options->wrong, g_free);
  g_clear_pointer(&options->run_dir, g_free);
  g_clear_pointer(&options->lesson, g_free);
  g_clear_pointer(&options->style, g_free);
  g_clear_pointer(&options->frame_times, g_free);
}
