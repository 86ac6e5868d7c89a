private import CPCRE2

/// What a match writes to: the groups found, the limits, the stack of the machine code. One per thread.
package final class MatchScratch {
  /// Steps PCRE2 may take from one start offset: 0.013 ms of machine code.
  package static let defaultMatchLimit = 10_000

  /// Matches that hit a limit, since the start.
  package private(set) var faults = 0
  /// Bytes the machine code's stack may grow from and to.
  private static let stackBytes = (least: 32 << 10, most: 1 << 20)
  /// KiB of heap the interpreter may take, when it stands in.
  private static let heapLimit: UInt32 = 1 << 10

  private let data: OpaquePointer
  private let context: OpaquePointer
  private let stack: OpaquePointer?
  private let offsets: UnsafeMutablePointer<Int>

  package init(matchLimit: Int = MatchScratch.defaultMatchLimit) {
    guard let data = pcre2_match_data_create_8(UInt32(PatternParser.mostCaptures + 1), nil),
      let context = pcre2_match_context_create_8(nil), let offsets = pcre2_get_ovector_pointer_8(data)
    else { fatalError("out of memory for a match") }
    self.data = data
    self.context = context
    self.offsets = offsets
    stack = pcre2_jit_stack_create_8(MatchScratch.stackBytes.least, MatchScratch.stackBytes.most, nil)
    pcre2_jit_stack_assign_8(context, nil, stack.map(UnsafeMutableRawPointer.init))
    pcre2_set_match_limit_8(context, UInt32(matchLimit))
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

  func run(_ program: OpaquePointer, on text: UnsafeBufferPointer<UInt8>, asMachineCode: Bool) -> MatchOutcome
  {
    // PCRE2 refuses a null text even of length 0.
    guard let base = text.baseAddress else {
      return withUnsafePointer(to: 0) {
        run(program, on: UnsafeBufferPointer(start: $0, count: 0), asMachineCode: asMachineCode)
      }
    }
    var code =
      asMachineCode
      ? pcre2_jit_match_8(program, base, text.count, 0, 0, data, context)
      : pcre2_match_8(program, base, text.count, 0, PCRE2_NO_UTF_CHECK, data, context)
    if code > 0 { return .match }
    if code == PCRE2_ERROR_NOMATCH { return .none }
    faults += 1
    if asMachineCode, code == PCRE2_ERROR_JIT_STACKLIMIT {
      // The interpreter keeps its stack on the heap, within the heap limit. After a match limit it would
      // only take the same steps again.
      code = pcre2_match_8(program, base, text.count, 0, PCRE2_NO_UTF_CHECK | PCRE2_NO_JIT, data, context)
      if code > 0 { return .match }
      if code == PCRE2_ERROR_NOMATCH { return .none }
    }
    return .fault(code)
  }
}
