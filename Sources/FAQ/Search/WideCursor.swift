/// Reads a ``WideList`` window by window, holding the blob it read last.
struct WideCursor {
  /// What the term weighs.
  let weight: UInt32

  private let directory: [UInt8]
  /// Where in the blob the windows' rows begin.
  private let rows: Int
  private let windows: Int
  private let first: (blob: Int, offset: Int)
  /// Where window ``at`` begins.
  private var place: (blob: Int, offset: Int)
  private var at = 0
  private var body: [UInt8] = []
  private var bodyNumber = -1

  /// - Parameters:
  ///   - row: Of a list that is wide.
  ///   - directory: The blob `windows/…` the row names.
  ///   - entries: Of the index.
  init(_ row: PostingRow, directory: [UInt8], entries: Int, weight: UInt32) throws(FAQError) {
    windows = WideList.windows(of: entries)
    let start = Int(row.offset)
    guard row.count == WideList.headerBytes + windows * WideList.rowBytes,
      start + Int(row.count) <= directory.count
    else { throw .malformed }
    let number = { (at: Int) in
      directory.withUnsafeBytes {
        Int(UInt32(littleEndian: $0.loadUnaligned(fromByteOffset: at, as: UInt32.self)))
      }
    }
    first = (number(start), number(start + 4))
    place = first
    rows = start + WideList.headerBytes
    self.directory = directory
    self.weight = weight
  }

  /// The greatest impact of a window; zero when it has no posting.
  @inline(__always)
  func greatest(_ window: Int) -> UInt32 { UInt32(directory[rows + window * WideList.rowBytes]) }

  private func size(_ window: Int) -> Int {
    let row = rows + window * WideList.rowBytes
    return Int(directory[row + 1]) | Int(directory[row + 2]) << 8
  }

  /// Calls `body` with every posting of a window: the entry's lowest bits, and its impact.
  @inline(__always)
  mutating func read(
    _ window: Int, _ blob: (_ kind: BlobKind, _ number: Int) throws -> [UInt8],
    _ body: (_ entry: Int, _ impact: UInt8) -> Void
  ) throws {
    try withWindow(window, blob) { try WideList.readWindow($0, body) }
  }

  /// Calls `body` with the postings of a window whose entries are sought (their lowest bits, rising), perhaps with others.
  @inline(__always)
  mutating func lookUp(
    _ sought: UnsafeBufferPointer<UInt16>, _ window: Int,
    _ blob: (_ kind: BlobKind, _ number: Int) throws -> [UInt8],
    _ body: (_ entry: Int, _ impact: UInt8) -> Void
  ) throws {
    try withWindow(window, blob) { try WideList.lookUp(sought, $0, body) }
  }

  /// Not called for a window without a posting.
  @inline(__always)
  private mutating func withWindow(
    _ window: Int, _ blob: (_ kind: BlobKind, _ number: Int) throws -> [UInt8],
    _ body: (UnsafeRawBufferPointer) throws -> Void
  ) throws {
    if greatest(window) == 0 { return }
    move(to: window)
    if bodyNumber != place.blob {
      self.body = try blob(.postings, place.blob)
      bodyNumber = place.blob
    }
    let (start, end) = (place.offset, place.offset + size(window))
    try self.body.withUnsafeBytes { bytes in
      guard end <= bytes.count else { throw FAQError.malformed }
      try body(UnsafeRawBufferPointer(rebasing: bytes[start..<end]))
    }
  }

  private mutating func move(to window: Int) {
    if window < at { (at, place) = (0, first) }
    while at < window {
      place.offset += size(at)
      if place.offset >= WideList.blobBytes { place = (place.blob + 1, 0) }
      at += 1
    }
  }
}
