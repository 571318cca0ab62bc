/* SPDX-License-Identifier: GPL-3.0-or-later */
/* Presets: what they hold, their files, and files that are none. No display. */
#include "ui/presets.h"

#include <glib/gstdio.h>

static void check_value(GmxConfig *config, const char *name, const char *due) {
  g_autofree char *value = gmx_config_to_string(config, name);
  g_assert_cmpstr(value, ==, due);
}

static GmxConfig *config_with(const char *const *values) {
  GmxConfig *config = gmx_config_new();
  for (; values[0]; values += 2)
    g_assert_true(gmx_config_set_from_string(config, values[0], values[1], NULL));
  return config;
}

/* How to train, not on what. */
static void test_what_it_holds(void) {
  static const char *const in[] = {"batch",     "augment", "method", "rho",      "beta",
                                   "optimizer", "lr",      "beta2",  "schedule", NULL};
  static const char *const out[] = {"data",   "model", "hidden", "limit",   "label-noise",
                                    "epochs", "seed",  "probe",  "threads", NULL};
  guint count = 0, seen = 0;
  g_autofree GParamSpec **all = gmx_config_list(&count);
  for (guint i = 0; i < count; i++) {
    const gboolean is_in = g_strv_contains(in, all[i]->name);
    const gboolean is_out = g_strv_contains(out, all[i]->name);
    seen += is_in || is_out;
    if (is_in || is_out)
      g_assert_cmpint(gmx_preset_has(all[i]), ==, is_in);
  }
  g_assert_cmpuint(seen, ==, g_strv_length((char **)in) + g_strv_length((char **)out));
}

/* Each published one names its source or says that it has none, and its values are settings. */
static void test_published(void) {
  g_autoptr(GPtrArray) list = gmx_presets_published();
  g_assert_cmpuint(list->len, >=, 3);
  for (guint i = 0; i < list->len; i++) {
    const GmxPreset *preset = g_ptr_array_index(list, i);
    g_assert_true(strstr(preset->title, "arXiv") || strstr(preset->title, "unknown"));
    g_autoptr(GmxConfig) config = gmx_config_new();
    for (char **value = preset->values; *value; value += 2) {
      g_assert_true(gmx_config_set_from_string(config, value[0], value[1], NULL));
      check_value(config, value[0], value[1]);
    }
    g_assert_true(gmx_config_validate(config, NULL));
  }
  const GmxPreset *mixup = g_ptr_array_index(list, 0);
  const char *const other[] = {"method", "asam", "optimizer", "adamw", "model", "mlp", NULL};
  g_autoptr(GmxConfig) present = config_with(other);
  g_autoptr(GmxConfig) config = gmx_preset_apply(mixup, present);
  check_value(config, "method", "mixup");
  check_value(config, "optimizer", "sgd");
  check_value(config, "lr", "0.1");
  check_value(config, "model", "mlp");
  check_value(present, "method", "asam");
}

static char *new_folder(void) {
  g_autofree char *base = g_dir_make_tmp("gmix-test-XXXXXX", NULL);
  g_assert_nonnull(base);
  return g_build_filename(base, "presets", NULL); /* made when it is needed */
}

static void remove_folder(char *folder) {
  g_autoptr(GDir) dir = g_dir_open(folder, 0, NULL);
  for (const char *name; dir && (name = g_dir_read_name(dir));) {
    g_autofree char *path = g_build_filename(folder, name, NULL);
    g_unlink(path);
  }
  g_autofree char *base = g_path_get_dirname(folder);
  g_rmdir(folder);
  g_rmdir(base);
  g_free(folder);
}

static void check_list(const char *folder, const char *names, const char *lines) {
  g_auto(GStrv) wrong = NULL;
  g_autoptr(GPtrArray) list = gmx_presets_load(folder, &wrong);
  g_autoptr(GString) text = g_string_new(NULL);
  for (guint i = 0; i < list->len; i++)
    g_string_append_printf(text, "%s;", ((GmxPreset *)g_ptr_array_index(list, i))->title);
  g_autofree char *said = g_strjoinv("; ", wrong);
  g_assert_cmpstr(text->str, ==, names);
  g_assert_cmpstr(said, ==, lines);
}

/* What is kept comes back exactly, over whatever stands; a name can be used again. */
static void test_save(void) {
  char *folder = new_folder();
  const char *const mine[] = {"model", "mlp",   "batch", "64",  "method",    "dg-mix",
                              "beta",  "-0.4",  "gamma", "0.7", "optimizer", "adamw",
                              "lr",    "0.003", "seed",  "7",   NULL};
  const char *const other[] = {"method", "erm", "lr", "0.5", "seed", "3", NULL};
  g_autoptr(GmxConfig) config = config_with(mine);
  g_autoptr(GmxConfig) present = config_with(other);
  g_auto(GStrv) wrong = NULL;
  GError *error = NULL;
  check_list(folder, "", "");
  g_assert_true(gmx_preset_save(folder, "DG, slow & sure", present, &error));
  g_assert_true(gmx_preset_save(folder, "DG, slow & sure", config, &error));
  g_assert_true(gmx_preset_save(folder, "Another_one", present, &error));
  g_assert_no_error(error);
  check_list(folder, "Another_one;DG, slow & sure;", "");
  g_autoptr(GPtrArray) list = gmx_presets_load(folder, &wrong);
  g_autoptr(GmxConfig) applied = gmx_preset_apply(g_ptr_array_index(list, 1), present);
  check_value(applied, "batch", "64");
  check_value(applied, "method", "dg-mix");
  check_value(applied, "beta", "-0.4");
  check_value(applied, "gamma", "0.7");
  check_value(applied, "optimizer", "adamw");
  check_value(applied, "lr", "0.003");
  check_value(applied, "model", "cnn");
  check_value(applied, "seed", "3");
  g_assert_true(gmx_preset_delete(folder, "DG, slow & sure", &error));
  check_list(folder, "Another_one;", "");
  g_assert_false(gmx_preset_delete(folder, "DG, slow & sure", &error));
  g_assert_nonnull(strstr(error->message, "DG, slow & sure.json can't be deleted"));
  g_clear_error(&error);
  remove_folder(folder);
}

static void test_names(void) {
  char *folder = new_folder();
  g_autofree char *endless = g_strnfill(200, 'x');
  const char *const bad[] = {"", ".hidden", "../up", "a/b", "two\nlines", endless};
  g_autoptr(GmxConfig) config = gmx_config_new();
  for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
    g_autoptr(GError) error = NULL;
    g_assert_false(gmx_preset_save(folder, bad[i], config, &error));
    g_assert_error(error, GMX_CONFIG_ERROR, GMX_CONFIG_ERROR_VALUE);
  }
  g_assert_false(g_file_test(folder, G_FILE_TEST_EXISTS));
  remove_folder(folder);
}

static void write_file(const char *folder, const char *file, const char *text) {
  g_autofree char *path = g_build_filename(folder, file, NULL);
  g_mkdir_with_parents(folder, 0700);
  g_assert_true(g_file_set_contents(path, text, -1, NULL));
}

/* A bad file is left out with one line that names it; the others are there. */
static void test_bad_files(void) {
  static const struct {
    const char *text, *line;
  } bad[] = {
      {"{\"rh\": 0.1}", "bad.json: there is no setting “rh”"},
      {"{\"rho\": 99}", "bad.json: rho must be a number from 0 to 10, not “99”"},
      {"{\"data\": \"shapes\"}",
       "bad.json: “data” is no part of a preset, which says how to train and not on what"},
      {"[0.1]", "bad.json: it must be a JSON object of settings"},
      {"", "bad.json: it must be a JSON object of settings"},
      {"{\"perturb\": \"none\", \"combine\": \"orthogonal\"}",
       "bad.json: combine orthogonal needs a perturbation (without one every sharpness is 0): "
       "choose perturb sam or asam, or combine all"},
  };
  char *folder = new_folder();
  write_file(folder, "good.json", "{\"rho\": 0.1}");
  write_file(folder, "notes.txt", "not a preset");
  for (gsize i = 0; i < G_N_ELEMENTS(bad); i++) {
    write_file(folder, "bad.json", bad[i].text);
    check_list(folder, "good;", bad[i].line);
  }
  write_file(folder, "bad.json", "{\"rho\": ");
  g_auto(GStrv) wrong = NULL;
  g_autoptr(GPtrArray) list = gmx_presets_load(folder, &wrong);
  g_assert_cmpuint(list->len, ==, 1);
  g_assert_cmpuint(g_strv_length(wrong), ==, 1);
  g_assert_true(g_str_has_prefix(wrong[0], "bad.json: 1:"));
  g_assert_null(strchr(wrong[0], '\n'));
  g_autoptr(GmxConfig) config = gmx_config_new(); /* and what it leaves out stays */
  g_object_set(config, "lr", 0.7, NULL);
  g_autoptr(GmxConfig) applied = gmx_preset_apply(g_ptr_array_index(list, 0), config);
  check_value(applied, "rho", "0.1");
  check_value(applied, "lr", "0.7");
  remove_folder(folder);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/presets/what-it-holds", test_what_it_holds);
  g_test_add_func("/presets/published", test_published);
  g_test_add_func("/presets/save", test_save);
  g_test_add_func("/presets/names", test_names);
  g_test_add_func("/presets/bad-files", test_bad_files);
  return g_test_run();
}
