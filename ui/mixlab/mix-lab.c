/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Mix lab page: what stands where, and in which state it is. */
#include "ui/mixlab/mix-lab-private.h"

#include "ui/mixlab/beta-card.h"
#include "ui/mixlab/image-browser.h"
#include "ui/mixlab/lab-tools.h"
#include "ui/mixlab/loss-card.h"
#include "ui/mixlab/pair-card.h"
#include "ui/mixlab/path-banner.h"
#include "ui/mixlab/share-card.h"
#include "ui/mixlab/sheet-card.h"
#include "ui/no-images.h"
#include "ui/page-notice.h"
#include "ui/toggles.h"

#include <adwaita.h>
#include <glib/gi18n.h>

enum { PROP_0, PROP_NARROW, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE(GmxMixLab, gmx_mix_lab, GTK_TYPE_WIDGET)

/* What is shown */

static GmxLabTab chosen_tab(GmxMixLab *self) {
  for (int tab = 0; tab < GMX_LAB_TABS; tab++)
    if (gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(self->tabs[tab])))
      return (GmxLabTab)tab;
  return GMX_LAB_TAB_PREDICTION;
}

/* In one column one card at a time; the sentence belongs to the predictions. */
static void update_visible(GmxMixLab *self) {
  static const GmxLabTab tabs[GMX_LAB_CARDS] = {
      [GMX_LAB_CARD_SHEET] = GMX_LAB_TAB_SHEET,
      [GMX_LAB_CARD_SHARES] = GMX_LAB_TAB_PREDICTION,
      [GMX_LAB_CARD_SHARES_PERTURBED] = GMX_LAB_TAB_PREDICTION,
      [GMX_LAB_CARD_LOSS] = GMX_LAB_TAB_LOSS,
      [GMX_LAB_CARD_BETA] = GMX_LAB_TAB_BETA,
  };
  const gboolean single = gmx_lab_layout_get_single(GMX_LAB_LAYOUT(self->layout));
  const GmxLabTab chosen = chosen_tab(self);
  for (int card = GMX_LAB_CARD_SHEET; card <= GMX_LAB_CARD_BETA; card++)
    if (card != GMX_LAB_CARD_BANNER)
      gtk_widget_set_visible(self->cards[card], !single || tabs[card] == chosen);
  gmx_path_banner_set_wanted(GMX_PATH_BANNER(self->cards[GMX_LAB_CARD_BANNER]),
                             !single || chosen == GMX_LAB_TAB_PREDICTION);
  gtk_widget_set_visible(self->cards[GMX_LAB_CARD_SWITCHER], single);
  gmx_pair_card_set_small(GMX_PAIR_CARD(self->cards[GMX_LAB_CARD_PAIR]), single);
}

static void show(GmxMixLab *self, const char *name) {
  gtk_stack_set_visible_child_name(GTK_STACK(self->stack), name);
  gtk_widget_set_visible(self->tools, g_str_equal(name, "work"));
}

static void on_dataset(GmxMixLab *self) {
  gmx_page_notice_hide(self->bar);
  show(self, "work");
}

static void on_state(GmxMixLab *self, GmxSessionState state) {
  if (state == GMX_SESSION_EMPTY)
    show(self, "empty");
}

static void on_status(GmxMixLab *self, const GmxStatus *status) {
  g_free(self->run);
  self->run = status->run_path ? g_path_get_basename(status->run_path) : NULL;
}

static void on_failed(GmxMixLab *self, const char *what, const char *message) {
  gmx_page_notice_fail(self->bar, what, message);
}

/* What was complained of is settled when another picture is there. */
static void on_pair(GmxMixLab *self) {
  gmx_page_notice_hide(self->bar);
}

static void on_choose(GmxMixLab *self, int parent) {
  gmx_mix_lab_browse(self, parent);
}

static void on_choose_for_sheet(GmxMixLab *self, int index) {
  gmx_mix_lab_browse(self, index < 0 ? GMX_TARGET_SHEET_END : GMX_TARGET_SHEET + index);
}

void gmx_mix_lab_set_pair(GmxMixLab *self, GmxPicture *a, GmxPicture *b, double lambda) {
  gmx_lab_set_pair(self->lab, a, b, lambda);
}

void gmx_mix_lab_set_picture(GmxMixLab *self, GmxParent parent, GmxPicture *picture) {
  gmx_lab_set_picture(self->lab, parent, picture);
}

/* Building */

static GtkWidget *new_switcher(GmxMixLab *self) {
  static const GmxToggle tabs[GMX_LAB_TABS] = {{.label = N_("Prediction")},
                                               {.label = N_("Loss")},
                                               {.label = N_("λ")},
                                               {.label = N_("Sheet")}};
  GtkWidget *box = gmx_toggles_new(GMX_TOGGLES_SWITCHER, tabs, GMX_LAB_TABS, self->tabs);
  for (int tab = 0; tab < GMX_LAB_TABS; tab++)
    g_signal_connect_swapped(self->tabs[tab], "toggled", G_CALLBACK(update_visible), self);
  return box;
}

/* What lessons point at: docs/lessons.md. */
static void name_parts(GmxMixLab *self) {
  static const char *const cards[GMX_LAB_CARDS] = {
      [GMX_LAB_CARD_PAIR] = "mixlab-pair",
      [GMX_LAB_CARD_SHEET] = "mixlab-sheet",
      [GMX_LAB_CARD_SHARES] = "mixlab-prediction",
      [GMX_LAB_CARD_SHARES_PERTURBED] = "mixlab-prediction-perturbed",
      [GMX_LAB_CARD_BANNER] = "mixlab-verdict",
      [GMX_LAB_CARD_LOSS] = "mixlab-loss",
      [GMX_LAB_CARD_BETA] = "mixlab-beta",
      [GMX_LAB_CARD_SWITCHER] = "mixlab-tabs",
  };
  static const char *const tabs[GMX_LAB_TABS] = {
      [GMX_LAB_TAB_PREDICTION] = "mixlab-prediction-tab",
      [GMX_LAB_TAB_LOSS] = "mixlab-loss-tab",
      [GMX_LAB_TAB_BETA] = "mixlab-beta-tab",
      [GMX_LAB_TAB_SHEET] = "mixlab-sheet-tab",
  };
  for (int card = 0; card < GMX_LAB_CARDS; card++)
    gtk_widget_set_name(self->cards[card], cards[card]);
  for (int tab = 0; tab < GMX_LAB_TABS; tab++)
    gtk_widget_set_name(self->tabs[tab], tabs[tab]);
}

static GtkWidget *new_work(GmxMixLab *self) {
  GtkWidget *scroller = gtk_scrolled_window_new();
  g_autoptr(GmxAxis) x = gmx_lambda_axis_new();
  g_autoptr(GmxAxis) y = gmx_share_axis_new();
  self->cards[GMX_LAB_CARD_PAIR] = gmx_pair_card_new(self->lab);
  self->cards[GMX_LAB_CARD_SHEET] = gmx_sheet_card_new(self->lab);
  self->cards[GMX_LAB_CARD_SHARES] = gmx_share_card_new(self->lab, FALSE, x, y);
  self->cards[GMX_LAB_CARD_SHARES_PERTURBED] = gmx_share_card_new(self->lab, TRUE, x, y);
  self->cards[GMX_LAB_CARD_BANNER] = gmx_path_banner_new(self->lab);
  self->cards[GMX_LAB_CARD_LOSS] = gmx_loss_card_new(self->lab, x);
  self->cards[GMX_LAB_CARD_BETA] = gmx_beta_card_new(self->lab, x);
  self->cards[GMX_LAB_CARD_SWITCHER] = new_switcher(self);
  g_signal_connect_object(self->cards[GMX_LAB_CARD_PAIR], "choose", G_CALLBACK(on_choose), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->cards[GMX_LAB_CARD_SHEET], "choose",
                          G_CALLBACK(on_choose_for_sheet), self, G_CONNECT_SWAPPED);
  name_parts(self);
  self->layout = gmx_lab_layout_new(self->cards);
  gtk_widget_add_css_class(self->layout, "gmx-page");
  g_signal_connect_object(self->layout, "single-changed", G_CALLBACK(update_visible), self,
                          G_CONNECT_SWAPPED);
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller), GTK_POLICY_NEVER,
                                 GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), self->layout);
  return scroller;
}

static void build(GmxMixLab *self) {
  self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  self->tools = gmx_lab_tools_new(self->lab);
  self->bar = gmx_page_notice_new();
  self->stack = gtk_stack_new();
  gtk_stack_set_hhomogeneous(GTK_STACK(self->stack), FALSE);
  gtk_stack_set_vhomogeneous(GTK_STACK(self->stack), FALSE);
  gtk_stack_add_named(GTK_STACK(self->stack), gtk_box_new(GTK_ORIENTATION_VERTICAL, 0), "waiting");
  gtk_stack_add_named(GTK_STACK(self->stack),
                      gmx_no_images_new(self->settings, "gmx-mixed-symbolic",
                                        _("Nothing to Mix Yet"),
                                        _("Here two images are blended at every λ, and you see "
                                          "what the network takes each blend for. Open images "
                                          "first.")),
                      "empty");
  gtk_stack_add_named(GTK_STACK(self->stack), new_work(self), "work");
  gtk_widget_set_vexpand(self->stack, TRUE);
  gtk_box_append(GTK_BOX(self->box), self->tools);
  gtk_box_append(GTK_BOX(self->box), self->bar);
  gtk_box_append(GTK_BOX(self->box), self->stack);
  gtk_widget_set_parent(self->box, GTK_WIDGET(self));
  show(self, "waiting");
  update_visible(self);
}

static void mix_lab_map(GtkWidget *widget) {
  GTK_WIDGET_CLASS(gmx_mix_lab_parent_class)->map(widget);
  gmx_lab_set_in_sight(GMX_MIX_LAB(widget)->lab, TRUE);
}

static void mix_lab_unmap(GtkWidget *widget) {
  GmxMixLab *self = GMX_MIX_LAB(widget);
  if (self->lab)
    gmx_lab_set_in_sight(self->lab, FALSE);
  if (self->browser)
    gtk_widget_set_visible(self->browser, FALSE);
  GTK_WIDGET_CLASS(gmx_mix_lab_parent_class)->unmap(widget);
}

static void mix_lab_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec) {
  g_value_set_boolean(value, GMX_MIX_LAB(object)->narrow);
}

static void mix_lab_set_property(GObject *object, guint id, const GValue *value, GParamSpec *spec) {
  GmxMixLab *self = GMX_MIX_LAB(object);
  self->narrow = g_value_get_boolean(value);
  gmx_lab_tools_set_narrow(GMX_LAB_TOOLS(self->tools), self->narrow);
}

static void mix_lab_dispose(GObject *object) {
  GmxMixLab *self = GMX_MIX_LAB(object);
  if (self->browser) {
    g_object_remove_weak_pointer(G_OBJECT(self->browser), (gpointer *)&self->browser);
    gtk_window_destroy(GTK_WINDOW(g_steal_pointer(&self->browser)));
  }
  g_clear_pointer(&self->box, gtk_widget_unparent);
  if (self->lab)
    g_object_run_dispose(G_OBJECT(self->lab)); /* ends its job: a task may still hold it */
  g_clear_object(&self->lab);
  g_clear_object(&self->settings);
  g_clear_pointer(&self->run, g_free);
  G_OBJECT_CLASS(gmx_mix_lab_parent_class)->dispose(object);
}

static void gmx_mix_lab_class_init(GmxMixLabClass *class) {
  GObjectClass *object_class = G_OBJECT_CLASS(class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  object_class->dispose = mix_lab_dispose;
  object_class->get_property = mix_lab_get_property;
  object_class->set_property = mix_lab_set_property;
  widget_class->map = mix_lab_map;
  widget_class->unmap = mix_lab_unmap;
  properties[PROP_NARROW] =
      g_param_spec_boolean("narrow", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties(object_class, N_PROPS, properties);
  gmx_mix_lab_class_install_actions(widget_class);
  gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void gmx_mix_lab_init(GmxMixLab *self) {
}

static void follow(GmxMixLab *self) {
  static const char *const signals[] = {"dataset-changed", "pair-changed", "path-changed",
                                        "pictures-changed"};
  GmxSession *session = gmx_settings_get_session(self->settings);
  g_signal_connect_object(session, "state", G_CALLBACK(on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "status", G_CALLBACK(on_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(self->lab, "dataset-changed", G_CALLBACK(on_dataset), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->lab, "pair-changed", G_CALLBACK(on_pair), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(self->lab, "failed", G_CALLBACK(on_failed), self, G_CONNECT_SWAPPED);
  for (gsize i = 0; i < G_N_ELEMENTS(signals); i++)
    g_signal_connect_object(self->lab, signals[i], G_CALLBACK(gmx_mix_lab_update_actions), self,
                            G_CONNECT_SWAPPED);
}

GtkWidget *gmx_mix_lab_new(GmxSettings *settings) {
  GmxMixLab *self = g_object_new(GMX_TYPE_MIX_LAB, NULL);
  self->settings = g_object_ref(settings);
  self->lab = gmx_lab_new(settings);
  build(self);
  follow(self);
  gmx_mix_lab_update_actions(self);
  return GTK_WIDGET(self);
}
