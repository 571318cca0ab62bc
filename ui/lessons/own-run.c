/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The run that a lesson opens for itself, and the way back to the one that was open before. */
#include "ui/lessons/own-run.h"

#include "engine/train/file.h"

#include <glib/gstdio.h>

struct _GmxLessonRun {
  GObject parent_instance;

  GmxSettings *settings;
  GmxConfig *earlier; /* settings of the learner's own run, the waiting ones included; or NULL */
  char *earlier_run;  /* its folder; NULL: it had not made a step */
  gboolean inside;    /* the run that is open is a lesson's */
  char *path;         /* of the file */
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxLessonRun, gmx_lesson_run, G_TYPE_OBJECT)

char *gmx_lesson_run_path(void) {
  return g_build_filename(g_get_user_data_dir(), "gmix-studio", "lesson-run.json", NULL);
}

/* The file */

static char *to_json(GmxLessonRun *self) {
  g_autoptr(JsonObject) object = json_object_new();
  g_autoptr(JsonNode) root = json_node_new(JSON_NODE_OBJECT);
  g_autofree char *run =
      self->earlier_run ? g_canonicalize_filename(self->earlier_run, NULL) : NULL;
  if (run) /* the next window may begin in another folder */
    json_object_set_string_member(object, "run", run);
  json_object_set_member(object, "settings", gmx_config_to_json(self->earlier));
  json_node_set_object(root, object);
  return json_to_string(root, TRUE);
}

static void keep(GmxLessonRun *self) {
  g_autofree char *folder = g_path_get_dirname(self->path);
  g_autoptr(GError) error = NULL;
  if (!self->earlier) {
    g_unlink(self->path);
    return;
  }
  g_autofree char *text = to_json(self);
  g_mkdir_with_parents(folder, 0700); /* where that fails, the next line says it */
  if (!gmx_file_replace(self->path, text, strlen(text), &error))
    g_message("The way back from the lesson is kept for this window alone: %s", error->message);
}

static void recall(GmxLessonRun *self) {
  g_autoptr(JsonParser) parser = json_parser_new();
  if (!json_parser_load_from_file(parser, self->path, NULL))
    return;
  JsonNode *root = json_parser_get_root(parser);
  JsonObject *object = root && JSON_NODE_HOLDS_OBJECT(root) ? json_node_get_object(root) : NULL;
  JsonNode *settings = object ? json_object_get_member(object, "settings") : NULL;
  if (!settings || !JSON_NODE_HOLDS_OBJECT(settings))
    return;
  JsonNode *run = json_object_get_member(object, "run");
  self->earlier = gmx_config_from_json(settings, NULL);
  if (self->earlier && run && json_node_get_value_type(run) == G_TYPE_STRING)
    self->earlier_run = json_node_dup_string(run);
}

/* The way */

gboolean gmx_lesson_run_has_earlier(GmxLessonRun *self) {
  return self->earlier != NULL;
}

/* A window opens with a run of its own, which is nothing to go back to before its first step. */
static gboolean is_learners(GmxLessonRun *self) {
  return !self->inside && gmx_session_get_dataset(gmx_settings_get_session(self->settings)) &&
         (!self->earlier || gmx_settings_get_run(self->settings));
}

void gmx_lesson_run_open(GmxLessonRun *self, GmxConfig *config) {
  if (is_learners(self)) {
    g_clear_object(&self->earlier);
    g_free(self->earlier_run);
    self->earlier = gmx_config_copy(gmx_settings_get_config(self->settings));
    self->earlier_run = g_strdup(gmx_settings_get_run(self->settings));
    keep(self);
  }
  self->inside = self->earlier != NULL;
  gmx_settings_open(self->settings, config);
  g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

void gmx_lesson_run_go_back(GmxLessonRun *self) {
  g_autoptr(GmxConfig) config = g_steal_pointer(&self->earlier);
  g_autofree char *run = g_steal_pointer(&self->earlier_run);
  self->inside = FALSE;
  keep(self);
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
  g_clear_pointer(&self->path, g_free);
  G_OBJECT_CLASS(gmx_lesson_run_parent_class)->dispose(object);
}

static void gmx_lesson_run_class_init(GmxLessonRunClass *class) {
  G_OBJECT_CLASS(class)->dispose = lesson_run_dispose;
  signals[SIGNAL_CHANGED] = g_signal_new("changed", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void gmx_lesson_run_init(GmxLessonRun *self) {
}

GmxLessonRun *gmx_lesson_run_new(GmxSettings *settings, const char *path) {
  GmxLessonRun *self = g_object_new(GMX_TYPE_LESSON_RUN, NULL);
  self->settings = g_object_ref(settings);
  self->path = g_strdup(path);
  recall(self);
  return self;
}
