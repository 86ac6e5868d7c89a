import Crypto
import Dialogue
import Formats
import Orders
import Revisions

/// Runs dialogues on a snapshot that is in no database yet.
struct DialogueTestRun {
  private let snapshot: Snapshot
  private let keys: KeyRing
  private let scratch: ScratchFolder
  /// The shop's own orders, for files that name none.
  private let shopOrders: [String]
  private let shiftsDemoOrders: Bool

  init(_ snapshot: Snapshot, shopOrders: [String], shiftsDemoOrders: Bool) throws {
    self.snapshot = snapshot
    self.shopOrders = shopOrders
    self.shiftsDemoOrders = shiftsDemoOrders
    scratch = try ScratchFolder()
    keys = try KeyRing(secret: "dialogues are checked with a secret of their own")
  }

  /// Runs every dialogue of a file; what goes otherwise than written is reported where it is written.
  ///
  /// - Returns: The number of dialogues.
  func run(_ path: String, _ report: inout InputReport) throws -> Int {
    let file: DialogueTestFile
    do throws(InputError) {
      file = try DialogueTestFile(path: path)
    } catch {
      report.add(error)
      return 0
    }
    let orders = file.orders.map { [Self.sibling($0, of: path)] } ?? shopOrders
    for (number, test) in file.tests.enumerated() {
      let store = scratch.path + "/\(path.split(separator: "/").last ?? "")-\(number).orders"
      let conversation = Conversation(snapshot, keys: keys, requestFolder: scratch.path) {
        .embedded(
          try reader(of: orders, at: store, now: test.now, shifts: shiftsDemoOrders && file.orders == nil))
      }
      try run(test, conversation, &report)
    }
    return file.tests.count
  }

  private func run(
    _ test: DialogueTest, _ conversation: Conversation, _ report: inout InputReport
  ) throws {
    var context: [UInt8] = []
    for step in test.steps {
      var turn = Turn(seed: test.seed, now: test.now)
      turn.locale = test.locale
      let reply = try conversation.say(step.say, context: context, turn)
      context = reply.context
      let slots = conversation.slots(after: reply, now: test.now)
      for expectation in step.expectations {
        guard let fault = Self.fault(expectation.what, reply, slots) else { continue }
        report.add(
          InputError(.value, at: expectation.place, "in “\(test.name)”, after “\(step.say)”: \(fault)"))
        // What follows would only fail after it.
        return
      }
    }
  }

  private static func fault(
    _ expected: DialogueTest.Expectation.What, _ reply: Reply, _ slots: [Slot]
  ) -> String? {
    switch expected {
    case .intent(let name):
      guard reply.intent.name != name else { return nil }
      let found = reply.intent.name.map { "'\($0)'" } ?? "nothing"
      let source = reply.intent.source.rawValue
      return "expected \(name.map { "'\($0)'" } ?? "nothing"), understood \(found) (\(source))"
    case .slot(let name, let value):
      guard slots[named: name] != value else { return nil }
      let found = slots[named: name].map { "'\($0)'" } ?? "not filled"
      return "expected the slot '\(name)' to be \(value.map { "'\($0)'" } ?? "not filled"), it is \(found)"
    case .reply(let fragment):
      guard !reply.text.lowercased().contains(fragment.lowercased()) else { return nil }
      return "expected “\(fragment)” in the reply “\(reply.text)”"
    }
  }

  private func reader(
    of files: [String], at path: String, now: Int64, shifts: Bool
  ) throws -> OrderReader? {
    guard !files.isEmpty else { return nil }
    let store = try OrderStore(path: path, keys: keys)
    var options = OrderImport.Options()
    if shifts { options.shiftsNewestTo = UnixTime(seconds: now) }
    var report = InputReport()
    _ = try OrderImport(options).run(files, into: store, report: &report)
    guard let first = report.errors.first else { return try store.reader() }
    throw first
  }

  private static func sibling(_ name: String, of path: String) -> String {
    guard !name.hasPrefix("/"), let slash = path.lastIndex(of: "/") else { return name }
    return path[...slash] + name
  }
}
