/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Landscape page: what stands where, and in which state it is. */
#include "ui/landscape/landscape-page-private.h"

#include "ui/adaptive-bin.h"
#include "ui/column-box.h"
#include "ui/format.h"
#include "ui/landscape/curvature-card.h"
#include "ui/landscape/landscape-tools.h"
#include "ui/landscape/line-card.h"
#include "ui/landscape/run-lines.h"
#include "ui/landscape/terrain-card.h"
#include "ui/no-images.h"
#include "ui/page-notice.h"
#include "ui/runs/run-sample.h"
#include "ui/status-page.h"

#include <glib/gi18n.h>
#include <math.h>

#define TWO_COLUMNS 860 /* width of the page from which the plane stands beside the rest */
#define LEAST_WIDTH 306
#define LINE_LEAST 232
#define PLANE_HEIGHT 420 /* where it stands over the rest */

/* Beside the look of the window: what a lesson may wait for. */
enum { PROP_0, PROP_NARROW, PROP_MIXED, PROP_COMPARING, PROP_LARGEST, PROP_OTHER_LARGEST, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE(GmxLandscapePage, gmx_landscape_page, GTK_TYPE_WIDGET)

/* What is shown */

static void show_state(GmxLandscapePage *self) {
  GmxSession *session = gmx_settings_get_session(gmx_explorer_get_settings(self->explorer));
  const GmxSessionState state = gmx_session_get_state(session);
  const gboolean work =
      gmx_explorer_get_weights(self->explorer) || gmx_explorer_has_step(self->explorer);
  const char *name = work                               ? "work"
                     : gmx_session_get_dataset(session) ? "untrained"
                     : state == GMX_SESSION_LOADING     ? "waiting"
                                                        : "empty";
  gtk_stack_set_visible_child_name(GTK_STACK(self->stack), name);
  gtk_widget_set_visible(self->tools, work);
  gmx_landscape_page_update_actions(self);
}

static void show_key(GmxLandscapePage *self) {
  const GmxLandscape *lines = gmx_explorer_get_lines(self->explorer);
  const GmxExplorerChoice choice = gmx_explorer_get_choice(self->explorer);
  for (int run = 0; run < 2; run++) {
    const char *name = gmx_explorer_get_name(self->explorer, run);
    gtk_widget_set_visible(self->key[run], name != NULL);
    gtk_label_set_text(GTK_LABEL(self->key_names[run]), name ? name : "");
  }
  if (!lines)
    return;
  g_autofree char *images = gmx_format_count(lines->line_images);
  g_autofree char *text = choice.split == GMX_SPLIT_TRAIN
                              ? g_strdup_printf(_("unmixed training data, %s examples"), images)
                              : g_strdup_printf(_("unmixed held-out data, %s examples"), images);
  gtk_label_set_text(GTK_LABEL(self->note), text);
  gtk_widget_set_tooltip_text(self->note, text);
}

void gmx_landscape_page_fail(GmxLandscapePage *self, const char *what, const char *message) {
  gmx_page_notice_fail(self->bar, what, message);
}

static void on_opened(GmxLandscapePage *self) {
  gmx_page_notice_hide(self->bar);
  show_state(self);
}

/* In two columns the plane takes the height there is; in one it has its own. */
static void on_columns(GmxLandscapePage *self) {
  const gboolean one = gmx_adaptive_bin_get_narrow(GMX_ADAPTIVE_BIN(self->bin));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self->columns),
                                 one ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_box_set_homogeneous(GTK_BOX(self->columns), !one);
  gtk_widget_set_size_request(self->left, -1, one ? PLANE_HEIGHT : -1);
}

/* Building */

static GtkWidget *new_key(GmxLandscapePage *self) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 18);
  for (int run = 0; run < 2; run++) {
    const GmxRunStyle style = gmx_explorer_style(run);
    GtkWidget *sample = gmx_run_sample_new();
    self->key[run] = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
    self->key_names[run] = gtk_label_new(NULL);
    gmx_run_sample_set(GMX_RUN_SAMPLE(sample), &style);
    gtk_widget_set_valign(sample, GTK_ALIGN_CENTER);
    gtk_label_set_ellipsize(GTK_LABEL(self->key_names[run]), PANGO_ELLIPSIZE_END);
    gtk_box_append(GTK_BOX(self->key[run]), sample);
    gtk_box_append(GTK_BOX(self->key[run]), self->key_names[run]);
    gtk_box_append(GTK_BOX(box), self->key[run]);
  }
  self->note = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(self->note), 1);
  gtk_label_set_ellipsize(GTK_LABEL(self->note), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand(self->note, TRUE);
  gtk_widget_add_css_class(self->note, "gmx-tool-note");
  gtk_widget_add_css_class(box, "gmx-note");
  gtk_box_append(GTK_BOX(box), self->note);
  return box;
}

static GtkWidget *new_lines(GmxLandscapePage *self) {
  g_autoptr(GmxAxis) y = gmx_axis_new_y(NULL);
  GtkWidget *epsilon, *random;
  epsilon = gmx_line_card_new(self->explorer, GMX_LANDSCAPE_AXIS_EPSILON, y);
  random = gmx_line_card_new(self->explorer, GMX_LANDSCAPE_AXIS_RANDOM, y);
  self->charts[0] = gmx_line_card_get_chart(GMX_LINE_CARD(epsilon));
  self->charts[1] = gmx_line_card_get_chart(GMX_LINE_CARD(random));
  GtkWidget *lines = gmx_column_box_new(LINE_LEAST, 12);
  gmx_column_box_append(GMX_COLUMN_BOX(lines), epsilon);
  gmx_column_box_append(GMX_COLUMN_BOX(lines), random);
  gtk_widget_set_vexpand(lines, TRUE);
  return lines;
}

static GtkWidget *new_work(GmxLandscapePage *self) {
  GtkWidget *scroller = gtk_scrolled_window_new();
  self->left = gmx_terrain_card_new(self->explorer);
  self->view = gmx_terrain_card_get_view(GMX_TERRAIN_CARD(self->left));
  self->right = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  gtk_box_append(GTK_BOX(self->right), new_key(self));
  gtk_box_append(GTK_BOX(self->right), new_lines(self));
  self->curvature = gmx_curvature_card_new(self->explorer);
  gtk_box_append(GTK_BOX(self->right), self->curvature);
  gtk_widget_set_hexpand(self->right, TRUE);
  self->columns = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_box_append(GTK_BOX(self->columns), self->left);
  gtk_box_append(GTK_BOX(self->columns), self->right);
  gtk_widget_add_css_class(self->columns, "gmx-page");
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(scroller), GTK_POLICY_NEVER,
                                 GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(scroller), self->columns);
  self->bin = gmx_adaptive_bin_new(scroller, LEAST_WIDTH, TWO_COLUMNS);
  g_signal_connect_object(self->bin, "notify::narrow", G_CALLBACK(on_columns), self,
                          G_CONNECT_SWAPPED);
  on_columns(self);
  return self->bin;
}

static GtkWidget *new_empty(GmxLandscapePage *self) {
  return gmx_no_images_new(gmx_explorer_get_settings(self->explorer), "gmx-landscape-symbolic",
                           _("No Landscape Yet"),
                           _("Here you see the loss around a run's weights: how steep it is, how "
                             "curved, and how the last steps went down. Open data first."));
}

static GtkWidget *new_untrained(void) {
  return gmx_status_page_new(
      "gmx-landscape-symbolic", _("No Steps Yet"),
      _("Here you see the loss around a run's weights: how steep it is, how curved, and how the "
        "last steps went down. Train a little first."),
      gmx_pill_new(_("Train"), "win.train", TRUE),
      gmx_pill_new(_("Look at the Untrained Weights"), "landscape.refresh", FALSE));
}

static void build(GmxLandscapePage *self) {
  self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  self->tools = gmx_landscape_tools_new(self->explorer);
  self->bar = gmx_page_notice_new();
  self->stack = gtk_stack_new();
  gtk_stack_set_hhomogeneous(GTK_STACK(self->stack), FALSE);
  gtk_stack_set_vhomogeneous(GTK_STACK(self->stack), FALSE);
  gtk_stack_add_named(GTK_STACK(self->stack), gtk_box_new(GTK_ORIENTATION_VERTICAL, 0), "waiting");
  gtk_stack_add_named(GTK_STACK(self->stack), new_empty(self), "empty");
  gtk_stack_add_named(GTK_STACK(self->stack), new_untrained(), "untrained");
  gtk_stack_add_named(GTK_STACK(self->stack), new_work(self), "work");
  gtk_widget_set_vexpand(self->stack, TRUE);
  gtk_box_append(GTK_BOX(self->box), self->tools);
  gtk_box_append(GTK_BOX(self->box), self->bar);
  gtk_box_append(GTK_BOX(self->box), self->stack);
  gtk_widget_set_parent(self->box, GTK_WIDGET(self));
}

static void landscape_page_map(GtkWidget *widget) {
  GTK_WIDGET_CLASS(gmx_landscape_page_parent_class)->map(widget);
  gmx_explorer_set_in_sight(GMX_LANDSCAPE_PAGE(widget)->explorer, TRUE);
}

static void landscape_page_unmap(GtkWidget *widget) {
  GmxLandscapePage *self = GMX_LANDSCAPE_PAGE(widget);
  if (self->explorer)
    gmx_explorer_set_in_sight(self->explorer, FALSE);
  GTK_WIDGET_CLASS(gmx_landscape_page_parent_class)->unmap(widget);
}

/* Known once the iteration is at its end: what it has before that still grows. */
static double get_largest(GmxLandscapePage *self, int run) {
  const GmxCurvature *curvature = gmx_explorer_get_curvature(self->explorer, run);
  const gboolean shown = run == 0 || gmx_explorer_get_other(self->explorer);
  if (!shown || !curvature || curvature->iterations < MAX(1, curvature->iterations_total))
    return NAN;
  return curvature->eigenvalues[curvature->iterations - 1][0];
}

static void landscape_page_get_property(GObject *object, guint id, GValue *value,
                                        GParamSpec *spec) {
  GmxLandscapePage *self = GMX_LANDSCAPE_PAGE(object);
  if (id == PROP_NARROW)
    g_value_set_boolean(value, self->narrow);
  else if (id == PROP_MIXED)
    g_value_set_boolean(value, gmx_explorer_get_choice(self->explorer).mixed);
  else if (id == PROP_COMPARING)
    g_value_set_boolean(value, gmx_explorer_get_other(self->explorer) != NULL);
  else
    g_value_set_double(value, get_largest(self, id == PROP_OTHER_LARGEST));
}

static void tell_what_is_known(GmxLandscapePage *self) {
  for (int id = PROP_MIXED; id < N_PROPS; id++)
    g_object_notify_by_pspec(G_OBJECT(self), properties[id]);
}

static void landscape_page_set_property(GObject *object, guint id, const GValue *value,
                                        GParamSpec *spec) {
  GmxLandscapePage *self = GMX_LANDSCAPE_PAGE(object);
  self->narrow = g_value_get_boolean(value);
  gmx_landscape_tools_set_narrow(GMX_LANDSCAPE_TOOLS(self->tools), self->narrow);
  gmx_terrain_card_set_narrow(GMX_TERRAIN_CARD(self->left), self->narrow);
  gmx_curvature_card_set_narrow(GMX_CURVATURE_CARD(self->curvature), self->narrow);
}

static void landscape_page_dispose(GObject *object) {
  GmxLandscapePage *self = GMX_LANDSCAPE_PAGE(object);
  g_clear_pointer(&self->box, gtk_widget_unparent);
  if (self->explorer)
    g_object_run_dispose(G_OBJECT(self->explorer)); /* ends its jobs: they still hold it */
  g_clear_object(&self->explorer);
  g_clear_object(&self->actions);
  G_OBJECT_CLASS(gmx_landscape_page_parent_class)->dispose(object);
}

static void gmx_landscape_page_class_init(GmxLandscapePageClass *class) {
  const GParamFlags read = G_PARAM_READABLE | G_PARAM_STATIC_STRINGS;
  GObjectClass *object_class = G_OBJECT_CLASS(class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  object_class->dispose = landscape_page_dispose;
  object_class->get_property = landscape_page_get_property;
  object_class->set_property = landscape_page_set_property;
  widget_class->map = landscape_page_map;
  widget_class->unmap = landscape_page_unmap;
  properties[PROP_NARROW] =
      g_param_spec_boolean("narrow", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  properties[PROP_MIXED] = g_param_spec_boolean("mixed", NULL, NULL, FALSE, read);
  properties[PROP_COMPARING] = g_param_spec_boolean("comparing", NULL, NULL, FALSE, read);
  properties[PROP_LARGEST] =
      g_param_spec_double("largest", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, read);
  properties[PROP_OTHER_LARGEST] =
      g_param_spec_double("other-largest", NULL, NULL, -G_MAXDOUBLE, G_MAXDOUBLE, 0, read);
  g_object_class_install_properties(object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void gmx_landscape_page_init(GmxLandscapePage *self) {
}

static void follow(GmxLandscapePage *self, GmxSession *session) {
  static const char *const changes[] = {"plane-changed", "lines-changed", "curvature-changed",
                                        "work-changed", "choice-changed"};
  g_signal_connect_object(session, "opened", G_CALLBACK(on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "state", G_CALLBACK(show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(self->explorer, "weights-changed", G_CALLBACK(show_state), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->explorer, "weights-changed", G_CALLBACK(show_key), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->explorer, "lines-changed", G_CALLBACK(show_key), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->explorer, "choice-changed", G_CALLBACK(show_key), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->explorer, "failed", G_CALLBACK(gmx_landscape_page_fail), self,
                          G_CONNECT_SWAPPED);
  for (gsize i = 0; i < G_N_ELEMENTS(changes); i++) {
    g_signal_connect_object(self->explorer, changes[i],
                            G_CALLBACK(gmx_landscape_page_update_actions), self, G_CONNECT_SWAPPED);
    g_signal_connect_object(self->explorer, changes[i], G_CALLBACK(tell_what_is_known), self,
                            G_CONNECT_SWAPPED);
  }
}

GtkWidget *gmx_landscape_page_new(GmxSettings *settings, const char *run_dir) {
  GmxLandscapePage *self = g_object_new(GMX_TYPE_LANDSCAPE_PAGE, NULL);
  gtk_widget_set_name(GTK_WIDGET(self), "landscape");
  self->explorer = gmx_explorer_new(settings, run_dir);
  build(self);
  gmx_landscape_page_add_actions(self);
  gmx_landscape_page_add_save_actions(self);
  follow(self, gmx_settings_get_session(settings));
  show_state(self);
  show_key(self);
  return GTK_WIDGET(self);
}
