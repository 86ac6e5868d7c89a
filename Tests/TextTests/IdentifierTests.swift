import Testing

@testable import Text

@Suite("Identifiers in what people type")
struct IdentifierTests {
  struct Example: CustomTestStringConvertible {
    let text: String
    /// `kind:value`, joined by `|`.
    let found: String
    init(_ text: String, _ found: String) {
      self.text = text
      self.found = found
    }
    var testDescription: String { "“\(text)”" }
  }

  private func identifiers(_ text: String) -> String {
    let analyzer = TextAnalyzer()
    analyzer.analyze(text)
    return analyzer.identifiers.map { "\($0.kind):\(analyzer.value(of: $0))" }.joined(separator: "|")
  }

  @Test(
    "order numbers",
    arguments: [
      Example("where is #1042?", "orderNumber:1042"),
      Example("order 1042, please", "orderNumber:1042"),
      Example("order no.1042.", "orderNumber:1042"),
      Example("# 1042", "orderNumber:1042"),
      Example("I ordered in 2026 and nothing came", ""),
      Example("my order of 12 November 2026", ""),
      Example("when will the 2026 catalogue come", ""),
      Example("where is order 2026", "orderNumber:2026"),
      Example("since #2026", "orderNumber:2026"),
      Example("in 1042", "orderNumber:1042"),
      Example("I paid 1042 for a sofa, where is it", ""),
      Example("I paid for 1042", "orderNumber:1042"),
      Example("ich habe 1042 bezahlt", ""),
      Example("Bestellung 1042 bezahlt", "orderNumber:1042"),
      Example("#12", "orderNumber:12"),
      Example("＃１０４２", "orderNumber:1042"),
      Example("#1O42", "orderNumber:1042"),
      Example("1o42", "orderNumber:1042"),
      Example("O10442", "orderNumber:O10442"),
      Example("1OO42", "orderNumber:10042"),
      Example("W481742O", "orderNumber:W481742O"),
      Example("2oo4, 10o, 304ox", ""),
      Example("order#1042", "orderNumber:1042"),
      Example("order:1042", "orderNumber:1042"),
      Example("order1042", "orderNumber:1042"),
      Example("(1042)", "orderNumber:1042"),
      Example("1042,1043 and 1044", "orderNumber:1042|orderNumber:1043|orderNumber:1044"),
      Example("1042+1043", "orderNumber:1042|orderNumber:1043"),
      Example("order_1042 order@10422", "orderNumber:1042|orderNumber:10422"),
      Example("1042/1043", "orderNumber:1042|orderNumber:1043"),
      Example("W4817420", "orderNumber:W4817420"),
      Example("ORD-10442", "orderNumber:ORD-10442"),
      Example("#EU-1042", "orderNumber:EU-1042"),
      Example("112-4839201-8827361", "orderNumber:112-4839201-8827361"),
      Example("113542617735902", "orderNumber:113542617735902"),
      Example("订单1042号", "orderNumber:1042"),
      Example("bestellnr. 10\u{200B}42", "orderNumber:1042"),
      Example("sold #, none left", ""),
      Example("2 of 3 boxes, size 42, iphone15, 2nd, 123", ""),
      Example("100%", ""),
      Example("24/7", ""),
      Example("at 10:30", ""),
      Example("1,000 of them", ""),
    ])
  func orderNumbers(_ example: Example) {
    #expect(identifiers(example.text) == example.found)
  }

  @Test(
    "e-mail addresses and links",
    arguments: [
      Example("anna@example.com", "email:anna@example.com"),
      Example("it's <Anna.B+shop@Mail.Example.com>.", "email:anna.b+shop@mail.example.com"),
      Example("mailto:anna@example.com,bob@example.org", "email:anna@example.com|email:bob@example.org"),
      Example("anna1042@example.com", "email:anna1042@example.com"),
      Example("Jörg@Example.DE", "email:jörg@example.de"),
      Example("anna\u{200B}@example.com", "email:anna@example.com"),
      Example("ＡＮＮＡ＠example.com", "email:anna@example.com"),
      Example("https://shop.example/Ä?Q=1", "link:https://shop.example/Ä?Q=1"),
      Example("@anna hello", ""),
      Example("anna@example", ""),
      Example("anna@.com", ""),
      Example("anna@example..com", ""),
      Example("see https://shop.example/p/10422?x=1.", "link:https://shop.example/p/10422?x=1"),
    ])
  func emails(_ example: Example) {
    #expect(identifiers(example.text) == example.found)
  }

  @Test(
    "amounts",
    arguments: [
      Example("€12.50", "amount:12.50 EUR"),
      Example("€ 12,50", "amount:12.50 EUR"),
      Example("12,50 EUR.", "amount:12.50 EUR"),
      Example("12,50€", "amount:12.50 EUR"),
      Example("$30", "amount:30.00 USD"),
      Example("1.234,50 euros", "amount:1234.50 EUR"),
      Example("1,000 pounds", "amount:1000.00 GBP"),
      Example("CHF 20", "amount:20.00 CHF"),
      Example("1200 eur", "amount:1200.00 EUR"),
      Example("paid £5 twice", "amount:5.00 GBP"),
      Example("12 eurobonds", ""),
    ])
  func amounts(_ example: Example) {
    #expect(identifiers(example.text) == example.found)
  }

  @Test(
    "dates, phones and tracking numbers",
    arguments: [
      Example("2026-11-12", "date:2026-11-12"),
      Example("on 12.11.2026.", "date:2026-11-12"),
      Example("12/11/26", "date:2026-11-12"),
      Example("11/25/2026", "date:2026-11-25"),
      Example("12/11", "date:--11-12"),
      Example("12.11", ""),
      Example("2026-13-12", "orderNumber:2026-13-12"),
      Example("+49 30 1234567", "phone:+49301234567"),
      Example("1Z999AA10123456784", "trackingNumber:1Z999AA10123456784"),
      Example("JJD000390007882823471", "trackingNumber:JJD000390007882823471"),
      Example("RR123456789DE", "trackingNumber:RR123456789DE"),
      Example("00340434161094042557", "trackingNumber:00340434161094042557"),
    ])
  func others(_ example: Example) {
    #expect(identifiers(example.text) == example.found)
  }

  @Test(
    "an identifier stays in the match text, without its number sign",
    arguments: [
      Example("Where is #1042 of Anna@Example.com?", "where is 1042 of anna@example.com"),
      Example("30€ or $30, 30 eur", "30 or 30 30 eur"),
      Example("what's the € rate?", "whats the rate"),
      Example("I paid € 12,50!", "i paid 12,50"),
    ])
  func matchText(_ example: Example) {
    #expect(TextAnalyzer().fold(example.text) == example.found)
  }

  @Test("an identifier knows its tokens and the bytes typed for it")
  func places() {
    let analyzer = TextAnalyzer()
    analyzer.analyze("Größe? 12,50 EUR for #1042")
    let typed = analyzer.identifiers.map { String(decoding: analyzer.raw[$0.raw.indices], as: UTF8.self) }
    #expect(typed == ["12,50 EUR", "#1042"])
    #expect(analyzer.identifiers.map(\.tokens) == [1..<3, 4..<5])
    #expect(analyzer.tokens[1].kind == .identifier(.amount))
    #expect(analyzer.tokens[3].kind == .word)
  }
}
