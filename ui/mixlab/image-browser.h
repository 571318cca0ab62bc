/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window on the data set: search by class or index, and put an image where it is wanted. It does
 * not block the page, so that images can be dragged out of it. */
#pragma once

#include "ui/mixlab/lab.h"

#include <adwaita.h>

/** Where a chosen image goes: a parent (GmxParent), a place of the sheet, or its end. */
#define GMX_TARGET_SHEET 2 /* a place of the sheet is this and its index */
#define GMX_TARGET_SHEET_END (-1)

#define GMX_TYPE_IMAGE_BROWSER (gmx_image_browser_get_type())
G_DECLARE_FINAL_TYPE(GmxImageBrowser, gmx_image_browser, GMX, IMAGE_BROWSER, AdwWindow)

GtkWidget *gmx_image_browser_new(GmxLab *lab);
/** What Enter and a double click do from now on. */
void gmx_image_browser_set_target(GmxImageBrowser *browser, int target);
