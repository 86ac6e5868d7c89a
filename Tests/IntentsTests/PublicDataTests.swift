import Formats
import Glibc
import Testing
import Text

@testable import Intents

/// Measures on public data beside the repository, where it is there: a guard against a scorer that got worse.
@Suite("Learning from public examples", .enabled(if: PublicData.isThere, "needs ../shared/data"))
struct PublicDataTests {
  @Test("Twenty intents of HWU64 are told apart, and hardly any of their text is declined")
  func homeAssistant() throws {
    let train = try PublicData.rows("hwu64/train.csv")
    let intents = Set(Set(train.map(\.intent)).sorted().prefix(20))
    var source = IntentSource()
    source.add(train.filter { intents.contains($0.intent) })
    var report = InputReport()
    let engine = try IntentEngine(blobs: try #require(IntentCompiler.compile(source, report: &report)))
    let (analyzer, scratch) = (TextAnalyzer(), IntentScratch())
    var (inside, right, declined) = (0, 0, 0)
    for row in try PublicData.rows("hwu64/dev.csv") where intents.contains(row.intent) {
      analyzer.analyze(row.text)
      engine.rankExamples(analyzer, into: scratch)
      let best = try #require(scratch.examples.first)
      inside += 1
      if best.intent == engine.number(of: row.intent) { right += 1 }
      if best.probability < scratch.declineBelow { declined += 1 }
    }
    #expect(Double(right) >= Double(inside) * 0.93, "\(right) of \(inside)")
    #expect(Double(declined) <= Double(inside) * 0.02, "\(declined) of \(inside)")
  }
}

enum PublicData {
  /// `../shared/data` beside the package.
  private static let folder: String = {
    let root = #filePath.split(separator: "/").dropLast(4).joined(separator: "/")
    return "/\(root)/shared/data/"
  }()

  static var isThere: Bool { access(folder, R_OK) == 0 }

  static func rows(_ path: String) throws -> [(text: String, intent: String)] {
    let reader = try CSVReader(path: folder + path)
    let (text, intent) = (try reader.requiredColumn("utterance"), try reader.requiredColumn("intent"))
    var rows: [(text: String, intent: String)] = []
    while try reader.next() { rows.append((reader.string(text), reader.string(intent))) }
    return rows
  }
}

extension IntentSource {
  /// Adds examples without places.
  mutating func add(_ rows: [(text: String, intent: String)]) {
    for row in rows {
      let place = Place(wholeOf: "rows")
      if let index = intents.firstIndex(where: { $0.name == row.intent }) {
        intents[index].examples.append(Line(row.text, at: place))
      } else {
        var intent = Intent(name: row.intent, locale: Self.defaultLocale, place: place)
        intent.examples = [Line(row.text, at: place)]
        intents.append(intent)
      }
    }
  }
}
