private import Glibc

/// A folder for files of this run alone; gone when the last reference is.
final class ScratchFolder {
  let path: String

  init() throws(CommandError) {
    let temporary = getenv("TMPDIR").map { String(cString: $0) } ?? "/tmp"
    var template = Array((temporary + "/parley-XXXXXX").utf8CString)
    guard let made = mkdtemp(&template) else {
      throw .environment("\(temporary): \(String(cString: strerror(errno)))")
    }
    path = String(cString: made)
  }

  deinit {
    if let listing = opendir(path) {
      while let entry = readdir(listing) {
        let name = withUnsafePointer(to: &entry.pointee.d_name) { pointer in
          pointer.withMemoryRebound(to: CChar.self, capacity: 256) { String(cString: $0) }
        }
        if name != ".", name != ".." { unlink(path + "/" + name) }
      }
      closedir(listing)
    }
    rmdir(path)
  }
}
