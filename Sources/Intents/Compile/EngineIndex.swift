/// The names of the intents, by number, and the locales with knowledge of their own: the part's index blob.
struct EngineIndex {
  private static let version: UInt32 = 2

  var names: [String] = []
  var locales: [String] = []

  init(names: [String], locales: [String]) {
    self.names = names
    self.locales = locales
  }

  var blob: [UInt8] {
    var writer = ByteWriter()
    writer.put(Self.version)
    writer.put(names) { $0.put($1) }
    writer.put(locales) { $0.put($1) }
    return writer.bytes
  }

  init(_ reader: inout ByteReader) throws(IntentBlobError) {
    guard try reader.number(UInt32.self) == Self.version else { throw reader.anotherVersion }
    names = try reader.elements { reader throws(IntentBlobError) in try reader.text() }
    locales = try reader.elements { reader throws(IntentBlobError) in try reader.text() }
  }
}
