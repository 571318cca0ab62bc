/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Places of runs. A group is known by a digest of what its runs share, so that the file stays small
 * and says nothing twice. */
#include "ui/runs/run-style.h"

#define COLORS 4
#define GROUP "places"

struct GmxRunStyles {
  char *file;
  GKeyFile *places;
  int next;
  gboolean given; /* places that are not in the file yet */
};

GmxRunStyle gmx_run_style_of(int place) {
  static const char *const colors[COLORS] = {"gmx_run_1", "gmx_run_2", "gmx_run_3", "gmx_run_4"};
  static const double dashes[COLORS][4] = {{0}, {6, 3}, {2, 2}, {9, 3, 2, 3}};
  static const GmxMarker markers[] = {GMX_MARKER_CIRCLE, GMX_MARKER_SQUARE, GMX_MARKER_DIAMOND,
                                      GMX_MARKER_CROSS, GMX_MARKER_TRIANGLE};
  const int shapes = G_N_ELEMENTS(markers), round = place / COLORS;
  const double *dash = dashes[(place + round / shapes) % COLORS];
  return (GmxRunStyle){.color = colors[place % COLORS],
                       .dash = {dash[0], dash[1], dash[2], dash[3]},
                       .marker = markers[(place % COLORS + round) % shapes]};
}

GmxRunStyles *gmx_run_styles_new(const char *file) {
  GmxRunStyles *self = g_new0(GmxRunStyles, 1);
  self->file = g_strdup(file);
  self->places = g_key_file_new();
  if (file)
    g_key_file_load_from_file(self->places, file, G_KEY_FILE_NONE, NULL);
  g_auto(GStrv) keys = g_key_file_get_keys(self->places, GROUP, NULL, NULL);
  for (int i = 0; keys && keys[i]; i++)
    self->next = MAX(self->next, g_key_file_get_integer(self->places, GROUP, keys[i], NULL) + 1);
  return self;
}

void gmx_run_styles_free(GmxRunStyles *self) {
  g_key_file_unref(self->places);
  g_free(self->file);
  g_free(self);
}

static char *digest(const char *key) {
  char *hash = g_compute_checksum_for_string(G_CHECKSUM_SHA256, key, -1);
  hash[16] = '\0';
  return hash;
}

static int find(GmxRunStyles *self, const char *name) {
  g_autoptr(GError) error = NULL;
  const int place = g_key_file_get_integer(self->places, GROUP, name, &error);
  return error || place < 0 ? -1 : place;
}

int gmx_run_styles_find(GmxRunStyles *self, const char *key) {
  g_autofree char *name = digest(key);
  return find(self, name);
}

int gmx_run_styles_take(GmxRunStyles *self, const char *key) {
  g_autofree char *name = digest(key);
  const int known = find(self, name);
  if (known >= 0)
    return known;
  g_key_file_set_integer(self->places, GROUP, name, self->next);
  self->given = TRUE;
  return self->next++;
}

void gmx_run_styles_save(GmxRunStyles *self) {
  /* Where it can't be written, the places last as long as the window. */
  if (self->file && self->given)
    g_key_file_save_to_file(self->places, self->file, NULL);
  self->given = FALSE;
}
