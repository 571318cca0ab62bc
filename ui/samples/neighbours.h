/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The training images nearest to one mixed example, and what follows from them. No display. */
#pragma once

#include "ui/samples/inspected.h"

typedef struct {
  int image; /* in the training part */
  int label;
  double distance; /* in the penultimate features */
  gboolean third;  /* of a class that neither parent has */
  char *name;      /* of the class */
} GmxNeighbour;

typedef struct {
  GArray *nearest; /* GmxNeighbour, nearest first; the parents are left out */
  GmxNeighbour parents[2];
  int parent_count; /* 1 where nothing was mixed */
  gboolean intruded;
  char *verdict;  /* the reason in a sentence */
  char *searched; /* "Compared with 2 000 training images by the weights of step 640." */
} GmxNeighbours;

/** NULL where the example was not searched for. */
GmxNeighbours *gmx_neighbours_new(const GmxInspected *example);
void gmx_neighbours_free(GmxNeighbours *neighbours);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxNeighbours, gmx_neighbours_free)

/** The nearest one; NULL where there is none. */
const GmxNeighbour *gmx_neighbours_get(const GmxNeighbours *neighbours, guint index);
