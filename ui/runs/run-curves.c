/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Reading and keeping curves. A job owns copies of all it needs; what it has read is kept when it
 * comes back, also where another load has been asked for meanwhile. */
#include "ui/runs/run-curves.h"

#include <math.h>

#define MOST_KEPT 400

/* A curve as read, of one entry. Shared by the store and a job. */
typedef struct {
  GmxRunEntry *entry;
  GmxRunSeries *series;
  gboolean unread;
} Kept;

typedef struct {
  char *name;
  GmxRunStyle style;
  GPtrArray *entries, *kept; /* GmxRunEntry; Kept, NULL where it must be read */
} Line;

typedef struct {
  GPtrArray *lines, *curves; /* Line, GmxRunCurve */
  GmxMeasure measure;
  GmxAlign align;
  int joined, unread;
} Job;

struct _GmxRunCurves {
  GObject parent_instance;

  GHashTable *store; /* "measure align path" → Kept */
  GPtrArray *curves;
  GmxMeasure measure;
  GmxAlign align;
  int joined, unread;
  Job *next; /* asked for while another is under way */
  gboolean loading;
};

enum { CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxRunCurves, gmx_run_curves, G_TYPE_OBJECT)

static void kept_clear(gpointer data) {
  Kept *kept = data;
  g_object_unref(kept->entry);
  gmx_run_series_free(kept->series);
}

static void kept_unref(gpointer kept) {
  if (kept)
    g_atomic_rc_box_release_full(kept, kept_clear);
}

static void line_free(gpointer data) {
  Line *line = data;
  g_free(line->name);
  g_ptr_array_unref(line->entries);
  g_ptr_array_unref(line->kept);
  g_free(line);
}

static void curve_free(gpointer data) {
  GmxRunCurve *curve = data;
  g_free(curve->name);
  gmx_series_spread_free(curve->spread);
  g_free(curve);
}

static void job_free(gpointer data) {
  Job *job = data;
  g_ptr_array_unref(job->lines);
  g_ptr_array_unref(job->curves);
  g_free(job);
}

/* The job, on its thread */

static double mean_of(const double *values, int count) {
  double sum = 0;
  int n = 0;
  for (int i = 0; i < count; i++)
    if (isfinite(values[i])) {
      sum += values[i];
      n++;
    }
  return n > 0 ? sum / n : NAN;
}

GmxSeriesSpread *gmx_run_spread_thin(GmxSeriesSpread *spread, int most, int *joined) {
  const int part = (spread->count + most - 1) / most;
  *joined = MAX(1, part);
  if (part <= 1)
    return spread;
  int count = 0;
  for (int from = 0; from < spread->count; from += part, count++) {
    const int length = MIN(part, spread->count - from);
    spread->x[count] = spread->x[from + length - 1];
    spread->mean[count] = mean_of(spread->mean + from, length);
    spread->deviation[count] = mean_of(spread->deviation + from, length);
    spread->n[count] = spread->n[from + length - 1];
  }
  spread->count = count;
  return spread;
}

static Kept *read_series(Job *job, GmxRunEntry *entry) {
  Kept *kept = g_atomic_rc_box_new0(Kept);
  g_autoptr(GError) error = NULL;
  kept->entry = g_object_ref(entry);
  kept->series = gmx_run_series_read(entry->path, job->measure, job->align, &error);
  /* A run in its first epoch has no such file yet. */
  kept->unread = error && entry->epochs > 0;
  if (!kept->series)
    kept->series = g_new0(GmxRunSeries, 1);
  return kept;
}

static void make_curve(Job *job, Line *line) {
  g_autoptr(GPtrArray) series = g_ptr_array_new();
  GmxRunCurve *curve = g_new0(GmxRunCurve, 1);
  for (guint i = 0; i < line->entries->len; i++) {
    if (!line->kept->pdata[i])
      line->kept->pdata[i] = read_series(job, line->entries->pdata[i]);
    Kept *kept = line->kept->pdata[i];
    job->unread += kept->unread;
    if (kept->series->count > 0)
      g_ptr_array_add(series, kept->series);
  }
  int joined = 1;
  curve->name = g_strdup(line->name);
  curve->style = line->style;
  curve->spread = gmx_run_spread_thin(
      gmx_series_spread_new((GmxRunSeries *const *)series->pdata, (int)series->len, job->align),
      GMX_CURVE_POINTS, &joined);
  job->joined = MAX(job->joined, joined);
  g_ptr_array_add(job->curves, curve);
}

static void job_thread(GTask *task, gpointer source, gpointer data, GCancellable *cancellable) {
  Job *job = data;
  for (guint i = 0; i < job->lines->len; i++)
    make_curve(job, job->lines->pdata[i]);
  g_task_return_boolean(task, TRUE);
}

/* The owner's side */

static char *key_of(const char *path, GmxMeasure measure, GmxAlign align) {
  return g_strdup_printf("%d %d %s", (int)measure, (int)align, path);
}

static void keep(GmxRunCurves *self, Job *job) {
  if (g_hash_table_size(self->store) > MOST_KEPT)
    g_hash_table_remove_all(self->store);
  for (guint i = 0; i < job->lines->len; i++) {
    Line *line = job->lines->pdata[i];
    for (guint k = 0; k < line->kept->len; k++) {
      Kept *kept = line->kept->pdata[k];
      g_hash_table_replace(self->store, key_of(kept->entry->path, job->measure, job->align),
                           g_atomic_rc_box_acquire(kept));
    }
  }
}

static void start(GmxRunCurves *self, Job *job);

static void on_done(GObject *object, GAsyncResult *result, gpointer data) {
  GmxRunCurves *self = GMX_RUN_CURVES(object);
  Job *job = g_task_get_task_data(G_TASK(result));
  Job *next = g_steal_pointer(&self->next);
  self->loading = FALSE;
  keep(self, job);
  g_ptr_array_unref(self->curves);
  self->curves = g_ptr_array_ref(job->curves);
  self->measure = job->measure;
  self->align = job->align;
  self->joined = job->joined;
  self->unread = job->unread;
  if (next)
    start(self, next);
  else
    g_signal_emit(self, signals[CHANGED], 0);
}

/* Takes @job. What is kept of these very entries is not read again. */
static void start(GmxRunCurves *self, Job *job) {
  for (guint i = 0; i < job->lines->len; i++) {
    Line *line = job->lines->pdata[i];
    for (guint k = 0; k < line->entries->len; k++) {
      GmxRunEntry *entry = line->entries->pdata[k];
      g_autofree char *key = key_of(entry->path, job->measure, job->align);
      Kept *kept = g_hash_table_lookup(self->store, key);
      const gboolean fits = kept && kept->entry == entry;
      g_ptr_array_add(line->kept, fits ? g_atomic_rc_box_acquire(kept) : NULL);
    }
  }
  self->loading = TRUE;
  g_autoptr(GTask) task = g_task_new(self, NULL, on_done, NULL);
  g_task_set_name(task, "gmix-curves");
  g_task_set_task_data(task, job, job_free);
  g_task_run_in_thread(task, job_thread);
}

static void add_line(Job *job, char *name, GmxRunStyle style, GmxRunEntry **entries, guint count) {
  Line *line = g_new0(Line, 1);
  line->name = name;
  line->style = style;
  line->entries = g_ptr_array_new_with_free_func(g_object_unref);
  line->kept = g_ptr_array_new_with_free_func(kept_unref);
  for (guint i = 0; i < count; i++)
    g_ptr_array_add(line->entries, g_object_ref(entries[i]));
  g_ptr_array_add(job->lines, line);
}

static void add_pick(Job *job, GmxRunPick *pick, gboolean each) {
  GmxRunEntry **entries = (GmxRunEntry **)pick->entries->pdata;
  if (!each || pick->entries->len == 1) {
    add_line(job, g_strdup(pick->name), pick->style, entries, pick->entries->len);
    return;
  }
  for (guint i = 0; i < pick->entries->len; i++)
    add_line(job, g_strdup_printf("%s, s%d", pick->name, entries[i]->seed), pick->style,
             &entries[i], 1);
}

void gmx_run_curves_load(GmxRunCurves *self, GPtrArray *picks, GmxMeasure measure, GmxAlign align,
                         gboolean each) {
  Job *job = g_new0(Job, 1);
  job->lines = g_ptr_array_new_with_free_func(line_free);
  job->curves = g_ptr_array_new_with_free_func(curve_free);
  job->measure = measure;
  job->align = align;
  job->joined = 1;
  for (guint i = 0; i < picks->len; i++)
    add_pick(job, picks->pdata[i], each);
  g_clear_pointer(&self->next, job_free);
  if (self->loading)
    self->next = job;
  else
    start(self, job);
}

gboolean gmx_run_curves_is_loading(GmxRunCurves *self) {
  return self->loading;
}

GPtrArray *gmx_run_curves_get(GmxRunCurves *self) {
  return self->curves;
}

GmxMeasure gmx_run_curves_get_measure(GmxRunCurves *self) {
  return self->measure;
}

GmxAlign gmx_run_curves_get_align(GmxRunCurves *self) {
  return self->align;
}

int gmx_run_curves_get_joined(GmxRunCurves *self) {
  return self->joined;
}

int gmx_run_curves_get_unread(GmxRunCurves *self) {
  return self->unread;
}

static void run_curves_finalize(GObject *object) {
  GmxRunCurves *self = GMX_RUN_CURVES(object);
  g_clear_pointer(&self->next, job_free);
  g_hash_table_unref(self->store);
  g_ptr_array_unref(self->curves);
  G_OBJECT_CLASS(gmx_run_curves_parent_class)->finalize(object);
}

static void gmx_run_curves_class_init(GmxRunCurvesClass *klass) {
  G_OBJECT_CLASS(klass)->finalize = run_curves_finalize;
  signals[CHANGED] = g_signal_new("changed", GMX_TYPE_RUN_CURVES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);
}

static void gmx_run_curves_init(GmxRunCurves *self) {
  self->store = g_hash_table_new_full(g_str_hash, g_str_equal, g_free, kept_unref);
  self->curves = g_ptr_array_new_with_free_func(curve_free);
  self->joined = 1;
}

GmxRunCurves *gmx_run_curves_new(void) {
  return g_object_new(GMX_TYPE_RUN_CURVES, NULL);
}
