import Dice
import Testing

@testable import Formats

/// Seeded mutations: whatever the bytes, a reader answers with values or an `InputError` and ends.
@Suite("Mutated files")
struct MutationTests {
  @Test("of CSV read the same in any window, to the end")
  func csv() throws {
    var dice = Dice(seed: 1)
    let seed = "id,name,note\r\n1,\"Anna \"\"A\"\" Berg\",ü\n2,\"two\nlines\",\"\"\n3,x,y\n"
    for _ in 0..<3000 {
      let bytes = dice.mutate(seed)
      let whole = read(bytes, 256 << 10)
      #expect(read(bytes, 256) == whole)
      #expect(whole.count < 200)
    }
  }

  private func read(_ bytes: [UInt8], _ capacity: Int) -> [String] {
    var lines: [String] = []
    do {
      let reader = try CSVReader(try ByteWindow(name: "f", bytes: bytes, capacity: capacity), .init())
      var isMore = true
      while isMore {
        do {
          isMore = try reader.next()
          if isMore { lines.append("\(reader.rowPlace) \(reader.header.indices.map(reader.string))") }
        } catch {
          lines.append(error.description)
        }
      }
    } catch {
      lines.append(error.description)
    }
    return lines
  }

  @Test("of JSON and YAML end in a value or a place")
  func trees() {
    var dice = Dice(seed: 2)
    let json = "{\"a\": [1, -2.5e3, \"x\\u00e9\\n\", true, null], \"b\": {\"ü\": \"\"}}"
    let yaml = "a: 1\nb:\n  - x\n  - 'y''z'\nc: {d: [e, \"f\\n\"], g: |\n  text\n  more\n"
    for round in 0..<6000 {
      let bytes = dice.mutate(round % 2 == 0 ? json : yaml)
      do {
        let source = try SourceFile(name: "f", bytes: bytes)
        if round % 2 == 0 {
          _ = try JSONNode.parse(source).value.text()
        } else {
          _ = try YAMLNode.parse(source)
        }
      } catch {
        #expect(error.place.line >= 1 && error.place.column >= 1, "\(error)")
      }
    }
  }
}

extension Dice {
  fileprivate mutating func mutate(_ seed: String) -> [UInt8] {
    var bytes = Array(seed.utf8)
    let spice: [UInt8] =
      Array("\",;\t\n\r'{}[]:-&*!|>#\\u0 a".utf8) + [0, 0xFF, 0xC3, 0xEF, 0xBB, 0xBF, 0xF0, 0x80]
    for _ in 0...roll(6) {
      let at = roll(bytes.count + 1)
      switch roll(4) {
      case 0: bytes.insert(spice[roll(spice.count)], at: at)
      case 1 where at < bytes.count: bytes.remove(at: at)
      case 2 where at < bytes.count: bytes[at] = spice[roll(spice.count)]
      default: bytes.insert(contentsOf: bytes.prefix(at).suffix(roll(20)), at: at)
      }
    }
    return bytes
  }
}
