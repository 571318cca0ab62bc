/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Each option is refused in one line that says what it takes. */
#include "app/gmix-samples-options.h"

#include "ui/samples/sample-order.h"

#define MOST_TOP 1000000
#define MOST_COLUMNS 300

static gboolean refuse(GError **error, const char *format, ...) G_GNUC_PRINTF(2, 3);

static gboolean refuse(GError **error, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  if (error != NULL)
    *error = g_error_new_valist(G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, format, arguments);
  va_end(arguments);
  return FALSE;
}

static gboolean read_int(const char *name, const char *text, int least, int most, int *value,
                         GError **error) {
  gint64 number;
  if (text == NULL)
    return TRUE;
  if (!g_ascii_string_to_signed(text, 10, least, most, &number, NULL))
    return refuse(error, "--%s must be a whole number from %d to %d, not “%s”", name, least, most,
                  text);
  *value = (int)number;
  return TRUE;
}

static gboolean read_side(const char *text, GmxSide *side, GError **error) {
  static const char *const names[] = {"sharp", "flat", "all"};
  *side = GMX_SIDE_ALL;
  for (gsize i = 0; text != NULL && i < G_N_ELEMENTS(names); i++)
    if (g_str_equal(text, names[i])) {
      *side = i;
      return TRUE;
    }
  return text == NULL || refuse(error, "--side must be one of sharp, flat, all, not “%s”", text);
}

static gboolean read_sort(const char *text, GmxSampleSort *sort, GError **error) {
  g_autofree char *all = g_strjoinv(", ", (char **)gmx_sample_sort_names());
  *sort = GMX_SORT_SIDE;
  return text == NULL || gmx_sample_sort_from_name(text, sort) ||
         refuse(error, "--sort must be one of %s, not “%s”", all, text);
}

/* A number that is all of @text. */
static gboolean read_number(const char *text, double *value) {
  char *end;
  *value = g_ascii_strtod(text, &end);
  return end != text && *end == '\0';
}

static gboolean read_lambda(const char *text, GmxSampleFilter *filter, GError **error) {
  g_auto(GStrv) parts = g_strsplit(text != NULL ? text : "", ",", -1);
  if (text == NULL)
    return TRUE;
  if (g_strv_length(parts) != 2 || !read_number(parts[0], &filter->lambda_min) ||
      !read_number(parts[1], &filter->lambda_max) || !(filter->lambda_min >= 0) ||
      !(filter->lambda_min <= filter->lambda_max) || !(filter->lambda_max <= 1))
    return refuse(
        error, "--lambda must be two rising numbers from 0 to 1, as in “0.3,0.7”, not “%s”", text);
  return TRUE;
}

gboolean gmix_sample_wishes_read(GmixSampleWishes *wishes, const GmixSampleTexts *texts,
                                 GError **error) {
  *wishes = (GmixSampleWishes){.scale = 1, .filter = gmx_sample_filter_none()};
  wishes->filter.crossed = texts->crossed;
  wishes->filter.misclassified = texts->misclassified;
  wishes->filter.intruded = texts->intruded;
  return read_int("epoch", texts->epoch, 1, G_MAXINT, &wishes->epoch, error) &&
         read_side(texts->side, &wishes->side, error) &&
         read_sort(texts->sort, &wishes->sort, error) &&
         read_lambda(texts->lambda, &wishes->filter, error) &&
         read_int("top", texts->top, 1, MOST_TOP, &wishes->top, error) &&
         read_int("scale", texts->scale, 1, 4, &wishes->scale, error) &&
         read_int("columns", texts->columns, 1, MOST_COLUMNS, &wishes->columns, error);
}

static char *list_classes(GmxDataset *dataset) {
  GString *names = g_string_new(NULL);
  for (int i = 0; i < gmx_dataset_get_classes(dataset); i++)
    g_string_append_printf(names, "%s%s", i > 0 ? ", " : "",
                           gmx_dataset_get_class_name(dataset, i));
  return g_string_free(names, FALSE);
}

static gboolean find_class(const char *option, const char *text, GmxDataset *dataset, int *label,
                           GError **error) {
  g_autofree char *wanted = g_utf8_casefold(text, -1), *all = NULL;
  int classes = gmx_dataset_get_classes(dataset);
  gint64 number;
  for (int i = 0; i < classes; i++) {
    g_autofree char *name = g_utf8_casefold(gmx_dataset_get_class_name(dataset, i), -1);
    if (g_str_equal(name, wanted)) {
      *label = i;
      return TRUE;
    }
  }
  if (g_ascii_string_to_signed(text, 10, 0, classes - 1, &number, NULL)) {
    *label = (int)number;
    return TRUE;
  }
  all = list_classes(dataset);
  return refuse(error, "--%s: %s has no class “%s”; choose %s", option,
                gmx_dataset_get_title(dataset), text, all);
}

/* Class names may hold spaces and even commas: every comma is tried as the one between the two. */
static gboolean find_pair(const char *text, GmxDataset *dataset, GmxSampleFilter *filter,
                          GError **error) {
  for (const char *comma = strchr(text, ','); comma != NULL; comma = strchr(comma + 1, ',')) {
    g_autofree char *first = g_strndup(text, (gsize)(comma - text));
    g_strstrip(first);
    if (find_class("pair", first, dataset, &filter->pair_first, NULL) &&
        find_class("pair", comma + 1 + strspn(comma + 1, " "), dataset, &filter->pair_second, NULL))
      return TRUE;
  }
  g_autofree char *all = list_classes(dataset);
  return refuse(error,
                "--pair must be two classes of %s with a comma between them, not “%s”; there are "
                "%s",
                gmx_dataset_get_title(dataset), text, all);
}

gboolean gmix_sample_wishes_find_classes(GmixSampleWishes *wishes, const GmixSampleTexts *texts,
                                         GmxDataset *dataset, GError **error) {
  GmxSampleFilter *filter = &wishes->filter;
  return (texts->label == NULL ||
          find_class("class", texts->label, dataset, &filter->label, error)) &&
         (texts->pair == NULL || find_pair(texts->pair, dataset, filter, error));
}

void gmix_sample_texts_clear(GmixSampleTexts *texts) {
  char **const all[] = {&texts->run_dir, &texts->epoch, &texts->side,   &texts->sort,
                        &texts->label,   &texts->pair,  &texts->lambda, &texts->top,
                        &texts->png,     &texts->csv,   &texts->scale,  &texts->columns};
  for (gsize i = 0; i < G_N_ELEMENTS(all); i++)
    g_clear_pointer(all[i], g_free);
}
