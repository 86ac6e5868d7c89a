private import Glibc

/// Text to options, options to objects, run to an exit status.
@main
struct Parley {
  static func main() {
    let outcome = run(Array(CommandLine.arguments.dropFirst()), environment: Environment.ofProcess())
    exit(outcome.rawValue)
  }

  /// Every subcommand, in the order `parley --help` shows them.
  static let commands: [Command] = [
    .serve, .import, .export, .check, .ask, .order, .eval, .replay, .history, .diff, .rollback, .misses,
    .requests, .token, .bench,
  ]

  static func run(_ arguments: [String], environment: Environment) -> ExitStatus {
    guard let name = arguments.first else {
      Console.error(overview)
      return .usage
    }
    if ["--help", "-h", "help"].contains(name) {
      Console.print(overview)
      return .done
    }
    if name == "--version" {
      Console.print("parley \(version)")
      return .done
    }
    guard let command = commands.first(where: { $0.name == name }) else {
      Console.error("parley: there is no command '\(name)'. See 'parley --help'.")
      return .usage
    }
    return command.run(Array(arguments.dropFirst()), environment: environment)
  }

  static let version = "0.1.0"

  static var overview: String {
    let width = commands.map(\.name.count).max() ?? 0
    let rows = commands.map { command in
      "  " + command.name + String(repeating: " ", count: width - command.name.count + 2) + command.summary
    }
    return """
      Parley answers a store's shoppers from rules, an FAQ and orders.

      usage: parley COMMAND [OPTIONS]

      \(rows.joined(separator: "\n"))

      'parley COMMAND --help' tells more. Every flag has an environment twin: --db is PARLEY_DB; flags win.
      Exit status: 0 done, 1 the input is wrong, 2 wrong usage, 3 the environment failed.
      """
  }
}
