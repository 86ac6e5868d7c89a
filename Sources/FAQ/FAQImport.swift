package import Formats
import Threads

/// Reads the FAQ files editors write: spreadsheets, JSON, Markdown, pages of HTML, a Zendesk export.
///
/// Mistakes are collected with their places rather than thrown, so that one run shows them all. Use the entries
/// only when ``report`` is clean. They are set aside as they come: memory grows by about 60 bytes an entry.
package struct FAQImport {
  /// Longest question or alternate, and longest id, in bytes of UTF-8.
  package static let maximumQuestionBytes = 8192
  package static let maximumIDBytes = 200

  /// How far a file was read.
  package struct Progress: Sendable {
    package var file: String
    /// Entries of all files so far.
    package var entries: Int
    /// How much of this file was read, in `0...1`; `nil` when its length is not known.
    package var share: Double?
  }

  /// In the order of the files.
  package let entries: FAQEntries
  /// Mistakes and warnings.
  package private(set) var report = InputReport()
  /// Questions that several ids ask, which is allowed: one line each, as ``InputError`` prints.
  package private(set) var notices: [String] = []
  /// Told of every few thousand entries.
  package var onProgress: ((Progress) -> Void)?

  /// Threads that help to read JSON Lines.
  let threads: Int
  /// Entries whose answers have something to fill in, by their numbers.
  package private(set) var withHoles: [Int] = []
  /// For each intent that entries name, the first of them.
  package private(set) var firstOfIntent: [String: Int] = [:]

  private var seen = SeenEntries()
  /// The row of a table that the newest entry came from: its next rows may bring further wordings.
  private var open: FAQDraft?

  /// - Parameters:
  ///   - folder: Where files may be made for what does not fit in memory.
  ///   - threads: That help to read JSON Lines.
  package init(folder: String = "/tmp", threads: Int = Processors.usualThreads) {
    entries = FAQEntries(folder: folder)
    self.threads = threads
  }

  /// Reads a file and adds its entries.
  ///
  /// - Parameter format: `nil`: told from the file.
  package mutating func read(path: String, format: Format? = nil) {
    do throws(InputError) {
      let found = if let format { format } else { try Format(of: path) }
      switch found {
      case .csv: try read(CSVReader(path: path, options: .init(undoesDefusing: true, decodes: true)))
      case .tsv:
        try read(CSVReader(path: path, options: .init(delimiter: 0x09, undoesDefusing: true, decodes: true)))
      case .xlsx: try read(SpreadsheetReader(path: path))
      case .jsonl: try read(JSONLReader(path: path))
      case .markdown: try read(MarkdownPage(SourceFile(path: path)))
      case .html: try read(HTMLPage(path: path))
      case .jsonld: try read(linkedData: [JSONNode.parse(SourceFile(path: path))], in: path)
      case .zendesk: try read(zendesk: JSONNode.parse(SourceFile(path: path)))
      }
    } catch {
      report.add(error)
    }
    open = nil
  }

  /// Where an entry stands, by its number.
  package func place(of entry: Int) -> Place { seen.place(ofQuestion: entry) }

  mutating func add(_ error: InputError) { report.add(error) }

  mutating func warn(at place: Place, _ message: String) { report.warn(at: place, message) }

  mutating func warnOfUnknownColumns(_ columns: TableHeader, known: [String]) {
    columns.warnOfUnknown(known: known, in: &report)
  }

  func tell(_ file: String, _ read: (bytesRead: Int, size: Int?)) {
    guard let onProgress, entries.count % 4_096 == 0 else { return }
    let share = read.size.map { $0 == 0 ? 1 : Double(read.bytesRead) / Double($0) }
    onProgress(Progress(file: file, entries: entries.count, share: share))
  }

  /// Checks what a row says and takes it.
  ///
  /// - Parameters:
  ///   - repeats: A row under the one that has its id already may bring another wording of the question.
  ///   - place: Where in the row a mistake in a field is.
  mutating func take(_ draft: FAQDraft, repeats: Bool = false, place: (FAQDraft.Field) -> Place) {
    do throws(InputError) {
      if repeats, let wordings = open?.wordings(with: draft) {
        entries.replaceNewest(by: try wordings.entry(place: place))
        open = wordings
        return
      }
      open = nil
      let entry = try draft.entry(place: place)
      let field: FAQDraft.Field = draft.id == nil ? .question : .id
      if let other = try spooled(entries.number(ofID: entry.id)) {
        let what = draft.id == nil ? "the same question, without an id," : "id '\(entry.id)'"
        throw InputError(
          .duplicate, at: place(field), "\(what) stands at \(seen.place(ofID: other)) already")
      }
      let key = entry.questionKey
      try noteEqualQuestion({ () throws(FAQError) in entry.id }, key, at: place(.question))
      try spooled(entries.append(entry))
      seen.add(idAt: place(field), question: key, at: place(.question))
      mark(FAQMarks(entry))
      if repeats { open = draft }
    } catch {
      report.add(error)
    }
  }

  /// Takes an entry that was checked by itself, as a page has it.
  mutating func take(_ row: FAQRows.Entry, _ bytes: ArraySlice<UInt8>) {
    do throws(InputError) {
      let id = { () throws(FAQError) in try EntryPage.entry(in: bytes).id }
      if let other = try spooled(entries.number(ofKey: row.id, id)) {
        let what = row.hasID ? "id '\(try spooled(id()))'" : "the same question, without an id,"
        throw InputError(
          .duplicate, at: row.idPlace, "\(what) stands at \(seen.place(ofID: other)) already")
      }
      try noteEqualQuestion(id, row.question, at: row.questionPlace)
      try spooled(entries.append(bytes, key: row.id, id))
      seen.add(idAt: row.idPlace, question: row.question, at: row.questionPlace)
      mark(row.marks)
    } catch {
      report.add(error)
    }
  }

  /// Notes what the newest entry refers to.
  private mutating func mark(_ marks: FAQMarks) {
    if marks.hasHoles { withHoles.append(entries.count - 1) }
    if let intent = marks.intent, firstOfIntent[intent] == nil { firstOfIntent[intent] = entries.count - 1 }
  }

  /// What was set aside cannot be written or read: the environment's fault, told like an unreadable file.
  private func spooled<Result>(_ work: @autoclosure () throws(FAQError) -> Result) throws(InputError)
    -> Result
  {
    do throws(FAQError) {
      return try work()
    } catch {
      throw InputError(.unreadable, at: Place(wholeOf: entries.folder), "\(error)")
    }
  }

  private mutating func noteEqualQuestion(
    _ id: () throws(FAQError) -> String, _ key: UInt64, at place: Place
  ) throws(InputError) {
    guard notices.count < InputReport.limit, let other = seen.entry(question: key) else { return }
    let otherID = try spooled(entries.entry(other)).id
    notices.append(
      "\(place): notice: the question of '\(try spooled(id()))' is also that of '\(otherID)' "
        + "at \(seen.place(ofQuestion: other))")
  }
}
