package import Formats

/// How a store's own order file maps to Parley's fields: a YAML file (``sample``), flags, or both.
package struct OrderMapping: Sendable {
  /// The column of a CSV file, or the path of a JSON value, that holds a field.
  struct Source: Sendable {
    let name: String
    /// Where the mapping file says so; `nil` for a flag.
    let place: Place?
  }

  private(set) var sources: [OrderField: Source] = [:]
  private(set) var statuses: [String: OrderStatus] = [:]
  private(set) var defaultStatus: OrderStatus?
  private(set) var defaultCurrency: String?
  private(set) var delimiter: UInt8?
  private(set) var listSeparator: Character?
  private(set) var times = TimeReader()
  /// It says which number stands first in dates with slashes.
  private(set) var saysSlashOrder = false
  /// A file says which column is which: no other names are tried.
  private(set) var isFromFile = false

  /// It says where fields are or what statuses mean, not only how values are read.
  var saysColumns: Bool { isFromFile || !sources.isEmpty || !statuses.isEmpty || defaultStatus != nil }

  /// Every field under its own name.
  package init() {}

  /// - Throws: ``InputError`` at the line of the mapping file that is wrong.
  package init(_ file: SourceFile) throws(InputError) {
    isFromFile = true
    let root = try YAMLNode.parse(file).mapping(allowed: [
      "columns", "statuses", "default_status", "default_currency", "delimiter", "list_separator",
      "date_order",
      "timezone",
    ])
    for entry in try root.required("columns").mapping(allowed: OrderField.allCases.map(\.rawValue)).entries {
      guard let field = OrderField(rawValue: entry.key) else { continue }
      sources[field] = Source(name: try entry.value.string(), place: entry.value.place)
    }
    for entry in try root.optional("statuses")?.mapping().entries ?? [] {
      statuses[entry.key] = try Self.status(entry.value)
    }
    defaultStatus = try root.optional("default_status").map(Self.status)
    defaultCurrency = try root.optional("default_currency")?.string().uppercased()
    if let node = root.optional("delimiter") { delimiter = try Self.delimiter(node) }
    if let node = root.optional("list_separator") {
      let text = try node.string()
      guard text.count == 1 else { throw node.error("must be one character") }
      listSeparator = text.first
    }
    if let node = root.optional("date_order") {
      saysSlashOrder = true
      let orders = TimeReader.SlashOrder.allCases.map(\.rawValue)
      times.slashOrder = TimeReader.SlashOrder(rawValue: try node.string(oneOf: orders)) ?? .monthFirst
    }
    if let node = root.optional("timezone") {
      guard let offset = TimeReader.offset(try node.string()) else {
        throw node.error("must be UTC or an offset such as +01:00")
      }
      times.offset = offset
    }
  }

  private static func status(_ node: YAMLNode) throws(InputError) -> OrderStatus {
    let text = try node.string()
    guard let status = OrderStatus(written: text) else {
      throw node.error("unknown status '\(text)'; known: \(OrderStatus.names)")
    }
    return status
  }

  private static func delimiter(_ node: YAMLNode) throws(InputError) -> UInt8 {
    switch try node.string() {
    case ",": UInt8(ascii: ",")
    case ";": UInt8(ascii: ";")
    case "tab", "\t": UInt8(ascii: "\t")
    case "|": UInt8(ascii: "|")
    default: throw node.error("must be ',' or ';' or '|' or tab")
    }
  }

  /// Takes where a field seems to be; `nil` for nowhere.
  mutating func guess(_ field: OrderField, _ path: String?) {
    sources[field] = path.map { Source(name: $0, place: nil) }
  }

  // MARK: Flags

  /// A flag that cannot be understood: a mistake of usage.
  package struct FlagError: Error, Equatable, CustomStringConvertible {
    package let description: String
  }

  /// Takes `FIELD=COLUMN` of `--map`; wins over the file.
  package mutating func map(_ flag: String) throws(FlagError) {
    guard let (key, column) = Self.split(flag, at: flag.firstIndex(of: "=")) else {
      throw FlagError(description: "--map wants FIELD=COLUMN, not '\(flag)'")
    }
    if try set(key, to: column) { return }
    guard let field = OrderField(rawValue: key) else {
      throw FlagError(
        description: "--map: unknown field '\(key)'; known: \(OrderField.names), "
          + "date_order, timezone, default_currency")
    }
    sources[field] = Source(name: column, place: nil)
  }

  /// Takes what is no column but a setting of the mapping file, under its name there.
  ///
  /// - Returns: Whether it was one.
  private mutating func set(_ key: String, to value: String) throws(FlagError) -> Bool {
    switch key {
    case "date_order":
      guard let order = TimeReader.SlashOrder(rawValue: value) else {
        throw FlagError(description: "--map date_order wants mdy or dmy, not '\(value)'")
      }
      (times.slashOrder, saysSlashOrder) = (order, true)
    case "timezone":
      guard let offset = TimeReader.offset(value) else {
        throw FlagError(description: "--map timezone wants UTC or an offset such as +01:00, not '\(value)'")
      }
      times.offset = offset
    case "default_currency": defaultCurrency = value.uppercased()
    default: return false
    }
    return true
  }

  /// Takes `VALUE=STATUS` of `--map-status`; wins over the file. `=STATUS` is for orders without any.
  package mutating func mapStatus(_ flag: String) throws(FlagError) {
    if flag.first == "=", let status = OrderStatus(written: String(flag.dropFirst()).trimmingBlanks) {
      defaultStatus = status
      return
    }
    guard let (value, name) = Self.split(flag, at: flag.lastIndex(of: "=")) else {
      throw FlagError(description: "--map-status wants VALUE=STATUS, not '\(flag)'")
    }
    guard let status = OrderStatus(written: name) else {
      throw FlagError(description: "--map-status: unknown status '\(name)'; known: \(OrderStatus.names)")
    }
    statuses[value] = status
  }

  private static func split(_ flag: String, at index: String.Index?) -> (String, String)? {
    guard let index else { return nil }
    let (key, value) = (
      String(flag[..<index]).trimmingBlanks, String(flag[flag.index(after: index)...]).trimmingBlanks
    )
    return key.isEmpty || value.isEmpty ? nil : (key, value)
  }
}
