/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Mix lab page: two pictures of one's choice, blended at every λ, and what the network sees.
 *
 * Property: "narrow" (boolean). Actions: "lab.browse", "lab.open", "lab.refresh",
 * "lab.save-sheet", "lab.save-image", "lab.save-path". */
#pragma once

#include "ui/mixlab/lab.h"

#include <gtk/gtk.h>

#define GMX_TYPE_MIX_LAB (gmx_mix_lab_get_type())
G_DECLARE_FINAL_TYPE(GmxMixLab, gmx_mix_lab, GMX, MIX_LAB, GtkWidget)

GtkWidget *gmx_mix_lab_new(GmxSettings *settings);

/** Shows @a and @b blended at @lambda, the share of A. Pictures of another shape than the open
 * data set's are refused. */
void gmx_mix_lab_set_pair(GmxMixLab *lab, GmxPicture *a, GmxPicture *b, double lambda);
/** One of the two; the other stays. */
void gmx_mix_lab_set_picture(GmxMixLab *lab, GmxParent parent, GmxPicture *picture);
