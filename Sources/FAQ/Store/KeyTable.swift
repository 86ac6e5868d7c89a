/// A table from 64-bit keys to numbers, in buckets: blobs small enough to be read one at a time.
///
/// The highest bits of a key name its bucket. A bucket is its rows sorted by key: all keys first (u64),
/// then, for each row, `width` numbers (u32).
struct KeyTable: Sendable {
  static let rowsPerBucket = 512

  let kind: BlobKind
  let width: Int
  /// Highest bits of a key that number the bucket.
  let bits: Int

  init(kind: BlobKind, width: Int, bits: Int) {
    self.kind = kind
    self.width = width
    self.bits = bits
  }

  /// A table for `rows` rows.
  init(kind: BlobKind, width: Int, rows: Int) {
    var bits = 0
    while rows >> bits > Self.rowsPerBucket { bits += 1 }
    self.init(kind: kind, width: width, bits: bits)
  }

  var bucketCount: Int { 1 << bits }

  func bucket(of key: UInt64) -> Int { bits == 0 ? 0 : Int(key >> UInt64(64 - bits)) }

  /// Cuts sorted rows into buckets.
  ///
  /// - Parameters:
  ///   - key: The key of row *i*, rising with *i*.
  ///   - write: Writes the `width` numbers of row *i*.
  func encode(
    rows: Int, key: (Int) -> UInt64, write: (Int, inout ByteWriter) -> Void,
    add: (_ name: String, _ body: [UInt8]) throws -> Void
  ) throws {
    var start = 0
    for bucket in 0..<bucketCount {
      var end = start
      while end < rows, self.bucket(of: key(end)) == bucket { end += 1 }
      var body = ByteWriter()
      for row in start..<end { body.write(key(row)) }
      for row in start..<end { write(row, &body) }
      try add(kind.name(bucket), body.bytes)
      start = end
    }
  }

  /// Number of rows in a bucket.
  func rowCount(_ bucket: UnsafeRawBufferPointer) -> Int { bucket.count / (8 + 4 * width) }

  func key(_ row: Int, of bucket: UnsafeRawBufferPointer) -> UInt64 {
    UInt64(littleEndian: bucket.loadUnaligned(fromByteOffset: 8 * row, as: UInt64.self))
  }

  /// A number of a row; the bucket's own size bounds `row`.
  func number(_ column: Int, ofRow row: Int, of bucket: UnsafeRawBufferPointer) -> UInt32 {
    let offset = 8 * rowCount(bucket) + 4 * (row * width + column)
    return UInt32(littleEndian: bucket.loadUnaligned(fromByteOffset: offset, as: UInt32.self))
  }

  /// The first row whose key is not below `key`. O(log rows).
  func lowerBound(_ key: UInt64, of bucket: UnsafeRawBufferPointer) -> Int {
    var (low, high) = (0, rowCount(bucket))
    while low < high {
      let middle = (low + high) / 2
      if self.key(middle, of: bucket) < key { low = middle + 1 } else { high = middle }
    }
    return low
  }
}
