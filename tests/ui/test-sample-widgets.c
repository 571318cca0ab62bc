/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The cards beside the galleries in a window, over a session that trains: pointer and keys, what
 * they tell, and that nothing is left behind. Needs a display. */
#include "ui/samples/class-card.h"
#include "ui/samples/gallery-grid.h"
#include "ui/samples/no-examples.h"
#include "ui/samples/pair-matrix.h"
#include "ui/samples/scatter-card.h"
#include "ui/samples/scatter-view.h"
#include "ui/samples/scrubber-track.h"
#include "ui/samples/scrubber.h"
#include "tests/engine/remove-all.h"

typedef struct {
  char *folder;
  GmxSession *session;
  GmxSampleModel *model;
  GtkWidget *window, *box, *scatter, *classes, *scrubber;
  gint64 moved; /* what the scrubber told last; −1: nothing */
  int moves;
} Scene;

/* The first widget of @type in @root, itself included. */
static GtkWidget *find(GtkWidget *root, GType type) {
  GtkWidget *found = G_TYPE_CHECK_INSTANCE_TYPE(root, type) ? root : NULL;
  for (GtkWidget *child = gtk_widget_get_first_child(root); child && !found;
       child = gtk_widget_get_next_sibling(child))
    found = find(child, type);
  return found;
}

static gpointer controller(GtkWidget *widget, GType type) {
  g_autoptr(GListModel) list = gtk_widget_observe_controllers(widget);
  for (guint i = 0; i < g_list_model_get_n_items(list); i++) {
    g_autoptr(GObject) item = g_list_model_get_item(list, i);
    if (G_TYPE_CHECK_INSTANCE_TYPE(item, type))
      return item;
  }
  g_assert_not_reached();
}

static gboolean press(GtkWidget *widget, guint key) {
  gboolean handled = FALSE;
  g_signal_emit_by_name(controller(widget, GTK_TYPE_EVENT_CONTROLLER_KEY), "key-pressed", key, 0, 0,
                        &handled);
  return handled;
}

static gboolean wake(gpointer data) {
  return G_SOURCE_CONTINUE;
}

/* Runs the main loop until @holds. */
static void wait_for(Scene *scene, gboolean (*holds)(Scene *scene)) {
  guint id = g_timeout_add(10, wake, NULL);
  while (!holds(scene))
    g_main_context_iteration(NULL, TRUE);
  g_source_remove(id);
}

static gboolean is_finished(Scene *scene) {
  return gmx_session_get_state(scene->session) == GMX_SESSION_FINISHED;
}

static gboolean is_ready(Scene *scene) {
  return gmx_session_get_state(scene->session) == GMX_SESSION_READY;
}

static guint kept_count(Scene *scene) {
  return gmx_scrubber_track_get_kept(
             GMX_SCRUBBER_TRACK(find(scene->scrubber, GMX_TYPE_SCRUBBER_TRACK)))
      ->len;
}

static gboolean all_kept(Scene *scene) {
  return kept_count(scene) == 24;
}

static gboolean none_kept(Scene *scene) {
  return kept_count(scene) == 0;
}

static gboolean matrix_shown(Scene *scene) {
  return gtk_widget_get_mapped(find(scene->classes, GMX_TYPE_PAIR_MATRIX));
}

static gboolean scatter_shown(Scene *scene) {
  GtkWidget *view = find(scene->scatter, GMX_TYPE_SCATTER_VIEW);
  return gtk_widget_get_mapped(view) && gtk_widget_get_width(view) > 100;
}

static void on_moved(GtkWidget *scrubber, gint64 step, Scene *scene) {
  scene->moved = step;
  scene->moves++;
}

static void open_run(Scene *scene) {
  static const char *const settings[][2] = {
      {"data", "shapes"}, {"limit", "256"}, {"batch", "32"}, {"epochs", "3"},
      {"model", "mlp"},   {"hidden", "16"}, {"probe", "32"}, {"evaluate-training", "64"},
      {"method", "g-mix"}};
  g_autoptr(GmxConfig) config = gmx_config_new();
  g_autoptr(GError) error = NULL;
  for (gsize i = 0; i < G_N_ELEMENTS(settings); i++) {
    gmx_config_set_from_string(config, settings[i][0], settings[i][1], &error);
    g_assert_no_error(error);
  }
  gmx_session_open(scene->session, config);
  gmx_session_train(scene->session);
}

static void scene_open(Scene *scene) {
  g_autoptr(GError) error = NULL;
  *scene = (Scene){.moved = -1};
  scene->folder = g_dir_make_tmp("gmix-cards-XXXXXX", &error);
  g_assert_no_error(error);
  scene->session = gmx_session_new(scene->folder);
  scene->model = gmx_sample_model_new();
  scene->window = gtk_window_new();
  scene->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  scene->scatter = gmx_scatter_card_new(scene->model);
  scene->classes = gmx_class_card_new(scene->model, scene->session);
  scene->scrubber = gmx_scrubber_new(scene->session);
  gtk_box_append(GTK_BOX(scene->box), scene->scatter);
  gtk_box_append(GTK_BOX(scene->box), scene->classes);
  gtk_box_append(GTK_BOX(scene->box), scene->scrubber);
  gtk_window_set_child(GTK_WINDOW(scene->window), scene->box);
  gtk_window_set_default_size(GTK_WINDOW(scene->window), 900, 800);
  g_signal_connect(scene->scrubber, "moved", G_CALLBACK(on_moved), scene);
  gtk_window_present(GTK_WINDOW(scene->window));
  open_run(scene);
  wait_for(scene, is_finished);
  wait_for(scene, all_kept);
}

/* Everything must go with the window. */
static void scene_close(Scene *scene) {
  gpointer cards[] = {scene->scatter, scene->classes, scene->scrubber};
  for (gsize i = 0; i < G_N_ELEMENTS(cards); i++)
    g_object_add_weak_pointer(cards[i], &cards[i]);
  gtk_window_destroy(GTK_WINDOW(scene->window));
  while (g_main_context_iteration(NULL, FALSE))
    ;
  for (gsize i = 0; i < G_N_ELEMENTS(cards); i++)
    g_assert_null(cards[i]);
  gmx_session_close(scene->session);
  g_assert_finalize_object(scene->model);
  g_assert_finalize_object(scene->session);
  remove_all(scene->folder);
  g_free(scene->folder);
}

/* Keys go from kept step to kept step; the newest is followed. */
static void check_scrubber_keys(Scene *scene) {
  GtkWidget *track = find(scene->scrubber, GMX_TYPE_SCRUBBER_TRACK);
  GmxScrubber *scrubber = GMX_SCRUBBER(scene->scrubber);
  g_assert_cmpint(gmx_scrubber_get_step(scrubber), ==, 0);
  g_assert_cmpint(scene->moves, ==, 0);
  g_assert_true(press(track, GDK_KEY_Left));
  g_assert_cmpint(scene->moved, ==, 23);
  press(track, GDK_KEY_Page_Down);
  g_assert_cmpint(scene->moved, ==, 21);
  press(track, GDK_KEY_Home);
  g_assert_cmpint(scene->moved, ==, 1);
  g_assert_cmpint(gmx_scrubber_get_step(scrubber), ==, 1);
  press(track, GDK_KEY_Left); /* nothing is before the first */
  g_assert_cmpint(scene->moves, ==, 3);
  press(track, GDK_KEY_Right);
  g_assert_cmpint(scene->moved, ==, 2);
  press(track, GDK_KEY_End);
  g_assert_cmpint(scene->moved, ==, 0);
  g_assert_false(press(track, GDK_KEY_a));
}

/* A drag snaps; what the owner sets is not told back; the probe's place is another. */
static void check_scrubber_places(Scene *scene) {
  GtkWidget *track = find(scene->scrubber, GMX_TYPE_SCRUBBER_TRACK);
  GmxScrubber *scrubber = GMX_SCRUBBER(scene->scrubber);
  gpointer drag = controller(track, GTK_TYPE_GESTURE_DRAG);
  g_signal_emit_by_name(drag, "drag-begin", 12.0, 30.0);
  g_assert_cmpint(scene->moved, ==, 1);
  g_signal_emit_by_name(drag, "drag-begin", gtk_widget_get_width(track) - 12.0, 30.0);
  g_assert_cmpint(scene->moved, ==, 0);
  int moves = scene->moves;
  gmx_scrubber_set_step(scrubber, 9);
  g_assert_cmpint(gmx_scrubber_get_step(scrubber), ==, 9);
  g_assert_cmpint(scene->moves, ==, moves);
  gmx_scrubber_set_probe(scrubber, TRUE);
  g_assert_cmpint(gmx_scrubber_get_step(scrubber), ==, 0);
  g_assert_cmpuint(kept_count(scene), ==, 3);
  press(track, GDK_KEY_Home);
  g_assert_cmpint(scene->moved, ==, 1);
  gmx_scrubber_set_probe(scrubber, FALSE);
  g_assert_cmpint(gmx_scrubber_get_step(scrubber), ==, 9);
}

/* A cell sets the filter, the same cell takes it away, and so does Escape. */
static void check_pairs(Scene *scene) {
  GtkWidget *matrix = find(scene->classes, GMX_TYPE_PAIR_MATRIX);
  wait_for(scene, matrix_shown);
  press(matrix, GDK_KEY_Down);
  press(matrix, GDK_KEY_Down);
  press(matrix, GDK_KEY_Right);
  press(matrix, GDK_KEY_Return);
  const GmxSampleFilter *filter = gmx_sample_model_get_filter(scene->model);
  g_assert_cmpint(filter->pair_first, ==, 1);
  g_assert_cmpint(filter->pair_second, ==, 2);
  press(matrix, GDK_KEY_Return);
  g_assert_true(gmx_sample_filter_is_none(gmx_sample_model_get_filter(scene->model)));
  press(matrix, GDK_KEY_space);
  g_assert_false(gmx_sample_filter_is_none(gmx_sample_model_get_filter(scene->model)));
  g_assert_true(press(matrix, GDK_KEY_Escape));
  g_assert_true(gmx_sample_filter_is_none(gmx_sample_model_get_filter(scene->model)));
  g_assert_false(press(matrix, GDK_KEY_Escape));
}

static int selected_count(Scene *scene) {
  g_autoptr(GPtrArray) selected = gmx_sample_model_get_selected(scene->model);
  return (int)selected->len;
}

/* A drag over all selects all, Escape nothing; the keys walk and select. */
static void check_scatter(Scene *scene) {
  GmxRecording *recording = gmx_session_get_recording(scene->session);
  g_autoptr(GmxGallery) gallery = gmx_recording_find(recording, 24);
  GtkWidget *view = find(scene->scatter, GMX_TYPE_SCATTER_VIEW);
  gpointer drag = controller(view, GTK_TYPE_GESTURE_DRAG);
  gmx_sample_model_show(scene->model, gmx_session_get_dataset(scene->session), gallery, NULL, NULL);
  wait_for(scene, scatter_shown);
  gtk_widget_queue_draw(view);
  while (selected_count(scene) == 0) {
    /* Until the first frame there are no places. */
    g_main_context_iteration(NULL, FALSE);
    g_signal_emit_by_name(drag, "drag-begin", 1.0, 1.0);
    g_signal_emit_by_name(drag, "drag-update", gtk_widget_get_width(view) - 2.0,
                          gtk_widget_get_height(view) - 2.0);
    g_signal_emit_by_name(drag, "drag-end", gtk_widget_get_width(view) - 2.0,
                          gtk_widget_get_height(view) - 2.0);
    g_usleep(10000);
  }
  g_assert_cmpint(selected_count(scene), ==, 32);
  g_assert_true(press(view, GDK_KEY_Escape));
  g_assert_cmpint(selected_count(scene), ==, 0);
  press(view, GDK_KEY_End);
  press(view, GDK_KEY_space);
  press(view, GDK_KEY_Left);
  press(view, GDK_KEY_space);
  g_assert_cmpint(selected_count(scene), ==, 2);
  press(view, GDK_KEY_space);
  g_assert_cmpint(selected_count(scene), ==, 1);
}

/* The highest of the last gallery's losses is where End went. */
static void check_scatter_end(Scene *scene) {
  g_autoptr(GPtrArray) selected = gmx_sample_model_get_selected(scene->model);
  const GmxGallery *gallery = gmx_sample_model_get_gallery(scene->model);
  int index = GMX_SAMPLE(selected->pdata[0])->index;
  for (int i = 0; i < gallery->count; i++)
    g_assert_cmpfloat(gallery->loss[i], <=, gallery->loss[index]);
}

/* A new run takes what was looked at away, and says so. */
static void check_reset(Scene *scene) {
  gmx_scrubber_set_step(GMX_SCRUBBER(scene->scrubber), 5);
  scene->moved = -1;
  gmx_session_reset(scene->session, FALSE);
  wait_for(scene, is_ready);
  wait_for(scene, none_kept);
  g_assert_cmpint(scene->moved, ==, 0);
  g_assert_cmpint(gmx_scrubber_get_step(GMX_SCRUBBER(scene->scrubber)), ==, 0);
}

/* The first pair of classes with an example on @side and none on the other. */
static GmxSampleFilter one_sided(Scene *scene, GmxSide side) {
  GListModel *list = gmx_sample_model_get_side(scene->model, side);
  GListModel *other = gmx_sample_model_get_side(scene->model, 1 - side);
  for (guint i = 0;; i++) {
    g_autoptr(GmxSample) sample = g_list_model_get_item(list, i);
    GmxSampleFilter filter = gmx_sample_filter_none();
    filter.pair_first = sample->gallery->first_label[sample->index];
    filter.pair_second = sample->gallery->second_label[sample->index];
    gmx_sample_model_set_filter(scene->model, &filter);
    if (g_list_model_get_n_items(other) == 0)
      return filter;
    filter = gmx_sample_filter_none();
    gmx_sample_model_set_filter(scene->model, &filter);
  }
}

static GtkWidget *nothing;

static gboolean nothing_shown(Scene *scene) {
  return gtk_widget_get_mapped(nothing) && gtk_widget_get_width(nothing) > 0;
}

static gboolean nothing_gone(Scene *scene) {
  return !gtk_widget_get_mapped(nothing);
}

/* An empty gallery says why it is, and its button shows all again. The grids stand alone, so that
 * an empty one gets no more room than it asks for. */
static void check_empty_gallery(Scene *scene) {
  for (int side = 0; side < 2; side++) {
    GtkWidget *grid = gmx_gallery_grid_new(scene->model, (GmxSide)side);
    gtk_box_append(GTK_BOX(scene->box), grid);
    nothing = find(grid, GMX_TYPE_NO_EXAMPLES);
    one_sided(scene, 1 - side);
    wait_for(scene, nothing_shown);
    GtkWidget *label = find(nothing, GTK_TYPE_LABEL), *button = find(nothing, GTK_TYPE_BUTTON);
    g_assert_cmpstr(gtk_label_get_text(GTK_LABEL(label)), ==,
                    side == GMX_SIDE_SHARP ? "No sharp example passes the filter."
                                           : "No flat example passes the filter.");
    g_assert_true(gtk_widget_get_mapped(button));
    g_signal_emit_by_name(button, "clicked");
    g_assert_true(gmx_sample_filter_is_none(gmx_sample_model_get_filter(scene->model)));
    wait_for(scene, nothing_gone);
    gtk_box_remove(GTK_BOX(scene->box), grid);
  }
}

static void test_cards(void) {
  Scene scene;
  scene_open(&scene);
  check_scrubber_keys(&scene);
  check_scrubber_places(&scene);
  check_pairs(&scene);
  check_scatter(&scene);
  check_scatter_end(&scene);
  check_empty_gallery(&scene);
  check_reset(&scene);
  scene_close(&scene);
}

int main(int argc, char **argv) {
  gtk_test_init(&argc, &argv, NULL);
  g_test_add_func("/cards/window", test_cards);
  return g_test_run();
}
