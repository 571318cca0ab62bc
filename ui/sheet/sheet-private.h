/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What all kinds of sheets have in common. */
#pragma once

#include "ui/sheet/sheet.h"

/** Without heading and contents. @moment ("epoch 3", or NULL) is taken over. */
GmxSheetInfo *gmx_sheet_info_new(GmxDataset *dataset, const char *run, char *moment,
                                 GmxConfig *config);

/** Writes @surface, which is taken over, with @info's texts. FALSE too where @surface is NULL,
 * after an error that stands already. */
gboolean gmx_sheet_save(cairo_surface_t *surface, const GmxSheetInfo *info, const char *path,
                        GError **error);
