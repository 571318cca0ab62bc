/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A table of words becomes a box of linked toggle buttons. */
#include "ui/toggles.h"

#include <glib/gi18n.h>

static GtkWidget *new_button(const GmxToggle *toggle, GtkWidget *group) {
  GtkWidget *button = gtk_toggle_button_new_with_label(_(toggle->label));
  if (toggle->tip)
    gtk_widget_set_tooltip_text(button, _(toggle->tip));
  if (toggle->name)
    gtk_widget_set_name(button, toggle->name);
  if (group)
    gtk_toggle_button_set_group(GTK_TOGGLE_BUTTON(button), GTK_TOGGLE_BUTTON(group));
  return button;
}

GtkWidget *gmx_toggles_new(GmxTogglesKind kind, const GmxToggle *toggles, int count,
                           GtkWidget **buttons) {
  const gboolean wide = kind == GMX_TOGGLES_SWITCHER;
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class(box, "linked");
  for (int i = 0; i < count; i++) {
    buttons[i] = new_button(&toggles[i], kind != GMX_TOGGLES_ANY && i > 0 ? buttons[0] : NULL);
    if (wide)
      gtk_widget_set_hexpand(buttons[i], TRUE);
    gtk_box_append(GTK_BOX(box), buttons[i]);
  }
  if (kind != GMX_TOGGLES_ANY)
    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(buttons[0]), TRUE);
  if (wide) {
    gtk_widget_add_css_class(box, "gmx-switcher");
    gtk_box_set_homogeneous(GTK_BOX(box), TRUE);
  }
  return box;
}
