private import CThreads

/// The processors this process may run on.
package enum Processors {
  /// At least 1; what the process was confined to (`taskset`, a container's cpuset) counts, not what the machine has.
  package static var count: Int { max(1, Int(parley_processors())) }

  /// Threads worth starting for long work beside the one that gives it: one for each other processor, at most three.
  package static var usualThreads: Int { min(3, count - 1) }
}
