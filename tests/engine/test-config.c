/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The settings: ranges, presets, conflicts, text and JSON, formulas. */
#include "engine/train/config.h"
#include "engine/train/text.h"

#include <math.h>

static void assert_text(GmxConfig *config, const char *name, const char *wanted) {
  g_autofree char *text = gmx_config_to_string(config, name);

  g_assert_cmpstr(text, ==, wanted);
}

static void set(GmxConfig *config, const char *name, const char *text) {
  g_autoptr(GError) error = NULL;

  gmx_config_set_from_string(config, name, text, &error);
  g_assert_no_error(error);
}

/* @text is refused with one line that begins with the setting's name, and nothing has changed. */
static void refuse(GmxConfig *config, const char *name, const char *text) {
  g_autoptr(GmxConfig) before = gmx_config_copy(config);
  g_autoptr(GError) error = NULL;

  g_assert_false(gmx_config_set_from_string(config, name, text, &error));
  g_assert_error(error, GMX_CONFIG_ERROR, GMX_CONFIG_ERROR_VALUE);
  g_assert_true(g_str_has_prefix(error->message, name));
  g_assert_null(strchr(error->message, '\n'));
  g_assert_true(gmx_config_equal(before, config));
}

static void test_defaults(void) {
  static const char *const wanted[][2] = {
      {"data", "shapes"},
      {"points", "400"},
      {"noise", "0.15"},
      {"imbalance", "0"},
      {"model", "cnn"},
      {"hidden", "256,128"},
      {"batch", "128"},
      {"augment", "false"},
      {"label-noise", "0"},
      {"limit", "0"},
      {"method", "g-mix"},
      {"mix", "mixup"},
      {"alpha", "1"},
      {"perturb", "sam"},
      {"rho", "0.05"},
      {"eta", "0.01"},
      {"combine", "all"},
      {"gamma", "0.5"},
      {"beta", "0.5"},
      {"keep", "sharp"},
      {"optimizer", "sgd"},
      {"lr", "0.1"},
      {"momentum", "0.9"},
      {"beta2", "0.999"},
      {"nesterov", "false"},
      {"epochs", "10"},
      {"schedule", "cosine"},
      {"decay-every", "30"},
      {"decay-factor", "0.1"},
      {"steps", "0"},
      {"patience", "0"},
      {"seed", "1"},
      {"checkpoint-every", "60"},
      {"probe", "512"},
      {"threads", "0"},
      {"weight-decay", "0.0005"},
      {"lambda-per-example", "false"},
      {"evaluate-training", "10000"},
      {"intrusion", "true"},
      {"record-every", "1"},
      {"record-memory", "128"},
  };
  g_autoptr(GmxConfig) config = gmx_config_new();
  g_autofree GParamSpec **list = NULL;
  guint count;

  list = gmx_config_list(&count);
  g_assert_cmpuint(count, ==, G_N_ELEMENTS(wanted));
  for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++)
    assert_text(config, wanted[i][0], wanted[i][1]);
}

static void test_words(void) {
  g_autofree GParamSpec **list = NULL;
  guint count;

  list = gmx_config_list(&count);
  for (guint i = 0; i < count; i++) {
    const char *blurb = g_param_spec_get_blurb(list[i]);
    const GmxSettingInfo *info = gmx_setting_info(list[i]);

    g_assert_cmpuint(strlen(blurb), >, 10);
    g_assert_true(g_str_has_suffix(blurb, "."));
    g_assert_cmpstr(g_param_spec_get_nick(list[i]), !=, list[i]->name);
    g_assert_nonnull(info);
    g_assert_nonnull(info->group);
    g_assert_cmpfloat(info->slider_min, <=, info->slider_max);
    if (info->slider_max > 0) {
      g_assert_cmpfloat(info->slider_min, >=, G_PARAM_SPEC_DOUBLE(list[i])->minimum);
      g_assert_cmpfloat(info->slider_max, <=, G_PARAM_SPEC_DOUBLE(list[i])->maximum);
    }
  }
}

static void check_bounds(const char *name, double least, double most, double beyond) {
  g_autoptr(GmxConfig) config = gmx_config_new();
  char text[GMX_NUMBER_SIZE];

  set(config, name, gmx_number_shortest(least, text));
  assert_text(config, name, text);
  set(config, name, gmx_number_shortest(most, text));
  assert_text(config, name, text);
  refuse(config, name, gmx_number_shortest(least - beyond, text));
  refuse(config, name, gmx_number_shortest(most + beyond, text));
  refuse(config, name, "");
  refuse(config, name, "x");
  refuse(config, name, "0.5x");
  refuse(config, name, "nan");
  refuse(config, name, "inf");
  refuse(config, name, "-inf");
  refuse(config, name, "1e999");
}

/* Both ends of every range are taken, and nothing beyond them. */
static void test_ranges(void) {
  g_autofree GParamSpec **list = NULL;
  guint count;

  list = gmx_config_list(&count);
  for (guint i = 0; i < count; i++) {
    if (G_IS_PARAM_SPEC_INT(list[i]))
      check_bounds(list[i]->name, G_PARAM_SPEC_INT(list[i])->minimum,
                   G_PARAM_SPEC_INT(list[i])->maximum, 1);
    else if (G_IS_PARAM_SPEC_DOUBLE(list[i]))
      check_bounds(list[i]->name, G_PARAM_SPEC_DOUBLE(list[i])->minimum,
                   G_PARAM_SPEC_DOUBLE(list[i])->maximum, 1e-7);
  }
}

static void test_range_values(void) {
  static const struct {
    const char *name;
    double least, most;
  } wanted[] = {
      {"alpha", 0, 16},  {"rho", 0, 10},        {"gamma", 0.01, 0.99}, {"beta", -4, 4},
      {"lr", 1e-6, 100}, {"epochs", 1, 100000}, {"batch", 2, 4096},    {"label-noise", 0, 1},
  };
  for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++)
    check_bounds(
        wanted[i].name, wanted[i].least, wanted[i].most,
        g_str_equal(wanted[i].name, "epochs") || g_str_equal(wanted[i].name, "batch") ? 1 : 1e-7);
}

static void test_words_refused(void) {
  g_autoptr(GmxConfig) config = gmx_config_new();
  g_autoptr(GError) error = NULL;

  refuse(config, "mix", "cutmix");
  refuse(config, "perturb", "SAM");
  refuse(config, "combine", "");
  refuse(config, "method", "gmix");
  refuse(config, "model", "vgg");
  refuse(config, "augment", "perhaps");
  refuse(config, "data", "");
  refuse(config, "batch", "64.0");
  g_assert_false(gmx_config_set_from_string(config, "label_noise", "0", &error));
  g_assert_error(error, GMX_CONFIG_ERROR, GMX_CONFIG_ERROR_UNKNOWN);
}

static void test_properties_refused(void) {
  g_autoptr(GmxConfig) config = gmx_config_new();

  g_test_expect_message("GLib-GObject", G_LOG_LEVEL_WARNING, "*out of range for property 'rho'*");
  g_object_set(config, "rho", NAN, NULL);
  g_test_expect_message("GLib-GObject", G_LOG_LEVEL_WARNING, "*out of range for property 'lr'*");
  g_object_set(config, "lr", INFINITY, NULL);
  g_test_expect_message(NULL, G_LOG_LEVEL_WARNING, "model must be one of *");
  g_object_set(config, "model", "vgg", NULL);
  g_test_assert_expected_messages();
  assert_text(config, "rho", "0.05");
  assert_text(config, "lr", "0.1");
  assert_text(config, "model", "cnn");
}

static void test_hidden(void) {
  g_autoptr(GmxConfig) config = gmx_config_new();
  g_autoptr(GError) error = NULL;
  g_autofree int *widths = NULL;
  int count = 0;

  set(config, "hidden", "7, 4096,1");
  widths = gmx_config_get_hidden(config, &count, &error);
  g_assert_no_error(error);
  g_assert_cmpint(count, ==, 3);
  g_assert_cmpint(widths[0], ==, 7);
  g_assert_cmpint(widths[1], ==, 4096);
  g_assert_cmpint(widths[2], ==, 1);
  set(config, "hidden", "1,2,3,4,5,6,7,8");
  refuse(config, "hidden", "1,2,3,4,5,6,7,8,9");
  refuse(config, "hidden", "4097");
  refuse(config, "hidden", "0");
  refuse(config, "hidden", "-5");
  refuse(config, "hidden", "");
  refuse(config, "hidden", "5,,6");
  refuse(config, "hidden", "5,");
}

/* The table of docs/methods.md, section 1. */
static void test_presets(void) {
  static const struct {
    const char *method, *mix, *perturb, *combine, *gamma, *beta, *rho;
  } wanted[] = {
      {"erm", "none", "none", "all", "0.5", "0.5", "0.05"},
      {"mixup", "mixup", "none", "all", "0.5", "0.5", "0.05"},
      {"sam", "none", "sam", "all", "0.5", "0.5", "0.05"},
      {"g-mix", "mixup", "sam", "all", "0.5", "0.5", "0.05"},
      {"bg-mix", "mixup", "sam", "sharp-only", "0.8", "0.5", "0.05"},
      {"dg-mix", "mixup", "sam", "orthogonal", "0.5", "0.5", "0.05"},
      {"esam-sds", "none", "sam", "sharp-only", "0.5", "0.5", "0.05"},
      {"asam", "none", "asam", "all", "0.5", "0.5", "0.5"},
  };
  g_autoptr(GmxConfig) config = gmx_config_new();

  g_assert_cmpuint(g_strv_length((char **)gmx_method_names()), ==, G_N_ELEMENTS(wanted));
  for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
    g_assert_cmpstr(gmx_method_names()[i], ==, wanted[i].method);
    g_assert_cmpstr(gmx_method_title(wanted[i].method), !=, "Custom");
    g_assert_nonnull(gmx_method_blurb(wanted[i].method));
    set(config, "method", wanted[i].method);
    assert_text(config, "method", wanted[i].method);
    assert_text(config, "mix", wanted[i].mix);
    assert_text(config, "perturb", wanted[i].perturb);
    assert_text(config, "combine", wanted[i].combine);
    assert_text(config, "gamma", wanted[i].gamma);
    assert_text(config, "beta", wanted[i].beta);
    assert_text(config, "rho", wanted[i].rho);
  }
}

static void count_notify(GObject *object, GParamSpec *setting, gpointer data) {
  (*(int *)data)++;
}

static void test_method_follows_axes(void) {
  g_autoptr(GmxConfig) config = gmx_config_new();
  int methods = 0, gammas = 0;

  g_signal_connect(config, "notify::method", G_CALLBACK(count_notify), &methods);
  g_signal_connect(config, "notify::gamma", G_CALLBACK(count_notify), &gammas);
  set(config, "gamma", "0.3");
  assert_text(config, "method", "g-mix");
  g_assert_cmpint(methods, ==, 0);
  set(config, "combine", "orthogonal");
  assert_text(config, "method", "dg-mix");
  assert_text(config, "gamma", "0.3");
  g_assert_cmpint(methods, ==, 1);
  set(config, "combine", "flat-at-w");
  assert_text(config, "method", "custom");
  g_assert_cmpint(methods, ==, 2);
  set(config, "method", "custom");
  assert_text(config, "combine", "flat-at-w");
  g_assert_cmpint(methods, ==, 2);
  set(config, "method", "bg-mix");
  g_assert_cmpint(methods, ==, 3);
  g_assert_cmpint(gammas, ==, 2);
  /* The value that stands is no change. */
  set(config, "method", "bg-mix");
  set(config, "gamma", "0.8");
  g_assert_cmpint(methods, ==, 3);
  g_assert_cmpint(gammas, ==, 2);
}

/* ρ is reset between sam and asam alone. */
static void test_rho_follows_kind(void) {
  g_autoptr(GmxConfig) config = gmx_config_new();

  set(config, "rho", "0.2");
  set(config, "method", "erm");
  assert_text(config, "rho", "0.2");
  set(config, "method", "dg-mix");
  assert_text(config, "rho", "0.2");
  set(config, "perturb", "none");
  set(config, "perturb", "asam");
  assert_text(config, "rho", "0.5");
  set(config, "rho", "1.5");
  set(config, "perturb", "asam");
  assert_text(config, "rho", "1.5");
  set(config, "perturb", "sam");
  assert_text(config, "rho", "0.05");
}

static void assert_texts(GmxConfig *config, const char *model, const char *hidden,
                         const char *batch, const char *epochs, const char *probe) {
  assert_text(config, "model", model);
  assert_text(config, "hidden", hidden);
  assert_text(config, "batch", batch);
  assert_text(config, "epochs", epochs);
  assert_text(config, "probe", probe);
}

/* Points bring a network and sizes of their own, images bring theirs back; from one set of points
 * to another, or from images to images, all stays. */
static void test_data_brings_sizes(void) {
  static const char *const points[] = {"circles", "/some/Where.CSV", "stripes"};
  g_autoptr(GmxConfig) config = gmx_config_new();

  set(config, "batch", "64");
  set(config, "data", "fashion-mnist");
  assert_texts(config, "cnn", "256,128", "64", "10", "512");
  set(config, "data", "moons");
  assert_texts(config, "mlp", "32,32", "32", "200", "128");
  set(config, "hidden", "8");
  set(config, "batch", "10");
  for (gsize i = 0; i < G_N_ELEMENTS(points); i++)
    set(config, "data", points[i]);
  assert_texts(config, "mlp", "8", "10", "200", "128");
  set(config, "data", "/some/folder");
  assert_texts(config, "cnn", "256,128", "128", "10", "512");
  g_assert_cmpstr(gmx_setting_comes_with("batch"), ==, "data");
  g_assert_cmpstr(gmx_setting_comes_with("lr"), ==, "optimizer");
  g_assert_null(gmx_setting_comes_with("rho"));
}

/* The data set is what the settings say of it. */
static void test_load_dataset(void) {
  g_autoptr(GmxConfig) config = gmx_config_new();
  g_autoptr(GmxDataset) dataset = NULL, other = NULL;

  set(config, "data", "xor");
  set(config, "points", "30");
  set(config, "noise", "0");
  set(config, "imbalance", "0.5");
  dataset = gmx_config_load_dataset(config, NULL, NULL, NULL, NULL);
  g_assert_cmpint(gmx_dataset_get_count(dataset, GMX_SPLIT_TRAIN), ==, 30);
  for (int i = 0; i < 15; i++) {
    const float *point = gmx_dataset_get_point(dataset, GMX_SPLIT_TEST, i);
    const gboolean same = (point[0] > 0) == (point[1] > 0);

    g_assert_cmpint(gmx_dataset_get_label(dataset, GMX_SPLIT_TEST, i), ==, !same);
  }
  set(config, "seed", "2");
  other = gmx_config_load_dataset(config, NULL, NULL, NULL, NULL);
  g_assert_cmpstr(gmx_dataset_get_checksum(dataset), !=, gmx_dataset_get_checksum(other));
}

static void test_conflict(void) {
  static const char *const combines[] = {"sharp-only", "flat-at-w", "orthogonal"};
  g_autoptr(GmxConfig) config = gmx_config_new();

  set(config, "perturb", "none");
  g_assert_true(gmx_config_validate(config, NULL));
  for (gsize i = 0; i < G_N_ELEMENTS(combines); i++) {
    g_autoptr(GError) error = NULL;

    set(config, "perturb", "none");
    set(config, "combine", combines[i]);
    g_assert_false(gmx_config_validate(config, &error));
    g_assert_error(error, GMX_CONFIG_ERROR, GMX_CONFIG_ERROR_CONFLICT);
    g_assert_nonnull(strstr(error->message, combines[i]));
    g_assert_nonnull(strstr(error->message, "needs a perturbation"));
    set(config, "perturb", "asam");
    g_assert_true(gmx_config_validate(config, NULL));
  }
}

static void test_step_options(void) {
  g_autoptr(GmxConfig) config = gmx_config_new();
  GmxStepOptions options;

  set(config, "method", "dg-mix");
  set(config, "perturb", "asam");
  set(config, "rho", "0.75");
  set(config, "eta", "0.02");
  set(config, "gamma", "0.25");
  set(config, "beta", "-0.5");
  set(config, "keep", "flat");
  options = gmx_config_get_step_options(config);
  g_assert_cmpint(options.perturb, ==, GMX_PERTURB_ASAM);
  g_assert_cmpint(options.combine, ==, GMX_COMBINE_ORTHOGONAL);
  g_assert_cmpint(options.keep, ==, GMX_KEEP_FLAT);
  g_assert_cmpfloat(options.rho, ==, 0.75);
  g_assert_cmpfloat(options.eta, ==, 0.02);
  g_assert_cmpfloat(options.gamma, ==, 0.25);
  g_assert_cmpfloat(options.beta, ==, -0.5);
}

/* Every setting away from its default. */
static GmxConfig *make_odd(void) {
  static const char *const odd[][2] = {
      {"data", "/data/a “b”\\\n\"c\""},
      {"model", "mlp"},
      {"hidden", "5"},
      {"batch", "33"},
      {"augment", "true"},
      {"label-noise", "0.1"},
      {"limit", "77"},
      {"mix", "none"},
      {"alpha", "0.30000000000000004"},
      {"lambda-per-example", "true"},
      {"perturb", "asam"},
      {"rho", "0.7"},
      {"eta", "0.125"},
      {"combine", "flat-at-w"},
      {"gamma", "0.333"},
      {"beta", "-1.5"},
      {"keep", "flat"},
      {"lr", "1e-05"},
      {"momentum", "0"},
      {"nesterov", "true"},
      {"weight-decay", "0"},
      {"schedule", "step"},
      {"decay-every", "3"},
      {"decay-factor", "0.5"},
      {"epochs", "99"},
      {"steps", "1000000000"},
      {"seed", "2147483647"},
      {"probe", "0"},
      {"evaluate-training", "0"},
      {"intrusion", "false"},
      {"threads", "3"},
      {"record-every", "50"},
      {"record-memory", "0"},
  };
  GmxConfig *config = gmx_config_new();

  for (gsize i = 0; i < G_N_ELEMENTS(odd); i++) {
    set(config, odd[i][0], odd[i][1]);
    assert_text(config, odd[i][0], odd[i][1]);
  }
  return config;
}

static void test_json_round_trip(void) {
  g_autoptr(GmxConfig) config = make_odd();
  g_autoptr(JsonNode) node = gmx_config_to_json(config);
  g_autofree char *text = gmx_json_to_text(node, TRUE);
  g_autoptr(JsonNode) read = json_from_string(text, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxConfig) back = gmx_config_from_json(read, &error);
  g_autoptr(GmxConfig) standard = gmx_config_new();

  g_assert_no_error(error);
  g_assert_true(gmx_config_equal(config, back));
  g_assert_false(gmx_config_equal(config, standard));
  g_assert_true(gmx_config_agree(config, back, "seed"));
  g_assert_false(gmx_config_agree(config, standard, "seed"));
  g_assert_nonnull(strstr(text, "\"alpha\": 0.30000000000000004"));
  g_assert_nonnull(strstr(text, "\"label-noise\": 0.1,"));
}

static void check_json(const char *text, const char *name, const char *wanted) {
  g_autoptr(JsonNode) node = json_from_string(text, NULL);
  g_autoptr(GError) error = NULL;
  g_autoptr(GmxConfig) config = gmx_config_from_json(node, &error);

  g_assert_no_error(error);
  assert_text(config, name, wanted);
}

static void refuse_json(const char *text, int code, const char *named) {
  g_autoptr(JsonNode) node = json_from_string(text, NULL);
  g_autoptr(GError) error = NULL;

  g_assert_null(gmx_config_from_json(node, &error));
  g_assert_error(error, GMX_CONFIG_ERROR, code);
  g_assert_nonnull(strstr(error->message, named));
}

static void test_json_members(void) {
  /* What is said of a parameter stands, wherever the method is named. */
  check_json("{\"gamma\": 0.3, \"rho\": 2, \"method\": \"bg-mix\"}", "gamma", "0.3");
  check_json("{\"rho\": 2, \"perturb\": \"asam\"}", "rho", "2");
  check_json("{\"method\": \"bg-mix\"}", "gamma", "0.8");
  check_json("{\"combine\": \"all\", \"method\": \"bg-mix\"}", "method", "g-mix");
  refuse_json("{\"gama\": 0.3}", GMX_CONFIG_ERROR_UNKNOWN, "gama");
  refuse_json("{\"label_noise\": 0.3}", GMX_CONFIG_ERROR_UNKNOWN, "label_noise");
  refuse_json("{\"gamma\": 3}", GMX_CONFIG_ERROR_VALUE, "gamma");
  refuse_json("{\"gamma\": null}", GMX_CONFIG_ERROR_VALUE, "gamma");
  refuse_json("{\"gamma\": [0.3]}", GMX_CONFIG_ERROR_VALUE, "gamma");
  refuse_json("{\"batch\": 128.5}", GMX_CONFIG_ERROR_VALUE, "batch");
  refuse_json("{\"batch\": 9000000000}", GMX_CONFIG_ERROR_VALUE, "batch");
  refuse_json("[]", GMX_CONFIG_ERROR_VALUE, "object");
  refuse_json("{\"perturb\": \"none\", \"combine\": \"orthogonal\"}", GMX_CONFIG_ERROR_CONFLICT,
              "orthogonal");
}

static void assert_markup(const char *markup) {
  static const GMarkupParser parser = {NULL};
  g_autofree char *document = g_strconcat("<m>", markup, "</m>", NULL);
  g_autoptr(GMarkupParseContext) context = g_markup_parse_context_new(&parser, 0, NULL, NULL);
  g_autoptr(GError) error = NULL;

  g_markup_parse_context_parse(context, document, -1, &error);
  g_assert_no_error(error);
  g_assert_true(g_markup_parse_context_end_parse(context, &error));
  /* A hyphen is no minus. */
  g_assert_null(strchr(markup, '-'));
}

static void test_formulas(void) {
  static const char *const with[] = {"mix",     "alpha", "perturb", "rho", "eta",
                                     "combine", "gamma", "beta",    "lr",  "schedule"};
  static const char *const methods[] = {"erm", "bg-mix", "dg-mix", "asam"};
  g_autoptr(GmxConfig) config = gmx_config_new();

  for (gsize m = 0; m < G_N_ELEMENTS(methods); m++)
    for (gsize i = 0; i < G_N_ELEMENTS(with); i++) {
      set(config, "method", methods[m]);
      g_assert_nonnull(gmx_config_formula(config, with[i]));
      assert_markup(gmx_config_formula(config, with[i]));
    }
  g_assert_null(gmx_config_formula(config, "seed"));
  set(config, "method", "dg-mix");
  g_assert_cmpstr(gmx_config_formula(config, "alpha"), ==,
                  "λ ~ Beta(α, α),  x̃ = λ x + (1 − λ) x<sub>π</sub>");
  g_assert_cmpstr(gmx_config_formula(config, "rho"), ==, "ε̂ = ρ g / ‖g‖<sub>2</sub>");
  g_assert_cmpstr(gmx_config_formula(config, "gamma"), ==,
                  "S: the γB examples of largest s<sub>i</sub>");
  g_assert_cmpstr(gmx_config_formula(config, "beta"), ==,
                  "g = g<sub>S</sub> + β (g<sub>F</sub> − proj<sub>S</sub> g<sub>F</sub>)");
  set(config, "perturb", "asam");
  g_assert_nonnull(strstr(gmx_config_formula(config, "rho"), "T²"));
  set(config, "keep", "flat");
  set(config, "combine", "sharp-only");
  g_assert_cmpstr(gmx_config_formula(config, "combine"), ==, "g = g<sub>F</sub>");
}

static void test_numbers(void) {
  static const struct {
    double value;
    const char *shortest, *csv;
  } wanted[] = {
      {0.05, "0.05", "0.05"},
      {10, "10", "10"},
      {1e-6, "1e-06", "1e-06"},
      {-0.0, "-0", "-0"},
      {NAN, "nan", ""},
      {-INFINITY, "-inf", "-inf"},
      {1.0 / 3, "0.3333333333333333", "0.333333333"},
      {2147483647, "2147483647", "2.14748365e+09"},
      {0.1f, "0.10000000149011612", "0.100000001"},
  };
  char text[GMX_NUMBER_SIZE];

  for (gsize i = 0; i < G_N_ELEMENTS(wanted); i++) {
    g_assert_cmpstr(gmx_number_shortest(wanted[i].value, text), ==, wanted[i].shortest);
    g_assert_cmpstr(gmx_number_csv(wanted[i].value, text), ==, wanted[i].csv);
  }
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/config/defaults", test_defaults);
  g_test_add_func("/config/words", test_words);
  g_test_add_func("/config/ranges", test_ranges);
  g_test_add_func("/config/range-values", test_range_values);
  g_test_add_func("/config/words-refused", test_words_refused);
  g_test_add_func("/config/properties-refused", test_properties_refused);
  g_test_add_func("/config/hidden", test_hidden);
  g_test_add_func("/config/presets", test_presets);
  g_test_add_func("/config/method-follows-axes", test_method_follows_axes);
  g_test_add_func("/config/rho-follows-kind", test_rho_follows_kind);
  g_test_add_func("/config/data-brings-sizes", test_data_brings_sizes);
  g_test_add_func("/config/load-dataset", test_load_dataset);
  g_test_add_func("/config/conflict", test_conflict);
  g_test_add_func("/config/step-options", test_step_options);
  g_test_add_func("/config/json-round-trip", test_json_round_trip);
  g_test_add_func("/config/json-members", test_json_members);
  g_test_add_func("/config/formulas", test_formulas);
  g_test_add_func("/config/numbers", test_numbers);
  return g_test_run();
}
