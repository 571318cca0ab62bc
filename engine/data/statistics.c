/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Statistics from counts: how often each byte occurs is counted in whole numbers, so that mean and
 * deviation are exact and do not depend on the order or the number of threads. */
#include "engine/data/statistics.h"
#include "engine/nn/parallel.h"

#include <math.h>
#include <string.h>

#define SLICES 64

typedef struct {
  const GmxDataPart *part;
  gsize image_bytes;
  int channels;
  guint64 (*counts)[256]; /* [SLICES][channels] */
} Count;

/* 32-bit counts of one image at a time: four tables, because neighbours are often the same byte
 * and would wait for each other. Each image is counted and added up before the next. */
static void count_slice(void *context, int slice) {
  const Count *count = context;
  const gint64 images = count->part->count;
  const gint64 first = images * slice / SLICES, last = images * (slice + 1) / SLICES;
  guint64(*table)[256] = count->counts + (gsize)slice * count->channels;
  const guint8 *byte = count->part->images + (gsize)first * count->image_bytes;
  const guint8 *end = count->part->images + (gsize)last * count->image_bytes;
  if (count->channels == 1) {
    guint64 even[256] = {0};
    for (; end - byte >= 2; byte += 2) {
      table[0][byte[0]]++;
      even[byte[1]]++;
    }
    for (int v = 0; v < 256; v++)
      table[0][v] += even[v];
  }
  for (; byte < end; byte += count->channels)
    for (int c = 0; c < count->channels; c++)
      table[c][byte[c]]++;
}

static void describe(const guint64 counts[256], float *mean, float *deviation) {
  double n = 0, sum = 0, squares = 0;
  for (int v = 0; v < 256; v++) {
    n += (double)counts[v];
    sum += (double)counts[v] * v;
    squares += (double)counts[v] * v * v;
  }
  const double average = sum / n;
  const double variance = squares / n - average * average;
  *mean = (float)(average / 255);
  *deviation = variance > 1e-6 ? (float)(sqrt(variance) / 255) : 1;
}

void gmx_data_statistics(const GmxDataPart *part, GmxShape shape, float *mean, float *deviation) {
  const gsize image_bytes = (gsize)shape.height * shape.width * shape.channels;
  g_autofree guint64 *counts = g_new0(guint64, (gsize)SLICES * shape.channels * 256);
  Count count = {part, image_bytes, shape.channels, (guint64(*)[256])counts};
  gmx_parallel_for(SLICES, count_slice, &count);
  for (int c = 0; c < shape.channels; c++) {
    guint64 total[256] = {0};
    for (int slice = 0; slice < SLICES; slice++)
      for (int v = 0; v < 256; v++)
        total[v] += count.counts[slice * shape.channels + c][v];
    describe(total, &mean[c], &deviation[c]);
  }
}

/* As big numbers as the widest of them, in one byte order, so that every machine agrees. */
static void add_number(GChecksum *sum, gint64 number) {
  const guint64 bytes = GUINT64_TO_LE((guint64)number);
  g_checksum_update(sum, (const guchar *)&bytes, sizeof bytes);
}

/* Each coordinate's four bytes, in one byte order. */
static void add_points(GChecksum *sum, const GmxDataPart *part) {
  for (int i = 0; i < 2 * part->count; i++) {
    guint32 bits;
    memcpy(&bits, &part->points[i], sizeof bits);
    bits = GUINT32_TO_LE(bits);
    g_checksum_update(sum, (const guchar *)&bits, sizeof bits);
  }
}

char *gmx_data_checksum(const GmxDataContent *content) {
  g_autoptr(GChecksum) sum = g_checksum_new(G_CHECKSUM_SHA256);
  const GmxShape shape = content->shape;
  add_number(sum, shape.channels);
  add_number(sum, shape.height);
  add_number(sum, shape.width);
  add_number(sum, content->classes);
  const gsize image_bytes = (gsize)shape.height * shape.width * shape.channels;
  for (int split = 0; split < 2; split++) {
    const GmxDataPart *part = &content->parts[split];
    add_number(sum, part->count);
    g_checksum_update(sum, part->labels, part->count);
    /* One image at a time: the length of an update is at most 2 GiB. */
    for (int i = 0; part->images != NULL && i < part->count; i++)
      g_checksum_update(sum, part->images + i * image_bytes, (gssize)image_bytes);
    if (part->points != NULL)
      add_points(sum, part);
  }
  return g_strdup(g_checksum_get_string(sum));
}
