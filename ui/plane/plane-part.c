/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One feed for both planes: they show the same moment. */
#include "ui/plane/plane-part.h"

#include "ui/adaptive-bin.h"
#include "ui/column-box.h"
#include "ui/plane/plane-card.h"
#include "ui/plane/plane-drawing.h"
#include "ui/plane/plane-legend.h"

#include <glib/gi18n.h>

#define LEAST_COLUMN 300
#define LEAST_TOOLS 306
#define TOOLS_IN_A_LINE 770 /* below it, as beside a lesson, the tools take two lines */

struct _GmxPlanePart {
  GtkWidget parent_instance;

  GmxSettings *settings;
  GmxPlaneFeed *feed;
  GmxPlaneMode before; /* the mode beside a race */
  gboolean narrow;

  GtkWidget *tools_bin, *tools, *drawing, *stack, *columns, *cards[2], *legend;
  GtkWidget *race; /* in the stack; NULL: none is offered */
};

enum { PROP_0, PROP_MODE, PROP_LAYERS, PROP_DRAWING, PROP_STEP, PROP_NARROW, N_PROPS };
static GParamSpec *properties[N_PROPS];

G_DEFINE_FINAL_TYPE(GmxPlanePart, gmx_plane_part, GTK_TYPE_WIDGET)

GmxPlaneMode gmx_plane_part_get_mode(GmxPlanePart *self) {
  return gmx_plane_tools_get_mode(GMX_PLANE_TOOLS(self->tools));
}

/* What the tool row says */

static void show_mode(GmxPlanePart *self) {
  const GmxPlaneMode mode = gmx_plane_part_get_mode(self);
  const gboolean race = mode == GMX_PLANE_MODE_RACE && self->race;
  gtk_stack_set_visible_child_name(GTK_STACK(self->stack), race ? "race" : "planes");
  gmx_plane_card_set_kind(GMX_PLANE_CARD(self->cards[0]),
                          mode == GMX_PLANE_MODE_BLEND ? GMX_PLANE_BLEND : GMX_PLANE_AT_W);
  gtk_widget_set_visible(self->cards[1], mode == GMX_PLANE_MODE_SIDE_BY_SIDE);
  if (self->race)
    g_object_set(self->race, "racing", race, NULL);
}

static void on_mode(GmxPlanePart *self) {
  const GmxPlaneMode mode = gmx_plane_part_get_mode(self);
  if (mode != GMX_PLANE_MODE_RACE)
    self->before = mode;
  else
    gmx_plane_tools_set_drawing(GMX_PLANE_TOOLS(self->tools), FALSE);
  show_mode(self);
  g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_MODE]);
}

static void on_layers(GmxPlanePart *self) {
  const GmxPlaneLayers layers = gmx_plane_tools_get_layers(GMX_PLANE_TOOLS(self->tools));
  if (gmx_plane_part_get_mode(self) == GMX_PLANE_MODE_RACE && self->race)
    g_object_set(self->race, "layers", (int)layers, NULL);
  else
    for (int i = 0; i < (int)G_N_ELEMENTS(self->cards); i++)
      gmx_plane_view_set_layers(gmx_plane_card_get_view(GMX_PLANE_CARD(self->cards[i])), layers);
  gmx_plane_legend_set_layers(GMX_PLANE_LEGEND(self->legend), layers);
  g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_LAYERS]);
}

static void on_drawing(GmxPlanePart *self) {
  const gboolean drawing = gmx_plane_tools_get_drawing(GMX_PLANE_TOOLS(self->tools));
  gmx_plane_drawing_set_active(GMX_PLANE_DRAWING(self->drawing), drawing);
  gtk_widget_set_visible(self->drawing, drawing);
  gtk_widget_set_visible(self->legend, !drawing);
  g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_DRAWING]);
}

static void on_drawn(GmxPlanePart *self) {
  gmx_plane_tools_set_drawing(GMX_PLANE_TOOLS(self->tools), FALSE);
}

/* The race has ended by itself. */
static void on_racing(GmxPlanePart *self) {
  gboolean racing = FALSE;
  g_object_get(self->race, "racing", &racing, NULL);
  if (!racing && gmx_plane_part_get_mode(self) == GMX_PLANE_MODE_RACE)
    gmx_plane_tools_set_mode(GMX_PLANE_TOOLS(self->tools), self->before);
}

void gmx_plane_part_take_race(GmxPlanePart *self, GtkWidget *race) {
  self->race = race;
  gtk_stack_add_named(GTK_STACK(self->stack), race, "race");
  if (g_object_class_find_property(G_OBJECT_GET_CLASS(race), "narrow"))
    g_object_bind_property(self, "narrow", race, "narrow", G_BINDING_SYNC_CREATE);
  g_signal_connect_object(race, "notify::racing", G_CALLBACK(on_racing), self, G_CONNECT_SWAPPED);
  gmx_plane_tools_offer_race(GMX_PLANE_TOOLS(self->tools));
}

/* What the session says */

/* A drawing under way stays: a reset must not cost it. */
static void on_opened(GmxPlanePart *self) {
  GmxDataset *dataset = gmx_session_get_dataset(gmx_settings_get_session(self->settings));
  gmx_plane_legend_set_dataset(GMX_PLANE_LEGEND(self->legend), dataset);
}

static void on_step(GmxPlanePart *self) {
  g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_STEP]);
}

/* Building */

static GtkWidget *new_planes(GmxPlanePart *self) {
  const GmxPlaneLayers layers = gmx_plane_tools_get_layers(GMX_PLANE_TOOLS(self->tools));
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  self->columns = gmx_column_box_new(LEAST_COLUMN, 12);
  for (int i = 0; i < (int)G_N_ELEMENTS(self->cards); i++) {
    self->cards[i] =
        gmx_plane_card_new(self->feed, i == 0 ? GMX_PLANE_AT_W : GMX_PLANE_PERTURBED, layers);
    gtk_widget_set_name(GTK_WIDGET(gmx_plane_card_get_view(GMX_PLANE_CARD(self->cards[i]))),
                        i == 0 ? "plane-at-w" : "plane-perturbed");
    gmx_column_box_append(GMX_COLUMN_BOX(self->columns), self->cards[i]);
  }
  self->legend = gmx_plane_legend_new(self->feed);
  gtk_widget_set_vexpand(self->columns, TRUE);
  gtk_box_append(GTK_BOX(box), self->columns);
  gtk_box_append(GTK_BOX(box), self->legend);
  return box;
}

static void show_tools(GmxPlanePart *self) {
  gmx_plane_tools_set_narrow(GMX_PLANE_TOOLS(self->tools),
                             self->narrow ||
                                 gmx_adaptive_bin_get_narrow(GMX_ADAPTIVE_BIN(self->tools_bin)));
  gmx_plane_tools_set_short(GMX_PLANE_TOOLS(self->tools), self->narrow);
}

static void build(GmxPlanePart *self) {
  self->tools = gmx_plane_tools_new();
  self->stack = gtk_stack_new();
  gtk_stack_add_named(GTK_STACK(self->stack), new_planes(self), "planes");
  gtk_stack_set_vhomogeneous(GTK_STACK(self->stack), FALSE);
  gtk_stack_set_hhomogeneous(GTK_STACK(self->stack), FALSE);
  gtk_widget_set_vexpand(self->stack, TRUE);
  self->drawing = gmx_plane_drawing_new(self->settings);
  for (int i = 0; i < (int)G_N_ELEMENTS(self->cards); i++)
    gmx_plane_drawing_add_view(GMX_PLANE_DRAWING(self->drawing),
                               gmx_plane_card_get_view(GMX_PLANE_CARD(self->cards[i])));
  gtk_widget_set_visible(self->drawing, FALSE);
  self->tools_bin = gmx_adaptive_bin_new(self->tools, LEAST_TOOLS, TOOLS_IN_A_LINE);
  g_signal_connect_object(self->tools_bin, "notify::narrow", G_CALLBACK(show_tools), self,
                          G_CONNECT_SWAPPED);
  gtk_widget_set_parent(self->tools_bin, GTK_WIDGET(self));
  gtk_widget_set_parent(self->drawing, GTK_WIDGET(self));
  gtk_widget_set_parent(self->stack, GTK_WIDGET(self));
}

static void set_narrow(GmxPlanePart *self, gboolean narrow) {
  self->narrow = narrow;
  show_tools(self);
  gmx_plane_drawing_set_narrow(GMX_PLANE_DRAWING(self->drawing), narrow);
  gmx_plane_legend_set_narrow(GMX_PLANE_LEGEND(self->legend), narrow);
  g_object_notify_by_pspec(G_OBJECT(self), properties[PROP_NARROW]);
}

static void plane_part_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec) {
  GmxPlanePart *self = GMX_PLANE_PART(object);
  static const char *const names[] = {
      [PROP_MODE] = "mode", [PROP_LAYERS] = "layers", [PROP_DRAWING] = "drawing"};
  if (id == PROP_NARROW)
    g_value_set_boolean(value, self->narrow);
  else if (id == PROP_STEP)
    g_object_get_property(G_OBJECT(gmx_plane_card_get_view(GMX_PLANE_CARD(self->cards[0]))), "step",
                          value);
  else
    g_object_get_property(G_OBJECT(self->tools), names[id], value);
}

static void plane_part_set_property(GObject *object, guint id, const GValue *value,
                                    GParamSpec *spec) {
  GmxPlanePart *self = GMX_PLANE_PART(object);
  if (id == PROP_NARROW)
    set_narrow(self, g_value_get_boolean(value));
  else
    g_object_set_property(G_OBJECT(self->tools), spec->name, value);
}

static void plane_part_dispose(GObject *object) {
  GmxPlanePart *self = GMX_PLANE_PART(object);
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(self))))
    gtk_widget_unparent(child);
  g_clear_object(&self->feed);
  g_clear_object(&self->settings);
  G_OBJECT_CLASS(gmx_plane_part_parent_class)->dispose(object);
}

static void install_properties(GObjectClass *class) {
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;
  properties[PROP_MODE] = g_param_spec_int("mode", NULL, NULL, 0, GMX_PLANE_MODES - 1,
                                           GMX_PLANE_MODE_SIDE_BY_SIDE, flags);
  properties[PROP_LAYERS] = g_param_spec_int("layers", NULL, NULL, 0, 7, 3, flags);
  properties[PROP_DRAWING] = g_param_spec_boolean("drawing", NULL, NULL, FALSE, flags);
  properties[PROP_STEP] = g_param_spec_int64("step", NULL, NULL, 0, G_MAXINT64, 0,
                                             G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  properties[PROP_NARROW] = g_param_spec_boolean("narrow", NULL, NULL, FALSE, flags);
  g_object_class_install_properties(class, N_PROPS, properties);
}

static void gmx_plane_part_class_init(GmxPlanePartClass *class) {
  GObjectClass *object_class = G_OBJECT_CLASS(class);
  object_class->dispose = plane_part_dispose;
  object_class->get_property = plane_part_get_property;
  object_class->set_property = plane_part_set_property;
  install_properties(object_class);
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BOX_LAYOUT);
}

static void gmx_plane_part_init(GmxPlanePart *self) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), 12);
  self->before = GMX_PLANE_MODE_SIDE_BY_SIDE;
  gtk_widget_set_name(GTK_WIDGET(self), "plane");
}

GtkWidget *gmx_plane_part_new(GmxSettings *settings) {
  GmxPlanePart *self = g_object_new(GMX_TYPE_PLANE_PART, NULL);
  GmxSession *session = gmx_settings_get_session(settings);
  self->settings = g_object_ref(settings);
  self->feed = gmx_plane_feed_new(session, GTK_WIDGET(self));
  build(self);
  show_mode(self);
  g_signal_connect_swapped(self->tools, "notify::mode", G_CALLBACK(on_mode), self);
  g_signal_connect_swapped(self->tools, "notify::layers", G_CALLBACK(on_layers), self);
  g_signal_connect_swapped(self->tools, "notify::drawing", G_CALLBACK(on_drawing), self);
  g_signal_connect_swapped(self->drawing, "done", G_CALLBACK(on_drawn), self);
  g_signal_connect_swapped(gmx_plane_card_get_view(GMX_PLANE_CARD(self->cards[0])), "notify::step",
                           G_CALLBACK(on_step), self);
  g_signal_connect_object(session, "opened", G_CALLBACK(on_opened), self, G_CONNECT_SWAPPED);
  on_opened(self);
  return GTK_WIDGET(self);
}
