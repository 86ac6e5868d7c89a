/// Why a folder cannot be used as a database, or a revision cannot be had.
package enum FolderError: Error, Equatable, CustomStringConvertible {
  case missing(path: String)
  /// Not empty and not marked as ours; `found` is a name in it.
  case foreign(path: String, found: String)
  case notAFolder(path: String)
  case newer(path: String, format: Int, supported: Int)
  case badMark(path: String)
  case noRevision(path: String, number: Int)
  case noCurrentRevision(path: String)
  case badSecret(path: String)

  package var description: String {
    switch self {
    case .missing(let path): "\(path): there is no database here"
    case .foreign(let path, let found): "\(path): not a Parley database: it holds '\(found)'"
    case .notAFolder(let path): "\(path): not a folder"
    case .newer(let path, let format, let supported):
      "\(path): made by a newer Parley (format \(format); this one reads up to \(supported))"
    case .badMark(let path): "\(path)/\(DatabaseFolder.markName): not a format number"
    case .noRevision(let path, let number): "\(path): there is no revision \(number)"
    case .noCurrentRevision(let path): "\(path): nothing has been imported yet"
    case .badSecret(let path): "\(path): holds no secret; remove it to have one made"
    }
  }
}
