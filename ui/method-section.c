/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sidebar's Method card: the named method, and its three axes mix, perturb and combine.
 *
 * An axis is the setting of the axis' own name and every other setting of its group, so that a new
 * hyper-parameter of an axis appears here by itself. */
#include "ui/method-section.h"

#include "ui/beta-picture.h"
#include "ui/help-topics.h"
#include "ui/help.h"
#include "ui/preset-menu.h"
#include "ui/setting-row.h"
#include "ui/setting-rules.h"

#include <glib/gi18n.h>

typedef struct {
  GmxSettings *settings;
  GtkWidget *title, *axes, *beta;
} Section;

static void section_free(Section *section) {
  g_signal_handlers_disconnect_by_data(section->settings, section);
  g_object_unref(section->settings);
  g_free(section);
}

static void refresh(Section *section) {
  GmxConfig *config = gmx_settings_get_config(section->settings);
  g_autofree char *method = gmx_config_get_string(config, "method");
  g_autofree char *axes = gmx_method_axes(config);
  g_autofree char *title = gmx_method_short_title(method);
  gtk_label_set_text(GTK_LABEL(section->title), title);
  gtk_widget_set_tooltip_text(section->title, gmx_method_title(method));
  gtk_label_set_text(GTK_LABEL(section->axes), axes);
  gmx_beta_picture_set_alpha(GMX_BETA_PICTURE(section->beta),
                             gmx_config_get_double(config, "alpha"));
  gtk_widget_set_visible(section->beta, gmx_setting_acts(config, "alpha"));
}

static void tell_method(gpointer data, GmxHelp *help) {
  const Section *section = data;
  GmxConfig *config = gmx_settings_get_config(section->settings);
  g_autofree char *method = gmx_config_get_string(config, "method");
  help->title = gmx_method_title(method);
  help->text = gmx_method_blurb(method);
  help->source = _("docs/methods.md, section 1");
  help->lesson = gmx_help_method_lesson(method);
}

static GtkWidget *new_bulb(Section *section) {
  GtkWidget *button = gmx_help_button_new(_("Method"), tell_method, section);
  gtk_menu_button_set_icon_name(GTK_MENU_BUTTON(button), "gmx-bulb-symbolic");
  gtk_widget_set_tooltip_text(button, _("What this method does"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("What this method does"), -1);
  gtk_widget_remove_css_class(button, "gmx-help");
  gtk_widget_add_css_class(button, "gmx-bulb");
  return button;
}

/* As a row of a choice: its caption, the three axes, has the whole width. */
static GtkWidget *new_method_row(Section *section) {
  GtkWidget *row = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 2);
  section->title = gtk_label_new(NULL);
  section->axes = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(section->title), 0);
  gtk_label_set_ellipsize(GTK_LABEL(section->title), PANGO_ELLIPSIZE_END);
  gtk_label_set_ellipsize(GTK_LABEL(section->axes), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class(section->axes, "gmx-formula");
  gtk_box_append(GTK_BOX(line), section->axes);
  gtk_box_append(GTK_BOX(line), new_bulb(section));
  gtk_widget_set_hexpand(section->title, TRUE);
  gtk_box_append(GTK_BOX(head), section->title);
  GtkWidget *presets = gmx_preset_menu_new(section->settings);
  gtk_widget_set_name(row, "method");
  gtk_widget_set_name(presets, "preset");
  gtk_box_append(GTK_BOX(head), presets);
  gtk_box_append(GTK_BOX(row), head);
  gtk_box_append(GTK_BOX(row), line);
  gtk_widget_add_css_class(row, "gmx-row");
  gtk_widget_add_css_class(row, "gmx-captioned");
  return row;
}

/* The block of one axis: the choice, then what shapes it. */
static GtkWidget *new_axis(Section *section, const char *axis) {
  GtkWidget *block = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
  guint count = 0;
  g_autofree GParamSpec **specs = gmx_config_list(&count);
  g_autofree char *name = g_strconcat("method-", axis, NULL);
  gtk_widget_set_name(block, name);
  gtk_widget_add_css_class(block, "gmx-row");
  for (guint i = 0; i < count; i++) {
    if (!g_str_equal(gmx_setting_info(specs[i])->group, axis))
      continue;
    GtkWidget *row = gmx_setting_row_new(section->settings, specs[i], GMX_ROW_COMPACT);
    if (g_str_equal(specs[i]->name, "mix")) {
      section->beta = gmx_beta_picture_new();
      gmx_setting_row_add_picture(GMX_SETTING_ROW(row), section->beta);
    }
    gtk_box_append(GTK_BOX(block), row);
  }
  return block;
}

GtkWidget *gmx_method_section_new(GmxSettings *settings) {
  GtkWidget *card = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  Section *section = g_new0(Section, 1);
  section->settings = g_object_ref(settings);
  g_object_set_data_full(G_OBJECT(card), "gmx-section", section, (GDestroyNotify)section_free);
  gtk_widget_add_css_class(card, "card");

  gtk_box_append(GTK_BOX(card), new_method_row(section));
  gtk_box_append(GTK_BOX(card), new_axis(section, "mix"));
  gtk_box_append(GTK_BOX(card), new_axis(section, "perturb"));
  gtk_box_append(GTK_BOX(card), new_axis(section, "combine"));
  g_signal_connect_swapped(settings, "changed", G_CALLBACK(refresh), section);
  refresh(section);
  return card;
}
