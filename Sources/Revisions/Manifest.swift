package import Crypto
import FoundationEssentials

/// What a revision consists of: `manifests/<number>.json`.
package struct Manifest: Sendable, Equatable {
  /// One part of a revision.
  package struct Part: Sendable, Hashable {
    /// Hash of the whole file, which also names it.
    package let sha256: Hash256
    /// Size of the file.
    package let bytes: Int
    /// Hash of the table of contents, checked when the part is opened.
    package let contents: Hash128

    package init(sha256: Hash256, bytes: Int, contents: Hash128) {
      self.sha256 = sha256
      self.bytes = bytes
      self.contents = contents
    }
  }

  /// The layout of manifests that this program writes and the newest it reads.
  static let format = 1

  package let revision: Int
  /// UTC, `2026-11-21T09:00:00Z`.
  package let created: String
  /// For people: what made the revision.
  package let note: String
  package let parts: [PartKind: Part]

  package init(revision: Int, created: String, note: String, parts: [PartKind: Part]) {
    self.revision = revision
    self.created = created
    self.note = note
    self.parts = parts
  }
}

extension Manifest {
  /// Largest manifest read, in bytes.
  static let maximumBytes = 64 << 10

  private struct File: Codable {
    struct Part: Codable {
      let sha256: String
      let bytes: Int
      let toc: String
    }
    let format: Int
    let revision: Int
    let created: String
    let note: String
    let parts: [String: Part]
    let checksum: String
  }

  /// JSON with a checksum over itself, in which the checksum's own digits count as zeros.
  func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.prettyPrinted, .sortedKeys, .withoutEscapingSlashes]
    let parts = Dictionary(
      uniqueKeysWithValues: parts.map { kind, part in
        let file = File.Part(sha256: part.sha256.hex, bytes: part.bytes, toc: part.contents.hex)
        return (kind.rawValue, file)
      })
    let file = File(
      format: Self.format, revision: revision, created: created, note: note, parts: parts,
      checksum: Self.noChecksum)
    return Self.checksummed(Array(try encoder.encode(file)) + [UInt8(ascii: "\n")])
  }

  /// A manifest whose checksum is 32 zeros, with the right one in their place.
  static func checksummed(_ plain: [UInt8]) -> [UInt8] {
    guard let place = checksumPlace(plain) else {
      preconditionFailure("a manifest of ours has one checksum, of 32 digits")
    }
    var bytes = plain
    bytes.replaceSubrange(place, with: BLAKE2b.hash128(plain).hex.utf8)
    return bytes
  }

  /// Reads what ``encoded()`` wrote.
  ///
  /// - Throws: ``Damage``: not JSON, altered, another number than the file's name says, a newer format, an
  ///   unknown kind of part.
  init(decoding bytes: [UInt8], revision: Int, path: String) throws(Damage) {
    func bad(_ detail: String, _ kind: Damage.Kind = .badManifest) -> Damage {
      Damage(kind: kind, path: path, detail: detail)
    }
    guard let place = Self.checksumPlace(bytes) else { throw bad("not a manifest: no checksum") }
    var plain = bytes
    plain.replaceSubrange(place, with: Self.noChecksum.utf8)
    guard BLAKE2b.hash128(plain).hex.utf8.elementsEqual(bytes[place]) else {
      throw bad("the manifest was altered: its checksum does not match")
    }
    struct Version: Decodable { let format: Int }
    if let version = try? JSONDecoder().decode(Version.self, from: Data(bytes)), version.format > Self.format
    {
      throw bad(
        "the manifest has format \(version.format); this program reads up to \(Self.format)", .newerFormat)
    }
    guard let file = try? JSONDecoder().decode(File.self, from: Data(bytes)) else {
      throw bad("not a manifest")
    }
    guard file.revision == revision else { throw bad("the manifest says it is revision \(file.revision)") }
    var parts: [PartKind: Part] = [:]
    for (name, part) in file.parts {
      guard let kind = PartKind(rawValue: name) else {
        throw bad("a part of an unknown kind, '\(name)': written by a newer Parley?", .unknownKind)
      }
      guard let sha256 = Hash256(hex: part.sha256), let contents = Hash128(hex: part.toc), part.bytes > 0
      else {
        throw bad("the manifest names its \(name) part wrongly")
      }
      parts[kind] = Part(sha256: sha256, bytes: part.bytes, contents: contents)
    }
    self.init(revision: revision, created: file.created, note: file.note, parts: parts)
  }

  static let noChecksum = String(repeating: "0", count: 32)

  /// Where the 32 digits of the checksum are. Keys are sorted, so it is the first key; a note cannot hold the
  /// same text because its quotes are escaped.
  private static func checksumPlace(_ bytes: [UInt8]) -> Range<Int>? {
    let key = Array("\"checksum\" : \"".utf8)
    guard bytes.count >= key.count + 33 else { return nil }
    for start in 0...(bytes.count - key.count - 33) where bytes[start...].starts(with: key) {
      let digits = (start + key.count)..<(start + key.count + 32)
      return bytes[digits.upperBound] == UInt8(ascii: "\"") ? digits : nil
    }
    return nil
  }
}
