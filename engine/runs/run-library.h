/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The runs under a folder as a list that follows the folder while it is watched: what each was, and
 * what it came to.
 *
 * Reading happens on a thread of its own; the list changes on the main context of the thread that
 * made it. A run is read again when one of its files changes. Signals: "loaded" (after every whole
 * look at the folder), "failed" (const GError *). */
#pragma once

#include "engine/train/config.h"
#include "engine/train/records.h"

typedef enum {
  GMX_RUN_UNFINISHED, /* stopped or killed before its end; it can be continued */
  GMX_RUN_TRAINING,   /* locked: some process trains it now */
  GMX_RUN_FINISHED,
  GMX_RUN_DIVERGED,
} GmxRunState;

/** One run. Fields are read only; an entry is replaced, not changed, when its run was. */
#define GMX_TYPE_RUN_ENTRY (gmx_run_entry_get_type())
G_DECLARE_FINAL_TYPE(GmxRunEntry, gmx_run_entry, GMX, RUN_ENTRY, GObject)
struct _GmxRunEntry {
  GObject parent_instance;
  char *path, *folder; /* the folder's own name */
  char *title;         /* as the user named it; else the folder's name */
  char **tags;         /* NULL-terminated, sorted */
  char *sweep;         /* name of the sweep it belongs to; NULL */
  char *weights;       /* SHA-256 of the file that its weights began with; NULL: drawn */
  GmxConfig *config;   /* as started */
  GPtrArray *events;   /* of GmxEventRecord: the live changes */
  int seed;
  GmxRunState state;
  gint64 created; /* Unix time of the folder's making */
  gint64 steps;
  int epochs;           /* evaluated, of `config`'s */
  GmxEpochRecord last;  /* of the last evaluation; NaN where there is none */
  double best_accuracy; /* on held-out images, and its epoch; NaN, 0 */
  int best_epoch;
  double sharpness; /* mean over the last epoch's steps of L(w + ε̂) − L(w); NaN without a climb */
  double seconds;  /* trained; NaN where not known */
  char *group_key; /* kept by gmx_run_group_key() */
};

#define GMX_TYPE_RUN_LIBRARY (gmx_run_library_get_type())
G_DECLARE_FINAL_TYPE(GmxRunLibrary, gmx_run_library, GMX, RUN_LIBRARY, GObject)

/** A GListModel of GmxRunEntry, newest first; empty until the first look. @parent NULL: the default
 * place. */
GmxRunLibrary *gmx_run_library_new(const char *parent);
const char *gmx_run_library_get_parent(GmxRunLibrary *library);
/** Looks at the folder soon, watched or not. */
void gmx_run_library_refresh(GmxRunLibrary *library);
/** While it is watched, which it is not at first, the list looks now and whenever the folder
 * changes: for as long as somebody sees it. */
void gmx_run_library_set_watching(GmxRunLibrary *library, gboolean watching);
GmxRunEntry *gmx_run_library_find(GmxRunLibrary *library, const char *path); /* borrowed, or NULL */

/** Title and tags in notes.json; an empty title gives the folder's name back. */
gboolean gmx_run_library_rename(GmxRunLibrary *library, GmxRunEntry *entry, const char *title,
                                GError **error);
gboolean gmx_run_library_set_tags(GmxRunLibrary *library, GmxRunEntry *entry,
                                  const char *const *tags, GError **error);
/** To the desktop's trash, or, where there is none, into the folder `.trash` beside the runs; a
 * run that trains is refused. @undo receives what gmx_run_library_restore() takes. */
gboolean gmx_run_library_delete(GmxRunLibrary *library, GmxRunEntry *entry, char **undo,
                                GError **error);
gboolean gmx_run_library_restore(GmxRunLibrary *library, const char *undo, GError **error);

/** Names of the settings in which the runs differ, seed and threads left out; free with
 * g_strfreev(). */
char **gmx_run_differing_settings(GPtrArray *entries);

/** What the runs of one group share, as one text: equal where two differ by their seed alone. A run
 * with live changes is like no other. Owned by @entry. */
const char *gmx_run_group_key(GmxRunEntry *entry);

/** The groups of a list of GmxRunEntry, in the order of the first of each: GPtrArray of GPtrArray
 * of GmxRunEntry. */
GPtrArray *gmx_run_group(GListModel *entries);
