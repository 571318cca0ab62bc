/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The examples behind a cell as a grid of tiles, and what can be done with one. */
#include "ui/samples/confusion-browser.h"

#include "engine/insight/blend.h"
#include "ui/browser-parts.h"
#include "ui/format.h"
#include "ui/mixlab/picture-drop.h"
#include "ui/pixels.h"
#include "ui/samples/confusion-list.h"
#include "ui/samples/confusion-words.h"
#include "ui/toggles.h"

#include <glib/gi18n.h>

#define IMAGE 96
#define WIDTH 560
#define HEIGHT 600

struct _GmxConfusionBrowser {
  AdwWindow parent_instance;

  GmxConfusionList *list;
  GtkSingleSelection *selection;
  GtkWidget *title, *by_confidence, *reversed, *grid, *count;
};

enum { PICTURE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxConfusionBrowser, gmx_confusion_browser, ADW_TYPE_WINDOW)

/* What is listed */

static void scroll_to_top(GmxConfusionBrowser *self) {
  if (g_list_model_get_n_items(G_LIST_MODEL(self->list)) == 0)
    return;
  gtk_single_selection_set_selected(self->selection, 0);
  gtk_widget_activate_action(self->grid, "list.scroll-to-item", "u", 0);
}

static void on_sort(GmxConfusionBrowser *self) {
  const gboolean sure = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(self->by_confidence));
  gmx_confusion_list_sort(self->list, sure ? GMX_CONFUSION_BY_CONFIDENCE : GMX_CONFUSION_BY_LOSS,
                          gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(self->reversed)));
  scroll_to_top(self);
}

static void show_titles(GmxConfusionBrowser *self, const GmxPredictions *predictions,
                        GmxDataset *dataset, int label, int predicted) {
  g_autofree char *name = gmx_confusion_name_cell(dataset, label, predicted);
  g_autofree char *from = gmx_confusion_describe_origin(predictions);
  adw_window_title_set_title(ADW_WINDOW_TITLE(self->title), name);
  adw_window_title_set_subtitle(ADW_WINDOW_TITLE(self->title), from);
  gtk_window_set_title(GTK_WINDOW(self), name);
  gmx_browser_show_count(self->count, dataset, g_list_model_get_n_items(G_LIST_MODEL(self->list)));
}

void gmx_confusion_browser_show(GmxConfusionBrowser *self, GmxPredictions *predictions,
                                GmxDataset *dataset, int label, int predicted) {
  gmx_confusion_list_show(self->list, predictions, dataset, label, predicted);
  show_titles(self, predictions, dataset, label, predicted);
  scroll_to_top(self);
  gtk_widget_grab_focus(self->grid);
}

/* What is done with an example */

static GmxPicture *picture_of(const GmxConfused *item) {
  return gmx_picture_new_stored(item->dataset, item->predictions->split,
                                item->predictions->index[item->place]);
}

static void use(GmxConfusionBrowser *self, guint position, GmxParent parent) {
  g_autoptr(GmxConfused) item = g_list_model_get_item(G_LIST_MODEL(self->selection), position);
  if (!item)
    return;
  g_autoptr(GmxPicture) picture = picture_of(item);
  g_signal_emit(self, signals[PICTURE], 0, (int)parent, picture);
}

static void on_activate(GmxConfusionBrowser *self, guint position) {
  use(self, position, GMX_PARENT_A);
  gtk_window_close(GTK_WINDOW(self));
}

static void use_as_a(GmxConfusionBrowser *self) {
  use(self, gtk_single_selection_get_selected(self->selection), GMX_PARENT_A);
}

static void use_as_b(GmxConfusionBrowser *self) {
  use(self, gtk_single_selection_get_selected(self->selection), GMX_PARENT_B);
}

/* Tiles */

static GmxPicture *drag(gpointer widget) {
  const GmxConfused *item = g_object_get_data(widget, "item");
  return item ? picture_of(item) : NULL;
}

static void on_setup(GtkSignalListItemFactory *factory, GtkListItem *list_item) {
  static const char *const styles[] = {"gmx-small", "gmx-small", "gmx-strip-note"};
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
  gtk_box_append(GTK_BOX(box), gmx_pixel_image_new(IMAGE));
  for (gsize i = 0; i < G_N_ELEMENTS(styles); i++) {
    GtkWidget *label = gtk_label_new(NULL);
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
    gtk_label_set_max_width_chars(GTK_LABEL(label), 1); /* as wide as the image */
    gtk_label_set_xalign(GTK_LABEL(label), 0);
    gtk_widget_add_css_class(label, styles[i]);
    gtk_widget_add_css_class(label, "numeric");
    gtk_box_append(GTK_BOX(box), label);
  }
  gtk_widget_set_halign(box, GTK_ALIGN_CENTER);
  gmx_picture_drag_add(box, drag);
  gtk_list_item_set_child(list_item, box);
}

static void on_bind(GtkSignalListItemFactory *factory, GtkListItem *list_item) {
  GmxConfused *item = gtk_list_item_get_item(list_item);
  const GmxPredictions *predictions = item->predictions;
  const int place = item->place;
  GtkWidget *box = gtk_list_item_get_child(list_item), *image = gtk_widget_get_first_child(box);
  GtkWidget *label = gtk_widget_get_next_sibling(image);
  GtkWidget *predicted = gtk_widget_get_next_sibling(label);
  g_autofree char *sure = gmx_format_percent(predictions->probability[place], 0);
  g_autofree char *taken = g_strdup_printf(
      "→ %s", gmx_dataset_get_class_name(item->dataset, predictions->predicted[place]));
  g_autofree char *number = gmx_format_number(predictions->loss[place], 2);
  g_autofree char *loss = g_strdup_printf(_("%s, loss %s"), sure, number);
  g_autofree char *words = gmx_confused_describe(item);
  gmx_browser_show_image(image, item->dataset, predictions->split, predictions->index[place],
                         words);
  gtk_widget_set_tooltip_text(box, words);
  gtk_label_set_text(GTK_LABEL(label),
                     gmx_dataset_get_class_name(item->dataset, predictions->label[place]));
  gtk_label_set_text(GTK_LABEL(predicted), taken);
  gtk_label_set_text(GTK_LABEL(gtk_widget_get_next_sibling(predicted)), loss);
}

/* Building */

static GtkWidget *new_grid(GmxConfusionBrowser *self) {
  GtkWidget *scroller = gmx_browser_grid_new(GTK_SELECTION_MODEL(self->selection), 2, _("Examples"),
                                             on_setup, on_bind, &self->grid);
  g_signal_connect_swapped(self->grid, "activate", G_CALLBACK(on_activate), self);
  return scroller;
}

static GtkWidget *new_sort_line(GmxConfusionBrowser *self) {
  static const GmxToggle sorts[] = {
      {.label = N_("Loss"), .tip = N_("Sort by loss")},
      {.label = N_("Confidence"),
       .tip = N_("Sort by the probability of the class it was taken for")}};
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *buttons[G_N_ELEMENTS(sorts)];
  GtkWidget *choice = gmx_toggles_new(GMX_TOGGLES_ONE, sorts, G_N_ELEMENTS(sorts), buttons);
  self->by_confidence = buttons[1];
  self->reversed = gtk_toggle_button_new_with_label(_("Smallest First"));
  gtk_widget_set_hexpand(choice, TRUE);
  gtk_box_append(GTK_BOX(line), choice);
  gtk_box_append(GTK_BOX(line), self->reversed);
  gtk_widget_add_css_class(line, "gmx-page");
  g_signal_connect_swapped(self->by_confidence, "toggled", G_CALLBACK(on_sort), self);
  g_signal_connect_swapped(self->reversed, "toggled", G_CALLBACK(on_sort), self);
  return line;
}

static GtkWidget *new_actions(GmxConfusionBrowser *self) {
  GtkWidget *line = gmx_browser_actions_new(&self->count);
  gmx_browser_add_action(line, _("Use as B"), _("Mix it, as picture B of the Mix Lab"),
                         G_CALLBACK(use_as_b), self);
  gmx_browser_add_action(line, _("Use as A"), _("Mix it, as picture A of the Mix Lab"),
                         G_CALLBACK(use_as_a), self);
  return line;
}

static void confusion_browser_dispose(GObject *object) {
  GmxConfusionBrowser *self = GMX_CONFUSION_BROWSER(object);
  g_clear_object(&self->selection);
  g_clear_object(&self->list);
  G_OBJECT_CLASS(gmx_confusion_browser_parent_class)->dispose(object);
}

static void gmx_confusion_browser_class_init(GmxConfusionBrowserClass *class) {
  G_OBJECT_CLASS(class)->dispose = confusion_browser_dispose;
  signals[PICTURE] = g_signal_new("picture", GMX_TYPE_CONFUSION_BROWSER, G_SIGNAL_RUN_LAST, 0, NULL,
                                  NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT, GMX_TYPE_PICTURE);
  gmx_browser_close_on_escape(GTK_WIDGET_CLASS(class));
}

static void gmx_confusion_browser_init(GmxConfusionBrowser *self) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0), *header = adw_header_bar_new();
  self->list = gmx_confusion_list_new();
  self->selection = gtk_single_selection_new(G_LIST_MODEL(g_object_ref(self->list)));
  self->title = adw_window_title_new(NULL, NULL);
  adw_header_bar_set_title_widget(ADW_HEADER_BAR(header), self->title);
  gtk_box_append(GTK_BOX(box), header);
  gtk_box_append(GTK_BOX(box), new_sort_line(self));
  gtk_box_append(GTK_BOX(box), new_grid(self));
  gtk_box_append(GTK_BOX(box), new_actions(self));
  adw_window_set_content(ADW_WINDOW(self), box);
  gtk_window_set_default_size(GTK_WINDOW(self), WIDTH, HEIGHT);
  gtk_window_set_hide_on_close(GTK_WINDOW(self), TRUE);
}

GtkWidget *gmx_confusion_browser_new(void) {
  return g_object_new(GMX_TYPE_CONFUSION_BROWSER, NULL);
}
