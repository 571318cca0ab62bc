/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inspector's cards as a PNG file, at twice the screen's resolution.
 *
 * The widgets' own drawings are replayed: text and charts are drawn anew at the larger size, and
 * the images are told the density, so that each of their pixels stays a sharp square. */
#include "engine/data/png.h"
#include "engine/train/text.h"
#include "ui/file-dialog.h"
#include "ui/samples/inspector-images.h"
#include "ui/samples/inspector-private.h"
#include "ui/samples/neighbours-card.h"
#include "ui/samples/path-card.h"

#include <glib/gi18n.h>

#define DENSITY 2

static void set_density(GmxInspector *self, int density) {
  gmx_inspector_images_set_density(GMX_INSPECTOR_IMAGES(self->images), density);
  gmx_neighbours_card_set_density(GMX_NEIGHBOURS_CARD(self->neighbours), density);
}

/* The cards as the screen has them, their upper left corner at 0, 0. A child is drawn where it
 * stands in its parent, which may be scrolled. */
static GskRenderNode *take_cards(GmxInspector *self, const graphene_rect_t *place) {
  GtkSnapshot *snapshot = gtk_snapshot_new();
  gtk_snapshot_translate(snapshot, &GRAPHENE_POINT_INIT(-place->origin.x, -place->origin.y));
  set_density(self, DENSITY);
  gtk_widget_snapshot_child(gtk_widget_get_parent(self->content), self->content, snapshot);
  set_density(self, 0);
  return gtk_snapshot_free_to_node(snapshot);
}

static void look_up(GtkWidget *widget, const char *name, cairo_t *cr) {
  GdkRGBA color = {1, 1, 1, 1};
  gtk_style_context_lookup_color(gtk_widget_get_style_context(widget), name, &color);
  gdk_cairo_set_source_rgba(cr, &color);
}

/* The chart keeps its picture at the screen's resolution: it is drawn over that, anew. */
static void draw_chart(GmxInspector *self, cairo_t *cr) {
  GmxChart *chart = gmx_path_card_get_chart(GMX_PATH_CARD(self->path));
  graphene_rect_t place;
  if (!gtk_widget_get_mapped(GTK_WIDGET(chart)) ||
      !gtk_widget_compute_bounds(GTK_WIDGET(chart), self->content, &place))
    return;
  cairo_translate(cr, place.origin.x, place.origin.y);
  look_up(GTK_WIDGET(chart), "card_bg_color", cr);
  cairo_rectangle(cr, 0, 0, place.size.width, place.size.height);
  cairo_fill(cr);
  gmx_chart_draw(chart, cr, place.size.width, place.size.height, NULL);
}

/* The cards with their margins, on the window's colour. */
static cairo_surface_t *draw(GmxInspector *self) {
  graphene_rect_t place, inner;
  if (!gtk_widget_compute_bounds(self->content, gtk_widget_get_parent(self->content), &place) ||
      !gtk_widget_compute_bounds(self->content, self->content, &inner))
    return NULL;
  cairo_surface_t *surface = cairo_image_surface_create(
      CAIRO_FORMAT_RGB24, (int)place.size.width * DENSITY, (int)place.size.height * DENSITY);
  cairo_t *cr = cairo_create(surface);
  g_autoptr(GskRenderNode) node = take_cards(self, &place);
  look_up(self->content, "window_bg_color", cr);
  cairo_paint(cr);
  cairo_scale(cr, DENSITY, DENSITY);
  if (node)
    gsk_render_node_draw(node, cr);
  cairo_translate(cr, -inner.origin.x, -inner.origin.y);
  draw_chart(self, cr);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  return surface;
}

static guint8 *to_rgb(cairo_surface_t *surface, int *width, int *height) {
  *width = cairo_image_surface_get_width(surface);
  *height = cairo_image_surface_get_height(surface);
  guint8 *rgb = g_malloc((gsize)*width * *height * 3), *to = rgb;
  const guint8 *data = cairo_image_surface_get_data(surface);
  int stride = cairo_image_surface_get_stride(surface);
  for (int y = 0; y < *height; y++)
    for (int x = 0; x < *width; x++, to += 3) {
      guint32 word;
      memcpy(&word, data + (gsize)y * stride + 4 * x, sizeof word);
      to[0] = (guint8)(word >> 16);
      to[1] = (guint8)(word >> 8);
      to[2] = (guint8)word;
    }
  return rgb;
}

/* All settings of the run, as run.json writes them. */
static char *print_settings(GmxInspector *self) {
  g_autoptr(JsonNode) node = gmx_config_to_json(gmx_settings_get_config(self->settings));
  return gmx_json_to_text(node, FALSE);
}

gboolean gmx_inspector_write(GmxInspector *self, const char *path, GError **error) {
  g_return_val_if_fail(self->gallery && gtk_widget_get_mapped(self->content), FALSE);
  GmxInspected example = gmx_inspector_get_inspected(self);
  g_autofree char *title = gmx_inspected_title(&example);
  g_autofree char *subtitle = gmx_inspected_subtitle(&example);
  g_autofree char *whole = g_strdup_printf("%s, %s", title, subtitle);
  g_autofree char *settings = print_settings(self);
  const char *texts[] = {
      "Software", "G-Mix Studio " GMX_VERSION, "Title", whole, "Settings", settings, NULL};
  cairo_surface_t *surface = draw(self);
  int width, height;
  g_autofree guint8 *rgb = to_rgb(surface, &width, &height);
  cairo_surface_destroy(surface);
  return gmx_png_write(path, rgb, width, height, texts, error);
}

static void tell(GmxInspector *self, const char *format, const char *text) {
  g_autofree char *message = g_strdup_printf(format, text);
  g_autofree char *markup = g_markup_escape_text(message, -1);
  adw_toast_overlay_add_toast(ADW_TOAST_OVERLAY(self->toasts), adw_toast_new(markup));
}

static void on_chosen(GtkNativeDialog *dialog, int response, gpointer data) {
  g_autoptr(GmxInspector) self = data;
  g_autofree char *path = gmx_file_dialog_finish(dialog, response);
  g_autoptr(GError) error = NULL;
  if (path && self->gallery) {
    g_autofree char *name = g_path_get_basename(path);
    if (gmx_inspector_write(self, path, &error))
      tell(self, _("Saved as %s"), name);
    else
      tell(self, "%s", error->message);
  }
}

/* "frog-and-cat-probe-41-epoch-16.png": what a folder of such pictures is told apart by. */
static char *propose_name(const GmxInspected *e) {
  g_autofree char *title = gmx_inspected_title(e);
  gboolean probe = e->gallery->source == GMX_GALLERY_PROBE;
  g_autofree char *name =
      probe ? g_strdup_printf("%s-probe-%d-epoch-%d.png", title, e->index + 1, e->gallery->epoch)
            : g_strdup_printf("%s-%d-step-%" G_GINT64_FORMAT ".png", title, e->index + 1,
                              e->gallery->step);
  g_strdelimit(name, " /", '-');
  return g_steal_pointer(&name);
}

void gmx_inspector_save(GmxInspector *self) {
  if (!self->gallery)
    return;
  GmxInspected example = gmx_inspector_get_inspected(self);
  g_autofree char *name = propose_name(&example);
  GtkFileChooserNative *dialog = gmx_file_dialog_new(GTK_WIDGET(self), _("Save as a Picture"),
                                                     GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"));
  gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog), name);
  g_signal_connect(dialog, "response", G_CALLBACK(on_chosen), g_object_ref(self));
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}
