/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a picture of the loss around the weights shows, as plain arrays: the losses on a grid, the
 * bands and lines that they fall into, and what is marked on it.
 *
 * Both pictures, the contour and the surface, their words and the saved files are made of this. No
 * GTK, no engine. Coordinates are those of the plane: lengths in the weights along two axes. */
#pragma once

#include <glib.h>

/** Bands of colour between the lowest and the highest loss. */
#define GMX_TERRAIN_BANDS 14

typedef struct {
  int references;
  int columns, rows;     /* of the grid, at least 2 */
  double x0, x1, y0, y1; /* where its edges lie */
  double *losses;        /* [rows][columns], the row of y0 first; NaN: not known, or no number */
  double low, high;      /* ends of the bands */
  double greatest;       /* greatest finite loss; > `high` where a few shoot far beyond */
  double step;           /* a line every so much */
  int label_every;       /* a label on each line whose number this divides */
  int decimals;          /* of the labels */
  int unknown;           /* losses that are not finite */
  int path_count;        /* places of the last steps' weights */
  double *path;          /* [path_count][2] the oldest first, w the last */
  double path_off;       /* how far the path really lies off the plane, at most */
  int path_steps;        /* how many steps ago the oldest was */
  double rho;            /* radius of the ball, in its name */
  int ball_count;        /* points of the edge of the ball about w */
  double *ball;          /* [ball_count][2] */
  double perturbed[2];   /* w + ε̂; NaN: there is none in this plane */
  double other[2];       /* another run's weights; NaN: there are none in this plane */
  char *other_name;
  char *x_title, *y_title; /* of the axes */
} GmxTerrain;

/**
 * Copies what is given. w lies at (0, 0).
 * @box x0, x1, y0, y1
 * @losses [@rows][@columns], the row of y0 first
 */
GmxTerrain *gmx_terrain_new(int columns, int rows, const double box[4], const double *losses);
GmxTerrain *gmx_terrain_ref(GmxTerrain *terrain);
void gmx_terrain_unref(GmxTerrain *terrain);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxTerrain, gmx_terrain_unref)

/* Before it is shown. */

/** @path [@count][2], the oldest first, w the last; @steps how long ago the oldest was. */
void gmx_terrain_set_path(GmxTerrain *terrain, const double *path, int count, int steps);
/** @edge [@count][2] of the ball whose radius in the weights is @rho. */
void gmx_terrain_set_ball(GmxTerrain *terrain, double rho, const double *edge, int count);
void gmx_terrain_set_perturbed(GmxTerrain *terrain, double x, double y);
void gmx_terrain_set_other(GmxTerrain *terrain, double x, double y, const char *name);
void gmx_terrain_set_titles(GmxTerrain *terrain, const char *x_title, const char *y_title);

/** The loss at a place, between the grid's points; NaN outside, or where a neighbour is NaN. */
double gmx_terrain_at(const GmxTerrain *terrain, double x, double y);
/** The lowest loss and its place; NaN where none is known. */
double gmx_terrain_lowest(const GmxTerrain *terrain, double *x, double *y);
/** The band of @loss, 0 to GMX_TERRAIN_BANDS − 1; not finite: the highest. */
int gmx_terrain_band(const GmxTerrain *terrain, double loss);
/** "1.10" with as many decimals as tell the bands apart. Free it. */
char *gmx_terrain_format(const GmxTerrain *terrain, double loss);
/** The picture in words, for a screen reader. Free it. */
char *gmx_terrain_describe(const GmxTerrain *terrain);
/** What the colours span and do not: "1.02 to 1.72", "0.10 to 9.40, up to 812 beyond". Free it. */
char *gmx_terrain_format_range(const GmxTerrain *terrain);
