/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The picture of a plane: bands, border lines, points, mixed points. Drawn by cairo on image
 * surfaces, so on any thread. No GTK. */
#pragma once

#include "ui/plane/plane-frame.h"

/** Marks by class, the second cue beside their colour; they come again after the fifth. */
#define GMX_PLANE_MARKS 5

/** Colour of class @label as the palette has it: red, green, blue in [0, 1]. */
void gmx_plane_class_color(const GmxPalette *palette, int label, double rgb[3]);

/** Appends the outline of the mark of class @label, @size wide, at (@x, @y). */
void gmx_plane_class_path(cairo_t *cr, int label, double x, double y, double size);

/** The mark of a mixed point: a triangle on the sharp side, a circle else. */
void gmx_plane_mix_path(cairo_t *cr, gboolean sharp, double x, double y, double size);

/** The flag of an intruded mix on its white disc, centred at (@x, @y). */
void gmx_plane_draw_flag(cairo_t *cr, const GmxPalette *palette, double x, double y);

/** Colour of the band in which the most probable class @label is @ahead of the second by [0, 1]. */
void gmx_plane_band_color(const GmxPalette *palette, int label, double ahead, double rgb[3]);

/** Paints the bands of @picture's surfaces into its image. */
void gmx_plane_paint_bands(const GmxPlanePicture *picture);

/** Draws the borders over the bands, as the look's kind has them. */
void gmx_plane_paint_borders(const GmxPlanePicture *picture);

/**
 * Draws the data's points that the look wants into an image of its own, clear around them.
 * The caller owns it.
 */
cairo_surface_t *gmx_plane_paint_points(const GmxPlaneLook *look, const GmxWeights *weights);

/** Draws @frame's mixed points over @picture. */
void gmx_plane_paint_mixed(const GmxPlanePicture *picture, const GmxPlaneFrame *frame);
