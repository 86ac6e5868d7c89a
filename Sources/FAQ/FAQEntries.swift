/// The entries of an import in the order they came, found again by number and by id; set aside rather than held.
///
/// About 30 bytes an entry are held; the entries themselves go to a file without a name once they are more than a
/// mebibyte (``Spool``). Reading on from the last one read costs no system call for most; any other one costs one.
package final class FAQEntries {
  /// Bytes read at once while entries are read in their order.
  private static let readAhead = 1 << 16

  package private(set) var count = 0
  /// Where the file may be made.
  let folder: String
  private let spool: Spool
  /// Where each entry starts on the spool, the last one's place included once it is there.
  private var starts: [UInt64] = []
  /// The newest, which may still get wordings.
  private var newest: FAQEntry?
  private var bytes = ByteWriter()
  /// Fingerprints of ids, and the entry of each; entries whose fingerprint another id had before stand in ``twins``.
  private var keys = NumberTable()
  private var entryOfKey: [UInt32] = []
  private var twins: [String: Int] = [:]
  /// A stretch of the spool from `windowStart` on, and the number read last.
  private var window: [UInt8] = []
  private var windowStart = 0
  private var lastRead = -2

  /// - Parameter folder: Where the file may be made.
  package init(folder: String = "/tmp") {
    self.folder = folder
    spool = Spool(folder: folder)
  }

  /// The same entries; ids must be unique.
  package convenience init(_ entries: some Sequence<FAQEntry>, folder: String = "/tmp") throws(FAQError) {
    self.init(folder: folder)
    for entry in entries { try append(entry) }
  }

  package var isEmpty: Bool { count == 0 }

  /// Takes the next entry; no entry has its id yet, see ``number(ofID:)``.
  ///
  /// - Throws: ``FAQError/cannotSpool(_:code:)``.
  package func append(_ entry: FAQEntry) throws(FAQError) {
    try settle()
    try number(Fingerprint.of(entry.id), entry.id)
    newest = entry
  }

  /// Takes the next entry as a page has it; no entry has its id yet.
  ///
  /// - Parameters:
  ///   - key: Fingerprint of its id.
  ///   - id: Its id, which is seldom asked for.
  func append(
    _ bytes: ArraySlice<UInt8>, key: UInt64, _ id: () throws(FAQError) -> String
  ) throws(FAQError) {
    try settle()
    starts.append(UInt64(spool.count))
    try spool.append(bytes)
    try number(key, id())
  }

  /// Gives the newest entry its number.
  private func number(_ key: UInt64, _ id: @autoclosure () throws(FAQError) -> String) throws(FAQError) {
    if keys.number(of: key).isNew {
      entryOfKey.append(UInt32(count))
    } else {
      twins[try id()] = count
    }
    count += 1
  }

  /// Puts another entry of the same id in the place of the newest.
  func replaceNewest(by entry: FAQEntry) {
    precondition(newest?.id == entry.id, "the caller keeps the row that the newest entry came from")
    newest = entry
  }

  private func settle() throws(FAQError) {
    guard let entry = newest else { return }
    starts.append(UInt64(spool.count))
    EntryPage.write(entry, to: &bytes)
    try spool.append(bytes.bytes)
    bytes.removeAll()
    newest = nil
  }

  /// The entry of a number below ``count``.
  package func entry(_ number: Int) throws(FAQError) -> FAQEntry {
    precondition(number >= 0 && number < count, "numbers come from this list")
    if number >= starts.count, let newest { return newest }
    let range = try load(number)
    let result: Result<FAQEntry, FAQError> = window.withUnsafeBytes { bytes in
      do throws(FAQError) {
        return .success(try EntryPage.entry(at: range.lowerBound, of: bytes))
      } catch {
        return .failure(error)
      }
    }
    return try result.get()
  }

  /// The number of the entry with an id; `nil` when there is none.
  package func number(ofID id: String) throws(FAQError) -> Int? {
    try number(ofKey: Fingerprint.of(id)) { () throws(FAQError) in id }
  }

  /// The same by the fingerprint of the id, which itself is seldom asked for.
  func number(ofKey key: UInt64, _ id: () throws(FAQError) -> String) throws(FAQError) -> Int? {
    guard let key = keys.find(key) else { return nil }
    let (number, id) = (Int(entryOfKey[key]), try id())
    return try entry(number).id == id ? number : twins[id]
  }

  /// Hands over every entry in its order.
  package func forEach(_ body: (FAQEntry) throws -> Void) throws {
    for number in 0..<count { try body(entry(number)) }
  }

  /// Brings the bytes of an entry into the window.
  private func load(_ number: Int) throws(FAQError) -> Range<Int> {
    let start = Int(starts[number])
    let end = number + 1 < starts.count ? Int(starts[number + 1]) : spool.count
    let isNext = number == lastRead + 1
    lastRead = number
    if start < windowStart || end > windowStart + window.count {
      let wanted = isNext ? max(end - start, min(Self.readAhead, spool.count - start)) : end - start
      try spool.read(start..<start + wanted, into: &window)
      windowStart = start
    }
    return start - windowStart..<end - windowStart
  }
}
