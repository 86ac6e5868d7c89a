private import CZip

/// A ZIP file opened for reading, with bounds that no header can lie its way around.
final class ZipArchive {
  /// What may come out of an archive, in bytes: one entry, all entries together, and for each byte of the file.
  struct Bounds {
    var entry = 512 << 20
    var total = 1 << 30
    /// A spreadsheet of equal rows reaches about 60; a bomb 1,000.
    var ratio = 200
    /// So much may come out of any archive, however small.
    var free = 16 << 20
    var entries = 10_000
    var file = 256 << 20
  }

  let name: String
  private let archive: OpaquePointer
  private let bounds: Bounds
  /// Bytes that may still come out.
  private var left: Int

  /// - Throws: ``InputError``: unreadable, too large, or no ZIP file.
  init(path: String, bounds: Bounds = Bounds()) throws(InputError) {
    name = path
    self.bounds = bounds
    // Opened by us first, so that what is wrong with the path reads as everywhere else.
    let file = try InputFile(path: path)
    guard file.size <= bounds.file else {
      throw InputError(.limit, at: Place(wholeOf: path), "the file is larger than \(bounds.file >> 20) MiB")
    }
    var code: CInt = 0
    guard let opened = zip_open(file.readablePath, ZIP_RDONLY, &code) else {
      throw InputError(.syntax, at: Place(wholeOf: path), "not a whole ZIP file")
    }
    archive = opened
    left = min(bounds.total, max(bounds.free, file.size * bounds.ratio))
    guard zip_get_num_entries(archive, 0) <= bounds.entries else {
      throw InputError(.limit, at: Place(wholeOf: path), "more than \(bounds.entries) files in the archive")
    }
  }

  deinit { zip_discard(archive) }

  /// Starts reading an entry from its beginning; `nil` when there is none of that name.
  func entry(_ entryName: String) throws(InputError) -> ZipEntry? {
    let index = zip_name_locate(archive, entryName, 0)
    guard index >= 0 else { return nil }
    guard let file = zip_fopen_index(archive, zip_uint64_t(index), 0) else {
      throw InputError(
        .syntax, at: Place(wholeOf: name),
        "'\(entryName)' in the archive cannot be read; is the file protected by a password?")
    }
    return ZipEntry(file, named: entryName, of: self, limit: bounds.entry)
  }

  /// Takes bytes that came out off what may come out.
  fileprivate func charge(_ count: Int, _ entryName: String, soFar: Int) throws(InputError) {
    left -= count
    guard left >= 0, soFar <= bounds.entry else {
      throw InputError(
        .limit, at: Place(wholeOf: name),
        "'\(entryName)' grows beyond all measure when it is unpacked; nothing more of it is read")
    }
  }
}

/// One entry of an archive, being read. Keeps the archive open.
final class ZipEntry {
  let name: String
  private let archive: ZipArchive
  private let file: OpaquePointer
  private var soFar = 0

  fileprivate init(_ file: OpaquePointer, named name: String, of archive: ZipArchive, limit: Int) {
    (self.file, self.name, self.archive) = (file, name, archive)
  }

  deinit { zip_fclose(file) }

  /// - Returns: Bytes read; 0 at the end.
  /// - Throws: ``InputError`` for a damaged entry, and one that breaks the bounds.
  func read(into buffer: UnsafeMutableRawBufferPointer) throws(InputError) -> Int {
    let count = zip_fread(file, buffer.baseAddress, zip_uint64_t(buffer.count))
    guard count >= 0 else {
      throw InputError(.syntax, at: Place(wholeOf: archive.name), "'\(name)' in the archive is damaged")
    }
    soFar += Int(count)
    try archive.charge(Int(count), name, soFar: soFar)
    return Int(count)
  }
}
