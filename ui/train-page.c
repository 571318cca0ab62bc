/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Train page: before the first step what will happen, then curves and galleries; for points the
 * plane that they lie in, from the beginning. */
#include "ui/train-page.h"

#include "ui/first-start.h"
#include "ui/format.h"
#include "ui/gallery-strip.h"
#include "ui/loading-bar.h"
#include "ui/plane/plane-part.h"
#include "ui/plane/race-view.h"
#include "ui/slowmotion/slow-motion.h"
#include "ui/throttle.h"
#include "ui/train-charts.h"
#include "ui/no-images.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define READY_HEIGHT 200 /* about that of the charts which will stand there */

struct _GmxTrainPage {
  GtkWidget parent_instance;

  GmxSettings *settings;
  gboolean narrow;
  gboolean begun;            /* the open run has made a step */
  GmxGallery *gallery;       /* newest */
  GmxThrottle gallery_shown; /* one for all strips, so that they show one step */

  GtkWidget *box, *stack, *empty;
  GtkWidget *start, *plane, *ready, *ready_title, *ready_text, *charts;
  GmxMotion *motion;
  GtkWidget *slow;      /* in the place of all else while the motion is on */
  const char *under;    /* static: the child of the stack that is meant when it is off */
  GtkWidget *strips[3]; /* by GmxStripKind */
};

enum { PROP_0, PROP_NARROW, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE(GmxTrainPage, gmx_train_page, GTK_TYPE_WIDGET)

static void on_motion(GmxTrainPage *self) {
  gtk_stack_set_visible_child_name(GTK_STACK(self->stack),
                                   gmx_motion_get_active(self->motion) ? "slow" : self->under);
}

static void show(GmxTrainPage *self, const char *name) {
  self->under = name;
  on_motion(self);
}

/* What the session says */

static void clear_strips(GmxTrainPage *self) {
  gmx_throttle_stop(&self->gallery_shown);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  for (gsize kind = 0; kind < G_N_ELEMENTS(self->strips); kind++)
    gmx_gallery_strip_show(GMX_GALLERY_STRIP(self->strips[kind]), NULL, NULL);
}

static gboolean has_points(GmxTrainPage *self) {
  GmxDataset *dataset = gmx_session_get_dataset(gmx_settings_get_session(self->settings));
  return dataset && gmx_dataset_is_points(dataset);
}

/* Points have their plane where images have strips; a race has charts of its own. */
static void show_parts(GmxTrainPage *self) {
  GmxConfig *config = gmx_settings_get_config(self->settings);
  const gboolean climbs = gmx_config_get_enum(config, "perturb") != GMX_PERTURB_NONE;
  const gboolean points = has_points(self);
  const gboolean race =
      points && gmx_plane_part_get_mode(GMX_PLANE_PART(self->plane)) == GMX_PLANE_MODE_RACE;
  gtk_widget_set_visible(self->plane, points);
  gtk_widget_set_visible(self->ready, points && !self->begun && !race);
  gtk_widget_set_visible(self->charts, (!points || self->begun) && !race);
  gtk_widget_set_visible(self->strips[GMX_STRIP_SHARP], !points && climbs);
  gtk_widget_set_visible(self->strips[GMX_STRIP_FLAT], !points && climbs);
  gtk_widget_set_visible(self->strips[GMX_STRIP_ALL], !points && !climbs);
  gmx_train_charts_set_few(GMX_TRAIN_CHARTS(self->charts), points);
}

/* Where the curves of points will be. */
static void name_ready(GmxTrainPage *self) {
  GmxDataset *dataset = gmx_session_get_dataset(gmx_settings_get_session(self->settings));
  g_autofree char *training = gmx_format_count(gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN));
  g_autofree char *held_out = gmx_format_count(gmx_dataset_get_count(dataset, GMX_SPLIT_TEST));
  g_autofree char *title = g_strdup_printf(_("Ready to learn %s"), gmx_dataset_get_title(dataset));
  g_autofree char *text = g_strdup_printf(
      _("%s training points, %s held-out. Press Train: the border bends to the points above, and "
        "its curves, and how sharp each mixed point is, appear here."),
      training, held_out);
  gtk_label_set_text(GTK_LABEL(self->ready_title), title);
  gtk_label_set_text(GTK_LABEL(self->ready_text), text);
}

static void on_opened(GmxTrainPage *self) {
  clear_strips(self);
  self->begun = FALSE;
  if (has_points(self))
    name_ready(self);
  show_parts(self);
  show(self, has_points(self) ? "work" : "start");
}

static void on_state(GmxTrainPage *self, GmxSessionState state) {
  if (state == GMX_SESSION_EMPTY)
    show(self, "empty");
}

/* Not before: charts without a point are frames that say nothing. */
static void on_steps(GmxTrainPage *self) {
  if (self->begun)
    return;
  self->begun = TRUE;
  show_parts(self);
  show(self, "work");
}

static void show_gallery(gpointer data) {
  GmxTrainPage *self = data;
  GmxGallery *gallery = self->gallery;
  GmxDataset *dataset = gmx_session_get_dataset(gmx_settings_get_session(self->settings));
  if (!gallery)
    return;
  GmxStripKind from = gallery->climbed ? GMX_STRIP_SHARP : GMX_STRIP_ALL;
  GmxStripKind to = gallery->climbed ? GMX_STRIP_FLAT : GMX_STRIP_ALL;
  for (GmxStripKind kind = from; kind <= to; kind++)
    gmx_gallery_strip_show(GMX_GALLERY_STRIP(self->strips[kind]), gallery, dataset);
}

static void on_gallery(GmxTrainPage *self, GmxGallery *gallery) {
  gmx_gallery_ref(gallery);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  self->gallery = gallery;
  gmx_throttle_call(&self->gallery_shown);
}

/* Building */

static GtkWidget *new_text(GtkWidget *box, const char *style) {
  GtkWidget *label = gtk_label_new(NULL);
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  gtk_label_set_justify(GTK_LABEL(label), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars(GTK_LABEL(label), 64);
  gtk_widget_set_halign(label, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class(label, style);
  gtk_box_append(GTK_BOX(box), label);
  return label;
}

static GtkWidget *new_ready(GmxTrainPage *self) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  self->ready_title = new_text(box, "title-4");
  self->ready_text = new_text(box, "dim-label");
  gtk_widget_set_valign(box, GTK_ALIGN_CENTER);
  gtk_widget_set_size_request(box, -1, READY_HEIGHT);
  gtk_widget_set_vexpand(box, TRUE);
  return box;
}

static GtkWidget *new_work(GmxTrainPage *self) {
  GtkWidget *scroller = gtk_scrolled_window_new();
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  self->plane = gmx_plane_part_new(self->settings);
  gmx_plane_part_take_race(GMX_PLANE_PART(self->plane), gmx_race_view_new(self->settings));
  self->charts = gmx_train_charts_new(self->settings);
  gtk_widget_set_vexpand(self->plane, TRUE);
  gtk_widget_set_vexpand(self->charts, TRUE);
  self->ready = new_ready(self);
  gtk_box_append(GTK_BOX(box), self->plane);
  gtk_box_append(GTK_BOX(box), self->ready);
  gtk_box_append(GTK_BOX(box), self->charts);
  for (int kind = 0; kind < (int)G_N_ELEMENTS(self->strips); kind++) {
    self->strips[kind] = gmx_gallery_strip_new((GmxStripKind)kind);
    gtk_box_append(GTK_BOX(box), self->strips[kind]);
  }
  gtk_widget_add_css_class(box, "gmx-page");
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller), GTK_POLICY_NEVER,
                                 GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), box);
  return scroller;
}

/* Nothing could be opened: the page says what will be here and how it comes. */
static GtkWidget *new_empty(GmxTrainPage *self) {
  return gmx_no_images_new(
      self->settings, "gmx-mixed-symbolic", _("No Images Yet"),
      _("Here a network will learn from the images that you open: a folder "
        "of PNG files for each class, MNIST's four files or CIFAR-10's batches."));
}

static void set_narrow(GmxTrainPage *self, gboolean narrow) {
  self->narrow = narrow;
  g_object_set(self->plane, "narrow", narrow, NULL);
  gmx_train_charts_set_narrow(GMX_TRAIN_CHARTS(self->charts), narrow);
  gmx_slow_motion_set_narrow(GMX_SLOW_MOTION(self->slow), narrow);
  for (gsize kind = 0; kind < G_N_ELEMENTS(self->strips); kind++)
    gmx_gallery_strip_set_narrow(GMX_GALLERY_STRIP(self->strips[kind]), narrow);
}

static void train_page_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec) {
  g_value_set_boolean(value, GMX_TRAIN_PAGE(object)->narrow);
}

static void train_page_set_property(GObject *object, guint id, const GValue *value,
                                    GParamSpec *spec) {
  set_narrow(GMX_TRAIN_PAGE(object), g_value_get_boolean(value));
}

static void train_page_dispose(GObject *object) {
  GmxTrainPage *self = GMX_TRAIN_PAGE(object);
  gmx_throttle_stop(&self->gallery_shown);
  g_clear_pointer(&self->box, gtk_widget_unparent);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  g_clear_object(&self->motion);
  g_clear_object(&self->settings);
  G_OBJECT_CLASS(gmx_train_page_parent_class)->dispose(object);
}

static void gmx_train_page_class_init(GmxTrainPageClass *class) {
  GObjectClass *object_class = G_OBJECT_CLASS(class);
  object_class->dispose = train_page_dispose;
  object_class->get_property = train_page_get_property;
  object_class->set_property = train_page_set_property;
  properties[PROP_NARROW] =
      g_param_spec_boolean("narrow", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties(object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_train_page_init(GmxTrainPage *self) {
  gmx_throttle_init(&self->gallery_shown, 500, show_gallery, self);
}

static void build(GmxTrainPage *self) {
  GmxSession *session = gmx_settings_get_session(self->settings);
  self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  self->stack = gtk_stack_new();
  self->start = gmx_first_start_new(self->settings);
  gtk_stack_add_named(GTK_STACK(self->stack), gtk_box_new(GTK_ORIENTATION_VERTICAL, 0), "waiting");
  gtk_stack_add_named(GTK_STACK(self->stack), new_empty(self), "empty");
  gtk_stack_add_named(GTK_STACK(self->stack), self->start, "start");
  gtk_stack_add_named(GTK_STACK(self->stack), new_work(self), "work");
  self->motion = gmx_motion_new(self->settings);
  self->slow = gmx_slow_motion_new(self->motion);
  self->under = "waiting";
  gtk_stack_add_named(GTK_STACK(self->stack), self->slow, "slow");
  gtk_stack_set_hhomogeneous(GTK_STACK(self->stack), FALSE);
  gtk_stack_set_vhomogeneous(GTK_STACK(self->stack), FALSE);
  gtk_widget_set_vexpand(self->stack, TRUE);
  gtk_box_append(GTK_BOX(self->box), gmx_loading_bar_new(session));
  gtk_box_append(GTK_BOX(self->box), self->stack);
  gtk_widget_set_parent(self->box, GTK_WIDGET(self));
}

GmxMotion *gmx_train_page_get_motion(GmxTrainPage *self) {
  return self->motion;
}

GtkWidget *gmx_train_page_new(GmxSettings *settings) {
  GmxTrainPage *self = g_object_new(GMX_TYPE_TRAIN_PAGE, NULL);
  GmxSession *session = gmx_settings_get_session(settings);
  self->settings = g_object_ref(settings);
  build(self);
  g_signal_connect_object(session, "opened", G_CALLBACK(on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "state", G_CALLBACK(on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "steps", G_CALLBACK(on_steps), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "gallery", G_CALLBACK(on_gallery), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(settings, "changed", G_CALLBACK(show_parts), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(self->plane, "notify::mode", G_CALLBACK(show_parts), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->motion, "notify::active", G_CALLBACK(on_motion), self,
                          G_CONNECT_SWAPPED);
  show_parts(self);
  return GTK_WIDGET(self);
}
