/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of GmxSweep share: its fields, and the steps by which one is made and checked. */
#pragma once

#include "engine/train/config-private.h"
#include "engine/train/sweep.h"

typedef struct {
  GmxSweepAxis public; /* points into this struct */
  GmxSettingId id;
  GPtrArray *values; /* of char *, as gmx_config_to_string() writes them; a NULL ends them once the
                        sweep is complete */
  GPtrArray *parts;  /* of char *: what each value is in a run folder's name */
} GmxAxis;

struct GmxSweep {
  gatomicrefcount references;
  char *name;
  char *base[GMX_SETTING_COUNT]; /* values as text; NULL: not said */
  GPtrArray *axes;               /* of GmxAxis */
  GArray *seeds;                 /* of int */
  int count;                     /* set by gmx_sweep_complete() */
};

/** A sweep without name, axes and seeds. */
GmxSweep *gmx_sweep_alloc(void);

gboolean gmx_sweep_set_name(GmxSweep *sweep, const char *name, GError **error);
/** @text is the value as the command line takes it; @folder as in gmx_sweep_parse(). */
gboolean gmx_sweep_set_base(GmxSweep *sweep, const char *setting, const char *text,
                            const char *folder, GError **error);
/** Adds an axis without values; the values follow. */
GmxAxis *gmx_sweep_add_axis(GmxSweep *sweep, const char *setting, GError **error);
gboolean gmx_axis_add_value(GmxAxis *axis, const char *text, const char *folder, GError **error);
gboolean gmx_sweep_add_seed(GmxSweep *sweep, gint64 seed, GError **error);
/** Fills in what was left out, counts the tasks and checks each combination of values. */
gboolean gmx_sweep_complete(GmxSweep *sweep, GError **error);

/** How many values an axis of a complete sweep has. */
int gmx_axis_length(GmxAxis *axis);
/** Makes `parts`. */
void gmx_axis_name_values(GmxAxis *axis);

/** Sets an error of GMX_SWEEP_ERROR_FORMAT. @returns FALSE */
gboolean gmx_sweep_refuse(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);
