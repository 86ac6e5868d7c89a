/// What a search writes to: one per thread, reused, so that a search allocates nothing once the buffers have grown.
package final class FAQScratch {
  /// What the last search found, best first.
  package var hits: [FAQHit] { search.hits }

  // One value behind one property: a search takes it whole, and pays for exclusive access once.
  var search = FAQSearch()

  /// The languages to look in, kept while index and locale stay the same.
  private var tongues: [TermHasher.Tongue] = []
  private weak var tonguesIndex: FAQIndex?
  private var tonguesLocale: String?

  package init() {}

  /// The languages of an index that a shopper with `locale` is answered in.
  func tongues(of index: FAQIndex, _ locale: String?) -> [TermHasher.Tongue] {
    // Weak, not an identifier: the index of a later revision may lie where this one lay.
    if tonguesIndex === index, tonguesLocale == locale { return tongues }
    let subtag = TermHasher.Tongue.subtag(of: locale ?? index.defaultLocale)
    tongues = index.tongues.filter { $0.subtag.isEmpty || $0.subtag == subtag }
    if tonguesIndex !== index { search.forgetStems() }
    (tonguesIndex, tonguesLocale) = (index, locale)
    return tongues
  }
}
