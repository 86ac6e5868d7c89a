/// Why Redis did not do what it was asked.
struct RedisFailure: Error {
  enum Kind {
    /// No connection, or no answer in time.
    case away
    /// The connection ended.
    case closed
    /// It answered with an error: full, loading, read-only, a wrong password.
    case refused
    /// Something else is kept at the key.
    case wrongType
  }

  let kind: Kind
  /// In Redis' words or the system's; never a password.
  let text: String
}
