/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outlines of the drawn set. Most are cut by straight lines: the distance to the inside of a
 * line is n·p − d for its unit normal n, the largest of several is their intersection, the least
 * their union. Sizes are chosen so that all ten look about equally large. */
#include "engine/data/outline.h"

#include <math.h>

static float larger(float a, float b) {
  return a > b ? a : b;
}

static float smaller(float a, float b) {
  return a < b ? a : b;
}

static float box(float x, float y, float half_width, float half_height) {
  return larger(fabsf(x) - half_width, fabsf(y) - half_height);
}

static float circle(float x, float y, float radius) {
  return sqrtf(x * x + y * y) - radius;
}

static float disc(float x, float y) {
  return circle(x, y, 0.92f);
}

static float ring(float x, float y) {
  return fabsf(circle(x, y, 0.74f)) - 0.2f;
}

static float square(float x, float y) {
  return box(x, y, 0.8f, 0.8f);
}

/* Equilateral, a corner up; normals at 90°, 210° and 330°. */
static float triangle(float x, float y) {
  const float sides = 0.8660254f * fabsf(x) - 0.5f * y;
  return larger(sides, y) - 0.58f;
}

static float plus(float x, float y) {
  return smaller(box(x, y, 0.98f, 0.33f), box(x, y, 0.33f, 0.98f));
}

/* The five lines of a pentagram: a point is inside the star when it is outside of one line at
 * most, so the distance is the second largest. */
static float star(float x, float y) {
  static const float normals[5][2] = {{0, 1},
                                      {0.9510565f, 0.3090170f},
                                      {0.5877853f, -0.8090170f},
                                      {-0.5877853f, -0.8090170f},
                                      {-0.9510565f, 0.3090170f}};
  float largest = -1e9f, second = -1e9f;
  for (int i = 0; i < 5; i++) {
    const float d = normals[i][0] * x + normals[i][1] * y;
    second = larger(second, smaller(d, largest));
    largest = larger(largest, d);
  }
  return second - 0.38f;
}

/* A square that stands on a corner, and a disc on each of its upper sides. */
static float heart(float x, float y) {
  const float half = 0.56f, lower = 0.146f * half / 0.55f;
  const float diamond = 0.7071068f * (fabsf(x) + fabsf(y - lower)) - half;
  const float lobe = circle(fabsf(x) - 0.7071068f * half, y - lower + 0.7071068f * half, half);
  return smaller(diamond, lobe);
}

/* A disc less a smaller one beside its centre; moved so that the middle of what is left is 0. */
static float crescent(float x, float y) {
  return larger(circle(x - 0.15f, y, 0.98f), -circle(x - 0.57f, y, 0.8f));
}

static float hexagon(float x, float y) {
  return larger(0.8660254f * fabsf(x) + 0.5f * fabsf(y), fabsf(y)) - 0.82f;
}

/* Three upright bars. */
static float bars(float x, float y) {
  const float middle = x > 0.33f ? 0.66f : x < -0.33f ? -0.66f : 0;
  return box(x - middle, y, 0.18f, 0.9f);
}

/* The turns keep every figure near upright, as a reader would draw it. */
const GmxOutline gmx_outlines[GMX_OUTLINES] = {
    {"disc", disc, 0.5f},          {"ring", ring, 0.5f},          {"square", square, 0.05f},
    {"triangle", triangle, 0.08f}, {"plus", plus, 0.05f},         {"star", star, 0.06f},
    {"heart", heart, 0.06f},       {"crescent", crescent, 0.09f}, {"hexagon", hexagon, 0.02f},
    {"bars", bars, 0.08f},
};
