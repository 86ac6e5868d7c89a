/// The index as a blob of a part: little-endian numbers, each array behind its count.
extension SpellingIndex {
  private static let version: UInt32 = 1

  package var blob: [UInt8] {
    var blob: [UInt8] = []
    func put<Number: FixedWidthInteger>(_ array: [Number]) {
      withUnsafeBytes(of: UInt32(array.count).littleEndian) { blob.append(contentsOf: $0) }
      array.withUnsafeBytes { blob.append(contentsOf: $0) }
    }
    put([Self.version])
    put(Array(language.rawValue.utf8))
    put(letters)
    put(starts)
    put(frequencies)
    put(masks)
    put(known)
    put(variants)
    put(stems)
    return blob
  }

  /// - Returns: `nil` for a blob of another version, and for one whose tables do not fit each other.
  /// - Complexity: copies the arrays; builds nothing.
  package init?(blob: [UInt8]) {
    var reader = BlobReader(rest: blob[...])
    guard reader.array(of: UInt32.self) == [Self.version],
      let name = reader.array(of: UInt8.self), let letters = reader.array(of: UInt8.self),
      let starts = reader.array(of: UInt32.self), let frequencies = reader.array(of: UInt8.self),
      let masks = reader.array(of: UInt32.self),
      let known = reader.array(of: UInt32.self), let variants = reader.array(of: UInt32.self),
      let stems = reader.array(of: UInt32.self), reader.rest.isEmpty,
      let language = Language(rawValue: String(decoding: name, as: UTF8.self))
    else { return nil }
    self.language = language
    self.letters = letters
    self.starts = starts
    self.frequencies = frequencies
    self.masks = masks
    self.known = known
    self.variants = variants
    self.stems = stems
    guard isSound else { return nil }
  }

  /// Whether no look-up can leave the arrays or run for ever.
  private var isSound: Bool {
    let isTable = { (table: [UInt32]) in
      table.count >= 16 && table.count & (table.count - 1) == 0 && table.contains(0)
    }
    let isNumber = { (slot: UInt32) in slot & ~Self.tagMask <= UInt32(count) && slot & ~Self.tagMask > 0 }
    return starts.count == count + 1 && masks.count == count && starts.first == 0
      && starts.last == UInt32(letters.count)
      && zip(starts, starts.dropFirst()).allSatisfy { $0 <= $1 && $1 - $0 <= UInt32(LetterHash.longest) }
      && isTable(known) && isTable(variants) && isTable(stems)
      && known.allSatisfy { $0 == 0 || isNumber($0) } && variants.allSatisfy { $0 == 0 || isNumber($0) }
  }
}

private struct BlobReader {
  var rest: ArraySlice<UInt8>

  mutating func array<Number: FixedWidthInteger>(of _: Number.Type) -> [Number]? {
    guard rest.count >= 4 else { return nil }
    let size = MemoryLayout<Number>.size
    let count = Int(rest.withUnsafeBytes { UInt32(littleEndian: $0.loadUnaligned(as: UInt32.self)) })
    rest = rest.dropFirst(4)
    guard rest.count / size >= count else { return nil }
    defer { rest = rest.dropFirst(count * size) }
    return rest.withUnsafeBytes { bytes in
      [Number](unsafeUninitializedCapacity: count) { array, initialized in
        UnsafeMutableRawBufferPointer(array).copyMemory(
          from: UnsafeRawBufferPointer(rebasing: bytes[..<(count * size)]))
        initialized = count
      }
    }
  }
}
