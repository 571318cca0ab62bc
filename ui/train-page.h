/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Train page: before the first step what will happen, then curves and galleries. */
#pragma once

#include "ui/settings.h"
#include "ui/slowmotion/motion.h"

#include <gtk/gtk.h>

#define GMX_TYPE_TRAIN_PAGE (gmx_train_page_get_type())
G_DECLARE_FINAL_TYPE(GmxTrainPage, gmx_train_page, GMX, TRAIN_PAGE, GtkWidget)

/** Property "narrow" (boolean), as the window binds it for every page. */
GtkWidget *gmx_train_page_new(GmxSettings *settings);

/** Slow motion, which stands in the page's place while it is on. Owned by the page. */
GmxMotion *gmx_train_page_get_motion(GmxTrainPage *page);
