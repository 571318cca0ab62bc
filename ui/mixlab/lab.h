/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Mix lab's cards look at: two pictures, how they are blended, and what the network says.
 *
 * One object serves all cards, so that a card knows nothing of the others. Asking the network is
 * done in a thread, one job at a time, and what was asked last is what is answered last: until then
 * the earlier answer stands. Nothing is computed while the page is out of sight.
 *
 * Signals: "dataset-changed", "pair-changed" (the pictures or how they are blended),
 * "lambda-changed", "path-changed", "pictures-changed" (those of the sheet), "sheet-changed" (what
 * the network sees in it), "weights-changed", "failed" (const char *what, const char *message). */
#pragma once

#include "engine/insight/blend.h"
#include "ui/settings.h"

typedef enum { GMX_PARENT_A, GMX_PARENT_B } GmxParent;

/** Points of a path: λ in hundredths. */
#define GMX_LAB_POINTS 101
/** Pictures that a sheet may have. */
#define GMX_LAB_MOST_PICTURES 8

#define GMX_TYPE_LAB (gmx_lab_get_type())
G_DECLARE_FINAL_TYPE(GmxLab, gmx_lab, GMX, LAB, GObject)

GmxLab *gmx_lab_new(GmxSettings *settings);
GmxSettings *gmx_lab_get_settings(GmxLab *lab);
/** NULL before a data set is open. */
GmxDataset *gmx_lab_get_dataset(GmxLab *lab);

/** A parent; NULL before a data set is open. */
GmxPicture *gmx_lab_get_picture(GmxLab *lab, GmxParent parent);
void gmx_lab_set_picture(GmxLab *lab, GmxParent parent, GmxPicture *picture);
/** Both at once; @lambda is A's share. */
void gmx_lab_set_pair(GmxLab *lab, GmxPicture *a, GmxPicture *b, double lambda);
void gmx_lab_swap(GmxLab *lab);
/** "Trouser", or the name of a file without a class. */
const char *gmx_lab_get_name(GmxLab *lab, GmxParent parent);

GmxBlend gmx_lab_get_blend(GmxLab *lab);
void gmx_lab_set_blend(GmxLab *lab, GmxBlend blend);
/** λ as asked for, and the share of A that the blend makes of it. */
double gmx_lab_get_lambda(GmxLab *lab);
double gmx_lab_get_share(GmxLab *lab);
void gmx_lab_set_lambda(GmxLab *lab, double lambda);

/** The newest answer; NULL before the first. */
GmxBlendPath *gmx_lab_get_path(GmxLab *lab);
/** The weights asked; NULL before the first came. */
GmxWeights *gmx_lab_get_weights(GmxLab *lab);

/** GmxPicture of the sheet, borrowed. */
GPtrArray *gmx_lab_get_pictures(GmxLab *lab);
/** Puts @picture at @index; at the end (or −1) it is added, while there is room. */
void gmx_lab_put_picture(GmxLab *lab, int index, GmxPicture *picture);
void gmx_lab_remove_picture(GmxLab *lab, int index);
/** The newest answer; NULL before the first. Its λ may be an earlier one. */
GmxBlendSheet *gmx_lab_get_sheet(GmxLab *lab);

/** While TRUE, what is missing is computed, and training weights are asked for. */
void gmx_lab_set_in_sight(GmxLab *lab, gboolean in_sight);
/** While TRUE (at first), the weights of a run that trains are asked for again and again. */
void gmx_lab_set_follow(GmxLab *lab, gboolean follow);
void gmx_lab_refresh(GmxLab *lab);

typedef void (*GmxLabPicture)(GmxPicture *picture, gpointer owner);
/** Reads a PNG file in a thread; @func is called if that went well and @owner still lives, else
 * "failed" is emitted. */
void gmx_lab_read_file(GmxLab *lab, GFile *file, GmxLabPicture func, GObject *owner);
/** Says that something could not be done. */
void gmx_lab_fail(GmxLab *lab, const char *what, const char *message);
