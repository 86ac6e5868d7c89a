package import Formats

/// Reads the FAQ files editors write: CSV and JSON Lines.
///
/// Mistakes are collected with their places rather than thrown, so that one run shows them all. Use the entries
/// only when ``report`` is clean.
package struct FAQImport {
  package enum Format: String, Sendable, CaseIterable {
    case csv, jsonl
  }

  /// Longest question or alternate, and longest id, in bytes of UTF-8.
  package static let maximumQuestionBytes = 8192
  package static let maximumIDBytes = 200

  /// In the order of the files.
  package private(set) var entries: [FAQEntry] = []
  /// Mistakes and warnings.
  package private(set) var report = InputReport()
  /// Questions that several ids ask, which is allowed: one line each, as ``InputError`` prints.
  package private(set) var notices: [String] = []

  private var places: [String: Place] = [:]
  private var questions: [UInt64: (id: String, place: Place)] = [:]

  package init() {}

  /// Reads a file and adds its entries.
  ///
  /// - Parameter format: `nil`: by the file's name; `.jsonl` and `.ndjson` are JSON Lines, anything else CSV.
  package mutating func read(path: String, format: Format? = nil) {
    do throws(InputError) {
      switch format ?? Self.format(of: path) {
      case .csv: try read(CSVReader(path: path, options: .init(undoesDefusing: true)))
      case .jsonl: try read(JSONLReader(path: path))
      }
    } catch {
      report.add(error)
    }
  }

  private static func format(of path: String) -> Format {
    let name = path.lowercased()
    return name.hasSuffix(".jsonl") || name.hasSuffix(".ndjson") ? .jsonl : .csv
  }

  mutating func add(_ error: InputError) { report.add(error) }

  mutating func warn(at place: Place, _ message: String) { report.warn(at: place, message) }

  mutating func warnOfUnknownColumns(_ reader: CSVReader, known: [String]) {
    reader.warnOfUnknownColumns(known: known, in: &report)
  }

  /// Checks what a row says and takes it.
  ///
  /// - Parameter place: Where in the row a mistake in a field is.
  mutating func take(_ draft: FAQDraft, place: (FAQDraft.Field) -> Place) {
    do throws(InputError) {
      let entry = try draft.entry(place: place)
      if let other = places[entry.id] {
        let (field, what): (FAQDraft.Field, String) =
          draft.id == nil ? (.question, "the same question, without an id,") : (.id, "id '\(entry.id)'")
        throw InputError(.duplicate, at: place(field), "\(what) stands at \(other) already")
      }
      places[entry.id] = place(draft.id == nil ? .question : .id)
      noteEqualQuestion(entry, at: place(.question))
      entries.append(entry)
    } catch {
      report.add(error)
    }
  }

  private mutating func noteEqualQuestion(_ entry: FAQEntry, at place: Place) {
    let key = Fingerprint.of(FAQDraft.plain(entry.question) + "\0" + (entry.locale ?? ""))
    if let other = questions[key] {
      guard notices.count < InputReport.limit else { return }
      notices.append(
        "\(place): notice: the question of '\(entry.id)' is also that of '\(other.id)' at \(other.place)")
    } else {
      questions[key] = (entry.id, place)
    }
  }
}
