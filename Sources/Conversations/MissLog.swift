package import Formats
private import Glibc

/// The misses of a database: `misses.jsonl` in its folder, one line each, appended whole.
///
/// It is bounded: past ``maximumBytes`` the file becomes `misses.1.jsonl` and the one before that goes. Several
/// instances on a host may append at the same time.
package struct MissLog: Sendable {
  /// Of one file.
  package static let maximumBytes = 16 << 20

  private let path: String
  private var olderPath: String { String(path.dropLast(6)) + ".1.jsonl" }

  /// - Parameter folder: The database's folder.
  package init(folder: String) { path = folder + "/misses.jsonl" }

  /// Appends misses; called off the request's path.
  ///
  /// - Returns: `false` when they could not be written: they are lost, chat goes on.
  package func append(_ misses: [Miss]) -> Bool {
    guard !misses.isEmpty else { return true }
    let descriptor = open(path, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0o600)
    guard descriptor >= 0 else { return false }
    defer { close(descriptor) }
    let lines = misses.flatMap(\.line)
    let written = lines.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    guard written == lines.count else { return false }
    if lseek(descriptor, 0, SEEK_END) > Self.maximumBytes { rename(path, olderPath) }
    return true
  }

  /// The misses since a time, those that say the same together, the most frequent first.
  ///
  /// - Parameters:
  ///   - since: Seconds since 1970.
  ///   - key: What makes two messages the same; usually their folded text.
  /// - Throws: ``InputError`` when a file cannot be read or a line is damaged.
  package func groups(since: Int64, by key: (String) -> String) throws(InputError) -> [MissGroup] {
    var groups: [String: MissGroup] = [:]
    for file in [olderPath, path] where access(file, F_OK) == 0 {
      let reader: JSONLReader
      do { reader = try JSONLReader(path: file) } catch  where error.code == .syntax { continue }
      while let node = try reader.next() {
        let miss = try Miss(node)
        guard miss.time >= since else { continue }
        let group = groups[key(miss.text)]
        groups[key(miss.text)] = MissGroup(
          count: (group?.count ?? 0) + 1, sample: miss.text, nearest: miss.nearest, lastAsked: miss.time)
      }
    }
    return groups.values.sorted {
      ($1.count, $1.lastAsked, $0.sample) < ($0.count, $0.lastAsked, $1.sample)
    }
  }
}

extension Miss {
  fileprivate init(_ node: JSONNode) throws(InputError) {
    let object = try node.object()
    self.init(
      time: Int64(try object.required("time").integer()), text: try object.required("text").string(),
      locale: try object.required("locale").string(), nearest: try object.required("nearest").string())
  }
}
