/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A probe of eight examples whose partition, orders and neighbours were worked out by hand, for the
 * tests of what is listed and of what is drawn of it. */
#pragma once

#include "ui/samples/sample-model.h"

#define CASE_COUNT 8

/** The drawn set, loaded once: classes disc, ring, square, triangle, plus … */
GmxDataset *gmx_case_shapes(void);

/** The eight examples in an epoch, and as they were in the epoch before. */
GmxGallery *gmx_case_probe(int epoch);
GmxGallery *gmx_case_probe_before(int epoch);

/** The search of the same eight: examples 0 and 4 are intruded. */
GmxIntrusion *gmx_case_intrusion(void);
