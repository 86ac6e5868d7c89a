/// Words of files as they are compared with ours: lower case, Latin letters without their accents.
enum PlainLetters {
  static func of(_ text: String) -> String {
    let lowered = text.lowercased()
    guard !lowered.utf8.allSatisfy({ $0 < 0x80 }) else { return lowered }
    var plain = ""
    // An accent of its own, as macOS writes it, is no letter.
    for scalar in lowered.unicodeScalars where !(0x300...0x36F).contains(scalar.value) {
      plain += base[scalar] ?? String(scalar)
    }
    return plain
  }

  private static let base: [Unicode.Scalar: String] = {
    let groups = [
      ("a", "àáâãäåāăą"), ("c", "çćčċ"), ("d", "ďđ"), ("e", "èéêëēėęě"), ("g", "ğģ"), ("i", "ìíîïīįı"),
      ("l", "ĺļľł"), ("n", "ñńņň"), ("o", "òóôõöøōő"), ("r", "ŕř"), ("s", "śşšș"), ("t", "ţťț"),
      ("u", "ùúûüūůűų"), ("y", "ýÿ"), ("z", "źżž"), ("ss", "ß"), ("ae", "æ"), ("oe", "œ"),
    ]
    return Dictionary(
      uniqueKeysWithValues: groups.flatMap { base, letters in letters.unicodeScalars.map { ($0, base) } })
  }()
}
