import Crypto
import Database
import EventLoop
import Formats
import Revisions
import Threads

/// Turns whatever stopped a command into words and an exit status.
enum Failure {
  static func report(_ error: any Error, from command: String) -> ExitStatus {
    switch error {
    case let error as InputError:
      // A mistake in a file is told by its place alone, so that editors can jump to it.
      Console.error("\(error)")
      return error.code == .unreadable ? .environment : .input
    case let error as Damage: return tell(command, "\(error) (\(error.kind.rawValue))", .environment)
    case let error as FolderError: return tell(command, "\(error)", status(of: error, from: command))
    case is LockError, is DatabaseError, is SystemError, is ThreadError, is SecretError:
      return tell(command, "\(error)", .environment)
    default: return tell(command, "\(error)", .environment)
    }
  }

  /// A revision to roll back to that is not there was named wrongly; the rest is the environment's fault.
  private static func status(of error: FolderError, from command: String) -> ExitStatus {
    if case .noRevision = error, command == "rollback" { .input } else { .environment }
  }

  private static func tell(_ command: String, _ message: String, _ status: ExitStatus) -> ExitStatus {
    Console.error("parley \(command): \(message)")
    return status
  }
}

extension InputReport {
  /// A file that cannot be read at all is the environment's fault; any other mistake is the input's.
  var status: ExitStatus { errors.contains { $0.code == .unreadable } ? .environment : .input }
}
