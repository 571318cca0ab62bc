/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures by drag and drop: between the lab's own widgets, and PNG files from elsewhere. */
#pragma once

#include "ui/mixlab/lab.h"

#include <gtk/gtk.h>

/** @func gets each picture that is dropped on @widget; @widget is what the last argument is. */
void gmx_picture_drop_add(GtkWidget *widget, GmxLab *lab, GmxLabPicture func);

/** What is dragged from @widget; NULL: nothing. A reference for the caller. */
typedef GmxPicture *(*GmxPictureDragged)(gpointer widget);
void gmx_picture_drag_add(GtkWidget *widget, GmxPictureDragged func);

/** Shows @picture in @image, a GmxPixelImage, under the accessible name @name. */
void gmx_picture_show(GtkWidget *image, const GmxPicture *picture, const char *name);
/** "image 1 005", "held-out image 12", or the name of a file. */
char *gmx_picture_describe(const GmxPicture *picture);
