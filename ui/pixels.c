/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Small images drawn unsmoothed, by whole multiples of their pixels. */
#include "ui/pixels.h"

#define RADIUS 4

struct _GmxPixelImage {
  GtkWidget parent_instance;

  int size;
  guint8 *data;
  int width, height, channels;
  GdkTexture *texture; /* made when drawn: only then the scale is known */
  int factor;          /* of @texture */
};

G_DEFINE_FINAL_TYPE(GmxPixelImage, gmx_pixel_image, GTK_TYPE_WIDGET)

int gmx_pixels_factor(int side, int room) {
  return MAX(1, room / MAX(1, side));
}

GdkTexture *gmx_pixels_to_texture(const guint8 *data, int width, int height, int channels,
                                  int factor) {
  gsize stride = (gsize)width * factor * 3;
  guint8 *out = g_malloc(stride * height * factor);
  int green = channels >= 3 ? 1 : 0, blue = channels >= 3 ? 2 : 0;
  for (int y = 0; y < height; y++) {
    guint8 *row = out + (gsize)y * factor * stride, *at = row;
    for (int x = 0; x < width; x++) {
      const guint8 *pixel = data + ((gsize)y * width + x) * channels;
      for (int i = 0; i < factor; i++, at += 3) {
        at[0] = pixel[0];
        at[1] = pixel[green];
        at[2] = pixel[blue];
      }
    }
    for (int i = 1; i < factor; i++)
      memcpy(row + i * stride, row, stride);
  }
  g_autoptr(GBytes) bytes = g_bytes_new_take(out, stride * height * factor);
  return gdk_memory_texture_new(width * factor, height * factor, GDK_MEMORY_R8G8B8, bytes, stride);
}

static void pixel_image_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxPixelImage *self = GMX_PIXEL_IMAGE(widget);
  if (!self->data)
    return;
  int scale = gtk_widget_get_scale_factor(widget);
  int factor = gmx_pixels_factor(MAX(self->width, self->height), self->size * scale);
  if (!self->texture || factor != self->factor) {
    g_clear_object(&self->texture);
    self->texture =
        gmx_pixels_to_texture(self->data, self->width, self->height, self->channels, factor);
    self->factor = factor;
  }
  float w = MIN(self->size, self->width * factor / (float)scale);
  float h = MIN(self->size, self->height * factor / (float)scale);
  float x = (int)((gtk_widget_get_width(widget) - w) / 2);
  float y = (int)((gtk_widget_get_height(widget) - h) / 2);
  GskRoundedRect clip;
  gsk_rounded_rect_init_from_rect(&clip, &GRAPHENE_RECT_INIT(x, y, w, h), RADIUS);
  gtk_snapshot_push_rounded_clip(snapshot, &clip);
  gtk_snapshot_append_texture(snapshot, self->texture, &GRAPHENE_RECT_INIT(x, y, w, h));
  gtk_snapshot_pop(snapshot);
}

static void pixel_image_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                int *minimum, int *natural, int *minimum_baseline,
                                int *natural_baseline) {
  *minimum = *natural = GMX_PIXEL_IMAGE(widget)->size;
}

static void pixel_image_finalize(GObject *object) {
  GmxPixelImage *self = GMX_PIXEL_IMAGE(object);
  g_free(self->data);
  g_clear_object(&self->texture);
  G_OBJECT_CLASS(gmx_pixel_image_parent_class)->finalize(object);
}

static void gmx_pixel_image_class_init(GmxPixelImageClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->finalize = pixel_image_finalize;
  widget_class->snapshot = pixel_image_snapshot;
  widget_class->measure = pixel_image_measure;
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_IMG);
  gtk_widget_class_set_css_name(widget_class, "pixelimage");
}

static void gmx_pixel_image_init(GmxPixelImage *self) {
  gtk_widget_set_halign(GTK_WIDGET(self), GTK_ALIGN_CENTER);
  gtk_widget_set_valign(GTK_WIDGET(self), GTK_ALIGN_CENTER);
}

GtkWidget *gmx_pixel_image_new(int size) {
  GmxPixelImage *self = g_object_new(GMX_TYPE_PIXEL_IMAGE, NULL);
  self->size = size;
  return GTK_WIDGET(self);
}

void gmx_pixel_image_set(GmxPixelImage *self, const guint8 *data, int width, int height,
                         int channels, const char *label) {
  g_free(self->data);
  self->data = g_memdup2(data, (gsize)width * height * channels);
  self->width = width;
  self->height = height;
  self->channels = channels;
  g_clear_object(&self->texture);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  gtk_widget_queue_draw(GTK_WIDGET(self));
}
