/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Contour and surface as pixels, the way from a place to a pixel and back, and the saved files. */
#include "ui/landscape/contour.h"
#include "ui/landscape/landscape-file.h"
#include "ui/landscape/paint-terrain.h"
#include "ui/landscape/surface.h"
#include "ui/landscape/terrain-landscape.h"

#include <glib/gstdio.h>
#include <math.h>
#include <string.h>

#define SIDE 41
#define WIDTH 500
#define HEIGHT 520

static const double box[4] = {-0.5, 1.5, -1.0, 1.0};

typedef double (*Function)(double x, double y);

static GmxTerrain *make(Function function) {
  double losses[SIDE * SIDE];
  for (int j = 0; j < SIDE; j++)
    for (int i = 0; i < SIDE; i++)
      losses[j * SIDE + i] = function(box[0] + (box[1] - box[0]) * i / (SIDE - 1),
                                      box[2] + (box[3] - box[2]) * j / (SIDE - 1));
  return gmx_terrain_new(SIDE, SIDE, box, losses);
}

static double slope(double x, double y) {
  return 1 + x + 0.5 * y;
}

static double ridge(double x, double y) {
  return exp(-20 * y * y);
}

static double hills(double x, double y) {
  return 1 + 0.4 * x * x + 0.3 * sin(3 * y) + 0.2 * x * y;
}

/* A picture on paper */

typedef struct {
  cairo_surface_t *surface;
  cairo_t *cr;
  GmxPalette *palette;
} Sheet;

static void sheet_open(Sheet *sheet, gboolean dark) {
  sheet->surface = cairo_image_surface_create(CAIRO_FORMAT_RGB24, WIDTH, HEIGHT);
  sheet->cr = cairo_create(sheet->surface);
  sheet->palette = gmx_palette_new_builtin(dark);
  gmx_palette_set_source(sheet->palette, sheet->cr, GMX_PAPER, 1);
  cairo_paint(sheet->cr);
}

static void sheet_close(Sheet *sheet) {
  gmx_palette_free(sheet->palette);
  cairo_destroy(sheet->cr);
  cairo_surface_destroy(sheet->surface);
}

static void get_pixel(const Sheet *sheet, double x, double y, double rgb[3]) {
  cairo_surface_flush(sheet->surface);
  const guint8 *data = cairo_image_surface_get_data(sheet->surface);
  const int stride = cairo_image_surface_get_stride(sheet->surface);
  const guint32 pixel = ((const guint32 *)(gconstpointer)(data + (gsize)(int)y * stride))[(int)x];
  for (int i = 0; i < 3; i++)
    rgb[i] = (pixel >> (16 - 8 * i) & 0xff) / 255.0;
}

static gboolean is_color(const Sheet *sheet, double x, double y, const double due[3]) {
  double rgb[3];
  get_pixel(sheet, x, y, rgb);
  return fabs(rgb[0] - due[0]) < 0.012 && fabs(rgb[1] - due[1]) < 0.012 &&
         fabs(rgb[2] - due[2]) < 0.012;
}

/* Contour */

/* Every pixel that no line touches has the colour of its loss. */
static void check_colors(gboolean dark) {
  g_autoptr(GmxTerrain) terrain = make(slope);
  Sheet sheet;
  cairo_rectangle_t area;
  int right = 0, seen = 0;
  sheet_open(&sheet, dark);
  gmx_contour_draw(terrain, sheet.cr, WIDTH, HEIGHT, sheet.palette, NULL);
  gmx_contour_get_area(terrain, WIDTH, HEIGHT, &area);
  for (double py = area.y + 12; py < area.y + area.height - 12; py += 7)
    for (double px = area.x + 12; px < area.x + area.width - 12; px += 7) {
      double x, y, due[3];
      g_assert_true(gmx_contour_find(terrain, &area, px + 0.5, py + 0.5, &x, &y));
      gmx_terrain_color(sheet.palette, gmx_terrain_band(terrain, slope(x, y)), due);
      right += is_color(&sheet, px, py, due);
      seen++;
    }
  g_assert_cmpint(seen, >, 2000);
  g_assert_cmpint(right, >, seen * 85 / 100); /* lines, w and labels take the rest */
  sheet_close(&sheet);
}

static void test_colors(void) {
  check_colors(FALSE);
  check_colors(TRUE);
}

static void test_contour_places(void) {
  g_autoptr(GmxTerrain) terrain = make(slope);
  cairo_rectangle_t area;
  double x, y;
  gmx_contour_get_area(terrain, WIDTH, HEIGHT, &area);
  g_assert_cmpfloat(area.width, ==, area.height); /* both axes are as long */
  g_assert_true(gmx_contour_find(terrain, &area, gmx_contour_x(terrain, &area, 0.3),
                                 gmx_contour_y(terrain, &area, -0.2), &x, &y));
  g_assert_cmpfloat_with_epsilon(x, 0.3, 1e-9);
  g_assert_cmpfloat_with_epsilon(y, -0.2, 1e-9);
  g_assert_cmpfloat(gmx_contour_y(terrain, &area, box[3]), <,
                    gmx_contour_y(terrain, &area, box[2]));
  g_assert_false(gmx_contour_find(terrain, &area, area.x - 3, area.y + 5, &x, &y));
}

static gboolean near(const Sheet *sheet, double x, double y, const char *color) {
  double due[3];
  gmx_palette_get_rgb(sheet->palette, color, due);
  for (int dy = -2; dy <= 2; dy++)
    for (int dx = -2; dx <= 2; dx++)
      if (is_color(sheet, x + dx, y + dy, due))
        return TRUE;
  return FALSE;
}

/* w, ε̂, the path and the edge of the ball stand where they lie. */
static void test_marks(void) {
  g_autoptr(GmxTerrain) terrain = make(slope);
  const double path[] = {0.4, 0.8, 0.2, 0.5, 0, 0};
  double ball[2 * 64];
  Sheet sheet;
  cairo_rectangle_t area;
  int edge = 0;
  for (int i = 0; i < 64; i++) {
    ball[2 * i] = 0.3 * cos(2 * M_PI * i / 64);
    ball[2 * i + 1] = 0.3 * sin(2 * M_PI * i / 64);
  }
  gmx_terrain_set_path(terrain, path, 3, 2);
  gmx_terrain_set_ball(terrain, 0.3, ball, 64);
  gmx_terrain_set_perturbed(terrain, 0.3, 0);
  gmx_terrain_set_other(terrain, 1, -0.6, "erm");
  sheet_open(&sheet, FALSE);
  gmx_contour_draw(terrain, sheet.cr, WIDTH, HEIGHT, sheet.palette, NULL);
  gmx_contour_get_area(terrain, WIDTH, HEIGHT, &area);
#define AT(x, y) gmx_contour_x(terrain, &area, x), gmx_contour_y(terrain, &area, y)
  g_assert_true(near(&sheet, AT(0, 0), "gmx_at_w"));
  g_assert_true(near(&sheet, AT(0.15, 0), "gmx_perturbed"));
  g_assert_true(near(&sheet, AT(0.4, 0.8), GMX_INK));
  g_assert_true(near(&sheet, AT(1, -0.6), "gmx_run_2"));
  for (int i = 0; i < 64; i++)
    edge += near(&sheet, AT(ball[2 * i], ball[2 * i + 1]), "gmx_perturbed");
  g_assert_cmpint(edge, >, 40); /* dashes */
#undef AT
  sheet_close(&sheet);
}

/* Surface */

static void test_eye(void) {
  GmxSurfaceEye eye = gmx_surface_eye_default();
  gmx_surface_eye_move(&eye, 0, -200, 1);
  g_assert_cmpfloat(eye.tilt, ==, GMX_SURFACE_LEAST_TILT);
  gmx_surface_eye_move(&eye, 0, 500, 1000);
  g_assert_cmpfloat(eye.tilt, ==, 90);
  g_assert_cmpfloat(eye.zoom, ==, GMX_SURFACE_MOST_ZOOM);
  gmx_surface_eye_move(&eye, 725, 0, 1);
  g_assert_cmpfloat(fabs(eye.turn), <=, 180);
}

/* From above the surface is the contour. */
static void test_from_above(void) {
  g_autoptr(GmxTerrain) terrain = make(slope);
  const GmxSurfaceEye eye = {.turn = 0, .tilt = 90, .zoom = 1};
  double left, right, low, high, other, y;
  gmx_surface_place(terrain, &eye, WIDTH, HEIGHT, box[0], 0, 1, &left, &y);
  gmx_surface_place(terrain, &eye, WIDTH, HEIGHT, box[1], 0, 2, &right, &other);
  g_assert_cmpfloat(left, <, right);
  g_assert_cmpfloat_with_epsilon(y, other, 1e-6); /* whatever their heights */
  gmx_surface_place(terrain, &eye, WIDTH, HEIGHT, 0, box[2], 1, &left, &low);
  gmx_surface_place(terrain, &eye, WIDTH, HEIGHT, 0, box[3], 1, &left, &high);
  g_assert_cmpfloat(high, <, low);
}

static void test_surface_places(void) {
  g_autoptr(GmxTerrain) terrain = make(slope);
  for (double turn = -170; turn < 180; turn += 35)
    for (double tilt = 40; tilt <= 90; tilt += 25) {
      const GmxSurfaceEye eye = {.turn = turn, .tilt = tilt, .zoom = 1};
      double px, py, x = NAN, y = NAN;
      gmx_surface_place(terrain, &eye, WIDTH, HEIGHT, 0.4, -0.3, slope(0.4, -0.3), &px, &py);
      g_assert_true(gmx_surface_find(terrain, &eye, WIDTH, HEIGHT, px, py, &x, &y));
      g_assert_cmpfloat_with_epsilon(x, 0.4, 0.05);
      g_assert_cmpfloat_with_epsilon(y, -0.3, 0.05);
      g_assert_false(gmx_surface_find(terrain, &eye, WIDTH, HEIGHT, 2, 2, &x, &y));
    }
}

/* Behind a ridge another place is seen than the one that lies there. */
static void test_hidden(void) {
  g_autoptr(GmxTerrain) terrain = make(ridge);
  const GmxSurfaceEye eye = {.turn = 0, .tilt = 20, .zoom = 1};
  double px, py, x, y;
  gmx_surface_place(terrain, &eye, WIDTH, HEIGHT, 0.5, 0.4, ridge(0.5, 0.4), &px, &py);
  g_assert_true(gmx_surface_find(terrain, &eye, WIDTH, HEIGHT, px, py, &x, &y));
  g_assert_cmpfloat(y, <, 0.1);
}

/* The cells that are seen have the colours of their losses, in one light. */
static void check_surface(int most) {
  g_autoptr(GmxTerrain) terrain = make(slope);
  const GmxSurfaceEye eye = {.turn = -30, .tilt = 50, .zoom = 1};
  Sheet sheet;
  int right = 0, seen = 0;
  double light = NAN;
  sheet_open(&sheet, FALSE);
  gmx_surface_draw(terrain, &eye, most, sheet.cr, WIDTH, HEIGHT, sheet.palette, NULL);
  for (double x = box[0] + 0.07; x < box[1]; x += 0.031)
    for (double y = box[2] + 0.06; y < box[3]; y += 0.029) {
      double px, py, due[3], rgb[3];
      if (hypot(x, y) < 0.25) /* w */
        continue;
      gmx_surface_place(terrain, &eye, WIDTH, HEIGHT, x, y, slope(x, y), &px, &py);
      get_pixel(&sheet, px, py, rgb);
      gmx_terrain_color(sheet.palette, gmx_terrain_band(terrain, slope(x, y)), due);
      if (isnan(light))
        light = rgb[1] / due[1];
      seen++;
      right += fabs(rgb[1] - light * due[1]) < 0.015 && fabs(rgb[0] - light * due[0]) < 0.015;
    }
  g_assert_cmpint(seen, >, 3000);
  g_assert_cmpint(right, >, seen * 3 / 4); /* lines take the rest */
  sheet_close(&sheet);
}

static void test_surface(void) {
  check_surface(0);
  check_surface(20);
}

static double cone(double x, double y) {
  return exp(-12 * ((x - 0.5) * (x - 0.5) + y * y));
}

/* Far cells are drawn before near ones: where a place of the steep part is seen, the colour is its
 * own, in whatever light. */
static void check_order(double turn) {
  g_autoptr(GmxTerrain) terrain = make(cone);
  const GmxSurfaceEye eye = {.turn = turn, .tilt = 15, .zoom = 1};
  Sheet sheet;
  int right = 0, seen = 0, hidden = 0;
  sheet_open(&sheet, FALSE);
  gmx_surface_draw(terrain, &eye, 0, sheet.cr, WIDTH, HEIGHT, sheet.palette, NULL);
  for (double x = box[0]; x < box[1]; x += 0.011)
    for (double y = box[2]; y < box[3]; y += 0.013) {
      double px, py, due[3], rgb[3], found_x, found_y;
      if (cone(x, y) < 0.15 || cone(x, y) > 0.95)
        continue;
      gmx_surface_place(terrain, &eye, WIDTH, HEIGHT, x, y, cone(x, y), &px, &py);
      if (!gmx_surface_find(terrain, &eye, WIDTH, HEIGHT, px, py, &found_x, &found_y) ||
          hypot(found_x - x, found_y - y) > 0.03) {
        hidden++;
        continue;
      }
      get_pixel(&sheet, px, py, rgb);
      gmx_terrain_color(sheet.palette, gmx_terrain_band(terrain, cone(x, y)), due);
      seen++;
      right += fabs(rgb[1] / rgb[2] - due[1] / due[2]) < 0.025;
    }
  g_assert_cmpint(seen, >, 500);
  g_assert_cmpint(hidden, >, 500);
  g_assert_cmpint(right, >, seen * 88 / 100); /* lines and the next band take the rest */
  sheet_close(&sheet);
}

static void test_order(void) {
  for (double turn = -180; turn < 180; turn += 30)
    check_order(turn);
}

static double no_number(double x, double y) {
  return x + y > 0.5 ? NAN : INFINITY;
}

/* The way to w + ε̂ over the surface ends in a head, wider than the line. */
static void test_surface_arrow(void) {
  g_autoptr(GmxTerrain) terrain = make(slope);
  const GmxSurfaceEye eye = gmx_surface_eye_default();
  double due[3], x, y, px, py;
  Sheet sheet;
  sheet_open(&sheet, FALSE);
  gmx_terrain_set_perturbed(terrain, 0.5, 0);
  gmx_surface_draw(terrain, &eye, 0, sheet.cr, WIDTH, HEIGHT, sheet.palette, NULL);
  gmx_palette_get_rgb(sheet.palette, "gmx_perturbed", due);
  gmx_surface_place(terrain, &eye, WIDTH, HEIGHT, 0, 0, slope(0, 0), &x, &y);
  gmx_surface_place(terrain, &eye, WIDTH, HEIGHT, 0.5, 0, slope(0.5, 0), &px, &py);
  const double length = hypot(px - x, py - y), u = (px - x) / length, v = (py - y) / length;
  for (int side = -1; side <= 1; side += 2) {
    g_assert_true(is_color(&sheet, px - 8 * u - side * 2.8 * v, py - 8 * v + side * 2.8 * u, due));
    g_assert_false(
        is_color(&sheet, px - 20 * u - side * 2.8 * v, py - 20 * v + side * 2.8 * u, due));
  }
  sheet_close(&sheet);
}

static double part_number(double x, double y) {
  return x > 0.5 ? NAN : 1 + y;
}

/* Where training has broken off there may be no number at all. */
static void test_no_number(void) {
  static const Function functions[] = {no_number, part_number};
  for (gsize i = 0; i < G_N_ELEMENTS(functions); i++) {
    g_autoptr(GmxTerrain) terrain = make(functions[i]);
    const GmxSurfaceEye eye = gmx_surface_eye_default();
    Sheet sheet;
    sheet_open(&sheet, FALSE);
    gmx_terrain_set_perturbed(terrain, 0.2, 0);
    gmx_contour_draw(terrain, sheet.cr, WIDTH, HEIGHT, sheet.palette, NULL);
    gmx_surface_draw(terrain, &eye, 0, sheet.cr, WIDTH, HEIGHT, sheet.palette, NULL);
    g_assert_cmpint(cairo_status(sheet.cr), ==, CAIRO_STATUS_SUCCESS);
    sheet_close(&sheet);
  }
}

/* Files */

typedef struct {
  char *folder;
} Folder;

static void folder_open(Folder *folder, gconstpointer data) {
  folder->folder = g_dir_make_tmp("gmix-test-XXXXXX", NULL);
}

static void folder_close(Folder *folder, gconstpointer data) {
  g_autoptr(GDir) dir = g_dir_open(folder->folder, 0, NULL);
  for (const char *name; (name = g_dir_read_name(dir));) {
    g_autofree char *path = g_build_filename(folder->folder, name, NULL);
    g_unlink(path);
  }
  g_rmdir(folder->folder);
  g_free(folder->folder);
}

static void check_file(Folder *folder, const GmxSurfaceEye *eye, const char *name,
                       const char *begins) {
  g_autoptr(GmxTerrain) terrain = make(hills);
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename(folder->folder, name, NULL), *file = NULL;
  const GmxFigureLook look = {
      .width = 600, .height = 640, .scale = 2, .subtitle = "g-mix, seed 1, step 12"};
  gsize length;
  gmx_terrain_save(terrain, eye, &look, path, &error);
  g_assert_no_error(error);
  g_assert_true(g_file_get_contents(path, &file, &length, NULL));
  g_assert_true(length > 4000);
  g_assert_true(memcmp(file, begins, strlen(begins)) == 0);
  if (g_str_has_suffix(name, ".svg")) {
    g_assert_nonnull(strstr(file, "<title>Loss around the weights: g-mix, seed 1, step 12"));
    g_assert_nonnull(strstr(file, "41 × 41 points"));
  }
}

static void test_pictures_saved(Folder *folder, gconstpointer data) {
  const GmxSurfaceEye eye = gmx_surface_eye_default();
  check_file(folder, NULL, "contour.svg", "<?xml");
  check_file(folder, NULL, "contour.pdf", "%PDF-");
  check_file(folder, NULL, "contour.png", "\x89PNG");
  check_file(folder, &eye, "surface.svg", "<?xml");
  check_file(folder, &eye, "surface.png", "\x89PNG");
}

static void test_wrong_ending(Folder *folder, gconstpointer data) {
  g_autoptr(GmxTerrain) terrain = make(hills);
  g_autoptr(GError) error = NULL;
  g_autofree char *path = g_build_filename(folder->folder, "contour.jpg", NULL);
  const GmxFigureLook look = {.width = 600, .height = 640, .scale = 1};
  g_assert_false(gmx_terrain_save(terrain, NULL, &look, path, &error));
  g_assert_nonnull(strstr(error->message, "contour.jpg"));
  g_assert_nonnull(strstr(error->message, ".svg, .pdf or .png"));
  g_assert_false(g_file_test(path, G_FILE_TEST_EXISTS));
}

/* Results of the engine */

static void test_plane_table(void) {
  double losses[9] = {1, 2, 3, 4, NAN, 6, 7, 8.5, 9};
  const GmxLandscape landscape = {.columns = 3, .rows = 3, .box = {-1, 1, 0, 4}, .losses = losses};
  g_autofree char *text = gmx_landscape_plane_csv(&landscape);
  g_auto(GStrv) lines = g_strsplit(text, "\n", -1);
  g_assert_cmpint(g_strv_length(lines), ==, 10); /* a head, eight that are known, the end */
  g_assert_cmpstr(lines[0], ==, "x,y,loss");
  g_assert_cmpstr(lines[1], ==, "-1,0,1");
  g_assert_cmpstr(lines[4], ==, "-1,2,4");
  g_assert_cmpstr(lines[5], ==, "1,2,6");
  g_assert_cmpstr(lines[7], ==, "0,4,8.5");
}

static void test_lines_table(void) {
  double x[2] = {-0.5, 1}, loss[2] = {0.25, 2};
  GmxLandscapeLine lines[2] = {
      {.axis = GMX_LANDSCAPE_AXIS_EPSILON, .run = 0, .count = 2, .x = x, .loss = loss},
      {.axis = GMX_LANDSCAPE_AXIS_RANDOM, .run = 1, .count = 1, .x = x, .loss = loss}};
  const GmxLandscape landscape = {.lines = lines, .line_count = 2};
  const char *const names[2] = {"g-mix, seed 1", "erm"};
  g_autofree char *text = gmx_landscape_lines_csv(&landscape, names);
  g_assert_cmpstr(text, ==,
                  "run,direction,x,loss\n\"g-mix, seed 1\",epsilon,-0.5,0.25\n"
                  "\"g-mix, seed 1\",epsilon,1,2\nerm,random,-0.5,0.25\n");
}

static void test_curvature_table(void) {
  double eigenvalues[2][GMX_CURVATURE_EIGENVALUES] = {{1, NAN, NAN, NAN, NAN},
                                                      {5, 2, NAN, NAN, NAN}};
  GmxCurvature curvature = {.loss = 0.5,
                            .gradient_norm = NAN,
                            .sharpness = {0.25, NAN, NAN, NAN},
                            .iterations = 2,
                            .eigenvalues = eigenvalues,
                            .trace = 63,
                            .trace_error = NAN};
  GmxCurvature *const both[2] = {&curvature, NULL};
  const char *const names[2] = {"erm", ""};
  g_autofree char *text = gmx_landscape_curvature_csv(both, names);
  g_assert_cmpstr(text, ==,
                  "run,quantity,at,value\nerm,loss,,0.5\nerm,sharpness,0.05,0.25\n"
                  "erm,eigenvalue,1,5\nerm,eigenvalue,2,2\nerm,largest_after,1,1\n"
                  "erm,largest_after,2,5\nerm,trace,,63\n");
}

/* Marks that lie far off a plane are not drawn into it. */
static void test_from_engine(void) {
  double losses[9] = {1, 2, 3, 4, 5, 6, 7, 8, 9};
  GmxLandscapePoint path[2] = {{.x = 0.5, .y = 0.25, .off = 2, .step = 8}, {.x = 0.2, .step = 9}};
  GmxLandscape landscape = {.step = 10,
                            .columns = 3,
                            .rows = 3,
                            .box = {-1, 1, -1, 1},
                            .losses = losses,
                            .filled = losses,
                            .axis = {GMX_LANDSCAPE_AXIS_EPSILON, GMX_LANDSCAPE_AXIS_PATH},
                            .gram = {1, 0, 1},
                            .rho = 0.3,
                            .epsilon = {.x = 0.3},
                            .path = path,
                            .path_count = 2,
                            .path_every = 1,
                            .other = {.x = NAN, .y = NAN}};
  g_autoptr(GmxTerrain) near_plane = gmx_terrain_new_landscape(&landscape, NULL);
  g_assert_cmpfloat(near_plane->perturbed[0], ==, 0.3);
  g_assert_cmpint(near_plane->path_count, ==, 3);
  g_assert_cmpint(near_plane->path_steps, ==, 2);
  g_assert_cmpfloat(near_plane->path_off, ==, 2);
  g_assert_true(isnan(near_plane->other[0]));
  for (int i = 0; i < near_plane->ball_count; i++)
    g_assert_cmpfloat_with_epsilon(hypot(near_plane->ball[2 * i], near_plane->ball[2 * i + 1]), 0.3,
                                   1e-9);
  landscape.axis[0] = landscape.axis[1] = GMX_LANDSCAPE_AXIS_RANDOM;
  landscape.epsilon = (GmxLandscapePoint){.x = 0.01, .off = 0.3};
  path[1].off = 5;
  landscape.other = (GmxLandscapePoint){.x = 0.5, .y = 0.5};
  g_autoptr(GmxTerrain) far_plane = gmx_terrain_new_landscape(&landscape, "erm");
  g_assert_true(isnan(far_plane->perturbed[0]));
  g_assert_cmpint(far_plane->path_count, ==, 0);
  g_assert_cmpfloat(far_plane->other[0], ==, 0.5);
  landscape.filled = NULL;
  g_assert_null(gmx_terrain_new_landscape(&landscape, NULL));
}

int main(int argc, char *argv[]) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/contour/colors", test_colors);
  g_test_add_func("/contour/places", test_contour_places);
  g_test_add_func("/contour/marks", test_marks);
  g_test_add_func("/surface/eye", test_eye);
  g_test_add_func("/surface/from-above", test_from_above);
  g_test_add_func("/surface/places", test_surface_places);
  g_test_add_func("/surface/hidden", test_hidden);
  g_test_add_func("/surface/colors", test_surface);
  g_test_add_func("/surface/order", test_order);
  g_test_add_func("/pictures/surface-arrow", test_surface_arrow);
  g_test_add_func("/pictures/no-number", test_no_number);
  g_test_add("/files/pictures", Folder, NULL, folder_open, test_pictures_saved, folder_close);
  g_test_add("/files/wrong-ending", Folder, NULL, folder_open, test_wrong_ending, folder_close);
  g_test_add_func("/files/plane", test_plane_table);
  g_test_add_func("/files/lines", test_lines_table);
  g_test_add_func("/files/curvature", test_curvature_table);
  g_test_add_func("/results/marks", test_from_engine);
  return g_test_run();
}
