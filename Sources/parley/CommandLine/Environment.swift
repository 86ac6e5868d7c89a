private import Glibc

/// The environment variables a command may read.
struct Environment {
  private let values: [String: String]

  init(_ values: [String: String]) { self.values = values }

  static func ofProcess() -> Environment {
    var values: [String: String] = [:]
    var entry = environ
    while let pointer = entry.pointee {
      let line = String(cString: pointer)
      if let split = line.firstIndex(of: "=") {
        values[String(line[..<split])] = String(line[line.index(after: split)...])
      }
      entry += 1
    }
    return Environment(values)
  }

  /// `nil` when unset; an empty value counts as unset, as `VAR= command` means it.
  subscript(name: String) -> String? {
    guard let value = values[name], !value.isEmpty else { return nil }
    return value
  }
}
