import Crypto

/// The table of contents of a part: each blob's name, row, size and hash, sorted by name.
///
/// As bytes, little-endian: for each blob `name length (2)  name  row (4)  size (8)  hash (16)`.
struct PartContents: Sendable {
  struct Entry: Sendable {
    let name: String
    /// Rows count from 1 in the order in which blobs were added.
    let row: Int
    let size: Int
    let hash: Hash128
  }

  /// Sorted by the bytes of the name.
  let entries: [Entry]
  /// Index into `entries` of each row.
  private let positions: [Int32]

  /// `nil` unless names are unique and rows are 1 to the number of entries.
  init?(_ unsorted: [Entry]) {
    let sorted = unsorted.sorted { Self.precedes($0.name, $1.name) }
    self.init(sorted: sorted)
  }

  private init?(sorted: [Entry]) {
    var positions = [Int32](repeating: -1, count: sorted.count)
    for (position, entry) in sorted.enumerated() {
      guard (1...sorted.count).contains(entry.row), positions[entry.row - 1] < 0 else { return nil }
      if position > 0, !Self.precedes(sorted[position - 1].name, entry.name) { return nil }
      positions[entry.row - 1] = Int32(position)
    }
    entries = sorted
    self.positions = positions
  }

  subscript(row row: Int) -> Entry? {
    positions.indices.contains(row - 1) ? entries[Int(positions[row - 1])] : nil
  }

  /// The row of a name, by binary search; `nil` when there is none.
  func row(of name: String) -> Int? {
    let position = firstPosition(notBefore: name)
    guard position < entries.count, entries[position].name == name else { return nil }
    return entries[position].row
  }

  func names(prefix: String) -> [String] {
    entries[firstPosition(notBefore: prefix)...].prefix { $0.name.utf8.starts(with: prefix.utf8) }.map(\.name)
  }

  private func firstPosition(notBefore name: String) -> Int {
    var (low, high) = (0, entries.count)
    while low < high {
      let middle = (low + high) / 2
      if Self.precedes(entries[middle].name, name) { low = middle + 1 } else { high = middle }
    }
    return low
  }

  private static func precedes(_ one: String, _ other: String) -> Bool {
    one.utf8.lexicographicallyPrecedes(other.utf8)
  }
}

extension PartContents {
  var encoded: [UInt8] {
    var bytes: [UInt8] = []
    for entry in entries {
      Self.append(UInt16(entry.name.utf8.count), to: &bytes)
      bytes.append(contentsOf: entry.name.utf8)
      Self.append(UInt32(entry.row), to: &bytes)
      Self.append(UInt64(entry.size), to: &bytes)
      entry.hash.withUnsafeBytes { bytes.append(contentsOf: $0) }
    }
    return bytes
  }

  /// `nil` for bytes that ``encoded`` does not give.
  init?(encoded bytes: UnsafeRawBufferPointer) {
    var entries: [Entry] = []
    var next = 0
    func take(_ count: Int) -> UnsafeRawBufferPointer? {
      guard bytes.count - next >= count else { return nil }
      defer { next += count }
      return UnsafeRawBufferPointer(rebasing: bytes[next..<(next + count)])
    }
    while next < bytes.count {
      guard let length = take(2)?.loadUnaligned(as: UInt16.self).littleEndian, let name = take(Int(length)),
        let name = String(validating: name, as: UTF8.self),
        let row = take(4)?.loadUnaligned(as: UInt32.self).littleEndian,
        let size = take(8)?.loadUnaligned(as: UInt64.self).littleEndian, let size = Int(exactly: size),
        let hash = take(16).flatMap({ Hash128(bytes: $0) })
      else { return nil }
      entries.append(Entry(name: name, row: Int(row), size: size, hash: hash))
    }
    self.init(sorted: entries)
  }

  private static func append(_ value: some FixedWidthInteger, to bytes: inout [UInt8]) {
    withUnsafeBytes(of: value.littleEndian) { bytes.append(contentsOf: $0) }
  }
}
