/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A slider with its number: the editor of a real-valued setting. */
#include "ui/setting-slider.h"

#include "ui/format.h"

#include <glib/gi18n.h>
#include <math.h>

#define REST_MS 300

struct _GmxSettingSlider {
  GtkWidget parent_instance;

  GmxSettings *settings;
  GParamSpec *spec;
  const GmxSettingInfo *info;

  GtkWidget *scale;
  GtkWidget *entry;
  char *shown;         /* number last put into the entry: what differs from it was typed */
  guint rest;          /* source that sends a value that rests */
  gboolean refreshing; /* values come from the settings, not from the user */
};

G_DEFINE_FINAL_TYPE(GmxSettingSlider, gmx_setting_slider, GTK_TYPE_WIDGET)

/* The slider of a logarithmic setting runs over the decimal logarithm. */
static double to_slider(GmxSettingSlider *self, double value) {
  double low = self->info->slider_min, high = self->info->slider_max;
  value = CLAMP(value, low, high);
  return self->info->logarithmic ? log10(value) : value;
}

static double from_slider(GmxSettingSlider *self, double place) {
  if (!self->info->logarithmic)
    return place;
  /* Two figures: 0.1, 0.12, …, not the eleven decimals of a pixel's logarithm. */
  double value = pow(10, place), unit = pow(10, floor(place + 1e-9) - 1);
  return round(value / unit) * unit;
}

static char *slider_text(GmxSettingSlider *self, double value) {
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  if (self->info->logarithmic)
    g_ascii_formatd(text, sizeof text, "%.4g", value);
  else
    g_ascii_formatd(text, sizeof text, self->info->digits > 3 ? "%.5f" : "%.3f", value);
  return g_strdup(text);
}

static void show_number(GmxSettingSlider *self, double value) {
  g_autofree char *text = gmx_format_setting(self->spec, value);
  if (g_strcmp0(text, self->shown) == 0)
    return; /* what stands there may be half typed */
  g_free(self->shown);
  self->shown = g_strdup(text);
  gtk_editable_set_text(GTK_EDITABLE(self->entry), text);
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->scale), GTK_ACCESSIBLE_PROPERTY_VALUE_TEXT,
                                 text, -1);
}

static void refresh(GmxSettingSlider *self) {
  if (self->rest) /* the user is moving it: what comes back now is already old */
    return;
  double value = gmx_config_get_double(gmx_settings_get_config(self->settings), self->spec->name);
  self->refreshing = TRUE;
  gtk_range_set_value(GTK_RANGE(self->scale), to_slider(self, value));
  show_number(self, value);
  self->refreshing = FALSE;
}

static void send(GmxSettingSlider *self) {
  if (!self->rest)
    return;
  g_clear_handle_id(&self->rest, g_source_remove);
  double value = from_slider(self, gtk_range_get_value(GTK_RANGE(self->scale)));
  g_autofree char *text = slider_text(self, value);
  gmx_settings_set(self->settings, self->spec->name, text);
}

static gboolean on_rest(gpointer data) {
  send(data);
  return G_SOURCE_REMOVE;
}

static void on_value_changed(GmxSettingSlider *self) {
  if (self->refreshing)
    return;
  show_number(self, from_slider(self, gtk_range_get_value(GTK_RANGE(self->scale))));
  g_clear_handle_id(&self->rest, g_source_remove);
  self->rest = g_timeout_add(REST_MS, on_rest, self);
}

/* However long the user ponders with the button down, it is one change. */
static gboolean on_scale_event(GmxSettingSlider *self, GdkEvent *event) {
  switch ((int)gdk_event_get_event_type(event)) {
  case GDK_BUTTON_PRESS:
  case GDK_TOUCH_BEGIN:
    gmx_settings_begin_hold(self->settings);
    break;
  case GDK_BUTTON_RELEASE:
  case GDK_TOUCH_END:
  case GDK_TOUCH_CANCEL:
    send(self);
    gmx_settings_end_hold(self->settings);
    break;
  }
  return GDK_EVENT_PROPAGATE;
}

/* The number as typed goes to the engine, which says what is wrong with it in its own words. */
static void on_entry_done(GmxSettingSlider *self) {
  g_autofree char *typed = g_strstrip(g_strdup(gtk_editable_get_text(GTK_EDITABLE(self->entry))));
  if (g_strcmp0(self->shown, typed) == 0)
    return;
  g_clear_pointer(&self->shown, g_free); /* the answer is shown, also where it is a refusal */
  g_autoptr(GString) plain = g_string_new(typed);
  g_string_replace(plain, "−", "-", 0);
  g_string_replace(plain, ",", ".", 0);
  gmx_settings_set(self->settings, self->spec->name, plain->str);
  refresh(self);
}

void gmx_widget_ignore_wheel(GtkWidget *widget) {
  g_autoptr(GListModel) controllers = gtk_widget_observe_controllers(widget);
  for (guint i = g_list_model_get_n_items(controllers); i > 0; i--) {
    g_autoptr(GtkEventController) controller = g_list_model_get_item(controllers, i - 1);
    if (GTK_IS_EVENT_CONTROLLER_SCROLL(controller))
      gtk_widget_remove_controller(widget, controller);
  }
}

static void make_scale(GmxSettingSlider *self) {
  const GmxSettingInfo *info = self->info;
  double low = to_slider(self, info->slider_min), high = to_slider(self, info->slider_max);
  double step = info->logarithmic ? 0.05 : pow(10, -info->digits);
  self->scale = gtk_scale_new_with_range(GTK_ORIENTATION_HORIZONTAL, low, high, step);
  gtk_range_set_increments(GTK_RANGE(self->scale), step, step * (info->logarithmic ? 4 : 10));
  if (!info->logarithmic)
    gtk_range_set_round_digits(GTK_RANGE(self->scale), info->digits);
  if (low < 0 && high > 0 && !info->logarithmic) {
    /* The zero is what a sign is read by; the filled part would say "more", not "positive". */
    gtk_scale_add_mark(GTK_SCALE(self->scale), 0, GTK_POS_BOTTOM, NULL);
    gtk_scale_set_has_origin(GTK_SCALE(self->scale), FALSE);
  }
  gtk_widget_set_hexpand(self->scale, TRUE);
  gtk_widget_set_parent(self->scale, GTK_WIDGET(self));
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->scale), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                 g_param_spec_get_nick(self->spec), -1);
  g_signal_connect_swapped(self->scale, "value-changed", G_CALLBACK(on_value_changed), self);
  g_signal_connect_swapped(self->scale, "value-changed", G_CALLBACK(gtk_widget_queue_draw), self);
  GtkEventController *events = gtk_event_controller_legacy_new();
  gtk_event_controller_set_propagation_phase(events, GTK_PHASE_CAPTURE);
  g_signal_connect_swapped(events, "event", G_CALLBACK(on_scale_event), self);
  gtk_widget_add_controller(self->scale, events);
  gmx_widget_ignore_wheel(self->scale);
}

static void make_entry(GmxSettingSlider *self) {
  g_autofree char *name = g_strdup_printf(_("%s, value"), g_param_spec_get_nick(self->spec));
  self->entry = gtk_entry_new();
  gtk_editable_set_width_chars(GTK_EDITABLE(self->entry), 6);
  gtk_editable_set_max_width_chars(GTK_EDITABLE(self->entry), 6);
  gtk_editable_set_alignment(GTK_EDITABLE(self->entry), 1);
  gtk_widget_add_css_class(self->entry, "flat");
  gtk_widget_add_css_class(self->entry, "numeric");
  gtk_widget_add_css_class(self->entry, "gmx-value");
  gtk_widget_set_valign(self->entry, GTK_ALIGN_CENTER);
  gtk_widget_set_parent(self->entry, GTK_WIDGET(self));
  gtk_accessible_update_property(GTK_ACCESSIBLE(self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                 -1);
  g_signal_connect_swapped(self->entry, "activate", G_CALLBACK(on_entry_done), self);
  GtkEventController *focus = gtk_event_controller_focus_new();
  g_signal_connect_swapped(focus, "leave", G_CALLBACK(on_entry_done), self);
  gtk_widget_add_controller(self->entry, focus);
}

/* A setting with a sign is filled from its zero. GtkScale fills from an end only, so this lies
 * under its trough, which lets it shine through. */
static void draw_from_zero(GmxSettingSlider *self, GtkSnapshot *snapshot) {
  GtkWidget *trough = gtk_widget_get_first_child(self->scale);
  GtkAdjustment *at = gtk_range_get_adjustment(GTK_RANGE(self->scale));
  double low = gtk_adjustment_get_lower(at), high = gtk_adjustment_get_upper(at);
  graphene_rect_t room;
  GdkRGBA color;
  while (trough && g_strcmp0(gtk_widget_get_css_name(trough), "trough") != 0)
    trough = gtk_widget_get_next_sibling(trough);
  if (!trough || !gtk_widget_compute_bounds(trough, GTK_WIDGET(self), &room) ||
      !gtk_style_context_lookup_color(gtk_widget_get_style_context(self->scale), "accent_bg_color",
                                      &color))
    return;
  double zero = (0 - low) / (high - low),
         value = (gtk_adjustment_get_value(at) - low) / (high - low);
  if (gtk_widget_get_direction(self->scale) == GTK_TEXT_DIR_RTL)
    zero = 1 - zero, value = 1 - value;
  gtk_snapshot_append_color(snapshot, &color,
                            &GRAPHENE_RECT_INIT(room.origin.x + room.size.width * MIN(zero, value),
                                                room.origin.y, room.size.width * fabs(value - zero),
                                                room.size.height));
}

static void setting_slider_snapshot(GtkWidget *widget, GtkSnapshot *snapshot) {
  GmxSettingSlider *self = GMX_SETTING_SLIDER(widget);
  if (!gtk_scale_get_has_origin(GTK_SCALE(self->scale)))
    draw_from_zero(self, snapshot);
  GTK_WIDGET_CLASS(gmx_setting_slider_parent_class)->snapshot(widget, snapshot);
}

static void setting_slider_dispose(GObject *object) {
  GmxSettingSlider *self = GMX_SETTING_SLIDER(object);
  g_clear_handle_id(&self->rest, g_source_remove);
  g_clear_pointer(&self->scale, gtk_widget_unparent);
  g_clear_pointer(&self->entry, gtk_widget_unparent);
  g_clear_object(&self->settings);
  g_clear_pointer(&self->shown, g_free);
  G_OBJECT_CLASS(gmx_setting_slider_parent_class)->dispose(object);
}

static void gmx_setting_slider_class_init(GmxSettingSliderClass *class) {
  G_OBJECT_CLASS(class)->dispose = setting_slider_dispose;
  GTK_WIDGET_CLASS(class)->snapshot = setting_slider_snapshot;
  gtk_widget_class_set_layout_manager_type(GTK_WIDGET_CLASS(class), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_accessible_role(GTK_WIDGET_CLASS(class), GTK_ACCESSIBLE_ROLE_GROUP);
}

static void gmx_setting_slider_init(GmxSettingSlider *self) {
}

GtkWidget *gmx_setting_slider_new(GmxSettings *settings, GParamSpec *spec) {
  GmxSettingSlider *self = g_object_new(GMX_TYPE_SETTING_SLIDER, NULL);
  self->settings = g_object_ref(settings);
  self->spec = spec;
  self->info = gmx_setting_info(spec);
  make_scale(self);
  make_entry(self);
  refresh(self);
  g_signal_connect_object(settings, "changed", G_CALLBACK(refresh), self, G_CONNECT_SWAPPED);
  return GTK_WIDGET(self);
}
