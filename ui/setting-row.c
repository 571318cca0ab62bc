/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One row of the sidebar: a setting's name or symbol, its editor, its formula, and when it acts. */
#include "ui/setting-row.h"

#include "ui/help.h"
#include "ui/setting-editor.h"
#include "ui/setting-rules.h"

#include <glib/gi18n.h>

struct _GmxSettingRow {
  GtkWidget parent_instance;

  GmxSettings *settings;
  GParamSpec *spec;
  char *note;

  GtkWidget *line;    /* name and control */
  GtkWidget *caption; /* formula, note, when it acts */
  GtkWidget *editor;
  GtkWidget *help;
};

G_DEFINE_FINAL_TYPE(GmxSettingRow, gmx_setting_row, GTK_TYPE_WIDGET)

static void append_part(GString *text, const char *part) {
  if (!part)
    return;
  if (text->len > 0)
    g_string_append(text, " · ");
  g_string_append(text, part);
}

/* A learning rate that came with another optimizer waits with it; a batch that came with points. */
static GmxApply present_apply(GmxSettingRow *self) {
  GmxApply apply = gmx_setting_info(self->spec)->apply;
  const char *cause = gmx_setting_comes_with(self->spec->name);
  if (cause && gmx_settings_waits(self->settings, self->spec->name) &&
      gmx_settings_waits(self->settings, cause))
    return GMX_APPLY_RESET;
  return apply;
}

static char *apply_text(GmxSettingRow *self) {
  GmxApply apply = present_apply(self);
  if (apply == GMX_APPLY_STEP)
    return NULL;
  const char *text = apply == GMX_APPLY_RESET ? _("on reset") : _("next epoch");
  if (gmx_settings_waits(self->settings, self->spec->name))
    return g_strdup_printf("<b>%s</b>", text);
  return g_strdup(text);
}

static char *caption_markup(GmxSettingRow *self) {
  GmxConfig *config = gmx_settings_get_config(self->settings);
  g_autofree char *apply = apply_text(self);
  GString *text = g_string_new(NULL);
  const char *formula = gmx_setting_formula(config, self->spec);
  append_part(text, formula);
  if (self->note && formula)
    g_string_append_printf(text, ", %s", self->note);
  else
    append_part(text, self->note);
  append_part(text, gmx_setting_remark(config, self->spec->name));
  append_part(text, apply);
  return g_string_free(text, FALSE);
}

static void refresh(GmxSettingRow *self) {
  GmxConfig *config = gmx_settings_get_config(self->settings);
  g_autofree char *markup = caption_markup(self);
  gtk_label_set_markup(GTK_LABEL(self->caption), markup);
  gtk_widget_set_visible(self->caption, *markup != '\0');
  if (*markup)
    gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-captioned");
  else
    gtk_widget_remove_css_class(GTK_WIDGET(self), "gmx-captioned");
  gtk_widget_set_visible(GTK_WIDGET(self), gmx_setting_acts(config, self->spec->name));
}

static GtkWidget *new_name(GmxSettingRow *self, gboolean symbol) {
  const GmxSettingInfo *info = gmx_setting_info(self->spec);
  GtkWidget *label = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  if (symbol) {
    gtk_label_set_markup(GTK_LABEL(label), info->symbol);
    gtk_widget_add_css_class(label, "gmx-symbol");
    gtk_widget_set_size_request(label, 14, -1);
  } else {
    gtk_label_set_text(GTK_LABEL(label), g_param_spec_get_nick(self->spec));
    /* A second line, for long names in other languages, rather than dots. */
    gtk_label_set_wrap(GTK_LABEL(label), TRUE);
    gtk_label_set_lines(GTK_LABEL(label), 2);
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
    gtk_label_set_natural_wrap_mode(GTK_LABEL(label), GTK_NATURAL_WRAP_NONE);
  }
  return label;
}

static void tell_help(gpointer data, GmxHelp *help) {
  GmxSettingRow *self = data;
  const GmxSettingInfo *info = gmx_setting_info(self->spec);
  *help = (GmxHelp){
      .title = g_param_spec_get_nick(self->spec),
      .text = g_param_spec_get_blurb(self->spec),
      .formula = gmx_config_formula(gmx_settings_get_config(self->settings), self->spec->name),
      .source = info->source,
      .lesson = info->lesson,
  };
}

/* @widget, and the "?" right after it. */
static GtkWidget *add_help(GmxSettingRow *self, GtkWidget *widget) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 4);
  gtk_widget_set_hexpand(box, TRUE);
  gtk_box_append(GTK_BOX(box), widget);
  gtk_box_append(GTK_BOX(box), self->help);
  return box;
}

static void make_caption(GmxSettingRow *self) {
  self->caption = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(self->caption), 0);
  gtk_label_set_wrap(GTK_LABEL(self->caption), TRUE);
  gtk_label_set_natural_wrap_mode(GTK_LABEL(self->caption), GTK_NATURAL_WRAP_NONE);
  gtk_label_set_max_width_chars(GTK_LABEL(self->caption), 40);
  gtk_widget_add_css_class(self->caption, "gmx-formula");
}

/* A slider: the symbol and the slider in one line, the formula below. */
static void lay_out_slider(GmxSettingRow *self, gboolean compact) {
  if (!compact)
    gtk_widget_set_parent(add_help(self, new_name(self, FALSE)), GTK_WIDGET(self));
  if (gmx_setting_info(self->spec)->symbol)
    gtk_box_append(GTK_BOX(self->line), new_name(self, TRUE));
  gtk_widget_set_hexpand(self->editor, TRUE);
  gtk_box_append(GTK_BOX(self->line), self->editor);
  gtk_widget_set_parent(self->line, GTK_WIDGET(self));
  if (compact)
    gtk_box_append(GTK_BOX(self->line), self->help);
  gtk_widget_set_parent(self->caption, GTK_WIDGET(self));
}

/* A switch or a number: name and caption at the left, the control at the right. */
static void lay_out_control(GmxSettingRow *self) {
  GtkWidget *text = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_valign(text, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand(text, TRUE);
  gtk_box_append(GTK_BOX(text), add_help(self, new_name(self, FALSE)));
  gtk_box_append(GTK_BOX(text), self->caption);
  gtk_box_append(GTK_BOX(self->line), text);
  gtk_box_append(GTK_BOX(self->line), self->editor);
  gtk_widget_set_parent(self->line, GTK_WIDGET(self));
}

/* A choice: name and control in one line. The caption has the whole width below both, so that
 * neither the long name of a folder nor another language breaks it. */
static void lay_out_choice(GmxSettingRow *self) {
  gtk_box_append(GTK_BOX(self->line), add_help(self, new_name(self, FALSE)));
  gtk_box_append(GTK_BOX(self->line), self->editor);
  gtk_widget_set_parent(self->line, GTK_WIDGET(self));
  gtk_widget_set_parent(self->caption, GTK_WIDGET(self));
}

void gmx_setting_row_add_picture(GmxSettingRow *self, GtkWidget *widget) {
  gtk_box_insert_child_after(GTK_BOX(self->line), widget,
                             gtk_widget_get_prev_sibling(self->editor));
}

void gmx_setting_row_set_note(GmxSettingRow *self, const char *note) {
  if (g_strcmp0(note, self->note) == 0)
    return;
  g_free(self->note);
  self->note = g_strdup(note);
  refresh(self);
}

static void setting_row_dispose(GObject *object) {
  GmxSettingRow *self = GMX_SETTING_ROW(object);
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(self))))
    gtk_widget_unparent(child);
  g_clear_object(&self->settings);
  g_clear_pointer(&self->note, g_free);
  G_OBJECT_CLASS(gmx_setting_row_parent_class)->dispose(object);
}

static void show_help(GtkWidget *widget, const char *action, GVariant *parameter) {
  gtk_menu_button_popup(GTK_MENU_BUTTON(GMX_SETTING_ROW(widget)->help));
}

static void gmx_setting_row_class_init(GmxSettingRowClass *class) {
  G_OBJECT_CLASS(class)->dispose = setting_row_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class), GTK_ACCESSIBLE_ROLE_GROUP);
  gtk_widget_class_install_action(GTK_WIDGET_CLASS(class), "setting.help", NULL, show_help);
  gtk_widget_class_add_binding_action(GTK_WIDGET_CLASS(class), GDK_KEY_F1, GDK_SHIFT_MASK,
                                      "setting.help", NULL);
}

static void gmx_setting_row_init(GmxSettingRow *self) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(layout), GTK_ORIENTATION_VERTICAL);
}

GtkWidget *gmx_setting_row_new(GmxSettings *settings, GParamSpec *spec, GmxRowLook look) {
  GmxSettingRow *self = g_object_new(GMX_TYPE_SETTING_ROW, NULL);
  g_autofree char *name = g_strconcat("setting-", spec->name, NULL);
  gtk_widget_set_name(GTK_WIDGET(self), name);
  self->settings = g_object_ref(settings);
  self->spec = spec;
  self->line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
  self->editor = gmx_setting_editor_new(settings, spec);
  self->help = gmx_help_button_new(g_param_spec_get_nick(spec), tell_help, self);
  gtk_widget_set_tooltip_text(self->help, _("Formula, source and lesson (Shift+F1)"));
  make_caption(self);
  if (gmx_setting_has_slider(spec))
    lay_out_slider(self, look == GMX_ROW_COMPACT && gmx_setting_info(spec)->symbol != NULL);
  else if (GTK_IS_DROP_DOWN(self->editor))
    lay_out_choice(self);
  else
    lay_out_control(self);
  gtk_widget_set_tooltip_text(GTK_WIDGET(self), g_param_spec_get_blurb(spec));
  refresh(self);
  g_signal_connect_object(settings, "changed", G_CALLBACK(refresh), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET(self);
}
