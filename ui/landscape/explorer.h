/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Landscape page looks at: a copy of the weights of one step, perhaps another run's beside
 * them, and what the engine has found around both so far.
 *
 * One object serves all cards. Everything is computed by the engine's jobs, in two threads: the
 * plane in one; lines and curvature, which are done sooner, in the other. Training goes on
 * meanwhile, and the copy stays what it is until another one is asked for. What was found stays
 * until something newer takes its place.
 *
 * Signals: "plane-changed", "lines-changed", "curvature-changed", "work-changed" (what is under way
 * and how far), "choice-changed" (what is asked for), "weights-changed" (the copy, or whether
 * training is beyond it), "failed" (const char *what, const char *message). */
#pragma once

#include "engine/insight/landscape.h"
#include "engine/runs/run-library.h"
#include "ui/settings.h"

#define GMX_TYPE_EXPLORER (gmx_explorer_get_type())
G_DECLARE_FINAL_TYPE(GmxExplorer, gmx_explorer, GMX, EXPLORER, GObject)

/** What is asked for. */
typedef struct {
  GmxLandscapePlane plane;
  gboolean mixed; /* loss of the plane; lines and curvature are always of images as stored */
  GmxSplit split;
  int images;  /* that losses are means over, at most */
  int finest;  /* columns and rows of the last grid */
  double span; /* half the plane's width about w; 0: as the engine chooses */
  guint64 seed;
} GmxExplorerChoice;

/** @run_dir where runs to compare with are looked for; NULL: the default place. */
GmxExplorer *gmx_explorer_new(GmxSettings *settings, const char *run_dir);
GmxSettings *gmx_explorer_get_settings(GmxExplorer *explorer);

GmxExplorerChoice gmx_explorer_get_choice(GmxExplorer *explorer);
/** Computes anew what depends on a change. A plane towards another run needs one. */
void gmx_explorer_set_choice(GmxExplorer *explorer, const GmxExplorerChoice *choice);

/** The other run's folder; NULL: none. */
const char *gmx_explorer_get_other(GmxExplorer *explorer);
/** Reads it in a thread; what fails leaves the earlier comparison. */
void gmx_explorer_set_other(GmxExplorer *explorer, const char *path);
/** Runs that can be compared with: GmxRunEntry of the same data with a checkpoint. Free it. */
GPtrArray *gmx_explorer_list_others(GmxExplorer *explorer);
/** "erm, seed 1": run 0 is the open one, 1 the other. */
const char *gmx_explorer_get_name(GmxExplorer *explorer, int run);
/** What @entry is called in the list. Free it. */
char *gmx_explorer_name_entry(GmxExplorer *explorer, GmxRunEntry *entry);

/** The copy that is looked at; NULL before the first. */
GmxWeights *gmx_explorer_get_weights(GmxExplorer *explorer);
/** Whether training has left the copy behind. */
gboolean gmx_explorer_is_behind(GmxExplorer *explorer);
/** Whether the open run has made a step. */
gboolean gmx_explorer_has_step(GmxExplorer *explorer);

/** The newest results; NULL before the first. */
GmxLandscape *gmx_explorer_get_plane(GmxExplorer *explorer);
GmxLandscape *gmx_explorer_get_lines(GmxExplorer *explorer);
GmxCurvature *gmx_explorer_get_curvature(GmxExplorer *explorer, int run);

/** While TRUE for the first time of a run, the weights are fetched and looked at. */
void gmx_explorer_set_in_sight(GmxExplorer *explorer, gboolean in_sight);
/** Fetches the weights as they are now and computes all anew. */
void gmx_explorer_refresh(GmxExplorer *explorer);
/** Ends all jobs; what is known stays. */
void gmx_explorer_cancel(GmxExplorer *explorer);

/** "refining, 49 × 49 of 97 × 97", and how far; NULL where nothing is under way. Free it. */
char *gmx_explorer_get_work(GmxExplorer *explorer, double *fraction);

/** The curvature at the end of one epoch. */
typedef struct {
  int epoch;
  gint64 step;
  double largest, trace, trace_error; /* NaN: not known */
} GmxCurvatureRecord;

/** While TRUE, the curvature is also computed at the end of each epoch of a run that trains. */
void gmx_explorer_set_follow(GmxExplorer *explorer, gboolean follow);
gboolean gmx_explorer_get_follow(GmxExplorer *explorer);
/** GmxCurvatureRecord by rising step, of this run; borrowed. */
GArray *gmx_explorer_get_records(GmxExplorer *explorer);
