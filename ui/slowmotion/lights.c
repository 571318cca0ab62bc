/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Lights the parts of the window that a phase has to do with. */
#include "ui/slowmotion/lights.h"

#define LIT "gmx-lit"

/* By phase: names of widgets. */
static const char *const parts[GMX_PHASES][4] = {
    [GMX_PHASE_DRAW] = {"method-mix"},
    [GMX_PHASE_MIX] = {"method-mix", "slow-examples", "slow-plane-at-w"},
    [GMX_PHASE_GRADIENT] = {"slow-examples", "slow-plane-at-w"},
    [GMX_PHASE_CLIMB] = {"method-perturb", "slow-plane-perturbed"},
    [GMX_PHASE_LOSS_THERE] = {"method-perturb", "slow-plane-perturbed"},
    [GMX_PHASE_PARTITION] = {"method-combine", "slow-sharp", "slow-flat"},
    [GMX_PHASE_COMBINE] = {"method-combine"},
    [GMX_PHASE_UPDATE] = {"optimizer", "slow-plane-at-w", "status"},
};

static gboolean is_lit(const char *name, int phase) {
  for (gsize i = 0; phase >= 0 && i < G_N_ELEMENTS(parts[0]); i++)
    if (g_strcmp0(parts[phase][i], name) == 0)
      return TRUE;
  return FALSE;
}

/* The whole window: what was lit before goes out wherever it is. */
static void walk(GtkWidget *widget, int phase) {
  if (is_lit(gtk_widget_get_name(widget), phase))
    gtk_widget_add_css_class(widget, LIT);
  else if (gtk_widget_has_css_class(widget, LIT))
    gtk_widget_remove_css_class(widget, LIT);
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
       child = gtk_widget_get_next_sibling(child))
    walk(child, phase);
}

void gmx_lights_follow(GmxMotion *motion, GtkWidget *widget) {
  GtkRoot *root = gtk_widget_get_root(widget);
  const gboolean on = gmx_motion_get_active(motion) && gmx_motion_get_trace(motion);
  if (root)
    walk(GTK_WIDGET(root), on ? (int)gmx_motion_get_phase(motion) : -1);
}
