/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the engine found around the weights, as a picture's arrays. No GTK. */
#pragma once

#include "engine/insight/landscape.h"
#include "ui/landscape/terrain.h"

/** NULL where there is no grid yet. @other what the other run is called; NULL: there is none. */
GmxTerrain *gmx_terrain_new_landscape(const GmxLandscape *landscape, const char *other);

/** The title of axis @i: "along ε̂, distance in the weights". Free it. */
char *gmx_landscape_axis_title(const GmxLandscape *landscape, int i, const char *other);
