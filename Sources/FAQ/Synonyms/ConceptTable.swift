/// What a group of synonyms means: a *concept*, which is a term of its own beside the words. A phrase of the group in an entry's
/// question or labels is posted under the concept, and a phrase of the group in a message is searched for under it.
///
/// A phrase is known by the keys of its words, mixed in their order. Blob `concepts`: `phrases u32`, then for each `hash u64 ·
/// continues u8 · meanings u8`, and for each meaning `concept u64 · share u16` in 4096ths.
struct ConceptTable: Sendable {
  static let name = "concepts"

  /// What a phrase means.
  struct Meaning: Equatable {
    /// Key of the concept's term.
    var concept: UInt64
    /// What the concept weighs against a word of the same rarity.
    var share: Float
  }

  /// What is known of a phrase: whether it is the beginning of a longer one, and its meanings.
  struct Phrase {
    var continues = false
    var meanings: Range<Int> = 0..<0
  }

  private(set) var meanings: [Meaning] = []
  private var hashes: [UInt64]
  private var phrases: [Phrase]
  private let mask: Int

  /// Nothing is a synonym.
  static let none = ConceptTable([])

  private init(_ rows: [(hash: UInt64, continues: Bool, meanings: [Meaning])]) {
    var size = 2
    while size < 2 * rows.count { size *= 2 }
    mask = size - 1
    hashes = [UInt64](repeating: 0, count: size)
    phrases = [Phrase](repeating: Phrase(), count: size)
    for row in rows {
      let slot = slot(of: row.hash)
      let start = meanings.count
      meanings += row.meanings
      hashes[slot] = row.hash
      phrases[slot] = Phrase(continues: row.continues, meanings: start..<meanings.count)
    }
  }

  var isEmpty: Bool { meanings.isEmpty }

  private func slot(of hash: UInt64) -> Int {
    var slot = Int(truncatingIfNeeded: hash) & mask
    while hashes[slot] != 0, hashes[slot] != hash { slot = (slot + 1) & mask }
    return slot
  }

  /// The hash of a phrase with one more word; of one word alone when `phrase` is zero.
  @inline(__always)
  static func hash(_ phrase: UInt64, _ key: UInt64) -> UInt64 {
    let mixed = (phrase &* 0x9E37_79B9_7F4A_7C15) ^ key
    return mixed == 0 ? 1 : mixed
  }

  /// Calls `body` with each phrase of some words: its place, its length and what it means. One look-up a word, unless it begins a
  /// phrase.
  @inline(__always)
  func forEachPhrase(
    in keys: some RandomAccessCollection<UInt64>,
    _ body: (_ first: Int, _ words: Int, _ meanings: Range<Int>) -> Void
  ) {
    if isEmpty { return }
    for first in 0..<keys.count {
      var hash: UInt64 = 0
      for last in first..<min(keys.count, first + Synonyms.maximumWords) {
        hash = Self.hash(hash, keys[keys.index(keys.startIndex, offsetBy: last)])
        let slot = slot(of: hash)
        guard hashes[slot] == hash else { break }
        if !phrases[slot].meanings.isEmpty { body(first, last - first + 1, phrases[slot].meanings) }
        guard phrases[slot].continues else { break }
      }
    }
  }
}

// MARK: - Building

extension ConceptTable {
  /// What the shipped synonyms weigh in a small store. The more entries there are, the more likely one of them uses the shopper's own word,
  /// and the more a synonym misleads: measured on FAQs of 67 to 72,496 entries.
  static func builtInShare(entries: Int) -> Float {
    entries > maximumBuiltIn ? 0 : 0.65 / (1 + Float(entries) / 4_000)
  }
  /// Entries beyond which the shipped synonyms are left out.
  static let maximumBuiltIn = 20_000
  /// What the editors' own synonyms weigh.
  static let ownShare: Float = 0.9

  /// - Parameter tongues: The languages of the index. A group without a locale is for the store's own.
  init(_ synonyms: Synonyms, tongues: [TermHasher.Tongue], defaultLocale: String) {
    var (hasher, rows, order) = (TermHasher(), [UInt64: (continues: Bool, meanings: [Meaning])](), [UInt64]())
    func touch(_ hash: UInt64) {
      if rows[hash] == nil {
        rows[hash] = (false, [])
        order.append(hash)
      }
    }
    for group in synonyms.groups {
      let locale = group.locale ?? TermHasher.Tongue.subtag(of: defaultLocale)
      for tongue in tongues {
        let spoken = tongue.subtag.isEmpty ? TermHasher.Tongue.subtag(of: defaultLocale) : tongue.subtag
        guard spoken == locale else { continue }
        let phrases = group.phrases.map { hasher.keys(of: $0, tongue) }
        let concept = phrases.reduce(0x434F_4E43_4550_5421 ^ tongue.salt) {
          Self.hash($0, $1.reduce(0, Self.hash))
        }
        for words in phrases where !words.isEmpty {
          var hash: UInt64 = 0
          for (place, word) in words.enumerated() {
            hash = Self.hash(hash, word)
            touch(hash)
            if place < words.count - 1 { rows[hash]?.continues = true }
          }
          let meaning = Meaning(concept: concept, share: group.isOwn ? Self.ownShare : -1)
          if rows[hash]?.meanings.contains(where: { $0.concept == concept }) == false {
            rows[hash]?.meanings.append(meaning)
          }
        }
      }
    }
    self.init(
      order.map { (hash: $0, continues: rows[$0]?.continues ?? false, meanings: rows[$0]?.meanings ?? []) })
  }

  /// With the shipped synonyms' shares worked out: a phrase of several meanings has each in part only.
  func settled(entries: Int) -> ConceptTable {
    var settled = self
    let share = Self.builtInShare(entries: entries)
    for slot in phrases.indices {
      let range = phrases[slot].meanings
      let shipped = Float(range.count { meanings[$0].share < 0 })
      for place in range where meanings[place].share < 0 { settled.meanings[place].share = share / shipped }
    }
    return settled
  }

  func encode() -> [UInt8] {
    var blob = ByteWriter()
    let used = hashes.indices.filter { hashes[$0] != 0 }
    blob.write(UInt32(used.count))
    for slot in used {
      let kept = phrases[slot].meanings.filter { meanings[$0].share > 0 }
      blob.write(hashes[slot])
      blob.write(UInt8(phrases[slot].continues ? 1 : 0))
      blob.write(UInt8(min(kept.count, 255)))
      for place in kept.prefix(255) {
        blob.write(meanings[place].concept)
        blob.write(UInt16(clamping: Int(meanings[place].share * 4_096)))
      }
    }
    return blob.bytes
  }

  init(encoded blob: [UInt8]) throws(FAQError) {
    var rows: [(hash: UInt64, continues: Bool, meanings: [Meaning])] = []
    try blob.withReader { reader throws(FAQError) in
      for _ in 0..<(try reader.read(UInt32.self)) {
        let hash = try reader.read(UInt64.self)
        let continues = try reader.read(UInt8.self) != 0
        var meanings: [Meaning] = []
        for _ in 0..<(try reader.read(UInt8.self)) {
          let concept = try reader.read(UInt64.self)
          meanings.append(Meaning(concept: concept, share: Float(try reader.read(UInt16.self)) / 4_096))
        }
        if hash != 0 { rows.append((hash, continues, meanings)) }
      }
    }
    self.init(rows)
  }
}
