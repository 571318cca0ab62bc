/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Means with their spread, and differences over common seeds. Rows are kept and filled anew, so
 * that a run that trains does not take the focus away. */
#include "ui/runs/figures-card.h"

#include "ui/help-topics.h"
#include "ui/format.h"
#include "ui/runs/forest-plot.h"
#include "ui/runs/run-names.h"
#include "ui/runs/run-sample.h"

#include <glib/gi18n.h>
#include <math.h>

enum { FIGURE_ACCURACY, FIGURE_LOSS, FIGURE_ECE, FIGURE_SHARPNESS, FIGURE_SEEDS, FIGURES };

/* A group's line in the upper table. */
typedef struct {
  GtkWidget *sample, *button, *name, *figures[FIGURES];
} Row;

/* A difference's line in the lower one. */
typedef struct {
  GtkWidget *name, *value, *interval;
} Difference;

struct _GmxFiguresCard {
  GtkWidget parent_instance;

  GmxRunList *list;
  GArray *rows, *differences; /* Row, Difference */
  gboolean narrow;

  GtkWidget *scroller, *stack, *grid, *heads[FIGURES], *pairs, *pair_grid, *forest,
      *axis_room; /* an empty line as high as the forest's axis */
};

G_DEFINE_FINAL_TYPE(GmxFiguresCard, gmx_figures_card, GTK_TYPE_WIDGET)

/* Figures */

static char *mean_text(GmxMean mean, double factor, int digits) {
  if (!isfinite(mean.mean))
    return g_strdup("—");
  return gmx_format_number(factor * mean.mean, digits);
}

static char *accuracy_markup(GmxMean mean) {
  g_autofree char *value = mean_text(mean, 100, 2);
  g_autofree char *spread = gmx_format_number(100 * mean.deviation, 2);
  return isfinite(mean.deviation) ? g_strdup_printf("<b>%s</b> ± %s", value, spread)
                                  : g_strdup_printf("<b>%s</b>", value);
}

static char *spread_tip(GmxMean mean, double factor, int digits) {
  g_autofree char *value = mean_text(mean, factor, digits);
  if (!isfinite(mean.deviation))
    return g_steal_pointer(&value);
  g_autofree char *spread = gmx_format_number(factor * mean.deviation, digits);
  return g_strdup_printf("%s ± %s", value, spread);
}

static void show_figure(GtkWidget *label, GmxMean mean, double factor, int digits) {
  g_autofree char *text = mean_text(mean, factor, digits);
  g_autofree char *tip = spread_tip(mean, factor, digits + 1);
  gtk_label_set_text(GTK_LABEL(label), text);
  gtk_widget_set_tooltip_text(label, tip);
}

static void show_row(Row *row, GmxRunPick *pick, gboolean reference) {
  const GmxRunFigures *figures = &pick->figures;
  g_autofree char *accuracy = accuracy_markup(figures->accuracy);
  g_autofree char *seeds = g_strdup_printf("%d", figures->accuracy.n);
  g_autofree char *name = reference ? g_strdup_printf(_("%s, the reference"), pick->name)
                                    : g_strdup_printf(_("Take %s as the reference"), pick->name);
  gmx_run_sample_set(GMX_RUN_SAMPLE(row->sample), &pick->style);
  gtk_label_set_text(GTK_LABEL(row->name), pick->name);
  g_autofree char *tip = g_strdup_printf("%s\n%s", pick->name,
                                         reference ? _("Differences are taken against this one")
                                                   : _("Take differences against this one"));
  gtk_widget_set_tooltip_text(row->button, tip);
  gtk_accessible_update_property(GTK_ACCESSIBLE(row->button), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                 -1);
  g_object_set_data_full(G_OBJECT(row->button), "row", g_object_ref(pick->row), g_object_unref);
  gtk_label_set_markup(GTK_LABEL(row->figures[FIGURE_ACCURACY]), accuracy);
  show_figure(row->figures[FIGURE_LOSS], figures->loss, 1, 3);
  show_figure(row->figures[FIGURE_ECE], figures->ece, 100, 1);
  show_figure(row->figures[FIGURE_SHARPNESS], figures->sharpness, 1, 3);
  gtk_label_set_text(GTK_LABEL(row->figures[FIGURE_SEEDS]), seeds);
  for (int i = 0; i < FIGURES; i++) {
    if (figures->so_far)
      gtk_widget_add_css_class(row->figures[i], "dim-label");
    else
      gtk_widget_remove_css_class(row->figures[i], "dim-label");
  }
  if (figures->so_far)
    gtk_widget_set_tooltip_text(row->figures[FIGURE_ACCURACY],
                                _("None of its runs has finished: the figures so far"));
  else
    gtk_widget_set_tooltip_text(row->figures[FIGURE_ACCURACY], NULL);
}

static void on_reference(GmxFiguresCard *self, GtkWidget *button) {
  GmxRunRow *row = g_object_get_data(G_OBJECT(button), "row");
  g_autoptr(GmxRunRow) kept = g_object_ref(row);
  gmx_run_list_set_reference(self->list, kept);
}

static GtkWidget *new_number(void) {
  GtkWidget *label = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(label), 1);
  gtk_widget_add_css_class(label, "numeric");
  return label;
}

static Row new_row(GmxFiguresCard *self) {
  Row row = {.sample = gmx_run_sample_new(), .button = gtk_button_new()};
  row.name = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(row.name), 0);
  gtk_label_set_ellipsize(GTK_LABEL(row.name), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars(GTK_LABEL(row.name), 7);
  gtk_button_set_child(GTK_BUTTON(row.button), row.name);
  gtk_widget_add_css_class(row.button, "flat");
  gtk_widget_add_css_class(row.button, "gmx-figure-name");
  gtk_widget_set_hexpand(row.button, TRUE);
  g_signal_connect_swapped(row.button, "clicked", G_CALLBACK(on_reference), self);
  const int place = (int)self->rows->len + 1;
  gtk_grid_attach(GTK_GRID(self->grid), row.sample, 0, place, 1, 1);
  gtk_grid_attach(GTK_GRID(self->grid), row.button, 1, place, 1, 1);
  for (int i = 0; i < FIGURES; i++) {
    row.figures[i] = new_number();
    gtk_grid_attach(GTK_GRID(self->grid), row.figures[i], 2 + i, place, 1, 1);
  }
  return row;
}

static void drop_rows(GmxFiguresCard *self, guint count) {
  for (guint i = self->rows->len; i-- > count;) {
    gtk_grid_remove_row(GTK_GRID(self->grid), (int)i + 1);
    g_array_set_size(self->rows, i);
  }
}

/* Differences */

static Difference new_difference(GmxFiguresCard *self) {
  Difference line = {gtk_label_new(NULL), new_number(), new_number()};
  const int place = (int)self->differences->len;
  gtk_label_set_xalign(GTK_LABEL(line.name), 0);
  gtk_label_set_ellipsize(GTK_LABEL(line.name), PANGO_ELLIPSIZE_MIDDLE);
  gtk_label_set_width_chars(GTK_LABEL(line.name), 12);
  gtk_widget_set_hexpand(line.name, TRUE);
  gtk_widget_set_size_request(line.name, -1, GMX_FOREST_ROW);
  gtk_widget_add_css_class(line.interval, "dim-label");
  gtk_grid_attach(GTK_GRID(self->pair_grid), line.name, 0, place, 1, 1);
  gtk_grid_attach(GTK_GRID(self->pair_grid), line.value, 2, place, 1, 1);
  gtk_grid_attach(GTK_GRID(self->pair_grid), line.interval, 3, place, 1, 1);
  return line;
}

static void show_difference(Difference *line, const char *name, GmxPairedDifference difference) {
  g_autofree char *value =
      isfinite(difference.mean) ? gmx_format_signed(difference.mean, 2) : g_strdup("—");
  g_autofree char *low = gmx_format_signed(difference.low, 2);
  g_autofree char *high = gmx_format_signed(difference.high, 2);
  g_autofree char *markup = g_strdup_printf("<b>%s</b>", value);
  g_autofree char *seeds =
      g_strdup_printf(ngettext("%d common seed", "%d common seeds", difference.n), difference.n);
  g_autofree char *interval =
      isfinite(difference.low) ? g_strdup_printf(_("%s to %s"), low, high) : g_strdup(seeds);
  gtk_label_set_text(GTK_LABEL(line->name), name);
  gtk_label_set_markup(GTK_LABEL(line->value), markup);
  gtk_label_set_text(GTK_LABEL(line->interval), interval);
  g_autofree char *tip = g_strdup_printf("%s: %s", name, seeds);
  gtk_widget_set_tooltip_text(line->name, tip);
}

/* Against the reference, one line for each other group. */
static void show_differences(GmxFiguresCard *self, GPtrArray *picks, GmxRunPick *reference) {
  g_autoptr(GArray) lines = g_array_new(FALSE, FALSE, sizeof(GmxForestLine));
  g_autoptr(GString) words = g_string_new(NULL);
  for (guint i = 0; i < picks->len; i++) {
    GmxRunPick *pick = picks->pdata[i];
    if (pick == reference)
      continue;
    const GmxPairedDifference difference = gmx_run_compare(pick->entries, reference->entries);
    g_autofree char *name = g_strdup_printf("%s − %s", pick->name, reference->name);
    const GmxForestLine line = {difference.mean, difference.low, difference.high};
    if (lines->len == self->differences->len) {
      const Difference new = new_difference(self);
      g_array_append_val(self->differences, new);
    }
    show_difference(&g_array_index(self->differences, Difference, lines->len), name, difference);
    g_array_append_val(lines, line);
    g_string_append_printf(words, "%s%s %.2f", words->len > 0 ? "; " : "", name, difference.mean);
  }
  while (self->differences->len > lines->len) {
    gtk_grid_remove_row(GTK_GRID(self->pair_grid), (int)self->differences->len - 1);
    g_array_set_size(self->differences, self->differences->len - 1);
  }
  gmx_forest_plot_set_lines(GMX_FOREST_PLOT(self->forest), (GmxForestLine *)(gpointer)lines->data,
                            (int)lines->len);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->forest), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Paired difference"), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                 words->str, -1);
}

/* The forest reaches over all lines and its axis below them. */
static void place_forest(GmxFiguresCard *self) {
  g_object_ref(self->forest);
  if (gtk_widget_get_parent(self->forest))
    gtk_grid_remove(GTK_GRID(self->pair_grid), self->forest);
  if (gtk_widget_get_parent(self->axis_room))
    gtk_grid_remove(GTK_GRID(self->pair_grid), self->axis_room);
  gtk_grid_attach(GTK_GRID(self->pair_grid), self->forest, 1, 0, 1,
                  (int)self->differences->len + 1);
  gtk_grid_attach(GTK_GRID(self->pair_grid), self->axis_room, 0, (int)self->differences->len, 1, 1);
  g_object_unref(self->forest);
}

static void on_selection(GmxFiguresCard *self) {
  GPtrArray *picks = gmx_run_list_get_selected(self->list);
  GmxRunPick *reference = gmx_run_list_get_reference(self->list);
  const guint before = self->differences->len;
  drop_rows(self, picks->len);
  for (guint i = 0; i < picks->len; i++) {
    if (i == self->rows->len) {
      const Row row = new_row(self);
      g_array_append_val(self->rows, row);
    }
    show_row(&g_array_index(self->rows, Row, i), picks->pdata[i], picks->pdata[i] == reference);
  }
  if (reference)
    show_differences(self, picks, reference);
  if (self->differences->len != before)
    place_forest(self);
  gtk_widget_set_visible(self->pairs, picks->len > 1);
  gtk_stack_set_visible_child_name(GTK_STACK(self->stack), picks->len > 0 ? "figures" : "empty");
  gmx_figures_card_set_narrow(self, self->narrow);
}

/* In a narrow window only what is judged by has room. */
void gmx_figures_card_set_narrow(GmxFiguresCard *self, gboolean narrow) {
  static const int spared[] = {FIGURE_ECE, FIGURE_SHARPNESS};
  self->narrow = narrow;
  /* Among stacked cards it is the page that scrolls. */
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(self->scroller), GTK_POLICY_NEVER,
                                 narrow ? GTK_POLICY_NEVER : GTK_POLICY_AUTOMATIC);
  for (gsize i = 0; i < G_N_ELEMENTS(spared); i++) {
    gtk_widget_set_visible(self->heads[spared[i]], !narrow);
    for (guint k = 0; k < self->rows->len; k++)
      gtk_widget_set_visible(g_array_index(self->rows, Row, k).figures[spared[i]], !narrow);
  }
  for (guint i = 0; i < self->differences->len; i++)
    gtk_widget_set_visible(g_array_index(self->differences, Difference, i).interval, !narrow);
}

/* Building */

static GtkWidget *new_title(const char *title, GmxTopic topic, const char *note) {
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *name = gtk_label_new(title), *text = gtk_label_new(note);
  gtk_widget_add_css_class(name, "heading");
  gtk_widget_add_css_class(text, "gmx-caption");
  gtk_label_set_ellipsize(GTK_LABEL(text), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign(GTK_LABEL(text), 0);
  gtk_box_append(GTK_BOX(line), name);
  gmx_help_topic_add(name, topic);
  gtk_box_append(GTK_BOX(line), text);
  return line;
}

static void add_heads(GmxFiguresCard *self) {
  static const char *const heads[FIGURES] = {N_("Held-out, %"), N_("Loss"), N_("ECE, %"),
                                             N_("Sharpness"), N_("Seeds")};
  for (int i = 0; i < FIGURES; i++) {
    GtkWidget *name = gtk_label_new(_(heads[i]));
    self->heads[i] = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 3);
    gtk_widget_set_halign(self->heads[i], GTK_ALIGN_END);
    gtk_widget_add_css_class(name, "gmx-table-head");
    gtk_box_append(GTK_BOX(self->heads[i]), name);
    if (i == FIGURE_ECE)
      gmx_help_topic_add(name, GMX_TOPIC_ECE);
    gtk_grid_attach(GTK_GRID(self->grid), self->heads[i], 2 + i, 0, 1, 1);
  }
}

static GtkWidget *new_pairs(GmxFiguresCard *self) {
  self->pairs = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  self->pair_grid = gtk_grid_new();
  self->forest = g_object_ref_sink(gmx_forest_plot_new());
  self->axis_room = g_object_ref_sink(gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0));
  gtk_widget_set_size_request(self->axis_room, -1, GMX_FOREST_AXIS);
  gtk_widget_set_hexpand(self->forest, TRUE);
  gtk_grid_set_column_spacing(GTK_GRID(self->pair_grid), 12);
  gtk_box_append(GTK_BOX(self->pairs),
                 new_title(_("Paired difference"), GMX_TOPIC_DIFFERENCE,
                           _("points of accuracy, common seeds, 95\u2009% interval")));
  gtk_box_append(GTK_BOX(self->pairs), self->pair_grid);
  gtk_widget_set_margin_top(self->pairs, 14);
  return self->pairs;
}

static void build(GmxFiguresCard *self) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *none = gtk_label_new(_("The final figures of what is checked stand here."));
  gtk_label_set_wrap(GTK_LABEL(none), TRUE);
  gtk_label_set_justify(GTK_LABEL(none), GTK_JUSTIFY_CENTER);
  gtk_widget_set_margin_start(none, 18);
  gtk_widget_set_margin_end(none, 18);
  gtk_widget_set_margin_top(none, 18);
  gtk_widget_set_margin_bottom(none, 18);
  self->grid = gtk_grid_new();
  self->stack = gtk_stack_new();
  self->scroller = gtk_scrolled_window_new();
  gtk_grid_set_column_spacing(GTK_GRID(self->grid), 14);
  gtk_grid_set_row_spacing(GTK_GRID(self->grid), 2);
  add_heads(self);
  gtk_box_append(GTK_BOX(box),
                 new_title(_("Final figures"), GMX_TOPIC_FIGURES, _("mean ± standard deviation")));
  gtk_box_append(GTK_BOX(box), self->grid);
  gtk_box_append(GTK_BOX(box), new_pairs(self));
  gtk_widget_add_css_class(box, "gmx-card");
  gtk_widget_add_css_class(none, "dim-label");
  gtk_label_set_wrap(GTK_LABEL(none), TRUE);
  gtk_label_set_justify(GTK_LABEL(none), GTK_JUSTIFY_CENTER);
  gtk_stack_add_named(GTK_STACK(self->stack), none, "empty");
  gtk_stack_add_named(GTK_STACK(self->stack), box, "figures");
  gtk_stack_set_vhomogeneous(GTK_STACK(self->stack), FALSE);
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(self->scroller), GTK_POLICY_NEVER,
                                 GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(self->scroller), self->stack);
  gtk_scrolled_window_set_propagate_natural_width(GTK_SCROLLED_WINDOW(self->scroller), TRUE);
  gtk_widget_add_css_class(GTK_WIDGET(self), "card");
  gtk_widget_set_parent(self->scroller, GTK_WIDGET(self));
}

static void figures_card_dispose(GObject *object) {
  GmxFiguresCard *self = GMX_FIGURES_CARD(object);
  if (self->list)
    g_signal_handlers_disconnect_by_data(self->list, self);
  g_clear_pointer(&self->scroller, gtk_widget_unparent);
  g_clear_object(&self->forest);
  g_clear_object(&self->axis_room);
  g_clear_object(&self->list);
  G_OBJECT_CLASS(gmx_figures_card_parent_class)->dispose(object);
}

static void figures_card_finalize(GObject *object) {
  GmxFiguresCard *self = GMX_FIGURES_CARD(object);
  g_array_unref(self->rows);
  g_array_unref(self->differences);
  G_OBJECT_CLASS(gmx_figures_card_parent_class)->finalize(object);
}

static void gmx_figures_card_class_init(GmxFiguresCardClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = figures_card_dispose;
  G_OBJECT_CLASS(class)->finalize = figures_card_finalize;
  gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void gmx_figures_card_init(GmxFiguresCard *self) {
  self->rows = g_array_new(FALSE, FALSE, sizeof(Row));
  self->differences = g_array_new(FALSE, FALSE, sizeof(Difference));
}

GtkWidget *gmx_figures_card_new(GmxRunList *list) {
  GmxFiguresCard *self = g_object_new(GMX_TYPE_FIGURES_CARD, NULL);
  self->list = g_object_ref(list);
  build(self);
  g_signal_connect_swapped(list, "selection-changed", G_CALLBACK(on_selection), self);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Final figures"), -1);
  on_selection(self);
  return GTK_WIDGET(self);
}
