/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The chart widget in a window: pointer and keys, the shared hair line, what is kept and what is
 * drawn anew, narrow cards, the clipboard, and that nothing is left behind. Needs a display. */
#include "ui/chart/card.h"
#include "ui/chart/chart-private.h"
#include "ui/chart/line-layer.h"

#include <math.h>

typedef struct {
  GtkWidget *window, *box;
  GmxAxis *x;
  GmxSeries *loss, *accuracy;
  GmxChart *charts[2];
  GtkWidget *cards[2];
} Scene;

static GmxLayer *add_line(GmxChart *chart, GmxSeries *series, const char *name, const char *brief) {
  GmxLineStyle style = gmx_line_style_default("gmx_at_w");
  g_autoptr(GmxLineLayer) layer = gmx_line_layer_new(series, &style);
  gmx_layer_set_name(GMX_LAYER(layer), name, brief);
  gmx_chart_add_layer(chart, 0, GMX_LAYER(layer));
  return GMX_LAYER(layer);
}

static GmxChart *add_chart(Scene *scene, int index, const char *title) {
  g_autoptr(GmxAxis) y = gmx_axis_new_y(NULL);
  GmxChart *chart = gmx_chart_new(title, scene->x, y);
  scene->charts[index] = chart;
  scene->cards[index] = gmx_chart_card_new(chart);
  gtk_box_append(GTK_BOX(scene->box), scene->cards[index]);
  return chart;
}

/* Runs the main loop until the next frame was drawn. */
static void next_frame(Scene *scene) {
  GdkFrameClock *clock = gtk_widget_get_frame_clock(scene->window);
  gint64 counter = gdk_frame_clock_get_frame_counter(clock);
  gtk_widget_queue_draw(scene->window);
  for (int i = 0; i < 2000 && gdk_frame_clock_get_frame_counter(clock) < counter + 2; i++) {
    gdk_frame_clock_request_phase(clock, GDK_FRAME_CLOCK_PHASE_PAINT);
    g_main_context_iteration(NULL, TRUE);
  }
}

static void scene_open(Scene *scene) {
  scene->x = gmx_axis_new_x("step");
  scene->loss = gmx_series_new("loss");
  scene->accuracy = gmx_series_new("accuracy");
  for (int i = 1; i <= 1000; i++) {
    gmx_series_append(scene->loss, i, 2 - 0.001 * i);
    if (i % 100 == 0)
      gmx_series_append(scene->accuracy, i, 0.5 + 0.0003 * i);
  }
  scene->window = gtk_window_new();
  scene->box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  gtk_window_set_default_size(GTK_WINDOW(scene->window), 1000, 260);
  gtk_window_set_child(GTK_WINDOW(scene->window), scene->box);
  add_line(add_chart(scene, 0, "Loss"), scene->loss, "mixed, at w", "at w");
  add_line(add_chart(scene, 1, "Accuracy"), scene->accuracy, "held-out", NULL);
  gtk_window_present(GTK_WINDOW(scene->window));
  while (!gtk_widget_get_mapped(GTK_WIDGET(scene->charts[0])))
    g_main_context_iteration(NULL, TRUE);
  next_frame(scene);
}

/* Everything must go with the window. */
static void scene_close(Scene *scene) {
  gpointer chart = scene->charts[0], figure = gmx_chart_get_figure(scene->charts[0]);
  g_object_add_weak_pointer(chart, &chart);
  g_object_add_weak_pointer(figure, &figure);
  gtk_window_destroy(GTK_WINDOW(scene->window));
  while (g_main_context_iteration(NULL, FALSE))
    ;
  g_assert_null(chart);
  g_assert_null(figure);
  g_assert_finalize_object(scene->loss);
  g_assert_finalize_object(scene->accuracy);
  g_assert_finalize_object(scene->x);
}

static gpointer controller(GmxChart *chart, GType type) {
  g_autoptr(GListModel) list = gtk_widget_observe_controllers(GTK_WIDGET(chart));
  for (guint i = 0; i < g_list_model_get_n_items(list); i++) {
    g_autoptr(GObject) item = g_list_model_get_item(list, i);
    if (G_TYPE_CHECK_INSTANCE_TYPE(item, type))
      return item;
  }
  g_assert_not_reached();
}

static gboolean press(GmxChart *chart, guint keyval) {
  gboolean handled = FALSE;
  g_signal_emit_by_name(controller(chart, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed", keyval, 0u,
                        0, &handled);
  return handled;
}

static void point_at(GmxChart *chart, double step) {
  cairo_rectangle_t area;
  gmx_figure_get_area(gmx_chart_get_figure(chart), 0, &area);
  double place = gmx_axis_place(gmx_chart_get_x_axis(chart), step);
  g_signal_emit_by_name(controller(chart, GTK_TYPE_EVENT_CONTROLLER_MOTION), "motion",
                        area.x + place * area.width, area.y + 30);
}

static gboolean scroll(GmxChart *chart, double dy) {
  gboolean handled = FALSE;
  g_signal_emit_by_name(controller(chart, GTK_TYPE_EVENT_CONTROLLER_SCROLL), "scroll", 0.0, dy,
                        &handled);
  return handled;
}

static void assert_view(Scene *scene, double low, double high) {
  double from, to;
  gmx_axis_get_view(scene->x, &from, &to);
  g_assert_cmpfloat_with_epsilon(from, low, 1.0);
  g_assert_cmpfloat_with_epsilon(to, high, 1.0);
}

static void test_pointer(void) {
  Scene scene;
  scene_open(&scene);
  point_at(scene.charts[0], 402.3);
  g_assert_cmpfloat(gmx_axis_get_hair(scene.x), ==, 402);
  next_frame(&scene);
  point_at(scene.charts[1], 402.3); /* here only every hundredth step has a point */
  g_assert_cmpfloat(gmx_axis_get_hair(scene.x), ==, 400);
  next_frame(&scene);
  g_signal_emit_by_name(controller(scene.charts[1], GTK_TYPE_EVENT_CONTROLLER_MOTION), "leave");
  g_assert_true(isnan(gmx_axis_get_hair(scene.x)));
  /* Nothing to zoom out: the wheel is left to the page. */
  point_at(scene.charts[0], 500);
  g_assert_false(scroll(scene.charts[0], 1));
  g_assert_true(scroll(scene.charts[0], -1));
  g_assert_true(gmx_axis_is_zoomed(scene.x));
  assert_view(&scene, 100, 900);
  g_assert_cmpfloat_with_epsilon(gmx_axis_place(scene.x, 500), 0.5, 0.01);
  point_at(scene.charts[1], 500); /* the other chart undoes it */
  g_assert_true(scroll(scene.charts[1], 1));
  g_assert_false(gmx_axis_is_zoomed(scene.x));
  scroll(scene.charts[1], -3);
  gmx_chart_fit(scene.charts[1]);
  assert_view(&scene, 0, 1000);
  scene_close(&scene);
}

/* Drags with the primary button: a band becomes the view. */
static void test_drag(void) {
  Scene scene;
  cairo_rectangle_t area;
  scene_open(&scene);
  gpointer drag = controller(scene.charts[0], GTK_TYPE_GESTURE_DRAG);
  gmx_figure_get_area(gmx_chart_get_figure(scene.charts[0]), 0, &area);
  g_signal_emit_by_name(drag, "drag-begin", area.x + 0.25 * area.width, 50.0);
  g_signal_emit_by_name(drag, "drag-update", 0.25 * area.width, 0.0);
  g_assert_cmpint(scene.charts[0]->drag, ==, GMX_DRAG_BAND);
  next_frame(&scene);
  g_signal_emit_by_name(drag, "drag-end", 0.25 * area.width, 0.0);
  assert_view(&scene, 250, 500);
  g_signal_emit_by_name(drag, "drag-begin", 100.0, 50.0); /* a click is no drag */
  g_signal_emit_by_name(drag, "drag-update", 2.0, 0.0);
  g_signal_emit_by_name(drag, "drag-end", 2.0, 0.0);
  assert_view(&scene, 250, 500);
  scene_close(&scene);
}

static void test_keys(void) {
  Scene scene;
  scene_open(&scene);
  g_assert_true(press(scene.charts[0], GDK_KEY_Left)); /* the first press starts at the newest */
  g_assert_cmpfloat(gmx_axis_get_hair(scene.x), ==, 1000);
  press(scene.charts[0], GDK_KEY_Left);
  g_assert_cmpfloat(gmx_axis_get_hair(scene.x), ==, 999);
  press(scene.charts[1], GDK_KEY_Left);
  g_assert_cmpfloat(gmx_axis_get_hair(scene.x), ==, 900);
  press(scene.charts[0], GDK_KEY_Right);
  g_assert_cmpfloat(gmx_axis_get_hair(scene.x), ==, 901);
  g_assert_true(press(scene.charts[0], GDK_KEY_plus));
  g_assert_true(gmx_axis_is_zoomed(scene.x));
  for (int i = 0; i < 12; i++)
    press(scene.charts[0], GDK_KEY_plus);
  for (int i = 0; i < 40; i++)
    press(scene.charts[0], GDK_KEY_Left); /* the view follows the line */
  double place = gmx_axis_place(scene.x, gmx_axis_get_hair(scene.x));
  g_assert_true(place >= 0 && place <= 1);
  press(scene.charts[0], GDK_KEY_Home);
  g_assert_false(gmx_axis_is_zoomed(scene.x));
  gboolean log = FALSE;
  press(scene.charts[0], GDK_KEY_l);
  g_object_get(scene.charts[0], "log-y", &log, NULL);
  g_assert_true(log);
  press(scene.charts[0], GDK_KEY_L);
  g_object_get(scene.charts[1], "log-x", &log, NULL); /* one x axis */
  g_assert_true(log);
  g_object_get(scene.charts[1], "log-y", &log, NULL); /* two y axes */
  g_assert_false(log);
  next_frame(&scene);
  g_assert_true(press(scene.charts[0], GDK_KEY_Escape));
  g_assert_true(isnan(gmx_axis_get_hair(scene.x)));
  g_assert_false(press(scene.charts[0], GDK_KEY_Escape)); /* the window may have it */
  g_assert_false(press(scene.charts[0], GDK_KEY_Tab));
  scene_close(&scene);
}

/* The picture is kept while nothing in it changes. */
static void test_picture_is_kept(void) {
  Scene scene;
  scene_open(&scene);
  GskRenderNode *first = gsk_render_node_ref(scene.charts[0]->picture);
  GskRenderNode *other = gsk_render_node_ref(scene.charts[1]->picture);
  point_at(scene.charts[0], 300);
  next_frame(&scene);
  g_assert_true(scene.charts[0]->picture == first);
  gmx_series_append(scene.loss, 1000, 1.0); /* within the axes: the other chart has no news */
  next_frame(&scene);
  g_assert_true(scene.charts[0]->picture != first);
  g_assert_true(scene.charts[1]->picture == other);
  gmx_axis_zoom(scene.x, 100, 200);
  next_frame(&scene);
  g_assert_true(scene.charts[1]->picture != other);
  gsk_render_node_unref(first);
  gsk_render_node_unref(other);
  scene_close(&scene);
}

static int card_height(GtkWidget *card, int width) {
  int minimum;
  gtk_widget_measure(card, GTK_ORIENTATION_VERTICAL, width, &minimum, NULL, NULL, NULL);
  return minimum;
}

static void test_narrow_card(void) {
  Scene scene;
  scene_open(&scene);
  add_line(scene.charts[0], scene.accuracy, "at the perturbed weights, w + ε̂", "at w + ε̂");
  add_line(scene.charts[0], scene.accuracy, "held-out", NULL);
  gmx_chart_card_set_note(GMX_CHART_CARD(scene.cards[0]), "of the batch, and the gradients");
  int least;
  gtk_widget_measure(scene.cards[0], GTK_ORIENTATION_HORIZONTAL, -1, &least, NULL, NULL, NULL);
  g_assert_cmpint(least, <=, 280);
  GmxChartLegend *legend = gmx_chart_card_get_legend(GMX_CHART_CARD(scene.cards[0]));
  g_assert_cmpint(gmx_chart_legend_get_line_width(legend, TRUE), <,
                  gmx_chart_legend_get_line_width(legend, FALSE));
  /* Wide: one line. Narrow: the legend below the title, in two lines. */
  g_assert_cmpint(card_height(scene.cards[0], 280), >=, card_height(scene.cards[0], 900) + 15);
  gtk_widget_set_size_request(scene.cards[0], 240, -1);
  gtk_window_set_default_size(GTK_WINDOW(scene.window), 520, 400);
  next_frame(&scene);
  scene_close(&scene);
}

/* A click on an entry hides its layer, also while the hair line reads it; another shows it. */
static void test_legend_click(void) {
  Scene scene;
  scene_open(&scene);
  GtkWidget *legend = GTK_WIDGET(gmx_chart_card_get_legend(GMX_CHART_CARD(scene.cards[0])));
  GmxLayer *layer = g_ptr_array_index(gmx_chart_get_layers(scene.charts[0]), 0);
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers(legend);
  g_autoptr(GObject) click = g_list_model_get_item(controllers, 0);
  double x = 0.5 * gtk_widget_get_width(legend), y = 0.5 * gtk_widget_get_height(legend);
  point_at(scene.charts[0], 402.3);
  for (int visible = 0; visible < 2; visible++) {
    g_signal_emit_by_name(click, "released", 1, x, y);
    g_assert_cmpint(gmx_layer_get_visible(layer), ==, visible);
    next_frame(&scene);
  }
  scene_close(&scene);
}

static void got_text(GObject *clipboard, GAsyncResult *result, gpointer data) {
  *(char **)data = gdk_clipboard_read_text_finish(GDK_CLIPBOARD(clipboard), result, NULL);
}

static void test_actions(void) {
  Scene scene;
  scene_open(&scene);
  GtkWidget *chart = GTK_WIDGET(scene.charts[1]);
  char *text = NULL;
  gmx_axis_zoom(scene.x, 100, 200);
  g_assert_true(gtk_widget_activate_action(chart, "chart.fit", NULL));
  g_assert_false(gmx_axis_is_zoomed(scene.x));
  g_assert_true(gtk_widget_activate_action(chart, "chart.copy", NULL));
  gdk_clipboard_read_text_async(gtk_widget_get_clipboard(chart), NULL, got_text, &text);
  while (text == NULL)
    g_main_context_iteration(NULL, TRUE);
  g_assert_true(g_str_has_prefix(text, "step,accuracy\n100,0.53\n200,0.56\n"));
  g_free(text);
  g_assert_true(gtk_widget_activate_action(chart, "chart.log-y", NULL));
  g_assert_true(gmx_axis_get_log(gmx_chart_get_y_axis(scene.charts[1], 0)));
  /* The menu: made, shown, made anew with a layer hidden. */
  gmx_chart_popup(scene.charts[1], NAN, NAN);
  next_frame(&scene);
  g_assert_true(gtk_widget_get_visible(scene.charts[1]->menu));
  gtk_popover_popdown(GTK_POPOVER(scene.charts[1]->menu));
  g_assert_true(gtk_widget_activate_action(chart, "layer.show-0", NULL));
  g_assert_false(
      gmx_layer_get_visible(g_ptr_array_index(gmx_chart_get_layers(scene.charts[1]), 0)));
  gmx_chart_popup(scene.charts[1], 10, 10);
  next_frame(&scene);
  scene_close(&scene);
}

/* A screen reader gets the role and the title; the words follow the data. */
static void test_accessible(void) {
  Scene scene;
  scene_open(&scene);
  g_assert_cmpint(gtk_accessible_get_accessible_role(GTK_ACCESSIBLE(scene.charts[0])), ==,
                  GTK_ACCESSIBLE_ROLE_IMG);
  g_autofree char *before = gmx_chart_describe(scene.charts[0]);
  g_assert_cmpstr(before, ==, "Loss: mixed, at w 1.00, falling, lowest 1.00, highest 2.00");
  gmx_series_append(scene.loss, 1001, NAN);
  g_autofree char *after = gmx_chart_describe(scene.charts[0]);
  g_assert_cmpstr(after, ==, "Loss: mixed, at w NaN, lowest 1.00, highest 2.00, 1 not finite");
  scene_close(&scene);
}

int main(int argc, char **argv) {
  gtk_test_init(&argc, &argv, NULL);
  g_test_add_func("/chart/widget/pointer", test_pointer);
  g_test_add_func("/chart/widget/drag", test_drag);
  g_test_add_func("/chart/widget/keys", test_keys);
  g_test_add_func("/chart/widget/picture-is-kept", test_picture_is_kept);
  g_test_add_func("/chart/widget/narrow-card", test_narrow_card);
  g_test_add_func("/chart/widget/legend-click", test_legend_click);
  g_test_add_func("/chart/widget/actions", test_actions);
  g_test_add_func("/chart/widget/accessible", test_accessible);
  return g_test_run();
}
