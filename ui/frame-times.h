/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the window's frames take, noted in a file.
 *
 * One row a frame of the window's frame clock, in microseconds:
 *   frame     number of the frame
 *   interval  since the frame before it began
 *   work      processor time of the main thread since the frame before it ended: everything that
 *             it did for this frame, taking news and drawing included. The X server is another
 *             process: what it draws, and waiting for it, is not in it
 *   painting  the part of it within the frame: layout and drawing
 *   elapsed   time that passed within the frame, waiting for the server and for a processor
 *             included
 *   painted   1 where something was drawn
 */
#pragma once

#include <gtk/gtk.h>

typedef struct GmxFrameTimes GmxFrameTimes;

/** Begins the file at @path; one that was there is replaced. The error names it. */
GmxFrameTimes *gmx_frame_times_new(const char *path, GError **error);
void gmx_frame_times_free(GmxFrameTimes *times);
G_DEFINE_AUTOPTR_CLEANUP_FUNC(GmxFrameTimes, gmx_frame_times_free)

/** Notes the frames of @widget's window as long as it has one. Takes @times. */
void gmx_frame_times_watch(GmxFrameTimes *times, GtkWidget *widget);

/* What watching calls, with times of any clock and the main thread's work so far, both in µs. */
void gmx_frame_times_begin(GmxFrameTimes *times, gint64 now, gint64 work);
void gmx_frame_times_paint(GmxFrameTimes *times);
void gmx_frame_times_end(GmxFrameTimes *times, gint64 frame, gint64 now, gint64 work);
