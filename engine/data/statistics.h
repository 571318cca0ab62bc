/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Mean and deviation of each channel, and the checksum of a data set. */
#pragma once

#include "engine/data/content.h"

/**
 * Mean and deviation of @part's pixel / 255 for each channel. A channel of one single value gets
 * deviation 1, so that nothing is divided by 0.
 * @param mean @param deviation shape.channels floats
 */
void gmx_data_statistics(const GmxDataPart *part, GmxShape shape, float *mean, float *deviation);

/** SHA-256 (hex, owned by the caller) over sizes, labels and images of both parts. */
char *gmx_data_checksum(const GmxDataContent *content);
