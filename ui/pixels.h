/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small images drawn as what they are: each pixel of the data a square of whole device pixels. */
#pragma once

#include <gtk/gtk.h>

/**
 * A texture of an image, each of its pixels repeated @factor × @factor times, so that no scaler
 * can smooth it. GTK 4.8 has no nearest filter for textures.
 * @param data height × width × channels bytes; channels is 1 (grey) or 3 (red, green, blue)
 */
GdkTexture *gmx_pixels_to_texture(const guint8 *data, int width, int height, int channels,
                                  int factor);

/** The whole multiple at which an image of @side pixels fits @room device pixels; at least 1. */
int gmx_pixels_factor(int side, int room);

#define GMX_TYPE_PIXEL_IMAGE (gmx_pixel_image_get_type())
G_DECLARE_FINAL_TYPE(GmxPixelImage, gmx_pixel_image, GMX, PIXEL_IMAGE, GtkWidget)

/** An image in a square of @size logical pixels, centred, with round corners. */
GtkWidget *gmx_pixel_image_new(int size);

/** Shows a copy of @data (see gmx_pixels_to_texture()); @label is its accessible name. */
void gmx_pixel_image_set(GmxPixelImage *image, const guint8 *data, int width, int height,
                         int channels, const char *label);
