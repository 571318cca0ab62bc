/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One mixed example: its image, the λ bar in the parents' colours, both labels, side and s_i.
 *
 * Drawn by hand and of one size: a strip renews a hundred tiles twice a second, and labels would
 * lay out the whole page each time. */
#include "ui/tile.h"

#include "ui/chart/palette.h"
#include "ui/format.h"
#include "ui/pixels.h"

#include <glib/gi18n.h>

#define IMAGE 64
#define RADIUS 4
#define BAR_TOP (IMAGE + 5)
#define BAR_HEIGHT 4
#define TEXT_TOP (BAR_TOP + BAR_HEIGHT + 2)
#define LINE 14

struct _GmxTile {
  GtkWidget parent_instance;

  GmxGallery *gallery;
  GmxDataset *dataset;
  int index;
  GdkTexture *texture; /* made when drawn: only then the scale is known */
};

G_DEFINE_FINAL_TYPE(GmxTile, gmx_tile, GTK_TYPE_WIDGET)

static const char *first_name(GmxTile *self) {
  return gmx_dataset_get_class_name(self->dataset, self->gallery->first_label[self->index]);
}

static const char *second_name(GmxTile *self) {
  return gmx_dataset_get_class_name(self->dataset, self->gallery->second_label[self->index]);
}

/* The number under the labels: the sensitivity, or the loss where nothing was climbed. */
static char *figure(GmxTile *self) {
  GmxGallery *gallery = self->gallery;
  return gallery->climbed ? gmx_format_signed(gallery->s[self->index], 3)
                          : gmx_format_measure(gallery->loss[self->index], 3);
}

static void draw_image(GmxTile *self, GtkSnapshot *snapshot) {
  GmxGallery *gallery = self->gallery;
  int scale = gtk_widget_get_scale_factor(GTK_WIDGET(self));
  int factor = gmx_pixels_factor(MAX(gallery->width, gallery->height), IMAGE * scale);
  if (!self->texture) {
    g_autofree guint8 *rgb = g_malloc((gsize)gallery->width * gallery->height * 3);
    gmx_gallery_get_rgb(gallery, self->dataset, self->index, rgb);
    self->texture = gmx_pixels_to_texture(rgb, gallery->width, gallery->height, 3, factor);
  }
  float w = MIN(IMAGE, gallery->width * factor / (float)scale);
  float h = MIN(IMAGE, gallery->height * factor / (float)scale);
  graphene_rect_t place = GRAPHENE_RECT_INIT((int)((IMAGE - w) / 2), (int)((IMAGE - h) / 2), w, h);
  GskRoundedRect clip;
  gsk_rounded_rect_init_from_rect(&clip, &place, RADIUS);
  gtk_snapshot_push_rounded_clip(snapshot, &clip);
  gtk_snapshot_append_texture(snapshot, self->texture, &place);
  gtk_snapshot_pop(snapshot);
}

static void draw_bar(GmxTile *self, GtkSnapshot *snapshot, const GmxPalette *palette) {
  float lambda = CLAMP(self->gallery->lambdas[self->index], 0, 1);
  float first = roundf((IMAGE - 1) * lambda), second = IMAGE - 1 - first;
  GdkRGBA color;
  if (first > 0) {
    gmx_palette_get(palette, "gmx_parent_a", &color);
    gtk_snapshot_append_color(snapshot, &color, &GRAPHENE_RECT_INIT(0, BAR_TOP, first, BAR_HEIGHT));
  }
  if (second > 0) {
    gmx_palette_get(palette, "gmx_parent_b", &color);
    gtk_snapshot_append_color(snapshot, &color,
                              &GRAPHENE_RECT_INIT(first + 1, BAR_TOP, second, BAR_HEIGHT));
  }
}

static void draw_text(GmxTile *self, GtkSnapshot *snapshot, const char *text, int x, int y,
                      gboolean bold, const GdkRGBA *color) {
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout(GTK_WIDGET(self), text);
  g_autoptr(PangoFontDescription) font = pango_font_description_copy(
      pango_context_get_font_description(pango_layout_get_context(layout)));
  pango_font_description_set_absolute_size(font, 11 * PANGO_SCALE);
  pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout, font);
  pango_layout_set_width(layout, (GMX_TILE_WIDTH - x) * PANGO_SCALE);
  pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
  gtk_snapshot_save(snapshot);
  gtk_snapshot_translate(snapshot, &GRAPHENE_POINT_INIT(x, y));
  gtk_snapshot_append_layout(snapshot, layout, color);
  gtk_snapshot_restore(snapshot);
}

/* Triangle for sharp, circle for flat: the second cue beside the colour. */
static void draw_mark(GtkSnapshot *snapshot, gboolean sharp, int y, const GdkRGBA *color) {
  cairo_t *cr = gtk_snapshot_append_cairo(snapshot, &GRAPHENE_RECT_INIT(0, y, 10, LINE));
  gdk_cairo_set_source_rgba(cr, color);
  if (sharp) {
    cairo_move_to(cr, 4.5, y + 3);
    cairo_line_to(cr, 8.5, y + 11);
    cairo_line_to(cr, 0.5, y + 11);
  } else {
    cairo_arc(cr, 4, y + 7.5, 3, 0, 2 * G_PI);
  }
  cairo_fill(cr);
  cairo_destroy(cr);
}

static void draw_figure(GmxTile *self, GtkSnapshot *snapshot, const GmxPalette *palette,
                        const GdkRGBA *ink) {
  g_autofree char *text = figure(self);
  int y = TEXT_TOP + 2 * LINE + 1;
  if (!self->gallery->climbed) {
    draw_text(self, snapshot, text, 0, y, TRUE, ink);
    return;
  }
  gboolean sharp = self->gallery->sharp[self->index];
  GdkRGBA color;
  gmx_palette_get(palette, sharp ? "gmx_sharp" : "gmx_flat", &color);
  draw_mark(snapshot, sharp, y, &color);
  gmx_palette_get(palette, sharp ? "gmx_sharp_text" : "gmx_flat_text", &color);
  draw_text(self, snapshot, text, 12, y, TRUE, &color);
}

static void tile_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxTile *self = GMX_TILE(widget);
  if (!self->gallery)
    return;
  g_autoptr(GmxPalette) palette = gmx_palette_new(widget);
  GdkRGBA ink, dim;
  gtk_style_context_get_color(gtk_widget_get_style_context(widget), &ink);
  dim = ink;
  dim.alpha *= 0.6f;
  draw_image(self, snapshot);
  draw_bar(self, snapshot, palette);
  draw_text(self, snapshot, first_name(self), 0, TEXT_TOP, FALSE, &ink);
  draw_text(self, snapshot, second_name(self), 0, TEXT_TOP + LINE, FALSE, &dim);
  draw_figure(self, snapshot, palette, &ink);
}

static void tile_measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline) {
  *minimum = *natural =
      orientation == GTK_ORIENTATION_HORIZONTAL ? GMX_TILE_WIDTH : GMX_TILE_HEIGHT;
}

/* Everything that the engine knows of the example, a fact a line. */
static char *all_facts(GmxTile *self) {
  GmxGallery *gallery = self->gallery;
  int i = self->index;
  g_autofree char *share = gmx_format_percent(gallery->lambdas[i], 0);
  g_autofree char *rest = gmx_format_percent(1 - gallery->lambdas[i], 0);
  g_autofree char *first = gmx_format_count(gallery->first[i]);
  g_autofree char *second = gmx_format_count(gallery->second[i]);
  g_autofree char *loss = gmx_format_measure(gallery->loss[i], 3);
  GString *text = g_string_new(NULL);
  g_string_append_printf(text, _("%s of %s (training image %s)\n"), share, first_name(self), first);
  g_string_append_printf(text, _("%s of %s (training image %s)\n"), rest, second_name(self),
                         second);
  g_string_append_printf(text, _("Loss at w: %s"), loss);
  if (gallery->climbed) {
    g_autofree char *climbed = gmx_format_measure(gallery->loss_perturbed[i], 3);
    g_autofree char *s = gmx_format_signed(gallery->s[i], 3);
    g_string_append_printf(text, _("\nLoss at w + ε̂: %s\nSharpness sensitivity: %s (%s)"), climbed,
                           s, gallery->sharp[i] ? _("sharp") : _("flat"));
  }
  g_autofree char *step = gmx_format_count(gallery->step);
  g_string_append_printf(text, _("\nStep %s"), step);
  return g_string_free(text, FALSE);
}

static gboolean tile_query_tooltip(GtkWidget *widget, int x, int y, gboolean keyboard,
                                   GtkTooltip *tooltip) {
  GmxTile *self = GMX_TILE(widget);
  if (!self->gallery)
    return FALSE;
  g_autofree char *text = all_facts(self);
  gtk_tooltip_set_text(tooltip, text);
  return TRUE;
}

static void tile_dispose(GObject *object) {
  GmxTile *self = GMX_TILE(object);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  g_clear_object(&self->dataset);
  g_clear_object(&self->texture);
  G_OBJECT_CLASS(gmx_tile_parent_class)->dispose(object);
}

static void gmx_tile_class_init(GmxTileClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = tile_dispose;
  widget_class->snapshot = tile_snapshot;
  widget_class->measure = tile_measure;
  widget_class->query_tooltip = tile_query_tooltip;
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void gmx_tile_init(GmxTile *self) {
  gtk_widget_set_focusable(GTK_WIDGET(self), TRUE);
  gtk_widget_set_has_tooltip(GTK_WIDGET(self), TRUE);
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-tile");
}

GtkWidget *gmx_tile_new(void) {
  return g_object_new(GMX_TYPE_TILE, NULL);
}

static void describe(GmxTile *self) {
  g_autofree char *number = figure(self);
  const char *side = !self->gallery->climbed             ? _("loss")
                     : self->gallery->sharp[self->index] ? _("sharp")
                                                         : _("flat");
  g_autofree char *share = gmx_format_percent(self->gallery->lambdas[self->index], 0);
  g_autofree char *label = g_strdup_printf(_("%s and %s, λ %s, %s %s"), first_name(self),
                                           second_name(self), share, side, number);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
}

void gmx_tile_show(GmxTile *self, GmxGallery *gallery, int index, GmxDataset *dataset) {
  gmx_gallery_ref(gallery);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  self->gallery = gallery;
  self->index = index;
  g_set_object(&self->dataset, dataset);
  g_clear_object(&self->texture);
  describe(self);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}
