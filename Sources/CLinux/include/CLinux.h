/* What the Glibc module leaves out. No feature macros here: with _GNU_SOURCE in this header debug builds fail
   (fd_set clashes between modules); CLinux.c alone defines it. */
#pragma once
#include <sys/epoll.h>
#include <sys/eventfd.h>

/* accept4(2) with SOCK_NONBLOCK and SOCK_CLOEXEC, declared under _GNU_SOURCE only. `address` is a struct
   sockaddr_storage; naming it here would give the type to this module instead of Glibc. */
int parley_accept(int listener, void *address);

/* Lets a listening socket finish the handshakes that have begun and drop each SYN that comes after, so that its
   queue can be emptied and the socket closed without resetting anyone. Swift cannot build a BPF program. */
int parley_hold_new_connections(int listener);

/* sigtimedwait(2) for SIGTERM, SIGINT and SIGHUP, blocked before; signal macros and sigset_t differ too much
   between headers to be spelt in Swift. Returns the signal, 0 when the time is over. */
int parley_block_signals(void);
int parley_unblock_signals(void);
int parley_wait_signal(int milliseconds);

/* SIG_IGN is a cast that Swift cannot import. */
int parley_ignore_sigpipe(void);
