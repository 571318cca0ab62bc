/* SPDX-License-Identifier: GPL-3.0-or-later */
/* --help, made from the param specs: each setting's blurb, range and default, group by group. */
#include "app/gmix-help.h"
#include "engine/train/text.h"

#include <stdio.h>

#define COLUMN 28
#define WIDTH 98

static const struct {
  const char *group, *title;
} groups[] = {
    {"data", "Data and network"},
    {"method", "Method"},
    {"mix", "Mix: which images a step sees"},
    {"perturb", "Perturb: where the gradient is taken"},
    {"combine", "Combine: what the flat examples add"},
    {"optimizer", "Optimizer"},
    {"run", "Run"},
};

gboolean gmix_takes_setting(const GmixCommand *command, GParamSpec *setting) {
  return command->settings ||
         (command->some_settings != NULL && g_strv_contains(command->some_settings, setting->name));
}

/* "--name ARG" in the left column, @text wrapped in the right one. */
static void print_entry(const char *name, const char *argument, const char *text) {
  g_autofree char *option =
      g_strdup_printf("  --%s%s%s", name, argument != NULL ? " " : "", argument ? argument : "");
  g_auto(GStrv) words = g_strsplit(text, " ", -1);
  int column = COLUMN, used = (int)g_utf8_strlen(option, -1);

  if (used < COLUMN)
    printf("%s%*s", option, COLUMN - used, "");
  else
    printf("%s\n%*s", option, COLUMN, "");
  for (char **word = words; *word != NULL; word++) {
    int length = (int)g_utf8_strlen(*word, -1);

    if (column > COLUMN && column + 1 + length > WIDTH) {
      printf("\n%*s", COLUMN, "");
      column = COLUMN;
    }
    printf("%s%s", column > COLUMN ? " " : "", *word);
    column += length + (column > COLUMN ? 1 : 0);
  }
  putchar('\n');
}

static char *join_nicks(GParamSpec *setting) {
  GEnumClass *klass = G_PARAM_SPEC_ENUM(setting)->enum_class;
  GString *all = g_string_new(klass->values[0].value_nick);

  for (guint i = 1; i < klass->n_values; i++)
    g_string_append_printf(all, ", %s", klass->values[i].value_nick);
  return g_string_free(all, FALSE);
}

/* What may be given: a range or a list; NULL where the blurb says it. */
static char *describe_range(GParamSpec *setting) {
  char least[GMX_NUMBER_SIZE], most[GMX_NUMBER_SIZE];

  if (G_IS_PARAM_SPEC_INT(setting))
    return g_strdup_printf("%d to %d", G_PARAM_SPEC_INT(setting)->minimum,
                           G_PARAM_SPEC_INT(setting)->maximum);
  if (G_IS_PARAM_SPEC_DOUBLE(setting))
    return g_strdup_printf("%s to %s",
                           gmx_number_shortest(G_PARAM_SPEC_DOUBLE(setting)->minimum, least),
                           gmx_number_shortest(G_PARAM_SPEC_DOUBLE(setting)->maximum, most));
  if (G_IS_PARAM_SPEC_ENUM(setting))
    return join_nicks(setting);
  if (g_str_equal(setting->name, "method"))
    return g_strjoinv(", ", (char **)gmx_method_names());
  if (g_str_equal(setting->name, "model"))
    return g_strdup(gmx_model_known_names());
  return NULL;
}

static const char *describe_argument(GParamSpec *setting) {
  if (G_IS_PARAM_SPEC_BOOLEAN(setting))
    return NULL;
  if (G_IS_PARAM_SPEC_INT(setting))
    return "N";
  if (G_IS_PARAM_SPEC_DOUBLE(setting))
    return "NUMBER";
  return g_str_equal(setting->name, "data")     ? "NAME|PATH"
         : g_str_equal(setting->name, "hidden") ? "N,N…"
                                                : "NAME";
}

static void print_setting(GParamSpec *setting, GmxConfig *defaults) {
  g_autofree char *range = describe_range(setting);
  g_autofree char *standard = gmx_config_to_string(defaults, setting->name);
  const char *symbol = gmx_setting_info(setting)->symbol;
  g_autoptr(GString) text = g_string_new(NULL);

  if (symbol != NULL && strchr(symbol, '<') == NULL)
    g_string_append_printf(text, "%s: ", symbol);
  g_string_append(text, g_param_spec_get_blurb(setting));
  if (G_IS_PARAM_SPEC_BOOLEAN(setting))
    g_string_append_printf(text, " (default: %s)", g_str_equal(standard, "true") ? "on" : "off");
  else
    g_string_append_printf(text, " (%s%sdefault: %s)", range != NULL ? range : "",
                           range != NULL ? "; " : "", standard);
  print_entry(setting->name, describe_argument(setting), text->str);
}

static void print_group(const GmixCommand *command, gsize group, GmxConfig *defaults) {
  g_autofree GParamSpec **list = NULL;
  gboolean titled = FALSE;
  guint count;

  list = gmx_config_list(&count);
  for (guint i = 0; i < count; i++) {
    if (!g_str_equal(gmx_setting_info(list[i])->group, groups[group].group) ||
        !gmix_takes_setting(command, list[i]))
      continue;
    if (!titled)
      printf("\n%s\n", groups[group].title);
    titled = TRUE;
    print_setting(list[i], defaults);
  }
}

void gmix_help(const GmixCommand *command) {
  g_autoptr(GmxConfig) defaults = gmx_config_new();

  printf("Usage: gmix %s%s%s [OPTION…]\n\n%s\n", command->name, command->operand ? " " : "",
         command->operand ? command->operand : "", command->summary);
  for (gsize group = 0; group < G_N_ELEMENTS(groups); group++)
    print_group(command, group, defaults);
  printf("\nOptions\n");
  for (const GmixOption *option = command->options; option->name != NULL; option++)
    print_entry(option->name, option->argument, option->help);
  print_entry("help", NULL, "Show this help.");
}
