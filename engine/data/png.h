/* SPDX-License-Identifier: GPL-3.0-or-later */
/* PNG files by libpng: pictures of one's own in, sheets with their settings out. */
#pragma once

#include "engine/data/dataset.h"

/** An image: height × width × 3 bytes, rows without padding. */
typedef struct {
  int width, height;
  guint8 *rgb;
  GHashTable *texts; /* text chunks: char * keyword → char * text, UTF-8 */
} GmxPng;

/**
 * Reads @path; colour types and depths of any kind become 8-bit RGB, transparency over white.
 * Values are taken as they are stored: gamma and colour profiles are not applied. Of texts with the
 * same keyword the last one counts. Up to 64 million (2^26) pixels. Errors (GMX_DATA_ERROR) name
 * the file and what is wrong with it.
 */
GmxPng *gmx_png_read(const char *path, GError **error);
void gmx_png_free(GmxPng *png);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxPng, gmx_png_free)

/**
 * Writes @rgb (height × width × 3) to @path by way of a temporary name. The error names @path:
 * G_FILE_ERROR where it can't be written, GMX_DATA_ERROR_FORMAT where a text or a size does not fit
 * into a PNG file. The same pixels and texts give the same bytes.
 * @param texts NULL-terminated pairs of keyword (1 to 79 ASCII characters) and UTF-8 text, as iTXt
 *   chunks; NULL for none
 */
gboolean gmx_png_write(const char *path, const guint8 *rgb, int width, int height,
                       const char *const *texts, GError **error);
