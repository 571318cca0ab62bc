/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A status page of libadwaita, and below its words up to two large buttons. */
#include "ui/status-page.h"

#include <adwaita.h>

GtkWidget *gmx_pill_new(const char *label, const char *action, gboolean suggested) {
  GtkWidget *button = gtk_button_new_with_label(label);
  gtk_widget_add_css_class(button, "pill");
  if (suggested)
    gtk_widget_add_css_class(button, "suggested-action");
  if (action)
    gtk_actionable_set_action_name(GTK_ACTIONABLE(button), action);
  return button;
}

GtkWidget *gmx_status_page_new(const char *icon, const char *title, const char *description,
                               GtkWidget *first, GtkWidget *second) {
  GtkWidget *page = adw_status_page_new(), *buttons = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  adw_status_page_set_icon_name(ADW_STATUS_PAGE(page), icon);
  adw_status_page_set_title(ADW_STATUS_PAGE(page), title);
  adw_status_page_set_description(ADW_STATUS_PAGE(page), description);
  if (first)
    gtk_box_append(GTK_BOX(buttons), first);
  if (second)
    gtk_box_append(GTK_BOX(buttons), second);
  gtk_widget_set_halign(buttons, GTK_ALIGN_CENTER);
  gtk_widget_set_visible(buttons, first || second);
  adw_status_page_set_child(ADW_STATUS_PAGE(page), buttons);
  return page;
}
