#if canImport(Glibc)
  import Glibc
#endif

/// How many descriptors the process may open.
package enum DescriptorLimit {
  /// Raises the soft limit, often 1,024 for the sake of `select`, to the hard one.
  package static func raise() {
    var limit = rlimit()
    guard getrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit) == 0, limit.rlim_cur < limit.rlim_max
    else { return }
    limit.rlim_cur = limit.rlim_max
    // Refused only for asking more than the hard limit; then the soft one stays.
    _ = setrlimit(__rlimit_resource_t(RLIMIT_NOFILE.rawValue), &limit)
  }
}
