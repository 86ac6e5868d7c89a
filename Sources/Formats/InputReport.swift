/// Everything an import has to say about its files: mistakes and warnings, in the order found.
///
/// Keeps the first ``limit`` of each and counts the rest, so that a million bad rows cost no memory.
package struct InputReport: Sendable {
  /// How many mistakes, and how many warnings, are kept in full.
  package static let limit = 100

  package private(set) var errors: [InputError] = []
  package private(set) var warnings: [InputError] = []
  /// All mistakes, the ones not kept included.
  package private(set) var errorCount = 0
  package private(set) var warningCount = 0

  package init() {}

  package var isClean: Bool { errorCount == 0 }

  /// What is a mistake takes the place of a warning that says the same.
  package mutating func add(_ error: InputError) {
    if let same = warnings.firstIndex(where: { $0.place == error.place && $0.message == error.message }) {
      warnings.remove(at: same)
      warningCount -= 1
    }
    errorCount += 1
    if errors.count < Self.limit { errors.append(error) }
  }

  package mutating func warn(_ warning: InputError) {
    warningCount += 1
    if warnings.count < Self.limit { warnings.append(warning) }
  }

  package mutating func warn(at place: Place, _ message: String) {
    warn(InputError(.schema, at: place, message))
  }

  /// The lines for standard error: mistakes, then warnings marked as such, then how many were left out.
  package var lines: [String] {
    var lines = errors.map(\.description)
    if errorCount > errors.count { lines.append("and \((errorCount - errors.count).counted("more error"))") }
    lines += warnings.map { "\($0.place): warning: \($0.message)" }
    if warningCount > warnings.count {
      lines.append("and \((warningCount - warnings.count).counted("more warning"))")
    }
    return lines
  }
}
