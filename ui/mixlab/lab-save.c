/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Mix lab saves: the sheet and the mixed image as PNG, the path as CSV. */
#include "ui/mixlab/lab-save.h"

#include "engine/data/png.h"
#include "engine/train/text.h"
#include "ui/sheet/sheet.h"

#include <glib/gi18n.h>
#include <math.h>

static gint64 step_of(GmxLab *lab) {
  const GmxWeights *weights = gmx_lab_get_weights(lab);
  return weights ? weights->step : 0;
}

/* The newest answer, where it is of the λ that is shown; else the pictures alone. */
static GmxBlendSheet *sheet_to_save(GmxLab *lab, GError **error) {
  GmxBlendSheet *sheet = gmx_lab_get_sheet(lab);
  GPtrArray *pictures = gmx_lab_get_pictures(lab);
  if (sheet && sheet->count == (int)pictures->len && sheet->blend == gmx_lab_get_blend(lab) &&
      sheet->lambda == gmx_lab_get_lambda(lab))
    return gmx_blend_sheet_ref(sheet);
  return gmx_blend_sheet_new(NULL, (GmxPicture *const *)pictures->pdata, (int)pictures->len,
                             gmx_lab_get_blend(lab), gmx_lab_get_lambda(lab), NULL, error);
}

gboolean gmx_lab_save_sheet(GmxLab *lab, const char *run, const char *path, GError **error) {
  GPtrArray *pictures = gmx_lab_get_pictures(lab);
  g_autoptr(GmxBlendSheet) sheet = sheet_to_save(lab, error);
  if (!sheet)
    return FALSE;
  g_autoptr(GmxSheetInfo) info =
      gmx_sheet_info_new_blends(sheet, gmx_lab_get_dataset(lab), step_of(lab), run,
                                gmx_settings_get_config(gmx_lab_get_settings(lab)));
  return gmx_sheet_save_blends((GmxPicture *const *)pictures->pdata, sheet, info, path, error);
}

gboolean gmx_lab_save_image(GmxLab *lab, const char *path, GError **error) {
  const GmxPicture *a = gmx_lab_get_picture(lab, GMX_PARENT_A);
  const GmxPicture *b = gmx_lab_get_picture(lab, GMX_PARENT_B);
  const GmxBlend blend = gmx_lab_get_blend(lab);
  char share[GMX_NUMBER_SIZE];
  gmx_number_shortest(gmx_lab_get_share(lab), share);
  g_autofree guint8 *rgb = g_malloc((gsize)a->shape.width * a->shape.height * 3);
  g_autofree char *title = g_strdup_printf("%s and %s, λ = %s", gmx_lab_get_name(lab, GMX_PARENT_A),
                                           gmx_lab_get_name(lab, GMX_PARENT_B), share);
  g_autofree char *data = g_strdup(gmx_dataset_get_title(gmx_lab_get_dataset(lab)));
  const char *const texts[] = {"Software", "G-Mix Studio " GMX_VERSION,
                               "Title",    title,
                               "Data",     data,
                               "Blend",    blend == GMX_BLEND_MIXUP ? "mixup" : "cutmix",
                               "Lambda",   share,
                               "A",        a->name,
                               "B",        b->name,
                               NULL};
  gmx_blend_get_rgb(a, b, blend, gmx_lab_get_lambda(lab), rgb);
  return gmx_png_write(path, rgb, a->shape.width, a->shape.height, texts, error);
}

/* A field of RFC 4180. */
static void append_name(GString *text, const char *name, const char *suffix) {
  g_autofree char *field = g_strconcat(name, suffix, NULL);
  if (!strpbrk(field, ",\"\n")) {
    g_string_append(text, field);
    return;
  }
  g_auto(GStrv) parts = g_strsplit(field, "\"", -1);
  g_autofree char *doubled = g_strjoinv("\"\"", parts);
  g_string_append_printf(text, "\"%s\"", doubled);
}

static void append_number(GString *text, double value) {
  char number[GMX_NUMBER_SIZE];
  g_string_append_c(text, ',');
  g_string_append(text, gmx_number_csv(value, number));
}

static void append_classes(GString *text, const float *probabilities, int classes) {
  for (int label = 0; label < classes; label++)
    append_number(text, probabilities ? probabilities[label] : NAN);
}

static void append_point(GString *text, const GmxBlendPath *path, int i) {
  const gsize at = (gsize)i * path->classes;
  char number[GMX_NUMBER_SIZE];
  g_string_append(text, gmx_number_csv(path->lambda[i], number));
  append_number(text, path->loss ? path->loss[i] : NAN);
  append_number(text, path->loss_perturbed ? path->loss_perturbed[i] : NAN);
  append_classes(text, path->probabilities + at, path->classes);
  append_classes(text, path->probabilities_perturbed ? path->probabilities_perturbed + at : NULL,
                 path->classes);
  g_string_append_c(text, '\n');
}

gboolean gmx_lab_save_path(GmxLab *lab, const char *path, GError **error) {
  const GmxBlendPath *points = gmx_lab_get_path(lab);
  GmxDataset *dataset = gmx_lab_get_dataset(lab);
  g_autoptr(GString) text = g_string_new("lambda,loss,loss_perturbed");
  if (!points) {
    g_set_error_literal(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND,
                        _("nothing is computed along the path yet: try again in a moment"));
    return FALSE;
  }
  for (int perturbed = 0; perturbed < 2; perturbed++)
    for (int label = 0; label < points->classes; label++) {
      g_string_append_c(text, ',');
      append_name(text, gmx_dataset_get_class_name(dataset, label), perturbed ? "_perturbed" : "");
    }
  g_string_append_c(text, '\n');
  for (int i = 0; i < points->points; i++)
    append_point(text, points, i);
  return g_file_set_contents(path, text->str, (gssize)text->len, error);
}
