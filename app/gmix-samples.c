/* SPDX-License-Identifier: GPL-3.0-or-later */
/* `gmix samples`: the probe's examples of a run, sorted and filtered as in the window, as a table,
 * a CSV file or a sheet of tiles. */
#include "app/gmix.h"
#include "app/gmix-data.h"
#include "app/gmix-json.h"
#include "app/gmix-options.h"
#include "app/gmix-samples-options.h"
#include "app/gmix-samples-print.h"
#include "engine/train/file.h"
#include "ui/samples/sample-csv.h"
#include "ui/sheet/sheet.h"

#include <stdio.h>

/* One run's probe, as it is listed. */
typedef struct {
  GmxRunInfo *run;
  GmxDataset *dataset;
  GmxSampleModel *model;
  GPtrArray *samples; /* GmxSample: the side's first ones */
} Listing;

static void listing_clear(Listing *listing) {
  g_clear_pointer(&listing->samples, g_ptr_array_unref);
  g_clear_object(&listing->model);
  g_clear_object(&listing->dataset);
  g_clear_pointer(&listing->run, gmx_run_info_free);
}

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Listing, listing_clear)

static gboolean fail(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

static gboolean fail(GError **error, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  if (error != NULL)
    *error = g_error_new_valist(GMX_RUN_ERROR, GMX_RUN_ERROR_FORMAT, format, arguments);
  va_end(arguments);
  return FALSE;
}

/* A file that somebody changed must not make us read beyond an array. */
static gboolean check_records(const GmxRunInfo *run, GmxDataset *dataset, GArray *records,
                              GError **error) {
  int images = gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN);
  int classes = gmx_dataset_get_classes(dataset);
  for (guint i = 0; i < records->len; i++) {
    const GmxProbeRecord *r = &g_array_index(records, GmxProbeRecord, i);
    if (r->first < 0 || r->first >= images || r->second < 0 || r->second >= images)
      return fail(error, "%s/probe.csv: example %d is of images %d and %d; the data has %d",
                  run->path, r->example, r->first, r->second, images);
    if (r->first_label < 0 || r->first_label >= classes || r->second_label < 0 ||
        r->second_label >= classes || !(r->lambda >= 0 && r->lambda <= 1))
      return fail(error,
                  "%s/probe.csv: example %d has a label that is no class, or λ outside of 0 to 1",
                  run->path, r->example);
  }
  return TRUE;
}

static GmxGallery *load_probe(const Listing *listing, int epoch, GError **error) {
  g_autoptr(GArray) records = gmx_run_folder_read_probe(listing->run->path, epoch, error);
  if (records == NULL || !check_records(listing->run, listing->dataset, records, error))
    return NULL;
  return gmx_gallery_new_records((const GmxProbeRecord *)(gpointer)records->data, (int)records->len,
                                 gmx_config_get_double(listing->run->config, "gamma"),
                                 listing->dataset);
}

static gboolean holds_epoch(GArray *epochs, int epoch) {
  for (guint i = 0; epochs != NULL && i < epochs->len; i++)
    if (g_array_index(epochs, int, i) == epoch)
      return TRUE;
  return FALSE;
}

/* The epoch before @epoch; NULL without an error where there is none and nobody asks for it. */
static gboolean load_before(const Listing *listing, const GmixSampleWishes *wishes, int epoch,
                            GmxGallery **before, GError **error) {
  g_autoptr(GArray) epochs = gmx_run_folder_list_probe(listing->run->path, error);
  if (epochs == NULL)
    return FALSE;
  if (holds_epoch(epochs, epoch - 1)) {
    *before = load_probe(listing, epoch - 1, error);
    return *before != NULL;
  }
  if (!wishes->filter.crossed && wishes->sort != GMX_SORT_CHANGE)
    return TRUE;
  g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
              "%s needs the epoch before, and run %s has none before epoch %d",
              wishes->filter.crossed ? "--crossed" : "--sort change", listing->run->name, epoch);
  return FALSE;
}

static gboolean load_intrusion(const Listing *listing, const GmixSampleWishes *wishes, int epoch,
                               GmxIntrusion **intrusion, GError **error) {
  g_autoptr(GArray) epochs = gmx_run_folder_list_intrusion(listing->run->path, error);
  if (epochs == NULL)
    return FALSE;
  if (holds_epoch(epochs, epoch)) {
    *intrusion = gmx_run_folder_read_intrusion(listing->run->path, epoch, error);
    return *intrusion != NULL;
  }
  if (!wishes->filter.intruded)
    return TRUE;
  g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
              "--intruded needs a run that was searched for intrusion in epoch %d; %s was not",
              epoch, listing->run->name);
  return FALSE;
}

static gboolean check_predictions(const Listing *listing, const GmixSampleWishes *wishes,
                                  const GmxGallery *gallery, GError **error) {
  if (!wishes->filter.misclassified || gmx_gallery_has_predictions(gallery))
    return TRUE;
  g_set_error(error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE,
              "--misclassified needs a run whose probe.csv says what was predicted; that of %s, "
              "from an earlier version, does not in epoch %d",
              listing->run->name, gallery->epoch);
  return FALSE;
}

static gboolean show(Listing *listing, const GmixSampleWishes *wishes, GError **error) {
  g_autoptr(GmxGallery) gallery = load_probe(listing, wishes->epoch, error);
  g_autoptr(GmxGallery) before = NULL;
  g_autoptr(GmxIntrusion) intrusion = NULL;
  if (gallery == NULL || !check_predictions(listing, wishes, gallery, error) ||
      !load_before(listing, wishes, gallery->epoch, &before, error) ||
      !load_intrusion(listing, wishes, gallery->epoch, &intrusion, error))
    return FALSE;
  listing->model = gmx_sample_model_new();
  gmx_sample_model_show(listing->model, listing->dataset, gallery, before, intrusion);
  return TRUE;
}

/* Sorts, filters, and takes the first of the side. */
static void take(Listing *listing, const GmixSampleWishes *wishes, gboolean reversed) {
  GListModel *side = gmx_sample_model_get_side(listing->model, wishes->side);
  guint count;
  gmx_sample_model_set_sort(listing->model, wishes->sort, reversed);
  gmx_sample_model_set_filter(listing->model, &wishes->filter);
  count = g_list_model_get_n_items(side);
  if (wishes->top > 0)
    count = MIN(count, (guint)wishes->top);
  listing->samples = g_ptr_array_new_with_free_func(g_object_unref);
  for (guint i = 0; i < count; i++)
    g_ptr_array_add(listing->samples, g_list_model_get_item(side, i));
}

static gboolean load(Listing *listing, const char *name, const GmixSampleTexts *texts,
                     GmixSampleWishes *wishes, GError **error) {
  g_autofree char *path = gmx_run_find(texts->run_dir, name, error);
  listing->run = path != NULL ? gmx_run_info_load(path, error) : NULL;
  listing->dataset = listing->run != NULL ? gmix_load_run_data(listing->run, error) : NULL;
  if (listing->dataset == NULL ||
      !gmix_sample_wishes_find_classes(wishes, texts, listing->dataset, error) ||
      !show(listing, wishes, error))
    return FALSE;
  take(listing, wishes, texts->reverse);
  return TRUE;
}

static gboolean write_files(const Listing *listing, const GmixSampleTexts *texts,
                            const GmxSheetInfo *info, GError **error) {
  GmxSample *const *samples = (GmxSample *const *)listing->samples->pdata;
  guint count = listing->samples->len;
  g_autofree char *table = texts->csv != NULL ? gmx_samples_to_csv(samples, count) : NULL;
  return (texts->png == NULL ||
          gmx_sheet_save_samples(samples, (int)count, info, texts->png, error)) &&
         (table == NULL || gmx_file_replace(texts->csv, table, strlen(table), error));
}

static void print_summary(const Listing *listing, const GmixSampleTexts *texts) {
  JsonObject *object = gmix_json_event("samples");
  GmxIntrusion *intrusion = gmx_sample_model_get_intrusion(listing->model);
  json_object_set_string_member(object, "run", listing->run->path);
  json_object_set_int_member(object, "epoch", gmx_sample_model_get_gallery(listing->model)->epoch);
  json_object_set_int_member(object, "listed", listing->samples->len);
  json_object_set_int_member(object, "total", gmx_sample_model_get_total(listing->model));
  if (intrusion != NULL)
    json_object_set_int_member(object, "searched", intrusion->searched);
  if (texts->png != NULL)
    json_object_set_string_member(object, "png", texts->png);
  if (texts->csv != NULL)
    json_object_set_string_member(object, "csv", texts->csv);
  gmix_json_print(object);
}

static void print(const Listing *listing, const GmixSampleTexts *texts, const GmxSheetInfo *info) {
  gboolean files = texts->png != NULL || texts->csv != NULL;
  if (texts->json) {
    if (!files)
      gmix_samples_print_json(listing->samples);
    print_summary(listing, texts);
    return;
  }
  printf("%s: %s, %s\n", info->heading, info->origin, info->contents);
  if (!files)
    gmix_samples_print_table(listing->samples);
  if (texts->png != NULL)
    printf("the sheet lies in %s\n", texts->png);
  if (texts->csv != NULL)
    printf("the table lies in %s\n", texts->csv);
}

static gboolean list_samples(const char *name, const GmixSampleTexts *texts, GError **error) {
  g_auto(Listing) listing = {0};
  g_autoptr(GmxSheetInfo) info = NULL;
  GmixSampleWishes wishes;
  if (!gmix_sample_wishes_read(&wishes, texts, error) ||
      !load(&listing, name, texts, &wishes, error))
    return FALSE;
  info = gmx_sheet_info_new_samples(listing.model, wishes.side, (int)listing.samples->len,
                                    listing.run->name, listing.run->config);
  info->scale = wishes.scale;
  info->columns = wishes.columns;
  if (!write_files(&listing, texts, info, error))
    return FALSE;
  print(&listing, texts, info);
  return TRUE;
}

static int run_command(int argc, char **argv, GmixSampleTexts *texts) {
  const GmixOption options[] = {
      {"epoch", "E", "Epoch of the probe (default: the newest).", &texts->epoch, NULL},
      {"side", "SIDE", "sharp, flat or all (default: all).", &texts->side, NULL},
      {"sort", "ORDER",
       "side (the most extreme s_i of each side first), s, loss, loss-perturbed, lambda or change "
       "(of s_i since the epoch before); the largest stand first (default: side).",
       &texts->sort, NULL},
      {"reverse", NULL, "Turn the order round.", NULL, &texts->reverse},
      {"class", "NAME", "Only examples with a parent of that class.", &texts->label, NULL},
      {"pair", "A,B", "Only mixes of these two classes.", &texts->pair, NULL},
      {"lambda", "LOW,HIGH", "Only λ from LOW to HIGH.", &texts->lambda, NULL},
      {"crossed", NULL, "Only what changed sides since the epoch before.", NULL, &texts->crossed},
      {"misclassified", NULL,
       "Only where the most probable class at w is not the heavier parent's.", NULL,
       &texts->misclassified},
      {"intruded", NULL,
       "Only intruded examples, where the run was searched for them: among the training images "
       "that are evaluated (--evaluate-training).",
       NULL, &texts->intruded},
      {"top", "N", "Only the first N.", &texts->top, NULL},
      {"png", "FILE", "Write a sheet of tiles, with all settings in its texts.", &texts->png, NULL},
      {"csv", "FILE", "Write a table that begins with probe.csv's columns.", &texts->csv, NULL},
      {"scale", "N", "Pixels of the sheet a pixel of the window: 1 to 4 (default: 1).",
       &texts->scale, NULL},
      {"columns", "N", "Tiles in a row of the sheet (default: by their number).", &texts->columns,
       NULL},
      {"run-dir", "DIR", "Folder that holds the runs, where RUN is a name.", &texts->run_dir, NULL},
      {"json", NULL, "Print one JSON object a line, the summary last.", NULL, &texts->json},
      {NULL},
  };
  const GmixCommand command = {.name = "samples",
                               .summary = "Lists the probe's mixed examples of a run, or saves "
                                          "them as a sheet of tiles and a table.",
                               .operand = "RUN",
                               .options = options};
  g_autofree char *run = NULL;
  g_autoptr(GError) error = NULL;
  int status = gmix_options_parse(&command, argc, argv, NULL, NULL, &run);
  if (status >= 0)
    return status;
  if (!list_samples(run, texts, &error))
    return gmix_complain(error->domain == G_OPTION_ERROR ? GMIX_WRONG_OPTION : GMIX_FAILED, "%s",
                         error->message);
  return GMIX_DONE;
}

int gmix_samples(int argc, char **argv) {
  GmixSampleTexts texts = {0};
  int status = run_command(argc, argv, &texts);
  gmix_sample_texts_clear(&texts);
  return status;
}
