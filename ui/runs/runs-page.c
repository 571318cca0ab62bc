/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The Runs page: what stands where, and in which state it is. */
#include "ui/runs/runs-page-private.h"

#include "ui/runs/figures-card.h"
#include "ui/runs/queue-line.h"
#include "ui/runs/run-chart.h"
#include "ui/runs/runs-table.h"
#include "ui/runs/runs-tools.h"
#include "ui/page-notice.h"
#include "ui/status-page.h"

#include <glib/gi18n.h>

#define STYLES_FILE ".looks" /* beside the runs */

enum { PROP_0, PROP_NARROW, N_PROPS };
static GParamSpec *properties[N_PROPS];

enum { SIGNAL_CONTINUE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxRunsPage, gmx_runs_page, GTK_TYPE_WIDGET)

GmxRunRow *gmx_runs_page_get_row(GmxRunsPage *self) {
  GmxRunSelection *selection = gmx_runs_table_get_selection(GMX_RUNS_TABLE(self->table));
  GmxRunRow *current = gmx_run_selection_get_current(selection);
  GPtrArray *picks = gmx_run_list_get_selected(self->list);
  if (current && (current->runs || current->group) && current->entries->len > 0 &&
      gmx_run_list_find(self->list, gmx_run_row_get_entry(current)->path))
    return current;
  if (picks->len > 0)
    return ((GmxRunPick *)picks->pdata[0])->row;
  g_autoptr(GmxRunRow) first = g_list_model_get_item(G_LIST_MODEL(self->list), 0);
  return first; /* the list keeps it */
}

void gmx_runs_page_fail(GmxRunsPage *self, const char *what, const char *why) {
  gmx_page_notice_fail(self->notice, what, why);
}

void gmx_runs_page_say(GmxRunsPage *self, const char *words) {
  adw_toast_overlay_add_toast(ADW_TOAST_OVERLAY(self->toasts), adw_toast_new(words));
}

/* What is shown */

static void on_list(GmxRunsPage *self) {
  const GmxRunCounts counts = gmx_run_list_count(self->list);
  gtk_stack_set_visible_child_name(GTK_STACK(self->stack), counts.runs == 0    ? "empty"
                                                           : counts.shown == 0 ? "nothing"
                                                                               : "work");
  gmx_runs_page_update_actions(self);
}

static void on_library_failed(GmxRunsPage *self, const GError *error) {
  gmx_runs_page_fail(self, _("The runs could not be listed"), error->message);
}

static void on_queue_failed(GmxRunsPage *self, const GError *error) {
  gmx_runs_page_fail(self, _("A queued run could not be trained"), error->message);
}

/* The session comes first: a queue that computes beside it keeps to one thread. */
static void on_state(GmxRunsPage *self) {
  GmxSession *session = gmx_settings_get_session(self->settings);
  gmx_queue_set_modest(self->queue, gmx_session_get_state(session) == GMX_SESSION_TRAINING);
}

static void on_queue(GmxRunsPage *self) {
  if (gtk_widget_get_mapped(GTK_WIDGET(self)))
    gmx_run_library_refresh(self->library);
}

/* The folder is looked at only while somebody sees what it holds. */
static void runs_page_map(GtkWidget *widget) {
  GTK_WIDGET_CLASS(gmx_runs_page_parent_class)->map(widget);
  gmx_run_library_set_watching(GMX_RUNS_PAGE(widget)->library, TRUE);
}

static void runs_page_unmap(GtkWidget *widget) {
  gmx_run_library_set_watching(GMX_RUNS_PAGE(widget)->library, FALSE);
  GTK_WIDGET_CLASS(gmx_runs_page_parent_class)->unmap(widget);
}

/* Building */

static GtkWidget *new_empty(void) {
  return gmx_status_page_new("gmx-runs-symbolic", _("No Runs Yet"),
                             _("Here will be every run with its settings and figures, to overlay, "
                               "compare and repeat. The first is made as soon as you train."),
                             gmx_pill_new(_("Train"), "win.train", TRUE), NULL);
}

static GtkWidget *new_nothing(void) {
  return gmx_status_page_new("system-search-symbolic", _("No Run Is Found"),
                             _("No run has all of these words in its name, tags or settings."),
                             NULL, NULL);
}

static GtkWidget *new_work(GmxRunsPage *self) {
  g_autoptr(GMenuModel) menu = gmx_runs_page_new_menu();
  self->columns = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  self->cards = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  self->scroller = gtk_scrolled_window_new();
  self->table = gmx_runs_table_new(self->list, menu);
  self->chart = gmx_run_chart_new(self->list);
  self->figures = gmx_figures_card_new(self->list);
  gtk_widget_set_name(self->table, "runs-table");
  gtk_widget_set_name(self->chart, "runs-chart");
  gtk_widget_set_name(self->figures, "runs-figures");
  gtk_widget_set_hexpand(self->chart, TRUE);
  gtk_widget_set_vexpand(self->cards, TRUE);
  gtk_box_append(GTK_BOX(self->cards), self->chart);
  gtk_box_append(GTK_BOX(self->cards), self->figures);
  gtk_box_append(GTK_BOX(self->columns), self->table);
  gtk_box_append(GTK_BOX(self->columns), self->cards);
  gtk_widget_add_css_class(self->columns, "gmx-page");
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(self->scroller), self->columns);
  return self->scroller;
}

static void build(GmxRunsPage *self) {
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  self->toasts = adw_toast_overlay_new();
  self->tools = gmx_runs_tools_new(self->list);
  self->queue_line = gmx_queue_line_new(self->queue);
  self->stack = gtk_stack_new();
  gtk_stack_set_hhomogeneous(GTK_STACK(self->stack), FALSE);
  gtk_stack_set_vhomogeneous(GTK_STACK(self->stack), FALSE);
  gtk_stack_add_named(GTK_STACK(self->stack), gtk_box_new(GTK_ORIENTATION_VERTICAL, 0), "loading");
  gtk_stack_add_named(GTK_STACK(self->stack), new_empty(), "empty");
  gtk_stack_add_named(GTK_STACK(self->stack), new_nothing(), "nothing");
  gtk_stack_add_named(GTK_STACK(self->stack), new_work(self), "work");
  gtk_widget_set_vexpand(self->stack, TRUE);
  gtk_box_append(GTK_BOX(box), self->tools);
  self->notice = gmx_page_notice_new();
  gtk_box_append(GTK_BOX(box), self->notice);
  gtk_box_append(GTK_BOX(box), self->stack);
  gtk_box_append(GTK_BOX(box), self->queue_line);
  adw_toast_overlay_set_child(ADW_TOAST_OVERLAY(self->toasts), box);
  gtk_widget_set_parent(self->toasts, GTK_WIDGET(self));
}

static void set_narrow(GmxRunsPage *self, gboolean narrow) {
  self->narrow = narrow;
  gtk_orientable_set_orientation(GTK_ORIENTABLE(self->cards),
                                 narrow ? GTK_ORIENTATION_VERTICAL : GTK_ORIENTATION_HORIZONTAL);
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(self->scroller), GTK_POLICY_NEVER,
                                 GTK_POLICY_AUTOMATIC);
  gmx_runs_tools_set_narrow(GMX_RUNS_TOOLS(self->tools), narrow);
  gmx_runs_table_set_narrow(GMX_RUNS_TABLE(self->table), narrow);
  gmx_run_chart_set_narrow(GMX_RUN_CHART(self->chart), narrow);
  gmx_figures_card_set_narrow(GMX_FIGURES_CARD(self->figures), narrow);
  gmx_queue_line_set_narrow(GMX_QUEUE_LINE(self->queue_line), narrow);
}

static void runs_page_get_property(GObject *object, guint id, GValue *value, GParamSpec *spec) {
  g_value_set_boolean(value, GMX_RUNS_PAGE(object)->narrow);
}

static void runs_page_set_property(GObject *object, guint id, const GValue *value,
                                   GParamSpec *spec) {
  set_narrow(GMX_RUNS_PAGE(object), g_value_get_boolean(value));
}

static void runs_page_dispose(GObject *object) {
  GmxRunsPage *self = GMX_RUNS_PAGE(object);
  if (self->list)
    g_signal_handlers_disconnect_by_data(self->list, self);
  if (self->queue)
    gmx_queue_close(self->queue);
  g_clear_pointer(&self->toasts, gtk_widget_unparent);
  g_clear_pointer(&self->deleted, g_ptr_array_unref);
  g_clear_object(&self->queue);
  g_clear_object(&self->list);
  g_clear_object(&self->library);
  g_clear_object(&self->settings);
  G_OBJECT_CLASS(gmx_runs_page_parent_class)->dispose(object);
}

static void gmx_runs_page_class_init(GmxRunsPageClass *class) {
  GObjectClass *object_class = G_OBJECT_CLASS(class);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  object_class->dispose = runs_page_dispose;
  object_class->get_property = runs_page_get_property;
  object_class->set_property = runs_page_set_property;
  properties[PROP_NARROW] =
      g_param_spec_boolean("narrow", NULL, NULL, FALSE, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties(object_class, N_PROPS, properties);
  widget_class->map = runs_page_map;
  widget_class->unmap = runs_page_unmap;
  signals[SIGNAL_CONTINUE] = g_signal_new("continue", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST,
                                          0, NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
  gmx_runs_page_install_row_actions(widget_class);
  gmx_runs_page_install_queue_actions(widget_class);
  gmx_runs_page_install_export_actions(widget_class);
  gtk_widget_class_set_layout_manager_type(widget_class, GTK_TYPE_BIN_LAYOUT);
}

static void gmx_runs_page_init(GmxRunsPage *self) {
}

static void follow(GmxRunsPage *self) {
  GmxSession *session = gmx_settings_get_session(self->settings);
  GmxRunSelection *selection = gmx_runs_table_get_selection(GMX_RUNS_TABLE(self->table));
  g_signal_connect_object(session, "state", G_CALLBACK(on_state), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(self->library, "loaded", G_CALLBACK(on_list), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(self->library, "failed", G_CALLBACK(on_library_failed), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->queue, "failed", G_CALLBACK(on_queue_failed), self,
                          G_CONNECT_SWAPPED);
  g_signal_connect_object(self->queue, "changed", G_CALLBACK(on_queue), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(selection, "current-changed", G_CALLBACK(gmx_runs_page_update_actions),
                          self, G_CONNECT_SWAPPED);
  g_signal_connect_swapped(self->list, "changed", G_CALLBACK(on_list), self);
  g_signal_connect_swapped(self->list, "selection-changed",
                           G_CALLBACK(gmx_runs_page_update_actions), self);
}

GtkWidget *gmx_runs_page_new(GmxSettings *settings, const char *run_dir) {
  GmxRunsPage *self = g_object_new(GMX_TYPE_RUNS_PAGE, NULL);
  self->settings = g_object_ref(settings);
  self->library = gmx_run_library_new(run_dir);
  g_autofree char *looks =
      g_build_filename(gmx_run_library_get_parent(self->library), STYLES_FILE, NULL);
  self->list = gmx_run_list_new(G_LIST_MODEL(self->library), looks);
  self->queue = gmx_queue_new(run_dir);
  build(self);
  follow(self);
  set_narrow(self, FALSE);
  gmx_runs_page_update_actions(self);
  on_state(self);
  return GTK_WIDGET(self);
}
