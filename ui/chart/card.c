/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A card lays out its title line itself: the legend stands beside the title as long as it fits
 * there, with its short names if need be, and else gets a line of its own. */
#include "ui/chart/card.h"

#define PADDING_X 12
#define PADDING_Y 10
#define TITLE_GAP 12
#define NOTE_GAP 8
#define LINE_GAP 2
#define HELP_GAP 6
#define LEAST_WIDTH 240

struct _GmxChartCard {
  GtkWidget parent_instance;
  GtkWidget *title, *note, *legend;
  GtkWidget *chart, *help; /* help may be NULL */
  gboolean show_legend;
};

G_DEFINE_FINAL_TYPE(GmxChartCard, gmx_chart_card, GTK_TYPE_WIDGET)

/* Where everything in the title line goes, for one width. */
typedef struct {
  int title_width, title_height;
  int title_end;  /* behind the title and its help */
  int note_width; /* 0: no room */
  int legend_x, legend_y, legend_width, legend_height;
  int height; /* of the whole head */
} Head;

static int natural_width(GtkWidget *widget) {
  int natural;
  gtk_widget_measure(widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static int height_for(GtkWidget *widget, int width) {
  int natural;
  gtk_widget_measure(widget, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

static gboolean has_legend(GmxChartCard *self) {
  return self->show_legend && !gmx_chart_legend_is_empty(GMX_CHART_LEGEND(self->legend));
}

/* Beside the title with long names, then with short ones, then on a line of its own. */
static void place_legend(GmxChartCard *self, int width, Head *head) {
  GmxChartLegend *legend = GMX_CHART_LEGEND(self->legend);
  int room = width - head->title_end - TITLE_GAP;
  int full = gmx_chart_legend_get_line_width(legend, FALSE);
  int brief = gmx_chart_legend_get_line_width(legend, TRUE);
  if (brief <= room) {
    head->legend_width = MIN(full, room);
    head->legend_height = height_for(self->legend, head->legend_width);
    head->legend_y = MAX((head->title_height - head->legend_height + 1) / 2, 0);
    head->height = MAX(head->title_height, head->legend_height);
  } else {
    head->legend_width = width;
    head->legend_height = height_for(self->legend, width);
    head->legend_y = head->title_height + LINE_GAP;
    head->height = head->legend_y + head->legend_height;
  }
  head->legend_x = width - head->legend_width;
}

static void lay_out(GmxChartCard *self, int width, Head *head) {
  *head = (Head){0};
  int note = gtk_widget_get_visible(self->note) ? natural_width(self->note) : 0;
  int help = self->help ? HELP_GAP + natural_width(self->help) : 0;
  head->title_width = MIN(natural_width(self->title), width - help);
  head->title_end = head->title_width + help;
  head->title_height = head->height = height_for(self->title, head->title_width);
  if (has_legend(self))
    place_legend(self, width, head);
  gboolean beside = head->legend_height > 0 && head->legend_y < head->title_height;
  int room = width - head->title_end - NOTE_GAP;
  if (beside)
    room -= head->legend_width + TITLE_GAP;
  if (note > 0 && room >= note)
    head->note_width = note;
  else if (note > 0 && !beside && room >= 60)
    head->note_width = room;
}

static GtkSizeRequestMode gmx_chart_card_get_request_mode(GtkWidget *widget) {
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void gmx_chart_card_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                   int *minimum, int *natural, int *minimum_baseline,
                                   int *natural_baseline) {
  GmxChartCard *self = GMX_CHART_CARD(widget);
  int chart_minimum, chart_natural;
  gtk_widget_measure(self->chart, orientation, -1, &chart_minimum, &chart_natural, NULL, NULL);
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = MAX(chart_minimum + 2 * PADDING_X, LEAST_WIDTH);
    *natural = MAX(chart_natural + 2 * PADDING_X, *minimum);
    return;
  }
  Head head;
  lay_out(self, (for_size >= 0 ? MAX(for_size, LEAST_WIDTH) : 464) - 2 * PADDING_X, &head);
  int rest = 2 * PADDING_Y + head.height + LINE_GAP;
  *minimum = chart_minimum + rest;
  *natural = chart_natural + rest;
}

static void allocate(GtkWidget *child, int x, int y, int width, int height) {
  gtk_widget_size_allocate(child, &(GtkAllocation){x, y, width, height}, -1);
}

static void gmx_chart_card_size_allocate(GtkWidget *widget, int width, int height, int baseline) {
  GmxChartCard *self = GMX_CHART_CARD(widget);
  int inner = width - 2 * PADDING_X;
  Head head;
  lay_out(self, inner, &head);
  gtk_widget_set_child_visible(self->legend, head.legend_height > 0);
  gtk_widget_set_child_visible(self->note, head.note_width > 0);
  allocate(self->title, PADDING_X, PADDING_Y, head.title_width, head.title_height);
  if (self->help) {
    int help_width = natural_width(self->help), help_height = height_for(self->help, help_width);
    allocate(self->help, PADDING_X + head.title_width + HELP_GAP,
             PADDING_Y + (head.title_height - help_height + 1) / 2, help_width, help_height);
  }
  if (head.note_width > 0) {
    int note_height = height_for(self->note, head.note_width);
    /* Without a legend the note takes its place. */
    int x = has_legend(self) ? head.title_end + NOTE_GAP : inner - head.note_width;
    allocate(self->note, PADDING_X + x, PADDING_Y + (head.title_height - note_height + 1) / 2,
             head.note_width, note_height);
  }
  if (head.legend_height > 0)
    allocate(self->legend, PADDING_X + head.legend_x, PADDING_Y + head.legend_y, head.legend_width,
             head.legend_height);
  int top = PADDING_Y + head.height + LINE_GAP;
  allocate(self->chart, PADDING_X, top, inner, MAX(height - top - PADDING_Y, 1));
}

GmxChart *gmx_chart_card_get_chart(GmxChartCard *self) {
  return GMX_CHART(self->chart);
}

GmxChartLegend *gmx_chart_card_get_legend(GmxChartCard *self) {
  return GMX_CHART_LEGEND(self->legend);
}

void gmx_chart_card_set_title_markup(GmxChartCard *self, const char *markup) {
  g_return_if_fail(GMX_IS_CHART_CARD(self));
  /* Pango 1.50 warns of "leftover font scales" where it shortens a text with subscripts, so such a
   * title is broken into lines instead. */
  gtk_label_set_ellipsize(GTK_LABEL(self->title), PANGO_ELLIPSIZE_NONE);
  gtk_label_set_wrap(GTK_LABEL(self->title), TRUE);
  gtk_label_set_markup(GTK_LABEL(self->title), markup);
}

void gmx_chart_card_set_note(GmxChartCard *self, const char *note) {
  g_return_if_fail(GMX_IS_CHART_CARD(self));
  gtk_label_set_text(GTK_LABEL(self->note), note != NULL ? note : "");
  gtk_widget_set_visible(self->note, note != NULL);
}

void gmx_chart_card_set_help(GmxChartCard *self, GtkWidget *help) {
  g_return_if_fail(GMX_IS_CHART_CARD(self) && self->help == NULL);
  self->help = help;
  gtk_widget_insert_after(help, GTK_WIDGET(self), self->title);
}

void gmx_chart_card_set_show_legend(GmxChartCard *self, gboolean show) {
  g_return_if_fail(GMX_IS_CHART_CARD(self));
  self->show_legend = show;
  gtk_widget_set_visible(self->legend, show);
  gtk_widget_queue_resize(GTK_WIDGET(self));
}

static void gmx_chart_card_dispose(GObject *object) {
  GmxChartCard *self = GMX_CHART_CARD(object);
  g_clear_pointer(&self->title, gtk_widget_unparent);
  g_clear_pointer(&self->note, gtk_widget_unparent);
  g_clear_pointer(&self->help, gtk_widget_unparent);
  g_clear_pointer(&self->legend, gtk_widget_unparent);
  g_clear_pointer(&self->chart, gtk_widget_unparent);
  G_OBJECT_CLASS(gmx_chart_card_parent_class)->dispose(object);
}

static void gmx_chart_card_class_init(GmxChartCardClass *klass) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(klass);
  G_OBJECT_CLASS(klass)->dispose = gmx_chart_card_dispose;
  widget_class->get_request_mode = gmx_chart_card_get_request_mode;
  widget_class->measure = gmx_chart_card_measure;
  widget_class->size_allocate = gmx_chart_card_size_allocate;
  gtk_widget_class_set_css_name(widget_class, "gmx-chart-card");
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void gmx_chart_card_init(GmxChartCard *self) {
  self->show_legend = TRUE;
  gtk_widget_add_css_class(GTK_WIDGET(self), "card");
  self->title = gtk_label_new(NULL);
  gtk_label_set_ellipsize(GTK_LABEL(self->title), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign(GTK_LABEL(self->title), 0.0f);
  gtk_widget_add_css_class(self->title, "heading");
  gtk_widget_set_parent(self->title, GTK_WIDGET(self));
  self->note = gtk_label_new(NULL);
  gtk_label_set_ellipsize(GTK_LABEL(self->note), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class(self->note, "caption");
  gtk_widget_add_css_class(self->note, "dim-label");
  gtk_widget_add_css_class(self->note, "numeric");
  gtk_widget_set_visible(self->note, FALSE);
  gtk_widget_set_parent(self->note, GTK_WIDGET(self));
}

GtkWidget *gmx_chart_card_new(GmxChart *chart) {
  GmxChartCard *self = g_object_new(GMX_TYPE_CHART_CARD, NULL);
  self->legend = gmx_chart_legend_new(chart);
  gtk_widget_set_parent(self->legend, GTK_WIDGET(self));
  self->chart = GTK_WIDGET(chart);
  gtk_widget_set_parent(self->chart, GTK_WIDGET(self));
  gtk_label_set_text(GTK_LABEL(self->title), gmx_chart_get_title(chart));
  return GTK_WIDGET(self);
}
