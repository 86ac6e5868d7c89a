import Crypto
private import FoundationEssentials
package import Revisions

/// The playbook as the policies part keeps it: one blob of JSON, keys sorted, the source itself.
extension PlaybookSource {
  private static let blobName = "playbook"

  /// - Throws: ``Damage`` when the blob is missing, altered or not a playbook.
  package init(part: Part) throws {
    let bytes = try part.read(Self.blobName)
    do {
      self = try JSONDecoder().decode(PlaybookSource.self, from: Data(bytes))
    } catch {
      throw Damage(kind: .damagedBlob, path: part.path, detail: "the blob '\(Self.blobName)' is no playbook")
    }
  }

  /// The part's one blob; equal sources give equal bytes.
  package func encoded() throws -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return Array(try encoder.encode(self))
  }

  /// Fills a policies part.
  package func write(to builder: PartBuilder) throws {
    try builder.add(Self.blobName, try encoded())
  }
}
