private import Synchronization

/// Blobs by name, set aside: what an index is read from that becomes no part.
final class BlobSpool: Sendable {
  private struct Contents {
    var spool: Spool
    var ranges: [String: Range<Int>] = [:]
  }

  private let contents: Mutex<Contents>

  /// - Parameter folder: Where the file may be made.
  init(folder: String) { contents = Mutex(Contents(spool: Spool(folder: folder))) }

  func add(_ name: String, _ body: [UInt8]) throws {
    try contents.withLock { contents in
      let start = contents.spool.count
      try contents.spool.append(body)
      contents.ranges[name] = start..<start + body.count
    }
  }

  /// - Throws: ``FAQError/malformed`` for a name that was not added.
  func read(_ name: String) throws -> [UInt8] {
    try contents.withLock { contents in
      guard let range = contents.ranges[name] else { throw FAQError.malformed }
      var body: [UInt8] = []
      try contents.spool.read(range, into: &body)
      return body
    }
  }
}
