/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Writing PNG files: packed in memory, then put in place as a whole, so that what stands under the
 * name is the old picture or the new one, never half of it. */
#include "engine/data/png.h"

#include <glib/gstdio.h>
#include <png.h>
#include <string.h>

#define MAX_KEYWORD 79 /* bytes, by the PNG specification */

typedef struct {
  png_structp png;
  png_infop info;
  GByteArray *bytes;
  png_text *texts; /* [text_count] */
  int text_count;
  char what[128]; /* libpng's words on what went wrong */
} Writer;

static void note_error(png_structp png, png_const_charp what) {
  Writer *writer = png_get_error_ptr(png);
  g_strlcpy(writer->what, what, sizeof writer->what);
  png_longjmp(png, 1);
}

static void ignore_warning(png_structp png, png_const_charp what) {
}

static void append_bytes(png_structp png, png_bytep data, png_size_t size) {
  g_byte_array_append(png_get_io_ptr(png), data, (guint)size);
}

static void flush_nothing(png_structp png) {
}

static void clear_writer(Writer *writer) {
  png_destroy_write_struct(&writer->png, &writer->info);
  g_clear_pointer(&writer->bytes, g_byte_array_unref);
  g_clear_pointer(&writer->texts, g_free);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Writer, clear_writer)

/* Visible ASCII with single spaces inside of it: a subset of what the specification allows. */
static gboolean is_keyword(const char *keyword) {
  const gsize length = strlen(keyword);
  if (length == 0 || length > MAX_KEYWORD || keyword[0] == ' ' || keyword[length - 1] == ' ' ||
      strstr(keyword, "  ") != NULL)
    return FALSE;
  for (gsize i = 0; i < length; i++)
    if (keyword[i] < 0x20 || keyword[i] > 0x7e)
      return FALSE;
  return TRUE;
}

static gboolean take_texts(Writer *writer, const char *path, const char *const *texts,
                           GError **error) {
  const int count = texts != NULL ? (int)g_strv_length((char **)texts) / 2 : 0;
  writer->texts = g_new0(png_text, MAX(count, 1));
  writer->text_count = count;
  for (int i = 0; i < count; i++) {
    const char *keyword = texts[2 * i], *text = texts[2 * i + 1];
    if (!is_keyword(keyword) || !g_utf8_validate(text, -1, NULL)) {
      g_set_error(
          error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
          "%s: the text “%s” can't be put into a PNG file: its name must have 1 to %d ASCII "
          "characters, and its text must be UTF-8",
          path, keyword, MAX_KEYWORD);
      return FALSE;
    }
    writer->texts[i] = (png_text){.compression = PNG_ITXT_COMPRESSION_NONE,
                                  .key = (char *)keyword,
                                  .text = (char *)text,
                                  .itxt_length = strlen(text),
                                  .lang = (char *)"",
                                  .lang_key = (char *)""};
  }
  return TRUE;
}

/* What libpng does, and may leave by a long jump. */
static gboolean pack(Writer *writer, const guint8 *rgb, int width, int height) {
  if (setjmp(png_jmpbuf(writer->png)))
    return FALSE;
  png_set_write_fn(writer->png, writer->bytes, append_bytes, flush_nothing);
  png_set_IHDR(writer->png, writer->info, (png_uint_32)width, (png_uint_32)height, 8,
               PNG_COLOR_TYPE_RGB, PNG_INTERLACE_NONE, PNG_COMPRESSION_TYPE_DEFAULT,
               PNG_FILTER_TYPE_DEFAULT);
  png_set_text(writer->png, writer->info, writer->texts, writer->text_count);
  png_write_info(writer->png, writer->info);
  for (int y = 0; y < height; y++)
    png_write_row(writer->png, rgb + (gsize)y * (gsize)width * 3);
  png_write_end(writer->png, writer->info);
  return TRUE;
}

static gboolean replace_file(const char *path, const GByteArray *bytes, GError **error) {
  g_autoptr(GError) wrong = NULL;
  if (g_file_set_contents_full(path, (const char *)bytes->data, (gssize)bytes->len,
                               G_FILE_SET_CONTENTS_CONSISTENT | G_FILE_SET_CONTENTS_DURABLE, 0644,
                               &wrong))
    return TRUE;
  /* GLib's message names the temporary file, which tells people nothing. */
  const char *reason = g_strrstr(wrong->message, ": ");
  g_set_error(error, wrong->domain, wrong->code, "%s can't be written: %s", path,
              reason != NULL ? reason + 2 : wrong->message);
  return FALSE;
}

gboolean gmx_png_write(const char *path, const guint8 *rgb, int width, int height,
                       const char *const *texts, GError **error) {
  g_return_val_if_fail(width > 0 && height > 0, FALSE);
  g_auto(Writer) writer = {.bytes = g_byte_array_new()};
  if (!take_texts(&writer, path, texts, error))
    return FALSE;
  writer.png = png_create_write_struct(PNG_LIBPNG_VER_STRING, &writer, note_error, ignore_warning);
  writer.info = writer.png != NULL ? png_create_info_struct(writer.png) : NULL;
  if (writer.info == NULL || !pack(&writer, rgb, width, height)) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
                "%s: %d × %d pixels can't be written as PNG: %s", path, width, height,
                writer.info == NULL ? "there is no memory" : writer.what);
    return FALSE;
  }
  return replace_file(path, writer.bytes, error);
}
