import Foundation

/// Calls of the real binary.
enum Parley {
  struct Outcome: Sendable {
    let status: Int32
    let output: String
    let error: String
  }

  /// Runs a command to its end, with nothing of this process's environment but what is passed.
  static func run(
    program: URL = Workspace.binary, _ arguments: [String], environment: [String: String] = [:],
    folder: String? = nil, input: Data? = nil
  ) throws -> Outcome {
    let process = process(arguments, environment: environment, folder: folder)
    process.executableURL = program
    let (output, error, standardInput) = (Pipe(), Pipe(), Pipe())
    process.standardOutput = output
    process.standardError = error
    process.standardInput = standardInput
    try process.run()
    if let input { try standardInput.fileHandleForWriting.write(contentsOf: input) }
    try standardInput.fileHandleForWriting.close()
    // Both pipes are drained at once, or a full one would stop the process.
    let errorBytes = DrainedPipe(error)
    let outputBytes = output.fileHandleForReading.readDataToEndOfFile()
    process.waitUntilExit()
    return Outcome(
      status: process.terminationStatus, output: String(decoding: outputBytes, as: UTF8.self),
      error: String(decoding: errorBytes.wait(), as: UTF8.self))
  }

  static func process(_ arguments: [String], environment: [String: String], folder: String?) -> Process {
    let process = Process()
    process.executableURL = Workspace.binary
    process.arguments = arguments
    process.environment = ["PATH": "/usr/sbin:/usr/bin:/sbin:/bin"].merging(environment) { _, own in own }
    if let folder { process.currentDirectoryURL = URL(filePath: folder) }
    return process
  }
}

/// Reads a pipe to its end on a thread of its own.
final class DrainedPipe: @unchecked Sendable {
  private var data = Data()
  private let done = DispatchSemaphore(value: 0)

  init(_ pipe: Pipe) {
    let handle = pipe.fileHandleForReading
    Thread.detachNewThread { [self] in
      data = handle.readDataToEndOfFile()
      done.signal()
    }
  }

  /// `@unchecked`: `data` is read only after the semaphore says that it is written.
  func wait() -> Data {
    done.wait()
    return data
  }
}
