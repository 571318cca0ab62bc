/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The "?" of what is shown, as ui/help.h has it for what is set. */
#pragma once

#include <gtk/gtk.h>

typedef enum {
  GMX_TOPIC_LOSS,
  GMX_TOPIC_ACCURACY,
  GMX_TOPIC_SHARPNESS,
  GMX_TOPIC_PARTITION,
  GMX_TOPIC_SHARP,
  GMX_TOPIC_FLAT,
  GMX_TOPIC_BATCH,
  GMX_N_TOPICS
} GmxTopic;

GtkWidget *gmx_help_topic_new(GmxTopic topic);

/** The lesson that is about the method called @name; NULL for none. */
const char *gmx_help_method_lesson(const char *name);
