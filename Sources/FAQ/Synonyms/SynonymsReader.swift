package import Formats

extension Synonyms {
  /// Most groups of a file, and phrases of a group.
  package static let maximumGroups = 2_000
  package static let maximumPhrases = 64

  /// Reads the file editors write, `synonyms.yaml`: for each language, lists of words and phrases that mean much the same.
  ///
  /// - Throws: ``InputError`` at the value that is wrong.
  package init(_ root: YAMLNode) throws(InputError) {
    self.init()
    let file = try root.mapping()
    for entry in file.entries where entry.key != "synonyms" {
      throw entry.value.error("'\(entry.key)' is not known here: the file holds 'synonyms' alone", .schema)
    }
    for language in try file.required("synonyms").mapping().entries {
      let locale = TermHasher.Tongue.subtag(of: language.key)
      for group in try language.value.sequence() { groups.append(try Self.group(group, locale)) }
    }
    guard groups.count <= Self.maximumGroups else {
      throw root.error("more than \(Self.maximumGroups) groups: \(groups.count)")
    }
  }

  private static func group(_ node: YAMLNode, _ locale: String) throws(InputError) -> Group {
    let phrases = try node.sequence()
    guard (2...maximumPhrases).contains(phrases.count) else {
      throw node.error("a group has 2 to \(maximumPhrases) words or phrases, not \(phrases.count)")
    }
    var texts: [String] = []
    for phrase in phrases {
      let text = try phrase.string()
      let words = text.split(whereSeparator: \.isWhitespace)
      guard (1...maximumWords).contains(words.count), text.utf8.count <= 200 else {
        throw phrase.error("a phrase has 1 to \(maximumWords) words, not \(words.count)")
      }
      texts.append(text)
    }
    return Group(phrases: texts, locale: locale)
  }
}

extension Synonyms {
  /// Name of the blob that keeps what a part was built with.
  package static let name = "synonyms"

  /// What a part keeps: the editors' groups, and whether the shipped ones are used beside them.
  package var encoded: [UInt8] {
    var blob = ByteWriter()
    let own = groups.filter(\.isOwn)
    blob.write(UInt8(own.count == groups.count ? 0 : 1))
    blob.writeVarint(UInt32(own.count))
    for group in own {
      blob.write(group.locale ?? "")
      blob.writeVarint(UInt32(group.phrases.count))
      for phrase in group.phrases { blob.write(phrase) }
    }
    return blob.bytes
  }

  /// - Throws: ``FAQError/malformed``.
  package init(encoded blob: [UInt8]) throws(FAQError) {
    self = try blob.withReader { reader throws(FAQError) in
      let usesBuiltIn = try reader.read(UInt8.self) != 0
      var groups: [Group] = []
      for _ in 0..<(try reader.readVarint()) {
        let locale = try reader.readString()
        groups.append(Group(phrases: try reader.readStrings(), locale: locale.isEmpty ? nil : locale))
      }
      return (usesBuiltIn ? Synonyms.builtIn : Synonyms()).with(Synonyms(groups))
    }
  }

  /// The editors' groups alone.
  package var own: Synonyms { Synonyms(groups.filter(\.isOwn)) }
  /// Whether the shipped groups are among them.
  package var usesBuiltIn: Bool { groups.contains { !$0.isOwn } }
}
