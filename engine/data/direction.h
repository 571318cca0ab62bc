/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Directions with the same bits on every machine: libm's sine is not the same everywhere, its last
 * bit differs between versions and processors. */
#pragma once

/** Cosine and sine of @turn in full turns, at most two to either side, to about 1e-8. */
void gmx_direction(double turn, double *cosine, double *sine);
