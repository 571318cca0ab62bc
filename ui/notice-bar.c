/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The bar under the header that says what went wrong, what would be right, and mends it.
 *
 * Not a dialog: the earlier state stands, and nothing is lost by reading on. */
#include "ui/notice-bar.h"

#include "engine/train/run-folder.h"
#include "ui/format.h"

#include <glib/gi18n.h>

enum { RESPONSE_MEND = 1, RESPONSE_RESET };

/* What the first button does. */
typedef enum {
  MEND_NOTHING,
  MEND_OPEN,
  MEND_POINTS,
  MEND_WEIGHTS,
  MEND_COPY,
  MEND_SAM,
  MEND_GO_BACK
} Mend;

struct _GmxNoticeBar {
  GtkWidget parent_instance;

  GmxSettings *settings;
  GmxSession *session; /* its */
  gint64 saved_step;   /* of the last checkpoint; −1: none yet */
  int saved_epoch;     /* at whose end it was written; 0: within one */
  char *change;        /* the newest live change in a sentence; NULL: none */
  Mend mend;
  gboolean diverged; /* the bar tells of a divergence */
  gboolean said;     /* the bar tells of what is not the engine's: opening a run mends it not */

  GtkWidget *bar, *content, *label, *buttons, *mend_button, *reset_button;
};

G_DEFINE_FINAL_TYPE(GmxNoticeBar, gmx_notice_bar, GTK_TYPE_WIDGET)

static void hide(GmxNoticeBar *self) {
  self->diverged = self->said = FALSE;
  gtk_info_bar_set_revealed(GTK_INFO_BAR(self->bar), FALSE);
}

static void show(GmxNoticeBar *self, const char *what, const char *right, Mend mend,
                 const char *mend_label) {
  g_autofree char *markup = g_markup_printf_escaped("<b>%s</b> %s", what, right);
  gtk_label_set_markup(GTK_LABEL(self->label), markup);
  self->mend = mend;
  self->said = FALSE;
  gtk_widget_set_visible(self->mend_button, mend != MEND_NOTHING);
  if (mend_label)
    gtk_button_set_label(GTK_BUTTON(self->mend_button), mend_label);
  gtk_widget_set_visible(self->reset_button, self->diverged);
  gtk_widget_set_visible(self->buttons, mend != MEND_NOTHING || self->diverged);
  gtk_info_bar_set_show_close_button(GTK_INFO_BAR(self->bar), !self->diverged);
  gtk_info_bar_set_revealed(GTK_INFO_BAR(self->bar), TRUE);
}

/* Training that stopped is more than a file that can't be read: that is said when it goes on. */
void gmx_notice_bar_say(GmxNoticeBar *self, const char *what, const char *right) {
  if (self->diverged)
    return;
  show(self, what, right, MEND_NOTHING, NULL);
  self->said = TRUE;
}

static void on_data_error(GmxNoticeBar *self, const GError *error) {
  /* A data set that a package brings is mended by its command; any other by choosing again. */
  if (strstr(error->message, "dataset-fashion-mnist"))
    show(self, _("Fashion-MNIST is not installed."),
         _("Install it with: sudo apt install dataset-fashion-mnist"), MEND_COPY,
         _("Copy Command"));
  else if (strstr(error->message, ".csv, line ") || strstr(error->message, ".csv: "))
    show(self, _("The points could not be opened."), error->message, MEND_POINTS,
         _("Open Points…"));
  else
    show(self, _("The images could not be opened."), error->message, MEND_OPEN, _("Open Folder…"));
}

/* At the start a run with drawn weights is opened in their place: what is said stays. */
static void on_weights_error(GmxNoticeBar *self, const GError *error) {
  show(self, _("The weights could not be taken."), error->message, MEND_WEIGHTS,
       _("Other Weights…"));
  self->said = gmx_session_get_dataset(self->session) == NULL;
}

static void on_failed(GmxNoticeBar *self, const GError *error) {
  if (error->domain == GMX_DATA_ERROR)
    on_data_error(self, error);
  else if (g_error_matches(error, GMX_CONFIG_ERROR, GMX_CONFIG_ERROR_CONFLICT) &&
           strstr(error->message, "perturb"))
    show(self, _("These settings exclude each other."), error->message, MEND_SAM, _("Use SAM"));
  else if (error->domain == GMX_CONFIG_ERROR)
    show(self, _("The setting was not changed."), error->message, MEND_NOTHING, NULL);
  else if (g_error_matches(error, GMX_SESSION_ERROR, GMX_SESSION_ERROR_WEIGHTS))
    on_weights_error(self, error);
  else if (g_error_matches(error, GMX_SESSION_ERROR, GMX_SESSION_ERROR_WEIGHTS_DRAWN))
    show(self, _("The weights were drawn from the seed."), error->message, MEND_NOTHING, NULL);
  else if (error->domain == GMX_RUN_ERROR)
    show(self, _("The run could not be kept."), error->message, MEND_NOTHING, NULL);
  else
    show(self, _("That did not work."), error->message, MEND_NOTHING, NULL);
}

/* The live change before a divergence is its likely cause, so it is kept in words. */
static void on_event(GmxNoticeBar *self, const GmxEventRecord *event) {
  g_autofree char *step = gmx_format_count(event->step);
  g_free(self->change);
  self->change = gmx_describe_event(event, step);
}

static void on_rewound(GmxNoticeBar *self) {
  g_clear_pointer(&self->change, g_free);
}

static void on_diverged(GmxNoticeBar *self, gint64 step, const char *cause) {
  g_autofree char *number = gmx_format_count(step);
  g_autofree char *what =
      g_strdup_printf(_("Training stopped: the loss is not finite at step %s."), number);
  g_autofree char *saved = gmx_format_count(self->saved_step);
  g_autofree char *back =
      self->saved_epoch > 0 ? g_strdup_printf(_("Undo and Go Back to Epoch %d"), self->saved_epoch)
                            : g_strdup_printf(_("Undo and Go Back to Step %s"), saved);
  self->diverged = TRUE;
  show(self, what, self->change ? self->change : cause,
       self->saved_step >= 0 ? MEND_GO_BACK : MEND_NOTHING, back);
}

static void on_status(GmxNoticeBar *self, const GmxStatus *status) {
  self->saved_step = status->saved_step;
  self->saved_epoch = status->saved_epoch;
}

static void on_opened(GmxNoticeBar *self) {
  g_clear_pointer(&self->change, g_free);
  if (!self->said)
    hide(self);
}

static void on_state(GmxNoticeBar *self, GmxSessionState state) {
  if (self->diverged && state != GMX_SESSION_DIVERGED)
    hide(self);
}

static void copy_command(GmxNoticeBar *self) {
  gdk_clipboard_set_text(gtk_widget_get_clipboard(GTK_WIDGET(self)),
                         "sudo apt install dataset-fashion-mnist");
}

static void on_response(GmxNoticeBar *self, int response) {
  Mend mend = response == RESPONSE_MEND ? self->mend : MEND_NOTHING;
  if (response == RESPONSE_RESET)
    gmx_session_reset(self->session, FALSE);
  else if (mend == MEND_GO_BACK)
    gmx_session_go_back(self->session);
  if (self->diverged)
    return; /* hidden when the state has changed */
  hide(self);
  if (mend == MEND_OPEN)
    gtk_widget_activate_action(GTK_WIDGET(self), "win.open-folder", NULL);
  else if (mend == MEND_POINTS)
    gtk_widget_activate_action(GTK_WIDGET(self), "win.open-points", NULL);
  else if (mend == MEND_WEIGHTS)
    gtk_widget_activate_action(GTK_WIDGET(self), "win.open-weights", NULL);
  else if (mend == MEND_COPY)
    copy_command(self);
  else if (mend == MEND_SAM)
    gmx_settings_set(self->settings, "perturb", "sam");
}

static void notice_bar_dispose(GObject *object) {
  GmxNoticeBar *self = GMX_NOTICE_BAR(object);
  g_clear_pointer(&self->bar, gtk_widget_unparent);
  g_clear_object(&self->settings);
  g_clear_pointer(&self->change, g_free);
  G_OBJECT_CLASS(gmx_notice_bar_parent_class)->dispose(object);
}

static void gmx_notice_bar_class_init(GmxNoticeBarClass *class) {
  G_OBJECT_CLASS(class)->dispose = notice_bar_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

void gmx_notice_bar_set_narrow(GmxNoticeBar *self, gboolean narrow) {
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self->content),
                                 narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
}

static void on_mend(GmxNoticeBar *self) {
  on_response(self, RESPONSE_MEND);
}

static void on_reset(GmxNoticeBar *self) {
  on_response(self, RESPONSE_RESET);
}

static GtkWidget *new_text(GmxNoticeBar *self) {
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  self->label = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(self->label), 0);
  gtk_label_set_wrap(GTK_LABEL(self->label), TRUE);
  gtk_label_set_wrap_mode(GTK_LABEL(self->label), PANGO_WRAP_WORD_CHAR);
  gtk_widget_set_hexpand(self->label, TRUE);
  gtk_widget_set_size_request(line, -1, 24); /* as high as the buttons beside it */
  gtk_box_append(GTK_BOX(line), gtk_image_new_from_icon_name("dialog-warning-symbolic"));
  gtk_box_append(GTK_BOX(line), self->label);
  return line;
}

static GtkWidget *new_buttons(GmxNoticeBar *self) {
  self->buttons = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  self->mend_button = gtk_button_new_with_label("");
  self->reset_button = gtk_button_new_with_label(_("Reset"));
  gtk_widget_add_css_class(self->reset_button, "flat");
  gtk_widget_set_halign(self->buttons, GTK_ALIGN_END);
  gtk_widget_set_valign(self->buttons, GTK_ALIGN_CENTER);
  g_signal_connect_swapped(self->mend_button, "clicked", G_CALLBACK(on_mend), self);
  g_signal_connect_swapped(self->reset_button, "clicked", G_CALLBACK(on_reset), self);
  gtk_box_append(GTK_BOX(self->buttons), self->mend_button);
  gtk_box_append(GTK_BOX(self->buttons), self->reset_button);
  return self->buttons;
}

/* The buttons are not the bar's own: those could not go below the text where it is narrow. */
static void gmx_notice_bar_init(GmxNoticeBar *self) {
  self->bar = gtk_info_bar_new();
  self->content = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_hexpand(self->content, TRUE);
  gtk_box_append(GTK_BOX(self->content), new_text(self));
  gtk_box_append(GTK_BOX(self->content), new_buttons(self));
  gtk_info_bar_set_message_type(GTK_INFO_BAR(self->bar), GTK_MESSAGE_ERROR);
  gtk_info_bar_add_child(GTK_INFO_BAR(self->bar), self->content);
  gtk_info_bar_set_revealed(GTK_INFO_BAR(self->bar), FALSE);
  gtk_widget_add_css_class(self->bar, "gmx-notice");
  g_signal_connect_swapped(self->bar, "response", G_CALLBACK(on_response), self);
  gtk_widget_set_parent(self->bar, GTK_WIDGET(self));
}

GtkWidget *gmx_notice_bar_new(GmxSettings *settings) {
  GmxNoticeBar *self = g_object_new(GMX_TYPE_NOTICE_BAR, NULL);
  GmxSession *session = gmx_settings_get_session(settings);
  self->settings = g_object_ref(settings);
  self->session = session;
  g_signal_connect_object(session, "failed", G_CALLBACK(on_failed), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "diverged", G_CALLBACK(on_diverged), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "status", G_CALLBACK(on_status), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "event", G_CALLBACK(on_event), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "rewound", G_CALLBACK(on_rewound), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "opened", G_CALLBACK(on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "state", G_CALLBACK(on_state), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET(self);
}
