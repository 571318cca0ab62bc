/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The fields of the lab, shared by lab.c (what is chosen) and lab-work.c (what is computed). */
#pragma once

#include "ui/mixlab/lab.h"

typedef enum { GMX_WORK_NONE, GMX_WORK_PATH, GMX_WORK_SHEET } GmxWork;

struct _GmxLab {
  GObject parent_instance;

  GmxSettings *settings;
  GmxDataset *dataset;
  GmxPicture *pair[2]; /* by GmxParent */
  GmxBlend blend;
  double lambda;
  GPtrArray *pictures;

  GmxWeights *weights;
  GmxBlendPath *path;
  GmxBlendSheet *sheet;

  gboolean in_sight, follow;
  gboolean weights_due, asking; /* to be asked for; asked for */
  gint64 asked;                 /* monotonic time of the last request */
  GCancellable *asked_for;      /* of the request for weights under way */
  gboolean path_due, sheet_due;
  GmxWork working;
  GCancellable *cancellable; /* of the job under way */
};

typedef enum {
  GMX_LAB_DATASET,
  GMX_LAB_PAIR,
  GMX_LAB_LAMBDA,
  GMX_LAB_PATH,
  GMX_LAB_PICTURES,
  GMX_LAB_SHEET,
  GMX_LAB_WEIGHTS,
  GMX_LAB_FAILED,
  GMX_LAB_SIGNALS
} GmxLabSignal;

void gmx_lab_emit(GmxLab *lab, GmxLabSignal id);

/* lab-work.c */

/** Something that the path (the sheet) depends on has changed. */
void gmx_lab_want_path(GmxLab *lab);
void gmx_lab_want_sheet(GmxLab *lab);
/** The weights have moved on; asked for at once, or when the page comes into sight. */
void gmx_lab_want_weights(GmxLab *lab);
/** Starts what is due and possible. */
void gmx_lab_work(GmxLab *lab);
/** Weights and answers belong to another run now. */
void gmx_lab_forget(GmxLab *lab);
void gmx_lab_stop(GmxLab *lab);
void gmx_lab_follow_session(GmxLab *lab);
