/// The bytes of a file, or some in memory, handed over piece by piece as UTF-8.
struct TextSource: ~Copyable {
  private let file: InputFile?
  private let memory: [UInt8]
  private var memoryOffset = 0
  private var decoder: TextDecoder?
  /// Decoded and not yet handed over.
  private var decoded: [UInt8] = []
  private var decodedOffset = 0
  private var isOver = false

  let encoding: TextEncoding
  /// Bytes of the whole text as it is stored; `nil` when that is not known.
  let size: Int?
  /// How many of them were read.
  private(set) var bytesRead = 0

  /// - Parameter decodes: Other encodings than UTF-8 are found out and undone.
  init(path: String, decodes: Bool) throws(InputError) {
    let encoding = decodes ? try TextEncoding.detect(path: path) : .utf8
    let opened = try InputFile(path: path)
    self.encoding = encoding
    size = opened.size
    file = consume opened
    memory = []
    decoder = encoding == .utf8 ? nil : TextDecoder(encoding)
  }

  init(bytes: [UInt8], decodes: Bool) {
    let encoding = decodes ? TextEncoding.detect(bytes) : .utf8
    self.encoding = encoding
    file = nil
    memory = bytes
    size = bytes.count
    decoder = encoding == .utf8 ? nil : TextDecoder(encoding)
  }

  /// Reads until `buffer` is full or the text ends.
  ///
  /// - Returns: Bytes of UTF-8 read; fewer than asked only at the end.
  mutating func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    guard decoder != nil else { return try readStored(into: buffer) }
    var filled = 0
    while filled < buffer.count {
      if decodedOffset == decoded.count {
        guard !isOver else { break }
        try refill()
        continue
      }
      let count = min(buffer.count - filled, decoded.count - decodedOffset)
      decoded.withUnsafeBytes {
        UnsafeMutableRawBufferPointer(rebasing: buffer[filled...])
          .copyMemory(from: .init(rebasing: $0[decodedOffset..<decodedOffset + count]))
      }
      decodedOffset += count
      filled += count
    }
    return filled
  }

  private mutating func refill() throws(InputError) {
    decoded.removeAll(keepingCapacity: true)
    decodedOffset = 0
    let chunk = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 8)
    defer { chunk.deallocate() }
    let count = try readStored(into: chunk)
    decoder?.decode(UnsafeRawBufferPointer(rebasing: chunk[..<count]), into: &decoded)
    if count < chunk.count {
      decoder?.finish(into: &decoded)
      isOver = true
    }
  }

  private mutating func readStored(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    let count: Int
    if file != nil {
      count = try file!.read(into: buffer)
    } else {
      count = min(buffer.count, memory.count - memoryOffset)
      memory.withUnsafeBytes {
        buffer.copyMemory(from: .init(rebasing: $0[memoryOffset..<memoryOffset + count]))
      }
      memoryOffset += count
    }
    bytesRead += count
    return count
  }
}
