import Glibc
import Testing
import Text

@testable import Intents

@Suite("The parts of the scorer")
struct ScorerPartsTests {
  @Test("A feature table finds what was put in and nothing else")
  func table() {
    let entries = (0..<1000).map { (hash: FeatureHash.number(UInt64($0), .stem), value: UInt32($0)) }
    let table = FeatureTable(entries)
    for entry in entries { #expect(table.value(entry.hash) == entry.value) }
    for number in 1000..<3000 { #expect(table.value(FeatureHash.number(UInt64(number), .stem)) == nil) }
    #expect(FeatureTable(slots: table.slots)?.value(entries[7].hash) == 7)
    #expect(FeatureTable(slots: Array(repeating: 1, count: 16)) == nil, "a full table would never end a miss")
    #expect(FeatureTable(slots: Array(table.slots.dropLast())) == nil)
  }

  @Test("A second course knows the features of the first by their names, whatever their rows")
  func courses() {
    let texts = [
      "where is my parcel", "track my parcel", "hello there", "good morning", "is my parcel there",
    ]
    let set = TrainingSet(
      texts.enumerated().map { ($0.element, $0.offset / 2) }, labelCount: 3, locale: "en")
    let first = FeatureSpace(set, examples: [1, 3], leastDocuments: 1)
    let all = FeatureSpace(set, examples: Array(texts.indices), leastDocuments: 1)
    let known = all.rows(in: first)
    #expect(known.count == all.rows && known.filter { $0 >= 0 }.count == first.rows)
    for (hash, feature) in all.characters {
      #expect(known[Int(feature.row)] == first.characters[hash].map { Int32($0.row) } ?? -1)
    }
    for (hash, feature) in all.grams {
      #expect(known[Int(feature.row)] == first.grams[hash].map { Int32($0.row) } ?? -1)
    }
  }

  @Test("Rows of bytes are added up with their factors, to within a step of each column")
  func byteRows() throws {
    // The columns have scales of their own: the last one's weights are sixty-four times the first one's.
    let weights: [Float] = (0..<3 * 64).map { index in
      let (row, column) = index.quotientAndRemainder(dividingBy: 64)
      return Float(column + 1) * [0.5, -1, 0.25][row]
    }
    let built = ByteRows(weights, columns: 64)
    let copied = built.withBytes { ByteRows($0, rows: 3, scales: built.scales) }
    let read = try #require(copied as ByteRows?)
    let sums = UnsafeMutablePointer<SIMD16<Float>>.allocate(capacity: 4)
    defer { sums.deallocate() }
    sums.initialize(repeating: .one, count: 4)
    let floats = UnsafeMutableRawPointer(sums).assumingMemoryBound(to: Float.self)
    var (numbers, factors) = ([UInt32(0), 1], [Float(2), 0.5])
    numbers.withUnsafeMutableBufferPointer { numbers in
      factors.withUnsafeMutableBufferPointer { factors in
        read.add(numbers.baseAddress!, factors.baseAddress!, count: 2, to: floats)
      }
    }
    for column in 0..<64 {
      let step = built.scales[column]
      #expect(abs(floats[column] - (1 + Float(column + 1) * 0.5)) <= step * 1.25 + 1e-4)
      #expect(abs(read.weight(2, column) - weights[2 * 64 + column]) <= step / 2 + 1e-4)
    }
    #expect((built.withBytes { ByteRows($0, rows: 2, scales: built.scales) } as ByteRows?) == nil)
    #expect((built.withBytes { ByteRows($0, rows: 3, scales: []) } as ByteRows?) == nil)
  }

  @Test("The exponential is that of the C library to a millionth", arguments: [0, -0.1, -1, -5.5, -20, -86])
  func exponential(_ value: Float) {
    let ours = SIMD16<Float>(repeating: value).exponential[3]
    #expect(abs(ours - expf(value)) <= expf(value) * 2e-6)
  }

  @Test("The temperature is found that makes half-right certainty into a half")
  func temperature() {
    // Two labels four apart, right in three cases of four: log-odds should be ln 3.
    let cases = (0..<100).map { (scores: [Float(4), 0], label: $0 % 4 == 0 ? 1 : 0) }
    let temperature = Calibration.temperature(for: cases)
    #expect(abs(temperature - 4 / logf(3)) < 0.01)
    #expect(abs(Calibration.top([4, 0], temperature) - 0.75) < 0.001)
  }

  @Test("Rarity is in steps of a twentieth and fits a byte beside a row")
  func rarity() {
    let packed = PackedFeature(row: 123_456, rarity: Rarity(documents: 1000, with: 9))
    #expect(packed.row == 123_456)
    #expect(abs(packed.rarity - (1 + logf(1001.0 / 10))) <= 0.025)
  }

  @Test(
    "Known words of a rule are its whole words",
    arguments: [
      ("(?:track|follow) orders?", ["track", "follow", "order", "orders"]),
      ("where(?:s| is) {my} {order}", []), ("(?<order_number>\\d+) [abc]x paid", ["paid"]),
      ("is it(?! paid) due", ["paid", "due"]),
    ] as [(String, [String])])
  func wholeWords(_ pattern: String, _ words: [String]) {
    #expect(KnownWords.wholeWords(of: pattern) == words)
  }

  @Test(
    "A word of the thesaurus, or of every day, is no misspelling of a store's word",
    arguments: [("sneakers", true), ("logging", true), ("spaekers", false), ("lodgign", false)])
  func knownWords(_ word: String, isLeftAlone: Bool) throws {
    let engine = try Knowledge.engine(
      """
      intents:
        sound: { examples: [do you have speakers, which speakers are loud, speakers please], replies: [a] }
        rooms: { examples: [is lodging included, book a lodging, where is the lodging], replies: [b] }
      """)
    let analyzer = TextAnalyzer()
    analyzer.analyze("do you have \(word)")
    let spelling = Spelling([try #require(engine.knowledge[0].spelling)])
    analyzer.repair(with: try #require(spelling))
    #expect(analyzer.repairs.isEmpty == isLeftAlone)
  }

  @Test(
    "Classes join words by their stem, numbers by their length",
    arguments: [("monday", "friday"), ("bananas", "apple"), ("1042", "9999"), ("cancelling", "revoke")])
  func wordClasses(_ left: String, _ right: String) {
    let analyst = WordAnalyst(locale: "en")
    let (one, other) = (analyst.shape(of: left), analyst.shape(of: right))
    #expect(one.stem != other.stem)
    #expect(!Set(one.classes).isDisjoint(with: other.classes))
    #expect(WordAnalyst(locale: "de").thesaurus.isEmpty)
  }
}
