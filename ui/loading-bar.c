/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is being read, how far it is, and a way to stop it; shown when it takes over 300 ms.
 *
 * The bar stands above the page: the earlier content stays until the new is whole. */
#include "ui/loading-bar.h"

#include <glib/gi18n.h>

#define PATIENCE_MS 300

struct _GmxLoadingBar {
  GtkWidget parent_instance;

  GmxSession *session;
  guint patience; /* source that shows the bar */
  GtkWidget *revealer, *what, *bar;
};

G_DEFINE_FINAL_TYPE(GmxLoadingBar, gmx_loading_bar, GTK_TYPE_WIDGET)

static gboolean on_patience_over(gpointer data) {
  GmxLoadingBar *self = data;
  self->patience = 0;
  gtk_revealer_set_reveal_child(GTK_REVEALER(self->revealer), TRUE);
  return G_SOURCE_REMOVE;
}

static void on_state(GmxLoadingBar *self, GmxSessionState state) {
  g_clear_handle_id(&self->patience, g_source_remove);
  if (state == GMX_SESSION_LOADING) {
    gtk_label_set_text(GTK_LABEL(self->what), _("Preparing"));
    gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(self->bar), 0);
    self->patience = g_timeout_add(PATIENCE_MS, on_patience_over, self);
  } else {
    gtk_revealer_set_reveal_child(GTK_REVEALER(self->revealer), FALSE);
  }
}

static void on_loading(GmxLoadingBar *self, double fraction, const char *what) {
  gtk_label_set_text(GTK_LABEL(self->what), what);
  gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(self->bar), CLAMP(fraction, 0, 1));
}

static void on_cancel(GmxLoadingBar *self) {
  gmx_session_cancel_loading(self->session);
}

static void loading_bar_dispose(GObject *object) {
  GmxLoadingBar *self = GMX_LOADING_BAR(object);
  g_clear_handle_id(&self->patience, g_source_remove);
  g_clear_pointer(&self->revealer, gtk_widget_unparent);
  g_clear_object(&self->session);
  G_OBJECT_CLASS(gmx_loading_bar_parent_class)->dispose(object);
}

static void gmx_loading_bar_class_init(GmxLoadingBarClass *class) {
  G_OBJECT_CLASS(class)->dispose = loading_bar_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_loading_bar_init(GmxLoadingBar *self) {
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *cancel = gtk_button_new_with_mnemonic(_("_Cancel"));
  self->what = gtk_label_new(NULL);
  self->bar = gtk_progress_bar_new();
  self->revealer = gtk_revealer_new();
  gtk_label_set_ellipsize(GTK_LABEL(self->what), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_xalign(GTK_LABEL(self->what), 0);
  gtk_widget_set_hexpand(self->bar, TRUE);
  gtk_widget_set_valign(self->bar, GTK_ALIGN_CENTER);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Loading"), -1);
  g_signal_connect_swapped(cancel, "clicked", G_CALLBACK(on_cancel), self);
  gtk_box_append(GTK_BOX(line), self->what);
  gtk_box_append(GTK_BOX(line), self->bar);
  gtk_box_append(GTK_BOX(line), cancel);
  gtk_widget_add_css_class(line, "gmx-loading");
  gtk_revealer_set_child(GTK_REVEALER(self->revealer), line);
  gtk_widget_set_parent(self->revealer, GTK_WIDGET(self));
}

GtkWidget *gmx_loading_bar_new(GmxSession *session) {
  GmxLoadingBar *self = g_object_new(GMX_TYPE_LOADING_BAR, NULL);
  self->session = g_object_ref(session);
  g_signal_connect_object(session, "state", G_CALLBACK(on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "loading", G_CALLBACK(on_loading), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET(self);
}
