/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A strip of the newest step's mixed examples: the sharp ones, the flat ones, or all.
 *
 * It holds still while the pointer or the focus is on it. */
#pragma once

#include "engine/session.h"

#include <gtk/gtk.h>

typedef enum {
  GMX_STRIP_SHARP, /* largest s_i first */
  GMX_STRIP_FLAT,  /* smallest s_i first */
  GMX_STRIP_ALL,   /* largest loss first: where nothing is climbed there are no sides */
} GmxStripKind;

#define GMX_TYPE_GALLERY_STRIP (gmx_gallery_strip_get_type())
G_DECLARE_FINAL_TYPE(GmxGalleryStrip, gmx_gallery_strip, GMX, GALLERY_STRIP, GtkWidget)

GtkWidget *gmx_gallery_strip_new(GmxStripKind kind);

/** Offers the newest examples; NULL empties the strip at once. */
void gmx_gallery_strip_show(GmxGalleryStrip *strip, GmxGallery *gallery, GmxDataset *dataset);

/** Narrow: the header stands above the tiles, not beside them. */
void gmx_gallery_strip_set_narrow(GmxGalleryStrip *strip, gboolean narrow);
