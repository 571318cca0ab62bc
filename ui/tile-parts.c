/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What every tile of a mixed example is drawn from. */
#include "ui/tile-parts.h"

#include "ui/format.h"
#include "ui/pixels.h"

#include <glib/gi18n.h>

#define RADIUS 4

GdkTexture *gmx_tile_new_texture(GtkWidget *widget, GmxGallery *gallery, GmxDataset *dataset,
                                 int index, int box) {
  int scale = gtk_widget_get_scale_factor(widget);
  int factor = gmx_pixels_factor(MAX(gallery->width, gallery->height), box * scale);
  g_autofree guint8 *rgb = g_malloc((gsize)gallery->width * gallery->height * 3);
  gmx_gallery_get_rgb(gallery, dataset, index, rgb);
  return gmx_pixels_to_texture(rgb, gallery->width, gallery->height, 3, factor);
}

graphene_rect_t gmx_tile_place_image(GtkWidget *widget, GdkTexture *texture, int box, int y) {
  float scale = gtk_widget_get_scale_factor(widget);
  float w = MIN(box, gdk_texture_get_width(texture) / scale);
  float h = MIN(box, gdk_texture_get_height(texture) / scale);
  return GRAPHENE_RECT_INIT((int)((box - w) / 2), y + (int)((box - h) / 2), w, h);
}

void gmx_tile_draw_image(GtkSnapshot *snapshot, GdkTexture *texture, const graphene_rect_t *place) {
  GskRoundedRect clip;
  gsk_rounded_rect_init_from_rect(&clip, place, RADIUS);
  gtk_snapshot_push_rounded_clip(snapshot, &clip);
  gtk_snapshot_append_texture(snapshot, texture, place);
  gtk_snapshot_pop(snapshot);
}

void gmx_tile_draw_bar(GtkSnapshot *snapshot, const GmxPalette *palette, float lambda, int width,
                       int y) {
  float first = roundf((width - 1) * CLAMP(lambda, 0, 1)), second = width - 1 - first;
  GdkRGBA color;
  if (first > 0) {
    gmx_palette_get(palette, "gmx_parent_a", &color);
    gtk_snapshot_append_color(snapshot, &color,
                              &GRAPHENE_RECT_INIT(0, y, first, GMX_TILE_BAR_HEIGHT));
  }
  if (second > 0) {
    gmx_palette_get(palette, "gmx_parent_b", &color);
    gtk_snapshot_append_color(snapshot, &color,
                              &GRAPHENE_RECT_INIT(first + 1, y, second, GMX_TILE_BAR_HEIGHT));
  }
}

void gmx_tile_draw_text(GtkSnapshot *snapshot, GtkWidget *widget, const char *text, int x, int y,
                        int width, gboolean bold, const GdkRGBA *color) {
  g_autoptr(PangoLayout) layout = gtk_widget_create_pango_layout(widget, text);
  g_autoptr(PangoFontDescription) font = pango_font_description_copy(
      pango_context_get_font_description(pango_layout_get_context(layout)));
  pango_font_description_set_absolute_size(font, 11 * PANGO_SCALE);
  pango_font_description_set_weight(font, bold ? PANGO_WEIGHT_BOLD : PANGO_WEIGHT_NORMAL);
  pango_layout_set_font_description(layout, font);
  pango_layout_set_width(layout, width * PANGO_SCALE);
  pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END);
  gtk_snapshot_save(snapshot);
  gtk_snapshot_translate(snapshot, &GRAPHENE_POINT_INIT(x, y));
  gtk_snapshot_append_layout(snapshot, layout, color);
  gtk_snapshot_restore(snapshot);
}

/* The second cue beside the colour. */
void gmx_tile_draw_mark(GtkSnapshot *snapshot, gboolean sharp, int y, const GdkRGBA *color) {
  cairo_t *cr = gtk_snapshot_append_cairo(snapshot, &GRAPHENE_RECT_INIT(0, y, 10, GMX_TILE_LINE));
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

const char *gmx_tile_first_name(const GmxGallery *gallery, GmxDataset *dataset, int index) {
  return gmx_dataset_get_class_name(dataset, gallery->first_label[index]);
}

gboolean gmx_tile_is_mixed(const GmxGallery *gallery, int index) {
  return gallery->first[index] != gallery->second[index] || gallery->lambdas[index] < 1;
}

const char *gmx_tile_second_name(const GmxGallery *gallery, GmxDataset *dataset, int index) {
  if (!gmx_tile_is_mixed(gallery, index))
    return "";
  return gmx_dataset_get_class_name(dataset, gallery->second_label[index]);
}

char *gmx_tile_figure(const GmxGallery *gallery, int index) {
  return gallery->climbed ? gmx_format_signed(gallery->s[index], 3)
                          : gmx_format_measure(gallery->loss[index], 3);
}

char *gmx_tile_name(const GmxGallery *gallery, GmxDataset *dataset, int index) {
  g_autofree char *number = gmx_tile_figure(gallery, index);
  const char *side = !gallery->climbed ? _("loss") : gallery->sharp[index] ? _("sharp") : _("flat");
  const char *first = gmx_tile_first_name(gallery, dataset, index);
  if (!gmx_tile_is_mixed(gallery, index))
    return g_strdup_printf(_("%s, %s %s"), first, side, number);
  g_autofree char *lambda = gmx_format_number(gallery->lambdas[index], 2);
  return g_strdup_printf(_("%s and %s, λ = %s, %s %s"), first,
                         gmx_tile_second_name(gallery, dataset, index), lambda, side, number);
}

char *gmx_tile_facts(const GmxGallery *gallery, GmxDataset *dataset, int i) {
  g_autofree char *share = gmx_format_percent(gallery->lambdas[i], 0);
  g_autofree char *rest = gmx_format_percent(1 - gallery->lambdas[i], 0);
  g_autofree char *first = gmx_format_count(gallery->first[i]);
  g_autofree char *second = gmx_format_count(gallery->second[i]);
  g_autofree char *loss = gmx_format_measure(gallery->loss[i], 3);
  GString *text = g_string_new(NULL);
  const char *parent = gmx_dataset_is_points(dataset) ? _("%s of %s (training point %s)\n")
                                                      : _("%s of %s (training image %s)\n");
  g_string_append_printf(text, parent, share, gmx_tile_first_name(gallery, dataset, i), first);
  if (gmx_tile_is_mixed(gallery, i))
    g_string_append_printf(text, parent, rest, gmx_tile_second_name(gallery, dataset, i), second);
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
