import Formats
import Testing

@Suite("Input reports")
struct InputReportTests {
  @Test("keep the first hundred mistakes and count the rest")
  func bounded() {
    var report = InputReport()
    #expect(report.isClean)
    for line in 1...1000 { report.add(InputError(.value, at: Place(file: "f", line: line, column: 1), "no")) }
    report.warn(at: Place(wholeOf: "f"), "hm")
    #expect(report.errorCount == 1000 && !report.isClean)
    #expect(report.lines.count == 102)
    #expect(report.lines.suffix(3) == ["f:100:1: no", "and 900 more errors", "f: warning: hm"])
  }
}
