/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run as one file that other programs read: a table, a JSON document, its weights.
 *
 * Each reads the run's folder and nothing else, and replaces the file at @path as a whole. None of
 * them holds a time, so equal runs give equal files. */
#pragma once

#include <gio/gio.h>

/**
 * The curves as CSV, one row a step: the columns of steps.csv, then those of epochs.csv, which are
 * empty but in the row of an epoch's last step. Fields stand as the run wrote them.
 */
gboolean gmx_export_csv(const char *run_path, const char *path, GError **error);

/**
 * The run as one JSON object: "name", "run" (all of run.json), "steps" and "epochs" (an object of
 * arrays, one a column), "events" (an array of objects). What is not finite is null.
 */
gboolean gmx_export_json(const char *run_path, const char *path, GError **error);

/**
 * Parameters and running statistics of the checkpoint, and nothing else: a safetensors file that
 * PyTorch loads as a strict state_dict. Its metadata name the model, the images' shape and the
 * step.
 */
gboolean gmx_export_weights(const char *run_path, const char *path, GError **error);

/**
 * The checkpoint's network as ONNX (onnx.h). Its metadata_props say model, step, classes (names as
 * a JSON array), mean, deviation and run. The data set is asked for only where run.json does not
 * tell how its images are normalised.
 */
gboolean gmx_export_onnx(const char *run_path, const char *path, GError **error);
