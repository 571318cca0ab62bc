/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A ring in the accent's colour, a little outside of the widget. */
#include "ui/chart/focus-ring.h"

void gmx_focus_ring_snapshot(GtkWidget *widget, const GmxPalette *palette, GtkSnapshot *snapshot) {
  const float width = (float)gtk_widget_get_width(widget);
  const float height = (float)gtk_widget_get_height(widget);
  GskRoundedRect ring;
  GdkRGBA color;
  if (!gtk_widget_has_visible_focus(widget))
    return;
  gmx_palette_get(palette, "accent_bg_color", &color);
  color.alpha = 0.5f;
  gsk_rounded_rect_init_from_rect(&ring, &GRAPHENE_RECT_INIT(-4, -2, width + 8, height + 6), 8);
  gtk_snapshot_append_border(snapshot, &ring, (float[4]){2, 2, 2, 2},
                             (GdkRGBA[4]){color, color, color, color});
}

void gmx_focus_ring_changed(GtkWidget *widget, GtkStateFlags before) {
  if (((gtk_widget_get_state_flags(widget) ^ before) & GTK_STATE_FLAG_FOCUS_VISIBLE) != 0)
    gtk_widget_queue_draw(widget);
}
