/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the galleries let through.
 *
 * Every choice acts at once. One that makes no sense for the examples at hand is greyed and says
 * why below itself; one that is on can always be taken back. */
#include "ui/samples/filter-popover.h"

#include "ui/format.h"

#include <glib/gi18n.h>
#include <math.h>

enum { CHECK_CROSSED, CHECK_MISCLASSIFIED, CHECK_INTRUDED, N_CHECKS };

typedef struct {
  GmxSampleModel *model;
  GmxDataset *dataset; /* whose classes are listed */
  gboolean reading;    /* the model's state is being taken over */

  GtkWidget *classes[2], *lambda[2], *lambda_reason;
  GtkWidget *checks[N_CHECKS], *reasons[N_CHECKS], *clear;
} Filter;

static void filter_free(Filter *self) {
  g_signal_handlers_disconnect_by_data(self->model, self);
  g_object_unref(self->model);
  g_clear_object(&self->dataset);
  g_free(self);
}

/* From the controls to the model */

/* Class chosen in a drop-down whose first entry is "any". */
static int get_class(Filter *self, int which) {
  guint chosen = gtk_drop_down_get_selected(GTK_DROP_DOWN(self->classes[which]));
  return chosen == GTK_INVALID_LIST_POSITION ? -1 : (int)chosen - 1;
}

static void on_chosen(Filter *self) {
  if (self->reading)
    return;
  GmxSampleFilter filter = gmx_sample_filter_none();
  int first = get_class(self, 0), second = get_class(self, 1);
  gboolean *flags[] = {&filter.crossed, &filter.misclassified, &filter.intruded};
  if (first >= 0 && second >= 0) {
    filter.pair_first = first;
    filter.pair_second = second;
  } else {
    filter.label = MAX(first, second);
  }
  filter.lambda_min = gtk_spin_button_get_value(GTK_SPIN_BUTTON(self->lambda[0]));
  filter.lambda_max = gtk_spin_button_get_value(GTK_SPIN_BUTTON(self->lambda[1]));
  for (int i = 0; i < N_CHECKS; i++)
    *flags[i] = gtk_check_button_get_active(GTK_CHECK_BUTTON(self->checks[i]));
  gmx_sample_model_set_filter(self->model, &filter);
}

/* The ends of the range push each other along. */
static void on_lambda(Filter *self, GtkWidget *moved) {
  if (self->reading)
    return;
  GtkSpinButton *low = GTK_SPIN_BUTTON(self->lambda[0]), *high = GTK_SPIN_BUTTON(self->lambda[1]);
  double value = gtk_spin_button_get_value(GTK_SPIN_BUTTON(moved));
  self->reading = TRUE;
  if (moved == self->lambda[0] && gtk_spin_button_get_value(high) < value)
    gtk_spin_button_set_value(high, value);
  if (moved == self->lambda[1] && gtk_spin_button_get_value(low) > value)
    gtk_spin_button_set_value(low, value);
  self->reading = FALSE;
  on_chosen(self);
}

static void on_clear(Filter *self) {
  GmxSampleFilter none = gmx_sample_filter_none();
  gmx_sample_model_set_filter(self->model, &none);
}

/* From the model to the controls */

static void list_classes(Filter *self) {
  GmxDataset *dataset = gmx_sample_model_get_dataset(self->model);
  if (dataset == self->dataset)
    return;
  g_set_object(&self->dataset, dataset);
  for (int which = 0; which < 2; which++) {
    g_autoptr(GtkStringList) names = gtk_string_list_new(NULL);
    gtk_string_list_append(names, which == 0 ? _("any class") : _("any other"));
    for (int i = 0; dataset && i < gmx_dataset_get_classes(dataset); i++)
      gtk_string_list_append(names, gmx_dataset_get_class_name(dataset, i));
    gtk_drop_down_set_model(GTK_DROP_DOWN(self->classes[which]), G_LIST_MODEL(names));
  }
}

/* Why @check has no sense for what is shown; NULL where it has. */
static const char *why_not(Filter *self, int check) {
  GmxGallery *gallery = gmx_sample_model_get_gallery(self->model);
  if (!gallery)
    return NULL;
  if (check == CHECK_CROSSED)
    return gallery->source != GMX_GALLERY_PROBE
               ? _("A step's examples have no earlier epoch: choose Probe")
           : !gallery->climbed ? _("Without a perturbation there are no sides")
                               : NULL;
  if (check == CHECK_MISCLASSIFIED)
    return gmx_gallery_has_predictions(gallery) ? NULL
                                                : _("What the network predicted was not kept");
  return gmx_sample_model_get_intrusion(self->model)
             ? NULL
             : _("Not searched yet: press Search above the galleries");
}

static void show_checks(Filter *self, const GmxSampleFilter *filter) {
  const gboolean active[] = {filter->crossed, filter->misclassified, filter->intruded};
  for (int i = 0; i < N_CHECKS; i++) {
    const char *reason = why_not(self, i);
    gtk_check_button_set_active(GTK_CHECK_BUTTON(self->checks[i]), active[i]);
    gtk_widget_set_sensitive(self->checks[i], !reason || active[i]);
    gtk_label_set_text(GTK_LABEL(self->reasons[i]), reason ? reason : "");
    gtk_widget_set_visible(self->reasons[i], reason != NULL);
  }
}

static void show_lambda(Filter *self, const GmxSampleFilter *filter) {
  GmxGallery *gallery = gmx_sample_model_get_gallery(self->model);
  gboolean one = gallery && !isnan(gallery->lambda);
  gboolean active = filter->lambda_min > 0 || filter->lambda_max < 1;
  gtk_spin_button_set_value(GTK_SPIN_BUTTON(self->lambda[0]), filter->lambda_min);
  gtk_spin_button_set_value(GTK_SPIN_BUTTON(self->lambda[1]), filter->lambda_max);
  for (int i = 0; i < 2; i++)
    gtk_widget_set_sensitive(self->lambda[i], !one || active);
  gtk_widget_set_visible(self->lambda_reason, one);
  if (one) {
    g_autofree char *number = gmx_format_number(gallery->lambda, 2);
    g_autofree char *reason = g_strdup_printf(_("One λ for the whole batch: %s"), number);
    gtk_label_set_text(GTK_LABEL(self->lambda_reason), reason);
  }
}

static void on_changed(Filter *self) {
  const GmxSampleFilter *filter = gmx_sample_model_get_filter(self->model);
  gboolean pair = filter->pair_first >= 0;
  self->reading = TRUE;
  list_classes(self);
  gtk_drop_down_set_selected(GTK_DROP_DOWN(self->classes[0]),
                             (guint)((pair ? filter->pair_first : filter->label) + 1));
  gtk_drop_down_set_selected(GTK_DROP_DOWN(self->classes[1]),
                             (guint)((pair ? filter->pair_second : -1) + 1));
  show_lambda(self, filter);
  show_checks(self, filter);
  gtk_widget_set_sensitive(self->clear, !gmx_sample_filter_is_none(filter));
  self->reading = FALSE;
}

/* Building */

static GtkWidget *new_label(const char *text) {
  GtkWidget *label = gtk_label_new(text);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  return label;
}

static GtkWidget *new_reason(void) {
  GtkWidget *label = new_label(NULL);
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  gtk_label_set_max_width_chars(GTK_LABEL(label), 34);
  gtk_widget_add_css_class(label, "gmx-caption");
  return label;
}

static void name(GtkWidget *widget, const char *text) {
  gtk_accessible_update_property(GTK_ACCESSIBLE(widget), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
}

static void add_classes(Filter *self, GtkGrid *grid) {
  static const char *const titles[] = {N_("Class"), N_("mixed with")};
  for (int i = 0; i < 2; i++) {
    self->classes[i] = gtk_drop_down_new(NULL, NULL);
    name(self->classes[i], _(titles[i]));
    g_signal_connect_swapped(self->classes[i], "notify::selected", G_CALLBACK(on_chosen), self);
    gtk_grid_attach(grid, new_label(_(titles[i])), 0, i, 1, 1);
    gtk_grid_attach(grid, self->classes[i], 1, i, 1, 1);
  }
}

static void add_lambda(Filter *self, GtkGrid *grid) {
  static const char *const names[] = {N_("λ from"), N_("λ to")};
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  for (int i = 0; i < 2; i++) {
    self->lambda[i] = gtk_spin_button_new_with_range(0, 1, 0.05);
    gtk_spin_button_set_digits(GTK_SPIN_BUTTON(self->lambda[i]), 2);
    gtk_editable_set_width_chars(GTK_EDITABLE(self->lambda[i]), 4);
    name(self->lambda[i], _(names[i]));
    g_signal_connect_swapped(self->lambda[i], "value-changed", G_CALLBACK(on_lambda), self);
    if (i > 0)
      gtk_box_append(GTK_BOX(box), gtk_label_new(_("to")));
    gtk_box_append(GTK_BOX(box), self->lambda[i]);
  }
  self->lambda_reason = new_reason();
  gtk_grid_attach(grid, new_label("λ"), 0, 2, 1, 1);
  gtk_grid_attach(grid, box, 1, 2, 1, 1);
  gtk_grid_attach(grid, self->lambda_reason, 1, 3, 1, 1);
}

static void add_checks(Filter *self, GtkBox *box) {
  static const char *const titles[] = {N_("Crossed sides since the last epoch"),
                                       N_("Misclassified at w"), N_("Intruded")};
  for (int i = 0; i < N_CHECKS; i++) {
    self->checks[i] = gtk_check_button_new_with_label(_(titles[i]));
    self->reasons[i] = new_reason();
    gtk_widget_set_margin_start(self->reasons[i], 26);
    g_signal_connect_swapped(self->checks[i], "toggled", G_CALLBACK(on_chosen), self);
    gtk_box_append(box, self->checks[i]);
    gtk_box_append(box, self->reasons[i]);
  }
}

GtkWidget *gmx_filter_popover_new(GmxSampleModel *model) {
  Filter *self = g_new0(Filter, 1);
  GtkWidget *popover = gtk_popover_new(), *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *grid = gtk_grid_new();
  self->model = g_object_ref(model);
  self->reading = TRUE;
  gtk_grid_set_row_spacing(GTK_GRID(grid), 6);
  gtk_grid_set_column_spacing(GTK_GRID(grid), 12);
  add_classes(self, GTK_GRID(grid));
  add_lambda(self, GTK_GRID(grid));
  gtk_box_append(GTK_BOX(box), grid);
  add_checks(self, GTK_BOX(box));
  self->clear = gtk_button_new_with_label(_("Show All"));
  g_signal_connect_swapped(self->clear, "clicked", G_CALLBACK(on_clear), self);
  gtk_box_append(GTK_BOX(box), self->clear);
  gtk_widget_add_css_class(box, "gmx-popover");
  gtk_popover_set_child(GTK_POPOVER(popover), box);
  g_signal_connect_swapped(model, "changed", G_CALLBACK(on_changed), self);
  g_object_set_data_full(G_OBJECT(popover), "gmx-filter", self, (GDestroyNotify)filter_free);
  on_changed(self);
  return popover;
}
