private import CPCRE2

/// One compiled pattern over match text; its program is freed when the last reference goes.
///
/// It matches whole words: it starts at the start of the text or after a space, and ends at the end, before
/// a space, or with the space that its own last part took. `^` and `$` are the ends of the message.
///
/// Compile while loading rules, or on first use; never for each message: compiling takes about 50 us.
package final class Pattern {
  /// Largest machine code of one pattern, in bytes.
  package static let mostCodeBytes = 65_536

  private let program: OpaquePointer
  /// Whether machine code was made; without it (a hardened kernel forbids it) matching is ten times slower.
  package let isCompiledToMachineCode: Bool
  /// Every named group: one name may belong to several groups.
  package let groups: [(name: String, number: Int)]

  /// - Throws: ``PatternError``, pointing at the byte of the rule that PCRE2 objected to.
  package convenience init(_ syntax: PatternSyntax) throws(PatternError) {
    do throws(PatternError) {
      try self.init(program: syntax.program)
    } catch {
      var error = error
      error.byteOffset = syntax.sourceOffset(ofProgram: error.byteOffset)
      throw error
    }
  }

  /// Compiles a text of ``PatternSyntax/program``.
  ///
  /// - Throws: ``PatternError`` with an offset in that text.
  init(program text: String) throws(PatternError) {
    program = try Pattern.compile(text)
    // A failure leaves the interpreter, which gives the same answers.
    isCompiledToMachineCode = pcre2_jit_compile_8(program, PCRE2_JIT_COMPLETE) == 0
    groups = Pattern.groups(of: program)
    let codeBytes = Pattern.info(program, PCRE2_INFO_JITSIZE, as: Int.self)
    guard codeBytes <= Pattern.mostCodeBytes else {
      // Every property is set, so that deinit frees the program.
      throw PatternError(
        code: .tooLarge, place: .rule, byteOffset: 0,
        message: "the rule compiles to \(codeBytes) bytes, over \(Pattern.mostCodeBytes)")
    }
  }

  deinit { pcre2_code_free_8(program) }

  /// Matches the first place in `text`.
  ///
  /// - Parameters:
  ///   - text: Match text: valid UTF-8, folded.
  ///   - scratch: Receives the groups. One per thread.
  /// - Returns: A fault when a limit was hit: counted in `scratch`, and to be taken for no match.
  package func match(in text: UnsafeBufferPointer<UInt8>, with scratch: MatchScratch) -> MatchOutcome {
    scratch.begin(text)
    return matchNext(in: text, with: scratch)
  }

  /// As ``match(in:with:)``, within what other patterns have left of the message's budget.
  func matchNext(in text: UnsafeBufferPointer<UInt8>, with scratch: MatchScratch) -> MatchOutcome {
    scratch.run(program, on: text, asMachineCode: isCompiledToMachineCode)
  }

  private static func compile(_ text: String) throws(PatternError) -> OpaquePointer {
    let options =
      PCRE2_UTF | PCRE2_UCP | PCRE2_DUPNAMES | PCRE2_DOLLAR_ENDONLY | PCRE2_NEVER_BACKSLASH_C
      | PCRE2_NO_UTF_CHECK | PCRE2_USE_OFFSET_LIMIT
    var (code, offset, text) = (CInt(0), 0, text)
    let program = text.withUTF8 {
      pcre2_compile_8($0.baseAddress, $0.count, options, &code, &offset, nil)
    }
    if let program { return program }
    throw PatternError(code: .syntax, place: .rule, byteOffset: offset, message: message(code))
  }

  /// PCRE2's own words for one of its codes.
  private static func message(_ code: CInt) -> String {
    withUnsafeTemporaryAllocation(of: UInt8.self, capacity: 256) { buffer in
      let length = pcre2_get_error_message_8(code, buffer.baseAddress, buffer.count)
      return String(decoding: buffer[..<max(0, Int(length))], as: UTF8.self)
    }
  }

  private static func info<Value: FixedWidthInteger & BitwiseCopyable>(
    _ program: OpaquePointer, _ what: CInt, as: Value.Type
  ) -> Value {
    var value: Value = 0
    pcre2_pattern_info_8(program, UInt32(what), &value)
    return value
  }

  private static func groups(of program: OpaquePointer) -> [(name: String, number: Int)] {
    let count = info(program, PCRE2_INFO_NAMECOUNT, as: UInt32.self)
    let entrySize = Int(info(program, PCRE2_INFO_NAMEENTRYSIZE, as: UInt32.self))
    var table: UnsafePointer<UInt8>?
    pcre2_pattern_info_8(program, UInt32(PCRE2_INFO_NAMETABLE), &table)
    guard let table else { return [] }
    return (0..<Int(count)).map { index in
      // Two bytes of group number, then the name, closed by a zero.
      let entry = table + index * entrySize
      return (String(cString: entry + 2), Int(entry[0]) << 8 | Int(entry[1]))
    }
  }
}

/// `@unchecked`: matching never alters a compiled program (pcre2api, MULTITHREADING); everything a match
/// writes to belongs to its caller.
extension Pattern: @unchecked Sendable {}

/// How a match ended.
package enum MatchOutcome: Sendable, Equatable {
  case none
  case match
  /// A limit was hit: PCRE2's negative code, or that the budget was spent.
  case fault(Int32)
}
