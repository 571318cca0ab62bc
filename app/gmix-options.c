/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading a sub-command's arguments. GOptionContext is not used: it knows neither ranges nor an
 * order in which options act, and would need each setting said a second time. */
#include "app/gmix-options.h"
#include "app/gmix-help.h"
#include "engine/train/session-file.h"

#include <stdio.h>
#include <string.h>

int gmix_complain(int status, const char *format, ...) {
  g_autofree char *message = NULL;
  va_list arguments;

  va_start(arguments, format);
  message = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  /* One line, whatever a file's name or a system's message holds. */
  g_strdelimit(message, "\r\n", ' ');
  fprintf(stderr, "gmix: %s\n", message);
  return status;
}

/* The arguments while they are read. */
typedef struct {
  const GmixCommand *command;
  char **next;       /* NULL-terminated */
  GHashTable *texts; /* setting → text */
  char **operand;
  int status; /* -1: go on */
} Parser;

static void refuse(Parser *parser, const char *what, const char *name) {
  parser->status = gmix_complain(GMIX_WRONG_OPTION, "%s “%s”; “gmix %s --help” lists the options",
                                 what, name, parser->command->name);
}

static GParamSpec *find_setting(const GmixCommand *command, const char *name) {
  g_autofree GParamSpec **list = NULL;
  guint count;

  list = gmx_config_list(&count);
  for (guint i = 0; i < count; i++)
    if (g_str_equal(list[i]->name, name))
      return gmix_takes_setting(command, list[i]) ? list[i] : NULL;
  return NULL;
}

static const GmixOption *find_option(const GmixCommand *command, const char *name) {
  for (const GmixOption *option = command->options; option->name != NULL; option++)
    if (g_str_equal(option->name, name))
      return option;
  return NULL;
}

/* The value of option @name: what stood behind "=", or the next argument. */
static const char *take_value(Parser *parser, const char *name, const char *value) {
  if (value != NULL)
    return value;
  if (*parser->next != NULL)
    return *parser->next++;
  parser->status = gmix_complain(GMIX_WRONG_OPTION, "--%s needs a value", name);
  return NULL;
}

static void take_setting(Parser *parser, GParamSpec *setting, const char *value) {
  if (G_IS_PARAM_SPEC_BOOLEAN(setting))
    value = value != NULL ? value : "true";
  else
    value = take_value(parser, setting->name, value);
  if (value != NULL)
    g_hash_table_insert(parser->texts, (gpointer)setting->name, g_strdup(value));
}

static void take_option(Parser *parser, const GmixOption *option, const char *value) {
  if (option->on != NULL) {
    if (value != NULL)
      parser->status = gmix_complain(GMIX_WRONG_OPTION, "--%s takes no value", option->name);
    *option->on = TRUE;
    return;
  }
  value = take_value(parser, option->name, value);
  /* An unset variable of a script: an empty path would be the present folder. */
  if (value != NULL && *value == '\0') {
    parser->status =
        gmix_complain(GMIX_WRONG_OPTION, "--%s is empty; it needs a value", option->name);
  } else if (value != NULL) {
    g_free(*option->text);
    *option->text = g_strdup(value);
  }
}

/* "--name", "--name=value", "--no-name"; @argument without the dashes. */
static void take_named(Parser *parser, const char *argument) {
  const char *equals = strchr(argument, '=');
  g_autofree char *name =
      equals != NULL ? g_strndup(argument, (gsize)(equals - argument)) : g_strdup(argument);
  const char *value = equals != NULL ? equals + 1 : NULL;
  GParamSpec *setting = find_setting(parser->command, name);
  const GmixOption *option = find_option(parser->command, name);

  if (setting != NULL) {
    take_setting(parser, setting, value);
  } else if (option != NULL) {
    take_option(parser, option, value);
  } else if (g_str_equal(name, "help")) {
    gmix_help(parser->command);
    parser->status = GMIX_DONE;
  } else {
    setting = g_str_has_prefix(name, "no-") ? find_setting(parser->command, name + 3) : NULL;
    if (setting != NULL && G_IS_PARAM_SPEC_BOOLEAN(setting) && value == NULL)
      take_setting(parser, setting, "false");
    else
      refuse(parser, "unknown option", argument - 2);
  }
}

static void take_operand(Parser *parser, const char *argument) {
  if (parser->operand == NULL || *parser->operand != NULL)
    refuse(parser, "unexpected argument", argument);
  else
    *parser->operand = g_strdup(argument);
}

static void take_all(Parser *parser) {
  gboolean only_operands = FALSE;

  while (*parser->next != NULL && parser->status < 0) {
    const char *argument = *parser->next++;

    if (!only_operands && g_str_equal(argument, "--"))
      only_operands = TRUE;
    else if (!only_operands && g_str_equal(argument, "-h"))
      take_named(parser, "help");
    else if (!only_operands && g_str_has_prefix(argument, "--"))
      take_named(parser, argument + 2);
    else if (!only_operands && argument[0] == '-' && argument[1] != '\0')
      refuse(parser, "unknown option", argument);
    else
      take_operand(parser, argument);
  }
}

/* The file's settings, all of them, in the settings' order. */
static int apply_file(GmxConfig *config, const char *path) {
  g_autofree GParamSpec **list = NULL;
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxConfig) file = gmx_config_load(path, &error);
  guint count;

  if (file == NULL)
    return gmix_complain(GMIX_WRONG_OPTION, "--config: %s", error->message);
  list = gmx_config_list(&count);
  for (guint i = 0; i < count; i++) {
    g_autofree char *text = gmx_config_to_string(file, list[i]->name);

    gmx_config_set_from_string(config, list[i]->name, text, NULL);
  }
  return -1;
}

/* Sets what was given, in the settings' order, and looks whether it goes together. */
static int apply(Parser *parser, GmxConfig *config, GStrv *given) {
  g_autoptr(GStrvBuilder) settings = g_strv_builder_new();
  g_autofree GParamSpec **list = NULL;
  g_autoptr(GError) error = NULL;
  guint count;

  list = gmx_config_list(&count);
  for (guint i = 0; i < count; i++) {
    const char *text = g_hash_table_lookup(parser->texts, list[i]->name);

    if (text == NULL)
      continue;
    /* Messages begin with the setting's name, which is the option's. */
    if (!gmx_config_set_from_string(config, list[i]->name, text, &error))
      return gmix_complain(GMIX_WRONG_OPTION, "--%s", error->message);
    g_autofree char *setting = g_strdup_printf("%s=%s", list[i]->name, text);

    g_strv_builder_add(settings, setting);
  }
  if (!gmx_config_validate(config, &error))
    return gmix_complain(GMIX_WRONG_OPTION, "--%s", error->message);
  if (given != NULL)
    *given = g_strv_builder_end(settings);
  return -1;
}

int gmix_options_parse(const GmixCommand *command, int argc, char **argv, GmxConfig *config,
                       GStrv *given, char **operand) {
  g_autoptr(GHashTable) texts = g_hash_table_new_full(g_str_hash, g_str_equal, NULL, g_free);
  Parser parser = {
      .command = command, .next = argv + 1, .texts = texts, .operand = operand, .status = -1};

  take_all(&parser);
  if (parser.status >= 0)
    return parser.status;
  if (operand != NULL && (*operand == NULL || **operand == '\0'))
    return gmix_complain(GMIX_WRONG_OPTION, "%s needs a %s; “gmix %s --help” says more",
                         command->name, command->operand, command->name);
  if (command->config_file != NULL && *command->config_file != NULL)
    parser.status = apply_file(config, *command->config_file);
  return config != NULL && parser.status < 0 ? apply(&parser, config, given) : parser.status;
}
