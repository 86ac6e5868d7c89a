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
  mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, _ shapes: OrderShapes = .none) {
    guard shapes.isEmpty else { return scan(bytes, for: shapes) }
    var at = bytes.skipPlainWords(from: 0)
    while let chunk = IdentifierChunk(in: bytes, from: at) {
      at = bytes.skipPlainWords(from: chunk.range.upperBound)
      guard let span = chunk.identifier(after: found.last?.outer.upperBound ?? 0) else { continue }
      at = max(at, span.outer.upperBound)
      keep(span, bytes)
    }
  }

  /// A number of a shape with a letter or sign of its own goes before what the chunk might be else.
  private mutating func scan(_ bytes: UnsafeBufferPointer<UInt8>, for shapes: OrderShapes) {
    var at = 0
    while let chunk = IdentifierChunk(in: bytes, from: at) {
      at = chunk.range.upperBound
      let start = chunk.range.lowerBound
      if !chunk.isLink, let match = shapes.match(in: bytes, at: start, isStrong: true) {
        keep(match, from: start)
      } else if let span = chunk.identifier(after: found.last?.outer.upperBound ?? 0) {
        keep(span, bytes)
      } else if !chunk.saysYearOrSum, let match = shapes.match(in: bytes, at: start, isStrong: false) {
        keep(match, from: start)
      } else {
        continue
      }
      at = max(at, found.last?.outer.upperBound ?? 0)
    }
  }

  private mutating func keep(_ match: OrderShapes.Match, from start: Int) {
    let first = Int32(truncatingIfNeeded: values.count)
    values.append(contentsOf: match.value)
    var span = IdentifierSpan(
      kind: .orderNumber, outer: start..<match.range.upperBound, inner: match.range)
    span.value = first..<Int32(truncatingIfNeeded: values.count)
    found.append(span)
  }

  private mutating func keep(_ span: IdentifierSpan, _ bytes: UnsafeBufferPointer<UInt8>) {
    let start = Int32(truncatingIfNeeded: values.count)
    IdentifierValue.append(span, of: bytes, to: &values)
    var span = span
    span.value = start..<Int32(truncatingIfNeeded: values.count)
    found.append(span)
  }
}

extension UnsafeBufferPointer<UInt8> {
  /// The first place from `start` on at which something else than spaces and words of nothing but `a` to `z` between
  /// spaces begins: such words are no part of an identifier, unless they say the currency of an amount, which looks for it.
  fileprivate func skipPlainWords(from start: Int) -> Int {
    var word = start
    while true {
      while word < count, self[word] == 0x20 { word += 1 }
      var at = word
      while at < count, self[at] &- 0x61 < 26 { at += 1 }
      guard at > word, at == count || self[at] == 0x20 else { return word }
      word = at
    }
  }
}
