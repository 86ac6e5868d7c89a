/// What a search writes to: one per thread, reused, so that a search allocates nothing once the buffers have grown.
package final class FAQScratch {
  /// What the last search found, best first.
  package var hits: [FAQHit] { search.hits }

  // One value behind one property: a search takes it whole, and pays for exclusive access once.
  var search = FAQSearch()

  /// The languages to look in, kept while index and locale stay the same.
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
}
