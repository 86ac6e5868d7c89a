package import Revisions

/// Loading from, and building into, a part of a database.
extension IntentEngine {
  /// Loads the engine of a revision.
  ///
  /// - Throws: ``IntentBlobError`` for a part of another version, or the part's own errors.
  package convenience init(part: Part) throws {
    try self.init { name, use in
      guard let row = part.row(of: name) else { return false }
      try part.withBlob(row, use)
      return true
    }
  }
}

extension IntentSource {
  /// Reads the sources that a part was built from.
  package init(part: Part) throws {
    try self.init(read: part.blobReader)
  }
}

extension Part {
  fileprivate var blobReader: (String) throws -> [UInt8]? {
    { try self.row(of: $0) == nil ? nil : self.read($0) }
  }
}

extension [IntentBlob] {
  /// Writes the blobs into a part that is being built.
  package func write(to builder: PartBuilder) throws {
    for blob in self { _ = try builder.add(blob.name, blob.bytes) }
  }
}
