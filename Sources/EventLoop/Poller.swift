private import CLinux

#if canImport(Glibc)
  import Glibc
#endif

/// What a descriptor is watched for.
package struct Interest: OptionSet, Sendable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package static let read = Interest(rawValue: EPOLLIN.rawValue)
  package static let write = Interest(rawValue: EPOLLOUT.rawValue)
  /// Wake one of the loops that watch the descriptor, not all; cannot be changed later.
  package static let exclusive = Interest(rawValue: EPOLLEXCLUSIVE.rawValue)
}

/// What a descriptor is ready for.
package struct Readiness: OptionSet, Sendable {
  package let rawValue: UInt32
  package init(rawValue: UInt32) { self.rawValue = rawValue }

  package static let read = Readiness(rawValue: EPOLLIN.rawValue)
  package static let write = Readiness(rawValue: EPOLLOUT.rawValue)
  /// Both directions are over, or the connection was reset; said whether watched for or not.
  package static let gone = Readiness(rawValue: EPOLLHUP.rawValue | EPOLLERR.rawValue)

  /// Whether any of these is ready; plain bit arithmetic, unlike what a set of options brings along.
  @inline(__always) package var canRead: Bool { rawValue & EPOLLIN.rawValue != 0 }
  @inline(__always) package var canWrite: Bool { rawValue & EPOLLOUT.rawValue != 0 }
  @inline(__always) package var isGone: Bool { rawValue & (EPOLLHUP.rawValue | EPOLLERR.rawValue) != 0 }
}

/// The epoll instance of one loop, level-triggered.
struct Poller: ~Copyable {
  private let epoll: Descriptor
  private let events: UnsafeMutablePointer<epoll_event>
  private static let capacity = 256

  init() throws(SystemError) {
    epoll = Descriptor(try systemCall("epoll_create1") { epoll_create1(Int32(EPOLL_CLOEXEC)) })
    events = .allocate(capacity: Self.capacity)
  }

  deinit { events.deallocate() }

  func add(_ descriptor: Int32, _ interest: Interest, token: UInt64) throws(SystemError) {
    try control(EPOLL_CTL_ADD, descriptor, interest, token)
  }

  func change(_ descriptor: Int32, _ interest: Interest, token: UInt64) throws(SystemError) {
    try control(EPOLL_CTL_MOD, descriptor, interest, token)
  }

  func remove(_ descriptor: Int32) throws(SystemError) {
    try control(EPOLL_CTL_DEL, descriptor, [], 0)
  }

  private func control(_ operation: Int32, _ descriptor: Int32, _ interest: Interest, _ token: UInt64)
    throws(SystemError)
  {
    var event = epoll_event(events: interest.rawValue, data: epoll_data_t(u64: token))
    _ = try systemCall("epoll_ctl") { epoll_ctl(epoll.number, operation, descriptor, &event) }
  }

  /// Waits at most so many milliseconds, for ever when negative.
  ///
  /// - Returns: How many events there are for ``event(_:)``; 0 when the time is over or a signal came.
  func wait(milliseconds: Int32) -> Int {
    let count = epoll_wait(epoll.number, events, Int32(Self.capacity), milliseconds)
    // EBADF, EFAULT and EINVAL are our own mistakes; a signal just ends the turn.
    precondition(count >= 0 || errno == EINTR, "epoll_wait was called wrongly")
    return max(0, Int(count))
  }

  @inline(__always)
  func event(_ index: Int) -> (token: UInt64, readiness: Readiness) {
    (events[index].data.u64, Readiness(rawValue: events[index].events))
  }
}
