import Dice
import Foundation

/// Misspells messages as fingers do, from a seed: letters that change places, get lost, are typed twice or taken from
/// the next key.
struct TypoModel {
  private static let rows = ["qwertyuiop", "asdfghjkl", "zxcvbnm"].map { Array($0) }
  private var dice: Dice

  init(seed: UInt64) { dice = Dice(seed: seed) }

  /// One word of five, at least one, of those with four letters and more.
  mutating func misspelt(_ message: String) -> String {
    var words = message.split(separator: " ", omittingEmptySubsequences: false).map(String.init)
    let long = words.indices.filter { words[$0].count > 3 && words[$0].allSatisfy(\.isLetter) }
    guard !long.isEmpty else { return message }
    for _ in 0..<max(1, words.count / 5) {
      let place = long[dice.roll(long.count)]
      words[place] = misspeltWord(words[place])
    }
    return words.joined(separator: " ")
  }

  private mutating func misspeltWord(_ word: String) -> String {
    var letters = Array(word)
    let place = dice.roll(letters.count)
    switch dice.roll(4) {
    case 0 where place + 1 < letters.count: letters.swapAt(place, place + 1)
    case 1: letters.remove(at: place)
    case 2: letters.insert(letters[place], at: place)
    default: letters[place] = neighbour(of: letters[place])
    }
    return String(letters)
  }

  private mutating func neighbour(of letter: Character) -> Character {
    for row in Self.rows {
      guard let place = row.firstIndex(of: letter) else { continue }
      return row[place == 0 ? 1 : place == row.count - 1 || dice.roll(2) == 0 ? place - 1 : place + 1]
    }
    return letter
  }
}
