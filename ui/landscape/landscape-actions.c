/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Landscape page's menus and buttons do. */
#include "ui/landscape/landscape-page-private.h"

#include <string.h>

#define FACTOR 2.0 /* of the plane's width, for closer and wider */

static const char *const planes[] = {[GMX_LANDSCAPE_PATH] = "path",
                                     [GMX_LANDSCAPE_RANDOM] = "random",
                                     [GMX_LANDSCAPE_OTHER] = "other"};

static char *loss_name(const GmxExplorerChoice *choice) {
  return g_strconcat(choice->mixed ? "mixed" : "unmixed",
                     choice->split == GMX_SPLIT_TRAIN ? "-training" : "-held-out", NULL);
}

/* Choices */

static void choose_plane(GSimpleAction *action, GVariant *target, gpointer data) {
  GmxLandscapePage *self = data;
  GmxExplorerChoice choice = gmx_explorer_get_choice(self->explorer);
  for (guint i = 0; i < G_N_ELEMENTS(planes); i++)
    if (g_str_equal(planes[i], g_variant_get_string(target, NULL)))
      choice.plane = (GmxLandscapePlane)i;
  choice.span = 0;
  gmx_explorer_set_choice(self->explorer, &choice);
}

static void choose_loss(GSimpleAction *action, GVariant *target, gpointer data) {
  GmxLandscapePage *self = data;
  GmxExplorerChoice choice = gmx_explorer_get_choice(self->explorer);
  const char *name = g_variant_get_string(target, NULL);
  choice.mixed = g_str_has_prefix(name, "mixed");
  choice.split = g_str_has_suffix(name, "-training") ? GMX_SPLIT_TRAIN : GMX_SPLIT_TEST;
  gmx_explorer_set_choice(self->explorer, &choice);
}

static void choose_images(GSimpleAction *action, GVariant *target, gpointer data) {
  GmxLandscapePage *self = data;
  GmxExplorerChoice choice = gmx_explorer_get_choice(self->explorer);
  choice.images = atoi(g_variant_get_string(target, NULL));
  gmx_explorer_set_choice(self->explorer, &choice);
}

static void choose_finest(GSimpleAction *action, GVariant *target, gpointer data) {
  GmxLandscapePage *self = data;
  GmxExplorerChoice choice = gmx_explorer_get_choice(self->explorer);
  choice.finest = atoi(g_variant_get_string(target, NULL));
  gmx_explorer_set_choice(self->explorer, &choice);
}

static void choose_other(GSimpleAction *action, GVariant *target, gpointer data) {
  GmxLandscapePage *self = data;
  const char *path = g_variant_get_string(target, NULL);
  gmx_explorer_set_other(self->explorer, *path ? path : NULL);
}

/* Commands */

static void set_span(GmxLandscapePage *self, double factor) {
  GmxExplorerChoice choice = gmx_explorer_get_choice(self->explorer);
  const GmxLandscape *plane = gmx_explorer_get_plane(self->explorer);
  choice.span = factor > 0 && plane ? factor * (plane->box[1] - plane->box[0]) / 2 : 0;
  gmx_explorer_set_choice(self->explorer, &choice);
}

static void closer(GSimpleAction *action, GVariant *target, gpointer self) {
  set_span(self, 1 / FACTOR);
}

static void wider(GSimpleAction *action, GVariant *target, gpointer self) {
  set_span(self, FACTOR);
}

static void fit(GSimpleAction *action, GVariant *target, gpointer self) {
  set_span(self, 0);
}

static void draw_again(GSimpleAction *action, GVariant *target, gpointer data) {
  GmxLandscapePage *self = data;
  GmxExplorerChoice choice = gmx_explorer_get_choice(self->explorer);
  choice.seed++;
  gmx_explorer_set_choice(self->explorer, &choice);
}

static void refresh(GSimpleAction *action, GVariant *target, gpointer data) {
  gmx_explorer_refresh(GMX_LANDSCAPE_PAGE(data)->explorer);
}

static void cancel(GSimpleAction *action, GVariant *target, gpointer data) {
  gmx_explorer_cancel(GMX_LANDSCAPE_PAGE(data)->explorer);
}

/* States */

static void set_state(GmxLandscapePage *self, const char *name, const char *state) {
  GAction *action = g_action_map_lookup_action(G_ACTION_MAP(self->actions), name);
  g_simple_action_set_state(G_SIMPLE_ACTION(action), g_variant_new_string(state));
}

static void set_number(GmxLandscapePage *self, const char *name, int number) {
  g_autofree char *state = g_strdup_printf("%d", number);
  set_state(self, name, state);
}

static void enable(GmxLandscapePage *self, const char *name, gboolean enabled) {
  GAction *action = g_action_map_lookup_action(G_ACTION_MAP(self->actions), name);
  g_simple_action_set_enabled(G_SIMPLE_ACTION(action), enabled);
}

void gmx_landscape_page_update_actions(GmxLandscapePage *self) {
  const GmxExplorerChoice choice = gmx_explorer_get_choice(self->explorer);
  const char *other = gmx_explorer_get_other(self->explorer);
  const GmxLandscape *plane = gmx_explorer_get_plane(self->explorer);
  const GmxLandscape *lines = gmx_explorer_get_lines(self->explorer);
  g_autofree char *loss = loss_name(&choice);
  set_state(self, "plane", planes[choice.plane]);
  set_state(self, "loss", loss);
  set_state(self, "compare", other ? other : "");
  set_number(self, "images", choice.images);
  set_number(self, "finest", choice.finest);
  enable(self, "closer", plane != NULL);
  enable(self, "wider", plane != NULL);
  enable(self, "fit", choice.span > 0);
  enable(self, "save-picture", plane != NULL);
  enable(self, "save-plane", plane != NULL);
  enable(self, "save-lines", lines != NULL);
  enable(self, "save-lines-picture", lines != NULL);
  enable(self, "save-curvature", gmx_explorer_get_curvature(self->explorer, 0) != NULL);
  enable(self, "none", FALSE);
}

void gmx_landscape_page_add_actions(GmxLandscapePage *self) {
  static const GActionEntry entries[] = {
      {.name = "plane", .activate = choose_plane, .parameter_type = "s", .state = "''"},
      {.name = "loss", .activate = choose_loss, .parameter_type = "s", .state = "''"},
      {.name = "images", .activate = choose_images, .parameter_type = "s", .state = "''"},
      {.name = "finest", .activate = choose_finest, .parameter_type = "s", .state = "''"},
      {.name = "compare", .activate = choose_other, .parameter_type = "s", .state = "''"},
      {.name = "closer", .activate = closer},
      {.name = "wider", .activate = wider},
      {.name = "fit", .activate = fit},
      {.name = "draw-again", .activate = draw_again},
      {.name = "refresh", .activate = refresh},
      {.name = "cancel", .activate = cancel},
      {.name = "none"},
  };
  self->actions = g_simple_action_group_new();
  g_action_map_add_action_entries(G_ACTION_MAP(self->actions), entries, G_N_ELEMENTS(entries),
                                  self);
  gtk_widget_insert_action_group(GTK_WIDGET(self), "landscape", G_ACTION_GROUP(self->actions));
}
