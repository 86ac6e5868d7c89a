#define _GNU_SOURCE
#include "CThreads.h"

#include <pthread.h>
#include <sched.h>

int parley_name_thread(const char *name) { return pthread_setname_np(pthread_self(), name); }

int parley_processors(void) {
  cpu_set_t set;
  return sched_getaffinity(0, sizeof set, &set) == 0 ? CPU_COUNT(&set) : 0;
}
