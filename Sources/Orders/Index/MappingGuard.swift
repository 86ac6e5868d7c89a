private import Glibc
private import Synchronization

/// Keeps a mapped file that somebody cuts short in place, or a disk that cannot be read, from ending the process.
///
/// Reading a page that the file has no more raises SIGBUS. The handler puts pages of zeros over the whole mapping and notes
/// that it did; the read goes on, and whoever reads asks ``wasCut(_:)`` before believing what came of it. That question
/// is one load; everything else costs nothing until it happens. A SIGBUS of anything else goes to whoever had it before.
enum MappingGuard {
  /// Most mappings at a time.
  static let capacity = 1_024

  /// A mapping under guard.
  struct Token: Sendable { fileprivate let slot: Int }

  /// First byte (0 for a slot that is free), end, and whether zeros lie there.
  private struct Slots: @unchecked Sendable {
    let words = UnsafeMutablePointer<Atomic<UInt>>.allocate(capacity: 3 * MappingGuard.capacity)

    init() { for word in 0..<(3 * MappingGuard.capacity) { (words + word).initialize(to: Atomic(0)) } }
  }

  // Made before the handler is installed, so that it finds them.
  private static let slots = Slots()
  private static let taking = Mutex(0)

  /// What SIGBUS did before; written once, before the handler can run.
  nonisolated(unsafe) private static var before = sigaction()

  private static let isInstalled: Bool = {
    _ = slots
    var action = sigaction()
    action.sa_flags = SA_SIGINFO | Int32(bitPattern: UInt32(SA_ONSTACK))
    action.__sigaction_handler.sa_sigaction = { _, info, _ in
      guard let info else { return }
      let error = errno
      MappingGuard.handle(UInt(bitPattern: info.pointee._sifields._sigfault.si_addr))
      errno = error
    }
    return sigaction(SIGBUS, nil, &before) == 0 && sigaction(SIGBUS, &action, nil) == 0
  }()

  /// - Returns: `nil` when there are too many: then the mapping is not to be read.
  static func protect(_ bytes: UnsafeRawBufferPointer) -> Token? {
    guard isInstalled, let base = bytes.baseAddress else { return nil }
    let start = UInt(bitPattern: base)
    return taking.withLock { next in
      for offset in 0..<capacity {
        let slot = (next + offset) % capacity
        guard slots.words[3 * slot].load(ordering: .relaxed) == 0 else { continue }
        slots.words[3 * slot + 2].store(0, ordering: .relaxed)
        slots.words[3 * slot + 1].store(start + UInt(bytes.count), ordering: .relaxed)
        slots.words[3 * slot].store(start, ordering: .releasing)
        next = slot + 1
        return Token(slot: slot)
      }
      return nil
    }
  }

  /// Ends the guard, before the mapping does.
  static func release(_ token: Token) { slots.words[3 * token.slot].store(0, ordering: .releasing) }

  /// Whether what was read lately may have been zeros.
  @inline(__always)
  static func wasCut(_ token: Token) -> Bool {
    // What was read before is read before this is.
    atomicMemoryFence(ordering: .acquiring)
    return slots.words[3 * token.slot + 2].load(ordering: .relaxed) != 0
  }

  /// In the signal handler: loads, stores and system calls only.
  private static func handle(_ address: UInt) {
    for slot in 0..<capacity {
      let start = slots.words[3 * slot].load(ordering: .acquiring)
      guard start != 0, start <= address else { continue }
      let end = slots.words[3 * slot + 1].load(ordering: .relaxed)
      guard address < end else { continue }
      // Told before there are zeros to be read.
      slots.words[3 * slot + 2].store(1, ordering: .sequentiallyConsistent)
      let zeros = mmap(
        UnsafeMutableRawPointer(bitPattern: start), Int(end - start), PROT_READ,
        MAP_PRIVATE | MAP_ANONYMOUS | MAP_FIXED, -1, 0)
      if zeros != MAP_FAILED { return }
      slots.words[3 * slot + 2].store(0, ordering: .relaxed)
    }
    // The read happens again, and is dealt with as it was before.
    sigaction(SIGBUS, &before, nil)
  }
}
