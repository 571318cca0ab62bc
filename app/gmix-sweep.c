/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `gmix sweep`: all runs of a sweep file, one of them, or what has become of them. */
#include "app/gmix-sweep.h"
#include "app/gmix-drive.h"
#include "app/gmix-options.h"
#include "app/gmix.h"
#include "engine/nn/parallel.h"
#include "engine/train/run-folder.h"

#include <signal.h>
#include <stdio.h>

#define MAX_JOBS 1024

/* What is told of @task where nothing is trained. */
static void say(const GmixSweep *self, int task, const char *what) {
  g_autofree char *name = gmx_sweep_get_run_name(self->sweep, task);

  if (self->quiet || self->json)
    return;
  printf("task %d, %s: %s\n", task, name, what);
  fflush(stdout);
}

static void say_done(const GmixSweep *self, int task, GmxTaskState state) {
  if (state == GMX_TASK_DIVERGED)
    say(self, task, "diverged already; its loss is not finite");
  else
    say(self, task, "finished already");
}

static void say_finished(const GmixSweep *self, int task, GmxTrainer *trainer) {
  g_autofree char *accuracy = gmix_format_percent(gmx_trainer_get_summary(trainer).test_accuracy);
  g_autofree char *what = g_strdup_printf("finished, held-out accuracy %s", accuracy);

  say(self, task, what);
}

/* Of ranks, whose words come out of one pipe or terminal, each says when a task begins and ends. */
static int drive_task(const GmixSweep *self, int task, GmxTrainer *trainer, gboolean ranked) {
  GmixReportKind kind =
      gmix_drive_choose_report(self->json, self->quiet || (ranked && !self->json));
  g_autoptr(GError) error = NULL;

  if (ranked)
    say(self, task, "begins");

  if (!gmix_drive(trainer, kind == GMIX_REPORT_JSON ? GMIX_REPORT_STEPS : kind, &error))
    return gmix_complain(GMIX_FAILED, "%s", error->message);
  switch (gmx_trainer_get_state(trainer)) {
  case GMX_TRAINER_DIVERGED:
    say(self, task, "diverged; its loss is not finite");
    return GMIX_DONE;
  case GMX_TRAINER_FINISHED:
    if (ranked)
      say_finished(self, task, trainer);
    return GMIX_DONE;
  default:
    if (ranked)
      say(self, task, "stopped; the same call goes on");
    return GMIX_STOPPED;
  }
}

static int run_task(const GmixSweep *self, int task, gboolean ranked) {
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxTrainer) trainer = NULL;
  GmxTaskState state;

  trainer = gmx_sweep_open_task(self->sweep, task, self->run_dir, &state, &error);
  if (trainer != NULL)
    return drive_task(self, task, trainer, ranked);
  if (error == NULL) {
    say_done(self, task, state);
    return GMIX_DONE;
  }
  return gmix_complain(g_error_matches(error, GMX_RUN_ERROR, GMX_RUN_ERROR_LOCKED) ? GMIX_BUSY
                                                                                   : GMIX_FAILED,
                       "%s", error->message);
}

/* The first of the environment's variables that holds a number from 0; -1 where none does. */
static int read_environment(const char *const *names) {
  for (; *names != NULL; names++) {
    const char *text = g_getenv(*names);
    guint64 number;

    if (text != NULL && g_ascii_string_to_unsigned(text, 10, 0, G_MAXINT, &number, NULL))
      return (int)number;
  }
  return -1;
}

/* A rank of mpirun or srun takes the task of its number, and with fewer ranks than tasks every
 * @ranks-th task after it. A rank without a task ends well: mpirun would stop the others. */
static int run_rank(const GmixSweep *self) {
  static const char *const ranks[] = {"OMPI_COMM_WORLD_RANK", "PMI_RANK", "PMIX_RANK",
                                      "SLURM_PROCID", NULL};
  static const char *const sizes[] = {"OMPI_COMM_WORLD_SIZE", "PMI_SIZE", "SLURM_NTASKS", NULL};
  const int rank = read_environment(ranks), size = read_environment(sizes);
  const int count = gmx_sweep_get_count(self->sweep);
  const int stride = size > 0 ? size : count;
  int status = GMIX_DONE;

  if (rank < 0)
    return gmix_complain(GMIX_WRONG_OPTION,
                         "--task rank: neither mpirun nor srun has started this program; use "
                         "--task with a number");
  for (int task = rank; task < count && !gmix_drive_is_stopped(); task += stride) {
    const int result = run_task(self, task, TRUE);

    status = result != GMIX_DONE ? result : status;
  }
  return status;
}

/* A whole number from @least to @most. */
static gboolean parse_number(const char *option, const char *text, int least, int most,
                             int *number) {
  gint64 value;

  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_signed(text, 10, least, most, &value, NULL))
    return gmix_complain(FALSE, "--%s must be a whole number from %d to %d, not “%s”", option,
                         least, most, text);
  *number = (int)value;
  return TRUE;
}

static int run_one(const GmixSweep *self, const char *text) {
  const int last = gmx_sweep_get_count(self->sweep) - 1;
  int task = 0;

  if (!g_str_equal(text, "rank") && !parse_number("task", text, 0, last, &task))
    return GMIX_WRONG_OPTION;
  if (self->threads > 0 && !gmx_sweep_sets_threads(self->sweep))
    gmx_parallel_set_processors(self->threads);
  gmix_drive_catch_signals();
  /* A worker whose reader has gone is told to stop, and then still writes its checkpoint. */
  signal(SIGPIPE, SIG_IGN);
  return g_str_equal(text, "rank") ? run_rank(self) : run_task(self, task, FALSE);
}

/* "-" is standard input. */
static GmxSweep *load(const char *file, GError **error) {
  g_autoptr(GString) text = g_string_new(NULL);
  char part[4096];
  gsize length;

  if (!g_str_equal(file, "-"))
    return gmx_sweep_load(file, error);
  while ((length = fread(part, 1, sizeof part, stdin)) > 0)
    g_string_append_len(text, part, (gssize)length);
  return gmx_sweep_parse(text->str, (gssize)text->len, "standard input", NULL, error);
}

/* The texts of the options, until they are understood. */
typedef struct {
  char *file, *run_dir, *jobs, *threads, *task;
  gboolean count, list;
} Texts;

static void texts_clear(Texts *texts) {
  g_free(texts->file);
  g_free(texts->run_dir);
  g_free(texts->jobs);
  g_free(texts->threads);
  g_free(texts->task);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Texts, texts_clear)

static int parse(GmixSweep *self, Texts *texts, int argc, char **argv) {
  const GmixOption options[] = {
      {"run-dir", "DIR", "Folder that gets the runs' folders.", &texts->run_dir, NULL},
      {"jobs", "N", "Runs that are trained at the same time, each in a process (default: 1).",
       &texts->jobs, NULL},
      {"threads", "N",
       "Threads of each run (default: the processors, divided among the jobs); what FILE says "
       "overrides it.",
       &texts->threads, NULL},
      {"task", "N|rank",
       "Train task N alone, from 0; with “rank” those of this process under mpirun or srun.",
       &texts->task, NULL},
      {"count", NULL, "Print how many tasks there are.", NULL, &texts->count},
      {"list", NULL, "Print each task with its state.", NULL, &texts->list},
      {"json", NULL, "Print one JSON object a line.", NULL, &self->json},
      {"quiet", NULL, "Print nothing but errors (with --json: the summary alone).", NULL,
       &self->quiet},
      {NULL},
  };
  const GmixCommand command = {.name = "sweep",
                               .summary = "Trains what is missing of the runs that FILE describes "
                                          "(“-” reads standard input), and prints their figures.",
                               .operand = "FILE",
                               .options = options};
  const int status = gmix_options_parse(&command, argc, argv, NULL, NULL, &texts->file);

  if (status >= 0)
    return status;
  self->run_dir = texts->run_dir;
  return parse_number("jobs", texts->jobs, 1, MAX_JOBS, &self->jobs) &&
                 parse_number("threads", texts->threads, 1, 256, &self->threads)
             ? -1
             : GMIX_WRONG_OPTION;
}

int gmix_sweep(int argc, char **argv) {
  GmixSweep self = {.jobs = 1};
  g_auto(Texts) texts = {NULL};
  g_autoptr(GmxSweep) sweep = NULL;
  g_autoptr(GError) error = NULL;
  const int status = parse(&self, &texts, argc, argv);

  if (status >= 0)
    return status;
  self.sweep = sweep = load(texts.file, &error);
  if (sweep == NULL)
    return gmix_complain(GMIX_WRONG_OPTION, "%s", error->message);
  if (texts.task != NULL)
    return run_one(&self, texts.task);
  if (texts.count)
    printf("%d\n", gmx_sweep_get_count(sweep));
  else if (texts.list)
    gmix_sweep_print_list(&self);
  else
    return gmix_sweep_work(&self);
  return GMIX_DONE;
}
