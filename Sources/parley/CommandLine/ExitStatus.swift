/// What the process tells its caller.
enum ExitStatus: Int32 {
  case done = 0
  /// The input is wrong; standard error says where.
  case input = 1
  /// Wrong usage.
  case usage = 2
  /// A file, port, lock or Redis failed.
  case environment = 3
}

/// Why a command stops, in words for the person who typed it.
struct CommandError: Error {
  let status: ExitStatus
  let message: String

  static func input(_ message: String) -> CommandError { CommandError(status: .input, message: message) }
  static func usage(_ message: String) -> CommandError { CommandError(status: .usage, message: message) }
  static func environment(_ message: String) -> CommandError {
    CommandError(status: .environment, message: message)
  }
}
