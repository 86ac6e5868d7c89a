package import Crypto
import Formats
private import Glibc
import HTTPClient
private import Synchronization
private import Threads

/// Hands one-time codes to the store's own mailer: a `POST` of JSON that is signed as Standard Webhooks has it. One per
/// process; threads of its own call, nobody waits for them.
///
/// A code that there is nobody to send to is handed over as well, and let go of on those threads: who asks cannot tell by
/// the time.
package final class CodeSender: Sendable {
  package struct Configuration: Sendable, Equatable {
    package let url: String
    /// What the signature is made with.
    package let key: [UInt8]

    /// ``HTTPClient/isReadableOnTheWay(_:)``
    package var isReadableOnTheWay: Bool { HTTPClient.isReadableOnTheWay(url) }

    /// Shortest secret, in bytes.
    package static let minimumSecretBytes = 32

    /// `nil` when the address is no `http` or `https` address with a host.
    package init?(url: String, key: [UInt8]) {
      guard let scheme = ["https://", "http://"].first(where: url.hasPrefix) else { return nil }
      let host = url.dropFirst(scheme.count).prefix { $0 != "/" && $0 != "?" }
      guard !host.isEmpty, !host.contains("@"), url.utf8.allSatisfy({ $0 > 0x20 && $0 < 0x7F }) else {
        return nil
      }
      (self.url, self.key) = (url, key)
    }

    /// The key that a secret stands for: its bytes, or what follows `whsec_` in Base64; `nil` when it is too short.
    package static func key(of secret: String) -> [UInt8]? {
      guard secret.hasPrefix("whsec_") else {
        let bytes = Array(secret.utf8)
        return bytes.count >= minimumSecretBytes ? bytes : nil
      }
      let text = secret.dropFirst(6).prefix { $0 != "=" }.map { $0 == "+" ? "-" : $0 == "/" ? "_" : $0 }
      // Standard Webhooks asks for 24 bytes and more.
      return Base64URL.bytes(String(text)).flatMap { $0.count >= 24 ? $0 : nil }
    }
  }

  /// A code and whom it is for.
  package struct Message: Sendable {
    /// As the store writes the number.
    package var order: String
    package var email: String
    package var customer: String?
    package var locale: String
    package var subject: OneTimeCodes.Subject
    /// Whether there is such an order, and an address to send to.
    package var isReal: Bool

    package init(
      order: String, email: String, customer: String?, locale: String, subject: OneTimeCodes.Subject,
      isReal: Bool
    ) {
      (self.order, self.email, self.customer, self.locale) = (order, email, customer, locale)
      (self.subject, self.isReal) = (subject, isReal)
    }
  }

  static let threads = 2
  /// Most codes that may wait.
  static let maximumWaiting = 1_024
  /// Milliseconds before a call that failed is made again.
  static let pauses: [UInt32] = [0, 500, 2_000]

  /// Calls an address with headers and a body.
  ///
  /// - Returns: The answer's status; `nil` without an answer.
  typealias Call = @Sendable (HTTPClient, String, [String], [UInt8]) -> Int?

  private let configuration: Configuration
  private let codes: OneTimeCodes
  private let call: Call
  private let queue = WorkQueue<Message>(limit: maximumWaiting)
  private let sentCount = Atomic<Int>(0)
  private let failedCount = Atomic<Int>(0)

  package convenience init(_ configuration: Configuration, keys: KeyRing) throws {
    try self.init(configuration, keys: keys) { client, url, headers, body in
      try? client.post(url, headers: headers, body: body).status
    }
  }

  /// - Parameter call: What tells the mailer.
  init(_ configuration: Configuration, keys: KeyRing, call: @escaping Call) throws {
    self.configuration = configuration
    self.call = call
    codes = OneTimeCodes(keys)
    HTTPClient.prepare()
    try queue.start(Self.threads, name: "codes") { [weak self] queue in Self.work(queue) { self } }
  }

  deinit { queue.close(dropsRest: true) }

  /// Sends what waits and takes no more.
  ///
  /// - Parameter milliseconds: After so many what is left is given up.
  /// - Returns: Whether nothing was left.
  @discardableResult
  package func stop(within milliseconds: Int) -> Bool {
    queue.close()
    return queue.waitForEnd(within: milliseconds)
  }

  /// Codes that were taken over since the start, and those that nobody took.
  package var counts: (sent: Int, failed: Int) {
    (sentCount.load(ordering: .relaxed), failedCount.load(ordering: .relaxed))
  }

  /// Returns at once; with too many waiting the code is counted as failed.
  package func send(_ message: Message) {
    if queue.append(message) != nil { failedCount.add(1, ordering: .relaxed) }
  }

  // MARK: Calling

  private static func work(_ queue: WorkQueue<Message>, _ owner: () -> CodeSender?) {
    let client = HTTPClient()
    while let message = queue.take() {
      guard let sender = owner() else { return }
      guard message.isReal else { continue }
      if sender.post(message, client) {
        sender.sentCount.add(1, ordering: .relaxed)
      } else {
        sender.failedCount.add(1, ordering: .relaxed)
      }
    }
  }

  /// Under one id, however often it is called.
  private func post(_ message: Message, _ client: HTTPClient) -> Bool {
    let (id, body) = (codes.name(of: message.subject), self.body(of: message))
    for pause in Self.pauses {
      if pause > 0 { usleep(pause * 1_000) }
      let now = Int64(time(nil))
      guard now < message.subject.time + OneTimeCodes.lifetime else { return false }
      let headers = [
        "Content-Type: application/json", "webhook-id: \(id)", "webhook-timestamp: \(now)",
        "webhook-signature: \(Self.signature(of: body, id: id, at: now, key: configuration.key))",
      ]
      guard let status = call(client, configuration.url, headers, body) else { continue }
      if (200..<300).contains(status) { return true }
      // What was refused as such is refused again.
      if (400..<500).contains(status), status != 408, status != 429 { return false }
    }
    return false
  }

  private func body(of message: Message) -> [UInt8] {
    let asked = UnixTime(seconds: message.subject.time)
    var data: [JSONValue.Member] = [
      .init("order", .string(message.order)), .init("email", .string(message.email)),
      .init("code", .string(codes.code(of: message.subject))),
      .init("expires_at", .string(asked.advanced(by: OneTimeCodes.lifetime).description)),
      .init("locale", .string(message.locale)),
    ]
    if let customer = message.customer { data.append(.init("customer_id", .string(customer))) }
    let body: [JSONValue.Member] = [
      .init("type", .string("order.code")), .init("timestamp", .string(asked.description)),
      .init("data", .object(data)),
    ]
    return JSONValue.object(body).bytes()
  }

  /// `v1,` and Base64 of HMAC-SHA-256 over `id.timestamp.body` (Standard Webhooks 1.0).
  static func signature(of body: [UInt8], id: String, at time: Int64, key: [UInt8]) -> String {
    let code = HMAC.sha256(Array("\(id).\(time).".utf8) + body, key: key)
    return "v1," + String(decoding: Webhook.base64(code.bytes), as: UTF8.self)
  }
}
