import Formats
import Testing
import Text

@testable import Intents

@Suite("What calibration declines and asks back about")
struct CalibrationTests {
  @Test(
    "The best two probabilities are those of the scores",
    arguments: [
      ([Float(2), 2], Float(0.5), Float(0.5)), ([0, 4, 0], 0.9647, 0.0177), ([1], 1, 0),
      ([-1e30, 3, 3 - 1.0986], 0.75, 0.25),
    ] as [([Float], Float, Float)])
  func bestTwo(_ scores: [Float], _ first: Float, _ second: Float) {
    let found = Calibration.bestTwo(scores, 1)
    #expect(abs(found.first - first) < 0.001)
    #expect(abs(found.second - second) < 0.001)
  }

  @Test("Text that is like no example is strange where nobody wrote what to decline; examples are not")
  func strange() throws {
    let engine = try Self.engine()
    let (analyzer, scratch) = (TextAnalyzer(), IntentScratch())
    var strange = 0
    for text in ["xylophones quiver", "zzz", "mozart wrote symphonies", "quantum gravity", "olive trees"] {
      analyzer.analyze(text)
      engine.rankExamples(analyzer, into: scratch)
      if scratch.examples.isEmpty || scratch.isStrange { strange += 1 }
    }
    #expect(strange >= 3, "\(strange) of 5")
    for (text, _) in Self.examples {
      analyzer.analyze(text)
      engine.rankExamples(analyzer, into: scratch)
      #expect(!scratch.isStrange, "“\(text)”")
    }
  }

  @Test("A message as like one intent as another is close; a plain one is not")
  func close() throws {
    let engine = try Self.engine()
    let (analyzer, scratch) = (TextAnalyzer(), IntentScratch())
    analyzer.analyze("where is my parcel")
    engine.rankExamples(analyzer, into: scratch)
    #expect(!scratch.isClose)
    let calibration = Calibration(temperature: 1, declineBelow: 0, declineBias: 0, clarifyWithin: 2)
    scratch.judge(by: calibration, declines: true)
    #expect(scratch.isClose, "within so wide a margin anything is close")
    engine.rankExamples(analyzer, into: scratch)
    #expect(!scratch.isClose, "the next message starts afresh")
  }

  @Test(
    "Held-out examples alone set how probable an answer must be, unless there are examples to decline",
    arguments: [(false, Float(0.1), true), (true, 0.1, false), (false, 0, false)])
  func ownFloor(_ declines: Bool, _ bound: Float, _ isOwn: Bool) throws {
    let scratch = IntentScratch()
    scratch.judge(
      by: Calibration(temperature: 1, declineBelow: bound, declineBias: 0), declines: declines)
    #expect(scratch.hasOwnFloor == isOwn && scratch.declineBelow == bound)
    scratch.forgetExamples()
    #expect(!scratch.hasOwnFloor && scratch.declineBelow == 0)
  }

  private static let examples: [(String, String)] = {
    let subjects = ["order", "parcel", "package", "delivery", "shipment"]
    return subjects.flatMap { subject in
      [
        ("where is my \(subject)", "track"), ("track the \(subject) please", "track"),
        ("when will my \(subject) come", "track"), ("cancel my \(subject)", "cancel"),
        ("I do not want the \(subject) any more", "cancel"), ("please stop the \(subject)", "cancel"),
        ("the \(subject) is broken", "broken"), ("my \(subject) came damaged", "broken"),
        ("there is a crack in the \(subject)", "broken"),
      ]
    }
  }()

  private static func engine() throws -> IntentEngine {
    var source = IntentSource()
    source.add(examples.map { (text: $0.0, intent: $0.1) })
    return try compile(source)
  }

  private static func compile(_ source: IntentSource) throws -> IntentEngine {
    var report = InputReport()
    return try IntentEngine(blobs: try #require(IntentCompiler.compile(source, report: &report)))
  }
}
