/// What owners wrote beside rules and examples, and the names of everything: the part's index blob.
struct LocaleProfiles {
  private static let version: UInt32 = 1

  let locale: String
  /// By number of intent.
  let profiles: [Int: IntentProfile]

  init(_ source: IntentSource, locale: String, names: [String]) {
    let numbers = Dictionary(uniqueKeysWithValues: zip(names, names.indices))
    var profiles: [Int: IntentProfile] = [:]
    for intent in source.intents where intent.locale == locale {
      guard let number = numbers[intent.name] else { continue }
      profiles[number] = IntentProfile(
        title: intent.title?.text, replies: intent.replies.map(\.text),
        suggestions: intent.suggestions.map(\.text), flow: intent.flow?.text)
    }
    self.locale = locale
    self.profiles = profiles
  }

  static func blob(names: [String], _ locales: [LocaleProfiles]) -> [UInt8] {
    var writer = ByteWriter()
    writer.put(version)
    writer.put(names) { $0.put($1) }
    writer.put(locales) { writer, locale in
      writer.put(locale.locale)
      writer.put(locale.profiles.sorted { $0.key < $1.key }) { writer, entry in
        writer.put(UInt32(entry.key))
        writer.put(entry.value.title) { $0.put($1) }
        writer.put(entry.value.replies) { $0.put($1) }
        writer.put(entry.value.suggestions) { $0.put($1) }
        writer.put(entry.value.flow) { $0.put($1) }
      }
    }
    return writer.bytes
  }

  static func read(
    _ reader: inout ByteReader
  ) throws(IntentBlobError) -> (names: [String], locales: [LocaleProfiles]) {
    guard try reader.number(UInt32.self) == version else { throw reader.damaged("another version's") }
    let names = try reader.elements { reader throws(IntentBlobError) in try reader.text() }
    let locales = try reader.elements { reader throws(IntentBlobError) in try LocaleProfiles(&reader) }
    guard locales.allSatisfy({ $0.profiles.keys.allSatisfy { $0 < names.count } }) else {
      throw reader.damaged("a profile of no intent")
    }
    return (names, locales)
  }

  private init(_ reader: inout ByteReader) throws(IntentBlobError) {
    locale = try reader.text()
    let entries = try reader.elements { reader throws(IntentBlobError) in
      let number = Int(try reader.number(UInt32.self))
      let profile = IntentProfile(
        title: try reader.optional(Self.text), replies: try reader.elements(Self.text),
        suggestions: try reader.elements(Self.text), flow: try reader.optional(Self.text))
      return (number, profile)
    }
    profiles = Dictionary(entries, uniquingKeysWith: { first, _ in first })
  }

  private static func text(_ reader: inout ByteReader) throws(IntentBlobError) -> String { try reader.text() }
}
