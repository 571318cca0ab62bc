/* SPDX-License-Identifier: GPL-3.0-or-later */
/* One pool for the process. A call publishes a job; the pool's threads and the caller take slices
 * from an atomic counter until none is left. Workers spin for some microseconds before they sleep,
 * because a training step is a chain of jobs only microseconds apart. */
#include "engine/nn/parallel.h"

#include <errno.h>
#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <sys/resource.h>
#include <sys/syscall.h>
#include <unistd.h>

#define MAX_THREADS 64
#define SPINS 4000 /* about 20 µs */
#define NO_SLICE 0x7fffffffu

/* `ticket` holds the job's number in the upper half and the next slice in the lower, so that a
 * worker that comes late can never take a slice of a job that it did not see. */
static struct {
  pthread_mutex_t lock; /* guards starting, stopping and sleeping */
  pthread_cond_t wake;
  pthread_t threads[MAX_THREADS];
  int workers;    /* threads running beside the caller */
  int wanted;     /* threads that compute, the caller included; 0 = one per processor */
  int processors; /* 0 = those that the process may run on */
  int nice;
  atomic_bool stopping;
  atomic_int sleepers;
  atomic_ulong ticket;
  atomic_int done;
  atomic_int slices;
  _Atomic(GmxSliceFunc) func;
  _Atomic(void *) context;
} pool = {.lock = PTHREAD_MUTEX_INITIALIZER, .wake = PTHREAD_COND_INITIALIZER};

/* Held for the length of one job: a second session computes its own job alone meanwhile. */
static pthread_mutex_t job_lock = PTHREAD_MUTEX_INITIALIZER;

static _Thread_local bool is_alone;

static void relax(void) {
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause();
#endif
}

static unsigned long job_number(unsigned long ticket) {
  return ticket >> 32;
}

/* Takes slices of job @number until none is left. A slice is claimed by raising the ticket, which
 * fails once another job was published, so func and context are those of this job. */
static void work(unsigned long number) {
  unsigned long ticket = atomic_load_explicit(&pool.ticket, memory_order_acquire);
  for (;;) {
    const int slice = (int)(ticket & 0xffffffffu);
    if (job_number(ticket) != number || slice >= pool.slices)
      return;
    const GmxSliceFunc func = pool.func;
    void *const context = pool.context;
    if (!atomic_compare_exchange_weak_explicit(&pool.ticket, &ticket, ticket + 1,
                                               memory_order_acq_rel, memory_order_acquire))
      continue;
    func(context, slice);
    atomic_fetch_add_explicit(&pool.done, 1, memory_order_release);
    ticket = atomic_load_explicit(&pool.ticket, memory_order_acquire);
  }
}

static void sleep_until_job(unsigned long seen) {
  pthread_mutex_lock(&pool.lock);
  atomic_fetch_add(&pool.sleepers, 1);
  while (!pool.stopping && job_number(atomic_load(&pool.ticket)) == seen)
    pthread_cond_wait(&pool.wake, &pool.lock);
  atomic_fetch_sub(&pool.sleepers, 1);
  pthread_mutex_unlock(&pool.lock);
}

static void *worker_main(void *data) {
  unsigned long seen = (unsigned long)(size_t)data;
  if (pool.nice > 0)
    setpriority(PRIO_PROCESS, (id_t)syscall(SYS_gettid), pool.nice);
  while (!pool.stopping) {
    int spins = 0;
    while (job_number(atomic_load_explicit(&pool.ticket, memory_order_acquire)) == seen &&
           spins++ < SPINS)
      relax();
    const unsigned long number = job_number(atomic_load(&pool.ticket));
    if (number == seen) {
      sleep_until_job(seen);
      continue;
    }
    seen = number;
    work(number);
  }
  return NULL;
}

static void stop_workers(void) {
  pthread_mutex_lock(&pool.lock);
  pool.stopping = true;
  pthread_cond_broadcast(&pool.wake);
  pthread_mutex_unlock(&pool.lock);
  for (int i = 0; i < pool.workers; i++)
    pthread_join(pool.threads[i], NULL);
  pool.workers = 0;
  pool.stopping = false;
}

/* A batch system gives a process a few of the machine's processors. */
int gmx_parallel_get_processors(void) {
  cpu_set_t set;
  if (pool.processors > 0)
    return pool.processors;
  if (sched_getaffinity(0, sizeof set, &set) == 0 && CPU_COUNT(&set) > 0)
    return CPU_COUNT(&set);
  return (int)sysconf(_SC_NPROCESSORS_ONLN);
}

static int threads_wanted(void) {
  int n = pool.wanted;
  if (n <= 0)
    n = gmx_parallel_get_processors();
  return n < 1 ? 1 : n > MAX_THREADS ? MAX_THREADS : n;
}

/* Starts the threads that are missing; fewer than wanted only make a job slower. */
static void start_workers(void) {
  const int wanted = threads_wanted() - 1;
  const size_t seen = job_number(atomic_load(&pool.ticket));
  while (pool.workers < wanted) {
    if (pthread_create(&pool.threads[pool.workers], NULL, worker_main, (void *)seen) != 0)
      break;
    pool.workers++;
  }
}

void gmx_parallel_set_threads(int threads) {
  pthread_mutex_lock(&job_lock);
  if (threads != pool.wanted) {
    stop_workers();
    pool.wanted = threads;
  }
  pthread_mutex_unlock(&job_lock);
}

void gmx_parallel_set_processors(int processors) {
  pthread_mutex_lock(&job_lock);
  if (processors != pool.processors) {
    stop_workers();
    pool.processors = processors;
  }
  pthread_mutex_unlock(&job_lock);
}

int gmx_parallel_get_threads(void) {
  return threads_wanted();
}

void gmx_parallel_set_nice(int nice) {
  pthread_mutex_lock(&job_lock);
  if (nice != pool.nice) {
    stop_workers();
    pool.nice = nice;
  }
  pthread_mutex_unlock(&job_lock);
}

bool gmx_parallel_set_alone(bool alone) {
  const bool before = is_alone;
  is_alone = alone;
  return before;
}

static void publish(int slices, GmxSliceFunc func, void *context) {
  const unsigned long number = job_number(atomic_load(&pool.ticket)) + 1;
  /* First a ticket that offers no slice, so that nobody mixes two jobs while the fields change. */
  atomic_store_explicit(&pool.ticket, (number - 1) << 32 | NO_SLICE, memory_order_release);
  pool.slices = slices;
  pool.func = func;
  pool.context = context;
  atomic_store(&pool.done, 0);
  atomic_store(&pool.ticket, (number & 0xffffffffu) << 32);
  if (atomic_load(&pool.sleepers) > 0) {
    pthread_mutex_lock(&pool.lock);
    pthread_cond_broadcast(&pool.wake);
    pthread_mutex_unlock(&pool.lock);
  }
}

void gmx_parallel_for(int slices, GmxSliceFunc func, void *context) {
  if (slices <= 1 || is_alone || threads_wanted() == 1 || pthread_mutex_trylock(&job_lock) != 0) {
    for (int i = 0; i < slices; i++)
      func(context, i);
    return;
  }
  start_workers();
  publish(slices, func, context);
  work(job_number(atomic_load(&pool.ticket)));
  /* The last slices are as good as done, unless another program has their processor. */
  for (int spins = 0; atomic_load_explicit(&pool.done, memory_order_acquire) < slices; spins++)
    if (spins < SPINS)
      relax();
    else
      sched_yield();
  pthread_mutex_unlock(&job_lock);
}
