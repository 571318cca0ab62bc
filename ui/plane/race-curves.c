/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The curves of a race. The two charts share both axes, so that they are read together. */
#include "ui/plane/race-curves.h"

#include "ui/help-topics.h"
#include "ui/chart/card.h"
#include "ui/chart/line-layer.h"
#include "ui/chart/palette.h"
#include "ui/curves.h"
#include "ui/runs/run-style.h"
#include "ui/setting-rules.h"

#include <glib/gi18n.h>
#include <math.h>

#define SMOOTHING 0.95
#define LEAST_HEIGHT 180

enum { MIXED, HELD_OUT, N_CURVES };

typedef struct {
  GmxRaceCurves *curves;
  GmxSession *session; /* or NULL */
  GmxSeries *series[N_CURVES];
  GmxLayer *layers[N_CURVES];
  gint64 last_step;
} Runner;

struct GmxRaceCurves {
  Runner runners[GMX_RUNNERS];
  GmxAxis *x, *y;
  GtkWidget *cards[N_CURVES]; /* borrowed */
};

/* What the sessions say */

static void clear(Runner *runner) {
  for (int i = 0; i < N_CURVES; i++)
    gmx_series_clear(runner->series[i]);
  runner->last_step = 0;
}

static void cut_after(Runner *runner, gint64 step) {
  for (int i = 0; i < N_CURVES; i++)
    gmx_series_cut_after(runner->series[i], step);
  runner->last_step = MIN(runner->last_step, step);
}

static void on_steps(Runner *runner, GArray *steps) {
  for (guint i = 0; i < steps->len; i++) {
    const GmxStepRecord *record = &g_array_index(steps, GmxStepRecord, i);
    if (record->step <= runner->last_step)
      cut_after(runner, record->step - 1);
    gmx_series_append(runner->series[MIXED], record->step, record->loss);
    runner->last_step = record->step;
  }
}

static void on_epochs(Runner *runner, GArray *epochs) {
  for (guint i = 0; i < epochs->len; i++) {
    const GmxEpochRecord *record = &g_array_index(epochs, GmxEpochRecord, i);
    if (!isnan(record->test_loss))
      gmx_series_append(runner->series[HELD_OUT], record->step, record->test_loss);
  }
}

static void on_rewound(Runner *runner, gint64 step) {
  cut_after(runner, step);
}

static void on_diverged(Runner *runner) {
  for (int i = 0; i < N_CURVES; i++)
    gmx_series_set_ended(runner->series[i]);
}

/* A method keeps its name in the settings, "dg-mix": short, and what the command line takes. */
static void name_runner(Runner *runner) {
  g_autofree char *name = gmx_config_get_string(gmx_session_get_config(runner->session), "method");
  for (int i = 0; i < N_CURVES; i++)
    if (g_strcmp0(gmx_layer_get_name(runner->layers[i]), name) != 0)
      gmx_layer_set_name(runner->layers[i], name, NULL);
}

static void on_opened(Runner *runner) {
  clear(runner);
  name_runner(runner);
  if (runner->curves->x)
    gmx_axis_fit(runner->curves->x);
}

static void forget(Runner *runner) {
  if (runner->session)
    g_signal_handlers_disconnect_by_data(runner->session, runner);
  g_clear_object(&runner->session);
}

void gmx_race_curves_follow(GmxRaceCurves *self, GmxRunner number, GmxSession *session) {
  Runner *runner = &self->runners[number];
  const struct {
    const char *signal;
    GCallback handler;
  } handlers[] = {
      {"opened", G_CALLBACK(on_opened)},   {"steps", G_CALLBACK(on_steps)},
      {"epochs", G_CALLBACK(on_epochs)},   {"setting", G_CALLBACK(name_runner)},
      {"rewound", G_CALLBACK(on_rewound)}, {"diverged", G_CALLBACK(on_diverged)},
  };
  forget(runner);
  clear(runner);
  if (!session)
    return;
  runner->session = g_object_ref(session);
  for (gsize i = 0; i < G_N_ELEMENTS(handlers); i++)
    g_signal_connect_swapped(session, handlers[i].signal, handlers[i].handler, runner);
  name_runner(runner);
}

/* Building */

static GmxLayer *new_layer(Runner *runner, int curve, const GmxRunStyle *look) {
  GmxLineStyle style = gmx_line_style_default(look->color);
  memcpy(style.dash, look->dash, sizeof style.dash);
  if (curve == HELD_OUT) {
    style.width = 1.5;
    style.marker = look->marker;
  }
  GmxLayer *layer = GMX_LAYER(gmx_line_layer_new(runner->series[curve], &style));
  gmx_layer_set_in_legend(layer, TRUE);
  return layer;
}

static void make_runner(GmxRaceCurves *self, GmxRunner number) {
  const GmxRunStyle look = gmx_run_style_of((int)number);
  Runner *runner = &self->runners[number];
  runner->curves = self;
  runner->series[MIXED] = gmx_series_new("loss");
  runner->series[HELD_OUT] = gmx_series_new("test_loss");
  gmx_series_set_smoothing(runner->series[MIXED], GMX_SMOOTH_EXPONENTIAL, SMOOTHING);
  for (int i = 0; i < N_CURVES; i++)
    runner->layers[i] = new_layer(runner, i, &look);
}

GmxRaceCurves *gmx_race_curves_new(void) {
  GmxRaceCurves *self = g_new0(GmxRaceCurves, 1);
  self->x = gmx_axis_new_x("step");
  self->y = gmx_curve_new_axis(GMX_CURVE_LOSS);
  for (int i = 0; i < GMX_RUNNERS; i++)
    make_runner(self, (GmxRunner)i);
  return self;
}

void gmx_race_curves_free(GmxRaceCurves *self) {
  for (int i = 0; i < GMX_RUNNERS; i++) {
    forget(&self->runners[i]);
    for (int curve = 0; curve < N_CURVES; curve++) {
      g_object_unref(self->runners[i].layers[curve]);
      g_object_unref(self->runners[i].series[curve]);
    }
  }
  g_object_unref(self->x);
  g_object_unref(self->y);
  g_free(self);
}

static GtkWidget *new_card(GmxRaceCurves *self, int curve, const char *title) {
  static const GmxTopic topics[N_CURVES] = {
      [MIXED] = GMX_TOPIC_RACE_MIXED, [HELD_OUT] = GMX_TOPIC_RACE_HELD_OUT};
  GmxChart *chart = gmx_chart_new(title, self->x, self->y);
  for (int i = 0; i < GMX_RUNNERS; i++)
    gmx_chart_add_layer(chart, 0, self->runners[i].layers[curve]);
  gtk_widget_set_size_request(GTK_WIDGET(chart), -1, LEAST_HEIGHT);
  GtkWidget *card = gmx_chart_card_new(chart);
  gmx_chart_card_set_help(GMX_CHART_CARD(card), gmx_help_topic_new(topics[curve]));
  return card;
}

GtkWidget *gmx_race_curves_new_mixed_card(GmxRaceCurves *self) {
  return new_card(self, MIXED, _("Mixed loss at w"));
}

GtkWidget *gmx_race_curves_new_held_out_card(GmxRaceCurves *self) {
  return new_card(self, HELD_OUT, _("Held-out loss"));
}

/* The sample in a card's head */

static void draw_sample(GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data) {
  g_autoptr(GmxPalette) palette = gmx_palette_new(GTK_WIDGET(area));
  gmx_layer_draw_sample(data, palette, cr, 0.5 * width, 0.5 * height);
}

GtkWidget *gmx_race_curves_new_sample(GmxRaceCurves *self, GmxRunner runner) {
  GmxLayer *layer = self->runners[runner].layers[HELD_OUT];
  GtkWidget *area = gtk_drawing_area_new();
  gtk_drawing_area_set_content_width(GTK_DRAWING_AREA(area),
                                     (int)ceil(gmx_layer_sample_width(layer)) + 2);
  gtk_drawing_area_set_content_height(GTK_DRAWING_AREA(area), 12);
  gtk_drawing_area_set_draw_func(GTK_DRAWING_AREA(area), draw_sample, g_object_ref(layer),
                                 g_object_unref);
  gtk_widget_set_valign(area, GTK_ALIGN_CENTER);
  return area;
}
