/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the lab's cards stand: three columns, two, or one card under the pair at a time. */
#pragma once

#include <gtk/gtk.h>

typedef enum {
  GMX_LAB_CARD_PAIR,
  GMX_LAB_CARD_SHEET,
  GMX_LAB_CARD_SHARES,
  GMX_LAB_CARD_SHARES_PERTURBED,
  GMX_LAB_CARD_BANNER,
  GMX_LAB_CARD_LOSS,
  GMX_LAB_CARD_BETA,
  GMX_LAB_CARD_SWITCHER, /* one column only */
  GMX_LAB_CARDS
} GmxLabCard;

#define GMX_TYPE_LAB_LAYOUT (gmx_lab_layout_get_type())
G_DECLARE_FINAL_TYPE(GmxLabLayout, gmx_lab_layout, GMX, LAB_LAYOUT, GtkWidget)

/** @cards by GmxLabCard, taken. Hidden ones take no place. Signal: "single-changed", after the
 * allocation that made it so. */
GtkWidget *gmx_lab_layout_new(GtkWidget *const cards[GMX_LAB_CARDS]);
/** Whether all cards stand below each other, because there is no room beside the pair. */
gboolean gmx_lab_layout_get_single(GmxLabLayout *layout);
