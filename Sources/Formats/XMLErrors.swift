private import CXML

/// What libxml2 has to say beside our own errors.
enum XMLErrors {
  /// Keeps it from writing to standard error, which some faults of encodings make it do whatever the options of a parser
  /// say. It keeps the setting for each thread.
  static func silence() { xmlSetStructuredErrorFunc(nil) { _, _ in } }
}
