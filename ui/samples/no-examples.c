/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What stands in the place of examples that are not there. */
#include "ui/samples/no-examples.h"

#include <glib/gi18n.h>

struct _GmxNoExamples {
  GtkWidget parent_instance;

  GmxSampleModel *model;
  GtkWidget *label, *button;
};

G_DEFINE_FINAL_TYPE(GmxNoExamples, gmx_no_examples, GTK_TYPE_WIDGET)

static void drop_filter(GmxNoExamples *self) {
  GmxSampleFilter none = gmx_sample_filter_none();
  gmx_sample_model_set_filter(self->model, &none);
}

/* A filter over nothing at all hides nothing. */
static void on_changed(GmxNoExamples *self) {
  gboolean filtered = !gmx_sample_filter_is_none(gmx_sample_model_get_filter(self->model));
  gtk_widget_set_visible(self->button, filtered && gmx_sample_model_get_total(self->model) > 0);
}

void gmx_no_examples_say(GmxNoExamples *self, const char *why) {
  gtk_label_set_text(GTK_LABEL(self->label), why);
}

static void no_examples_dispose(GObject *object) {
  GmxNoExamples *self = GMX_NO_EXAMPLES(object);
  g_clear_pointer(&self->label, gtk_widget_unparent);
  g_clear_pointer(&self->button, gtk_widget_unparent);
  g_clear_object(&self->model);
  G_OBJECT_CLASS(gmx_no_examples_parent_class)->dispose(object);
}

static void gmx_no_examples_class_init(GmxNoExamplesClass *class) {
  G_OBJECT_CLASS(class)->dispose = no_examples_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BOX_LAYOUT);
}

static void gmx_no_examples_init(GmxNoExamples *self) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), 12);
  self->label = gtk_label_new(NULL);
  self->button = gtk_button_new_with_label(_("Show All"));
  gtk_label_set_wrap(GTK_LABEL(self->label), TRUE);
  gtk_label_set_justify(GTK_LABEL(self->label), GTK_JUSTIFY_CENTER);
  gtk_widget_set_halign(self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_parent(self->label, GTK_WIDGET(self));
  gtk_widget_set_parent(self->button, GTK_WIDGET(self));
  gtk_widget_set_vexpand(GTK_WIDGET(self), TRUE);
  gtk_widget_set_valign(GTK_WIDGET(self), GTK_ALIGN_CENTER);
  g_signal_connect_swapped(self->button, "clicked", G_CALLBACK(drop_filter), self);
}

GtkWidget *gmx_no_examples_new(GmxSampleModel *model) {
  GmxNoExamples *self = g_object_new(GMX_TYPE_NO_EXAMPLES, NULL);
  self->model = g_object_ref(model);
  g_signal_connect_object(model, "changed", G_CALLBACK(on_changed), self, G_CONNECT_SWAPPED);
  on_changed(self);
  return GTK_WIDGET(self);
}
