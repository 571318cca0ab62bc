/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the Samples page lists: one gallery's examples, filtered, sorted, grouped and selected.
 *
 * One model serves the two galleries, the scatter, the inspector and the saved files, so that all
 * of them always show the same examples in the same order. It needs no display. Signals:
 * "changed" (the examples, their order, the filter or what is known of them), "selection-changed".
 * Lists tell first, then "changed" comes. With the same gallery the samples stay the same objects,
 * and what is known of them (intruded, change, group) may be other after "changed".
 */
#pragma once

#include "engine/train/gallery.h"
#include "engine/train/intrusion.h"

/** Both sides of the partition; GMX_SIDE_ALL where a method does not climb. */
typedef enum { GMX_SIDE_SHARP, GMX_SIDE_FLAT, GMX_SIDE_ALL } GmxSide;

typedef enum {
  GMX_SORT_SIDE, /* the most extreme s_i of each side first: falling in S, rising in F */
  GMX_SORT_S,    /* falling s_i, as all that follow fall unless turned round */
  GMX_SORT_LOSS,
  GMX_SORT_LOSS_PERTURBED,
  GMX_SORT_LAMBDA,
  GMX_SORT_CHANGE, /* of s_i since the epoch before: probe only */
} GmxSampleSort;

/** What is let through; all conditions hold together. */
typedef struct {
  int label;                     /* either parent's class; −1: any */
  int pair_first, pair_second;   /* the parents' classes, in any order; −1: any */
  double lambda_min, lambda_max; /* inclusive; 0 and 1: any */
  gboolean crossed;              /* changed sides since the epoch before (probe) */
  gboolean misclassified;        /* gmx_gallery_is_misclassified() */
  gboolean intruded;
} GmxSampleFilter;

/** A filter that lets everything through. */
GmxSampleFilter gmx_sample_filter_none(void);
gboolean gmx_sample_filter_is_none(const GmxSampleFilter *filter);

/** One example as a list item. Lives as long as its list holds it; fields are read only. */
#define GMX_TYPE_SAMPLE (gmx_sample_get_type())
G_DECLARE_FINAL_TYPE(GmxSample, gmx_sample, GMX, SAMPLE, GObject)
struct _GmxSample {
  GObject parent_instance;
  GmxGallery *gallery;
  GmxDataset *dataset;
  int index;      /* in the gallery */
  int rank;       /* by falling s_i over the whole gallery, from 1 */
  gboolean sharp; /* FALSE too where nothing was climbed */
  double change;  /* of s_i since the epoch before; NaN where not known */
  gboolean crossed;
  int intruded;            /* 1, 0, or −1 where it was not searched */
  gboolean first_of_group; /* where grouped: the first shown of its class pair */
  char *group;             /* "cat + dog"; NULL where not grouped */
};

#define GMX_TYPE_SAMPLE_MODEL (gmx_sample_model_get_type())
G_DECLARE_FINAL_TYPE(GmxSampleModel, gmx_sample_model, GMX, SAMPLE_MODEL, GObject)

GmxSampleModel *gmx_sample_model_new(void);

/**
 * What is listed from now on. Filter and sort stay; the selection stays where the examples are the
 * same ones (a probe's, whatever the epoch), else it is emptied. All are referenced.
 * @param gallery NULL empties the model
 * @param before the probe of the epoch before, for `change` and `crossed`; NULL where there is none
 * @param intrusion of @gallery; NULL where it was not searched
 */
void gmx_sample_model_show(GmxSampleModel *model, GmxDataset *dataset, GmxGallery *gallery,
                           GmxGallery *before, GmxIntrusion *intrusion);
GmxGallery *gmx_sample_model_get_gallery(GmxSampleModel *model);
GmxDataset *gmx_sample_model_get_dataset(GmxSampleModel *model);
GmxIntrusion *gmx_sample_model_get_intrusion(GmxSampleModel *model);

void gmx_sample_model_set_sort(GmxSampleModel *model, GmxSampleSort sort, gboolean reversed);
GmxSampleSort gmx_sample_model_get_sort(GmxSampleModel *model, gboolean *reversed);
/** Sorted by pair of classes first; the samples then carry their group. */
void gmx_sample_model_set_grouped(GmxSampleModel *model, gboolean grouped);
gboolean gmx_sample_model_get_grouped(GmxSampleModel *model);
void gmx_sample_model_set_filter(GmxSampleModel *model, const GmxSampleFilter *filter);
const GmxSampleFilter *gmx_sample_model_get_filter(GmxSampleModel *model);
/** The filter's conditions in words, one each: "λ 0.30 to 0.70", "cat + dog". */
GPtrArray *gmx_sample_model_describe_filter(GmxSampleModel *model);
/** The filter without its condition number @condition (of describe_filter). */
void gmx_sample_model_drop_condition(GmxSampleModel *model, guint condition);

/** The shown examples of a side in their order: GListModel of GmxSample, always the same object. */
GListModel *gmx_sample_model_get_side(GmxSampleModel *model, GmxSide side);
/** Shown, and in the gallery. */
int gmx_sample_model_get_shown(GmxSampleModel *model);
int gmx_sample_model_get_total(GmxSampleModel *model);

/** Selection by place in the gallery, kept through sorting and filtering. */
gboolean gmx_sample_model_is_selected(GmxSampleModel *model, int index);
void gmx_sample_model_select(GmxSampleModel *model, const int *indices, int count,
                             gboolean keep_others);
void gmx_sample_model_unselect(GmxSampleModel *model, const int *indices, int count);
/** The selected examples that are shown, in the order of the galleries: GmxSample. */
GPtrArray *gmx_sample_model_get_selected(GmxSampleModel *model);

/**
 * The shown examples (or the selected of them) as CSV, in their order, with probe.csv's columns
 * and spelling of numbers, then: rank, change, intruded.
 */
char *gmx_sample_model_to_csv(GmxSampleModel *model, gboolean selected_only);
