import Crypto

extension DatabaseFolder {
  package var secretPath: String { path + "/secret" }

  /// The secret of this database, made once when there is none: text for `KeyRing(secret:)`, mode 0600. Any
  /// number of processes may ask at once; all get the same.
  ///
  /// - Throws: ``FolderError/badSecret(path:)`` for a file that holds none.
  package func secret() throws -> String {
    if let secret = try readSecret() { return secret }
    let made = KeyRing.makeSecret()
    if try files.createWhole(secretPath, Array((made + "\n").utf8), mode: 0o600) { return made }
    guard let secret = try readSecret() else { throw FolderError.badSecret(path: secretPath) }
    return secret
  }

  private func readSecret() throws -> String? {
    guard let bytes = try FileSystem.read(secretPath, limit: 4096) else { return nil }
    let text = String(decoding: bytes.filter { $0 != UInt8(ascii: "\n") }, as: UTF8.self)
    guard text.utf8.count >= KeyRing.minimumSecretBytes else { throw FolderError.badSecret(path: secretPath) }
    return text
  }
}
