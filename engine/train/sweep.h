/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A sweep: many runs from one small file, that differ by the values of a few settings and the seed.
 *
 *   {"name": "rho-by-method",
 *    "base": {"data": "fashion-mnist", "epochs": 3},
 *    "axes": {"method": ["mixup", "g-mix"], "rho": [0.02, 0.05]},
 *    "seeds": [1, 2, 3]}
 *
 * docs/sweeps.md describes the format. Tasks are numbered from 0, the last axis faster than the one
 * before it and the seed fastest of all. Each task has a run folder of a fixed name, the same on
 * every machine; what has become of a task is told by that folder alone (sweep-run.h).
 *
 * A GmxSweep never changes, so threads may share one. */
#pragma once

#include "engine/train/config.h"

#define GMX_SWEEP_ERROR (gmx_sweep_error_quark())
GQuark gmx_sweep_error_quark(void);

typedef enum {
  GMX_SWEEP_ERROR_READ,   /* the file can't be read */
  GMX_SWEEP_ERROR_FORMAT, /* it is no sweep; the message names file, line and member */
  GMX_SWEEP_ERROR_TASK,   /* a task's folder holds something else */
} GmxSweepError;

/** Tasks that a sweep may have at most. */
#define GMX_SWEEP_MAX_TASKS 1000000

typedef struct GmxSweep GmxSweep;

/** One axis: a setting, and its values as the command line would take them. */
typedef struct {
  const char *setting;
  const char *const *values; /* NULL-terminated */
} GmxSweepAxis;

/** Reads the file at @path. A relative folder in "data" counts from the file's folder. */
GmxSweep *gmx_sweep_load(const char *path, GError **error);
/**
 * Reads @text, @length bytes (-1: up to its end).
 * @param source what messages call it, usually a file's name
 * @param folder that relative folders in "data" count from; NULL: the working folder
 */
GmxSweep *gmx_sweep_parse(const char *text, gssize length, const char *source, const char *folder,
                          GError **error);
/**
 * A sweep from its parts, checked as one from a file.
 * @param base settings that all runs share; those that an axis names do not matter
 * @param axes [@axis_count]; copied
 * @param seeds [@seed_count], at least one
 */
GmxSweep *gmx_sweep_new(const char *name, GmxConfig *base, const GmxSweepAxis *axes, int axis_count,
                        const int *seeds, int seed_count, GError **error);
GmxSweep *gmx_sweep_ref(GmxSweep *sweep);
void gmx_sweep_unref(GmxSweep *sweep);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxSweep, gmx_sweep_unref)

/** The text of its file, ended by a new line; free it. */
char *gmx_sweep_to_text(GmxSweep *sweep);
/** Replaces the file at @path. */
gboolean gmx_sweep_save(GmxSweep *sweep, const char *path, GError **error);

/** @text as a name that a sweep may have, "rho-by-method"; free it. */
char *gmx_sweep_make_name(const char *text);

const char *gmx_sweep_get_name(GmxSweep *sweep);
/** Tasks in all: the product of the axes' lengths and the number of seeds. */
int gmx_sweep_get_count(GmxSweep *sweep);
int gmx_sweep_get_axis_count(GmxSweep *sweep);
/** Axis @axis from 0; owned by the sweep. */
const GmxSweepAxis *gmx_sweep_get_axis(GmxSweep *sweep, int axis);
const int *gmx_sweep_get_seeds(GmxSweep *sweep, int *count);

/** Place on axis @axis of task @task. */
int gmx_sweep_get_place(GmxSweep *sweep, int task, int axis);
int gmx_sweep_get_seed(GmxSweep *sweep, int task);
/** The settings of task @task, a new object. */
GmxConfig *gmx_sweep_get_config(GmxSweep *sweep, int task);
/** The name of its run folder, "rho-by-method_g-mix_rho0.05_s3"; free it. */
char *gmx_sweep_get_run_name(GmxSweep *sweep, int task);
/** Its method, and what it differs by, for people: "g-mix, rho 0.05, seed 3"; free it. */
char *gmx_sweep_describe_task(GmxSweep *sweep, int task);
/** Whether the sweep itself says how many threads a run uses. */
gboolean gmx_sweep_sets_threads(GmxSweep *sweep);
