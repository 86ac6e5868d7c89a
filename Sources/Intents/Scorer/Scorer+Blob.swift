/// The scorer's blob in the intents part.
extension Scorer {
  private static let version: UInt32 = 3
  private static let noIntent = UInt32.max

  var blob: [UInt8] {
    var writer = ByteWriter()
    writer.put(Self.version)
    writer.put(locale)
    writer.put(array: intents.map { $0.map(UInt32.init) ?? Self.noIntent })
    for number in [
      calibration.temperature, calibration.declineBelow, calibration.declineBias, calibration.strangeBelow,
      calibration.clarifyWithin, vocabulary.rarityOfUnknown, weights.characters, weights.wordPairs,
      weights.classGrams,
    ] { writer.put(number) }
    writer.put(array: vocabulary.table.slots)
    writer.put(array: vocabulary.words.flatMap(\.numbers))
    writer.put(array: features.slots)
    writer.put(array: bias.map(\.bitPattern))
    writer.put(array: rows.scales.map(\.bitPattern))
    rows.withBytes { writer.put(array: Array($0)) }
    return writer.bytes
  }

  /// - Throws: ``IntentBlobError`` when the blob is not one that ``blob`` makes.
  convenience init(_ reader: inout ByteReader) throws(IntentBlobError) {
    let found = try ScorerParts(&reader)
    self.init(
      locale: found.locale, intents: found.intents, calibration: found.calibration,
      vocabulary: found.vocabulary, features: found.features, weights: found.weights, rows: found.rows,
      bias: found.bias)
  }

  /// What a blob holds, read and checked: every row that a table names is there.
  private struct ScorerParts {
    let locale: String
    let intents: [Int?]
    let calibration: Calibration
    let vocabulary: Vocabulary
    let features: FeatureTable
    var weights = FeatureWeights.standard
    let rows: ByteRows
    let bias: [Float]

    init(_ reader: inout ByteReader) throws(IntentBlobError) {
      guard try reader.number(UInt32.self) == Scorer.version else {
        throw reader.anotherVersion
      }
      locale = try reader.text()
      intents = try reader.array(of: UInt32.self).map { $0 == Scorer.noIntent ? nil : Int($0) }
      calibration = Calibration(
        temperature: try reader.float(), declineBelow: try reader.float(), declineBias: try reader.float(),
        strangeBelow: try reader.float(), clarifyWithin: try reader.float())
      let rarityOfUnknown = try reader.float()
      weights.characters = try reader.float()
      weights.wordPairs = try reader.float()
      weights.classGrams = try reader.float()
      let wordTable = try reader.table()
      let words = try reader.words()
      features = try reader.table()
      bias = try reader.floats()
      rows = try reader.byteRows()
      guard rows.columns == bias.count, bias.count >= intents.count, !intents.isEmpty, reader.isAtEnd else {
        throw reader.damaged("its arrays do not fit together")
      }
      let rowCount = rows.rows
      guard words.allSatisfy({ Int($0.row) < rowCount }), wordTable.highest(0xFFFF_FFFF) < words.count,
        features.highest(0xFF_FFFF) < rowCount
      else { throw reader.damaged("a table points outside its rows") }
      vocabulary = Vocabulary(table: wordTable, words: words, rarityOfUnknown: rarityOfUnknown)
    }
  }
}

extension FeatureTable {
  /// The highest of the values' lower bits, as far as `mask` goes; −1 when there is none.
  fileprivate func highest(_ mask: UInt64) -> Int {
    slots.withUnsafeBufferPointer { $0.reduce(-1) { $1 == 0 ? $0 : max($0, Int($1 & mask)) } }
  }
}

extension Vocabulary.Word {
  /// As the blob holds it: four numbers of 32 bits, in the order of the fields.
  fileprivate var numbers: [UInt32] { [UInt32(bitPattern: row), rarity.bitPattern, number, wordClass] }
}

extension ByteReader {
  fileprivate mutating func floats() throws(IntentBlobError) -> [Float] {
    try array(of: UInt32.self).map { Float(bitPattern: $0) }
  }

  /// Words as they lie in the blob: a ``Vocabulary/Word`` is four plain numbers of 32 bits.
  fileprivate mutating func words() throws(IntentBlobError) -> [Vocabulary.Word] {
    let bytes = try arrayBytes(of: UInt32.self)
    let size = MemoryLayout<Vocabulary.Word>.size
    guard bytes.count % size == 0 else { throw damaged("its words are not whole") }
    return [Vocabulary.Word](unsafeUninitializedCapacity: bytes.count / size) { buffer, count in
      UnsafeMutableRawBufferPointer(buffer).copyMemory(from: bytes)
      count = bytes.count / size
    }
  }

  fileprivate mutating func byteRows() throws(IntentBlobError) -> ByteRows {
    let scales = try floats()
    let bytes = try arrayBytes(of: UInt8.self)
    guard !scales.isEmpty, let rows = ByteRows(bytes, rows: bytes.count / scales.count, scales: scales)
    else { throw damaged("its features are not whole rows") }
    return rows
  }

  fileprivate mutating func table() throws(IntentBlobError) -> FeatureTable {
    guard let table = FeatureTable(slots: try array(of: UInt64.self)) else {
      throw damaged("a table has no free slot")
    }
    return table
  }
}
