import Crypto
import Testing

@testable import Revisions

@Suite("Manifests")
struct ManifestTests {
  let manifest = Manifest(
    revision: 7, created: "2026-11-21T09:00:00Z", note: "import shop \"Data\" – \"checksum\" : \"0",
    parts: [
      .faq: .init(sha256: SHA256.hash([1]), bytes: 4096, contents: BLAKE2b.hash128([1])),
      .intents: .init(sha256: SHA256.hash([2]), bytes: 8192, contents: BLAKE2b.hash128([2])),
    ])

  @Test("what is written is read, whatever the note holds")
  func roundTrip() throws {
    #expect(try Manifest(decoding: manifest.encoded(), revision: 7, path: "7.json") == manifest)
  }

  @Test("the file is as documented")
  func layout() throws {
    let text = String(decoding: try manifest.encoded(), as: UTF8.self)
    #expect(
      text.hasSuffix(
        """
          "created" : "2026-11-21T09:00:00Z",
          "format" : 1,
          "note" : "import shop \\"Data\\" – \\"checksum\\" : \\"0",
          "parts" : {
            "faq" : {
              "bytes" : 4096,
              "sha256" : "4bf5122f344554c53bde2ebb8cd2b7e3d1600ad631c385a5d7cce23c7785459a",
              "toc" : "\(BLAKE2b.hash128([1]).hex)"
            },
            "intents" : {
              "bytes" : 8192,
              "sha256" : "dbc1b4c900ffe48d575b5da5c638040125f65db0fe3e24494b76ea986457d986",
              "toc" : "\(BLAKE2b.hash128([2]).hex)"
            }
          },
          "revision" : 7
        }

        """))
  }

  struct Refusal: CustomTestStringConvertible, Sendable {
    let old: String
    let new: String
    let kind: Damage.Kind
    let detail: String
    var testDescription: String { new }
  }

  @Test(
    "a whole manifest that this program must not serve says why",
    arguments: [
      Refusal(
        old: #""intents" :"#, new: #""voices" :"#, kind: .unknownKind,
        detail: "a part of an unknown kind, 'voices': written by a newer Parley?"),
      Refusal(
        old: #""format" : 1"#, new: #""format" : 2"#, kind: .newerFormat,
        detail: "the manifest has format 2; this program reads up to 1"),
      Refusal(
        old: #""revision" : 7"#, new: #""revision" : 8"#, kind: .badManifest,
        detail: "the manifest says it is revision 8"),
      Refusal(
        old: #""bytes" : 4096"#, new: #""bytes" : -1"#, kind: .badManifest,
        detail: "the manifest names its faq part wrongly"),
      Refusal(old: #""bytes" : 4096"#, new: #""bytes" : []"#, kind: .badManifest, detail: "not a manifest"),
    ])
  func refused(_ example: Refusal) throws {
    let damage = #expect(throws: Damage.self) {
      try Manifest(decoding: try altered(example.old, example.new), revision: 7, path: "7.json")
    }
    #expect(damage == Damage(kind: example.kind, path: "7.json", detail: example.detail))
  }

  @Test("fields that a later version adds are read over")
  func unknownField() throws {
    let bytes = try altered(#""format" : 1"#, #""fetched" : {"from": "x"}, "format" : 1"#)
    #expect(try Manifest(decoding: bytes, revision: 7, path: "7.json") == manifest)
  }

  @Test(
    "bytes that are no manifest say so",
    arguments: ["", "{}", "7", #"{"checksum" : ""#, #"{"checksum" : "0"}"#])
  func nothing(text: String) {
    let damage = #expect(throws: Damage.self) {
      try Manifest(decoding: Array(text.utf8), revision: 7, path: "7.json")
    }
    #expect(damage?.detail == "not a manifest: no checksum")
  }

  /// The manifest with a text replaced and the checksum made right again.
  func altered(_ old: String, _ new: String) throws -> [UInt8] {
    var text = String(decoding: try manifest.encoded(), as: UTF8.self)
    let checksum = try #require(text.split(separator: "\"").first { $0.utf8.count == 32 })
    text = text.split(separator: checksum, omittingEmptySubsequences: false).joined(
      separator: Manifest.noChecksum)
    let pieces = text.split(separator: old, omittingEmptySubsequences: false)
    try #require(pieces.count == 2)
    return Manifest.checksummed(Array(pieces.joined(separator: new).utf8))
  }
}
