/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gmix, the command line of G-Mix Studio: finds the sub-command and hands over. */
#include "app/gmix.h"
#include "app/gmix-options.h"
#include "engine/train/run-folder.h"

#include <stdio.h>

static const struct {
  const char *name;
  int (*run)(int argc, char **argv);
  const char *summary;
} commands[] = {
    {"train", gmix_train, "train a network and write a run folder"},
    {"sweep", gmix_sweep, "train the runs that a file describes"},
    {"eval", gmix_eval, "measure a run's checkpoint on held-out data"},
    {"bench", gmix_bench, "measure the speed of training steps"},
    {"list", gmix_list, "list the runs"},
    {"export", gmix_export, "write a run as a file for other programs"},
    {"samples", gmix_samples, "list a run's mixed examples, or save them as a sheet and a table"},
    {"lesson", gmix_lesson, "check the file of a lesson"},
};

/* "train, eval or list", for messages. */
static char *join_names(void) {
  GString *names = g_string_new(commands[0].name);

  for (gsize i = 1; i < G_N_ELEMENTS(commands); i++)
    g_string_append_printf(names, "%s%s", i + 1 < G_N_ELEMENTS(commands) ? ", " : " or ",
                           commands[i].name);
  return g_string_free(names, FALSE);
}

static int print_usage(void) {
  printf("Usage: gmix COMMAND [OPTION…]\n\n"
         "Trains small networks with mixup, SAM and G-Mix on the CPU.\n\nCommands\n");
  for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
    printf("  %-9s%s\n", commands[i].name, commands[i].summary);
  printf(
      "\n“gmix COMMAND --help” lists a command's options; “gmix --version” tells the version.\n");
  return GMIX_DONE;
}

int main(int argc, char **argv) {
  const char *name = argc > 1 ? argv[1] : NULL;
  g_autofree char *names = join_names();

  if (name == NULL)
    return gmix_complain(GMIX_WRONG_OPTION, "a command is missing: %s", names);
  if (g_str_equal(name, "--help") || g_str_equal(name, "-h"))
    return print_usage();
  if (g_str_equal(name, "--version")) {
    printf("gmix %s\n", gmx_version());
    return GMIX_DONE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
    if (g_str_equal(name, commands[i].name))
      return commands[i].run(argc - 1, argv + 1);
  return gmix_complain(GMIX_WRONG_OPTION, "there is no command “%s”; choose %s", name, names);
}
