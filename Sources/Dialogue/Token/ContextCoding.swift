/// The plaintext of a context token: fields of (tag, length, bytes), lengths as LEB128.
///
/// A reader passes over tags it does not know, so an older instance accepts a newer token.
enum ContextCoding {
  /// Longest plaintext accepted, in bytes. The largest state there can be fits: sixteen full slots, the names of flow,
  /// intent and step, and what every state has.
  static let maximumBytes = 4_096
  /// Slots kept in a token, and the longest name and value kept of each, in bytes of UTF-8.
  static let maximumSlots = 16
  static let maximumNameBytes = 64
  static let maximumValueBytes = 128

  private enum Tag {
    static let conversation: UInt8 = 1
    static let issuedAt: UInt8 = 2
    static let revision: UInt8 = 3
    static let turns: UInt8 = 4
    static let locale: UInt8 = 5
    static let flow: UInt8 = 6
    static let step: UInt8 = 7
    static let asked: UInt8 = 8
    static let slot: UInt8 = 9
    static let intent: UInt8 = 10
  }

  static func encode(_ state: ContextState, into out: inout [UInt8]) {
    out.removeAll(keepingCapacity: true)
    write(Tag.conversation, state.conversation, to: &out)
    write(Tag.issuedAt, number: UInt64(bitPattern: state.issuedAt), to: &out)
    write(Tag.revision, number: state.revision, to: &out)
    write(Tag.turns, number: UInt64(state.turns), to: &out)
    if !state.locale.isEmpty { write(Tag.locale, state.locale.utf8, to: &out) }
    guard let flow = state.flow else { return }
    write(Tag.flow, flow.name.utf8, to: &out)
    write(Tag.intent, flow.intent.utf8, to: &out)
    write(Tag.step, flow.step.utf8, to: &out)
    write(Tag.asked, number: UInt64(flow.asked), to: &out)
    for slot in flow.slots.prefix(maximumSlots) where slot.value.utf8.count <= maximumValueBytes {
      let name = slot.name.utf8
      out.append(Tag.slot)
      appendVarint(UInt64(1 + name.count + slot.value.utf8.count), to: &out)
      out.append(UInt8(truncatingIfNeeded: name.count))
      out.append(contentsOf: name)
      out.append(contentsOf: slot.value.utf8)
    }
  }

  /// - Returns: `nil` when the bytes are not a state: too long, cut off, or without a conversation.
  static func decode(_ bytes: [UInt8]) -> ContextState? {
    guard bytes.count <= maximumBytes else { return nil }
    var reader = FieldReader(bytes: bytes)
    var state = ContextState(conversation: [], issuedAt: 0, revision: 0)
    var flow = OpenFlow(name: "", intent: "", step: "", asked: 0, slots: [])
    while !reader.isAtEnd {
      guard let (tag, field) = reader.next() else { return nil }
      switch tag {
      case Tag.conversation: state.conversation = Array(field)
      case Tag.issuedAt: state.issuedAt = Int64(bitPattern: number(field))
      case Tag.revision: state.revision = number(field)
      case Tag.turns: state.turns = UInt32(truncatingIfNeeded: number(field))
      case Tag.locale: state.locale = String(decoding: field, as: UTF8.self)
      case Tag.flow: flow.name = String(decoding: field, as: UTF8.self)
      case Tag.intent: flow.intent = String(decoding: field, as: UTF8.self)
      case Tag.step: flow.step = String(decoding: field, as: UTF8.self)
      case Tag.asked: flow.asked = UInt8(truncatingIfNeeded: number(field))
      case Tag.slot:
        guard let slot = slot(field) else { return nil }
        flow.slots.append(slot)
      default: continue
      }
    }
    guard state.conversation.count == 16 else { return nil }
    if !flow.name.isEmpty { state.flow = flow }
    return state
  }

  private static func slot(_ field: ArraySlice<UInt8>) -> Slot? {
    guard let length = field.first, field.count > Int(length) else { return nil }
    let name = field.dropFirst().prefix(Int(length))
    return Slot(
      String(decoding: name, as: UTF8.self),
      String(decoding: field.dropFirst(1 + Int(length)), as: UTF8.self))
  }

  private static func write(_ tag: UInt8, _ bytes: some Collection<UInt8>, to out: inout [UInt8]) {
    out.append(tag)
    appendVarint(UInt64(bytes.count), to: &out)
    out.append(contentsOf: bytes)
  }

  private static func write(_ tag: UInt8, number: UInt64, to out: inout [UInt8]) {
    let size = max(1, (64 - number.leadingZeroBitCount + 7) / 8)
    out.append(tag)
    out.append(UInt8(size))
    for shift in 0..<size { out.append(UInt8(truncatingIfNeeded: number >> (8 * UInt64(shift)))) }
  }

  private static func appendVarint(_ value: UInt64, to out: inout [UInt8]) {
    var rest = value
    while rest >= 0x80 {
      out.append(UInt8(truncatingIfNeeded: rest) | 0x80)
      rest >>= 7
    }
    out.append(UInt8(rest))
  }

  /// Little-endian, at most eight bytes; what is longer is cut.
  private static func number(_ field: ArraySlice<UInt8>) -> UInt64 {
    var value: UInt64 = 0
    for byte in field.prefix(8).reversed() { value = value << 8 | UInt64(byte) }
    return value
  }
}

/// Walks (tag, length, bytes) fields without reading past the end.
private struct FieldReader {
  let bytes: [UInt8]
  var position = 0

  init(bytes: [UInt8]) { self.bytes = bytes }

  var isAtEnd: Bool { position >= bytes.count }

  /// - Returns: `nil` when the field is cut off.
  mutating func next() -> (tag: UInt8, field: ArraySlice<UInt8>)? {
    let tag = bytes[position]
    position += 1
    var length = 0
    var shift = 0
    while true {
      guard position < bytes.count, shift <= 14 else { return nil }
      let byte = bytes[position]
      position += 1
      length |= Int(byte & 0x7F) << shift
      shift += 7
      if byte < 0x80 { break }
    }
    guard position + length <= bytes.count else { return nil }
    defer { position += length }
    return (tag, bytes[position..<position + length])
  }
}
