/// The example utterances of a locale, kept as bytes for explanations.
struct ExampleTexts: Sendable {
  static let none = ExampleTexts(texts: [], intents: [])

  let texts: [String]
  /// The intent of each; -1 for text to decline.
  let intents: [Int32]

  var blob: [UInt8] {
    var writer = ByteWriter()
    writer.put(texts) { $0.put($1) }
    writer.put(array: intents)
    return writer.bytes
  }

  init(texts: [String], intents: [Int32]) {
    self.texts = texts
    self.intents = intents
  }

  init(_ reader: inout ByteReader) throws(IntentBlobError) {
    texts = try reader.elements { reader throws(IntentBlobError) in try reader.text() }
    intents = try reader.array(of: Int32.self)
    guard texts.count == intents.count else { throw reader.damaged("texts and intents differ in number") }
  }
}
