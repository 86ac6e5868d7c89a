#ifndef CTHREADS_H
#define CTHREADS_H

/* pthread_setname_np(3) of the calling thread, declared under _GNU_SOURCE only. */
int parley_name_thread(const char *name);

/* Processors that sched_getaffinity(2) allows the caller, which is declared under _GNU_SOURCE only; 0 if it cannot tell. */
int parley_processors(void);

#endif
