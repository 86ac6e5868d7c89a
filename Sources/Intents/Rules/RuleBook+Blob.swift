private import Patterns

/// The rules' blob in the intents part.
extension RuleBook {
  private static let version: UInt32 = 2

  var blob: [UInt8] {
    var writer = ByteWriter()
    writer.put(Self.version)
    writer.put(rules) { writer, rule in
      writer.put(rule.id)
      writer.put(UInt32(rule.intent))
      writer.put(Int32(rule.priority))
      writer.put(UInt32(rule.literalEvidence))
      writer.put(UInt32(rule.position))
    }
    writer.put(array: patterns.serialized())
    return writer.bytes
  }

  convenience init(_ reader: inout ByteReader, intents: Int) throws(IntentBlobError) {
    guard try reader.number(UInt32.self) == Self.version else { throw reader.anotherVersion }
    let rules = try reader.elements { reader throws(IntentBlobError) in
      Rule(
        id: try reader.text(), intent: Int(try reader.number(UInt32.self)),
        priority: Int(try reader.number(Int32.self)), literalEvidence: Int(try reader.number(UInt32.self)),
        position: Int(try reader.number(UInt32.self)))
    }
    let bytes = try reader.arrayBytes(of: UInt8.self)
    guard let patterns = try? PatternSet(serialized: bytes), patterns.count == rules.count,
      rules.allSatisfy({ $0.intent < intents })
    else { throw reader.damaged("its patterns do not fit its rules") }
    self.init(rules: rules, patterns: patterns)
  }
}
