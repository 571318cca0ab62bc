/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The outlines of the drawn set as signed distances: negative inside, positive outside. */
#pragma once

#define GMX_OUTLINES 10

/** No outline reaches farther than this from its centre. */
#define GMX_OUTLINE_REACH 1.25f

/** One class of the drawn set. */
typedef struct {
  const char *name;
  /** Signed distance of (@x right, @y down) at size 1; exact inside and near the edge. */
  float (*distance)(float x, float y);
  float turn; /* largest turn to either side, in full turns */
} GmxOutline;

/** In the order of their labels. */
extern const GmxOutline gmx_outlines[GMX_OUTLINES];
