/// The flags and words of one call, checked against what the command takes.
struct Invocation {
  let operands: [String]
  let environment: Environment
  private let given: [String: [String]]

  init(of command: Command, _ arguments: [String], _ environment: Environment) throws(CommandError) {
    var operands: [String] = []
    var given: [String: [String]] = [:]
    var rest = arguments[...]
    while let word = rest.popFirst() {
      if word == "--" {
        operands += rest
        break
      }
      if word.count == 2, word.first == "-", word.last?.isLetter == true {
        throw .usage("there is no flag '\(word)'.")
      }
      guard word.hasPrefix("--") else {
        operands.append(word)
        continue
      }
      let parts = word.dropFirst(2).split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      guard let flag = command.flags.first(where: { $0.name == parts[0] }) else {
        throw .usage("there is no flag '\(word)'.")
      }
      let value = try Self.value(of: flag, inline: parts.count > 1 ? String(parts[1]) : nil, rest: &rest)
      guard flag.repeats || given[flag.name] == nil else { throw .usage("'--\(flag.name)' is given twice.") }
      given[flag.name, default: []].append(value)
    }
    for flag in command.flags where given[flag.name] == nil {
      guard let twin = environment[flag.twin] else { continue }
      given[flag.name] = flag.repeats ? twin.split(separator: ",").map(String.init) : [twin]
    }
    guard command.operands.contains(operands.count) else {
      throw .usage(Self.countMessage(operands, allowed: command.operands))
    }
    self.operands = operands
    self.given = given
    self.environment = environment
  }

  /// The value of a flag, or of its environment twin.
  subscript(_ flag: String) -> String? { given[flag]?.first }

  /// Every value of a flag that may be given several times.
  func all(_ flag: String) -> [String] { given[flag] ?? [] }

  func has(_ flag: String) -> Bool {
    guard let value = given[flag]?.first else { return false }
    return !["0", "false", "no"].contains(value.lowercased())
  }

  /// A whole number in bounds.
  func number(_ flag: String, in bounds: ClosedRange<Int>) throws(CommandError) -> Int? {
    guard let text = self[flag] else { return nil }
    guard let number = Int(text), bounds.contains(number) else {
      throw .usage(
        "'--\(flag)' takes a number from \(bounds.lowerBound) to \(bounds.upperBound), not '\(text)'.")
    }
    return number
  }

  /// The database's folder.
  var database: String { self["db"] ?? "parley.db" }

  private static func value(
    of flag: Flag, inline: String?, rest: inout ArraySlice<String>
  ) throws(CommandError) -> String {
    guard let placeholder = flag.value else {
      guard inline == nil else { throw .usage("'--\(flag.name)' takes no value.") }
      return "1"
    }
    if let inline { return inline }
    guard let next = rest.first, !next.hasPrefix("--") else {
      throw .usage("'--\(flag.name)' needs a value: --\(flag.name) \(placeholder).")
    }
    rest = rest.dropFirst()
    return next
  }

  private static func countMessage(_ operands: [String], allowed: ClosedRange<Int>) -> String {
    guard operands.count > allowed.upperBound else {
      return "something is missing: \(operands.count) of at least \(allowed.lowerBound) words given."
    }
    return "'\(operands[allowed.upperBound])' is one word too many."
  }
}
