/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Sheets: the tiles of many examples, or all blends of some pictures, as one PNG file that says in
 * its text chunks how it came about.
 *
 * Drawn by cairo and Pango alone, always in the light colours: no display, no GTK. Sizes are in
 * pixels at scale 1. */
#pragma once

#include "engine/insight/blend.h"
#include "engine/train/config.h"
#include "ui/samples/sample-model.h"

#include <cairo.h>

/* Where a tile stands: column c, row r at (MARGIN + c (TILE_WIDTH + GAP_X), MARGIN + HEADER + …).
 */
#define GMX_SHEET_MARGIN 18
#define GMX_SHEET_HEADER 66
#define GMX_SHEET_IMAGE 96 /* the square in which an image is centred */
#define GMX_SHEET_TILE_HEIGHT 150
#define GMX_SHEET_GAP_X 8
#define GMX_SHEET_GAP_Y 12
/* The same of the blends: their names stand left of them and above them. */
#define GMX_SHEET_NAMES 96
#define GMX_SHEET_NAME_LINE 20

/** What a sheet says about itself. Made by a function below, then changed at will: strings are
 * owned, by g_malloc(). */
typedef struct {
  GmxDataset *dataset;
  int mark;       /* before the heading: 1 the triangle of sharp, 0 the circle of flat, −1 none */
  char *heading;  /* "Sharp", the first line */
  char *origin;   /* "shapes, 2026-11-22-1134-shapes-cnn-g-mix-s1, epoch 3", the second */
  char *contents; /* "100 examples, largest s_i first, cat + dog", the third */
  char *sort, *filter; /* as `gmix samples` takes them, for the texts; NULL: none are written */
  char *settings;      /* all settings of the run as JSON; NULL where there is no run */
  int columns;         /* 0: chosen by the count, for a sheet that is wider than high */
  int scale;           /* pixels a logical pixel: 1 to 4 */
} GmxSheetInfo;

/**
 * For @count examples of @side of @model: what is filtered and how it is sorted.
 * @param run name of the run; NULL: not said
 * @param config settings of the run; NULL: not written
 */
GmxSheetInfo *gmx_sheet_info_new_samples(GmxSampleModel *model, GmxSide side, int count,
                                         const char *run, GmxConfig *config);
/** For @sheet, by the weights of @step (0: without weights). */
GmxSheetInfo *gmx_sheet_info_new_blends(const GmxBlendSheet *sheet, GmxDataset *dataset,
                                        gint64 step, const char *run, GmxConfig *config);
void gmx_sheet_info_free(GmxSheetInfo *info);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxSheetInfo, gmx_sheet_info_free)

/** Columns that @count examples get, where @info leaves it open too. */
int gmx_sheet_get_columns(const GmxSheetInfo *info, int count);

/**
 * The tiles of @samples in rows: ARGB32, opaque. G_IO_ERROR_INVALID_ARGUMENT where there are none,
 * or more than one picture (2^26 pixels) can hold. May run on any thread.
 */
cairo_surface_t *gmx_sheet_draw_samples(GmxSample *const *samples, int count,
                                        const GmxSheetInfo *info, GError **error);
/** Blend (row A, column B) of @sheet, made of @pictures, with what the network sees in it. */
cairo_surface_t *gmx_sheet_draw_blends(GmxPicture *const *pictures, const GmxBlendSheet *sheet,
                                       const GmxSheetInfo *info, GError **error);

/** The same as a file, with Software, Title, Settings, Filter and Sort as texts. */
gboolean gmx_sheet_save_samples(GmxSample *const *samples, int count, const GmxSheetInfo *info,
                                const char *path, GError **error);
gboolean gmx_sheet_save_blends(GmxPicture *const *pictures, const GmxBlendSheet *sheet,
                               const GmxSheetInfo *info, const char *path, GError **error);
