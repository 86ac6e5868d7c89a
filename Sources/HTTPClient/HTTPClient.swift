private import CCurl

/// Calls the store's own servers over HTTP. Blocks: for threads of their own, never for an event loop. Not for two threads.
///
/// Only `http` and `https`, no redirects, no proxies of the environment, no cookies; every call ends in time and reads a
/// bounded answer. Connections are kept for the next call.
package final class HTTPClient {
  package struct Limits: Sendable {
    /// Milliseconds to connect, and for all of a call.
    package var connecting = 500
    package var whole = 2_000
    /// Bytes of an answer's body.
    package var body = 256 << 10

    package init() {}
  }

  package struct Answer: Sendable {
    package let status: Int
    package let body: [UInt8]
  }

  /// Why there is no answer, in libcurl's words; never the address or a header.
  package struct Failure: Error, CustomStringConvertible {
    package let description: String
  }

  private static let isReady = curl_global_init(Int(CURL_GLOBAL_DEFAULT)) == CURLE_OK

  private let curl: UnsafeMutableRawPointer
  private let limits: Limits

  /// Loads libcurl: to be called where a program that cannot call anybody is told so at its start.
  package static func prepare() {
    precondition(isReady, "libcurl could not start")
  }

  package init(limits: Limits = Limits()) {
    Self.prepare()
    guard let curl = curl_easy_init() else { preconditionFailure("out of memory") }
    self.curl = curl
    self.limits = limits
  }

  deinit { curl_easy_cleanup(curl) }

  /// - Parameter headers: Whole lines, `Authorization: Bearer …`.
  package func get(_ url: String, headers: [String] = []) throws(Failure) -> Answer {
    try call(url, headers: headers, body: nil)
  }

  package func post(_ url: String, headers: [String] = [], body: [UInt8]) throws(Failure) -> Answer {
    try call(url, headers: headers, body: body)
  }

  private func call(_ url: String, headers: [String], body: [UInt8]?) throws(Failure) -> Answer {
    curl_easy_reset(curl)
    var lines: UnsafeMutablePointer<curl_slist>?
    // No `Expect: 100-continue`, which some servers leave unanswered.
    for line in headers + ["Expect:"] { lines = curl_slist_append(lines, line) }
    defer { curl_slist_free_all(lines) }
    let sink = Sink(limit: limits.body)
    let code = withExtendedLifetime(sink) { () -> CURLcode in
      var code = configure(url, lines, sink)
      guard code == CURLE_OK else { return code }
      guard let body else { return curl_easy_perform(curl) }
      code = parley_curl_set_long(curl, CURLOPT_POSTFIELDSIZE, body.count)
      guard code == CURLE_OK else { return code }
      return body.withUnsafeBytes { bytes in
        let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
        let code = parley_curl_set_text(curl, CURLOPT_POSTFIELDS, start)
        return code == CURLE_OK ? curl_easy_perform(curl) : code
      }
    }
    if sink.isFull { throw Failure(description: "the answer is longer than \(limits.body) bytes") }
    guard code == CURLE_OK else { throw Failure(description: String(cString: curl_easy_strerror(code))) }
    return Answer(status: parley_curl_status(curl), body: sink.bytes)
  }

  private func configure(
    _ url: String, _ lines: UnsafeMutablePointer<curl_slist>?, _ sink: Sink
  ) -> CURLcode {
    let numbers: [(CURLoption, Int)] = [
      (CURLOPT_NOSIGNAL, 1), (CURLOPT_FOLLOWLOCATION, 0), (CURLOPT_CONNECTTIMEOUT_MS, limits.connecting),
      (CURLOPT_TIMEOUT_MS, limits.whole), (CURLOPT_TCP_KEEPALIVE, 1),
    ]
    let texts = [
      (CURLOPT_URL, url), (CURLOPT_PROTOCOLS_STR, "http,https"), (CURLOPT_PROXY, ""),
      (CURLOPT_USERAGENT, "Parley"),
    ]
    for (option, value) in numbers {
      let code = parley_curl_set_long(curl, option, value)
      guard code == CURLE_OK else { return code }
    }
    for (option, value) in texts {
      let code = parley_curl_set_text(curl, option, value)
      guard code == CURLE_OK else { return code }
    }
    let code = parley_curl_set_list(curl, CURLOPT_HTTPHEADER, lines)
    guard code == CURLE_OK else { return code }
    return parley_curl_set_sink(
      curl,
      { bytes, size, count, context in
        guard let bytes, let context else { return 0 }
        let taken = Unmanaged<Sink>.fromOpaque(context).takeUnretainedValue()
          .take(UnsafeRawBufferPointer(start: bytes, count: size * count))
        return taken ? size * count : 0
      }, Unmanaged.passUnretained(sink).toOpaque())
  }
}

/// Gathers an answer's body up to a bound.
private final class Sink {
  private let limit: Int
  private(set) var bytes: [UInt8] = []
  private(set) var isFull = false

  init(limit: Int) { self.limit = limit }

  func take(_ piece: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count + piece.count <= limit else {
      isFull = true
      return false
    }
    bytes += piece
    return true
  }
}
