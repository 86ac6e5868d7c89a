import Text

/// What a search writes to: one per thread, reused, so that a search allocates nothing once the buffers have grown.
package final class FAQScratch {
  /// Words of a message that are looked up: the weightiest, should there be more.
  static let maximumTerms = 64
  /// Tokens of a message that are looked at.
  static let maximumTokens = 512

  /// A word of the message that the index knows.
  struct Term {
    var key: UInt64
    var weight: UInt32
    var token: Int
    var place: Place

    enum Place {
      /// Postings `start ..< end` of the ``ResidentIndex``.
      case resident(start: UInt32, end: UInt32)
      case paged(PostingRow)
    }
  }

  struct Candidate {
    var ordinal: Int
    var sum: UInt32
  }

  let hasher = TermHasher()
  /// Distinct terms of the message.
  var terms: [Term] = []
  /// Sixty-four buckets of term keys, for a quick no.
  var filter: UInt64 = 0
  /// Words of the message no entry has, as the sum of their weights, and how many.
  var unknownWeight: UInt32 = 0
  var unknownWords = 0
  /// Sum of impacts by ordinal; zero between searches.
  var sums: [UInt32] = []
  var candidates: [Candidate] = []
  /// What the last search found, best first.
  package var hits: [FAQHit] = []

  /// The languages to look in, kept while the locale stays the same.
  private var tongues: [TermHasher.Tongue] = []
  private var tonguesOf: (index: ObjectIdentifier, locale: String?)?

  package init() {}

  /// The languages of an index that a shopper with `locale` is answered in.
  func tongues(of index: FAQIndex, _ locale: String?) -> [TermHasher.Tongue] {
    if let known = tonguesOf, known.index == ObjectIdentifier(index), known.locale == locale {
      return tongues
    }
    let subtag = TermHasher.Tongue.subtag(of: locale ?? index.defaultLocale)
    tongues = index.tongues.filter { $0.subtag.isEmpty || $0.subtag == subtag }
    tonguesOf = (ObjectIdentifier(index), locale)
    return tongues
  }

  func reset() {
    terms.removeAll(keepingCapacity: true)
    candidates.removeAll(keepingCapacity: true)
    hits.removeAll(keepingCapacity: true)
    filter = 0
    unknownWeight = 0
    unknownWords = 0
  }

  /// Adds a term, unless it is there; when there are too many, the lightest is dropped.
  func add(_ term: Term) {
    if filter & Self.bit(term.key) != 0, terms.contains(where: { $0.key == term.key }) { return }
    filter |= Self.bit(term.key)
    guard terms.count == Self.maximumTerms else { return terms.append(term) }
    var lightest = 0
    for index in 1..<terms.count where terms[index].weight < terms[lightest].weight { lightest = index }
    if terms[lightest].weight < term.weight { terms[lightest] = term }
  }

  static func bit(_ key: UInt64) -> UInt64 { 1 << (key & 63) }
}
