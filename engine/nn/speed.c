/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The best of several short runs: what the code can do when nobody else has the processor. */
#include "engine/nn/speed.h"

#include "engine/nn/model-private.h"
#include "engine/nn/parallel.h"

#include <stdlib.h>
#include <time.h>

#define RUNS 15
#define LIMIT_ROUNDS 2000000L /* some 50 ms */
#define LAYER_SECONDS 0.004

const char *gmx_speed_instruction_set(void) {
  return gmx_kernels()->name;
}

static double seconds_now(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static void limit_slice(void *context, int slice) {
  double *flops = context;
  flops[slice] = gmx_kernels()->multiply_add(LIMIT_ROUNDS);
}

double gmx_speed_limit(int threads) {
  double flops[64], best = 0;
  threads = threads < 64 ? threads : 64;
  for (int run = 0; run < RUNS; run++) {
    const double start = seconds_now();
    double sum = 0;
    gmx_parallel_for(threads, limit_slice, flops);
    const double seconds = seconds_now() - start;
    for (int i = 0; i < threads; i++)
      sum += flops[i];
    best = sum / seconds > best ? sum / seconds : best;
  }
  return best;
}

/* One image's worth of memory for a convolution. */
typedef struct {
  const GmxConv *conv;
  float *padded, *padded_delta, *z, *gradient, *weights, *turned, *weight_gradient;
} Layer;

static float *filled(size_t count) {
  float *values = NULL;
  if (posix_memalign((void **)&values, 64, (count + 64) * sizeof(float)))
    return NULL;
  for (size_t i = 0; i < count + 64; i++)
    values[i] = (float)(i % 13) * 0.1f - 0.5f;
  return values;
}

static void run_forward(const Layer *l) {
  GmxAhead nothing;
  gmx_ahead_init(&nothing, l->padded);
  gmx_conv_forward(l->conv, l->weights, l->padded, &nothing, l->z);
}

static void run_input_gradient(const Layer *l) {
  GmxAhead nothing;
  gmx_ahead_init(&nothing, l->padded);
  gmx_conv_input_gradient(l->conv, l->turned, l->padded_delta, &nothing, l->gradient, false);
}

static void run_weight_gradient(const Layer *l) {
  gmx_conv_weight_gradient(l->conv, l->padded, l->padded_delta, l->weight_gradient);
}

static double best_speed(const Layer *layer, void (*run)(const Layer *)) {
  const double flops = gmx_conv_flops(layer->conv);
  const int repeats = (int)(LAYER_SECONDS * 5e10 / flops) + 1;
  double best = 0;
  for (int r = 0; r < RUNS; r++) {
    const double start = seconds_now();
    for (int i = 0; i < repeats; i++)
      run(layer);
    const double speed = flops * repeats / (seconds_now() - start);
    best = speed > best ? speed : best;
  }
  return best;
}

static void measure(const GmxConv *conv, GmxLayerSpeed *speed) {
  const size_t weights = gmx_conv_weight_count(conv);
  const size_t padded = (size_t)gmx_conv_input_pitch(conv) * (conv->in_h + 2);
  const size_t padded_delta = (size_t)gmx_conv_delta_pitch(conv) * (conv->out_h + 2);
  Layer l = {.conv = conv,
             .padded = filled(padded),
             .padded_delta = filled(padded_delta),
             .z = filled(conv->z_size),
             .gradient = filled(padded),
             .weights = filled(weights),
             .turned = filled(weights),
             .weight_gradient = filled(weights)};
  if (l.padded && l.padded_delta && l.z && l.gradient && l.weights && l.turned &&
      l.weight_gradient) {
    speed->forward = best_speed(&l, run_forward);
    speed->input_gradient = conv->input > 0 ? best_speed(&l, run_input_gradient) : 0;
    speed->weight_gradient = best_speed(&l, run_weight_gradient);
  }
  float *parts[] = {l.padded, l.padded_delta,   l.z, l.gradient, l.weights,
                    l.turned, l.weight_gradient};
  for (size_t i = 0; i < sizeof parts / sizeof *parts; i++)
    free(parts[i]);
}

static bool same_kind(const GmxLayerSpeed *speed, const GmxConv *conv) {
  return speed->in == conv->in && speed->out == conv->out && speed->size == conv->size &&
         speed->stride == conv->stride && speed->height == conv->in_h && speed->width == conv->in_w;
}

int gmx_speed_layers(const GmxModel *model, GmxLayerSpeed *speeds, int most) {
  int kinds = 0;
  for (int c = 0; c < model->body.conv_count; c++) {
    const GmxConv *conv = &model->body.convs[c];
    int k = 0;
    while (k < kinds && !same_kind(&speeds[k], conv))
      k++;
    if (k == kinds && kinds < most) {
      speeds[kinds++] = (GmxLayerSpeed){
          conv->in, conv->out, conv->size, conv->stride, conv->in_h, conv->in_w, 0, 0, 0, 0};
      measure(conv, &speeds[k]);
    }
    if (k < kinds)
      speeds[k].count++;
  }
  return kinds;
}
