/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The inspector's first card: two parents, and the image that was mixed from them.
 *
 * The card lays itself out, because the largest whole multiple of the image decides where all else
 * stands: side by side where there is width for it, else the parents above. */
#include "ui/samples/inspector-images.h"

#include "ui/help-topics.h"
#include "ui/format.h"

#include <glib/gi18n.h>

#define PAD 12
#define PARENT 128 /* the most a parent's image takes */
#define MIXED 420  /* and the mixed image, where the height is free */
#define LEAST_MIXED 160
#define SIGN 24 /* a column for + or = */
#define SIGN_HEIGHT 28
#define TEXT_GAP 6
#define LEAST_SIDE_BY_SIDE 440
#define LEAST_WIDTH 280

typedef struct {
  GtkWidget *image, *text;
  GtkWidget *name, *share, *source, *move; /* labels in @text */
} Parent;

struct _GmxInspectorImages {
  GtkWidget parent_instance;

  Parent parents[2];
  GtkWidget *plus, *equals;
  GtkWidget *mixed, *foot, *formula, *multiple;
  int columns, rows; /* pixels of the images */
};

/* Where everything goes in one size. */
typedef struct {
  gboolean stacked;
  int parent_width, parent_height, mixed_width, mixed_height; /* images without their bars */
  int text_height, foot_width, foot_height;
} Plan;

G_DEFINE_FINAL_TYPE(GmxInspectorImages, gmx_inspector_images, GTK_TYPE_WIDGET)

static int parent_count(GmxInspectorImages *self) {
  return gtk_widget_get_visible(self->plus) ? 2 : 1;
}

static int height_of(GtkWidget *widget, int width) {
  int natural;
  gtk_widget_measure(widget, GTK_ORIENTATION_VERTICAL, width, NULL, &natural, NULL, NULL);
  return natural;
}

static int width_of(GtkWidget *widget) {
  int natural;
  gtk_widget_measure(widget, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &natural, NULL, NULL);
  return natural;
}

static void set_multiples(GmxInspectorImages *self, Plan *plan, int of_parent, int of_mixed) {
  plan->parent_width = of_parent * self->columns;
  plan->parent_height = of_parent * self->rows;
  plan->mixed_width = MAX(of_mixed, 1) * self->columns;
  plan->mixed_height = MAX(of_mixed, 1) * self->rows;
}

/* The greatest multiples with which parents and mixed image fit beside each other. For the words
 * below the mixed image parents shrink to half of what they may be, no further. */
static void plan_beside(GmxInspectorImages *self, Plan *plan, int width, int height) {
  int count = parent_count(self), signs = count * SIGN;
  int least = height - GMX_ZOOM_IMAGE_BAR - TEXT_GAP - plan->foot_height;
  const int most = MAX(1, PARENT / MAX(self->columns, self->rows));
  for (int p = most; p >= 1; p--) {
    int room = width - count * p * self->columns - signs;
    int k = MIN(room / self->columns, (height > 0 ? least : MIXED) / self->rows);
    set_multiples(self, plan, p, k);
    if (k * self->columns >= LEAST_MIXED && k >= p && (room >= plan->foot_width || 2 * p <= most))
      return;
  }
}

static void plan_stacked(GmxInspectorImages *self, Plan *plan, int width) {
  int count = parent_count(self), side = MAX(self->columns, self->rows);
  int room = MIN(PARENT, (width - (count - 1) * SIGN) / count);
  set_multiples(self, plan, MAX(1, room / side), MIN(width, MIXED) / side);
}

/* @height −1: whatever it takes. */
static void make_plan(GmxInspectorImages *self, int width, int height, Plan *plan) {
  *plan = (Plan){.stacked = width < LEAST_SIDE_BY_SIDE};
  width -= 2 * PAD;
  plan->foot_width = width_of(self->foot);
  plan->foot_height = height_of(self->foot, -1);
  if (plan->stacked)
    plan_stacked(self, plan, width);
  else
    plan_beside(self, plan, width, height < 0 ? -1 : height - 2 * PAD);
  for (int i = 0; i < parent_count(self); i++)
    plan->text_height =
        MAX(plan->text_height, height_of(self->parents[i].text, plan->parent_width + SIGN - 6));
  plan->foot_width = MIN(width, MAX(plan->foot_width, plan->mixed_width));
}

static int parent_block(const Plan *plan) {
  return plan->parent_height + GMX_ZOOM_IMAGE_BAR + TEXT_GAP + plan->text_height;
}

static int mixed_block(const Plan *plan) {
  return plan->mixed_height + GMX_ZOOM_IMAGE_BAR + TEXT_GAP + plan->foot_height;
}

/* Allocation */

static void put(GtkWidget *child, int x, int y, int width, int height) {
  gtk_widget_size_allocate(child, &(GtkAllocation){x, y, width, height}, -1);
}

static void put_sign(GtkWidget *sign, int x, int middle) {
  int height = height_of(sign, -1);
  put(sign, x, middle - height / 2, SIGN, height);
}

/* Parents with the + between them; returns where the next thing may stand. */
static int put_parents(GmxInspectorImages *self, const Plan *plan, int x, int y) {
  for (int i = 0; i < parent_count(self); i++) {
    int text_y = y + plan->parent_height + GMX_ZOOM_IMAGE_BAR + TEXT_GAP;
    put(self->parents[i].image, x, y, plan->parent_width, plan->parent_height + GMX_ZOOM_IMAGE_BAR);
    put(self->parents[i].text, x, text_y, plan->parent_width + SIGN - 6, plan->text_height);
    x += plan->parent_width;
    if (i + 1 < parent_count(self)) {
      put_sign(self->plus, x, y + plan->parent_height / 2);
      x += SIGN;
    }
  }
  return x;
}

/* @end: where the words below must end. */
static void put_mixed(GmxInspectorImages *self, const Plan *plan, int x, int y, int end) {
  int foot_y = y + plan->mixed_height + GMX_ZOOM_IMAGE_BAR + TEXT_GAP;
  put(self->mixed, x, y, plan->mixed_width, plan->mixed_height + GMX_ZOOM_IMAGE_BAR);
  put(self->foot, MAX(PAD, MIN(x, end - plan->foot_width)), foot_y, plan->foot_width,
      plan->foot_height);
}

static int parents_width(GmxInspectorImages *self, const Plan *plan) {
  return parent_count(self) * plan->parent_width + (parent_count(self) - 1) * SIGN;
}

static void allocate_beside(GmxInspectorImages *self, const Plan *plan, int width, int height) {
  int all = parents_width(self, plan) + SIGN + plan->foot_width;
  int x = MAX(PAD, (width - all) / 2);
  int y = MAX(PAD, (height - mixed_block(plan)) / 2);
  int middle = y + plan->mixed_height / 2;
  int parents_y = middle - plan->parent_height / 2;
  parents_y = MAX(PAD, MIN(parents_y, height - PAD - parent_block(plan)));
  x = put_parents(self, plan, x, parents_y);
  put_sign(self->equals, x, middle);
  put_mixed(self, plan, x + SIGN, y, width - PAD);
}

static void allocate_stacked(GmxInspectorImages *self, const Plan *plan, int width, int height) {
  int y = PAD;
  put_parents(self, plan, MAX(PAD, (width - parents_width(self, plan)) / 2), y);
  y += parent_block(plan);
  put_sign(self->equals, (width - SIGN) / 2, y + SIGN_HEIGHT / 2);
  put_mixed(self, plan, MAX(PAD, (width - plan->foot_width) / 2), y + SIGN_HEIGHT, width - PAD);
}

static void inspector_images_size_allocate(GtkWidget *widget, int width, int height, int baseline) {
  GmxInspectorImages *self = GMX_INSPECTOR_IMAGES(widget);
  Plan plan;
  make_plan(self, width, height, &plan);
  if (plan.stacked)
    allocate_stacked(self, &plan, width, height);
  else
    allocate_beside(self, &plan, width, height);
}

static GtkSizeRequestMode inspector_images_get_request_mode(GtkWidget *widget) {
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void inspector_images_measure(GtkWidget *widget, GtkOrientation orientation, int for_size,
                                     int *minimum, int *natural, int *minimum_baseline,
                                     int *natural_baseline) {
  GmxInspectorImages *self = GMX_INSPECTOR_IMAGES(widget);
  *minimum = LEAST_WIDTH;
  *natural = 2 * (PARENT + SIGN) + 288 + 2 * PAD;
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    return;
  Plan plan;
  make_plan(self, for_size < 0 ? *natural : MAX(for_size, LEAST_WIDTH), -1, &plan);
  if (plan.stacked) {
    *minimum = *natural = 2 * PAD + parent_block(&plan) + SIGN_HEIGHT + mixed_block(&plan);
    return;
  }
  int mixed = GMX_ZOOM_IMAGE_BAR + TEXT_GAP + plan.foot_height + LEAST_MIXED;
  *minimum = 2 * PAD + MAX(mixed, parent_block(&plan));
  *natural = 2 * PAD + MAX(mixed_block(&plan), parent_block(&plan));
}

/* Contents */

static void show_parent(GmxInspectorImages *self, const GmxInspected *e, int i) {
  const GmxGallery *g = e->gallery;
  Parent *parent = &self->parents[i];
  int image = i == 0 ? g->first[e->index] : g->second[e->index];
  const GmxBatchMove *moves = i == 0 ? g->first_move : g->second_move;
  const GmxBatchMove *move = moves ? &moves[e->index] : NULL;
  double share = i == 0 ? g->lambdas[e->index] : 1 - g->lambdas[e->index];
  g_autofree char *name = gmx_inspected_class(e->dataset, i == 0 ? g->first_label[e->index]
                                                                 : g->second_label[e->index]);
  g_autofree char *number = gmx_format_number(share, 2);
  g_autofree char *index = gmx_format_count(image);
  g_autofree char *share_text = g_strdup_printf(i == 0 ? "λ = %s" : "1 − λ = %s", number);
  g_autofree char *source = g_strdup_printf(
      gmx_dataset_is_points(e->dataset) ? _("training point %s") : _("training image %s"), index);
  g_autofree char *moved = gmx_inspected_move(move);
  g_autofree char *label = g_strdup_printf("%s, %s, %s", name, share_text, source);
  g_autofree guint8 *rgb = g_malloc((gsize)g->width * g->height * 3);
  gmx_batch_mix_rgb(e->dataset, GMX_SPLIT_TRAIN, image, move, image, move, 1, rgb);
  gmx_zoom_image_set(GMX_ZOOM_IMAGE(parent->image), rgb, g->width, g->height, i == 0 ? 1 : 0,
                     label);
  gtk_label_set_text(GTK_LABEL(parent->name), name);
  gtk_label_set_text(GTK_LABEL(parent->share), share_text);
  gtk_label_set_text(GTK_LABEL(parent->source), source);
  gtk_label_set_text(GTK_LABEL(parent->move), moved ? moved : "");
  gtk_widget_set_visible(parent->move, moved != NULL);
  gtk_widget_set_visible(parent->share, gmx_inspected_is_mixed(e));
}

static void show_mixed(GmxInspectorImages *self, const GmxInspected *e) {
  const GmxGallery *g = e->gallery;
  double lambda = g->lambdas[e->index];
  g_autofree char *first = gmx_format_number(lambda, 2);
  g_autofree char *second = gmx_format_number(1 - lambda, 2);
  g_autofree char *formula =
      gmx_inspected_is_mixed(e)
          ? g_strdup_printf("<b>x̃ = %s x + %s x<sub>π</sub></b>", first, second)
          : g_strdup("<b>x̃ = x</b>");
  g_autofree char *title = gmx_inspected_title(e);
  g_autofree char *label = g_strdup_printf(_("%s mixed, λ = %s"), title, first);
  g_autofree guint8 *rgb = g_malloc((gsize)g->width * g->height * 3);
  gmx_gallery_get_rgb(g, e->dataset, e->index, rgb);
  gmx_zoom_image_set(GMX_ZOOM_IMAGE(self->mixed), rgb, g->width, g->height, lambda, label);
  gtk_label_set_markup(GTK_LABEL(self->formula), formula);
}

void gmx_inspector_images_show(GmxInspectorImages *self, const GmxInspected *e) {
  gboolean mixed = gmx_inspected_is_mixed(e);
  self->columns = e->gallery->width;
  self->rows = e->gallery->height;
  gtk_widget_set_visible(self->plus, mixed);
  gtk_widget_set_visible(self->parents[1].image, mixed);
  gtk_widget_set_visible(self->parents[1].text, mixed);
  show_parent(self, e, 0);
  if (mixed)
    show_parent(self, e, 1);
  show_mixed(self, e);
  gtk_widget_set_visible(GTK_WIDGET(self), TRUE);
  gtk_widget_queue_resize(GTK_WIDGET(self));
}

void gmx_inspector_images_set_density(GmxInspectorImages *self, int density) {
  for (int i = 0; i < 2; i++)
    gmx_zoom_image_set_density(GMX_ZOOM_IMAGE(self->parents[i].image), density);
  gmx_zoom_image_set_density(GMX_ZOOM_IMAGE(self->mixed), density);
}

/* The widget */

static GtkWidget *add_label(GtkWidget *box, const char *class) {
  GtkWidget *label = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(label), 0);
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  gtk_widget_add_css_class(label, class);
  gtk_widget_add_css_class(label, "numeric");
  gtk_box_append(GTK_BOX(box), label);
  return label;
}

static void add_parent(GmxInspectorImages *self, Parent *parent) {
  parent->image = gmx_zoom_image_new(FALSE);
  parent->text = gtk_box_new(GTK_ORIENTATION_VERTICAL, 0);
  parent->name = add_label(parent->text, "heading");
  parent->share = add_label(parent->text, "gmx-caption");
  parent->source = add_label(parent->text, "gmx-caption");
  parent->move = add_label(parent->text, "gmx-caption");
  gtk_widget_set_parent(parent->image, GTK_WIDGET(self));
  gtk_widget_set_parent(parent->text, GTK_WIDGET(self));
}

static GtkWidget *add_sign(GmxInspectorImages *self, const char *sign) {
  GtkWidget *label = gtk_label_new(sign);
  gtk_widget_add_css_class(label, "gmx-sign");
  gtk_widget_set_parent(label, GTK_WIDGET(self));
  return label;
}

static void on_multiple(GmxInspectorImages *self) {
  g_autofree char *text = g_strdup_printf(_("%d ×, not smoothed"),
                                          gmx_zoom_image_get_multiple(GMX_ZOOM_IMAGE(self->mixed)));
  gtk_label_set_text(GTK_LABEL(self->multiple), text);
}

static void add_mixed(GmxInspectorImages *self) {
  self->mixed = gmx_zoom_image_new(TRUE);
  gtk_widget_set_tooltip_text(self->mixed, _("+ and − or the wheel zoom, 0 fits, drag to move"));
  gtk_widget_set_parent(self->mixed, GTK_WIDGET(self));
  self->foot = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  self->formula = gtk_label_new(NULL);
  self->multiple = gtk_label_new(NULL);
  gtk_label_set_xalign(GTK_LABEL(self->formula), 0);
  GtkWidget *help = gmx_help_topic_new(GMX_TOPIC_PARENTS);
  gtk_widget_set_hexpand(help, TRUE);
  gtk_widget_set_halign(help, GTK_ALIGN_START);
  gtk_widget_set_valign(self->multiple, GTK_ALIGN_START);
  gtk_widget_add_css_class(self->multiple, "gmx-caption");
  gtk_widget_add_css_class(self->multiple, "numeric");
  gtk_box_append(GTK_BOX(self->foot), self->formula);
  gtk_box_append(GTK_BOX(self->foot), help);
  gtk_box_append(GTK_BOX(self->foot), self->multiple);
  gtk_widget_set_parent(self->foot, GTK_WIDGET(self));
  g_signal_connect_object(self->mixed, "notify::multiple", G_CALLBACK(on_multiple), self,
                          G_CONNECT_SWAPPED);
}

static void inspector_images_dispose(GObject *object) {
  GtkWidget *child;
  while ((child = gtk_widget_get_first_child(GTK_WIDGET(object))))
    gtk_widget_unparent(child);
  G_OBJECT_CLASS(gmx_inspector_images_parent_class)->dispose(object);
}

static void gmx_inspector_images_class_init(GmxInspectorImagesClass *class) {
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS(class);
  G_OBJECT_CLASS(class)->dispose = inspector_images_dispose;
  widget_class->get_request_mode = inspector_images_get_request_mode;
  widget_class->measure = inspector_images_measure;
  widget_class->size_allocate = inspector_images_size_allocate;
  gtk_widget_class_set_accessible_role(widget_class, GTK_ACCESSIBLE_ROLE_GROUP);
}

static void gmx_inspector_images_init(GmxInspectorImages *self) {
  gtk_widget_set_visible(GTK_WIDGET(self), FALSE); /* until it has something to lay out */
  gtk_widget_add_css_class(GTK_WIDGET(self), "card");
  add_parent(self, &self->parents[0]);
  self->plus = add_sign(self, "+");
  add_parent(self, &self->parents[1]);
  self->equals = add_sign(self, "=");
  add_mixed(self);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Parents and mixed image"), -1);
}

GtkWidget *gmx_inspector_images_new(void) {
  return g_object_new(GMX_TYPE_INSPECTOR_IMAGES, NULL);
}
