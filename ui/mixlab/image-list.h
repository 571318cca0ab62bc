/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The images of a data set that a search finds, as a list model. It holds their numbers only; an
 * item is made when somebody looks at it. */
#pragma once

#include "engine/data/dataset.h"

#define GMX_TYPE_IMAGE_ITEM (gmx_image_item_get_type())
G_DECLARE_FINAL_TYPE(GmxImageItem, gmx_image_item, GMX, IMAGE_ITEM, GObject)
struct _GmxImageItem {
  GObject parent_instance;
  GmxDataset *dataset;
  GmxSplit split;
  int index;
};

#define GMX_TYPE_IMAGE_LIST (gmx_image_list_get_type())
G_DECLARE_FINAL_TYPE(GmxImageList, gmx_image_list, GMX, IMAGE_LIST, GObject)

/** An empty list. */
GmxImageList *gmx_image_list_new(void);
/**
 * Lists what @search finds in @split: a number finds the image of that index, and after it those of
 * the class of that name or, where there is none, those whose index begins so; words find the
 * classes whose names hold them all; nothing finds all.
 */
void gmx_image_list_show(GmxImageList *list, GmxDataset *dataset, GmxSplit split,
                         const char *search);
