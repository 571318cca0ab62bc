/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Rows that come and go; what they say is read when somebody asks. */
#include "ui/runs/sweep-axes.h"

#include "ui/tool-parts.h"

#include <glib/gi18n.h>

/* One axis. */
typedef struct {
  GtkWidget *box, *setting, *values;
} AxisRow;

struct _GmxSweepAxes {
  GtkBox parent_instance;

  GParamSpec **settings; /* one for each choice */
  guint setting_count;
  GPtrArray *rows; /* AxisRow */
  GtkWidget *box;
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxSweepAxes, gmx_sweep_axes, GTK_TYPE_BOX)

static void changed(GmxSweepAxes *self) {
  g_signal_emit(self, signals[CHANGED], 0);
}

static void on_remove(GmxSweepAxes *self, GtkWidget *button) {
  AxisRow *row = g_object_get_data(G_OBJECT(button), "row");
  gtk_box_remove(GTK_BOX(self->box), row->box);
  g_ptr_array_remove(self->rows, row);
  changed(self);
}

/* What the values may be: the words of a choice, else the range. */
static void show_hint(GmxSweepAxes *self, AxisRow *row) {
  GParamSpec *spec = self->settings[gtk_drop_down_get_selected(GTK_DROP_DOWN(row->setting))];
  g_autofree char *hint = NULL;
  if (g_str_equal(spec->name, "method")) {
    g_autofree char *names = g_strjoinv(", ", (char **)gmx_method_names());
    hint = g_steal_pointer(&names);
  } else if (G_IS_PARAM_SPEC_ENUM(spec)) {
    g_autoptr(GEnumClass) class = g_type_class_ref(spec->value_type);
    g_autoptr(GString) names = g_string_new(NULL);
    for (guint i = 0; i < class->n_values; i++)
      g_string_append_printf(names, "%s%s", i > 0 ? ", " : "", class->values[i].value_nick);
    hint = g_strdup(names->str);
  }
  gtk_entry_set_placeholder_text(GTK_ENTRY(row->values),
                                 hint ? hint : _("values parted by commas"));
  gtk_widget_set_tooltip_text(row->values, g_param_spec_get_blurb(spec));
}

static void on_setting(GmxSweepAxes *self, GParamSpec *pspec, GtkWidget *choice) {
  for (guint i = 0; i < self->rows->len; i++)
    if (((AxisRow *)self->rows->pdata[i])->setting == choice)
      show_hint(self, self->rows->pdata[i]);
  changed(self);
}

static GtkWidget *new_setting_choice(GmxSweepAxes *self, const char *setting) {
  g_autoptr(GtkStringList) names = gtk_string_list_new(NULL);
  GtkExpression *text = gtk_property_expression_new(GTK_TYPE_STRING_OBJECT, NULL, "string");
  guint chosen = 0;
  for (guint i = 0; i < self->setting_count; i++) {
    gtk_string_list_append(names, g_param_spec_get_nick(self->settings[i]));
    if (g_str_equal(self->settings[i]->name, setting))
      chosen = i;
  }
  GtkWidget *choice = gtk_drop_down_new(G_LIST_MODEL(g_object_ref(names)), text);
  gtk_drop_down_set_enable_search(GTK_DROP_DOWN(choice), TRUE);
  gtk_drop_down_set_selected(GTK_DROP_DOWN(choice), chosen);
  gtk_accessible_update_property(GTK_ACCESSIBLE(choice), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Setting"), -1);
  return choice;
}

static AxisRow *add_row(GmxSweepAxes *self, const char *setting, const char *values) {
  AxisRow *row = g_new0(AxisRow, 1);
  GtkWidget *remove = gtk_button_new_from_icon_name("list-remove-symbolic");
  row->box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  row->setting = new_setting_choice(self, setting);
  row->values = gtk_entry_new();
  gtk_editable_set_text(GTK_EDITABLE(row->values), values);
  gtk_widget_set_hexpand(row->values, TRUE);
  gtk_widget_add_css_class(remove, "flat");
  gtk_widget_set_tooltip_text(remove, _("Remove the axis"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(remove), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Remove the axis"), -1);
  gtk_accessible_update_property(GTK_ACCESSIBLE(row->values), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Values"), -1);
  g_object_set_data(G_OBJECT(remove), "row", row);
  gtk_box_append(GTK_BOX(row->box), row->setting);
  gtk_box_append(GTK_BOX(row->box), row->values);
  gtk_box_append(GTK_BOX(row->box), remove);
  gtk_box_append(GTK_BOX(self->box), row->box);
  g_ptr_array_add(self->rows, row);
  g_signal_connect_swapped(row->setting, "notify::selected", G_CALLBACK(on_setting), self);
  g_signal_connect_swapped(row->values, "changed", G_CALLBACK(changed), self);
  g_signal_connect_swapped(remove, "clicked", G_CALLBACK(on_remove), self);
  show_hint(self, row);
  return row;
}

static void on_add(GmxSweepAxes *self) {
  AxisRow *row = add_row(self, self->rows->len == 0 ? "method" : "rho", "");
  changed(self);
  gtk_widget_grab_focus(row->values);
}

void gmx_sweep_axes_add(GmxSweepAxes *self, const char *setting, const char *values) {
  add_row(self, setting, values);
  changed(self);
}

void gmx_sweep_axes_clear(GmxSweepAxes *self) {
  while (self->rows->len > 0) {
    gtk_box_remove(GTK_BOX(self->box), ((AxisRow *)self->rows->pdata[0])->box);
    g_ptr_array_remove_index(self->rows, 0);
  }
  changed(self);
}

static char **split_values(const char *text) {
  g_auto(GStrv) parts = g_strsplit_set(text, ",;", -1);
  g_autoptr(GStrvBuilder) values = g_strv_builder_new();
  for (int i = 0; parts[i]; i++)
    if (*g_strstrip(parts[i]))
      g_strv_builder_add(values, parts[i]);
  return g_strv_builder_end(values);
}

static void axis_clear(gpointer data) {
  g_strfreev((char **)((GmxSweepAxis *)data)->values);
}

GArray *gmx_sweep_axes_list(GmxSweepAxes *self) {
  GArray *axes = g_array_new(FALSE, TRUE, sizeof(GmxSweepAxis));
  g_array_set_clear_func(axes, axis_clear);
  for (guint i = 0; i < self->rows->len; i++) {
    AxisRow *row = self->rows->pdata[i];
    const guint setting = gtk_drop_down_get_selected(GTK_DROP_DOWN(row->setting));
    char **values = split_values(gtk_editable_get_text(GTK_EDITABLE(row->values)));
    const GmxSweepAxis axis = {self->settings[setting]->name, (const char *const *)values};
    g_array_append_val(axes, axis);
  }
  return axes;
}

/* Controls that go may tell of it. */
static void sweep_axes_dispose(GObject *object) {
  GmxSweepAxes *self = GMX_SWEEP_AXES(object);
  for (guint i = 0; i < self->rows->len; i++) {
    AxisRow *row = self->rows->pdata[i];
    g_signal_handlers_disconnect_by_data(row->setting, self);
    g_signal_handlers_disconnect_by_data(row->values, self);
  }
  g_ptr_array_set_size(self->rows, 0);
  G_OBJECT_CLASS(gmx_sweep_axes_parent_class)->dispose(object);
}

static void sweep_axes_finalize(GObject *object) {
  GmxSweepAxes *self = GMX_SWEEP_AXES(object);
  g_ptr_array_unref(self->rows);
  g_free(self->settings);
  G_OBJECT_CLASS(gmx_sweep_axes_parent_class)->finalize(object);
}

static void gmx_sweep_axes_class_init(GmxSweepAxesClass *class) {
  G_OBJECT_CLASS(class)->dispose = sweep_axes_dispose;
  G_OBJECT_CLASS(class)->finalize = sweep_axes_finalize;
  signals[CHANGED] = g_signal_new("changed", GMX_TYPE_SWEEP_AXES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

/* The seed has a field of its own in the dialog. */
static void list_settings(GmxSweepAxes *self) {
  guint count = 0, kept = 0;
  self->settings = gmx_config_list(&count);
  for (guint i = 0; i < count; i++)
    if (!g_str_equal(self->settings[i]->name, "seed"))
      self->settings[kept++] = self->settings[i];
  self->setting_count = kept;
}

static void gmx_sweep_axes_init(GmxSweepAxes *self) {
  GtkWidget *add = gtk_button_new_with_mnemonic(_("Add A_xis"));
  list_settings(self);
  self->rows = g_ptr_array_new_with_free_func(g_free);
  self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_set_halign(add, GTK_ALIGN_START);
  g_signal_connect_swapped(add, "clicked", G_CALLBACK(on_add), self);
  gtk_box_append(GTK_BOX(self), self->box);
  gtk_box_append(GTK_BOX(self), add);
}

GtkWidget *gmx_sweep_axes_new(void) {
  return g_object_new(GMX_TYPE_SWEEP_AXES, "orientation", GTK_ORIENTATION_VERTICAL, "spacing", 6,
                      NULL);
}
