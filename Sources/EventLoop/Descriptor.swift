#if canImport(Glibc)
  import Glibc
#endif

/// An open file descriptor, closed when this goes away.
package struct Descriptor: ~Copyable {
  package let number: Int32

  /// Takes over `number`, which nobody else closes.
  package init(_ number: Int32) {
    self.number = number
  }

  deinit {
    // On Linux the descriptor is gone even when close fails, so there is nothing to retry.
    _ = Glibc.close(number)
  }
}

/// The bytes of a connection, on a descriptor that does not block.
package enum Stream {
  /// Reads what is there, up to the size of `buffer`.
  @inline(__always)
  package static func receive(_ descriptor: Int32, into buffer: UnsafeMutableRawBufferPointer) -> Transfer {
    Transfer { Glibc.recv(descriptor, buffer.baseAddress, buffer.count, 0) }
  }

  /// Writes what the socket takes.
  @inline(__always)
  package static func send(_ descriptor: Int32, _ bytes: UnsafeRawBufferPointer) -> Transfer {
    Transfer { Glibc.send(descriptor, bytes.baseAddress, bytes.count, Int32(MSG_NOSIGNAL)) }
  }

  /// Tells the other end that nothing more will be written.
  package static func endWriting(_ descriptor: Int32) {
    _ = Glibc.shutdown(descriptor, Int32(SHUT_WR))
  }
}
