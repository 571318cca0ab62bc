/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What is trained on becomes a CSV file of its own, so that a run can be repeated from its data;
 * the files lie beside the runs' folder, numbered. */
#include "ui/plane/plane-drawing.h"

#include "ui/chart/palette.h"
#include "ui/plane/plane-files.h"
#include "ui/plane/plane-paint.h"
#include "ui/toggles.h"
#include "ui/tool-parts.h"

#include <glib/gi18n.h>

#define KEY 12
#define TOOLS 3

struct _GmxPlaneDrawing {
  GtkWidget parent_instance;

  GmxSettings *settings;
  GmxPlaneEditor *editor;
  GmxPlaneDraft *draft; /* NULL while not active */
  int classes;          /* that have a button */

  GtkWidget *rows[2], *spacer, *tool_box, *tools[TOOLS], *scroller, *class_box;
  GtkWidget *undo, *clear, *files, *cancel, *use, *note;
};

enum { PROP_0, PROP_ACTIVE, PROP_POINTS, N_PROPS };
static GParamSpec *properties[N_PROPS];
enum { SIGNAL_DONE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxPlaneDrawing, gmx_plane_drawing, GTK_TYPE_WIDGET)

static void name(GtkWidget *widget, const char *text, const char *id) {
  gmx_tool_name(widget, text, NULL);
  gtk_widget_set_name(widget, id);
}

/* Classes */

static void draw_key(GtkDrawingArea *area, cairo_t *cr, int width, int height, gpointer data) {
  const int label = GPOINTER_TO_INT(data);
  g_autoptr(GmxPalette) palette = gmx_palette_new(GTK_WIDGET(area));
  double rgb[3];
  gmx_plane_class_color(palette, label, rgb);
  cairo_set_source_rgb(cr, rgb[0], rgb[1], rgb[2]);
  gmx_plane_class_path(cr, label, 0.5 * width, 0.5 * height, 9);
  cairo_fill(cr);
}

static void on_class(GmxPlaneDrawing *self, GtkToggleButton *button) {
  if (gtk_toggle_button_get_active(button))
    gmx_plane_editor_set_label(self->editor,
                               GPOINTER_TO_INT(g_object_get_data(G_OBJECT(button), "gmx-label")));
}

static GtkWidget *new_class(GmxPlaneDrawing *self, int label) {
  const char *title = gmx_plane_draft_get_class_name(self->draft, label);
  GtkWidget *button = gtk_toggle_button_new(),
            *area = g_object_new(GTK_TYPE_DRAWING_AREA, "accessible-role",
                                 GTK_ACCESSIBLE_ROLE_PRESENTATION, NULL);
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 4), *text = gtk_label_new(title);
  g_autofree char *id = g_strdup_printf("plane-class-%d", label + 1);
  gtk_drawing_area_set_content_width(GTK_DRAWING_AREA(area), KEY);
  gtk_drawing_area_set_content_height(GTK_DRAWING_AREA(area), KEY);
  gtk_drawing_area_set_draw_func(GTK_DRAWING_AREA(area), draw_key, GINT_TO_POINTER(label), NULL);
  gtk_label_set_ellipsize(GTK_LABEL(text), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars(GTK_LABEL(text), MIN(7, (int)g_utf8_strlen(title, -1)));
  gtk_label_set_max_width_chars(GTK_LABEL(text), 12);
  gtk_box_append(GTK_BOX(box), area);
  gtk_box_append(GTK_BOX(box), text);
  gtk_button_set_child(GTK_BUTTON(button), box);
  g_object_set_data(G_OBJECT(button), "gmx-label", GINT_TO_POINTER(label));
  gtk_widget_set_tooltip_text(button, title);
  name(button, title, id);
  g_signal_connect_swapped(button, "toggled", G_CALLBACK(on_class), self);
  return button;
}

static void add_class(GmxPlaneDrawing *self) {
  if (gmx_plane_draft_add_class(self->draft))
    gmx_plane_editor_set_label(self->editor, gmx_plane_draft_get_classes(self->draft) - 1);
}

static GtkWidget *new_plus(GmxPlaneDrawing *self) {
  GtkWidget *button = gtk_button_new_from_icon_name("list-add-symbolic");
  gtk_widget_set_tooltip_text(button, _("One more class"));
  name(button, _("New Class"), "plane-new-class");
  g_signal_connect_swapped(button, "clicked", G_CALLBACK(add_class), self);
  return button;
}

static void build_classes(GmxPlaneDrawing *self) {
  GtkWidget *child, *first = NULL;
  while ((child = gtk_widget_get_first_child(self->class_box)))
    gtk_box_remove(GTK_BOX(self->class_box), child);
  self->classes = gmx_plane_draft_get_classes(self->draft);
  for (int k = 0; k < self->classes; k++) {
    GtkWidget *button = new_class(self, k);
    if (first)
      gtk_toggle_button_set_group(GTK_TOGGLE_BUTTON(button), GTK_TOGGLE_BUTTON(first));
    else
      first = button;
    gtk_box_append(GTK_BOX(self->class_box), button);
  }
  if (self->classes < GMX_PLANE_MAX_CLASSES)
    gtk_box_append(GTK_BOX(self->class_box), new_plus(self));
}

static void show_label(GmxPlaneDrawing *self) {
  const int label = gmx_plane_editor_get_label(self->editor);
  GtkWidget *button = gtk_widget_get_first_child(self->class_box);
  for (int k = 0; button && k < label; k++)
    button = gtk_widget_get_next_sibling(button);
  if (GTK_IS_TOGGLE_BUTTON(button))
    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(button), TRUE);
}

/* What was drawn */

static void show_note(GmxPlaneDrawing *self, const char *problem) {
  int counts[2] = {0, 0};
  for (int i = 0; i < gmx_plane_draft_get_count(self->draft); i++)
    counts[gmx_plane_draft_get(self->draft, i)->split == GMX_SPLIT_TEST]++;
  g_autofree char *text =
      g_strdup_printf(_("%d training, %d held-out. %s"), counts[0], counts[1],
                      problem ? problem : _("Of the points that you add, every third is held out"));
  gtk_label_set_text(GTK_LABEL(self->note), text);
}

static void on_changed(GmxPlaneDrawing *self) {
  g_autofree char *problem = gmx_plane_draft_get_problem(self->draft);
  if (self->classes != gmx_plane_draft_get_classes(self->draft)) {
    build_classes(self);
    show_label(self);
  }
  gtk_widget_set_sensitive(self->undo, gmx_plane_draft_can_undo(self->draft));
  gtk_widget_set_sensitive(self->clear, gmx_plane_draft_get_count(self->draft) > 0);
  gtk_widget_set_sensitive(self->use, problem == NULL);
  show_note(self, problem);
  g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_POINTS]);
}

static void finish(GmxPlaneDrawing *self) {
  g_signal_emit(self, signals[SIGNAL_DONE], 0);
}

static void say(GmxPlaneDrawing *self, const char *what, const char *right) {
  gtk_widget_activate_action(GTK_WIDGET(self), "win.notice", "(ss)", what, right);
}

static void on_use(GmxPlaneDrawing *self) {
  g_autoptr(GError) error = NULL;
  g_autofree char *path = gmx_plane_files_new_path(&error);
  if (path && gmx_plane_draft_save(self->draft, path, &error)) {
    gmx_plane_files_train_on(self->settings, path);
    finish(self);
  } else {
    say(self, _("The points could not be kept."), error->message);
  }
}

static void on_undo(GmxPlaneDrawing *self) {
  gmx_plane_draft_undo(self->draft);
}

static void on_clear(GmxPlaneDrawing *self) {
  gmx_plane_draft_begin(self->draft);
  gmx_plane_draft_clear(self->draft);
}

/* Files */

static void on_opened(const char *path, gpointer data) {
  GmxPlaneDrawing *self = data;
  gmx_plane_files_train_on(self->settings, path);
  finish(self);
}

static void on_named(const char *path, gpointer data) {
  GmxPlaneDrawing *self = data;
  g_autoptr(GError) error = NULL;
  if (self->draft && !gmx_plane_draft_save(self->draft, path, &error))
    say(self, _("The points could not be saved."), error->message);
}

static void act_open(GSimpleAction *action, GVariant *parameter, gpointer data) {
  gmx_plane_files_choose_open(GTK_WIDGET(data), on_opened);
}

static void act_save(GSimpleAction *action, GVariant *parameter, gpointer data) {
  gmx_plane_files_choose_save(GTK_WIDGET(data), on_named);
}

static void install_actions(GmxPlaneDrawing *self) {
  static const GActionEntry entries[] = {{.name = "open", .activate = act_open},
                                         {.name = "save", .activate = act_save}};
  g_autoptr(GSimpleActionGroup) group = g_simple_action_group_new();
  g_action_map_add_action_entries(G_ACTION_MAP(group), entries, G_N_ELEMENTS(entries), self);
  gtk_widget_insert_action_group(GTK_WIDGET(self), "points", G_ACTION_GROUP(group));
}

static GtkWidget *new_files(void) {
  GtkWidget *button = gtk_menu_button_new();
  g_autoptr(GMenu) menu = g_menu_new();
  g_menu_append(menu, _("Open CSV…"), "points.open");
  g_menu_append(menu, _("Save as CSV…"), "points.save");
  gtk_menu_button_set_label(GTK_MENU_BUTTON(button), _("CSV"));
  gtk_menu_button_set_menu_model(GTK_MENU_BUTTON(button), G_MENU_MODEL(menu));
  gtk_widget_set_tooltip_text(button, _("Points from a file, or into one: x, y, label, part"));
  name(button, _("CSV Files"), "plane-csv");
  return button;
}

/* Building */

static void on_tool(GmxPlaneDrawing *self, GtkToggleButton *button) {
  for (int tool = 0; tool < TOOLS; tool++)
    if (GTK_WIDGET(button) == self->tools[tool] && gtk_toggle_button_get_active(button))
      gmx_plane_editor_set_tool(self->editor, (GmxPlaneTool)tool);
}

static void build_tools(GmxPlaneDrawing *self) {
  static const GmxToggle tools[TOOLS] = {
      {N_("Draw"), N_("Press to add points of the chosen class, or drag one elsewhere"),
       "plane-tool-draw"},
      {N_("Relabel"), N_("Press points to give them the chosen class"), "plane-tool-relabel"},
      {N_("Erase"), N_("Press points to remove them"), "plane-tool-erase"},
  };
  self->tool_box = gmx_toggles_new(GMX_TOGGLES_ONE, tools, TOOLS, self->tools);
  for (int tool = 0; tool < TOOLS; tool++)
    g_signal_connect_swapped(self->tools[tool], "toggled", G_CALLBACK(on_tool), self);
}

static GtkWidget *new_button(GmxPlaneDrawing *self, const char *label, const char *tip,
                             const char *id, void (*func)(GmxPlaneDrawing *)) {
  GtkWidget *button = gtk_button_new_with_label(label);
  gtk_widget_set_tooltip_text(button, tip);
  gtk_widget_set_name(button, id);
  g_signal_connect_swapped(button, "clicked", G_CALLBACK(func), self);
  return button;
}

static void build_row(GmxPlaneDrawing *self) {
  build_tools(self);
  self->class_box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class(self->class_box, "linked");
  self->scroller = gmx_tool_scroller_new(self->class_box);
  self->note = gtk_label_new(NULL);
  gtk_label_set_wrap(GTK_LABEL(self->note), TRUE);
  gtk_label_set_xalign(GTK_LABEL(self->note), 0);
  self->spacer = gmx_tool_spacer_new();
  gtk_widget_add_css_class(self->note, "gmx-caption");
  gtk_widget_add_css_class(self->note, "numeric");
  self->undo = new_button(self, _("Undo"), _("Take the last stroke back (Ctrl+Z)"),
                          "plane-draw-undo", on_undo);
  self->clear = new_button(self, _("Clear"), _("Remove all points"), "plane-draw-clear", on_clear);
  self->files = new_files();
  self->cancel = new_button(self, _("Cancel"), _("Keep the points that there were"),
                            "plane-draw-cancel", finish);
  self->use =
      new_button(self, _("Use Points"), _("A new run on these points"), "plane-draw-use", on_use);
  gtk_widget_add_css_class(self->use, "suggested-action");
}

void gmx_plane_drawing_set_narrow(GmxPlaneDrawing *self, gboolean narrow) {
  GtkWidget *upper[] = {self->tool_box, self->scroller, self->spacer};
  GtkWidget *lower[] = {self->undo, self->clear, self->files, self->cancel, self->use};
  for (gsize i = 0; i < G_N_ELEMENTS(upper); i++)
    gmx_tool_row_take(self->rows[0], upper[i]);
  for (gsize i = 0; i < G_N_ELEMENTS(lower); i++) {
    gmx_tool_row_take(self->rows[narrow ? 1 : 0], lower[i]);
    gtk_widget_set_hexpand(lower[i], narrow);
  }
  gtk_widget_set_visible(self->rows[1], narrow);
  if (narrow)
    gtk_widget_add_css_class(GTK_WIDGET(self), "narrow");
  else
    gtk_widget_remove_css_class(GTK_WIDGET(self), "narrow");
}

/* Life */

static gboolean on_undo_key(GtkWidget *widget, GVariant *arguments, gpointer data) {
  GmxPlaneDrawing *self = data;
  if (!self->draft)
    return FALSE;
  gmx_plane_draft_undo(self->draft);
  return TRUE;
}

static gboolean on_redo_key(GtkWidget *widget, GVariant *arguments, gpointer data) {
  GmxPlaneDrawing *self = data;
  if (!self->draft)
    return FALSE;
  gmx_plane_draft_redo(self->draft);
  return TRUE;
}

static void add_keys(GmxPlaneDrawing *self, GtkWidget *widget) {
  GtkEventController *keys = gtk_shortcut_controller_new();
  gtk_shortcut_controller_add_shortcut(
      GTK_SHORTCUT_CONTROLLER(keys),
      gtk_shortcut_new(gtk_keyval_trigger_new(GDK_KEY_z, GDK_CONTROL_MASK),
                       gtk_callback_action_new(on_undo_key, self, NULL)));
  gtk_shortcut_controller_add_shortcut(
      GTK_SHORTCUT_CONTROLLER(keys),
      gtk_shortcut_new(gtk_keyval_trigger_new(GDK_KEY_z, GDK_CONTROL_MASK | GDK_SHIFT_MASK),
                       gtk_callback_action_new(on_redo_key, self, NULL)));
  gtk_widget_add_controller(widget, keys);
}

void gmx_plane_drawing_add_view(GmxPlaneDrawing *self, GmxPlaneView *view) {
  gmx_plane_editor_add_view(self->editor, view);
  add_keys(self, GTK_WIDGET(view));
}

void gmx_plane_drawing_set_active(GmxPlaneDrawing *self, gboolean active) {
  if (active == (self->draft != NULL))
    return;
  if (self->draft)
    g_signal_handlers_disconnect_by_data(self->draft, self);
  g_clear_object(&self->draft);
  if (active) {
    self->draft =
        gmx_plane_draft_new(gmx_session_get_dataset(gmx_settings_get_session(self->settings)));
    self->classes = 0;
    gmx_plane_editor_set_label(self->editor, 0);
    g_signal_connect_swapped(self->draft, "changed", G_CALLBACK(on_changed), self);
    on_changed(self);
  }
  gmx_plane_editor_set_draft(self->editor, self->draft);
  g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_ACTIVE]);
}

static void drawing_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec) {
  GmxPlaneDrawing *self = GMX_PLANE_DRAWING(object);
  if (id == PROP_ACTIVE)
    g_value_set_boolean(value, self->draft != NULL);
  else
    g_value_set_int(value, self->draft ? gmx_plane_draft_get_count(self->draft) : 0);
}

static void drawing_dispose(GObject *object) {
  GmxPlaneDrawing *self = GMX_PLANE_DRAWING(object);
  GtkWidget *child;
  if (self->draft)
    g_signal_handlers_disconnect_by_data(self->draft, self);
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(self))))
    gtk_widget_unparent(child);
  g_clear_object(&self->draft);
  g_clear_object(&self->editor);
  g_clear_object(&self->settings);
  G_OBJECT_CLASS(gmx_plane_drawing_parent_class)->dispose(object);
}

static void gmx_plane_drawing_class_init(GmxPlaneDrawingClass *class) {
  GObjectClass *object_class = G_OBJECT_CLASS(class);
  object_class->dispose = drawing_dispose;
  object_class->get_property = drawing_get_property;
  properties[PROP_ACTIVE] =
      g_param_spec_boolean("active", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_POINTS] = g_param_spec_int("points", NULL, NULL, 0, G_MAXINT, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties(object_class, N_PROPS, properties);
  signals[SIGNAL_DONE] = g_signal_new("done", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0, NULL,
                                      NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class), GTK_ACCESSIBLE_ROLE_TOOLBAR);
}

static void gmx_plane_drawing_init(GmxPlaneDrawing *self) {
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-plane-tools");
  name(GTK_WIDGET(self), _("Drawing points"), "plane-drawing");
  self->editor = gmx_plane_editor_new();
  gmx_tool_rows_init(GTK_WIDGET(self), 6, G_N_ELEMENTS(self->rows), self->rows);
  build_row(self);
  gtk_widget_set_parent(self->note, GTK_WIDGET(self));
  install_actions(self);
  add_keys(self, GTK_WIDGET(self));
  gmx_plane_drawing_set_narrow(self, FALSE);
  g_signal_connect_swapped(self->editor, "notify::label", G_CALLBACK(show_label), self);
}

GtkWidget *gmx_plane_drawing_new(GmxSettings *settings) {
  GmxPlaneDrawing *self = g_object_new(GMX_TYPE_PLANE_DRAWING, NULL);
  self->settings = g_object_ref(settings);
  return GTK_WIDGET(self);
}
