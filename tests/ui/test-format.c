/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The window's words and rules that need no display: numbers, names, events, which setting acts,
 * and calls that must not come too often. */
#include "ui/format.h"
#include "ui/setting-rules.h"
#include "ui/throttle.h"

#include <math.h>

static void check_text(char *text, const char *expected) {
  g_assert_cmpstr(text, ==, expected);
  g_free(text);
}

static void test_numbers(void) {
  check_text(gmx_format_count(6512), "6\u2009512");
  check_text(gmx_format_count(1234567), "1\u2009234\u2009567");
  check_text(gmx_format_percent(0.809, 1), "80.9\u2009%");
  check_text(gmx_format_duration(506), "8:26");
  check_text(gmx_format_duration(3723.4), "1:02:03");
  check_text(gmx_format_duration(59.6), "1:00");
  check_text(gmx_format_duration(NAN), "–");
}

static GParamSpec *find_setting(const char *name) {
  guint count = 0;
  g_autofree GParamSpec **specs = gmx_config_list(&count);
  for (guint i = 0; i < count; i++)
    if (g_str_equal(specs[i]->name, name))
      return specs[i];
  g_assert_not_reached();
}

/* A small learning rate is not shown as 0.00. */
static void test_setting_values(void) {
  check_text(gmx_format_setting(find_setting("lr"), 0.1), "0.10");
  check_text(gmx_format_setting(find_setting("lr"), 0.00123), "0.00123");
  check_text(gmx_format_setting(find_setting("beta"), -0.5), "\u22120.50");
  check_text(gmx_format_setting(find_setting("rho"), 0), "0.00");
}

static void test_events(void) {
  GmxEventRecord rho = {4300, (char *)"rho", (char *)"0.05", (char *)"0.1"};
  GmxEventRecord perturb = {7, (char *)"perturb", (char *)"none", (char *)"sam"};
  check_text(gmx_format_event(&rho), "ρ 0.05 → 0.10");
  check_text(gmx_format_event(&perturb), "perturb none → SAM");
  check_text(gmx_describe_event(&rho, "4"),
             "Radius of the climb was raised from 0.05 to 0.10 at step 4.");
  check_text(gmx_describe_event(&perturb, "7"), "Perturb was changed from none to SAM at step 7.");
}

static void test_names(void) {
  check_text(gmx_method_short_title("dg-mix"), "DG-Mix");
  check_text(gmx_method_short_title("g-mix"), "G-Mix");
  g_autoptr(GmxConfig) config = gmx_config_new();
  g_assert_true(gmx_config_set_from_string(config, "method", "dg-mix", NULL));
  check_text(gmx_method_axes(config), "mixup, SAM, orthogonal");
  g_assert_true(gmx_config_set_from_string(config, "method", "erm", NULL));
  check_text(gmx_method_axes(config), "no mixing, no climb, all examples");
}

static void check_acts(const char *method, const char *acting, const char *idle) {
  g_autoptr(GmxConfig) config = gmx_config_new();
  g_auto(GStrv) on = g_strsplit(acting, " ", -1), off = g_strsplit(idle, " ", -1);
  g_assert_true(gmx_config_set_from_string(config, "method", method, NULL));
  for (char **name = on; *name && **name; name++)
    g_assert_true(gmx_setting_acts(config, *name));
  for (char **name = off; *name && **name; name++)
    g_assert_false(gmx_setting_acts(config, *name));
}

static void test_rules(void) {
  check_acts("erm", "lr batch", "alpha rho gamma eta beta keep");
  check_acts("mixup", "alpha", "rho gamma eta beta keep");
  check_acts("g-mix", "alpha rho gamma", "eta beta keep");
  check_acts("bg-mix", "alpha rho gamma keep", "eta beta");
  check_acts("dg-mix", "alpha rho gamma beta keep", "eta");
  check_acts("asam", "rho eta gamma", "alpha beta");
}

/* In "all" γ only moves what is shown, and the row says so. */
static void test_remark(void) {
  g_autoptr(GmxConfig) config = gmx_config_new();
  g_assert_nonnull(gmx_setting_remark(config, "gamma"));
  g_assert_true(gmx_config_set_from_string(config, "combine", "orthogonal", NULL));
  g_assert_null(gmx_setting_remark(config, "gamma"));
}

/* A network that is not in the list of choices is added, so that its row can show it. */
static void test_choices(void) {
  g_autoptr(GmxConfig) config = gmx_config_new();
  g_assert_true(gmx_config_set_from_string(config, "model", "resnet-26", NULL));
  g_auto(GStrv) models = gmx_setting_choices(config, "model");
  g_assert_true(g_strv_contains((const char *const *)models, "resnet-26"));
  g_assert_true(g_strv_contains((const char *const *)models, "cnn"));
  g_assert_null(gmx_setting_choices(config, "hidden"));
}

static void count_call(gpointer data) {
  ++*(int *)data;
}

/* The first call acts at once; those that follow come together, and none is lost. */
static void test_throttle(void) {
  int calls = 0;
  GmxThrottle throttle;
  gmx_throttle_init(&throttle, 20, count_call, &calls);
  for (int i = 0; i < 5; i++)
    gmx_throttle_call(&throttle);
  g_assert_cmpint(calls, ==, 1);
  while (calls < 2)
    g_main_context_iteration(NULL, TRUE);
  g_assert_false(g_main_context_pending(NULL));
  gmx_throttle_flush(&throttle);
  g_assert_cmpint(calls, ==, 3);
  gmx_throttle_call(&throttle);
  gmx_throttle_stop(&throttle);
  g_assert_false(g_main_context_pending(NULL));
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  g_test_add_func("/format/numbers", test_numbers);
  g_test_add_func("/format/setting-values", test_setting_values);
  g_test_add_func("/format/events", test_events);
  g_test_add_func("/format/names", test_names);
  g_test_add_func("/rules/acts", test_rules);
  g_test_add_func("/rules/remark", test_remark);
  g_test_add_func("/rules/choices", test_choices);
  g_test_add_func("/throttle", test_throttle);
  return g_test_run();
}
