/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A small picture of the density of λ ~ Beta(α, α), the shape that α sets. */
#pragma once

#include <gtk/gtk.h>

#define GMX_TYPE_BETA_PICTURE (gmx_beta_picture_get_type())
G_DECLARE_FINAL_TYPE(GmxBetaPicture, gmx_beta_picture, GMX, BETA_PICTURE, GtkWidget)

GtkWidget *gmx_beta_picture_new(void);
void gmx_beta_picture_set_alpha(GmxBetaPicture *picture, double alpha);
