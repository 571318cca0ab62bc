/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inspector over the window, and what leads from it to the pages. */
#include "ui/window-private.h"

#include "ui/mixlab/mix-lab.h"
#include "ui/samples/inspector.h"
#include "ui/samples/samples-page.h"

#define MAIN "main"
#define INSPECTOR "inspector"

static GtkWidget *find_page(GmxWindow *self, const char *name) {
  return adw_view_stack_get_child_by_name(ADW_VIEW_STACK(self->pages), name);
}

static GmxInspector *get_inspector(GmxWindow *self) {
  return GMX_INSPECTOR(self->inspector);
}

static void close_inspector(GmxWindow *self) {
  gtk_stack_set_visible_child_name(GTK_STACK(self->views), MAIN);
  if (!gtk_widget_grab_focus(find_page(self, "samples")))
    gtk_widget_child_focus(find_page(self, "samples"), GTK_DIR_TAB_FORWARD);
}

static void on_inspect(GmxWindow *self, int index) {
  gmx_inspector_show(get_inspector(self), index);
  gtk_stack_set_visible_child_name(GTK_STACK(self->views), INSPECTOR);
  gtk_widget_child_focus(GTK_WIDGET(get_inspector(self)), GTK_DIR_TAB_FORWARD);
}

/* The two parents of the example that is looked at, at its λ. */
static void on_mix(GmxWindow *self, int index) {
  const GmxGallery *gallery = gmx_inspector_get_gallery(get_inspector(self));
  GmxDataset *dataset = gmx_session_get_dataset(self->session);
  g_autoptr(GmxPicture) first =
      gmx_picture_new_stored(dataset, GMX_SPLIT_TRAIN, gallery->first[index]);
  g_autoptr(GmxPicture) second =
      gmx_picture_new_stored(dataset, GMX_SPLIT_TRAIN, gallery->second[index]);
  gmx_mix_lab_set_pair(GMX_MIX_LAB(find_page(self, "mixlab")), first, second,
                       gallery->lambdas[index]);
  gtk_stack_set_visible_child_name(GTK_STACK(self->views), MAIN);
  adw_view_stack_set_visible_child_name(ADW_VIEW_STACK(self->pages), "mixlab");
}

/* An unmixed example, from what classes are taken for. */
static void on_picture(GmxWindow *self, int parent, GmxPicture *picture) {
  gmx_mix_lab_set_picture(GMX_MIX_LAB(find_page(self, "mixlab")), (GmxParent)parent, picture);
  adw_view_stack_set_visible_child_name(ADW_VIEW_STACK(self->pages), "mixlab");
}

static void on_probe(GmxWindow *self) {
  close_inspector(self);
  gmx_samples_page_show_probe(GMX_SAMPLES_PAGE(find_page(self, "samples")));
}

/* What the inspector has found out holds for the galleries of the same examples too. */
static void on_searched(GmxWindow *self, GmxIntrusion *intrusion) {
  gmx_samples_page_take_intrusion(GMX_SAMPLES_PAGE(find_page(self, "samples")),
                                  gmx_inspector_get_gallery(get_inspector(self)), intrusion);
}

/* A run that is replaced takes its examples along. */
void gmx_window_close_inspector(GmxWindow *self) {
  if (g_strcmp0(gtk_stack_get_visible_child_name(GTK_STACK(self->views)), INSPECTOR) == 0)
    close_inspector(self);
}

GtkWidget *gmx_window_new_views(GmxWindow *self, GtkWidget *content) {
  GmxSamplesPage *samples = GMX_SAMPLES_PAGE(find_page(self, "samples"));
  GtkWidget *inspector = gmx_inspector_new(self->settings, gmx_samples_page_get_model(samples));
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  self->inspector = inspector;
  self->lesson_under_inspector = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_vexpand(inspector, TRUE);
  gtk_box_append(GTK_BOX(box), inspector);
  gtk_box_append(GTK_BOX(box), self->lesson_under_inspector);
  self->views = gtk_stack_new();
  gtk_stack_set_hhomogeneous(GTK_STACK(self->views), FALSE);
  gtk_stack_set_vhomogeneous(GTK_STACK(self->views), FALSE);
  gtk_stack_add_named(GTK_STACK(self->views), content, MAIN);
  gtk_stack_add_named(GTK_STACK(self->views), box, INSPECTOR);
  g_signal_connect_object(samples, "inspect", G_CALLBACK(on_inspect), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(samples, "picture", G_CALLBACK(on_picture), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(inspector, "closed", G_CALLBACK(close_inspector), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(inspector, "mix", G_CALLBACK(on_mix), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(inspector, "probe", G_CALLBACK(on_probe), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(inspector, "searched", G_CALLBACK(on_searched), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(self->session, "opened", G_CALLBACK(gmx_window_close_inspector), self,
                          G_CONNECT_SWAPPED);
  return self->views;
}
