/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Samples page: tool row, galleries, cards beside them, scrubber.
 *
 * All of them show the page's one model; a feed fills it. By the page's own width it is wide (all
 * at once) or narrow (one card at a time). */
#include "ui/samples/samples-page-private.h"

#include "engine/insight/blend.h"
#include "ui/adaptive-bin.h"
#include "ui/samples/gallery-grid.h"
#include "ui/samples/no-examples.h"
#include "ui/samples/samples-save.h"
#include "ui/samples/samples-toolbar.h"
#include "ui/samples/scrubber.h"
#include "ui/page-notice.h"

#include <glib/gi18n.h>

enum { PROP_0, PROP_FROZEN, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_INSPECT, SIGNAL_PICTURE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxSamplesPage, gmx_samples_page, GTK_TYPE_WIDGET)

void gmx_samples_page_show_probe(GmxSamplesPage *self) {
  gmx_samples_toolbar_set_source(GMX_SAMPLES_TOOLBAR(self->toolbar), GMX_SOURCE_PROBE);
}

void gmx_samples_page_take_intrusion(GmxSamplesPage *self, GmxGallery *gallery,
                                     GmxIntrusion *intrusion) {
  gmx_samples_feed_take_intrusion(self->feed, gallery, intrusion);
}

GmxSampleModel *gmx_samples_page_get_model(GmxSamplesPage *self) {
  return self->model;
}

static GmxSession *get_session(GmxSamplesPage *self) {
  return gmx_settings_get_session(self->settings);
}

/* What is shown */

static int chosen_card(GmxSamplesPage *self) {
  for (int card = 0; card < GMX_N_CARDS; card++)
    if (gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(self->buttons[card])))
      return card;
  return GMX_CARD_SHARP;
}

/* Cards by width, by what the switch says, and by whether there are sides. */
static void update_visible(GmxSamplesPage *self) {
  GmxGallery *gallery = gmx_sample_model_get_gallery(self->model);
  gboolean sides = !gallery || gallery->climbed, wide = !self->narrow;
  gboolean any = gmx_sample_model_get_shown(self->model) > 0;
  int card = chosen_card(self);
  gboolean on_left = wide || card == GMX_CARD_SHARP || card == GMX_CARD_FLAT;
  gtk_widget_set_visible(self->switcher, self->narrow);
  gtk_widget_set_visible(self->left, on_left);
  gtk_widget_set_visible(self->side, wide || !on_left);
  gtk_widget_set_visible(self->galleries, any);
  gtk_widget_set_visible(self->nothing, !any);
  gtk_widget_set_visible(self->grids[GMX_SIDE_SHARP], sides && (wide || card == GMX_CARD_SHARP));
  gtk_widget_set_visible(self->grids[GMX_SIDE_FLAT], sides && (wide || card == GMX_CARD_FLAT));
  gtk_widget_set_visible(self->grids[GMX_SIDE_ALL], !sides);
  gtk_widget_set_visible(self->scatter, wide || card == GMX_CARD_SCATTER);
  gtk_widget_set_vexpand(self->scatter, self->narrow);
  gtk_widget_set_visible(self->classes, wide || card == GMX_CARD_CLASSES);
  gtk_widget_set_visible(self->hint, !sides);
  gtk_button_set_label(GTK_BUTTON(self->buttons[GMX_CARD_SHARP]), sides ? _("Sharp") : _("Batch"));
  gtk_widget_set_visible(self->buttons[GMX_CARD_FLAT], sides);
  if (!sides && card == GMX_CARD_FLAT) /* its tab has gone */
    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(self->buttons[GMX_CARD_SHARP]), TRUE);
}

/* Why the galleries are empty, and what fills them. */
static void explain_nothing(GmxSamplesPage *self) {
  gboolean filtered = gmx_sample_model_get_total(self->model) > 0;
  GmxConfig *config = gmx_settings_get_config(self->settings);
  const char *why = _("No example passes the filter.");
  if (!filtered && gmx_samples_feed_get_source(self->feed) == GMX_SOURCE_PROBE)
    why = gmx_config_get_int(config, "probe") > 0
              ? _("Here will be the probe: the same examples at the end of every epoch.")
              : _("This run keeps no probe: set Probe examples in the settings, then reset.");
  else if (!filtered && gmx_samples_feed_get_source(self->feed) == GMX_SOURCE_RECORDED)
    why = _("Here will be the steps that are recorded: none is yet.");
  else if (!filtered)
    why = _("Here will be the examples of the next step.");
  gmx_no_examples_say(GMX_NO_EXAMPLES(self->nothing), why);
}

static void show_state(GmxSamplesPage *self) {
  GmxSessionState state = gmx_session_get_state(get_session(self));
  gboolean started = gmx_sample_model_get_gallery(self->model) || state >= GMX_SESSION_TRAINING;
  gtk_stack_set_visible_child_name(GTK_STACK(self->stack), started ? "work" : "empty");
  gtk_widget_set_sensitive(self->toolbar, started);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "samples.freeze", started);
}

static void update_actions(GmxSamplesPage *self) {
  g_autoptr(GPtrArray) selected = gmx_sample_model_get_selected(self->model);
  gboolean any = gmx_sample_model_get_shown(self->model) > 0;
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "samples.save-selection", selected->len > 0);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "samples.save-galleries", any);
  gtk_widget_action_set_enabled(GTK_WIDGET(self), "samples.save-table", any);
}

static void on_model(GmxSamplesPage *self) {
  show_state(self);
  explain_nothing(self);
  update_visible(self);
  update_actions(self);
}

static void on_feed(GmxSamplesPage *self) {
  g_autofree char *note = gmx_samples_feed_describe(self->feed);
  gmx_samples_toolbar_set_note(GMX_SAMPLES_TOOLBAR(self->toolbar), note);
  explain_nothing(self);
}

static void on_search_moved(GmxSamplesPage *self, double fraction) {
  for (gsize i = 0; i < G_N_ELEMENTS(self->grids); i++)
    gmx_gallery_grid_set_search(GMX_GALLERY_GRID(self->grids[i]), fraction,
                                _("Comparing with every training example"));
}

static void on_search_failed(GmxSamplesPage *self, const GError *error) {
  gmx_page_notice_fail(self->notice, _("The search for intrusion did not work"), error->message);
}

/* What the user does */

static void on_source(GmxSamplesPage *self, int source) {
  GmxScrubber *scrubber = GMX_SCRUBBER(self->scrubber);
  gmx_scrubber_set_probe(scrubber, source == GMX_SOURCE_PROBE);
  if (source == GMX_SOURCE_STEP)
    gmx_scrubber_set_step(scrubber, 0);
  gmx_samples_feed_set_source(self->feed, (GmxSampleSource)source, gmx_scrubber_get_step(scrubber));
}

/* The handle moves over what is recorded: whoever moves it asks for that. */
static void on_scrubbed(GmxSamplesPage *self, gint64 place) {
  GmxSampleSource source = gmx_samples_feed_get_source(self->feed);
  if (source == GMX_SOURCE_STEP && place > 0)
    gmx_samples_toolbar_set_source(GMX_SAMPLES_TOOLBAR(self->toolbar), GMX_SOURCE_RECORDED);
  else
    gmx_samples_feed_set_source(self->feed, source, place);
}

/* A search of what passes by would never end in time: it holds what it looks at. */
static void on_search(GmxSamplesPage *self) {
  gboolean passing = gmx_samples_feed_get_source(self->feed) == GMX_SOURCE_STEP &&
                     gmx_session_get_state(get_session(self)) == GMX_SESSION_TRAINING;
  if (passing)
    g_object_set(self, "frozen", TRUE, NULL);
  gmx_samples_feed_search(self->feed);
}

/* Nothing moves under a reader's eyes. */
static void update_held(GmxSamplesPage *self) {
  gboolean held = FALSE;
  for (guint i = 0; i < self->attention->len; i++) {
    GtkEventController *controller = self->attention->pdata[i];
    if (!gtk_widget_get_mapped(gtk_event_controller_get_widget(controller)))
      continue;
    held |=
        GTK_IS_EVENT_CONTROLLER_MOTION(controller)
            ? gtk_event_controller_motion_contains_pointer(GTK_EVENT_CONTROLLER_MOTION(controller))
            : gtk_event_controller_focus_contains_focus(GTK_EVENT_CONTROLLER_FOCUS(controller));
  }
  gmx_samples_feed_set_held(self->feed, held);
}

static void watch(GmxSamplesPage *self, GtkWidget *widget) {
  GtkEventController *pointer = gtk_event_controller_motion_new();
  GtkEventController *focus = gtk_event_controller_focus_new();
  g_signal_connect_swapped(pointer, "notify::contains-pointer", G_CALLBACK(update_held), self);
  g_signal_connect_swapped(focus, "notify::contains-focus", G_CALLBACK(update_held), self);
  gtk_widget_add_controller(widget, pointer);
  gtk_widget_add_controller(widget, focus);
  g_ptr_array_add(self->attention, pointer);
  g_ptr_array_add(self->attention, focus);
}

/* The tile that was inspected last, if it is still there. */
static gboolean samples_page_grab_focus(GtkWidget *widget) {
  GmxSamplesPage *self = GMX_SAMPLES_PAGE(widget);
  return self->inspected && gtk_widget_grab_focus(self->inspected);
}

static void on_inspect(GmxSamplesPage *self, int index, GtkWidget *grid) {
  self->inspected = grid;
  g_signal_emit(self, signals[SIGNAL_INSPECT], 0, index);
}

static void choose_sam(GmxSamplesPage *self) {
  gmx_settings_set(self->settings, "perturb", "sam");
}

static void on_narrow(GmxSamplesPage *self) {
  self->narrow = gmx_adaptive_bin_get_narrow(GMX_ADAPTIVE_BIN(self->bin));
  gmx_samples_toolbar_set_narrow(GMX_SAMPLES_TOOLBAR(self->toolbar), self->narrow);
  gtk_widget_set_hexpand(self->side, self->narrow);
  gmx_scrubber_set_narrow(GMX_SCRUBBER(self->scrubber), self->narrow);
  update_visible(self);
}

static gboolean on_escape(GtkWidget *widget, GVariant *arguments, gpointer data) {
  GmxSamplesPage *self = GMX_SAMPLES_PAGE(widget);
  g_autoptr(GPtrArray) selected = gmx_sample_model_get_selected(self->model);
  if (selected->len == 0)
    return FALSE;
  gmx_sample_model_select(self->model, NULL, 0, FALSE);
  return TRUE;
}

static void on_saved(GtkWidget *page, const char *what, const GError *error) {
  GmxSamplesPage *self = GMX_SAMPLES_PAGE(page);
  if (error)
    gmx_page_notice_fail(self->notice, _("The file could not be saved"), error->message);
  else
    gmx_page_notice_say(self->notice, _("Saved"), what);
}

static void act_save(GtkWidget *widget, const char *action, GVariant *parameter) {
  GmxSamplesPage *self = GMX_SAMPLES_PAGE(widget);
  GmxSaveKind kind = g_str_has_suffix(action, "table")       ? GMX_SAVE_TABLE
                     : g_str_has_suffix(action, "selection") ? GMX_SAVE_SELECTION
                                                             : GMX_SAVE_GALLERIES;
  gmx_samples_save(GTK_WIDGET(self), self->model, kind, self->run,
                   gmx_settings_get_config(self->settings), on_saved);
}

static void on_status(GmxSamplesPage *self, const GmxStatus *status) {
  g_free(self->run);
  self->run = status->run_path ? g_path_get_basename(status->run_path) : NULL;
}

static void on_map(GtkWidget *widget) {
  GTK_WIDGET_CLASS(gmx_samples_page_parent_class)->map(widget);
  gmx_samples_feed_set_visible(GMX_SAMPLES_PAGE(widget)->feed, TRUE);
}

static void on_unmap(GtkWidget *widget) {
  gmx_samples_feed_set_visible(GMX_SAMPLES_PAGE(widget)->feed, FALSE);
  GTK_WIDGET_CLASS(gmx_samples_page_parent_class)->unmap(widget);
}

static void samples_page_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec) {
  g_value_set_boolean(value, gmx_samples_feed_get_frozen(GMX_SAMPLES_PAGE(object)->feed));
}

static void samples_page_set_property(GObject *object, guint id, const GValue *value,
                                      GParamSpec *spec) {
  gmx_samples_feed_set_frozen(GMX_SAMPLES_PAGE(object)->feed, g_value_get_boolean(value));
}

static void samples_page_dispose(GObject *object) {
  GmxSamplesPage *self = GMX_SAMPLES_PAGE(object);
  if (self->feed) {
    gmx_samples_feed_stop(self->feed);
    g_signal_handlers_disconnect_by_data(self->feed, self);
    g_signal_handlers_disconnect_by_data(self->model, self);
  }
  self->inspected = NULL;
  g_clear_pointer(&self->bin, gtk_widget_unparent);
  g_clear_object(&self->feed);
  g_clear_object(&self->model);
  g_clear_object(&self->settings);
  g_clear_pointer(&self->run, g_free);
  G_OBJECT_CLASS(gmx_samples_page_parent_class)->dispose(object);
}

static void samples_page_finalize(GObject *object) {
  g_ptr_array_unref(GMX_SAMPLES_PAGE(object)->attention);
  G_OBJECT_CLASS(gmx_samples_page_parent_class)->finalize(object);
}

static void add_keys(GtkWidgetClass *class) {
  gtk_widget_class_add_binding(class, GDK_KEY_Escape, 0, on_escape, NULL);
}

static void gmx_samples_page_class_init(GmxSamplesPageClass *class) {
  GObjectClass *object_class = G_OBJECT_CLASS(class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  object_class->dispose = samples_page_dispose;
  object_class->finalize = samples_page_finalize;
  object_class->get_property = samples_page_get_property;
  object_class->set_property = samples_page_set_property;
  widget_class->grab_focus = samples_page_grab_focus;
  widget_class->map = on_map;
  widget_class->unmap = on_unmap;
  properties[PROP_FROZEN] =
      g_param_spec_boolean("frozen", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties(object_class, N_PROPS, properties);
  signals[SIGNAL_INSPECT] = g_signal_new("inspect", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0,
                                         NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SIGNAL_PICTURE] =
      g_signal_new("picture", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                   G_TYPE_NONE, 2, G_TYPE_INT, GMX_TYPE_PICTURE);
  gtk_widget_class_install_property_action(widget_class, "samples.freeze", "frozen");
  gtk_widget_class_install_action(widget_class, "samples.save-selection", NULL, act_save);
  gtk_widget_class_install_action(widget_class, "samples.save-galleries", NULL, act_save);
  gtk_widget_class_install_action(widget_class, "samples.save-table", NULL, act_save);
  gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BIN_LAYOUT);
  add_keys(widget_class);
}

static void gmx_samples_page_init(GmxSamplesPage *self) {
  self->attention = g_ptr_array_new();
}

/* F freezes wherever the focus is while the page is seen. */
static void add_freeze_key(GmxSamplesPage *self) {
  GtkEventController *keys = gtk_shortcut_controller_new();
  GtkShortcut *freeze = gtk_shortcut_new(gtk_keyval_trigger_new(GDK_KEY_f, 0),
                                         gtk_named_action_new("samples.freeze"));
  gtk_shortcut_controller_set_scope(GTK_SHORTCUT_CONTROLLER(keys), GTK_SHORTCUT_SCOPE_GLOBAL);
  gtk_shortcut_controller_add_shortcut(GTK_SHORTCUT_CONTROLLER(keys), freeze);
  gtk_widget_add_controller(GTK_WIDGET(self), keys);
}

static void on_picture(GmxSamplesPage *self, int parent, GmxPicture *picture) {
  g_signal_emit(self, signals[SIGNAL_PICTURE], 0, parent, picture);
}

static void connect_parts(GmxSamplesPage *self) {
  const struct {
    gpointer object;
    const char *signal;
    GCallback handler;
  } handlers[] = {
      {self->model, "changed", G_CALLBACK(on_model)},
      {self->model, "selection-changed", G_CALLBACK(update_actions)},
      {self->feed, "changed", G_CALLBACK(on_feed)},
      {self->feed, "search", G_CALLBACK(on_search_moved)},
      {self->feed, "failed", G_CALLBACK(on_search_failed)},
      {self->toolbar, "source", G_CALLBACK(on_source)},
      {self->scrubber, "moved", G_CALLBACK(on_scrubbed)},
      {self->bin, "notify::narrow", G_CALLBACK(on_narrow)},
      {self->hint_button, "clicked", G_CALLBACK(choose_sam)},
      {self->classes, "picture", G_CALLBACK(on_picture)},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(handlers); i++)
    g_signal_connect_swapped(handlers[i].object, handlers[i].signal, handlers[i].handler, self);
  for (int card = 0; card < GMX_N_CARDS; card++)
    g_signal_connect_swapped(self->buttons[card], "toggled", G_CALLBACK(update_visible), self);
  for (gsize i = 0; i < G_N_ELEMENTS(self->grids); i++) {
    GtkWidget *grid = self->grids[i];
    g_signal_connect_swapped(grid, "inspect", G_CALLBACK(on_inspect), self);
    g_signal_connect_swapped(grid, "search", G_CALLBACK(on_search), self);
    g_signal_connect_swapped(grid, "stop", G_CALLBACK(gmx_samples_feed_stop_search), self->feed);
    watch(self, grid);
  }
  watch(self, self->scatter);
}

GtkWidget *gmx_samples_page_new(GmxSettings *settings) {
  GmxSamplesPage *self = g_object_new(GMX_TYPE_SAMPLES_PAGE, NULL);
  GmxSession *session = gmx_settings_get_session(settings);
  self->settings = g_object_ref(settings);
  self->model = gmx_sample_model_new();
  self->feed = gmx_samples_feed_new(session, self->model);
  gmx_samples_page_build(self);
  gtk_widget_set_parent(self->bin, GTK_WIDGET(self));
  connect_parts(self);
  add_freeze_key(self);
  g_signal_connect_object(session, "state", G_CALLBACK(show_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "status", G_CALLBACK(on_status), self, G_CONNECT_SWAPPED);
  on_narrow(self);
  on_model(self);
  update_actions(self);
  return GTK_WIDGET(self);
}
