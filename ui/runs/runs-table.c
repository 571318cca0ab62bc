/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The column view of runs: its columns, and what the keys do on a row. */
#include "ui/runs/runs-table.h"

#include "ui/runs/run-cell.h"
#include "ui/runs/run-names.h"
#include "ui/runs/run-order.h"

#include <glib/gi18n.h>

#define HEAD 34 /* heights */
#define ROW 32
#define MOST_ROWS 10

struct _GmxRunsTable {
  GtkWidget parent_instance;

  GmxRunList *list;
  GmxRunSelection *selection;
  GMenuModel *menu_model;
  GPtrArray *columns; /* GtkColumnViewColumn, in order; owned */
  char **settings;    /* those that have a column */
  gboolean narrow;
  GmxRunOrder *order;

  GtkWidget *scroller, *view, *menu;
};

/* What a column knows. */
typedef struct {
  GmxRunsTable *table;
  GmxCellKind kind;
  char *setting;
} Column;

G_DEFINE_FINAL_TYPE(GmxRunsTable, gmx_runs_table, GTK_TYPE_WIDGET)

static void column_free(gpointer data, GClosure *closure) {
  Column *column = data;
  g_free(column->setting);
  g_free(column);
}

/* Cells */

static gboolean on_menu_press(GmxRunCell *cell, int count, double x, double y, GtkGesture *press);

static void on_setup(GtkSignalListItemFactory *factory, GtkListItem *item, Column *column) {
  GtkWidget *cell = gmx_run_cell_new(column->table->list, column->kind, column->setting);
  GtkGesture *press = gtk_gesture_click_new();
  gtk_gesture_single_set_button(GTK_GESTURE_SINGLE(press), GDK_BUTTON_SECONDARY);
  g_signal_connect_swapped(press, "pressed", G_CALLBACK(on_menu_press), cell);
  gtk_widget_add_controller(cell, GTK_EVENT_CONTROLLER(press));
  gtk_list_item_set_child(item, cell);
}

static void on_bind(GtkSignalListItemFactory *factory, GtkListItem *item, Column *column) {
  gmx_run_cell_set_row(GMX_RUN_CELL(gtk_list_item_get_child(item)), gtk_list_item_get_item(item));
}

static void on_unbind(GtkSignalListItemFactory *factory, GtkListItem *item, Column *column) {
  gmx_run_cell_set_row(GMX_RUN_CELL(gtk_list_item_get_child(item)), NULL);
}

static Column *column_new(GmxRunsTable *self, GmxCellKind kind, const char *setting) {
  Column *column = g_new0(Column, 1);
  column->table = self;
  column->kind = kind;
  column->setting = g_strdup(setting);
  return column;
}

/* A column, inserted at @place. */
static void insert_column(GmxRunsTable *self, guint place, GmxCellKind kind, const char *setting,
                          const char *title) {
  GtkListItemFactory *factory = gtk_signal_list_item_factory_new();
  Column *column = column_new(self, kind, setting);
  g_signal_connect_data(factory, "setup", G_CALLBACK(on_setup), column, column_free, 0);
  g_signal_connect(factory, "bind", G_CALLBACK(on_bind), column);
  g_signal_connect(factory, "unbind", G_CALLBACK(on_unbind), column);
  GtkColumnViewColumn *shown = gtk_column_view_column_new(title, factory);
  if (kind >= GMX_CELL_NAME) {
    g_autoptr(GtkSorter) sorter = gmx_run_order_new_sorter(self->order, kind, setting);
    gtk_column_view_column_set_sorter(shown, sorter);
  }
  gtk_column_view_column_set_expand(shown, kind == GMX_CELL_NAME);
  gtk_column_view_column_set_resizable(shown, kind >= GMX_CELL_NAME);
  g_object_set_data(G_OBJECT(shown), "kind", GINT_TO_POINTER((int)kind));
  g_object_set_data_full(G_OBJECT(shown), "setting", g_strdup(setting), g_free);
  gtk_column_view_insert_column(GTK_COLUMN_VIEW(self->view), place, shown);
  g_ptr_array_insert(self->columns, (int)place, shown);
}

static GmxCellKind kind_of(GtkColumnViewColumn *column) {
  return (GmxCellKind)GPOINTER_TO_INT(g_object_get_data(G_OBJECT(column), "kind"));
}

/* Heads */

static GtkWidget *head_label(GtkWidget *title) {
  GtkWidget *box = gtk_widget_get_first_child(title);
  GtkWidget *child = box ? gtk_widget_get_first_child(box) : NULL;
  while (child && !GTK_IS_LABEL(child))
    child = gtk_widget_get_next_sibling(child);
  return child;
}

/* The head of the column called @name. */
static GtkWidget *find_head(GmxRunsTable *self, const char *name) {
  GtkWidget *header = gtk_widget_get_first_child(self->view);
  for (GtkWidget *title = gtk_widget_get_first_child(header); title;
       title = gtk_widget_get_next_sibling(title)) {
    GtkWidget *label = head_label(title);
    if (label && g_str_equal(gtk_label_get_text(GTK_LABEL(label)), name))
      return title;
  }
  return NULL;
}

static gboolean differs(GmxRunsTable *self, GtkColumnViewColumn *column) {
  const char *setting = kind_of(column) == GMX_CELL_DATA    ? "data"
                        : kind_of(column) == GMX_CELL_MODEL ? "model"
                                                            : NULL;
  return kind_of(column) == GMX_CELL_SETTING ||
         (setting && g_strv_contains((const char *const *)self->settings, setting));
}

static gboolean is_number(GtkColumnViewColumn *column) {
  const char *setting = g_object_get_data(G_OBJECT(column), "setting");
  return gmx_cell_kind_is_number(kind_of(column)) ||
         (setting && gmx_run_setting_is_number(setting));
}

/* A number's head ends where the numbers do: the arrow stands before it. */
static void place_right(GtkWidget *head) {
  GtkWidget *box = gtk_widget_get_first_child(head);
  gtk_widget_set_halign(box, GTK_ALIGN_END);
  if (GTK_IS_BOX(box))
    gtk_box_reorder_child_after(GTK_BOX(box), head_label(head), gtk_widget_get_last_child(box));
}

/* What differs has its head in the accent's colour. */
static void dress_heads(GmxRunsTable *self) {
  for (guint i = 0; i < self->columns->len; i++) {
    GtkColumnViewColumn *column = self->columns->pdata[i];
    GtkWidget *head = find_head(self, gtk_column_view_column_get_title(column));
    if (!head)
      continue;
    if (is_number(column))
      place_right(head);
    if (differs(self, column))
      gtk_widget_add_css_class(head, "gmx-differs");
    else
      gtk_widget_remove_css_class(head, "gmx-differs");
  }
}

int gmx_runs_table_get_state_width(GmxRunsTable *self) {
  GtkWidget *from = find_head(self, _("Data")), *to = find_head(self, _("Seeds"));
  graphene_rect_t first, last;
  if (!from || !to || !gtk_widget_compute_bounds(from, self->view, &first) ||
      !gtk_widget_compute_bounds(to, self->view, &last))
    return 0;
  return MAX(0, (int)(last.origin.x - first.origin.x) - 18);
}

/* Columns of settings */

static void show_columns(GmxRunsTable *self) {
  for (guint i = 0; i < self->columns->len; i++) {
    const GmxCellKind kind = kind_of(self->columns->pdata[i]);
    const gboolean always = kind == GMX_CELL_CHECK || kind == GMX_CELL_NAME ||
                            kind == GMX_CELL_SEEDS || kind == GMX_CELL_ACCURACY;
    gtk_column_view_column_set_visible(self->columns->pdata[i], always || !self->narrow);
  }
}

static gboolean has_own_column(const char *setting) {
  return !g_str_equal(setting, "data") && !g_str_equal(setting, "model");
}

/* Groups that were open before they moved are opened again. */
static void open_groups(GmxRunsTable *self) {
  GListModel *rows = G_LIST_MODEL(self->selection);
  for (guint i = 0; i < g_list_model_get_n_items(rows); i++) {
    g_autoptr(GtkTreeListRow) row = g_list_model_get_item(rows, i);
    g_autoptr(GmxRunRow) item = gtk_tree_list_row_get_item(row);
    if (item->expanded && !gtk_tree_list_row_get_expanded(row))
      gtk_tree_list_row_set_expanded(row, TRUE);
  }
}

/* As high as its rows, up to ten; below that the page scrolls. */
static void on_rows(GmxRunsTable *self) {
  const int rows = (int)g_list_model_get_n_items(G_LIST_MODEL(self->selection));
  const int height = HEAD + ROW * CLAMP(rows, 1, MOST_ROWS);
  /* The least height may never pass the greatest. */
  gtk_scrolled_window_set_min_content_height(GTK_SCROLLED_WINDOW(self->scroller), -1);
  gtk_scrolled_window_set_max_content_height(GTK_SCROLLED_WINDOW(self->scroller), height);
  gtk_scrolled_window_set_min_content_height(GTK_SCROLLED_WINDOW(self->scroller), height);
}

static void on_list(GmxRunsTable *self) {
  open_groups(self);
  const char *const *settings = gmx_run_list_get_columns(self->list);
  guint place = 0;
  if (self->settings && g_strv_equal((const char *const *)self->settings, settings))
    return;
  g_strfreev(self->settings);
  self->settings = g_strdupv((char **)settings);
  for (guint i = self->columns->len; i-- > 0;) {
    GtkColumnViewColumn *column = self->columns->pdata[i];
    if (kind_of(column) != GMX_CELL_SETTING)
      continue;
    gtk_column_view_remove_column(GTK_COLUMN_VIEW(self->view), column);
    g_ptr_array_remove_index(self->columns, i);
  }
  while (kind_of(self->columns->pdata[place]) != GMX_CELL_SEEDS)
    place++;
  for (int i = 0; settings[i]; i++)
    if (has_own_column(settings[i]))
      insert_column(self, place++, GMX_CELL_SETTING, settings[i],
                    gmx_run_setting_heading(settings[i]));
  dress_heads(self);
  show_columns(self);
}

void gmx_runs_table_set_narrow(GmxRunsTable *self, gboolean narrow) {
  self->narrow = narrow;
  show_columns(self);
}

GmxRunSelection *gmx_runs_table_get_selection(GmxRunsTable *self) {
  return self->selection;
}

/* Keys and menu */

/* The place of the current row, or −1. */
static GtkTreeListRow *find_current(GmxRunsTable *self) {
  GmxRunRow *current = gmx_run_selection_get_current(self->selection);
  for (guint i = 0; current && i < g_list_model_get_n_items(G_LIST_MODEL(self->selection)); i++) {
    g_autoptr(GtkTreeListRow) row = g_list_model_get_item(G_LIST_MODEL(self->selection), i);
    g_autoptr(GmxRunRow) item = gtk_tree_list_row_get_item(row);
    if (item == current)
      return g_steal_pointer(&row);
  }
  return NULL;
}

static gboolean on_expand(GtkWidget *widget, GVariant *open, gpointer data) {
  GmxRunsTable *self = GMX_RUNS_TABLE(gtk_widget_get_ancestor(widget, GMX_TYPE_RUNS_TABLE));
  g_autoptr(GtkTreeListRow) row = find_current(self);
  const gboolean wanted = g_variant_get_boolean(open);
  if (!row || !gtk_tree_list_row_is_expandable(row) ||
      gtk_tree_list_row_get_expanded(row) == wanted)
    return FALSE;
  gtk_tree_list_row_set_expanded(row, wanted);
  return TRUE;
}

static void on_activate(GmxRunsTable *self, guint position) {
  g_autoptr(GtkTreeListRow) row = g_list_model_get_item(G_LIST_MODEL(self->selection), position);
  if (row && gtk_tree_list_row_is_expandable(row))
    gtk_tree_list_row_set_expanded(row, !gtk_tree_list_row_get_expanded(row));
}

static void popup(GmxRunsTable *self, double x, double y) {
  const GdkRectangle at = {(int)x, (int)y, 1, 1};
  if (!self->menu) {
    self->menu = gtk_popover_menu_new_from_model(self->menu_model);
    gtk_popover_set_has_arrow(GTK_POPOVER(self->menu), FALSE);
    gtk_widget_set_halign(self->menu, GTK_ALIGN_START);
    gtk_widget_set_parent(self->menu, GTK_WIDGET(self));
  }
  gtk_popover_set_pointing_to(GTK_POPOVER(self->menu), &at);
  gtk_popover_popup(GTK_POPOVER(self->menu));
}

static gboolean on_menu_press(GmxRunCell *cell, int count, double x, double y, GtkGesture *press) {
  GmxRunsTable *self =
      GMX_RUNS_TABLE(gtk_widget_get_ancestor(GTK_WIDGET(cell), GMX_TYPE_RUNS_TABLE));
  graphene_point_t at;
  if (!gmx_run_cell_get_row(cell) ||
      !gtk_widget_compute_point(GTK_WIDGET(cell), GTK_WIDGET(self),
                                &GRAPHENE_POINT_INIT((float)x, (float)y), &at))
    return FALSE;
  gmx_run_selection_set_current(self->selection, gmx_run_cell_get_row(cell));
  popup(self, at.x, at.y);
  return TRUE;
}

static gboolean on_menu_key(GtkWidget *widget, GVariant *arguments, gpointer data) {
  GmxRunsTable *self = GMX_RUNS_TABLE(widget);
  GtkWidget *focus = gtk_window_get_focus(GTK_WINDOW(gtk_widget_get_root(widget)));
  graphene_rect_t bounds;
  if (!focus || !gmx_run_selection_get_current(self->selection) ||
      !gtk_widget_compute_bounds(focus, widget, &bounds))
    return FALSE;
  popup(self, bounds.origin.x + 100, bounds.origin.y + bounds.size.height / 2);
  return TRUE;
}

/* The list takes arrow keys for itself, so these two are caught before it gets them. */
static void add_arrows(GmxRunsTable *self) {
  GtkEventController *keys = gtk_shortcut_controller_new();
  gtk_event_controller_set_propagation_phase(keys, GTK_PHASE_CAPTURE);
  for (int open = 0; open < 2; open++) {
    GtkShortcut *shortcut =
        gtk_shortcut_new(gtk_keyval_trigger_new(open ? GDK_KEY_Right : GDK_KEY_Left, 0),
                         gtk_callback_action_new(on_expand, NULL, NULL));
    gtk_shortcut_set_arguments(shortcut, g_variant_new_boolean(open));
    gtk_shortcut_controller_add_shortcut(GTK_SHORTCUT_CONTROLLER(keys), shortcut);
  }
  gtk_widget_add_controller(self->view, keys);
}

/* Building */

static GListModel *runs_of(gpointer item, gpointer data) {
  GmxRunRow *row = item;
  return row->runs ? G_LIST_MODEL(g_object_ref(row->runs)) : NULL;
}

static void build_view(GmxRunsTable *self) {
  self->view = gtk_column_view_new(NULL);
  GtkSorter *chosen = gtk_column_view_get_sorter(GTK_COLUMN_VIEW(self->view));
  /* First of all its handlers: the list is sorted with what it finds. */
  self->order = gmx_run_order_new(chosen);
  GtkTreeListModel *tree = gtk_tree_list_model_new(G_LIST_MODEL(g_object_ref(self->list)), FALSE,
                                                   FALSE, runs_of, NULL, NULL);
  GtkSorter *sorter = GTK_SORTER(gtk_tree_list_row_sorter_new(g_object_ref(chosen)));
  self->selection = gmx_run_selection_new(
      G_LIST_MODEL(gtk_sort_list_model_new(G_LIST_MODEL(tree), sorter)), self->list);
  gtk_column_view_set_model(GTK_COLUMN_VIEW(self->view), GTK_SELECTION_MODEL(self->selection));
  gtk_column_view_set_reorderable(GTK_COLUMN_VIEW(self->view), FALSE);
  gtk_widget_add_css_class(self->view, "gmx-runs");
  add_arrows(self);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->view), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Runs"), -1);
  g_signal_connect_swapped(self->view, "activate", G_CALLBACK(on_activate), self);
}

static void add_columns(GmxRunsTable *self) {
  static const char *const titles[GMX_CELLS] = {
      [GMX_CELL_NAME] = N_("Name"),
      [GMX_CELL_DATA] = N_("Data"),
      [GMX_CELL_MODEL] = N_("Model"),
      [GMX_CELL_SEEDS] = N_("Seeds"),
      [GMX_CELL_ACCURACY] = N_("Held-out, %"),
      [GMX_CELL_LOSS] = N_("Loss"),
      [GMX_CELL_ECE] = N_("ECE, %"),
      [GMX_CELL_SHARPNESS] = N_("Sharpness"),
      [GMX_CELL_TIME] = N_("Time"),
  };
  for (int kind = 0; kind < GMX_CELLS; kind++)
    if (kind != GMX_CELL_SETTING)
      insert_column(self, self->columns->len, (GmxCellKind)kind, NULL,
                    titles[kind] ? _(titles[kind]) : "");
}

static void build(GmxRunsTable *self) {
  build_view(self);
  add_columns(self);
  self->scroller = gtk_scrolled_window_new();
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(self->scroller), self->view);
  gtk_scrolled_window_set_propagate_natural_height(GTK_SCROLLED_WINDOW(self->scroller), TRUE);
  gtk_widget_add_css_class(GTK_WIDGET(self), "card");
  gtk_widget_set_overflow(GTK_WIDGET(self), GTK_OVERFLOW_HIDDEN);
  gtk_widget_set_parent(self->scroller, GTK_WIDGET(self));
}

static void runs_table_dispose(GObject *object) {
  GmxRunsTable *self = GMX_RUNS_TABLE(object);
  if (self->list)
    g_signal_handlers_disconnect_by_data(self->list, self);
  if (self->selection) /* a group that closes as it goes changes the rows */
    g_signal_handlers_disconnect_by_data(self->selection, self);
  g_clear_pointer(&self->menu, gtk_widget_unparent);
  g_clear_pointer(&self->scroller, gtk_widget_unparent);
  g_clear_pointer(&self->columns, g_ptr_array_unref);
  g_clear_object(&self->selection);
  g_clear_object(&self->order);
  g_clear_object(&self->menu_model);
  g_clear_object(&self->list);
  g_clear_pointer(&self->settings, g_strfreev);
  G_OBJECT_CLASS(gmx_runs_table_parent_class)->dispose(object);
}

static void gmx_runs_table_class_init(GmxRunsTableClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = runs_table_dispose;
  gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_add_binding_action(widget_class, GDK_KEY_F2, 0, "runs.rename", NULL);
  gtk_widget_class_add_binding_action(widget_class, GDK_KEY_Delete, 0, "runs.delete", NULL);
  gtk_widget_class_add_binding(widget_class, GDK_KEY_Menu, 0, on_menu_key, NULL);
  gtk_widget_class_add_binding(widget_class, GDK_KEY_F10, GDK_SHIFT_MASK, on_menu_key, NULL);
}

static void gmx_runs_table_init(GmxRunsTable *self) {
  self->columns = g_ptr_array_new_with_free_func(g_object_unref);
}

GtkWidget *gmx_runs_table_new(GmxRunList *list, GMenuModel *menu) {
  GmxRunsTable *self = g_object_new(GMX_TYPE_RUNS_TABLE, NULL);
  self->list = g_object_ref(list);
  self->menu_model = g_object_ref(menu);
  build(self);
  g_signal_connect_swapped(list, "changed", G_CALLBACK(on_list), self);
  g_signal_connect_object(self->selection, "items-changed", G_CALLBACK(on_rows), self,
                          G_CONNECT_SWAPPED);
  on_list(self);
  on_rows(self);
  return GTK_WIDGET(self);
}
