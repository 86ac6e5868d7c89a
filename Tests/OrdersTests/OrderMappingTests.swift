import Formats
import Testing

@testable import Orders

@Suite("Order mappings")
struct OrderMappingTests {
  @Test("the sample is one, and names every field and status")
  func sample() throws {
    let mapping = try OrderMapping(SourceFile(name: "sample", text: OrderMapping.sample))
    #expect(Set(mapping.sources.keys) == Set(OrderField.allCases))
    #expect(mapping.statuses == ["0": .paid, "1": .cancelled, "In Process": .processing])
    #expect(mapping.defaultStatus == .paid && mapping.defaultCurrency == "EUR")
    #expect(mapping.delimiter == 0x3B && mapping.listSeparator == "|")
    #expect(mapping.times.slashOrder == .monthFirst && mapping.times.offset == 3600)
    for status in OrderStatus.allCases { #expect(OrderMapping.sample.contains(status.rawValue)) }
  }

  @Test(
    "are refused where they are wrong",
    arguments: [
      ("", "m.yaml:1:1: the file is empty"),
      ("columns: [a]", "m.yaml:1:10: must be a mapping, not a list"),
      ("statuses: {0: paid}", "m.yaml:1:1: missing key 'columns'"),
      ("columns: {numbr: A}", "m.yaml:1:11: unknown key 'numbr'; allowed: \(OrderField.names)"),
      (
        "columns: {}\ncolour: red",
        "m.yaml:2:1: unknown key 'colour'; allowed: columns, statuses, default_status, default_currency, delimiter, list_separator, date_order, timezone"
      ),
      ("columns: {}\nstatuses: {1: gone}", "m.yaml:2:15: unknown status 'gone'; known: \(OrderStatus.names)"),
      ("columns: {}\ntimezone: CET", "m.yaml:2:11: must be UTC or an offset such as +01:00"),
      ("columns: {}\ndate_order: ymd", "m.yaml:2:13: 'ymd' is not one of mdy, dmy"),
      ("columns: {}\ndelimiter: x", "m.yaml:2:12: must be ',' or ';' or '|' or tab"),
      ("columns: {}\nlist_separator: ab", "m.yaml:2:17: must be one character"),
      ("columns: {number: [A]}", "m.yaml:1:19: must be text, not a list"),
    ])
  func refused(_ text: String, _ message: String) {
    let error = #expect(throws: InputError.self) { try OrderMapping(SourceFile(name: "m.yaml", text: text)) }
    #expect(error?.description == message)
  }

  @Test("take flags, which win over the file")
  func flags() throws {
    var mapping = try OrderMapping(
      SourceFile(name: "m", text: "columns: {number: A, total: T}\nstatuses: {0: paid}"))
    try mapping.map("number= Invoice No ")
    try mapping.mapStatus("0=on hold")
    try mapping.mapStatus("a=b=shipped")
    #expect(mapping.sources[.number]?.name == "Invoice No" && mapping.sources[.total]?.name == "T")
    #expect(mapping.statuses == ["0": .onHold, "a=b": .shipped])
    func message(_ body: () throws -> Void) -> String? {
      #expect(throws: OrderMapping.FlagError.self, performing: body)?.description
    }
    #expect(message { try mapping.map("number") } == "--map wants FIELD=COLUMN, not 'number'")
    #expect(
      message { try mapping.map("x=y") }
        == "--map: unknown field 'x'; known: \(OrderField.names), date_order, timezone, default_currency")
    #expect(message { try mapping.mapStatus("x=") } == "--map-status wants VALUE=STATUS, not 'x='")
    #expect(
      message { try mapping.mapStatus("x=y") }
        == "--map-status: unknown status 'y'; known: \(OrderStatus.names)")
  }

  @Test("lead into JSON by paths")
  func paths() throws {
    let node = try JSONNode.parse(
      SourceFile(
        name: "j",
        text: "{\"a\":{\"b\":[{\"c\":1,\"d\":[5,6]},{\"d\":[]},{\"c\":null,\"d\":[7]}]},\"x\":\"y\"}"))
    func values(_ path: String) -> [String] {
      JSONPath(path).values(in: node).map { $0?.value.text() ?? "-" }
    }
    #expect(values("x") == ["\"y\""])
    #expect(values("a.b[].c") == ["1", "-", "-"])
    #expect(values("a.b[].d[]") == ["5", "6", "7"])
    #expect(values("a.z") == ["-"] && values("x[]") == [] && values("a.z[].c") == [])
  }
}
