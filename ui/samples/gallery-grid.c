/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A card with one side's examples as a grid of tiles.
 *
 * The grid view makes tiles for what can be seen and some rows around it, so that the number of
 * examples does not matter. */
#include "ui/samples/gallery-grid.h"

#include "ui/help-topics.h"
#include "ui/adaptive-bin.h"
#include "ui/samples/intrusion-note.h"
#include "ui/samples/no-examples.h"
#include "ui/samples/sample-filter.h"
#include "ui/samples/sample-tile.h"
#include "ui/samples/side-selection.h"

#include "ui/format.h"

#include <glib/gi18n.h>

#define LEAST_WIDTH 210
#define LEAST_HEIGHT 200
/* Below this the rate of intrusion goes to a line of its own. */
#define HEAD_BREAKPOINT 400
#define MOST_COLUMNS 12

struct _GmxGalleryGrid {
  GtkWidget parent_instance;

  GmxSampleModel *model;
  GmxSide side;
  GPtrArray *tiles; /* GmxSampleTile that show something, borrowed */
  /* What the user had asked for when the list was last shown. */
  GmxSampleSort sort;
  gboolean reversed, grouped;
  GmxSampleFilter filter;
  guint start_over; /* tick callback of the view */
  int frames;       /* that it has seen */

  GtkWidget *bin, *head, *count, *note;
  GtkWidget *scroller, *view;
  GtkWidget *nothing; /* in the place of the scroller */
};

enum { SIGNAL_INSPECT, SIGNAL_SEARCH, SIGNAL_STOP, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxGalleryGrid, gmx_gallery_grid, GTK_TYPE_WIDGET)

static const char *side_name(GmxSide side) {
  static const char *const names[] = {N_("Sharp"), N_("Flat"), N_("Batch")};
  return _(names[side]);
}

/* Tiles */

static void on_selected(GtkListItem *item, GParamSpec *spec, GmxSampleTile *tile) {
  gmx_sample_tile_set_selected(tile, gtk_list_item_get_selected(item));
}

static void on_setup(GmxGalleryGrid *self, GtkListItem *item) {
  GtkWidget *tile = gmx_sample_tile_new();
  gtk_list_item_set_child(item, tile);
  g_signal_connect_object(item, "notify::selected", G_CALLBACK(on_selected), tile, 0);
}

static void on_bind(GmxGalleryGrid *self, GtkListItem *item) {
  GmxSampleTile *tile = GMX_SAMPLE_TILE(gtk_list_item_get_child(item));
  gmx_sample_tile_show(tile, GMX_SAMPLE(gtk_list_item_get_item(item)));
  gmx_sample_tile_set_selected(tile, gtk_list_item_get_selected(item));
  g_ptr_array_add(self->tiles, tile);
}

static void on_unbind(GmxGalleryGrid *self, GtkListItem *item) {
  GtkWidget *tile = gtk_list_item_get_child(item);
  g_ptr_array_remove_fast(self->tiles, tile);
  gmx_sample_tile_show(GMX_SAMPLE_TILE(tile), NULL);
}

static void on_activate(GmxGalleryGrid *self, guint position) {
  GListModel *list = gmx_sample_model_get_side(self->model, self->side);
  g_autoptr(GmxSample) sample = g_list_model_get_item(list, position);
  if (sample)
    g_signal_emit(self, signals[SIGNAL_INSPECT], 0, sample->index);
}

/* What the model says */

static void show_count(GmxGalleryGrid *self) {
  guint shown = g_list_model_get_n_items(gmx_sample_model_get_side(self->model, self->side));
  g_autofree char *number = gmx_format_count(shown);
  g_autofree char *text =
      g_strdup_printf(ngettext("%s example", "%s examples", (gulong)shown), number);
  gtk_label_set_text(GTK_LABEL(self->count), text);
}

/* Why nothing is on this side. The page itself says why nothing is on either. */
static void explain_nothing(GmxGalleryGrid *self) {
  static const char *const filtered[] = {N_("No sharp example passes the filter."),
                                         N_("No flat example passes the filter."),
                                         N_("No example passes the filter.")};
  static const char *const unfiltered[] = {N_("None of these examples is sharp."),
                                           N_("None of these examples is flat."), ""};
  gboolean any = g_list_model_get_n_items(gmx_sample_model_get_side(self->model, self->side)) > 0;
  gboolean all = gmx_sample_filter_is_none(gmx_sample_model_get_filter(self->model));
  const char *why = (all ? unfiltered : filtered)[self->side];
  gmx_no_examples_say(GMX_NO_EXAMPLES(self->nothing), *why ? _(why) : "");
  gtk_widget_set_visible(self->nothing, !any);
  gtk_widget_set_visible(self->scroller, any);
}

/* The view stays with the item that it showed first, wherever that has gone; only after it has laid
 * out the new list can it be sent to the top. */
static gboolean start_over(GtkWidget *view, GdkFrameClock *clock, gpointer data) {
  GmxGalleryGrid *self = data;
  if (++self->frames < 2)
    return G_SOURCE_CONTINUE;
  gtk_adjustment_set_value(gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(self->scroller)),
                           0);
  self->start_over = 0;
  return G_SOURCE_REMOVE;
}

/* A new order is read from its beginning; new examples leave the place in the list alone. */
static void start_over_if_asked(GmxGalleryGrid *self) {
  const GmxSampleFilter *filter = gmx_sample_model_get_filter(self->model);
  gboolean reversed = FALSE, grouped = gmx_sample_model_get_grouped(self->model);
  GmxSampleSort sort = gmx_sample_model_get_sort(self->model, &reversed);
  gboolean same = sort == self->sort && !reversed == !self->reversed &&
                  !grouped == !self->grouped && gmx_sample_filter_equal(filter, &self->filter);
  if (same)
    return;
  self->sort = sort;
  self->reversed = reversed;
  self->grouped = grouped;
  self->filter = *filter;
  self->frames = 0;
  if (!self->start_over)
    self->start_over = gtk_widget_add_tick_callback(self->view, start_over, self, NULL);
}

static void on_changed(GmxGalleryGrid *self) {
  start_over_if_asked(self);
  show_count(self);
  explain_nothing(self);
  gmx_intrusion_note_show(GMX_INTRUSION_NOTE(self->note), gmx_sample_model_get_gallery(self->model),
                          gmx_sample_model_get_intrusion(self->model), self->side);
  /* The samples may be the same objects, of which more is known now. */
  for (guint i = 0; i < self->tiles->len; i++)
    gmx_sample_tile_refresh(GMX_SAMPLE_TILE(self->tiles->pdata[i]));
}

void gmx_gallery_grid_set_search(GmxGalleryGrid *self, double fraction, const char *detail) {
  gmx_intrusion_note_set_search(GMX_INTRUSION_NOTE(self->note), fraction, detail);
}

/* Building */

static void on_head_narrow(GmxGalleryGrid *self) {
  gboolean narrow = gmx_adaptive_bin_get_narrow(GMX_ADAPTIVE_BIN(self->bin));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self->head),
                                 narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_widget_set_halign(self->note, narrow ? GTK_ALIGN_START : GTK_ALIGN_END);
}

static GtkWidget *new_title(GmxGalleryGrid *self) {
  static const char *const icons[] = {"gmx-sharp-symbolic", "gmx-flat-symbolic"};
  static const char *const classes[] = {"gmx-sharp-mark", "gmx-flat-mark"};
  static const GmxTopic topics[] = {GMX_TOPIC_GALLERY_SHARP, GMX_TOPIC_GALLERY_FLAT,
                                    GMX_TOPIC_GALLERY_BATCH};
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *title = gtk_label_new(side_name(self->side));
  if (self->side != GMX_SIDE_ALL) {
    GtkWidget *mark = gtk_image_new_from_icon_name(icons[self->side]);
    gtk_image_set_pixel_size(GTK_IMAGE(mark), 12);
    gtk_widget_add_css_class(mark, classes[self->side]);
    gtk_box_append(GTK_BOX(line), mark);
  }
  self->count = gtk_label_new(NULL);
  gtk_widget_add_css_class(title, "heading");
  gtk_widget_add_css_class(self->count, "gmx-caption");
  gtk_widget_add_css_class(self->count, "numeric");
  gtk_widget_set_margin_start(self->count, 4);
  gtk_box_append(GTK_BOX(line), title);
  gmx_help_topic_add(title, topics[self->side]);
  gtk_box_append(GTK_BOX(line), self->count);
  gtk_widget_set_hexpand(line, TRUE);
  return line;
}

static void emit_search(GmxGalleryGrid *self) {
  g_signal_emit(self, signals[SIGNAL_SEARCH], 0);
}

static void emit_stop(GmxGalleryGrid *self) {
  g_signal_emit(self, signals[SIGNAL_STOP], 0);
}

static void build_head(GmxGalleryGrid *self) {
  self->head = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 2);
  self->note = gmx_intrusion_note_new();
  gtk_widget_set_valign(self->note, GTK_ALIGN_CENTER);
  gtk_box_append(GTK_BOX(self->head), new_title(self));
  gtk_box_append(GTK_BOX(self->head), self->note);
  g_signal_connect_swapped(self->note, "search", G_CALLBACK(emit_search), self);
  g_signal_connect_swapped(self->note, "stop", G_CALLBACK(emit_stop), self);
  self->bin = gmx_adaptive_bin_new(self->head, LEAST_WIDTH, HEAD_BREAKPOINT);
  g_signal_connect_swapped(self->bin, "notify::narrow", G_CALLBACK(on_head_narrow), self);
  on_head_narrow(self);
  gtk_widget_set_parent(self->bin, GTK_WIDGET(self));
}

static GtkListItemFactory *new_factory(GmxGalleryGrid *self) {
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new();
  g_signal_connect_object(factory, "setup", G_CALLBACK(on_setup), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(factory, "bind", G_CALLBACK(on_bind), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(factory, "unbind", G_CALLBACK(on_unbind), self, G_CONNECT_SWAPPED);
  return factory;
}

static void build_view(GmxGalleryGrid *self) {
  GmxSideSelection *selection = gmx_side_selection_new(self->model, self->side);
  self->view = gtk_grid_view_new(GTK_SELECTION_MODEL(selection), new_factory(self));
  gtk_grid_view_set_max_columns(GTK_GRID_VIEW(self->view), MOST_COLUMNS);
  gtk_grid_view_set_enable_rubberband(GTK_GRID_VIEW(self->view), TRUE);
  gtk_widget_add_css_class(self->view, "gmx-gallery");
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 side_name(self->side), -1);
  g_signal_connect_swapped(self->view, "activate", G_CALLBACK(on_activate), self);
  self->scroller = gtk_scrolled_window_new();
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(self->scroller), GTK_POLICY_NEVER,
                                 GTK_POLICY_AUTOMATIC);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(self->scroller), self->view);
  gtk_widget_set_size_request(self->scroller, -1, LEAST_HEIGHT);
  gtk_widget_set_vexpand(self->scroller, TRUE);
  gtk_widget_add_css_class(self->scroller, "gmx-gallery-scroller");
  gtk_widget_set_parent(self->scroller, GTK_WIDGET(self));
  self->nothing = gmx_no_examples_new(self->model);
  gtk_widget_set_parent(self->nothing, GTK_WIDGET(self));
}

/* The tile that had the focus last. */
static gboolean gallery_grid_grab_focus(GtkWidget *widget) {
  GmxGalleryGrid *self = GMX_GALLERY_GRID(widget);
  return gtk_widget_get_mapped(self->view) && gtk_widget_grab_focus(self->view);
}

static void gallery_grid_dispose(GObject *object) {
  GmxGalleryGrid *self = GMX_GALLERY_GRID(object);
  if (self->model)
    g_signal_handlers_disconnect_by_data(self->model, self);
  g_clear_pointer(&self->scroller, gtk_widget_unparent);
  g_clear_pointer(&self->nothing, gtk_widget_unparent);
  g_clear_pointer(&self->bin, gtk_widget_unparent);
  g_clear_object(&self->model);
  G_OBJECT_CLASS(gmx_gallery_grid_parent_class)->dispose(object);
}

static void gallery_grid_finalize(GObject *object) {
  g_ptr_array_unref(GMX_GALLERY_GRID(object)->tiles);
  G_OBJECT_CLASS(gmx_gallery_grid_parent_class)->finalize(object);
}

static void gmx_gallery_grid_class_init(GmxGalleryGridClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  GType type = G_TYPE_FROM_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = gallery_grid_dispose;
  G_OBJECT_CLASS(class)->finalize = gallery_grid_finalize;
  widget_class->grab_focus = gallery_grid_grab_focus;
  signals[SIGNAL_INSPECT] = g_signal_new("inspect", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                         G_TYPE_NONE, 1, G_TYPE_INT);
  signals[SIGNAL_SEARCH] =
      g_signal_new("search", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[SIGNAL_STOP] =
      g_signal_new("stop", type, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void gmx_gallery_grid_init(GmxGalleryGrid *self) {
  GtkLayoutManager *layout = gtk_widget_get_layout_manager(GTK_WIDGET(self));
  gtk_orientable_set_orientation(GTK_ORIENTABLE(layout), GTK_ORIENTATION_VERTICAL);
  gtk_box_layout_set_spacing(GTK_BOX_LAYOUT(layout), 4);
  gtk_widget_add_css_class(GTK_WIDGET(self), "card");
  gtk_widget_add_css_class(GTK_WIDGET(self), "gmx-card");
  gtk_widget_set_overflow(GTK_WIDGET(self), GTK_OVERFLOW_HIDDEN);
  self->tiles = g_ptr_array_new();
  self->filter = gmx_sample_filter_none();
}

GtkWidget *gmx_gallery_grid_new(GmxSampleModel *model, GmxSide side) {
  GmxGalleryGrid *self = g_object_new(GMX_TYPE_GALLERY_GRID, NULL);
  self->model = g_object_ref(model);
  self->side = side;
  build_head(self);
  build_view(self);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 side_name(side), -1);
  g_signal_connect_swapped(model, "changed", G_CALLBACK(on_changed), self);
  on_changed(self);
  return GTK_WIDGET(self);
}
