/// The scorer's blob in the intents part.
extension Scorer {
  private static let version: UInt32 = 1
  private static let noIntent = UInt32.max

  var blob: [UInt8] {
    var writer = ByteWriter()
    writer.put(Self.version)
    writer.put(locale)
    writer.put(array: intents.map { $0.map(UInt32.init) ?? Self.noIntent })
    for number in [
      calibration.temperature, calibration.declineBelow, calibration.declineBias, vocabulary.rarityOfUnknown,
      weights.characters,
      weights.stemPairs, weights.classGrams,
    ] { writer.put(number) }
    writer.put(array: vocabulary.table.slots)
    writer.put(array: vocabulary.words.map(\.row))
    writer.put(array: vocabulary.words.map(\.rarity.bitPattern))
    writer.put(array: vocabulary.words.map(\.stem))
    writer.put(array: vocabulary.words.map(\.wordClass))
    writer.put(array: features.slots)
    writer.put(array: hiddenBias.map(\.bitPattern))
    writer.put(array: outputBias.map(\.bitPattern))
    rows.withBytes { writer.put(array: Array($0)) }
    output.withBytes { writer.put(array: Array($0)) }
    return writer.bytes
  }

  /// - Throws: ``IntentBlobError`` when the blob is not one that ``blob`` makes.
  convenience init(blob: [UInt8], name: String) throws(IntentBlobError) {
    let parts: Result<ScorerParts, IntentBlobError> = blob.withUnsafeBytes { bytes in
      do throws(IntentBlobError) {
        var reader = ByteReader(bytes, blob: name)
        return .success(try ScorerParts(&reader))
      } catch {
        return .failure(error)
      }
    }
    let found = try parts.get()
    self.init(
      locale: found.locale, intents: found.intents, calibration: found.calibration,
      vocabulary: found.vocabulary,
      features: found.features, weights: found.weights, rows: found.rows, output: found.output,
      hiddenBias: found.hiddenBias, outputBias: found.outputBias)
  }

  /// What a blob holds, read and checked: every row that a table names is there.
  private struct ScorerParts {
    let locale: String
    let intents: [Int?]
    let calibration: Calibration
    let vocabulary: Vocabulary
    let features: FeatureTable
    var weights = FeatureWeights.standard
    let rows: WeightRows
    let output: WeightRows
    let hiddenBias: [Float]
    let outputBias: [Float]

    init(_ reader: inout ByteReader) throws(IntentBlobError) {
      guard try reader.number(UInt32.self) == Scorer.version else {
        throw reader.damaged("another version's")
      }
      locale = try reader.text()
      intents = try reader.array(of: UInt32.self).map { $0 == Scorer.noIntent ? nil : Int($0) }
      calibration = Calibration(
        temperature: try reader.float(), declineBelow: try reader.float(), declineBias: try reader.float())
      let rarityOfUnknown = try reader.float()
      weights.characters = try reader.float()
      weights.stemPairs = try reader.float()
      weights.classGrams = try reader.float()
      let wordTable = try reader.table()
      let numbers = try reader.array(of: Int32.self)
      let rarities = try reader.floats()
      let stems = try reader.array(of: UInt32.self)
      let classes = try reader.array(of: UInt32.self)
      features = try reader.table()
      hiddenBias = try reader.floats()
      outputBias = try reader.floats()
      rows = try reader.rows(columns: hiddenBias.count)
      output = try reader.rows(columns: outputBias.count)
      guard rarities.count == numbers.count, stems.count == numbers.count, classes.count == numbers.count,
        output.rows == hiddenBias.count, outputBias.count >= intents.count, !intents.isEmpty, reader.isAtEnd
      else { throw reader.damaged("its arrays do not fit together") }
      let rowCount = rows.rows
      guard numbers.allSatisfy({ Int($0) < rowCount }),
        wordTable.values.allSatisfy({ Int($0) < numbers.count }),
        features.values.allSatisfy({ Int(PackedFeature(bits: $0).row) < rowCount })
      else { throw reader.damaged("a table points outside its rows") }
      let words = numbers.indices.map {
        Vocabulary.Word(row: numbers[$0], rarity: rarities[$0], stem: stems[$0], wordClass: classes[$0])
      }
      vocabulary = Vocabulary(table: wordTable, words: words, rarityOfUnknown: rarityOfUnknown)
    }
  }
}

extension FeatureTable {
  /// Every value of the table.
  var values: some Sequence<UInt32> { slots.lazy.filter { $0 != 0 }.map { UInt32(truncatingIfNeeded: $0) } }
}

extension ByteReader {
  fileprivate mutating func floats() throws(IntentBlobError) -> [Float] {
    try array(of: UInt32.self).map { Float(bitPattern: $0) }
  }

  fileprivate mutating func table() throws(IntentBlobError) -> FeatureTable {
    guard let table = FeatureTable(slots: try array(of: UInt64.self)) else {
      throw damaged("a table has no free slot")
    }
    return table
  }

  fileprivate mutating func rows(columns: Int) throws(IntentBlobError) -> WeightRows {
    let bytes = try arrayBytes(of: UInt8.self)
    guard columns > 0, columns % WeightRows.block == 0,
      let rows = WeightRows(bytes, rows: bytes.count / (columns * 2), columns: columns)
    else { throw damaged("its weights are not whole rows") }
    return rows
  }
}
