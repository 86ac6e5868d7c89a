package import Formats

extension IntentSource {
  /// How a file of intents is written.
  package enum Format: String, Sendable, CaseIterable {
    case yaml, csv
  }

  /// Reads one file: as `format` says, or by what its name ends in, `.yaml`, `.yml` or `.csv`. Its mistakes go to
  /// `report`.
  package mutating func add(path: String, format: Format? = nil, report: inout InputReport) {
    do throws(InputError) {
      let name = path.lowercased()
      let isYAML = name.hasSuffix(".yaml") || name.hasSuffix(".yml")
      switch format ?? (name.hasSuffix(".csv") ? .csv : isYAML ? .yaml : nil) {
      case .csv: addCSV(try CSVReader(path: path), report: &report)
      case .yaml: addYAML(try SourceFile(path: path), report: &report)
      case nil:
        throw InputError(
          .schema, at: Place(wholeOf: path), "intents are read from .yaml, .yml and .csv files")
      }
    } catch {
      report.add(error)
    }
  }
}
