/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run's curves as an event file that TensorBoard reads. */
#pragma once

#include <gio/gio.h>

/**
 * Writes the scalars of the run in folder @run_path into @folder (made where it is missing) as
 * "events.out.tfevents.…". Every step's losses, sharpness, norms, cosine and learning rate, and
 * every epoch's figures; NaN is left out. An earlier export of the same run is replaced.
 */
gboolean gmx_tensorboard_export(const char *run_path, const char *folder, GError **error);

/** CRC-32C (Castagnoli, RFC 3720 B.4) of @data. */
guint32 gmx_crc32c(gconstpointer data, gsize size);
