package import Text

/// Takes personal data out of a message before it is written anywhere.
///
/// Every identifier (order number, e-mail, tracking number, phone, link) and every further run of four digits
/// or more, spaces and hyphens between them allowed, becomes its kind in braces.
package enum Masking {
  /// The message as it may be kept. O(length).
  package static func masked(_ message: TextAnalyzer) -> String {
    var out: [UInt8] = []
    var position = 0
    for identifier in message.identifiers.sorted(by: { $0.raw.lowerBound < $1.raw.lowerBound }) {
      guard let label = label(of: identifier.kind), Int(identifier.raw.lowerBound) >= position else {
        continue
      }
      append(message.raw[position..<Int(identifier.raw.lowerBound)], to: &out)
      out.append(contentsOf: label.utf8)
      position = Int(identifier.raw.upperBound)
    }
    append(message.raw[position...], to: &out)
    return String(decoding: out, as: UTF8.self)
  }

  /// What masking takes out of a message, as typed and in its usual form, with what stands in its place; the longest first,
  /// so that nothing of one is left by another.
  package static func secrets(of message: TextAnalyzer) -> [(text: String, label: String)] {
    var secrets: [(text: String, label: String)] = []
    for identifier in message.identifiers {
      guard let label = label(of: identifier.kind) else { continue }
      let typed = message.raw[Int(identifier.raw.lowerBound)..<Int(identifier.raw.upperBound)]
      for text in [String(decoding: typed, as: UTF8.self), message.value(of: identifier)]
      where !text.isEmpty && !secrets.contains(where: { $0.text == text }) {
        secrets.append((text, label))
      }
    }
    return secrets.sorted { $0.text.utf8.count > $1.text.utf8.count }
  }

  private static func label(of kind: IdentifierKind) -> String? {
    switch kind {
    case .orderNumber: "{order_number}"
    case .email: "{email}"
    case .trackingNumber: "{tracking_number}"
    case .phone: "{phone}"
    case .link: "{link}"
    case .amount, .date: nil
    }
  }

  /// Copies text, long numbers masked, controls made spaces.
  private static func append(_ text: ArraySlice<UInt8>, to out: inout [UInt8]) {
    var index = text.startIndex
    while index < text.endIndex {
      let (end, digits) = number(in: text, from: index)
      if digits >= 4 {
        out.append(contentsOf: "{number}".utf8)
        index = end
      } else {
        out.append(text[index] < 0x20 || text[index] == 0x7F ? 0x20 : text[index])
        index += 1
      }
    }
  }

  /// The end of a number that begins here, and how many digits it has.
  private static func number(in text: ArraySlice<UInt8>, from start: Int) -> (end: Int, digits: Int) {
    var (end, digits, index) = (start, 0, start)
    while index < text.endIndex {
      switch text[index] {
      case 0x30...0x39:
        digits += 1
        index += 1
        end = index
      case 0x20, 0x2D:
        guard digits > 0, index == end else { return (end, digits) }
        index += 1
      default: return (end, digits)
      }
    }
    return (end, digits)
  }
}
