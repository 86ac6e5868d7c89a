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
    var written = 0
    repeat {
      written = lines.withUnsafeBytes { write(descriptor, $0.baseAddress, $0.count) }
    } while written < 0 && errno == EINTR
    // A full disk may take half a line: its end keeps it apart from the next one.
    if written > 0, written < lines.count { _ = write(descriptor, "\n", 1) }
    guard written == lines.count else { return false }
    if lseek(descriptor, 0, SEEK_END) > Self.maximumBytes { makeRoom(descriptor) }
    return true
  }

  /// Makes the full file the older one, unless another instance has just done so.
  private func makeRoom(_ full: Int32) {
    var (ours, named) = (stat(), stat())
    guard fstat(full, &ours) == 0, stat(path, &named) == 0, ours.st_ino == named.st_ino else { return }
    rename(path, olderPath)
  }

  /// The misses since a time, those that say the same together, the most frequent first.
  ///
  /// - Parameters:
  ///   - since: Seconds since 1970.
  ///   - key: What makes two messages the same; usually their folded text.
  /// - Throws: ``InputError`` when a file cannot be read. A damaged line, as a full disk leaves it, is passed over.
  package func groups(since: Int64, by key: (String) -> String) throws(InputError) -> [MissGroup] {
    var groups: [String: MissGroup] = [:]
    for file in [olderPath, path] where access(file, F_OK) == 0 {
      let reader: JSONLReader
      do { reader = try JSONLReader(path: file) } catch  where error.code == .syntax { continue }
      while let miss = try next(of: reader) {
        guard miss.time >= since else { continue }
        let name = key(miss.text)
        groups[name] = MissGroup(
          count: (groups[name]?.count ?? 0) + 1, sample: miss.text, nearest: miss.nearest,
          lastAsked: miss.time)
      }
    }
    return groups.values.sorted {
      ($1.count, $1.lastAsked, $0.sample) < ($0.count, $0.lastAsked, $1.sample)
    }
  }

  /// The next line that is whole; `nil` at the end.
  private func next(of reader: JSONLReader) throws(InputError) -> Miss? {
    while true {
      do {
        guard let node = try reader.next() else { return nil }
        return try Miss(node)
      } catch  where error.code != .unreadable {
        continue
      }
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
