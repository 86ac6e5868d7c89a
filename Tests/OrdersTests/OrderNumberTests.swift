import Testing

@testable import Orders

@Suite("Order numbers")
struct OrderNumberTests {
  @Test(
    "are one number however people write them",
    arguments: [
      ("#1042", "1042"), ("1042", "1042"), (" 1042 ", "1042"), ("10 42", "1042"), ("1O42", "1042"),
      ("1o42", "1042"), ("l042", "1042"), ("I O 42", "1042"), ("w48l742o", "W4817420"), ("INV-7", "1NV7"),
      ("No. 1042", "N01042"), ("W4817420", "W4817420"), ("#w4817420", "W4817420"), ("w-4817420", "W4817420"),
      ("112-4839201-8827361", "11248392018827361"), ("112–4839201–8827361", "11248392018827361"),
      ("１０４２", "1042"), ("ｗ４８", "W48"), ("2024/00123", "202400123"), ("e481f5", "E481F5"),
      ("\u{200B}1\u{A0}042", "1042"),
      ("ä1", "Ä1"), ("٣", "٣"), ("1042👟", "1042"),
    ])
  func key(_ written: String, _ key: String) {
    #expect(OrderNumber(written)?.key == key)
  }

  @Test(
    "are none when nothing or too much is left",
    arguments: ["", "#", " - ", "👟", String(repeating: "9", count: 65)])
  func none(_ written: String) {
    #expect(OrderNumber(written) == nil)
  }

  @Test("may be 64 long")
  func longest() {
    #expect(OrderNumber("#" + String(repeating: "9", count: 64)) != nil)
  }
}
