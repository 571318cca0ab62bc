/* SPDX-License-Identifier: GPL-3.0-or-later */
/* The worker pool: who computes the slices of a job. */
#include "engine/nn/parallel.h"

#include <glib.h>

#define SLICES 64

static gint seen[SLICES];
static GThread *by[SLICES];
static gint met; /* threads that wait for each other */

static void note_slice(void *context, int slice) {
  g_atomic_int_inc(&seen[slice]);
  by[slice] = g_thread_self();
  g_usleep(100); /* long enough for a worker to come */
}

/* Ends only once two threads are in the same job. */
static void meet(void *context, int slice) {
  g_atomic_int_inc(&met);
  while (g_atomic_int_get(&met) < 2)
    g_thread_yield();
}

static void assert_each_once(void) {
  for (int i = 0; i < SLICES; i++) {
    g_assert_cmpint(seen[i], ==, 1);
    seen[i] = 0;
  }
}

static void assert_own_slices(void) {
  gmx_parallel_for(SLICES, note_slice, NULL);
  assert_each_once();
  for (int i = 0; i < SLICES; i++)
    g_assert_true(by[i] == g_thread_self());
}

static void test_shared(void) {
  gmx_parallel_for(SLICES, note_slice, NULL);
  assert_each_once();
  met = 0;
  gmx_parallel_for(2, meet, NULL);
  g_assert_cmpint(met, ==, 2);
}

/* The setting is the thread's: another thread still has the pool. */
static gpointer use_pool(gpointer data) {
  test_shared();
  return NULL;
}

/* A job that goes on until the other thread's has run: had that taken the pool, or waited for it,
 * neither would end. */
static gpointer compute_alone(gpointer data) {
  gmx_parallel_set_alone(true);
  assert_own_slices();
  g_atomic_int_inc((gint *)data);
  return NULL;
}

static void hold_pool(void *context, int slice) {
  while (g_atomic_int_get((gint *)context) == 0)
    g_thread_yield();
}

static void test_alone(void) {
  gint done = 0;
  g_assert_false(gmx_parallel_set_alone(true));
  for (int round = 0; round < 4; round++)
    assert_own_slices();
  g_thread_join(g_thread_new("other", use_pool, NULL));
  g_assert_true(gmx_parallel_set_alone(false));
  test_shared();
  GThread *other = g_thread_new("alone", compute_alone, &done);
  gmx_parallel_for(2, hold_pool, &done);
  g_thread_join(other);
}

int main(int argc, char **argv) {
  g_test_init(&argc, &argv, NULL);
  gmx_parallel_set_threads(2);
  g_test_add_func("/parallel/shared", test_shared);
  g_test_add_func("/parallel/alone", test_alone);
  return g_test_run();
}
