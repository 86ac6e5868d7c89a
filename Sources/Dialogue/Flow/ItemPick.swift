import Orders
import Text

/// The items of an order as a shopper picks among them: by words of their names, by a number, or all of them.
///
/// What was picked is kept as places in the order, each with a check of the item's name, so that an order that has changed
/// since is noticed: `1.k3,3.zz`; `*` is the whole order.
struct ItemNames {
  /// Of the slots that hold the names while a flow may ask for some, and what the shopper said when it began.
  static let slotName = "=items"
  static let saidSlotName = "=said"
  static let everything = "*"
  /// Most bytes of names, and of what was said, that a conversation keeps; most items there is a choice of.
  static let maximumBytes = 140
  static let maximumSaidBytes = 80
  private static let maximumItems = 16

  /// Match text, cut so that all fit.
  let names: [[UInt8]]

  init(_ order: Order) {
    let analyzer = TextAnalyzer()
    let room = Self.maximumBytes / max(1, min(order.items.count, Self.maximumItems)) - 1
    names = order.items.prefix(Self.maximumItems).map { item in
      Self.cut(Array(analyzer.fold(item.name).utf8), to: room)
    }
  }

  /// As a slot keeps them.
  init(_ text: String) {
    names = text.utf8.split(separator: 0x0A, omittingEmptySubsequences: false).map(Array.init)
  }

  var text: String { names.map { String(decoding: $0, as: UTF8.self) }.joined(separator: "\n") }

  /// Whole words, as many as fit.
  static func cut(_ text: [UInt8], to room: Int) -> [UInt8] {
    guard text.count > room else { return text }
    let end = text[...room].lastIndex(of: 0x20) ?? 0
    return Array(text[..<(end > 0 ? end : room)])
  }

  // MARK: - What was picked

  func value(of picked: [Int]) -> String {
    picked.count == names.count && picked.count > 1
      ? Self.everything : picked.map { "\($0 + 1).\(check($0))" }.joined(separator: ",")
  }

  /// Places in the order; `nil` for what is none of this order.
  func places(_ value: String) -> [Int]? {
    if value == Self.everything { return Array(names.indices) }
    var places: [Int] = []
    for part in value.split(separator: ",", omittingEmptySubsequences: false) {
      let pieces = part.split(separator: ".")
      guard pieces.count == 2, let place = Int(pieces[0]), names.indices.contains(place - 1),
        pieces[1] == check(place - 1)
      else { return nil }
      places.append(place - 1)
    }
    return places.isEmpty ? nil : places
  }

  /// Two letters of FNV-1a.
  private func check(_ place: Int) -> String {
    var hash: UInt32 = 2_166_136_261
    for byte in names[place] { hash = (hash ^ UInt32(byte)) &* 16_777_619 }
    let letter = { (value: UInt32) in Character(Unicode.Scalar(UInt8(0x61 + value % 26))) }
    return String([letter(hash >> 8), letter(hash >> 20)])
  }

  // MARK: - Picking

  /// The items that words name; `nil` when none is, or two alike are.
  ///
  /// - Parameters:
  ///   - isAsked: The message answers the question, so that a number is a place in the list.
  ///   - takesAll: The message says "both" or "everything" somewhere.
  func pick(from match: [UInt8], isAsked: Bool, takesAll: Bool) -> [Int]? {
    if isAsked, let number = Int(String(decoding: match, as: UTF8.self)), names.indices.contains(number - 1) {
      return [number - 1]
    }
    let said = Set(match.split(separator: 0x20).map(Self.stem))
    let hits = names.map { name in Set(name.split(separator: 0x20).map(Self.stem)).intersection(said) }
    let named = hits.indices.filter { place in hits[place].contains { Self.tells($0) } }
    let best = named.filter { place in !named.contains { hits[place].isStrictSubset(of: hits[$0]) } }
    if best.isEmpty { return takesAll ? Array(names.indices) : nil }
    let isTie = best.contains { place in best.contains { $0 != place && hits[$0] == hits[place] } }
    return isTie && !takesAll ? nil : best
  }

  /// Without the `s` of several.
  private static func stem(_ word: ArraySlice<UInt8>) -> ArraySlice<UInt8> {
    word.count > 3 && word.last == UInt8(ascii: "s") ? word.dropLast() : word
  }

  /// Whether a word is more than the mortar of a name.
  private static func tells(_ word: ArraySlice<UInt8>) -> Bool {
    word.count >= 3 && !mortar.contains(Array(word))
  }

  private static let mortar = Set(
    [
      "the", "and", "for", "with", "from", "one", "two", "three", "set", "pack", "pair", "und", "mit", "der",
      "die", "das",
    ]
    .map { Array($0.utf8) })
}

extension SlotBook {
  /// What `{slot.…}` shows of a value: of items their names.
  func title(of value: String, in order: Order?, _ book: LocaleBook) -> String? {
    guard kind == .item else { return dateTitle(value, book) ?? title(of: value) }
    guard let order, value != ItemNames.everything || order.items.count <= 1 else {
      return book.phrase("whole_order").wordings.first
    }
    let items = ItemNames(order).places(value).map { $0.map { order.items[$0] } } ?? []
    guard !items.isEmpty else { return book.phrase("whole_order").wordings.first }
    return items.map { $0.quantity == 1 ? $0.name : "\($0.quantity) × \($0.name)" }.joined(separator: ", ")
  }
}

extension FlowRun {
  /// The question for some of the order's items; `nil` when they are known. Of one item there is no choice.
  mutating func askItems(_ index: Int) -> Stop? {
    guard let order else { return .person }
    let (slot, names) = (flow.slots[index], ItemNames(order))
    if let value = slots[named: slot.name], !value.isEmpty, names.places(value) != nil { return nil }
    slots[named: slot.name] = nil
    let said = slots[named: ItemNames.saidSlotName].map { Array($0.utf8) }
    slots[named: ItemNames.saidSlotName] = nil
    if order.items.count <= 1 {
      slots[named: slot.name] = order.items.isEmpty ? ItemNames.everything : names.value(of: [0])
      return nil
    }
    if let said, let picked = names.pick(from: said, isAsked: false, takesAll: false) {
      slots[named: slot.name] = names.value(of: picked)
      slots[named: ItemNames.slotName] = names.text
      return nil
    }
    slots[named: ItemNames.slotName] = names.text
    return .ask(.slot(index))
  }

  /// The order with the items alone that the shopper has picked, for policies to judge that stand behind their question.
  func picked(of order: Order) -> Order {
    guard let asked = flow.steps[..<step].first(where: { isItems($0.slot) })?.slot,
      let value = slots[named: flow.slots[asked].name], let places = ItemNames(order).places(value)
    else { return order }
    var picked = order
    if value != ItemNames.everything { picked.items = places.map { order.items[$0] } }
    return picked
  }

  private func isItems(_ slot: Int?) -> Bool { slot.map { flow.slots[$0].kind == .item } ?? false }
}
