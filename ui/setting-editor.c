/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The control that edits a setting, chosen by its param spec's type. */
#include "ui/setting-editor.h"

#include "ui/format.h"
#include "ui/setting-rules.h"
#include "ui/setting-slider.h"

#include <glib/gi18n.h>

typedef struct {
  GmxSettings *settings;
  GParamSpec *spec;
  GtkWidget *widget; /* borrowed: it owns the editor */
  char **values;     /* of a drop-down, as the engine says them */
  char **titles;     /* and as people read them */
  guint rest;        /* source that sends a number that rests */
  gboolean refreshing;
} Editor;

static void editor_free(Editor *editor) {
  g_clear_handle_id(&editor->rest, g_source_remove);
  g_signal_handlers_disconnect_by_data(editor->settings, editor);
  g_object_unref(editor->settings);
  g_strfreev(editor->values);
  g_strfreev(editor->titles);
  g_free(editor);
}

static void send(Editor *editor, const char *text) {
  if (!editor->refreshing)
    gmx_settings_set(editor->settings, editor->spec->name, text);
}

static GmxConfig *config_of(Editor *editor) {
  return gmx_settings_get_config(editor->settings);
}

/* Ties @widget to a new editor that calls @refresh now and after every change. */
static Editor *attach(GtkWidget *widget, GmxSettings *settings, GParamSpec *spec,
                      void (*refresh)(Editor *)) {
  Editor *editor = g_new0(Editor, 1);
  editor->settings = g_object_ref(settings);
  editor->spec = spec;
  editor->widget = widget;
  g_object_set_data_full(G_OBJECT(widget), "gmx-editor", editor, (GDestroyNotify)editor_free);
  gtk_accessible_update_property(GTK_ACCESSIBLE(widget), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 g_param_spec_get_nick(spec), -1);
  gtk_widget_set_valign(widget, GTK_ALIGN_CENTER);
  g_signal_connect_swapped(settings, "changed", G_CALLBACK(refresh), editor);
  refresh(editor);
  return editor;
}

/* Switch */

static void on_switch(Editor *editor) {
  send(editor, gtk_switch_get_active(GTK_SWITCH(editor->widget)) ? "true" : "false");
}

static void refresh_switch(Editor *editor) {
  editor->refreshing = TRUE;
  gtk_switch_set_active(GTK_SWITCH(editor->widget),
                        gmx_config_get_boolean(config_of(editor), editor->spec->name));
  editor->refreshing = FALSE;
}

static GtkWidget *new_switch(GmxSettings *settings, GParamSpec *spec) {
  GtkWidget *widget = gtk_switch_new();
  Editor *editor = attach(widget, settings, spec, refresh_switch);
  g_signal_connect_swapped(widget, "notify::active", G_CALLBACK(on_switch), editor);
  return widget;
}

/* Spin button */

static gboolean on_spin_rest(gpointer data) {
  Editor *editor = data;
  int value = gtk_spin_button_get_value_as_int(GTK_SPIN_BUTTON(editor->widget));
  g_autofree char *text = g_strdup_printf("%d", value);
  editor->rest = 0;
  send(editor, text);
  return G_SOURCE_REMOVE;
}

/* A held button counts fast, and each value may mean a new run: only where it rests it is sent. */
static void on_spin(Editor *editor) {
  if (editor->refreshing)
    return;
  g_clear_handle_id(&editor->rest, g_source_remove);
  editor->rest = g_timeout_add(300, on_spin_rest, editor);
}

static void refresh_spin(Editor *editor) {
  if (editor->rest)
    return;
  editor->refreshing = TRUE;
  gtk_spin_button_set_value(GTK_SPIN_BUTTON(editor->widget),
                            gmx_config_get_int(config_of(editor), editor->spec->name));
  editor->refreshing = FALSE;
}

static GtkWidget *new_spin(GmxSettings *settings, GParamSpec *spec) {
  GParamSpecInt *range = G_PARAM_SPEC_INT(spec);
  GtkWidget *widget = gtk_spin_button_new_with_range(range->minimum, range->maximum, 1);
  gtk_editable_set_width_chars(GTK_EDITABLE(widget), 5);
  gtk_editable_set_max_width_chars(GTK_EDITABLE(widget), 5);
  gtk_spin_button_set_numeric(GTK_SPIN_BUTTON(widget), TRUE);
  gtk_widget_add_css_class(widget, "numeric");
  gmx_widget_ignore_wheel(widget);
  Editor *editor = attach(widget, settings, spec, refresh_spin);
  g_signal_connect_swapped(widget, "value-changed", G_CALLBACK(on_spin), editor);
  return widget;
}

/* Drop-down */

static gboolean is_data(Editor *editor) {
  return g_str_equal(editor->spec->name, "data");
}

/* A folder is called by what was found in it; its path stands in the tooltip. */
static char *choice_title(Editor *editor, const char *value) {
  const char *title = gmx_settings_data_title(editor->settings);
  if (g_str_equal(editor->spec->name, "method"))
    return g_strdup(gmx_method_title(value));
  if (!strchr(value, G_DIR_SEPARATOR))
    return g_strdup(gmx_value_title(value));
  return is_data(editor) && title ? g_strdup(title) : g_path_get_basename(value);
}

static char **enum_values(GParamSpec *spec) {
  GEnumClass *class = G_PARAM_SPEC_ENUM(spec)->enum_class;
  g_autoptr(GStrvBuilder) names = g_strv_builder_new();
  for (guint i = 0; i < class->n_values; i++)
    g_strv_builder_add(names, class->values[i].value_nick);
  return g_strv_builder_end(names);
}

static char **present_values(GmxConfig *config, GParamSpec *spec) {
  return G_IS_PARAM_SPEC_ENUM(spec) ? enum_values(spec) : gmx_setting_choices(config, spec->name);
}

static char **choice_titles(Editor *editor, char **values) {
  g_autoptr(GStrvBuilder) titles = g_strv_builder_new();
  for (char **value = values; *value; value++) {
    g_autofree char *title = choice_title(editor, *value);
    g_strv_builder_add(titles, title);
  }
  if (is_data(editor))
    g_strv_builder_add_many(titles, _("Open Folder…"), _("Open Points…"), NULL);
  return g_strv_builder_end(titles);
}

static gboolean same_words(char **a, char **b) {
  return a && b && g_strv_equal((const char *const *)a, (const char *const *)b);
}

/* New choices (a folder that was opened) make a new list; else the old one stays. */
static void fill_choices(Editor *editor) {
  g_auto(GStrv) values = present_values(config_of(editor), editor->spec);
  g_auto(GStrv) titles = choice_titles(editor, values);
  if (same_words(values, editor->values) && same_words(titles, editor->titles))
    return;
  g_autoptr(GtkStringList) list = gtk_string_list_new((const char *const *)titles);
  gtk_drop_down_set_model(GTK_DROP_DOWN(editor->widget), G_LIST_MODEL(list));
  g_strfreev(editor->values);
  g_strfreev(editor->titles);
  editor->values = g_steal_pointer(&values);
  editor->titles = g_steal_pointer(&titles);
}

static void refresh_choice(Editor *editor) {
  editor->refreshing = TRUE;
  fill_choices(editor);
  g_autofree char *present = gmx_config_to_string(config_of(editor), editor->spec->name);
  for (guint i = 0; editor->values[i]; i++)
    if (g_str_equal(editor->values[i], present))
      gtk_drop_down_set_selected(GTK_DROP_DOWN(editor->widget), i);
  gtk_widget_set_tooltip_text(editor->widget, strchr(present, G_DIR_SEPARATOR) ? present : NULL);
  editor->refreshing = FALSE;
}

static void on_choice(Editor *editor) {
  guint chosen = gtk_drop_down_get_selected(GTK_DROP_DOWN(editor->widget));
  if (editor->refreshing || chosen == GTK_INVALID_LIST_POSITION)
    return;
  guint values = g_strv_length(editor->values);
  if (chosen < values) {
    send(editor, editor->values[chosen]);
    return;
  }
  refresh_choice(editor); /* the last entries are no values but questions */
  gtk_widget_activate_action(editor->widget,
                             chosen == values ? "win.open-folder" : "win.open-points", NULL);
}

static void set_up_chosen(GtkListItemFactory *factory, GtkListItem *item) {
  GtkWidget *label = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(label), 1);
  gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_max_width_chars(GTK_LABEL(label), 16);
  gtk_list_item_set_child(item, label);
}

static void bind_chosen(GtkListItemFactory *factory, GtkListItem *item) {
  GtkLabel *label = GTK_LABEL(gtk_list_item_get_child(item));
  gtk_label_set_text(label, gtk_string_object_get_string(gtk_list_item_get_item(item)));
}

/* In the row a long name is cut in its middle; the list that opens has it whole. */
static void keep_short(GtkDropDown *widget) {
  g_autoptr(GtkListItemFactory) chosen = gtk_signal_list_item_factory_new();
  g_signal_connect(chosen, "setup", G_CALLBACK(set_up_chosen), NULL);
  g_signal_connect(chosen, "bind", G_CALLBACK(bind_chosen), NULL);
  gtk_drop_down_set_list_factory(widget, gtk_drop_down_get_factory(widget));
  gtk_drop_down_set_factory(widget, chosen);
}

static GtkWidget *new_choice(GmxSettings *settings, GParamSpec *spec) {
  GtkWidget *widget = gtk_drop_down_new(NULL, NULL);
  keep_short(GTK_DROP_DOWN(widget));
  Editor *editor = attach(widget, settings, spec, refresh_choice);
  g_signal_connect_swapped(widget, "notify::selected", G_CALLBACK(on_choice), editor);
  return widget;
}

/* Entry */

static void on_entry(Editor *editor) {
  g_autofree char *text = g_strdup(gtk_editable_get_text(GTK_EDITABLE(editor->widget)));
  send(editor, g_strstrip(text));
}

static void refresh_entry(Editor *editor) {
  g_autofree char *text = gmx_config_to_string(config_of(editor), editor->spec->name);
  if (g_strcmp0(text, gtk_editable_get_text(GTK_EDITABLE(editor->widget))) != 0)
    gtk_editable_set_text(GTK_EDITABLE(editor->widget), text);
}

static GtkWidget *new_entry(GmxSettings *settings, GParamSpec *spec) {
  GtkWidget *widget = gtk_entry_new();
  gtk_editable_set_width_chars(GTK_EDITABLE(widget), 9);
  gtk_editable_set_max_width_chars(GTK_EDITABLE(widget), 9);
  gtk_editable_set_alignment(GTK_EDITABLE(widget), 1);
  Editor *editor = attach(widget, settings, spec, refresh_entry);
  g_signal_connect_swapped(widget, "activate", G_CALLBACK(on_entry), editor);
  GtkEventController *focus = gtk_event_controller_focus_new();
  g_signal_connect_swapped(focus, "leave", G_CALLBACK(on_entry), editor);
  gtk_widget_add_controller(widget, focus);
  return widget;
}

gboolean gmx_setting_has_slider(GParamSpec *spec) {
  const GmxSettingInfo *info = gmx_setting_info(spec);
  return G_IS_PARAM_SPEC_DOUBLE(spec) && info->slider_min < info->slider_max;
}

GtkWidget *gmx_setting_editor_new(GmxSettings *settings, GParamSpec *spec) {
  if (gmx_setting_has_slider(spec))
    return gmx_setting_slider_new(settings, spec);
  if (G_IS_PARAM_SPEC_BOOLEAN(spec))
    return new_switch(settings, spec);
  if (G_IS_PARAM_SPEC_INT(spec))
    return new_spin(settings, spec);
  g_auto(GStrv) values = present_values(gmx_settings_get_config(settings), spec);
  return values ? new_choice(settings, spec) : new_entry(settings, spec);
}
