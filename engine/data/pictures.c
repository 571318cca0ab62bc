/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Pictures of one's own: the folders are listed first, so that what does not fit is said before
 * minutes were spent on reading. */
#include "engine/data/pictures.h"
#include "engine/data/png.h"

#include <string.h>

#define MAX_CLASSES 256
#define MAX_SIDE 256
#define MAX_PICTURES (1 << 24)
#define EVERY 5 /* without a folder of held-out pictures every fifth is one */
#define RGB 3

static const char *const part_folders[2] = {"train", "test"};

/* One class of one part: names of pictures in @folder. */
typedef struct {
  char *folder;
  GPtrArray *names; /* of char *, in order */
} Album;

typedef struct {
  const char *root;
  GPtrArray *classes;   /* of char *: their names, in order */
  GPtrArray *albums[2]; /* by GmxSplit, of Album by class; NULL where that class has none */
} Listing;

static void album_free(gpointer data) {
  Album *album = data;
  if (album == NULL)
    return;
  g_free(album->folder);
  g_ptr_array_unref(album->names);
  g_free(album);
}

static void clear_listing(Listing *listing) {
  g_clear_pointer(&listing->classes, g_ptr_array_unref);
  for (int split = 0; split < 2; split++)
    g_clear_pointer(&listing->albums[split], g_ptr_array_unref);
}
G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC(Listing, clear_listing)

static gboolean has_suffix(const char *name, const char *suffix) {
  const gsize length = strlen(name), end = strlen(suffix);
  return length > end && g_ascii_strcasecmp(name + length - end, suffix) == 0;
}

static gboolean is_png(const char *name) {
  return has_suffix(name, ".png");
}

/* What somebody would miss if it were passed over in silence. */
static gboolean is_other_picture(const char *name) {
  static const char *const suffixes[] = {".jpg", ".jpeg", ".gif",  ".bmp", ".webp",
                                         ".tif", ".tiff", ".heic", ".ppm"};
  for (gsize i = 0; i < G_N_ELEMENTS(suffixes); i++)
    if (has_suffix(name, suffixes[i]))
      return TRUE;
  return FALSE;
}

/* What lies in @folder but hidden files, in natural order. */
static GPtrArray *list_folder(const char *folder, GError **error) {
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  g_autoptr(GError) wrong = NULL;
  g_autoptr(GDir) open = g_dir_open(folder, 0, &wrong);
  if (open == NULL) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_READ, "%s: the folder can't be read (%s)",
                folder, wrong->message);
    return NULL;
  }
  for (const char *name; (name = g_dir_read_name(open)) != NULL;)
    if (name[0] != '.')
      g_ptr_array_add(names, g_strdup(name));
  g_ptr_array_sort(names, gmx_data_by_name);
  return g_steal_pointer(&names);
}

static gboolean is_folder(const char *parent, const char *name) {
  g_autofree char *path = g_build_filename(parent, name, NULL);
  return g_file_test(path, G_FILE_TEST_IS_DIR);
}

/* Whether a folder in @folder holds a PNG file. */
static gboolean holds_classes(const char *folder) {
  g_autoptr(GPtrArray) names = list_folder(folder, NULL);
  for (guint i = 0; names != NULL && i < names->len; i++) {
    g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);
    g_autoptr(GPtrArray) files =
        g_file_test(path, G_FILE_TEST_IS_DIR) ? list_folder(path, NULL) : NULL;
    for (guint f = 0; files != NULL && f < files->len; f++)
      if (is_png(files->pdata[f]))
        return TRUE;
  }
  return FALSE;
}

gboolean gmx_pictures_present(const char *folder) {
  g_autofree char *train = g_build_filename(folder, part_folders[GMX_SPLIT_TRAIN], NULL);
  return holds_classes(folder) || holds_classes(train);
}

/* The pictures of the class folder @folder. */
static Album *list_album(const char *folder, GError **error) {
  g_autoptr(GPtrArray) files = list_folder(folder, error);
  if (files == NULL)
    return NULL;
  g_autoptr(GPtrArray) names = g_ptr_array_new_with_free_func(g_free);
  for (guint i = 0; i < files->len; i++) {
    if (is_other_picture(files->pdata[i])) {
      g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
                  "%s/%s: is no PNG file; save all pictures as PNG, or take this one away", folder,
                  (char *)files->pdata[i]);
      return NULL;
    }
    if (is_png(files->pdata[i]))
      g_ptr_array_add(names, g_strdup(files->pdata[i]));
  }
  if (names->len == 0) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_MISSING,
                "%s: holds no PNG file; each folder is a class and holds its pictures", folder);
    return NULL;
  }
  Album *album = g_new0(Album, 1);
  album->folder = g_strdup(folder);
  album->names = g_steal_pointer(&names);
  return album;
}

/* The number of class @name; of the training part every folder is a new one. */
static int find_class(Listing *listing, GmxSplit split, const char *folder, const char *name,
                      GError **error) {
  guint number;
  if (g_ptr_array_find_with_equal_func(listing->classes, name, g_str_equal, &number))
    return (int)number;
  if (split == GMX_SPLIT_TEST) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_LABELS,
                "%s/%s: is a class without training pictures; put some into %s/%s/%s", folder, name,
                listing->root, part_folders[GMX_SPLIT_TRAIN], name);
    return -1;
  }
  if (listing->classes->len == MAX_CLASSES) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_LABELS,
                "%s/%s: is one class too many; at most %d can be told apart", folder, name,
                MAX_CLASSES);
    return -1;
  }
  g_ptr_array_add(listing->classes, g_strdup(name));
  return (int)listing->classes->len - 1;
}

/* The class folders in @folder. */
static gboolean list_part(Listing *listing, GmxSplit split, const char *folder, GError **error) {
  g_autoptr(GPtrArray) names = list_folder(folder, error);
  if (names == NULL)
    return FALSE;
  for (guint i = 0; i < names->len; i++) {
    if (!is_folder(folder, names->pdata[i]))
      continue;
    g_autofree char *path = g_build_filename(folder, names->pdata[i], NULL);
    const int number = find_class(listing, split, folder, names->pdata[i], error);
    Album *album = number < 0 ? NULL : list_album(path, error);
    if (album == NULL)
      return FALSE;
    if ((int)listing->albums[split]->len <= number)
      g_ptr_array_set_size(listing->albums[split], number + 1);
    listing->albums[split]->pdata[number] = album;
  }
  return TRUE;
}

/* Every fifth picture of each class goes to the held-out part. */
static void hold_out(Listing *listing) {
  for (guint c = 0; c < listing->classes->len; c++) {
    Album *train = listing->albums[GMX_SPLIT_TRAIN]->pdata[c];
    Album *test = g_new0(Album, 1);
    GPtrArray *all = train->names;
    test->folder = g_strdup(train->folder);
    test->names = g_ptr_array_new_with_free_func(g_free);
    train->names = g_ptr_array_new_with_free_func(g_free);
    for (guint i = 0; i < all->len; i++)
      g_ptr_array_add(i % EVERY == EVERY - 1 ? test->names : train->names, g_strdup(all->pdata[i]));
    g_ptr_array_unref(all);
    g_ptr_array_add(listing->albums[GMX_SPLIT_TEST], test);
  }
}

static int count_pictures(Listing *listing, GmxSplit split) {
  gsize count = 0;
  for (guint c = 0; c < listing->albums[split]->len; c++) {
    const Album *album = listing->albums[split]->pdata[c];
    count += album != NULL ? album->names->len : 0;
  }
  return (int)MIN(count, MAX_PICTURES + 1);
}

static gboolean check_counts(Listing *listing, GError **error) {
  const int train = count_pictures(listing, GMX_SPLIT_TRAIN);
  const int test = count_pictures(listing, GMX_SPLIT_TEST);
  if (listing->classes->len < 2)
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_LABELS,
                "%s: has one class only, %s; each class is a folder, and two must be there",
                listing->root, (char *)listing->classes->pdata[0]);
  else if (test == 0)
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_MISSING,
                "%s: nothing is held out of its %d pictures; put some into %s/CLASS, or %d or more "
                "into each class",
                listing->root, train, part_folders[GMX_SPLIT_TEST], EVERY);
  else if (train > MAX_PICTURES || test > MAX_PICTURES)
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
                "%s: has too many pictures; at most %d can be read", listing->root, MAX_PICTURES);
  else
    return TRUE;
  return FALSE;
}

static gboolean list_all(Listing *listing, GError **error) {
  g_autofree char *train = g_build_filename(listing->root, part_folders[GMX_SPLIT_TRAIN], NULL);
  g_autofree char *test = g_build_filename(listing->root, part_folders[GMX_SPLIT_TEST], NULL);
  listing->classes = g_ptr_array_new_with_free_func(g_free);
  for (int split = 0; split < 2; split++)
    listing->albums[split] = g_ptr_array_new_with_free_func(album_free);
  if (holds_classes(train)) {
    if (!list_part(listing, GMX_SPLIT_TRAIN, train, error) ||
        (g_file_test(test, G_FILE_TEST_IS_DIR) && !list_part(listing, GMX_SPLIT_TEST, test, error)))
      return FALSE;
  } else if (list_part(listing, GMX_SPLIT_TRAIN, listing->root, error))
    hold_out(listing);
  else
    return FALSE;
  return check_counts(listing, error);
}

/* The size of picture @path becomes that of the set, or is compared with it. */
static gboolean check_size(GmxDataContent *content, const GmxPng *png, const char *path,
                           GError **error) {
  GmxShape *shape = &content->shape;
  if (png->width > MAX_SIDE || png->height > MAX_SIDE) {
    g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
                "%s: is %d × %d pixels large; at most %d × %d can be trained on, make all pictures "
                "smaller first",
                path, png->width, png->height, MAX_SIDE, MAX_SIDE);
    return FALSE;
  }
  if (shape->width == 0)
    *shape = (GmxShape){.channels = RGB, .height = png->height, .width = png->width};
  if (shape->width == png->width && shape->height == png->height)
    return TRUE;
  g_set_error(error, GMX_DATA_ERROR, GMX_DATA_ERROR_FORMAT,
              "%s: is %d × %d pixels large, but the pictures before it are %d × %d; all must have "
              "one size",
              path, png->width, png->height, shape->width, shape->height);
  return FALSE;
}

/* Picture @name of @album becomes image @at of @part. */
static gboolean read_picture(GmxDataContent *content, GmxDataPart *part, const Album *album,
                             const char *name, int at, GError **error) {
  g_autofree char *path = g_build_filename(album->folder, name, NULL);
  g_autoptr(GmxPng) png = gmx_png_read(path, error);
  if (png == NULL || !check_size(content, png, path, error))
    return FALSE;
  const gsize bytes = (gsize)png->width * (gsize)png->height * RGB;
  memcpy(part->images + (gsize)at * bytes, png->rgb, bytes);
  return TRUE;
}

/* The classes take turns: @first of each, then the second, and so on. */
static gboolean read_part(Listing *listing, GmxSplit split, GmxDataContent *content,
                          GmxDataReading *reading, GError **error) {
  GmxDataPart *part = &content->parts[split];
  const GPtrArray *albums = listing->albums[split];
  int at = 0;
  for (guint turn = 0; at < part->count; turn++)
    for (guint c = 0; c < albums->len; c++) {
      const Album *album = albums->pdata[c];
      if (album == NULL || turn >= album->names->len)
        continue;
      if (!read_picture(content, part, album, album->names->pdata[turn], at, error) ||
          !gmx_data_reading_report(reading, (double)at / part->count, error))
        return FALSE;
      part->labels[at++] = (guint8)c;
    }
  return TRUE;
}

/* Room needs a size, which the first picture has. */
static gboolean make_room(Listing *listing, GmxDataContent *content, GError **error) {
  const Album *album = listing->albums[GMX_SPLIT_TRAIN]->pdata[0];
  g_autofree char *path = g_build_filename(album->folder, album->names->pdata[0], NULL);
  g_autoptr(GmxPng) png = gmx_png_read(path, error);
  if (png == NULL || !check_size(content, png, path, error))
    return FALSE;
  const gsize bytes = (gsize)png->width * (gsize)png->height * RGB;
  for (int split = 0; split < 2; split++)
    if (!gmx_data_part_allocate(&content->parts[split], count_pictures(listing, split), bytes,
                                listing->root, error))
      return FALSE;
  return TRUE;
}

static gboolean is_grey(const GmxDataPart *part, gsize pixels) {
  for (gsize i = 0; i < pixels * (gsize)part->count; i++)
    if (part->images[RGB * i] != part->images[RGB * i + 1] ||
        part->images[RGB * i] != part->images[RGB * i + 2])
      return FALSE;
  return TRUE;
}

/* A third of the memory, and of the first layer's work, where no picture has a colour. */
static void drop_colours(GmxDataContent *content) {
  const gsize pixels = (gsize)content->shape.width * (gsize)content->shape.height;
  GmxDataPart *parts = content->parts;
  if (!is_grey(&parts[GMX_SPLIT_TRAIN], pixels) || !is_grey(&parts[GMX_SPLIT_TEST], pixels))
    return;
  content->shape.channels = 1;
  for (int split = 0; split < 2; split++) {
    const gsize count = pixels * (gsize)parts[split].count;
    for (gsize i = 0; i < count; i++)
      parts[split].images[i] = parts[split].images[RGB * i];
    parts[split].images = g_realloc(parts[split].images, count);
  }
}

static void take_class_names(Listing *listing, GmxDataContent *content) {
  content->classes = (int)listing->classes->len;
  content->class_names = g_new0(char *, listing->classes->len + 1);
  for (guint c = 0; c < listing->classes->len; c++)
    content->class_names[c] = g_filename_display_name(listing->classes->pdata[c]);
}

gboolean gmx_pictures_read(const char *folder, GmxDataContent *content, GmxDataReading *reading,
                           GError **error) {
  g_auto(Listing) listing = {.root = folder};
  if (!list_all(&listing, error) || !make_room(&listing, content, error))
    return FALSE;
  take_class_names(&listing, content);
  const double train = content->parts[GMX_SPLIT_TRAIN].count;
  const double border = train / (train + content->parts[GMX_SPLIT_TEST].count);
  gmx_data_reading_share(reading, 0, border, "Training images");
  if (!read_part(&listing, GMX_SPLIT_TRAIN, content, reading, error))
    return FALSE;
  gmx_data_reading_share(reading, border, 1, "Held-out images");
  if (!read_part(&listing, GMX_SPLIT_TEST, content, reading, error))
    return FALSE;
  drop_colours(content);
  return gmx_data_reading_report(reading, 1, error);
}
