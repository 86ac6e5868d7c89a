import Foundation

/// `make soak` runs the tests that chance has a part in for longer.
enum Soak {
  static let isOn = ProcessInfo.processInfo.environment["PARLEY_SOAK"] != nil
  /// How often an import is killed.
  static let kills = isOn ? 200 : 20
}
