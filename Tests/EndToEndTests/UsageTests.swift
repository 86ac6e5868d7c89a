import Foundation
import Testing

@Suite("Wrong usage")
struct UsageTests {
  struct Mistake: CustomTestStringConvertible, Sendable {
    let words: [String]
    let message: String
    init(_ words: String..., says message: String) { (self.words, self.message) = (words, message) }
    var testDescription: String { "parley " + words.joined(separator: " ") }
  }

  @Test(
    "is told in one line, with where to read more",
    arguments: [
      Mistake("serve", "--frob", says: "there is no flag '--frob'."),
      Mistake("history", "--frob=1", says: "there is no flag '--frob=1'."),
      Mistake("history", "-x", says: "there is no flag '-x'."),
      Mistake("serve", "--listen", says: "'--listen' needs a value: --listen ADDR:PORT."),
      Mistake("serve", "--listen", "--quiet", says: "'--listen' needs a value: --listen ADDR:PORT."),
      Mistake("serve", "--listen", "a", "--listen", "b", says: "'--listen' is given twice."),
      Mistake("serve", "--quiet", "--quiet", says: "'--quiet' is given twice."),
      Mistake("serve", "--quiet=1", says: "'--quiet' takes no value."),
      Mistake(
        "serve", "--redis", "rediss://shop:secret@redis",
        says: "'--redis' takes redis://[user:password@]host:port[/db][?timeout=MS], without TLS."),
      Mistake("serve", "extra", says: "'extra' is one word too many."),
      Mistake("ask", says: "something is missing: 0 of at least 1 words given."),
      Mistake("ask", "a", "b", says: "'b' is one word too many."),
      Mistake("order", says: "something is missing: 0 of at least 1 words given."),
      Mistake("history", "x", says: "'x' is one word too many."),
      Mistake("eval", "intents", says: "something is missing: 1 of at least 2 words given."),
      Mistake("eval", "frob", "x", says: "'frob' cannot be measured; intents and faq can."),
      Mistake("eval", "intents", "x", "--rename", "a", says: "'--rename' takes OLD=NEW, not 'a'."),
      Mistake("import", says: "say what to import: faq, intents, orders or shop, and from where."),
      Mistake("import", "faq", says: "say what to import: faq, intents, orders or shop, and from where."),
      Mistake("import", "frob", "x", says: "'frob' cannot be imported; faq, intents, orders and shop can."),
      Mistake("import", "shop", "a", "b", says: "'import shop' takes one folder."),
      Mistake(
        "import", "faq", "x", "--format", "docx",
        says: "'--format' is csv, tsv, xlsx, jsonl, markdown, html, jsonld or zendesk for an FAQ, not 'docx'."
      ),
      Mistake(
        "import", "orders", "x", "--format", "ods",
        says: "'--format' is shopify, csv, xlsx or jsonl for orders, not 'ods'."),
      Mistake("import", "orders", "x", "--map", "a", says: "--map wants FIELD=COLUMN, not 'a'"),
      Mistake(
        "import", "orders", "x", "--map-status", "a=b",
        says: """
          --map-status: unknown status 'b'; known: pending, paid, processing, on_hold, partially_shipped, \
          shipped, delivered, cancelled, returned, refunded
          """),
      Mistake("export", "frob", says: "'frob' cannot be exported; faq, intents and orders can."),
      Mistake("export", "faq", "--format", "yaml", says: "'faq' cannot be exported as 'yaml'."),
      Mistake("rollback", "x", says: "REV is the number of a revision, not 'x'."),
      Mistake("rollback", "0", says: "REV is the number of a revision, not '0'."),
      Mistake(
        "misses", "--since", "x", says: "'--since' takes a time such as 2026-11-20T12:00:00Z, not 'x'."),
      Mistake("token", "frob", says: "there is no token 'frob'; 'customer' is the only kind."),
      Mistake("token", "customer", says: "--id ID is missing."),
      Mistake(
        "token", "customer", "--id", "7", "--ttl", "0",
        says: "'--ttl' takes a number from 1 to 31536000, not '0'."),
      Mistake("bench", "frob", says: "there is no benchmark 'frob'; token, rules, decide, turn, flow are."),
    ])
  func told(_ mistake: Mistake) throws {
    let outcome = try SmallStore().parley(
      mistake.words, environment: ["PARLEY_CUSTOMER_SECRET": "a secret of the store's site and Parley"])
    let command = mistake.words[0]
    #expect(
      outcome.error == "parley \(command): \(mistake.message)\nSee 'parley \(command) --help'.\n")
    #expect(outcome.output.isEmpty)
    #expect(outcome.status == 2)
  }

  struct Value: CustomTestStringConvertible, Sendable {
    let flag: String
    let bad: [String]
    let message: String
    var testDescription: String { "--" + flag }
  }

  @Test(
    "of a flag's value names what it takes",
    arguments: [
      Value(
        flag: "listen",
        bad: ["foo", "127.0.0.1", "127.0.0.1:99999", "127.0.0.1:x", "::1:80", "[::1]:x", ":8080"],
        message: "an address and a port such as 127.0.0.1:8080"),
      Value(flag: "threads", bad: ["x", "0", "257", "1.5", "-1"], message: "a number from 1 to 256"),
      Value(
        flag: "rate", bad: ["0", "abc", "-1/s", "nan", "inf", "5/m"], message: "requests a second such as 5/s"
      ),
      Value(
        flag: "trust-proxy", bad: ["foo", "10.0.0.0/33", "10.0.0/8"], message: "addresses such as 10.0.0.0/8"),
      Value(
        flag: "origin", bad: ["foo", "https://", "https://a.example/path", "ftp://a.example", "*"],
        message: "an origin such as https://shop.example"),
    ])
  func values(_ value: Value) throws {
    let store = try SmallStore()
    for text in value.bad {
      let outcome = try store.parley("serve", "--" + value.flag, text)
      #expect(
        outcome.error == """
          parley serve: '--\(value.flag)' takes \(value.message), not '\(text)'.
          See 'parley serve --help'.

          """)
      #expect(outcome.status == 2)
    }
  }

  @Test(
    "of a seed is told",
    arguments: ["12", "zz0102030405060708090a0b0c0d0e0f", "+1+2+3+4+5+6+7+8+9+a+b+c+d+e+f+0"])
  func seed(_ text: String) throws {
    let outcome = try SmallStore().parley("ask", "hello", "--seed", text)
    #expect(
      outcome.error == """
        parley ask: '--seed' takes 32 hexadecimal digits, not '\(text)'.
        See 'parley ask --help'.

        """)
    #expect(outcome.status == 2)
  }

  @Test("of a command that is not there names the help")
  func unknownCommand() throws {
    let outcome = try Parley.run(["frob", "--db", "x"])
    #expect(outcome.error == "parley: there is no command 'frob'. See 'parley --help'.\n")
    #expect(outcome.status == 2)
  }
}
