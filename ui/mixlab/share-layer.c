/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One class's share of a prediction along λ: an area that stands on the areas below it. */
#include "ui/mixlab/share-layer.h"

#include "ui/chart/palette.h"
#include "ui/chart/plot.h"
#include "ui/format.h"

#include <glib/gi18n.h>
#include <math.h>

#define HATCH 7.0

struct _GmxShareLayer {
  GmxLayer parent_instance;
  char *name;
  GmxShareLook look;
  const char *color;
  char *place;
  int count;
  double *lambda, *low, *share;
};

G_DEFINE_FINAL_TYPE(GmxShareLayer, gmx_share_layer, GMX_TYPE_LAYER)

static void area_path(GmxShareLayer *self, GmxPlot *plot) {
  for (int i = 0; i < self->count; i++)
    cairo_line_to(plot->cr, gmx_plot_x(plot, self->lambda[i]),
                  gmx_plot_y(plot, self->low[i] + self->share[i]));
  for (int i = self->count; i-- > 0;)
    cairo_line_to(plot->cr, gmx_plot_x(plot, self->lambda[i]), gmx_plot_y(plot, self->low[i]));
  cairo_close_path(plot->cr);
}

/* Lines at 45 degrees over the area, which becomes the clip. */
static void hatch(GmxShareLayer *self, GmxPlot *plot) {
  cairo_t *cr = plot->cr;
  cairo_save(cr);
  area_path(self, plot);
  cairo_clip(cr);
  for (double x = plot->left - plot->height; x < plot->left + plot->width; x += HATCH) {
    cairo_move_to(cr, x, plot->top + plot->height);
    cairo_line_to(cr, x + plot->height, plot->top);
  }
  gmx_palette_set_source(plot->palette, cr, self->color, 0.4);
  cairo_set_line_width(cr, 1);
  cairo_stroke(cr);
  cairo_restore(cr);
}

static double fill_alpha(GmxShareLayer *self) {
  return self->look == GMX_SHARE_PARENT ? 0.8 : self->look == GMX_SHARE_THIRD ? 0.2 : 0.45;
}

static void share_layer_draw(GmxLayer *layer, GmxPlot *plot) {
  GmxShareLayer *self = GMX_SHARE_LAYER(layer);
  cairo_t *cr = plot->cr;
  if (self->count == 0)
    return;
  area_path(self, plot);
  gmx_palette_set_source(plot->palette, cr, self->color, fill_alpha(self));
  cairo_fill(cr);
  if (self->look == GMX_SHARE_THIRD)
    hatch(self, plot);
  /* Neighbours are told apart by a gap, whatever the eye makes of their colours. */
  for (int i = 0; i < self->count; i++)
    cairo_line_to(cr, gmx_plot_x(plot, self->lambda[i]),
                  gmx_plot_y(plot, self->low[i] + self->share[i]));
  gmx_palette_set_source(plot->palette, cr, GMX_PAPER, 1);
  cairo_set_line_width(cr, 1.5);
  cairo_stroke(cr);
}

/* Where a name of the given size stands best: in the area, where it is highest, and in view. */
static gboolean find_room(GmxShareLayer *self, GmxPlot *plot, double width, double height,
                          double *x, double *y) {
  double best = height;
  gboolean found = FALSE;
  for (int i = 0; i < self->count; i++) {
    const double middle = gmx_plot_x(plot, self->lambda[i]);
    if (middle - width / 2 < plot->left + 4 || middle + width / 2 > plot->left + plot->width - 4)
      continue;
    /* The least height under the whole of the text. */
    double top = -INFINITY, bottom = INFINITY;
    for (int k = 0; k < self->count; k++) {
      if (fabs(gmx_plot_x(plot, self->lambda[k]) - middle) > width / 2 + 2)
        continue;
      top = fmax(top, gmx_plot_y(plot, self->low[k] + self->share[k]));
      bottom = fmin(bottom, gmx_plot_y(plot, self->low[k]));
    }
    if (bottom - top > best + 0.5) {
      best = bottom - top;
      *x = middle - width / 2;
      *y = (top + bottom - height) / 2;
      found = TRUE;
    }
  }
  return found;
}

/* Over the place where the share is greatest, however low the area is there. */
static gboolean find_top(GmxShareLayer *self, GmxPlot *plot, double width, double height, double *x,
                         double *y) {
  int top = 0;
  for (int i = 1; i < self->count; i++)
    if (self->share[i] > self->share[top])
      top = i;
  if (self->count == 0 || width + 8 > plot->width)
    return FALSE;
  *x = CLAMP(gmx_plot_x(plot, self->lambda[top]) - width / 2, plot->left + 4,
             plot->left + plot->width - width - 4);
  *y = gmx_plot_y(plot, self->low[top] + self->share[top] / 2) - height / 2;
  *y = CLAMP(*y, plot->top + 2, plot->top + plot->height - height - 2);
  return TRUE;
}

static void draw_pill(GmxPlot *plot, double x, double y, double width, double height) {
  const double radius = height / 2;
  cairo_new_sub_path(plot->cr);
  cairo_arc(plot->cr, x + radius, y + radius, radius, G_PI / 2, 3 * G_PI / 2);
  cairo_arc(plot->cr, x + width - radius, y + radius, radius, -G_PI / 2, G_PI / 2);
  cairo_close_path(plot->cr);
  gmx_palette_set_source(plot->palette, plot->cr, GMX_PAPER, 1);
  cairo_fill(plot->cr);
}

/* Black or white, whichever reads better on the area as it is on the card. */
static void set_ink(GmxShareLayer *self, GmxPlot *plot) {
  GdkRGBA color, paper;
  const double alpha = fill_alpha(self);
  gmx_palette_get(plot->palette, self->color, &color);
  gmx_palette_get(plot->palette, GMX_PAPER, &paper);
  const double light = 0.299 * (alpha * color.red + (1 - alpha) * paper.red) +
                       0.587 * (alpha * color.green + (1 - alpha) * paper.green) +
                       0.114 * (alpha * color.blue + (1 - alpha) * paper.blue);
  const double level = light > 0.55 ? 0.1 : 1;
  cairo_set_source_rgb(plot->cr, level, level, level);
}

static void share_layer_draw_text(GmxLayer *layer, GmxPlot *plot) {
  GmxShareLayer *self = GMX_SHARE_LAYER(layer);
  const gboolean pill = self->look == GMX_SHARE_THIRD;
  if (!self->name)
    return;
  g_autoptr(PangoLayout) text =
      gmx_plot_layout(plot, self->name, GMX_TEXT_PLAIN, self->look != GMX_SHARE_OTHER);
  int width, height;
  double x, y;
  pango_layout_get_pixel_size(text, &width, &height);
  const double pad = pill ? 6 : 2, high = height + (pill ? 4 : 2);
  /* A third class is named also where its area is lower than its name. */
  if (!find_room(self, plot, width + 2 * pad, high, &x, &y) &&
      !(pill && find_top(self, plot, width + 2 * pad, high, &x, &y)))
    return;
  if (!gmx_plot_take(plot, x, y, width + 2 * pad, height + 2))
    return;
  if (pill)
    draw_pill(plot, x, y, width + 2 * pad, height + 2);
  cairo_move_to(plot->cr, round(x + pad), round(y + 1));
  if (pill)
    gmx_palette_set_source(plot->palette, plot->cr, self->color, 1);
  else
    set_ink(self, plot);
  pango_cairo_show_layout(plot->cr, text);
}

static void share_layer_draw_sample(GmxLayer *layer, const GmxPalette *palette, cairo_t *cr,
                                    double x, double y) {
  GmxShareLayer *self = GMX_SHARE_LAYER(layer);
  cairo_rectangle(cr, x - 5, y - 5, 10, 10);
  gmx_palette_set_source(palette, cr, self->color, fill_alpha(self));
  cairo_fill(cr);
}

static double share_layer_sample_width(GmxLayer *layer) {
  return 10;
}

static int nearest(GmxShareLayer *self, double x) {
  int best = 0;
  for (int i = 1; i < self->count; i++)
    if (fabs(self->lambda[i] - x) < fabs(self->lambda[best] - x))
      best = i;
  return best;
}

static gboolean share_layer_read(GmxLayer *layer, GmxAxis *y_axis, double x, GmxReading *reading) {
  GmxShareLayer *self = GMX_SHARE_LAYER(layer);
  const char *name = self->name ? self->name : gmx_layer_get_name(layer);
  if (self->count == 0 || !name)
    return FALSE;
  reading->x = x;
  reading->y = NAN;
  reading->color = self->color;
  reading->name = self->place ? g_strdup_printf("%s, %s", name, self->place) : g_strdup(name);
  reading->value = gmx_format_percent(self->share[nearest(self, x)], 1);
  return TRUE;
}

static char *share_layer_heading(GmxLayer *layer, GmxAxis *x_axis, double x) {
  g_autofree char *number = gmx_format_number(x, 2);
  return g_strdup_printf("λ = %s", number);
}

static gboolean share_layer_seek(GmxLayer *layer, double x, int direction, double *found) {
  GmxShareLayer *self = GMX_SHARE_LAYER(layer);
  if (self->count == 0)
    return FALSE;
  int i = nearest(self, isfinite(x) ? x : 0);
  while (direction != 0 && i >= 0 && i < self->count &&
         (self->lambda[i] - x) * direction <= 1e-9) /* CutMix repeats some λ */
    i += direction;
  if (i < 0 || i >= self->count)
    return FALSE;
  *found = self->lambda[i];
  return TRUE;
}

static char *share_layer_describe(GmxLayer *layer, GmxAxis *y_axis) {
  GmxShareLayer *self = GMX_SHARE_LAYER(layer);
  const char *name = self->name ? self->name : gmx_layer_get_name(layer);
  if (self->count == 0 || !name)
    return NULL;
  int top = 0;
  for (int i = 1; i < self->count; i++)
    if (self->share[i] > self->share[top])
      top = i;
  g_autofree char *first = gmx_format_percent(self->share[0], 0);
  g_autofree char *last = gmx_format_percent(self->share[self->count - 1], 0);
  g_autofree char *most = gmx_format_percent(self->share[top], 0);
  g_autofree char *where = gmx_format_number(self->lambda[top], 2);
  return g_strdup_printf(_("%s %s at λ = 0, %s at λ = 1, most %s at λ = %s"), name, first, last,
                         most, where);
}

static void share_layer_copy(GmxLayer *layer, GmxTable *table) {
  GmxShareLayer *self = GMX_SHARE_LAYER(layer);
  const char *name = self->name ? self->name : gmx_layer_get_name(layer);
  gmx_table_add(table, name ? name : "other", self->lambda, self->share, (gsize)self->count);
}

static void share_layer_finalize(GObject *object) {
  GmxShareLayer *self = GMX_SHARE_LAYER(object);
  g_free(self->name);
  g_free(self->place);
  g_free(self->lambda);
  g_free(self->low);
  g_free(self->share);
  G_OBJECT_CLASS(gmx_share_layer_parent_class)->finalize(object);
}

static void gmx_share_layer_class_init(GmxShareLayerClass *class) {
  GmxLayerClass *layer_class = GMX_LAYER_CLASS(class);
  G_OBJECT_CLASS(class)->finalize = share_layer_finalize;
  layer_class->draw = share_layer_draw;
  layer_class->draw_text = share_layer_draw_text;
  layer_class->draw_sample = share_layer_draw_sample;
  layer_class->sample_width = share_layer_sample_width;
  layer_class->read = share_layer_read;
  layer_class->heading = share_layer_heading;
  layer_class->seek = share_layer_seek;
  layer_class->describe = share_layer_describe;
  layer_class->copy = share_layer_copy;
}

static void gmx_share_layer_init(GmxShareLayer *self) {
}

GmxShareLayer *gmx_share_layer_new(const char *name, const char *place, GmxShareLook look,
                                   const char *color) {
  GmxShareLayer *self = g_object_new(GMX_TYPE_SHARE_LAYER, NULL);
  self->name = g_strdup(name);
  self->place = g_strdup(place);
  self->look = look;
  self->color = color;
  return self;
}

void gmx_share_layer_set_values(GmxShareLayer *self, const double *lambda, const double *low,
                                const double *share, int count) {
  g_free(self->lambda);
  g_free(self->low);
  g_free(self->share);
  self->count = count;
  self->lambda = g_memdup2(lambda, (gsize)count * sizeof *lambda);
  self->low = g_memdup2(low, (gsize)count * sizeof *low);
  self->share = g_memdup2(share, (gsize)count * sizeof *share);
  gmx_layer_changed(GMX_LAYER(self));
}
