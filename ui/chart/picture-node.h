/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A finished picture as something that GTK draws.
 *
 * A texture would be the natural thing. But GTK 4.8's cairo renderer turns every memory texture
 * into floats and back whenever anything in the window changes, also outside of it: for a few
 * charts and planes that took longer than all else in a frame. A cairo node is drawn as it is, and
 * is skipped where nothing of it has to be drawn. */
#pragma once

#include <gtk/gtk.h>

/**
 * Draws @image over @width × @height logical pixels, stretched if need be. Keep the node for as
 * long as the picture stays: GTK knows by it that nothing has changed. @image may go before the
 * node does.
 * @returns a node of the caller's
 */
GskRenderNode *gmx_picture_node_new(cairo_surface_t *image, int width, int height);
