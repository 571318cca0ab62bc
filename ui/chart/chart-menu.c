/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart's menu: scales, outliers, fit, copy, and which curves are shown. */
#include "ui/chart/chart-private.h"

#include <glib/gi18n.h>
#include <math.h>

static void fit_action(GtkWidget *widget, const char *name, GVariant *parameter) {
  gmx_chart_fit(GMX_CHART(widget));
}

static void copy_action(GtkWidget *widget, const char *name, GVariant *parameter) {
  g_autofree char *csv = gmx_chart_to_csv(GMX_CHART(widget));
  gdk_clipboard_set_text(gtk_widget_get_clipboard(widget), csv);
}

void gmx_chart_install_actions(GtkWidgetClass *widget_class) {
  gtk_widget_class_install_action(widget_class, "chart.fit", NULL, fit_action);
  gtk_widget_class_install_action(widget_class, "chart.copy", NULL, copy_action);
  gtk_widget_class_install_property_action(widget_class, "chart.log-x", "log-x");
  gtk_widget_class_install_property_action(widget_class, "chart.log-y", "log-y");
  gtk_widget_class_install_property_action(widget_class, "chart.outliers", "outliers");
}

static void show_changed(GSimpleAction *action, GVariant *state, gpointer layer) {
  gmx_layer_set_visible(layer, g_variant_get_boolean(state));
  g_simple_action_set_state(action, state);
}

/* One checked item a named layer. The actions are made anew each time the menu opens. */
static GMenu *layer_section(GmxChart *self, GSimpleActionGroup *group) {
  GMenu *section = g_menu_new();
  GPtrArray *layers = gmx_chart_get_layers(self);
  for (guint i = 0; i < layers->len; i++) {
    GmxLayer *layer = g_ptr_array_index(layers, i);
    g_autofree char *name = g_strdup_printf("show-%u", i);
    g_autofree char *detailed = g_strdup_printf("layer.%s", name);
    if (gmx_layer_get_name(layer) == NULL)
      continue;
    GVariant *state = g_variant_new_boolean(gmx_layer_get_visible(layer));
    g_autoptr(GSimpleAction) action = g_simple_action_new_stateful(name, NULL, state);
    g_signal_connect_object(action, "change-state", G_CALLBACK(show_changed), layer, 0);
    g_action_map_add_action(G_ACTION_MAP(group), G_ACTION(action));
    g_menu_append(section, gmx_layer_get_name(layer), detailed);
  }
  return section;
}

static GMenuModel *build_menu(GmxChart *self, GSimpleActionGroup *group) {
  GMenu *menu = g_menu_new();
  g_autoptr(GMenu) scales = g_menu_new();
  g_autoptr(GMenu) tools = g_menu_new();
  g_autoptr(GMenu) layers = layer_section(self, group);
  g_menu_append(scales, _("Log Scale (x)"), "chart.log-x");
  g_menu_append(scales, _("Log Scale (y)"), "chart.log-y");
  g_menu_append(scales, _("Outliers in View"), "chart.outliers");
  g_menu_append(tools, _("Fit"), "chart.fit");
  g_menu_append(tools, _("Copy Values"), "chart.copy");
  g_menu_append_section(menu, NULL, G_MENU_MODEL(scales));
  g_menu_append_section(menu, NULL, G_MENU_MODEL(tools));
  if (g_menu_model_get_n_items(G_MENU_MODEL(layers)) > 1)
    g_menu_append_section(menu, _("Shown"), G_MENU_MODEL(layers));
  return G_MENU_MODEL(menu);
}

void gmx_chart_popup(GmxChart *self, double x, double y) {
  GtkWidget *widget = GTK_WIDGET(self);
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new();
  g_autoptr(GMenuModel) model = build_menu(self, group);
  gtk_widget_insert_action_group(widget, "layer", G_ACTION_GROUP(group));
  if (self->menu == NULL) {
    self->menu = gtk_popover_menu_new_from_model(model);
    gtk_widget_set_parent(self->menu, widget);
    gtk_popover_set_has_arrow(GTK_POPOVER(self->menu), FALSE);
    gtk_widget_set_halign(self->menu, GTK_ALIGN_START);
  } else {
    gtk_popover_menu_set_menu_model(GTK_POPOVER_MENU(self->menu), model);
  }
  if (isnan(x)) {
    x = 0.5 * gtk_widget_get_width(widget);
    y = 0.5 * gtk_widget_get_height(widget);
  }
  gtk_popover_set_pointing_to(GTK_POPOVER(self->menu), &(GdkRectangle){(int)x, (int)y, 1, 1});
  gtk_popover_popup(GTK_POPOVER(self->menu));
}
