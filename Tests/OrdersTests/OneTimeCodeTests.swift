import Crypto
import Foundation
import Synchronization
import Testing

@testable import Orders

@Suite("One-time codes")
struct OneTimeCodeTests {
  private let now: Int64 = 1_795_000_000
  private let conversation = [UInt8](repeating: 7, count: 16)

  private func codes(_ secret: String = "a") throws -> OneTimeCodes {
    OneTimeCodes(try KeyRing(secret: String(repeating: secret, count: 40)))
  }

  private func subject(_ order: String = "#1042", _ conversation: [UInt8]? = nil, _ time: Int64? = nil)
    -> OneTimeCodes.Subject
  {
    OneTimeCodes.Subject(order: order, conversation: conversation ?? self.conversation, time: time ?? now)
  }

  @Test("are six digits, the same on every server that shares the secret")
  func same() throws {
    let code = try codes().code(of: subject())
    #expect(code.count == 6 && code.allSatisfy(\.isNumber))
    #expect(try codes().code(of: subject(" 1O42 ")) == code, "however the number is written")
    #expect(try codes().isCode(code, of: subject(), now: now + 600))
  }

  @Test("are of one conversation, one order, one second and one secret")
  func bound() throws {
    let codes = try codes()
    let code = codes.code(of: subject())
    let others = [
      subject("1043"), subject("1042", [UInt8](repeating: 8, count: 16)), subject("1042", nil, now + 1),
    ]
    for other in others { #expect(!codes.isCode(code, of: other, now: now)) }
    #expect(try !self.codes("b").isCode(code, of: subject(), now: now))
    #expect(!codes.isCode("", of: subject(), now: now) && !codes.isCode(code + "0", of: subject(), now: now))
  }

  @Test("end after ten minutes, and are not good before they were asked for")
  func times() throws {
    let codes = try codes()
    let code = codes.code(of: subject())
    #expect(!codes.isCode(code, of: subject(), now: now + 601))
    #expect(codes.isCode(code, of: subject(), now: now - 60))
    #expect(!codes.isCode(code, of: subject(), now: now - 61))
  }

  @Test("sent under a secret that has been rotated since are good to their end")
  func rotation() throws {
    let (old, new) = (String(repeating: "a", count: 40), String(repeating: "b", count: 40))
    let before = OneTimeCodes(try KeyRing(secret: old))
    let after = OneTimeCodes(try KeyRing(secret: "new:\(new),old:\(old)"))
    let code = before.code(of: subject())
    #expect(after.isCode(code, of: subject(), now: now))
    #expect(after.isCode(after.code(of: subject()), of: subject(), now: now))
  }

  @Test("are spread over all the codes there are")
  func spread() throws {
    let codes = try codes()
    var tens = [Int](repeating: 0, count: 10)
    for time in 0..<2_000 {
      let code = codes.code(of: subject("1042", nil, now + Int64(time)))
      tens[Int(code.prefix(1)) ?? 0] += 1
    }
    #expect(tens.allSatisfy { (140...260).contains($0) }, "\(tens)")
  }

  @Test("are signed as Standard Webhooks has it")
  func signature() {
    // Made by Python's hmac over the same bytes.
    let signature = CodeSender.signature(
      of: Array(#"{"a":1}"#.utf8), id: "code_x", at: 1_795_000_000, key: Array("k".utf8))
    #expect(signature == "v1,AqPn5qNvDFRAa5tUvEVky9IJ7BcfyOm+OEcXFnyMFbE=")
  }

  @Test(
    "are sent to an address with a host only",
    arguments: [
      ("https://shop.example/codes", true), ("http://127.0.0.1:9000/", true), ("ftp://shop.example/", false),
      ("https:///codes", false), ("https://user@shop.example/", false), ("https://shop.example/a b", false),
    ])
  func addresses(_ url: String, _ isGood: Bool) {
    #expect((CodeSender.Configuration(url: url, key: [1]) != nil) == isGood)
  }

  /// A sender with eight codes to send, each call of which takes so many microseconds.
  private func sender(callsTake pause: UInt32, _ calls: Calls) throws -> CodeSender {
    let place = try #require(CodeSender.Configuration(url: "http://127.0.0.1/", key: [1]))
    let keys = try KeyRing(secret: String(repeating: "a", count: 40))
    let sender = try CodeSender(place, keys: keys) { _, _, _, _ in
      usleep(pause)
      calls.count.add(1, ordering: .relaxed)
      return 204
    }
    for index in 0..<8 {
      sender.send(
        CodeSender.Message(
          order: "\(index)", email: "a@example.com", customer: nil, locale: "en",
          subject: subject("\(index)", nil, Int64(Date().timeIntervalSince1970)), isReal: true))
    }
    return sender
  }

  private final class Calls: Sendable {
    let count = Atomic<Int>(0)
  }

  @Test("that wait when the server stops are sent, unless that takes too long", .timeLimit(.minutes(10)))
  func stopping() throws {
    let calls = Calls()
    let sender = try sender(callsTake: 30_000, calls)
    #expect(sender.stop(within: 20_000))
    #expect(calls.count.load(ordering: .relaxed) == 8 && sender.counts == (8, 0))
    #expect(try !self.sender(callsTake: 2_000_000, Calls()).stop(within: 20))
  }

  @Test("take a secret of 32 bytes, or one in the form of Standard Webhooks")
  func secrets() {
    #expect(CodeSender.Configuration.key(of: String(repeating: "k", count: 31)) == nil)
    #expect(CodeSender.Configuration.key(of: String(repeating: "k", count: 32))?.count == 32)
    #expect(CodeSender.Configuration.key(of: "whsec_AAECAwQFBgcICQoLDA0ODxAREhMUFRYX") == Array(0..<24))
    #expect(CodeSender.Configuration.key(of: "whsec_AAEC") == nil)
  }
}
