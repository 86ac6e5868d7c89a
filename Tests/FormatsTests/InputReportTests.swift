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

  @Test("say a mistake once that was warned of before")
  func promoted() {
    var report = InputReport()
    let place = Place(file: "f", line: 2, column: 3)
    report.warn(at: place, "no reply")
    report.warn(at: place, "odd")
    report.add(InputError(.schema, at: place, "no reply"))
    #expect(report.lines == ["f:2:3: no reply", "f:2:3: warning: odd"])
    #expect(report.errorCount == 1 && report.warningCount == 1)
  }
}
