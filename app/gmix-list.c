/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `gmix list`: the runs, oldest first, with what they came to. */
#include "app/gmix.h"
#include "app/gmix-json.h"
#include "app/gmix-options.h"
#include "engine/train/run-folder.h"

#include <math.h>
#include <stdio.h>

/* "finished", "diverged"; a run without a summary was cut short, or still trains. */
static const char *run_state(const GmxRunInfo *run) {
  return run->summary != NULL
             ? json_object_get_string_member_with_default(run->summary, "state", "finished")
             : "unfinished";
}

static double summary_number(const GmxRunInfo *run, const char *name) {
  return run->summary != NULL ? json_object_get_double_member_with_default(run->summary, name, NAN)
                              : NAN;
}

static void print_json(const GmxRunInfo *run) {
  static const char *const texts[] = {"data", "model", "method"};
  static const char *const numbers[] = {"test_accuracy", "test_loss", "train_accuracy", "ece"};
  static const char *const counts[] = {"steps", "epochs"};
  JsonObject *object = json_object_new();

  json_object_set_string_member(object, "run", run->path);
  json_object_set_string_member(object, "name", run->name);
  for (gsize i = 0; i < G_N_ELEMENTS(texts); i++) {
    g_autofree char *text = gmx_config_to_string(run->config, texts[i]);

    json_object_set_string_member(object, texts[i], text);
  }
  json_object_set_int_member(object, "seed", gmx_config_get_int(run->config, "seed"));
  json_object_set_string_member(object, "state", run_state(run));
  for (gsize i = 0; i < G_N_ELEMENTS(numbers); i++)
    gmix_json_set_number(object, numbers[i], summary_number(run, numbers[i]));
  for (gsize i = 0; i < G_N_ELEMENTS(counts); i++)
    if (run->summary != NULL)
      json_object_set_int_member(
          object, counts[i], json_object_get_int_member_with_default(run->summary, counts[i], 0));
    else
      json_object_set_null_member(object, counts[i]);
  gmix_json_print(object);
}

static void print_line(const GmxRunInfo *run, int width) {
  double accuracy = summary_number(run, "test_accuracy");

  printf("%-*s  ", width, run->name);
  if (isfinite(accuracy))
    printf("%5.1f %%", 100 * accuracy);
  else
    printf("%8s", "–  ");
  printf("  %s\n", run_state(run));
}

static void print_runs(GPtrArray *runs, gboolean json) {
  int width = 0;

  for (guint i = 0; i < runs->len; i++) {
    const GmxRunInfo *run = g_ptr_array_index(runs, i);

    width = MAX(width, (int)strlen(run->name));
  }
  for (guint i = 0; i < runs->len; i++) {
    if (json)
      print_json(g_ptr_array_index(runs, i));
    else
      print_line(g_ptr_array_index(runs, i), width);
  }
}

int gmix_list(int argc, char **argv) {
  g_autofree char *run_dir = NULL;
  gboolean json = FALSE;
  const GmixOption options[] = {
      {"run-dir", "DIR", "Folder that holds the runs.", &run_dir, NULL},
      {"json", NULL, "Print one JSON object a line.", NULL, &json},
      {NULL},
  };
  const GmixCommand command = {.name = "list",
                               .summary = "Lists the runs, oldest first, with their held-out "
                                          "accuracy.",
                               .options = options};
  g_autoptr(GPtrArray) runs = NULL;
  g_autoptr(GError) error = NULL;
  int status = gmix_options_parse(&command, argc, argv, NULL, NULL, NULL);

  if (status >= 0)
    return status;
  if (run_dir != NULL && !g_file_test(run_dir, G_FILE_TEST_EXISTS))
    return gmix_complain(GMIX_FAILED,
                         "%s: there is no such folder; --run-dir names the one that "
                         "holds the runs",
                         run_dir);
  runs = gmx_run_folder_list(run_dir, &error);
  if (runs == NULL)
    return gmix_complain(GMIX_FAILED, "%s", error->message);
  if (runs->len == 0 && !json)
    printf("no runs yet; “gmix train” makes one\n");
  print_runs(runs, json);
  return GMIX_DONE;
}
