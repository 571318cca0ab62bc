/* SPDX-License-Identifier: GPL-3.0-or-later */
/* CIFAR-10 in its binary format: five training batches and a test batch. */
#pragma once

#include "engine/data/content.h"

/** Whether @folder holds at least one of the six files. */
gboolean gmx_cifar_present(const char *folder);

/**
 * Reads the six files of @folder into @content. Each may hold any whole number of records, at
 * least one, so that a cut-down set loads too. Class names come from batches.meta.txt where it is
 * present.
 */
gboolean gmx_cifar_read(const char *folder, GmxDataContent *content, GmxDataReading *reading,
                        GError **error);
