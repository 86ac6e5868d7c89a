/// Why the FAQ of a revision cannot be read.
///
/// Either way the revision is of no use to this program: the server goes back to the one before.
package enum FAQError: Error, Equatable, Sendable {
  /// A blob does not hold what its name promises.
  case malformed
  /// The part was built by a version whose layout this one does not know.
  case unknownLayout(Int)
}

extension FAQError: CustomStringConvertible {
  package var description: String {
    switch self {
    case .malformed: "the FAQ part is damaged"
    case .unknownLayout(let layout):
      "the FAQ part has layout \(layout), which this version does not know; import the FAQ again"
    }
  }
}
