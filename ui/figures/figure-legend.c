/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The legend of the window's cards, in a file: sample, name, newest value. */
#include "ui/figures/figure-legend.h"

#include <math.h>

#define TITLE_SCALE 1.18
#define ENTRY_GAP 14.0
#define SAMPLE_GAP 6.0
#define VALUE_GAP 5.0
#define LINE_GAP 3.0
#define BELOW 6.0

typedef struct {
  GmxLayer *layer; /* borrowed */
  PangoLayout *name, *value;
  double sample, width;
} Entry;

typedef struct {
  GmxFigure *figure;
  cairo_t *cr;
  PangoContext *context;
  const GmxPalette *palette;
  GArray *entries; /* Entry */
  double width, line;
} Head;

static PangoLayout *make_layout(PangoContext *context, const char *text, double scale,
                                gboolean bold) {
  PangoLayout *layout = pango_layout_new(context);
  PangoFontDescription *font =
      pango_font_description_copy(pango_context_get_font_description(context));
  pango_font_description_set_absolute_size(font, scale * pango_font_description_get_size(font));
  pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout, font);
  pango_layout_set_text(layout, text, -1);
  pango_font_description_free(font);
  return layout;
}

static double layout_width(PangoLayout *layout) {
  int width;
  pango_layout_get_pixel_size(layout, &width, NULL);
  return width;
}

static void entry_clear(gpointer data) {
  Entry *entry = data;
  g_clear_object(&entry->name);
  g_clear_object(&entry->value);
}

static void add_entry(Head *head, GmxLayer *layer) {
  gboolean alarm;
  g_autofree char *newest =
      gmx_layer_newest(layer, gmx_figure_get_layer_axis(head->figure, layer), &alarm);
  Entry entry = {.layer = layer, .sample = gmx_layer_sample_width(layer)};
  entry.name = make_layout(head->context, gmx_layer_get_name(layer), 1, FALSE);
  entry.value = make_layout(head->context, newest ? newest : "", 1, TRUE);
  entry.width = entry.sample + SAMPLE_GAP + layout_width(entry.name) +
                (newest ? VALUE_GAP + layout_width(entry.value) : 0.0);
  g_array_append_val(head->entries, entry);
}

static void collect(Head *head) {
  GPtrArray *layers = gmx_figure_get_layers(head->figure);
  head->entries = g_array_new(FALSE, FALSE, sizeof(Entry));
  g_array_set_clear_func(head->entries, entry_clear);
  for (guint i = 0; i < layers->len; i++) {
    GmxLayer *layer = g_ptr_array_index(layers, i);
    if (gmx_layer_get_visible(layer) && gmx_layer_get_in_legend(layer) &&
        gmx_layer_get_name(layer) != NULL)
      add_entry(head, layer);
  }
}

static void show(Head *head, PangoLayout *layout, double x, double y, double alpha) {
  gmx_palette_set_source(head->palette, head->cr, GMX_INK, alpha);
  cairo_move_to(head->cr, x, y);
  pango_cairo_show_layout(head->cr, layout);
}

static void draw_entry(Head *head, const Entry *entry, double x, double y) {
  gmx_layer_draw_sample(entry->layer, head->palette, head->cr, x + 0.5 * entry->sample,
                        y + 0.5 * head->line);
  x += entry->sample + SAMPLE_GAP;
  show(head, entry->name, x, y, 0.8);
  show(head, entry->value, x + layout_width(entry->name) + VALUE_GAP, y, 1.0);
}

/* The sum of the widths of the entries [from, to) on one line. */
static double width_of(Head *head, guint from, guint to) {
  double width = 0.0;
  for (guint i = from; i < to; i++)
    width += g_array_index(head->entries, Entry, i).width + (i > from ? ENTRY_GAP : 0.0);
  return width;
}

static void draw_line(Head *head, guint from, guint to, double x, double y) {
  for (guint i = from; i < to; i++) {
    const Entry *entry = &g_array_index(head->entries, Entry, i);
    draw_entry(head, entry, x, y);
    x += entry->width + ENTRY_GAP;
  }
}

/* As many entries on a line as there is room for; returns where the last line ends. */
static double draw_lines(Head *head, double y) {
  for (guint from = 0, to; from < head->entries->len; from = to) {
    for (to = from + 1; to < head->entries->len && width_of(head, from, to + 1) <= head->width;
         to++)
      continue;
    draw_line(head, from, to, 0.0, y);
    y += head->line + LINE_GAP;
  }
  return y;
}

double gmx_figure_draw_head(GmxFigure *figure, cairo_t *cr, PangoContext *context, double width,
                            const GmxPalette *palette) {
  Head head = {.figure = figure, .cr = cr, .context = context, .palette = palette, .width = width};
  g_autoptr(PangoLayout) title =
      make_layout(context, gmx_figure_get_title(figure), TITLE_SCALE, TRUE);
  g_autoptr(PangoLayout) any = make_layout(context, "‖g‖ 0", 1, FALSE);
  int title_height, line;
  pango_layout_get_pixel_size(title, NULL, &title_height);
  pango_layout_get_pixel_size(any, NULL, &line);
  head.line = line;
  collect(&head);
  show(&head, title, 0.0, 0.0, 1.0);
  double all = width_of(&head, 0, head.entries->len), bottom = title_height;
  if (layout_width(title) + 2.0 * ENTRY_GAP + all <= width)
    draw_line(&head, 0, head.entries->len, width - all, title_height - line);
  else
    bottom = draw_lines(&head, bottom + LINE_GAP);
  g_array_unref(head.entries);
  return ceil(bottom + BELOW);
}
