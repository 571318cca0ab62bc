/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small image at whole multiples of its pixels, never smoothed, with a λ bar under it.
 *
 * It fills its place with the greatest multiple that fits. Where it may be zoomed: + and −, the
 * wheel or the buttons that show over it; 0 fits again; what is larger than its place is dragged,
 * or moved with the arrow keys. Property "multiple" (int, read only). */
#pragma once

#include <gtk/gtk.h>

/** Height of the bar, with the gap above it. */
#define GMX_ZOOM_IMAGE_BAR 10

#define GMX_TYPE_ZOOM_IMAGE (gmx_zoom_image_get_type())
G_DECLARE_FINAL_TYPE(GmxZoomImage, gmx_zoom_image, GMX, ZOOM_IMAGE, GtkWidget)

GtkWidget *gmx_zoom_image_new(gboolean can_zoom);

/**
 * Shows a copy of @rgb, height × width × 3 bytes. The zoom stays.
 * @param lambda share of the first parent in the bar, 0 to 1; NaN: no bar
 * @param label accessible name
 */
void gmx_zoom_image_set(GmxZoomImage *image, const guint8 *rgb, int width, int height,
                        double lambda, const char *label);

/** Logical pixels a pixel of the image takes now. */
int gmx_zoom_image_get_multiple(GmxZoomImage *image);
/** One multiple more (+1) or less (−1), around the middle of what is in view. */
void gmx_zoom_image_zoom(GmxZoomImage *image, int by);
/** The greatest multiple that fits, from now on. */
void gmx_zoom_image_fit(GmxZoomImage *image);

/** Device pixels a logical one, for drawing elsewhere than on the screen; 0: the screen's own.
 * While it is set, the buttons are left out. */
void gmx_zoom_image_set_density(GmxZoomImage *image, int density);
