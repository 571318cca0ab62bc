/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `gmix train`: drives the trainer from the first step to the last, or to Ctrl-C. */
#include "app/gmix.h"
#include "app/gmix-options.h"
#include "app/gmix-report.h"
#include "engine/train/run-folder.h"

#include <signal.h>
#include <unistd.h>

/* Set by the signal's handler; long phases look at it too. */
static gint stopped;

static void on_signal(int number) {
  stopped = 1;
}

/* Ctrl-C stops after the step. A second one ends the program as usual. */
static void catch_signals(void) {
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND | SA_RESTART};

  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
}

static GmixReportKind choose_report(gboolean json, gboolean quiet) {
  if (json)
    return quiet ? GMIX_REPORT_SUMMARY : GMIX_REPORT_JSON;
  if (quiet)
    return GMIX_REPORT_QUIET;
  return isatty(STDOUT_FILENO) ? GMIX_REPORT_BAR : GMIX_REPORT_LINES;
}

/* A folder is noted with its whole way, so that the run can be resumed from anywhere. */
static void make_data_absolute(GmxConfig *config) {
  g_autofree char *data = gmx_config_get_string(config, "data");
  g_autofree char *path = NULL;

  if (!g_str_equal(data, "shapes") && !g_str_equal(data, "fashion-mnist") &&
      !g_path_is_absolute(data) && g_file_test(data, G_FILE_TEST_EXISTS)) {
    path = g_canonicalize_filename(data, NULL);
    g_object_set(config, "data", path, NULL);
  }
}

static GmxDataset *load_data(GmxConfig *config, GError **error) {
  g_autofree char *data = gmx_config_get_string(config, "data");

  return gmx_dataset_load(data, (guint64)gmx_config_get_int(config, "seed"), NULL, NULL, NULL,
                          error);
}

static GmxTrainer *begin(GmxConfig *config, const char *run_dir, GError **error) {
  g_autofree char *parent = run_dir != NULL ? g_strdup(run_dir) : gmx_run_default_parent();
  g_autoptr(GmxDataset) dataset = NULL;

  make_data_absolute(config);
  dataset = load_data(config, error);
  return dataset != NULL ? gmx_trainer_new(config, dataset, parent, error) : NULL;
}

static GmxTrainer *resume(const char *run, const char *run_dir, GError **error) {
  g_autofree char *path = gmx_run_find(run_dir, run, error);
  g_autoptr(GmxRunInfo) info = path != NULL ? gmx_run_info_load(path, error) : NULL;
  g_autoptr(GmxDataset) dataset = info != NULL ? load_data(info->config, error) : NULL;

  return dataset != NULL ? gmx_trainer_resume(path, dataset, error) : NULL;
}

static gboolean evaluate(GmxTrainer *trainer, GmixReport *report, GError **error) {
  GmxEpochRecord record;

  if (!gmx_trainer_evaluate(trainer, &stopped, &record, error))
    return FALSE;
  gmix_report_epoch(report, &record);
  return TRUE;
}

static gboolean step(GmxTrainer *trainer, GmixReport *report, GError **error) {
  GmxStepRecord record;

  if (!gmx_trainer_step(trainer, &record, error))
    return FALSE;
  gmix_report_start(report);
  gmix_report_step(report, &record);
  return TRUE;
}

static gboolean is_over(GmxTrainer *trainer) {
  GmxTrainerState state = gmx_trainer_get_state(trainer);

  return state == GMX_TRAINER_FINISHED || state == GMX_TRAINER_DIVERGED;
}

/* Until the run is over, a signal came, or the folder can't be written. */
static gboolean train(GmxTrainer *trainer, GmixReport *report, GError **error) {
  while (!is_over(trainer) && !g_atomic_int_get(&stopped)) {
    gboolean fine = gmx_trainer_get_state(trainer) == GMX_TRAINER_STEP
                        ? step(trainer, report, error)
                        : evaluate(trainer, report, error);

    /* Cut short by a signal: no failure. */
    if (!fine && g_error_matches(*error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
      g_clear_error(error);
    else if (!fine)
      return FALSE;
  }
  return is_over(trainer) || gmx_trainer_save(trainer, error);
}

/* Reports the end and chooses the exit status. */
static int finish(GmxTrainer *trainer, GmixReport *report) {
  GmxTrainerState state = gmx_trainer_get_state(trainer);
  const char *path = gmx_trainer_get_run_path(trainer);

  gmix_report_start(report);
  if (state == GMX_TRAINER_DIVERGED)
    gmix_report_diverged(report, gmx_trainer_get_step(trainer));
  else if (state != GMX_TRAINER_FINISHED)
    gmix_report_stopped(report, gmx_trainer_get_step(trainer));
  gmix_report_summary(report);
  if (state == GMX_TRAINER_DIVERGED)
    return gmix_complain(GMIX_FAILED,
                         "the loss is not finite at step %" G_GINT64_FORMAT
                         "; try a smaller --lr or --rho (the run lies in %s)",
                         gmx_trainer_get_step(trainer), path);
  return state == GMX_TRAINER_FINISHED ? GMIX_DONE : GMIX_STOPPED;
}

static int run(GmxTrainer *trainer, GmixReportKind kind) {
  g_autoptr(GmixReport) report = gmix_report_new(kind, trainer);
  g_autoptr(GError) error = NULL;

  gmx_trainer_set_phase_func(trainer, gmix_report_phase, report);
  if (!train(trainer, report, &error))
    return gmix_complain(GMIX_FAILED, "%s", error->message);
  return finish(trainer, report);
}

int gmix_train(int argc, char **argv) {
  g_autofree char *run_dir = NULL, *resumed = NULL;
  gboolean json = FALSE, quiet = FALSE;
  const GmixOption options[] = {
      {"run-dir", "DIR", "Folder that gets the run's folder.", &run_dir, NULL},
      {"resume", "RUN", "Go on with a run from its checkpoint, with its settings.", &resumed, NULL},
      {"json", NULL, "Print one JSON object a line, the summary last.", NULL, &json},
      {"quiet", NULL, "Print nothing but errors (with --json: the summary alone).", NULL, &quiet},
      {NULL},
  };
  const GmixCommand command = {.name = "train",
                               .summary = "Trains a network and writes a run folder.",
                               .settings = TRUE,
                               .options = options};
  g_autoptr(GmxConfig) config = gmx_config_new();
  g_autoptr(GmxTrainer) trainer = NULL;
  g_autoptr(GError) error = NULL;
  g_auto(GStrv) given = NULL;
  int status = gmix_options_parse(&command, argc, argv, config, &given, NULL);

  if (status >= 0)
    return status;
  if (resumed != NULL && given[0] != NULL)
    return gmix_complain(GMIX_WRONG_OPTION,
                         "--resume and --%s exclude each other: a resumed run keeps its settings",
                         given[0]);
  trainer = resumed != NULL ? resume(resumed, run_dir, &error) : begin(config, run_dir, &error);
  /* Some settings only the data can refuse: a network for which its images are too small. */
  if (trainer == NULL)
    return gmix_complain(resumed == NULL && error->domain == GMX_CONFIG_ERROR ? GMIX_WRONG_OPTION
                                                                              : GMIX_FAILED,
                         "%s", error->message);
  catch_signals();
  return run(trainer, choose_report(json, quiet));
}
