/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drawn set: place, size, turn, colours and noise of each image come from a random stream of
 * its own, its outline from a signed distance (engine/data/outline.h).
 *
 * Only +, −, ×, ÷ and square roots touch the pixels, in an order the compiler may not change (this
 * folder is built without contraction to fused multiply-adds), so that the bytes are the same
 * everywhere. */
#include "engine/data/shapes.h"
#include "engine/data/direction.h"
#include "engine/data/outline.h"
#include "engine/nn/parallel.h"

#define SIDE 32
#define CHANNELS 3
#define IMAGE_BYTES (SIDE * SIDE * CHANNELS)
#define TRAIN_COUNT 10000
#define TEST_COUNT 2000
#define BLOCK 1000 /* images between two reports of progress */
#define SLICE 25   /* images a slice: fixed, and short enough to share fairly */

/* Standard deviation of the pixel noise in grey levels of 255. Chosen, with the contrast below, so
 * that the cnn under g-mix passes 0.90 held-out accuracy after three epochs and still has something
 * to learn: the hexagon, which is the last to be told from the disc. */
#define NOISE_LEVEL 12.0f

/* Width in pixels of the soft edge. */
#define EDGE 1.0f

/* Least sum over the channels (0 … 1 each) by which a figure is brighter than its background.
 * Brighter it is always: where either may be, three epochs under g-mix end near 0.4. */
#define LEAST_CONTRAST 1.2f

/* What one image shows. Lengths in units of half an image, the centre is 0. */
typedef struct {
  const GmxOutline *outline;
  float x, y, size, cosine, sine;
  float foreground[CHANNELS], background[CHANNELS]; /* in grey levels */
  float slope_x, slope_y;                           /* of the background's brightness */
} Figure;

static float between(GmxRandom *random, float low, float high) {
  return low + (high - low) * (float)gmx_random_uniform(random);
}

/* Hue, saturation and value (each 0 … 1) to red, green and blue (Smith 1978). */
static void hsv_to_rgb(float hue, float saturation, float value, float rgb[CHANNELS]) {
  const float sector = hue * 6;
  const int whole = (int)sector;
  const float part = sector - (float)whole;
  const float low = value * (1 - saturation);
  const float falling = value * (1 - saturation * part);
  const float rising = value * (1 - saturation * (1 - part));
  const float table[6][CHANNELS] = {{value, rising, low}, {falling, value, low},
                                    {low, value, rising}, {low, falling, value},
                                    {rising, low, value}, {value, low, falling}};
  for (int c = 0; c < CHANNELS; c++)
    rgb[c] = table[whole % 6][c];
}

/* A bright colour on a dark one. A pair too close is drawn again; sixteen times are always enough
 * in practice, and the last pair is then taken as it is. */
static void draw_colours(GmxRandom *random, Figure *figure) {
  float contrast = 0;
  for (int i = 0; i < 16 && contrast < LEAST_CONTRAST; i++) {
    const float hue = between(random, 0, 1), vivid = between(random, 0.4f, 0.75f);
    hsv_to_rgb(hue, vivid, between(random, 0.88f, 1), figure->foreground);
    const float ground_hue = between(random, 0, 1), tint = between(random, 0.35f, 0.7f);
    hsv_to_rgb(ground_hue, tint, between(random, 0.16f, 0.31f), figure->background);
    contrast = 0;
    for (int c = 0; c < CHANNELS; c++)
      contrast += figure->foreground[c] - figure->background[c];
  }
  for (int c = 0; c < CHANNELS; c++) {
    figure->foreground[c] *= 255;
    figure->background[c] *= 255;
  }
}

static Figure draw_figure(GmxRandom *random, const GmxOutline *outline) {
  Figure figure = {.outline = outline};
  figure.size = between(random, 0.66f, 0.8f);
  const float room = 0.97f - figure.size;
  figure.x = between(random, -room, room);
  figure.y = between(random, -room, room);
  double cosine, sine;
  gmx_direction(between(random, -1, 1) * outline->turn, &cosine, &sine);
  figure.cosine = (float)cosine;
  figure.sine = (float)sine;
  draw_colours(random, &figure);
  figure.slope_x = between(random, -0.2f, 0.2f);
  figure.slope_y = between(random, -0.2f, 0.2f);
  return figure;
}

/* How much of the pixel at (@x, @y) the figure covers, 0 … 1, with a soft edge. */
static float coverage(const Figure *figure, float x, float y) {
  const float dx = x - figure->x, dy = y - figure->y;
  const float reach = figure->size * GMX_OUTLINE_REACH + EDGE * 2 / SIDE;
  if (dx * dx + dy * dy > reach * reach)
    return 0;
  const float u = (dx * figure->cosine + dy * figure->sine) / figure->size;
  const float v = (dy * figure->cosine - dx * figure->sine) / figure->size;
  const float pixels = figure->outline->distance(u, v) * figure->size * (SIDE / 2);
  const float t = CLAMP(0.5f - pixels / EDGE, 0, 1);
  return t * t * (3 - 2 * t);
}

/* Nearly normal noise of variance 1 from 21 bits: the sum of three numbers of seven bits, less its
 * mean, by its deviation √(3 (128² − 1) / 12) = 63.998. */
static float noise_of(guint64 bits) {
  const int sum = (int)(bits & 127) + (int)(bits >> 7 & 127) + (int)(bits >> 14 & 127);
  return ((float)sum - 190.5f) / 63.998f;
}

static guint8 to_byte(float level) {
  return (guint8)(CLAMP(level, 0, 255) + 0.5f);
}

static void draw_image(GmxRandom *random, const Figure *figure, guint8 *image) {
  for (int row = 0; row < SIDE; row++)
    for (int column = 0; column < SIDE; column++) {
      const float x = ((float)column + 0.5f) / (SIDE / 2) - 1;
      const float y = ((float)row + 0.5f) / (SIDE / 2) - 1;
      const float cover = coverage(figure, x, y);
      const float light = 1 + figure->slope_x * x + figure->slope_y * y;
      const guint64 bits = gmx_random_next(random);
      for (int c = 0; c < CHANNELS; c++) {
        const float ground = figure->background[c] * light;
        const float level = ground + cover * (figure->foreground[c] - ground);
        *image++ = to_byte(level + NOISE_LEVEL * noise_of(bits >> 21 * c));
      }
    }
}

typedef struct {
  guint64 seed;
  guint64 first_stream; /* of the part's image 0 */
  int first;            /* image of the block's first slice */
  GmxDataPart *part;
} Block;

/* An image's stream is its number above the purpose, so that slices need not wait for another. */
static void draw_slice(void *context, int slice) {
  const Block *block = context;
  for (int i = 0; i < SLICE; i++) {
    const int index = block->first + slice * SLICE + i;
    const int label = index % GMX_OUTLINES;
    GmxRandom random;
    gmx_random_init(&random, block->seed,
                    (block->first_stream + (guint64)index) << 8 | GMX_STREAM_DATA);
    const Figure figure = draw_figure(&random, &gmx_outlines[label]);
    draw_image(&random, &figure, block->part->images + (gsize)index * IMAGE_BYTES);
    block->part->labels[index] = (guint8)label;
  }
}

gboolean gmx_shapes_draw(guint64 seed, GmxDataContent *content, GmxDataReading *reading,
                         GError **error) {
  static const int counts[2] = {TRAIN_COUNT, TEST_COUNT};
  content->shape = (GmxShape){.channels = CHANNELS, .height = SIDE, .width = SIDE};
  content->classes = GMX_OUTLINES;
  g_autoptr(GStrvBuilder) names = g_strv_builder_new();
  for (int i = 0; i < GMX_OUTLINES; i++)
    g_strv_builder_add(names, gmx_outlines[i].name);
  content->class_names = g_strv_builder_end(names);
  gmx_data_reading_share(reading, 0, 1, "Drawing shapes");
  guint64 stream = 1;
  for (int split = 0; split < 2; split++) {
    GmxDataPart *part = &content->parts[split];
    if (!gmx_data_part_allocate(part, counts[split], IMAGE_BYTES, "shapes", error))
      return FALSE;
    for (int first = 0; first < counts[split]; first += BLOCK) {
      Block block = {.seed = seed, .first_stream = stream, .first = first, .part = part};
      const double done = (double)(split * TRAIN_COUNT + first) / (TRAIN_COUNT + TEST_COUNT);
      if (!gmx_data_reading_report(reading, done, error))
        return FALSE;
      gmx_parallel_for(BLOCK / SLICE, draw_slice, &block);
    }
    stream += (guint64)counts[split];
  }
  return gmx_data_reading_report(reading, 1, error);
}
