/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Where the lab's cards stand.
 *
 * At the left the pair and below it the sheet, which takes what is left of the height. At the right
 * the predictions, the sentence under them, the loss and the density: two beside each other where
 * they have room. */
#include "ui/mixlab/lab-layout.h"

#define GAP 12
#define LEFT_LEAST 424 /* a sheet of five fits */
#define LEFT_SHEET 444 /* a sheet of six fits */
#define LEFT_MOST 520
#define CHART_LEAST 228
#define TWO_COLUMNS (LEFT_LEAST + GAP + CHART_LEAST)
#define LEAST_WIDTH 306 /* of one column */

struct _GmxLabLayout {
  GtkWidget parent_instance;
  GtkWidget *cards[GMX_LAB_CARDS];
  gboolean single;
  guint notify; /* source that tells of a change */
};

enum { SIGNAL_SINGLE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxLabLayout, gmx_lab_layout, GTK_TYPE_WIDGET)

static const GmxLabCard single_order[] = {GMX_LAB_CARD_PAIR,
                                          GMX_LAB_CARD_SWITCHER,
                                          GMX_LAB_CARD_BANNER,
                                          GMX_LAB_CARD_SHARES,
                                          GMX_LAB_CARD_SHARES_PERTURBED,
                                          GMX_LAB_CARD_LOSS,
                                          GMX_LAB_CARD_BETA,
                                          GMX_LAB_CARD_SHEET};

static gboolean is_shown(GmxLabLayout *self, GmxLabCard card) {
  return gtk_widget_should_layout(self->cards[card]);
}

static int least_height(GmxLabLayout *self, GmxLabCard card, int width) {
  int least = 0;
  if (is_shown(self, card))
    gtk_widget_measure(self->cards[card], GTK_ORIENTATION_VERTICAL, width, &least, NULL, NULL,
                       NULL);
  return least;
}

static void put(GmxLabLayout *self, GmxLabCard card, int x, int y, int width, int height) {
  if (is_shown(self, card))
    gtk_widget_size_allocate(self->cards[card], &(GtkAllocation){x, y, width, height}, -1);
}

/* The columns of a width. */
typedef struct {
  int left, right; /* widths */
  int chart;       /* width of a chart card */
  int charts;      /* beside each other: 1 or 2 */
} Columns;

static Columns find_columns(int width) {
  Columns columns;
  const int two_charts = 2 * CHART_LEAST + GAP;
  columns.left = CLAMP(width * 373 / 1000, LEFT_LEAST, LEFT_MOST);
  if (columns.left < LEFT_SHEET && width - LEFT_SHEET - GAP >= two_charts)
    columns.left = LEFT_SHEET;
  columns.right = width - columns.left - GAP;
  columns.charts = columns.right >= two_charts ? 2 : 1;
  columns.chart = columns.charts == 2 ? (columns.right - GAP) / 2 : columns.right;
  return columns;
}

/* Least heights of the right side: a row of charts each, and the sentence between them. */
typedef struct {
  int shares, banner, lower; /* of one row */
  int total;
} Rows;

static Rows find_rows(GmxLabLayout *self, const Columns *columns) {
  Rows rows;
  rows.shares = MAX(least_height(self, GMX_LAB_CARD_SHARES, columns->chart),
                    least_height(self, GMX_LAB_CARD_SHARES_PERTURBED, columns->chart));
  rows.lower = MAX(least_height(self, GMX_LAB_CARD_LOSS, columns->chart),
                   least_height(self, GMX_LAB_CARD_BETA, columns->chart));
  rows.banner = least_height(self, GMX_LAB_CARD_BANNER, columns->right);
  const int each = columns->charts == 2 ? 1 : 2;
  rows.total = each * (rows.shares + rows.lower) + (2 * each - 1) * GAP;
  if (is_shown(self, GMX_LAB_CARD_BANNER))
    rows.total += rows.banner + GAP;
  return rows;
}

static int single_height(GmxLabLayout *self, int width) {
  int height = 0, shown = 0;
  for (gsize i = 0; i < G_N_ELEMENTS(single_order); i++) {
    height += least_height(self, single_order[i], width);
    shown += is_shown(self, single_order[i]);
  }
  return height + MAX(0, shown - 1) * GAP;
}

static void lab_layout_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                               int *minimum, int *natural, int *minimum_baseline,
                               int *natural_baseline) {
  GmxLabLayout *self = GMX_LAB_LAYOUT(widget);
  if (orientation == GTK_ORIENTATION_HORIZONTAL) {
    *minimum = *natural = LEAST_WIDTH;
    return;
  }
  if (for_size < TWO_COLUMNS) {
    *minimum = *natural = single_height(self, for_size);
    return;
  }
  const Columns columns = find_columns(for_size);
  const int left = least_height(self, GMX_LAB_CARD_PAIR, columns.left) + GAP +
                   least_height(self, GMX_LAB_CARD_SHEET, columns.left);
  *minimum = *natural = MAX(left, find_rows(self, &columns).total);
}

static void put_single(GmxLabLayout *self, int width, int height) {
  int y = 0, spare = MAX(0, height - single_height(self, width));
  for (gsize i = 0; i < G_N_ELEMENTS(single_order); i++) {
    const GmxLabCard card = single_order[i];
    int own = least_height(self, card, width);
    if (!is_shown(self, card))
      continue;
    if (card >= GMX_LAB_CARD_SHARES && card != GMX_LAB_CARD_BANNER &&
        card != GMX_LAB_CARD_SWITCHER && spare > 0) { /* the first chart grows */
      own += spare;
      spare = 0;
    }
    put(self, card, 0, y, width, own);
    y += own + GAP;
  }
}

static void put_pair_of_charts(GmxLabLayout *self, const Columns *columns, GmxLabCard first,
                               GmxLabCard second, int y, int height) {
  const int x = columns->left + GAP;
  if (columns->charts == 2) {
    put(self, first, x, y, columns->chart, height);
    put(self, second, x + columns->chart + GAP, y, columns->right - columns->chart - GAP, height);
  } else {
    put(self, first, x, y, columns->right, (height - GAP) / 2);
    put(self, second, x, y + (height - GAP) / 2 + GAP, columns->right, (height - GAP) / 2);
  }
}

static void put_columns(GmxLabLayout *self, int width, int height) {
  const Columns columns = find_columns(width);
  const Rows rows = find_rows(self, &columns);
  const int pair = least_height(self, GMX_LAB_CARD_PAIR, columns.left);
  const gboolean banner = is_shown(self, GMX_LAB_CARD_BANNER);
  put(self, GMX_LAB_CARD_PAIR, 0, 0, columns.left, pair);
  put(self, GMX_LAB_CARD_SHEET, 0, pair + GAP, columns.left, MAX(0, height - pair - GAP));
  /* What is left over goes to both rows, a little more to the lower. */
  const int each = columns.charts == 2 ? 1 : 2, spare = MAX(0, height - rows.total);
  const int upper = each * rows.shares + (each - 1) * GAP + spare * 45 / 100;
  const int below = upper + GAP + (banner ? rows.banner + GAP : 0);
  put_pair_of_charts(self, &columns, GMX_LAB_CARD_SHARES, GMX_LAB_CARD_SHARES_PERTURBED, 0, upper);
  put(self, GMX_LAB_CARD_BANNER, columns.left + GAP, upper + GAP, columns.right, rows.banner);
  put_pair_of_charts(self, &columns, GMX_LAB_CARD_LOSS, GMX_LAB_CARD_BETA, below, height - below);
}

/* Cards may not be shown or hidden inside an allocation, so this comes right after it. */
static gboolean tell_single(gpointer data) {
  GmxLabLayout *self = data;
  self->notify = 0;
  g_signal_emit(self, signals[SIGNAL_SINGLE], 0);
  return G_SOURCE_REMOVE;
}

static void lab_layout_size_allocate(GtkWidget *widget, int width, int height, int baseline) {
  GmxLabLayout *self = GMX_LAB_LAYOUT(widget);
  const gboolean single = width < TWO_COLUMNS;
  if (single != self->single && !self->notify)
    self->notify = g_idle_add_full(G_PRIORITY_HIGH_IDLE, tell_single, self, NULL);
  self->single = single;
  /* Until it is hidden it has no place among columns, and what has none may not be drawn. */
  gtk_widget_set_child_visible(self->cards[GMX_LAB_CARD_SWITCHER], single);
  if (single)
    put_single(self, width, height);
  else
    put_columns(self, width, height);
}

static GtkSizeRequestMode lab_layout_get_request_mode(GtkWidget *widget) {
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void lab_layout_dispose(GObject *object) {
  GmxLabLayout *self = GMX_LAB_LAYOUT(object);
  g_clear_handle_id(&self->notify, g_source_remove);
  for (int card = 0; card < GMX_LAB_CARDS; card++)
    g_clear_pointer(&self->cards[card], gtk_widget_unparent);
  G_OBJECT_CLASS(gmx_lab_layout_parent_class)->dispose(object);
}

static void gmx_lab_layout_class_init(GmxLabLayoutClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = lab_layout_dispose;
  widget_class->measure = lab_layout_measure;
  widget_class->size_allocate = lab_layout_size_allocate;
  widget_class->get_request_mode = lab_layout_get_request_mode;
  signals[SIGNAL_SINGLE] = g_signal_new("single-changed", G_TYPE_FROM_CLASS(class),
                                        G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL, G_TYPE_NONE, 0);
}

static void gmx_lab_layout_init(GmxLabLayout *self) {
}

GtkWidget *gmx_lab_layout_new(GtkWidget *const cards[GMX_LAB_CARDS]) {
  GmxLabLayout *self = g_object_new(GMX_TYPE_LAB_LAYOUT, NULL);
  for (int card = 0; card < GMX_LAB_CARDS; card++)
    self->cards[card] = cards[card];
  /* The focus goes in the order of reading. */
  for (gsize i = 0; i < G_N_ELEMENTS(single_order); i++)
    gtk_widget_set_parent(self->cards[single_order[i]], GTK_WIDGET(self));
  return GTK_WIDGET(self);
}

gboolean gmx_lab_layout_get_single(GmxLabLayout *self) {
  return self->single;
}
