/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The parts of a session by themselves: how fast training goes, and the mailbox. */
#include "engine/mailbox.h"
#include "engine/session-rate.h"
#include "tests/engine/session-heard.h"

#include <math.h>
#include <string.h>

/* 100 images each 0.1 s; then 300 each 0.1 s: after two seconds only the faster ones count. */
static void test_rate(void) {
  GmxRate rate = {0};
  g_assert_true(isnan(gmx_rate_images_per_second(&rate)));
  g_assert_true(isnan(gmx_rate_seconds_for(&rate, 10, 1)));
  for (int i = 0; i < 40; i++)
    gmx_rate_add_step(&rate, 100000, 100);
  g_assert_cmpfloat_with_epsilon(gmx_rate_images_per_second(&rate), 1000, 1e-9);
  for (int i = 0; i < 40; i++)
    gmx_rate_add_step(&rate, 100000, 300);
  g_assert_cmpfloat_with_epsilon(gmx_rate_images_per_second(&rate), 3000, 1e-9);
  g_assert_cmpfloat_with_epsilon(gmx_rate_seconds_for(&rate, 10, 2), 1, 1e-9);
  gmx_rate_add_evaluation(&rate, 3 * G_USEC_PER_SEC);
  g_assert_cmpfloat_with_epsilon(gmx_rate_seconds_for(&rate, 10, 2), 7, 1e-9);
  for (int i = 0; i < 100000; i++)
    gmx_rate_add_step(&rate, 1000, 5);
  g_assert_cmpfloat_with_epsilon(gmx_rate_images_per_second(&rate), 5000, 1e-9);
}

/* What a mailbox delivered: "2 steps, ready; " for a parcel. */
static void note_parcel(GObject *owner, const GmxParcel *parcel) {
  GString *text = g_object_get_data(owner, "text");
  g_string_append_printf(text, "%u steps", parcel->steps ? parcel->steps->len : 0);
  if (parcel->status)
    g_string_append_printf(text, " at %d", (int)parcel->status->step);
  if (parcel->news)
    g_string_append_printf(text, ", news %d", parcel->news->kind);
  g_string_append(text, "; ");
}

static void post_steps(GmxMailbox *mailbox, gint64 from, int count) {
  for (int i = 0; i < count; i++) {
    gmx_mailbox_post_step(mailbox, &(GmxStepRecord){.step = from + i});
    gmx_mailbox_post_status(mailbox, &(GmxStatus){.step = from + i});
  }
}

/* Numbers gather around urgent news and keep their side of it; a new run drops what waits of the
 * old one; a closed mailbox is silent. */
static void test_mailbox(void) {
  g_autoptr(GMainContext) context = g_main_context_new();
  g_autoptr(GObject) owner = g_object_new(G_TYPE_OBJECT, NULL);
  g_autoptr(GString) text = g_string_new(NULL);
  const GmxNews state = {.kind = GMX_NEWS_STATE}, opened = {.kind = GMX_NEWS_OPENED};
  GmxMailbox *mailbox = gmx_mailbox_new(context, owner, note_parcel);
  g_object_set_data(owner, "text", text);
  post_steps(mailbox, 1, 3);
  gmx_mailbox_take_news(mailbox, &state);
  post_steps(mailbox, 4, 2);
  while (g_main_context_iteration(context, FALSE))
    ;
  g_assert_cmpstr(text->str, ==, "3 steps at 3, news 1; 2 steps at 5; ");
  g_string_truncate(text, 0);
  post_steps(mailbox, 6, 4);
  gmx_mailbox_take_news(mailbox, &state);
  post_steps(mailbox, 10, 4);
  gmx_mailbox_take_news(mailbox, &opened);
  post_steps(mailbox, 1, 1);
  while (g_main_context_iteration(context, FALSE))
    ;
  g_assert_cmpstr(text->str, ==, "0 steps, news 1; 0 steps, news 2; 1 steps at 1; ");
  g_string_truncate(text, 0);
  post_steps(mailbox, 2, 2);
  gmx_mailbox_close(mailbox);
  gmx_mailbox_take_news(mailbox, &state);
  g_assert_false(g_main_context_iteration(context, FALSE));
  g_assert_cmpstr(text->str, ==, "");
  gmx_mailbox_unref(mailbox);
}

/* Weights overtake the numbers that wait and do not take them along; numbers still come in time. */
static void test_mailbox_weights(void) {
  g_autoptr(GMainContext) context = g_main_context_new();
  g_autoptr(GObject) owner = g_object_new(G_TYPE_OBJECT, NULL);
  g_autoptr(GString) text = g_string_new(NULL);
  g_autofree char *apart = g_strdup_printf("0 steps, news %d; 4 steps at 5; ", GMX_NEWS_WEIGHTS);
  g_autofree char *before = g_strdup_printf("0 steps, news %d; 1 steps at 6, news %d; ",
                                            GMX_NEWS_WEIGHTS, GMX_NEWS_STATE);
  const GmxNews state = {.kind = GMX_NEWS_STATE}, weights = {.kind = GMX_NEWS_WEIGHTS};
  GmxMailbox *mailbox = gmx_mailbox_new(context, owner, note_parcel);
  g_object_set_data(owner, "text", text);
  post_steps(mailbox, 1, 1);
  while (g_main_context_iteration(context, FALSE))
    ;
  g_string_truncate(text, 0);
  post_steps(mailbox, 2, 3);
  gmx_mailbox_take_news(mailbox, &weights);
  post_steps(mailbox, 5, 1);
  while (!*text->str)
    g_main_context_iteration(context, TRUE);
  while (!strchr(text->str, '4'))
    g_main_context_iteration(context, TRUE);
  g_assert_cmpstr(text->str, ==, apart);
  g_string_truncate(text, 0);
  post_steps(mailbox, 6, 1);
  gmx_mailbox_take_news(mailbox, &weights);
  gmx_mailbox_take_news(mailbox, &state);
  while (g_main_context_iteration(context, FALSE))
    ;
  g_assert_cmpstr(text->str, ==, before);
  gmx_mailbox_close(mailbox);
  gmx_mailbox_unref(mailbox);
}

void heard_add_part_tests(void) {
  g_test_add_func("/session/rate", test_rate);
  g_test_add_func("/session/mailbox", test_mailbox);
  g_test_add_func("/session/mailbox/weights", test_mailbox_weights);
}
