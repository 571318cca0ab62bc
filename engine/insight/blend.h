/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Two pictures blended at every λ, and what the network sees in them: the Mix lab.
 *
 * mixup: x̃ = λ x_A + (1 − λ) x_B (arXiv 1710.09412). CutMix (arXiv 1905.04899): a box of B with
 * the area share 1 − λ is pasted into A; the box lies about a fixed centre, so that the path along
 * λ is one picture that grows, and λ is the share of A that is really left. Networks are evaluated
 * with running statistics: a single picture has no batch. */
#pragma once

#include "engine/insight/weights.h"

typedef enum { GMX_BLEND_MIXUP, GMX_BLEND_CUTMIX } GmxBlend;

/** A picture in the shape of a data set, or a point. Reference-counted and immutable. */
typedef struct {
  GmxShape input;      /* what a network takes */
  GmxShape shape;      /* of the pixels: the same; of a point, that of its picture */
  guint8 *pixels;      /* [height][width][channels] */
  float point[2];      /* x and y in the data's units */
  GmxDataset *dataset; /* owned: that the point's picture is drawn over; NULL of an image */
  int label;           /* −1: of no class, as a file of one's own */
  GmxSplit split;      /* where it comes from; with index −1 from a file */
  int index;
  char *name; /* "frog, training image 31 844", "holiday.png" */
} GmxPicture;

#define GMX_TYPE_PICTURE (gmx_picture_get_type())
GType gmx_picture_get_type(void);
GmxPicture *gmx_picture_ref(GmxPicture *picture);
void gmx_picture_unref(GmxPicture *picture);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxPicture, gmx_picture_unref)
/** Image @index of @dataset. */
GmxPicture *gmx_picture_new_stored(GmxDataset *dataset, GmxSplit split, int index);
/** The same picture of class @label: what a file's owner says it shows. */
GmxPicture *gmx_picture_new_labelled(const GmxPicture *picture, int label);
/**
 * A PNG file, cropped to the data set's aspect, averaged down to its size and channels. An error
 * where @shape is that of points.
 */
GmxPicture *gmx_picture_new_file(const char *path, GmxShape shape, GError **error);

/**
 * @a and @b blended, as bytes: height × width × 3 (grey is repeated). @lambda is A's share. Points
 * are mixed as by mixup, whatever @blend is.
 */
void gmx_blend_get_rgb(const GmxPicture *a, const GmxPicture *b, GmxBlend blend, double lambda,
                       guint8 *rgb);

/** The share of A that is left where CutMix is asked for @lambda: whole pixels only. */
double gmx_blend_get_lambda(GmxShape shape, GmxBlend blend, double lambda);

/** A stretch of the path on which a class that neither parent has is the most probable one. */
typedef struct {
  int label;
  double from, to;    /* λ */
  gboolean perturbed; /* seen at w + ε̂ (else at w) */
} GmxThirdClass;

/** Predictions and losses along λ ∈ [0, 1]. Reference-counted and immutable. */
typedef struct {
  GmxBlend blend;
  gint64 step;
  int points, classes;
  double *lambda;                 /* [points] rising from 0 to 1; CutMix's may repeat */
  float *probabilities;           /* [points][classes] at w */
  float *probabilities_perturbed; /* at w + ε̂; NULL where there is none */
  double *loss, *loss_perturbed;  /* [points]; NULL where a picture has no label */
  GmxThirdClass *third;           /* [third_count], at w first, each by rising λ */
  int third_count;
} GmxBlendPath;

#define GMX_TYPE_BLEND_PATH (gmx_blend_path_get_type())
GType gmx_blend_path_get_type(void);
GmxBlendPath *gmx_blend_path_ref(GmxBlendPath *path);
void gmx_blend_path_unref(GmxBlendPath *path);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxBlendPath, gmx_blend_path_unref)

/** @points (at least 2) blends of @a and @b. NULL with G_IO_ERROR_CANCELLED when cut short. */
GmxBlendPath *gmx_blend_path_new(GmxWeights *weights, const GmxPicture *a, const GmxPicture *b,
                                 GmxBlend blend, int points, GCancellable *cancellable,
                                 GError **error);

/** All blends of @count pictures with each other at one λ (row: A, column: B). */
typedef struct {
  int count, classes;
  GmxBlend blend;
  double lambda;
  int *prediction;    /* [count × count] most probable class at w; −1 without weights */
  float *probability; /* [count × count] of it */
  guint8 *third;      /* [count × count] 1: a class that neither picture has */
} GmxBlendSheet;

#define GMX_TYPE_BLEND_SHEET (gmx_blend_sheet_get_type())
GType gmx_blend_sheet_get_type(void);
GmxBlendSheet *gmx_blend_sheet_ref(GmxBlendSheet *sheet);
void gmx_blend_sheet_unref(GmxBlendSheet *sheet);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxBlendSheet, gmx_blend_sheet_unref)
/** @weights may be NULL: the pictures alone. */
GmxBlendSheet *gmx_blend_sheet_new(GmxWeights *weights, GmxPicture *const *pictures, int count,
                                   GmxBlend blend, double lambda, GCancellable *cancellable,
                                   GError **error);

/** Density of Beta(α, α) at @lambda; infinite at 0 and 1 for α < 1. */
double gmx_beta_density(double alpha, double lambda);
