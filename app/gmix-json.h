/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One JSON object a line on standard output. */
#pragma once

#include <json-glib/json-glib.h>

/** A new object whose first member is "event". */
JsonObject *gmix_json_event(const char *event);
/** A number, or null where @value is not finite. */
void gmix_json_set_number(JsonObject *object, const char *name, double value);
/** Prints @object in one line, at once, and releases it. */
void gmix_json_print(JsonObject *object);
