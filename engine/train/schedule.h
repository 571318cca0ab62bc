/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The learning rate of each step (methods.md, section 5). */
#pragma once

#include "engine/train/config.h"

/** A schedule with all that it depends on. */
typedef struct {
  GmxSchedule kind;
  double rate;            /* η, the rate at the start */
  gint64 total_steps;     /* T of the cosine */
  int epochs_before;      /* epochs before the one under way: the step decay counts them */
  gint64 epoch_start;     /* steps that they took */
  gint64 steps_per_epoch; /* of the one under way */
  int decay_every;        /* epochs between two decays */
  double decay_factor;    /* what a decay multiplies by */
} GmxScheduleOptions;

/**
 * η_t of the step after @done steps: constant η; cosine ½ η (1 + cos(π t / T)); step
 * η · factor^⌊epoch / every⌋. The first step has t = 0, as in PyTorch's schedulers.
 */
double gmx_schedule_rate(const GmxScheduleOptions *options, gint64 done);
