/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drawn set: ten classes of small colour images that need no file. */
#pragma once

#include "engine/data/content.h"

/**
 * Draws 10,000 training and 2,000 held-out images of 32 × 32 × 3 from @seed: disc, ring, square,
 * triangle, plus, star, heart, crescent, hexagon, bars, in turn, so that every prefix of a part is
 * balanced. The same seed gives the same bytes on any machine and number of threads.
 */
gboolean gmx_shapes_draw(guint64 seed, GmxDataContent *content, GmxDataReading *reading,
                         GError **error);
