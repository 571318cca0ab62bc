/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sentence on where the path leads: through a class that neither picture has, or not. */
#pragma once

#include "ui/mixlab/lab.h"

#include <gtk/gtk.h>

#define GMX_TYPE_PATH_BANNER (gmx_path_banner_get_type())
G_DECLARE_FINAL_TYPE(GmxPathBanner, gmx_path_banner, GMX, PATH_BANNER, GtkWidget)

GtkWidget *gmx_path_banner_new(GmxLab *lab);
/** FALSE hides it, whatever there is to say. */
void gmx_path_banner_set_wanted(GmxPathBanner *banner, gboolean wanted);
