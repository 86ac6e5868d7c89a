/// One subcommand: what it takes, and what it does.
struct Command: Sendable {
  let name: String
  /// One line for `parley --help`.
  let summary: String
  /// The lines after `usage: `.
  let usage: [String]
  /// Paragraphs under the usage; empty for none.
  var about = ""
  var flags: [Flag] = []
  /// How many words it takes beside flags.
  var operands: ClosedRange<Int> = 0...0
  let body: @Sendable (Invocation) throws -> ExitStatus

  func run(_ arguments: [String], environment: Environment) -> ExitStatus {
    // What stands after -- is meant as it is.
    if arguments.prefix(while: { $0 != "--" }).contains(where: { $0 == "--help" || $0 == "-h" }) {
      Console.print(help)
      return .done
    }
    do {
      return try body(try Invocation(of: self, arguments, environment))
    } catch let error as CommandError {
      Console.error("parley \(name): \(error.message)")
      if error.status == .usage { Console.error("See 'parley \(name) --help'.") }
      return error.status
    } catch {
      return Failure.report(error, from: name)
    }
  }

  var help: String {
    var lines = [summary.prefix(1).uppercased() + summary.dropFirst() + ".", ""]
    lines += usage.enumerated().map { ($0.offset == 0 ? "usage: " : "       ") + $0.element }
    if !about.isEmpty { lines += ["", about] }
    if !flags.isEmpty {
      let width = flags.map(\.synopsis.count).max() ?? 0
      lines += ["", "options:"]
      lines += flags.map { flag in
        let padding = String(repeating: " ", count: width - flag.synopsis.count + 2)
        return "  " + flag.synopsis + padding + flag.help
      }
    }
    return lines.joined(separator: "\n")
  }
}

/// One flag of a subcommand, and its environment twin.
struct Flag: Sendable {
  let name: String
  /// What stands after it in the help; `nil` for a switch.
  var value: String?
  let help: String
  /// May be given several times; the twin separates values by commas.
  var repeats = false

  var synopsis: String { value.map { "--\(name) \($0)" } ?? "--\(name)" }

  /// `--trust-proxy` is `PARLEY_TRUST_PROXY`.
  var twin: String { "PARLEY_" + name.uppercased().map { $0 == "-" ? "_" : String($0) }.joined() }

  static let db = Flag(name: "db", value: "DIR", help: "the database (default ./parley.db)")
  static let json = Flag(name: "json", help: "print one JSON object and nothing else")
}
