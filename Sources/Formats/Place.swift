/// A position in a file somebody wrote, as an editor shows it.
///
/// Lines and columns count from 1; a column is a Unicode code point, so that `é` is one column however many
/// bytes it takes. Line 0 means the file as a whole.
package struct Place: Hashable, Sendable, Codable {
  /// The file's path as the user gave it, or the name of the bytes.
  package let file: String
  package let line: Int
  package let column: Int

  package init(file: String, line: Int, column: Int) {
    self.file = file
    self.line = line
    self.column = column
  }

  /// The file as a whole: nothing in it can be pointed at.
  package init(wholeOf file: String) {
    self.init(file: file, line: 0, column: 0)
  }
}

extension Place: CustomStringConvertible {
  /// `file:line:column`, or `file` alone for a whole file.
  package var description: String {
    line == 0 ? file : "\(file):\(line):\(column)"
  }
}

extension Place: Comparable {
  package static func < (left: Place, right: Place) -> Bool {
    (left.file, left.line, left.column) < (right.file, right.line, right.column)
  }
}
