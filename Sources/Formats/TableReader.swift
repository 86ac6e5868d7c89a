/// Rows under named columns, whatever file they come from.
package protocol TableReader: AnyObject {
  /// The file's path, or the name of the bytes.
  var name: String { get }
  var columns: TableHeader { get }
  /// Moves to the next row; `false` at the end.
  ///
  /// - Throws: ``InputError``. A ragged row, or one with a cell that is a mistake, costs that row; after any other
  ///   mistake there is no next row.
  func next() throws(InputError) -> Bool
  /// The text of a cell of this row without blanks around it; `nil` when nothing is left, or `column` is `nil`.
  func text(_ column: Int?) -> String?
  /// Where the row begins.
  var rowPlace: Place { get }
  func place(_ column: Int) -> Place
  /// What the text was written in; UTF-8 for a file that is no plain text.
  var encoding: TextEncoding { get }
  /// How far the file was read, and how long it is as far as that is known; in bytes.
  var progress: (bytesRead: Int, size: Int?) { get }
}

extension TableReader {
  /// A mistake in a cell of this row.
  package func error(_ column: Int, _ message: String, _ code: InputError.Code = .value) -> InputError {
    InputError(code, at: place(column), message)
  }
}

/// The names of a table's columns, as its first row has them.
package struct TableHeader: Sendable {
  /// As written, trimmed.
  package private(set) var names: [String] = []
  private var places: [Place] = []
  private var byName: [String: Int] = [:]
  private var repeated: Set<String> = []
  private let file: String

  init(file: String) { self.file = file }

  mutating func add(_ name: String, at place: Place) {
    let key = name.lowercased()
    if byName[key] == nil { byName[key] = names.count } else { repeated.insert(key) }
    names.append(name)
    places.append(place)
  }

  /// The column under one of `names`, tried in order, compared trimmed and without case; `nil` if there is none.
  ///
  /// - Throws: ``InputError`` when the column stands twice in the header.
  package func column(_ names: [String]) throws(InputError) -> Int? {
    for name in names {
      let key = name.lowercased()
      guard let column = byName[key] else { continue }
      guard !repeated.contains(key) else {
        throw InputError(.duplicate, at: places[column], "column '\(self.names[column])' is there twice")
      }
      return column
    }
    return nil
  }

  /// As ``column(_:)``; a missing column is an error that names the ones there are.
  package func required(_ names: [String]) throws(InputError) -> Int {
    if let column = try column(names) { return column }
    let place = places.first ?? Place(file: file, line: 1, column: 1)
    let present = self.names.map { "'\($0)'" }.joined(separator: ", ")
    throw InputError(.schema, at: place, "missing column '\(names[0])'; the columns are \(present)")
  }

  /// One warning for each column whose name is not among `known`.
  package func warnOfUnknown(known: [String], in report: inout InputReport) {
    let known = Set(known.map { $0.lowercased() })
    for (name, place) in zip(names, places) where !known.contains(name.lowercased()) {
      report.warn(at: place, "unknown column '\(name)' is ignored")
    }
  }

  package func place(_ column: Int) -> Place { places[column] }
}
