extension Int {
  /// The number with its noun, for people: `1 order`, `2 orders`, `0 entries`.
  ///
  /// - Parameter many: The noun for all numbers but one; with an `s` behind it when not given.
  package func counted(_ one: String, _ many: String? = nil) -> String {
    "\(self) " + (self == 1 ? one : many ?? one + "s")
  }
}
