/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours by name, first the built-in ones. */
#include "ui/chart/paint.h"

#include "ui/chart/colors.h"

#include <string.h>

struct _GmxPalette {
  gboolean dark;
  double rgb[GMX_COLORS][3];
};

/* The place of @name in the table; the card's ink for a name nobody knows. */
static guint find_color(const char *name) {
  for (guint i = 0; i < GMX_COLORS; i++)
    if (g_strcmp0(name, gmx_colors[i].name) == 0)
      return i;
  return 1;
}

GmxPalette *gmx_palette_new_builtin(gboolean dark) {
  GmxPalette *self = g_new0(GmxPalette, 1);
  self->dark = dark;
  for (guint i = 0; i < GMX_COLORS; i++)
    gmx_color_parse(dark ? gmx_colors[i].dark : gmx_colors[i].light, self->rgb[i]);
  return self;
}

void gmx_palette_free(GmxPalette *self) {
  g_free(self);
}

gboolean gmx_palette_is_dark(const GmxPalette *self) {
  return self->dark;
}

void gmx_palette_get_rgb(const GmxPalette *self, const char *name, double rgb[3]) {
  memcpy(rgb, self->rgb[find_color(name)], sizeof self->rgb[0]);
}

void gmx_palette_set_rgb(GmxPalette *self, const char *name, const double rgb[3]) {
  memcpy(self->rgb[find_color(name)], rgb, sizeof self->rgb[0]);
}

void gmx_palette_set_source(const GmxPalette *self, cairo_t *cr, const char *name, double alpha) {
  const double *rgb = self->rgb[find_color(name)];
  cairo_set_source_rgba(cr, rgb[0], rgb[1], rgb[2], alpha);
}
