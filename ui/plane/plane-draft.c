/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What can be undone is kept as whole lists of points: they are small, and nothing can go out of
 * step. */
#include "ui/plane/plane-draft.h"

#include <glib/gi18n.h>
#include <math.h>
#include <string.h>

#define MOST_KEPT 200 /* changes that can be undone */

struct _GmxPlaneDraft {
  GObject parent_instance;

  GArray *points; /* of GmxPoint */
  GPtrArray *classes;
  GPtrArray *undo, *redo; /* of GmxPlanePoints; the newest last */
  gboolean open;          /* a change has begun and nothing was kept for it yet */
};

enum { SIGNAL_CHANGED, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxPlaneDraft, gmx_plane_draft, G_TYPE_OBJECT)

static void tell(GmxPlaneDraft *self) {
  g_signal_emit(self, signals[SIGNAL_CHANGED], 0);
}

GmxPlanePoints *gmx_plane_draft_copy_points(GmxPlaneDraft *self) {
  return gmx_plane_points_new((const GmxPoint *)(gpointer)self->points->data,
                              (int)self->points->len);
}

/* Undo */

void gmx_plane_draft_begin(GmxPlaneDraft *self) {
  self->open = TRUE;
}

/* Before each change: keeps what was, once for all changes that belong together. */
static void keep(GmxPlaneDraft *self) {
  if (!self->open)
    return;
  self->open = FALSE;
  g_ptr_array_add(self->undo, gmx_plane_draft_copy_points(self));
  g_ptr_array_set_size(self->redo, 0);
  if (self->undo->len > MOST_KEPT)
    g_ptr_array_remove_index(self->undo, 0);
}

static void go(GmxPlaneDraft *self, GPtrArray *from, GPtrArray *to) {
  if (from->len == 0)
    return;
  g_autoptr(GmxPlanePoints) points = g_ptr_array_steal_index(from, from->len - 1);
  g_ptr_array_add(to, gmx_plane_draft_copy_points(self));
  g_array_set_size(self->points, 0);
  g_array_append_vals(self->points, points->points, (guint)points->count);
  self->open = TRUE;
  tell(self);
}

void gmx_plane_draft_undo(GmxPlaneDraft *self) {
  go(self, self->undo, self->redo);
}

void gmx_plane_draft_redo(GmxPlaneDraft *self) {
  go(self, self->redo, self->undo);
}

gboolean gmx_plane_draft_can_undo(GmxPlaneDraft *self) {
  return self->undo->len > 0;
}

gboolean gmx_plane_draft_can_redo(GmxPlaneDraft *self) {
  return self->redo->len > 0;
}

/* Points */

int gmx_plane_draft_get_count(GmxPlaneDraft *self) {
  return (int)self->points->len;
}

static GmxPoint *point_at(GmxPlaneDraft *self, int index) {
  return &g_array_index(self->points, GmxPoint, index);
}

const GmxPoint *gmx_plane_draft_get(GmxPlaneDraft *self, int index) {
  return point_at(self, index);
}

/* Two are trained on before one is held out; what was removed or undone is not counted. */
static GmxSplit next_split(GmxPlaneDraft *self) {
  int counts[2] = {0, 0};
  for (guint i = 0; i < self->points->len; i++)
    counts[point_at(self, (int)i)->split]++;
  return counts[GMX_SPLIT_TRAIN] >= 2 * (counts[GMX_SPLIT_TEST] + 1) ? GMX_SPLIT_TEST
                                                                     : GMX_SPLIT_TRAIN;
}

int gmx_plane_draft_add(GmxPlaneDraft *self, double x, double y, int label) {
  keep(self);
  const GmxPoint point = {(float)x, (float)y, label, next_split(self)};
  g_array_append_val(self->points, point);
  tell(self);
  return (int)self->points->len - 1;
}

void gmx_plane_draft_move(GmxPlaneDraft *self, int index, double x, double y) {
  keep(self);
  point_at(self, index)->x = (float)x;
  point_at(self, index)->y = (float)y;
  tell(self);
}

void gmx_plane_draft_relabel(GmxPlaneDraft *self, int index, int label) {
  if (point_at(self, index)->label == label)
    return;
  keep(self);
  point_at(self, index)->label = label;
  tell(self);
}

void gmx_plane_draft_remove(GmxPlaneDraft *self, int index) {
  keep(self);
  g_array_remove_index(self->points, (guint)index);
  tell(self);
}

void gmx_plane_draft_clear(GmxPlaneDraft *self) {
  if (self->points->len == 0)
    return;
  keep(self);
  g_array_set_size(self->points, 0);
  tell(self);
}

int gmx_plane_draft_find(GmxPlaneDraft *self, double x, double y, double reach) {
  double least = reach;
  int found = -1;
  for (int i = 0; i < (int)self->points->len; i++) {
    const double away = hypot(point_at(self, i)->x - x, point_at(self, i)->y - y);
    if (away > least)
      continue;
    least = away;
    found = i;
  }
  return found;
}

/* Classes */

int gmx_plane_draft_get_classes(GmxPlaneDraft *self) {
  return (int)self->classes->len;
}

const char *gmx_plane_draft_get_class_name(GmxPlaneDraft *self, int label) {
  return self->classes->pdata[label];
}

static gboolean has_class(GmxPlaneDraft *self, const char *name) {
  return g_ptr_array_find_with_equal_func(self->classes, name, g_str_equal, NULL);
}

gboolean gmx_plane_draft_add_class(GmxPlaneDraft *self) {
  if (self->classes->len >= GMX_PLANE_MAX_CLASSES)
    return FALSE;
  for (guint number = self->classes->len + 1;; number++) {
    g_autofree char *name = g_strdup_printf("class %u", number);
    if (has_class(self, name))
      continue;
    g_ptr_array_add(self->classes, g_steal_pointer(&name));
    break;
  }
  tell(self);
  return TRUE;
}

/* What can be learned from, and files */

static void count_points(GmxPlaneDraft *self, GmxSplit split, int *counts) {
  for (guint i = 0; i < self->points->len; i++)
    if (point_at(self, (int)i)->split == split)
      counts[point_at(self, (int)i)->label]++;
}

char *gmx_plane_draft_get_problem(GmxPlaneDraft *self) {
  g_autofree int *training = g_new0(int, self->classes->len);
  g_autofree int *held_out = g_new0(int, self->classes->len);
  int classes = 0, judged = 0;
  count_points(self, GMX_SPLIT_TRAIN, training);
  count_points(self, GMX_SPLIT_TEST, held_out);
  for (guint k = 0; k < self->classes->len; k++) {
    if (held_out[k] > 0 && training[k] == 0)
      return g_strdup_printf(_("%s has no training point yet"),
                             (const char *)self->classes->pdata[k]);
    classes += training[k] > 0;
    judged += held_out[k];
  }
  if (classes < 2)
    return g_strdup(_("Draw points of two classes or more"));
  if (judged == 0)
    return g_strdup(_("Draw at least three points: every third is held out"));
  return NULL;
}

/* Label in the file of each class that has points; names of those, NULL-terminated. */
static GPtrArray *list_used(GmxPlaneDraft *self, int *renamed) {
  g_autofree int *counts = g_new0(int, self->classes->len);
  GPtrArray *names = g_ptr_array_new();
  count_points(self, GMX_SPLIT_TRAIN, counts);
  count_points(self, GMX_SPLIT_TEST, counts);
  for (guint k = 0; k < self->classes->len; k++) {
    renamed[k] = (int)names->len;
    if (counts[k] > 0)
      g_ptr_array_add(names, self->classes->pdata[k]);
  }
  g_ptr_array_add(names, NULL);
  return names;
}

gboolean gmx_plane_draft_save(GmxPlaneDraft *self, const char *path, GError **error) {
  g_autoptr(GmxPlanePoints) points = gmx_plane_draft_copy_points(self);
  g_autofree int *renamed = g_new(int, self->classes->len);
  g_autoptr(GPtrArray) names = list_used(self, renamed);
  for (int i = 0; i < points->count; i++)
    points->points[i].label = renamed[points->points[i].label];
  return gmx_points_write_csv(path, points->points, points->count,
                              (const char *const *)names->pdata, error);
}

/* Life */

static void draft_finalize(GObject *object) {
  GmxPlaneDraft *self = GMX_PLANE_DRAFT(object);
  g_array_unref(self->points);
  g_ptr_array_unref(self->classes);
  g_ptr_array_unref(self->undo);
  g_ptr_array_unref(self->redo);
  G_OBJECT_CLASS(gmx_plane_draft_parent_class)->finalize(object);
}

static void gmx_plane_draft_class_init(GmxPlaneDraftClass *class) {
  G_OBJECT_CLASS(class)->finalize = draft_finalize;
  signals[SIGNAL_CHANGED] = g_signal_new("changed", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void gmx_plane_draft_init(GmxPlaneDraft *self) {
  self->points = g_array_new(FALSE, FALSE, sizeof(GmxPoint));
  self->classes = g_ptr_array_new_with_free_func(g_free);
  self->undo = g_ptr_array_new_with_free_func((GDestroyNotify)gmx_plane_points_unref);
  self->redo = g_ptr_array_new_with_free_func((GDestroyNotify)gmx_plane_points_unref);
  self->open = TRUE;
}

static void take_part(GmxPlaneDraft *self, GmxDataset *dataset, GmxSplit split) {
  for (int i = 0; i < gmx_dataset_get_count(dataset, split); i++) {
    const float *at = gmx_dataset_get_point(dataset, split, i);
    const GmxPoint point = {at[0], at[1], gmx_dataset_get_label(dataset, split, i), split};
    g_array_append_val(self->points, point);
  }
}

GmxPlaneDraft *gmx_plane_draft_new(GmxDataset *dataset) {
  GmxPlaneDraft *self = g_object_new(GMX_TYPE_PLANE_DRAFT, NULL);
  if (!dataset || !gmx_dataset_is_points(dataset)) {
    gmx_plane_draft_add_class(self);
    gmx_plane_draft_add_class(self);
    return self;
  }
  for (int k = 0; k < gmx_dataset_get_classes(dataset); k++)
    g_ptr_array_add(self->classes, g_strdup(gmx_dataset_get_class_name(dataset, k)));
  take_part(self, dataset, GMX_SPLIT_TRAIN);
  take_part(self, dataset, GMX_SPLIT_TEST);
  return self;
}
