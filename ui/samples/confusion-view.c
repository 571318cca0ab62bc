/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Held-out or training part, the matrix, and the window of the examples behind a cell. That window
 * keeps what it was opened with while training goes on, and goes when another run is opened. */
#include "ui/samples/confusion-view.h"

#include "engine/insight/blend.h"
#include "ui/samples/confusion-ask.h"
#include "ui/samples/confusion-browser.h"
#include "ui/samples/confusion-matrix.h"
#include "ui/samples/confusion-words.h"

#include <glib/gi18n.h>

struct _GmxConfusionView {
  GtkWidget parent_instance;

  GmxSession *session;
  GmxPredictions *predictions; /* shown; NULL */
  GmxDataset *dataset;         /* theirs */
  GmxPredictions *asked;       /* for, before an epoch has ended; NULL */
  GtkWidget *ask, *head, *note, *training, *matrix;
  GtkWidget *browser; /* NULL before a cell was opened */
};

enum { PICTURE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxConfusionView, gmx_confusion_view, GTK_TYPE_WIDGET)

static GmxSplit chosen_split(GmxConfusionView *self) {
  return gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(self->training)) ? GMX_SPLIT_TRAIN
                                                                         : GMX_SPLIT_TEST;
}

/* Of many classes not all have room. */
static char *note_of(const GmxPredictions *predictions) {
  g_autofree char *text = gmx_confusion_describe(predictions);
  if (predictions->classes <= GMX_CONFUSION_MOST)
    return g_steal_pointer(&text);
  return g_strdup_printf(_("%s · the %d most mistaken classes of %d"), text, GMX_CONFUSION_MOST,
                         predictions->classes);
}

/* What the session has goes before what was asked for here. */
static GmxPredictions *newest_of(GmxConfusionView *self) {
  GmxPredictions *newest = gmx_session_get_predictions(self->session, chosen_split(self));
  if (!newest)
    return self->asked;
  g_clear_pointer(&self->asked, gmx_predictions_unref);
  gmx_confusion_ask_stop(GMX_CONFUSION_ASK(self->ask));
  return newest;
}

static void show_parts(GmxConfusionView *self) {
  const gboolean both = gmx_session_get_predictions(self->session, GMX_SPLIT_TRAIN) != NULL;
  gtk_widget_set_visible(self->ask, self->predictions == NULL);
  gtk_widget_set_visible(self->head, self->predictions != NULL);
  gtk_widget_set_visible(self->matrix, self->predictions != NULL);
  gtk_widget_set_sensitive(self->training, both);
  if (!both)
    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(self->training), FALSE);
}

void gmx_confusion_view_renew(GmxConfusionView *self) {
  GmxPredictions *newest = newest_of(self);
  if (newest != self->predictions) {
    g_autofree char *note = newest ? note_of(newest) : g_strdup("");
    g_clear_pointer(&self->predictions, gmx_predictions_unref);
    self->predictions = newest ? gmx_predictions_ref(newest) : NULL;
    g_set_object(&self->dataset, gmx_session_get_dataset(self->session));
    gtk_label_set_text(GTK_LABEL(self->note), note);
    gtk_widget_set_tooltip_text(self->note, note);
    gmx_confusion_matrix_show(GMX_CONFUSION_MATRIX(self->matrix), newest, self->dataset);
  }
  show_parts(self);
}

static void on_found(GmxConfusionView *self, GmxPredictions *predictions) {
  g_clear_pointer(&self->asked, gmx_predictions_unref);
  self->asked = gmx_predictions_ref(predictions);
  gmx_confusion_view_renew(self);
}

/* Of weights that are gone. */
static void forget_asked(GmxConfusionView *self, gint64 step) {
  gmx_confusion_ask_stop(GMX_CONFUSION_ASK(self->ask));
  if (self->asked && self->asked->step > step)
    g_clear_pointer(&self->asked, gmx_predictions_unref);
}

static void on_split(GmxConfusionView *self) {
  gmx_confusion_view_renew(self);
}

/* The examples behind a cell */

static void on_picture(GmxConfusionView *self, int parent, GmxPicture *picture) {
  g_signal_emit(self, signals[PICTURE], 0, parent, picture);
}

static void on_cell(GmxConfusionView *self, int label, int predicted) {
  GtkRoot *root = gtk_widget_get_root(GTK_WIDGET(self));
  if (!self->browser) {
    self->browser = gmx_confusion_browser_new();
    gtk_window_set_transient_for(GTK_WINDOW(self->browser), GTK_WINDOW(root));
    gtk_window_set_destroy_with_parent(GTK_WINDOW(self->browser), TRUE);
    g_object_add_weak_pointer(G_OBJECT(self->browser), (gpointer *)&self->browser);
    g_signal_connect_object(self->browser, "picture", G_CALLBACK(on_picture), self,
                            G_CONNECT_SWAPPED);
  }
  gmx_confusion_browser_show(GMX_CONFUSION_BROWSER(self->browser), self->predictions, self->dataset,
                             label, predicted);
  gtk_window_present(GTK_WINDOW(self->browser));
}

static void on_opened(GmxConfusionView *self) {
  forget_asked(self, -1);
  if (self->browser)
    gtk_widget_set_visible(self->browser, FALSE);
}

static void on_rewound(GmxConfusionView *self, gint64 step) {
  forget_asked(self, step);
}

/* Building */

static void build_head(GmxConfusionView *self) {
  self->head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  self->note = gtk_label_new(NULL);
  self->training = gtk_toggle_button_new_with_label(_("Training"));
  gtk_label_set_xalign(GTK_LABEL(self->note), 0);
  gtk_label_set_ellipsize(GTK_LABEL(self->note), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand(self->note, TRUE);
  gtk_widget_add_css_class(self->note, "gmx-small");
  gtk_widget_add_css_class(self->note, "dim-label");
  gtk_widget_add_css_class(self->note, "numeric");
  gtk_widget_set_tooltip_text(self->training,
                              _("Show the unmixed training examples of the clean figures"));
  gtk_widget_add_css_class(self->head, "gmx-title-choice");
  g_signal_connect_swapped(self->training, "toggled", G_CALLBACK(on_split), self);
  gtk_box_append(GTK_BOX(self->head), self->note);
  gtk_box_append(GTK_BOX(self->head), self->training);
  gtk_widget_set_parent(self->head, GTK_WIDGET(self));
}

static void confusion_view_dispose(GObject *object) {
  GmxConfusionView *self = GMX_CONFUSION_VIEW(object);
  if (self->browser) {
    g_object_remove_weak_pointer(G_OBJECT(self->browser), (gpointer *)&self->browser);
    gtk_window_destroy(GTK_WINDOW(g_steal_pointer(&self->browser)));
  }
  g_clear_pointer(&self->ask, gtk_widget_unparent);
  g_clear_pointer(&self->head, gtk_widget_unparent);
  g_clear_pointer(&self->matrix, gtk_widget_unparent);
  g_clear_pointer(&self->asked, gmx_predictions_unref);
  g_clear_pointer(&self->predictions, gmx_predictions_unref);
  g_clear_object(&self->dataset);
  g_clear_object(&self->session);
  G_OBJECT_CLASS(gmx_confusion_view_parent_class)->dispose(object);
}

static void gmx_confusion_view_class_init(GmxConfusionViewClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = confusion_view_dispose;
  signals[PICTURE] = g_signal_new("picture", GMX_TYPE_CONFUSION_VIEW, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, GMX_TYPE_PICTURE);
  gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BOX_LAYOUT);
}

static void gmx_confusion_view_init(GmxConfusionView *self) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), 6);
  build_head(self);
  self->matrix = gmx_confusion_matrix_new();
  gtk_widget_set_vexpand(self->matrix, TRUE);
  gtk_widget_set_parent(self->matrix, GTK_WIDGET(self));
  g_signal_connect_swapped(self->matrix, "cell", G_CALLBACK(on_cell), self);
}

GtkWidget *gmx_confusion_view_new(GmxSession *session) {
  GmxConfusionView *self = g_object_new(GMX_TYPE_CONFUSION_VIEW, NULL);
  self->session = g_object_ref(session);
  self->ask = gmx_confusion_ask_new(session);
  gtk_widget_insert_before(self->ask, GTK_WIDGET(self), NULL);
  g_signal_connect_object(self->ask, "found", G_CALLBACK(on_found), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "rewound", G_CALLBACK(on_rewound), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "opened", G_CALLBACK(on_opened), self, G_CONNECT_SWAPPED);
  show_parts(self);
  return GTK_WIDGET(self);
}
