/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Train page shows before the first step: what will happen, and the data itself. */
#include "ui/first-start.h"

#include "engine/data/points.h"
#include "ui/adaptive-bin.h"
#include "ui/data-gallery.h"
#include "ui/explain-cards.h"
#include "ui/format.h"
#include "ui/setting-rules.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#define CONTENT_WIDTH 880
#define LEAST_WIDTH 330
/* Below this the three cards do not fit beside each other. */
#define BREAKPOINT 820

struct _GmxFirstStart {
  GtkWidget parent_instance;

  GmxSettings *settings;
  GtkWidget *scroller, *bin, *title, *text, *length;
  GtkWidget *cards, *gallery;
};

G_DEFINE_FINAL_TYPE(GmxFirstStart, gmx_first_start, GTK_TYPE_WIDGET)

/* "Ready to learn ten shapes", or the data set's own name. */
static void show_title(GmxFirstStart *self, GmxDataset *dataset) {
  const char *name = gmx_dataset_get_title(dataset);
  if (g_str_equal(name, "shapes") && gmx_dataset_get_classes(dataset) == 10)
    name = _("ten shapes");
  g_autofree char *title = g_strdup_printf(_("Ready to learn %s"), name);
  gtk_label_set_text(GTK_LABEL(self->title), title);
}

static void show_text(GmxFirstStart *self) {
  GmxConfig *config = gmx_settings_get_config(self->settings);
  g_autofree char *method = gmx_config_get_string(config, "method");
  g_autofree char *data = gmx_config_get_string(config, "data");
  const gboolean points = gmx_points_is_name(data);
  const char *what = points ? _("A small network, these points and %s are set.")
                     : g_str_equal(data, "shapes")
                         ? _("A small network, a built-in set of pictures and %s are set.")
                         : _("A small network, these pictures and %s are set.");
  gboolean climbs = gmx_config_get_enum(config, "perturb") != GMX_PERTURB_NONE;
  g_autofree char *title = gmx_method_short_title(method);
  /* "G-Mix" is one word. */
  g_autofree char *whole = g_strdup_printf("<span allow_breaks='false'>%s</span>", title);
  g_autofree char *first = g_strdup_printf(what, whole);
  g_autofree char *text = g_strdup_printf(
      "%s %s", first,
      climbs ? points ? _("Press Train and watch which mixed points are sharp, which "
                          "are flat, and why.")
                      : _("Press Train and watch which mixed images are sharp, which are "
                          "flat, and why.")
             : _("Press Train and watch the loss fall and the accuracy rise."));
  gtk_label_set_markup(GTK_LABEL(self->text), text);
}

static void on_status(GmxFirstStart *self, const GmxStatus *status) {
  if (status->step > 0)
    return;
  g_autofree char *steps = gmx_format_count(status->total_steps);
  g_autofree char *length =
      g_strdup_printf(ngettext("%d epoch, %s steps", "%d epochs, %s steps", (gulong)status->epochs),
                      status->epochs, steps);
  const char *origin = gmx_session_get_origin(gmx_settings_get_session(self->settings));
  g_autofree char *name = origin ? g_path_get_basename(origin) : NULL;
  g_autofree char *text =
      name ? g_strdup_printf(_("%s, from the weights of %s"), length, name) : g_strdup(length);
  gtk_label_set_text(GTK_LABEL(self->length), text);
}

static void on_opened(GmxFirstStart *self, GmxDataset *dataset) {
  GmxConfig *config = gmx_settings_get_config(self->settings);
  g_autofree char *data = gmx_config_get_string(config, "data");
  g_autofree char *remark =
      g_str_equal(data, "shapes")
          ? g_strdup_printf(_("place, size, turn, colour and noise are random, from seed %d"),
                            gmx_config_get_int(config, "seed"))
          : NULL;
  show_title(self, dataset);
  show_text(self);
  gmx_explain_cards_show(GMX_EXPLAIN_CARDS(self->cards), dataset);
  gmx_data_gallery_show(GMX_DATA_GALLERY(self->gallery), dataset, remark);
}

/* By the page's own width: beside the sidebar it is narrow long before the window is. */
static void on_narrow(GmxFirstStart *self) {
  gboolean narrow = gmx_adaptive_bin_get_narrow(GMX_ADAPTIVE_BIN(self->bin));
  gmx_explain_cards_set_narrow(GMX_EXPLAIN_CARDS(self->cards), narrow);
  gmx_data_gallery_set_narrow(GMX_DATA_GALLERY(self->gallery), narrow);
}

static GtkWidget *new_pill(const char *label, const char *icon, const char *action) {
  GtkWidget *button = gtk_button_new();
  if (icon) {
    GtkWidget *content = adw_button_content_new();
    adw_button_content_set_icon_name(ADW_BUTTON_CONTENT(content), icon);
    adw_button_content_set_label(ADW_BUTTON_CONTENT(content), label);
    gtk_button_set_child(GTK_BUTTON(button), content);
    gtk_accessible_update_property(GTK_ACCESSIBLE(button), GTK_ACCESSIBLE_PROPERTY_LABEL, label,
                                   -1);
  } else {
    gtk_button_set_label(GTK_BUTTON(button), label);
  }
  gtk_actionable_set_action_name(GTK_ACTIONABLE(button), action);
  gtk_widget_add_css_class(button, "pill");
  return button;
}

static GtkWidget *new_centred(const char *style) {
  GtkWidget *label = gtk_label_new(NULL);
  gtk_label_set_wrap(GTK_LABEL(label), TRUE);
  gtk_label_set_justify(GTK_LABEL(label), GTK_JUSTIFY_CENTER);
  gtk_label_set_max_width_chars(GTK_LABEL(label), 68);
  gtk_label_set_natural_wrap_mode(GTK_LABEL(label), GTK_NATURAL_WRAP_WORD);
  gtk_widget_set_halign(label, GTK_ALIGN_CENTER);
  if (style)
    gtk_widget_add_css_class(label, style);
  return label;
}

static GtkWidget *new_lessons(void) {
  GtkWidget *button = gtk_button_new_with_label(_("New to this? Begin with the lessons"));
  gtk_actionable_set_action_name(GTK_ACTIONABLE(button), "win.lessons");
  gtk_widget_set_halign(button, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class(button, "flat");
  return button;
}

static void build_head(GmxFirstStart *self, GtkWidget *box) {
  GtkWidget *buttons = gtk_box_new(GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *train = new_pill(_("Train"), "media-playback-start-symbolic", "win.train");
  self->title = new_centred("title-1");
  self->text = new_centred(NULL);
  self->length = new_centred("gmx-caption");
  gtk_widget_add_css_class(train, "suggested-action");
  gtk_box_append(GTK_BOX(buttons), train);
  gtk_box_append(GTK_BOX(buttons), new_pill(_("Open Images…"), NULL, "win.open-folder"));
  gtk_widget_set_halign(buttons, GTK_ALIGN_CENTER);
  gtk_widget_set_margin_top(buttons, 6);
  gtk_widget_set_margin_top(self->title, 18);
  gtk_widget_set_margin_bottom(self->length, 2);
  gtk_box_append(GTK_BOX(box), self->title);
  gtk_box_append(GTK_BOX(box), self->text);
  gtk_box_append(GTK_BOX(box), buttons);
  gtk_box_append(GTK_BOX(box), self->length);
  gtk_box_append(GTK_BOX(box), new_lessons());
}

static void first_start_dispose(GObject *object) {
  GmxFirstStart *self = GMX_FIRST_START(object);
  g_clear_pointer(&self->scroller, gtk_widget_unparent);
  g_clear_object(&self->settings);
  G_OBJECT_CLASS(gmx_first_start_parent_class)->dispose(object);
}

static void gmx_first_start_class_init(GmxFirstStartClass *class) {
  G_OBJECT_CLASS(class)->dispose = first_start_dispose;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BIN_LAYOUT);
}

static void gmx_first_start_init(GmxFirstStart *self) {
  GtkWidget *clamp = adw_clamp_new(), *box = gtk_box_new(GTK_ORIENTATION_VERTICAL, 12);
  self->scroller = gtk_scrolled_window_new();
  build_head(self, box);
  self->cards = gmx_explain_cards_new();
  self->gallery = gmx_data_gallery_new();
  gtk_widget_set_margin_top(self->gallery, 12);
  gtk_box_append(GTK_BOX(box), self->cards);
  gtk_box_append(GTK_BOX(box), self->gallery);
  gtk_widget_add_css_class(box, "gmx-page");
  adw_clamp_set_maximum_size(ADW_CLAMP(clamp), CONTENT_WIDTH + 24);
  adw_clamp_set_tightening_threshold(ADW_CLAMP(clamp), CONTENT_WIDTH);
  adw_clamp_set_child(ADW_CLAMP(clamp), box);
  gtk_scrolled_window_set_policy(GTK_SCROLLED_WINDOW(self->scroller), GTK_POLICY_NEVER,
                                 GTK_POLICY_AUTOMATIC);
  self->bin = gmx_adaptive_bin_new(clamp, LEAST_WIDTH, BREAKPOINT);
  g_signal_connect_object(self->bin, "notify::narrow", G_CALLBACK(on_narrow), self,
                          G_CONNECT_SWAPPED);
  on_narrow(self);
  gtk_scrolled_window_set_child(GTK_SCROLLED_WINDOW(self->scroller), self->bin);
  gtk_widget_set_parent(self->scroller, GTK_WIDGET(self));
}

GtkWidget *gmx_first_start_new(GmxSettings *settings) {
  GmxFirstStart *self = g_object_new(GMX_TYPE_FIRST_START, NULL);
  GmxSession *session = gmx_settings_get_session(settings);
  self->settings = g_object_ref(settings);
  g_signal_connect_object(settings, "changed", G_CALLBACK(show_text), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "opened", G_CALLBACK(on_opened), self, G_CONNECT_SWAPPED);
  g_signal_connect_object(session, "status", G_CALLBACK(on_status), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET(self);
}
