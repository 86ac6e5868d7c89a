import Formats
import Orders

/// Orders that arrive as NDJSON, piece by piece: every line is checked as it comes and set aside on the disk, none is
/// stored before all are. Takes the memory of its longest line.
struct OrderUpload {
  /// Largest body and longest line, in bytes.
  static let maximumBody = 64 << 20
  static let maximumLine = 1 << 20

  let exchange: ServiceHandler.Exchange
  /// `nil` when there is no room for it.
  let spool: OrderSpool?
  /// The first mistake; what follows it is thrown away.
  private(set) var problem: Problem?
  private var line: [UInt8] = []
  private var number = 1

  init(_ exchange: ServiceHandler.Exchange, folder: String, expiry: UnixTime?) {
    self.exchange = exchange
    spool = OrderSpool(folder: folder, expiry: expiry)
    if spool == nil { problem = Self.noRoom }
  }

  private static var noRoom: Problem { Problem(.unavailable, "There is no room to take orders in.") }

  mutating func take(_ bytes: UnsafeRawBufferPointer) {
    var rest = bytes[...]
    while problem == nil, let end = rest.firstIndex(of: 0x0A) {
      line.append(contentsOf: rest[..<end])
      rest = rest[(end + 1)...]
      endLine()
    }
    guard problem == nil else { return }
    line.append(contentsOf: rest)
    checkLength()
  }

  /// The body is over; a last line needs no line feed.
  mutating func end() { if problem == nil, !line.isEmpty { endLine() } }

  private mutating func endLine() {
    defer {
      line.removeAll(keepingCapacity: true)
      number += 1
    }
    checkLength()
    guard problem == nil, line.contains(where: { ![0x20, 0x09, 0x0D].contains($0) }) else { return }
    do {
      _ = try OrderBody.order(line)
      if spool?.append(line) != true { problem = Self.noRoom }
    } catch {
      problem = Problem(error.code, error.detail, line: number)
    }
  }

  private mutating func checkLength() {
    guard problem == nil, line.count > Self.maximumLine else { return }
    problem = Problem(.lineTooLong, "A line is at most \(Self.maximumLine >> 20) MiB.", line: number)
  }
}

/// One order as JSON.
enum OrderBody {
  static func order(_ bytes: [UInt8]) throws(Problem) -> Order {
    do throws(InputError) {
      var report = InputReport()
      return try Order(json: JSONNode.parse(SourceFile(name: "body", bytes: bytes)), report: &report)
    } catch {
      let code: Problem.Code =
        error.code == .syntax || error.code == .encoding ? .malformedJSON : .invalidOrder
      throw Problem(code, "Column \(error.place.column): \(error.message).")
    }
  }
}

/// Why orders were not stored.
enum OrderFailure: Error {
  /// Too many writes wait.
  case busy
  /// The order breaks a bound; the reason in words.
  case invalid(String)
  case failed
  /// The disk is full or fails, or the file was moved away: the shop tries again, and the operator has something to do.
  case noPlace
  /// Redis does not answer.
  case away
}
