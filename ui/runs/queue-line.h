/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The line at the page's foot: what the queue does, how long it takes, and its pause. */
#pragma once

#include "engine/runs/queue.h"

#include <gtk/gtk.h>

#define GMX_TYPE_QUEUE_LINE (gmx_queue_line_get_type())
G_DECLARE_FINAL_TYPE(GmxQueueLine, gmx_queue_line, GMX, QUEUE_LINE, GtkWidget)

GtkWidget *gmx_queue_line_new(GmxQueue *queue);
void gmx_queue_line_set_narrow(GmxQueueLine *line, gboolean narrow);
