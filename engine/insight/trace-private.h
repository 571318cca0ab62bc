/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the parts of a trace share: trace.c makes the step, trace-vectors.c looks at its vectors. */
#pragma once

#include "engine/insight/trace.h"

/** A step under the glass. Buffers hold `count` floats. */
typedef struct {
  GmxTrace *trace;
  GmxTrainer *copy;          /* has made the step */
  gsize count;               /* parameters */
  float *carried;            /* v (or m) before the step */
  float *gradient;           /* ∇L(w) */
  float *epsilon;            /* ε̂; NULL without a climb */
  float *combined;           /* g, what the optimizer received */
  float *kept, *other;       /* gradients of the two sets; NULL without a climb */
  GCancellable *cancellable; /* may be NULL */
} GmxTraceWork;

/** The gradient of the copy's batch at @model's weights, by @options; @model stays as it was but
 * for its running statistics. @returns a new buffer */
float *gmx_trace_gradient(GmxTraceWork *work, GmxModel *model, const GmxStepOptions *options);

/** Mean loss of the copy's batch at @weights, by the batch's own statistics. */
double gmx_trace_loss_at(GmxTraceWork *work, const float *weights);

/** Fill in the trace's vectors from the buffers. */
void gmx_trace_describe_climb(GmxTraceWork *work);
void gmx_trace_describe_combine(GmxTraceWork *work);
void gmx_trace_describe_update(GmxTraceWork *work);
void gmx_trace_describe_weight(GmxTraceWork *work);
