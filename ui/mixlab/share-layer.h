/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One class's share of a prediction along λ: an area that stands on the areas below it.
 *
 * Each class is a layer of its own, so that the hover card, the table and the words have a line a
 * class. The areas of one chart are laid on each other by their owner. */
#pragma once

#include "ui/chart/layer.h"

#define GMX_TYPE_SHARE_LAYER (gmx_share_layer_get_type())
G_DECLARE_FINAL_TYPE(GmxShareLayer, gmx_share_layer, GMX, SHARE_LAYER, GmxLayer)

typedef enum {
  GMX_SHARE_PARENT, /* full colour, its name in bold on it */
  GMX_SHARE_THIRD,  /* pale and hatched, its name in a pill */
  GMX_SHARE_OTHER,  /* quiet, its name plain */
} GmxShareLook;

/**
 * @param name of the class, NULL where it shall not be written
 * @param place behind the name when it is read, such as "w + ε̂"; NULL: none
 * @param color name in the palette, static
 */
GmxShareLayer *gmx_share_layer_new(const char *name, const char *place, GmxShareLook look,
                                   const char *color);

/** @count points: @low is where the area stands, @share its height; copied. */
void gmx_share_layer_set_values(GmxShareLayer *layer, const double *lambda, const double *low,
                                const double *share, int count);
