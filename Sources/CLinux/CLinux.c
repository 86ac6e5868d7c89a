#define _GNU_SOURCE
#include "CLinux.h"

#include <errno.h>
#include <linux/filter.h>
#include <signal.h>
#include <sys/socket.h>
#include <time.h>

int parley_accept(int listener, void *address) {
  socklen_t length = sizeof(struct sockaddr_storage);
  return accept4(listener, address, &length, SOCK_NONBLOCK | SOCK_CLOEXEC);
}

int parley_hold_new_connections(int listener) {
  /* The filter sees the packet from its TCP header on: byte 13 holds the flags. */
  enum { FLAGS = 13, SYN = 0x02, ACK = 0x10 };
  struct sock_filter program[] = {
      BPF_STMT(BPF_LD | BPF_B | BPF_ABS, FLAGS),
      BPF_STMT(BPF_ALU | BPF_AND | BPF_K, SYN | ACK),
      BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYN, 0, 1),
      BPF_STMT(BPF_RET | BPF_K, 0),
      BPF_STMT(BPF_RET | BPF_K, 0xFFFFFFFF),
  };
  struct sock_fprog filter = {sizeof program / sizeof program[0], program};
  return setsockopt(listener, SOL_SOCKET, SO_ATTACH_FILTER, &filter, sizeof filter);
}

static sigset_t stop_signals(void) {
  sigset_t set;
  sigemptyset(&set);
  sigaddset(&set, SIGTERM);
  sigaddset(&set, SIGINT);
  sigaddset(&set, SIGHUP);
  return set;
}

int parley_block_signals(void) {
  sigset_t set = stop_signals();
  return pthread_sigmask(SIG_BLOCK, &set, 0);
}

int parley_unblock_signals(void) {
  sigset_t set = stop_signals();
  return pthread_sigmask(SIG_UNBLOCK, &set, 0);
}

int parley_wait_signal(int milliseconds) {
  sigset_t set = stop_signals();
  struct timespec time = {milliseconds / 1000, (milliseconds % 1000) * 1000000L};
  int number = sigtimedwait(&set, 0, &time);
  return number < 0 && errno == EAGAIN ? 0 : number;
}

int parley_ignore_sigpipe(void) { return signal(SIGPIPE, SIG_IGN) == SIG_ERR ? -1 : 0; }
