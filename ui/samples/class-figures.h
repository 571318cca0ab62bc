/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What a recording says of classes and of intrusion, made into curves. Needs no display. */
#pragma once

#include "engine/train/recording.h"
#include "ui/chart/area-layer.h"
#include "ui/chart/band-layer.h"
#include "ui/chart/series.h"

/** Of whom the intruded are counted: the sides, or all where nothing is climbed. */
enum { GMX_RATE_SHARP, GMX_RATE_FLAT, GMX_RATE_ALL, GMX_RATES };

/** Each class's part of the sharp set, epoch by epoch, from GmxClassShare. */
void gmx_class_figures_show_shares(GmxAreaLayer *layer, GArray *shares, GmxDataset *dataset);

/** "61 % of cat sharp": how often @label was in the sharp set in @epoch; NULL: not known. */
char *gmx_class_figures_describe_rate(GArray *shares, GmxDataset *dataset, int label, int epoch);

/**
 * The rate of intrusion by epoch, of each of GMX_RATES, with Wilson's 95 % interval.
 * @param rates,bands [GMX_RATES] filled anew; an epoch that was not searched has no point
 */
void gmx_class_figures_show_intrusion(GmxRecording *recording, GmxSeries *const *rates,
                                      GmxBandLayer *const *bands);

/** "Nearest among 10 000 of 60 000 training images", of the newest epoch that was searched; NULL
 * where none was. */
char *gmx_class_figures_describe_search(GmxRecording *recording, GmxDataset *dataset);
