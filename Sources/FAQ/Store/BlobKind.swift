/// The kinds of numbered blobs in an FAQ part.
enum BlobKind: UInt8 {
  case entries, ids, terms, postings, windows, wordings, words

  func name(_ number: Int) -> String {
    let prefix =
      switch self {
      case .entries: "entries"
      case .ids: "ids"
      case .terms: "terms"
      case .postings: "postings"
      case .windows: "windows"
      case .wordings: "wordings"
      case .words: "words"
      }
    // Padded, so that names sort as numbers do.
    let digits = String(number)
    return "\(prefix)/" + String(repeating: "0", count: max(0, 6 - digits.count)) + digits
  }
}
