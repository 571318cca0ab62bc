/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The text of --help. */
#pragma once

#include "app/gmix-options.h"

/** Whether @command takes @setting as an option. */
gboolean gmix_takes_setting(const GmixCommand *command, GParamSpec *setting);

/** Prints usage and options of @command, with ranges and defaults, on standard output. */
void gmix_help(const GmixCommand *command);
