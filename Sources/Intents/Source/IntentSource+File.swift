package import Formats

extension IntentSource {
  /// Reads one file by what its name ends in: `.yaml`, `.yml` or `.csv`. Its mistakes go to `report`.
  package mutating func add(path: String, report: inout InputReport) {
    do throws(InputError) {
      let name = path.lowercased()
      if name.hasSuffix(".csv") {
        addCSV(try CSVReader(path: path), report: &report)
      } else if name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
        addYAML(try SourceFile(path: path), report: &report)
      } else {
        throw InputError(
          .schema, at: Place(wholeOf: path), "intents are read from .yaml, .yml and .csv files")
      }
    } catch {
      report.add(error)
    }
  }
}
