#if canImport(Glibc)
  import Glibc
#endif

/// A descriptor kept for the moment when the process has no other left.
package struct ReserveDescriptor: ~Copyable {
  private var held: Descriptor?

  package init() {
    held = Self.open()
  }

  /// Lets `body` use the descriptor's number for something else, which it closes before it returns.
  package mutating func lend(to body: () -> Void) {
    held = nil
    body()
    held = Self.open()
  }

  private static func open() -> Descriptor? {
    let number = Glibc.open("/dev/null", O_RDONLY | O_CLOEXEC)
    return number < 0 ? nil : Descriptor(number)
  }
}
