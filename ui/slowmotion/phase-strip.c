/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The eight phases of a step side by side, in a scroller where there is no room for them. */
#include "ui/slowmotion/phase-strip.h"

#include "ui/pixels.h"
#include "ui/slowmotion/phase-text.h"

#include <glib/gi18n.h>

#define CELL_WIDTH 104
#define IMAGE 26

typedef struct {
  GtkWidget *button, *name, *tick, *outcome, *images;
  GtkWidget *pictures[3];
} Cell;

struct _GmxPhaseStrip {
  GtkWidget parent_instance;

  GmxMotion *motion;
  GtkWidget *scroller, *row;
  Cell cells[GMX_PHASES];
};

G_DEFINE_FINAL_TYPE(GmxPhaseStrip, gmx_phase_strip, GTK_TYPE_WIDGET)

static void set_class(GtkWidget *widget, const char *name, gboolean set) {
  if (set)
    gtk_widget_add_css_class(widget, name);
  else
    gtk_widget_remove_css_class(widget, name);
}

/* The example that the phases speak of: its parents, and what is made of them. */
static void show_images(Cell *cell, const GmxTrace *trace) {
  const GmxGallery *g = trace->gallery;
  const int i = g->order[0];
  const double shares[3] = {1, 0, g->lambdas[i]};
  g_autofree guint8 *rgb = g_malloc((gsize)g->width * g->height * 3);
  for (int part = 0; part < 3; part++) {
    gmx_batch_mix_rgb(trace->dataset, GMX_SPLIT_TRAIN, g->first[i],
                      g->first_move ? &g->first_move[i] : NULL, g->second[i],
                      g->second_move ? &g->second_move[i] : NULL, shares[part], rgb);
    gmx_pixel_image_set(GMX_PIXEL_IMAGE(cell->pictures[part]), rgb, g->width, g->height, 3, "");
  }
}

static void describe(GmxPhaseStrip *self, GmxPhase phase, const char *outcome, gboolean done,
                     gboolean shown) {
  g_autofree char *plain = NULL;
  pango_parse_markup(outcome, -1, 0, NULL, &plain, NULL, NULL);
  g_autofree char *name =
      g_strdup_printf(_("Phase %d, %s"), (int)phase + 1, gmx_phase_get_name(phase));
  g_autofree char *state = g_strdup_printf("%s%s",
                                           shown  ? _("shown: ")
                                           : done ? _("done: ")
                                                  : _("to come: "),
                                           plain ? plain : "");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->cells[phase].button),
                                 GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                 GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, state, -1);
}

static void show_cell(GmxPhaseStrip *self, GmxPhase phase) {
  Cell *cell = &self->cells[phase];
  const GmxTrace *trace = gmx_motion_get_trace(self->motion);
  const gboolean has = !trace || gmx_trace_has_phase(trace, phase);
  const gboolean done = has && gmx_motion_has_reached(self->motion, phase);
  const gboolean shown = done && gmx_motion_get_phase(self->motion) == phase;
  const gboolean images = done && phase == GMX_PHASE_MIX;
  g_autofree char *outcome =
      done ? gmx_phase_summarise(trace, phase) : gmx_phase_announce(trace, phase);
  gtk_label_set_markup(GTK_LABEL(cell->outcome), outcome);
  gtk_widget_set_visible(cell->outcome, !images);
  gtk_widget_set_visible(cell->images, images);
  gtk_widget_set_opacity(cell->tick, done && !shown ? 1 : 0);
  gtk_widget_set_sensitive(cell->button, trace && has);
  set_class(cell->button, "gmx-shown", shown);
  set_class(cell->button, "gmx-to-come", !done);
  if (images)
    show_images(cell, trace);
  describe(self, phase, outcome, done, shown);
}

/* So that the phase that is shown is in sight. */
static void scroll_to_shown(GmxPhaseStrip *self) {
  GtkAdjustment *at = gtk_scrolled_window_get_hadjustment(GTK_SCROLLED_WINDOW(self->scroller));
  const double width = gtk_adjustment_get_upper(at) / GMX_PHASES;
  const double left = width * gmx_motion_get_phase(self->motion);
  gtk_adjustment_clamp_page(at, MAX(0, left - width / 2), left + 1.5 * width);
}

static void on_changed(GmxPhaseStrip *self) {
  for (GmxPhase phase = 0; phase < GMX_PHASES; phase++)
    show_cell(self, phase);
  scroll_to_shown(self);
}

static void on_clicked(GmxPhaseStrip *self, GtkWidget *button) {
  gmx_motion_go(self->motion, GPOINTER_TO_INT(g_object_get_data(G_OBJECT(button), "gmx-phase")));
}

static GtkWidget *new_title(Cell *cell, GmxPhase phase) {
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 2);
  g_autofree char *name = g_strdup_printf("%d\u2002%s", (int)phase + 1, gmx_phase_get_name(phase));
  cell->name = gtk_label_new(name);
  cell->tick = gtk_image_new_from_icon_name("object-select-symbolic");
  gtk_label_set_xalign(GTK_LABEL(cell->name), 0);
  gtk_widget_set_hexpand(cell->name, TRUE);
  gtk_widget_add_css_class(cell->name, "gmx-phase-name");
  gtk_image_set_pixel_size(GTK_IMAGE(cell->tick), 10);
  gtk_box_append(GTK_BOX(line), cell->name);
  gtk_box_append(GTK_BOX(line), cell->tick);
  return line;
}

static GtkWidget *new_images(Cell *cell) {
  cell->images = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 4);
  for (int part = 0; part < 3; part++) {
    cell->pictures[part] = gmx_pixel_image_new(IMAGE);
    if (part == 2) {
      GtkWidget *arrow = gtk_label_new("→");
      gtk_widget_add_css_class(arrow, "gmx-caption");
      gtk_box_append(GTK_BOX(cell->images), arrow);
    }
    gtk_box_append(GTK_BOX(cell->images), cell->pictures[part]);
  }
  return cell->images;
}

static void build_cell(GmxPhaseStrip *self, GmxPhase phase) {
  Cell *cell = &self->cells[phase];
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  g_autofree char *name = g_strdup_printf("slow-phase-%s", gmx_phase_get_id(phase));
  cell->button = gtk_button_new();
  cell->outcome = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(cell->outcome), 0);
  gtk_label_set_yalign(GTK_LABEL(cell->outcome), 0);
  gtk_widget_add_css_class(cell->outcome, "gmx-phase-outcome");
  gtk_widget_add_css_class(cell->outcome, "numeric");
  gtk_box_append(GTK_BOX(box), new_title(cell, phase));
  gtk_box_append(GTK_BOX(box), cell->outcome);
  gtk_box_append(GTK_BOX(box), new_images(cell));
  gtk_button_set_child(GTK_BUTTON(cell->button), box);
  gtk_widget_add_css_class(cell->button, "flat");
  gtk_widget_add_css_class(cell->button, "gmx-phase");
  gtk_widget_set_size_request(cell->button, CELL_WIDTH, 72);
  gtk_widget_set_name(cell->button, name);
  g_object_set_data(G_OBJECT(cell->button), "gmx-phase", GINT_TO_POINTER(phase));
  g_signal_connect_swapped(cell->button, "clicked", G_CALLBACK(on_clicked), self);
  gtk_box_append(GTK_BOX(self->row), cell->button);
}

static void phase_strip_dispose(GObject *object) {
  GmxPhaseStrip *self = GMX_PHASE_STRIP(object);
  g_clear_pointer(&self->scroller, gtk_widget_unparent);
  g_clear_object(&self->motion);
  G_OBJECT_CLASS(gmx_phase_strip_parent_class)->dispose(object);
}

static void gmx_phase_strip_class_init(GmxPhaseStripClass *class) {
  G_OBJECT_CLASS(class)->dispose = phase_strip_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void gmx_phase_strip_init(GmxPhaseStrip *self) {
  self->row = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  self->scroller = gtk_scrolled_window_new();
  gtk_box_set_homogeneous(GTK_BOX(self->row), TRUE);
  for (GmxPhase phase = 0; phase < GMX_PHASES; phase++)
    build_cell(self, phase);
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(self->scroller), GTK_POLICY_EXTERNAL,
                                 GTK_POLICY_NEVER);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(self->scroller), self->row);
  gtk_widget_set_parent(self->scroller, GTK_WIDGET(self));
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Phases of the step"), -1);
}

GtkWidget *gmx_phase_strip_new(GmxMotion *motion) {
  GmxPhaseStrip *self = g_object_new(GMX_TYPE_PHASE_STRIP, NULL);
  self->motion = g_object_ref(motion);
  g_signal_connect_object(motion, "changed", G_CALLBACK(on_changed), self, G_CONNECT_SWAPPED);
  on_changed(self);
  return GTK_WIDGET(self);
}
