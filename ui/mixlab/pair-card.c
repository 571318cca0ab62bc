/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The two pictures, what lies between them, and the slider that says where.
 *
 * λ grows to the right, so A stands at the right end. While the slider moves only this card's
 * picture is made anew, here and at once: a blend is a thousand multiplications. */
#include "ui/mixlab/pair-card.h"

#include "ui/help-topics.h"
#include "ui/format.h"
#include "ui/mixlab/picture-drop.h"
#include "ui/pixels.h"
#include "ui/samples/zoom-image.h"
#include "ui/setting-slider.h"

#include <glib/gi18n.h>

/* Room for pictures, which are drawn at the whole multiple that fits. */
#define PARENT 96
#define PARENT_SMALL 64
#define MIXED 196
#define MIXED_SMALL 140

struct _GmxPairCard {
  GtkWidget parent_instance;

  GmxLab *lab;
  gboolean updating; /* the slider follows λ */
  gboolean small;
  int sizes[2]; /* of the parents' images */

  GtkWidget *box;
  GtkWidget *slots[2], *images[2], *names[2], *notes[2]; /* by GmxParent */
  GtkWidget *mixed, *scale, *formula, *ends[2];
};

enum { SIGNAL_CHOOSE, N_SIGNALS };
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE(GmxPairCard, gmx_pair_card, GTK_TYPE_WIDGET)

/* What is shown */

/* What an end of the slider means. */
static void show_end(GmxPairCard *self, GmxParent parent) {
  const gboolean a = parent == GMX_PARENT_A;
  g_autofree char *end = g_strdup_printf(a ? _("λ = 1, only %s") : _("only %s, λ = 0"),
                                         gmx_lab_get_name(self->lab, parent));
  gtk_label_set_text(GTK_LABEL(self->ends[parent]), !self->small ? end
                                                    : a          ? _("λ = 1")
                                                                 : _("λ = 0"));
}

/* A picture as large as its multiple, so that it ends where the words under it do. */
static void fit_image(GmxPairCard *self, GmxParent parent, GmxShape shape) {
  const int side = MAX(shape.width, shape.height);
  const int size = side * gmx_pixels_factor(side, self->small ? PARENT_SMALL : PARENT);
  GtkWidget *box = gtk_button_get_child(GTK_BUTTON(self->slots[parent]));
  if (size == self->sizes[parent])
    return;
  if (self->images[parent])
    gtk_box_remove(GTK_BOX(box), self->images[parent]);
  self->sizes[parent] = size;
  self->images[parent] = gmx_pixel_image_new(size);
  gtk_widget_set_halign(self->images[parent],
                        parent == GMX_PARENT_A ? GTK_ALIGN_END : GTK_ALIGN_START);
  gtk_box_prepend(GTK_BOX(box), self->images[parent]);
}

static void show_parent(GmxPairCard *self, GmxParent parent) {
  const GmxPicture *picture = gmx_lab_get_picture(self->lab, parent);
  const char *name = gmx_lab_get_name(self->lab, parent);
  if (!picture)
    return;
  g_autofree char *note = gmx_picture_describe(picture);
  g_autofree char *tip =
      g_strdup_printf(parent == GMX_PARENT_A ? _("A: %s\nChoose another, or drop one here")
                                             : _("B: %s\nChoose another, or drop one here"),
                      picture->name);
  g_autofree char *label = g_strdup_printf(
      parent == GMX_PARENT_A ? _("Picture A: %s, %s") : _("Picture B: %s, %s"), name, note);
  fit_image(self, parent, picture->shape);
  gmx_picture_show(self->images[parent], picture, name);
  gtk_label_set_text(GTK_LABEL(self->names[parent]), name);
  gtk_label_set_text(GTK_LABEL(self->notes[parent]), picture->label < 0 ? _("no label") : note);
  show_end(self, parent);
  gtk_widget_set_tooltip_text(self->slots[parent], tip);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->slots[parent]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 label, -1);
}

guint8 *gmx_pair_card_get_rgb(GmxPairCard *self, int *width, int *height) {
  const GmxPicture *a = gmx_lab_get_picture(self->lab, GMX_PARENT_A);
  const GmxPicture *b = gmx_lab_get_picture(self->lab, GMX_PARENT_B);
  if (!a || !b)
    return NULL;
  *width = a->shape.width;
  *height = a->shape.height;
  guint8 *rgb = g_malloc((gsize)*width * *height * 3);
  gmx_blend_get_rgb(a, b, gmx_lab_get_blend(self->lab), gmx_lab_get_lambda(self->lab), rgb);
  return rgb;
}

static void show_formula(GmxPairCard *self) {
  const double share = gmx_lab_get_share(self->lab);
  const gboolean mixup = gmx_lab_get_blend(self->lab) == GMX_BLEND_MIXUP;
  g_autofree char *a = gmx_format_number(share, 2), *b = gmx_format_number(1 - share, 2);
  g_autofree char *markup =
      g_strdup_printf(mixup ? "<b>x̃ = %s x<sub>A</sub> + %s x<sub>B</sub></b>"
                            : _("<b>x̃: %s x<sub>A</sub> around %s x<sub>B</sub></b>"),
                      a, b);
  gtk_label_set_markup(GTK_LABEL(self->formula), markup);
}

static void show_mixed(GmxPairCard *self) {
  int width, height;
  g_autofree guint8 *rgb = gmx_pair_card_get_rgb(self, &width, &height);
  if (!rgb)
    return;
  const double share = gmx_lab_get_share(self->lab);
  g_autofree char *percent = gmx_format_percent(share, 0);
  g_autofree char *label = g_strdup_printf(_("Mixed image: %s of %s, the rest %s"), percent,
                                           gmx_lab_get_name(self->lab, GMX_PARENT_A),
                                           gmx_lab_get_name(self->lab, GMX_PARENT_B));
  gmx_zoom_image_set(GMX_ZOOM_IMAGE(self->mixed), rgb, width, height, share, label);
  show_formula(self);
}

static void on_lambda(GmxPairCard *self) {
  self->updating = TRUE;
  gtk_range_set_value(GTK_RANGE(self->scale), gmx_lab_get_lambda(self->lab));
  self->updating = FALSE;
  show_mixed(self);
}

static void on_pair(GmxPairCard *self) {
  show_parent(self, GMX_PARENT_A);
  show_parent(self, GMX_PARENT_B);
  show_mixed(self);
}

/* What the user does */

static void on_scale(GmxPairCard *self) {
  if (!self->updating)
    gmx_lab_set_lambda(self->lab, gtk_range_get_value(GTK_RANGE(self->scale)));
}

static void choose_a(GmxPairCard *self) {
  g_signal_emit(self, signals[SIGNAL_CHOOSE], 0, GMX_PARENT_A);
}

static void choose_b(GmxPairCard *self) {
  g_signal_emit(self, signals[SIGNAL_CHOOSE], 0, GMX_PARENT_B);
}

static GmxPairCard *card_of(gpointer widget) {
  return GMX_PAIR_CARD(gtk_widget_get_ancestor(widget, GMX_TYPE_PAIR_CARD));
}

static void drop_a(GmxPicture *picture, gpointer widget) {
  gmx_lab_set_picture(card_of(widget)->lab, GMX_PARENT_A, picture);
}

static void drop_b(GmxPicture *picture, gpointer widget) {
  gmx_lab_set_picture(card_of(widget)->lab, GMX_PARENT_B, picture);
}

static GmxPicture *drag(gpointer widget) {
  GmxPairCard *self = card_of(widget);
  GmxParent parent = widget == self->slots[GMX_PARENT_A] ? GMX_PARENT_A : GMX_PARENT_B;
  GmxPicture *picture = gmx_lab_get_picture(self->lab, parent);
  return picture ? gmx_picture_ref(picture) : NULL;
}

/* Building */

static GtkWidget *new_label(const char *style, float xalign) {
  GtkWidget *label = gtk_label_new(NULL);
  gtk_label_set_ellipsize(GTK_LABEL(label), PANGO_ELLIPSIZE_END);
  gtk_label_set_xalign(GTK_LABEL(label), xalign);
  if (style)
    gtk_widget_add_css_class(label, style);
  return label;
}

/* A parent: its picture, its class beside a bar of its colour, where it is from. */
static GtkWidget *new_slot(GmxPairCard *self, GmxParent parent) {
  const gboolean right = parent == GMX_PARENT_A;
  GtkWidget *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *chip = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  self->names[parent] = new_label("heading", right ? 1 : 0);
  self->notes[parent] = new_label("gmx-caption", right ? 1 : 0);
  gtk_widget_add_css_class(self->notes[parent], "numeric");
  gtk_widget_add_css_class(chip, right ? "gmx-chip-a" : "gmx-chip-b");
  gtk_widget_set_valign(chip, GTK_ALIGN_CENTER);
  gtk_widget_set_hexpand(self->names[parent], TRUE);
  gtk_label_set_max_width_chars(GTK_LABEL(self->names[parent]), 11);
  gtk_label_set_max_width_chars(GTK_LABEL(self->notes[parent]), 12);
  gtk_box_append(GTK_BOX(line), right ? self->names[parent] : chip);
  gtk_box_append(GTK_BOX(line), right ? chip : self->names[parent]);
  gtk_box_append(GTK_BOX(box), line);
  gtk_box_append(GTK_BOX(box), self->notes[parent]);
  self->slots[parent] = gtk_button_new();
  gtk_widget_set_name(self->slots[parent], right ? "mixlab-a" : "mixlab-b");
  gtk_button_set_child(GTK_BUTTON(self->slots[parent]), box);
  gtk_widget_add_css_class(self->slots[parent], "flat");
  gtk_widget_add_css_class(self->slots[parent], "gmx-slot");
  gtk_widget_set_valign(self->slots[parent], GTK_ALIGN_CENTER);
  gtk_widget_set_halign(self->slots[parent], right ? GTK_ALIGN_END : GTK_ALIGN_START);
  g_signal_connect_swapped(self->slots[parent], "clicked", G_CALLBACK(right ? choose_a : choose_b),
                           self);
  gmx_picture_drop_add(self->slots[parent], self->lab, right ? drop_a : drop_b);
  gmx_picture_drag_add(self->slots[parent], drag);
  return self->slots[parent];
}

static GtkWidget *new_swap(GmxPairCard *self) {
  GtkWidget *button = gtk_button_new_from_icon_name("object-flip-horizontal-symbolic");
  gtk_widget_set_name(button, "mixlab-swap");
  gtk_widget_set_tooltip_text(button, _("Swap A and B"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("Swap A and B"), -1);
  gtk_widget_add_css_class(button, "flat");
  gtk_widget_add_css_class(button, "circular");
  gtk_widget_add_css_class(button, "gmx-swap");
  gtk_widget_set_valign(button, GTK_ALIGN_CENTER);
  g_signal_connect_swapped(button, "clicked", G_CALLBACK(gmx_lab_swap), self->lab);
  return button;
}

static GtkWidget *new_pictures(GmxPairCard *self) {
  GtkWidget *line = gtk_center_box_new();
  self->mixed = gmx_zoom_image_new(FALSE);
  gtk_widget_set_name(self->mixed, "mixlab-mixed");
  gtk_widget_set_size_request(self->mixed, MIXED, MIXED + GMX_ZOOM_IMAGE_BAR);
  gtk_center_box_set_start_widget(GTK_CENTER_BOX(line), new_slot(self, GMX_PARENT_B));
  gtk_center_box_set_center_widget(GTK_CENTER_BOX(line), self->mixed);
  gtk_center_box_set_end_widget(GTK_CENTER_BOX(line), new_slot(self, GMX_PARENT_A));
  return line;
}

static GtkWidget *new_slider(GmxPairCard *self) {
  GtkWidget *line = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  self->scale = gtk_scale_new_with_range(GTK_ORIENTATION_HORIZONTAL, 0, 1, 0.01);
  gtk_range_set_increments(GTK_RANGE(self->scale), 0.01, 0.1);
  gtk_range_set_round_digits(GTK_RANGE(self->scale), 2);
  gtk_scale_set_draw_value(GTK_SCALE(self->scale), FALSE);
  gtk_scale_set_has_origin(GTK_SCALE(self->scale), FALSE);
  gtk_widget_set_name(self->scale, "mixlab-lambda");
  gtk_widget_add_css_class(self->scale, "gmx-lambda");
  gtk_widget_set_tooltip_text(self->scale, _("λ, the share of A"));
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 _("λ, the share of A"), -1);
  gmx_widget_ignore_wheel(self->scale);
  g_signal_connect_swapped(self->scale, "value-changed", G_CALLBACK(on_scale), self);
  gtk_widget_set_hexpand(self->scale, TRUE);
  gtk_box_append(GTK_BOX(line), self->scale);
  gtk_box_append(GTK_BOX(line), new_swap(self));
  return line;
}

static GtkWidget *new_ends(GmxPairCard *self) {
  GtkWidget *line = gtk_center_box_new(), *middle = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 0);
  for (int parent = 0; parent < 2; parent++) {
    self->ends[parent] = new_label("gmx-caption", parent == GMX_PARENT_A ? 1 : 0);
    gtk_widget_add_css_class(self->ends[parent], "numeric");
    /* A long class takes a second line: cut short, the λ at its end would go. */
    gtk_label_set_ellipsize(GTK_LABEL(self->ends[parent]), PANGO_ELLIPSIZE_NONE);
    gtk_label_set_wrap(GTK_LABEL(self->ends[parent]), TRUE);
    gtk_label_set_wrap_mode(GTK_LABEL(self->ends[parent]), PANGO_WRAP_WORD_CHAR);
    gtk_label_set_justify(GTK_LABEL(self->ends[parent]),
                          parent == GMX_PARENT_A ? GTK_JUSTIFY_RIGHT : GTK_JUSTIFY_LEFT);
    gtk_widget_set_valign(self->ends[parent], GTK_ALIGN_START);
  }
  self->formula = gtk_label_new(NULL);
  gtk_widget_add_css_class(self->formula, "numeric");
  gtk_widget_set_margin_start(self->formula, 8);
  gtk_widget_set_margin_end(self->formula, 8);
  gtk_center_box_set_start_widget(GTK_CENTER_BOX(line), self->ends[GMX_PARENT_B]);
  gtk_box_append(GTK_BOX(middle), self->formula);
  gmx_help_topic_add(self->formula, GMX_TOPIC_BLEND);
  gtk_widget_set_valign(middle, GTK_ALIGN_START);
  gtk_center_box_set_center_widget(GTK_CENTER_BOX(line), middle);
  gtk_center_box_set_end_widget(GTK_CENTER_BOX(line), self->ends[GMX_PARENT_A]);
  return line;
}

void gmx_pair_card_set_small(GmxPairCard *self, gboolean small) {
  const int size = small ? MIXED_SMALL : MIXED;
  self->small = small;
  show_parent(self, GMX_PARENT_A);
  show_parent(self, GMX_PARENT_B);
  gtk_widget_set_size_request(self->mixed, size, size + GMX_ZOOM_IMAGE_BAR);
}

static void pair_card_dispose(GObject *object) {
  GmxPairCard *self = GMX_PAIR_CARD(object);
  g_clear_pointer(&self->box, gtk_widget_unparent);
  g_clear_object(&self->lab);
  G_OBJECT_CLASS(gmx_pair_card_parent_class)->dispose(object);
}

static void gmx_pair_card_class_init(GmxPairCardClass *class) {
  G_OBJECT_CLASS(class)->dispose = pair_card_dispose;
  signals[SIGNAL_CHOOSE] = g_signal_new("choose", G_TYPE_FROM_CLASS(class), G_SIGNAL_RUN_LAST, 0,
                                        NULL, NULL, NULL, G_TYPE_NONE, 1, G_TYPE_INT);
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_pair_card_init(GmxPairCard *self) {
}

GtkWidget *gmx_pair_card_new(GmxLab *lab) {
  GmxPairCard *self = g_object_new(GMX_TYPE_PAIR_CARD, NULL);
  self->lab = g_object_ref(lab);
  self->box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 6);
  gtk_widget_add_css_class(self->box, "card");
  gtk_widget_add_css_class(self->box, "gmx-card");
  gtk_box_append(GTK_BOX(self->box), new_pictures(self));
  gtk_box_append(GTK_BOX(self->box), new_slider(self));
  gtk_box_append(GTK_BOX(self->box), new_ends(self));
  gtk_widget_set_parent(self->box, GTK_WIDGET(self));
  g_signal_connect_object(lab, "pair-changed", G_CALLBACK(on_pair), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(lab, "lambda-changed", G_CALLBACK(on_lambda), self, G_CONNECT_SWAPPED);
  on_lambda(self);
  return GTK_WIDGET(self);
}
