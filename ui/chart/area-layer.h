/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Parts of a whole over epochs, stacked: one column an epoch, one band a class, the first class on
 * top. All bands have one colour in two strengths, for ten classes have no ten colours that every
 * eye tells apart: their names stand on them, and the chosen one is full and hatched.
 *
 * The column of epoch e lies between e − 1 and e. The y axis has the limits 0 and 1. */
#pragma once

#include "ui/chart/layer.h"

#define GMX_TYPE_AREA_LAYER (gmx_area_layer_get_type())
G_DECLARE_FINAL_TYPE(GmxAreaLayer, gmx_area_layer, GMX, AREA_LAYER, GmxLayer)

/** @color static name in the palette. */
GmxAreaLayer *gmx_area_layer_new(const char *color);

/**
 * @names [@bands]; @epochs [@points] rising; @parts [@bands][@points] of whatever unit, not
 * negative: each epoch's are divided by their sum, and an epoch whose sum is 0 is left out. Copied.
 * The chosen band stays chosen if it is still there.
 */
void gmx_area_layer_set_parts(GmxAreaLayer *layer, const char *const *names, int bands,
                              const double *epochs, const double *parts, int points);

/** The band at a place in the units of the axes; −1 where there is none. */
int gmx_area_layer_find(GmxAreaLayer *layer, double x, double y);
/** The share of @band at @epoch; NaN where there is none. */
double gmx_area_layer_get_share(GmxAreaLayer *layer, int band, int epoch);
/** The band that stands out and is read; −1 (at first): none. */
void gmx_area_layer_choose(GmxAreaLayer *layer, int band);
int gmx_area_layer_get_chosen(GmxAreaLayer *layer);
/** The epoch whose column lies at @x, kept within those there are; 0 where there are none. */
int gmx_area_layer_epoch_at(GmxAreaLayer *layer, double x);
