private import CPCRE2

/// What a match writes to: the groups found, the limits, the stack of the machine code. One per thread.
package final class MatchScratch {
  /// Steps PCRE2 may take from one place of a long message: 0.013 ms of machine code, or 3 where each step goes over
  /// the whole message.
  package static let defaultMatchLimit = 10_000
  /// Steps from one place that each byte of a shorter message is good for, beside a few: sound patterns go over
  /// what follows once or twice.
  private static let steps = (few: 1_024, aByte: 8)
  /// A message beyond this is searched piece by piece, and the budget looked at between them.
  private static let shortBytes = 128
  private static let pieceBytes = 64
  /// Steps from one place of a piece, at first.
  private static let fewSteps: UInt32 = 128
  /// What ``MatchOutcome/fault(_:)`` holds when the budget is spent; PCRE2's own codes are near zero.
  static let budgetSpent = Int32.min

  /// Matches that hit a limit, since the start.
  package private(set) var faults = 0
  /// Nanoseconds of processor time that the patterns tried on one message may take.
  package static let usualBudget = MatchBudget.usual
  /// Bytes the machine code's stack may grow from and to.
  private static let stackBytes = (least: 32 << 10, most: 1 << 20)
  /// KiB of heap the interpreter may take, when it stands in.
  private static let heapLimit: UInt32 = 1 << 10

  private let data: OpaquePointer
  private let context: OpaquePointer
  private let stack: OpaquePointer?
  private let matchLimit: Int
  /// Of ``matchLimit`` what the message at hand may have.
  private var limit: UInt32 = 0
  private var budget: MatchBudget?
  private let offsets: UnsafeMutablePointer<Int>

  /// - Parameter budget: Nanoseconds of processor time for one long message, whatever the number of patterns; `nil`
  ///   is no end.
  package init(matchLimit: Int = MatchScratch.defaultMatchLimit, budget: Int? = MatchScratch.usualBudget) {
    guard let data = pcre2_match_data_create_8(UInt32(PatternParser.mostCaptures + 1), nil),
      let context = pcre2_match_context_create_8(nil), let offsets = pcre2_get_ovector_pointer_8(data)
    else { fatalError("out of memory for a match") }
    self.data = data
    self.context = context
    self.matchLimit = matchLimit
    self.budget = budget.map(MatchBudget.init(nanoseconds:))
    self.offsets = offsets
    stack = pcre2_jit_stack_create_8(MatchScratch.stackBytes.least, MatchScratch.stackBytes.most, nil)
    pcre2_jit_stack_assign_8(context, nil, stack.map(UnsafeMutableRawPointer.init))
    pcre2_set_heap_limit_8(context, MatchScratch.heapLimit)
  }

  deinit {
    pcre2_match_data_free_8(data)
    pcre2_match_context_free_8(context)
    pcre2_jit_stack_free_8(stack)
  }

  /// Bytes of the text that a group of the last match took; `nil` when it took no part. Group 0 is the match.
  package func range(ofGroup number: Int) -> Range<Int>? {
    let (start, end) = (offsets[2 * number], offsets[2 * number + 1])
    // PCRE2_UNSET is the largest size_t; a lookbehind can put a start behind its end.
    guard start >= 0, end >= start else { return nil }
    return start..<end
  }

  /// Tells that what follows is matched against another message.
  func begin(_ text: UnsafeBufferPointer<UInt8>) {
    limit = UInt32(min(matchLimit, MatchScratch.steps.few + MatchScratch.steps.aByte * text.count))
    pcre2_set_match_limit_8(context, limit)
    if text.count > MatchScratch.shortBytes { budget?.renew() }
  }

  /// Searches the text that ``begin(_:)`` was told of.
  func run(_ program: OpaquePointer, on text: UnsafeBufferPointer<UInt8>, asMachineCode: Bool) -> MatchOutcome
  {
    // PCRE2 refuses a null text even of length 0.
    guard text.baseAddress != nil else {
      return withUnsafePointer(to: 0) {
        run(program, on: UnsafeBufferPointer(start: $0, count: 0), asMachineCode: asMachineCode)
      }
    }
    if text.count > MatchScratch.shortBytes, budget != nil {
      return runInPieces(program, on: text, asMachineCode: asMachineCode)
    }
    return outcome(of: search(program, text, from: 0, asMachineCode))
  }

  /// Lets the match begin in one piece of the text after the other, with few steps from each place. Where those are
  /// not enough, the places of that piece are taken one by one.
  private func runInPieces(
    _ program: OpaquePointer, on text: UnsafeBufferPointer<UInt8>, asMachineCode: Bool
  ) -> MatchOutcome {
    defer { pcre2_set_offset_limit_8(context, Int(bitPattern: UInt.max)) }
    var start = 0
    while budget?.isSpent == false {
      var end = min(start + MatchScratch.pieceBytes, text.count)
      while end < text.count, text[end] & 0xC0 == 0x80 { end += 1 }
      pcre2_set_offset_limit_8(context, end)
      pcre2_set_match_limit_8(context, min(limit, MatchScratch.fewSteps))
      var code = search(program, text, from: start, asMachineCode)
      if code == PCRE2_ERROR_MATCHLIMIT {
        code = searchPlaces(start...end, of: text, program, asMachineCode)
      }
      budget?.look()
      if code != PCRE2_ERROR_NOMATCH || end == text.count { return outcome(of: code) }
      // A place looked at twice costs less than to tell both ends of a piece apart.
      start = end
    }
    return outcome(of: MatchScratch.budgetSpent)
  }

  /// Tries each place with ever more steps, as long as the budget lasts for them at the pace of those before.
  private func searchPlaces(
    _ places: ClosedRange<Int>, of text: UnsafeBufferPointer<UInt8>, _ program: OpaquePointer,
    _ asMachineCode: Bool
  ) -> Int32 {
    for place in places where place == text.count || text[place] & 0xC0 != 0x80 {
      pcre2_set_offset_limit_8(context, place)
      var (code, steps, left) = (PCRE2_ERROR_MATCHLIMIT, UInt32(0), Int.max)
      while code == PCRE2_ERROR_MATCHLIMIT, steps < limit {
        let leftNow = budget?.nanosecondsLeft ?? .max
        guard leftNow > 0, steps == 0 || (left - leftNow) * 6 <= leftNow else {
          return MatchScratch.budgetSpent
        }
        (left, steps) = (leftNow, steps == 0 ? MatchScratch.fewSteps : steps * 6)
        pcre2_set_match_limit_8(context, min(limit, steps))
        code = search(program, text, from: place, asMachineCode)
      }
      if code != PCRE2_ERROR_NOMATCH { return code }
    }
    return PCRE2_ERROR_NOMATCH
  }

  /// - Returns: PCRE2's code: over zero is a match.
  private func search(
    _ program: OpaquePointer, _ text: UnsafeBufferPointer<UInt8>, from start: Int, _ asMachineCode: Bool
  ) -> Int32 {
    let code =
      asMachineCode
      ? pcre2_jit_match_8(program, text.baseAddress, text.count, start, 0, data, context)
      : pcre2_match_8(program, text.baseAddress, text.count, start, PCRE2_NO_UTF_CHECK, data, context)
    guard asMachineCode, code == PCRE2_ERROR_JIT_STACKLIMIT else { return code }
    faults += 1
    // The interpreter keeps its stack on the heap, within the heap limit. After a match limit it would only take
    // the same steps again.
    return pcre2_match_8(
      program, text.baseAddress, text.count, start, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, data, context)
  }

  private func outcome(of code: Int32) -> MatchOutcome {
    if code > 0 { return .match }
    if code == PCRE2_ERROR_NOMATCH { return .none }
    faults += 1
    return .fault(code)
  }
}
