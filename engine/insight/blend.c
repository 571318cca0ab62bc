/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two pictures made into one: mixup and CutMix, as bytes to look at and as a network sees them. */
#include "engine/insight/blend-private.h"

#include "engine/data/batch.h"
#include "engine/data/points.h"

#include <math.h>
#include <string.h>

/* The box that CutMix pastes: the picture's aspect, its middle, and whole pixels, so that a box of
 * a smaller λ always holds that of a greater one. */
typedef struct {
  int left, top, width, height;
} Box;

static Box find_box(GmxShape shape, double lambda) {
  const double side = sqrt(CLAMP(1 - lambda, 0, 1));
  Box box = {.width = (int)(shape.width * side + 0.5), .height = (int)(shape.height * side + 0.5)};
  box.left = (shape.width - box.width) / 2;
  box.top = (shape.height - box.height) / 2;
  return box;
}

double gmx_blend_get_lambda(GmxShape shape, GmxBlend blend, double lambda) {
  if (blend == GMX_BLEND_MIXUP || gmx_shape_is_points(shape))
    return lambda;
  const Box box = find_box(shape, lambda);
  return 1 - (double)box.width * box.height / ((double)shape.width * shape.height);
}

static guint8 mix_byte(guint8 a, guint8 b, double lambda) {
  return (guint8)(lambda * a + (1 - lambda) * b + 0.5);
}

static gboolean in_box(const Box *box, int x, int y) {
  return x >= box->left && x < box->left + box->width && y >= box->top &&
         y < box->top + box->height;
}

void gmx_blend_get_rgb(const GmxPicture *a, const GmxPicture *b, GmxBlend blend, double lambda,
                       guint8 *rgb) {
  const GmxShape shape = a->shape;
  const Box box = find_box(shape, lambda);
  g_return_if_fail(memcmp(&shape, &b->shape, sizeof shape) == 0);
  if (a->dataset) {
    gmx_points_mix_rgb(a->dataset, a->point, a->label, b->point, b->label, lambda, NULL, rgb);
    return;
  }
  for (int y = 0; y < shape.height; y++)
    for (int x = 0; x < shape.width; x++) {
      const gsize at = ((gsize)y * shape.width + x) * shape.channels;
      const gboolean pasted = in_box(&box, x, y);
      for (int colour = 0; colour < 3; colour++) {
        const gsize c = at + MIN(colour, shape.channels - 1);
        if (blend == GMX_BLEND_MIXUP)
          *rgb++ = mix_byte(a->pixels[c], b->pixels[c], lambda);
        else
          *rgb++ = pasted ? b->pixels[c] : a->pixels[c];
      }
    }
}

void gmx_picture_normalise(const GmxPicture *picture, GmxDataset *dataset, float *out) {
  const int channels = picture->input.channels;
  const gsize values = (gsize)picture->input.height * picture->input.width * channels;
  const float *mean = gmx_dataset_get_mean(dataset);
  const float *deviation = gmx_dataset_get_deviation(dataset);
  for (gsize i = 0; i < values; i++) {
    const gsize c = i % (gsize)channels;
    const float value = picture->dataset ? picture->point[i] : (float)picture->pixels[i] / 255.0f;
    out[i] = (value - mean[c]) / deviation[c];
  }
}

void gmx_blend_floats(const float *a, const float *b, GmxShape shape, GmxBlend blend, double lambda,
                      float *out) {
  const gsize row = (gsize)shape.width * shape.channels, values = row * shape.height;
  if (blend == GMX_BLEND_MIXUP || gmx_shape_is_points(shape)) {
    gmx_batch_blend(a, b, lambda, values, out);
    return;
  }
  const Box box = find_box(shape, lambda);
  memcpy(out, a, values * sizeof *out);
  for (int y = box.top; y < box.top + box.height; y++) {
    const gsize at = y * row + (gsize)box.left * shape.channels;
    memcpy(out + at, b + at, (gsize)box.width * shape.channels * sizeof *out);
  }
}

double gmx_beta_density(double alpha, double lambda) {
  if (lambda < 0 || lambda > 1)
    return 0;
  if (alpha <= 0) /* mixes nothing: λ = 1 always */
    return lambda == 1 ? INFINITY : 0;
  if (alpha == 1)
    return 1;
  if (lambda == 0 || lambda == 1)
    return alpha < 1 ? INFINITY : 0;
  int sign;
  const double log_beta = 2 * lgamma_r(alpha, &sign) - lgamma_r(2 * alpha, &sign);
  return exp((alpha - 1) * (log(lambda) + log1p(-lambda)) - log_beta);
}
