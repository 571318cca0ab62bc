/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A status page with two buttons: the built-in shapes, and a folder of the user's own. */
#include "ui/no-images.h"

#include <adwaita.h>
#include <glib/gi18n.h>

static void choose_shapes(GmxSettings *settings) {
  g_autoptr(GmxConfig) shapes = gmx_config_copy(gmx_settings_get_config(settings));
  gmx_config_set_from_string(shapes, "data", "shapes", NULL);
  gmx_settings_open(settings, shapes);
}

GtkWidget *gmx_no_images_new(GmxSettings *settings, const char *title, const char *description) {
  GtkWidget *page = adw_status_page_new(), *buttons = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *shapes = gtk_button_new_with_label(_("Use Built-in Shapes"));
  GtkWidget *open = gtk_button_new_with_label(_("Open Images…"));
  adw_status_page_set_icon_name(ADW_STATUS_PAGE(page), "gmx-mixed-symbolic");
  adw_status_page_set_title(ADW_STATUS_PAGE(page), title);
  adw_status_page_set_description(ADW_STATUS_PAGE(page), description);
  gtk_widget_add_css_class(shapes, "pill");
  gtk_widget_add_css_class(shapes, "suggested-action");
  gtk_widget_add_css_class(open, "pill");
  gtk_actionable_set_action_name(GTK_ACTIONABLE(open), "win.open-folder");
  g_signal_connect_object(shapes, "clicked", G_CALLBACK(choose_shapes), settings,
                          G_CONNECT_SWAPPED);
  gtk_box_append(GTK_BOX(buttons), shapes);
  gtk_box_append(GTK_BOX(buttons), open);
  gtk_widget_set_halign(buttons, GTK_ALIGN_CENTER);
  adw_status_page_set_child(ADW_STATUS_PAGE(page), buttons);
  return page;
}
