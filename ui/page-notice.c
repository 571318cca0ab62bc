/* SPDX-License-Identifier: GPL-3.0-or-later */
/* An info bar with one line of words. */
#include "ui/page-notice.h"

#define LABEL "gmx-page-notice-label"

void gmx_page_notice_hide(GtkWidget *notice) {
  gtk_info_bar_set_revealed(GTK_INFO_BAR(notice), FALSE);
}

GtkWidget *gmx_page_notice_new(void) {
  GtkWidget *notice = gtk_info_bar_new(), *label = gtk_label_new(NULL);
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  gtk_label_set_wrap_mode(GTK_LABEL(label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_widget_set_hexpand(label, TRUE);
  gtk_info_bar_add_child(GTK_INFO_BAR(notice), label);
  gtk_info_bar_set_show_close_button(GTK_INFO_BAR(notice), TRUE);
  g_object_set_data(G_OBJECT(notice), LABEL, label);
  g_signal_connect(notice, "response", G_CALLBACK(gmx_page_notice_hide), NULL);
  gmx_page_notice_hide(notice);
  return notice;
}

static void show(GtkWidget *notice, const char *what, const char *more) {
  g_autofree char *markup = g_markup_printf_escaped("<b>%s.</b> %s", what, more);
  gtk_label_set_markup(GTK_LABEL(g_object_get_data(G_OBJECT(notice), LABEL)), markup);
  gtk_info_bar_set_revealed(GTK_INFO_BAR(notice), TRUE);
}

void gmx_page_notice_fail(GtkWidget *notice, const char *what, const char *why) {
  gtk_info_bar_set_message_type(GTK_INFO_BAR(notice), GTK_MESSAGE_ERROR);
  gtk_widget_add_css_class(notice, "gmx-notice");
  show(notice, what, why);
}

void gmx_page_notice_say(GtkWidget *notice, const char *what, const char *more) {
  gtk_info_bar_set_message_type(GTK_INFO_BAR(notice), GTK_MESSAGE_INFO);
  gtk_widget_remove_css_class(notice, "gmx-notice");
  show(notice, what, more);
}
