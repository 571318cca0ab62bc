/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A finished picture as something that GTK draws. */
#include "ui/chart/picture-node.h"

GskRenderNode *gmx_picture_node_new(cairo_surface_t *image, int width, int height) {
  GskRenderNode *node = gsk_cairo_node_new(&GRAPHENE_RECT_INIT(0, 0, (float)width, (float)height));
  cairo_t *cr = gsk_cairo_node_get_draw_context(node);
  double across = 1, down = 1;
  cairo_surface_get_device_scale(image, &across, &down);
  cairo_scale(cr, width * across / cairo_image_surface_get_width(image),
              height * down / cairo_image_surface_get_height(image));
  cairo_set_source_surface(cr, image, 0, 0);
  cairo_pattern_set_extend(cairo_get_source(cr), CAIRO_EXTEND_PAD);
  cairo_paint(cr);
  cairo_destroy(cr);
  return node;
}
