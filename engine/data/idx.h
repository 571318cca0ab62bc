/* SPDX-License-Identifier: GPL-3.0-or-later */
/* MNIST's four IDX files, plain or gzipped. */
#pragma once

#include "engine/data/content.h"

/** Whether @folder holds at least one of the four files. */
gboolean gmx_idx_present(const char *folder);

/** Whether @folder holds all four. */
gboolean gmx_idx_complete(const char *folder);

/**
 * Reads the four files of @folder into @content (shape, classes, both parts). Images may be of any
 * size up to 1024 × 1024; the class count is the largest label + 1, at least 2.
 */
gboolean gmx_idx_read(const char *folder, GmxDataContent *content, GmxDataReading *reading,
                      GError **error);
