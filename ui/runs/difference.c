/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two configurations. The choices are those of the time when the window was opened. */
#include "ui/runs/difference.h"

#include "ui/format.h"
#include "ui/runs/run-names.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define NAMES 170 /* width of the column of names */
#define VALUES 18 /* characters of a value's column: both are as wide */

struct _GmxDifference {
  GtkWindow parent_instance;

  GPtrArray *entries; /* one for each choice */
  GtkWidget *choices[2], *all, *grid, *none, *events[2];
};

G_DEFINE_FINAL_TYPE(GmxDifference, gmx_difference, GTK_TYPE_WINDOW)

static GmxRunEntry *chosen(GmxDifference *self, int side) {
  const guint place = gtk_drop_down_get_selected(GTK_DROP_DOWN(self->choices[side]));
  return place < self->entries->len ? self->entries->pdata[place] : NULL;
}

static GtkWidget *new_value(const char *text, gboolean differs) {
  GtkWidget *label = gtk_label_new(text);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_width_chars(GTK_LABEL(label), VALUES);
  gtk_label_set_max_width_chars(GTK_LABEL(label), VALUES);
  gtk_widget_set_tooltip_text(label, text);
  gtk_widget_set_hexpand(label, TRUE);
  gtk_widget_add_css_class(label, "numeric");
  if (differs)
    gtk_widget_add_css_class(label, "gmx-fact-value");
  return label;
}

static void add_setting(GmxDifference *self, GParamSpec *spec, int *row, GmxRunEntry *left,
                        GmxRunEntry *right) {
  g_autofree char *a = gmx_config_to_string(left->config, spec->name);
  g_autofree char *b = gmx_config_to_string(right->config, spec->name);
  const gboolean differs = !g_str_equal(a, b);
  if (!differs && !gtk_switch_get_active(GTK_SWITCH(self->all)))
    return;
  g_autofree char *shown_a = gmx_run_setting_value(left, spec->name);
  g_autofree char *shown_b = gmx_run_setting_value(right, spec->name);
  const char *symbol = gmx_setting_info(spec)->symbol;
  g_autofree char *name = symbol && !strchr(symbol, '<')
                              ? g_strdup_printf("%s, %s", g_param_spec_get_nick(spec), symbol)
                              : g_strdup(g_param_spec_get_nick(spec));
  GtkWidget *label = gtk_label_new(name);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  gtk_widget_set_size_request(label, NAMES, -1);
  gtk_widget_set_tooltip_text(label, g_param_spec_get_blurb(spec));
  gtk_widget_add_css_class(label, differs ? "gmx-differs" : "dim-label");
  gtk_grid_attach(GTK_GRID(self->grid), label, 0, *row, 1, 1);
  gtk_grid_attach(GTK_GRID(self->grid), new_value(shown_a, differs), 1, *row, 1, 1);
  gtk_grid_attach(GTK_GRID(self->grid), new_value(shown_b, differs), 2, *row, 1, 1);
  (*row)++;
}

static void show_events(GtkWidget *label, GmxRunEntry *entry) {
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; entry->events && i < entry->events->len; i++) {
    GmxEventRecord *event = entry->events->pdata[i];
    g_autofree char *step = gmx_format_count(event->step);
    g_autofree char *words = gmx_describe_event(event, step);
    g_string_append_printf(text, "%s%s", text->len > 0 ? "\n" : "", words);
  }
  gtk_label_set_text(GTK_LABEL(label), text->len > 0 ? text->str : _("none"));
}

static void show(GmxDifference *self) {
  GmxRunEntry *left = chosen(self, 0), *right = chosen(self, 1);
  guint count = 0;
  int row = 0;
  GtkWidget *child;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  while ((child = gtk_widget_get_first_child(self->grid)))
    gtk_grid_remove(GTK_GRID(self->grid), child);
  if (!left || !right)
    return;
  for (guint i = 0; i < count; i++)
    add_setting(self, all[i], &row, left, right);
  gtk_widget_set_visible(self->none, row == 0);
  show_events(self->events[0], left);
  show_events(self->events[1], right);
}

/* Every run, by what tells it from the others: one of a group is like the next but for the seed. */
static GtkStringList *list_choices(GmxDifference *self, GmxRunList *list) {
  GtkStringList *names = gtk_string_list_new(NULL);
  g_autoptr(GPtrArray) groups = g_ptr_array_new();
  for (guint i = 0; i < g_list_model_get_n_items(G_LIST_MODEL(list)); i++) {
    g_autoptr(GmxRunRow) group = g_list_model_get_item(G_LIST_MODEL(list), i);
    g_ptr_array_add(groups, group->entries);
  }
  g_auto(GStrv) titles = gmx_run_group_names(groups);
  for (guint i = 0; i < groups->len; i++) {
    GPtrArray *entries = groups->pdata[i];
    for (guint k = 0; k < entries->len; k++) {
      GmxRunEntry *entry = entries->pdata[k];
      g_autofree char *name = g_strdup_printf(_("%s, seed %d"), titles[i], entry->seed);
      gtk_string_list_append(names, name);
      g_ptr_array_add(self->entries, g_object_ref(entry));
    }
  }
  return names;
}

static void choose(GmxDifference *self, int side, GmxRunEntry *entry) {
  for (guint i = 0; i < self->entries->len; i++)
    if (g_str_equal(((GmxRunEntry *)self->entries->pdata[i])->path, entry->path))
      gtk_drop_down_set_selected(GTK_DROP_DOWN(self->choices[side]), i);
}

/* Building */

static GtkWidget *new_heads(GmxDifference *self, GtkStringList *names) {
  static const char *const labels[] = {N_("First run"), N_("Second run")};
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *space = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_size_request(space, NAMES, -1);
  gtk_widget_set_hexpand(box, TRUE);
  gtk_box_set_homogeneous(GTK_BOX(box), TRUE);
  gtk_box_append(GTK_BOX(line), space);
  gtk_box_append(GTK_BOX(line), box);
  for (int side = 0; side < 2; side++) {
    GtkExpression *text = gtk_property_expression_new(GTK_TYPE_STRING_OBJECT, NULL, "string");
    self->choices[side] = gtk_drop_down_new(G_LIST_MODEL(g_object_ref(names)), text);
    gtk_drop_down_set_enable_search(GTK_DROP_DOWN(self->choices[side]), self->entries->len > 8);
    gtk_accessible_update_property(GTK_ACCESSIBLE(self->choices[side]),
                                   GTK_ACCESSIBLE_PROPERTY_LABEL, _(labels[side]), -1);
    gtk_box_append(GTK_BOX(box), self->choices[side]);
  }
  return line;
}

static GtkWidget *new_switch(GmxDifference *self) {
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *label = gtk_label_new_with_mnemonic(_("_All settings"));
  self->all = gtk_switch_new();
  gtk_widget_set_valign(self->all, GTK_ALIGN_CENTER);
  gtk_label_set_mnemonic_widget(GTK_LABEL(label), self->all);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->all), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("All settings"), -1);
  gtk_widget_set_hexpand(label, TRUE);
  gtk_label_set_xalign(GTK_LABEL(label), 1);
  gtk_box_append(GTK_BOX(line), label);
  gtk_box_append(GTK_BOX(line), self->all);
  return line;
}

static GtkWidget *new_events(GmxDifference *self) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 18);
  GtkWidget *title = gtk_label_new(_("Live changes"));
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 18);
  gtk_widget_set_size_request(title, NAMES, -1);
  gtk_label_set_yalign(GTK_LABEL(title), 0);
  gtk_widget_set_hexpand(line, TRUE);
  gtk_label_set_xalign(GTK_LABEL(title), 0);
  gtk_widget_add_css_class(title, "heading");
  gtk_box_set_homogeneous(GTK_BOX(line), TRUE);
  for (int side = 0; side < 2; side++) {
    self->events[side] = gtk_label_new(NULL);
    gtk_label_set_xalign(GTK_LABEL(self->events[side]), 0);
    gtk_label_set_yalign(GTK_LABEL(self->events[side]), 0);
    gtk_label_set_wrap(GTK_LABEL(self->events[side]), TRUE);
    gtk_box_append(GTK_BOX(line), self->events[side]);
  }
  gtk_box_append(GTK_BOX(box), title);
  gtk_box_append(GTK_BOX(box), line);
  gtk_widget_set_margin_top(box, 12);
  return box;
}

static void build(GmxDifference *self, GmxRunList *list) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *scroller = gtk_scrolled_window_new();
  g_autoptr(GtkStringList) names = list_choices(self, list);
  self->grid = gtk_grid_new();
  self->none = gtk_label_new(_("The settings are the same."));
  gtk_grid_set_column_spacing(GTK_GRID(self->grid), 18);
  gtk_grid_set_row_spacing(GTK_GRID(self->grid), 8);
  gtk_widget_add_css_class(self->none, "dim-label");
  gtk_widget_add_css_class(box, "gmx-page");
  gtk_box_append(GTK_BOX(box), new_heads(self, names));
  gtk_box_append(GTK_BOX(box), new_switch(self));
  gtk_box_append(GTK_BOX(box), self->grid);
  gtk_box_append(GTK_BOX(box), self->none);
  gtk_box_append(GTK_BOX(box), new_events(self));
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller), GTK_POLICY_NEVER,
                                 GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), box);
  gtk_window_set_child(GTK_WINDOW(self), scroller);
}

static gboolean on_escape(GtkWidget *widget, GVariant *arguments, gpointer data) {
  gtk_window_close(GTK_WINDOW(widget));
  return TRUE;
}

static void difference_finalize(GObject *object) {
  g_ptr_array_unref(GMX_DIFFERENCE(object)->entries);
  G_OBJECT_CLASS(gmx_difference_parent_class)->finalize(object);
}

static void gmx_difference_class_init(GmxDifferenceClass *class) {
  G_OBJECT_CLASS(class)->finalize = difference_finalize;
  gtk_widget_class_add_binding(GTK_WIDGET_CLASS(class), GDK_KEY_Escape, 0, on_escape, NULL);
}

static void gmx_difference_init(GmxDifference *self) {
  self->entries = g_ptr_array_new_with_free_func(g_object_unref);
  gtk_window_set_title(GTK_WINDOW(self), _("Difference of Two Runs"));
  gtk_window_set_default_size(GTK_WINDOW(self), 660, 440);
  gtk_window_set_titlebar(GTK_WINDOW(self), adw_header_bar_new());
  gtk_window_set_destroy_with_parent(GTK_WINDOW(self), TRUE);
}

GtkWidget *gmx_difference_new(GmxRunList *list, GmxRunEntry *left, GmxRunEntry *right) {
  GmxDifference *self = g_object_new(GMX_TYPE_DIFFERENCE, NULL);
  build(self, list);
  choose(self, 0, left);
  choose(self, 1, right);
  for (int side = 0; side < 2; side++)
    g_signal_connect_swapped(self->choices[side], "notify::selected", G_CALLBACK(show), self);
  g_signal_connect_swapped(self->all, "notify::active", G_CALLBACK(show), self);
  show(self);
  return GTK_WIDGET(self);
}
