/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Widgets by their names, and bringing one into sight. */
#include "ui/lessons/find.h"

#include <adwaita.h>
#include <string.h>

gboolean gmx_widget_is_on_show(GtkWidget *widget) {
  return gtk_widget_get_mapped(widget) && gtk_widget_get_child_visible(widget);
}

/* Depth first; the first that is on show ends the search, the first at all is kept in @any. */
static GtkWidget *search(GtkWidget *widget, const char *name, GtkWidget **any) {
  if (g_str_equal(gtk_widget_get_name(widget), name)) {
    if (gmx_widget_is_on_show(widget))
      return widget;
    if (!*any)
      *any = widget;
  }
  for (GtkWidget *child = gtk_widget_get_first_child(widget); child;
       child = gtk_widget_get_next_sibling(child)) {
    GtkWidget *found = search(child, name, any);
    if (found)
      return found;
  }
  return NULL;
}

GtkWidget *gmx_widget_find(GtkWidget *root, const char *name) {
  g_autofree char *tab_name = g_strconcat(name, "-tab", NULL);
  GtkWidget *any = NULL, *any_tab = NULL;
  GtkWidget *found = search(root, name, &any);
  if (found)
    return found;
  GtkWidget *tab = search(root, tab_name, &any_tab);
  return tab ? tab : any;
}

/* Bringing into sight */

/* The ancestor of @widget, or itself, that is a child of @parent. */
static GtkWidget *child_towards(GtkWidget *parent, GtkWidget *widget) {
  while (widget && gtk_widget_get_parent(widget) != parent)
    widget = gtk_widget_get_parent(widget);
  return widget;
}

static void open_stack(GtkWidget *stack, GtkWidget *widget) {
  GtkWidget *child = child_towards(stack, widget);
  if (child && gtk_stack_get_visible_child(GTK_STACK(stack)) != child)
    gtk_stack_set_visible_child(GTK_STACK(stack), child);
}

static void open_flap(AdwFlap *flap, GtkWidget *widget) {
  GtkWidget *side = adw_flap_get_flap(flap);
  if (side && (widget == side || gtk_widget_is_ancestor(widget, side)))
    adw_flap_set_reveal_flap(flap, TRUE);
}

/* Scrolls @view by as little as brings the whole of @widget into it. */
static void scroll_to(GtkWidget *view, GtkWidget *widget) {
  GtkAdjustment *vertical = gtk_scrolled_window_get_vadjustment(GTK_SCROLLED_WINDOW(view));
  GtkWidget *child = gtk_scrolled_window_get_child(GTK_SCROLLED_WINDOW(view));
  graphene_rect_t bounds;
  if (!vertical || !child || !gtk_widget_compute_bounds(widget, child, &bounds))
    return;
  /* The child of a viewport is what scrolls; that of a list is as high as the view. */
  double top = bounds.origin.y, bottom = top + bounds.size.height;
  if (GTK_IS_VIEWPORT(child)) {
    top += gtk_adjustment_get_value(vertical);
    bottom += gtk_adjustment_get_value(vertical);
  }
  gtk_adjustment_clamp_page(vertical, MAX(top - 12, 0), bottom + 12);
}

void gmx_widget_bring_into_sight(GtkWidget *widget) {
  for (GtkWidget *parent = gtk_widget_get_parent(widget); parent;
       parent = gtk_widget_get_parent(parent)) {
    if (GTK_IS_STACK(parent))
      open_stack(parent, widget);
    else if (ADW_IS_FLAP(parent))
      open_flap(ADW_FLAP(parent), widget);
    else if (GTK_IS_EXPANDER(parent))
      gtk_expander_set_expanded(GTK_EXPANDER(parent), TRUE);
    else if (GTK_IS_SCROLLED_WINDOW(parent))
      scroll_to(parent, widget);
  }
}

/* Properties */

static char *number_text(double number) {
  char text[G_ASCII_DTOSTR_BUF_SIZE];
  return g_strdup(g_ascii_dtostr(text, sizeof text, number));
}

static char *enum_text(const GValue *value) {
  g_autoptr(GEnumClass) class = g_type_class_ref(G_VALUE_TYPE(value));
  const GEnumValue *word = g_enum_get_value(class, g_value_get_enum(value));
  return g_strdup(word ? word->value_nick : "");
}

static char *value_text(const GValue *value) {
  g_auto(GValue) number = G_VALUE_INIT;
  if (G_VALUE_HOLDS_BOOLEAN(value))
    return g_strdup(g_value_get_boolean(value) ? "true" : "false");
  if (G_VALUE_HOLDS_STRING(value))
    return g_value_dup_string(value);
  if (G_VALUE_HOLDS_ENUM(value))
    return enum_text(value);
  g_value_init(&number, G_TYPE_DOUBLE);
  return g_value_transform(value, &number) ? number_text(g_value_get_double(&number)) : NULL;
}

char *gmx_object_get_text(GObject *object, const char *path) {
  const char *dot = strchr(path, '.');
  g_autofree char *name = dot ? g_strndup(path, (gsize)(dot - path)) : g_strdup(path);
  GParamSpec *spec = g_object_class_find_property(G_OBJECT_GET_CLASS(object), name);
  g_auto(GValue) value = G_VALUE_INIT;
  if (!spec || !(spec->flags & G_PARAM_READABLE))
    return NULL;
  g_value_init(&value, spec->value_type);
  g_object_get_property(object, name, &value);
  if (!dot)
    return value_text(&value);
  GObject *inner = G_VALUE_HOLDS_OBJECT(&value) ? g_value_get_object(&value) : NULL;
  return inner ? gmx_object_get_text(inner, dot + 1) : NULL;
}
