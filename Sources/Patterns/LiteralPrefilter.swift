private import CVectorscan
private import Glibc
private import Synchronization

/// Thousands of literals looked for in one pass over a message, whatever their number.
///
/// Compiling is the cost (20,000 literals in half a second), so that it is done when a revision is built and
/// the compiled bytes are kept; they fit one Vectorscan version and one kind of processor only, and are
/// compiled anew in memory where they do not fit.
package final class LiteralPrefilter {
  /// The compiled form could not be used, and was made anew.
  package let isRebuilt: Bool
  /// Number of literals; they are known by their index.
  package let count: Int

  /// `nil` when there are no literals.
  private let database: OpaquePointer?
  private let fingerprint: UInt64
  /// Tells databases apart where an address may be used again.
  private let serial = LiteralPrefilter.serials.wrappingAdd(1, ordering: .relaxed).newValue

  private static let serials = Atomic<UInt64>(0)

  /// Compiles; no literal may be empty.
  package convenience init(_ literals: [[UInt8]]) {
    self.init(literals, database: LiteralPrefilter.compile(literals), isRebuilt: false)
  }

  /// Takes the compiled form of these literals from `bytes`, written by ``serialized()``; compiles where it
  /// is of another version, platform or set of literals, or damaged.
  package convenience init(_ literals: [[UInt8]], serialized bytes: UnsafeRawBufferPointer) {
    let database = LiteralPrefilter.deserialize(bytes, fingerprint: Fingerprint.of(literals))
    let isRebuilt = database == nil && !literals.isEmpty
    self.init(
      literals, database: database ?? LiteralPrefilter.compile(literals), isRebuilt: isRebuilt)
  }

  private init(_ literals: [[UInt8]], database: OpaquePointer?, isRebuilt: Bool) {
    self.database = database
    self.isRebuilt = isRebuilt
    count = literals.count
    fingerprint = Fingerprint.of(literals)
  }

  deinit { hs_free_database(database) }

  /// Looks for all literals; `scratch.hits` then holds the index of each that occurs, as often as it
  /// does, in the order of where they end.
  ///
  /// - Complexity: one pass; about 0.2 us for a message. No allocation after the first message.
  package func scan(_ text: UnsafeBufferPointer<UInt8>, with scratch: PrefilterScratch) {
    guard let database, let base = text.baseAddress, !text.isEmpty else {
      scratch.hits.removeAll(keepingCapacity: true)
      return
    }
    scratch.prepare(for: database, serial)
    scratch.scan(database, base, UInt32(truncatingIfNeeded: text.count))
  }

  // MARK: Compiling

  private static func compile(_ literals: [[UInt8]]) -> OpaquePointer? {
    guard !literals.isEmpty else { return nil }
    let bytes = literals.flatMap { $0 }
    var (database, failure): (OpaquePointer?, UnsafeMutablePointer<hs_compile_error_t>?) = (nil, nil)
    bytes.withUnsafeBytes { bytes in
      var offset = 0
      let starts = literals.map { literal -> UnsafePointer<CChar>? in
        defer { offset += literal.count }
        return (bytes.baseAddress?.advanced(by: offset)).map { $0.assumingMemoryBound(to: CChar.self) }
      }
      // HS_FLAG_SINGLEMATCH would report each literal once, at more cost than the repeats.
      let flags = [UInt32](repeating: 0, count: literals.count)
      _ = hs_compile_lit_multi(
        starts, flags, (0..<UInt32(literals.count)).map { $0 }, literals.map(\.count), UInt32(literals.count),
        UInt32(HS_MODE_BLOCK), nil, &database, &failure)
    }
    guard let database else {
      // Literals have no syntax that could be wrong: what is left is memory, or a processor below SSSE3.
      let reason = failure.map { String(cString: $0.pointee.message) } ?? "no reason given"
      fatalError("Vectorscan cannot compile \(literals.count) literals: \(reason)")
    }
    return database
  }

  // MARK: Bytes

  /// Our mark and version, then the fingerprints of the literals and of the rest, then that rest:
  /// Vectorscan's own serialised form.
  private static let mark = Array("PLLF0001".utf8)
  private static let headerBytes = 24

  package func serialized() -> [UInt8] {
    guard let database else { return [] }
    var (start, length): (UnsafeMutablePointer<CChar>?, Int) = (nil, 0)
    guard hs_serialize_database(database, &start, &length) == HS_SUCCESS, let start else {
      fatalError("out of memory for a prefilter of \(count) literals")
    }
    // Vectorscan allocates with malloc unless told otherwise, and leaves freeing to its caller.
    defer { free(start) }
    let compiled = UnsafeRawBufferPointer(start: start, count: length)
    var bytes = LiteralPrefilter.mark
    for number in [fingerprint, Fingerprint.of(compiled)] {
      withUnsafeBytes(of: number.littleEndian) { bytes.append(contentsOf: $0) }
    }
    bytes.append(contentsOf: compiled)
    return bytes
  }

  private static func deserialize(_ bytes: UnsafeRawBufferPointer, fingerprint: UInt64) -> OpaquePointer? {
    guard bytes.count > headerBytes, bytes.prefix(mark.count).elementsEqual(mark) else { return nil }
    let compiled = UnsafeRawBufferPointer(rebasing: bytes.dropFirst(headerBytes))
    let expected = [8, 16].map { bytes.loadUnaligned(fromByteOffset: $0, as: UInt64.self) }
    // Vectorscan checks its version and platform itself, but not every byte.
    guard expected.map(UInt64.init(littleEndian:)) == [fingerprint, Fingerprint.of(compiled)] else {
      return nil
    }
    var database: OpaquePointer?
    let start = compiled.baseAddress?.assumingMemoryBound(to: CChar.self)
    guard hs_deserialize_database(start, compiled.count, &database) == HS_SUCCESS else { return nil }
    return database
  }
}

/// FNV-1a, by words of eight bytes: tells one build from another and finds damage. Nothing secret hangs on
/// it; the part that holds the bytes has its cryptographic hash.
private enum Fingerprint {
  static func of(_ bytes: UnsafeRawBufferPointer, from seed: UInt64 = 0xCBF2_9CE4_8422_2325) -> UInt64 {
    var hash = seed
    var at = 0
    while at + 8 <= bytes.count {
      hash = mix(hash, UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: at, as: UInt64.self)))
      at += 8
    }
    for byte in bytes[at...] { hash = mix(hash, UInt64(byte)) }
    return mix(hash, UInt64(bytes.count))
  }

  static func of(_ texts: [[UInt8]]) -> UInt64 {
    texts.reduce(UInt64(texts.count)) { hash, text in text.withUnsafeBytes { of($0, from: hash) } }
  }

  private static func mix(_ hash: UInt64, _ word: UInt64) -> UInt64 {
    let product = (hash ^ word) &* 0x100_0000_01B3
    return product ^ product >> 32
  }
}

/// `@unchecked`: scanning never alters a database (Hyperscan manual, "Scratch space"); all it writes to is
/// the caller's scratch.
extension LiteralPrefilter: @unchecked Sendable {}

/// What a scan writes to. One per thread; grows to the largest prefilter it has met.
package final class PrefilterScratch {
  /// Indices of the literals that occurred in the message scanned last.
  @exclusivity(unchecked) package fileprivate(set) var hits: [UInt32] = []

  private var scratch: OpaquePointer?
  /// The prefilter that `scratch` was last sized for.
  private var serial: UInt64 = 0

  package init() {}

  deinit { hs_free_scratch(scratch) }

  fileprivate func prepare(for database: OpaquePointer, _ serial: UInt64) {
    guard serial != self.serial else { return }
    guard hs_alloc_scratch(database, &scratch) == HS_SUCCESS else { fatalError("out of memory for a scan") }
    self.serial = serial
  }

  fileprivate func scan(_ database: OpaquePointer, _ base: UnsafePointer<UInt8>, _ length: UInt32) {
    hits.removeAll(keepingCapacity: true)
    let start = UnsafeRawPointer(base).assumingMemoryBound(to: CChar.self)
    let code = withUnsafeMutablePointer(to: &hits) { hits in
      hs_scan(database, start, length, 0, scratch, PrefilterScratch.note, hits)
    }
    // A literal scan with a prepared scratch has no other outcome.
    precondition(code == HS_SUCCESS, "hs_scan answered \(code)")
  }

  /// Called by Vectorscan for each literal found; `context` is the array of hits.
  private static let note: match_event_handler = { id, _, _, _, context in
    context?.assumingMemoryBound(to: [UInt32].self).pointee.append(id)
    return 0
  }
}
