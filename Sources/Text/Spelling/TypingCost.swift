/// How much it takes to type one word for another: an alignment of letters (Damerau–Levenshtein, each pair of letters
/// changed once at most), in which a slip of the fingers costs less than another letter.
///
/// Costs are in hundredths of an ordinary edit. One per thread.
struct TypingCost {
  private static let otherLetter: Int32 = 100
  private static let otherVowel: Int32 = 85
  private static let neighbouringKey: Int32 = 75
  private static let changedPlaces: Int32 = 60
  private static let doubled: Int32 = 50
  private static let missing: Int32 = 80
  private static let tooMany: Int32 = 90
  /// Few words are begun wrongly.
  private static let firstLetter: Int32 = 40
  /// `ae` for `ä` where folding makes `a` of it.
  private static let writtenOutUmlaut: Int32 = 10

  private static let width = LetterHash.longest + 1

  /// Whether `ae`, `oe` and `ue` may be written-out umlauts.
  var hasUmlauts = false
  private var cells = [Int32](repeating: 0, count: TypingCost.width * TypingCost.width)

  /// - Parameter typed: As `meant`, lower-case ASCII letters, at most ``LetterHash/longest``.
  /// - Returns: More than `limit` when it costs more than that.
  mutating func of(
    _ typed: UnsafeBufferPointer<UInt8>, for meant: UnsafeBufferPointer<UInt8>, limit: Int32
  ) -> Int32 {
    let (rows, columns) = (typed.count, meant.count)
    cells[0] = 0
    for column in 0..<columns {
      cells[column + 1] = cells[column] + missingCost(meant, column) + (column == 0 ? Self.firstLetter : 0)
    }
    // Letters that changed places lead from the row before the last, so that two rows must be beyond it.
    var leastAbove: Int32 = 0
    for row in 0..<rows {
      let line = (row + 1) * Self.width
      let above = line - Self.width
      var least = cells[above] + tooManyCost(typed, row) + (row == 0 ? Self.firstLetter : 0)
      cells[line] = least
      for column in 0..<columns {
        let atStart = row == 0 && column == 0 ? Self.firstLetter : 0
        var cost = cells[above + column]
        if typed[row] != meant[column] {
          cost += Self.change(typed[row], meant[column]) + atStart
          cost = min(cost, cells[line + column] + missingCost(meant, column))
          cost = min(cost, cells[above + column + 1] + tooManyCost(typed, row))
          if row > 0, column > 0, typed[row] == meant[column - 1], typed[row - 1] == meant[column] {
            cost = min(cost, cells[above - Self.width + column - 1] + Self.changedPlaces)
          }
        } else {
          cost = min(cost, cells[line + column] + missingCost(meant, column))
          cost = min(cost, cells[above + column + 1] + tooManyCost(typed, row))
        }
        cells[line + column + 1] = cost
        least = min(least, cost)
      }
      if least > limit, leastAbove + Self.changedPlaces > limit { return least }
      leastAbove = least
    }
    return cells[rows * Self.width + columns]
  }

  /// A letter of `word` that was not typed.
  @inline(__always)
  private func missingCost(_ word: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int32 {
    place > 0 && word[place] == word[place - 1] ? Self.doubled : Self.missing
  }

  /// A letter that was typed and is not in the word.
  @inline(__always)
  private func tooManyCost(_ word: UnsafeBufferPointer<UInt8>, _ place: Int) -> Int32 {
    let letter = word[place]
    guard place > 0 else { return Self.tooMany }
    let before = word[place - 1]
    if letter == before { return Self.doubled }
    if hasUmlauts, letter == UInt8(ascii: "e"),
      before == UInt8(ascii: "a") || before == UInt8(ascii: "o") || before == UInt8(ascii: "u")
    {
      return Self.writtenOutUmlaut
    }
    let after = place + 1 < word.count ? word[place + 1] : before
    return Keyboard.areNeighbours(letter, before) || Keyboard.areNeighbours(letter, after)
      ? Self.neighbouringKey : Self.tooMany
  }

  @inline(__always)
  private static func change(_ typed: UInt8, _ meant: UInt8) -> Int32 {
    if Keyboard.areNeighbours(typed, meant) { return neighbouringKey }
    return Keyboard.isVowel(typed) && Keyboard.isVowel(meant) ? otherVowel : otherLetter
  }
}

/// Where letters lie on the keyboards of English and German desks.
enum Keyboard {
  /// A bit for each letter beside a letter, on QWERTY or QWERTZ; `y` and `z` count as neighbours.
  private static let neighbours: [UInt32] = {
    var neighbours = [UInt32](repeating: 0, count: 26)
    for rows in [["qwertyuiop", "asdfghjkl", "zxcvbnm"], ["qwertzuiop", "asdfghjkl", "yxcvbnm"]] {
      let keys = rows.enumerated().flatMap { row, keys in
        keys.utf8.enumerated().map { (letter: Int($1) - 0x61, across: 4 * $0 + 2 * row, row: row) }
      }
      for one in keys {
        for other in keys where one.letter != other.letter {
          guard abs(one.row - other.row) <= 1, abs(one.across - other.across) <= 4 else { continue }
          neighbours[one.letter] |= 1 << UInt32(other.letter)
        }
      }
    }
    neighbours[24] |= 1 << 25
    neighbours[25] |= 1 << 24
    return neighbours
  }()

  /// - Parameters: Lower-case ASCII letters.
  @inline(__always)
  static func areNeighbours(_ one: UInt8, _ other: UInt8) -> Bool {
    neighbours[Int(one &- 0x61) % 26] >> UInt32((other &- 0x61) & 31) & 1 == 1
  }

  @inline(__always)
  static func isVowel(_ letter: UInt8) -> Bool {
    // a, e, i, o, u, y
    let vowels: UInt32 = 1 << 0 | 1 << 4 | 1 << 8 | 1 << 14 | 1 << 20 | 1 << 24
    return vowels >> UInt32((letter &- 0x61) & 31) & 1 == 1
  }
}
