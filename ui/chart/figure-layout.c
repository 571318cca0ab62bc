/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the lanes of a figure stand, and which ticks have room beside them. */
#include "ui/chart/figure-private.h"

#include <math.h>

/* Charts under each other start at the same place as long as their labels are no wider. */
#define LEFT_LEAST 30.0
#define RIGHT 8.0
#define BOTTOM 21.0
/* A lane's title by the size of a tick label. */
#define TITLE_SIZE 1.09

/* A tick's label; the topmost carries the unit. */
char *gmx_figure_y_label(GmxAxis *axis, const GmxTicks *ticks, int index) {
  const char *unit = gmx_axis_get_unit(axis);
  g_autofree char *number = gmx_format_tick(ticks, index);
  if (unit == NULL || index != ticks->count - 1)
    return g_steal_pointer(&number);
  return g_strdup_printf("%s\u2009%s", number, unit);
}

void gmx_figure_find_ticks(GmxAxis *axis, GmxTicks *ticks, int most) {
  double low, high, factor = gmx_axis_get_factor(axis);
  gmx_axis_get_view(axis, &low, &high);
  if (gmx_axis_get_log(axis))
    gmx_ticks_log(ticks, low * factor, high * factor, most);
  else
    gmx_ticks_linear(ticks, low * factor, high * factor, most, gmx_axis_get_least_step(axis));
}

double gmx_figure_label_width(const GmxPlot *plot, const char *text) {
  g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, text, GMX_TEXT_PLAIN, FALSE);
  PangoRectangle extents;
  pango_layout_get_extents(layout, NULL, &extents);
  return (double)extents.width / PANGO_SCALE;
}

static void measure_figures(GmxDrawing *drawing) {
  g_autoptr(PangoLayout) layout = gmx_plot_layout(&drawing->plot, "0", GMX_TEXT_PLAIN, FALSE);
  PangoRectangle ink, line;
  pango_layout_get_pixel_extents(layout, &ink, &line);
  drawing->line_height = line.height;
  drawing->figure_height = ink.height;
}

/* Pixels between the two ticks that stand nearest to each other in a lane of @height. */
static double nearest_ticks(GmxAxis *axis, const GmxTicks *ticks, double height) {
  double nearest = INFINITY, factor = gmx_axis_get_factor(axis);
  for (int i = 1; i < ticks->count; i++) {
    double low = gmx_axis_place(axis, ticks->value[i - 1] / factor);
    double high = gmx_axis_place(axis, ticks->value[i] / factor);
    nearest = fmin(nearest, (high - low) * height);
  }
  return nearest;
}

/* Leaves every second tick, zero among them if two remain. */
static void thin_ticks(GmxTicks *ticks) {
  int first = ticks->count >= 4 && ticks->value[1] == 0.0 ? 1 : 0, count = 0;
  for (int i = first; i < ticks->count; i += 2)
    ticks->value[count++] = ticks->value[i];
  ticks->count = count;
}

/* As many ticks as stand their label's height apart, but two where there is room for two. */
static void find_lane_ticks(GmxDrawing *drawing, GmxLane *lane, GmxTicks *ticks) {
  double apart = 2.0 * drawing->figure_height;
  for (int most = gmx_axis_get_most_ticks(lane->axis); most >= 2; most--) {
    gmx_figure_find_ticks(lane->axis, ticks, most);
    if (ticks->count >= 2 && nearest_ticks(lane->axis, ticks, lane->area.height) >= apart)
      return;
  }
  gmx_figure_find_ticks(lane->axis, ticks, gmx_axis_get_most_ticks(lane->axis));
  while (ticks->count > 2 && nearest_ticks(lane->axis, ticks, lane->area.height) < apart)
    thin_ticks(ticks);
}

static gboolean has_lane_titles(GmxFigure *figure) {
  for (guint i = 0; i < figure->lanes->len; i++)
    if (gmx_figure_lane(figure, (int)i)->title != NULL)
      return TRUE;
  return FALSE;
}

/* Lanes below each other: the lowest label of one and the highest of the next stand clear of each
 * other, and a title has its place over its lane rather than in the curve. */
static void place_lanes(GmxDrawing *drawing) {
  GmxFigure *figure = drawing->figure;
  int count = (int)figure->lanes->len;
  double title = has_lane_titles(figure) ? TITLE_SIZE * drawing->line_height : 0.0;
  double top = ceil(MAX(0.5 * drawing->line_height, title - GMX_TITLE_SINK));
  double bottom = drawing->height - ceil(MAX(BOTTOM, drawing->line_height + 6.0));
  double gap = count > 1 ? ceil(MAX(2.0 * drawing->figure_height, title - GMX_TITLE_SINK)) : 0.0;
  double each = MAX((bottom - top - gap * (count - 1)) / count, 4.0);
  for (int i = 0; i < count; i++) {
    GmxLane *lane = gmx_figure_lane(figure, i);
    lane->area.y = round(top + i * (each + gap));
    lane->area.height = MAX(round(top + i * (each + gap) + each) - lane->area.y, 4.0);
    find_lane_ticks(drawing, lane, &drawing->y_ticks[i]);
  }
  figure->area.y = top;
  GmxLane *last = gmx_figure_lane(figure, count - 1);
  figure->area.height = last->area.y + last->area.height - top;
}

/* Room at the left for the widest label of all lanes. */
static void place_sides(GmxDrawing *drawing) {
  GmxFigure *figure = drawing->figure;
  double widest = LEFT_LEAST - GMX_LABEL_GAP;
  for (guint i = 0; i < figure->lanes->len; i++) {
    const GmxTicks *ticks = &drawing->y_ticks[i];
    for (int j = 0; j < ticks->count; j++) {
      g_autofree char *text = gmx_figure_y_label(gmx_figure_lane(figure, (int)i)->axis, ticks, j);
      widest = MAX(widest, gmx_figure_label_width(&drawing->plot, text));
    }
  }
  figure->area.x = ceil(widest + GMX_LABEL_GAP);
  figure->area.width = MAX(floor(drawing->width - RIGHT) - figure->area.x, 4.0);
  for (guint i = 0; i < figure->lanes->len; i++) {
    GmxLane *lane = gmx_figure_lane(figure, (int)i);
    lane->area.x = figure->area.x;
    lane->area.width = figure->area.width;
  }
}

void gmx_figure_lay_out(GmxDrawing *drawing) {
  measure_figures(drawing);
  place_lanes(drawing);
  place_sides(drawing);
}
