/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A window on the data set: search by class or index, and put an image where it is wanted. */
#include "ui/mixlab/image-browser.h"

#include "ui/browser-parts.h"
#include "ui/format.h"
#include "ui/mixlab/image-list.h"
#include "ui/mixlab/picture-drop.h"
#include "ui/pixels.h"
#include "ui/status-page.h"
#include "ui/toggles.h"

#include <glib/gi18n.h>

#define IMAGE 64
#define WIDTH 560
#define HEIGHT 600

struct _GmxImageBrowser {
  AdwWindow parent_instance;

  GmxLab *lab;
  int target;
  GmxImageList *list;
  GtkSingleSelection *selection;

  GtkWidget *title, *search, *held_out, *stack, *grid, *count;
  GtkWidget *remove;
};

G_DEFINE_FINAL_TYPE(GmxImageBrowser, gmx_image_browser, ADW_TYPE_WINDOW)

/* What is listed */

static void show_count(GmxImageBrowser *self) {
  const guint found = g_list_model_get_n_items(G_LIST_MODEL(self->list));
  gmx_browser_show_count(self->count, gmx_lab_get_dataset(self->lab), found);
  gtk_stack_set_visible_child_name(GTK_STACK(self->stack), found > 0 ? "grid" : "nothing");
}

static void search(GmxImageBrowser *self) {
  const gboolean held_out = gtk_toggle_button_get_active(GTK_TOGGLE_BUTTON(self->held_out));
  gmx_image_list_show(self->list, gmx_lab_get_dataset(self->lab),
                      held_out ? GMX_SPLIT_TEST : GMX_SPLIT_TRAIN,
                      gtk_editable_get_text(GTK_EDITABLE(self->search)));
  show_count(self);
}

/* What is done with an image */

static GmxPicture *picture_of(GmxImageItem *item) {
  return gmx_picture_new_stored(item->dataset, item->split, item->index);
}

static void put(GmxImageBrowser *self, guint position, int target) {
  g_autoptr(GmxImageItem) item = g_list_model_get_item(G_LIST_MODEL(self->selection), position);
  if (!item)
    return;
  g_autoptr(GmxPicture) picture = picture_of(item);
  if (target == GMX_PARENT_A || target == GMX_PARENT_B)
    gmx_lab_set_picture(self->lab, (GmxParent)target, picture);
  else
    gmx_lab_put_picture(self->lab, target == GMX_TARGET_SHEET_END ? -1 : target - GMX_TARGET_SHEET,
                        picture);
}

static void put_selected(GmxImageBrowser *self, int target) {
  put(self, gtk_single_selection_get_selected(self->selection), target);
}

static void on_activate(GmxImageBrowser *self, guint position) {
  put(self, position, self->target);
  gtk_window_close(GTK_WINDOW(self));
}

static void use_as_a(GmxImageBrowser *self) {
  put_selected(self, GMX_PARENT_A);
}

static void use_as_b(GmxImageBrowser *self) {
  put_selected(self, GMX_PARENT_B);
}

static void add_to_sheet(GmxImageBrowser *self) {
  put_selected(self, GMX_TARGET_SHEET_END);
}

static void remove_from_sheet(GmxImageBrowser *self) {
  gmx_lab_remove_picture(self->lab, self->target - GMX_TARGET_SHEET);
  gtk_window_close(GTK_WINDOW(self));
}

/* Enter in the search takes the first image. */
static void on_search_activate(GmxImageBrowser *self) {
  if (g_list_model_get_n_items(G_LIST_MODEL(self->list)) > 0)
    on_activate(self, gtk_single_selection_get_selected(self->selection));
}

void gmx_image_browser_set_target(GmxImageBrowser *self, int target) {
  const gboolean place = target >= GMX_TARGET_SHEET;
  const char *title = target == GMX_PARENT_A   ? _("Choose Picture A")
                      : target == GMX_PARENT_B ? _("Choose Picture B")
                      : place                  ? _("Replace in the Sheet")
                                               : _("Add to the Sheet");
  self->target = target;
  adw_window_title_set_title(ADW_WINDOW_TITLE(self->title), title);
  gtk_widget_set_visible(self->remove, place);
  gtk_widget_grab_focus(self->search);
}

/* Tiles */

static GmxPicture *drag(gpointer widget) {
  GmxImageItem *item = g_object_get_data(widget, "item");
  return item ? picture_of(item) : NULL;
}

static void on_setup(GtkSignalListItemFactory *factory, GtkListItem *list_item) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 2);
  GtkWidget *name = gtk_label_new(NULL), *number = gtk_label_new(NULL);
  gtk_box_append(GTK_BOX(box), gmx_pixel_image_new(IMAGE));
  gtk_box_append(GTK_BOX(box), name);
  gtk_box_append(GTK_BOX(box), number);
  for (GtkWidget *label = name; label; label = gtk_widget_get_next_sibling(label)) {
    gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
    gtk_label_set_max_width_chars(GTK_LABEL(label), 9);
    gtk_widget_add_css_class(label, label == name ? "gmx-small" : "gmx-caption");
  }
  gtk_widget_add_css_class(number, "numeric");
  gmx_picture_drag_add(box, drag);
  gtk_list_item_set_child(list_item, box);
}

static void on_bind(GtkSignalListItemFactory *factory, GtkListItem *list_item) {
  GmxImageItem *item = gtk_list_item_get_item(list_item);
  GtkWidget *box = gtk_list_item_get_child(list_item);
  GtkWidget *image = gtk_widget_get_first_child(box);
  GtkWidget *name = gtk_widget_get_next_sibling(image);
  const char *class_name = gmx_dataset_get_class_name(
      item->dataset, gmx_dataset_get_label(item->dataset, item->split, item->index));
  g_autofree char *number = gmx_format_count(item->index);
  g_autofree char *label = g_strdup_printf("%s %s", class_name, number);
  gmx_browser_show_image(image, item->dataset, item->split, item->index, label);
  gtk_label_set_text(GTK_LABEL(name), class_name);
  gtk_label_set_text(GTK_LABEL(gtk_widget_get_next_sibling(name)), number);
}

/* Building */

static GtkWidget *new_grid(GmxImageBrowser *self) {
  GtkWidget *scroller = gmx_browser_grid_new(GTK_SELECTION_MODEL(self->selection), 3, _("Images"),
                                             on_setup, on_bind, &self->grid);
  g_signal_connect_swapped(self->grid, "activate", G_CALLBACK(on_activate), self);
  return scroller;
}

static GtkWidget *new_nothing(void) {
  GtkWidget *page =
      gmx_status_page_new("edit-find-symbolic", _("No Image Found"),
                          _("Search by the name of a class, or by an image's number."), NULL, NULL);
  gtk_widget_add_css_class(page, "compact");
  return page;
}

static GtkWidget *new_splits(GmxImageBrowser *self) {
  static const GmxToggle splits[] = {{.label = N_("Training")}, {.label = N_("Held-out")}};
  GtkWidget *buttons[G_N_ELEMENTS(splits)];
  GtkWidget *box = gmx_toggles_new(GMX_TOGGLES_ONE, splits, G_N_ELEMENTS(splits), buttons);
  self->held_out = buttons[1];
  g_signal_connect_swapped(self->held_out, "toggled", G_CALLBACK(search), self);
  return box;
}

static GtkWidget *new_search_line(GmxImageBrowser *self) {
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  self->search = gtk_search_entry_new();
  g_object_set(self->search, "placeholder-text", _("Class or number"), NULL);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->search), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Search by class or number"), -1);
  gtk_widget_set_hexpand(self->search, TRUE);
  g_signal_connect_swapped(self->search, "search-changed", G_CALLBACK(search), self);
  g_signal_connect_swapped(self->search, "activate", G_CALLBACK(on_search_activate), self);
  g_signal_connect_swapped(self->search, "stop-search", G_CALLBACK(gtk_window_close), self);
  gtk_box_append(GTK_BOX(line), self->search);
  gtk_box_append(GTK_BOX(line), new_splits(self));
  gtk_widget_add_css_class(line, "gmx-page");
  return line;
}

static GtkWidget *new_actions(GmxImageBrowser *self) {
  GtkWidget *line = gmx_browser_actions_new(&self->count);
  self->remove = gmx_browser_add_action(line, _("Remove"), _("Remove this picture from the sheet"),
                                        G_CALLBACK(remove_from_sheet), self);
  gmx_browser_add_action(line, _("Add to Sheet"), NULL, G_CALLBACK(add_to_sheet), self);
  gmx_browser_add_action(line, _("Use as B"), NULL, G_CALLBACK(use_as_b), self);
  gmx_browser_add_action(line, _("Use as A"), NULL, G_CALLBACK(use_as_a), self);
  return line;
}

static void image_browser_dispose(GObject *object) {
  GmxImageBrowser *self = GMX_IMAGE_BROWSER(object);
  g_clear_object(&self->selection);
  g_clear_object(&self->list);
  g_clear_object(&self->lab);
  G_OBJECT_CLASS(gmx_image_browser_parent_class)->dispose(object);
}

static void gmx_image_browser_class_init(GmxImageBrowserClass *class) {
  G_OBJECT_CLASS(class)->dispose = image_browser_dispose;
  gmx_browser_close_on_escape(GTK_WIDGET_CLASS(class));
}

static void gmx_image_browser_init(GmxImageBrowser *self) {
  self->list = gmx_image_list_new();
  self->selection = gtk_single_selection_new(G_LIST_MODEL(g_object_ref(self->list)));
}

GtkWidget *gmx_image_browser_new(GmxLab *lab) {
  GmxImageBrowser *self = g_object_new(GMX_TYPE_IMAGE_BROWSER, NULL);
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0), *header = adw_header_bar_new();
  self->lab = g_object_ref(lab);
  self->title = adw_window_title_new(_("Images"), NULL);
  self->stack = gtk_stack_new();
  gtk_stack_add_named(GTK_STACK(self->stack), new_grid(self), "grid");
  gtk_stack_add_named(GTK_STACK(self->stack), new_nothing(), "nothing");
  adw_header_bar_set_title_widget(ADW_HEADER_BAR(header), self->title);
  gtk_box_append(GTK_BOX(box), header);
  gtk_box_append(GTK_BOX(box), new_search_line(self));
  gtk_box_append(GTK_BOX(box), self->stack);
  gtk_box_append(GTK_BOX(box), new_actions(self));
  adw_window_set_content(ADW_WINDOW(self), box);
  gtk_window_set_title(GTK_WINDOW(self), _("Images"));
  gtk_window_set_default_size(GTK_WINDOW(self), WIDTH, HEIGHT);
  gtk_window_set_hide_on_close(GTK_WINDOW(self), TRUE);
  g_signal_connect_object(lab, "dataset-changed", G_CALLBACK(search), self, G_CONNECT_SWAPPED);
  search(self);
  return GTK_WIDGET(self);
}
