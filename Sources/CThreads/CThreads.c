#define _GNU_SOURCE
#include "CThreads.h"

#include <pthread.h>

int parley_name_thread(const char *name) { return pthread_setname_np(pthread_self(), name); }
