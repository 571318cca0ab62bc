/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Mix lab saves: the sheet and the mixed image as PNG, the path as CSV. */
#pragma once

#include "ui/mixlab/lab.h"

/** @run name of the run's folder for the texts of the file; NULL: not said. */
gboolean gmx_lab_save_sheet(GmxLab *lab, const char *run, const char *path, GError **error);
/** In the data's own size, so that it can be opened again. */
gboolean gmx_lab_save_image(GmxLab *lab, const char *path, GError **error);
/** A row a point: lambda, loss, loss_perturbed, then each class at w and at w + ε̂. */
gboolean gmx_lab_save_path(GmxLab *lab, const char *path, GError **error);
