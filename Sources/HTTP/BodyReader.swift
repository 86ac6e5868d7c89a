/// Finds the pieces of one body, whichever way it is framed.
enum BodyReader: Sendable {
  case none
  case length(left: Int)
  case chunked(ChunkedDecoder)
  case refused(Refusal)

  /// - Parameter limit: Longest body accepted, in bytes; a longer announcement is refused before it is read.
  init(_ framing: RequestHead.Framing, limits: Limits, limit: Int) {
    switch framing {
    case .none: self = .none
    case .length(let length): self = length <= limit ? .length(left: length) : .refused(.bodyTooLarge)
    case .chunked: self = .chunked(ChunkedDecoder(limits: limits, bodyLimit: limit))
    }
  }

  /// Whether there are bytes to wait for.
  var isExpected: Bool {
    switch self {
    case .none, .length(left: 0), .refused: false
    case .length, .chunked: true
    }
  }

  mutating func next(_ bytes: Span<UInt8>, from place: inout Int) -> ChunkedDecoder.Step {
    switch self {
    case .none, .length(left: 0): return .end
    case .refused(let refusal): return .invalid(refusal)
    case .length(let left):
      let count = min(left, bytes.count - place)
      guard count > 0 else { return .needsMore }
      self = .length(left: left - count)
      place += count
      return .data(place - count..<place)
    case .chunked(var decoder):
      let step = decoder.next(bytes, from: &place)
      self = .chunked(decoder)
      return step
    }
  }
}
