/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The training images nearest to one mixed example, and what follows from them. */
#include "ui/samples/neighbours.h"

#include "ui/format.h"

#include <glib/gi18n.h>

static void neighbour_clear(gpointer neighbour) {
  g_clear_pointer(&((GmxNeighbour *)neighbour)->name, g_free);
}

const GmxNeighbour *gmx_neighbours_get(const GmxNeighbours *self, guint index) {
  return index < self->nearest->len ? &g_array_index(self->nearest, GmxNeighbour, index) : NULL;
}

static GmxNeighbour make(const GmxInspected *e, int image, int label, double distance) {
  const GmxGallery *g = e->gallery;
  gboolean third = label != g->first_label[e->index] && label != g->second_label[e->index];
  return (GmxNeighbour){.image = image,
                        .label = label,
                        .distance = distance,
                        .third = third,
                        .name = gmx_inspected_class(e->dataset, label)};
}

static void add_nearest(GmxNeighbours *self, const GmxInspected *e) {
  const GmxIntrusion *found = e->intrusion;
  for (int i = 0; i < GMX_NEIGHBOURS; i++) {
    gsize at = (gsize)e->index * GMX_NEIGHBOURS + i;
    if (found->nearest[at] < 0)
      return;
    GmxNeighbour neighbour =
        make(e, found->nearest[at], found->nearest_label[at], found->distance[at]);
    g_array_append_val(self->nearest, neighbour);
  }
}

static void add_parents(GmxNeighbours *self, const GmxInspected *e) {
  const GmxGallery *g = e->gallery;
  int i = e->index;
  self->parent_count = gmx_inspected_is_mixed(e) ? 2 : 1;
  self->parents[0] = make(e, g->first[i], g->first_label[i], e->intrusion->first_distance[i]);
  self->parents[1] = make(e, g->second[i], g->second_label[i], e->intrusion->second_distance[i]);
}

static const GmxNeighbour *nearer_parent(const GmxNeighbours *self) {
  gboolean second =
      self->parent_count == 2 && self->parents[1].distance < self->parents[0].distance;
  return &self->parents[second ? 1 : 0];
}

static char *intruded_text(const GmxNeighbours *self, const GmxNeighbour *nearest) {
  g_autofree char *distance = gmx_format_measure(nearest->distance, 2);
  g_autofree char *first = gmx_format_measure(self->parents[0].distance, 2);
  g_autofree char *second = gmx_format_measure(self->parents[1].distance, 2);
  if (self->parent_count == 1)
    return g_strdup_printf(
        _("The nearest other example is labelled %s, which the example itself is "
          "not, and lies nearer (%s) than it does (%s)."),
        nearest->name, distance, first);
  return g_strdup_printf(_("The nearest example is labelled %s, which neither parent is, and lies "
                           "nearer (%s) than both parents (%s and %s)."),
                         nearest->name, distance, first, second);
}

static char *free_text(const GmxNeighbours *self, const GmxNeighbour *nearest) {
  const GmxNeighbour *parent = nearer_parent(self);
  g_autofree char *distance = nearest ? gmx_format_measure(nearest->distance, 2) : NULL;
  g_autofree char *own = gmx_format_measure(parent->distance, 2);
  if (!nearest)
    return g_strdup(_("There is no other training example to compare with."));
  if (!nearest->third)
    return g_strdup_printf(self->parents[0].label == self->parents[1].label
                               ? _("The nearest example (%s) is labelled %s, as both parents are.")
                               : _("The nearest example (%s) is labelled %s, as one parent is."),
                           distance, nearest->name);
  return g_strdup_printf(_("The nearest other example is labelled %s, which neither parent is, but "
                           "the parent %s lies nearer (%s, against %s)."),
                         nearest->name, parent->name, own, distance);
}

GmxNeighbours *gmx_neighbours_new(const GmxInspected *e) {
  if (!e->intrusion || e->index >= e->intrusion->count)
    return NULL;
  GmxNeighbours *self = g_new0(GmxNeighbours, 1);
  self->nearest = g_array_new(FALSE, FALSE, sizeof(GmxNeighbour));
  g_array_set_clear_func(self->nearest, neighbour_clear);
  add_nearest(self, e);
  add_parents(self, e);
  const GmxNeighbour *nearest = gmx_neighbours_get(self, 0);
  self->intruded = e->intrusion->intruded[e->index] && nearest;
  self->verdict = self->intruded ? intruded_text(self, nearest) : free_text(self, nearest);
  g_autofree char *count = gmx_format_count(e->intrusion->searched);
  g_autofree char *step = gmx_format_count(e->intrusion->step);
  self->searched = g_strdup_printf(
      _("Compared with %s training examples by the weights of step %s."), count, step);
  return self;
}

void gmx_neighbours_free(GmxNeighbours *self) {
  if (!self)
    return;
  g_array_unref(self->nearest);
  neighbour_clear(&self->parents[0]);
  neighbour_clear(&self->parents[1]);
  g_free(self->verdict);
  g_free(self->searched);
  g_free(self);
}
