/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `gmix export`: a run as a file for other programs. */
#include "app/gmix.h"
#include "app/gmix-export-chart.h"
#include "app/gmix-json.h"
#include "app/gmix-options.h"
#include "engine/runs/export.h"
#include "engine/runs/tensorboard.h"
#include "engine/train/run-folder.h"

#include <stdio.h>

/* What was asked for. */
typedef struct {
  char *format, *output, *run_dir;
  GmixChartTexts chart;
  gboolean json;
} Request;

typedef gboolean (*Writer)(const char *run_path, const Request *request, GError **error);

static gboolean write_csv(const char *run_path, const Request *request, GError **error) {
  return gmx_export_csv(run_path, request->output, error);
}

static gboolean write_json(const char *run_path, const Request *request, GError **error) {
  return gmx_export_json(run_path, request->output, error);
}

static gboolean write_tensorboard(const char *run_path, const Request *request, GError **error) {
  return gmx_tensorboard_export(run_path, request->output, error);
}

static gboolean write_weights(const char *run_path, const Request *request, GError **error) {
  return gmx_export_weights(run_path, request->output, error);
}

static gboolean write_onnx(const char *run_path, const Request *request, GError **error) {
  return gmx_export_onnx(run_path, request->output, error);
}

static gboolean write_svg(const char *run_path, const Request *request, GError **error) {
  return gmix_export_chart(run_path, &request->chart, GMX_FIGURE_SVG, request->output, error);
}

static gboolean write_pdf(const char *run_path, const Request *request, GError **error) {
  return gmix_export_chart(run_path, &request->chart, GMX_FIGURE_PDF, request->output, error);
}

static gboolean write_png(const char *run_path, const Request *request, GError **error) {
  return gmix_export_chart(run_path, &request->chart, GMX_FIGURE_PNG, request->output, error);
}

static const struct {
  const char *name;
  Writer write;
  gboolean chart;
} formats[] = {
    {"csv", write_csv, FALSE},
    {"json", write_json, FALSE},
    {"tensorboard", write_tensorboard, FALSE},
    {"svg", write_svg, TRUE},
    {"pdf", write_pdf, TRUE},
    {"png", write_png, TRUE},
    {"safetensors", write_weights, FALSE},
    {"onnx", write_onnx, FALSE},
};

/* "csv, json or onnx" */
static char *join_formats(void) {
  GString *names = g_string_new(formats[0].name);
  for (gsize i = 1; i < G_N_ELEMENTS(formats); i++)
    g_string_append_printf(names, "%s%s", i + 1 < G_N_ELEMENTS(formats) ? ", " : " or ",
                           formats[i].name);
  return g_string_free(names, FALSE);
}

/* The format that was named, or that the output's ending names; -1. */
static int find_format(const Request *request) {
  const char *dot = strrchr(request->output, '.');
  const char *name = request->format ? request->format : dot ? dot + 1 : "";
  for (gsize i = 0; i < G_N_ELEMENTS(formats); i++)
    if (g_ascii_strcasecmp(name, formats[i].name) == 0)
      return (int)i;
  return -1;
}

static int check_request(const Request *request, int *format) {
  g_autofree char *names = join_formats();
  if (!request->output)
    return gmix_complain(GMIX_WRONG_OPTION, "export needs --output, the file to write");
  *format = find_format(request);
  if (*format >= 0 && !formats[*format].chart && gmix_chart_texts_given(&request->chart))
    return gmix_complain(
        GMIX_WRONG_OPTION,
        "--what, --width, --height, --style and --scale are for charts (svg, pdf, png), not %s",
        formats[*format].name);
  if (*format >= 0)
    return -1;
  if (request->format)
    return gmix_complain(GMIX_WRONG_OPTION, "--format must be %s, not “%s”", names,
                         request->format);
  return gmix_complain(GMIX_WRONG_OPTION,
                       "--output %s does not end in a format's name: add --format %s",
                       request->output, names);
}

static void tell(const Request *request, const char *run_path, const char *format) {
  if (!request->json) {
    printf("the export lies in %s\n", request->output);
    return;
  }
  JsonObject *object = gmix_json_event("export");
  json_object_set_string_member(object, "run", run_path);
  json_object_set_string_member(object, "format", format);
  json_object_set_string_member(object, "output", request->output);
  gmix_json_print(object);
}

static int export_run(const char *name, const Request *request) {
  g_autoptr(GError) error = NULL;
  int format = -1;
  const int status = check_request(request, &format);
  if (status >= 0)
    return status;
  g_autofree char *path = gmx_run_find(request->run_dir, name, &error);
  if (!path || !formats[format].write(path, request, &error))
    return gmix_complain(error->domain == G_OPTION_ERROR ? GMIX_WRONG_OPTION : GMIX_FAILED, "%s",
                         error->message);
  tell(request, path, formats[format].name);
  return GMIX_DONE;
}

static int run_command(int argc, char **argv, Request *request) {
  g_autofree char *names = join_formats();
  g_autofree char *help = g_strdup_printf("%s (default: by the ending of --output).", names);
  const GmixOption options[] = {
      {"output", "PATH", "File to write, for tensorboard a folder; what is there is replaced.",
       &request->output, NULL},
      {"format", "FORMAT", help, &request->format, NULL},
      {"what", "CURVES", "Of a chart: loss, accuracy, sharpness or all (default: loss).",
       &request->chart.what, NULL},
      {"width", "N", "Width of a chart in pixels (default: 760).", &request->chart.width, NULL},
      {"height", "N", "Its height (default: 380, and 300 for each further one).",
       &request->chart.height, NULL},
      {"scale", "N", "Of a PNG: pixels of the file a pixel of that, 1 to 4 (default: 2).",
       &request->chart.scale, NULL},
      {"style", "STYLE", "Colours of a chart: light or dark (default: light).",
       &request->chart.style, NULL},
      {"run-dir", "DIR", "Folder that holds the runs, where RUN is a name.", &request->run_dir,
       NULL},
      {"json", NULL, "Print one JSON object.", NULL, &request->json},
      {NULL},
  };
  const GmixCommand command = {.name = "export",
                               .summary = "Writes a run as a file for other programs. RUN is a "
                                          "folder, or a name from “gmix list”.",
                               .operand = "RUN",
                               .options = options};
  g_autofree char *run = NULL;
  const int status = gmix_options_parse(&command, argc, argv, NULL, NULL, &run);
  return status >= 0 ? status : export_run(run, request);
}

int gmix_export(int argc, char **argv) {
  Request request = {0};
  const int status = run_command(argc, argv, &request);
  gmix_chart_texts_clear(&request.chart);
  g_free(request.format);
  g_free(request.output);
  g_free(request.run_dir);
  return status;
}
