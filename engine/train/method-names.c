/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The named methods: presets of mix × perturb × combine, with what they are and where they come
 * from. The table is that of docs/methods.md, section 1. */
#include "engine/train/config-private.h"

static const GmxMethod methods[] = {
    {.name = "erm",
     .title = "Plain training (ERM)",
     .blurb = "Empirical risk minimisation: the gradient of the loss at w, on unmixed images.",
     .mix = GMX_MIX_NONE,
     .perturb = GMX_PERTURB_NONE,
     .combine = GMX_COMBINE_ALL,
     .gamma = 0.5,
     .beta = 0.5},
    {.name = "mixup",
     .title = "mixup",
     .blurb = "Trains on blends of two images with both labels, weighted by λ (arXiv 1710.09412).",
     .mix = GMX_MIX_MIXUP,
     .perturb = GMX_PERTURB_NONE,
     .combine = GMX_COMBINE_ALL,
     .gamma = 0.5,
     .beta = 0.5},
    {.name = "sam",
     .title = "SAM",
     .blurb = "Sharpness-aware minimisation: climbs by ρ along the gradient and descends by the "
              "gradient found there (arXiv 2010.01412).",
     .mix = GMX_MIX_NONE,
     .perturb = GMX_PERTURB_SAM,
     .combine = GMX_COMBINE_ALL,
     .gamma = 0.5,
     .beta = 0.5},
    {.name = "g-mix",
     .title = "G-Mix",
     .blurb = "mixup and SAM together: the climb and the gradient are taken on mixed images "
              "(arXiv 2308.03236).",
     .mix = GMX_MIX_MIXUP,
     .perturb = GMX_PERTURB_SAM,
     .combine = GMX_COMBINE_ALL,
     .gamma = 0.5,
     .beta = 0.5},
    {.name = "bg-mix",
     .title = "Binary G-Mix (BG-Mix)",
     .blurb = "G-Mix that learns from the sharpness-sensitive examples alone (arXiv 2308.03236). "
              "How the two subsets enter the step is this project's reading: weight 1 for the "
              "sharp, 0 for the flat.",
     .mix = GMX_MIX_MIXUP,
     .perturb = GMX_PERTURB_SAM,
     .combine = GMX_COMBINE_SHARP_ONLY,
     .gamma = 0.8,
     .beta = 0.5},
    {.name = "dg-mix",
     .title = "Decomposed G-Mix (DG-Mix)",
     .blurb = "G-Mix that keeps of the flat examples' gradient only the part that does not work "
              "against the sharp ones (arXiv 2308.03236). How the two subsets enter the step is "
              "this project's reading, after GSAM (arXiv 2203.08065).",
     .mix = GMX_MIX_MIXUP,
     .perturb = GMX_PERTURB_SAM,
     .combine = GMX_COMBINE_ORTHOGONAL,
     .gamma = 0.5,
     .beta = 0.5},
    {.name = "esam-sds",
     .title = "ESAM's data selection (SDS)",
     .blurb = "SAM that takes the gradient from the sharpness-sensitive examples alone "
              "(arXiv 2110.03141).",
     .mix = GMX_MIX_NONE,
     .perturb = GMX_PERTURB_SAM,
     .combine = GMX_COMBINE_SHARP_ONLY,
     .gamma = 0.5,
     .beta = 0.5},
    {.name = "asam",
     .title = "ASAM",
     .blurb = "Adaptive SAM: the climb is scaled by the size of each weight "
              "(arXiv 2102.11600).",
     .mix = GMX_MIX_NONE,
     .perturb = GMX_PERTURB_ASAM,
     .combine = GMX_COMBINE_ALL,
     .gamma = 0.5,
     .beta = 0.5},
};

static const char *const names[G_N_ELEMENTS(methods) + 1] = {
    "erm", "mixup", "sam", "g-mix", "bg-mix", "dg-mix", "esam-sds", "asam", NULL,
};

const char *const *gmx_method_names(void) {
  return names;
}

const GmxMethod *gmx_method_find(const char *name) {
  for (gsize i = 0; i < G_N_ELEMENTS(methods); i++)
    if (g_strcmp0(methods[i].name, name) == 0)
      return &methods[i];
  return NULL;
}

const GmxMethod *gmx_method_match(GmxMix mix, GmxPerturb perturb, GmxCombine combine) {
  for (gsize i = 0; i < G_N_ELEMENTS(methods); i++)
    if (methods[i].mix == mix && methods[i].perturb == perturb && methods[i].combine == combine)
      return &methods[i];
  return NULL;
}

const char *gmx_method_title(const char *name) {
  const GmxMethod *method = gmx_method_find(name);

  return method != NULL ? method->title : "Custom";
}

const char *gmx_method_blurb(const char *name) {
  const GmxMethod *method = gmx_method_find(name);

  return method != NULL ? method->blurb
                        : "A combination of mix, perturb and combine that has no name of its own.";
}

double gmx_perturb_default_rho(GmxPerturb perturb) {
  return perturb == GMX_PERTURB_ASAM ? 0.5 : 0.05;
}
