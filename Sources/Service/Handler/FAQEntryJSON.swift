import FAQ

/// An entry as the FAQ routes give it.
enum FAQEntryJSON {
  /// - Parameter answer: The entry's, with its `{shop.…}` filled.
  static func write(_ entry: FAQEntry, answer: String, to json: inout JSONWriter) {
    json.object { json in
      json.key("id")
      json.string(entry.id)
      json.key("question")
      json.string(entry.question)
      json.key("answer")
      json.string(answer)
      json.key("category")
      if let category = entry.category { json.string(category) } else { json.null() }
      json.key("tags")
      ReplyJSON.write(entry.tags, to: &json)
      json.key("locale")
      if let locale = entry.locale { json.string(locale) } else { json.null() }
    }
  }
}
