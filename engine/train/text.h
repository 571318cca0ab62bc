/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Numbers and JSON as text, the same in every language and on every run.
 *
 * json-glib writes 0.05 as 0.050000000000000003 and NaN as a word that no JSON reader takes; files
 * that people read and programs compare need the shortest form that reads back to the same. */
#pragma once

#include <json-glib/json-glib.h>

/** Room for any number that the functions below write. */
#define GMX_NUMBER_SIZE 40

/** The shortest text that reads back to the same double: "0.05", "1e-05", "nan". Returns @text. */
char *gmx_number_shortest(double value, char text[GMX_NUMBER_SIZE]);

/** Nine significant digits, enough for every float; NaN is empty, infinity "inf". For CSV. */
char *gmx_number_csv(double value, char text[GMX_NUMBER_SIZE]);

/**
 * @node as JSON. Members stand in their own order; a number that is not finite is null.
 * @param pretty one member a line, indented by two; else all in one line
 */
char *gmx_json_to_text(JsonNode *node, gboolean pretty);
