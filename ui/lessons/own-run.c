/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run that a lesson opens for itself, and the way back to the one that was open before. */
#include "ui/lessons/own-run.h"

struct _GmxLessonRun {
  GObject parent_instance;

  GmxSettings *settings;
  GmxConfig *earlier; /* settings of the learner's own run, the waiting ones included; or NULL */
  char *earlier_run;  /* its folder; NULL: it had not made a step */
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxLessonRun, gmx_lesson_run, G_TYPE_OBJECT)

gboolean gmx_lesson_run_has_earlier(GmxLessonRun *self) {
  return self->earlier != NULL;
}

void gmx_lesson_run_open(GmxLessonRun *self, GmxConfig *config) {
  if (!self->earlier && gmx_session_get_dataset(gmx_settings_get_session(self->settings))) {
    self->earlier = gmx_config_copy(gmx_settings_get_config(self->settings));
    self->earlier_run = g_strdup(gmx_settings_get_run(self->settings));
  }
  gmx_settings_open(self->settings, config);
  g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

void gmx_lesson_run_go_back(GmxLessonRun *self) {
  g_autoptr(GmxConfig) config = g_steal_pointer(&self->earlier);
  g_autofree char *run = g_steal_pointer(&self->earlier_run);
  if (run)
    gmx_settings_resume(self->settings, run, config);
  else if (config)
    gmx_settings_open(self->settings, config);
  g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

static void lesson_run_dispose(GObject *object) {
  GmxLessonRun *self = GMX_LESSON_RUN(object);
  g_clear_object(&self->settings);
  g_clear_object(&self->earlier);
  g_clear_pointer(&self->earlier_run, g_free);
  G_OBJECT_CLASS(gmx_lesson_run_parent_class)->dispose(object);
}

static void gmx_lesson_run_class_init(GmxLessonRunClass *class) {
  G_OBJECT_CLASS(class)->dispose = lesson_run_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new("changed", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void gmx_lesson_run_init(GmxLessonRun *self) {
}

GmxLessonRun *gmx_lesson_run_new(GmxSettings *settings) {
  GmxLessonRun *self = g_object_new(GMX_TYPE_LESSON_RUN, NULL);
  self->settings = g_object_ref(settings);
  return self;
}
