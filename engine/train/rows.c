/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Buffered appending to a CSV file, without stdio so that an error is known where it happens. */
#include "engine/train/file.h"
#include "engine/train/rows.h"
#include "engine/train/run-folder.h"
#include "engine/train/text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <unistd.h>

#define BUFFER_SIZE (64 * 1024)
#define FLUSH_INTERVAL G_USEC_PER_SEC

struct GmxRows {
  char *path;
  int file;
  GString *buffer;
  gint64 flushed;  /* monotonic time of the last flush */
  gint64 last;     /* first field of the last row that a cut has kept; 0: none */
  gboolean synced; /* nothing was written since the last sync */
  int columns;     /* that rows have */
  int fields;      /* of the row under way */
};

static gboolean fail(GmxRows *rows, int number, GError **error) {
  g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_WRITE, "%s can't be written: %s", rows->path,
              g_strerror(number));
  return FALSE;
}

static GmxRows *open_file(const char *path, int flags, GError **error) {
  GmxRows *rows = g_new0(GmxRows, 1);

  rows->path = g_strdup(path);
  rows->buffer = g_string_new(NULL);
  rows->flushed = g_get_monotonic_time();
  rows->file = open(path, O_WRONLY | O_APPEND | O_CLOEXEC | flags, 0644);
  if (rows->file < 0) {
    fail(rows, errno, error);
    g_clear_pointer(&rows, gmx_rows_free);
  }
  return rows;
}

static int count_columns(const char *header) {
  int columns = 1;

  for (; *header != '\0'; header++)
    columns += *header == ',';
  return columns;
}

GmxRows *gmx_rows_create(const char *path, const char *header, GError **error) {
  GmxRows *rows = open_file(path, O_CREAT | O_TRUNC, error);

  if (rows == NULL)
    return NULL;
  rows->columns = count_columns(header);
  g_string_append_printf(rows->buffer, "%s\n", header);
  if (!gmx_rows_flush(rows, error))
    g_clear_pointer(&rows, gmx_rows_free);
  return rows;
}

static gboolean read_file(const char *path, char **text, gsize *length, GError **error) {
  g_autoptr(GError) wrong = NULL;

  if (g_file_get_contents(path, text, length, &wrong))
    return TRUE;
  g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_READ, "%s can't be read: %s", path,
              gmx_file_reason(wrong));
  return FALSE;
}

static gboolean has_header(const char *text, const char *header) {
  return g_str_has_prefix(text, header) && text[strlen(header)] == '\n';
}

GmxRows *gmx_rows_open(const char *path, const char *header, const char *earlier, GError **error) {
  g_autofree char *text = NULL;
  GmxRows *rows;

  if (!read_file(path, &text, NULL, error))
    return NULL;
  if (earlier != NULL && has_header(text, earlier))
    header = earlier;
  if (!has_header(text, header)) {
    g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT, "%s must begin with the line “%s”",
                path, header);
    return NULL;
  }
  rows = open_file(path, 0, error);
  if (rows != NULL)
    rows->columns = count_columns(header);
  return rows;
}

void gmx_rows_free(GmxRows *rows) {
  if (rows == NULL)
    return;
  if (rows->file >= 0) {
    gmx_rows_flush(rows, NULL);
    close(rows->file);
  }
  g_string_free(rows->buffer, TRUE);
  g_free(rows->path);
  g_free(rows);
}

/* Whether the row has a field more; the comma before it is written. */
static gboolean begin_field(GmxRows *rows) {
  if (rows->fields == rows->columns)
    return FALSE;
  if (rows->fields++ > 0)
    g_string_append_c(rows->buffer, ',');
  return TRUE;
}

void gmx_rows_add_int(GmxRows *rows, gint64 value) {
  if (begin_field(rows))
    g_string_append_printf(rows->buffer, "%" G_GINT64_FORMAT, value);
}

void gmx_rows_add_number(GmxRows *rows, double value) {
  char text[GMX_NUMBER_SIZE];

  if (begin_field(rows))
    g_string_append(rows->buffer, gmx_number_csv(value, text));
}

void gmx_rows_add_exact(GmxRows *rows, double value) {
  char text[GMX_NUMBER_SIZE];

  if (begin_field(rows) && value == value)
    g_string_append(rows->buffer, gmx_number_shortest(value, text));
}

void gmx_rows_add_text(GmxRows *rows, const char *text) {
  if (!begin_field(rows))
    return;
  if (strpbrk(text, ",\"\r\n") == NULL) {
    g_string_append(rows->buffer, text);
    return;
  }
  g_string_append_c(rows->buffer, '"');
  for (; *text != '\0'; text++) {
    if (*text == '"')
      g_string_append_c(rows->buffer, '"');
    g_string_append_c(rows->buffer, *text);
  }
  g_string_append_c(rows->buffer, '"');
}

gboolean gmx_rows_end(GmxRows *rows, GError **error) {
  g_string_append_c(rows->buffer, '\n');
  rows->fields = 0;
  if (rows->buffer->len < BUFFER_SIZE && g_get_monotonic_time() - rows->flushed < FLUSH_INTERVAL)
    return TRUE;
  return gmx_rows_flush(rows, error);
}

gboolean gmx_rows_flush(GmxRows *rows, GError **error) {
  gsize done = 0;
  int number = 0;

  while (done < rows->buffer->len && number == 0) {
    ssize_t written = write(rows->file, rows->buffer->str + done, rows->buffer->len - done);

    if (written >= 0)
      done += (gsize)written;
    else if (errno != EINTR)
      number = errno;
  }
  if (done > 0)
    rows->synced = FALSE;
  /* What did not fit stays, so that the rows are whole once there is room again. */
  g_string_erase(rows->buffer, 0, (gssize)done);
  rows->flushed = g_get_monotonic_time();
  return number == 0 || fail(rows, number, error);
}

gboolean gmx_rows_sync(GmxRows *rows, GError **error) {
  if (!gmx_rows_flush(rows, error))
    return FALSE;
  /* Pipes and some file systems can't be synced, and lose nothing by it. */
  if (!rows->synced && fdatasync(rows->file) != 0 && errno != EINVAL && errno != ENOSYS)
    return fail(rows, errno, error);
  rows->synced = TRUE;
  return TRUE;
}

/* Whether @row belongs behind the row of @before, and is not later than @last. */
static gboolean is_next(const char *row, gint64 before, gint64 last) {
  const gint64 number = g_ascii_strtoll(row, NULL, 10);

  return g_ascii_isdigit(*row) && number >= before && number <= last;
}

gboolean gmx_rows_cut(GmxRows *rows, gint64 last, GError **error) {
  g_autofree char *text = NULL;
  const char *row, *end;
  gsize size;

  if (!gmx_rows_flush(rows, error) || !read_file(rows->path, &text, &size, error))
    return FALSE;
  row = strchr(text, '\n');
  row = row != NULL ? row + 1 : text;
  rows->last = 0;
  /* The zeros that a file system puts where rows were lost end the text. */
  while ((end = strchr(row, '\n')) != NULL && is_next(row, rows->last, last)) {
    rows->last = g_ascii_strtoll(row, NULL, 10);
    row = end + 1;
  }
  if ((gsize)(row - text) == size)
    return TRUE;
  if (ftruncate(rows->file, row - text) != 0)
    return fail(rows, errno, error);
  rows->synced = FALSE;
  return TRUE;
}

gint64 gmx_rows_get_last(GmxRows *rows) {
  return rows->last;
}

const char *gmx_rows_get_path(GmxRows *rows) {
  return rows->path;
}
