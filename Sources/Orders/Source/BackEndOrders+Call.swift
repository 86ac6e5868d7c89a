import Formats
import HTTPClient

/// One call to the store's back end.
extension BackEndOrders {
  /// What the back end says of a number, asked for by this text.
  static func ask(_ text: String, _ configuration: Configuration, _ client: HTTPClient) -> Answer {
    let url = configuration.url.replacing("{number}", with: encoded(text.utf8))
    let token = configuration.token.map { ["Authorization: Bearer \($0)"] } ?? []
    guard let answer = try? client.get(url, headers: ["Accept: application/json"] + token) else {
      return .failed
    }
    switch answer.status {
    case 200: return read(answer.body, askedFor: text)
    case 404, 410: return .unknown
    default: return .failed
    }
  }

  private static func read(_ body: [UInt8], askedFor text: String) -> Answer {
    do throws(InputError) {
      var report = InputReport()
      let source = try SourceFile(name: "back end", bytes: body)
      let order = try Order(json: JSONNode.parse(source), report: &report)
      return OrderNumber(order.number) == OrderNumber(text) ? .order(order) : .unknown
    } catch {
      return .failed
    }
  }

  /// A number as it is asked for: as the shopper wrote it, without `#` and blanks.
  static func plain(_ number: String) -> String {
    String(number.filter { $0 != "#" && !$0.isWhitespace })
  }

  /// Letters and digits of ASCII, `-` and `_` as they are, every other byte as `%XX`. Dots and tildes, which RFC 3986 lets
  /// stand too, are among these: no slash, dot segment, query or line end gets through.
  static func encoded(_ bytes: some Sequence<UInt8>) -> String {
    var encoded = ""
    for byte in bytes {
      switch byte {
      case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        encoded.unicodeScalars.append(Unicode.Scalar(byte))
      default:
        let digits = String(byte, radix: 16, uppercase: true)
        encoded += (digits.count == 1 ? "%0" : "%") + digits
      }
    }
    return encoded
  }
}
