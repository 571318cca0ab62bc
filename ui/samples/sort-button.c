/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The button that says how the galleries are sorted, and changes it.
 *
 * An order that the examples at hand have no values for stays in the list, greyed, and says why. */
#include "ui/samples/sort-button.h"

#include <glib/gi18n.h>

#define SORTS (GMX_SORT_CHANGE + 1)

struct _GmxSortButton {
  GtkWidget parent_instance;

  GmxSampleModel *model;
  gboolean reading; /* the model's state is being taken over */

  GtkWidget *button, *label, *icon;
  GtkWidget *choices[SORTS], *reversed;
};

G_DEFINE_FINAL_TYPE(GmxSortButton, gmx_sort_button, GTK_TYPE_WIDGET)

static const struct {
  const char *markup, *words;
} names[SORTS] = {
    [GMX_SORT_SIDE] = {N_("s<sub>i</sub>, by side"), N_("sharpness, by side")},
    [GMX_SORT_S] = {N_("s<sub>i</sub>"), N_("sharpness")},
    [GMX_SORT_LOSS] = {N_("loss at w"), N_("loss at w")},
    [GMX_SORT_LOSS_PERTURBED] = {N_("loss at w + ε̂"), N_("loss at w + ε̂")},
    [GMX_SORT_LAMBDA] = {N_("λ"), N_("λ")},
    [GMX_SORT_CHANGE] = {N_("change since the last epoch"), N_("change since the last epoch")},
};

/* Why the examples cannot be sorted so; NULL where they can. */
static const char *why_not(GmxSortButton *self, GmxSampleSort sort) {
  GmxGallery *gallery = gmx_sample_model_get_gallery(self->model);
  if (!gallery || sort == GMX_SORT_LOSS || sort == GMX_SORT_LAMBDA)
    return NULL;
  if (!gallery->climbed)
    return _("Without a perturbation there is no loss at w + ε̂");
  if (sort == GMX_SORT_CHANGE && gallery->source != GMX_GALLERY_PROBE)
    return _("A step's examples have no earlier epoch: choose Probe");
  return NULL;
}

static void show_names(GmxSortButton *self, GmxSampleSort sort, gboolean reversed) {
  const char *words = _(names[sort].words);
  g_autofree char *name =
      g_strdup_printf(reversed ? _("Sorted by %s, reversed") : _("Sorted by %s"), words);
  gtk_label_set_markup(GTK_LABEL(self->label), _(names[sort].markup));
  gtk_widget_set_tooltip_text(self->button, name);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                 -1);
  if (reversed)
    gtk_widget_add_css_class(self->icon, "gmx-turned");
  else
    gtk_widget_remove_css_class(self->icon, "gmx-turned");
}

static void on_changed(GmxSortButton *self) {
  gboolean reversed = FALSE;
  GmxSampleSort sort = gmx_sample_model_get_sort(self->model, &reversed);
  self->reading = TRUE;
  for (int i = 0; i < SORTS; i++) {
    const char *reason = why_not(self, (GmxSampleSort)i);
    gtk_widget_set_sensitive(self->choices[i], !reason || i == (int)sort);
    gtk_widget_set_tooltip_text(self->choices[i], reason);
  }
  gtk_check_button_set_active(GTK_CHECK_BUTTON(self->choices[sort]), TRUE);
  gtk_check_button_set_active(GTK_CHECK_BUTTON(self->reversed), reversed);
  self->reading = FALSE;
  /* What stands in for an order that the examples have no values for. */
  show_names(self, why_not(self, sort) && sort != GMX_SORT_CHANGE ? GMX_SORT_LOSS : sort, reversed);
}

static void on_toggled(GmxSortButton *self) {
  if (self->reading)
    return;
  for (int i = 0; i < SORTS; i++)
    if (gtk_check_button_get_active(GTK_CHECK_BUTTON(self->choices[i])))
      gmx_sample_model_set_sort(self->model, (GmxSampleSort)i,
                                gtk_check_button_get_active(GTK_CHECK_BUTTON(self->reversed)));
}

static GtkWidget *new_check(GmxSortButton *self, const char *markup, const char *words) {
  GtkWidget *check = gtk_check_button_new(), *label = gtk_label_new(NULL);
  gtk_label_set_markup(GTK_LABEL(label), markup);
  gtk_check_button_set_child(GTK_CHECK_BUTTON(check), label);
  gtk_accessible_update_property(GTK_ACCESSIBLE(check), GTK_ACCESSIBLE_PROPERTY_LABEL, words, -1);
  g_signal_connect_swapped(check, "toggled", G_CALLBACK(on_toggled), self);
  return check;
}

static GtkWidget *new_popover(GmxSortButton *self) {
  GtkWidget *popover = gtk_popover_new(), *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  self->reading = TRUE;
  for (int i = 0; i < SORTS; i++) {
    self->choices[i] = new_check(self, _(names[i].markup), _(names[i].words));
    if (i > 0)
      gtk_check_button_set_group(GTK_CHECK_BUTTON(self->choices[i]),
                                 GTK_CHECK_BUTTON(self->choices[0]));
    gtk_box_append(GTK_BOX(box), self->choices[i]);
  }
  self->reversed = new_check(self, _("Reverse order"), _("Reverse order"));
  gtk_box_append(GTK_BOX(box), gtk_separator_new(GTK_ORIENTATION_HORIZONTAL));
  gtk_box_append(GTK_BOX(box), self->reversed);
  gtk_widget_add_css_class(box, "gmx-popover");
  gtk_popover_set_child(GTK_POPOVER(popover), box);
  self->reading = FALSE;
  return popover;
}

static void build(GmxSortButton *self) {
  GtkWidget *content = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  self->button = gtk_menu_button_new();
  self->label = gtk_label_new(NULL);
  self->icon = gtk_image_new_from_icon_name("gmx-sort-symbolic");
  gtk_box_append(GTK_BOX(content), self->icon);
  gtk_box_append(GTK_BOX(content), self->label);
  gtk_menu_button_set_child(GTK_MENU_BUTTON(self->button), content);
  gtk_menu_button_set_always_show_arrow(GTK_MENU_BUTTON(self->button), TRUE);
  gtk_menu_button_set_popover(GTK_MENU_BUTTON(self->button), new_popover(self));
  gtk_widget_set_parent(self->button, GTK_WIDGET(self));
}

static void sort_button_dispose(GObject *object) {
  GmxSortButton *self = GMX_SORT_BUTTON(object);
  if (self->model)
    g_signal_handlers_disconnect_by_data(self->model, self);
  g_clear_pointer(&self->button, gtk_widget_unparent);
  g_clear_object(&self->model);
  G_OBJECT_CLASS(gmx_sort_button_parent_class)->dispose(object);
}

static void gmx_sort_button_class_init(GmxSortButtonClass *class) {
  G_OBJECT_CLASS(class)->dispose = sort_button_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_sort_button_init(GmxSortButton *self) {
}

GtkWidget *gmx_sort_button_new(GmxSampleModel *model) {
  GmxSortButton *self = g_object_new(GMX_TYPE_SORT_BUTTON, NULL);
  self->model = g_object_ref(model);
  build(self);
  g_signal_connect_swapped(model, "changed", G_CALLBACK(on_changed), self);
  on_changed(self);
  return GTK_WIDGET(self);
}
