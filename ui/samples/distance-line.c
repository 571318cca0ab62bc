/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A number line of distances from a mixed image. */
#include "ui/samples/distance-line.h"

#include "ui/chart/marker.h"
#include "ui/chart/palette.h"
#include "ui/chart/ticks.h"

#include <glib/gi18n.h>
#include <math.h>

#define TEXT 11
#define LINE 15     /* of text */
#define MARGIN 8    /* at either end, for half a mark */
#define LABELS 2    /* lines of names above the marks */
#define MARK_ROOM 9 /* above the axis */
#define BASE_ALPHA 0.28
#define DIM 0.62
#define SMALL 7 /* marks that are not named */

struct _GmxDistanceLine {
  GtkWidget parent_instance;

  const GmxNeighbours *shown; /* borrowed */
};

typedef struct {
  GmxDistanceLine *line;
  cairo_t *cr;
  GmxPalette *palette;
  double width, axis_y; /* of the widget; place of the axis */
  GmxTicks ticks;
  double high;          /* distance at the right end */
  double taken[LABELS]; /* right end of the last name in each line */
} Drawing;

G_DEFINE_FINAL_TYPE(GmxDistanceLine, gmx_distance_line, GTK_TYPE_WIDGET)

static double farthest(const GmxNeighbours *shown) {
  double most = 0;
  for (guint i = 0; i < shown->nearest->len; i++)
    most = fmax(most, gmx_neighbours_get(shown, i)->distance);
  for (int i = 0; i < shown->parent_count; i++)
    most = fmax(most, shown->parents[i].distance);
  return most > 0 && isfinite(most) ? most : 1;
}

static double place(const Drawing *d, double distance) {
  return MARGIN + (d->width - 2 * MARGIN) * CLAMP(distance / d->high, 0, 1);
}

static PangoLayout *new_layout(const Drawing *d, const char *text, gboolean bold) {
  PangoLayout *layout = gtk_widget_create_pango_layout(GTK_WIDGET(d->line), text);
  PangoFontDescription *font = pango_font_description_copy(
      pango_context_get_font_description(pango_layout_get_context(layout)));
  pango_font_description_set_absolute_size(font, TEXT * PANGO_SCALE);
  pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout, font);
  pango_font_description_free(font);
  return layout;
}

/* Centred at @x, but within the widget. Returns the left end, and the right one in @end. */
static double text_left(const Drawing *d, PangoLayout *layout, double x, double *end) {
  int width;
  pango_layout_get_pixel_size(layout, &width, NULL);
  double left = round(CLAMP(x - width / 2.0, 0, fmax(0, d->width - width)));
  *end = left + width;
  return left;
}

static void draw_axis(Drawing *d) {
  double factor;
  gmx_palette_set_source(d->palette, d->cr, GMX_INK, BASE_ALPHA);
  cairo_set_line_width(d->cr, 1);
  cairo_move_to(d->cr, MARGIN, d->axis_y + 0.5);
  cairo_line_to(d->cr, d->width - MARGIN, d->axis_y + 0.5);
  for (int i = 0; i < d->ticks.count; i++) {
    double x = floor(place(d, d->ticks.value[i])) + 0.5;
    cairo_move_to(d->cr, x, d->axis_y + 0.5);
    cairo_line_to(d->cr, x, d->axis_y + 5);
  }
  cairo_stroke(d->cr);
  gmx_palette_set_source(d->palette, d->cr, GMX_INK, DIM);
  for (int i = 0; i < d->ticks.count; i++) {
    g_autofree char *text = gmx_format_tick(&d->ticks, i);
    g_autoptr(PangoLayout) layout = new_layout(d, text, FALSE);
    cairo_move_to(d->cr, text_left(d, layout, place(d, d->ticks.value[i]), &factor), d->axis_y + 6);
    pango_cairo_show_layout(d->cr, layout);
  }
}

static void draw_caption(Drawing *d) {
  g_autoptr(PangoLayout) layout = new_layout(d, _("distance from the mixed example"), FALSE);
  double end;
  double left = text_left(d, layout, d->width, &end);
  gmx_palette_set_source(d->palette, d->cr, GMX_INK, DIM);
  cairo_move_to(d->cr, left, d->axis_y + 6 + LINE);
  pango_cairo_show_layout(d->cr, layout);
}

static void draw_mark(Drawing *d, GmxMarker marker, double distance, double size,
                      const char *role) {
  cairo_new_path(d->cr);
  gmx_marker_path(d->cr, marker, round(place(d, distance)) + 0.5, d->axis_y + 0.5, size);
  if (size > SMALL) {
    gmx_palette_set_source(d->palette, d->cr, GMX_PAPER, 1); /* parts it from the others */
    cairo_set_line_width(d->cr, 2);
    cairo_stroke_preserve(d->cr);
  }
  gmx_palette_set_source(d->palette, d->cr, role, 1);
  cairo_fill(d->cr);
}

/* Over its mark; a line higher where that is taken. */
static void draw_name(Drawing *d, const char *text, double distance, gboolean bold,
                      const char *role) {
  g_autoptr(PangoLayout) layout = new_layout(d, text, bold);
  double end, left = text_left(d, layout, place(d, distance), &end);
  int line = 0;
  while (line + 1 < LABELS && left < d->taken[line] + 6)
    line++;
  if (left < d->taken[line] + 6)
    return; /* no room: the pictures above have all the names */
  d->taken[line] = end;
  gmx_palette_set_source(d->palette, d->cr, role, 1);
  cairo_move_to(d->cr, left, d->axis_y - MARK_ROOM - (line + 1) * LINE);
  pango_cairo_show_layout(d->cr, layout);
}

static const char *nearest_role(const GmxNeighbours *shown) {
  return gmx_neighbours_get(shown, 0)->third ? "gmx_error" : "gmx_measure";
}

static void draw_marks(Drawing *d, const GmxNeighbours *shown) {
  static const char *const roles[] = {"gmx_parent_a", "gmx_parent_b"};
  for (guint i = shown->nearest->len; i-- > 1;)
    draw_mark(d, GMX_MARKER_DIAMOND, gmx_neighbours_get(shown, i)->distance, SMALL, "gmx_measure");
  for (int i = 0; i < shown->parent_count; i++)
    draw_mark(d, GMX_MARKER_SQUARE, shown->parents[i].distance, 8, roles[i]);
  if (shown->nearest->len > 0)
    draw_mark(d, GMX_MARKER_DIAMOND, gmx_neighbours_get(shown, 0)->distance, 11,
              nearest_role(shown));
}

/* From left to right, so that each only has to look at the last one in its line. */
static void draw_names(Drawing *d, const GmxNeighbours *shown) {
  const GmxNeighbour *nearest = gmx_neighbours_get(shown, 0);
  const GmxNeighbour *parents[] = {&shown->parents[0], &shown->parents[1]};
  gboolean swapped = shown->parent_count == 2 && parents[1]->distance < parents[0]->distance;
  gboolean named = nearest == NULL;
  for (int i = 0; i < shown->parent_count; i++) {
    const GmxNeighbour *parent = parents[swapped ? 1 - i : i];
    g_autofree char *text = g_strdup_printf(
        shown->parent_count == 2 ? _("parent %s") : _("the example itself, %s"), parent->name);
    if (!named && nearest->distance <= parent->distance) {
      draw_name(d, nearest->name, nearest->distance, TRUE, nearest->third ? "gmx_error" : GMX_INK);
      named = TRUE;
    }
    draw_name(d, text, parent->distance, FALSE, GMX_INK);
  }
  if (!named)
    draw_name(d, nearest->name, nearest->distance, TRUE, nearest->third ? "gmx_error" : GMX_INK);
}

static void distance_line_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxDistanceLine *self = GMX_DISTANCE_LINE(widget);
  int width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
  Drawing d = {.line = self, .width = width, .axis_y = LABELS * LINE + MARK_ROOM};
  if (!self->shown)
    return;
  g_autoptr(GmxPalette) palette = gmx_palette_new(widget);
  double low = 0;
  d.high = farthest(self->shown) * 1.02;
  gmx_nice_range(&low, &d.high, 4, 8, 0);
  gmx_ticks_linear(&d.ticks, 0, d.high, 8, 0);
  for (int i = 0; i < LABELS; i++)
    d.taken[i] = -1000;
  d.palette = palette;
  d.cr = gtk_snapshot_append_cairo(snapshot, &GRAPHENE_RECT_INIT(0, 0, width, height));
  draw_axis(&d);
  draw_caption(&d);
  draw_marks(&d, self->shown);
  draw_names(&d, self->shown);
  cairo_destroy(d.cr);
}

static void distance_line_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                  int *minimum, int *natural, int *minimum_baseline,
                                  int *natural_baseline) {
  gboolean wide = orientation == GTK_ORIENTATION_HORIZONTAL;
  *minimum = wide ? 200 : LABELS * LINE + MARK_ROOM + 6 + 2 * LINE;
  *natural = wide ? 400 : *minimum;
}

static void gmx_distance_line_class_init(GmxDistanceLineClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  widget_class->snapshot = distance_line_snapshot;
  widget_class->measure = distance_line_measure;
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void gmx_distance_line_init(GmxDistanceLine *self) {
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Distances from the mixed example"), -1);
}

GtkWidget *gmx_distance_line_new(void) {
  return g_object_new(GMX_TYPE_DISTANCE_LINE, NULL);
}

static char *describe(const GmxNeighbours *shown) {
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < shown->nearest->len; i++) {
    const GmxNeighbour *neighbour = gmx_neighbours_get(shown, i);
    g_autofree char *distance = gmx_format_measure(neighbour->distance, 2);
    g_string_append_printf(text, "%s %s, ", neighbour->name, distance);
  }
  for (int i = 0; i < shown->parent_count; i++) {
    g_autofree char *distance = gmx_format_measure(shown->parents[i].distance, 2);
    g_string_append_printf(text, _("%sparent %s %s"), i > 0 ? ", " : "", shown->parents[i].name,
                           distance);
  }
  return g_string_free(text, FALSE);
}

void gmx_distance_line_show(GmxDistanceLine *self, const GmxNeighbours *neighbours) {
  self->shown = neighbours;
  if (neighbours) {
    g_autofree char *text = describe(neighbours);
    gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                   -1);
  }
  gtk_widget_queue_draw(GTK_WIDGET(self));
}
