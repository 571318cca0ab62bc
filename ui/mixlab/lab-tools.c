/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Mix lab's tool row: how to blend, what to open, whose weights, what to save. */
#include "ui/mixlab/lab-tools.h"

#include "ui/format.h"
#include "ui/toggles.h"
#include "ui/tool-parts.h"

#include <glib/gi18n.h>

struct _GmxLabTools {
  GtkWidget parent_instance;

  GmxLab *lab;
  GtkWidget *box, *line;
  GtkWidget *mixup, *cutmix;
  GtkWidget *browse, *open, *save;
  GtkWidget *note, *follow, *refresh;
};

G_DEFINE_FINAL_TYPE(GmxLabTools, gmx_lab_tools, GTK_TYPE_WIDGET)

/* What is shown */

/* "weights of step 3 752", and by which climb where the method has none. */
static char *describe_weights(const GmxWeights *weights) {
  if (!weights)
    return g_strdup(_("fetching the weights…"));
  if (weights->step == 0)
    return g_strdup(_("untrained weights"));
  g_autofree char *step = gmx_format_count(weights->step);
  if (!weights->borrowed)
    return g_strdup_printf(_("weights of step %s"), step);
  g_autofree char *rho = gmx_format_number(weights->rho, 2);
  return g_strdup_printf(_("weights of step %s; ε̂ by SAM at ρ = %s, lent: the method does not "
                           "climb"),
                         step, rho);
}

static void show_note(GmxLabTools *self) {
  GmxDataset *dataset = gmx_lab_get_dataset(self->lab);
  if (!dataset)
    return;
  g_autofree char *weights = describe_weights(gmx_lab_get_weights(self->lab));
  g_autofree char *text = g_strdup_printf("%s, %s", gmx_dataset_get_title(dataset), weights);
  gtk_label_set_text(GTK_LABEL(self->note), text);
  gtk_widget_set_tooltip_text(self->note, text);
}

/* There is no box of a point to paste, and no picture that could be made one. */
static void show_tools(GmxLabTools *self) {
  GmxDataset *dataset = gmx_lab_get_dataset(self->lab);
  const gboolean points = dataset && gmx_dataset_is_points(dataset);
  gtk_widget_set_visible(self->cutmix, !points);
  gtk_widget_set_visible(self->open, !points);
  if (points)
    gmx_lab_set_blend(self->lab, GMX_BLEND_MIXUP);
}

static void on_pair(GmxLabTools *self) {
  show_tools(self);
  const gboolean cutmix = gmx_lab_get_blend(self->lab) == GMX_BLEND_CUTMIX;
  gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(cutmix ? self->cutmix : self->mixup), TRUE);
}

/* What the user does */

static void on_blend(GmxLabTools *self) {
  const gboolean cutmix = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(self->cutmix));
  gmx_lab_set_blend(self->lab, cutmix ? GMX_BLEND_CUTMIX : GMX_BLEND_MIXUP);
}

static void on_follow(GmxLabTools *self) {
  const gboolean follow = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(self->follow));
  gtk_widget_set_visible(self->refresh, !follow);
  gmx_lab_set_follow(self->lab, follow);
}

/* Building */

static GtkWidget *new_blends(GmxLabTools *self) {
  static const GmxToggle blends[] = {
      {.label = N_("mixup"), .tip = N_("x̃ = λ x_A + (1 − λ) x_B, pixel by pixel")},
      {.label = N_("CutMix"), .tip = N_("A box of B, of the area 1 − λ, pasted into A")}};
  GtkWidget *buttons[G_N_ELEMENTS(blends)];
  GtkWidget *box = gmx_toggles_new(GMX_TOGGLES_ONE, blends, G_N_ELEMENTS(blends), buttons);
  self->mixup = buttons[0];
  self->cutmix = buttons[1];
  g_signal_connect_swapped(self->cutmix, "toggled", G_CALLBACK(on_blend), self);
  return box;
}

static GtkWidget *new_button(const char *icon, const char *label, const char *tooltip,
                             const char *action) {
  GtkWidget *button = gtk_button_new();
  gtk_button_set_child(GTK_BUTTON(button), gmx_tool_content_new(icon, label));
  gtk_actionable_set_action_name(GTK_ACTIONABLE(button), action);
  gmx_tool_name(button, label, tooltip);
  return button;
}

static GtkWidget *new_save(GmxLabTools *self) {
  g_autoptr(GMenu) menu = g_menu_new();
  g_menu_append(menu, _("_Sheet as PNG…"), "lab.save-sheet");
  g_menu_append(menu, _("_Mixed Image as PNG…"), "lab.save-image");
  g_menu_append(menu, _("_Path as CSV…"), "lab.save-path");
  self->save = gtk_menu_button_new();
  GtkWidget *content = gmx_tool_content_new("gmx-save-symbolic", _("Save"));
  gtk_box_append(GTK_BOX(content), gtk_image_new_from_icon_name("pan-down-symbolic"));
  gtk_menu_button_set_child(GTK_MENU_BUTTON(self->save), content);
  gtk_menu_button_set_menu_model(GTK_MENU_BUTTON(self->save), G_MENU_MODEL(menu));
  gmx_tool_name(self->save, _("Save"), _("Save the sheet, the image or the path"));
  return self->save;
}

static GtkWidget *new_flat(GtkWidget *button, const char *icon, const char *name,
                           const char *tooltip) {
  gtk_button_set_icon_name(GTK_BUTTON(button), icon);
  gtk_widget_add_css_class(button, "flat");
  gmx_tool_name(button, name, tooltip);
  return button;
}

static void build(GmxLabTools *self) {
  self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  self->line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
  self->note = gmx_tool_note_new();
  GtkWidget *space = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  self->browse = new_button("view-grid-symbolic", _("Browse Images…"),
                            _("Search the data set for a picture"), "lab.browse");
  self->open = new_button("document-open-symbolic", _("Open PNG…"),
                          _("Pictures of your own: one becomes A, two become A and B"), "lab.open");
  self->follow = new_flat(gtk_toggle_button_new(), "media-playlist-repeat-symbolic",
                          _("Follow Training"), _("Fetch the newest weights while the run trains"));
  self->refresh = new_flat(gtk_button_new(), "view-refresh-symbolic", _("Refresh Weights"),
                           _("Fetch the weights as they are now"));
  gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(self->follow), TRUE);
  gtk_widget_set_visible(self->refresh, FALSE);
  gtk_actionable_set_action_name(GTK_ACTIONABLE(self->refresh), "lab.refresh");
  g_signal_connect_swapped(self->follow, "toggled", G_CALLBACK(on_follow), self);
  gtk_widget_set_hexpand(space, TRUE);
  gtk_box_append(GTK_BOX(self->line), new_blends(self));
  gtk_box_append(GTK_BOX(self->line), self->browse);
  gtk_box_append(GTK_BOX(self->line), self->open);
  gtk_box_append(GTK_BOX(self->line), self->note);
  gtk_box_append(GTK_BOX(self->line), self->follow);
  gtk_box_append(GTK_BOX(self->line), self->refresh);
  gtk_box_append(GTK_BOX(self->line), space);
  gtk_box_append(GTK_BOX(self->line), new_save(self));
  gtk_box_append(GTK_BOX(self->box), self->line);
  gtk_widget_add_css_class(self->box, "gmx-tools");
  gtk_widget_set_parent(self->box, GTK_WIDGET(self));
}

void gmx_lab_tools_set_narrow(GmxLabTools *self, gboolean narrow) {
  gmx_tool_content_show_words(gtk_button_get_child(GTK_BUTTON(self->browse)), !narrow);
  gmx_tool_content_show_words(gtk_button_get_child(GTK_BUTTON(self->open)), !narrow);
  gmx_tool_content_show_words(gtk_menu_button_get_child(GTK_MENU_BUTTON(self->save)), !narrow);
  gmx_tool_note_place(self->note, self->line, self->open, self->box, narrow);
}

static void lab_tools_dispose(GObject *object) {
  GmxLabTools *self = GMX_LAB_TOOLS(object);
  g_clear_pointer(&self->box, gtk_widget_unparent);
  g_clear_object(&self->lab);
  G_OBJECT_CLASS(gmx_lab_tools_parent_class)->dispose(object);
}

static void gmx_lab_tools_class_init(GmxLabToolsClass *class) {
  G_OBJECT_CLASS(class)->dispose = lab_tools_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_lab_tools_init(GmxLabTools *self) {
}

GtkWidget *gmx_lab_tools_new(GmxLab *lab) {
  GmxLabTools *self = g_object_new(GMX_TYPE_LAB_TOOLS, NULL);
  self->lab = g_object_ref(lab);
  build(self);
  g_signal_connect_object(lab, "dataset-changed", G_CALLBACK(show_note), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(lab, "weights-changed", G_CALLBACK(show_note), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(lab, "pair-changed", G_CALLBACK(on_pair), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET(self);
}
