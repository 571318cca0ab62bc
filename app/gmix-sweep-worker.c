/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Starting a worker and hearing what it says. It gets the sweep on its standard input, so that
 * editing the file meanwhile changes nothing, and tells its progress in JSON. */
#include "app/gmix-sweep-worker.h"
#include "app/gmix-options.h"
#include "engine/nn/parallel.h"

#include <signal.h>
#include <string.h>
#include <sys/prctl.h>
#include <unistd.h>

double gmix_worker_get_fraction(const GmixWorker *worker) {
  return worker->steps > 0 ? worker->now / worker->steps : 0;
}

double gmix_worker_get_worked(const GmixWorker *worker) {
  return worker->steps > 0 ? (worker->now - MAX(worker->first, 0)) / worker->steps : 0;
}

void gmix_worker_free(GmixWorker *worker) {
  g_clear_object(&worker->process);
  g_clear_object(&worker->out);
  g_clear_object(&worker->err);
  g_free(worker->problem);
  g_free(worker);
}

/* What ended a worker that said nothing of it. */
static void explain(GmixWorker *worker) {
  const int number = worker->status < 0 ? g_subprocess_get_term_sig(worker->process) : 0;

  if (worker->status < 0) {
    g_free(worker->problem);
    worker->problem =
        g_strdup_printf("its process was ended by signal %d (%s); the next call goes on", number,
                        g_strsignal(number));
  } else if (worker->problem == NULL && worker->status == GMIX_STOPPED) {
    worker->problem = g_strdup("its process was stopped; the next call goes on");
  } else if (worker->problem == NULL && worker->status != GMIX_DONE) {
    worker->problem = g_strdup_printf("its process ended with status %d", worker->status);
  }
}

static void close_part(GmixWorker *worker) {
  if (--worker->open > 0)
    return;
  worker->status = g_subprocess_get_if_exited(worker->process)
                       ? g_subprocess_get_exit_status(worker->process)
                       : -1;
  explain(worker);
  worker->end(worker, worker->data);
}

static void hear(GmixWorker *worker, const char *line) {
  g_autoptr(JsonNode) node = json_from_string(line, NULL);
  JsonObject *object =
      node != NULL && JSON_NODE_HOLDS_OBJECT(node) ? json_node_get_object(node) : NULL;
  const char *event =
      object != NULL ? json_object_get_string_member_with_default(object, "event", "") : "";

  if (g_str_equal(event, "start"))
    worker->steps = json_object_get_double_member_with_default(object, "steps", 0);
  if (g_str_equal(event, "step") || g_str_equal(event, "epoch")) {
    worker->now = json_object_get_double_member_with_default(object, "step", worker->now);
    worker->first = worker->first < 0 ? worker->now - 1 : worker->first;
  }
}

static void complain(GmixWorker *worker, const char *line) {
  g_free(worker->problem);
  worker->problem = g_strdup(g_str_has_prefix(line, "gmix: ") ? line + strlen("gmix: ") : line);
}

static void read_more(GmixWorker *worker, GDataInputStream *stream);

static void on_line(GObject *source, GAsyncResult *result, gpointer data) {
  GmixWorker *worker = data;
  GDataInputStream *stream = G_DATA_INPUT_STREAM(source);
  g_autofree char *line = g_data_input_stream_read_line_finish(stream, result, NULL, NULL);

  if (line == NULL) {
    close_part(worker);
    return;
  }
  if (stream == worker->out)
    hear(worker, line);
  else
    complain(worker, line);
  read_more(worker, stream);
}

static void read_more(GmixWorker *worker, GDataInputStream *stream) {
  g_data_input_stream_read_line_async(stream, G_PRIORITY_DEFAULT, NULL, on_line, worker);
}

static void on_end(GObject *source, GAsyncResult *result, gpointer data) {
  g_subprocess_wait_finish(G_SUBPROCESS(source), result, NULL);
  close_part(data);
}

/* In the worker: the terminal's Ctrl-C is the parent's to pass on, and its end is the worker's. */
static void set_up(gpointer data) {
  setpgid(0, 0);
  prctl(PR_SET_PDEATHSIG, SIGTERM);
}

static GSubprocess *spawn(const GmixSweep *sweep, int task, GError **error) {
  g_autoptr(GSubprocessLauncher) launcher =
      g_subprocess_launcher_new(G_SUBPROCESS_FLAGS_STDIN_PIPE | G_SUBPROCESS_FLAGS_STDOUT_PIPE |
                                G_SUBPROCESS_FLAGS_STDERR_PIPE);
  const int share = MAX(gmx_parallel_get_processors() / sweep->jobs, 1);
  g_autofree char *program = g_file_read_link("/proc/self/exe", NULL);
  g_autofree char *number = g_strdup_printf("%d", task);
  g_autofree char *threads = g_strdup_printf("%d", sweep->threads > 0 ? sweep->threads : share);
  g_autoptr(GStrvBuilder) arguments = g_strv_builder_new();
  g_auto(GStrv) all = NULL;

  g_strv_builder_add_many(arguments, program != NULL ? program : "gmix", "sweep", "-", "--json",
                          "--task", number, "--threads", threads, NULL);
  if (sweep->run_dir != NULL)
    g_strv_builder_add_many(arguments, "--run-dir", sweep->run_dir, NULL);
  all = g_strv_builder_end(arguments);
  g_subprocess_launcher_set_child_setup(launcher, set_up, NULL, NULL);
  return g_subprocess_launcher_spawnv(launcher, (const char *const *)all, error);
}

GmixWorker *gmix_worker_new(const GmixSweep *sweep, int task, const char *text, GmixWorkerEnd end,
                            gpointer data, GError **error) {
  GSubprocess *process = spawn(sweep, task, error);
  GOutputStream *in;
  GmixWorker *worker;

  if (process == NULL)
    return NULL;
  in = g_subprocess_get_stdin_pipe(process);
  /* One that has died already is heard of below. */
  g_output_stream_write_all(in, text, strlen(text), NULL, NULL, NULL);
  g_output_stream_close(in, NULL, NULL);
  worker = g_new0(GmixWorker, 1);
  worker->task = task;
  worker->first = -1;
  worker->end = end;
  worker->data = data;
  worker->process = process;
  worker->out = g_data_input_stream_new(g_subprocess_get_stdout_pipe(process));
  worker->err = g_data_input_stream_new(g_subprocess_get_stderr_pipe(process));
  worker->open = 3;
  read_more(worker, worker->out);
  read_more(worker, worker->err);
  g_subprocess_wait_async(process, NULL, on_end, worker);
  return worker;
}
