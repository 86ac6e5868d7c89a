import Text

@testable import FAQ

/// A part in memory.
struct FAQFixture {
  let blobs: [String: [UInt8]]

  struct Missing: Error {}

  init(_ entries: [FAQEntry], defaultLocale: String = "en", synonyms: Synonyms = .builtIn) throws {
    var blobs: [String: [UInt8]] = [:]
    try FAQCompiler(defaultLocale: defaultLocale, synonyms: synonyms).compile(entries) { name, body in
      precondition(blobs[name] == nil, "each blob once")
      blobs[name] = body
    }
    self.blobs = blobs
  }

  /// - Parameter inMemory: Hold the inverted index in memory, as a small store does.
  func index(inMemory: Bool = true, cacheBytes: Int = 1 << 20) throws -> FAQIndex {
    let blobs = blobs
    return try FAQIndex(cacheBytes: cacheBytes, residentPostings: inMemory ? .max : -1) { name in
      guard let body = blobs[name] else { throw Missing() }
      return body
    }
  }
}

extension FAQEntries {
  func all() throws -> [FAQEntry] { try (0..<count).map(entry) }
}

extension FAQMerge {
  func all() throws -> [FAQEntry] {
    var all: [FAQEntry] = []
    try forEachEntry { all.append($0) }
    return all
  }
}

extension FAQIndex {
  /// Ids of what a message finds.
  func ids(_ message: String, locale: String? = nil, limit: Int = 5) throws -> [String] {
    try hits(message, locale: locale, limit: limit).map { try entry($0.ordinal).id }
  }

  func hits(_ message: String, locale: String? = nil, limit: Int = 5) throws -> [FAQHit] {
    let analyzer = TextAnalyzer(language: Language(locale: locale ?? defaultLocale) ?? .english)
    analyzer.analyze(message)
    return try search(analyzer, locale: locale, limit: limit, into: FAQScratch())
  }
}

/// A small shop's FAQ.
let shopFAQ: [FAQEntry] = [
  FAQEntry(
    id: "track", question: "How can I track my order?", answer: "Open **My orders** and choose the parcel.",
    alternates: ["Where is my parcel?"], category: "orders", tags: ["tracking"], intent: "track_order"),
  FAQEntry(
    id: "return", question: "What is your return policy?", answer: "Send it back within 30 days.",
    category: "returns"),
  FAQEntry(id: "pay", question: "Which payment methods do you accept?", answer: "Cards and invoice."),
  FAQEntry(id: "giftcard", question: "Do you sell gift cards?", tags: ["voucher", "present"]),
  FAQEntry(id: "hidden", question: "Do you sell unicorns?", answer: "Not any more.", isEnabled: false),
  FAQEntry(id: "hours", question: "When are you open?", answer: "From nine to five."),
]
