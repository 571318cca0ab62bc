/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The plane's tool row. Where there is no room it becomes two rows. */
#include "ui/plane/plane-tools.h"

#include "ui/toggles.h"
#include "ui/tool-parts.h"

#include <glib/gi18n.h>

#define LAYERS 3

struct _GmxPlaneTools {
  GtkWidget parent_instance;

  gboolean narrow;
  GmxPlaneLayers kept[2]; /* layers beside a race, and in one */

  GtkWidget *rows[2];
  GtkWidget *mode_box, *modes[GMX_PLANE_MODES];
  GtkWidget *layer_box, *layers[LAYERS];
  GtkWidget *spacer, *note, *draw, *slow;
};

enum { PROP_0, PROP_MODE, PROP_LAYERS, PROP_DRAWING, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE(GmxPlaneTools, gmx_plane_tools, GTK_TYPE_WIDGET)

static gboolean is_on(GtkWidget *button) {
  return gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(button));
}

GmxPlaneMode gmx_plane_tools_get_mode(GmxPlaneTools *self) {
  for (int mode = 0; mode < GMX_PLANE_MODES; mode++)
    if (is_on(self->modes[mode]))
      return (GmxPlaneMode)mode;
  return GMX_PLANE_MODE_SIDE_BY_SIDE;
}

void gmx_plane_tools_set_mode(GmxPlaneTools *self, GmxPlaneMode mode) {
  gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(self->modes[mode]), TRUE);
}

GmxPlaneLayers gmx_plane_tools_get_layers(GmxPlaneTools *self) {
  int layers = 0;
  for (int i = 0; i < LAYERS; i++)
    layers |= is_on(self->layers[i]) ? 1 << i : 0;
  return (GmxPlaneLayers)layers;
}

static void set_layers(GmxPlaneTools *self, GmxPlaneLayers layers) {
  for (int i = 0; i < LAYERS; i++)
    gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(self->layers[i]), (layers & 1 << i) != 0);
}

gboolean gmx_plane_tools_get_drawing(GmxPlaneTools *self) {
  return is_on(self->draw);
}

void gmx_plane_tools_set_drawing(GmxPlaneTools *self, gboolean drawing) {
  gtk_toggle_button_set_active(GTK_TOGGLE_BUTTON(self->draw), drawing);
}

void gmx_plane_tools_offer_race(GmxPlaneTools *self) {
  gtk_widget_set_visible(self->modes[GMX_PLANE_MODE_RACE], TRUE);
}

/* What is pressed */

static gboolean is_race(GmxPlaneTools *self) {
  return is_on(self->modes[GMX_PLANE_MODE_RACE]);
}

static void on_mode(GmxPlaneTools *self, GtkToggleButton *button) {
  if (!gtk_toggle_button_get_active(button))
    return;
  const gboolean race = is_race(self);
  gtk_widget_set_visible(self->note, race && !self->narrow);
  gtk_widget_set_visible(self->draw, !race);
  set_layers(self, self->kept[race]);
  g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_MODE]);
}

static void on_layer(GmxPlaneTools *self) {
  self->kept[is_race(self)] = gmx_plane_tools_get_layers(self);
  g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_LAYERS]);
}

/* What is drawn is shown as it is. */
static void on_draw(GmxPlaneTools *self) {
  gtk_widget_set_sensitive(self->layer_box, !is_on(self->draw));
  g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_DRAWING]);
}

/* Building */

static void build_modes(GmxPlaneTools *self) {
  static const GmxToggle modes[GMX_PLANE_MODES] = {
      {N_("At w"), N_("The decision surface of the network as it is"), "plane-mode-at-w"},
      {N_("Side by Side"), N_("The surface at w, and beside it after the climb, at w + ε̂"),
       "plane-mode-side-by-side"},
      {N_("Blend"), N_("Both surfaces through each other: they agree where the colour is full"),
       "plane-mode-blend"},
      {N_("Race"), N_("Two methods from the same seed on the same batches"), "plane-mode-race"},
  };
  self->mode_box = gmx_toggles_new(GMX_TOGGLES_ONE, modes, GMX_PLANE_MODES, self->modes);
  gmx_plane_tools_set_mode(self, GMX_PLANE_MODE_SIDE_BY_SIDE);
  gtk_widget_set_visible(self->modes[GMX_PLANE_MODE_RACE], FALSE);
  for (int mode = 0; mode < GMX_PLANE_MODES; mode++)
    g_signal_connect_swapped(self->modes[mode], "toggled", G_CALLBACK(on_mode), self);
}

static void build_layers(GmxPlaneTools *self) {
  static const GmxToggle layers[LAYERS] = {
      {N_("Mixed"), N_("This step’s mixed points, on the segments between their parents"),
       "plane-show-mixed"},
      {N_("Training"), N_("The training points"), "plane-show-training"},
      {N_("Held-out"), N_("The points to judge by, which are not trained on"),
       "plane-show-held-out"},
  };
  self->layer_box = gmx_toggles_new(GMX_TOGGLES_ANY, layers, LAYERS, self->layers);
  self->kept[0] = GMX_PLANE_MIXED | GMX_PLANE_TRAINING;
  self->kept[1] = GMX_PLANE_TRAINING | GMX_PLANE_HELD_OUT;
  set_layers(self, self->kept[0]);
  for (int i = 0; i < LAYERS; i++)
    g_signal_connect_swapped(self->layers[i], "toggled", G_CALLBACK(on_layer), self);
}

static void build_ends(GmxPlaneTools *self) {
  self->spacer = gmx_tool_spacer_new();
  self->note = gtk_label_new(_("same seed, same batches"));
  gtk_widget_add_css_class(self->note, "gmx-tool-note");
  gtk_label_set_ellipsize(GTK_LABEL(self->note), PANGO_ELLIPSIZE_END); /* it gives way first */
  gtk_widget_set_visible(self->note, FALSE);
  self->draw = gtk_toggle_button_new_with_label(_("Draw Points"));
  gtk_widget_set_tooltip_text(self->draw, _("Add, move and relabel points, or open a CSV file"));
  gtk_widget_set_name(self->draw, "plane-draw");
  g_signal_connect_swapped(self->draw, "toggled", G_CALLBACK(on_draw), self);
  self->slow = gtk_button_new_with_label(_("Slow Motion"));
  gtk_widget_set_tooltip_text(self->slow, _("The next step, phase by phase"));
  gtk_widget_set_name(self->slow, "slow-motion");
  gtk_actionable_set_action_name(GTK_ACTIONABLE(self->slow), "win.slow-motion");
}

static void lay_out(GmxPlaneTools *self) {
  GtkWidget *lower = self->rows[self->narrow ? 1 : 0];
  GtkWidget *follow[] = {self->layer_box, self->spacer, self->note, self->draw, self->slow};
  gmx_tool_row_take(self->rows[0], self->mode_box);
  for (gsize i = 0; i < G_N_ELEMENTS(follow); i++)
    gmx_tool_row_take(lower, follow[i]);
  gtk_widget_set_visible(self->rows[1], self->narrow);
  gtk_widget_set_visible(self->spacer, !self->narrow);
  gtk_widget_set_hexpand(self->mode_box, self->narrow);
  gtk_box_set_homogeneous(GTK_BOX(self->mode_box), FALSE);
  for (int mode = 0; mode < GMX_PLANE_MODES; mode++)
    gtk_widget_set_hexpand(self->modes[mode], self->narrow);
}

void gmx_plane_tools_set_short(GmxPlaneTools *self, gboolean short_names) {
  gtk_button_set_label(GTK_BUTTON(self->draw), short_names ? _("Draw") : _("Draw Points"));
  gtk_button_set_label(GTK_BUTTON(self->slow), short_names ? _("Slow") : _("Slow Motion"));
}

void gmx_plane_tools_set_narrow(GmxPlaneTools *self, gboolean narrow) {
  if (self->narrow == narrow)
    return;
  self->narrow = narrow;
  lay_out(self);
  gtk_widget_set_visible(self->note, is_race(self) && !narrow);
}

/* Life */

static void plane_tools_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec) {
  GmxPlaneTools *self = GMX_PLANE_TOOLS(object);
  if (id == PROP_DRAWING)
    g_value_set_boolean(value, gmx_plane_tools_get_drawing(self));
  else
    g_value_set_int(value, id == PROP_MODE ? (int)gmx_plane_tools_get_mode(self)
                                           : (int)gmx_plane_tools_get_layers(self));
}

static void plane_tools_set_property(GObject *object, guint id, const GValue *value,
                                     GParamSpec *spec) {
  GmxPlaneTools *self = GMX_PLANE_TOOLS(object);
  if (id == PROP_DRAWING)
    gmx_plane_tools_set_drawing(self, g_value_get_boolean(value));
  else if (id == PROP_MODE)
    gmx_plane_tools_set_mode(self, (GmxPlaneMode)g_value_get_int(value));
  else
    set_layers(self, (GmxPlaneLayers)g_value_get_int(value));
}

static void plane_tools_dispose(GObject *object) {
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(object))))
    gtk_widget_unparent(child);
  G_OBJECT_CLASS(gmx_plane_tools_parent_class)->dispose(object);
}

static void gmx_plane_tools_class_init(GmxPlaneToolsClass *class) {
  GObjectClass *object_class = G_OBJECT_CLASS(class);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  object_class->dispose = plane_tools_dispose;
  object_class->get_property = plane_tools_get_property;
  object_class->set_property = plane_tools_set_property;
  properties[PROP_MODE] = g_param_spec_int("mode", NULL, NULL, 0, GMX_PLANE_MODES - 1,
                                           GMX_PLANE_MODE_SIDE_BY_SIDE, flags);
  properties[PROP_LAYERS] = g_param_spec_int("layers", NULL, NULL, 0, 7, 3, flags);
  properties[PROP_DRAWING] = g_param_spec_boolean("drawing", NULL, NULL, FALSE, flags);
  g_object_class_install_properties(object_class, N_PROPS, properties);
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class), GTK_ACCESSIBLE_ROLE_TOOLBAR);
}

static void gmx_plane_tools_init(GmxPlaneTools *self) {
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-plane-tools");
  gmx_tool_name(GTK_WIDGET(self), _("Plane of points"), NULL);
  gmx_tool_rows_init(GTK_WIDGET(self), 10, G_N_ELEMENTS(self->rows), self->rows);
  build_modes(self);
  build_layers(self);
  build_ends(self);
  lay_out(self);
}

GtkWidget *gmx_plane_tools_new(void) {
  return g_object_new(GMX_TYPE_PLANE_TOOLS, NULL);
}
