import Text

/// Loading an engine from the blobs of an intents part.
extension IntentEngine {
  /// Hands on the body of a blob by its name, which is gone afterwards; `false` when there is none of that name.
  typealias BlobReader = (_ name: String, _ use: (UnsafeRawBufferPointer) throws -> Void) throws -> Bool

  /// - Throws: ``IntentBlobError`` for a part of another version, and whatever `read` throws.
  convenience init(read: BlobReader) throws {
    let index =
      try Self.decode(BlobName.index, read) { reader throws(IntentBlobError) in
        try EngineIndex(&reader)
      } ?? EngineIndex(names: [], locales: [])
    let names = index.names
    let knowledge = try index.locales.map { locale in
      LocaleKnowledge(
        locale: locale,
        rules: try Self.decode(BlobName.rules(locale), read) { reader throws(IntentBlobError) in
          try RuleBook(&reader, intents: names.count)
        },
        scorer: try Self.decode(BlobName.scorer(locale), read) { reader throws(IntentBlobError) in
          try Scorer(&reader)
        },
        examples: try Self.decode(BlobName.examples(locale), read) { reader throws(IntentBlobError) in
          try ExampleTexts(&reader)
        } ?? .none,
        spelling: try Self.spelling(locale, read))
    }
    self.init(names: names, knowledge: knowledge)
  }

  /// An engine straight from a build; for tests, `check` and dry runs.
  package convenience init(blobs: [IntentBlob]) throws {
    let bodies = Dictionary(blobs.map { ($0.name, $0.bytes) }, uniquingKeysWith: { first, _ in first })
    try self.init { name, use in
      guard let body = bodies[name] else { return false }
      try body.withUnsafeBytes(use)
      return true
    }
  }

  private static func decode<Value>(
    _ name: String, _ read: BlobReader,
    _ body: @escaping (inout ByteReader) throws(IntentBlobError) -> Value
  ) throws -> Value? {
    var value: Value?
    _ = try read(name) { bytes in
      var reader = ByteReader(bytes, blob: name)
      value = try body(&reader)
    }
    return value
  }

  private static func spelling(_ locale: String, _ read: BlobReader) throws -> SpellingIndex? {
    let name = BlobName.spelling(locale)
    var index: SpellingIndex?
    let isThere = try read(name) { index = SpellingIndex(blob: Array($0)) }
    guard !isThere || index != nil else {
      throw IntentBlobError(
        blob: name, reason: "damaged, or made by another version of parley; import the intents again")
    }
    return index
  }
}
