/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The studio's window: sidebar, pages, status line. */
#include "ui/window-private.h"

#include "ui/adaptive-bin.h"
#include "ui/landscape/landscape-page.h"
#include "ui/mixlab/mix-lab.h"
#include "ui/notice-bar.h"
#include "ui/runs/runs-page.h"
#include "ui/samples/samples-page.h"
#include "ui/setting-rules.h"
#include "ui/sidebar.h"
#include "ui/status-bar.h"
#include "ui/train-page.h"

#include <glib/gi18n.h>

#define BREAKPOINT 860
#define LEAST_WIDTH 360
#define LEAST_HEIGHT 400

G_DEFINE_FINAL_TYPE(GmxWindow, gmx_window, ADW_TYPE_APPLICATION_WINDOW)

/* Pages */

/* A page is a widget; one with a property "narrow" is told when the window is. */
static void add_page(GmxWindow *self, GtkWidget *page, const char *name, const char *title,
                     const char *icon) {
  AdwViewStackPage *item =
      adw_view_stack_add_titled(ADW_VIEW_STACK(self->pages), page, name, title);
  adw_view_stack_page_set_icon_name(item, icon);
  if (g_object_class_find_property(G_OBJECT_GET_CLASS(page), "narrow"))
    g_object_bind_property(self->bin, "narrow", page, "narrow", G_BINDING_SYNC_CREATE);
}

/* A run that is taken up again is looked at where it trains. */
static void on_continue(GmxWindow *self, const char *path) {
  gmx_settings_resume(self->settings, path, NULL);
  adw_view_stack_set_visible_child_name(ADW_VIEW_STACK(self->pages), "train");
}

static void add_pages(GmxWindow *self, const char *run_dir) {
  GtkWidget *train = gmx_train_page_new(self->settings);
  self->motion = g_object_ref(gmx_train_page_get_motion(GMX_TRAIN_PAGE(train)));
  add_page(self, train, "train", _("Train"), "gmx-train-symbolic");
  add_page(self, gmx_samples_page_new(self->settings), "samples", _("Samples"),
           "gmx-samples-symbolic");
  add_page(self, gmx_mix_lab_new(self->settings), "mixlab", _("Mix Lab"), "gmx-mixed-symbolic");
  add_page(self, gmx_landscape_page_new(self->settings, run_dir), "landscape", _("Landscape"),
           "gmx-landscape-symbolic");
  GtkWidget *runs = gmx_runs_page_new(self->settings, run_dir);
  add_page(self, runs, "runs", _("Runs"), "gmx-runs-symbolic");
  g_signal_connect_object(runs, "continue", G_CALLBACK(on_continue), self, G_CONNECT_SWAPPED);
}

static gboolean is_on_train(GmxWindow *self) {
  const char *name = adw_view_stack_get_visible_child_name(ADW_VIEW_STACK(self->pages));
  return g_strcmp0(name, "train") == 0;
}

static gboolean *settings_choice(GmxWindow *self) {
  return is_on_train(self) ? &self->settings_on_train : &self->settings_elsewhere;
}

/* The settings stand beside the curves that they bend; other pages have the whole width until the
 * user asks for them there. */
static void on_reveal(GmxWindow *self) {
  if (!gmx_adaptive_bin_get_narrow(GMX_ADAPTIVE_BIN(self->bin)))
    *settings_choice(self) = adw_flap_get_reveal_flap(ADW_FLAP(self->flap));
}

static void show_sidebar(GmxWindow *self) {
  gboolean narrow = gmx_adaptive_bin_get_narrow(GMX_ADAPTIVE_BIN(self->bin));
  adw_flap_set_reveal_flap(ADW_FLAP(self->flap), !narrow && *settings_choice(self));
}

static void on_page(GmxWindow *self) {
  AdwViewStack *pages = ADW_VIEW_STACK(self->pages);
  AdwViewStackPage *page = adw_view_stack_get_page(pages, adw_view_stack_get_visible_child(pages));
  adw_window_title_set_title(ADW_WINDOW_TITLE(self->title), adw_view_stack_page_get_title(page));
  gtk_widget_set_visible(self->status_bar, is_on_train(self));
  show_sidebar(self);
}

static guint count_pages(GmxWindow *self) {
  g_autoptr(GtkSelectionModel) pages = adw_view_stack_get_pages(ADW_VIEW_STACK(self->pages));
  return g_list_model_get_n_items(G_LIST_MODEL(pages));
}

/* Layout */

static void on_narrow(GmxWindow *self) {
  gboolean narrow = gmx_adaptive_bin_get_narrow(GMX_ADAPTIVE_BIN(self->bin));
  gmx_window_set_header_narrow(self, narrow);
  adw_flap_set_fold_policy(ADW_FLAP(self->flap),
                           narrow ? ADW_FLAP_FOLD_POLICY_ALWAYS : ADW_FLAP_FOLD_POLICY_NEVER);
  show_sidebar(self);
  adw_view_switcher_bar_set_reveal(ADW_VIEW_SWITCHER_BAR(self->page_bar),
                                   narrow && count_pages(self) > 1);
  gmx_notice_bar_set_narrow(GMX_NOTICE_BAR(self->notice_bar), narrow);
  gmx_status_bar_set_narrow(GMX_STATUS_BAR(self->status_bar), narrow);
}

static GtkWidget *new_flap(GmxWindow *self) {
  self->flap = adw_flap_new();
  adw_flap_set_flap(ADW_FLAP(self->flap), gmx_sidebar_new(self->settings));
  adw_flap_set_content(ADW_FLAP(self->flap), self->pages);
  adw_flap_set_separator(ADW_FLAP(self->flap), gtk_separator_new(GTK_ORIENTATION_VERTICAL));
  adw_flap_set_fold_policy(ADW_FLAP(self->flap), ADW_FLAP_FOLD_POLICY_NEVER);
  /* A swipe over a slider is meant for the slider. */
  adw_flap_set_swipe_to_open(ADW_FLAP(self->flap), FALSE);
  adw_flap_set_swipe_to_close(ADW_FLAP(self->flap), FALSE);
  gtk_widget_set_vexpand(self->flap, TRUE);
  g_object_bind_property(self->flap, "reveal-flap", self->sidebar_button, "active",
                         G_BINDING_BIDIRECTIONAL | G_BINDING_SYNC_CREATE);
  g_signal_connect_swapped(self->flap, "notify::reveal-flap", G_CALLBACK(on_reveal), self);
  return self->flap;
}

/* The lessons' panel stands beside the pages, or below them. */
static GtkWidget *new_body(GmxWindow *self) {
  GtkWidget *body = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *flap = new_flap(self);
  self->lesson_beside = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  self->lesson_below = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_hexpand(flap, TRUE);
  gtk_box_append(GTK_BOX(line), flap);
  gtk_box_append(GTK_BOX(line), self->lesson_beside);
  gtk_box_append(GTK_BOX(body), line);
  gtk_box_append(GTK_BOX(body), self->lesson_below);
  return body;
}

static void build(GmxWindow *self, const char *run_dir) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  self->settings_on_train = TRUE;
  self->pages = adw_view_stack_new();
  /* A page that is not seen asks for no room. */
  adw_view_stack_set_hhomogeneous(ADW_VIEW_STACK(self->pages), FALSE);
  adw_view_stack_set_vhomogeneous(ADW_VIEW_STACK(self->pages), FALSE);
  self->bin = gmx_adaptive_bin_new(box, LEAST_WIDTH, BREAKPOINT);
  self->page_bar = adw_view_switcher_bar_new();
  self->status_bar = gmx_status_bar_new(self->session);
  self->notice_bar = gmx_notice_bar_new(self->settings);
  adw_view_switcher_bar_set_stack(ADW_VIEW_SWITCHER_BAR(self->page_bar),
                                  ADW_VIEW_STACK(self->pages));
  gtk_box_append(GTK_BOX(box), gmx_window_new_header(self));
  gtk_box_append(GTK_BOX(box), self->notice_bar);
  gtk_box_append(GTK_BOX(box), new_body(self));
  gtk_box_append(GTK_BOX(box), self->status_bar);
  gtk_box_append(GTK_BOX(box), self->page_bar);
  add_pages(self, run_dir);
  gmx_status_bar_follow(GMX_STATUS_BAR(self->status_bar), self->motion);
  GtkWidget *content = gmx_window_add_lessons(self, gmx_window_new_views(self, self->bin));
  adw_application_window_set_content(ADW_APPLICATION_WINDOW(self), content);
  gmx_window_name_parts(self);
  g_signal_connect_object(self->bin, "notify::narrow", G_CALLBACK(on_narrow), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->pages, "notify::visible-child", G_CALLBACK(on_page), self,
                          G_CONNECT_SWAPPED);
}

/* What the session says */

static void on_state(GmxWindow *self) {
  GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(self));
  gmx_window_show_train_button(self);
  gmx_window_update_actions(self);
  /* At first only the sidebar's button could take the focus; the one to press is Train. */
  if (!focus || focus == self->sidebar_button)
    gtk_widget_grab_focus(self->train_button);
}

/* "CIFAR-10, DG-Mix" under the page's name, where there is no room for the switcher. */
static void show_title(GmxWindow *self) {
  GmxDataset *dataset = gmx_session_get_dataset(self->session);
  GmxConfig *config = gmx_settings_get_config(self->settings);
  g_autofree char *method = gmx_config_get_string(config, "method");
  g_autofree char *title = gmx_method_short_title(method);
  g_autofree char *subtitle =
      dataset ? g_strdup_printf("%s, %s", gmx_dataset_get_title(dataset), title) : g_strdup("");
  adw_window_title_set_subtitle(ADW_WINDOW_TITLE(self->title), subtitle);
}

void gmx_window_say(GmxWindow *self, const char *what, const char *right) {
  gmx_notice_bar_say(GMX_NOTICE_BAR(self->notice_bar), what, right);
}

/* Space trains wherever it means nothing else; in slow motion it goes on by a phase. */
static gboolean on_space(GtkWidget *widget, GVariant *arguments, gpointer data) {
  GmxWindow *self = GMX_WINDOW(widget);
  if (!gmx_motion_get_active(self->motion) || !is_on_train(self))
    return gtk_widget_activate_action(widget, "win.train", NULL);
  gmx_motion_next(self->motion);
  return TRUE;
}

static gboolean on_shift_space(GtkWidget *widget, GVariant *arguments, gpointer data) {
  GmxWindow *self = GMX_WINDOW(widget);
  if (!gmx_motion_get_active(self->motion) || !is_on_train(self))
    return FALSE;
  gmx_motion_back(self->motion);
  return TRUE;
}

static void add_space(GmxWindow *self) {
  GtkEventController *keys = gtk_shortcut_controller_new();
  GtkShortcut *space = gtk_shortcut_new(gtk_keyval_trigger_new(GDK_KEY_space, 0),
                                        gtk_callback_action_new(on_space, NULL, NULL));
  gtk_shortcut_controller_add_shortcut(GTK_SHORTCUT_CONTROLLER(keys), space);
  gtk_shortcut_controller_add_shortcut(
      GTK_SHORTCUT_CONTROLLER(keys),
      gtk_shortcut_new(gtk_keyval_trigger_new(GDK_KEY_space, GDK_SHIFT_MASK),
                       gtk_callback_action_new(on_shift_space, NULL, NULL)));
  gtk_widget_add_controller(GTK_WIDGET(self), keys);
}

static void window_dispose(GObject *object) {
  GmxWindow *self = GMX_WINDOW(object);
  if (self->session)
    gmx_session_close(self->session);
  G_OBJECT_CLASS(gmx_window_parent_class)->dispose(object);
  g_clear_object(&self->motion);
  g_clear_object(&self->settings);
  g_clear_object(&self->session);
  g_clear_pointer(&self->session_path, g_free);
}

static void gmx_window_class_init(GmxWindowClass *class) {
  G_OBJECT_CLASS(class)->dispose = window_dispose;
  gmx_window_class_install_actions(GTK_WIDGET_CLASS(class));
}

static void gmx_window_init(GmxWindow *self) {
}

static void add_help(GmxWindow *self) {
  g_autoptr(GtkBuilder) builder =
      gtk_builder_new_from_resource("/io/github/gmixstudio/Studio/ui/help-overlay.ui");
  GObject *help = gtk_builder_get_object(builder, "help_overlay");
  gtk_application_window_set_help_overlay(GTK_APPLICATION_WINDOW(self), GTK_SHORTCUTS_WINDOW(help));
}

/* The size that a session was saved with. */
static void set_size(GmxWindow *self, JsonObject *window) {
  gint64 width = window ? json_object_get_int_member_with_default(window, "width", 0) : 0;
  gint64 height = window ? json_object_get_int_member_with_default(window, "height", 0) : 0;
  gboolean sane = width >= LEAST_WIDTH && height >= LEAST_HEIGHT && MAX(width, height) < 32768;
  gtk_window_set_default_size(GTK_WINDOW(self), sane ? (int)width : 1280, sane ? (int)height : 860);
  gtk_widget_set_size_request(GTK_WIDGET(self), LEAST_WIDTH, LEAST_HEIGHT);
  if (window && json_object_get_boolean_member_with_default(window, "maximized", FALSE))
    gtk_window_maximize(GTK_WINDOW(self));
}

GmxWindow *gmx_window_new(AdwApplication *application, const GmxSessionFile *file, const char *path,
                          const char *weights, const char *run_dir) {
  GmxWindow *self = g_object_new(GMX_TYPE_WINDOW, "application", application, NULL);
  self->session = gmx_session_new(run_dir);
  self->settings = gmx_settings_new(self->session);
  gtk_window_set_title(GTK_WINDOW(self), _("G-Mix Studio"));
  set_size(self, file->window);
  self->session_path = g_strdup(path);
  build(self, run_dir);
  gmx_window_add_choices(self);
  gmx_window_add_drop(self);
  add_space(self);
  add_help(self);
  g_signal_connect_object(self->session, "state", G_CALLBACK(on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(self->session, "opened", G_CALLBACK(show_title), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(self->settings, "changed", G_CALLBACK(show_title), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->settings, "changed", G_CALLBACK(gmx_window_update_undo), self,
                          G_CONNECT_SWAPPED);
  on_state(self);
  gmx_window_update_undo(self);
  gmx_window_take_session(self, file, weights);
  return self;
}
