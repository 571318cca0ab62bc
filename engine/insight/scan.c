/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The levels of a scan, and the threads that share a level's points. */
#include "engine/insight/scan.h"

#include "engine/insight/directions.h"
#include "engine/insight/job.h"
#include "engine/insight/landscape-private.h"
#include "engine/nn/parallel.h"

#include <math.h>
#include <pthread.h>

#define COARSEST 7
#define LINE_COARSEST 11
#define LINE_LEVELS 3 /* 11, 21, 41 points */
#define MOST_THREADS 8
#define PUBLISH_EVERY (G_USEC_PER_SEC / 5)

/* One evaluation to make. */
typedef struct {
  const GmxScanPlane *plane; /* NULL: of a line */
  const GmxScanLine *line;   /* NULL: of the plane */
  double x, y;
  double *loss; /* NaN becomes what was found */
} Task;

/* What a thread evaluates with: the scan's own objectives, or copies of them. */
typedef struct {
  struct Work *work;
  GmxObjective *from[GMX_SCAN_MOST_LINES + 1], *own[GMX_SCAN_MOST_LINES + 1];
  int count;
  gboolean is_first; /* the calling thread: it publishes */
} Hand;

/* A scan under way. */
typedef struct Work {
  const GmxScan *scan;
  int level, size; /* of the grid under way; 0 without a plane */
  double *grid;    /* [size][size] */
  int coarse_size; /* of the grid before it, which is whole; 0 before the first */
  int line_size;   /* points of each line under way */
  double *lines[GMX_SCAN_MOST_LINES];
  double at_origin;
  gint64 done, total;
  GArray *tasks;
  pthread_mutex_t lock; /* guards results, `next` and `done` while threads are at work */
  guint next;
  gint64 published; /* when */
  Hand hands[MOST_THREADS];
  int hand_count;
} Work;

int gmx_scan_grid_size(int level) {
  return ((COARSEST - 1) << (level - 1)) + 1;
}

static int line_size_at(int level) {
  return ((LINE_COARSEST - 1) << (MIN(level, LINE_LEVELS) - 1)) + 1;
}

static int last_level(const GmxScan *scan) {
  int level = 1;
  while (level < 6 && gmx_scan_grid_size(level) < scan->finest)
    level++;
  return scan->plane ? level : LINE_LEVELS;
}

/* Place @i of @size from @from to @to; the same number at every level that has it. */
static double place(double from, double to, int i, int size) {
  return from + (to - from) * ((double)i / (size - 1));
}

/* @old's points among those of a line or a side twice as fine. */
static double *refine(const double *old, int old_size, int old_rows, int size, int rows) {
  double *values = g_new(double, (gsize)size *rows);
  for (int i = 0; i < size * rows; i++)
    values[i] = NAN;
  for (int r = 0; old && r < old_rows; r++)
    for (int c = 0; c < old_size; c++)
      values[(gsize)(rows > 1 ? 2 * r : 0) * size + 2 * c] = old[r * old_size + c];
  return values;
}

static void add_task(Work *work, Task task) {
  g_array_append_val(work->tasks, task);
}

/* The points that the grid shares with one half as fine, or the others. */
static void add_points(Work *work, gboolean shared) {
  const GmxScanPlane *plane = work->scan->plane;
  for (int r = 0; r < work->size; r++)
    for (int c = 0; c < work->size; c++)
      if ((r % 2 == 0 && c % 2 == 0) == shared)
        add_task(work, (Task){.plane = plane,
                              .x = place(plane->box[0], plane->box[1], c, work->size),
                              .y = place(plane->box[2], plane->box[3], r, work->size),
                              .loss = &work->grid[(gsize)r * work->size + c]});
}

/* The coarsest has none before it: its shared points come first, so that 4 × 4 of them give a
 * first sight of the whole. */
static void add_grid(Work *work) {
  if (work->coarse_size == 0)
    add_points(work, TRUE);
  add_points(work, FALSE);
}

static void add_line(Work *work, int l, gboolean nested) {
  const GmxScanLine *line = &work->scan->lines[l];
  for (int i = 0; i < work->line_size; i++)
    if (!nested || i % 2 != 0)
      add_task(work, (Task){.line = line,
                            .x = place(line->from, line->to, i, work->line_size),
                            .loss = &work->lines[l][i]});
}

/* Makes room for @level and lists what is to be evaluated: the grid, then the lines. */
static void begin_level(Work *work, int level) {
  const GmxScan *scan = work->scan;
  g_array_set_size(work->tasks, 0);
  work->next = 0;
  if (level == 1 && scan->plane)
    add_task(work, (Task){.plane = scan->plane, .loss = &work->at_origin});
  if (scan->plane) {
    work->coarse_size = work->size;
    work->size = gmx_scan_grid_size(level);
    double *old = work->grid;
    work->grid = refine(old, work->coarse_size, work->coarse_size, work->size, work->size);
    g_free(old);
    add_grid(work);
  }
  for (int l = 0; l < scan->line_count && level <= LINE_LEVELS; l++) {
    double *old = work->lines[l];
    work->line_size = line_size_at(level);
    work->lines[l] = refine(old, old ? line_size_at(level - 1) : 0, 1, work->line_size, 1);
    g_free(old);
    add_line(work, l, level > 1);
  }
  work->level = level;
}

static gint64 count_all(const GmxScan *scan) {
  const gint64 size = gmx_scan_grid_size(last_level(scan));
  return (scan->plane ? size * size + 1 : 0) + (gint64)scan->line_count * line_size_at(LINE_LEVELS);
}

static GmxLandscapeLine copy_line(const Work *work, int l) {
  const GmxScanLine *from = &work->scan->lines[l];
  GmxLandscapeLine line = {.axis = from->axis,
                           .run = from->run,
                           .rho = from->rho,
                           .distance = from->distance,
                           .x = g_new(double, work->line_size),
                           .loss = g_new(double, work->line_size)};
  for (int i = 0; i < work->line_size; i++)
    if (!isnan(work->lines[l][i])) {
      line.x[line.count] = place(from->from, from->to, i, work->line_size);
      line.loss[line.count++] = work->lines[l][i];
    }
  return line;
}

/* With the lock held where threads are at work. */
static GmxLandscape *snapshot(const Work *work) {
  const GmxScan *scan = work->scan;
  GmxLandscape *self = gmx_landscape_copy(scan->known);
  self->loss = work->at_origin;
  self->done = work->done;
  self->total = work->total;
  if (scan->plane)
    gmx_landscape_set_grid(self, work->level, work->size, work->grid);
  self->line_count = scan->line_count;
  self->lines = g_new0(GmxLandscapeLine, MAX(scan->line_count, 1));
  for (int l = 0; l < scan->line_count; l++)
    self->lines[l] = copy_line(work, l);
  return self;
}

static void publish(Work *work, gboolean now) {
  if (!now && g_get_monotonic_time() - work->published < PUBLISH_EVERY)
    return;
  pthread_mutex_lock(&work->lock);
  GmxLandscape *landscape = snapshot(work);
  pthread_mutex_unlock(&work->lock);
  work->scan->publish(landscape, work->scan->user_data);
  work->published = g_get_monotonic_time();
}

static GmxObjective *own_of(const Hand *hand, GmxObjective *objective) {
  for (int i = 0; i < hand->count; i++)
    if (hand->from[i] == objective)
      return hand->own[i];
  return NULL;
}

/* Before the threads start: an objective is not copied while another thread works with it. */
static void give(Hand *hand, GmxObjective *objective) {
  if (own_of(hand, objective))
    return;
  hand->from[hand->count] = objective;
  hand->own[hand->count++] = hand->is_first ? objective : objective->copy(objective);
}

static int choose_threads(const GmxScan *scan) {
  const int wanted = scan->threads > 0 ? scan->threads : gmx_parallel_get_processors();
  return CLAMP(wanted, 1, MOST_THREADS);
}

static void take_hands(Work *work) {
  const GmxScan *scan = work->scan;
  work->hand_count = choose_threads(scan);
  for (int i = 0; i < work->hand_count; i++) {
    Hand *hand = &work->hands[i];
    *hand = (Hand){.work = work, .is_first = i == 0};
    if (scan->plane)
      give(hand, scan->plane->objective);
    for (int l = 0; l < scan->line_count; l++)
      give(hand, scan->lines[l].objective);
  }
}

static void drop_hands(Work *work) {
  for (int i = 1; i < work->hand_count; i++)
    for (int k = 0; k < work->hands[i].count; k++)
      gmx_objective_free(work->hands[i].own[k]);
}

static double evaluate(Hand *hand, const Task *task, float *point) {
  GmxObjective *objective = task->plane ? task->plane->objective : task->line->objective;
  if (task->plane)
    gmx_direction_go(task->plane->origin, task->x, task->plane->first, task->y, task->plane->second,
                     objective->count, point);
  else
    gmx_direction_go(task->line->origin, task->x, task->line->along, 0, NULL, objective->count,
                     point);
  return objective->value(own_of(hand, objective), point, hand->work->scan->cancellable);
}

static gsize largest_count(const GmxScan *scan) {
  gsize count = scan->plane ? scan->plane->objective->count : 0;
  for (int l = 0; l < scan->line_count; l++)
    count = MAX(count, scan->lines[l].objective->count);
  return count;
}

/* Takes tasks until none is left. */
static gpointer work_on(gpointer data) {
  Hand *hand = data;
  Work *work = hand->work;
  g_autofree float *point = g_new(float, largest_count(work->scan));
  if (!hand->is_first)
    gmx_job_be_modest(TRUE);
  while (!g_cancellable_is_cancelled(work->scan->cancellable)) {
    pthread_mutex_lock(&work->lock);
    const guint number = work->next < work->tasks->len ? work->next++ : G_MAXUINT;
    pthread_mutex_unlock(&work->lock);
    if (number == G_MAXUINT)
      break;
    const Task *task = &g_array_index(work->tasks, Task, number);
    const double loss = evaluate(hand, task, point);
    pthread_mutex_lock(&work->lock);
    *task->loss = isnan(loss) ? INFINITY : loss; /* NaN is kept for what is not known yet */
    work->done++;
    pthread_mutex_unlock(&work->lock);
    if (hand->is_first)
      publish(work, FALSE);
  }
  return NULL;
}

/* Evaluates a level's points; returns when all threads are done with it. */
static void run_level(Work *work) {
  GThread *threads[MOST_THREADS] = {0};
  for (int i = 1; i < work->hand_count; i++)
    threads[i] = g_thread_try_new("landscape", work_on, &work->hands[i], NULL);
  work_on(&work->hands[0]);
  for (int i = 1; i < work->hand_count; i++)
    if (threads[i])
      g_thread_join(threads[i]);
}

gboolean gmx_scan_run(const GmxScan *scan, GError **error) {
  Work work = {.scan = scan, .at_origin = NAN, .total = count_all(scan)};
  work.tasks = g_array_new(FALSE, FALSE, sizeof(Task));
  pthread_mutex_init(&work.lock, NULL);
  take_hands(&work);
  gboolean going = TRUE;
  for (int level = 1; level <= last_level(scan) && going; level++) {
    begin_level(&work, level);
    run_level(&work);
    going = !g_cancellable_set_error_if_cancelled(scan->cancellable, error);
    if (going)
      publish(&work, TRUE);
  }
  drop_hands(&work);
  pthread_mutex_destroy(&work.lock);
  g_array_unref(work.tasks);
  g_free(work.grid);
  for (int l = 0; l < scan->line_count; l++)
    g_free(work.lines[l]);
  return going;
}
