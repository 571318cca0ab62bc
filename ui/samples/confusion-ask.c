/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The weights are asked of the session and evaluated in a job of their own, so that neither the
 * window nor training waits. What comes of a job that was given up is dropped. */
#include "ui/samples/confusion-ask.h"

#include "engine/insight/predict.h"

#include <glib/gi18n.h>

struct _GmxConfusionAsk {
  GtkWidget parent_instance;

  GmxSession *session;
  GCancellable *cancellable; /* of what is under way; NULL */
  GtkWidget *box, *hint, *start, *running, *bar;
};

enum { FOUND, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxConfusionAsk, gmx_confusion_ask, GTK_TYPE_WIDGET)

static void say(GmxConfusionAsk *self, const char *why) {
  gtk_label_set_text(GTK_LABEL(self->hint),
                     why ? why
                         : _("After the next epoch, this shows what each class is taken for, "
                             "without mixing: a cell opens the examples behind it."));
}

static void update_visible(GmxConfusionAsk *self) {
  gtk_widget_set_visible(self->start, self->cancellable == NULL);
  gtk_widget_set_visible(self->running, self->cancellable != NULL);
}

void gmx_confusion_ask_stop(GmxConfusionAsk *self) {
  g_autoptr(GCancellable) cancellable = g_steal_pointer(&self->cancellable);
  if (!cancellable)
    return;
  g_cancellable_cancel(cancellable);
  update_visible(self);
}

/* Who asked, and which time: an answer to an earlier one is nobody's. */
typedef struct {
  GmxConfusionAsk *ask;
  GCancellable *cancellable;
} Asked;

static void asked_free(gpointer data) {
  Asked *asked = data;
  g_object_unref(asked->ask);
  g_object_unref(asked->cancellable);
  g_free(asked);
}

static gboolean is_current(const Asked *asked) {
  return asked->ask->cancellable == asked->cancellable;
}

static void on_update(gpointer data, gpointer user_data) {
  const GmxPredicting *predicting = data;
  const Asked *asked = user_data;
  if (!is_current(asked))
    return;
  gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(asked->ask->bar), predicting->fraction);
  if (predicting->predictions)
    g_signal_emit(asked->ask, signals[FOUND], 0, predicting->predictions);
}

static void on_done(const GError *error, gpointer user_data) {
  const Asked *asked = user_data;
  if (!is_current(asked))
    return;
  if (error)
    say(asked->ask, error->message);
  g_clear_object(&asked->ask->cancellable);
  update_visible(asked->ask);
}

static void on_weights(GObject *session, GAsyncResult *result, gpointer data) {
  Asked *asked = data;
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxWeights) weights =
      gmx_session_get_weights_finish(GMX_SESSION(session), result, &error);
  if (weights) {
    gmx_predict_start(weights, asked->cancellable, on_update, on_done, asked, asked_free);
    return;
  }
  on_done(error, asked);
  asked_free(asked);
}

static void start(GmxConfusionAsk *self) {
  Asked *asked = g_new0(Asked, 1);
  gmx_confusion_ask_stop(self);
  self->cancellable = g_cancellable_new();
  asked->ask = g_object_ref(self);
  asked->cancellable = g_object_ref(self->cancellable);
  say(self, NULL);
  gtk_progress_bar_set_fraction(GTK_PROGRESS_BAR(self->bar), 0);
  update_visible(self);
  gmx_session_get_weights_async(self->session, self->cancellable, on_weights, asked);
}

/* Building */

static void build_running(GmxConfusionAsk *self) {
  GtkWidget *cancel = gtk_button_new_with_label(_("Cancel"));
  self->running = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  self->bar = gtk_progress_bar_new();
  gtk_widget_set_hexpand(self->bar, TRUE);
  gtk_widget_set_valign(self->bar, GTK_ALIGN_CENTER);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->bar), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Evaluation of the held-out examples"), -1);
  gtk_box_append(GTK_BOX(self->running), self->bar);
  gtk_box_append(GTK_BOX(self->running), cancel);
  g_signal_connect_swapped(cancel, "clicked", G_CALLBACK(gmx_confusion_ask_stop), self);
}

static void confusion_ask_dispose(GObject *object) {
  GmxConfusionAsk *self = GMX_CONFUSION_ASK(object);
  if (self->cancellable)
    g_cancellable_cancel(self->cancellable);
  g_clear_object(&self->cancellable);
  g_clear_pointer(&self->box, gtk_widget_unparent);
  g_clear_object(&self->session);
  G_OBJECT_CLASS(gmx_confusion_ask_parent_class)->dispose(object);
}

static void gmx_confusion_ask_class_init(GmxConfusionAskClass *class) {
  G_OBJECT_CLASS(class)->dispose = confusion_ask_dispose;
  signals[FOUND] = g_signal_new("found", GMX_TYPE_CONFUSION_ASK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, GMX_TYPE_PREDICTIONS);
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_confusion_ask_init(GmxConfusionAsk *self) {
  self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  self->hint = gtk_label_new(NULL);
  self->start = gtk_button_new_with_label(_("Evaluate Now"));
  gtk_label_set_wrap(GTK_LABEL(self->hint), TRUE);
  gtk_label_set_xalign(GTK_LABEL(self->hint), 0);
  gtk_widget_add_css_class(self->hint, "gmx-caption");
  gtk_widget_set_halign(self->start, GTK_ALIGN_START);
  gtk_widget_set_tooltip_text(self->start,
                              _("Measure the weights of this moment on the held-out examples"));
  g_signal_connect_swapped(self->start, "clicked", G_CALLBACK(start), self);
  build_running(self);
  gtk_box_append(GTK_BOX(self->box), self->hint);
  gtk_box_append(GTK_BOX(self->box), self->start);
  gtk_box_append(GTK_BOX(self->box), self->running);
  gtk_widget_set_parent(self->box, GTK_WIDGET(self));
  say(self, NULL);
  update_visible(self);
}

GtkWidget *gmx_confusion_ask_new(GmxSession *session) {
  GmxConfusionAsk *self = g_object_new(GMX_TYPE_CONFUSION_ASK, NULL);
  self->session = g_object_ref(session);
  return GTK_WIDGET(self);
}
