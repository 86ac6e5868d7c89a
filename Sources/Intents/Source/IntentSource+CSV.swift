package import Formats

/// Reading plain examples: `utterance,intent[,locale]`.
extension IntentSource {
  private static let knownColumns = ["utterance", "text", "intent", "locale"]

  /// Reads one CSV file of examples. Its mistakes go to `report`.
  package mutating func addCSV(_ reader: CSVReader, report: inout InputReport) {
    do throws(InputError) {
      let utterance = try reader.requiredColumn("utterance", "text")
      let intent = try reader.requiredColumn("intent")
      let locale = try reader.column("locale")
      reader.warnOfUnknownColumns(known: Self.knownColumns, in: &report)
      var index = Dictionary(
        intents.enumerated().map { ([$1.locale, $1.name], $0) }, uniquingKeysWith: { first, _ in first })
      while true {
        do throws(InputError) {
          guard try reader.next() else { break }
          try addRow(reader, utterance, intent, locale, &index)
        } catch {
          report.add(error)
        }
      }
    } catch {
      report.add(error)
    }
  }

  private mutating func addRow(
    _ reader: CSVReader, _ utterance: Int, _ intent: Int, _ locale: Int?, _ index: inout [[String]: Int]
  ) throws(InputError) {
    guard let text = reader.text(utterance) else { throw reader.error(utterance, "the utterance is empty") }
    guard let name = reader.text(intent) else { throw reader.error(intent, "the intent is empty") }
    try Self.checkName(name, reader.place(intent))
    let tag = reader.text(locale) ?? Self.defaultLocale
    guard Self.isLocale(tag) else {
      throw reader.error(locale ?? intent, "'\(tag)' is not a locale such as en or de-AT")
    }
    let place = reader.place(utterance)
    let key = [tag, name]
    if index[key] == nil {
      index[key] = intents.count
      intents.append(Intent(name: name, locale: tag, place: place))
    }
    intents[index[key]!].examples.append(Line(text, at: place))
  }
}
