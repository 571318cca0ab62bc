/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A title line over a stack of pictures, one for each kind. */
#include "ui/slowmotion/picture-card.h"

#include "ui/format.h"
#include "ui/slowmotion/pairs-picture.h"
#include "ui/slowmotion/phase-charts.h"
#include "ui/slowmotion/phase-text.h"
#include "ui/slowmotion/phase-vectors.h"
#include "ui/slowmotion/vector-view.h"

#include <glib/gi18n.h>
#include <math.h>

#define FADE 200 /* ms; GTK leaves it out where animations are off */

struct _GmxPictureCard {
  GtkWidget parent_instance;

  GmxPhaseCharts *charts;
  GtkWidget *box, *title, *note, *stack;
  GtkWidget *pairs, *vectors[GMX_PHASES]; /* one view a phase, so that they fade into each other */
};

G_DEFINE_FINAL_TYPE(GmxPictureCard, gmx_picture_card, GTK_TYPE_WIDGET)

static GtkWidget *new_head(GmxPictureCard *self) {
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  self->title = gtk_label_new(NULL);
  self->note = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(self->title), 0);
  gtk_label_set_xalign(GTK_LABEL(self->note), 1);
  gtk_label_set_ellipsize(GTK_LABEL(self->note), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class(self->title, "heading");
  gtk_widget_add_css_class(self->note, "gmx-caption");
  gtk_widget_add_css_class(self->note, "numeric");
  gtk_widget_set_hexpand(self->note, TRUE);
  gtk_box_append(GTK_BOX(line), self->title);
  gtk_box_append(GTK_BOX(line), self->note);
  return line;
}

static void add_pictures(GmxPictureCard *self) {
  for (GmxPhase phase = 0; phase < GMX_PHASES; phase++) {
    GmxChart *chart = gmx_phase_charts_get(self->charts, phase);
    GtkWidget *picture = chart                    ? GTK_WIDGET(chart)
                         : phase == GMX_PHASE_MIX ? gmx_pairs_picture_new()
                                                  : gmx_vector_view_new();
    if (phase == GMX_PHASE_MIX)
      self->pairs = picture;
    else if (!chart)
      self->vectors[phase] = picture;
    gtk_stack_add_named(GTK_STACK(self->stack), picture, gmx_phase_get_id(phase));
  }
}

static void picture_card_dispose(GObject *object) {
  GmxPictureCard *self = GMX_PICTURE_CARD(object);
  g_clear_pointer(&self->box, gtk_widget_unparent);
  g_clear_pointer(&self->charts, gmx_phase_charts_free);
  G_OBJECT_CLASS(gmx_picture_card_parent_class)->dispose(object);
}

static void gmx_picture_card_class_init(GmxPictureCardClass *class) {
  G_OBJECT_CLASS(class)->dispose = picture_card_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_picture_card_init(GmxPictureCard *self) {
  self->charts = gmx_phase_charts_new();
  self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  self->stack = gtk_stack_new();
  gtk_stack_set_transition_type(GTK_STACK(self->stack), GTK_STACK_TRANSITION_TYPE_CROSSFADE);
  gtk_stack_set_transition_duration(GTK_STACK(self->stack), FADE);
  gtk_widget_set_vexpand(self->stack, TRUE);
  add_pictures(self);
  gtk_box_append(GTK_BOX(self->box), new_head(self));
  gtk_box_append(GTK_BOX(self->box), self->stack);
  gtk_widget_set_parent(self->box, GTK_WIDGET(self));
  gtk_widget_add_css_class(GTK_WIDGET(self), "card");
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-card");
}

GtkWidget *gmx_picture_card_new(void) {
  return g_object_new(GMX_TYPE_PICTURE_CARD, NULL);
}

static const char *title_of(const GmxTrace *trace, GmxPhase phase) {
  const gboolean mixes = gmx_trace_has_phase(trace, GMX_PHASE_MIX);
  switch (phase) {
  case GMX_PHASE_DRAW:
    return mixes ? _("Where λ falls") : _("Nothing is drawn");
  case GMX_PHASE_MIX:
    return _("Three of the batch");
  case GMX_PHASE_GRADIENT:
    return _("Losses of the batch");
  case GMX_PHASE_LOSS_THERE:
    return _("The loss on the way to w + ε̂");
  case GMX_PHASE_PARTITION:
    return _("Sharpness of each example, s<sub>i</sub>");
  default:
    return gmx_phase_vectors_title(trace, phase);
  }
}

static char *note_of(const GmxTrace *trace, GmxPhase phase) {
  g_autofree char *number = NULL;
  switch (phase) {
  case GMX_PHASE_DRAW:
    number = gmx_format_number(gmx_config_get_double(trace->config, "alpha"), 2);
    return gmx_trace_has_phase(trace, GMX_PHASE_MIX)
               ? g_strdup_printf(_("density for α = %s"), number)
               : g_strdup("");
  case GMX_PHASE_MIX:
    return g_strdup(trace->gallery->climbed ? _("those that will prove sharpest")
                                            : _("those of the highest loss"));
  case GMX_PHASE_GRADIENT:
    number = gmx_phase_number(trace->record.loss);
    return g_strdup_printf(_("from high to low; dashed: L(w) = %s"), number);
  case GMX_PHASE_LOSS_THERE:
    return g_strdup(_("dashed: by the gradient"));
  case GMX_PHASE_PARTITION:
    return g_strdup_printf(_("sharp %d, flat %d"), trace->gallery->sharp_count,
                           trace->gallery->count - trace->gallery->sharp_count);
  default:
    return g_strdup(gmx_phase_vectors_note(trace, phase));
  }
}

void gmx_picture_card_show(GmxPictureCard *self, const GmxTrace *trace, GmxPhase phase) {
  g_autofree char *note = note_of(trace, phase);
  gtk_label_set_markup(GTK_LABEL(self->title), title_of(trace, phase));
  gtk_label_set_text(GTK_LABEL(self->note), note);
  if (phase == GMX_PHASE_MIX) {
    gmx_pairs_picture_show(GMX_PAIRS_PICTURE(self->pairs), trace->gallery, trace->dataset);
  } else if (self->vectors[phase]) {
    GmxVectors vectors = {0};
    g_autofree char *words = gmx_phase_draw_vectors(trace, phase, &vectors);
    gmx_vector_view_take(GMX_VECTOR_VIEW(self->vectors[phase]), &vectors, words);
  } else {
    gmx_phase_charts_show(self->charts, trace, phase);
  }
  gtk_stack_set_visible_child_name(GTK_STACK(self->stack), gmx_phase_get_id(phase));
}
