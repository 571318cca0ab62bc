/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One mixed example: its image, the λ bar in the parents' colours, both labels, side and s_i.
 *
 * Drawn by hand and of one size: a strip renews a hundred tiles twice a second, and labels would
 * lay out the whole page each time. */
#include "ui/tile.h"

#include "ui/tile-parts.h"

#define IMAGE 64
#define BAR_TOP (IMAGE + 5)
#define TEXT_TOP (BAR_TOP + GMX_TILE_BAR_HEIGHT + 2)
#define LINE GMX_TILE_LINE

struct _GmxTile {
  GtkWidget parent_instance;

  GmxGallery *gallery;
  GmxDataset *dataset;
  int index;
  GdkTexture *texture; /* made when drawn: only then the scale is known */
};

G_DEFINE_FINAL_TYPE(GmxTile, gmx_tile, GTK_TYPE_WIDGET)

static void draw_image(GmxTile *self, GtkSnapshot *snapshot) {
  GtkWidget *widget = GTK_WIDGET(self);
  if (!self->texture)
    self->texture = gmx_tile_new_texture(widget, self->gallery, self->dataset, self->index, IMAGE);
  graphene_rect_t place = gmx_tile_place_image(widget, self->texture, IMAGE, 0);
  gmx_tile_draw_image(snapshot, self->texture, &place);
}

static void draw_text(GmxTile *self, GtkSnapshot *snapshot, const char *text, int x, int y,
                      gboolean bold, const GdkRGBA *color) {
  gmx_tile_draw_text(snapshot, GTK_WIDGET(self), text, x, y, GMX_TILE_WIDTH - x, bold, color);
}

static void draw_figure(GmxTile *self, GtkSnapshot *snapshot, const GmxPalette *palette,
                        const GdkRGBA *ink) {
  g_autofree char *text = gmx_tile_figure(self->gallery, self->index);
  int y = TEXT_TOP + 2 * LINE + 1;
  if (!self->gallery->climbed) {
    draw_text(self, snapshot, text, 0, y, TRUE, ink);
    return;
  }
  gboolean sharp = self->gallery->sharp[self->index];
  GdkRGBA color;
  gmx_palette_get(palette, sharp ? "gmx_sharp" : "gmx_flat", &color);
  gmx_tile_draw_mark(snapshot, sharp, y, &color);
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
  gmx_tile_draw_bar(snapshot, palette, self->gallery->lambdas[self->index], IMAGE, BAR_TOP);
  draw_text(self, snapshot, gmx_tile_first_name(self->gallery, self->dataset, self->index), 0,
            TEXT_TOP, FALSE, &ink);
  draw_text(self, snapshot, gmx_tile_second_name(self->gallery, self->dataset, self->index), 0,
            TEXT_TOP + LINE, FALSE, &dim);
  draw_figure(self, snapshot, palette, &ink);
}

static void tile_measure(GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                         int *natural, int *minimum_baseline, int *natural_baseline) {
  *minimum = *natural =
      orientation == GTK_ORIENTATION_HORIZONTAL ? GMX_TILE_WIDTH : GMX_TILE_HEIGHT;
}

static gboolean tile_query_tooltip(GtkWidget *widget, int x, int y, gboolean keyboard,
                                   GtkTooltip *tooltip) {
  GmxTile *self = GMX_TILE(widget);
  if (!self->gallery)
    return FALSE;
  g_autofree char *text = gmx_tile_facts(self->gallery, self->dataset, self->index);
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

void gmx_tile_show(GmxTile *self, GmxGallery *gallery, int index, GmxDataset *dataset) {
  gmx_gallery_ref(gallery);
  g_clear_pointer(&self->gallery, gmx_gallery_unref);
  self->gallery = gallery;
  self->index = index;
  g_set_object(&self->dataset, dataset);
  g_clear_object(&self->texture);
  g_autofree char *name = gmx_tile_name(gallery, dataset, index);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}
