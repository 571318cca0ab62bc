/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A run's curves as a picture, in the sizes and colours that were asked for. */
#include "app/gmix-export-chart.h"

#include "engine/train/run-folder.h"
#include "engine/train/text.h"
#include "ui/figures/run-figure.h"

#include <string.h>

#define WIDTH 760
#define HEIGHT 380 /* of one chart; each further one adds as much as below */
#define HEIGHT_MORE 300

/* The options understood. */
typedef struct {
  int kind;                 /* GmxRunFigureKind; GMX_RUN_FIGURES for all */
  int width, height, scale; /* height 0: by the number of charts */
  gboolean dark;
} Wishes;

static gboolean refuse(GError **error, const char *option, const char *wanted, const char *text) {
  g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, "--%s must be %s, not “%s”", option,
              wanted, text);
  return FALSE;
}

static gboolean read_number(const char *option, const char *text, int least, int most, int *number,
                            GError **error) {
  gint64 value;
  if (text == NULL)
    return TRUE;
  if (g_ascii_string_to_signed(text, 10, least, most, &value, NULL)) {
    *number = (int)value;
    return TRUE;
  }
  g_autofree char *wanted = g_strdup_printf("a whole number from %d to %d", least, most);
  return refuse(error, option, wanted, text);
}

static gboolean read_kind(const char *text, int *kind, GError **error) {
  for (*kind = 0; text != NULL && *kind < GMX_RUN_FIGURES; (*kind)++)
    if (g_str_equal(text, gmx_run_figure_get_name((GmxRunFigureKind)*kind)))
      return TRUE;
  return text == NULL || g_str_equal(text, "all") ||
         refuse(error, "what", "loss, accuracy, sharpness or all", text);
}

static gboolean read_wishes(const GmixChartTexts *texts, Wishes *wishes, GError **error) {
  const char *style = texts->style != NULL ? texts->style : "light";
  *wishes = (Wishes){.width = WIDTH, .scale = 2, .dark = g_str_equal(style, "dark")};
  if (!wishes->dark && !g_str_equal(style, "light"))
    return refuse(error, "style", "light or dark", style);
  return read_kind(texts->what, &wishes->kind, error) &&
         read_number("width", texts->width, GMX_FIGURE_LEAST, GMX_FIGURE_MOST, &wishes->width,
                     error) &&
         read_number("height", texts->height, GMX_FIGURE_LEAST, GMX_FIGURE_MOST, &wishes->height,
                     error) &&
         read_number("scale", texts->scale, 1, 4, &wishes->scale, error);
}

/* The charts that were asked for and that the run has; labels stand in the first. */
static GPtrArray *make_figures(const char *run_path, GmxRunRecord *record, const Wishes *wishes,
                               GError **error) {
  g_autoptr(GPtrArray) figures = g_ptr_array_new_with_free_func(g_object_unref);
  for (int kind = 0; kind < GMX_RUN_FIGURES; kind++)
    if ((wishes->kind == kind || wishes->kind == GMX_RUN_FIGURES) &&
        gmx_run_record_has(record, (GmxRunFigureKind)kind))
      g_ptr_array_add(figures,
                      gmx_run_figure_new(record, (GmxRunFigureKind)kind, figures->len == 0));
  if (figures->len > 0)
    return g_steal_pointer(&figures);
  g_autofree char *name = g_path_get_basename(run_path);
  g_set_error(error, GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT,
              "run %s has no sharpness to draw: it never climbed (choose --what loss or accuracy)",
              name);
  return NULL;
}

static gboolean save(const GmxRunInfo *run, GPtrArray *figures, const Wishes *wishes,
                     GmxFigureFormat format, const char *output, GError **error) {
  g_autoptr(JsonNode) settings = gmx_config_to_json(run->config);
  g_autofree char *text = gmx_json_to_text(settings, FALSE);
  const char *const texts[] = {"Settings", text, NULL};
  const int height = HEIGHT + ((int)figures->len - 1) * HEIGHT_MORE;
  const GmxFigureLook look = {.width = wishes->width,
                              .height = wishes->height > 0 ? wishes->height : height,
                              .scale = wishes->scale,
                              .dark = wishes->dark,
                              .subtitle = run->name,
                              .texts = texts};
  return gmx_figures_save((GmxFigure *const *)figures->pdata, (int)figures->len, &look, format,
                          output, error);
}

gboolean gmix_export_chart(const char *run_path, const GmixChartTexts *texts,
                           GmxFigureFormat format, const char *output, GError **error) {
  Wishes wishes;
  if (!read_wishes(texts, &wishes, error))
    return FALSE;
  g_autoptr(GmxRunInfo) run = gmx_run_info_load(run_path, error);
  g_autoptr(GmxRunRecord) record = run != NULL ? gmx_run_record_read(run_path, error) : NULL;
  g_autoptr(GPtrArray) figures =
      record != NULL ? make_figures(run_path, record, &wishes, error) : NULL;
  return figures != NULL && save(run, figures, &wishes, format, output, error);
}

gboolean gmix_chart_texts_given(const GmixChartTexts *texts) {
  return texts->what || texts->width || texts->height || texts->style || texts->scale;
}

void gmix_chart_texts_clear(GmixChartTexts *texts) {
  g_free(texts->what);
  g_free(texts->width);
  g_free(texts->height);
  g_free(texts->style);
  g_free(texts->scale);
}
