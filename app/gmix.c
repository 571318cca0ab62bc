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
    {"eval", gmix_eval, "measure a run's checkpoint on held-out images"},
    {"bench", gmix_bench, "measure the speed of training steps"},
    {"list", gmix_list, "list the runs"},
};

static int print_usage(void) {
  printf("Usage: gmix COMMAND [OPTION…]\n\n"
         "Trains small networks with mixup, SAM and G-Mix on the CPU.\n\nCommands\n");
  for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
    printf("  %-8s%s\n", commands[i].name, commands[i].summary);
  printf(
      "\n“gmix COMMAND --help” lists a command's options; “gmix --version” tells the version.\n");
  return GMIX_DONE;
}

int main(int argc, char **argv) {
  const char *name = argc > 1 ? argv[1] : NULL;

  if (name == NULL)
    return gmix_complain(GMIX_WRONG_OPTION, "a command is missing: train, eval, bench or list");
  if (g_str_equal(name, "--help") || g_str_equal(name, "-h"))
    return print_usage();
  if (g_str_equal(name, "--version")) {
    printf("gmix %s\n", gmx_version());
    return GMIX_DONE;
  }
  for (gsize i = 0; i < G_N_ELEMENTS(commands); i++)
    if (g_str_equal(name, commands[i].name))
      return commands[i].run(argc - 1, argv + 1);
  return gmix_complain(GMIX_WRONG_OPTION,
                       "there is no command “%s”; choose train, eval, bench or list", name);
}
