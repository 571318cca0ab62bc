/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One runner of a race. Nothing is asked of a session whose card is not seen: the feed sees to
 * that. */
#include "ui/plane/race-card.h"

#include "ui/help-topics.h"
#include "ui/format.h"
#include "ui/plane/plane-view.h"
#include "ui/setting-rules.h"
#include "ui/throttle.h"

#include <glib/gi18n.h>
#include <math.h>

#define LEAST_HEIGHT 220

struct _GmxRaceCard {
  GtkWidget parent_instance;

  GmxSession *session; /* or NULL */
  GmxPlaneFeed *feed;
  GmxPlaneLayers layers;
  gint64 broke_at; /* step whose loss was not finite; 0 */
  GmxThrottle scored;
  GSimpleActionGroup *actions;
  GSimpleAction *method;

  GtkWidget *box, *button, *name, *numbers, *score, *place, *view;
};

enum { CHOSEN, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxRaceCard, gmx_race_card, GTK_TYPE_WIDGET)

/* The head */

/* "α 0.40, ρ 0.30": what acts under this method. */
static char *describe_numbers(GmxConfig *config) {
  static const char *const names[] = {"alpha", "rho", "gamma", "beta"};
  GString *text = g_string_new(NULL);
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    GParamSpec *spec = g_object_class_find_property(G_OBJECT_GET_CLASS(config), names[i]);
    if (!gmx_setting_acts(config, names[i]))
      continue;
    g_autofree char *value = gmx_format_setting(spec, gmx_config_get_double(config, names[i]));
    g_string_append_printf(text, "%s%s %s", text->len > 0 ? ", " : "",
                           gmx_setting_info(spec)->symbol, value);
  }
  return g_string_free(text, FALSE);
}

static void show_method(GmxRaceCard *self) {
  GmxConfig *config = gmx_session_get_config(self->session);
  g_autofree char *method = gmx_config_get_string(config, "method");
  g_autofree char *numbers = describe_numbers(config);
  g_autofree char *spoken = g_strdup_printf(_("Method: %s"), method);
  gtk_label_set_text(GTK_LABEL(self->name), method);
  gtk_label_set_text(GTK_LABEL(self->numbers), numbers);
  gtk_widget_set_tooltip_text(self->button, gmx_method_title(method));
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 spoken, -1);
  g_simple_action_set_state(self->method, g_variant_new_string(method));
}

static void show_broken(GmxRaceCard *self) {
  g_autofree char *step = gmx_format_count(self->broke_at);
  g_autofree char *text = g_strdup_printf(_("not finite at step %s"), step);
  gtk_label_set_text(GTK_LABEL(self->score), text);
}

/* "held-out 98.3 %" */
static void show_score(gpointer data) {
  GmxRaceCard *self = data;
  const GmxPlaneFrame *frame = self->feed ? gmx_plane_feed_get_frame(self->feed) : NULL;
  const gboolean broken = self->broke_at > 0;
  if (broken)
    gtk_widget_add_css_class(self->score, "error");
  else
    gtk_widget_remove_css_class(self->score, "error");
  if (broken) {
    show_broken(self);
  } else if (frame && isfinite(frame->held_out_accuracy)) {
    g_autofree char *share = gmx_format_percent(frame->held_out_accuracy, 1);
    g_autofree char *markup = g_markup_printf_escaped(_("held-out <b>%s</b>"), share);
    gtk_label_set_markup(GTK_LABEL(self->score), markup);
  } else {
    gtk_label_set_text(GTK_LABEL(self->score), "");
  }
}

/* What the session says */

static void on_frame(GmxRaceCard *self) {
  gmx_throttle_call(&self->scored);
}

static void on_opened(GmxRaceCard *self) {
  self->broke_at = 0;
  show_method(self);
  gmx_throttle_flush(&self->scored);
}

static void on_rewound(GmxRaceCard *self) {
  self->broke_at = 0;
  gmx_throttle_flush(&self->scored);
}

static void on_diverged(GmxRaceCard *self, gint64 step) {
  self->broke_at = step;
  gmx_throttle_flush(&self->scored);
}

static void forget(GmxRaceCard *self) {
  gmx_throttle_stop(&self->scored);
  g_clear_pointer(&self->view, gtk_widget_unparent);
  if (self->feed)
    g_signal_handlers_disconnect_by_data(self->feed, self);
  g_clear_object(&self->feed);
  if (self->session)
    g_signal_handlers_disconnect_by_data(self->session, self);
  g_clear_object(&self->session);
}

static void show_plane(GmxRaceCard *self) {
  self->view = gmx_plane_view_new(self->feed, GMX_PLANE_AT_W, self->layers);
  gtk_widget_set_vexpand(self->view, TRUE);
  gtk_widget_set_hexpand(self->view, TRUE);
  gtk_widget_set_size_request(self->view, -1, LEAST_HEIGHT);
  gtk_box_append(GTK_BOX(self->place), self->view);
  g_signal_connect_swapped(self->feed, "frame", G_CALLBACK(on_frame), self);
}

void gmx_race_card_follow(GmxRaceCard *self, GmxPlaneFeed *feed) {
  if (self->feed == feed)
    return;
  forget(self);
  if (!feed)
    return;
  GmxSession *session = gmx_plane_feed_get_session(feed);
  self->feed = g_object_ref(feed);
  self->session = g_object_ref(session);
  self->broke_at = 0;
  show_plane(self);
  g_signal_connect_swapped(session, "setting", G_CALLBACK(show_method), self);
  g_signal_connect_swapped(session, "opened", G_CALLBACK(on_opened), self);
  g_signal_connect_swapped(session, "rewound", G_CALLBACK(on_rewound), self);
  g_signal_connect_swapped(session, "diverged", G_CALLBACK(on_diverged), self);
  show_method(self);
  show_score(self);
}

void gmx_race_card_set_layers(GmxRaceCard *self, GmxPlaneLayers layers) {
  self->layers = layers;
  if (self->view)
    gmx_plane_view_set_layers(GMX_PLANE_VIEW(self->view), layers);
}

/* Building */

static void on_method(GSimpleAction *action, GVariant *value, gpointer data) {
  g_signal_emit(data, signals[CHOSEN], 0, g_variant_get_string(value, NULL));
}

static GMenuModel *new_menu(void) {
  GMenu *menu = g_menu_new();
  for (const char *const *name = gmx_method_names(); *name; name++) {
    g_autofree char *action = g_strdup_printf("runner.method::%s", *name);
    g_menu_append(menu, gmx_method_title(*name), action);
  }
  return G_MENU_MODEL(menu);
}

static GtkWidget *new_method_button(GmxRaceCard *self) {
  g_autoptr(GMenuModel) menu = new_menu();
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 4);
  self->button = gtk_menu_button_new();
  self->name = gtk_label_new(NULL);
  gtk_widget_add_css_class(self->name, "heading");
  gtk_box_append(GTK_BOX(line), self->name);
  gtk_box_append(GTK_BOX(line), gtk_image_new_from_icon_name("pan-down-symbolic"));
  gtk_menu_button_set_child(GTK_MENU_BUTTON(self->button), line);
  gtk_menu_button_set_menu_model(GTK_MENU_BUTTON(self->button), menu);
  gtk_menu_button_set_has_frame(GTK_MENU_BUTTON(self->button), FALSE);
  gtk_widget_add_css_class(self->button, "gmx-runner");
  return self->button;
}

static GtkWidget *new_head(GmxRaceCard *self, GtkWidget *sample) {
  GtkWidget *head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  self->numbers = gtk_label_new(NULL);
  self->score = gtk_label_new(NULL);
  gtk_label_set_ellipsize(GTK_LABEL(self->numbers), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign(GTK_LABEL(self->numbers), 0);
  gtk_widget_set_hexpand(self->numbers, TRUE);
  gtk_widget_add_css_class(self->numbers, "gmx-caption");
  gtk_widget_add_css_class(self->numbers, "numeric");
  gtk_widget_add_css_class(self->score, "gmx-note");
  gtk_widget_add_css_class(self->score, "numeric");
  gtk_box_append(GTK_BOX(head), sample);
  gtk_box_append(GTK_BOX(head), new_method_button(self));
  gtk_box_append(GTK_BOX(head), gmx_help_topic_new(GMX_TOPIC_RACE));
  gtk_box_append(GTK_BOX(head), self->numbers);
  gtk_box_append(GTK_BOX(head), self->score);
  return head;
}

static void name_part(GtkWidget *part, const char *name, const char *what) {
  g_autofree char *full = g_strconcat(name, what, NULL);
  gtk_widget_set_name(part, full);
}

static void race_card_dispose(GObject *object) {
  GmxRaceCard *self = GMX_RACE_CARD(object);
  forget(self);
  g_clear_pointer(&self->box, gtk_widget_unparent);
  g_clear_object(&self->method);
  g_clear_object(&self->actions);
  G_OBJECT_CLASS(gmx_race_card_parent_class)->dispose(object);
}

static void gmx_race_card_class_init(GmxRaceCardClass *class) {
  G_OBJECT_CLASS(class)->dispose = race_card_dispose;
  signals[CHOSEN] = g_signal_new("chosen", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void gmx_race_card_init(GmxRaceCard *self) {
  gmx_throttle_init(&self->scored, 250, show_score, self);
  self->actions = g_simple_action_group_new();
  self->method =
      g_simple_action_new_stateful("method", G_VARIANT_TYPE_STRING, g_variant_new_string("custom"));
  g_signal_connect(self->method, "change-state", G_CALLBACK(on_method), self);
  g_action_map_add_action(G_ACTION_MAP(self->actions), G_ACTION(self->method));
  gtk_widget_insert_action_group(GTK_WIDGET(self), "runner", G_ACTION_GROUP(self->actions));
}

GtkWidget *gmx_race_card_new(GmxRaceCurves *curves, GmxRunner runner, const char *name) {
  GmxRaceCard *self = g_object_new(GMX_TYPE_RACE_CARD, NULL);
  self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  self->place = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class(self->box, "card");
  gtk_widget_add_css_class(self->box, "gmx-card");
  gtk_box_append(GTK_BOX(self->box), new_head(self, gmx_race_curves_new_sample(curves, runner)));
  gtk_box_append(GTK_BOX(self->box), self->place);
  gtk_widget_set_parent(self->box, GTK_WIDGET(self));
  gtk_widget_set_name(GTK_WIDGET(self), name);
  name_part(self->button, name, "-method");
  name_part(self->place, name, "-plane");
  name_part(self->score, name, "-score");
  return GTK_WIDGET(self);
}
