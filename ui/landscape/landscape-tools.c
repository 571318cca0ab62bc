/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Landscape page's tool row. */
#include "ui/landscape/landscape-tools.h"

#include "ui/tool-parts.h"

#include <glib/gi18n.h>

typedef enum { MENU_PLANE, MENU_LOSS, MENU_OTHER, MENUS } Menu;

struct _GmxLandscapeTools {
  GtkWidget parent_instance;

  GmxExplorer *explorer;
  GtkWidget *box, *line, *work; /* work: what is under way */
  GtkWidget *menus[MENUS], *prefixes[MENUS], *values[MENUS], *arrows[MENUS];
  GtkWidget *words, *progress, *cancel, *refresh, *save_content;
};

G_DEFINE_FINAL_TYPE(GmxLandscapeTools, gmx_landscape_tools, GTK_TYPE_WIDGET)

static const char *const prefixes[MENUS] = {N_("Plane:"), N_("Loss:"), N_("Compare with:")};
static const char *const names[MENUS] = {N_("Plane"), N_("Loss"), N_("Compare")};

/* What is chosen */

static char *plane_words(GmxExplorer *explorer) {
  const char *other = gmx_explorer_get_name(explorer, 1);
  switch (gmx_explorer_get_choice(explorer).plane) {
  case GMX_LANDSCAPE_RANDOM:
    return g_strdup(_("two random directions"));
  case GMX_LANDSCAPE_OTHER:
    return g_strdup_printf(_("towards %s"), other ? other : "");
  default:
    return g_strdup(_("ε̂ and the last steps"));
  }
}

static char *loss_words(GmxExplorer *explorer) {
  const GmxExplorerChoice choice = gmx_explorer_get_choice(explorer);
  return g_strdup_printf("%s, %s", choice.mixed ? _("mixed") : _("unmixed"),
                         choice.split == GMX_SPLIT_TRAIN ? _("training") : _("held-out"));
}

static char *other_words(GmxExplorer *explorer) {
  const char *name = gmx_explorer_get_name(explorer, 1);
  return g_strdup(name ? name : _("no other run"));
}

static void show_value(GmxLandscapeTools *self, Menu menu, char *value) {
  g_autofree char *name = g_strdup_printf("%s %s", _(prefixes[menu]), value);
  gtk_label_set_text(GTK_LABEL(self->values[menu]), value);
  gmx_tool_name(self->menus[menu], name, name);
  g_free(value);
}

/* Menus */

static GMenuModel *plane_menu(GmxExplorer *explorer) {
  GMenu *menu = g_menu_new();
  g_autoptr(GMenu) planes = g_menu_new();
  g_autoptr(GMenu) size = g_menu_new();
  g_autoptr(GMenu) more = g_menu_new();
  g_menu_append(planes, _("ε̂ and the Last Steps"), "landscape.plane::path");
  g_menu_append(planes, _("Two Random Directions"), "landscape.plane::random");
  g_menu_append(planes, _("Towards the Other Run"), "landscape.plane::other");
  g_menu_append(size, _("Closer"), "landscape.closer");
  g_menu_append(size, _("Wider"), "landscape.wider");
  g_menu_append(size, _("Fit"), "landscape.fit");
  g_menu_append(more, _("Other Random Directions"), "landscape.draw-again");
  g_menu_append_section(menu, NULL, G_MENU_MODEL(planes));
  g_menu_append_section(menu, NULL, G_MENU_MODEL(size));
  g_menu_append_section(menu, NULL, G_MENU_MODEL(more));
  return G_MENU_MODEL(menu);
}

static void append_counts(GMenu *menu, const char *title, const char *action, const int *counts,
                          const char *format) {
  g_autoptr(GMenu) section = g_menu_new();
  for (int i = 0; counts[i]; i++) {
    g_autofree char *label = g_strdup_printf(format, counts[i], counts[i]);
    g_autofree char *detailed = g_strdup_printf("landscape.%s::%d", action, counts[i]);
    g_menu_append(section, label, detailed);
  }
  g_menu_append_section(menu, title, G_MENU_MODEL(section));
}

static GMenuModel *loss_menu(GmxExplorer *explorer) {
  static const int images[] = {256, 1024, 4096, 0}, grids[] = {25, 49, 97, 193, 0};
  GMenu *menu = g_menu_new();
  g_autoptr(GMenu) losses = g_menu_new();
  g_menu_append(losses, _("Mixed, Training"), "landscape.loss::mixed-training");
  g_menu_append(losses, _("Unmixed, Training"), "landscape.loss::unmixed-training");
  g_menu_append(losses, _("Mixed, Held-out"), "landscape.loss::mixed-held-out");
  g_menu_append(losses, _("Unmixed, Held-out"), "landscape.loss::unmixed-held-out");
  g_menu_append_section(menu, NULL, G_MENU_MODEL(losses));
  append_counts(menu, _("Examples"), "images", images, "%d");
  append_counts(menu, _("Finest Grid"), "finest", grids, "%d × %d");
  return G_MENU_MODEL(menu);
}

static GMenuModel *other_menu(GmxExplorer *explorer) {
  GMenu *menu = g_menu_new();
  g_autoptr(GMenu) none = g_menu_new();
  g_autoptr(GMenu) runs = g_menu_new();
  g_autoptr(GPtrArray) others = gmx_explorer_list_others(explorer);
  g_menu_append(none, _("No Other Run"), "landscape.compare::");
  for (guint i = 0; i < others->len; i++) {
    GmxRunEntry *entry = others->pdata[i];
    g_autofree char *name = gmx_explorer_name_entry(explorer, entry);
    g_autoptr(GMenuItem) item = g_menu_item_new(name, NULL);
    g_menu_item_set_action_and_target_value(item, "landscape.compare",
                                            g_variant_new_string(entry->path));
    g_menu_append_item(runs, item);
  }
  if (others->len == 0)
    g_menu_append(runs, _("No other run of this data has a checkpoint"), "landscape.none");
  g_menu_append_section(menu, NULL, G_MENU_MODEL(none));
  g_menu_append_section(menu, NULL, G_MENU_MODEL(runs));
  return G_MENU_MODEL(menu);
}

static GMenuModel *save_menu(void) {
  GMenu *menu = g_menu_new();
  g_autoptr(GMenu) pictures = g_menu_new();
  g_autoptr(GMenu) values = g_menu_new();
  g_menu_append(pictures, _("_Plane as Picture…"), "landscape.save-picture");
  g_menu_append(pictures, _("_Lines as Picture…"), "landscape.save-lines-picture");
  g_menu_append(values, _("P_lane as CSV…"), "landscape.save-plane");
  g_menu_append(values, _("L_ines as CSV…"), "landscape.save-lines");
  g_menu_append(values, _("_Curvature as CSV…"), "landscape.save-curvature");
  g_menu_append_section(menu, NULL, G_MENU_MODEL(pictures));
  g_menu_append_section(menu, NULL, G_MENU_MODEL(values));
  return G_MENU_MODEL(menu);
}

static void on_choice(GmxLandscapeTools *self) {
  show_value(self, MENU_PLANE, plane_words(self->explorer));
  show_value(self, MENU_LOSS, loss_words(self->explorer));
  show_value(self, MENU_OTHER, other_words(self->explorer));
}

/* The runs are listed as they are when somebody looks. */
static void fill_others(GtkMenuButton *button, gpointer data) {
  GmxLandscapeTools *self = data;
  g_autoptr(GMenuModel) menu = other_menu(self->explorer);
  gtk_menu_button_set_menu_model(button, menu);
}

/* What is under way */

static void on_work(GmxLandscapeTools *self) {
  double fraction;
  g_autofree char *words = gmx_explorer_get_work(self->explorer, &fraction);
  gtk_widget_set_visible(self->work, words != NULL);
  gtk_label_set_text(GTK_LABEL(self->words), words ? words : "");
  gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(self->progress), fraction);
}

static void on_weights(GmxLandscapeTools *self) {
  if (gmx_explorer_is_behind(self->explorer))
    gtk_widget_add_css_class(self->refresh, "suggested-action");
  else
    gtk_widget_remove_css_class(self->refresh, "suggested-action");
}

/* Building */

static GtkWidget *new_label(const char *text, const char *class, gboolean shrinks) {
  GtkWidget *label = gtk_label_new(text);
  gtk_widget_add_css_class(label, class);
  if (shrinks)
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
  return label;
}

static GtkWidget *new_menu(GmxLandscapeTools *self, Menu menu, const char *name) {
  GtkWidget *content = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 5);
  self->menus[menu] = gtk_menu_button_new();
  self->prefixes[menu] = new_label(_(prefixes[menu]), "gmx-plain", FALSE);
  self->values[menu] = new_label("", "gmx-strong", TRUE);
  gtk_label_set_max_width_chars(GTK_LABEL(self->values[menu]), 22);
  gtk_box_append(GTK_BOX(content), self->prefixes[menu]);
  gtk_box_append(GTK_BOX(content), self->values[menu]);
  self->arrows[menu] = gtk_image_new_from_icon_name("pan-down-symbolic");
  gtk_box_append(GTK_BOX(content), self->arrows[menu]);
  gtk_menu_button_set_child(GTK_MENU_BUTTON(self->menus[menu]), content);
  gtk_widget_set_name(self->menus[menu], name);
  return self->menus[menu];
}

static GtkWidget *new_work(GmxLandscapeTools *self) {
  self->work = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
  self->words = gmx_tool_note_new();
  self->progress = gtk_progress_bar_new();
  self->cancel = gtk_button_new_with_label(_("Cancel"));
  gtk_label_set_xalign(GTK_LABEL(self->words), 1);
  gtk_widget_set_hexpand(self->words, TRUE);
  gtk_widget_set_size_request(self->progress, 100, -1);
  gtk_widget_set_valign(self->progress, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class(self->progress, "gmx-progress");
  gtk_actionable_set_action_name(GTK_ACTIONABLE(self->cancel), "landscape.cancel");
  gtk_widget_set_name(self->cancel, "landscape-cancel");
  gtk_widget_set_tooltip_text(self->cancel, _("Stop here; what is known stays"));
  gmx_tool_name(self->progress, _("Progress"), NULL);
  gtk_box_append(GTK_BOX(self->work), self->words);
  gtk_box_append(GTK_BOX(self->work), self->progress);
  gtk_box_append(GTK_BOX(self->work), self->cancel);
  gtk_widget_set_visible(self->work, FALSE);
  return self->work;
}

static GtkWidget *new_save(GmxLandscapeTools *self) {
  g_autoptr(GMenuModel) menu = save_menu();
  GtkWidget *button = gtk_menu_button_new();
  self->save_content = gmx_tool_content_new("gmx-save-symbolic", _("Save"));
  gtk_box_append(GTK_BOX(self->save_content), gtk_image_new_from_icon_name("pan-down-symbolic"));
  gtk_menu_button_set_child(GTK_MENU_BUTTON(button), self->save_content);
  gtk_menu_button_set_menu_model(GTK_MENU_BUTTON(button), menu);
  gtk_widget_set_name(button, "landscape-save");
  gmx_tool_name(button, _("Save"), _("Save pictures and values"));
  return button;
}

static GtkWidget *new_refresh(GmxLandscapeTools *self) {
  self->refresh = gtk_button_new_from_icon_name("view-refresh-symbolic");
  gtk_actionable_set_action_name(GTK_ACTIONABLE(self->refresh), "landscape.refresh");
  gtk_widget_set_name(self->refresh, "landscape-refresh");
  gmx_tool_name(self->refresh, _("Refresh"), _("Copy the weights as they are now, and look again"));
  return self->refresh;
}

static void build(GmxLandscapeTools *self) {
  g_autoptr(GMenuModel) planes = plane_menu(self->explorer);
  g_autoptr(GMenuModel) losses = loss_menu(self->explorer);
  self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  self->line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
  gtk_box_append(GTK_BOX(self->line), new_menu(self, MENU_PLANE, "landscape-plane"));
  gtk_box_append(GTK_BOX(self->line), new_menu(self, MENU_LOSS, "landscape-loss"));
  gtk_box_append(GTK_BOX(self->line), new_menu(self, MENU_OTHER, "landscape-compare"));
  gtk_menu_button_set_menu_model(GTK_MENU_BUTTON(self->menus[MENU_PLANE]), planes);
  gtk_menu_button_set_menu_model(GTK_MENU_BUTTON(self->menus[MENU_LOSS]), losses);
  gtk_menu_button_set_create_popup_func(GTK_MENU_BUTTON(self->menus[MENU_OTHER]), fill_others, self,
                                        NULL);
  gtk_box_append(GTK_BOX(self->line), gmx_tool_spacer_new());
  gtk_box_append(GTK_BOX(self->line), new_work(self));
  gtk_box_append(GTK_BOX(self->line), new_refresh(self));
  gtk_box_append(GTK_BOX(self->line), new_save(self));
  gtk_box_append(GTK_BOX(self->box), self->line);
  gtk_widget_add_css_class(self->box, "gmx-tools");
  gtk_widget_set_parent(self->box, GTK_WIDGET(self));
}

void gmx_landscape_tools_set_narrow(GmxLandscapeTools *self, gboolean narrow) {
  /* What a menu is about stays; what is chosen in it, its tooltip tells. */
  for (Menu menu = 0; menu < MENUS; menu++) {
    gtk_label_set_text(GTK_LABEL(self->prefixes[menu]), _(narrow ? names[menu] : prefixes[menu]));
    gtk_widget_set_visible(self->values[menu], !narrow);
    gtk_widget_set_visible(self->arrows[menu], !narrow);
  }
  gtk_box_set_spacing(GTK_BOX(self->line), narrow ? 6 : 10);
  gmx_tool_content_show_words(self->save_content, !narrow);
  gmx_tool_note_place(self->work, self->line, gtk_widget_get_prev_sibling(self->refresh), self->box,
                      narrow);
}

static void landscape_tools_dispose(GObject *object) {
  GmxLandscapeTools *self = GMX_LANDSCAPE_TOOLS(object);
  g_clear_pointer(&self->box, gtk_widget_unparent);
  g_clear_object(&self->explorer);
  G_OBJECT_CLASS(gmx_landscape_tools_parent_class)->dispose(object);
}

static void gmx_landscape_tools_class_init(GmxLandscapeToolsClass *class) {
  G_OBJECT_CLASS(class)->dispose = landscape_tools_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_landscape_tools_init(GmxLandscapeTools *self) {
}

GtkWidget *gmx_landscape_tools_new(GmxExplorer *explorer) {
  GmxLandscapeTools *self = g_object_new(GMX_TYPE_LANDSCAPE_TOOLS, NULL);
  self->explorer = g_object_ref(explorer);
  build(self);
  g_signal_connect_object(explorer, "choice-changed", G_CALLBACK(on_choice), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(explorer, "work-changed", G_CALLBACK(on_work), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(explorer, "weights-changed", G_CALLBACK(on_weights), self,
                          G_CONNECT_SWAPPED);
  on_choice(self);
  on_work(self);
  return GTK_WIDGET(self);
}
