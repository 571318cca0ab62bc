/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The drawn sets of points. Each point has a random stream of its own, so that more points are the
 * same ones and others after them.
 *
 * The figures leave room for the standard noise of 0.15, and are such that mixing shows: in each of
 * them the segment between two points of one class can cross another class. Only +, −, ×, ÷ and
 * square roots are used, so that a seed gives the same points everywhere. */
#include "engine/data/points-private.h"

#include "engine/data/direction.h"

#include <math.h>
#include <string.h>

const GmxPointsOptions gmx_points_standard = {.count = 400, .noise = 0.15};

/* Streams of held-out points begin here: above those of any training part. */
#define HELD_OUT_STREAM ((guint64)1 << 32)

typedef void (*DrawFunc)(GmxRandom *random, int label, double place[2]);

static double between(GmxRandom *random, double low, double high) {
  return low + (high - low) * gmx_random_uniform(random);
}

static void put_polar(double turn, double radius, double place[2]) {
  double cosine, sine;
  gmx_direction(turn, &cosine, &sine);
  place[0] = radius * cosine;
  place[1] = radius * sine;
}

/* Two half circles of radius 1, each with an end within the other. */
static void draw_moons(GmxRandom *random, int label, double place[2]) {
  put_polar(between(random, 0, 0.5), 1, place);
  if (label == 0)
    return;
  place[0] = 1 - place[0];
  place[1] = 0.5 - place[1];
}

static void draw_circles(GmxRandom *random, int label, double place[2]) {
  put_polar(between(random, 0, 1), label == 0 ? 1 : 0.4, place);
}

/* Two arms of a turn and a quarter; their distance is 0.76. */
static void draw_spirals(GmxRandom *random, int label, double place[2]) {
  const double along = gmx_random_uniform(random);
  put_polar(1.25 * along + (label == 0 ? 0 : 0.5), 0.3 + 1.9 * along, place);
}

/* Three discs; the second lies between the others. */
static void draw_blobs(GmxRandom *random, int label, double place[2]) {
  static const double centres[3][2] = {{-1.3, -0.35}, {0, 0.45}, {1.3, -0.35}};
  const double turn = gmx_random_uniform(random);
  put_polar(turn, 0.35 * sqrt(gmx_random_uniform(random)), place);
  place[0] += centres[label][0];
  place[1] += centres[label][1];
}

/* Opposite quarters belong together. */
static void draw_xor(GmxRandom *random, int label, double place[2]) {
  const double side = gmx_random_uniform(random) < 0.5 ? -1 : 1;
  place[0] = side * between(random, 0.15, 1);
  place[1] = (label == 0 ? side : -side) * between(random, 0.15, 1);
}

/* Four upright stripes, of the two classes in turn. */
static void draw_stripes(GmxRandom *random, int label, double place[2]) {
  const int stripe = 2 * (gmx_random_uniform(random) < 0.5 ? 0 : 1) + label;
  place[0] = 0.8 * stripe - 1.2 + between(random, -0.25, 0.25);
  place[1] = between(random, -1, 1);
}

typedef struct {
  const char *name;
  int classes;
  DrawFunc draw;
} Set;

static const Set sets[] = {{"moons", 2, draw_moons},     {"circles", 2, draw_circles},
                           {"spirals", 2, draw_spirals}, {"blobs", 3, draw_blobs},
                           {"xor", 2, draw_xor},         {"stripes", 2, draw_stripes}};

static const char *const names[G_N_ELEMENTS(sets) + 1] = {"moons", "circles", "spirals", "blobs",
                                                          "xor",   "stripes", NULL};

const char *const *gmx_points_names(void) {
  return names;
}

static const Set *find_set(const char *name) {
  for (gsize i = 0; i < G_N_ELEMENTS(sets); i++)
    if (g_strcmp0(sets[i].name, name) == 0)
      return &sets[i];
  return NULL;
}

gboolean gmx_points_is_drawn(const char *name) {
  return find_set(name) != NULL;
}

/* Nearly normal noise of variance 1: the sum of twelve uniform numbers, less its mean. */
static double draw_noise(GmxRandom *random) {
  double sum = -6;
  for (int i = 0; i < 12; i++)
    sum += gmx_random_uniform(random);
  return sum;
}

/* The class of the next point: that which is farthest behind its share, so that every prefix is as
 * near to the shares as whole numbers allow. */
static int next_label(const int *drawn, int classes, int total, double imbalance) {
  int label = 0;
  double farthest = -INFINITY, whole = 0, share[MAX_DRAWN_CLASSES];
  for (int c = 0; c < classes; c++)
    whole += share[c] = 1 - imbalance * c / (classes - 1);
  for (int c = 0; c < classes; c++) {
    const double behind = share[c] / whole * (total + 1) - drawn[c];
    if (behind > farthest + 1e-9) {
      farthest = behind;
      label = c;
    }
  }
  return label;
}

static void draw_part(const Set *set, guint64 seed, guint64 first_stream, double noise,
                      double imbalance, GmxDataPart *part) {
  int drawn[MAX_DRAWN_CLASSES] = {0};
  for (int i = 0; i < part->count; i++) {
    const int label = next_label(drawn, set->classes, i, imbalance);
    double place[2];
    GmxRandom random;
    gmx_random_init(&random, seed, (first_stream + (guint64)i) << 8 | GMX_STREAM_DATA);
    set->draw(&random, label, place);
    for (int axis = 0; axis < 2; axis++)
      part->points[2 * i + axis] = (float)(place[axis] + noise * draw_noise(&random));
    part->labels[i] = (guint8)label;
    drawn[label]++;
  }
}

gboolean gmx_points_draw(const char *name, guint64 seed, const GmxPointsOptions *options,
                         GmxDataContent *content, GmxDataReading *reading, GError **error) {
  const Set *set = find_set(name);
  const int counts[2] = {options->count, MAX(1, options->count / 2)};
  g_autoptr(GStrvBuilder) class_names = g_strv_builder_new();
  content->shape = (GmxShape){.channels = 2, .height = 1, .width = 1};
  content->classes = set->classes;
  for (int i = 0; i < set->classes; i++) {
    g_autofree char *class_name = g_strdup_printf("class %d", i + 1);
    g_strv_builder_add(class_names, class_name);
  }
  content->class_names = g_strv_builder_end(class_names);
  gmx_data_reading_share(reading, 0, 1, "Drawing points");
  for (int split = 0; split < 2; split++) {
    if (!gmx_data_part_allocate_points(&content->parts[split], counts[split], name, error) ||
        !gmx_data_reading_report(reading, split * 0.5, error))
      return FALSE;
    /* What is held out judges all classes alike. */
    draw_part(set, seed, split == GMX_SPLIT_TRAIN ? 1 : HELD_OUT_STREAM, options->noise,
              split == GMX_SPLIT_TRAIN ? options->imbalance : 0, &content->parts[split]);
  }
  return gmx_data_reading_report(reading, 1, error);
}
