/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A status page with two buttons: the built-in shapes, and a folder of the user's own. */
#include "ui/no-images.h"

#include "ui/status-page.h"

#include <glib/gi18n.h>

static void choose_shapes(GmxSettings *settings) {
  g_autoptr(GmxConfig) shapes = gmx_config_copy(gmx_settings_get_config(settings));
  gmx_config_set_from_string(shapes, "data", "shapes", NULL);
  gmx_settings_open(settings, shapes);
}

GtkWidget *gmx_no_images_new(GmxSettings *settings, const char *icon, const char *title,
                             const char *description) {
  GtkWidget *shapes = gmx_pill_new(_("Use Built-in Shapes"), NULL, TRUE);
  g_signal_connect_object(shapes, "clicked", G_CALLBACK(choose_shapes), settings,
                          G_CONNECT_SWAPPED);
  return gmx_status_page_new(icon, title, description, shapes,
                             gmx_pill_new(_("Open Images…"), "win.open-folder", FALSE));
}
