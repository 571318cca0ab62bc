/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The jobs of the Landscape page. Two at a time: the plane, which takes long, and beside it lines
 * and curvature, one after the other. A job that is ended or overtaken is told no more. */
#include "ui/landscape/explorer-private.h"

#include <glib/gi18n.h>

#define WELL_ON 0.5 /* share of a job from which it is not interrupted */

static GmxTask *task_new(GmxExplorer *self, GmxTaskKind kind, int run) {
  GmxTask *task = g_new0(GmxTask, 1);
  task->explorer = g_object_ref(self);
  task->kind = kind;
  task->run = run;
  task->cancellable = g_cancellable_new();
  return task;
}

/* The engine is done with it. */
static void task_free(gpointer data) {
  GmxTask *task = data;
  GmxExplorer *self = task->explorer;
  if (self->plane_task == task)
    self->plane_task = NULL;
  if (self->side == task)
    self->side = NULL;
  g_object_unref(task->cancellable);
  g_free(task->words);
  g_free(task);
  g_object_unref(self);
}

static void end_task(GmxTask **task) {
  if (*task)
    g_cancellable_cancel((*task)->cancellable);
  *task = NULL;
}

static void say(GmxTask *task, gint64 done, gint64 total, char *words) {
  g_free(task->words);
  task->words = words;
  task->fraction = total > 0 ? CLAMP((double)done / (double)total, 0, 1) : 0;
  gmx_explorer_emit(task->explorer, GMX_EXPLORER_WORK);
}

/* Answers */

static void on_plane(GmxLandscape *landscape, gpointer data) {
  GmxTask *task = data;
  GmxExplorer *self = task->explorer;
  const int finest = self->choice.finest, columns = landscape->columns;
  if (self->plane_task != task)
    return;
  /* What was there stays until there is a first grid. */
  if (landscape->filled) {
    g_clear_pointer(&self->plane, gmx_landscape_unref);
    self->plane = gmx_landscape_ref(landscape);
    gmx_explorer_emit(self, GMX_EXPLORER_PLANE);
  }
  say(task, landscape->done, landscape->total,
      landscape->filled
          ? g_strdup_printf(_("refining, %d × %d of %d × %d"), columns, columns, finest, finest)
          : g_strdup(_("a first look")));
}

static void on_lines(GmxLandscape *landscape, gpointer data) {
  GmxTask *task = data;
  GmxExplorer *self = task->explorer;
  if (self->side != task)
    return;
  g_clear_pointer(&self->lines, gmx_landscape_unref);
  self->lines = gmx_landscape_ref(landscape);
  gmx_explorer_emit(self, GMX_EXPLORER_LINES);
  say(task, landscape->done, landscape->total, g_strdup(_("along the lines")));
}

static void record(GmxExplorer *self, const GmxCurvature *curvature) {
  GmxCurvatureRecord record = {curvature->epoch, curvature->step,
                               curvature->eigenvalues[curvature->iterations - 1][0],
                               curvature->trace, curvature->trace_error};
  guint place = self->records->len;
  while (place > 0 &&
         g_array_index(self->records, GmxCurvatureRecord, place - 1).step >= record.step)
    place--;
  if (place < self->records->len &&
      g_array_index(self->records, GmxCurvatureRecord, place).step == record.step)
    g_array_remove_index(self->records, place);
  g_array_insert_val(self->records, place, record);
}

static void on_curvature(GmxCurvature *curvature, gpointer data) {
  GmxTask *task = data;
  GmxExplorer *self = task->explorer;
  if (self->side != task)
    return;
  if (task->run >= 0) {
    g_clear_pointer(&self->curvature[task->run], gmx_curvature_unref);
    self->curvature[task->run] = gmx_curvature_ref(curvature);
  }
  if (task->run <= 0 && curvature->iterations > 0 &&
      (curvature->done == curvature->total || self->follow))
    record(self, curvature);
  gmx_explorer_emit(self, GMX_EXPLORER_CURVATURE);
  say(task, curvature->done, curvature->total,
      task->run < 0
          ? g_strdup_printf(_("curvature of epoch %d"), curvature->epoch)
          : g_strdup_printf(_("curvature, %d of %d"), (int)curvature->done, (int)curvature->total));
}

static const char *complaint(const GmxTask *task) {
  switch (task->kind) {
  case GMX_TASK_PLANE:
    return _("The plane could not be computed");
  case GMX_TASK_LINES:
    return _("The lines could not be computed");
  default:
    return _("The curvature could not be computed");
  }
}

static void on_end(const GError *error, gpointer data) {
  GmxTask *task = data;
  GmxExplorer *self = task->explorer;
  const gboolean current = self->plane_task == task || self->side == task;
  const gboolean side = self->side == task;
  if (!current)
    return;
  if (side)
    self->side = NULL;
  else
    self->plane_task = NULL;
  if (error && !g_error_matches(error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    gmx_explorer_fail(self, complaint(task), error->message);
  if (side)
    gmx_explorer_work(self);
  gmx_explorer_emit(self, GMX_EXPLORER_WORK);
}

/* Questions */

static GmxLandscapeOptions make_options(GmxExplorer *self) {
  const GmxExplorerChoice *choice = &self->choice;
  GmxLandscapeOptions options = gmx_landscape_options_default();
  options.axes = choice->plane;
  options.plane = (GmxLandscapeSample){choice->mixed, choice->split, choice->images};
  options.lines = (GmxLandscapeSample){FALSE, choice->split, choice->images};
  options.finest = choice->finest;
  options.seed = choice->seed;
  return options;
}

void gmx_explorer_start_plane(GmxExplorer *self) {
  GmxLandscapeOptions options = make_options(self);
  end_task(&self->plane_task);
  if (!self->weights)
    return;
  options.no_lines = TRUE;
  options.span = self->choice.span;
  self->plane_task = task_new(self, GMX_TASK_PLANE, 0);
  gmx_landscape_start(self->weights, self->other, &options, self->plane_task->cancellable, on_plane,
                      on_end, self->plane_task, task_free);
  gmx_explorer_emit(self, GMX_EXPLORER_WORK);
}

static void start_lines(GmxExplorer *self) {
  GmxLandscapeOptions options = make_options(self);
  options.no_plane = TRUE;
  if (options.axes == GMX_LANDSCAPE_OTHER) /* the lines know no plane */
    options.axes = GMX_LANDSCAPE_PATH;
  self->side = task_new(self, GMX_TASK_LINES, 0);
  gmx_landscape_start(self->weights, self->other, &options, self->side->cancellable, on_lines,
                      on_end, self->side, task_free);
}

static void start_curvature(GmxExplorer *self, GmxWeights *weights, int run) {
  GmxCurvatureOptions options = gmx_curvature_options_default();
  options.sample = (GmxLandscapeSample){FALSE, self->choice.split, self->choice.images};
  options.seed = self->choice.seed;
  self->side = task_new(self, GMX_TASK_CURVATURE, run);
  gmx_curvature_start(weights, run == 1 ? self->weights : NULL, &options, self->side->cancellable,
                      on_curvature, on_end, self->side, task_free);
}

static gboolean take(gboolean *due) {
  const gboolean was = *due;
  *due = FALSE;
  return was;
}

void gmx_explorer_work(GmxExplorer *self) {
  if (self->side || (!self->weights && !self->followed))
    return;
  if (self->weights && take(&self->lines_due)) {
    start_lines(self);
  } else if (self->weights && take(&self->curvature_due[0])) {
    start_curvature(self, self->weights, 0);
  } else if (self->weights && self->other && take(&self->curvature_due[1])) {
    start_curvature(self, self->other, 1);
  } else if (self->followed) {
    g_autoptr(GmxWeights) followed = g_steal_pointer(&self->followed);
    start_curvature(self, followed, -1);
  }
  gmx_explorer_emit(self, GMX_EXPLORER_WORK);
}

/* Lines are done soon: a curvature that has only begun waits for them. */
void gmx_explorer_want_lines(GmxExplorer *self) {
  GmxTask *side = self->side;
  self->lines_due = TRUE;
  if (side && side->kind == GMX_TASK_CURVATURE && side->run >= 0 && side->fraction < WELL_ON) {
    self->curvature_due[side->run] = TRUE;
    end_task(&self->side);
  } else if (side && side->kind == GMX_TASK_LINES) {
    end_task(&self->side);
  }
  gmx_explorer_work(self);
}

void gmx_explorer_want_curvature(GmxExplorer *self, int run) {
  self->curvature_due[run] = TRUE;
  if (self->side && self->side->kind == GMX_TASK_CURVATURE && self->side->run == run)
    end_task(&self->side);
  gmx_explorer_work(self);
}

void gmx_explorer_stop(GmxExplorer *self) {
  end_task(&self->plane_task);
  end_task(&self->side);
  if (self->asking)
    g_cancellable_cancel(self->asking);
  g_clear_object(&self->asking);
  self->lines_due = self->curvature_due[0] = self->curvature_due[1] = FALSE;
}

char *gmx_explorer_get_work(GmxExplorer *self, double *fraction) {
  const GmxTask *task = self->plane_task ? self->plane_task : self->side;
  *fraction = 0;
  if (self->asking)
    return g_strdup(_("fetching the weights"));
  if (self->reading)
    return g_strdup_printf(_("reading %s"), self->reading_name);
  if (!task)
    return NULL;
  *fraction = task->fraction;
  return g_strdup(task->words ? task->words : _("a first look"));
}
