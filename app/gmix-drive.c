/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The loop over steps and evaluations, and the signals that end it early. */
#include "app/gmix-drive.h"

#include <signal.h>
#include <unistd.h>

/* Set by the signal's handler; long phases look at it too. */
static gint stopped;

static void on_signal(int number) {
  stopped = 1;
}

/* Under nohup the terminal may close and training goes on. */
static gboolean outlives_terminal(void) {
  struct sigaction now;

  return sigaction(SIGHUP, NULL, &now) == 0 && now.sa_handler == SIG_IGN;
}

void gmix_drive_catch_signals(void) {
  struct sigaction action = {.sa_handler = on_signal, .sa_flags = (int)SA_RESETHAND | SA_RESTART};

  sigemptyset(&action.sa_mask);
  sigaction(SIGINT, &action, NULL);
  sigaction(SIGTERM, &action, NULL);
  if (!outlives_terminal())
    sigaction(SIGHUP, &action, NULL);
}

gboolean gmix_drive_is_stopped(void) {
  return g_atomic_int_get(&stopped) != 0;
}

GmixReportKind gmix_drive_choose_report(gboolean json, gboolean quiet) {
  if (json)
    return quiet ? GMIX_REPORT_SUMMARY : GMIX_REPORT_JSON;
  if (quiet)
    return GMIX_REPORT_QUIET;
  return isatty(STDOUT_FILENO) ? GMIX_REPORT_BAR : GMIX_REPORT_LINES;
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
  while (!is_over(trainer) && !gmix_drive_is_stopped()) {
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

static void finish(GmxTrainer *trainer, GmixReport *report) {
  GmxTrainerState state = gmx_trainer_get_state(trainer);

  gmix_report_start(report);
  if (state == GMX_TRAINER_DIVERGED)
    gmix_report_diverged(report, gmx_trainer_get_step(trainer));
  else if (state != GMX_TRAINER_FINISHED)
    gmix_report_stopped(report, gmx_trainer_get_step(trainer));
  gmix_report_summary(report);
}

gboolean gmix_drive(GmxTrainer *trainer, GmixReportKind kind, GError **error) {
  g_autoptr(GmixReport) report = gmix_report_new(kind, trainer);
  g_autoptr(GError) wrong = NULL;

  gmx_trainer_set_phase_func(trainer, gmix_report_phase, report);
  if (!train(trainer, report, &wrong)) {
    g_propagate_error(error, g_steal_pointer(&wrong));
    return FALSE;
  }
  finish(trainer, report);
  return TRUE;
}
