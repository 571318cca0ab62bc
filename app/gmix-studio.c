/* SPDX-License-Identifier: GPL-3.0-or-later */
/* gmix-studio: the window. Its options are the settings of an experiment, made from their param
 * specs, so that a window can be opened on any experiment that the command line can train. */
#include "ui/frame-times.h"
#include "ui/window.h"

#include "app/studio-options.h"

#include <glib/gi18n.h>
#include <locale.h>

static void on_startup(GApplication *application, gpointer data) {
  const StudioOptions *options = data;
  gmx_window_prepare_application(ADW_APPLICATION(application));
  g_action_group_change_action_state(G_ACTION_GROUP(application), "style",
                                     g_variant_new_string(options->style));
}

/* A file that can't be written is told of in the window as any other. */
static void watch_frames(GmxWindow *window, const char *path) {
  g_autoptr(GError) error = NULL;
  GmxFrameTimes *times = gmx_frame_times_new(path, &error);
  if (times)
    gmx_frame_times_watch(times, GTK_WIDGET(window));
  else
    gmx_window_say(window, _("The frame times are not written."), error->message);
}

static void on_activate(GApplication *application, gpointer data) {
  const StudioOptions *options = data;
  GmxWindow *window = gmx_window_new(ADW_APPLICATION(application), options->session, options->path,
                                     options->weights, options->run_dir);
  if (options->frame_times)
    watch_frames(window, options->frame_times);
  gtk_window_present(GTK_WINDOW(window));
  if (options->lesson)
    gmx_window_open_lesson(window, options->lesson);
  if (options->wrong)
    gmx_window_say(window, _("The session could not be opened."), options->wrong);
}

int main(int argc, char **argv) {
  g_auto(StudioOptions) options = {0};
  int status = 0;
  setlocale(LC_ALL, "");
  bindtextdomain(GETTEXT_PACKAGE, LOCALEDIR);
  bind_textdomain_codeset(GETTEXT_PACKAGE, "UTF-8");
  textdomain(GETTEXT_PACKAGE);
  if (!studio_options_parse(&options, &argc, &argv, &status))
    return status;
  gmx_window_register_resources();
  g_set_application_name(_("G-Mix Studio"));
  /* Each start is a studio of its own: two may train side by side. */
  g_autoptr(AdwApplication) application = adw_application_new(APP_ID, G_APPLICATION_NON_UNIQUE);
  g_signal_connect(application, "startup", G_CALLBACK(on_startup), &options);
  g_signal_connect(application, "activate", G_CALLBACK(on_activate), &options);
  return g_application_run(G_APPLICATION(application), 1, argv);
}
