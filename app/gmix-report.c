/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Progress for people and for programs. People get rounded figures, programs whole ones. */
#include "app/gmix-report.h"
#include "app/gmix-json.h"
#include "engine/nn/parallel.h"

#include <math.h>
#include <stdio.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#define REDRAW (G_USEC_PER_SEC / 10)
#define TELL (G_USEC_PER_SEC / 4)
#define BAR_CELLS 24

struct GmixReport {
  GmixReportKind kind;
  GmxTrainer *trainer; /* borrowed */
  gint64 began, drawn; /* monotonic */
  gint64 first_step;   /* steps that were done before: a resumed run */
  double loss;         /* of the steps, smoothed */
  double accuracy;     /* held-out, of the last evaluation */
  const char *phase;
  gboolean started;
};

GmixReport *gmix_report_new(GmixReportKind kind, GmxTrainer *trainer) {
  GmixReport *report = g_new0(GmixReport, 1);

  report->kind = kind;
  report->trainer = trainer;
  report->began = g_get_monotonic_time();
  report->first_step = gmx_trainer_get_step(trainer);
  report->loss = NAN;
  report->accuracy = NAN;
  report->phase = "training";
  return report;
}

void gmix_report_free(GmixReport *report) {
  g_free(report);
}

static gboolean is_json(GmixReport *report) {
  return report->kind == GMIX_REPORT_JSON || report->kind == GMIX_REPORT_STEPS;
}

static gboolean is_plain(GmixReport *report) {
  return report->kind == GMIX_REPORT_BAR || report->kind == GMIX_REPORT_LINES;
}

char *gmix_format_duration(double seconds) {
  gint64 whole = isfinite(seconds) ? (gint64)(seconds + 0.5) : -1;

  if (whole < 0)
    return g_strdup("–");
  if (whole >= 3600)
    return g_strdup_printf("%d:%02d:%02d", (int)(whole / 3600), (int)(whole / 60 % 60),
                           (int)(whole % 60));
  return g_strdup_printf("%d:%02d", (int)(whole / 60), (int)(whole % 60));
}

static double seconds_left(GmixReport *report) {
  gint64 done = gmx_trainer_get_step(report->trainer) - report->first_step;
  gint64 left =
      gmx_trainer_get_total_steps(report->trainer) - gmx_trainer_get_step(report->trainer);
  double spent = (double)(g_get_monotonic_time() - report->began) / G_USEC_PER_SEC;

  return done > 0 ? spent / (double)done * (double)left : NAN;
}

void gmix_clear_line(void) {
  fputs("\r\033[K", stdout);
}

int gmix_terminal_width(void) {
  struct winsize size;

  return ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0 ? size.ws_col : 80;
}

/* @fraction of BAR_CELLS cells filled. */
static char *draw_cells(double fraction) {
  GString *cells = g_string_new(NULL);
  int filled = (int)(CLAMP(fraction, 0, 1) * BAR_CELLS + 0.5);

  for (int i = 0; i < BAR_CELLS; i++)
    g_string_append(cells, i < filled ? "█" : "░");
  return g_string_free(cells, FALSE);
}

char *gmix_format_percent(double fraction) {
  return isfinite(fraction) ? g_strdup_printf("%.1f %%", 100 * fraction) : g_strdup("–");
}

/* Four decimals, or three digits of what has diverged far. */
static char *format_loss(double loss) {
  if (!isfinite(loss))
    return g_strdup("–");
  return g_strdup_printf(fabs(loss) < 1000 ? "%.4f" : "%.2e", loss);
}

static void draw_bar(GmixReport *report) {
  double fraction = (double)gmx_trainer_get_step(report->trainer) /
                    (double)MAX(gmx_trainer_get_total_steps(report->trainer), 1);
  g_autofree char *cells = draw_cells(fraction);
  g_autofree char *accuracy = gmix_format_percent(report->accuracy);
  g_autofree char *loss = format_loss(report->loss);
  g_autofree char *left = gmix_format_duration(seconds_left(report));
  g_autoptr(GString) line = g_string_new(NULL);
  int width = gmix_terminal_width();

  g_string_printf(line, "%3.0f %% %s epoch %d/%d · loss %s · held-out %s · %s left · %s",
                  100 * fraction, cells, gmx_trainer_get_epoch(report->trainer),
                  gmx_trainer_get_epochs(report->trainer), loss, accuracy, left, report->phase);
  /* A line that wraps could not be drawn over. */
  if (g_utf8_strlen(line->str, -1) >= width)
    g_string_truncate(line, (gsize)(g_utf8_offset_to_pointer(line->str, width - 1) - line->str));
  gmix_clear_line();
  fputs(line->str, stdout);
  fflush(stdout);
  report->drawn = g_get_monotonic_time();
}

static void start_plain(GmixReport *report) {
  GmxTrainer *trainer = report->trainer;
  GmxDataset *dataset = gmx_trainer_get_dataset(trainer);
  g_autofree char *method = gmx_config_get_string(gmx_trainer_get_config(trainer), "method");
  g_autofree char *model = gmx_config_get_string(gmx_trainer_get_config(trainer), "model");

  printf("%s (%d %s) · %s (%" G_GSIZE_FORMAT " parameters) · %s · seed %d · %d thread(s)\n",
         gmx_dataset_get_title(dataset), gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN),
         gmx_dataset_get_unit(dataset), model,
         gmx_model_parameter_count(gmx_trainer_get_model(trainer)), gmx_method_title(method),
         gmx_config_get_int(gmx_trainer_get_config(trainer), "seed"), gmx_parallel_get_threads());
  fflush(stdout);
}

static void add_run(GmixReport *report, JsonObject *object) {
  const char *path = gmx_trainer_get_run_path(report->trainer);

  if (path != NULL)
    json_object_set_string_member(object, "run", path);
  else
    json_object_set_null_member(object, "run");
}

static void start_json(GmixReport *report) {
  static const char *const names[] = {"data", "model", "method"};
  GmxTrainer *trainer = report->trainer;
  GmxConfig *config = gmx_trainer_get_config(trainer);
  JsonObject *object = gmix_json_event("start");

  add_run(report, object);
  for (gsize i = 0; i < G_N_ELEMENTS(names); i++) {
    g_autofree char *text = gmx_config_to_string(config, names[i]);

    json_object_set_string_member(object, names[i], text);
  }
  json_object_set_int_member(object, "parameters",
                             (gint64)gmx_model_parameter_count(gmx_trainer_get_model(trainer)));
  json_object_set_int_member(object, "epochs", gmx_trainer_get_epochs(trainer));
  json_object_set_int_member(object, "steps", gmx_trainer_get_total_steps(trainer));
  json_object_set_int_member(object, "seed", gmx_config_get_int(config, "seed"));
  json_object_set_int_member(object, "threads", gmx_parallel_get_threads());
  gmix_json_print(object);
}

void gmix_report_start(GmixReport *report) {
  if (report->started)
    return;
  report->started = TRUE;
  if (is_json(report))
    start_json(report);
  else if (is_plain(report))
    start_plain(report);
}

static void event_json(const char *event, gint64 step) {
  JsonObject *object = gmix_json_event(event);

  json_object_set_int_member(object, "step", step);
  gmix_json_print(object);
}

void gmix_report_step(GmixReport *report, const GmxStepRecord *record) {
  report->phase = "training";
  report->loss = isfinite(report->loss) ? 0.95 * report->loss + 0.05 * record->loss : record->loss;
  if (report->kind == GMIX_REPORT_BAR && g_get_monotonic_time() - report->drawn >= REDRAW)
    draw_bar(report);
  if (report->kind == GMIX_REPORT_STEPS && g_get_monotonic_time() - report->drawn >= TELL) {
    event_json("step", record->step);
    report->drawn = g_get_monotonic_time();
  }
}

void gmix_report_phase(const char *phase, gpointer data) {
  GmixReport *report = data;

  report->phase = phase;
  if (report->kind == GMIX_REPORT_BAR)
    draw_bar(report);
}

static void epoch_json(GmixReport *report, const GmxEpochRecord *record) {
  GmxTrainerSummary figures = gmx_trainer_get_summary(report->trainer);
  JsonObject *object = gmix_json_event("epoch");

  json_object_set_int_member(object, "epoch", record->epoch);
  json_object_set_int_member(object, "step", record->step);
  gmix_json_set_number(object, "train_loss", record->train_loss);
  gmix_json_set_number(object, "train_accuracy", record->train_accuracy);
  gmix_json_set_number(object, "test_loss", record->test_loss);
  gmix_json_set_number(object, "test_accuracy", record->test_accuracy);
  gmix_json_set_number(object, "ece", record->ece);
  gmix_json_set_number(object, "seconds", figures.seconds);
  gmix_json_set_number(object, "images_per_second", figures.images_per_second);
  gmix_json_print(object);
}

static void epoch_plain(GmixReport *report, const GmxEpochRecord *record) {
  g_autofree char *test = gmix_format_percent(record->test_accuracy);
  g_autofree char *train = gmix_format_percent(record->train_accuracy);
  g_autofree char *ece = gmix_format_percent(record->ece);
  g_autofree char *loss = format_loss(report->loss), *test_loss = format_loss(record->test_loss);

  if (report->kind == GMIX_REPORT_BAR)
    gmix_clear_line();
  printf("epoch %d/%d · step %" G_GINT64_FORMAT " · loss %s · held-out %s (loss %s, ece %s) · "
         "training %s · %.0f %s/s\n",
         record->epoch, gmx_trainer_get_epochs(report->trainer), record->step, loss, test,
         test_loss, ece, train, gmx_trainer_get_summary(report->trainer).images_per_second,
         gmx_dataset_get_unit(gmx_trainer_get_dataset(report->trainer)));
  fflush(stdout);
}

void gmix_report_epoch(GmixReport *report, const GmxEpochRecord *record) {
  report->accuracy = record->test_accuracy;
  if (is_json(report))
    epoch_json(report, record);
  else if (is_plain(report))
    epoch_plain(report, record);
}

void gmix_report_diverged(GmixReport *report, gint64 step) {
  /* People are told on standard error. */
  if (is_json(report))
    event_json("diverged", step);
}

void gmix_report_stopped(GmixReport *report, gint64 step) {
  if (is_json(report))
    event_json("stopped", step);
  if (report->kind == GMIX_REPORT_BAR)
    gmix_clear_line();
  if (is_plain(report))
    printf("stopped after step %" G_GINT64_FORMAT "\n", step);
}

static void summary_json(GmixReport *report) {
  GmxTrainerSummary figures = gmx_trainer_get_summary(report->trainer);
  JsonObject *object = gmix_json_event("summary");
  const int plateau = gmx_trainer_get_plateau(report->trainer);

  add_run(report, object);
  gmix_json_set_number(object, "test_accuracy", figures.test_accuracy);
  gmix_json_set_number(object, "test_loss", figures.test_loss);
  gmix_json_set_number(object, "train_accuracy", figures.train_accuracy);
  gmix_json_set_number(object, "ece", figures.ece);
  json_object_set_int_member(object, "steps", figures.steps);
  json_object_set_int_member(object, "epochs", figures.epochs);
  if (plateau > 0)
    json_object_set_int_member(object, "best_epoch", plateau);
  gmix_json_set_number(object, "seconds", figures.seconds);
  gmix_json_set_number(object, "images_per_second", figures.images_per_second);
  gmix_json_print(object);
}

static void summary_plain(GmixReport *report) {
  GmxTrainerSummary figures = gmx_trainer_get_summary(report->trainer);
  const char *path = gmx_trainer_get_run_path(report->trainer);
  g_autofree char *accuracy = gmix_format_percent(figures.test_accuracy);
  g_autofree char *time = gmix_format_duration(figures.seconds);
  const int plateau = gmx_trainer_get_plateau(report->trainer);

  if (report->kind == GMIX_REPORT_BAR)
    gmix_clear_line();
  printf("held-out accuracy %s after %" G_GINT64_FORMAT " steps in %s\n", accuracy, figures.steps,
         time);
  if (plateau > 0)
    printf("ended early: the held-out loss has not fallen since epoch %d\n", plateau);
  if (path != NULL)
    printf("the run lies in %s\n", path);
}

void gmix_report_summary(GmixReport *report) {
  if (is_json(report) || report->kind == GMIX_REPORT_SUMMARY)
    summary_json(report);
  else if (is_plain(report))
    summary_plain(report);
  fflush(stdout);
}
