/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading PNG files, which may come from anywhere: nothing in them is taken on trust.
 *
 * libpng tells an error by a long jump. All that must outlive the jump lies in a Reader, the jump
 * is caught in one small function, and no function between it and libpng holds memory. */
#include "engine/data/png.h"
#include "engine/data/source.h"

#include <png.h>
#include <string.h>

#define MAX_PIXELS ((guint64)64 << 20)
#define MAX_CHUNK (8 << 20) /* bytes of a text, unpacked */
#define MAX_TEXTS 256
#define SIGNATURE 8

/* Deflate never packs better than 1032 : 1, so that a file's size bounds what its header claims. */
#define DEFLATE_LIMIT 1032
#define DEFLATE_SLACK 4096

typedef struct {
  GmxSource *source;
  png_structp png;
  png_infop info;
  GmxPng *image;
  guint8 *rgba;   /* [height][width][4], becomes image->rgb */
  GError *error;  /* ours, in our words */
  char what[128]; /* libpng's own words */
  gboolean ended; /* the file ended too early */
} Reader;

static void note_error(png_structp png, png_const_charp what) {
  Reader *reader = png_get_error_ptr(png);
  g_strlcpy(reader->what, what, sizeof reader->what);
  png_longjmp(png, 1);
}

/* What libpng can read in spite of it is no business of the user's. */
static void ignore_warning(png_structp png, png_const_charp what) {
}

static void read_bytes(png_structp png, png_bytep out, png_size_t size) {
  Reader *reader = png_get_io_ptr(png);
  gsize got = 0;
  g_input_stream_read_all(reader->source->stream, out, size, &got, NULL, &reader->error);
  reader->ended = got < size && reader->error == NULL;
  if (got < size)
    png_error(png, "the file ended");
}

/* Stops with an error of our own. */
static void G_GNUC_NORETURN refuse(Reader *reader, GmxDataError code, const char *format, ...)
    G_GNUC_PRINTF(3, 4);
static void refuse(Reader *reader, GmxDataError code, const char *format, ...) {
  va_list list;
  va_start(list, format);
  reader->error = g_error_new_valist(GMX_DATA_ERROR, code, format, list);
  va_end(list);
  png_error(reader->png, "refused");
}

static void check_size(Reader *reader) {
  const guint64 width = png_get_image_width(reader->png, reader->info);
  const guint64 height = png_get_image_height(reader->png, reader->info);
  const guint64 packed = (png_get_rowbytes(reader->png, reader->info) + 1) * height;
  const char *path = reader->source->path;
  if (width > MAX_PIXELS || height > MAX_PIXELS || width * height > MAX_PIXELS)
    refuse(reader, GMX_DATA_ERROR_FORMAT,
           "%s: is %" G_GUINT64_FORMAT " × %" G_GUINT64_FORMAT
           " pixels large; at most %d million pixels can be read, make it smaller",
           path, width, height, (int)(MAX_PIXELS >> 20));
  if (packed / DEFLATE_LIMIT > reader->source->file_size + DEFLATE_SLACK)
    refuse(reader, GMX_DATA_ERROR_TRUNCATED,
           "%s: its %" G_GUINT64_FORMAT " bytes cannot hold the %" G_GUINT64_FORMAT
           " × %" G_GUINT64_FORMAT " pixels that its header names; get the file again",
           path, reader->source->file_size, width, height);
  reader->image->width = (int)width;
  reader->image->height = (int)height;
}

/* Whatever the file has becomes four bytes a pixel. */
static void ask_for_rgba(png_structp png) {
  png_set_expand(png);
  png_set_scale_16(png);
  png_set_gray_to_rgb(png);
  png_set_add_alpha(png, 0xff, PNG_FILLER_AFTER);
}

static void read_pixels(Reader *reader) {
  const gsize width = (gsize)reader->image->width, height = (gsize)reader->image->height;
  ask_for_rgba(reader->png);
  const int passes = png_set_interlace_handling(reader->png);
  png_read_update_info(reader->png, reader->info);
  reader->rgba = g_try_malloc_n(height, width * 4);
  if (reader->rgba == NULL)
    refuse(reader, GMX_DATA_ERROR_READ, "%s: there is no memory for its %zu × %zu pixels",
           reader->source->path, width, height);
  for (int pass = 0; pass < passes; pass++)
    for (gsize y = 0; y < height; y++)
      png_read_row(reader->png, reader->rgba + y * width * 4, NULL);
}

/* What libpng does, and may leave by a long jump. */
static gboolean read_image(Reader *reader) {
  if (setjmp(png_jmpbuf(reader->png)))
    return FALSE;
  png_set_read_fn(reader->png, reader, read_bytes);
  png_set_user_limits(reader->png, PNG_UINT_31_MAX, PNG_UINT_31_MAX);
  png_set_chunk_malloc_max(reader->png, MAX_CHUNK);
  png_set_chunk_cache_max(reader->png, MAX_TEXTS);
  png_set_sig_bytes(reader->png, SIGNATURE);
  png_read_info(reader->png, reader->info);
  check_size(reader);
  read_pixels(reader);
  png_read_end(reader->png, reader->info);
  return TRUE;
}

/* Over white, in the values as stored: 255 − a of it. Three bytes never overtake four. */
static void lay_over_white(Reader *reader) {
  const gsize pixels = (gsize)reader->image->width * (gsize)reader->image->height;
  const guint8 *from = reader->rgba;
  guint8 *to = reader->rgba;
  for (gsize p = 0; p < pixels; p++, from += 4, to += 3) {
    const int alpha = from[3];
    for (int c = 0; c < 3; c++)
      to[c] = (guint8)((from[c] * alpha + 255 * (255 - alpha) + 127) / 255);
  }
  reader->image->rgb = g_realloc(reader->rgba, pixels * 3);
  reader->rgba = NULL;
}

/* The text of a chunk as UTF-8: iTXt has it so, the others have Latin-1. */
static char *text_of(const png_text *chunk) {
  const gboolean utf8 = chunk->compression >= PNG_ITXT_COMPRESSION_NONE;
  const gsize length = utf8 ? chunk->itxt_length : chunk->text_length;
  const char *text = chunk->text != NULL ? chunk->text : "";
  if (utf8)
    return g_utf8_make_valid(text, (gssize)length);
  char *converted = g_convert(text, (gssize)length, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
  return converted != NULL ? converted : g_utf8_make_valid(text, (gssize)length);
}

static void keep_texts(Reader *reader) {
  png_text *chunks = NULL;
  int count = 0;
  png_get_text(reader->png, reader->info, &chunks, &count);
  for (int i = 0; i < count; i++) {
    char *keyword = g_convert(chunks[i].key, -1, "UTF-8", "ISO-8859-1", NULL, NULL, NULL);
    if (keyword != NULL)
      g_hash_table_insert(reader->image->texts, keyword, text_of(&chunks[i]));
  }
}

static gboolean check_signature(GmxSource *source, GError **error) {
  guint8 bytes[SIGNATURE] = {0};
  gsize got = 0;
  if (!g_input_stream_read_all(source->stream, bytes, SIGNATURE, &got, NULL, error))
    return FALSE;
  if (!source->gzipped && got == SIGNATURE && png_sig_cmp(bytes, 0, SIGNATURE) == 0)
    return TRUE;
  g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
              "%s: is not a PNG file; a picture in another format can be saved as PNG first",
              source->path);
  return FALSE;
}

/* Says in one line why the file could not be read. */
static void explain(Reader *reader, GError **error) {
  const char *path = reader->source->path;
  if (reader->error != NULL && reader->error->domain == GMX_DATA_ERROR)
    g_propagate_error(error, g_steal_pointer(&reader->error));
  else if (reader->error != NULL)
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_READ, "%s: cannot be read: %s", path,
                reader->error->message);
  else if (reader->ended)
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_TRUNCATED,
                "%s: the picture ends after %" G_GUINT64_FORMAT
                " bytes, before its last part; get the file again",
                path, reader->source->file_size);
  else
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
                "%s: the PNG file is damaged (%s); get the file again", path, reader->what);
}

static void clear_reader(Reader *reader) {
  png_destroy_read_struct(&reader->png, &reader->info, NULL);
  g_clear_pointer(&reader->source, gmx_source_free);
  g_clear_pointer(&reader->image, gmx_png_free);
  g_clear_pointer(&reader->rgba, g_free);
  g_clear_error(&reader->error);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Reader, clear_reader)

GmxPng *gmx_png_read(const char *path, GError **error) {
  g_auto(Reader) reader = {.source = gmx_source_open(path, NULL, error)};
  if (reader.source == NULL || !check_signature(reader.source, error))
    return NULL;
  reader.image = g_new0(GmxPng, 1);
  reader.image->texts = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, g_free);
  reader.png = png_create_read_struct(PNG_LIBPNG_VER_STRING, &reader, note_error, ignore_warning);
  reader.info = reader.png != NULL ? png_create_info_struct(reader.png) : NULL;
  if (reader.info == NULL) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_READ, "%s: there is no memory to read it",
                path);
    return NULL;
  }
  if (!read_image(&reader)) {
    explain(&reader, error);
    return NULL;
  }
  keep_texts(&reader);
  lay_over_white(&reader);
  return g_steal_pointer(&reader.image);
}

void gmx_png_free(GmxPng *png) {
  if (png == NULL)
    return;
  g_free(png->rgb);
  g_hash_table_unref(png->texts);
  g_free(png);
}
