/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One sentence on where the path leads: through a class that neither picture has, or not. */
#include "ui/mixlab/path-banner.h"

#include "ui/format.h"

#include <glib/gi18n.h>

struct _GmxPathBanner {
  GtkWidget parent_instance;

  GmxLab *lab;
  gboolean wanted;
  GtkWidget *box, *flag, *text;
};

G_DEFINE_FINAL_TYPE(GmxPathBanner, gmx_path_banner, GTK_TYPE_WIDGET)

static const char *class_name(GmxPathBanner *self, int label) {
  return gmx_dataset_get_class_name(gmx_lab_get_dataset(self->lab), label);
}

/* "Dress", "Dress and Shirt", "Dress, Shirt and Coat": each class once. */
static char *list_classes(GmxPathBanner *self, const GmxThirdClass *third, int count) {
  g_autoptr(GPtrArray) names = g_ptr_array_new();
  for (int i = 0; i < count; i++) {
    const char *name = class_name(self, third[i].label);
    if (!g_ptr_array_find_with_equal_func(names, name, g_str_equal, NULL))
      g_ptr_array_add(names, (gpointer)name);
  }
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < names->len; i++)
    g_string_append_printf(text, "%s%s",
                           i == 0                ? ""
                           : i == names->len - 1 ? _(" and ")
                                                 : ", ",
                           (const char *)g_ptr_array_index(names, i));
  return g_string_free(text, FALSE);
}

/* "From λ = 0.20 to 0.50 the network sees Dress", one stretch after the other. */
static char *list_stretches(GmxPathBanner *self, const GmxThirdClass *third, int count) {
  GString *text = g_string_new(NULL);
  for (int i = 0; i < count; i++) {
    g_autofree char *from = gmx_format_number(third[i].from, 2);
    g_autofree char *to = gmx_format_number(third[i].to, 2);
    const char *name = class_name(self, third[i].label);
    if (i > 0)
      g_string_append(text, i == count - 1 ? _(" and ") : ", ");
    if (g_str_equal(from, to))
      g_string_append_printf(text, i == 0 ? _("At λ = %s the network sees %s") : _("at λ = %s %s"),
                             from, name);
    else
      g_string_append_printf(
          text, i == 0 ? _("From λ = %s to %s the network sees %s") : _("from %s to %s %s"), from,
          to, name);
  }
  return g_string_free(text, FALSE);
}

/* The stretches at w; where there are none, those at w + ε̂. */
static char *describe_third(GmxPathBanner *self, const GmxBlendPath *path) {
  const gboolean perturbed = path->third[0].perturbed;
  int count = 0;
  while (count < path->third_count && path->third[count].perturbed == perturbed)
    count++;
  g_autofree char *classes = list_classes(self, path->third, count);
  g_autofree char *stretches = list_stretches(self, path->third, count);
  return g_markup_printf_escaped(
      perturbed ? _("<b>At w + ε̂ the path passes through %s.</b> %s, which neither parent is.")
                : _("<b>The path passes through %s.</b> %s, which neither parent is."),
      classes, stretches);
}

static char *describe_calm(GmxPathBanner *self) {
  const GmxPicture *a = gmx_lab_get_picture(self->lab, GMX_PARENT_A);
  const GmxPicture *b = gmx_lab_get_picture(self->lab, GMX_PARENT_B);
  const char *first = gmx_lab_get_name(self->lab, GMX_PARENT_A);
  const char *second = gmx_lab_get_name(self->lab, GMX_PARENT_B);
  if (gmx_dataset_get_classes(gmx_lab_get_dataset(self->lab)) < 3)
    return g_strdup(_("<b>There are two classes.</b> A mix can't be seen as a third one."));
  if (a->label < 0 || b->label < 0)
    return g_markup_printf_escaped(
        _("<b>%s has no label.</b> Which class would be a third one is not known."),
        a->label < 0 ? first : second);
  if (a->label == b->label)
    return g_markup_printf_escaped(
        _("<b>The path stays with %s.</b> At every λ the network sees the class of both parents."),
        first);
  return g_markup_printf_escaped(_("<b>The path stays between %s and %s.</b> At every λ the "
                                   "network sees one of the two."),
                                 second, first);
}

static void on_path(GmxPathBanner *self) {
  const GmxBlendPath *path = gmx_lab_get_path(self->lab);
  const gboolean third = path && path->third_count > 0;
  gtk_widget_set_visible(GTK_WIDGET(self), path && self->wanted);
  if (!path)
    return;
  g_autofree char *words = third ? describe_third(self, path) : describe_calm(self);
  g_autofree char *markup =
      path->step == 0
          ? g_strdup_printf(_("%s The weights are untrained yet: it means nothing."), words)
          : g_steal_pointer(&words);
  gtk_label_set_markup(GTK_LABEL(self->text), markup);
  gtk_widget_set_visible(self->flag, third);
  if (third)
    gtk_widget_add_css_class(self->box, "gmx-third");
  else
    gtk_widget_remove_css_class(self->box, "gmx-third");
}

void gmx_path_banner_set_wanted(GmxPathBanner *self, gboolean wanted) {
  self->wanted = wanted;
  on_path(self);
}

static void path_banner_dispose(GObject *object) {
  GmxPathBanner *self = GMX_PATH_BANNER(object);
  g_clear_pointer(&self->box, gtk_widget_unparent);
  g_clear_object(&self->lab);
  G_OBJECT_CLASS(gmx_path_banner_parent_class)->dispose(object);
}

static void gmx_path_banner_class_init(GmxPathBannerClass *class) {
  G_OBJECT_CLASS(class)->dispose = path_banner_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_path_banner_init(GmxPathBanner *self) {
  self->wanted = TRUE;
  self->box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  self->flag = gtk_image_new_from_icon_name("gmx-flag-symbolic");
  self->text = gtk_label_new(NULL);
  gtk_label_set_wrap(GTK_LABEL(self->text), TRUE);
  gtk_label_set_xalign(GTK_LABEL(self->text), 0);
  gtk_widget_set_hexpand(self->text, TRUE);
  gtk_widget_add_css_class(self->text, "numeric");
  gtk_widget_add_css_class(self->box, "card");
  gtk_widget_add_css_class(self->box, "gmx-card");
  gtk_widget_add_css_class(self->box, "gmx-path-banner");
  gtk_box_append(GTK_BOX(self->box), self->flag);
  gtk_box_append(GTK_BOX(self->box), self->text);
  gtk_widget_set_parent(self->box, GTK_WIDGET(self));
}

GtkWidget *gmx_path_banner_new(GmxLab *lab) {
  GmxPathBanner *self = g_object_new(GMX_TYPE_PATH_BANNER, NULL);
  self->lab = g_object_ref(lab);
  g_signal_connect_object(lab, "path-changed", G_CALLBACK(on_path), self, G_CONNECT_SWAPPED);
  on_path(self);
  return GTK_WIDGET(self);
}
