/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A few examples of a step as sums of pictures: λ of one and 1 − λ of another make the mixed one.
 */
#pragma once

#include "engine/train/gallery.h"

#include <gtk/gtk.h>

#define GMX_TYPE_PAIRS_PICTURE (gmx_pairs_picture_get_type())
G_DECLARE_FINAL_TYPE(GmxPairsPicture, gmx_pairs_picture, GMX, PAIRS_PICTURE, GtkWidget)

GtkWidget *gmx_pairs_picture_new(void);

/** Shows the first examples of @gallery in its order. */
void gmx_pairs_picture_show(GmxPairsPicture *picture, const GmxGallery *gallery,
                            GmxDataset *dataset);
