/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The "?" of what is shown, as ui/help.h has it for what is set. */
#pragma once

#include "ui/help.h"

/** Those of a card stand in the order of its page. */
typedef enum {
  /* Train */
  GMX_TOPIC_LOSS,
  GMX_TOPIC_ACCURACY,
  GMX_TOPIC_SHARPNESS,
  GMX_TOPIC_PARTITION,
  GMX_TOPIC_SHARP,
  GMX_TOPIC_FLAT,
  GMX_TOPIC_BATCH,
  /* Samples */
  GMX_TOPIC_GALLERY_SHARP,
  GMX_TOPIC_GALLERY_FLAT,
  GMX_TOPIC_GALLERY_BATCH,
  GMX_TOPIC_SCATTER,
  GMX_TOPIC_PAIRS,
  GMX_TOPIC_CLASSES,
  GMX_TOPIC_INTRUSION,
  GMX_TOPIC_CONFUSION,
  GMX_TOPIC_SCRUBBER,
  /* Inspector */
  GMX_TOPIC_PARENTS,
  GMX_TOPIC_PREDICTION,
  GMX_TOPIC_SIDE,
  GMX_TOPIC_PATH,
  GMX_TOPIC_NEIGHBOURS,
  /* Mix Lab */
  GMX_TOPIC_BLEND,
  GMX_TOPIC_BETA,
  GMX_TOPIC_LAB_LOSS,
  GMX_TOPIC_LAB_AT_W,
  GMX_TOPIC_LAB_PERTURBED,
  GMX_TOPIC_SHEET,
  /* Landscape */
  GMX_TOPIC_TERRAIN,
  GMX_TOPIC_LINE_EPSILON,
  GMX_TOPIC_LINE_RANDOM,
  GMX_TOPIC_CURVATURE,
  GMX_TOPIC_EPSILON_SHARPNESS,
  /* Runs */
  GMX_TOPIC_RUN_CURVES,
  GMX_TOPIC_FIGURES,
  GMX_TOPIC_ECE,
  GMX_TOPIC_DIFFERENCE,
  /* Plane and race */
  GMX_TOPIC_PLANE,
  GMX_TOPIC_RACE,
  GMX_TOPIC_RACE_MIXED,
  GMX_TOPIC_RACE_HELD_OUT,
  /* Slow motion, and its phases in their order */
  GMX_TOPIC_SLOW_MOTION,
  GMX_TOPIC_DRAW,
  GMX_TOPIC_MIX,
  GMX_TOPIC_GRADIENT,
  GMX_TOPIC_CLIMB,
  GMX_TOPIC_LOSS_THERE,
  GMX_TOPIC_DIVIDE,
  GMX_TOPIC_COMBINE,
  GMX_TOPIC_UPDATE,
  GMX_N_TOPICS
} GmxTopic;

/** As the table has it, before translation. */
const GmxHelp *gmx_help_topic_get(GmxTopic topic);

/** A "?" that the keyboard reaches too: what is shown has no control of its own to open it from. */
GtkWidget *gmx_help_topic_new(GmxTopic topic);

/** Puts one behind @title, which stands in a box; gives it back. */
GtkWidget *gmx_help_topic_add(GtkWidget *title, GmxTopic topic);

/** Lets @button, from gmx_help_topic_new(), speak of another topic from now on. */
void gmx_help_topic_set(GtkWidget *button, GmxTopic topic);

/** The lesson that is about the method called @name; NULL for none. */
const char *gmx_help_method_lesson(const char *name);
