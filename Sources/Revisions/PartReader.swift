import Database

/// One connection to a part.
///
/// `@unchecked`: a ``Part`` lends each reader to one thread at a time, from behind a mutex or off a list.
final class PartReader: @unchecked Sendable {
  struct Header {
    let kind: String
    let format: Int
    let sources: String
    let contents: [UInt8]
  }

  private let path: String
  private let file: Connection
  private let body: Statement

  init(path: String) throws {
    self.path = path
    do {
      file = try Connection(path: path, mode: .readOnlyImmutable, identity: Part.identity)
      body = try file.prepare("SELECT body FROM blob WHERE id = ?1")
    } catch {
      throw Self.damage(error, path)
    }
  }

  func header() throws -> Header {
    do {
      let statement = try file.prepare("SELECT kind, format, sources, contents FROM header")
      guard try statement.step() else {
        throw Damage(kind: .notAPart, path: path, detail: "the part has no header")
      }
      return Header(
        kind: try statement.text(0), format: Int(try statement.integer(1)), sources: try statement.text(2),
        contents: try statement.bytes(3))
    } catch let error as DatabaseError {
      throw Self.damage(error, path)
    }
  }

  func withBody<Result>(_ row: Int, _ use: (UnsafeRawBufferPointer) throws -> Result) throws -> Result {
    defer { body.reset() }
    do {
      try body.bind(1, row)
      guard try body.step() else {
        throw Damage(kind: .damagedBlob, path: path, detail: "row \(row) is gone")
      }
      return try body.withBytes(0, use)
    } catch let error as DatabaseError where error.path == path {
      throw Self.damage(error, path)
    }
  }

  private static func damage(_ error: DatabaseError, _ path: String) -> Damage {
    switch error.code {
    case .newer: Damage(kind: .newerFormat, path: path, detail: error.message)
    case .foreign: Damage(kind: .notAPart, path: path, detail: error.message)
    default: Damage(kind: .notAPart, path: path, detail: "not readable as a part: \(error.message)")
    }
  }
}
