/// Why the FAQ of a revision cannot be read, or built.
package enum FAQError: Error, Equatable, Sendable {
  /// A blob does not hold what its name promises: the revision is of no use, and the server goes back to the one before.
  case malformed
  /// The part was built by a version whose layout this one does not know.
  case unknownLayout(Int)
  /// What an import sets aside while it builds could not be written to this folder; with `errno`.
  case cannotSpool(String, code: Int32)
}

extension FAQError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .malformed: "the FAQ part is damaged"
    case .unknownLayout(let layout):
      "the FAQ part has layout \(layout), which this version does not know; import the FAQ again"
    case .cannotSpool(let folder, let code):
      "cannot set aside what the import needs in \(folder) (error \(code)); is the disk full?"
    }
  }
}
