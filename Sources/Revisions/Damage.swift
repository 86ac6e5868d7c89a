/// Something in a database folder that is not as it was written, or that this program is too old to read.
package struct Damage: Error, Equatable, CustomStringConvertible {
  package enum Kind: String, Sendable {
    case badCurrent, badManifest, missingPart, wrongSize, wrongHash, notAPart, wrongKind, unknownKind,
      newerFormat, wrongContents, missingBlob, damagedBlob
  }

  package let kind: Kind
  package let path: String
  package let detail: String

  package init(kind: Kind, path: String, detail: String) {
    self.kind = kind
    self.path = path
    self.detail = detail
  }

  package var description: String { "\(path): \(detail)" }

  /// The file's name without its folder, which is nobody's business outside the machine.
  package var fileName: String { String(path.reversed().prefix { $0 != "/" }.reversed()) }
}
