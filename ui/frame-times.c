/* SPDX-License-Identifier: GPL-3.0-or-later */
/* How long the window's frames take, noted in a file. */
#include "ui/frame-times.h"

#include <errno.h>
#include <gio/gio.h>
#include <glib/gstdio.h>
#include <stdio.h>
#include <time.h>

#define ROWS_BEFORE_FLUSH 120 /* so that a window that is killed leaves its rows */

struct GmxFrameTimes {
  FILE *file;
  int unflushed;
  gboolean began, painted;
  gint64 last_begin, last_end_work; /* of the frame before; 0: there is none */
  gint64 begin, begin_work;
};

GmxFrameTimes *gmx_frame_times_new(const char *path, GError **error) {
  FILE *file = g_fopen(path, "w");
  if (!file) {
    const int code = errno;
    g_set_error(error, G_IO_ERROR, g_io_error_from_errno(code),
                "%s can't be written: %s; choose a file in a folder of your own", path,
                g_strerror(code));
    return NULL;
  }
  GmxFrameTimes *self = g_new0(GmxFrameTimes, 1);
  self->file = file;
  fputs("frame,interval,work,painting,elapsed,painted\n", file);
  return self;
}

void gmx_frame_times_free(GmxFrameTimes *self) {
  fclose(self->file);
  g_free(self);
}

void gmx_frame_times_begin(GmxFrameTimes *self, gint64 now, gint64 work) {
  self->begin = now;
  self->begin_work = work;
  self->painted = FALSE;
  self->began = TRUE;
}

void gmx_frame_times_paint(GmxFrameTimes *self) {
  self->painted = TRUE;
}

/* The first frame has none before it that it could be measured from. */
void gmx_frame_times_end(GmxFrameTimes *self, gint64 frame, gint64 now, gint64 work) {
  if (!self->began)
    return;
  if (self->last_begin)
    fprintf(self->file,
            "%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT ",%" G_GINT64_FORMAT
            ",%" G_GINT64_FORMAT ",%d\n",
            frame, self->begin - self->last_begin, work - self->last_end_work,
            work - self->begin_work, now - self->begin, self->painted);
  self->last_begin = self->begin;
  self->last_end_work = work;
  self->began = FALSE;
  if (++self->unflushed < ROWS_BEFORE_FLUSH)
    return;
  self->unflushed = 0;
  fflush(self->file);
}

/* Watching */

static gint64 thread_work(void) {
  struct timespec spent;
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &spent);
  return (gint64)spent.tv_sec * G_USEC_PER_SEC + spent.tv_nsec / 1000;
}

static void on_before_paint(GdkFrameClock *clock, GmxFrameTimes *self) {
  gmx_frame_times_begin(self, g_get_monotonic_time(), thread_work());
}

static void on_paint(GdkFrameClock *clock, GmxFrameTimes *self) {
  gmx_frame_times_paint(self);
}

static void on_after_paint(GdkFrameClock *clock, GmxFrameTimes *self) {
  gmx_frame_times_end(self, gdk_frame_clock_get_frame_counter(clock), g_get_monotonic_time(),
                      thread_work());
}

static void on_realize(GtkWidget *widget, GmxFrameTimes *self) {
  GdkFrameClock *clock = gtk_widget_get_frame_clock(widget);
  g_signal_connect(clock, "before-paint", G_CALLBACK(on_before_paint), self);
  g_signal_connect(clock, "paint", G_CALLBACK(on_paint), self);
  g_signal_connect_after(clock, "after-paint", G_CALLBACK(on_after_paint), self);
}

static void on_unrealize(GtkWidget *widget, GmxFrameTimes *self) {
  GdkFrameClock *clock = gtk_widget_get_frame_clock(widget);
  if (clock)
    g_signal_handlers_disconnect_by_data(clock, self);
}

void gmx_frame_times_watch(GmxFrameTimes *self, GtkWidget *widget) {
  g_signal_connect(widget, "realize", G_CALLBACK(on_realize), self);
  g_signal_connect(widget, "unrealize", G_CALLBACK(on_unrealize), self);
  g_object_set_data_full(G_OBJECT(widget), "gmx-frame-times", self,
                         (GDestroyNotify)gmx_frame_times_free);
  if (gtk_widget_get_realized(widget))
    on_realize(widget, self);
}
