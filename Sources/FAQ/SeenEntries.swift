import Formats

/// Where the entries of an import stand in their files, and which questions were asked: about 32 bytes an entry, for a
/// million of them.
struct SeenEntries {
  /// A place without its file's name.
  fileprivate struct Spot {
    let line: UInt32
    let column: UInt32
  }

  /// Fingerprints of questions, and the first entry that asks each.
  private var questions = NumberTable()
  private var entryOfQuestion: [UInt32] = []
  private var idSpots: [Spot] = []
  private var questionSpots: [Spot] = []
  private var files: [(name: String, firstEntry: Int)] = []

  /// The first entry that asks a question in a language.
  func entry(question key: UInt64) -> Int? { questions.find(key).map { Int(entryOfQuestion[$0]) } }

  /// Takes the next entry.
  mutating func add(idAt place: Place, question key: UInt64, at questionPlace: Place) {
    if files.last?.name != place.file { files.append((place.file, idSpots.count)) }
    if questions.number(of: key).isNew { entryOfQuestion.append(UInt32(idSpots.count)) }
    idSpots.append(Spot(place))
    questionSpots.append(Spot(questionPlace))
  }

  /// Where an entry's id stands.
  func place(ofID entry: Int) -> Place { place(idSpots[entry], entry) }

  func place(ofQuestion entry: Int) -> Place { place(questionSpots[entry], entry) }

  private func place(_ spot: Spot, _ entry: Int) -> Place {
    let file = files.last { $0.firstEntry <= entry }
    return Place(file: file?.name ?? "", line: Int(spot.line), column: Int(spot.column))
  }
}

extension SeenEntries.Spot {
  fileprivate init(_ place: Place) {
    self.init(line: UInt32(clamping: place.line), column: UInt32(clamping: place.column))
  }
}
