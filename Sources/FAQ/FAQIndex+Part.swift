package import Revisions

extension FAQIndex {
  /// The FAQ of a part; reads its header, and the whole index of a small store.
  ///
  /// - Parameter cacheBytes: Bytes of blobs kept at most.
  /// - Throws: `Damage` from the part or ``FAQError``, here and later: the revision is of no use.
  package convenience init(part: Part, cacheBytes: Int = PageCache.defaultBytes) throws {
    precondition(part.kind == .faq, "the caller looks up the part by its kind")
    try self.init(cacheBytes: cacheBytes) { try part.read($0) }
  }
}

extension FAQCompiler {
  /// Fills an FAQ part.
  package func compile(
    _ forEachEntry: ((FAQEntry) throws -> Void) throws -> Void, into builder: PartBuilder
  ) throws {
    try compile(forEachEntry) { try builder.add($0, $1) }
  }
}
