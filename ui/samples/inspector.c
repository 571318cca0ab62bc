/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inspector as a widget: header, cards, keys. */
#include "ui/samples/inspector-private.h"

#include "ui/adaptive-bin.h"
#include "ui/samples/inspector-images.h"
#include "ui/samples/neighbours-card.h"
#include "ui/samples/path-card.h"
#include "ui/samples/prediction-card.h"
#include "ui/samples/side-card.h"

#include <glib/gi18n.h>

#define BREAKPOINT 1000 /* below it the cards stand in one column */
#define LEAST_WIDTH 360
#define ASIDE_BREAKPOINT 470 /* below it the side card stands above the path */
#define ASIDE_LEAST 280
#define SIDE_WIDTH 250
#define PATH_HEIGHT 260
#define HEADER_BREAKPOINT 560 /* below it the header has no room for all */
#define GAP 12

static guint signals[GMX_INSPECTOR_SEARCHED + 1];

G_DEFINE_FINAL_TYPE(GmxInspector, gmx_inspector, GTK_TYPE_WIDGET)

void gmx_inspector_emit(GmxInspector *self, int signal) {
  g_signal_emit(self, signals[signal], 0);
}

void gmx_inspector_emit_searched(GmxInspector *self, GmxIntrusion *found) {
  g_signal_emit(self, signals[GMX_INSPECTOR_SEARCHED], 0, found);
}

/* Header */

static GtkWidget *new_button(GmxInspector *self, const char *icon, const char *name,
                             const char *tooltip, GCallback clicked) {
  GtkWidget *button = gtk_button_new_from_icon_name(icon);
  gtk_widget_set_tooltip_text(button, tooltip);
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  g_signal_connect_swapped(button, "clicked", clicked, self);
  return button;
}

static void on_back(GmxInspector *self) {
  gmx_inspector_emit(self, GMX_INSPECTOR_CLOSED);
}

static void on_previous(GmxInspector *self) {
  gmx_inspector_step(self, -1);
}

static void on_next(GmxInspector *self) {
  gmx_inspector_step(self, 1);
}

/* Icon and word of what a click will do. */
static void show_train_button(GmxInspector *self) {
  GmxSessionState state = gmx_session_get_state(gmx_settings_get_session(self->settings));
  gboolean training = state == GMX_SESSION_TRAINING;
  GtkWidget *image = gtk_widget_get_first_child(gtk_button_get_child(GTK_BUTTON(self->train)));
  const char *name = training ? _("Pause") : _("Train");
  gtk_image_set_from_icon_name(GTK_IMAGE(image), training ? "media-playback-pause-symbolic"
                                                          : "media-playback-start-symbolic");
  gtk_label_set_text(GTK_LABEL(gtk_widget_get_next_sibling(image)), name);
  gtk_widget_set_tooltip_text(self->train, training ? _("Pause after this step (Space)")
                                                    : _("Train until paused (Space)"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->train), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                 -1);
}

static GtkWidget *new_train_button(GmxInspector *self) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6), *label = gtk_label_new(NULL);
  self->train = gtk_button_new();
  gtk_widget_add_css_class(label, "gmx-header-button");
  gtk_box_append(GTK_BOX(box), gtk_image_new());
  gtk_box_append(GTK_BOX(box), label);
  gtk_button_set_child(GTK_BUTTON(self->train), box);
  gtk_actionable_set_action_name(GTK_ACTIONABLE(self->train), "win.train");
  return self->train;
}

static GtkWidget *new_menu_button(void) {
  g_autoptr(GtkBuilder) menus =
      gtk_builder_new_from_resource("/io/github/gmixstudio/Studio/ui/menus.ui");
  GtkWidget *button = gtk_menu_button_new();
  gtk_menu_button_set_icon_name(GTK_MENU_BUTTON(button), "open-menu-symbolic");
  gtk_menu_button_set_menu_model(GTK_MENU_BUTTON(button),
                                 G_MENU_MODEL(gtk_builder_get_object(menus, "main_menu")));
  gtk_widget_set_tooltip_text(button, _("Main Menu"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Main Menu"), -1);
  return button;
}

static GtkWidget *new_pager(GmxInspector *self) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  self->previous = new_button(self, "go-previous-symbolic", _("Previous Example"),
                              _("Previous example (Alt+Left)"), G_CALLBACK(on_previous));
  self->next = new_button(self, "go-next-symbolic", _("Next Example"),
                          _("Next example (Alt+Right)"), G_CALLBACK(on_next));
  gtk_widget_add_css_class(box, "linked");
  gtk_box_append(GTK_BOX(box), self->previous);
  gtk_box_append(GTK_BOX(box), self->next);
  return box;
}

static GtkWidget *new_header(GmxInspector *self) {
  self->header = adw_header_bar_new();
  self->title = adw_window_title_new(NULL, NULL);
  self->back =
      new_button(self, "go-previous-symbolic", _("Back"), _("Back (Escape)"), G_CALLBACK(on_back));
  gtk_widget_set_name(self->back, "inspector-back");
  adw_header_bar_set_title_widget(ADW_HEADER_BAR(self->header), self->title);
  adw_header_bar_pack_start(ADW_HEADER_BAR(self->header), self->back);
  adw_header_bar_pack_start(ADW_HEADER_BAR(self->header), new_train_button(self));
  self->menu = new_menu_button();
  adw_header_bar_pack_end(ADW_HEADER_BAR(self->header), self->menu);
  adw_header_bar_pack_end(ADW_HEADER_BAR(self->header),
                          new_button(self, "gmx-save-symbolic", _("Save as a Picture"),
                                     _("Save as a picture"), G_CALLBACK(gmx_inspector_save)));
  adw_header_bar_pack_end(ADW_HEADER_BAR(self->header), new_pager(self));
  return self->header;
}

/* Cards */

static void on_mix(GmxInspector *self) {
  g_signal_emit(self, signals[GMX_INSPECTOR_MIX], 0, self->index);
}

static void on_probe(GmxInspector *self) {
  gmx_inspector_emit(self, GMX_INSPECTOR_PROBE);
}

static void build_cards(GmxInspector *self) {
  self->images = gmx_inspector_images_new();
  self->prediction = gmx_prediction_card_new();
  self->side = gmx_side_card_new();
  self->path = gmx_path_card_new();
  self->neighbours = gmx_neighbours_card_new();
  gtk_widget_set_name(self->images, "inspector-images");
  gtk_widget_set_name(self->prediction, "inspector-prediction");
  gtk_widget_set_name(self->side, "inspector-side");
  gtk_widget_set_name(self->path, "inspector-path");
  gtk_widget_set_name(self->neighbours, "inspector-neighbours");
  gtk_widget_set_hexpand(self->path, TRUE);
  g_signal_connect_swapped(self->side, "mix", G_CALLBACK(on_mix), self);
  g_signal_connect_swapped(self->path, "probe", G_CALLBACK(on_probe), self);
  g_signal_connect_swapped(self->neighbours, "search", G_CALLBACK(gmx_inspector_start_search),
                           self);
  g_signal_connect_swapped(self->neighbours, "cancel", G_CALLBACK(gmx_inspector_stop_search), self);
}

static GtkWidget *new_row(GtkWidget *first, GtkWidget *second) {
  GtkWidget *row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, GAP);
  gtk_box_append(GTK_BOX(row), first);
  gtk_box_append(GTK_BOX(row), second);
  return row;
}

static void on_aside_narrow(GmxInspector *self) {
  gboolean narrow = gmx_adaptive_bin_get_narrow(GMX_ADAPTIVE_BIN(self->aside_bin));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self->aside),
                                 narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_size_request(self->side, narrow ? -1 : SIDE_WIDTH, -1);
}

/* The main menu is in the window's own header too. */
static void on_header_narrow(GmxInspector *self) {
  gboolean narrow = gmx_adaptive_bin_get_narrow(GMX_ADAPTIVE_BIN(self->header_bin));
  GtkWidget *label = gtk_widget_get_last_child(gtk_button_get_child(GTK_BUTTON(self->train)));
  gtk_widget_set_visible(label, !narrow);
  gtk_widget_set_visible(self->menu, !narrow);
}

/* Narrow, every card has its whole height and the page scrolls; wide, they share the window. */
static void on_narrow(GmxInspector *self) {
  gboolean narrow = gmx_adaptive_bin_get_narrow(GMX_ADAPTIVE_BIN(self->bin));
  GtkWidget *viewport = gtk_widget_get_parent(self->content);
  for (int i = 0; i < 2; i++) {
    gtk_box_set_homogeneous(GTK_BOX(self->rows[i]), !narrow);
    gtk_widget_set_vexpand(self->rows[i], !narrow);
    gtk_orientable_set_orientation(GTK_ORIENTABLE(self->rows[i]),
                                   narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  }
  gtk_scrollable_set_vscroll_policy(GTK_SCROLLABLE(viewport),
                                    narrow ? GTK_SCROLL_NATURAL : GTK_SCROLL_MINIMUM);
  gmx_neighbours_card_set_narrow(GMX_NEIGHBOURS_CARD(self->neighbours), narrow);
}

static GtkWidget *new_body(GmxInspector *self) {
  build_cards(self);
  self->aside = new_row(self->side, self->path);
  self->aside_bin = gmx_adaptive_bin_new(self->aside, ASIDE_LEAST, ASIDE_BREAKPOINT);
  gtk_widget_set_overflow(self->aside_bin, GTK_OVERFLOW_VISIBLE); /* the cards' shadows */
  gtk_widget_set_size_request(self->side, SIDE_WIDTH, -1);
  gtk_widget_set_size_request(self->path, -1, PATH_HEIGHT);
  self->rows[0] = new_row(self->images, self->prediction);
  self->rows[1] = new_row(self->aside_bin, self->neighbours);
  self->content = gtk_box_new(GTK_ORIENTATION_VERTICAL, GAP);
  gtk_box_append(GTK_BOX(self->content), self->rows[0]);
  gtk_box_append(GTK_BOX(self->content), self->rows[1]);
  gtk_widget_add_css_class(self->content, "gmx-page");
  GtkWidget *viewport = gtk_viewport_new(NULL, NULL);
  gtk_viewport_set_child(GTK_VIEWPORT(viewport), self->content);
  self->scroller = gtk_scrolled_window_new();
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(self->scroller), GTK_POLICY_NEVER,
                                 GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(self->scroller), viewport);
  self->toasts = adw_toast_overlay_new();
  adw_toast_overlay_set_child(ADW_TOAST_OVERLAY(self->toasts), self->scroller);
  gtk_widget_set_vexpand(self->toasts, TRUE);
  return self->toasts;
}

/* Keys */

static gboolean on_shortcut(GtkWidget *widget, GVariant *direction, gpointer data) {
  int by = g_variant_get_int32(direction);
  if (by == 0)
    on_back(GMX_INSPECTOR(widget));
  else
    gmx_inspector_step(GMX_INSPECTOR(widget), by);
  return TRUE;
}

static void add_keys(GmxInspector *self) {
  static const struct {
    guint key;
    GdkModifierType modifiers;
    int direction; /* 0: back */
  } keys[] = {
      {GDK_KEY_Escape, 0, 0}, {GDK_KEY_Left, GDK_ALT_MASK, -1}, {GDK_KEY_Right, GDK_ALT_MASK, 1}};
  GtkEventController *controller = gtk_shortcut_controller_new();
  for (gsize i = 0; i < G_N_ELEMENTS(keys); i++) {
    GtkShortcut *shortcut = gtk_shortcut_new(gtk_keyval_trigger_new(keys[i].key, keys[i].modifiers),
                                             gtk_callback_action_new(on_shortcut, NULL, NULL));
    gtk_shortcut_set_arguments(shortcut, g_variant_new_int32(keys[i].direction));
    gtk_shortcut_controller_add_shortcut(GTK_SHORTCUT_CONTROLLER(controller), shortcut);
  }
  gtk_widget_add_controller(GTK_WIDGET(self), controller);
}

/* The widget */

static void inspector_dispose(GObject *object) {
  GmxInspector *self = GMX_INSPECTOR(object);
  if (self->search) {
    g_cancellable_cancel(self->search);
    g_clear_object(&self->search);
  }
  g_clear_handle_id(&self->take_focus, g_source_remove);
  g_clear_pointer(&self->bin, gtk_widget_unparent);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  g_clear_pointer(&self->found, gmx_intrusion_unref);
  g_clear_object(&self->dataset);
  g_clear_object(&self->model);
  g_clear_object(&self->settings);
  G_OBJECT_CLASS(gmx_inspector_parent_class)->dispose(object);
}

static void gmx_inspector_class_init(GmxInspectorClass *class) {
  GType type = G_TYPE_FROM_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = inspector_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class), GTK_ACCESSIBLE_ROLE_GROUP);
  signals[GMX_INSPECTOR_CLOSED] =
      g_signal_new("closed", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[GMX_INSPECTOR_MIX] =
      g_signal_new("mix", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[GMX_INSPECTOR_PROBE] =
      g_signal_new("probe", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[GMX_INSPECTOR_SEARCHED] = g_signal_new("searched", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                                 NULL, G_TYPE_NONE, 1, GMX_TYPE_INTRUSION);
}

static void gmx_inspector_init(GmxInspector *self) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  self->header_bin = gmx_adaptive_bin_new(new_header(self), LEAST_WIDTH, HEADER_BREAKPOINT);
  gtk_box_append(GTK_BOX(box), self->header_bin);
  gtk_box_append(GTK_BOX(box), new_body(self));
  self->bin = gmx_adaptive_bin_new(box, LEAST_WIDTH, BREAKPOINT);
  gtk_widget_set_parent(self->bin, GTK_WIDGET(self));
  add_keys(self);
  g_signal_connect_object(self->bin, "notify::narrow", G_CALLBACK(on_narrow), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->header_bin, "notify::narrow", G_CALLBACK(on_header_narrow), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->aside_bin, "notify::narrow", G_CALLBACK(on_aside_narrow), self,
                          G_CONNECT_SWAPPED);
  on_narrow(self);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Example"),
                                 -1);
}

GtkWidget *gmx_inspector_new(GmxSettings *settings, GmxSampleModel *model) {
  GmxInspector *self = g_object_new(GMX_TYPE_INSPECTOR, NULL);
  self->settings = g_object_ref(settings);
  self->model = g_object_ref(model);
  gmx_inspector_follow(self);
  g_signal_connect_object(gmx_settings_get_session(settings), "state",
                          G_CALLBACK(show_train_button), self, G_CONNECT_SWAPPED);
  show_train_button(self);
  return GTK_WIDGET(self);
}
