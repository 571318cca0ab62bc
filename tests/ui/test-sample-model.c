/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Samples page lists, after every sort, filter, grouping and selection: without a
 * display. */
#include "tests/ui/sample-cases.h"

#include <math.h>
#include <string.h>

static const GmxSampleFilter none = {-1, -1, -1, 0, 1, FALSE, FALSE, FALSE};

static GmxSampleModel *new_model(void) {
  GmxSampleModel *model = gmx_sample_model_new();
  g_autoptr(GmxGallery) probe = gmx_case_probe(2);
  g_autoptr(GmxGallery) before = gmx_case_probe_before(1);
  g_autoptr(GmxIntrusion) intrusion = gmx_case_intrusion();
  gmx_sample_model_show(model, gmx_case_shapes(), probe, before, intrusion);
  return model;
}

static char *join(GListModel *list) {
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < g_list_model_get_n_items(list); i++) {
    g_autoptr(GmxSample) sample = g_list_model_get_item(list, i);
    g_string_append_printf(text, "%s%d", i > 0 ? " " : "", sample->index);
  }
  return g_string_free(text, FALSE);
}

static void check_list(GmxSampleModel *model, GmxSide side, const char *expected) {
  g_autofree char *text = join(gmx_sample_model_get_side(model, side));
  g_assert_cmpstr(text, ==, expected);
}

static void check(GmxSampleModel *model, const char *sharp, const char *flat, const char *all) {
  check_list(model, GMX_SIDE_SHARP, sharp);
  check_list(model, GMX_SIDE_FLAT, flat);
  check_list(model, GMX_SIDE_ALL, all);
}

static void test_sorts(void) {
  static const struct {
    GmxSampleSort sort;
    gboolean reversed;
    const char *sharp, *flat, *all;
  } cases[] = {
      {GMX_SORT_SIDE, FALSE, "1 0 2 3", "5 7 6 4", "1 0 2 3 5 7 6 4"},
      {GMX_SORT_SIDE, TRUE, "3 2 0 1", "4 6 7 5", "3 2 0 1 4 6 7 5"},
      {GMX_SORT_S, FALSE, "1 0 2 3", "4 6 7 5", "1 0 2 3 4 6 7 5"},
      {GMX_SORT_S, TRUE, "3 2 0 1", "5 7 6 4", "5 7 6 4 3 2 0 1"},
      {GMX_SORT_LOSS, FALSE, "2 0 1 3", "4 7 6 5", "4 2 7 0 6 1 3 5"},
      {GMX_SORT_LOSS, TRUE, "3 1 0 2", "5 6 7 4", "5 3 1 6 0 7 2 4"},
      {GMX_SORT_LOSS_PERTURBED, FALSE, "2 0 1 3", "4 7 6 5", "4 2 0 7 1 6 3 5"},
      {GMX_SORT_LOSS_PERTURBED, TRUE, "3 1 0 2", "5 6 7 4", "5 3 6 1 7 0 2 4"},
      {GMX_SORT_LAMBDA, FALSE, "2 1 3 0", "5 4 7 6", "5 2 4 1 7 3 0 6"},
      {GMX_SORT_LAMBDA, TRUE, "0 3 1 2", "6 7 4 5", "6 0 3 1 7 4 2 5"},
      {GMX_SORT_CHANGE, FALSE, "0 2 3 1", "6 5 7 4", "6 0 2 3 5 7 1 4"},
      {GMX_SORT_CHANGE, TRUE, "1 3 2 0", "4 7 5 6", "4 1 7 3 5 2 0 6"},
  };
  g_autoptr(GmxSampleModel) model = new_model();
  for (gsize i = 0; i < G_N_ELEMENTS(cases); i++) {
    gboolean reversed;
    gmx_sample_model_set_sort(model, cases[i].sort, cases[i].reversed);
    check(model, cases[i].sharp, cases[i].flat, cases[i].all);
    g_assert_cmpint(gmx_sample_model_get_sort(model, &reversed), ==, cases[i].sort);
    g_assert_cmpint(reversed, ==, cases[i].reversed);
  }
}

static GmxSample *find(GmxSampleModel *model, int index) {
  GListModel *list = gmx_sample_model_get_side(model, GMX_SIDE_ALL);
  for (guint i = 0; i < g_list_model_get_n_items(list); i++) {
    g_autoptr(GmxSample) sample = g_list_model_get_item(list, i);
    if (sample->index == index)
      return sample; /* the list holds it */
  }
  g_assert_not_reached();
}

static void test_facts(void) {
  static const int ranks[CASE_COUNT] = {2, 1, 3, 4, 5, 8, 6, 7};
  static const double changes[CASE_COUNT] = {0.25, -0.25, 0.1875, 0, -0.375, 0, 0.5, -0.03125};
  g_autoptr(GmxSampleModel) model = new_model();
  for (int i = 0; i < CASE_COUNT; i++) {
    GmxSample *sample = find(model, i);
    g_assert_cmpint(sample->rank, ==, ranks[i]);
    g_assert_cmpfloat(sample->change, ==, changes[i]);
    g_assert_cmpint(sample->sharp, ==, i < 4);
    g_assert_cmpint(sample->crossed, ==, i == 2 || i == 4);
    g_assert_cmpint(sample->intruded, ==, i == 0 || i == 4);
    g_assert_null(sample->group);
    g_assert_true(sample->gallery == gmx_sample_model_get_gallery(model));
    g_assert_true(sample->dataset == gmx_case_shapes());
  }
}

/* Without the epoch before and without a search nothing is claimed, and nothing passes. */
static void test_unknown(void) {
  g_autoptr(GmxSampleModel) model = gmx_sample_model_new();
  g_autoptr(GmxGallery) probe = gmx_case_probe(1);
  GmxSampleFilter filter = none;
  gmx_sample_model_show(model, gmx_case_shapes(), probe, NULL, NULL);
  g_assert_true(isnan(find(model, 2)->change));
  g_assert_false(find(model, 2)->crossed);
  g_assert_cmpint(find(model, 0)->intruded, ==, -1);
  gmx_sample_model_set_sort(model, GMX_SORT_CHANGE, TRUE);
  check_list(model, GMX_SIDE_ALL, "0 1 2 3 4 5 6 7");
  filter.intruded = TRUE;
  gmx_sample_model_set_filter(model, &filter);
  g_assert_cmpint(gmx_sample_model_get_shown(model), ==, 0);
  filter = none;
  filter.misclassified = TRUE; /* rows of an earlier version have no predictions */
  gmx_sample_model_set_filter(model, &filter);
  g_assert_cmpint(gmx_sample_model_get_shown(model), ==, 0);
}

typedef struct {
  GmxSampleFilter filter;
  const char *sharp, *flat, *all, *words;
} FilterCase;

static const FilterCase filters[] = {
    {{0, -1, -1, 0, 1, FALSE, FALSE, FALSE}, "1 0 3", "7 4", "1 0 3 7 4", "disc"},
    {{2, -1, -1, 0, 1, FALSE, FALSE, FALSE}, "2 3", "6", "2 3 6", "square"},
    {{9, -1, -1, 0, 1, FALSE, FALSE, FALSE}, "", "", "", "bars"},
    {{-1, 0, 1, 0, 1, FALSE, FALSE, FALSE}, "1 0", "7 4", "1 0 7 4", "disc + ring"},
    {{-1, 1, 0, 0, 1, FALSE, FALSE, FALSE}, "1 0", "7 4", "1 0 7 4", "ring + disc"},
    {{-1, 2, 2, 0, 1, FALSE, FALSE, FALSE}, "2", "6", "2 6", "square + square"},
    {{-1, 2, -1, 0, 1, FALSE, FALSE, FALSE}, "2 3", "6", "2 3 6", "square + any"},
    {{-1, 0, 0, 0, 1, FALSE, FALSE, FALSE}, "", "", "", "disc + disc"},
    {{-1, -1, -1, 0.3, 0.7, FALSE, FALSE, FALSE}, "1 3", "7 4", "1 3 7 4", "λ 0.30 to 0.70"},
    {{-1, -1, -1, 0, 0.3, FALSE, FALSE, FALSE}, "0 3", "6", "0 3 6", "λ 0.00 to 0.30"},
    {{-1, -1, -1, 0.7, 1, FALSE, FALSE, FALSE}, "2", "5 4", "2 5 4", "λ 0.70 to 1.00"},
    {{-1, -1, -1, 0.51, 1, FALSE, FALSE, FALSE}, "2", "5 4", "2 5 4", "λ 0.51 to 1.00"},
    {{-1, -1, -1, 0, 0, FALSE, FALSE, FALSE}, "", "6", "6", "λ 0.00 to 0.00"},
    {{-1, -1, -1, 0, 1, TRUE, FALSE, FALSE}, "2", "4", "2 4", "crossed sides"},
    {{-1, -1, -1, 0, 1, FALSE, TRUE, FALSE}, "", "", "", "misclassified"},
    {{-1, -1, -1, 0, 1, FALSE, FALSE, TRUE}, "0", "4", "0 4", "intruded"},
    {{1, 0, 1, 0, 0.6, FALSE, FALSE, FALSE},
     "1 0",
     "7",
     "1 0 7",
     "ring|disc + ring|λ 0.00 to 0.60"},
    {{0, -1, -1, 0.5, 1, TRUE, FALSE, TRUE},
     "",
     "4",
     "4",
     "disc|λ 0.50 to 1.00|crossed sides|intruded"},
};

static char *describe(GmxSampleModel *model) {
  g_autoptr(GPtrArray) words = gmx_sample_model_describe_filter(model);
  g_ptr_array_add(words, NULL);
  return g_strjoinv("|", (char **)words->pdata);
}

static void test_filters(void) {
  g_autoptr(GmxSampleModel) model = new_model();
  for (gsize i = 0; i < G_N_ELEMENTS(filters); i++) {
    g_autofree char *words = NULL;
    gmx_sample_model_set_filter(model, &filters[i].filter);
    check(model, filters[i].sharp, filters[i].flat, filters[i].all);
    words = describe(model);
    g_assert_cmpstr(words, ==, filters[i].words);
    g_assert_false(gmx_sample_filter_is_none(&filters[i].filter));
    g_assert_cmpint(gmx_sample_model_get_total(model), ==, CASE_COUNT);
    g_assert_cmpint(gmx_sample_model_get_shown(model), ==,
                    g_list_model_get_n_items(gmx_sample_model_get_side(model, GMX_SIDE_ALL)));
  }
  gmx_sample_model_set_filter(model, &none);
  g_assert_true(gmx_sample_filter_is_none(&none));
  check(model, "1 0 2 3", "5 7 6 4", "1 0 2 3 5 7 6 4");
}

/* Each chip takes away its own condition, and the others stay. */
static void test_conditions(void) {
  static const char *const left[] = {"crossed sides", "disc", "disc|crossed sides"};
  const GmxSampleFilter two = {0, -1, -1, 0, 1, TRUE, FALSE, FALSE};
  g_autoptr(GmxSampleModel) model = new_model();
  for (guint i = 0; i < G_N_ELEMENTS(left); i++) {
    g_autofree char *words = NULL;
    gmx_sample_model_set_filter(model, &two);
    gmx_sample_model_drop_condition(model, i);
    words = describe(model);
    g_assert_cmpstr(words, ==, left[i]);
  }
  gmx_sample_model_set_filter(model, &filters[G_N_ELEMENTS(filters) - 1].filter);
  for (int i = 0; i < 4; i++)
    gmx_sample_model_drop_condition(model, 0);
  g_assert_true(gmx_sample_filter_is_none(gmx_sample_model_get_filter(model)));
}

static char *join_groups(GmxSampleModel *model, GmxSide side) {
  GListModel *list = gmx_sample_model_get_side(model, side);
  GString *text = g_string_new(NULL);
  for (guint i = 0; i < g_list_model_get_n_items(list); i++) {
    g_autoptr(GmxSample) sample = g_list_model_get_item(list, i);
    g_string_append_printf(text, "%s%s%s%d", i > 0 ? " " : "",
                           sample->first_of_group ? sample->group : "",
                           sample->first_of_group ? ": " : "", sample->index);
  }
  return g_string_free(text, FALSE);
}

static void check_groups(GmxSampleModel *model, const char *sharp, const char *flat) {
  g_autofree char *sharp_text = join_groups(model, GMX_SIDE_SHARP);
  g_autofree char *flat_text = join_groups(model, GMX_SIDE_FLAT);
  g_assert_cmpstr(sharp_text, ==, sharp);
  g_assert_cmpstr(flat_text, ==, flat);
}

static void test_groups(void) {
  GmxSampleFilter filter = none;
  g_autoptr(GmxSampleModel) model = new_model();
  gmx_sample_model_set_grouped(model, TRUE);
  g_assert_true(gmx_sample_model_get_grouped(model));
  check_groups(model, "disc + ring: 1 0 disc + square: 3 square + square: 2",
               "disc + ring: 7 4 square + square: 6 triangle + plus: 5");
  g_assert_cmpstr(find(model, 4)->group, ==, "disc + ring");
  gmx_sample_model_set_sort(model, GMX_SORT_LOSS, FALSE);
  check_groups(model, "disc + ring: 0 1 disc + square: 3 square + square: 2",
               "disc + ring: 4 7 square + square: 6 triangle + plus: 5");
  /* The first that is shown, not the first there is. */
  filter.lambda_max = 0.5;
  gmx_sample_model_set_filter(model, &filter);
  check_groups(model, "disc + ring: 0 1 disc + square: 3", "disc + ring: 7 square + square: 6");
  gmx_sample_model_set_grouped(model, FALSE);
  check_groups(model, "0 1 3", "7 6");
  g_assert_null(find(model, 0)->group);
}

/* Without mixing a group is of one class, not of a pair. */
static void test_groups_unmixed(void) {
  static const int labels[] = {0, 2, 0};
  GmxProbeRecord records[G_N_ELEMENTS(labels)];
  for (int i = 0; i < (int)G_N_ELEMENTS(labels); i++)
    records[i] = (GmxProbeRecord){.epoch = 1,
                                  .example = i,
                                  .first = i,
                                  .second = i,
                                  .first_label = labels[i],
                                  .second_label = labels[i],
                                  .lambda = 1,
                                  .loss = 1,
                                  .loss_perturbed = 1 + 0.25 * i,
                                  .s = 0.25 * i};
  g_autoptr(GmxSampleModel) model = gmx_sample_model_new();
  g_autoptr(GmxGallery) gallery =
      gmx_gallery_new_records(records, G_N_ELEMENTS(labels), 0.5, gmx_case_shapes());
  gmx_sample_model_show(model, gmx_case_shapes(), gallery, NULL, NULL);
  gmx_sample_model_set_grouped(model, TRUE);
  check_groups(model, "", "disc: 0 2 square: 1");
}

static void count_signal(gpointer object, gpointer count) {
  ++*(int *)count;
}

static void check_selected(GmxSampleModel *model, const char *expected) {
  g_autoptr(GPtrArray) selected = gmx_sample_model_get_selected(model);
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < selected->len; i++)
    g_string_append_printf(text, "%s%d", i > 0 ? " " : "", GMX_SAMPLE(selected->pdata[i])->index);
  g_assert_cmpstr(text->str, ==, expected);
}

static void test_selection(void) {
  static const int some[] = {4, 1, 5, 99, -1}, other[] = {2}, gone[] = {1, 3};
  GmxSampleFilter filter = none;
  int told = 0;
  g_autoptr(GmxSampleModel) model = new_model();
  g_signal_connect(model, "selection-changed", G_CALLBACK(count_signal), &told);
  gmx_sample_model_select(model, some, G_N_ELEMENTS(some), FALSE);
  check_selected(model, "1 5 4");
  gmx_sample_model_select(model, some, G_N_ELEMENTS(some), FALSE);
  g_assert_cmpint(told, ==, 1);
  gmx_sample_model_select(model, other, 1, TRUE);
  check_selected(model, "1 2 5 4");
  gmx_sample_model_unselect(model, gone, G_N_ELEMENTS(gone));
  check_selected(model, "2 5 4");
  gmx_sample_model_unselect(model, gone, G_N_ELEMENTS(gone));
  g_assert_cmpint(told, ==, 3);
  /* Sorting keeps it; a filter hides of it, and gives it back. */
  gmx_sample_model_set_sort(model, GMX_SORT_LOSS, FALSE);
  check_selected(model, "2 4 5");
  filter.label = 1;
  gmx_sample_model_set_filter(model, &filter);
  check_selected(model, "4");
  g_assert_true(gmx_sample_model_is_selected(model, 2));
  g_assert_false(gmx_sample_model_is_selected(model, 99));
  gmx_sample_model_set_filter(model, &none);
  check_selected(model, "2 4 5");
  gmx_sample_model_select(model, other, 1, FALSE);
  check_selected(model, "2");
  g_assert_cmpint(told, ==, 4);
}

/* A probe's selection lives through its epochs; that of other examples ends. */
static void test_epochs(void) {
  static const int some[] = {6, 0};
  int told = 0, changed = 0;
  g_autoptr(GmxSampleModel) model = new_model();
  g_autoptr(GmxGallery) third = gmx_case_probe_before(3);
  g_autoptr(GmxGallery) second = gmx_gallery_ref(gmx_sample_model_get_gallery(model));
  GListModel *sharp = gmx_sample_model_get_side(model, GMX_SIDE_SHARP);
  gmx_sample_model_select(model, some, 2, FALSE);
  g_signal_connect(model, "selection-changed", G_CALLBACK(count_signal), &told);
  g_signal_connect(model, "changed", G_CALLBACK(count_signal), &changed);
  gmx_sample_model_show(model, gmx_case_shapes(), third, second, NULL);
  check(model, "1 4 0 3", "6 5 7 2", "1 4 0 3 6 5 7 2");
  check_selected(model, "0 6");
  g_assert_cmpfloat(find(model, 4)->change, ==, 0.375);
  g_assert_true(gmx_sample_model_get_side(model, GMX_SIDE_SHARP) == sharp);
  g_assert_cmpint(told, ==, 0);
  g_assert_cmpint(changed, ==, 1);
  gmx_sample_model_show(model, NULL, NULL, NULL, NULL);
  check(model, "", "", "");
  check_selected(model, "");
  g_assert_cmpint(told, ==, 1);
  g_assert_cmpint(gmx_sample_model_get_total(model), ==, 0);
}

typedef struct {
  int calls;
  guint position, removed, added;
} Change;

static void note_change(GListModel *list, guint position, guint removed, guint added,
                        gpointer data) {
  Change *change = data;
  *change = (Change){change->calls + 1, position, removed, added};
}

static void check_change(Change *change, guint position, guint removed, guint added) {
  g_assert_cmpint(change->calls, ==, 1);
  g_assert_cmpuint(change->position, ==, position);
  g_assert_cmpuint(change->removed, ==, removed);
  g_assert_cmpuint(change->added, ==, added);
  change->calls = 0;
}

/* Views hear of what is other, and of nothing else; examples stay the same objects. */
static void test_changes(void) {
  GmxSampleFilter filter = none;
  Change sharp = {0}, flat = {0};
  g_autoptr(GmxSampleModel) model = new_model();
  g_autoptr(GmxSample) kept = g_object_ref(find(model, 1));
  GmxGallery *gallery = gmx_sample_model_get_gallery(model);
  g_signal_connect(gmx_sample_model_get_side(model, GMX_SIDE_SHARP), "items-changed",
                   G_CALLBACK(note_change), &sharp);
  g_signal_connect(gmx_sample_model_get_side(model, GMX_SIDE_FLAT), "items-changed",
                   G_CALLBACK(note_change), &flat);
  gmx_sample_model_set_sort(model, GMX_SORT_S, FALSE); /* the sharp ones stand so already */
  g_assert_cmpint(sharp.calls, ==, 0);
  check_change(&flat, 0, 4, 4);
  filter.lambda_min = 0.3; /* 0 goes from the sharp 1 0 2 3, 6 from the flat 4 6 7 5 */
  gmx_sample_model_set_filter(model, &filter);
  check_change(&sharp, 1, 1, 0);
  check_change(&flat, 1, 1, 0);
  gmx_sample_model_show(model, gmx_case_shapes(), gallery, NULL, NULL);
  g_assert_cmpint(sharp.calls + flat.calls, ==, 0);
  g_assert_true(find(model, 1) == kept);
  g_assert_cmpint(kept->intruded, ==, -1);
  g_assert_true(isnan(kept->change));
  gmx_sample_model_set_filter(model, &filter);
  g_assert_cmpint(sharp.calls + flat.calls, ==, 0);
}

/* Rows of @count examples, the last ones without a finite s. */
static GmxGallery *new_large(int count, int not_finite) {
  g_autofree GmxProbeRecord *records = g_new0(GmxProbeRecord, count);
  for (int i = 0; i < count; i++)
    records[i] = (GmxProbeRecord){.epoch = 1,
                                  .example = i,
                                  .first_label = i % 10,
                                  .second_label = i / 10 % 10,
                                  .lambda = (gint64)i * 7919 % 1009 / 1009.0,
                                  .loss = (gint64)i * 104729 % 9973,
                                  .s = i >= count - not_finite ? NAN : (gint64)i * 7907 % 10007,
                                  .sharp = i % 2};
  return gmx_gallery_new_records(records, count, 0.5, gmx_case_shapes());
}

/* s falls within a list (within its groups where @grouped). */
static void check_falls(GListModel *list, gboolean grouped) {
  g_autoptr(GmxSample) last = NULL;
  for (guint i = 0; i < g_list_model_get_n_items(list); i++) {
    g_autoptr(GmxSample) sample = g_list_model_get_item(list, i);
    const float *s = sample->gallery->s;
    if (last && !(grouped && sample->first_of_group) && !isnan(s[last->index]))
      g_assert_cmpfloat(s[last->index], >=, s[sample->index]);
    g_set_object(&last, sample);
  }
}

/* A large probe; what is not finite counts as the largest, as in the partition. */
static void test_large(void) {
  enum { COUNT = 100000 };
  g_autoptr(GmxSampleModel) model = gmx_sample_model_new();
  g_autoptr(GmxGallery) gallery = new_large(COUNT, 3);
  GListModel *sharp = gmx_sample_model_get_side(model, GMX_SIDE_SHARP);
  gmx_sample_model_show(model, gmx_case_shapes(), gallery, NULL, NULL);
  for (int sort = GMX_SORT_SIDE; sort <= GMX_SORT_CHANGE; sort++)
    gmx_sample_model_set_sort(model, sort, TRUE);
  gmx_sample_model_set_sort(model, GMX_SORT_S, FALSE);
  g_assert_cmpint(gmx_sample_model_get_shown(model), ==, COUNT);
  g_assert_cmpuint(g_list_model_get_n_items(sharp), ==, COUNT / 2);
  g_assert_true(isnan(gallery->s[COUNT - 1]));
  for (int i = 0; i < 3; i++) {
    g_autoptr(GmxSample) sample =
        g_list_model_get_item(gmx_sample_model_get_side(model, GMX_SIDE_ALL), i);
    g_assert_cmpint(sample->index, ==, COUNT - 3 + i);
    g_assert_cmpint(sample->rank, ==, i + 1);
  }
  check_falls(sharp, FALSE);
  gmx_sample_model_set_grouped(model, TRUE);
  check_falls(sharp, TRUE);
}

/* Where s is not finite its change is not known, and stands last whichever way round; nor can it
 * have crossed. */
static void test_unknown_change(void) {
  g_autoptr(GmxSampleModel) model = gmx_sample_model_new();
  g_autoptr(GmxGallery) gallery = new_large(6, 1);
  g_autoptr(GmxGallery) before = new_large(6, 0);
  gallery->sharp[5] = !before->sharp[5]; /* nobody else has seen it yet */
  gmx_sample_model_show(model, gmx_case_shapes(), gallery, before, NULL);
  g_assert_false(find(model, 5)->crossed);
  for (int reversed = 0; reversed < 2; reversed++) {
    gmx_sample_model_set_sort(model, GMX_SORT_CHANGE, reversed);
    check_list(model, GMX_SIDE_ALL, "0 1 2 3 4 5");
  }
  g_assert_true(isnan(find(model, 5)->change));
  g_assert_cmpfloat(find(model, 4)->change, ==, 0);
}

/* A method that does not climb has no sides: all stand in one list, by falling loss. */
static void test_not_climbed(void) {
  GmxProbeRecord records[3];
  for (int i = 0; i < 3; i++)
    records[i] = (GmxProbeRecord){
        .epoch = 1, .example = i, .loss = i * 2 % 3, .s = NAN, .loss_perturbed = NAN};
  g_autoptr(GmxGallery) gallery = gmx_gallery_new_records(records, 3, 0.5, gmx_case_shapes());
  g_autoptr(GmxSampleModel) model = gmx_sample_model_new();
  g_autofree char *csv = NULL;
  gmx_sample_model_show(model, gmx_case_shapes(), gallery, NULL, NULL);
  check(model, "", "", "1 2 0");
  gmx_sample_model_select(model, (const int[]){0, 1}, 2, FALSE);
  check_selected(model, "1 0");
  csv = gmx_sample_model_to_csv(model, TRUE);
  g_assert_nonnull(strstr(csv, "\n1,1,0,0,0,0,0,2,,,,,1,,\n"));
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/samples/sorts", test_sorts);
  g_test_add_func("/samples/facts", test_facts);
  g_test_add_func("/samples/unknown", test_unknown);
  g_test_add_func("/samples/filters", test_filters);
  g_test_add_func("/samples/conditions", test_conditions);
  g_test_add_func("/samples/groups", test_groups);
  g_test_add_func("/samples/groups-unmixed", test_groups_unmixed);
  g_test_add_func("/samples/selection", test_selection);
  g_test_add_func("/samples/epochs", test_epochs);
  g_test_add_func("/samples/changes", test_changes);
  g_test_add_func("/samples/large", test_large);
  g_test_add_func("/samples/unknown-change", test_unknown_change);
  g_test_add_func("/samples/not-climbed", test_not_climbed);
  return g_test_run();
}
