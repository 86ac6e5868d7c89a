import Dice
import Testing

@testable import HTTP

@Suite("Mutated requests")
struct MutationTests {
  private static let corpus: [[UInt8]] = [
    CasesA.all, CasesB.all, CasesC.all, CasesD.all, CasesE.all, CasesF.all, CasesG.all, CasesJ.all.map(\.0),
  ].joined().map(\.bytes).filter { $0.count < 2000 }

  /// Bytes that mean something to the grammar come up more often than others.
  private static let telling =
    Array("\r\n \t:;,=\"%/?.-+0123456789aAfFxX{}[]\u{00}".utf8) + [0x80, 0xFF, 0x0B]

  @Test("do not crash, and mean the same however they are cut", arguments: 0..<8)
  func meanTheSame(_ round: Int) {
    var random = Dice(seed: UInt64(round))
    for _ in 0..<400 {
      let bytes = Self.mutated(&random)
      let whole = Self.outcome(bytes, pieces: [bytes.count])
      var pieces: [Int] = []
      while pieces.reduce(0, +) < bytes.count {
        pieces.append(.random(in: 1...max(1, bytes.count / 3), using: &random))
      }
      #expect(
        Self.outcome(bytes, pieces: pieces) == whole,
        "cut into \(pieces): \(String(decoding: bytes, as: UTF8.self))")
      let single = Self.outcome(bytes, pieces: Array(repeating: 1, count: bytes.count))
      #expect(single == whole, "byte by byte: \(String(decoding: bytes, as: UTF8.self))")
    }
  }

  @Test("of pure chance do not crash", arguments: 0..<4)
  func survivesNoise(_ round: Int) {
    var random = Dice(seed: 1000 + UInt64(round))
    for _ in 0..<500 {
      let bytes = (0..<Int.random(in: 1...300, using: &random)).map { _ in
        UInt8.random(in: 0...255, using: &random)
      }
      let feeder = Feeder()
      feeder.send(bytes)
      #expect(feeder.requests == 0)
    }
  }

  private static func mutated(_ random: inout Dice) -> [UInt8] {
    var bytes = corpus.randomElement(using: &random) ?? []
    if Bool.random(using: &random) { bytes += corpus.randomElement(using: &random) ?? [] }
    for _ in 0..<Int.random(in: 1...4, using: &random) where !bytes.isEmpty {
      let place = Int.random(in: 0..<bytes.count, using: &random)
      let byte = telling.randomElement(using: &random) ?? 0
      switch Int.random(in: 0..<5, using: &random) {
      case 0: bytes[place] = byte
      case 1: bytes.insert(byte, at: place)
      case 2: bytes.remove(at: place)
      case 3: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
      default:
        let end = min(bytes.count, place + Int.random(in: 1...20, using: &random))
        bytes.insert(contentsOf: bytes[place..<end], at: Int.random(in: 0..<bytes.count, using: &random))
      }
    }
    return bytes
  }

  private static func outcome(_ bytes: [UInt8], pieces: [Int]) -> [Feeder.Event] {
    let feeder = Feeder()
    var start = 0
    for piece in pieces where start < bytes.count {
      let end = min(bytes.count, start + piece)
      feeder.send(Array(bytes[start..<end]))
      start = end
    }
    feeder.end()
    return feeder.events.filter { $0 != .sentContinue }
  }
}
