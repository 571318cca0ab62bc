/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One data file, plain or gzipped, read to the byte; see the header. */
#include "engine/data/source.h"

#include <string.h>

/* A chunk between two looks at the cancellable: a few milliseconds of unpacking. */
#define CHUNK ((gsize)1 << 20)

/* Deflate never packs better than 1032 : 1 (258 bytes in two bits), so that a file's size bounds
 * what its header may claim. The rest is room for the gzip header of a tiny file. */
#define DEFLATE_LIMIT 1032
#define DEFLATE_SLACK 4096

void gmx_source_free(GmxSource *source) {
  if (source == NULL)
    return;
  g_clear_object(&source->stream);
  g_free(source->path);
  g_free(source);
}

/* The errors of GIO that a user can do something about, in our words and with the path. */
static void explain_io_error(const char *path, GError *cause, GError **error) {
  if (g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_CANCELLED)) {
    g_propagate_error(error, cause);
    return;
  }
  if (g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_NOT_FOUND))
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_MISSING, "%s: there is no such file", path);
  else if (g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_PERMISSION_DENIED))
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_READ,
                "%s: may not be read (permission denied); make it readable for you", path);
  else
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_READ, "%s: cannot be read: %s", path,
                cause->message);
  g_error_free(cause);
}

/* The type is looked up before the file is opened: opening a pipe would wait for its writer. */
static gboolean check_regular(GFile *file, GmxSource *source, GCancellable *cancellable,
                              GError **error) {
  g_autoptr(GError) cause = NULL;
  g_autoptr(GFileInfo) info =
      g_file_query_info(file, G_FILE_ATTRIBUTE_STANDARD_TYPE "," G_FILE_ATTRIBUTE_STANDARD_SIZE,
                        G_FILE_QUERY_INFO_NONE, cancellable, &cause);
  if (info == NULL) {
    explain_io_error(source->path, g_steal_pointer(&cause), error);
    return FALSE;
  }
  if (g_file_info_get_file_type(info) != G_FILE_TYPE_REGULAR) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
                "%s: is not a regular file; a data file is due under this name", source->path);
    return FALSE;
  }
  source->file_size = (guint64)g_file_info_get_size(info);
  if (source->file_size == 0) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_TRUNCATED,
                "%s: is empty (0 bytes); get the file again", source->path);
    return FALSE;
  }
  return TRUE;
}

/* Looks at the first two bytes and puts the unpacking stream on top where they are gzip's. */
static gboolean unpack_if_gzipped(GmxSource *source, GInputStream *file, GCancellable *cancellable,
                                  GError **error) {
  g_autoptr(GError) cause = NULL;
  guint8 magic[2] = {0};
  gsize got = 0;
  if (!g_input_stream_read_all(file, magic, sizeof magic, &got, cancellable, &cause) ||
      !g_seekable_seek(G_SEEKABLE(file), 0, G_SEEK_SET, cancellable, &cause)) {
    explain_io_error(source->path, g_steal_pointer(&cause), error);
    return FALSE;
  }
  source->gzipped = got == 2 && magic[0] == 0x1f && magic[1] == 0x8b;
  if (!source->gzipped) {
    source->stream = g_object_ref(file);
    return TRUE;
  }
  g_autoptr(GZlibDecompressor) gzip = g_zlib_decompressor_new(G_ZLIB_COMPRESSOR_FORMAT_GZIP);
  source->stream = g_converter_input_stream_new(file, G_CONVERTER(gzip));
  return TRUE;
}

GmxSource *gmx_source_open(const char *path, GCancellable *cancellable, GError **error) {
  g_autoptr(GmxSource) source = g_new0(GmxSource, 1);
  source->path = g_strdup(path);
  g_autoptr(GFile) file = g_file_new_for_path(path);
  if (!check_regular(file, source, cancellable, error))
    return NULL;
  g_autoptr(GError) cause = NULL;
  g_autoptr(GFileInputStream) stream = g_file_read(file, cancellable, &cause);
  if (stream == NULL) {
    explain_io_error(path, g_steal_pointer(&cause), error);
    return NULL;
  }
  if (!unpack_if_gzipped(source, G_INPUT_STREAM(stream), cancellable, error))
    return NULL;
  return g_steal_pointer(&source);
}

gboolean gmx_source_check_size(GmxSource *source, guint64 due, const char *meaning,
                               GError **error) {
  const guint64 size = source->file_size;
  if (source->gzipped) {
    /* Written as a division, so that a huge file size cannot overflow. */
    if (due <= DEFLATE_SLACK || (due - DEFLATE_SLACK) / DEFLATE_LIMIT <= size)
      return TRUE;
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_TRUNCATED,
                "%s: its %" G_GUINT64_FORMAT " gzipped bytes cannot hold the %" G_GUINT64_FORMAT
                " that are due (%s); get the file again",
                source->path, size, due, meaning);
    return FALSE;
  }
  if (size == due)
    return TRUE;
  g_set_error(error, GMX_DATA_ERROR, size < due ? GMX_DATA_ERROR_TRUNCATED : GMX_DATA_ERROR_FORMAT,
              "%s: %" G_GUINT64_FORMAT " bytes are there, %" G_GUINT64_FORMAT
              " are due (%s); get the file again",
              source->path, size, due, meaning);
  return FALSE;
}

/* A stream that broke: half a download and damaged data have a word of their own. */
static void explain_read_error(GmxSource *source, guint64 due, GError *cause, GError **error) {
  const gboolean partial = g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_PARTIAL_INPUT);
  if (partial) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_TRUNCATED,
                "%s: unexpected end of the gzipped data after %" G_GUINT64_FORMAT
                " bytes unpacked, %" G_GUINT64_FORMAT
                " are due; the download broke off, get the file again",
                source->path, source->position, due);
  } else if (source->gzipped && g_error_matches(cause, G_IO_ERROR, G_IO_ERROR_INVALID_DATA)) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
                "%s: the gzipped data is damaged after %" G_GUINT64_FORMAT
                " bytes unpacked, %" G_GUINT64_FORMAT " are due; get the file again",
                source->path, source->position, due);
  } else {
    explain_io_error(source->path, cause, error);
    return;
  }
  g_error_free(cause);
}

/* One read of at most @size bytes; 0 at the end of the file, −1 with @error. */
static gssize read_some(GmxSource *source, guint8 *out, gsize size, guint64 due,
                        GCancellable *cancellable, GError **error) {
  GError *cause = NULL;
  const gssize got = g_input_stream_read(source->stream, out, size, cancellable, &cause);
  if (got < 0)
    explain_read_error(source, due, cause, error);
  else
    source->position += (guint64)got;
  return got;
}

gboolean gmx_source_read(GmxSource *source, void *out, gsize size, guint64 due,
                         GmxDataReading *reading, GError **error) {
  guint8 *bytes = out;
  for (gsize done = 0; done < size;) {
    const gssize got =
        read_some(source, bytes + done, MIN(size - done, CHUNK), due, reading->cancellable, error);
    if (got < 0)
      return FALSE;
    if (got == 0) {
      g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_TRUNCATED,
                  "%s: %" G_GUINT64_FORMAT " bytes%s are there, %" G_GUINT64_FORMAT
                  " are due; get the file again",
                  source->path, source->position, source->gzipped ? " unpacked" : "", due);
      return FALSE;
    }
    done += (gsize)got;
    if (!gmx_data_reading_report(reading, due > 0 ? (double)source->position / (double)due : 1,
                                 error))
      return FALSE;
  }
  return TRUE;
}

gboolean gmx_source_expect_end(GmxSource *source, GCancellable *cancellable, GError **error) {
  guint8 more;
  const guint64 due = source->position;
  const gssize got = read_some(source, &more, 1, due, cancellable, error);
  if (got > 0)
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
                "%s: more than the %" G_GUINT64_FORMAT
                " bytes that are due by its header; get the file again",
                source->path, due);
  return got == 0;
}
