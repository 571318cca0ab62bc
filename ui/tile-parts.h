/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every tile of a mixed example is drawn from, whatever its size: the unsmoothed image, the λ
 * bar in the parents' colours, lines of small text, the side's mark; and what it says in words. */
#pragma once

#include "engine/train/gallery.h"
#include "ui/chart/palette.h"

#define GMX_TILE_LINE 14      /* height of a line of text */
#define GMX_TILE_BAR_HEIGHT 4 /* of the λ bar */

/** The mixed image as a texture for a square of @box logical pixels on @widget. */
GdkTexture *gmx_tile_new_texture(GtkWidget *widget, GmxGallery *gallery, GmxDataset *dataset,
                                 int index, int box);

/** Where the image of @texture stands in the square whose upper edge is at @y. */
graphene_rect_t gmx_tile_place_image(GtkWidget *widget, GdkTexture *texture, int box, int y);

/** The image with round corners. */
void gmx_tile_draw_image(GtkSnapshot *snapshot, GdkTexture *texture, const graphene_rect_t *place);

/** The λ bar, @width wide, its upper edge at @y. */
void gmx_tile_draw_bar(GtkSnapshot *snapshot, const GmxPalette *palette, float lambda, int width,
                       int y);

/** One line at (@x, @y), shortened to @width. @color by role from the palette or the style. */
void gmx_tile_draw_text(GtkSnapshot *snapshot, GtkWidget *widget, const char *text, int x, int y,
                        int width, gboolean bold, const GdkRGBA *color);

/** Triangle for sharp, circle for flat, in the line at @y. */
void gmx_tile_draw_mark(GtkSnapshot *snapshot, gboolean sharp, int y, const GdkRGBA *color);

const char *gmx_tile_first_name(const GmxGallery *gallery, GmxDataset *dataset, int index);
/** Empty where the example is of one image alone. */
const char *gmx_tile_second_name(const GmxGallery *gallery, GmxDataset *dataset, int index);
gboolean gmx_tile_is_mixed(const GmxGallery *gallery, int index);

/** The number under the labels: s_i, or the loss where nothing was climbed. */
char *gmx_tile_figure(const GmxGallery *gallery, int index);

/** The accessible name: "frog and cat, λ 55 %, sharp +0.144". */
char *gmx_tile_name(const GmxGallery *gallery, GmxDataset *dataset, int index);

/** Everything that the gallery knows of the example, a fact a line: the tooltip. */
char *gmx_tile_facts(const GmxGallery *gallery, GmxDataset *dataset, int index);
