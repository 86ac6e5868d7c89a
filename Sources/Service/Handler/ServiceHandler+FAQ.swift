import Dialogue
import FAQ
import HTTP
import Revisions
import Text

extension ServiceHandler {
  /// Most entries of a page, and of a search.
  private static var maximumPage: Int { 100 }
  /// Longest search, in code points.
  private static var maximumQuery: Int { 200 }

  /// `GET /v1/faq`
  mutating func listFAQ(_ request: Request, _ response: inout ResponseWriter) {
    do {
      let query = try FAQQuery(request.query)
      guard mustAnswer(request, &response) else { return }
      let index = snapshot.snapshot.faq
      let (entries, total) = try find(query, in: index)
      json.clear()
      json.object { json in
        json.key("page")
        json.number(query.page)
        json.key("size")
        json.number(query.size)
        json.key("total")
        json.number(total)
        json.key("revision")
        json.number(Int(snapshot.snapshot.revision))
        json.key("entries")
        let live = snapshot.snapshot
        json.array { json in
          for entry in entries { FAQEntryJSON.write(entry, answer: live.answer(of: entry), to: &json) }
        }
      }
      answerCacheable(&response)
    } catch let problem as Problem {
      answer(problem, request, &response)
    } catch {
      answer(Self.unreadable(error), request, &response)
    }
  }

  /// `GET /v1/faq/{id}`
  mutating func showFAQ(_ request: Request, _ response: inout ResponseWriter) {
    let id = String(
      decoding: percentDecoded(UnsafeRawBufferPointer(rebasing: request.path.dropFirst(8))), as: UTF8.self)
    do {
      guard let entry = try snapshot.snapshot.faq?.entry(id: id), entry.isEnabled else {
        return answer(Problem(.notFound, "There is no such entry."), request, &response)
      }
      guard mustAnswer(request, &response) else { return }
      json.clear()
      FAQEntryJSON.write(entry, answer: snapshot.snapshot.answer(of: entry), to: &json)
      answerCacheable(&response)
    } catch {
      answer(Self.unreadable(error), request, &response)
    }
  }

  /// What cannot be read, by the name of its file; everything else goes on.
  private static func unreadable(_ error: any Error) -> Problem {
    guard let damage = error as? Damage else { return Problem(.internal, "The FAQ cannot be read.") }
    return Problem(.unavailable, "The FAQ is damaged: \(damage.fileName): \(damage.detail).", retryAfter: 60)
  }

  private func find(_ query: FAQQuery, in index: FAQIndex?) throws -> ([FAQEntry], total: Int) {
    guard let index else { return ([], 0) }
    guard let words = query.words else {
      return (try index.page(query.page, size: query.size), index.count)
    }
    searchText.analyze(words)
    // All that a search can find, whatever page is asked for: `total` must not depend on it.
    let hits = try index.search(searchText, limit: Self.maximumPage, prefix: true, into: searchScratch)
    let first = min((query.page - 1) * query.size, hits.count)
    return (try hits[first...].prefix(query.size).map { try index.entry($0.ordinal) }, hits.count)
  }

  /// Writes the 304 when the client has this revision already; otherwise an answer is due.
  private func mustAnswer(_ request: Request, _ response: inout ResponseWriter) -> Bool {
    guard let known = request.header("if-none-match") else { return true }
    let tag = entityTag
    guard known.text.split(separator: ",").contains(where: { Self.isSame($0, tag) }) else { return true }
    response.start(.notModified)
    writeCommonFields(&response)
    response.field("ETag", tag)
    response.field("Cache-Control", "public, max-age=60")
    response.finish()
    return false
  }

  /// Weak comparison (RFC 9110 §8.8.3.2).
  private static func isSame(_ candidate: Substring, _ tag: String) -> Bool {
    let trimmed = candidate.drop { $0 == " " }.prefix { $0 != " " }
    return trimmed == "*" || trimmed == tag || trimmed == "W/" + tag
  }

  private var entityTag: String { "\"r\(snapshot.snapshot.revision)\"" }

  private func answerCacheable(_ response: inout ResponseWriter) {
    response.start(.ok)
    writeCommonFields(&response)
    response.field("Content-Type", "application/json")
    response.field("ETag", entityTag)
    response.field("Cache-Control", "public, max-age=60")
    response.finish(json.bytes)
  }

  /// What `GET /v1/faq` is asked.
  struct FAQQuery {
    var page = 1
    var size = 100
    /// Search words; `nil` lists all entries.
    var words: String?

    init(_ query: UnsafeRawBufferPointer?) throws(Problem) {
      guard let query else { return }
      for pair in QueryString(query) {
        switch String(decoding: pair.name, as: UTF8.self) {
        case "page": page = try Self.number(pair.value, "page", in: 1...1_000_000_000)
        case "size": size = try Self.number(pair.value, "size", in: 1...maximumPage)
        case "q": words = try Self.words(pair.value)
        default: continue
        }
      }
    }

    private static func number(
      _ value: [UInt8], _ name: String, in range: ClosedRange<Int>
    ) throws(Problem) -> Int {
      guard let number = Int(String(decoding: value, as: UTF8.self)), range.contains(number) else {
        throw Problem(.badRequest, "'\(name)' is a number from \(range.lowerBound) to \(range.upperBound).")
      }
      return number
    }

    private static func words(_ value: [UInt8]) throws(Problem) -> String? {
      guard value.count <= maximumQuery * 4, let words = String(validating: value, as: UTF8.self),
        words.unicodeScalars.count <= maximumQuery
      else { throw Problem(.badRequest, "'q' is at most \(maximumQuery) characters of UTF-8.") }
      return words.allSatisfy(\.isWhitespace) ? nil : words
    }
  }
}
