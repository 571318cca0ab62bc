/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Toggle buttons that belong together, linked to each other. */
#pragma once

#include <gtk/gtk.h>

/** Words are marked by N_() and translated here; @tip and @name (of the widget) may be NULL. */
typedef struct {
  const char *label, *tip, *name;
} GmxToggle;

typedef enum {
  GMX_TOGGLES_ANY,      /* each for itself */
  GMX_TOGGLES_ONE,      /* one of them is on, the first until told otherwise */
  GMX_TOGGLES_SWITCHER, /* so too, equally wide over the whole width: what a narrow page shows */
} GmxTogglesKind;

/** @returns a box with @count buttons, which are put into @buttons too */
GtkWidget *gmx_toggles_new(GmxTogglesKind kind, const GmxToggle *toggles, int count,
                           GtkWidget **buttons);
