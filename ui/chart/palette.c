/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Colours by name: first from the style sheet, else from the table below, which follows the
 * visual language (a hue family a role, told apart by colour-blind eyes). */
#include "ui/chart/palette.h"

typedef struct {
  const char *name, *light, *dark;
} Entry;

static const Entry table[] = {
    {"card_bg_color", "#ffffff", "#363636"},   {"card_fg_color", "#2e3436", "#ffffff"},
    {"accent_bg_color", "#3584e4", "#3584e4"}, {"gmx_sharp", "#e66100", "#ff9a4d"},
    {"gmx_sharp_text", "#b34a00", "#ffb27a"},  {"gmx_flat", "#2190a4", "#4fc3d9"},
    {"gmx_flat_text", "#176f80", "#86dbea"},   {"gmx_at_w", "#613583", "#9b7cf0"},
    {"gmx_at_w_raw", "#b79bd0", "#6a58a8"},    {"gmx_perturbed", "#c061cb", "#f0a0f0"},
    {"gmx_held_out", "#2e3436", "#f6f5f4"},    {"gmx_training", "#77767b", "#9a9996"},
    {"gmx_measure", "#77767b", "#9a9996"},     {"gmx_event", "#9a6700", "#f5c211"},
    {"gmx_error", "#c01c28", "#ff7b63"},       {"gmx_parent_a", "#3d7cc9", "#78aeed"},
    {"gmx_parent_b", "#d9a200", "#f5c83a"},    {"gmx_run_1", "#1c71d8", "#4a90e8"},
    {"gmx_run_2", "#9a6700", "#f5c211"},       {"gmx_run_3", "#063d2c", "#b9f0d6"},
    {"gmx_run_4", "#d6508f", "#e86aa6"},
};

struct _GmxPalette {
  gboolean dark;
  GdkRGBA color[G_N_ELEMENTS(table)];
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
  for (guint i = 0; i < G_N_ELEMENTS(table); i++)
    gdk_rgba_parse(&self->color[i], dark ? table[i].dark : table[i].light);
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
  for (guint i = 0; i < G_N_ELEMENTS(table); i++) {
    if (!lookup(widget, table[i].name, &found))
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
  for (guint i = 0; i < G_N_ELEMENTS(table); i++)
    if (g_strcmp0(name, table[i].name) == 0)
      *color = self->color[i];
}

void gmx_palette_set_source(const GmxPalette *self, cairo_t *cr, const char *name, double alpha) {
  GdkRGBA color;
  gmx_palette_get(self, name, &color);
  cairo_set_source_rgba(cr, color.red, color.green, color.blue, color.alpha * alpha);
}
