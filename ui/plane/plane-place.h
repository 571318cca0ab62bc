/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What lies at a place of the plane's picture, in words. */
#pragma once

#include "ui/plane/plane-frame.h"

/** @returns lines on the point at (x, y), in pixels of @look; NULL where there is none */
char *gmx_plane_describe_place(const GmxPlaneFrame *frame, const GmxPlaneLook *look, double x,
                               double y);
