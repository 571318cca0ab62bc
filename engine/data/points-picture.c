/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture that stands for a point: the training points, pale; over them the two parents, the
 * segment between them and the mixed point. Drawn by distances, pixel by pixel, without a drawing
 * library: the engine has none, and a tile takes microseconds. */
#include "engine/data/points-private.h"

#include <math.h>
#include <string.h>

#define SIDE GMX_POINTS_PICTURE
#define PALE 0.35   /* share of a training point's colour, the rest is white */
#define STRETCH 1.5 /* the flatter side may be drawn larger by so much, to fill the square */

/* Sizes in pixels. */
#define DOT 0.9f
#define PARENT 2.6f
#define MIXED 4.0f
#define RIM 1.2f
#define SEGMENT 0.7f

/* Those of the plane on the light page (resources/style.css): blue and yellow, then eight that stay
 * apart from them; further classes begin again. */
static const guint8 colours[10][3] = {{0x3d, 0x7c, 0xc9}, {0xd9, 0xa2, 0x00}, {0x8f, 0x3f, 0x71},
                                      {0x5f, 0x9a, 0x47}, {0x6f, 0x6e, 0x73}, {0x7a, 0x55, 0xc7},
                                      {0x86, 0x5e, 0x3c}, {0xd6, 0x50, 0x8f}, {0x1f, 0x3f, 0x73},
                                      {0xa3, 0xb8, 0x2e}};
static const guint8 white[3] = {255, 255, 255}, ink[3] = {0x2e, 0x34, 0x36};

const guint8 *gmx_points_class_colour(int label) {
  return colours[MAX(label, 0) % 10];
}

typedef struct {
  float x, y;
} Place;

/* Centres of pixels lie at whole numbers; y points up in the data and down in the picture. */
static Place to_picture(const double box[4], const float *point) {
  const double across = box[1] - box[0], up = box[3] - box[2], most = MAX(across, up);
  const double x = (point[0] - (box[0] + box[1]) / 2) * SIDE / MAX(across, most / STRETCH);
  const double y = (point[1] - (box[2] + box[3]) / 2) * SIDE / MAX(up, most / STRETCH);
  return (Place){(float)(x + SIDE / 2.0 - 0.5), (float)(SIDE / 2.0 - 0.5 - y)};
}

static void blend_pixel(guint8 *rgb, int x, int y, const guint8 colour[3], float share) {
  guint8 *pixel = rgb + 3 * (y * SIDE + x);
  for (int c = 0; c < 3; c++)
    pixel[c] = (guint8)((float)pixel[c] + share * ((float)colour[c] - (float)pixel[c]) + 0.5f);
}

/* Distance of (@x, @y) from the middle of a mark: round for even classes, square for odd ones. */
static float mark_distance(float x, float y, gboolean square) {
  return square ? MAX(fabsf(x), fabsf(y)) * 1.12f : sqrtf(x * x + y * y);
}

static void draw_mark(guint8 *rgb, Place at, float radius, gboolean square,
                      const guint8 colour[3]) {
  const int left = MAX(0, (int)floorf(at.x - radius - 1));
  const int right = MIN(SIDE - 1, (int)ceilf(at.x + radius + 1));
  const int top = MAX(0, (int)floorf(at.y - radius - 1));
  const int bottom = MIN(SIDE - 1, (int)ceilf(at.y + radius + 1));
  for (int y = top; y <= bottom; y++)
    for (int x = left; x <= right; x++) {
      const float away = mark_distance((float)x - at.x, (float)y - at.y, square);
      blend_pixel(rgb, x, y, colour, CLAMP(radius + 0.5f - away, 0, 1));
    }
}

static void draw_segment(guint8 *rgb, Place a, Place b) {
  const float dx = b.x - a.x, dy = b.y - a.y, length = dx * dx + dy * dy;
  if (length <= 0)
    return;
  for (int y = 0; y < SIDE; y++)
    for (int x = 0; x < SIDE; x++) {
      const float px = (float)x - a.x, py = (float)y - a.y;
      const float t = CLAMP((px * dx + py * dy) / length, 0, 1);
      const float ex = px - t * dx, ey = py - t * dy;
      blend_pixel(rgb, x, y, ink, 0.7f * CLAMP(SEGMENT + 0.5f - sqrtf(ex * ex + ey * ey), 0, 1));
    }
}

/* Pale, and opaque: where many points lie they stay pale. */
guint8 *gmx_points_draw_ground(const GmxDataContent *content, const double box[4]) {
  const GmxDataPart *part = &content->parts[GMX_SPLIT_TRAIN];
  guint8 *rgb = g_malloc(SIDE * SIDE * 3);
  memset(rgb, 255, SIDE * SIDE * 3);
  for (int i = 0; i < part->count; i++) {
    const guint8 *colour = gmx_points_class_colour(part->labels[i]);
    guint8 pale[3];
    for (int c = 0; c < 3; c++)
      pale[c] = (guint8)(255 - PALE * (255 - colour[c]));
    draw_mark(rgb, to_picture(box, part->points + 2 * i), DOT, part->labels[i] % 2 == 1, pale);
  }
  return rgb;
}

static void draw_parent(guint8 *rgb, Place at, int label) {
  const gboolean square = label % 2 == 1;
  draw_mark(rgb, at, PARENT + RIM, square, white);
  draw_mark(rgb, at, PARENT, square, gmx_points_class_colour(label));
}

/* Filled by the labels' colours in their shares. */
static void draw_mixed(guint8 *rgb, Place at, const GmxPointsMix *mix) {
  const guint8 *a = gmx_points_class_colour(mix->first_label);
  const guint8 *b = gmx_points_class_colour(mix->second_label);
  guint8 fill[3];
  for (int c = 0; c < 3; c++)
    fill[c] = (guint8)(mix->lambda * a[c] + (1 - mix->lambda) * b[c] + 0.5);
  draw_mark(rgb, at, MIXED + RIM, FALSE, white);
  draw_mark(rgb, at, MIXED, FALSE, ink);
  draw_mark(rgb, at, MIXED - RIM, FALSE, fill);
}

void gmx_points_draw_mix(const guint8 *ground, const double box[4], const GmxPointsMix *mix,
                         guint8 *rgb) {
  const Place first = to_picture(box, mix->first), second = to_picture(box, mix->second);
  memcpy(rgb, ground, SIDE * SIDE * 3);
  draw_segment(rgb, first, second);
  draw_parent(rgb, second, mix->second_label);
  draw_parent(rgb, first, mix->first_label);
  draw_mixed(rgb, to_picture(box, mix->mixed), mix);
}
