import Formats
private import Threads

extension FAQImport {
  /// Adds the lines of a JSON Lines file, read by several threads. A mistake in a line costs that line.
  mutating func read(_ reader: JSONLReader) throws(InputError) {
    var unknown: Set<String> = []
    let work = OrderedWork<JSONLReader.Block, FAQRows>(
      threads: threads, name: "faq-lines", own: { FAQRows($0) }, worker: { { FAQRows($0) } })
    defer { work.close() }
    var failure: InputError?
    do throws(InputError) {
      while let block = try reader.nextBlock() {
        work.add(block) { take($0, reader, &unknown) }
      }
    } catch {
      failure = error
    }
    // What stands before the mistake is told first.
    work.finish { take($0, reader, &unknown) }
    if let failure { throw failure }
  }

  private mutating func take(_ rows: FAQRows, _ reader: JSONLReader, _ unknown: inout Set<String>) {
    var start = 0
    for row in rows.rows {
      switch row {
      case .unknownKey(let key, let place):
        if unknown.insert(key).inserted { warn(at: place, "unknown key '\(key)' is ignored") }
      case .mistake(let error): add(error)
      case .entry(let entry):
        take(entry, rows.bytes.bytes[start..<entry.end])
        start = entry.end
        tell(reader.name, reader.progress)
      }
    }
  }
}
