/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Search and buttons; narrow, the buttons share one menu. */
#include "ui/runs/runs-tools.h"

#include "ui/runs/runs-page-private.h"
#include "ui/tool-parts.h"

#include <glib/gi18n.h>

#define BUTTONS 3

struct _GmxRunsTools {
  GtkWidget parent_instance;

  GmxRunList *list;
  GtkWidget *box, *line, *search, *note, *buttons[BUTTONS], *exports, *more;
};

G_DEFINE_FINAL_TYPE(GmxRunsTools, gmx_runs_tools, GTK_TYPE_WIDGET)

static void on_list(GmxRunsTools *self) {
  const GmxRunCounts counts = gmx_run_list_count(self->list);
  g_autofree char *groups =
      counts.shown < counts.groups
          ? g_strdup_printf(_("%d of %d groups shown, %d selected"), counts.shown, counts.groups,
                            counts.selected)
          : g_strdup_printf(_("%d of %d groups selected"), counts.selected, counts.groups);
  g_autofree char *text =
      g_strdup_printf(_("%s, %d of %d runs finished"), groups, counts.finished, counts.runs);
  gtk_label_set_text(GTK_LABEL(self->note), counts.runs > 0 ? text : "");
  gtk_widget_set_tooltip_text(self->note, counts.runs > 0 ? text : NULL);
}

static void on_search(GmxRunsTools *self) {
  gmx_run_list_set_filter(self->list, gtk_editable_get_text(GTK_EDITABLE(self->search)));
}

void gmx_runs_tools_search(GmxRunsTools *self) {
  gtk_widget_grab_focus(self->search);
}

static const struct {
  const char *label, *tooltip, *action;
} buttons[BUTTONS] = {
    {N_("Repeat with Seeds…"), N_("Queue the same settings with other seeds"), "runs.repeat"},
    {N_("Same Seed, Other Method…"), N_("Queue the same seed with other methods"), "runs.methods"},
    {N_("Sweep…"), N_("Queue every combination of some values"), "runs.sweep"},
};

static GtkWidget *new_exports(GmxRunsTools *self) {
  g_autoptr(GMenuModel) menu = gmx_runs_page_new_export_menu();
  GtkWidget *content = gmx_tool_content_new("gmx-save-symbolic", _("Export"));
  self->exports = gtk_menu_button_new();
  gtk_box_append(GTK_BOX(content), gtk_image_new_from_icon_name("pan-down-symbolic"));
  gtk_menu_button_set_child(GTK_MENU_BUTTON(self->exports), content);
  gtk_menu_button_set_menu_model(GTK_MENU_BUTTON(self->exports), menu);
  gmx_tool_name(self->exports, _("Export"), _("Save the table, the curves, or the current run"));
  return self->exports;
}

/* Narrow: all buttons as one menu. */
static GtkWidget *new_more(GmxRunsTools *self) {
  g_autoptr(GMenu) menu = g_menu_new();
  for (int i = 0; i < BUTTONS; i++)
    g_menu_append(menu, _(buttons[i].label), buttons[i].action);
  self->more = gtk_menu_button_new();
  gtk_menu_button_set_icon_name(GTK_MENU_BUTTON(self->more), "list-add-symbolic");
  gtk_menu_button_set_menu_model(GTK_MENU_BUTTON(self->more), G_MENU_MODEL(menu));
  gmx_tool_name(self->more, _("Queue Runs"), _("Queue runs"));
  gtk_widget_set_visible(self->more, FALSE);
  return self->more;
}

static void build(GmxRunsTools *self) {
  self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  self->line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
  self->search = gtk_search_entry_new();
  self->note = gmx_tool_note_new();
  g_object_set(self->search, "placeholder-text", _("name, tag, setting"), NULL);
  gtk_widget_set_size_request(self->search, 210, -1);
  gmx_tool_name(self->search, _("Search runs"), _("Words of a name, tag or value, or rho=0.1"));
  gtk_widget_set_hexpand(self->note, TRUE);
  gtk_box_append(GTK_BOX(self->line), self->search);
  gtk_box_append(GTK_BOX(self->line), self->note);
  for (int i = 0; i < BUTTONS; i++) {
    self->buttons[i] = gtk_button_new_with_label(_(buttons[i].label));
    gtk_actionable_set_action_name(GTK_ACTIONABLE(self->buttons[i]), buttons[i].action);
    gtk_widget_set_tooltip_text(self->buttons[i], _(buttons[i].tooltip));
    gtk_box_append(GTK_BOX(self->line), self->buttons[i]);
  }
  gtk_box_append(GTK_BOX(self->line), new_more(self));
  gtk_box_append(GTK_BOX(self->line), new_exports(self));
  gtk_box_append(GTK_BOX(self->box), self->line);
  gtk_widget_add_css_class(self->box, "gmx-tools");
  gtk_widget_set_parent(self->box, GTK_WIDGET(self));
  g_signal_connect_swapped(self->search, "search-changed", G_CALLBACK(on_search), self);
}

void gmx_runs_tools_set_narrow(GmxRunsTools *self, gboolean narrow) {
  for (int i = 0; i < BUTTONS; i++)
    gtk_widget_set_visible(self->buttons[i], !narrow);
  gtk_widget_set_visible(self->more, narrow);
  gmx_tool_content_show_words(gtk_menu_button_get_child(GTK_MENU_BUTTON(self->exports)), !narrow);
  gtk_widget_set_size_request(self->search, narrow ? 120 : 210, -1);
  gtk_widget_set_hexpand(self->search, narrow);
  gmx_tool_note_place(self->note, self->line, self->search, self->box, narrow);
}

static void runs_tools_dispose(GObject *object) {
  GmxRunsTools *self = GMX_RUNS_TOOLS(object);
  g_clear_pointer(&self->box, gtk_widget_unparent);
  g_clear_object(&self->list);
  G_OBJECT_CLASS(gmx_runs_tools_parent_class)->dispose(object);
}

static void gmx_runs_tools_class_init(GmxRunsToolsClass *class) {
  G_OBJECT_CLASS(class)->dispose = runs_tools_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_runs_tools_init(GmxRunsTools *self) {
}

GtkWidget *gmx_runs_tools_new(GmxRunList *list) {
  GmxRunsTools *self = g_object_new(GMX_TYPE_RUNS_TOOLS, NULL);
  self->list = g_object_ref(list);
  build(self);
  g_signal_connect_object(list, "changed", G_CALLBACK(on_list), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(list, "selection-changed", G_CALLBACK(on_list), self, G_CONNECT_SWAPPED);
  on_list(self);
  return GTK_WIDGET(self);
}
