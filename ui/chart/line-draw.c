/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Curves at the cost of the picture, not of the series.
 *
 * Where there are more points than pixel columns, a column is drawn from the lowest to the highest
 * value that falls into it, so that a single outstanding point shows at every zoom. Where there
 * are fewer, every point is drawn as it is. */
#include "ui/chart/line-draw.h"

#include <float.h>
#include <glib/gi18n.h>
#include <math.h>

#include "ui/chart/ticks.h"

/* Two crosses closer than this are one with a number. */
#define CROSS_APART 12.0
/* Pixels of up and down in a column from which on a curve is drawn as a band. */
#define NOISE 6.0
/* Room at either side of a note. */
#define NOTE_GAP 4.0

/* Walks the pixel columns that hold points. */
typedef struct {
  GmxPlot *plot;
  GmxSeries *series;
  gboolean smoothed;
  int column, columns;
  gsize next;
  double x;       /* centre of the column */
  gsize from, to; /* its points */
  GmxSpan span;
} Walk;

static void walk_start(Walk *walk, GmxPlot *plot, GmxSeries *series, gboolean smoothed) {
  double low, high;
  gmx_axis_get_view(plot->x, &low, &high);
  *walk = (Walk){.plot = plot, .series = series, .smoothed = smoothed};
  walk->columns = (int)ceil(plot->width / plot->pixel);
  walk->next = gmx_series_find(series, low);
}

static gboolean walk_next(Walk *walk) {
  double pixel = walk->plot->pixel, low, high;
  gmx_axis_get_view(walk->plot->x, &low, &high);
  while (walk->column < walk->columns) {
    int column = walk->column++;
    double right = gmx_axis_value(walk->plot->x, (column + 1) * pixel / walk->plot->width);
    /* The newest point stands exactly on the end; it belongs to the last column. */
    gsize end = column == walk->columns - 1
                    ? gmx_series_find(walk->series, nextafter(high, INFINITY))
                    : gmx_series_find(walk->series, right);
    if (end <= walk->next)
      continue;
    walk->from = walk->next;
    walk->to = walk->next = end;
    walk->x = walk->plot->left + (column + 0.5) * pixel;
    gmx_series_span(walk->series, walk->smoothed, walk->from, walk->to, &walk->span);
    return TRUE;
  }
  return FALSE;
}

/* Points in view with one neighbour on either side, and whether they outnumber the columns. */
static gboolean visible(GmxPlot *plot, GmxSeries *series, gsize *from, gsize *to) {
  double low, high;
  gmx_axis_get_view(plot->x, &low, &high);
  *from = gmx_series_find(series, low);
  *to = gmx_series_find(series, nextafter(high, INFINITY));
  gboolean dense = *to - *from > plot->width / plot->pixel;
  if (*from > 0)
    (*from)--;
  if (*to < gmx_series_get_length(series))
    (*to)++;
  return dense;
}

/* A path that breaks at values that are not finite and shows a lone point as a dot. */
typedef struct {
  cairo_t *cr;
  gboolean open;  /* a point has been set */
  gboolean alone; /* and no line leads from it yet */
  double y;
} Pen;

static void pen_up(Pen *pen) {
  if (pen->open && pen->alone)
    cairo_rel_line_to(pen->cr, 0.01, 0.0);
  pen->open = FALSE;
}

static void pen_to(Pen *pen, double x, double y) {
  if (isnan(x) || isnan(y)) {
    pen_up(pen);
    return;
  }
  if (pen->open)
    cairo_line_to(pen->cr, x, y);
  else
    cairo_move_to(pen->cr, x, y);
  pen->alone = !pen->open;
  pen->open = TRUE;
  pen->y = y;
}

static void trace_points(GmxPlot *plot, GmxSeries *series, const double *y, gsize from, gsize to) {
  const double *x = gmx_series_get_x(series);
  Pen pen = {.cr = plot->cr};
  for (gsize i = from; i < to; i++)
    pen_to(&pen, gmx_plot_x(plot, x[i]), gmx_plot_y(plot, y[i]));
  pen_up(&pen);
}

/* One rectangle a column. Neighbours that do not meet are drawn up to each other, as the line
 * between them would be. @over: how far the ends reach over the values. */
static void add_columns(GmxPlot *plot, GmxSeries *series, gboolean smoothed, double over) {
  double last_low = NAN, last_high = NAN, last_x = NAN;
  Walk walk;
  walk_start(&walk, plot, series, smoothed);
  while (walk_next(&walk)) {
    if (walk.span.low > walk.span.high) {
      last_x = NAN;
      continue;
    }
    double low = gmx_plot_y(plot, walk.span.low), high = gmx_plot_y(plot, walk.span.high);
    double top = high, bottom = low;
    if (walk.x - last_x < 1.5 * plot->pixel) {
      top = fmin(top, last_low);
      bottom = fmax(bottom, last_high);
    }
    bottom = fmax(bottom + over, top - over + plot->pixel);
    cairo_rectangle(plot->cr, walk.x - 0.5 * plot->pixel, top - over, plot->pixel,
                    bottom - top + over);
    last_x = walk.x;
    last_low = low;
    last_high = high;
  }
}

/* Returns how far the line goes up and down in a column, on average. */
static double trace_columns(GmxPlot *plot, GmxSeries *series) {
  Pen pen = {.cr = plot->cr};
  double travel = 0.0;
  int count = 0;
  Walk walk;
  walk_start(&walk, plot, series, TRUE);
  while (walk_next(&walk)) {
    if (walk.span.low > walk.span.high) {
      pen_up(&pen);
      continue;
    }
    double low = gmx_plot_y(plot, walk.span.low), high = gmx_plot_y(plot, walk.span.high);
    travel += low - high;
    count++;
    if (low - high < 1.5 * plot->pixel) {
      pen_to(&pen, walk.x, 0.5 * (low + high));
      continue;
    }
    /* The nearer end first: the line doubles back no more than it must. */
    gboolean high_first = pen.open && fabs(pen.y - high) < fabs(pen.y - low);
    pen_to(&pen, walk.x, high_first ? high : low);
    pen_to(&pen, walk.x, high_first ? low : high);
  }
  pen_up(&pen);
  return count > 0 ? travel / count : 0.0;
}

/* The first point of a run: as wide as a line is, nobody would see it. */
static void draw_first(GmxPlot *plot, GmxSeries *series, const GmxLineStyle *style) {
  double x = gmx_plot_x(plot, gmx_series_get_x(series)[0]);
  double y = gmx_plot_y(plot, gmx_series_get_smooth(series)[0]);
  if (isnan(x) || isnan(y) || style->marker != GMX_MARKER_NONE)
    return;
  gmx_palette_set_source(plot->palette, plot->cr, style->color, 1.0);
  cairo_arc(plot->cr, x, y, 1.25 * style->width, 0.0, 2.0 * G_PI);
  cairo_fill(plot->cr);
}

void gmx_line_draw_line(GmxPlot *plot, GmxSeries *series, const GmxLineStyle *style) {
  gsize from, to;
  int dashes = 0;
  if (style->width <= 0.0)
    return;
  if (gmx_series_get_length(series) == 1) {
    draw_first(plot, series, style);
    return;
  }
  while (dashes < 4 && style->dash[dashes] > 0.0)
    dashes++;
  cairo_t *cr = plot->cr;
  cairo_save(cr);
  gmx_palette_set_source(plot->palette, cr, style->color, 1.0);
  if (!visible(plot, series, &from, &to)) {
    trace_points(plot, series, gmx_series_get_smooth(series), from, to);
  } else if (trace_columns(plot, series) > NOISE * plot->pixel) {
    /* A line that fills its columns anyway costs ten times as much as the columns. */
    cairo_new_path(cr);
    cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
    add_columns(plot, series, TRUE, 0.5 * style->width);
    cairo_fill(cr);
  }
  cairo_set_line_width(cr, style->width);
  cairo_set_line_join(cr, CAIRO_LINE_JOIN_ROUND);
  cairo_set_line_cap(cr, dashes > 0 ? CAIRO_LINE_CAP_BUTT : CAIRO_LINE_CAP_ROUND);
  cairo_set_dash(cr, style->dash, dashes, 0.0);
  cairo_stroke(cr);
  cairo_restore(cr);
}

void gmx_line_draw_raw(GmxPlot *plot, GmxSeries *series, const GmxLineStyle *style) {
  gsize from, to;
  if (style->raw_color == NULL)
    return;
  cairo_t *cr = plot->cr;
  cairo_save(cr);
  gmx_palette_set_source(plot->palette, cr, style->raw_color, style->raw_alpha);
  if (visible(plot, series, &from, &to)) {
    cairo_set_antialias(cr, CAIRO_ANTIALIAS_NONE);
    add_columns(plot, series, FALSE, 0.0);
    cairo_fill(cr);
  } else {
    trace_points(plot, series, gmx_series_get_y(series), from, to);
    cairo_set_line_width(cr, 1.0);
    cairo_set_line_join(cr, CAIRO_LINE_JOIN_BEVEL);
    cairo_set_line_cap(cr, CAIRO_LINE_CAP_ROUND);
    cairo_stroke(cr);
  }
  cairo_restore(cr);
}

void gmx_line_draw_markers(GmxPlot *plot, GmxSeries *series, const GmxLineStyle *style) {
  gsize from, to;
  /* Markers denser than one in six pixels are a smear; the line says the same. */
  visible(plot, series, &from, &to);
  if (style->marker == GMX_MARKER_NONE ||
      (style->width > 0.0 && (double)(to - from) > plot->width / 6.0))
    return;
  const double *x = gmx_series_get_x(series), *y = gmx_series_get_smooth(series);
  cairo_t *cr = plot->cr;
  gboolean open = gmx_marker_is_open(style->marker);
  cairo_save(cr);
  for (gsize i = from; i < to; i++) {
    double px = gmx_plot_x(plot, x[i]), py = gmx_plot_y(plot, y[i]);
    if (isnan(px) || isnan(py))
      continue;
    gmx_marker_path(cr, style->marker, px, py, 5.5);
    if (style->marker == GMX_MARKER_DIAMOND) {
      gmx_palette_set_source(plot->palette, cr, GMX_PAPER, 1.0);
      cairo_fill_preserve(cr);
    }
    gmx_palette_set_source(plot->palette, cr, style->color, 1.0);
    cairo_set_line_width(cr, 1.4);
    if (open)
      cairo_stroke(cr);
    else
      cairo_fill(cr);
  }
  cairo_restore(cr);
}

typedef struct {
  double x, first_x;
  gsize count;
} Cross;

/* The crosses in view, near ones joined. */
static GArray *find_crosses(GmxPlot *plot, GmxSeries *series) {
  GArray *crosses = g_array_new(FALSE, FALSE, sizeof(Cross));
  Walk walk;
  if (gmx_series_get_not_finite(series) == 0)
    return crosses;
  walk_start(&walk, plot, series, FALSE);
  while (walk_next(&walk)) {
    Cross *last = crosses->len > 0 ? &g_array_index(crosses, Cross, crosses->len - 1) : NULL;
    if (walk.span.not_finite == 0)
      continue;
    if (last != NULL && walk.x - last->first_x < CROSS_APART) {
      last->count += walk.span.not_finite;
      continue;
    }
    Cross cross = {walk.x, walk.x, walk.span.not_finite};
    g_array_append_val(crosses, cross);
  }
  return crosses;
}

void gmx_line_draw_not_finite(GmxPlot *plot, GmxSeries *series) {
  g_autoptr(GArray) crosses = find_crosses(plot, series);
  cairo_t *cr = plot->cr;
  cairo_save(cr);
  gmx_palette_set_source(plot->palette, cr, "gmx_error", 1.0);
  cairo_set_line_width(cr, 2.0);
  for (guint i = 0; i < crosses->len; i++)
    gmx_marker_path(cr, GMX_MARKER_CROSS, g_array_index(crosses, Cross, i).x, plot->top + 5.0, 7.0);
  cairo_stroke(cr);
  cairo_restore(cr);
}

/* Text in a corner of the lane: where the place is taken, further in on the same line, then a
 * line nearer to the middle. */
static void corner_note(GmxPlot *plot, const char *text, const char *color, gboolean top,
                        gboolean right) {
  g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, text, GMX_TEXT_PLAIN, FALSE);
  int width, height;
  pango_layout_get_pixel_size(layout, &width, &height);
  double room = plot->width - width - 6.0;
  for (int line = 0; line < 8; line++) {
    double y = top ? plot->top + 1.0 + line * height
                   : plot->top + plot->height - (line + 1) * height - 1.0;
    if (y < plot->top - height || y > plot->top + plot->height)
      return;
    for (double in = 0.0; in <= room; in += 4.0) {
      double x = right ? plot->left + plot->width - width - 2.0 - in : plot->left + 4.0 + in;
      if (!gmx_plot_take(plot, x - NOTE_GAP, y, width + 2.0 * NOTE_GAP, height))
        continue;
      gmx_plot_draw_text(plot, layout, x, y, color, 1.0);
      return;
    }
  }
}

static void note_crosses(GmxPlot *plot, GmxSeries *series) {
  g_autoptr(GArray) crosses = find_crosses(plot, series);
  for (guint i = 0; i < crosses->len; i++) {
    const Cross *cross = &g_array_index(crosses, Cross, i);
    /* No text may cover a cross. */
    gmx_plot_take(plot, cross->x - 4.0, plot->top + 1.0, 8.0, 8.0);
    if (cross->count < 2)
      continue;
    g_autofree char *text = gmx_format_number((double)cross->count, 0);
    g_autoptr(PangoLayout) layout = gmx_plot_layout(plot, text, GMX_TEXT_PLAIN, TRUE);
    int width, height;
    pango_layout_get_pixel_size(layout, &width, &height);
    double x = MIN(cross->x + 6.0, plot->room_right - width), y = plot->top + 5.0 - 0.5 * height;
    if (gmx_plot_take(plot, x, y, width, height))
      gmx_plot_draw_text(plot, layout, x, y, "gmx_error", 1.0);
  }
}

/* "mixed: 3 above", or "3 above" where there is no name. */
static void note_count(GmxPlot *plot, gsize count, const char *what, const char *name,
                       const char *color, gboolean top) {
  if (count == 0)
    return;
  g_autofree char *number = gmx_format_number((double)count, 0);
  g_autofree char *text = name != NULL ? g_strdup_printf("%s: %s %s", name, number, what)
                                       : g_strdup_printf("%s %s", number, what);
  corner_note(plot, text, color, top, TRUE);
}

void gmx_line_draw_notes(GmxPlot *plot, GmxSeries *series, gboolean raw, const char *name,
                         const char *color) {
  double low, high, first, last;
  gsize below, above, none = 0;
  note_crosses(plot, series);
  gmx_axis_get_view(plot->x, &first, &last);
  gmx_axis_get_view(plot->y, &low, &high);
  gsize from = gmx_series_find(series, first);
  gsize to = gmx_series_find(series, nextafter(last, INFINITY));
  if (gmx_axis_get_log(plot->y)) {
    gsize ignored;
    gmx_series_count_outside(series, from, to, DBL_TRUE_MIN, INFINITY, &none, &ignored);
  }
  gmx_series_count_outside(series, from, to, low, high, &below, &above);
  GmxSpan span;
  gmx_series_span(series, !raw, from, to, &span);
  /* Values that only their mean stands for are missed where the mean itself leaves the view. */
  if (span.high <= high)
    above = 0;
  if (span.low >= low)
    below = none;
  note_count(plot, above, _("above"), name, color, TRUE);
  note_count(plot, below - none, _("below"), name, color, FALSE);
  note_count(plot, none, _("≤ 0, not on this scale"), name, color, FALSE);
  if (!gmx_axis_get_log(plot->x))
    return;
  gsize lost = gmx_series_find(series, DBL_TRUE_MIN);
  if (lost == 0)
    return;
  g_autofree char *number = gmx_format_number((double)lost, 0);
  g_autofree char *text = g_strdup_printf(_("%s at or before 0"), number);
  corner_note(plot, text, color, FALSE, FALSE);
}
