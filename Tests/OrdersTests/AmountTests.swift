import Orders
import Testing

@Suite("Amounts")
struct AmountTests {
  @Test(
    "are read as people write them and keep their digits",
    arguments: [
      ("69.90", "69.90"), ("505.3", "505.3"), ("0", "0"), ("-5", "-5"), ("-0.05", "-0.05"),
      ("1,234.50", "1234.50"),
      ("1.234,50", "1234.50"), ("69,90", "69.90"), ("1,234", "1234"), ("1,234,567", "1234567"),
      ("1.234.567", "1234567"),
      ("€ 12", "12"), ("12 EUR", "12"), ("$1,380.79", "1380.79"), ("1 234,5", "1234.5"),
      ("1'234.50", "1234.50"),
      ("0.1234567", "0.123456"), ("- 3,5 kr", "-3.5"), (".5", "5"), ("007.10", "7.10"),
    ])
  func read(_ text: String, _ plain: String) {
    #expect(Amount(text)?.description == plain)
  }

  @Test(
    "are refused when they are no number",
    arguments: [
      "", "abc", "1e5", "12:30", "1.2,3.4", "99999999999999999999", "1-2", "about twelve: 12",
      "12 of our money",
    ])
  func refused(_ text: String) {
    #expect(Amount(text) == nil)
  }
}
