/// The beginning of a file, to tell what it is.
package struct FileSample: Sendable {
  /// At most 64 KiB.
  package let bytes: [UInt8]
  /// Whether this is all of it.
  package let isWhole: Bool

  package init(path: String) throws(InputError) {
    let file = try InputFile(path: path)
    let buffer = UnsafeMutableRawBufferPointer.allocate(byteCount: 64 << 10, alignment: 8)
    defer { buffer.deallocate() }
    let count = try file.read(into: buffer)
    bytes = Array(buffer[..<count])
    isWhole = count < buffer.count
  }

  /// Whether the file begins so.
  package func begins(with signature: [UInt8]) -> Bool { bytes.starts(with: signature) }

  /// The beginning as text, whatever it is written in, without a byte-order mark.
  package var text: String {
    var decoded: [UInt8] = []
    var decoder = TextDecoder(TextEncoding.detect(bytes))
    bytes.withUnsafeBytes { decoder.decode($0, into: &decoded) }
    let body = decoded.starts(with: [0xEF, 0xBB, 0xBF]) ? decoded[3...] : decoded[...]
    return String(decoding: body, as: UTF8.self)
  }
}
