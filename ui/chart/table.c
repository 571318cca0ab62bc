/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Joins columns on x by walking all of them at once. */
#include "ui/chart/table.h"

#include <math.h>
#include <string.h>

typedef struct {
  char *name;
  const double *x, *y;
  gsize count, next;
} Column;

struct _GmxTable {
  char *x_name;
  GArray *columns;
};

static void column_clear(gpointer column) {
  g_free(((Column *)column)->name);
}

GmxTable *gmx_table_new(const char *x_name) {
  GmxTable *self = g_new0(GmxTable, 1);
  self->x_name = g_strdup(x_name);
  self->columns = g_array_new(FALSE, FALSE, sizeof(Column));
  g_array_set_clear_func(self->columns, column_clear);
  return self;
}

void gmx_table_free(GmxTable *self) {
  g_free(self->x_name);
  g_array_unref(self->columns);
  g_free(self);
}

void gmx_table_add(GmxTable *self, const char *name, const double *x, const double *y,
                   gsize count) {
  Column column = {g_strdup(name), x, y, count, 0};
  g_array_append_val(self->columns, column);
}

static void append_text(GString *out, const char *text) {
  if (strpbrk(text, ",\"\n") == NULL) {
    g_string_append(out, text);
    return;
  }
  g_string_append_c(out, '"');
  for (; *text != '\0'; text++) {
    if (*text == '"')
      g_string_append_c(out, '"');
    g_string_append_c(out, *text);
  }
  g_string_append_c(out, '"');
}

/* The shortest text that reads back as the same number. */
static void append_number(GString *out, double value) {
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  for (int digits = 6; digits <= 17; digits++) {
    char pattern[8];
    g_snprintf(pattern, sizeof pattern, "%%.%dg", digits);
    g_ascii_formatd(text, sizeof text, pattern, value);
    if (!isfinite(value) || g_ascii_strtod(text, NULL) == value)
      break;
  }
  g_string_append(out, text);
}

/* The least x that some column has yet to give; NaN at the end. */
static double next_x(GmxTable *self) {
  double least = NAN;
  for (guint i = 0; i < self->columns->len; i++) {
    const Column *column = &g_array_index(self->columns, Column, i);
    if (column->next < column->count && !(column->x[column->next] >= least))
      least = column->x[column->next];
  }
  return least;
}

char *gmx_table_write(GmxTable *self) {
  GString *out = g_string_new(NULL);
  append_text(out, self->x_name);
  for (guint i = 0; i < self->columns->len; i++) {
    Column *column = &g_array_index(self->columns, Column, i);
    column->next = 0;
    g_string_append_c(out, ',');
    append_text(out, column->name);
  }
  g_string_append_c(out, '\n');
  for (double x = next_x(self); !isnan(x); x = next_x(self)) {
    append_number(out, x);
    for (guint i = 0; i < self->columns->len; i++) {
      Column *column = &g_array_index(self->columns, Column, i);
      g_string_append_c(out, ',');
      if (column->next < column->count && column->x[column->next] == x)
        append_number(out, column->y[column->next++]);
    }
    g_string_append_c(out, '\n');
  }
  return g_string_free(out, FALSE);
}
