/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours by name: first from the style sheet, else the built-in ones. */
#include "ui/chart/palette.h"

#include "ui/chart/colors.h"

/* What a translucent colour looks like on an opaque one. */
static void flatten(const GdkRGBA *color, const double ground[3], double rgb[3]) {
  const double alpha = color->alpha;
  rgb[0] = alpha * color->red + (1 - alpha) * ground[0];
  rgb[1] = alpha * color->green + (1 - alpha) * ground[1];
  rgb[2] = alpha * color->blue + (1 - alpha) * ground[2];
}

static float lightness(const GdkRGBA *color) {
  return 0.299f * color->red + 0.587f * color->green + 0.114f * color->blue;
}

G_GNUC_BEGIN_IGNORE_DEPRECATIONS
static gboolean lookup(GtkWidget *widget, const char *name, GdkRGBA *color) {
  return gtk_style_context_lookup_color(gtk_widget_get_style_context(widget), name, color);
}
G_GNUC_END_IGNORE_DEPRECATIONS

/* What lies under the cards: what the eye sees through a dark one, which is a thin white. */
static void find_ground(GtkWidget *widget, const GmxPalette *palette, double rgb[3]) {
  GdkRGBA found;
  gmx_palette_get_rgb(palette, GMX_PAPER, rgb);
  if (lookup(widget, "window_bg_color", &found) || lookup(widget, "theme_bg_color", &found)) {
    rgb[0] = found.red;
    rgb[1] = found.green;
    rgb[2] = found.blue;
  }
}

GmxPalette *gmx_palette_new(GtkWidget *widget) {
  GdkRGBA ink = {0, 0, 0, 1}, found;
  double ground[3];
  if (widget == NULL)
    return gmx_palette_new_builtin(FALSE);
  if (!lookup(widget, GMX_INK, &ink))
    lookup(widget, "theme_fg_color", &ink);
  GmxPalette *self = gmx_palette_new_builtin(lightness(&ink) > 0.5f);
  find_ground(widget, self, ground);
  /* The paper comes first in the table: the others stand on it. */
  for (guint i = 0; i < GMX_COLORS; i++) {
    double rgb[3];
    if (!lookup(widget, gmx_colors[i].name, &found))
      continue;
    flatten(&found, ground, rgb);
    gmx_palette_set_rgb(self, gmx_colors[i].name, rgb);
    if (i == 0)
      gmx_palette_get_rgb(self, GMX_PAPER, ground);
  }
  return self;
}

void gmx_palette_get(const GmxPalette *self, const char *name, GdkRGBA *color) {
  double rgb[3];
  gmx_palette_get_rgb(self, name, rgb);
  *color = (GdkRGBA){(float)rgb[0], (float)rgb[1], (float)rgb[2], 1};
}
