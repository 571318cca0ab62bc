/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The card of classes: pairs, shares, intrusion, confusion. Each page is renewed at most twice a
 * second, and only while it is seen. */
#include "ui/samples/class-card.h"

#include "engine/insight/blend.h"
#include "ui/help-topics.h"
#include "ui/chart/legend.h"
#include "ui/chart/line-layer.h"
#include "ui/samples/class-figures.h"
#include "ui/samples/confusion-view.h"
#include "ui/samples/pair-matrix.h"
#include "ui/throttle.h"
#include "ui/toggles.h"

#include <glib/gi18n.h>
#include <math.h>

#define INTERVAL 500 /* ms */

enum { PAGE_PAIRS, PAGE_CLASSES, PAGE_INTRUSION, PAGE_CONFUSION, PAGES };

enum { PICTURE, N_SIGNALS };
static guint signals[N_SIGNALS];

struct _GmxClassCard {
  GtkWidget parent_instance;

  GmxSampleModel *model;
  GmxSession *session;
  GmxThrottle renewed;

  GtkWidget *buttons[PAGES], *help, *note, *stack;
  GtkWidget *pages[PAGES], *hints[PAGES]; /* a page's content, and what stands there without it */
  GtkWidget *matrix;
  GmxChart *shares_chart;
  GmxAreaLayer *shares_layer;
  GArray *shares; /* GmxClassShare, shown; NULL */
  int pinned;     /* the class that a click chose; −1 */
  GmxSeries *rates[GMX_RATES];
  GmxBandLayer *bands[GMX_RATES];
  GmxLayer *lines[GMX_RATES];
  GtkWidget *searched; /* among how many images */
};

G_DEFINE_FINAL_TYPE(GmxClassCard, gmx_class_card, GTK_TYPE_WIDGET)

static int chosen_page(GmxClassCard *self) {
  int page = 0;
  while (page + 1 < PAGES && !gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(self->buttons[page])))
    page++;
  return page;
}

/* Pairs */

static void mark_pair(GmxClassCard *self) {
  const GmxSampleFilter *filter = gmx_sample_model_get_filter(self->model);
  gboolean pair = filter->pair_first >= 0 && filter->pair_second >= 0;
  gmx_pair_matrix_mark(GMX_PAIR_MATRIX(self->matrix), pair ? filter->pair_first : -1,
                       pair ? filter->pair_second : -1);
}

/* The same pair once more takes the filter away. */
static void on_pair(GmxClassCard *self, int first, int second) {
  GmxSampleFilter filter = *gmx_sample_model_get_filter(self->model);
  gboolean again = MIN(filter.pair_first, filter.pair_second) == MIN(first, second) &&
                   MAX(filter.pair_first, filter.pair_second) == MAX(first, second);
  filter.pair_first = again ? -1 : first;
  filter.pair_second = again ? -1 : second;
  gmx_sample_model_set_filter(self->model, &filter);
}

static gboolean renew_pairs(GmxClassCard *self, GmxRecording *recording, GmxDataset *dataset) {
  int classes = dataset != NULL ? gmx_dataset_get_classes(dataset) : 0;
  g_autofree guint64 *sharp = g_new0(guint64, (gsize)classes * (gsize)classes + 1);
  g_autofree guint64 *total = g_new0(guint64, (gsize)classes * (gsize)classes + 1);
  if (recording != NULL && classes > 0)
    gmx_recording_get_pairs(recording, sharp, total);
  g_autoptr(GmxPairShares) shares = gmx_pair_shares_new(sharp, total, classes, GMX_PAIR_MOST);
  gboolean any = !isnan(shares->usual);
  gmx_pair_matrix_show(GMX_PAIR_MATRIX(self->matrix), any ? g_steal_pointer(&shares) : NULL,
                       dataset);
  return any;
}

/* Classes */

static gboolean renew_classes(GmxClassCard *self, GmxRecording *recording, GmxDataset *dataset) {
  g_clear_pointer(&self->shares, g_array_unref);
  if (recording != NULL)
    self->shares = gmx_recording_get_class_shares(recording);
  else
    self->shares = g_array_new(FALSE, FALSE, sizeof(GmxClassShare));
  gmx_class_figures_show_shares(self->shares_layer, self->shares, dataset);
  return self->shares->len > 0;
}

/* Beside the epoch in the head of the hover card. */
static char *share_note(double x, gpointer data) {
  GmxClassCard *self = data;
  GmxDataset *dataset = gmx_session_get_dataset(self->session);
  if (self->shares == NULL || dataset == NULL)
    return NULL;
  return gmx_class_figures_describe_rate(self->shares, dataset,
                                         gmx_area_layer_get_chosen(self->shares_layer),
                                         gmx_area_layer_epoch_at(self->shares_layer, x));
}

/* The class whose band lies at (x, y) of the chart; −1: none. */
static int class_at(GmxClassCard *self, double x, double y) {
  cairo_rectangle_t area;
  if (!gmx_figure_get_area(gmx_chart_get_figure(self->shares_chart), 0, &area))
    return -1;
  double across = (x - area.x) / area.width, up = (area.y + area.height - y) / area.height;
  if (across < 0.0 || across > 1.0)
    return -1;
  return gmx_area_layer_find(self->shares_layer,
                             gmx_axis_value(gmx_chart_get_x_axis(self->shares_chart), across),
                             gmx_axis_value(gmx_chart_get_y_axis(self->shares_chart, 0), up));
}

static void on_classes_motion(GmxClassCard *self, double x, double y) {
  int found = class_at(self, x, y);
  gmx_area_layer_choose(self->shares_layer, found >= 0 ? found : self->pinned);
}

static void on_classes_leave(GmxClassCard *self) {
  gmx_area_layer_choose(self->shares_layer, self->pinned);
}

static void on_classes_released(GtkGestureClick *gesture, int count, double x, double y,
                                GmxClassCard *self) {
  int found = class_at(self, x, y);
  self->pinned = found == self->pinned ? -1 : found;
}

/* Up and Down choose a class; Left and Right are the chart's own. */
static gboolean on_classes_key(GmxClassCard *self, guint keyval) {
  GmxDataset *dataset = gmx_session_get_dataset(self->session);
  int step = keyval == GDK_KEY_Down ? 1 : keyval == GDK_KEY_Up ? -1 : 0;
  if (step == 0 || dataset == NULL)
    return FALSE;
  int classes = gmx_dataset_get_classes(dataset);
  int from = self->pinned >= 0 || step > 0 ? self->pinned : classes;
  self->pinned = CLAMP(from + step, 0, classes - 1);
  gmx_area_layer_choose(self->shares_layer, self->pinned);
  return TRUE;
}

/* Intrusion */

static gboolean renew_intrusion(GmxClassCard *self, GmxRecording *recording, GmxDataset *dataset) {
  g_autofree char *searched = gmx_class_figures_describe_search(recording, dataset);
  gboolean any = FALSE;
  gtk_label_set_text(GTK_LABEL(self->searched), searched != NULL ? searched : "");
  gmx_class_figures_show_intrusion(recording, self->rates, self->bands);
  for (int rate = 0; rate < GMX_RATES; rate++) {
    gboolean listed = gmx_series_get_length(self->rates[rate]) > 0;
    if (gmx_layer_get_in_legend(self->lines[rate]) != listed)
      gmx_layer_set_in_legend(self->lines[rate], listed);
    any |= listed;
  }
  return any;
}

/* All */

/* What will be here, and what it needs. */
static const char *hint_of(GmxClassCard *self, int page) {
  GmxConfig *config = gmx_session_get_config(self->session);
  gboolean climbs = config == NULL || gmx_config_get_enum(config, "perturb") != GMX_PERTURB_NONE;
  if ((page == PAGE_PAIRS || page == PAGE_CLASSES) && !climbs)
    return _("Choose a perturbation to see which classes are sharp.");
  switch (page) {
  case PAGE_PAIRS:
    return _("After the first step, each pair of classes has a cell here that says how often its "
             "mixes are sharp.");
  case PAGE_CLASSES:
    return _("After the first step, each class's part of the sharp set grows here, epoch by "
             "epoch.");
  case PAGE_CONFUSION:
    return ""; /* it speaks for itself */
  default:
    return _("After the first epoch, this shows how many of the probe's examples are intruded: "
             "nearer to an example of a third class than to both their parents.");
  }
}

/* FALSE where there is nothing to show yet. */
static gboolean show_page(GmxClassCard *self, int page) {
  GmxRecording *recording = gmx_session_get_recording(self->session);
  GmxDataset *dataset = gmx_session_get_dataset(self->session);
  switch (page) {
  case PAGE_PAIRS:
    return renew_pairs(self, recording, dataset);
  case PAGE_CLASSES:
    return renew_classes(self, recording, dataset);
  case PAGE_INTRUSION:
    return renew_intrusion(self, recording, dataset);
  default:
    gmx_confusion_view_renew(GMX_CONFUSION_VIEW(self->pages[PAGE_CONFUSION]));
    return TRUE;
  }
}

static void renew(gpointer data) {
  GmxClassCard *self = data;
  int page = chosen_page(self);
  if (!gtk_widget_get_mapped(GTK_WIDGET(self)))
    return;
  gboolean any = show_page(self, page);
  gtk_label_set_text(GTK_LABEL(self->hints[page]), hint_of(self, page));
  gtk_widget_set_visible(self->hints[page], !any);
  gtk_widget_set_visible(self->pages[page], any);
}

static void on_news(GmxClassCard *self) {
  gmx_throttle_call(&self->renewed);
}

static void on_opened(GmxClassCard *self) {
  self->pinned = -1;
  gmx_area_layer_choose(self->shares_layer, -1);
  gmx_chart_fit(self->shares_chart);
  gmx_throttle_flush(&self->renewed);
}

static void class_card_map(GtkWidget *widget) {
  GTK_WIDGET_CLASS(gmx_class_card_parent_class)->map(widget);
  gmx_throttle_flush(&GMX_CLASS_CARD(widget)->renewed);
}

static void update_page(GmxClassCard *self) {
  static const char *const notes[PAGES] = {N_("how often sharp"), N_("part of the sharp set"),
                                           N_("of the probe"), ""};
  static const GmxTopic topics[PAGES] = {GMX_TOPIC_PAIRS, GMX_TOPIC_CLASSES, GMX_TOPIC_INTRUSION,
                                         GMX_TOPIC_CONFUSION};
  int page = chosen_page(self);
  gtk_label_set_text(GTK_LABEL(self->note), *notes[page] ? _(notes[page]) : "");
  gtk_widget_set_visible(self->note, *notes[page] != 0); /* the matrix has a line of its own */
  gmx_help_topic_set(self->help, topics[page]);
  gtk_stack_set_visible_child(GTK_STACK(self->stack), gtk_widget_get_parent(self->pages[page]));
  gmx_throttle_flush(&self->renewed);
}

/* Building */

static GmxChart *new_chart(const char *title, GmxAxisNote note, gpointer data) {
  g_autoptr(GmxAxis) x = gmx_axis_new_x(_("epoch"));
  g_autoptr(GmxAxis) y = gmx_axis_new_y("%");
  gmx_axis_set_factor(y, 100);
  gmx_axis_set_limits(y, 0, 1);
  gmx_axis_set_include(y, 0, 0);
  gmx_axis_set_outliers(y, TRUE); /* between 0 and 1 none is far */
  gmx_axis_set_note(x, note, data, NULL);
  return gmx_chart_new(title, x, y);
}

static void build_classes(GmxClassCard *self) {
  GtkEventController *motion = gtk_event_controller_motion_new();
  GtkEventController *key = gtk_event_controller_key_new();
  GtkGesture *click = gtk_gesture_click_new();
  self->shares_layer = gmx_area_layer_new("gmx_sharp");
  self->shares_chart = new_chart(_("Part of each class in the sharp set"), share_note, self);
  gmx_chart_add_layer(self->shares_chart, 0, GMX_LAYER(self->shares_layer));
  self->pages[PAGE_CLASSES] = GTK_WIDGET(self->shares_chart);
  g_signal_connect_swapped(motion, "motion", G_CALLBACK(on_classes_motion), self);
  g_signal_connect_swapped(motion, "leave", G_CALLBACK(on_classes_leave), self);
  g_signal_connect_swapped(key, "key-pressed", G_CALLBACK(on_classes_key), self);
  g_signal_connect(click, "released", G_CALLBACK(on_classes_released), self);
  gtk_widget_add_controller(self->pages[PAGE_CLASSES], motion);
  gtk_widget_add_controller(self->pages[PAGE_CLASSES], key);
  gtk_widget_add_controller(self->pages[PAGE_CLASSES], GTK_EVENT_CONTROLLER(click));
}

static void build_rate(GmxClassCard *self, GmxChart *chart, int rate) {
  static const struct {
    const char *column, *name, *band, *color;
    GmxMarker marker;
  } looks[GMX_RATES] = {
      {"intruded_sharp", N_("sharp"), N_("95\u2009% in"), "gmx_sharp", GMX_MARKER_TRIANGLE},
      {"intruded_flat", N_("flat"), N_("95\u2009% in"), "gmx_flat", GMX_MARKER_CIRCLE},
      {"intruded", N_("all"), N_("95\u2009% in"), "gmx_measure", GMX_MARKER_SQUARE}};
  GmxLineStyle style = gmx_line_style_default(looks[rate].color);
  style.marker = looks[rate].marker;
  self->rates[rate] = gmx_series_new(looks[rate].column);
  self->bands[rate] = gmx_band_layer_new(looks[rate].color, _(looks[rate].band));
  self->lines[rate] = GMX_LAYER(gmx_line_layer_new(self->rates[rate], &style));
  gmx_layer_set_name(self->lines[rate], _(looks[rate].name), NULL);
  gmx_layer_set_decimals(self->lines[rate], 0);
  gmx_layer_set_in_legend(self->lines[rate], FALSE);
  gmx_chart_add_layer(chart, 0, self->lines[rate]);
  gmx_chart_add_layer(chart, 0, GMX_LAYER(self->bands[rate]));
}

static void build_intrusion(GmxClassCard *self) {
  GmxChart *chart = new_chart(_("Rate of intrusion"), NULL, NULL);
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  for (int rate = 0; rate < GMX_RATES; rate++)
    build_rate(self, chart, rate);
  gtk_box_append(GTK_BOX(box), gmx_chart_legend_new(chart));
  gtk_box_append(GTK_BOX(box), GTK_WIDGET(chart));
  self->searched = gtk_label_new(NULL);
  gtk_label_set_wrap(GTK_LABEL(self->searched), TRUE);
  gtk_label_set_xalign(GTK_LABEL(self->searched), 0);
  gtk_widget_add_css_class(self->searched, "gmx-caption");
  gtk_widget_add_css_class(self->searched, "numeric");
  gtk_box_append(GTK_BOX(box), self->searched);
  self->pages[PAGE_INTRUSION] = box;
}

static void on_picture(GmxClassCard *self, int parent, GmxPicture *picture) {
  g_signal_emit(self, signals[PICTURE], 0, parent, picture);
}

static void build_confusion(GmxClassCard *self) {
  GtkWidget *view = gmx_confusion_view_new(self->session);
  gtk_widget_set_vexpand(view, TRUE);
  g_signal_connect_object(view, "picture", G_CALLBACK(on_picture), self, G_CONNECT_SWAPPED);
  self->pages[PAGE_CONFUSION] = view;
}

static void build_pages(GmxClassCard *self) {
  self->stack = gtk_stack_new();
  gtk_widget_set_vexpand(self->stack, TRUE);
  self->pages[PAGE_PAIRS] = self->matrix = gmx_pair_matrix_new();
  gtk_widget_set_vexpand(self->matrix, TRUE);
  g_signal_connect_object(self->matrix, "pair", G_CALLBACK(on_pair), self, G_CONNECT_SWAPPED);
  build_classes(self);
  build_intrusion(self);
  build_confusion(self);
  for (int page = 0; page < PAGES; page++) {
    GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
    self->hints[page] = gtk_label_new(NULL);
    gtk_label_set_wrap(GTK_LABEL(self->hints[page]), TRUE);
    gtk_label_set_xalign(GTK_LABEL(self->hints[page]), 0);
    gtk_widget_add_css_class(self->hints[page], "gmx-caption");
    gtk_widget_set_visible(self->pages[page], FALSE);
    gtk_box_append(GTK_BOX(box), self->hints[page]);
    gtk_box_append(GTK_BOX(box), self->pages[page]);
    gtk_stack_add_child(GTK_STACK(self->stack), box);
  }
}

static void build_title(GmxClassCard *self) {
  static const GmxToggle pages[PAGES] = {{.label = N_("Pairs")},
                                         {.label = N_("Classes")},
                                         {.label = N_("Intrusion")},
                                         {.label = N_("Confusion")}};
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *choice = gmx_toggles_new(GMX_TOGGLES_ONE, pages, PAGES, self->buttons);
  gtk_widget_add_css_class(choice, "gmx-title-choice");
  self->note = gtk_label_new(NULL);
  gtk_label_set_ellipsize(GTK_LABEL(self->note), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign(GTK_LABEL(self->note), 0);
  gtk_widget_add_css_class(self->note, "gmx-caption");
  self->help = gmx_help_topic_new(GMX_TOPIC_PAIRS);
  gtk_box_append(GTK_BOX(line), choice);
  gtk_box_append(GTK_BOX(line), self->help);
  gtk_widget_set_parent(line, GTK_WIDGET(self));
  gtk_widget_set_parent(self->note, GTK_WIDGET(self));
}

static void follow(GmxClassCard *self) {
  static const char *const news[] = {"steps", "probe", "predictions", "rewound", "setting"};
  for (gsize i = 0; i < G_N_ELEMENTS(news); i++)
    g_signal_connect_object(self->session, news[i], G_CALLBACK(on_news), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(self->session, "opened", G_CALLBACK(on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(self->model, "changed", G_CALLBACK(mark_pair), self, G_CONNECT_SWAPPED);
  for (int page = 0; page < PAGES; page++)
    g_signal_connect_object(self->buttons[page], "toggled", G_CALLBACK(update_page), self,
                            G_CONNECT_SWAPPED);
}

static void class_card_dispose(GObject *object) {
  GmxClassCard *self = GMX_CLASS_CARD(object);
  GtkWidget *child;
  gmx_throttle_stop(&self->renewed);
  if (self->shares_chart != NULL)
    gmx_axis_set_note(gmx_chart_get_x_axis(self->shares_chart), NULL, NULL, NULL);
  self->shares_chart = NULL;
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(self))))
    gtk_widget_unparent(child);
  for (int rate = 0; rate < GMX_RATES; rate++) {
    g_clear_object(&self->lines[rate]);
    g_clear_object(&self->bands[rate]);
    g_clear_object(&self->rates[rate]);
  }
  g_clear_object(&self->shares_layer);
  g_clear_pointer(&self->shares, g_array_unref);
  g_clear_object(&self->model);
  g_clear_object(&self->session);
  G_OBJECT_CLASS(gmx_class_card_parent_class)->dispose(object);
}

static void gmx_class_card_class_init(GmxClassCardClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = class_card_dispose;
  widget_class->map = class_card_map;
  signals[PICTURE] = g_signal_new("picture", GMX_TYPE_CLASS_CARD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 2, G_TYPE_INT, GMX_TYPE_PICTURE);
  gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void gmx_class_card_init(GmxClassCard *self) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), 6);
  gtk_widget_add_css_class(GTK_WIDGET(self), "card");
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-card");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, _("Classes"),
                                 -1);
  gmx_throttle_init(&self->renewed, INTERVAL, renew, self);
  self->pinned = -1;
}

GtkWidget *gmx_class_card_new(GmxSampleModel *model, GmxSession *session) {
  GmxClassCard *self = g_object_new(GMX_TYPE_CLASS_CARD, NULL);
  self->model = g_object_ref(model);
  self->session = g_object_ref(session);
  build_title(self);
  build_pages(self);
  gtk_widget_set_parent(self->stack, GTK_WIDGET(self));
  follow(self);
  update_page(self);
  mark_pair(self);
  return GTK_WIDGET(self);
}
