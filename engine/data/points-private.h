/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the files of points share. Inside engine/data only. */
#pragma once

#include "engine/data/content.h"
#include "engine/data/points.h"

#define MAX_DRAWN_CLASSES 3

/** Draws the set called @name, which gmx_points_is_drawn(), into @content. */
gboolean gmx_points_draw(const char *name, guint64 seed, const GmxPointsOptions *options,
                         GmxDataContent *content, GmxDataReading *reading, GError **error);

/** Reads the CSV file @path into @content: shape, classes, both parts. */
gboolean gmx_points_read_csv(const char *path, GmxDataContent *content, GmxDataReading *reading,
                             GError **error);

/** Parts of @content from points that were checked; @where begins the message. */
gboolean gmx_points_take(const GmxPoint *points, int count, GmxDataContent *content,
                         const char *where, GError **error);

/** Mean and deviation of x and y; deviation 1 where all are the same. */
void gmx_points_statistics(const GmxDataPart *part, float mean[2], float deviation[2]);

/** Least and greatest x and y of both parts, with a margin of a twelfth of the larger extent. */
void gmx_points_bounds(const GmxDataContent *content, double box[4]);

/** An example of a mixed picture: two parents, λ as the place of the mixed point says. */
typedef struct {
  const float *first, *second, *mixed; /* x, y in the data's units */
  int first_label, second_label;
  double lambda;
} GmxPointsMix;

/** The training points of @content, pale, as a picture: 56 × 56 × 3 bytes. Free it with g_free().
 */
guint8 *gmx_points_draw_ground(const GmxDataContent *content, const double box[4]);

/** @ground with the parents, their segment and the mixed point over it, into @rgb. */
void gmx_points_draw_mix(const guint8 *ground, const double box[4], const GmxPointsMix *mix,
                         guint8 *rgb);
