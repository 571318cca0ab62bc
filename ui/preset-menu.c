/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The menu of the Method card: the named methods, published settings, the user's own presets.
 *
 * The folder of presets is read whenever the menu opens, so that it shows what other windows and
 * editors left there. */
#include "ui/preset-menu.h"

#include "ui/presets.h"

#include <adwaita.h>
#include <glib/gi18n.h>

typedef struct {
  GmxSettings *settings;
  GtkWidget *button; /* borrowed: it owns the menu */
  GSimpleAction *method;
  GPtrArray *published, *own; /* of GmxPreset */
  char *folder;
  char *said; /* what was said to be wrong with the files, so that it is said once */
} Menu;

static void menu_free(Menu *menu) {
  g_signal_handlers_disconnect_by_data(menu->settings, menu);
  g_object_unref(menu->settings);
  g_object_unref(menu->method);
  g_ptr_array_unref(menu->published);
  g_ptr_array_unref(menu->own);
  g_free(menu->folder);
  g_free(menu->said);
  g_free(menu);
}

static void say(Menu *menu, const char *what, const char *right) {
  gtk_widget_activate_action(menu->button, "win.notice", "(ss)", what, right);
}

static const GmxPreset *find(GPtrArray *presets, const char *name) {
  for (guint i = 0; i < presets->len; i++) {
    const GmxPreset *preset = g_ptr_array_index(presets, i);
    if (g_str_equal(preset->name, name))
      return preset;
  }
  return NULL;
}

/* Choosing */

static void on_method(Menu *menu, GVariant *value) {
  gmx_settings_set(menu->settings, "method", g_variant_get_string(value, NULL));
}

static void apply(Menu *menu, const GmxPreset *preset) {
  if (!preset)
    return;
  g_autoptr(GmxConfig) config = gmx_preset_apply(preset, gmx_settings_get_config(menu->settings));
  g_autofree char *title = g_strdup_printf(_("preset “%s”"), preset->title);
  gmx_settings_set_all(menu->settings, config, title);
}

static void on_published(Menu *menu, GVariant *name) {
  apply(menu, find(menu->published, g_variant_get_string(name, NULL)));
}

static void on_own(Menu *menu, GVariant *name) {
  apply(menu, find(menu->own, g_variant_get_string(name, NULL)));
}

/* Saving */

static GtkWindow *window_of(Menu *menu) {
  return GTK_WINDOW(gtk_widget_get_root(menu->button));
}

static char *typed_name(GtkEditable *entry) {
  return g_strstrip(g_strdup(gtk_editable_get_text(entry)));
}

static void on_name(GtkEditable *entry, AdwMessageDialog *dialog) {
  const char *folder = g_object_get_data(G_OBJECT(entry), "gmx-folder");
  g_autofree char *name = typed_name(entry);
  g_autofree char *path = gmx_preset_path(folder, name);
  g_autoptr(GError) error = NULL;
  gboolean fits = gmx_preset_check_name(name, &error);
  gboolean exists = fits && g_file_test(path, G_FILE_TEST_EXISTS);
  adw_message_dialog_set_response_enabled(dialog, "save", fits);
  adw_message_dialog_set_response_label(dialog, "save", exists ? _("_Replace") : _("_Save"));
  adw_message_dialog_set_response_appearance(
      dialog, "save", exists ? ADW_RESPONSE_DESTRUCTIVE : ADW_RESPONSE_SUGGESTED);
  gtk_widget_set_tooltip_text(GTK_WIDGET(entry), *name && error ? error->message : NULL);
}

/* The dialog is the window's, which may be gone before it. */
static void on_save_response(GtkWidget *button, const char *response, GtkWidget *dialog) {
  Menu *menu = g_object_get_data(G_OBJECT(button), "gmx-menu");
  GtkEditable *entry = g_object_get_data(G_OBJECT(dialog), "gmx-entry");
  g_autofree char *name = typed_name(entry);
  g_autoptr(GError) error = NULL;
  if (g_str_equal(response, "save") &&
      !gmx_preset_save(menu->folder, name, gmx_settings_get_config(menu->settings), &error))
    say(menu, _("The preset could not be saved."), error->message);
}

static void on_save(Menu *menu) {
  GtkWidget *dialog = adw_message_dialog_new(
      window_of(menu), _("Save as Preset"),
      _("Keeps the settings of method and optimizer, the batch size and augmentation."));
  GtkWidget *entry = gtk_entry_new();
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG(dialog);
  adw_message_dialog_add_responses(message, "cancel", _("_Cancel"), "save", _("_Save"), NULL);
  adw_message_dialog_set_default_response(message, "save");
  adw_message_dialog_set_close_response(message, "cancel");
  adw_message_dialog_set_extra_child(message, entry);
  gtk_entry_set_placeholder_text(GTK_ENTRY(entry), _("Name"));
  gtk_entry_set_activates_default(GTK_ENTRY(entry), TRUE);
  gtk_accessible_update_property(GTK_ACCESSIBLE(entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Name of the preset"), -1);
  g_object_set_data_full(G_OBJECT(entry), "gmx-folder", g_strdup(menu->folder), g_free);
  g_object_set_data(G_OBJECT(dialog), "gmx-entry", entry);
  g_signal_connect(entry, "changed", G_CALLBACK(on_name), dialog);
  on_name(GTK_EDITABLE(entry), message);
  g_signal_connect_object(dialog, "response", G_CALLBACK(on_save_response), menu->button,
                          G_CONNECT_SWAPPED);
  gtk_window_present(GTK_WINDOW(dialog));
}

/* Deleting */

static void on_delete_response(GtkWidget *button, const char *response, GtkWidget *dialog) {
  Menu *menu = g_object_get_data(G_OBJECT(button), "gmx-menu");
  g_autoptr(GError) error = NULL;
  if (g_str_equal(response, "delete") &&
      !gmx_preset_delete(menu->folder, g_object_get_data(G_OBJECT(dialog), "gmx-name"), &error))
    say(menu, _("The preset could not be deleted."), error->message);
}

static void on_delete(Menu *menu, GVariant *parameter) {
  const char *name = g_variant_get_string(parameter, NULL);
  GtkWidget *dialog = adw_message_dialog_new(window_of(menu), _("Delete Preset?"), NULL);
  AdwMessageDialog *message = ADW_MESSAGE_DIALOG(dialog);
  adw_message_dialog_format_body(message, _("“%s” is deleted for good."), name);
  adw_message_dialog_add_responses(message, "cancel", _("_Cancel"), "delete", _("_Delete"), NULL);
  adw_message_dialog_set_response_appearance(message, "delete", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response(message, "cancel");
  adw_message_dialog_set_close_response(message, "cancel");
  g_object_set_data_full(G_OBJECT(dialog), "gmx-name", g_strdup(name), g_free);
  g_signal_connect_object(dialog, "response", G_CALLBACK(on_delete_response), menu->button,
                          G_CONNECT_SWAPPED);
  gtk_window_present(GTK_WINDOW(dialog));
}

/* The menu */

static void add_item(GMenu *menu, const char *title, const char *action, const char *target) {
  g_autoptr(GMenuItem) item = g_menu_item_new(title, NULL);
  g_menu_item_set_action_and_target(item, action, "s", target);
  g_menu_append_item(menu, item);
}

static void add_presets(GMenu *menu, GPtrArray *presets, const char *action) {
  for (guint i = 0; i < presets->len; i++) {
    const GmxPreset *preset = g_ptr_array_index(presets, i);
    g_autoptr(GString) title = g_string_new(preset->title);
    g_string_replace(title, "_", "__", 0); /* a name, no mnemonic */
    add_item(menu, title->str, action, preset->name);
  }
}

static GMenuModel *new_model(Menu *self) {
  GMenu *menu = g_menu_new();
  g_autoptr(GMenu) methods = g_menu_new();
  g_autoptr(GMenu) published = g_menu_new();
  g_autoptr(GMenu) own = g_menu_new();
  g_autoptr(GMenu) keep = g_menu_new();
  g_autoptr(GMenu) delete = g_menu_new();
  for (const char *const *name = gmx_method_names(); *name; name++)
    add_item(methods, gmx_method_title(*name), "preset.method", *name);
  add_presets(published, self->published, "preset.published");
  add_presets(own, self->own, "preset.own");
  add_presets(delete, self->own, "preset.delete");
  g_menu_append_section(menu, _("Methods"), G_MENU_MODEL(methods));
  g_menu_append_section(menu, _("Published Settings"), G_MENU_MODEL(published));
  if (self->own->len > 0)
    g_menu_append_section(menu, _("My Presets"), G_MENU_MODEL(own));
  g_menu_append(keep, _("_Save as Preset…"), "preset.save");
  if (self->own->len > 0)
    g_menu_append_submenu(keep, _("_Delete Preset"), G_MENU_MODEL(delete));
  g_menu_append_section(menu, NULL, G_MENU_MODEL(keep));
  return G_MENU_MODEL(menu);
}

static void read_own(Menu *menu) {
  g_auto(GStrv) wrong = NULL;
  g_ptr_array_unref(menu->own);
  menu->own = gmx_presets_load(menu->folder, &wrong);
  g_autofree char *lines = g_strjoinv("; ", wrong);
  if (*lines && g_strcmp0(lines, menu->said) != 0)
    say(menu, _("A preset is left out."), lines);
  g_free(menu->said);
  menu->said = g_steal_pointer(&lines);
}

static void fill(GtkMenuButton *button, gpointer data) {
  Menu *menu = data;
  read_own(menu);
  g_autoptr(GMenuModel) model = new_model(menu);
  GtkWidget *popover = gtk_popover_menu_new_from_model(model);
  gtk_menu_button_set_popover(button, popover);
}

static void refresh(Menu *menu) {
  GmxConfig *config = gmx_settings_get_config(menu->settings);
  g_autofree char *method = gmx_config_get_string(config, "method");
  g_simple_action_set_state(menu->method, g_variant_new_string(method));
}

static void add_action(GSimpleActionGroup *group, Menu *menu, const char *name,
                       const GVariantType *type, void (*callback)(Menu *, GVariant *)) {
  g_autoptr(GSimpleAction) action = g_simple_action_new(name, type);
  g_signal_connect_swapped(action, "activate", G_CALLBACK(callback), menu);
  g_action_map_add_action(G_ACTION_MAP(group), G_ACTION(action));
}

static void on_save_activated(Menu *menu, GVariant *parameter) {
  on_save(menu);
}

static void add_actions(Menu *menu) {
  g_autoptr(GSimpleActionGroup) actions = g_simple_action_group_new();
  menu->method =
      g_simple_action_new_stateful("method", G_VARIANT_TYPE_STRING, g_variant_new_string(""));
  g_signal_connect_swapped(menu->method, "change-state", G_CALLBACK(on_method), menu);
  g_action_map_add_action(G_ACTION_MAP(actions), G_ACTION(menu->method));
  add_action(actions, menu, "published", G_VARIANT_TYPE_STRING, on_published);
  add_action(actions, menu, "own", G_VARIANT_TYPE_STRING, on_own);
  add_action(actions, menu, "delete", G_VARIANT_TYPE_STRING, on_delete);
  add_action(actions, menu, "save", NULL, on_save_activated);
  gtk_widget_insert_action_group(menu->button, "preset", G_ACTION_GROUP(actions));
}

GtkWidget *gmx_preset_menu_new(GmxSettings *settings) {
  GtkWidget *button = gtk_menu_button_new();
  Menu *menu = g_new0(Menu, 1);
  menu->settings = g_object_ref(settings);
  menu->button = button;
  menu->published = gmx_presets_published();
  menu->own = g_ptr_array_new();
  menu->folder = gmx_presets_folder();
  g_object_set_data_full(G_OBJECT(button), "gmx-menu", menu, (GDestroyNotify)menu_free);
  add_actions(menu);
  gtk_menu_button_set_create_popup_func(GTK_MENU_BUTTON(button), fill, menu, NULL);
  gtk_menu_button_set_label(GTK_MENU_BUTTON(button), _("Preset"));
  gtk_menu_button_set_always_show_arrow(GTK_MENU_BUTTON(button), TRUE);
  gtk_menu_button_set_has_frame(GTK_MENU_BUTTON(button), FALSE);
  gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text(button, _("Choose a method, or settings with a name"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Preset"),
                                 -1);
  g_signal_connect_swapped(settings, "changed", G_CALLBACK(refresh), menu);
  refresh(menu);
  return button;
}
