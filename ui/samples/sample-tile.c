/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One mixed example of a gallery.
 *
 * Drawn by hand like the strips' tile, so that a grid may hold thousands: a grid binds some
 * hundred tiles, and only one that is drawn has a texture. */
#include "ui/samples/sample-tile.h"

#include "ui/format.h"
#include "ui/tile-parts.h"

#include <glib/gi18n.h>
#include <math.h>

#define IMAGE GMX_SAMPLE_TILE_WIDTH
#define LINE GMX_TILE_LINE
#define HEADING (2 * LINE + 6) /* over the images, where the examples are grouped */
#define BAR_TOP (IMAGE + 5)
#define TEXT_TOP (BAR_TOP + GMX_TILE_BAR_HEIGHT + 2)
#define HEIGHT (TEXT_TOP + 3 * LINE + 3)
#define OUTLINE 3

struct _GmxSampleTile {
  GtkWidget parent_instance;

  GmxSample *sample;
  gboolean selected;
  GdkTexture *texture; /* made when drawn: only then the scale is known */
  /* What was shown of the sample that may change while it is listed. */
  gboolean grouped, first_of_group;
  int intruded;
};

G_DEFINE_FINAL_TYPE(GmxSampleTile, gmx_sample_tile, GTK_TYPE_WIDGET)

/* The parts, each at its place under the heading */

static void draw_image(GmxSampleTile *self, GtkSnapshot *snapshot, const GmxPalette *palette) {
  GtkWidget *widget = GTK_WIDGET(self);
  GmxSample *sample = self->sample;
  if (!self->texture)
    self->texture =
        gmx_tile_new_texture(widget, sample->gallery, sample->dataset, sample->index, IMAGE);
  graphene_rect_t place = gmx_tile_place_image(widget, self->texture, IMAGE, 0);
  gmx_tile_draw_image(snapshot, self->texture, &place);
  if (!self->selected)
    return;
  GskRoundedRect outline;
  GdkRGBA color;
  gmx_palette_get(palette, "accent_bg_color", &color);
  gsk_rounded_rect_init_from_rect(&outline, &place, 4);
  gsk_rounded_rect_shrink(&outline, -1 - OUTLINE, -1 - OUTLINE, -1 - OUTLINE, -1 - OUTLINE);
  gtk_snapshot_append_border(snapshot, &outline, (float[4]){OUTLINE, OUTLINE, OUTLINE, OUTLINE},
                             (GdkRGBA[4]){color, color, color, color});
}

static void draw_text(GmxSampleTile *self, GtkSnapshot *snapshot, const char *text, int x, int y,
                      gboolean bold, const GdkRGBA *color) {
  gmx_tile_draw_text(snapshot, GTK_WIDGET(self), text, x, y, IMAGE - x, bold, color);
}

/* "cat", "+ dog": in two lines, so that long names fit over one image. */
static void draw_heading(GmxSampleTile *self, GtkSnapshot *snapshot, const GdkRGBA *ink) {
  const char *group = self->sample->group, *plus = strstr(group, " + ");
  g_autofree char *first = plus ? g_strndup(group, (gsize)(plus - group)) : g_strdup(group);
  draw_text(self, snapshot, first, 0, 0, TRUE, ink);
  if (plus)
    draw_text(self, snapshot, plus + 1, 0, LINE, TRUE, ink);
}

static void draw_figure(GmxSampleTile *self, GtkSnapshot *snapshot, const GmxPalette *palette,
                        const GdkRGBA *ink) {
  GmxSample *sample = self->sample;
  g_autofree char *text = gmx_tile_figure(sample->gallery, sample->index);
  int y = TEXT_TOP + 2 * LINE + 1;
  GdkRGBA color;
  if (!sample->gallery->climbed) {
    draw_text(self, snapshot, text, 0, y, TRUE, ink);
    return;
  }
  gmx_palette_get(palette, sample->sharp ? "gmx_sharp" : "gmx_flat", &color);
  gmx_tile_draw_mark(snapshot, sample->sharp, y, &color);
  gmx_palette_get(palette, sample->sharp ? "gmx_sharp_text" : "gmx_flat_text", &color);
  draw_text(self, snapshot, text, 12, y, TRUE, &color);
}

/* A pole and a cloth: the second cue beside the colour of what is wrong. */
static void draw_flag(GtkSnapshot *snapshot, const GmxPalette *palette) {
  int x = IMAGE - 10, y = TEXT_TOP + 2 * LINE + 3;
  cairo_t *cr = gtk_snapshot_append_cairo(snapshot, &GRAPHENE_RECT_INIT(x, y, 10, 11));
  gmx_palette_set_source(palette, cr, "gmx_error", 1);
  cairo_rectangle(cr, x, y, 1.6, 11);
  cairo_move_to(cr, x + 1.6, y + 0.6);
  cairo_curve_to(cr, x + 4.5, y - 0.8, x + 6, y + 2, x + 9.5, y + 0.8);
  cairo_line_to(cr, x + 9.5, y + 6);
  cairo_curve_to(cr, x + 6, y + 7.2, x + 4.5, y + 4.4, x + 1.6, y + 5.8);
  cairo_close_path(cr);
  cairo_fill(cr);
  cairo_destroy(cr);
}

static void draw_labels(GmxSampleTile *self, GtkSnapshot *snapshot, const GdkRGBA *ink) {
  GmxSample *sample = self->sample;
  GdkRGBA dim = *ink;
  dim.alpha *= 0.6f;
  draw_text(self, snapshot, gmx_tile_first_name(sample->gallery, sample->dataset, sample->index), 0,
            TEXT_TOP, FALSE, ink);
  draw_text(self, snapshot, gmx_tile_second_name(sample->gallery, sample->dataset, sample->index),
            0, TEXT_TOP + LINE, FALSE, &dim);
}

static void sample_tile_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxSampleTile *self = GMX_SAMPLE_TILE(widget);
  if (!self->sample)
    return;
  g_autoptr(GmxPalette) palette = gmx_palette_new(widget);
  GdkRGBA ink;
  gtk_style_context_get_color(gtk_widget_get_style_context(widget), &ink);
  gtk_snapshot_save(snapshot);
  if (self->grouped) {
    if (self->first_of_group)
      draw_heading(self, snapshot, &ink);
    gtk_snapshot_translate(snapshot, &GRAPHENE_POINT_INIT(0, HEADING));
  }
  draw_image(self, snapshot, palette);
  gmx_tile_draw_bar(snapshot, palette, self->sample->gallery->lambdas[self->sample->index], IMAGE,
                    BAR_TOP);
  draw_labels(self, snapshot, &ink);
  draw_figure(self, snapshot, palette, &ink);
  if (self->intruded == 1)
    draw_flag(snapshot, palette);
  gtk_snapshot_restore(snapshot);
}

static void sample_tile_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                int *minimum, int *natural, int *minimum_baseline,
                                int *natural_baseline) {
  /* All tiles of a grouped grid are of one height, so that the images of a row stand level. */
  int heading = GMX_SAMPLE_TILE(widget)->grouped ? HEADING : 0;
  *minimum = *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? IMAGE : HEIGHT + heading;
}

/* In words */

static char *all_facts(GmxSample *sample) {
  g_autofree char *facts = gmx_tile_facts(sample->gallery, sample->dataset, sample->index);
  GString *text = g_string_new(facts);
  if (sample->gallery->climbed)
    g_string_append_printf(text, _("\nRank %d of %d"), sample->rank, sample->gallery->count);
  if (!isnan(sample->change)) {
    g_autofree char *change = gmx_format_signed(sample->change, 3);
    g_string_append_printf(text, _("\nSince the epoch before: %s%s"), change,
                           sample->crossed ? _(", changed sides") : "");
  }
  if (sample->intruded >= 0)
    g_string_append(text, sample->intruded ? _("\nIntruded: nearest to an example of a third class")
                                           : _("\nNot intruded"));
  return g_string_free(text, FALSE);
}

static gboolean sample_tile_query_tooltip(GtkWidget *widget, int x, int y, gboolean keyboard,
                                          GtkTooltip *tooltip) {
  GmxSampleTile *self = GMX_SAMPLE_TILE(widget);
  if (!self->sample)
    return FALSE;
  g_autofree char *text = all_facts(self->sample);
  gtk_tooltip_set_text(tooltip, text);
  return TRUE;
}

static void describe(GmxSampleTile *self) {
  GmxSample *sample = self->sample;
  g_autofree char *name = gmx_tile_name(sample->gallery, sample->dataset, sample->index);
  g_autofree char *label =
      sample->intruded == 1 ? g_strconcat(name, _(", intruded"), NULL) : g_strdup(name);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

void gmx_sample_tile_refresh(GmxSampleTile *self) {
  GmxSample *sample = self->sample;
  gboolean grouped = sample && sample->group;
  gboolean first = grouped && sample->first_of_group;
  int intruded = sample ? sample->intruded : -1;
  if (grouped != self->grouped)
    gtk_widget_queue_resize(GTK_WIDGET(self));
  if (grouped == self->grouped && first == self->first_of_group && intruded == self->intruded)
    return;
  self->grouped = grouped;
  self->first_of_group = first;
  self->intruded = intruded;
  if (sample)
    describe(self);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

void gmx_sample_tile_show(GmxSampleTile *self, GmxSample *sample) {
  g_clear_object(&self->texture);
  g_set_object(&self->sample, sample);
  if (!sample)
    return; /* it keeps its height until it is used again */
  gmx_sample_tile_refresh(self);
  describe(self);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

void gmx_sample_tile_set_selected(GmxSampleTile *self, gboolean selected) {
  if (self->selected == selected)
    return;
  self->selected = selected;
  gtk_widget_queue_draw(GTK_WIDGET(self));
}

static void sample_tile_dispose(GObject *object) {
  GmxSampleTile *self = GMX_SAMPLE_TILE(object);
  g_clear_object(&self->sample);
  g_clear_object(&self->texture);
  G_OBJECT_CLASS(gmx_sample_tile_parent_class)->dispose(object);
}

static void gmx_sample_tile_class_init(GmxSampleTileClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = sample_tile_dispose;
  widget_class->snapshot = sample_tile_snapshot;
  widget_class->measure = sample_tile_measure;
  widget_class->query_tooltip = sample_tile_query_tooltip;
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void gmx_sample_tile_init(GmxSampleTile *self) {
  gtk_widget_set_has_tooltip(GTK_WIDGET(self), TRUE);
  gtk_widget_set_halign(GTK_WIDGET(self), GTK_ALIGN_CENTER);
}

GtkWidget *gmx_sample_tile_new(void) {
  return g_object_new(GMX_TYPE_SAMPLE_TILE, NULL);
}
