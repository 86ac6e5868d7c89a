import FAQ
import Formats

/// How far reading got, how fast it goes and how long it will take, on the terminal's last line.
final class ImportProgress {
  private let began = ContinuousClock.now
  private var file = ""
  private var fileBegan = ContinuousClock.now
  private var told = ContinuousClock.now

  /// Four times a second at most.
  func tell(_ progress: FAQImport.Progress) {
    let now = ContinuousClock.now
    if progress.file != file { (file, fileBegan) = (progress.file, now) }
    guard now - told >= .milliseconds(250) else { return }
    told = now
    let rate = Self.rate(progress.entries, (now - began) / .seconds(1))
    Console.progress(Self.line(progress, rate: rate, spent: (now - fileBegan) / .seconds(1)))
  }

  /// - Parameters:
  ///   - rate: Entries a second.
  ///   - spent: Seconds since the file was begun.
  static func line(_ progress: FAQImport.Progress, rate: Int, spent: Double) -> String {
    var line = "\(progress.file): \(progress.entries.counted("entry", "entries")), \(rate) a second"
    if let share = progress.share, share > 0.01 {
      line += ", \(Int((spent / share * (1 - share)).rounded(.up))) s left"
    }
    return line
  }

  private static func rate(_ entries: Int, _ seconds: Double) -> Int {
    seconds > 0 ? Int(Double(entries) / seconds) : entries
  }
}

/// How far the building of an FAQ got, on the terminal's last line.
final class BuildProgress {
  private let count: Int
  private let began = ContinuousClock.now
  private var done = 0

  /// - Parameter count: Entries there are to build from.
  init(of count: Int) {
    self.count = count
    Console.progress("building the FAQ …")
  }

  /// One more entry.
  func step() {
    done += 1
    guard done % 4_096 == 0 else { return }
    Console.progress(Self.line(done: done, of: count, spent: (ContinuousClock.now - began) / .seconds(1)))
  }

  /// - Parameter spent: Seconds since the first entry.
  static func line(done: Int, of count: Int, spent: Double) -> String {
    let rate = spent > 0 ? Double(done) / spent : Double(done)
    let left = Int((Double(count - done) / max(rate, 1)).rounded(.up))
    return
      "building the FAQ: \(done) of \(count.counted("entry", "entries")), \(Int(rate)) a second, \(left) s left"
  }
}
