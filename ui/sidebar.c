/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The sidebar: all settings, in cards made from their param specs, with two pages below.
 *
 * Groups of settings are named by gmx_setting_info(). The first page has what is moved often; the
 * rest of each group stands on a page of its own, so a new setting has a place without new code. */
#include "ui/sidebar.h"

#include "engine/data/points.h"
#include "ui/format.h"
#include "ui/method-section.h"
#include "ui/setting-row.h"
#include "ui/setting-rules.h"
#include "ui/throttle.h"

#include <glib/gi18n.h>

#define WIDTH 300

struct _GmxSidebar {
  GtkWidget parent_instance;

  GmxSettings *settings;
  GtkWidget *stack;
  GtkWidget *data_row, *model_row, *rate_row;
  GtkWidget *optimizer_label;
  GtkWidget *opener; /* the row that opened the page on show; focus goes back to it */
  double rate;       /* learning rate of the newest step */
  GmxThrottle rate_shown;
};

G_DEFINE_FINAL_TYPE(GmxSidebar, gmx_sidebar, GTK_TYPE_WIDGET)

static GParamSpec *find_setting(const char *name) {
  guint count = 0;
  g_autofree GParamSpec **specs = gmx_config_list(&count);
  for (guint i = 0; i < count; i++)
    if (g_str_equal(specs[i]->name, name))
      return specs[i];
  g_return_val_if_reached(NULL);
}

static GtkWidget *new_card(void) {
  GtkWidget *card = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class(card, "card");
  return card;
}

static GtkWidget *add_row(GmxSidebar *self, GtkWidget *card, GParamSpec *spec, GmxRowLook look) {
  GtkWidget *row = gmx_setting_row_new(self->settings, spec, look);
  gtk_widget_add_css_class(row, "gmx-row");
  gtk_box_append(GTK_BOX(card), row);
  return row;
}

static void add_title(GtkWidget *box, const char *title) {
  GtkWidget *label = gtk_label_new(title);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_widget_add_css_class(label, "gmx-group-title");
  if (gtk_widget_get_first_child(box))
    gtk_widget_set_margin_top(label, 6);
  gtk_box_append(GTK_BOX(box), label);
}

/* Pages below the first */

static void show_page(GmxSidebar *self, GtkWidget *opener, const char *page) {
  self->opener = opener;
  gtk_stack_set_visible_child_name(GTK_STACK(self->stack), page);
  /* The page was never laid out: only its first button has a place to start from. */
  gtk_widget_grab_focus(g_object_get_data(G_OBJECT(self->stack), page));
}

static void on_link(GmxSidebar *self, GtkWidget *button) {
  show_page(self, button, g_object_get_data(G_OBJECT(button), "gmx-page"));
}

static void go_back(GtkWidget *widget, const char *action, GVariant *parameter) {
  GmxSidebar *self = GMX_SIDEBAR(widget);
  gtk_stack_set_visible_child_name(GTK_STACK(self->stack), "main");
  if (self->opener)
    gtk_widget_grab_focus(self->opener);
  self->opener = NULL;
}

/* A row that opens @page. Returns the label, whose text may change. */
static GtkWidget *add_link(GmxSidebar *self, GtkWidget *card, const char *title, const char *page) {
  GtkWidget *button = gtk_button_new(), *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *label = gtk_label_new(title);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand(label, TRUE);
  gtk_box_append(GTK_BOX(box), label);
  gtk_box_append(GTK_BOX(box), gtk_image_new_from_icon_name("go-next-symbolic"));
  gtk_button_set_child(GTK_BUTTON(button), box);
  gtk_widget_add_css_class(button, "flat");
  gtk_widget_add_css_class(button, "gmx-row");
  gtk_widget_add_css_class(button, "gmx-link-row");
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, title, -1);
  g_autofree char *name = g_strconcat("settings-", page, NULL);
  gtk_widget_set_name(button, name);
  g_object_set_data_full(G_OBJECT(button), "gmx-page", g_strdup(page), g_free);
  g_signal_connect_swapped(button, "clicked", G_CALLBACK(on_link), self);
  gtk_box_append(GTK_BOX(card), button);
  return label;
}

static GtkWidget *new_page(GmxSidebar *self, const char *name) {
  GtkWidget *scroller = gtk_scrolled_window_new();
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class(box, "gmx-sidebar-box");
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller), GTK_POLICY_NEVER,
                                 GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), box);
  gtk_stack_add_named(GTK_STACK(self->stack), scroller, name);
  return box;
}

static void add_back(GmxSidebar *self, GtkWidget *box, const char *page, const char *title) {
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *button = gtk_button_new_from_icon_name("go-previous-symbolic");
  GtkWidget *label = gtk_label_new(title);
  gtk_widget_add_css_class(button, "flat");
  gtk_widget_add_css_class(label, "heading");
  gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_tooltip_text(label, title);
  gtk_widget_set_tooltip_text(button, _("Back"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Back"),
                                 -1);
  gtk_actionable_set_action_name(GTK_ACTIONABLE(button), "sidebar.back");
  g_object_set_data(G_OBJECT(self->stack), page, button);
  gtk_box_append(GTK_BOX(line), button);
  gtk_box_append(GTK_BOX(line), label);
  gtk_box_append(GTK_BOX(box), line);
}

/* Every setting of @group but those that the first page has. */
static void add_rest(GmxSidebar *self, GtkWidget *box, const char *group) {
  static const char *const first_page[] = {"data", "model", "lr", NULL};
  guint count = 0;
  g_autofree GParamSpec **specs = gmx_config_list(&count);
  GtkWidget *card = new_card();
  for (guint i = 0; i < count; i++)
    if (g_str_equal(gmx_setting_info(specs[i])->group, group) &&
        !g_strv_contains(first_page, specs[i]->name))
      add_row(self, card, specs[i], GMX_ROW_TITLED);
  gtk_box_append(GTK_BOX(box), card);
}

static void build_main(GmxSidebar *self) {
  GtkWidget *box = new_page(self, "main");
  add_title(box, _("Data and model"));
  GtkWidget *data = new_card();
  self->data_row = add_row(self, data, find_setting("data"), GMX_ROW_TITLED);
  self->model_row = add_row(self, data, find_setting("model"), GMX_ROW_TITLED);
  add_link(self, data, _("Batch, augmentation, noise"), "data");
  gtk_box_append(GTK_BOX(box), data);

  add_title(box, _("Method"));
  gtk_box_append(GTK_BOX(box), gmx_method_section_new(self->settings));

  add_title(box, _("Optimizer"));
  GtkWidget *optimizer = new_card();
  gtk_widget_set_name(optimizer, "optimizer");
  self->optimizer_label = add_link(self, optimizer, _("Optimizer"), "optimizer");
  self->rate_row = add_row(self, optimizer, find_setting("lr"), GMX_ROW_COMPACT);
  gtk_box_append(GTK_BOX(box), optimizer);
}

static void build_pages(GmxSidebar *self) {
  GtkWidget *data = new_page(self, "data");
  add_back(self, data, "data", _("Batch, augmentation, noise"));
  add_rest(self, data, "data");

  GtkWidget *optimizer = new_page(self, "optimizer");
  add_back(self, optimizer, "optimizer", _("Optimizer and run"));
  add_rest(self, optimizer, "optimizer");
  add_title(optimizer, _("Run"));
  add_rest(self, optimizer, "run");
}

/* What the engine says */

/* "40 epochs", or "500 steps" where these end the run. */
static char *describe_length(GmxConfig *config) {
  const int steps = gmx_config_get_int(config, "steps");
  const int epochs = gmx_config_get_int(config, "epochs");
  g_autofree char *number = gmx_format_count(steps > 0 ? steps : epochs);
  return steps > 0 ? g_strdup_printf(ngettext("%s step", "%s steps", (gulong)steps), number)
                   : g_strdup_printf(ngettext("%s epoch", "%s epochs", (gulong)epochs), number);
}

static void refresh(GmxSidebar *self) {
  GmxConfig *config = gmx_settings_get_config(self->settings);
  const char *kind = gmx_value_title(gmx_config_nick(config, "optimizer"));
  const char *schedule = gmx_value_title(gmx_config_nick(config, "schedule"));
  gboolean waits = gmx_settings_waits(self->settings, "optimizer");
  g_autofree char *length = describe_length(config);
  g_autofree char *text = waits ? g_strdup_printf(_("%s, %s · on reset"), kind, schedule)
                                : g_strdup_printf("%s, %s, %s", kind, schedule, length);
  gtk_label_set_text(GTK_LABEL(self->optimizer_label), text);
}

/* "400 points, noise 0.15"; what the CSV file's noise is nobody knows. */
static char *describe_data(GmxDataset *dataset, GmxConfig *config) {
  g_autofree char *data = gmx_config_get_string(config, "data");
  g_autofree char *count = gmx_format_count(gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN));
  if (!gmx_dataset_is_points(dataset))
    return g_strdup_printf(_("%s images"), count);
  if (!gmx_points_is_drawn(data))
    return g_strdup_printf(_("%s points"), count);
  g_autofree char *noise = gmx_format_number(gmx_config_get_double(config, "noise"), 2);
  return g_strdup_printf(_("%s points, noise %s"), count, noise);
}

/* "2, 32, 32, 2 units" where the layers are few and small, else how many parameters. */
static char *describe_model(GmxDataset *dataset, GmxConfig *config, guint64 parameters) {
  g_autofree char *count = gmx_format_count((gint64)parameters);
  if (!gmx_dataset_is_points(dataset))
    return g_strdup_printf(_("%s parameters"), count);
  g_autofree char *hidden = gmx_config_get_string(config, "hidden");
  g_auto(GStrv) widths = g_strsplit(hidden, ",", -1);
  g_autofree char *layers = g_strjoinv(", ", widths);
  return g_strdup_printf(_("2, %s, %d units"), layers, gmx_dataset_get_classes(dataset));
}

static void on_opened(GmxSidebar *self, GmxDataset *dataset, guint64 parameters) {
  GmxConfig *config = gmx_settings_get_config(self->settings);
  g_autofree char *data_note = describe_data(dataset, config);
  g_autofree char *model_note = describe_model(dataset, config, parameters);
  gmx_setting_row_set_note(GMX_SETTING_ROW(self->data_row), data_note);
  gmx_setting_row_set_note(GMX_SETTING_ROW(self->model_row), model_note);
}

static void show_rate(gpointer data) {
  GmxSidebar *self = data;
  g_autofree char *number = gmx_format_number(self->rate, 3);
  g_autofree char *text = g_strdup_printf(_("now %s"), number);
  gmx_setting_row_set_note(GMX_SETTING_ROW(self->rate_row), text);
}

static void on_status(GmxSidebar *self, const GmxStatus *status) {
  self->rate = status->learning_rate;
  gmx_throttle_call(&self->rate_shown);
}

static void sidebar_dispose(GObject *object) {
  GmxSidebar *self = GMX_SIDEBAR(object);
  g_clear_pointer(&self->stack, gtk_widget_unparent);
  g_clear_object(&self->settings);
  gmx_throttle_stop(&self->rate_shown);
  G_OBJECT_CLASS(gmx_sidebar_parent_class)->dispose(object);
}

static void gmx_sidebar_class_init(GmxSidebarClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = sidebar_dispose;
  gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_install_action(widget_class, "sidebar.back", NULL, go_back);
  gtk_widget_class_add_binding_action(widget_class, GDK_KEY_Escape, 0, "sidebar.back", NULL);
  gtk_widget_class_add_binding_action(widget_class, GDK_KEY_Left, GDK_ALT_MASK, "sidebar.back",
                                      NULL);
}

static void gmx_sidebar_init(GmxSidebar *self) {
  gmx_throttle_init(&self->rate_shown, 250, show_rate, self);
  self->stack = gtk_stack_new();
  gtk_stack_set_transition_type(GTK_STACK(self->stack), GTK_STACK_TRANSITION_TYPE_SLIDE_LEFT_RIGHT);
  gtk_stack_set_vhomogeneous(GTK_STACK(self->stack), FALSE);
  gtk_widget_set_parent(self->stack, GTK_WIDGET(self));
  gtk_widget_set_size_request(GTK_WIDGET(self), WIDTH, -1);
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-sidebar");
}

GtkWidget *gmx_sidebar_new(GmxSettings *settings) {
  GmxSidebar *self = g_object_new(GMX_TYPE_SIDEBAR, NULL);
  GmxSession *session = gmx_settings_get_session(settings);
  self->settings = g_object_ref(settings);
  build_main(self);
  build_pages(self);
  refresh(self);
  g_signal_connect_object(settings, "changed", G_CALLBACK(refresh), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "opened", G_CALLBACK(on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "status", G_CALLBACK(on_status), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET(self);
}
