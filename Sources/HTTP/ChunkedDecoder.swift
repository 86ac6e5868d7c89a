/// Reads the chunked coding (RFC 9112 §7.1) from bytes that may arrive in pieces, as strictly as the grammar allows.
///
/// Only CR LF ends a line, only hexadecimal digits make a size, extensions and trailers are checked, bounded and
/// dropped.
struct ChunkedDecoder: Sendable {
  enum Step: Equatable {
    /// The next bytes of the body.
    case data(Range<Int>)
    /// The body and its trailer are over; the place is where the next request begins.
    case end
    case needsMore
    case invalid(Refusal)
  }

  private enum State { case size, data, dataEnd, trailer }
  private var state = State.size
  private var remaining = 0
  private var total = 0
  private var trailerBytes = 0
  private var trailerCount = 0
  let limits: Limits
  /// Longest body accepted, in bytes after decoding.
  let bodyLimit: Int

  init(limits: Limits, bodyLimit: Int) {
    self.limits = limits
    self.bodyLimit = bodyLimit
  }

  /// Takes one step from `place` on, and moves `place` behind what it took.
  mutating func next(_ bytes: Span<UInt8>, from place: inout Int) -> Step {
    while true {
      let refusal: Refusal?
      switch state {
      case .data: return takeData(bytes, &place)
      case .dataEnd:
        // Both bytes are looked at as soon as they come: a wrong one is known before the other is there.
        if place < bytes.count, bytes[place] != .carriageReturn { return .invalid(.badChunk) }
        guard place + 1 < bytes.count else { return .needsMore }
        refusal = bytes[place + 1] == .lineFeed ? nil : .badChunk
        (place, state) = (place + 2, .size)
      case .size:
        switch lineEnd(bytes, from: place, limit: limits.chunkLine, over: .badChunk) {
        case .success(nil): return .needsMore
        case .failure(let error): return .invalid(error.refusal)
        case .success(let end?):
          refusal = readSize(bytes, place..<end)
          place = end + 2
        }
      case .trailer:
        let left = limits.trailers - trailerBytes
        switch lineEnd(bytes, from: place, limit: left, over: .fieldsTooLarge) {
        case .success(nil): return .needsMore
        case .failure(let error): return .invalid(error.refusal)
        case .success(let end?):
          let line = place..<end
          place = end + 2
          if line.isEmpty { return .end }
          refusal = readTrailer(bytes, line)
        }
      }
      if let refusal { return .invalid(refusal) }
    }
  }

  private mutating func takeData(_ bytes: Span<UInt8>, _ place: inout Int) -> Step {
    let count = min(remaining, bytes.count - place)
    guard count > 0 else { return .needsMore }
    remaining -= count
    if remaining == 0 { state = .dataEnd }
    place += count
    return .data(place - count..<place)
  }

  private mutating func readSize(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Refusal? {
    var (size, place) = (0, line.lowerBound)
    while place < line.upperBound, let digit = bytes[place].hexValue {
      guard size >> 58 == 0 else { return .bodyTooLarge }
      size = size << 4 | Int(digit)
      place += 1
    }
    guard place > line.lowerBound, bytes.areChunkExtensions(place..<line.upperBound) else { return .badChunk }
    guard size <= bodyLimit - total else { return .bodyTooLarge }
    total += size
    remaining = size
    state = size == 0 ? .trailer : .data
    return nil
  }

  private mutating func readTrailer(_ bytes: Span<UInt8>, _ line: Range<Int>) -> Refusal? {
    trailerCount += 1
    trailerBytes += line.count + 2
    guard trailerCount <= limits.trailerCount else { return .fieldsTooLarge }
    guard let colon = bytes.fieldNameEnd(in: line) else { return .badTrailer }
    // A field that frames or routes has no place behind the body (RFC 9110 §6.5.1).
    for name: StaticString in ["transfer-encoding", "content-length", "host"]
    where bytes.holds(folded: name, in: line.lowerBound..<colon) {
      return .badTrailer
    }
    return nil
  }

  private struct LineError: Error { let refusal: Refusal }

  /// Place of the CR LF that ends the line at `start`; `nil` when it has not come yet.
  private func lineEnd(_ bytes: Span<UInt8>, from start: Int, limit: Int, over: Refusal) -> Result<
    Int?, LineError
  > {
    var place = start
    while place < bytes.count {
      let byte = bytes[place]
      if byte == .carriageReturn {
        guard place + 1 < bytes.count else { return .success(nil) }
        return bytes[place + 1] == .lineFeed ? .success(place) : .failure(LineError(refusal: .badChunk))
      }
      guard byte >= 0x20 && byte != 0x7F || byte == .tab else {
        return .failure(LineError(refusal: .badChunk))
      }
      place += 1
      if place - start > limit { return .failure(LineError(refusal: over)) }
    }
    return .success(nil)
  }
}

extension Span<UInt8> {
  /// RFC 9112 §7.1.1: `*( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] )`, filling all of `range`.
  fileprivate func areChunkExtensions(_ range: Range<Int>) -> Bool {
    let end = range.upperBound
    var place = range.lowerBound
    while place < end {
      place = blanksEnd(place, end)
      guard place < end, self[place] == .semicolon else { return false }
      let name = blanksEnd(place + 1, end)
      place = tokenEnd(name, end)
      guard place > name else { return false }
      let equals = blanksEnd(place, end)
      guard equals < end, self[equals] == UInt8(ascii: "=") else { continue }
      let value = blanksEnd(equals + 1, end)
      guard let next = value < end && self[value] == .quote ? quotedEnd(value, end) : tokenEnd(value, end),
        next > value
      else { return false }
      place = next
    }
    return true
  }

  private func blanksEnd(_ start: Int, _ end: Int) -> Int {
    var place = start
    while place < end, self[place].isBlank { place += 1 }
    return place
  }

  private func tokenEnd(_ start: Int, _ end: Int) -> Int {
    var place = start
    while place < end, ByteSet.token.contains(self[place]) { place += 1 }
    return place
  }

  /// Place behind the quoted string that opens at `start`; `nil` when it does not close.
  private func quotedEnd(_ start: Int, _ end: Int) -> Int? {
    var place = start + 1
    while place < end {
      if self[place] == .quote { return place + 1 }
      place += self[place] == UInt8(ascii: "\\") ? 2 : 1
    }
    return nil
  }
}
