/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Notes all signals of a session in their order. */
#include "tests/engine/session-heard.h"

#include "engine/train/trainer.h"
#include "tests/engine/remove-all.h"

static void on_state(GmxSession *session, GmxSessionState state, Heard *heard) {
  g_assert_cmpint(gmx_session_get_state(session), ==, state);
  g_autoptr(GEnumClass) klass = g_type_class_ref(GMX_TYPE_SESSION_STATE);
  g_ptr_array_add(heard->lines, g_strdup(g_enum_get_value(klass, state)->value_nick));
}

static void on_opened(GmxSession *session, GmxDataset *dataset, guint64 parameters, Heard *heard) {
  g_assert_true(gmx_session_get_dataset(session) == dataset);
  g_assert_cmpint(parameters, >, 0);
  g_array_set_size(heard->steps, 0);
  g_array_set_size(heard->epochs, 0);
  g_clear_pointer(&heard->gallery, gmx_gallery_unref);
  g_ptr_array_add(heard->lines, g_strdup("opened"));
  heard->opened++;
}

static void on_steps(GmxSession *session, GArray *steps, Heard *heard) {
  for (guint i = 0; i < steps->len; i++) {
    const GmxStepRecord *record = &g_array_index(steps, GmxStepRecord, i);
    gint64 last = 0;
    if (heard->steps->len > 0)
      last = g_array_index(heard->steps, GmxStepRecord, heard->steps->len - 1).step;
    if (record->step != last + 1)
      heard->wrong_order = TRUE;
    g_array_append_val(heard->steps, *record);
  }
}

static void on_epochs(GmxSession *session, GArray *epochs, Heard *heard) {
  g_array_append_vals(heard->epochs, epochs->data, epochs->len);
}

static void on_event(GmxSession *session, GmxEventRecord *event, Heard *heard) {
  heard->events++;
  heard->event_step = event->step;
  g_ptr_array_add(heard->lines, g_strdup_printf("event %s %s %s", event->setting, event->old_value,
                                                event->new_value));
}

static void on_gallery(GmxSession *session, GmxGallery *gallery, Heard *heard) {
  g_clear_pointer(&heard->gallery, gmx_gallery_unref);
  heard->gallery = gmx_gallery_ref(gallery);
}

static void on_status(GmxSession *session, const GmxStatus *status, Heard *heard) {
  heard->status = *status;
  heard->status.run_path = NULL;
}

static void on_setting(GmxSession *session, const char *name, Heard *heard) {
  heard->settings++;
  g_ptr_array_add(heard->lines, g_strdup_printf("setting %s", name));
}

static void on_failed(GmxSession *session, const GError *error, Heard *heard) {
  heard->failed++;
  g_ptr_array_add(heard->lines, g_strdup_printf("failed %s", error->message));
}

static void on_diverged(GmxSession *session, gint64 step, const char *cause, Heard *heard) {
  heard->diverged_step = step;
  g_ptr_array_add(heard->lines, g_strdup("diverged"));
}

static void on_rewound(GmxSession *session, gint64 step, int epoch, Heard *heard) {
  heard->rewound_step = step;
  while (heard->steps->len > 0 &&
         g_array_index(heard->steps, GmxStepRecord, heard->steps->len - 1).step > step)
    g_array_set_size(heard->steps, heard->steps->len - 1);
  g_ptr_array_add(heard->lines, g_strdup("rewound"));
}

void heard_setup(Heard *heard, gconstpointer data) {
  GError *error = NULL;
  *heard = (Heard){.run_dir = g_dir_make_tmp("gmix-test-XXXXXX", &error)};
  g_assert_no_error(error);
  heard->steps = g_array_new(FALSE, FALSE, sizeof(GmxStepRecord));
  heard->epochs = g_array_new(FALSE, FALSE, sizeof(GmxEpochRecord));
  heard->lines = g_ptr_array_new_with_free_func(g_free);
  heard->session = gmx_session_new(heard->run_dir);
  const struct {
    const char *name;
    GCallback func;
  } handlers[] = {{"state", G_CALLBACK(on_state)},    {"opened", G_CALLBACK(on_opened)},
                  {"steps", G_CALLBACK(on_steps)},    {"epochs", G_CALLBACK(on_epochs)},
                  {"event", G_CALLBACK(on_event)},    {"gallery", G_CALLBACK(on_gallery)},
                  {"status", G_CALLBACK(on_status)},  {"setting", G_CALLBACK(on_setting)},
                  {"failed", G_CALLBACK(on_failed)},  {"diverged", G_CALLBACK(on_diverged)},
                  {"rewound", G_CALLBACK(on_rewound)}};
  for (gsize i = 0; i < G_N_ELEMENTS(handlers); i++)
    g_signal_connect(heard->session, handlers[i].name, handlers[i].func, heard);
}

/* No test leaves a session behind: the last reference is the test's, and nothing else holds one. */
void heard_teardown(Heard *heard, gconstpointer data) {
  g_assert_false(heard->wrong_order);
  if (heard->session)
    g_assert_finalize_object(heard->session);
  g_clear_pointer(&heard->gallery, gmx_gallery_unref);
  g_array_unref(heard->steps);
  g_array_unref(heard->epochs);
  g_ptr_array_unref(heard->lines);
  remove_all(heard->run_dir);
  g_free(heard->run_dir);
}

void heard_wait_for_state(Heard *heard, GmxSessionState state) {
  while (gmx_session_get_state(heard->session) != state)
    g_main_context_iteration(NULL, TRUE);
}

void heard_wait_for_steps(Heard *heard, guint count) {
  while (heard->steps->len < count)
    g_main_context_iteration(NULL, TRUE);
}

void heard_wait_for_gallery(Heard *heard, gint64 step) {
  while (!heard->gallery || heard->gallery->step != step)
    g_main_context_iteration(NULL, TRUE);
}

void heard_wait_for_count(Heard *heard, const int *count, int wanted) {
  while (*count < wanted)
    g_main_context_iteration(NULL, TRUE);
}

static gboolean is_over(gpointer data) {
  *(gboolean *)data = TRUE;
  return G_SOURCE_REMOVE;
}

/* Lets the loop run for a while, in which nothing may be lost or come late. */
void heard_listen(guint milliseconds) {
  gboolean over = FALSE;
  g_timeout_add(milliseconds, is_over, &over);
  while (!over)
    g_main_context_iteration(NULL, TRUE);
}

GmxConfig *heard_small_config(void) {
  static const char *const settings[][2] = {
      {"model", "mlp"}, {"hidden", "16"}, {"limit", "256"}, {"batch", "32"},
      {"epochs", "3"},  {"probe", "64"},  {"lr", "0.05"},   {"evaluate-training", "100"}};
  GmxConfig *config = gmx_config_new();
  for (gsize i = 0; i < G_N_ELEMENTS(settings); i++)
    g_assert_true(gmx_config_set_from_string(config, settings[i][0], settings[i][1], NULL));
  return config;
}

/* Opens a small run, with @name set to @text on top where it is not NULL. */
void heard_open_small(Heard *heard, const char *name, const char *text) {
  g_autoptr(GmxConfig) config = heard_small_config();
  if (name)
    g_assert_true(gmx_config_set_from_string(config, name, text, NULL));
  const int opened = heard->opened;
  gmx_session_open(heard->session, config);
  heard_wait_for_count(heard, &heard->opened, opened + 1);
  heard_wait_for_state(heard, GMX_SESSION_READY);
}

gboolean heard_has_line(Heard *heard, const char *line) {
  for (guint i = 0; i < heard->lines->len; i++)
    if (g_str_has_prefix(g_ptr_array_index(heard->lines, i), line))
      return TRUE;
  return FALSE;
}
