/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How the two runs of the page look in its charts, wherever they appear. */
#pragma once

#include "ui/chart/line-layer.h"
#include "ui/runs/run-style.h"

/** Run 0 is the open one, 1 the other. */
GmxRunStyle gmx_explorer_style(int run);
/** The same for a line of the charts; @markers: at each point, without a line. */
GmxLineStyle gmx_explorer_line_style(int run, gboolean markers);
