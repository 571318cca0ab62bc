/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Landscape page saves, as it was when the user asked for it. */
#include "ui/landscape/landscape-page-private.h"

#include "ui/file-dialog.h"
#include "ui/figures/figure-file.h"
#include "ui/format.h"
#include "ui/landscape/landscape-file.h"

#include <glib/gi18n.h>

#define WIDTH 800
#define HEIGHT 800
#define LINES_HEIGHT 640

typedef enum { SAVE_PICTURE, SAVE_LINES_PICTURE, SAVE_TEXT } Kind;

typedef struct {
  GmxLandscapePage *page;
  Kind kind;
  GmxTerrain *terrain;
  gboolean surface;
  GmxSurfaceEye eye;
  GmxFigure *figures[2];
  char *subtitle, *text;
} Saving;

static void saving_free(Saving *saving) {
  g_object_unref(saving->page);
  g_clear_pointer(&saving->terrain, gmx_terrain_unref);
  g_clear_object(&saving->figures[0]);
  g_clear_object(&saving->figures[1]);
  g_free(saving->subtitle);
  g_free(saving->text);
  g_free(saving);
}

static gboolean save_lines(const Saving *saving, const GmxFigureLook *look, const char *path,
                           GError **error) {
  GmxFigureFormat format;
  return gmx_figure_format_of(path, &format, error) &&
         gmx_figures_save(saving->figures, 2, look, format, path, error);
}

static gboolean save(const Saving *saving, const char *path, GError **error) {
  GmxFigureLook look = {.width = WIDTH, .height = HEIGHT, .scale = 2, .subtitle = saving->subtitle};
  switch (saving->kind) {
  case SAVE_PICTURE:
    return gmx_terrain_save(saving->terrain, saving->surface ? &saving->eye : NULL, &look, path,
                            error);
  case SAVE_LINES_PICTURE:
    look.height = LINES_HEIGHT;
    return save_lines(saving, &look, path, error);
  case SAVE_TEXT:
    break;
  }
  return g_file_set_contents(path, saving->text, -1, error);
}

static void on_chosen(GtkNativeDialog *dialog, int response, gpointer data) {
  Saving *saving = data;
  g_autoptr(GError) error = NULL;
  g_autofree char *path = gmx_file_dialog_finish(dialog, response);
  if (path && saving->page->explorer && !save(saving, path, &error))
    gmx_landscape_page_fail(saving->page, _("The file could not be saved"), error->message);
  saving_free(saving);
}

/* Takes @saving. */
static void ask(Saving *saving, const char *title, const char *name) {
  GtkFileChooserNative *dialog = gmx_file_dialog_new(GTK_WIDGET(saving->page), title,
                                                     GTK_FILE_CHOOSER_ACTION_SAVE, _("_Save"));
  gtk_file_chooser_set_current_name(GTK_FILE_CHOOSER(dialog), name);
  g_signal_connect(dialog, "response", G_CALLBACK(on_chosen), saving);
  gtk_native_dialog_show(GTK_NATIVE_DIALOG(dialog));
}

/* "g-mix, seed 1, step 3 752" */
static char *make_subtitle(GmxLandscapePage *self) {
  const GmxWeights *weights = gmx_explorer_get_weights(self->explorer);
  const char *name = gmx_explorer_get_name(self->explorer, 0);
  g_autofree char *step = gmx_format_count(weights ? weights->step : 0);
  return g_strdup_printf(_("%s, step %s"), name ? name : "", step);
}

static Saving *saving_new(GmxLandscapePage *self, Kind kind, char *text) {
  Saving *saving = g_new0(Saving, 1);
  saving->page = g_object_ref(self);
  saving->kind = kind;
  saving->text = text;
  saving->subtitle = make_subtitle(self);
  return saving;
}

static void save_picture(GSimpleAction *action, GVariant *target, gpointer data) {
  GmxLandscapePage *self = data;
  GmxTerrain *terrain = gmx_terrain_view_get_terrain(self->view);
  if (!terrain)
    return;
  Saving *saving = saving_new(self, SAVE_PICTURE, NULL);
  saving->terrain = gmx_terrain_ref(terrain);
  saving->eye = gmx_terrain_view_get_eye(self->view);
  g_object_get(self->view, "surface", &saving->surface, NULL);
  ask(saving, _("Save the Plane as SVG, PDF or PNG"),
      saving->surface ? "surface.svg" : "contour.svg");
}

static void save_lines_picture(GSimpleAction *action, GVariant *target, gpointer data) {
  GmxLandscapePage *self = data;
  Saving *saving = saving_new(self, SAVE_LINES_PICTURE, NULL);
  for (int i = 0; i < 2; i++)
    saving->figures[i] = g_object_ref(gmx_chart_get_figure(self->charts[i]));
  ask(saving, _("Save the Lines as SVG, PDF or PNG"), "lines.svg");
}

static void get_names(GmxLandscapePage *self, const char *names[2]) {
  for (int run = 0; run < 2; run++) {
    const char *name = gmx_explorer_get_name(self->explorer, run);
    names[run] = name ? name : "";
  }
}

static void save_plane(GSimpleAction *action, GVariant *target, gpointer data) {
  GmxLandscapePage *self = data;
  const GmxLandscape *plane = gmx_explorer_get_plane(self->explorer);
  ask(saving_new(self, SAVE_TEXT, gmx_landscape_plane_csv(plane)), _("Save the Plane"),
      "plane.csv");
}

static void save_lines_text(GSimpleAction *action, GVariant *target, gpointer data) {
  GmxLandscapePage *self = data;
  const char *names[2];
  get_names(self, names);
  ask(saving_new(self, SAVE_TEXT,
                 gmx_landscape_lines_csv(gmx_explorer_get_lines(self->explorer), names)),
      _("Save the Lines"), "lines.csv");
}

static void save_curvature(GSimpleAction *action, GVariant *target, gpointer data) {
  GmxLandscapePage *self = data;
  GmxCurvature *const both[2] = {gmx_explorer_get_curvature(self->explorer, 0),
                                 gmx_explorer_get_curvature(self->explorer, 1)};
  const char *names[2];
  get_names(self, names);
  ask(saving_new(self, SAVE_TEXT, gmx_landscape_curvature_csv(both, names)),
      _("Save the Curvature"), "curvature.csv");
}

void gmx_landscape_page_add_save_actions(GmxLandscapePage *self) {
  static const GActionEntry entries[] = {
      {.name = "save-picture", .activate = save_picture},
      {.name = "save-lines-picture", .activate = save_lines_picture},
      {.name = "save-plane", .activate = save_plane},
      {.name = "save-lines", .activate = save_lines_text},
      {.name = "save-curvature", .activate = save_curvature},
  };
  g_action_map_add_action_entries(G_ACTION_MAP(self->actions), entries, G_N_ELEMENTS(entries),
                                  self);
}
