package import Formats
private import Glibc

/// One thing a shopper has asked the store for at the end of a flow, and that a person has to do: cancel an order, send an
/// invoice.
package struct StoreRequest: Sendable, Equatable {
  /// What the shopper was told; the same request sent twice has the same.
  package var reference: String
  /// Seconds since 1970.
  package var time: Int64
  package var action: String
  package var flow: String
  package var order: String?
  package var email: String?
  package var customer: String?
  /// Name and value of what else the flow has learnt.
  package var details: [(name: String, value: String)]
  /// 32 hexadecimal digits.
  package var conversation: String

  package init(
    reference: String, time: Int64, action: String, flow: String, order: String?, email: String?,
    customer: String?, details: [(name: String, value: String)], conversation: String
  ) {
    self.reference = reference
    self.time = time
    self.action = action
    self.flow = flow
    self.order = order
    self.email = email
    self.customer = customer
    self.details = details
    self.conversation = conversation
  }

  package static func == (one: StoreRequest, other: StoreRequest) -> Bool {
    one.json.text() == other.json.text()
  }

  /// As `requests.jsonl` has it.
  package var json: JSONValue {
    var members: [JSONValue.Member] = [
      .init("reference", .string(reference)), .init("time", .integer(Int(time))),
      .init("action", .string(action)), .init("flow", .string(flow)),
    ]
    for (name, value) in [("order", order), ("email", email), ("customer", customer)] {
      if let value { members.append(.init(name, .string(value))) }
    }
    members.append(.init("details", .object(details.map { .init($0.name, .string($0.value)) })))
    members.append(.init("conversation", .string(conversation)))
    return .object(members)
  }
}

/// `requests.jsonl` in the database's folder: what shoppers have asked for, a line each, oldest first.
///
/// It is written where no back end does what is asked, so that nothing a shopper was told "is noted" can be lost: a line is
/// synced to disk before anybody is told. The file is the operator's, mode 0600: it holds order numbers and addresses
/// as they were given, and grows until the operator removes lines.
package struct RequestLog: Sendable {
  package static let fileName = "requests.jsonl"

  package let path: String

  package init(folder: String) { path = folder + "/" + Self.fileName }

  /// Appends lines and syncs them.
  ///
  /// - Returns: False when the disk would not take them.
  package func append(_ requests: [StoreRequest]) -> Bool {
    let bytes = requests.reduce(into: [UInt8]()) { $0 += Array(($1.json.text() + "\n").utf8) }
    guard let file = locked(O_WRONLY | O_APPEND | O_CREAT) else { return false }
    defer { close(file) }
    let start = lseek(file, 0, SEEK_END)
    let written = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    guard written == bytes.count, fdatasync(file) == 0 else {
      // Half a line would spoil the next one.
      if start >= 0, written > 0 { ftruncate(file, start) }
      return false
    }
    return true
  }

  /// The file that stands at the path, for this process alone until it is closed; `nil` when it cannot be opened.
  private func locked(_ flags: Int32) -> Int32? {
    while true {
      let file = open(path, flags | O_CLOEXEC, 0o600)
      guard file >= 0 else { return nil }
      var (ours, named) = (stat(), stat())
      while flock(file, LOCK_EX) != 0 {
        guard errno == EINTR else {
          close(file)
          return nil
        }
      }
      // Whoever held the lock may have put another file into its place.
      if fstat(file, &ours) == 0, stat(path, &named) == 0, ours.st_ino == named.st_ino { return file }
      close(file)
    }
  }

  // MARK: - Erasure

  /// Removes every line of a customer: under the id, under the address, compared without case, or about one of the
  /// orders. What is left goes into a new file, synced before it takes the old one's place.
  ///
  /// - Parameter isTheirs: Whether an order of that number is the customer's.
  /// - Returns: How many; `nil` when it could not be done: then nothing is changed.
  package func erase(
    customer: String?, email: String?, isTheirs: (String) -> Bool = { _ in false }
  ) -> Int? {
    guard access(path, F_OK) == 0 else { return 0 }
    guard let file = locked(O_RDONLY), let bytes = Self.bytes(of: file) else { return nil }
    defer { close(file) }
    var (kept, removed) = ([UInt8](), 0)
    for line in bytes.split(separator: 0x0A) {
      let request = (try? SourceFile(name: path, bytes: Array(line)))
        .flatMap { try? JSONNode.parse($0) }.flatMap { try? StoreRequest($0) }
      if let request, request.isOf(customer: customer, email: email, isTheirs) {
        removed += 1
      } else {
        kept += line + [0x0A]
      }
    }
    return removed == 0 || replace(with: kept) ? removed : nil
  }

  private static func bytes(of file: Int32) -> [UInt8]? {
    var status = stat()
    guard fstat(file, &status) == 0 else { return nil }
    var bytes = [UInt8](repeating: 0, count: Int(status.st_size))
    var done = 0
    while done < bytes.count {
      let got = bytes.withUnsafeMutableBytes { read(file, $0.baseAddress! + done, $0.count - done) }
      if got < 0, errno == EINTR { continue }
      guard got > 0 else { return nil }
      done += got
    }
    return bytes
  }

  private func replace(with bytes: [UInt8]) -> Bool {
    let temporary = path + ".new"
    let file = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o600)
    guard file >= 0 else { return false }
    let written = bytes.withUnsafeBytes { write(file, $0.baseAddress, $0.count) }
    let isWhole = written == bytes.count && fsync(file) == 0
    close(file)
    guard isWhole, rename(temporary, path) == 0 else {
      unlink(temporary)
      return false
    }
    let folder = open(String(path.dropLast(Self.fileName.utf8.count)), O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    if folder >= 0 {
      fsync(folder)
      close(folder)
    }
    return true
  }

  /// All requests, oldest first, one that was sent twice once. Lines that are none are passed over.
  ///
  /// - Parameter since: Seconds since 1970.
  package func requests(since: Int64) throws(InputError) -> [StoreRequest] {
    guard access(path, F_OK) == 0 else { return [] }
    let reader = try JSONLReader(path: path)
    var seen: Set<String> = []
    var requests: [StoreRequest] = []
    while true {
      do throws(InputError) {
        guard let line = try reader.next() else { return requests }
        guard let request = try? StoreRequest(line), request.time >= since else { continue }
        if seen.insert(request.reference).inserted { requests.append(request) }
      } catch {
        guard error.code == .syntax || error.code == .encoding else { throw error }
      }
    }
  }
}

extension StoreRequest {
  fileprivate func isOf(customer: String?, email: String?, _ isTheirs: (String) -> Bool) -> Bool {
    if let customer, self.customer == customer { return true }
    if let email, self.email?.lowercased() == email.lowercased() { return true }
    return order.map(isTheirs) ?? false
  }

  fileprivate init(_ line: JSONNode) throws(InputError) {
    let object = try line.object()
    let text = { (name: String) in try? object[name]?.string() }
    guard let reference = text("reference"), let action = text("action"),
      let time = try object["time"]?.integer()
    else { throw line.error("no request") }
    self.init(
      reference: reference, time: Int64(time), action: action, flow: text("flow") ?? "", order: text("order"),
      email: text("email"), customer: text("customer"), details: [], conversation: text("conversation") ?? "")
    for member in (try? object["details"]?.object())?.members ?? [] {
      details.append((member.key, (try? member.value.string()) ?? ""))
    }
  }
}
