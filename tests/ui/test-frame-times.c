/* SPDX-License-Identifier: GPL-3.0-or-later */
/* What the recorder of frame times writes, from frames that are made up. No display. */
#include "ui/frame-times.h"

#include <glib/gstdio.h>

static char *read_back(const char *path) {
  g_autoptr(GError) error = NULL;
  char *text = NULL;
  g_file_get_contents(path, &text, NULL, &error);
  g_assert_no_error(error);
  return text;
}

static char *new_place(void) {
  g_autoptr(GError) error = NULL;
  g_autofree char *folder = g_dir_make_tmp("gmix-test-XXXXXX", &error);
  g_assert_no_error(error);
  return g_build_filename(folder, "frames.csv", NULL);
}

static void remove_place(const char *path) {
  g_autofree char *folder = g_path_get_dirname(path);
  g_unlink(path);
  g_rmdir(folder);
}

/* Work between two frames counts for the later one. */
static void test_rows(void) {
  g_autofree char *path = new_place();
  GmxFrameTimes *times = gmx_frame_times_new(path, NULL);
  gmx_frame_times_begin(times, 1000000, 500);
  gmx_frame_times_paint(times);
  gmx_frame_times_end(times, 7, 1004000, 900);
  gmx_frame_times_begin(times, 1016700, 1400); /* 500 since then, in between */
  gmx_frame_times_paint(times);
  gmx_frame_times_end(times, 8, 1026700, 3400); /* of 10 ms it worked 2 */
  gmx_frame_times_end(times, 8, 1026800, 3500); /* not begun */
  gmx_frame_times_begin(times, 1033400, 3600);
  gmx_frame_times_end(times, 9, 1033500, 3650); /* nothing to draw */
  gmx_frame_times_free(times);
  g_autofree char *text = read_back(path);
  g_assert_cmpstr(text, ==,
                  "frame,interval,work,painting,elapsed,painted\n"
                  "8,16700,2500,2000,10000,1\n"
                  "9,16700,250,50,100,0\n");
  remove_place(path);
}

/* A window that is killed leaves what it noted before. */
static void test_flush(void) {
  g_autofree char *path = new_place();
  GmxFrameTimes *times = gmx_frame_times_new(path, NULL);
  for (int frame = 0; frame < 500; frame++) {
    gmx_frame_times_begin(times, frame * 10 + 1, 0);
    gmx_frame_times_end(times, frame, frame * 10 + 2, 0);
  }
  g_autofree char *text = read_back(path);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  g_assert_cmpint(g_strv_length(lines), >, 300);
  gmx_frame_times_free(times);
  remove_place(path);
}

static void test_unwritable(void) {
  g_autoptr(GError) error = NULL;
  g_assert_null(gmx_frame_times_new("/nonexistent/frames.csv", &error));
  g_assert_error(error, G_IO_ERROR, G_IO_ERROR_NOT_FOUND);
  g_assert_nonnull(strstr(error->message, "/nonexistent/frames.csv can't be written"));
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/frame-times/rows", test_rows);
  g_test_add_func("/frame-times/flush", test_flush);
  g_test_add_func("/frame-times/unwritable", test_unwritable);
  return g_test_run();
}
