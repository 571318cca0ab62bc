/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The options of a sub-command: those that settings make, and a few of its own.
 *
 * Options are "--name value", "--name=value", and for switches "--name", "--no-name". They act in
 * the order of the settings, not as given: a method first, then its axes, then their parameters. */
#pragma once

#include "engine/train/config.h"

/** Exit statuses of the program. */
enum { GMIX_DONE = 0, GMIX_FAILED = 1, GMIX_WRONG_OPTION = 2, GMIX_STOPPED = 130 };

/** An option that is no setting. Exactly one of @text and @on is not NULL. */
typedef struct {
  const char *name;     /* "run-dir" */
  const char *argument; /* "DIR"; NULL for a switch */
  const char *help;
  char **text;  /* receives a copy; the caller frees it */
  gboolean *on; /* becomes TRUE */
} GmixOption;

/** What a sub-command takes. */
typedef struct {
  const char *name;                 /* "train" */
  const char *summary;              /* what it does, one sentence */
  const char *operand;              /* name of its one operand, "RUN"; NULL for none */
  gboolean settings;                /* whether every setting is an option; needs a config */
  const char *const *some_settings; /* or those of this NULL-terminated list; NULL for none */
  char *const *config_file;         /* text of the option that names a file of settings, which act
                                       before those given; NULL where there is none */
  const GmixOption *options;        /* ends with one whose name is NULL */
} GmixCommand;

/**
 * Reads the arguments behind the sub-command's name.
 * @param config receives the settings, checked together; NULL where the command takes none
 * @param given receives the settings that were given, "name=value"; free it. May be NULL
 * @param operand receives a copy of the operand; NULL where the command has none
 * @returns -1 to go on, or the status to exit with: --help was asked for, or one line on what is
 *   wrong stands on standard error
 */
int gmix_options_parse(const GmixCommand *command, int argc, char **argv, GmxConfig *config,
                       GStrv *given, char **operand);

/** Prints "gmix: …" in one line on standard error. @returns @status */
int gmix_complain(int status, const char *format, ...) G_GNUC_PRINTF(2, 3);
