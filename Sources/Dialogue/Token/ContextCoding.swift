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

  /// Writes a state to memory of ``maximumBytes``.
  ///
  /// - Returns: How many bytes it took.
  static func encode(_ state: ContextState, to memory: UnsafeMutableBufferPointer<UInt8>) -> Int {
    var out = FieldWriter(UnsafeMutableBufferPointer(rebasing: memory[..<maximumBytes]))
    out.field(Tag.conversation, state.conversation)
    out.field(Tag.issuedAt, number: UInt64(bitPattern: state.issuedAt))
    out.field(Tag.revision, number: state.revision)
    out.field(Tag.turns, number: UInt64(state.turns))
    if !state.locale.isEmpty { out.field(Tag.locale, state.locale, atMost: maximumLocaleBytes) }
    if let flow = state.flow {
      out.field(Tag.flow, flow.name, atMost: maximumNameBytes)
      out.field(Tag.intent, flow.intent, atMost: maximumIntentBytes)
      out.field(Tag.step, flow.step, atMost: maximumNameBytes)
      out.field(Tag.asked, number: UInt64(flow.asked))
      out.field(Tag.fingerprint, number: UInt64(flow.fingerprint))
      write(flow.slots, to: &out)
    } else {
      if let last = state.last {
        out.field(Tag.intent, last.intent, atMost: maximumIntentBytes)
        out.field(Tag.lastFlow, last.name, atMost: maximumNameBytes)
      }
      write(state.kept, to: &out)
    }
    return out.count
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
  private static func write(_ slots: [Slot], to out: inout FieldWriter) {
    var left = maximumSlots
    for slot in slots where slot.isEngines { write(slot, &left, to: &out) }
    for slot in slots where !slot.isEngines { write(slot, &left, to: &out) }
  }

  /// - Parameter left: How many may still be written, or left out.
  private static func write(_ slot: Slot, _ left: inout Int, to out: inout FieldWriter) {
    let (name, value) = (slot.name.utf8.count, slot.value.utf8.count)
    guard left > 0 else { return }
    left -= 1
    guard value <= maximumValueBytes, name < 128, 4 + name + value <= out.room else { return }
    out.put(Tag.slot)
    out.varint(1 + name + value)
    out.put(UInt8(name))
    out.put(slot.name)
    out.put(slot.value)
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
  @inline(__always)
  mutating func next() -> (tag: UInt8, field: UnsafeBufferPointer<UInt8>)? {
    let tag = bytes[position]
    position += 1
    var (length, shift) = (0, 0)
    while true {
      guard position < bytes.count, shift <= 14 else { return nil }
      let byte = bytes[position]
      position += 1
      length |= Int(byte & 0x7F) << shift
      shift += 7
      if byte < 0x80 { break }
    }
    guard length <= bytes.count - position else { return nil }
    let start = position
    position += length
    return (tag, UnsafeBufferPointer(start: bytes.baseAddress! + start, count: length))
  }
}

extension Slot {
  /// Whether the engine made it: no author's slot has such a name.
  fileprivate var isEngines: Bool {
    switch name.utf8.first {
    case UInt8(ascii: "="), UInt8(ascii: "?"), UInt8(ascii: "!"): true
    default: false
    }
  }
}
