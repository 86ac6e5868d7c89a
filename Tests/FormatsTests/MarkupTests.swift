import Testing

@testable import Formats

@Suite("Markup of answers")
struct MarkupTests {
  @Test(
    "HTML becomes small Markdown",
    arguments: [
      ("plain text", "plain text"), ("a &amp; b &lt;c&gt; &nbsp;&euro;", "a & b <c> €"),
      ("<p>One.</p><p>Two.</p>", "One.\n\nTwo."), ("One<br>Two<br/>Three", "One\nTwo\nThree"),
      ("<b>Bold</b> and <strong>strong</strong>", "**Bold** and **strong**"),
      ("a<b> b </b>c", "a **b** c"), ("<b><strong>x</strong></b>", "**x**"),
      (
        "See <a href=\"https://x.example/a?b=1&amp;c=2\">our <b>page</b></a>.",
        "See [our **page**](https://x.example/a?b=1&c=2)."
      ),
      (
        "<a href=\"javascript:alert(1)\">x</a> <a href=\"mailto:a@x.example\">write</a>",
        "x [write](mailto:a@x.example)"
      ),
      ("<ul><li>One</li>\n<li>Two <b>2</b></li></ul>", "- One\n- Two **2**"),
      (
        "<p>Do:</p><ol><li><p>Open</p></li><li><p>Close</p></li></ol><p>Done.</p>",
        "Do:\n\n1. Open\n2. Close\n\nDone."
      ),
      ("<ul><li>One<ul><li>Inner</li></ul></li><li>Two</li></ul>", "- One\n  - Inner\n- Two"),
      ("<h2>Title</h2>Text", "**Title**\n\nText"),
      ("<table><tr><td>a</td><td>b</td></tr><tr><td>c</td><td>d</td></tr></table>", "a | b\nc | d"),
      ("<script>alert(1)</script><style>p{}</style>Text<img src=x alt=\"a lamp\">", "Texta lamp"),
      ("<div><div>  A \n  line </div></div>", "A line"), ("<p>not closed <b>bold", "not closed **bold**"),
      ("", ""),
      ("<!-- c --><p></p>", ""),
    ])
  func markdown(_ html: String, _ markdown: String) {
    #expect(HTMLMarkdown.text(of: html) == markdown)
  }

  @Test("nested beyond all measure is cut, not followed")
  func deep() {
    let html = String(repeating: "<div>", count: 200_000) + "x" + String(repeating: "<b>", count: 200_000)
    #expect(HTMLMarkdown.text(of: html).count < 10)
  }

  @Test(
    "small Markdown becomes HTML, and its text is never markup",
    arguments: [
      ("a\nb\n\nc", "<p>a<br>b</p><p>c</p>"), ("**b** & <i>", "<p><strong>b</strong> &amp; &lt;i&gt;</p>"),
      ("- x\n- **y**\n\n1. z", "<ul><li>x</li><li><strong>y</strong></li></ul><ol><li>z</li></ol>"),
      (
        "[a \"b\"](https://x.example/?q=\"1\")",
        "<p><a href=\"https://x.example/?q=&quot;1&quot;\">a &quot;b&quot;</a></p>"
      ),
      ("[a](javascript:x) ** [", "<p>[a](javascript:x) ** [</p>"), ("", ""),
    ])
  func html(_ markdown: String, _ html: String) {
    #expect(MarkdownHTML.html(of: markdown) == html)
  }

  @Test("Markdown is cut at its headings, code left whole, places kept")
  func page() throws {
    let text = """
      ---
      category: Delivery
      tags: [a, b]
      ---
      Above.

      # One ##

      Text of one.
      ```
      # no heading
      ```
      ## Two {#two}
      #hash
      """
    let page = try MarkdownPage(SourceFile(name: "f.md", text: text))
    #expect(try page.front?["category"]?.string() == "Delivery")
    #expect(page.front.map { "\($0.entries[1].keyPlace)" } == "f.md:3:1")
    #expect(page.sections.map(\.level) == [0, 1, 2])
    #expect(page.sections.map(\.title) == ["", "One", "Two"])
    #expect(page.sections.map(\.id) == [nil, nil, "two"])
    #expect(page.sections.map(\.body) == ["Above.", "Text of one.\n```\n# no heading\n```", "#hash"])
    #expect(page.sections.map { $0.place.line } == [1, 7, 13])
    let broken = #expect(throws: InputError.self) {
      try MarkdownPage(SourceFile(name: "f.md", text: "---\na: [\n---\n"))
    }
    #expect(broken?.description.hasPrefix("f.md:") == true)
    #expect(throws: InputError.self) {
      try MarkdownPage(SourceFile(name: "f.md", text: "---\na: &x 1\nb: *x\n---\n"))
    }
  }

  @Test("the JSON of a page is found, and its mistakes are told by their line")
  func linkedData() throws {
    let page = HTMLPage(
      name: "p.html",
      bytes: Array(
        "<html><head>\n<script type=\"application/ld+json\">{\"@type\": \"A<b>\"}</script>\n<script>var x</script><script type='application/ld+json'> </script></head></html>"
          .utf8))
    #expect(try page.linkedData().map(\.value) == [["@type": "A<b>"]])
    let bad = HTMLPage(
      name: "p.html",
      bytes: Array("<html>\n\n<script type=\"application/ld+json\">\n{\"a\":\n]}</script>".utf8))
    let error = #expect(throws: InputError.self) { try bad.linkedData() }
    #expect(error?.place.line == 5)
  }
}
