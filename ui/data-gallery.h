/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The data set itself on the first page: a few images of each class, under one another. */
#pragma once

#include "engine/data/dataset.h"

#include <gtk/gtk.h>

#define GMX_TYPE_DATA_GALLERY (gmx_data_gallery_get_type())
G_DECLARE_FINAL_TYPE(GmxDataGallery, gmx_data_gallery, GMX, DATA_GALLERY, GtkWidget)

GtkWidget *gmx_data_gallery_new(void);
/** @remark what is random in it, "place, size … from seed 1"; NULL for none. */
void gmx_data_gallery_show(GmxDataGallery *gallery, GmxDataset *dataset, const char *remark);
void gmx_data_gallery_set_narrow(GmxDataGallery *gallery, gboolean narrow);
