/// The plaintext of a context token: fields of (tag, length, bytes), lengths as LEB128.
///
/// A reader passes over tags it does not know, so an older instance accepts a newer token.
enum ContextCoding {
  /// Longest plaintext, in bytes: sealed and in base64url it is at most 1,024 characters.
  static let maximumBytes = 723
  /// Slots kept in a token, and the longest name and value kept of each, in bytes of UTF-8.
  static let maximumSlots = 16
  static let maximumNameBytes = 40
  static let maximumValueBytes = 255
  /// Bytes of an intent's name, and of a language.
  private static let maximumIntentBytes = 64
  private static let maximumLocaleBytes = 12
  /// What is left for slots, their names, the flow's name and its step, when all else is as long as it may be.
  static let slotBytes =
    maximumBytes - (18 + 10 + 10 + 6 + 2 + maximumLocaleBytes + 2 + maximumIntentBytes + 2 + 2 + 3 + 6)

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
    static let fingerprint: UInt8 = 11
    static let lastFlow: UInt8 = 12
  }

  static func encode(_ state: ContextState, into out: inout [UInt8]) {
    out.removeAll(keepingCapacity: true)
    out.append(Tag.conversation)
    out.append(UInt8(truncatingIfNeeded: state.conversation.count))
    out.append(contentsOf: state.conversation)
    write(Tag.issuedAt, number: UInt64(bitPattern: state.issuedAt), to: &out)
    write(Tag.revision, number: state.revision, to: &out)
    write(Tag.turns, number: UInt64(state.turns), to: &out)
    if !state.locale.isEmpty { write(Tag.locale, state.locale, atMost: maximumLocaleBytes, to: &out) }
    if let flow = state.flow {
      write(Tag.flow, flow.name, to: &out)
      write(Tag.intent, flow.intent, atMost: maximumIntentBytes, to: &out)
      write(Tag.step, flow.step, to: &out)
      write(Tag.asked, number: UInt64(flow.asked), to: &out)
      write(Tag.fingerprint, number: UInt64(flow.fingerprint), to: &out)
      write(flow.slots, to: &out)
    } else {
      if let last = state.last {
        write(Tag.intent, last.intent, atMost: maximumIntentBytes, to: &out)
        write(Tag.lastFlow, last.name, to: &out)
      }
      write(state.kept, to: &out)
    }
  }

  /// - Returns: `nil` when the bytes are not a state: too long, cut off, or without a conversation.
  static func decode(_ bytes: [UInt8]) -> ContextState? {
    bytes.withUnsafeBufferPointer { decode($0) }
  }

  static func decode(_ bytes: UnsafeBufferPointer<UInt8>) -> ContextState? {
    guard bytes.count <= maximumBytes else { return nil }
    var reader = FieldReader(bytes: bytes)
    var state = ContextState(conversation: [], issuedAt: 0, revision: 0)
    var flow = OpenFlow(name: "", intent: "", step: "", asked: 0, slots: [])
    var last = ""
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
      case Tag.fingerprint: flow.fingerprint = UInt32(truncatingIfNeeded: number(field))
      case Tag.lastFlow: last = String(decoding: field, as: UTF8.self)
      case Tag.slot:
        guard let slot = slot(field) else { return nil }
        flow.slots.append(slot)
      default: continue
      }
    }
    guard state.conversation.count == 16 else { return nil }
    if !flow.name.isEmpty {
      state.flow = flow
    } else {
      state.kept = flow.slots
      if !last.isEmpty { state.last = EndedFlow(name: last, intent: flow.intent) }
    }
    return state
  }

  private static func slot(_ field: UnsafeBufferPointer<UInt8>) -> Slot? {
    guard let length = field.first, field.count > Int(length) else { return nil }
    let name = UnsafeBufferPointer(rebasing: field[1..<1 + Int(length)])
    let value = UnsafeBufferPointer(rebasing: field[(1 + Int(length))...])
    return Slot(String(decoding: name, as: UTF8.self), String(decoding: value, as: UTF8.self))
  }

  /// Slots that do not fit are left out: flows are refused at import when theirs might not. What the engine notes of its
  /// own, a proof or an action that is done, goes first, so that it is never among them.
  private static func write(_ slots: [Slot], to out: inout [UInt8]) {
    let slots = slots.filter(\.isEngines) + slots.filter { !$0.isEngines }
    for slot in slots.prefix(maximumSlots) where slot.value.utf8.count <= maximumValueBytes {
      let (name, value) = (slot.name.utf8.count, slot.value.utf8.count)
      guard name < 128, out.count + 4 + name + value <= maximumBytes else { continue }
      out.append(Tag.slot)
      appendVarint(UInt64(1 + name + value), to: &out)
      out.append(UInt8(truncatingIfNeeded: name))
      append(slot.name, to: &out)
      append(slot.value, to: &out)
    }
  }

  private static func write(
    _ tag: UInt8, _ text: String, atMost most: Int = maximumNameBytes, to out: inout [UInt8]
  ) {
    guard text.utf8.count <= most else { return }
    out.append(tag)
    out.append(UInt8(truncatingIfNeeded: text.utf8.count))
    append(text, to: &out)
  }

  private static func append(_ text: String, to out: inout [UInt8]) {
    if text.utf8.withContiguousStorageIfAvailable({ out.append(contentsOf: $0) }) == nil {
      out.append(contentsOf: text.utf8)
    }
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
  private static func number(_ field: UnsafeBufferPointer<UInt8>) -> UInt64 {
    var value: UInt64 = 0
    var index = min(8, field.count)
    while index > 0 {
      index -= 1
      value = value << 8 | UInt64(field[index])
    }
    return value
  }
}

/// Walks (tag, length, bytes) fields without reading past the end.
private struct FieldReader {
  let bytes: UnsafeBufferPointer<UInt8>
  var position = 0

  init(bytes: UnsafeBufferPointer<UInt8>) { self.bytes = bytes }

  var isAtEnd: Bool { position >= bytes.count }

  /// - Returns: `nil` when the field is cut off.
  mutating func next() -> (tag: UInt8, field: UnsafeBufferPointer<UInt8>)? {
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
    return (tag, UnsafeBufferPointer(rebasing: bytes[position..<position + length]))
  }
}

extension Slot {
  /// Whether the engine made it: no author's slot has such a name.
  fileprivate var isEngines: Bool { name.utf8.first.map { "=?!".utf8.contains($0) } ?? false }
}
