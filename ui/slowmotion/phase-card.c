/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two faces in a stack, so that one phase fades into the next. */
#include "ui/slowmotion/phase-card.h"

#include "ui/help-topics.h"
#include "ui/slowmotion/formula-view.h"
#include "ui/slowmotion/phase-text.h"

#define FADE 200 /* ms */

typedef struct {
  GtkWidget *box, *title, *help, *blurb, *formulas, *figures;
} Face;

struct _GmxPhaseCard {
  GtkWidget parent_instance;

  GtkWidget *stack;
  Face faces[2];
  int front;
  int phase; /* that the front shows; −1: none */
};

G_DEFINE_FINAL_TYPE(GmxPhaseCard, gmx_phase_card, GTK_TYPE_WIDGET)

static GtkWidget *new_label(const char *style, gboolean wrap) {
  GtkWidget *label = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_wrap(GTK_LABEL(label), wrap);
  gtk_widget_add_css_class(label, style);
  return label;
}

static void build_face(GmxPhaseCard *self, int side) {
  Face *face = &self->faces[side];
  GtkWidget *head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *filler = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *line = gtk_separator_new(GTK_ORIENTATION_HORIZONTAL);
  face->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  face->title = new_label("title-4", TRUE);
  face->blurb = new_label("dim-label", TRUE);
  face->formulas = gmx_formula_view_new();
  face->figures = gtk_flow_box_new();
  gtk_flow_box_set_selection_mode(GTK_FLOW_BOX(face->figures), GTK_SELECTION_NONE);
  gtk_flow_box_set_max_children_per_line(GTK_FLOW_BOX(face->figures), 6);
  gtk_flow_box_set_column_spacing(GTK_FLOW_BOX(face->figures), 14);
  gtk_widget_set_can_focus(face->figures, FALSE);
  gtk_widget_set_vexpand(filler, TRUE);
  gtk_widget_set_margin_top(face->formulas, 8);
  gtk_widget_set_margin_top(line, 6);
  gtk_widget_set_margin_bottom(line, 2);
  gtk_box_append(GTK_BOX(head), face->title);
  face->help = gmx_help_topic_add(face->title, GMX_TOPIC_DRAW);
  GtkWidget *parts[] = {head, face->blurb, face->formulas, filler, line, face->figures};
  for (gsize i = 0; i < G_N_ELEMENTS(parts); i++)
    gtk_box_append(GTK_BOX(face->box), parts[i]);
  gtk_stack_add_child(GTK_STACK(self->stack), face->box);
}

static void phase_card_dispose(GObject *object) {
  g_clear_pointer(&GMX_PHASE_CARD(object)->stack, gtk_widget_unparent);
  G_OBJECT_CLASS(gmx_phase_card_parent_class)->dispose(object);
}

static void gmx_phase_card_class_init(GmxPhaseCardClass *class) {
  G_OBJECT_CLASS(class)->dispose = phase_card_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_phase_card_init(GmxPhaseCard *self) {
  self->phase = -1;
  self->stack = gtk_stack_new();
  gtk_stack_set_transition_type(GTK_STACK(self->stack), GTK_STACK_TRANSITION_TYPE_CROSSFADE);
  gtk_stack_set_transition_duration(GTK_STACK(self->stack), FADE);
  build_face(self, 0);
  build_face(self, 1);
  gtk_widget_set_parent(self->stack, GTK_WIDGET(self));
  gtk_widget_add_css_class(GTK_WIDGET(self), "card");
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-phase-card");
}

GtkWidget *gmx_phase_card_new(void) {
  return g_object_new(GMX_TYPE_PHASE_CARD, NULL);
}

static void clear_figures(Face *face) {
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(face->figures)))
    gtk_flow_box_remove(GTK_FLOW_BOX(face->figures), child);
}

static void add_figure(Face *face, const GmxPhaseFigure *figure) {
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 5),
            *value = gtk_label_new(figure->value);
  GtkWidget *name = gtk_label_new(NULL), *child = gtk_flow_box_child_new();
  gtk_label_set_markup(GTK_LABEL(name), figure->markup);
  gtk_widget_add_css_class(value, "gmx-fact-value");
  gtk_widget_add_css_class(value, "numeric");
  if (figure->style)
    gtk_widget_add_css_class(value, figure->style);
  gtk_box_append(GTK_BOX(line), name);
  gtk_box_append(GTK_BOX(line), value);
  gtk_widget_add_css_class(line, "gmx-figure");
  gtk_flow_box_child_set_child(GTK_FLOW_BOX_CHILD(child), line);
  gtk_widget_set_focusable(child, FALSE);
  gtk_flow_box_append(GTK_FLOW_BOX(face->figures), child);
}

void gmx_phase_card_show(GmxPhaseCard *self, const GmxTrace *trace, GmxPhase phase) {
  g_autoptr(GmxPhaseText) text = gmx_phase_text_new(trace, phase);
  if (self->phase != (int)phase)
    self->front = !self->front;
  self->phase = phase;
  Face *face = &self->faces[self->front];
  gtk_label_set_text(GTK_LABEL(face->title), text->title);
  gmx_help_topic_set(face->help, (GmxTopic)(GMX_TOPIC_DRAW + phase));
  gtk_label_set_text(GTK_LABEL(face->blurb), text->blurb);
  gmx_formula_view_set_lines(GMX_FORMULA_VIEW(face->formulas),
                             (const char *const *)text->lines->pdata);
  clear_figures(face);
  for (guint i = 0; i < text->figures->len; i++)
    add_figure(face, &g_array_index(text->figures, GmxPhaseFigure, i));
  gtk_stack_set_visible_child(GTK_STACK(self->stack), face->box);
}
