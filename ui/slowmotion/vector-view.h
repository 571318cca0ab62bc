/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A widget that shows vectors to scale. */
#pragma once

#include "ui/slowmotion/vectors.h"

#include <gtk/gtk.h>

#define GMX_TYPE_VECTOR_VIEW (gmx_vector_view_get_type())
G_DECLARE_FINAL_TYPE(GmxVectorView, gmx_vector_view, GMX, VECTOR_VIEW, GtkWidget)

GtkWidget *gmx_vector_view_new(void);

/** Takes what @vectors hold, which is empty then. @name: for ears, what is drawn in words. */
void gmx_vector_view_take(GmxVectorView *view, GmxVectors *vectors, const char *name);
