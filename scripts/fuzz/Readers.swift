import Crypto
import Dialogue
import Dice
import Formats
import HTTP
import Intents

/// Files, requests and tokens, bent: read or refused, never a crash.
struct Readers {
  private static let yaml = Array(
    "locale: en\nlists:\n  a: [b, 'c|d']\nintents:\n  x:\n    rules:\n      - match: '{a} e'\n        unless: \"f\"\n        priority: 1\n    examples: [g h, i]\n    replies:\n      - |\n        j\n      - >-\n        k\nlocales:\n  de: {intents: {x: {examples: [ä]}}}\n"
      .utf8)
  private static let csv = Array(
    "utterance,intent,locale\n\"a, \"\"b\"\"\",x,en\nc;d,\"y\nz\",de\r\n,,\n'=1+1,x,\n".utf8)
  private static let jsonl = Array(
    "{\"number\":\"1\",\"items\":[{\"name\":\"\\u00e9\",\"quantity\":1e3}],\"total\":-0.5}\n{\"a\":[[],{}],\"b\":null}\n"
      .utf8)
  private static let requests = [
    "GET /v1/faq?page=1&q=%C3%A9 HTTP/1.1\r\nHost: x\r\nConnection: keep-alive\r\n\r\n",
    "POST /v1/chat HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\nContent-Length: 16\r\n\r\n{\"message\":\"hi\"}",
    "POST /v1/orders HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n4;a=\"b\"\r\nabcd\r\n0\r\nX: y\r\n\r\n",
  ].map { Array($0.utf8) }
  private static let signs =
    Array("\r\n\t :;,=\"'{}[]()|&*!%@`#-?<>\\/0aZ.".utf8) + [0, 0x7F, 0x80, 0xC3, 0xFF]

  private let tokens: ContextTokens
  private let token: [UInt8]

  init() throws {
    tokens = ContextTokens(try KeyRing(secret: "fuzz fuzz fuzz fuzz fuzz fuzz fuzz"))
    var sealed: [UInt8] = []
    tokens.seal(ContextState(conversation: Array(0..<16), issuedAt: 1_000, revision: 1), into: &sealed)
    token = sealed
  }

  func step(_ dice: inout Dice, _ watch: Watch) {
    switch dice.roll(5) {
    case 0:
      let bytes = dice.mutated(Self.yaml, telling: Self.signs)
      watch.count("YAML")
      var (source, report) = (IntentSource(), InputReport())
      if let file = try? SourceFile(name: "fuzz.yaml", bytes: bytes) { source.addYAML(file, report: &report) }
      if report.isClean { IntentCompiler.check(source, report: &report) }
    case 1:
      watch.count("CSV")
      let bytes = dice.mutated(Self.csv, telling: Self.signs)
      if let reader = try? CSVReader(name: "fuzz.csv", bytes: bytes) {
        var (source, report) = (IntentSource(), InputReport())
        source.addCSV(reader, report: &report)
      }
    case 2:
      watch.count("JSON")
      if let file = try? SourceFile(name: "fuzz.json", bytes: dice.mutated(Self.jsonl, telling: Self.signs)) {
        for line in file.bytes.split(separator: 0x0A) {
          _ = try? JSONNode.parse(SourceFile(name: "fuzz.json", bytes: Array(line)))
        }
      }
    case 3:
      watch.count("HTTP")
      var bytes = dice.pick(Self.requests)
      if dice.roll(2) == 0 { bytes += dice.pick(Self.requests) }
      feed(dice.mutated(bytes, telling: Self.signs), pieces: 1 + dice.roll(40))
    default:
      watch.count("token")
      let bytes = dice.mutated(token, telling: Array("AZaz09-_=+/".utf8))
      let opened = bytes.withUnsafeBufferPointer { tokens.open($0, now: 1_001) }
      if opened != nil, bytes != token { watch.fail("token", "an altered one was taken") }
    }
  }

  private func feed(_ bytes: [UInt8], pieces: Int) {
    var connection = HTTPConnection(limits: Limits(), timeouts: Timeouts(), maximumRequests: 1_000, now: 0)
    var input: [UInt8] = []
    var isClosed = false
    for start in stride(from: 0, to: bytes.count, by: pieces) where !isClosed {
      input += bytes[start..<min(bytes.count, start + pieces)]
      var buffer = input + [0]
      drain: while !isClosed {
        buffer.removeFirst(connection.takeConsumed())
        var count = buffer.count - 1
        let action = buffer.withUnsafeMutableBytes { bytes in
          connection.next(bytes.baseAddress.unsafelyUnwrapped, count: &count, now: 0)
        }
        switch action {
        case .admit: connection.admit(.buffer(limit: 32_768), buffered: count, now: 0)
        case .handle, .finish: connection.responded(now: 0)
        case .close: isClosed = true
        case .read, .wait:
          buffer.removeSubrange(count..<buffer.count - 1)
          break drain
        case .sendContinue, .chunk, .refuse: break
        }
        buffer.removeSubrange(count..<buffer.count - 1)
      }
      input = Array(buffer.dropLast())
    }
  }
}
