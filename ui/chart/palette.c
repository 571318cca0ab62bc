/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours by name: first from the style sheet, else the built-in ones. */
#include "ui/chart/palette.h"

#include "ui/chart/colors.h"

struct _GmxPalette {
  gboolean dark;
  GdkRGBA color[GMX_COLORS];
};

/* What a translucent colour looks like on an opaque one. */
static void flatten(GdkRGBA *color, const GdkRGBA *ground) {
  float alpha = color->alpha;
  color->red = alpha * color->red + (1.0f - alpha) * ground->red;
  color->green = alpha * color->green + (1.0f - alpha) * ground->green;
  color->blue = alpha * color->blue + (1.0f - alpha) * ground->blue;
  color->alpha = 1.0f;
}

static float lightness(const GdkRGBA *color) {
  return 0.299f * color->red + 0.587f * color->green + 0.114f * color->blue;
}

GmxPalette *gmx_palette_new_builtin(gboolean dark) {
  GmxPalette *self = g_new0(GmxPalette, 1);
  self->dark = dark;
  for (guint i = 0; i < GMX_COLORS; i++)
    gdk_rgba_parse(&self->color[i], dark ? gmx_colors[i].dark : gmx_colors[i].light);
  return self;
}

G_GNUC_BEGIN_IGNORE_DEPRECATIONS
static gboolean lookup(GtkWidget *widget, const char *name, GdkRGBA *color) {
  return gtk_style_context_lookup_color(gtk_widget_get_style_context(widget), name, color);
}
G_GNUC_END_IGNORE_DEPRECATIONS

GmxPalette *gmx_palette_new(GtkWidget *widget) {
  GdkRGBA ink = {0, 0, 0, 1}, ground, found;
  if (widget == NULL)
    return gmx_palette_new_builtin(FALSE);
  if (!lookup(widget, GMX_INK, &ink))
    lookup(widget, "theme_fg_color", &ink);
  GmxPalette *self = gmx_palette_new_builtin(lightness(&ink) > 0.5f);
  /* A dark card is a thin white over the window's colour: halos need what the eye sees. */
  if (!lookup(widget, "window_bg_color", &ground) && !lookup(widget, "theme_bg_color", &ground))
    ground = self->color[0];
  ground.alpha = 1.0f;
  for (guint i = 0; i < GMX_COLORS; i++) {
    if (!lookup(widget, gmx_colors[i].name, &found))
      continue;
    flatten(&found, i == 0 ? &ground : &self->color[0]);
    self->color[i] = found;
  }
  return self;
}

void gmx_palette_free(GmxPalette *self) {
  g_free(self);
}

gboolean gmx_palette_is_dark(const GmxPalette *self) {
  return self->dark;
}

void gmx_palette_get(const GmxPalette *self, const char *name, GdkRGBA *color) {
  *color = self->color[1];
  for (guint i = 0; i < GMX_COLORS; i++)
    if (g_strcmp0(name, gmx_colors[i].name) == 0)
      *color = self->color[i];
}

void gmx_palette_set_source(const GmxPalette *self, cairo_t *cr, const char *name, double alpha) {
  GdkRGBA color;
  gmx_palette_get(self, name, &color);
  cairo_set_source_rgba(cr, color.red, color.green, color.blue, color.alpha * alpha);
}
