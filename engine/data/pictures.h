/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A folder of PNG files as a data set: one folder a class, as most tools keep pictures of one's
 * own. */
#pragma once

#include "engine/data/content.h"

/** Whether @folder looks like one: a folder in it, or in its `train`, holds a PNG file. */
gboolean gmx_pictures_present(const char *folder);

/**
 * Reads CLASS/NAME.png of @folder, every fifth picture of a class held out; or, where `train` and
 * `test` are there, train/CLASS/NAME.png and test/CLASS/NAME.png. Names are in natural order
 * ("2.png" before "10.png"), that of classes too; the classes' pictures take turns, so that the
 * first n of them are a fair choice. All pictures must have one size, of at most 256 × 256. They
 * have one channel where all of them are grey, otherwise three. Errors name the file.
 */
gboolean gmx_pictures_read(const char *folder, GmxDataContent *content, GmxDataReading *reading,
                           GError **error);
