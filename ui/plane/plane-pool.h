/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Memory of pictures that goes round: sixty frames a second would else have the kernel hand out,
 * and clear, megabytes again and again, which takes longer than to paint them. */
#pragma once

#include <cairo.h>
#include <glib.h>

/** An opaque image surface (ARGB32) of any content. Any thread may ask. */
cairo_surface_t *gmx_plane_pool_take(int width, int height);

/** Gives @image back, whose last reference this must be. */
void gmx_plane_pool_return(cairo_surface_t *image);
