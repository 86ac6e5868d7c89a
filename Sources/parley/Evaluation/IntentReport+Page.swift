extension IntentReport {
  /// The report as one HTML page that needs nothing else: no script, no style sheet, no image from elsewhere.
  ///
  /// - Parameter file: What was measured, as its title.
  func page(of file: String) -> String {
    """
    <!doctype html>
    <html lang="en">
    <head>
    <meta charset="utf-8">
    <meta name="viewport" content="width=device-width, initial-scale=1">
    <title>Understanding: \(Markup.escaped(file))</title>
    <style>
    :root { color-scheme: light dark }
    body { font: 16px/1.5 system-ui, sans-serif; margin: 2rem auto; max-width: 64rem; padding: 0 1rem }
    table { border-collapse: collapse; width: 100%; margin-bottom: 2rem }
    th, td { border-bottom: 1px solid #8886; padding: .3rem .6rem; text-align: left; vertical-align: top }
    td.n, th.n { text-align: right; font-variant-numeric: tabular-nums; white-space: nowrap }
    meter { width: 8rem; vertical-align: middle }
    svg { max-width: 26rem; width: 100% }
    .axis { stroke: currentColor; stroke-opacity: .5; fill: none }
    .ideal { stroke: currentColor; stroke-opacity: .4; stroke-dasharray: 4 4 }
    .dot { fill: #2a78c8 }
    svg text { fill: currentColor; font-size: 11px }
    </style>
    </head>
    <body>
    <h1>Understanding</h1>
    <p><code>\(Markup.escaped(file))</code></p>
    \(summaryTable)
    <h2>Reliability</h2>
    <p>Of the messages answered with a confidence, how many were right. On the dashed line the confidence is what it says; the
    area of a dot is how many messages it stands for.</p>
    \(reliabilityCurve)
    \(tallyTable("By tag", "Tag", byTag.sorted { $0.key < $1.key }))
    \(confusionTable)
    \(tallyTable("By intent", "Intent", worstFirst))
    </body>
    </html>

    """
  }

  private var summaryTable: String {
    Markup.table(
      head: [("Messages", true), ("Right", true), ("Abstained", true), ("Wrong", true), ("A message", true)],
      rows: [
        [
          "\(all.total)", "\(all.correct) (\(percent(all.accuracy)))", "\(all.abstained)", "\(wrong)",
          "\(rounded(microsPerMessage, to: 10)) µs",
        ]
      ])
  }

  private var confusionTable: String {
    guard !confusions.isEmpty else { return "" }
    let shown = sortedConfusions.prefix(Self.mostConfusions)
    let rows = shown.map { confusion, seen in
      ["\(seen.count)", confusion.expected, confusion.decided, seen.example].map(Markup.escaped)
    }
    let left = confusions.count - shown.count
    return "<h2>Confusions</h2>\n"
      + Markup.table(
        head: [("Times", true), ("Meant", false), ("Taken for", false), ("For example", false)], rows: rows)
      + (left > 0 ? "<p>And \(left) more \(left == 1 ? "kind" : "kinds").</p>" : "")
  }

  private func tallyTable(_ title: String, _ kind: String, _ tallies: [(key: String, value: Tally)]) -> String
  {
    guard !tallies.isEmpty else { return "" }
    let rows = tallies.map { name, tally in
      [
        Markup.escaped(name), "\(tally.total)", "\(tally.correct)", "\(tally.abstained)",
        "<meter value=\"\(rounded(tally.accuracy, to: 10_000))\"></meter> \(percent(tally.accuracy))",
      ]
    }
    return "<h2>\(title)</h2>\n"
      + Markup.table(
        head: [(kind, false), ("Messages", true), ("Right", true), ("Abstained", true), ("Accuracy", true)],
        rows: rows)
  }

  /// Confidence from left to right, share of right answers upwards, a dot a bin.
  private var reliabilityCurve: String {
    let (side, edge) = (240.0, 36.0)
    let most = Double(reliability.map(\.total).max() ?? 0)
    var dots = ""
    for (bin, tally) in reliability.enumerated() where tally.total > 0 {
      let (x, y) = (edge + side * (Double(bin) + 0.5) / 10, 8 + side * (1 - tally.accuracy))
      let radius = 2.5 + 9 * (Double(tally.total) / most).squareRoot()
      let said = "\(Double(bin) / 10) to \(Double(bin + 1) / 10): \(tally.correct) of \(tally.total)"
      dots += "<circle class=\"dot\" cx=\"\(rounded(x, to: 10))\" cy=\"\(rounded(y, to: 10))\" "
      dots += "r=\"\(rounded(radius, to: 10))\"><title>\(said)</title></circle>\n"
    }
    return """
      <svg viewBox="0 0 \(Int(side + edge) + 12) \(Int(side) + 48)" role="img" aria-label="Reliability curve">
      <path class="axis" d="M\(Int(edge)) 8v\(Int(side))h\(Int(side))"/>
      <path class="ideal" d="M\(Int(edge)) \(Int(side) + 8)L\(Int(edge + side)) 8"/>
      <text x="4" y="14">1</text><text x="4" y="\(Int(side) + 8)">0</text>
      <text x="\(Int(edge))" y="\(Int(side) + 26)">0</text><text x="\(Int(edge + side))" y="\(Int(side) + 26)">1</text>
      <text x="\(Int(edge + side / 2) - 30)" y="\(Int(side) + 40)">confidence</text>
      \(dots)</svg>
      """
  }
}

/// Pieces of HTML.
private enum Markup {
  /// Text that is read as nothing but text, in an element or in a quoted attribute.
  static func escaped(_ text: String) -> String {
    var result = ""
    for character in text.unicodeScalars {
      switch character {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "'": result += "&#39;"
      default: result.unicodeScalars.append(character)
      }
    }
    return result
  }

  /// - Parameters:
  ///   - head: Titles, and whether the column holds numbers.
  ///   - rows: Cells, already HTML.
  static func table(head: [(title: String, isNumber: Bool)], rows: [[String]]) -> String {
    let titles = head.map { "<th\($0.isNumber ? " class=\"n\"" : "")>\($0.title)</th>" }.joined()
    let lines = rows.map { cells in
      let cells = zip(head, cells).map { "<td\($0.isNumber ? " class=\"n\"" : "")>\($1)</td>" }.joined()
      return "<tr>\(cells)</tr>"
    }
    return
      "<table>\n<thead><tr>\(titles)</tr></thead>\n<tbody>\n\(lines.joined(separator: "\n"))\n</tbody>\n</table>\n"
  }
}
