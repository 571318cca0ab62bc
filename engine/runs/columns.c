/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading is by column, because a curve is two columns out of ten and a run may have a million
 * rows: one pass over the text, no field copied. */
#include "engine/train/file.h"
#include "engine/runs/columns.h"

#include "engine/train/run-folder.h"

#include <math.h>
#include <string.h>

struct GmxColumns {
  char **names; /* NULL-terminated */
  int width, count;
  GPtrArray *values; /* of GArray of double, one a column */
};

void gmx_columns_free(GmxColumns *self) {
  if (!self)
    return;
  g_strfreev(self->names);
  g_ptr_array_unref(self->values);
  g_free(self);
}

static double number_of(const char *field, const char *end) {
  char *after = NULL;
  const double value = field < end ? g_ascii_strtod(field, &after) : NAN;
  return after == end ? value : NAN;
}

/* The end of the field at @at: its comma, or the line's end. Commas in quotes belong to the field.
 */
static const char *end_of_field(const char *at, const char *line_end) {
  gboolean quoted = FALSE;
  for (; at < line_end && (quoted || *at != ','); at++)
    if (*at == '"')
      quoted = !quoted;
  return at;
}

static gboolean take_row(GmxColumns *self, const char *at, const char *end) {
  int column = 0;
  for (gboolean more = TRUE; more; column++) {
    const char *stop = end_of_field(at, end);
    if (column == self->width)
      return FALSE;
    const double value = number_of(at, stop);
    g_array_append_val((GArray *)g_ptr_array_index(self->values, column), value);
    more = stop < end;
    at = stop + 1;
  }
  return column == self->width;
}

static GmxColumns *columns_new(const char *header, gsize length) {
  g_autofree char *line = g_strndup(header, length);
  GmxColumns *self = g_new0(GmxColumns, 1);
  self->names = g_strsplit(line, ",", -1);
  self->width = (int)g_strv_length(self->names);
  self->values = g_ptr_array_new_with_free_func((GDestroyNotify)g_array_unref);
  for (int i = 0; i < self->width; i++)
    /* Some room from the beginning: a column without rows is there, too. */
    g_ptr_array_add(self->values, g_array_sized_new(FALSE, FALSE, sizeof(double), 1));
  return self;
}

GmxColumns *gmx_columns_read(const char *path, GError **error) {
  g_autofree char *text = NULL;
  g_autoptr(GError) wrong = NULL;
  if (!g_file_get_contents(path, &text, NULL, &wrong)) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_READ, "%s can't be read: %s", path,
                gmx_file_reason(wrong));
    return NULL;
  }
  const char *end = strchrnul(text, '\n');
  g_autoptr(GmxColumns) self = columns_new(text, (gsize)(end - text));
  while (*end) {
    const char *line = end + 1;
    end = strchrnul(line, '\n');
    if (!*end)
      break;
    if (!take_row(self, line, end)) {
      g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT, "%s: line %d must have %d fields",
                  path, self->count + 2, self->width);
      return NULL;
    }
    self->count++;
  }
  return g_steal_pointer(&self);
}

const char *const *gmx_columns_get_names(GmxColumns *self) {
  return (const char *const *)self->names;
}

int gmx_columns_get_count(GmxColumns *self) {
  return self->count;
}

const double *gmx_columns_find(GmxColumns *self, const char *name) {
  for (int i = 0; i < self->width; i++)
    if (g_str_equal(self->names[i], name))
      return (const double *)(gpointer)((GArray *)g_ptr_array_index(self->values, i))->data;
  return NULL;
}
