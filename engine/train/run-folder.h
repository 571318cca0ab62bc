/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The folder of one run: its settings, its curves, its probe, its last checkpoint.
 *
 *   run.json                every setting, the data set and its checksum, versions, the summary
 *   steps.csv epochs.csv probe.csv intrusion.csv events.csv   as in records.h, one row a record
 *   timing.csv              step, seconds, images_per_second: the only file with times in it
 *   checkpoint.safetensors  train/checkpoint.h
 *
 * Rows are appended through a buffer that reaches the file at least every second and at every row
 * of epochs.csv, and the disk before each checkpoint; other files are replaced as a whole. Numbers
 * have nine significant digits (in epochs.csv as many as it takes, because a resumed run reads them
 * again) and a point in every language; a value that does not exist (NaN) is an empty field,
 * infinity is "inf". Without timing.csv two equal runs leave equal bytes. Whoever writes to a
 * folder holds its lock (run-lock.h); one thread uses a folder at a time. */
#pragma once

#include "engine/train/config.h"
#include "engine/train/records.h"
#include "engine/train/run-lock.h"

#define GMX_RUN_ERROR (gmx_run_error_quark())
GQuark gmx_run_error_quark(void);

typedef enum {
  GMX_RUN_ERROR_WRITE,  /* a folder or file can't be made or written */
  GMX_RUN_ERROR_READ,   /* no such run, or its files can't be read */
  GMX_RUN_ERROR_FORMAT, /* run.json does not hold a run */
  GMX_RUN_ERROR_LOCKED, /* another process trains it */
} GmxRunError;

typedef struct GmxRunFolder GmxRunFolder;

/** Where runs lie when nobody says otherwise: $XDG_DATA_HOME/gmix-studio/runs. Free it. */
char *gmx_run_default_parent(void);

/**
 * Makes a new folder under @parent, called "2026-11-22-1134-shapes-cnn-g-mix-s1" (and "-2", "-3"
 * where that exists), with run.json and the CSV files' headers.
 * @param parent NULL for gmx_run_default_parent(); made if it is missing
 * @param config read now, not kept
 */
GmxRunFolder *gmx_run_folder_create(const char *parent, GmxConfig *config, GmxDataset *dataset,
                                    GError **error);
/**
 * The same for a run whose weights were not drawn from its seed.
 * @param weights member "weights" of run.json; NULL for none
 */
GmxRunFolder *gmx_run_folder_create_from(const char *parent, GmxConfig *config, GmxDataset *dataset,
                                         JsonObject *weights, GError **error);
/**
 * Makes a run in the folder that @lock has locked, over what an earlier try may have left there.
 * @param lock becomes the folder's, also where this fails
 * @param sweep member "sweep" of run.json; NULL for none
 */
GmxRunFolder *gmx_run_folder_create_locked(GmxRunLock *lock, GmxConfig *config, GmxDataset *dataset,
                                           JsonObject *sweep, GError **error);
/** Writes what is buffered (a failure is lost: call gmx_run_folder_flush() first) and closes. */
void gmx_run_folder_free(GmxRunFolder *folder);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxRunFolder, gmx_run_folder_free)

const char *gmx_run_folder_get_path(GmxRunFolder *folder);
/** The folder's own name, without the way to it. */
const char *gmx_run_folder_get_name(GmxRunFolder *folder);
/** Whether run.json tells of a file that the weights came from. */
gboolean gmx_run_folder_began_from_file(GmxRunFolder *folder);
/** Path of checkpoint.safetensors in it. */
const char *gmx_run_folder_get_checkpoint_path(GmxRunFolder *folder);

/** Each appends one row. FALSE when a buffer could not be written; the error names the file. */
gboolean gmx_run_folder_append_step(GmxRunFolder *folder, const GmxStepRecord *record,
                                    GError **error);
gboolean gmx_run_folder_append_epoch(GmxRunFolder *folder, const GmxEpochRecord *record,
                                     GError **error);
gboolean gmx_run_folder_append_probe(GmxRunFolder *folder, const GmxProbeRecord *record,
                                     GError **error);
gboolean gmx_run_folder_append_intrusion(GmxRunFolder *folder, const GmxIntrusionRecord *record,
                                         GError **error);
gboolean gmx_run_folder_append_event(GmxRunFolder *folder, const GmxEventRecord *record,
                                     GError **error);
/** @seconds since training began, without pauses; @images_per_second lately. */
gboolean gmx_run_folder_append_timing(GmxRunFolder *folder, gint64 step, double seconds,
                                      double images_per_second, GError **error);
/** Writes every buffer to its file. */
gboolean gmx_run_folder_flush(GmxRunFolder *folder, GError **error);
/** The same, and waits until the rows would outlast a loss of power: before a checkpoint. */
gboolean gmx_run_folder_sync(GmxRunFolder *folder, GError **error);

/**
 * Writes run.json again with @summary in it (test_accuracy, test_loss, train_accuracy, train_loss,
 * ece, steps, epochs, state…). No times: they belong in timing.csv alone.
 */
gboolean gmx_run_folder_write_summary(GmxRunFolder *folder, JsonObject *summary, GError **error);
/** The summary's state, "finished" or "diverged"; NULL where there is no summary. */
const char *gmx_run_folder_get_state(GmxRunFolder *folder);
/** Takes the summary out of run.json: the run goes on. */
gboolean gmx_run_folder_drop_summary(GmxRunFolder *folder, GError **error);

/** Opens the folder of an earlier run at @path, to append to its files (resume). */
GmxRunFolder *gmx_run_folder_open(const char *path, GError **error);
/** Opens the run in the folder that @lock, which becomes the folder's also on failure, has locked.
 */
GmxRunFolder *gmx_run_folder_open_locked(GmxRunLock *lock, GError **error);
/**
 * Cuts the files back to a checkpoint: rows of a step after @step are dropped (steps, events,
 * timing), and rows of an epoch after @epoch (epochs, probe, intrusion; an epoch under way has
 * none), and so is a row that a killed run left half written.
 */
gboolean gmx_run_folder_cut(GmxRunFolder *folder, gint64 step, int epoch, GError **error);
/**
 * Whether what gmx_run_folder_cut() left reaches up to the checkpoint: each step and each epoch has
 * rows in steps.csv and epochs.csv, and in probe.csv with @probe.
 */
gboolean gmx_run_folder_check_rows(GmxRunFolder *folder, gint64 step, int epoch, gboolean probe,
                                   GError **error);
/** The rows of events.csv of the run at @path: GmxEventRecord, freed with the array. */
GPtrArray *gmx_run_folder_read_events(const char *path, GError **error);

/** The whole rows of epochs.csv of the run at @path: GmxEpochRecord. */
GArray *gmx_run_folder_read_epochs(const char *path, GError **error);

/** The last row of epochs.csv of the run at @path; epoch 0 and NaN where there is none yet. */
gboolean gmx_run_folder_read_last_epoch(const char *path, GmxEpochRecord *record, GError **error);

/**
 * Epochs whose probe (or intrusion) the run at @path holds whole: int, rising, freed with the
 * array. A run that was not searched for intrusion has none of it. Damage is an error of one line
 * that names the file and the line, here and below.
 */
GArray *gmx_run_folder_list_probe(const char *path, GError **error);
GArray *gmx_run_folder_list_intrusion(const char *path, GError **error);

/**
 * The rows of probe.csv of one epoch: GmxProbeRecord, in the order of the examples.
 * @param epoch 0 for the newest; where there is no such epoch the error says which there are
 */
GArray *gmx_run_folder_read_probe(const char *path, int epoch, GError **error);

/**
 * The same of intrusion.csv, as a GmxIntrusion (intrusion.h) whose examples have one neighbour each
 * and whose step is 0.
 */
struct GmxIntrusion *gmx_run_folder_read_intrusion(const char *path, int epoch, GError **error);

/** A run as its folder tells it. */
typedef struct {
  char *path, *name;
  GmxConfig *config;
  char *dataset_checksum;
  JsonNode *description; /* the whole of run.json */
  JsonObject *summary;   /* NULL where none was written: the run was cut short */
} GmxRunInfo;

/** @path is the folder; errors name it, or the member of run.json that is wrong. */
GmxRunInfo *gmx_run_info_load(const char *path, GError **error);
void gmx_run_info_free(GmxRunInfo *info);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxRunInfo, gmx_run_info_free)

/**
 * The runs under @parent (NULL for the default place) as GmxRunInfo, oldest first. Folders that are
 * no runs are left out; no @parent gives an empty array.
 */
GPtrArray *gmx_run_folder_list(const char *parent, GError **error);
/** A run by its path, or by its name under @parent (NULL for the default place); free it. */
char *gmx_run_find(const char *parent, const char *path_or_name, GError **error);

/** The program's version, "0.1.0". */
const char *gmx_version(void);
