import Text

/// The message of a turn. What a remembered one means is known without its words: they are read when they are first
/// asked for, which most turns then never do.
///
/// Its buffers serve the next turn.
final class TurnMessage {
  private let analyzer = TextAnalyzer()
  /// A message that is not read yet.
  private var unread: [UInt8] = []
  private var isRead = true
  /// Where and in which language its words are to be repaired once they are read.
  private var repair: (snapshot: Snapshot, locale: String)?

  /// Reads a message.
  func read(_ message: UnsafeBufferPointer<UInt8>, in snapshot: Snapshot) {
    follow(snapshot)
    isRead = true
    analyzer.analyze(message)
  }

  /// Takes a message to be read when its words are asked for: one that has no identifiers.
  func hold(_ message: UnsafeBufferPointer<UInt8>, in snapshot: Snapshot) {
    follow(snapshot)
    isRead = false
    unread.removeAll(keepingCapacity: true)
    unread.append(contentsOf: message)
  }

  /// The message, read.
  var words: TextAnalyzer {
    if !isRead { readNow() }
    return analyzer
  }

  /// Those of a message that is not read yet are none.
  var identifiers: [Identifier] { isRead ? analyzer.identifiers : [] }

  /// Reads misspelt words as what a shopper of that locale may have meant, now or when the words are read.
  func repair(locale: String, in snapshot: Snapshot) {
    if isRead {
      snapshot.repair(analyzer, locale: locale)
    } else {
      repair = (snapshot, locale)
    }
  }

  private func readNow() {
    isRead = true
    unread.withUnsafeBufferPointer { analyzer.analyze($0) }
    guard let repair else { return }
    repair.snapshot.repair(analyzer, locale: repair.locale)
    self.repair = nil
  }

  private func follow(_ snapshot: Snapshot) {
    repair = nil
    let shapes = snapshot.playbook.orderShapes
    if !shapes.isEmpty || !analyzer.shapes.isEmpty { analyzer.shapes = shapes }
  }
}
