/* SPDX-License-Identifier: GPL-3.0-or-later */
/* By the quarter turn and the Taylor polynomial of the rest, which lies within an eighth of a
 * turn. */
#include "engine/data/direction.h"

#include <glib.h>

void gmx_direction(double turn, double *cosine, double *sine) {
  const double quarters = turn * 4;
  const int quarter = (int)(quarters + 8.5) - 8;
  const double a = (quarters - quarter) * (G_PI / 2), b = a * a;
  const double c = 1 - b / 2 * (1 - b / 12 * (1 - b / 30 * (1 - b / 56 * (1 - b / 90))));
  const double s = a * (1 - b / 6 * (1 - b / 20 * (1 - b / 42 * (1 - b / 72))));
  const double table[4][2] = {{c, s}, {-s, c}, {-c, -s}, {s, -c}};
  *cosine = table[quarter & 3][0];
  *sine = table[quarter & 3][1];
}
