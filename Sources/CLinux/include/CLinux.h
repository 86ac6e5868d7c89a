/* What the Glibc module leaves out. No feature macros here: with _GNU_SOURCE in this header debug builds fail
   (fd_set clashes between modules); CLinux.c alone defines it. */
#pragma once
#include <sys/epoll.h>
#include <sys/eventfd.h>
