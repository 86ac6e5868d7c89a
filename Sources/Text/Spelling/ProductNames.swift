/// The words of what a store sells, in any language: never misspelt, however near they are to other words.
///
/// Asked only about words that no ``SpellingIndex`` knows, so that other messages pay nothing for it.
package struct ProductNames: Sendable, Equatable {
  /// Most words kept; of further ones nothing is known.
  package static let mostWords = 20_000

  /// Nothing is sold.
  package static let none = ProductNames([String]())

  /// Rising, each once; two words with one hash cost a repair at worst.
  private let hashes: [UInt64]

  /// - Parameter texts: Names as they are written, of one word or more: "Oxford Shirt - L".
  package init(_ texts: some Sequence<String>) {
    var found: Set<UInt64> = []
    for word in ProductNames.words(of: texts) {
      word.utf8.withContiguousStorageIfAvailable { _ = found.insert(LetterHash.of($0)) }
    }
    hashes = found.sorted()
  }

  /// The words of names that could be taken for a misspelt one, folded, in alphabetical order.
  package static func words(of names: some Sequence<String>) -> [String] {
    let analyzer = TextAnalyzer()
    var words: Set<String> = []
    for name in names.sorted() where words.count < mostWords {
      analyzer.analyze(name)
      analyzer.match.withUnsafeBufferPointer { match in
        for token in analyzer.tokens where token.kind == .word {
          let word = UnsafeBufferPointer(rebasing: match[token.match.indices])
          if word.isRepairable { words.insert(String(decoding: word, as: UTF8.self)) }
        }
      }
    }
    return words.sorted()
  }

  /// - Complexity: O(log *n*).
  func contains(_ hash: UInt64) -> Bool {
    var (low, high) = (0, hashes.count)
    while low < high {
      let middle = (low + high) / 2
      if hashes[middle] < hash { low = middle + 1 } else { high = middle }
    }
    return low < hashes.count && hashes[low] == hash
  }
}
