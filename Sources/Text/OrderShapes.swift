/// The shapes of a store's order numbers; none finds the numbers that are usual.
package struct OrderShapes: Sendable {
  /// Most shapes of a store.
  package static let maximumCount = 16

  package static let none = OrderShapes()

  private let strong: [OrderShape]
  private let weak: [OrderShape]

  private init() { (strong, weak) = ([], []) }

  /// - Throws: ``OrderShapeError`` of the first that cannot be used; ``check(_:)`` tells which it is.
  package init(_ sources: [String]) throws(OrderShapeError) {
    var shapes: [OrderShape] = []
    for source in sources.prefix(Self.maximumCount) { shapes.append(try OrderShape(source)) }
    (strong, weak) = (shapes.filter(\.isStrong), shapes.filter { !$0.isStrong })
  }

  /// Whether one shape can be used.
  package static func check(_ source: String) throws(OrderShapeError) { _ = try OrderShape(source) }

  package var isEmpty: Bool { strong.isEmpty && weak.isEmpty }

  struct Match {
    let range: Range<Int>
    /// As the store writes it, in upper case.
    let value: [UInt8]
  }

  /// The longest number that begins where a chunk of folded text does.
  ///
  /// - Parameter isStrong: Of shapes with a letter or a sign of their own, which go before everything else a chunk might
  ///   be; or of those of digits alone, which come last.
  func match(in bytes: UnsafeBufferPointer<UInt8>, at start: Int, isStrong: Bool) -> Match? {
    let shapes = isStrong ? strong : weak
    guard !shapes.isEmpty else { return nil }
    var first = start
    while first < bytes.count, bytes[first] == UInt8(ascii: "#") || bytes[first] == 0x20 { first += 1 }
    guard first < bytes.count, bytes[first].isASCIIWord, isBeginning(first, bytes) else { return nil }
    var best: Match?
    for shape in shapes {
      guard let (end, value) = shape.match(in: bytes, at: first), end > best?.range.upperBound ?? 0 else {
        continue
      }
      best = Match(range: first..<end, value: value)
    }
    return best
  }

  /// Whether a word begins here, and no sign joins it to the one before.
  private func isBeginning(_ at: Int, _ bytes: UnsafeBufferPointer<UInt8>) -> Bool {
    guard at > 0 else { return true }
    let before = bytes[at - 1]
    if before.isWordByte { return false }
    let joins =
      before.isSeparator && before != 0x20 && before != UInt8(ascii: "#") && before != UInt8(ascii: ":")
    return !(joins && at > 1 && bytes[at - 2].isASCIIWord)
  }
}
