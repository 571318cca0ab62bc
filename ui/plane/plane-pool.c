/* SPDX-License-Identifier: GPL-3.0-or-later */
/* A few buffers are kept, whatever their size: a window has two or three planes, and each has a
 * picture on the screen and one in the making. */
#include "ui/plane/plane-pool.h"

#include <pthread.h>

#define MOST_KEPT 8

typedef struct {
  guchar *data;
  gsize size;
} Buffer;

static pthread_mutex_t lock = PTHREAD_MUTEX_INITIALIZER; /* guards what follows */
static Buffer kept[MOST_KEPT];                           /* the oldest first */
static int count;

static guchar *take(gsize size) {
  guchar *data = NULL;
  pthread_mutex_lock(&lock);
  for (int i = count - 1; i >= 0 && !data; i--)
    if (kept[i].size == size) {
      data = kept[i].data;
      kept[i] = kept[--count];
    }
  pthread_mutex_unlock(&lock);
  return data ? data : g_malloc(size);
}

/* What has been there longest goes: it may be of a size that nobody asks for any more. */
static void give_back(guchar *data, gsize size) {
  guchar *old = NULL;
  pthread_mutex_lock(&lock);
  if (count == MOST_KEPT) {
    old = kept[0].data;
    for (int i = 1; i < count; i++)
      kept[i - 1] = kept[i];
    count--;
  }
  kept[count++] = (Buffer){data, size};
  pthread_mutex_unlock(&lock);
  g_free(old);
}

static gsize size_of(int height, int stride) {
  return (gsize)height * (gsize)stride;
}

cairo_surface_t *gmx_plane_pool_take(int width, int height) {
  const int stride = cairo_format_stride_for_width(CAIRO_FORMAT_ARGB32, width);
  return cairo_image_surface_create_for_data(take(size_of(height, stride)), CAIRO_FORMAT_ARGB32,
                                             width, height, stride);
}

void gmx_plane_pool_return(cairo_surface_t *image) {
  guchar *data = cairo_image_surface_get_data(image);
  const gsize size =
      size_of(cairo_image_surface_get_height(image), cairo_image_surface_get_stride(image));
  cairo_surface_finish(image);
  cairo_surface_destroy(image);
  give_back(data, size);
}
