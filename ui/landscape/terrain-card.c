/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card of the plane. */
#include "ui/landscape/terrain-card.h"

#include "ui/help-topics.h"
#include "ui/format.h"
#include "ui/landscape/terrain-landscape.h"
#include "ui/toggles.h"

#include <glib/gi18n.h>

struct _GmxTerrainCard {
  GtkWidget parent_instance;

  GmxExplorer *explorer;
  GtkWidget *box, *words, *title, *note, *reset, *surface, *stack, *view, *waiting;
};

G_DEFINE_FINAL_TYPE(GmxTerrainCard, gmx_terrain_card, GTK_TYPE_WIDGET)

/* What is shown */

static void on_plane(GmxTerrainCard *self) {
  const GmxLandscape *plane = gmx_explorer_get_plane(self->explorer);
  g_autoptr(GmxTerrain) terrain =
      gmx_terrain_new_landscape(plane, gmx_explorer_get_name(self->explorer, 1));
  gmx_terrain_view_set_terrain(GMX_TERRAIN_VIEW(self->view), terrain);
  gtk_stack_set_visible_child_name(GTK_STACK(self->stack), terrain ? "view" : "waiting");
}

static void on_work(GmxTerrainCard *self) {
  double fraction;
  g_autofree char *work = gmx_explorer_get_work(self->explorer, &fraction);
  GmxSession *session = gmx_settings_get_session(gmx_explorer_get_settings(self->explorer));
  const gboolean soon = work || gmx_session_get_state(session) == GMX_SESSION_TRAINING;
  gtk_label_set_text(GTK_LABEL(self->waiting), soon ? _("A first, coarse look comes in a moment.")
                                                    : _("Nothing is computed yet: press Refresh."));
}

/* "step 3 752, training goes on"; where ε̂ comes from if the method has none. */
static void show_note(GmxTerrainCard *self) {
  const GmxWeights *weights = gmx_explorer_get_weights(self->explorer);
  GmxSession *session = gmx_settings_get_session(gmx_explorer_get_settings(self->explorer));
  if (!weights) {
    gtk_label_set_text(GTK_LABEL(self->note), "");
    return;
  }
  g_autofree char *step = gmx_format_count(weights->step);
  g_autofree char *copy =
      weights->step == 0 ? g_strdup(_("untrained weights")) : g_strdup_printf(_("step %s"), step);
  const gboolean training = gmx_session_get_state(session) == GMX_SESSION_TRAINING;
  const char *then = training                                 ? _(", training goes on")
                     : gmx_explorer_is_behind(self->explorer) ? _(", training went on")
                                                              : "";
  g_autofree char *text = g_strconcat(copy, then, NULL);
  gtk_label_set_text(GTK_LABEL(self->note), text);
  gtk_widget_set_tooltip_text(
      self->note, weights->borrowed
                      ? _("The method does not climb: ε̂ is that of SAM at its ρ, lent to it")
                      : text);
}

static void on_surface(GmxTerrainCard *self) {
  gtk_widget_set_visible(self->reset,
                         gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(self->surface)));
}

static void reset_view(GmxTerrainCard *self) {
  gtk_widget_activate_action(self->view, "terrain.reset-view", NULL);
}

/* Building */

static GtkWidget *new_choice(GmxTerrainCard *self) {
  static const GmxToggle views[] = {
      {.label = N_("Contour")},
      {N_("Surface"), N_("Drag it, or use the arrow keys, to turn it"), "landscape-surface"}};
  GtkWidget *buttons[G_N_ELEMENTS(views)];
  GtkWidget *box = gmx_toggles_new(GMX_TOGGLES_ONE, views, G_N_ELEMENTS(views), buttons);
  self->surface = buttons[1];
  gtk_widget_set_valign(box, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class(box, "gmx-title-choice");
  g_object_bind_property(self->surface, "active", self->view, "surface",
                         G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_swapped(self->surface, "toggled", G_CALLBACK(on_surface), self);
  return box;
}

static GtkWidget *new_reset(GmxTerrainCard *self) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  self->reset = gtk_button_new_from_icon_name("zoom-fit-best-symbolic");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->reset), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Reset View"), -1);
  gtk_widget_set_tooltip_text(self->reset, _("As it was seen at first (Home)"));
  gtk_widget_set_visible(self->reset, FALSE);
  gtk_widget_set_name(self->reset, "landscape-reset-view");
  gtk_widget_set_valign(box, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class(box, "gmx-small-choice");
  g_signal_connect_swapped(self->reset, "clicked", G_CALLBACK(reset_view), self);
  gtk_box_append(GTK_BOX(box), self->reset);
  return box;
}

static GtkWidget *new_head(GmxTerrainCard *self) {
  GtkWidget *head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = self->title = gtk_label_new(_("Loss around the weights"));
  self->note = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(title), 0);
  gtk_label_set_xalign(GTK_LABEL(self->note), 0);
  gtk_label_set_ellipsize(GTK_LABEL(self->note), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand(self->note, TRUE);
  gtk_widget_add_css_class(title, "heading");
  gtk_widget_add_css_class(self->note, "gmx-caption");
  gtk_widget_add_css_class(self->note, "numeric");
  gtk_widget_set_name(self->note, "landscape-copy");
  self->words = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_widget_set_hexpand(self->words, TRUE);
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6); /* words may stand below */
  gtk_box_append(GTK_BOX(line), title);
  gmx_help_topic_add(title, GMX_TOPIC_TERRAIN);
  gtk_box_append(GTK_BOX(self->words), line);
  gtk_box_append(GTK_BOX(self->words), self->note);
  gtk_box_append(GTK_BOX(head), self->words);
  gtk_box_append(GTK_BOX(head), new_reset(self));
  gtk_box_append(GTK_BOX(head), new_choice(self));
  return head;
}

static GtkWidget *new_waiting(GmxTerrainCard *self) {
  self->waiting = gtk_label_new(NULL);
  gtk_label_set_wrap(GTK_LABEL(self->waiting), TRUE);
  gtk_widget_add_css_class(self->waiting, "dim-label");
  return self->waiting;
}

static void terrain_card_dispose(GObject *object) {
  GmxTerrainCard *self = GMX_TERRAIN_CARD(object);
  g_clear_pointer(&self->box, gtk_widget_unparent);
  g_clear_object(&self->explorer);
  G_OBJECT_CLASS(gmx_terrain_card_parent_class)->dispose(object);
}

static void gmx_terrain_card_class_init(GmxTerrainCardClass *class) {
  G_OBJECT_CLASS(class)->dispose = terrain_card_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_terrain_card_init(GmxTerrainCard *self) {
}

void gmx_terrain_card_set_narrow(GmxTerrainCard *self, gboolean narrow) {
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self->words),
                                 narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_spacing(GTK_BOX(self->words), narrow ? 0 : 12);
  /* Where there is room for one of the two the note gives way. */
  gtk_label_set_wrap(GTK_LABEL(self->title), narrow);
}

GmxTerrainView *gmx_terrain_card_get_view(GmxTerrainCard *self) {
  return GMX_TERRAIN_VIEW(self->view);
}

GtkWidget *gmx_terrain_card_new(GmxExplorer *explorer) {
  GmxTerrainCard *self = g_object_new(GMX_TYPE_TERRAIN_CARD, NULL);
  GmxSession *session = gmx_settings_get_session(gmx_explorer_get_settings(explorer));
  self->explorer = g_object_ref(explorer);
  self->view = gmx_terrain_view_new();
  gtk_widget_set_name(self->view, "landscape-contour");
  self->stack = gtk_stack_new();
  gtk_stack_add_named(GTK_STACK(self->stack), new_waiting(self), "waiting");
  gtk_stack_add_named(GTK_STACK(self->stack), self->view, "view");
  self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 8);
  gtk_widget_add_css_class(self->box, "card");
  gtk_widget_add_css_class(self->box, "gmx-card");
  gtk_box_append(GTK_BOX(self->box), new_head(self));
  gtk_box_append(GTK_BOX(self->box), self->stack);
  gtk_widget_set_parent(self->box, GTK_WIDGET(self));
  g_signal_connect_object(explorer, "plane-changed", G_CALLBACK(on_plane), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(explorer, "weights-changed", G_CALLBACK(show_note), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(explorer, "work-changed", G_CALLBACK(on_work), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "state", G_CALLBACK(on_work), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "state", G_CALLBACK(show_note), self, G_CONNECT_SWAPPED);
  on_plane(self);
  on_work(self);
  return GTK_WIDGET(self);
}
