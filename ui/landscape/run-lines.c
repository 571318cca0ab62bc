/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The first two places of runs. */
#include "ui/landscape/run-lines.h"

#include <string.h>

GmxRunStyle gmx_explorer_style(int run) {
  return gmx_run_style_of(run);
}

GmxLineStyle gmx_explorer_line_style(int run, gboolean markers) {
  const GmxRunStyle run_style = gmx_explorer_style(run);
  GmxLineStyle style = gmx_line_style_default(run_style.color);
  if (markers) {
    style.width = 0;
    style.marker = run_style.marker;
  } else {
    memcpy(style.dash, run_style.dash, sizeof style.dash);
  }
  return style;
}
