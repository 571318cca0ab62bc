/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Samples page's widgets, put together. */
#include "ui/samples/samples-page-private.h"

#include "ui/adaptive-bin.h"
#include "ui/samples/class-card.h"
#include "ui/samples/gallery-grid.h"
#include "ui/samples/no-examples.h"
#include "ui/samples/samples-toolbar.h"
#include "ui/samples/scatter-card.h"
#include "ui/samples/scrubber.h"
#include "ui/page-notice.h"
#include "ui/status-page.h"
#include "ui/toggles.h"

#include <glib/gi18n.h>

#define BREAKPOINT 900
#define LEAST_WIDTH 340
#define SIDE_WIDTH 368

static GtkWidget *new_empty(void) {
  return gmx_status_page_new("gmx-samples-symbolic", _("No Examples Yet"),
                             _("Here will be the mixed examples of every step, parted into sharp "
                               "and flat: what they were mixed of, and what they cost."),
                             gmx_pill_new(_("Train"), "win.train", TRUE), NULL);
}

static GtkWidget *new_switcher(GmxSamplesPage *self) {
  static const GmxToggle cards[GMX_N_CARDS] = {
      {N_("Sharp"), NULL, "samples-sharp-tab"},
      {N_("Flat"), NULL, "samples-flat-tab"},
      {N_("Scatter"), NULL, "samples-scatter-tab"},
      {N_("Classes"), NULL, "samples-classes-tab"},
  };
  self->switcher = gmx_toggles_new(GMX_TOGGLES_SWITCHER, cards, GMX_N_CARDS, self->buttons);
  return self->switcher;
}

static GtkWidget *new_hint(GmxSamplesPage *self) {
  GtkWidget *label = gtk_label_new(_("Choose a perturbation to see sharpness"));
  self->hint = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  self->hint_button = gtk_button_new_with_label(_("Use SAM"));
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_widget_set_hexpand(label, TRUE);
  gtk_widget_add_css_class(self->hint, "card");
  gtk_widget_add_css_class(self->hint, "gmx-card");
  gtk_box_append(GTK_BOX(self->hint), label);
  gtk_box_append(GTK_BOX(self->hint), self->hint_button);
  return self->hint;
}

static GtkWidget *new_left(GmxSamplesPage *self) {
  static const char *const names[] = {"samples-sharp", "samples-flat", "samples-all"};
  self->left = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  self->galleries = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_box_set_homogeneous(GTK_BOX(self->galleries), TRUE);
  for (int side = 0; side < (int)G_N_ELEMENTS(self->grids); side++) {
    self->grids[side] = gmx_gallery_grid_new(self->model, (GmxSide)side);
    gtk_widget_set_name(self->grids[side], names[side]);
    gtk_box_append(GTK_BOX(self->galleries), self->grids[side]);
  }
  gtk_widget_set_vexpand(self->galleries, TRUE);
  gtk_widget_set_hexpand(self->left, TRUE);
  gtk_box_append(GTK_BOX(self->left), self->galleries);
  self->nothing = gmx_no_examples_new(self->model);
  gtk_box_append(GTK_BOX(self->left), self->nothing);
  gtk_box_append(GTK_BOX(self->left), new_hint(self));
  return self->left;
}

static GtkWidget *new_side(GmxSamplesPage *self) {
  GmxSession *session = gmx_settings_get_session(self->settings);
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  self->scatter = gmx_scatter_card_new(self->model);
  self->classes = gmx_class_card_new(self->model, session);
  gtk_widget_set_name(self->scatter, "samples-scatter");
  gtk_widget_set_name(self->classes, "samples-classes");
  gtk_widget_set_vexpand(self->classes, TRUE);
  gtk_box_append(GTK_BOX(box), self->scatter);
  gtk_box_append(GTK_BOX(box), self->classes);
  self->side = gtk_scrolled_window_new();
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(self->side), GTK_POLICY_NEVER,
                                 GTK_POLICY_AUTOMATIC);
  gtk_widget_set_size_request(self->side, SIDE_WIDTH, -1);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(self->side), box);
  return self->side;
}

static GtkWidget *new_work(GmxSamplesPage *self) {
  GtkWidget *work = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *body = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_box_append(GTK_BOX(body), new_left(self));
  gtk_box_append(GTK_BOX(body), new_side(self));
  gtk_widget_set_vexpand(body, TRUE);
  self->scrubber = gmx_scrubber_new(gmx_settings_get_session(self->settings));
  gtk_widget_set_name(self->scrubber, "samples-scrubber");
  gtk_box_append(GTK_BOX(work), new_switcher(self));
  gtk_box_append(GTK_BOX(work), body);
  gtk_box_append(GTK_BOX(work), self->scrubber);
  gtk_widget_add_css_class(work, "gmx-page");
  return work;
}

void gmx_samples_page_build(GmxSamplesPage *self) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  self->toolbar = gmx_samples_toolbar_new(self->model);
  self->stack = gtk_stack_new();
  gtk_stack_add_named(GTK_STACK(self->stack), new_empty(), "empty");
  gtk_stack_add_named(GTK_STACK(self->stack), new_work(self), "work");
  gtk_widget_set_vexpand(self->stack, TRUE);
  gtk_box_append(GTK_BOX(box), self->toolbar);
  self->notice = gmx_page_notice_new();
  gtk_box_append(GTK_BOX(box), self->notice);
  gtk_box_append(GTK_BOX(box), self->stack);
  self->bin = gmx_adaptive_bin_new(box, LEAST_WIDTH, BREAKPOINT);
}
