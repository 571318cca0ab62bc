/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where λ comes from: the density of Beta(α, α), the run's own α, and the λ drawn so far. */
#include "ui/mixlab/beta-card.h"

#include "ui/help-topics.h"
#include "ui/chart/chart.h"
#include "ui/format.h"
#include "ui/mixlab/beta-layer.h"
#include "ui/mixlab/draw-marks.h"
#include "ui/mixlab/lambda-layer.h"
#include "ui/setting-slider.h"
#include "ui/throttle.h"

#include <glib/gi18n.h>
#include <math.h>

#define HEIGHT 110

struct _GmxBetaCard {
  GtkWidget parent_instance;

  GmxLab *lab;
  GmxBetaLayer *density;
  GmxLambdaLayer *mark;
  GmxThrottle counted;

  GtkWidget *box, *note, *row, *caption, *marks;
};

G_DEFINE_FINAL_TYPE(GmxBetaCard, gmx_beta_card, GTK_TYPE_WIDGET)

static gboolean mixes(GmxBetaCard *self) {
  GmxConfig *config = gmx_settings_get_config(gmx_lab_get_settings(self->lab));
  return gmx_config_get_enum(config, "mix") != GMX_MIX_NONE;
}

static void show_count(gpointer data) {
  GmxBetaCard *self = data;
  GmxConfig *config = gmx_settings_get_config(gmx_lab_get_settings(self->lab));
  const int count = gmx_draw_marks_get_count(GMX_DRAW_MARKS(self->marks));
  g_autofree char *note =
      count == 0 ? g_strdup(mixes(self) ? _("no draws yet") : "")
      : gmx_config_get_boolean(config, "lambda-per-example")
          ? g_strdup_printf(ngettext("lower mark: the mean of a batch",
                                     "lower marks: means of %d batches", (gulong)count),
                            count)
          : g_strdup_printf(ngettext("lower mark: the last draw", "lower marks: the last %d draws",
                                     (gulong)count),
                            count);
  gtk_label_set_text(GTK_LABEL(self->note), note);
}

/* A step that mixes nothing has λ = 1 without drawing it. */
static void on_steps(GmxBetaCard *self, GArray *records) {
  for (guint i = 0; mixes(self) && i < records->len; i++) {
    const GmxStepRecord *record = &g_array_index(records, GmxStepRecord, i);
    gmx_draw_marks_add(GMX_DRAW_MARKS(self->marks), record->step, record->lambda);
  }
  gmx_throttle_call(&self->counted);
}

static void on_opened(GmxBetaCard *self) {
  gmx_draw_marks_cut_after(GMX_DRAW_MARKS(self->marks), 0);
  gmx_throttle_flush(&self->counted);
}

static void on_rewound(GmxBetaCard *self, gint64 step) {
  gmx_draw_marks_cut_after(GMX_DRAW_MARKS(self->marks), step);
  gmx_throttle_flush(&self->counted);
}

static void on_settings(GmxBetaCard *self) {
  GmxConfig *config = gmx_settings_get_config(gmx_lab_get_settings(self->lab));
  const gboolean drawn = mixes(self);
  gmx_beta_layer_set_alpha(self->density, drawn ? gmx_config_get_double(config, "alpha") : NAN);
  gtk_widget_set_visible(self->row, drawn);
  gtk_widget_set_visible(self->caption, !drawn);
  gmx_throttle_call(&self->counted);
}

static void on_lambda(GmxBetaCard *self) {
  gmx_lambda_layer_set_lambda(self->mark, gmx_lab_get_share(self->lab));
}

/* Building */

static GtkWidget *new_head(GmxBetaCard *self) {
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *title = gtk_label_new(_("λ ~ Beta(α, α)"));
  self->note = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(title), 0);
  gtk_label_set_xalign(GTK_LABEL(self->note), 1);
  gtk_label_set_ellipsize(GTK_LABEL(self->note), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class(title, "heading");
  gtk_widget_add_css_class(self->note, "gmx-caption");
  gtk_widget_add_css_class(self->note, "numeric");
  gtk_widget_set_hexpand(self->note, TRUE);
  gtk_box_append(GTK_BOX(line), title);
  gmx_help_topic_add(title, GMX_TOPIC_BETA);
  gtk_box_append(GTK_BOX(line), self->note);
  return line;
}

/* The same setting as in the sidebar, and it says so. */
static GtkWidget *new_alpha(GmxBetaCard *self) {
  GmxSettings *settings = gmx_lab_get_settings(self->lab);
  GParamSpec *spec =
      g_object_class_find_property(G_OBJECT_GET_CLASS(gmx_settings_get_config(settings)), "alpha");
  GtkWidget *symbol = gtk_label_new(gmx_setting_info(spec)->symbol);
  GtkWidget *slider = gmx_setting_slider_new(settings, spec);
  self->row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 8);
  gtk_widget_add_css_class(symbol, "gmx-symbol");
  gtk_widget_add_css_class(self->row, "gmx-alpha");
  gtk_widget_set_hexpand(slider, TRUE);
  gtk_widget_set_tooltip_text(self->row, _("The run's own α, as in the sidebar: the next step "
                                           "draws its λ from this density"));
  gtk_box_append(GTK_BOX(self->row), symbol);
  gtk_box_append(GTK_BOX(self->row), slider);
  return self->row;
}

static GtkWidget *new_caption(GmxBetaCard *self) {
  self->caption = gtk_label_new(_("This run does not mix: it has no λ. Choose mixup in the sidebar "
                                  "to draw one."));
  gtk_label_set_wrap(GTK_LABEL(self->caption), TRUE);
  gtk_label_set_xalign(GTK_LABEL(self->caption), 0);
  gtk_widget_add_css_class(self->caption, "gmx-caption");
  return self->caption;
}

static void build(GmxBetaCard *self, GmxAxis *x) {
  g_autoptr(GmxAxis) y = gmx_axis_new_y(NULL);
  gmx_axis_set_limits(y, 0, INFINITY);
  gmx_axis_set_tick_count(y, 3, 5);
  GmxChart *chart = gmx_chart_new(_("Density of λ"), x, y);
  gtk_widget_set_size_request(GTK_WIDGET(chart), -1, HEIGHT);
  gtk_widget_set_vexpand(GTK_WIDGET(chart), TRUE);
  gmx_chart_add_layer(chart, 0, GMX_LAYER(self->density));
  gmx_chart_add_layer(chart, 0, GMX_LAYER(self->mark));
  self->marks = gmx_draw_marks_new(chart);
  self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
  gtk_widget_add_css_class(self->box, "card");
  gtk_widget_add_css_class(self->box, "gmx-card");
  gtk_box_append(GTK_BOX(self->box), new_head(self));
  gtk_box_append(GTK_BOX(self->box), new_alpha(self));
  gtk_box_append(GTK_BOX(self->box), new_caption(self));
  gtk_box_append(GTK_BOX(self->box), GTK_WIDGET(chart));
  gtk_box_append(GTK_BOX(self->box), self->marks);
  gtk_widget_set_parent(self->box, GTK_WIDGET(self));
}

static void beta_card_dispose(GObject *object) {
  GmxBetaCard *self = GMX_BETA_CARD(object);
  gmx_throttle_stop(&self->counted);
  g_clear_pointer(&self->box, gtk_widget_unparent);
  g_clear_object(&self->density);
  g_clear_object(&self->mark);
  g_clear_object(&self->lab);
  G_OBJECT_CLASS(gmx_beta_card_parent_class)->dispose(object);
}

static void gmx_beta_card_class_init(GmxBetaCardClass *class) {
  G_OBJECT_CLASS(class)->dispose = beta_card_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_beta_card_init(GmxBetaCard *self) {
  gmx_throttle_init(&self->counted, 250, show_count, self);
  self->density = gmx_beta_layer_new();
  self->mark = gmx_lambda_layer_new();
}

GtkWidget *gmx_beta_card_new(GmxLab *lab, GmxAxis *x) {
  GmxBetaCard *self = g_object_new(GMX_TYPE_BETA_CARD, NULL);
  GmxSettings *settings = gmx_lab_get_settings(lab);
  GmxSession *session = gmx_settings_get_session(settings);
  self->lab = g_object_ref(lab);
  build(self, x);
  g_signal_connect_object(session, "opened", G_CALLBACK(on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "steps", G_CALLBACK(on_steps), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "rewound", G_CALLBACK(on_rewound), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(settings, "changed", G_CALLBACK(on_settings), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(lab, "lambda-changed", G_CALLBACK(on_lambda), self, G_CONNECT_SWAPPED);
  on_opened(self);
  on_settings(self);
  on_lambda(self);
  return GTK_WIDGET(self);
}
