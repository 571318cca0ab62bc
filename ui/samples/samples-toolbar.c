/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Samples page's tool row.
 *
 * What may grow (the filter's chips) scrolls, so that the count and the buttons at the end are
 * always in sight. */
#include "ui/samples/samples-toolbar.h"

#include "ui/format.h"
#include "ui/samples/filter-popover.h"
#include "ui/samples/sort-button.h"
#include "ui/toggles.h"
#include "ui/tool-parts.h"

#include <glib/gi18n.h>

struct _GmxSamplesToolbar {
  GtkWidget parent_instance;

  GmxSampleModel *model;
  gboolean narrow;
  char **conditions; /* that the chips show */

  GtkWidget *rows[3], *spacer;
  GtkWidget *sources[3], *source_box;
  GtkWidget *scroller, *group, *chips;
  GtkWidget *count_box, *count, *note;
  GtkWidget *ends, *freeze_content, *save_content;
};

enum { SIGNAL_SOURCE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxSamplesToolbar, gmx_samples_toolbar, GTK_TYPE_WIDGET)

/* Chips */

static void on_drop(GmxSamplesToolbar *self, GtkWidget *button) {
  guint condition = GPOINTER_TO_UINT(g_object_get_data(G_OBJECT(button), "gmx-condition"));
  gmx_sample_model_drop_condition(self->model, condition);
}

static GtkWidget *new_chip(GmxSamplesToolbar *self, const char *text, guint condition) {
  GtkWidget *chip = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 2);
  GtkWidget *button = gtk_button_new_from_icon_name("window-close-symbolic");
  g_autofree char *label = g_strdup_printf(_("Remove the filter “%s”"), text);
  g_object_set_data(G_OBJECT(button), "gmx-condition", GUINT_TO_POINTER(condition));
  gtk_widget_add_css_class(button, "flat");
  gtk_widget_add_css_class(button, "circular");
  gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
  gmx_tool_name(button, label, label);
  g_signal_connect_swapped(button, "clicked", G_CALLBACK(on_drop), self);
  gtk_box_append(GTK_BOX(chip), gtk_label_new(text));
  gtk_box_append(GTK_BOX(chip), button);
  gtk_widget_add_css_class(chip, "gmx-chip");
  gtk_widget_set_valign(chip, GTK_ALIGN_CENTER);
  return chip;
}

static void show_chips(GmxSamplesToolbar *self) {
  g_autoptr(GPtrArray) words = gmx_sample_model_describe_filter(self->model);
  g_auto(GStrv) conditions = g_new0(char *, words->len + 1);
  GtkWidget *child;
  for (guint i = 0; i < words->len; i++)
    conditions[i] = g_strdup(words->pdata[i]);
  /* Only what changed is built anew: a chip may have the focus. */
  if (self->conditions &&
      g_strv_equal((const char *const *)conditions, (const char *const *)self->conditions))
    return;
  while ((child = gtk_widget_get_first_child(self->chips)))
    gtk_box_remove(GTK_BOX(self->chips), child);
  for (guint i = 0; i < words->len; i++)
    gtk_box_append(GTK_BOX(self->chips), new_chip(self, conditions[i], i));
  gtk_widget_set_visible(self->chips, words->len > 0);
  g_strfreev(self->conditions);
  self->conditions = g_steal_pointer(&conditions);
}

/* What the model says */

static void show_count(GmxSamplesToolbar *self) {
  g_autofree char *shown = gmx_format_count(gmx_sample_model_get_shown(self->model));
  g_autofree char *total = gmx_format_count(gmx_sample_model_get_total(self->model));
  g_autofree char *text = g_strdup_printf(_("%s of %s examples"), shown, total);
  gtk_label_set_text(GTK_LABEL(self->count), text);
}

static void on_changed(GmxSamplesToolbar *self) {
  gtk_drop_down_set_selected(GTK_DROP_DOWN(self->group),
                             gmx_sample_model_get_grouped(self->model) ? 1 : 0);
  show_count(self);
  show_chips(self);
}

static void on_group(GmxSamplesToolbar *self) {
  gmx_sample_model_set_grouped(self->model,
                               gtk_drop_down_get_selected(GTK_DROP_DOWN(self->group)) == 1);
}

static void on_source(GmxSamplesToolbar *self, GtkToggleButton *button) {
  for (int i = 0; i < (int)G_N_ELEMENTS(self->sources); i++)
    if (GTK_WIDGET(button) == self->sources[i] && gtk_toggle_button_get_active(button))
      g_signal_emit(self, signals[SIGNAL_SOURCE], 0, i);
}

void gmx_samples_toolbar_set_source(GmxSamplesToolbar *self, GmxSampleSource source) {
  gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(self->sources[source]), TRUE);
}

void gmx_samples_toolbar_set_note(GmxSamplesToolbar *self, const char *note) {
  gtk_label_set_text(GTK_LABEL(self->note), note ? note : "");
  gtk_widget_set_tooltip_text(self->note, note);
  gtk_widget_set_visible(self->note, note != NULL);
}

/* Building */

static void build_sources(GmxSamplesToolbar *self) {
  static const GmxToggle sources[G_N_ELEMENTS(self->sources)] = {
      {N_("This Step"), N_("The batch of the newest step"), "samples-step"},
      {N_("Recorded"), N_("A step that was recorded: choose it below"), "samples-recorded"},
      {N_("Probe"), N_("The same examples at the end of every epoch"), "samples-probe"},
  };
  self->source_box =
      gmx_toggles_new(GMX_TOGGLES_ONE, sources, G_N_ELEMENTS(sources), self->sources);
  for (int i = 0; i < (int)G_N_ELEMENTS(self->sources); i++)
    g_signal_connect_swapped(self->sources[i], "toggled", G_CALLBACK(on_source), self);
}

static GtkWidget *new_filter_button(GmxSamplesToolbar *self) {
  GtkWidget *button = gtk_menu_button_new();
  gtk_menu_button_set_child(GTK_MENU_BUTTON(button),
                            gmx_tool_content_new("list-add-symbolic", _("Filter")));
  gtk_menu_button_set_popover(GTK_MENU_BUTTON(button), gmx_filter_popover_new(self->model));
  gmx_tool_name(button, _("Filter"), _("Show only some of the examples"));
  return button;
}

static void build_tools(GmxSamplesToolbar *self) {
  static const char *const groups[] = {N_("Group: none"), N_("Group: class pair"), NULL};
  const char *titles[] = {_(groups[0]), _(groups[1]), NULL};
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
  self->group = gtk_drop_down_new_from_strings(titles);
  self->chips = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  gmx_tool_name(self->group, _("Group"), NULL);
  g_signal_connect_swapped(self->group, "notify::selected", G_CALLBACK(on_group), self);
  gtk_box_append(GTK_BOX(box), gmx_sort_button_new(self->model));
  gtk_box_append(GTK_BOX(box), self->group);
  gtk_box_append(GTK_BOX(box), new_filter_button(self));
  gtk_box_append(GTK_BOX(box), self->chips);
  self->scroller = gmx_tool_scroller_new(box);
}

static void build_count(GmxSamplesToolbar *self) {
  self->count_box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
  self->count = gtk_label_new(NULL);
  self->note = gmx_tool_note_new();
  gtk_widget_add_css_class(self->count, "gmx-tool-note");
  gtk_widget_add_css_class(self->count, "numeric");
  gtk_widget_set_hexpand(self->note, TRUE);
  gtk_widget_set_hexpand(self->count_box, TRUE);
  gtk_box_append(GTK_BOX(self->count_box), self->count);
  gtk_box_append(GTK_BOX(self->count_box), self->note);
}

static GtkWidget *new_save_button(GmxSamplesToolbar *self) {
  g_autoptr(GMenu) menu = g_menu_new();
  GtkWidget *button = gtk_menu_button_new();
  g_menu_append(menu, _("Selection as PNG…"), "samples.save-selection");
  g_menu_append(menu, _("Galleries as PNG…"), "samples.save-galleries");
  g_menu_append(menu, _("Table as CSV…"), "samples.save-table");
  self->save_content = gmx_tool_content_new("gmx-save-symbolic", _("Save"));
  gtk_menu_button_set_child(GTK_MENU_BUTTON(button), self->save_content);
  gtk_menu_button_set_always_show_arrow(GTK_MENU_BUTTON(button), TRUE);
  gtk_menu_button_set_menu_model(GTK_MENU_BUTTON(button), G_MENU_MODEL(menu));
  gmx_tool_name(button, _("Save"), _("Save what is shown"));
  return button;
}

static void build_ends(GmxSamplesToolbar *self) {
  GtkWidget *freeze = gtk_toggle_button_new();
  self->ends = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
  self->freeze_content = gmx_tool_content_new("gmx-freeze-symbolic", _("Freeze"));
  gtk_button_set_child(GTK_BUTTON(freeze), self->freeze_content);
  gtk_widget_set_name(freeze, "samples-freeze");
  gtk_actionable_set_action_name(GTK_ACTIONABLE(freeze), "samples.freeze");
  gmx_tool_name(freeze, _("Freeze"), _("Hold what is shown while training goes on (F)"));
  gtk_box_append(GTK_BOX(self->ends), freeze);
  gtk_box_append(GTK_BOX(self->ends), new_save_button(self));
}

static void lay_out(GmxSamplesToolbar *self) {
  GtkWidget *upper = self->rows[0];
  gmx_tool_row_take(upper, self->source_box);
  if (self->narrow)
    gmx_tool_row_take(upper, self->spacer);
  else if (gtk_widget_get_parent(self->spacer))
    gtk_box_remove(GTK_BOX(upper), self->spacer);
  gmx_tool_row_take(self->rows[self->narrow ? 1 : 0], self->scroller);
  gmx_tool_row_take(self->rows[self->narrow ? 2 : 0], self->count_box);
  gmx_tool_row_take(upper, self->ends);
  for (int i = 1; i < (int)G_N_ELEMENTS(self->rows); i++)
    gtk_widget_set_visible(self->rows[i], self->narrow);
  gmx_tool_content_show_words(self->freeze_content, !self->narrow);
  gmx_tool_content_show_words(self->save_content, !self->narrow);
}

void gmx_samples_toolbar_set_narrow(GmxSamplesToolbar *self, gboolean narrow) {
  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  lay_out(self);
}

static void samples_toolbar_dispose(GObject *object) {
  GmxSamplesToolbar *self = GMX_SAMPLES_TOOLBAR(object);
  GtkWidget *child;
  if (self->model)
    g_signal_handlers_disconnect_by_data(self->model, self);
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(self))))
    gtk_widget_unparent(child);
  g_clear_object(&self->spacer);
  g_clear_object(&self->model);
  g_clear_pointer(&self->conditions, g_strfreev);
  G_OBJECT_CLASS(gmx_samples_toolbar_parent_class)->dispose(object);
}

static void gmx_samples_toolbar_class_init(GmxSamplesToolbarClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = samples_toolbar_dispose;
  signals[SIGNAL_SOURCE] = g_signal_new("source", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_TOOLBAR);
}

static void gmx_samples_toolbar_init(GmxSamplesToolbar *self) {
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-tools");
  gmx_tool_rows_init(GTK_WIDGET(self), 10, G_N_ELEMENTS(self->rows), self->rows);
  self->spacer = g_object_ref_sink(gmx_tool_spacer_new());
}

GtkWidget *gmx_samples_toolbar_new(GmxSampleModel *model) {
  GmxSamplesToolbar *self = g_object_new(GMX_TYPE_SAMPLES_TOOLBAR, NULL);
  self->model = g_object_ref(model);
  build_sources(self);
  build_tools(self);
  build_count(self);
  build_ends(self);
  lay_out(self);
  gmx_samples_toolbar_set_note(self, NULL);
  gmx_tool_name(GTK_WIDGET(self), _("Tools"), NULL);
  g_signal_connect_swapped(model, "changed", G_CALLBACK(on_changed), self);
  on_changed(self);
  return GTK_WIDGET(self);
}
