import Formats

/// Which ids and questions an import has met, and where: about 50 bytes an entry, for a million of them.
struct SeenEntries {
  /// A place without its file's name.
  private struct Spot {
    let file: UInt32
    let line: UInt32
    let column: UInt32
  }

  private var ids: [UInt64: UInt32] = [:]
  private var questions: [UInt64: UInt32] = [:]
  /// Ids whose fingerprint is that of another one.
  private var twins: [String: UInt32] = [:]
  private var idSpots: [Spot] = []
  private var questionSpots: [Spot] = []
  private var files: [String] = []

  /// The number of the entry with an id.
  func entry(id: String, isIts: (Int) -> Bool) -> Int? {
    guard let found = ids[Fingerprint.of(id)].map(Int.init) else { return nil }
    return isIts(found) ? found : twins[id].map(Int.init)
  }

  /// The first entry that asks a question in a language.
  func entry(question key: UInt64) -> Int? { questions[key].map(Int.init) }

  /// Takes the next entry.
  mutating func add(id: String, at place: Place, question key: UInt64, at questionPlace: Place) {
    let number = UInt32(idSpots.count)
    let fingerprint = Fingerprint.of(id)
    if ids[fingerprint] == nil { ids[fingerprint] = number } else { twins[id] = number }
    if questions[key] == nil { questions[key] = number }
    idSpots.append(spot(place))
    questionSpots.append(spot(questionPlace))
  }

  /// Where an entry's id stands.
  func place(ofID entry: Int) -> Place { place(idSpots[entry]) }

  func place(ofQuestion entry: Int) -> Place { place(questionSpots[entry]) }

  private mutating func spot(_ place: Place) -> Spot {
    if files.last != place.file { files.append(place.file) }
    return Spot(
      file: UInt32(files.count - 1), line: UInt32(clamping: place.line),
      column: UInt32(clamping: place.column))
  }

  private func place(_ spot: Spot) -> Place {
    Place(file: files[Int(spot.file)], line: Int(spot.line), column: Int(spot.column))
  }
}
