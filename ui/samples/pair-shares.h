/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How often each pair of classes fell in the sharp set, made ready to be shown: which classes have
 * room, and how far a pair lies from what is usual. Needs no display. */
#pragma once

#include <glib.h>

/** Mixes below which a share says little. */
#define GMX_PAIR_FEW 10

typedef struct {
  int classes;      /* of the data */
  int shown;        /* that have a row */
  int *label;       /* [shown] their classes, rising */
  double usual;     /* share over all mixes: γ, as long as it was not moved; NaN: no mixes yet */
  double low, high; /* ends of the colours, on either side of it */
  guint64 *sharp, *total; /* [classes × classes], symmetric */
} GmxPairShares;

/**
 * @param sharp,total [@classes × @classes] as gmx_recording_get_pairs() fills them; copied
 * @param most rows there may be: of more classes those that are mixed most often are shown
 */
GmxPairShares *gmx_pair_shares_new(const guint64 *sharp, const guint64 *total, int classes,
                                   int most);
void gmx_pair_shares_free(GmxPairShares *shares);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxPairShares, gmx_pair_shares_free)

/** Mixes of the classes of @row and @column (rows of the table). */
guint64 gmx_pair_shares_get_total(const GmxPairShares *shares, int row, int column);
/** The share of them that was sharp; NaN where there were none. */
double gmx_pair_shares_get(const GmxPairShares *shares, int row, int column);
/** From −1 (as rarely sharp as the scale goes) over 0 (usual) to 1; 0 where there were few. */
double gmx_pair_shares_get_tone(const GmxPairShares *shares, int row, int column);
/** The pair with the greatest (@sharpest) or least share, of those with enough mixes. */
gboolean gmx_pair_shares_find(const GmxPairShares *shares, gboolean sharpest, int *row,
                              int *column);
