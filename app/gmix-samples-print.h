/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The examples of `gmix samples` on the terminal: a table for people, or JSON lines. */
#pragma once

#include "ui/samples/sample-model.h"

/** A row each, under the names of the columns. */
void gmix_samples_print_table(GPtrArray *samples);
/** An object each, whose "event" is "sample". */
void gmix_samples_print_json(GPtrArray *samples);
