import Foundation
import Testing

/// Where the package lies, and which binary is under test.
enum Workspace {
  /// The package's folder.
  static let root = URL(filePath: #filePath)
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent()

  /// The one that `PARLEY_BINARY` names, as `make test` does the release binary that ships; else the debug one that
  /// `swift test` has just built.
  static let binary: URL = {
    if let named = ProcessInfo.processInfo.environment["PARLEY_BINARY"] { return URL(filePath: named) }
    return root.appending(path: ".build/debug/parley")
  }()

  static var starterStore: URL { root.appending(path: "Data") }

  /// Evaluation data beside the project; `nil` on a machine that does not have it.
  static func shared(_ path: String) -> URL? {
    let url = root.deletingLastPathComponent().appending(path: "shared").appending(path: path)
    return FileManager.default.fileExists(atPath: url.path) ? url : nil
  }
}

/// A folder of a test's own, gone with it.
final class TemporaryFolder: Sendable {
  let url: URL

  init() throws {
    url = FileManager.default.temporaryDirectory.appending(path: "parley-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: url, withIntermediateDirectories: true)
  }

  /// A folder that many tests share: gone when the test process ends.
  static func shared() throws -> TemporaryFolder {
    let folder = try TemporaryFolder()
    Leftovers.atExit { folder.remove() }
    return folder
  }

  deinit { remove() }

  private func remove() { try? FileManager.default.removeItem(at: url) }

  var path: String { url.path }

  func path(_ name: String) -> String { url.appending(path: name).path }

  @discardableResult
  func write(_ name: String, _ text: String) throws -> String {
    try write(name, Data(text.utf8))
  }

  @discardableResult
  func write(_ name: String, _ bytes: Data) throws -> String {
    let file = url.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try bytes.write(to: file)
    return file.path
  }
}

/// One file for the whole test run: an imported starter store that tests read and never write.
enum StarterStore {
  static let shared = Result { try StarterStore.make() }

  private static func make() throws -> TemporaryFolder {
    let folder = try TemporaryFolder.shared()
    let result = try Parley.run(["import", "shop", Workspace.starterStore.path, "--db", folder.path("db")])
    guard result.status == 0 else { throw Failure("the starter store is not imported: \(result.error)") }
    return folder
  }

  static func database() throws -> String { try shared.get().path("db") }
}

struct Failure: Error, CustomStringConvertible {
  let description: String
  init(_ description: String) { self.description = description }
}
