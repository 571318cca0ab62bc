/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inspector's first card: two parents, and the image that was mixed from them. */
#pragma once

#include "ui/samples/inspected.h"
#include "ui/samples/zoom-image.h"

#define GMX_TYPE_INSPECTOR_IMAGES (gmx_inspector_images_get_type())
G_DECLARE_FINAL_TYPE(GmxInspectorImages, gmx_inspector_images, GMX, INSPECTOR_IMAGES, GtkWidget)

GtkWidget *gmx_inspector_images_new(void);
void gmx_inspector_images_show(GmxInspectorImages *card, const GmxInspected *example);
/** See gmx_zoom_image_set_density(), for all images of the card. */
void gmx_inspector_images_set_density(GmxInspectorImages *card, int density);
