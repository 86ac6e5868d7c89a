/// Where an identifier stands in folded text.
struct IdentifierSpan: Equatable {
  var kind: IdentifierKind
  /// With its leading `#`.
  var outer: Range<Int>
  /// What goes into the match text; spaces part it into tokens.
  var inner: Range<Int>
  /// Its normalised form, in the scanner's `values`.
  var value: Range<Int32> = 0..<0
}

/// Finds identifiers in folded text, left to right, never overlapping.
///
/// Works on *chunks*: runs without spaces, brackets and quotes. A chunk without a digit or `@` is passed over.
struct IdentifierScanner {
  private(set) var found: [IdentifierSpan] = []
  private(set) var values: [UInt8] = []

  mutating func reset() {
    found.removeAll(keepingCapacity: true)
    values.removeAll(keepingCapacity: true)
  }

  /// Adds what `bytes` hold; the scanner has been reset.
  mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>) {
    var at = 0
    while let chunk = IdentifierChunk(in: bytes, from: at) {
      at = chunk.range.upperBound
      guard let span = chunk.identifier(after: found.last?.outer.upperBound ?? 0) else { continue }
      at = max(at, span.outer.upperBound)
      keep(span, bytes)
    }
  }

  private mutating func keep(_ span: IdentifierSpan, _ bytes: UnsafeBufferPointer<UInt8>) {
    let start = Int32(truncatingIfNeeded: values.count)
    IdentifierValue.append(span, of: bytes, to: &values)
    var span = span
    span.value = start..<Int32(truncatingIfNeeded: values.count)
    found.append(span)
  }
}
