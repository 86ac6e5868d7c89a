import Dice
import Glibc

/// `parley-fuzz DATABASE SECONDS [SEED]`: bends messages, patterns, files, requests and tokens for so long.
///
/// Ends with status 1 when a message took over 5 ms of processor time, a rule was hidden by the prefilter, or an altered
/// token was taken; a crash ends it by itself. `fuzz.last` in the current folder holds the round it is in.
@main
struct Fuzz {
  static func main() throws {
    let arguments = CommandLine.arguments
    guard arguments.count > 2, let seconds = Int(arguments[2]) else {
      print("usage: parley-fuzz DATABASE SECONDS [SEED]")
      exit(2)
    }
    let seed = arguments.count > 3 ? UInt64(arguments[3]) ?? 0 : UInt64(time(nil))
    print("seed \(seed), \(seconds) s")
    let last = open("fuzz.last", O_WRONLY | O_CREAT | O_CLOEXEC, 0o644)
    let watch = Watch()
    var messages = try Messages(database: arguments[1])
    var patterns = EvilPatterns()
    let readers = try Readers()
    let end = time(nil) + seconds
    var (round, told) = (UInt64(0), time(nil))
    while time(nil) < end {
      var place = round
      pwrite(last, &place, 8, 0)
      var dice = Dice(seed: seed &+ round)
      switch round % 8 {
      case 0..<4: messages.step(&dice, watch)
      case 4: patterns.step(&dice, watch)
      default: readers.step(&dice, watch)
      }
      round += 1
      if time(nil) - told >= 60 {
        told = time(nil)
        print("\(end - told) s left, round \(round)")
        watch.report()
      }
    }
    print("\(round) rounds, \(watch.violations.count) violations")
    watch.report()
    exit(watch.violations.isEmpty ? 0 : 1)
  }
}
