/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CSV files of points: x, y, label and perhaps part, named by the first line.
 *
 * The file is checked whole before anything is made of it; a message names the file, the line, what
 * is there and what is due. Classes are numbered by their names in natural order ("class 2" before
 * "class 10"), so that moving or relabelling a point does not swap the others' classes. */
#include "engine/data/points-private.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define MAX_FILE (256 << 20) /* bytes */
#define MAX_COORDINATE 1e9
#define MAX_CLASSES 256
#define EVERY 3 /* without a part column every third point is held out */

enum { COLUMN_X, COLUMN_Y, COLUMN_LABEL, COLUMN_PART, COLUMNS };
static const char *const column_names[COLUMNS] = {"x", "y", "label", "part"};

typedef struct {
  const char *path;
  char *text; /* owned: the file's bytes */
  int line;   /* counted from 1 */
  int columns[COLUMNS];
  GPtrArray *fields;  /* of char *: those of the present line */
  GArray *points;     /* of GmxPoint; labels are numbers in @names */
  GHashTable *labels; /* char * → its number in @names; owns the strings */
  GPtrArray *names;   /* of char *, borrowed, by their first line */
} Reader;

static void clear_reader(Reader *reader) {
  g_clear_pointer(&reader->text, g_free);
  g_clear_pointer(&reader->fields, g_ptr_array_unref);
  g_clear_pointer(&reader->points, g_array_unref);
  g_clear_pointer(&reader->labels, g_hash_table_unref);
  g_clear_pointer(&reader->names, g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reader, clear_reader)

G_GNUC_PRINTF(3, 4)
static gboolean refuse(const Reader *reader, GError **error, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  g_autofree char *what = g_strdup_vprintf(format, arguments);
  va_end(arguments);
  g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT, "%s, line %d: %s", reader->path,
              reader->line, what);
  return FALSE;
}

/* One field from @at, unquoted and without spaces around it; returns what follows its comma, or
 * NULL where it is the last. NULL in @field: its quotation marks are wrong. */
static const char *take_field(const char *at, char **field) {
  g_autoptr(GString) value = g_string_new(NULL);
  while (*at == ' ' || *at == '\t')
    at++;
  const gboolean quoted = *at == '"';
  at += quoted;
  while (*at != '\0' && (quoted || *at != ',')) {
    if (quoted && *at == '"' && at[1] != '"')
      break;
    at += quoted && *at == '"';
    g_string_append_c(value, *at++);
  }
  *field = NULL;
  if (quoted && *at++ != '"')
    return NULL;
  at += strspn(at, " \t");
  if (*at != ',' && *at != '\0')
    return NULL;
  *field = quoted ? g_strdup(value->str) : g_strchomp(g_strdup(value->str));
  return *at == ',' ? at + 1 : NULL;
}

static gboolean split_line(Reader *reader, const char *line, GError **error) {
  g_ptr_array_set_size(reader->fields, 0);
  while (line != NULL) {
    char *field;
    line = take_field(line, &field);
    if (field == NULL)
      return refuse(reader, error, "a quotation mark is not closed, or closed too early");
    g_ptr_array_add(reader->fields, field);
  }
  return TRUE;
}

static gboolean read_header(Reader *reader, GError **error) {
  for (int c = 0; c < COLUMNS; c++) {
    reader->columns[c] = -1;
    for (guint i = 0; i < reader->fields->len; i++)
      if (g_ascii_strcasecmp(reader->fields->pdata[i], column_names[c]) == 0)
        reader->columns[c] = (int)i;
    if (reader->columns[c] < 0 && c != COLUMN_PART)
      return refuse(
          reader, error,
          "there is no column “%s”; the first line must name the columns x, y, label and, "
          "where it is told, part",
          column_names[c]);
  }
  return TRUE;
}

static const char *get_field(const Reader *reader, int column) {
  const int at = reader->columns[column];
  return at >= 0 && at < (int)reader->fields->len ? reader->fields->pdata[at] : "";
}

static gboolean read_coordinate(const Reader *reader, int column, float *value, GError **error) {
  const char *text = get_field(reader, column);
  char *end;
  const double number = g_ascii_strtod(text, &end);
  if (end == text || *end != '\0' || !(fabs(number) <= MAX_COORDINATE))
    return refuse(reader, error, "%s must be a number within ±1e9, not “%s”", column_names[column],
                  text);
  *value = (float)number;
  return TRUE;
}

static gboolean read_label(Reader *reader, int *label, GError **error) {
  const char *text = get_field(reader, COLUMN_LABEL);
  gpointer number;
  if (*text == '\0')
    return refuse(reader, error, "label is empty; give the name or the number of a class");
  if (!g_hash_table_lookup_extended(reader->labels, text, NULL, &number)) {
    if (reader->names->len == MAX_CLASSES)
      return refuse(reader, error, "“%s” is one class too many; at most %d can be told apart", text,
                    MAX_CLASSES);
    char *name = g_strdup(text);
    number = GINT_TO_POINTER((int)reader->names->len);
    g_hash_table_insert(reader->labels, name, number);
    g_ptr_array_add(reader->names, name);
  }
  *label = GPOINTER_TO_INT(number);
  return TRUE;
}

static gboolean read_part(const Reader *reader, GmxSplit *split, GError **error) {
  const char *text = get_field(reader, COLUMN_PART);
  if (reader->columns[COLUMN_PART] < 0)
    *split = reader->points->len % EVERY == EVERY - 1 ? GMX_SPLIT_TEST : GMX_SPLIT_TRAIN;
  else if (g_ascii_strcasecmp(text, "train") == 0)
    *split = GMX_SPLIT_TRAIN;
  else if (g_ascii_strcasecmp(text, "test") == 0)
    *split = GMX_SPLIT_TEST;
  else
    return refuse(reader, error, "part must be train or test, not “%s”", text);
  return TRUE;
}

static gboolean read_point(Reader *reader, GError **error) {
  GmxPoint point;
  if (!read_coordinate(reader, COLUMN_X, &point.x, error) ||
      !read_coordinate(reader, COLUMN_Y, &point.y, error) ||
      !read_label(reader, &point.label, error) || !read_part(reader, &point.split, error))
    return FALSE;
  g_array_append_val(reader->points, point);
  return TRUE;
}

/* Blank lines count, and say nothing. */
static gboolean read_lines(Reader *reader, GmxDataReading *reading, GError **error) {
  char *line = reader->text;
  gboolean header = FALSE;
  while (line != NULL) {
    char *next = strchr(line, '\n');
    if (next != NULL)
      *next++ = '\0';
    reader->line++;
    g_strchomp(line);
    if (reader->line % 10000 == 0 && !gmx_data_reading_report(reading, 0.5, error))
      return FALSE;
    if (*line != '\0') {
      if (!split_line(reader, line, error) ||
          !(header ? read_point(reader, error) : read_header(reader, error)))
        return FALSE;
      header = TRUE;
    }
    line = next;
  }
  return header || refuse(reader, error, "the file is empty; its first line must be x,y,label");
}

static gboolean order_classes(Reader *reader, GmxDataContent *content, GError **error) {
  int number[MAX_CLASSES];
  const guint classes = reader->names->len;
  if (classes < 2) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_LABELS,
                "%s: has %u class(es); at least 2 different labels must be there", reader->path,
                classes);
    return FALSE;
  }
  g_ptr_array_sort(reader->names, gmx_data_by_name);
  content->classes = (int)classes;
  content->class_names = g_new0(char *, classes + 1);
  for (guint i = 0; i < classes; i++) {
    content->class_names[i] = g_strdup(reader->names->pdata[i]);
    number[GPOINTER_TO_INT(g_hash_table_lookup(reader->labels, reader->names->pdata[i]))] = (int)i;
  }
  for (guint i = 0; i < reader->points->len; i++) {
    GmxPoint *point = &g_array_index(reader->points, GmxPoint, i);
    point->label = number[point->label];
  }
  return TRUE;
}

static gboolean read_text(Reader *reader, GError **error) {
  g_autoptr(GError) wrong = NULL;
  gsize length = 0;
  GStatBuf info;
  if (!g_file_test(reader->path, G_FILE_TEST_EXISTS)) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_MISSING,
                "%s: there is no such file; name a CSV file with the columns x, y and label",
                reader->path);
    return FALSE;
  }
  if (!g_file_test(reader->path, G_FILE_TEST_IS_REGULAR) || g_stat(reader->path, &info) != 0 ||
      info.st_size > MAX_FILE) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
                "%s: must be a CSV file of at most %d MiB", reader->path, MAX_FILE >> 20);
    return FALSE;
  }
  if (!g_file_get_contents(reader->path, &reader->text, &length, &wrong)) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_READ, "%s: can't be read (%s)", reader->path,
                wrong->message);
    return FALSE;
  }
  if (g_utf8_validate(reader->text, (gssize)length, NULL))
    return TRUE;
  g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
              "%s: is not text in UTF-8; save it as UTF-8 with the columns x, y and label",
              reader->path);
  return FALSE;
}

gboolean gmx_points_read_csv(const char *path, GmxDataContent *content, GmxDataReading *reading,
                             GError **error) {
  static const char mark[] = "\xef\xbb\xbf"; /* some programs begin UTF-8 with it */
  g_auto(Reader) reader = {.path = path,
                           .fields = g_ptr_array_new_with_free_func(g_free),
                           .points = g_array_new(FALSE, FALSE, sizeof(GmxPoint)),
                           .labels = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, NULL),
                           .names = g_ptr_array_new()};
  gmx_data_reading_share(reading, 0, 1, "Reading points");
  if (!gmx_data_reading_report(reading, 0, error) || !read_text(&reader, error))
    return FALSE;
  if (g_str_has_prefix(reader.text, mark))
    memset(reader.text, ' ', 3);
  return read_lines(&reader, reading, error) && order_classes(&reader, content, error) &&
         gmx_points_take((const GmxPoint *)reader.points->data, (int)reader.points->len, content,
                         path, error) &&
         gmx_data_reading_report(reading, 1, error);
}

/* In quotation marks where it must be. */
static void append_name(GString *text, const char *name) {
  if (strpbrk(name, ",\"") == NULL && !g_ascii_isspace(name[0]) &&
      (*name == '\0' || !g_ascii_isspace(name[strlen(name) - 1]))) {
    g_string_append(text, name);
    return;
  }
  g_string_append_c(text, '"');
  for (; *name != '\0'; name++)
    g_string_append_printf(text, *name == '"' ? "\"%c" : "%c", *name);
  g_string_append_c(text, '"');
}

static void append_number(GString *text, float number) {
  char digits[G_ASCII_DTOSTR_BUF_SIZE];
  g_string_append(text, g_ascii_formatd(digits, sizeof digits, "%.9g", (double)number));
  g_string_append_c(text, ',');
}

gboolean gmx_points_write_csv(const char *path, const GmxPoint *points, int count,
                              const char *const *class_names, GError **error) {
  g_autoptr(GString) text = g_string_new("x,y,label,part\n");
  g_autoptr(GError) wrong = NULL;
  for (int i = 0; i < count; i++) {
    append_number(text, points[i].x);
    append_number(text, points[i].y);
    append_name(text, class_names[points[i].label]);
    g_string_append(text, points[i].split == GMX_SPLIT_TRAIN ? ",train\n" : ",test\n");
  }
  if (g_file_set_contents_full(path, text->str, (gssize)text->len, G_FILE_SET_CONTENTS_CONSISTENT,
                               0644, &wrong))
    return TRUE;
  /* GLib's message names the temporary file, which tells people nothing. */
  const char *reason = g_strrstr(wrong->message, ": ");
  g_set_error(error, wrong->domain, wrong->code, "%s can't be written: %s", path,
              reason != NULL ? reason + 2 : wrong->message);
  return FALSE;
}
