/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inspector in a window: its order, what it follows, zoom, signals, the saved picture, and that
 * nothing is left behind. Needs a display. */
#include "engine/data/png.h"
#include "tests/ui/sample-cases.h"
#include "ui/samples/inspector-images.h"
#include "ui/samples/inspector-private.h"
#include "ui/samples/zoom-image.h"
#include "ui/window.h"
#include "tests/engine/remove-all.h"

#define DENSITY 2 /* of a saved picture */

typedef struct {
  char *folder;
  GmxSession *session;
  GmxSettings *settings;
  GmxSampleModel *model;
  GtkWidget *window;
  GmxInspector *inspector;
  int closed, mixed; /* signals: how many; the index */
} Scene;

static void on_closed(Scene *scene) {
  scene->closed++;
}

static void on_mix(GmxInspector *inspector, int index, Scene *scene) {
  scene->mixed = index;
}

/* Lists the eight cases as the probe of @epoch. */
static void list(Scene *scene, int epoch, gboolean searched) {
  g_autoptr(GmxGallery) probe = gmx_case_probe(epoch), before = gmx_case_probe_before(epoch - 1);
  g_autoptr(GmxIntrusion) found = searched ? gmx_case_intrusion() : NULL;
  gmx_sample_model_show(scene->model, gmx_case_shapes(), probe, before, found);
}

/* Lists them as if a step had seen them. */
static void list_step(Scene *scene, gint64 step) {
  g_autoptr(GmxGallery) gallery = gmx_case_probe(1);
  gallery->source = GMX_GALLERY_STEP;
  gallery->step = step;
  gmx_sample_model_show(scene->model, gmx_case_shapes(), gallery, NULL, NULL);
}

static void scene_open(Scene *scene, int width) {
  *scene = (Scene){.mixed = -1};
  scene->folder = g_dir_make_tmp("inspector-XXXXXX", NULL);
  scene->session = gmx_session_new(scene->folder);
  scene->settings = gmx_settings_new(scene->session);
  scene->model = gmx_sample_model_new();
  scene->window = adw_window_new();
  scene->inspector = GMX_INSPECTOR(gmx_inspector_new(scene->settings, scene->model));
  g_signal_connect_swapped(scene->inspector, "closed", G_CALLBACK(on_closed), scene);
  g_signal_connect(scene->inspector, "mix", G_CALLBACK(on_mix), scene);
  gtk_window_set_default_size(GTK_WINDOW(scene->window), width, 800);
  adw_window_set_content(ADW_WINDOW(scene->window), GTK_WIDGET(scene->inspector));
  gtk_window_present(GTK_WINDOW(scene->window));
  while (!gtk_widget_get_mapped(GTK_WIDGET(scene->inspector)))
    g_main_context_iteration(NULL, TRUE);
}

/* Everything must go with the window. */
static void scene_close(Scene *scene) {
  gpointer inspector = scene->inspector;
  g_object_add_weak_pointer(inspector, &inspector);
  gtk_window_destroy(GTK_WINDOW(scene->window));
  while (g_main_context_iteration(NULL, FALSE))
    ;
  g_assert_null(inspector);
  g_assert_finalize_object(scene->model);
  g_assert_finalize_object(scene->settings);
  gmx_session_close(scene->session);
  g_assert_finalize_object(scene->session);
  remove_all(scene->folder);
  g_free(scene->folder);
}

/* Runs the main loop until two more frames were drawn. */
static void next_frame(Scene *scene) {
  GdkFrameClock *clock = gtk_widget_get_frame_clock(scene->window);
  gint64 counter = gdk_frame_clock_get_frame_counter(clock);
  gtk_widget_queue_draw(scene->window);
  while (gdk_frame_clock_get_frame_counter(clock) < counter + 2) {
    gdk_frame_clock_request_phase(clock, GDK_FRAME_CLOCK_PHASE_PAINT);
    g_main_context_iteration(NULL, TRUE);
  }
}

static const char *subtitle(Scene *scene) {
  return adw_window_title_get_subtitle(ADW_WINDOW_TITLE(scene->inspector->title));
}

/* The first label in @root that says @text. */
static GtkWidget *find_label(GtkWidget *root, const char *text) {
  if (GTK_IS_LABEL(root) && g_str_equal(gtk_label_get_text(GTK_LABEL(root)), text))
    return root;
  GtkWidget *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child(root); child && !found;
       child = gtk_widget_get_next_sibling(child))
    found = find_label(child, text);
  return found;
}

static gboolean says(Scene *scene, const char *text) {
  GtkWidget *label = find_label(GTK_WIDGET(scene->inspector), text);
  return label && gtk_widget_get_mapped(label);
}

static void click(Scene *scene, const char *text) {
  GtkWidget *label = find_label(GTK_WIDGET(scene->inspector), text);
  g_assert_nonnull(label);
  g_signal_emit_by_name(gtk_widget_get_ancestor(label, GTK_TYPE_BUTTON), "clicked");
}

/* Sharp ones by falling s_i, then the flat ones by rising s_i, as the galleries list them. */
static void test_order(void) {
  static const int order[] = {1, 0, 2, 3, 5, 7, 6, 4};
  Scene scene;
  scene_open(&scene, 1200);
  g_assert_cmpint(gmx_inspector_get_index(scene.inspector), ==, -1);
  list(&scene, 3, TRUE);
  gmx_inspector_show(scene.inspector, order[0]);
  g_assert_false(gtk_widget_get_sensitive(scene.inspector->previous));
  for (int i = 1; i < CASE_COUNT; i++) {
    g_assert_true(gtk_widget_get_sensitive(scene.inspector->next));
    g_assert_true(gmx_inspector_step(scene.inspector, 1));
    g_assert_cmpint(gmx_inspector_get_index(scene.inspector), ==, order[i]);
  }
  g_assert_false(gtk_widget_get_sensitive(scene.inspector->next));
  g_assert_false(gmx_inspector_step(scene.inspector, 1));
  g_assert_true(gmx_inspector_step(scene.inspector, -1));
  g_assert_cmpint(gmx_inspector_get_index(scene.inspector), ==, order[CASE_COUNT - 2]);
  gmx_inspector_show(scene.inspector, CASE_COUNT); /* out of range */
  g_assert_cmpint(gmx_inspector_get_index(scene.inspector), ==, order[CASE_COUNT - 2]);
  scene_close(&scene);
}

/* What a filter holds back is stepped over, and left for the first of the list. */
static void test_filter(void) {
  Scene scene;
  scene_open(&scene, 1200);
  list(&scene, 3, TRUE);
  GmxSampleFilter filter = gmx_sample_filter_none();
  filter.intruded = TRUE;
  gmx_sample_model_set_filter(scene.model, &filter);
  gmx_inspector_show(scene.inspector, 0);
  g_assert_true(gmx_inspector_step(scene.inspector, 1));
  g_assert_cmpint(gmx_inspector_get_index(scene.inspector), ==, 4);
  gmx_inspector_show(scene.inspector, 2);
  g_assert_true(gmx_inspector_step(scene.inspector, 1));
  g_assert_cmpint(gmx_inspector_get_index(scene.inspector), ==, 0);
  scene_close(&scene);
}

static void test_contents(void) {
  Scene scene;
  scene_open(&scene, 1200);
  list(&scene, 16, TRUE);
  gmx_inspector_show(scene.inspector, 0);
  next_frame(&scene);
  g_assert_cmpstr(adw_window_title_get_title(ADW_WINDOW_TITLE(scene.inspector->title)), ==,
                  "disc and ring");
  g_assert_cmpstr(subtitle(&scene), ==, "probe example 1 of 8, epoch 16");
  g_assert_true(says(&scene, "λ = 0.25") && says(&scene, "1 − λ = 0.75"));
  g_assert_true(says(&scene, "x̃ = 0.25 x + 0.75 xπ"));
  g_assert_true(says(&scene, "Sharp") && says(&scene, "+0.500") && says(&scene, "2 of 8"));
  g_assert_true(says(&scene, "2.000") && says(&scene, "2.500")); /* the losses */
  g_assert_true(says(&scene, "Intruded") && !says(&scene, "Not intruded"));
  g_assert_true(says(&scene, "What the network saw in these examples was not recorded."));
  gmx_inspector_show(scene.inspector, 5);
  next_frame(&scene);
  g_assert_true(says(&scene, "Flat") && says(&scene, "−0.062") && says(&scene, "Not intruded"));
  scene_close(&scene);
}

/* A probe's example is followed to another epoch; a step's stays, whatever is listed next. */
static void test_following(void) {
  Scene scene;
  scene_open(&scene, 1200);
  list(&scene, 3, TRUE);
  gmx_inspector_show(scene.inspector, 4);
  next_frame(&scene);
  g_assert_true(says(&scene, "Intruded"));
  list(&scene, 4, FALSE);
  next_frame(&scene);
  g_assert_cmpstr(subtitle(&scene), ==, "probe example 5 of 8, epoch 4");
  g_assert_true(says(&scene, "Search") && !says(&scene, "Intruded"));
  list_step(&scene, 7);
  g_assert_cmpstr(subtitle(&scene), ==, "probe example 5 of 8, epoch 4");
  gmx_inspector_show(scene.inspector, 4);
  g_assert_cmpstr(subtitle(&scene), ==, "example 5 of 8, step 7");
  list_step(&scene, 8);
  g_assert_cmpstr(subtitle(&scene), ==, "example 5 of 8, step 7");
  g_assert_cmpint(gmx_inspector_get_gallery(scene.inspector)->step, ==, 7);
  /* Its neighbours are those of its own step: by falling s_i, 3 is before it and 6 behind. */
  g_assert_true(gmx_inspector_step(scene.inspector, 1));
  g_assert_cmpint(gmx_inspector_get_index(scene.inspector), ==, 6);
  gmx_sample_model_show(scene.model, NULL, NULL, NULL, NULL);
  g_assert_cmpstr(subtitle(&scene), ==, "example 7 of 8, step 7");
  scene_close(&scene);
}

static void test_zoom(void) {
  Scene scene = {.window = adw_window_new()};
  GtkWidget *widget = gmx_zoom_image_new(TRUE);
  GmxZoomImage *image = GMX_ZOOM_IMAGE(widget);
  g_autofree guint8 *rgb = g_malloc0(20 * 10 * 3);
  gmx_zoom_image_set(image, rgb, 20, 10, 0.5, "test");
  gtk_widget_set_size_request(widget, 210, 210);
  gtk_widget_set_halign(widget, GTK_ALIGN_CENTER);
  gtk_widget_set_valign(widget, GTK_ALIGN_CENTER);
  adw_window_set_content(ADW_WINDOW(scene.window), widget);
  gtk_window_present(GTK_WINDOW(scene.window));
  while (!gtk_widget_get_mapped(widget))
    g_main_context_iteration(NULL, TRUE);
  next_frame(&scene);
  g_assert_cmpint(gmx_zoom_image_get_multiple(image), ==, 10); /* 210 / 20 */
  gmx_zoom_image_zoom(image, 1);
  g_assert_cmpint(gmx_zoom_image_get_multiple(image), ==, 11);
  for (int i = 0; i < 100; i++)
    gmx_zoom_image_zoom(image, -1);
  g_assert_cmpint(gmx_zoom_image_get_multiple(image), ==, 1);
  gmx_zoom_image_fit(image);
  g_assert_cmpint(gmx_zoom_image_get_multiple(image), ==, 10);
  gtk_window_destroy(GTK_WINDOW(scene.window));
}

static GtkWidget *find_zoomable(GtkWidget *root) {
  if (GMX_IS_ZOOM_IMAGE(root) && gtk_widget_get_focusable(root))
    return root;
  GtkWidget *found = NULL;
  for (GtkWidget *child = gtk_widget_get_first_child(root); child && !found;
       child = gtk_widget_get_next_sibling(child))
    found = find_zoomable(child);
  return found;
}

/* What of @widget is of @color, in its own pixels. */
static GdkRectangle find_color(GtkWidget *widget, guint32 color) {
  g_autoptr(GdkPaintable) paintable = gtk_widget_paintable_new(widget);
  const int width = gtk_widget_get_width(widget), height = gtk_widget_get_height(widget);
  g_autoptr(GtkSnapshot) snapshot = gtk_snapshot_new();
  gdk_paintable_snapshot(paintable, GDK_SNAPSHOT(snapshot), width, height);
  g_autoptr(GskRenderNode) node = gtk_snapshot_to_node(snapshot);
  cairo_surface_t *surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, width, height);
  cairo_t *cr = cairo_create(surface);
  gsk_render_node_draw(node, cr);
  cairo_destroy(cr);
  cairo_surface_flush(surface);
  const guint8 *data = cairo_image_surface_get_data(surface);
  GdkRectangle found = {0};
  for (int y = 0; y < height; y++)
    for (int x = 0; x < width; x++) {
      const guint32 *row =
          (const guint32 *)(gconstpointer)(data + y * cairo_image_surface_get_stride(surface));
      const GdkRectangle pixel = {x, y, 1, 1};
      if ((row[x] & 0xffffff) == color && found.width == 0)
        found = pixel;
      else if ((row[x] & 0xffffff) == color)
        gdk_rectangle_union(&found, &pixel, &found);
    }
  cairo_surface_destroy(surface);
  return found;
}

/* An image smaller than its place stands in the middle of it, the λ bar right below. */
static void test_image_is_centred(void) {
  Scene scene = {.window = adw_window_new()};
  GtkWidget *image = gmx_zoom_image_new(FALSE);
  guint8 rgb[20 * 10 * 3];
  for (gsize i = 0; i < sizeof rgb; i++)
    rgb[i] = (guint8[]){0x12, 0x34, 0x56}[i % 3];
  gmx_zoom_image_set(GMX_ZOOM_IMAGE(image), rgb, 20, 10, 0.5, "test");
  gtk_widget_set_size_request(image, 214, 160 + GMX_ZOOM_IMAGE_BAR);
  gtk_widget_set_halign(image, GTK_ALIGN_CENTER);
  gtk_widget_set_valign(image, GTK_ALIGN_CENTER);
  adw_window_set_content(ADW_WINDOW(scene.window), image);
  gtk_window_present(GTK_WINDOW(scene.window));
  while (!gtk_widget_get_mapped(image))
    g_main_context_iteration(NULL, TRUE);
  next_frame(&scene);
  const GdkRectangle place = find_color(image, 0x123456);
  g_assert_cmpint(place.width, ==, 200); /* ten pixels a pixel */
  g_assert_cmpint(place.height, ==, 100);
  g_assert_cmpint(place.x, ==, 7);
  g_assert_cmpint(place.y, ==, 30);
  gtk_window_destroy(GTK_WINDOW(scene.window));
}

/* Beside each other, parents, signs and mixed image have one middle, and what the card has left
 * over lies evenly around them. */
static void test_images_are_centred(void) {
  Scene scene;
  graphene_rect_t all = GRAPHENE_RECT_INIT(0, 0, 0, 0), mixed;
  int images = 0, signs = 0;
  scene_open(&scene, 1200);
  list(&scene, 16, TRUE);
  gmx_inspector_show(scene.inspector, 3);
  next_frame(&scene);
  next_frame(&scene);
  GtkWidget *image = find_zoomable(GTK_WIDGET(scene.inspector));
  GtkWidget *card = gtk_widget_get_ancestor(image, GMX_TYPE_INSPECTOR_IMAGES);
  g_assert_true(gtk_widget_compute_bounds(image, card, &mixed));
  const float line = mixed.origin.y + (mixed.size.height - GMX_ZOOM_IMAGE_BAR) / 2;
  for (GtkWidget *child = gtk_widget_get_first_child(card); child;
       child = gtk_widget_get_next_sibling(child)) {
    graphene_rect_t place;
    const gboolean is_image = GMX_IS_ZOOM_IMAGE(child);
    g_assert_true(gtk_widget_compute_bounds(child, card, &place));
    graphene_rect_union(images + signs > 0 ? &all : &place, &place, &all);
    images += is_image;
    signs += GTK_IS_LABEL(child);
    const float height = place.size.height - (is_image ? GMX_ZOOM_IMAGE_BAR : 0);
    if (is_image || GTK_IS_LABEL(child))
      g_assert_cmpfloat_with_epsilon(place.origin.y + height / 2, line, 1);
  }
  g_assert_cmpint(images, ==, 3);
  g_assert_cmpint(signs, ==, 2);
  const float right = gtk_widget_get_width(card) - all.origin.x - all.size.width;
  const float below = gtk_widget_get_height(card) - all.origin.y - all.size.height;
  g_assert_cmpfloat_with_epsilon(all.origin.x, right, 1.5);
  g_assert_cmpfloat_with_epsilon(all.origin.y, below, 1.5);
  scene_close(&scene);
}

static void test_signals(void) {
  Scene scene;
  scene_open(&scene, 1200);
  list(&scene, 3, TRUE);
  gmx_inspector_show(scene.inspector, 6);
  click(&scene, "Open in Mix Lab");
  g_assert_cmpint(scene.mixed, ==, 6);
  g_signal_emit_by_name(scene.inspector->back, "clicked");
  g_assert_cmpint(scene.closed, ==, 1);
  scene_close(&scene);
}

/* Without a run there are no weights to search with: that is said, and may be tried again. */
static void test_search_fails(void) {
  Scene scene;
  scene_open(&scene, 1200);
  list(&scene, 3, FALSE);
  gmx_inspector_show(scene.inspector, 0);
  next_frame(&scene);
  g_assert_true(says(&scene, "Search") && !says(&scene, "Cancel"));
  click(&scene, "Search");
  next_frame(&scene);
  while (scene.inspector->search)
    g_main_context_iteration(NULL, TRUE);
  next_frame(&scene);
  g_assert_true(says(&scene, "Search") && !says(&scene, "Cancel"));
  scene_close(&scene);
}

/* The first pixel of the saved picture in which pixel (@x, @y) of the mixed image is drawn: at its
 * corner a scaler would have smoothed it. */
static const guint8 *saved_pixel(Scene *scene, const GmxPng *png, GtkWidget *image, int x, int y) {
  graphene_rect_t place, content;
  int k = gmx_zoom_image_get_multiple(GMX_ZOOM_IMAGE(image));
  g_assert_true(gtk_widget_compute_bounds(image, scene->inspector->content, &place));
  g_assert_true(
      gtk_widget_compute_bounds(scene->inspector->content, scene->inspector->content, &content));
  int left = (int)(place.origin.x - content.origin.x) + x * k;
  int top = (int)(place.origin.y - content.origin.y) + y * k;
  return png->rgb + ((gsize)top * DENSITY * png->width + (gsize)left * DENSITY) * 3;
}

/* Every pixel of the mixed image is where it stands on the screen, in its own colour; those at the
 * edge are left out, for its round corners. */
static void check_pixels(Scene *scene, const GmxPng *png, int index) {
  GmxGallery *gallery = gmx_inspector_get_gallery(scene->inspector);
  GtkWidget *image = find_zoomable(GTK_WIDGET(scene->inspector));
  g_autofree guint8 *rgb = g_malloc((gsize)gallery->width * gallery->height * 3);
  gmx_gallery_get_rgb(gallery, gmx_case_shapes(), index, rgb);
  for (int y = 1; y < gallery->height - 1; y++)
    for (int x = 1; x < gallery->width - 1; x++) {
      const guint8 *pixel = saved_pixel(scene, png, image, x, y);
      g_assert_cmpmem(pixel, 3, rgb + (y * gallery->width + x) * 3, 3);
    }
}

static void check_saved(int width) {
  Scene scene;
  g_autoptr(GError) error = NULL;
  scene_open(&scene, width);
  list(&scene, 16, TRUE);
  gmx_inspector_show(scene.inspector, 3);
  next_frame(&scene);
  next_frame(&scene); /* a narrow layout comes a frame later */
  g_autofree char *path = g_build_filename(scene.folder, "example.png", NULL);
  gmx_inspector_write(scene.inspector, path, &error);
  g_assert_no_error(error);
  g_autoptr(GmxPng) png = gmx_png_read(path, &error);
  g_assert_no_error(error);
  g_assert_cmpstr(g_hash_table_lookup(png->texts, "Title"), ==,
                  "disc and square, probe example 4 of 8, epoch 16");
  g_assert_nonnull(strstr(g_hash_table_lookup(png->texts, "Settings"), "\"method\""));
  g_assert_cmpint(png->width, ==, DENSITY * gtk_widget_get_width(scene.inspector->scroller));
  check_pixels(&scene, png, 3);
  g_autofree char *nowhere = g_build_filename(scene.folder, "no", "example.png", NULL);
  g_assert_false(gmx_inspector_write(scene.inspector, nowhere, &error));
  g_assert_nonnull(error);
  scene_close(&scene);
}

static void test_saved(void) {
  check_saved(1200);
}

/* Scrolled out of view or not, all of the page is in the picture. */
static void test_saved_narrow(void) {
  check_saved(420);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  gmx_window_register_resources();
  adw_init();
  g_test_add_func("/inspector-window/order", test_order);
  g_test_add_func("/inspector-window/filter", test_filter);
  g_test_add_func("/inspector-window/contents", test_contents);
  g_test_add_func("/inspector-window/following", test_following);
  g_test_add_func("/inspector-window/zoom", test_zoom);
  g_test_add_func("/inspector-window/image-is-centred", test_image_is_centred);
  g_test_add_func("/inspector-window/images-are-centred", test_images_are_centred);
  g_test_add_func("/inspector-window/signals", test_signals);
  g_test_add_func("/inspector-window/search-fails", test_search_fails);
  g_test_add_func("/inspector-window/saved", test_saved);
  g_test_add_func("/inspector-window/saved-narrow", test_saved_narrow);
  return g_test_run();
}
