import Foundation
import Testing

@Suite("parley check looks at rules, examples and dialogues side by side")
struct CheckTests {
  struct Case: CustomTestStringConvertible, Sendable {
    let what: String
    let text: String
    /// Standard error, whole.
    let error: String
    /// Whether it is refused without `--strict` too.
    let isRefused: Bool
    init(_ what: String, _ text: String, _ error: String, isRefused: Bool = true) {
      (self.what, self.text, self.error, self.isRefused) = (what, text, error, isRefused)
    }
    var testDescription: String { what }
  }

  static let cases = [
    Case(
      "a rule that matches another intent's example, and would win there",
      """
      intents:
        a:
          rules: ['cancel (?:my|the) order']
          examples: [cancel my order]
          replies: [A.]
        b:
          examples: [how do I cancel the order I made]
          replies: [B.]
      """,
      "k.yaml:3:14: rule 'a#1' of 'a' matches an example of 'b': “how do I cancel the order I made” at k.yaml:7:16\n"
    ),
    Case(
      "a rule that matches another intent's example, where a better one goes before it",
      """
      intents:
        a:
          rules: ['cancel']
          examples: [cancel it]
          replies: [A.]
        b:
          rules: ['cancel the newsletter']
          examples: [cancel the newsletter]
          replies: [B.]
      """,
      "k.yaml:3:14: warning: rule 'a#1' of 'a' matches an example of 'b': “cancel the newsletter” at k.yaml:8:16; there 'b#1' goes before it\n",
      isRefused: false),
    Case(
      "a rule that matches none of its intent's examples",
      "intents:\n  a:\n    rules: ['refund me']\n    examples: [money back, refund]\n    replies: [A.]\n",
      "k.yaml:3:14: rule 'a#1' matches none of the 2 examples of 'a'\n"),
    Case(
      "two rules that say the same",
      """
      intents:
        a:
          rules: ['where is it', 'Where IS it']
          examples: [where is it]
          replies: [A.]
      """,
      "k.yaml:3:29: rule 'a#2' of 'a' says the same as 'a#1' of 'a' at k.yaml:3:14\n"),
    Case(
      "a rule that another always goes before",
      """
      intents:
        a:
          rules:
            - match: 'where'
              priority: 1
            - 'where is it'
          examples: [where is it]
          replies: [A.]
      """,
      "k.yaml:6:10: rule 'a#2' can never win: whatever it matches, 'a#1' at k.yaml:4:17 matches first\n"),
    Case(
      "a rule that its own unless always silences",
      """
      intents:
        a:
          rules:
            - match: 'where is it'
              unless: 'where'
            - 'is it'
          examples: [is it there]
          replies: [A.]
      """,
      """
      k.yaml:4:17: rule 'a#1' matches none of the 1 example of 'a'
      k.yaml:4:17: rule 'a#1' can never match: its 'unless' matches whatever it does

      """),
    Case(
      "an example of two intents",
      """
      intents:
        a:
          examples: [hello there, hi]
          replies: [A.]
        b:
          examples: [good day, 'Hello, there!']
          replies: [B.]
      """,
      """
      k.yaml:6:26: the example of 'b' is one of 'a' too, at k.yaml:3:16
      k.yaml:6:26: warning: repeats the example at k.yaml:3:16 as an example of 'a'

      """),
    Case(
      "an example twice",
      "intents:\n  a:\n    examples: [hello, HELLO]\n    replies: [A.]\n",
      "k.yaml:3:23: warning: repeats the example at k.yaml:3:16\n", isRefused: false),
    Case(
      "a list that nothing uses",
      "lists:\n  tea: [tea]\nintents:\n  a:\n    examples: [hello]\n    replies: [A.]\n",
      "k.yaml:2:3: warning: no rule uses the list {tea}\n", isRefused: false),
    Case(
      "a list that there is not",
      "intents:\n  a:\n    rules: ['a {tea}']\n    examples: [hello]\n    replies: [A.]\n",
      "k.yaml:3:16: there is no list {tea}\n"),
    Case(
      "a rule that is tried on every message",
      "intents:\n  a:\n    rules: ['\\d+']\n    examples: ['12']\n    replies: [A.]\n",
      "k.yaml:3:14: warning: rule 'a#1' holds no word and no three letters that a message must have, and is tried on every one\n",
      isRefused: false),
    Case(
      "an intent that nothing answers",
      "intents:\n  a:\n    examples: [hello]\n",
      "k.yaml:2:3: intent 'a' has no reply\n"),
  ]

  @Test("and says both places", arguments: cases)
  func finding(_ test: Case) throws {
    let folder = try TemporaryFolder()
    try folder.write("k.yaml", test.text)
    let strict = try Parley.run(["check", "k.yaml", "--strict"], folder: folder.path)
    #expect(strict.error == test.error)
    #expect(strict.status == 1)
    let lenient = try Parley.run(["check", "k.yaml"], folder: folder.path)
    #expect(lenient.error == test.error)
    #expect(lenient.status == (test.isRefused ? 1 : 0))
  }

  @Test(
    "A pattern that could hold up the chat is refused by check and by import, with its place",
    arguments: ["(?:a+)+b", "(?:\\S+ )*(?:\\S+ )*(?:\\S+ )*x y z"])
  func dangerous(_ pattern: String) throws {
    let store = try SmallStore()
    try store.folder.write(
      "k.yaml", "intents:\n  a:\n    rules:\n      - '\(pattern)'\n    examples: [aab]\n    replies: [A.]\n")
    for arguments in [["check", "k.yaml"], ["import", "intents", "k.yaml"]] {
      let outcome = try store.parley(arguments)
      #expect(outcome.error.hasPrefix("k.yaml:4:10: this pattern could hold up the chat: "))
      #expect(outcome.status == 1)
    }
  }

  @Test("The starter store is right, its dialogues included")
  func starterStore() throws {
    let outcome = try Parley.run(["check", "--strict", Workspace.starterStore.path])
    #expect(outcome.error == "")
    #expect(outcome.status == 0)
    let lines = outcome.output.split(separator: "\n")
    #expect(lines.count == 2)
    let dialogues = try #require(lines.first?.split(separator: " ").first.flatMap { Int($0) })
    #expect(dialogues >= 25)
  }

  @Test(
    "What shop.yaml does not say is referred to by no reply and no answer, by 'check' and by 'import shop'")
  func lostFacts() throws {
    let store = try SmallStore()
    try store.folder.write("shop/faq.csv", "id,question,answer\nfax,Do you have a fax?,'Yes: {shop.fax}.'\n")
    try store.folder.write(
      "shop/intents/more.yaml",
      "intents:\n  fax:\n    rules: [fax number]\n    examples: [your fax number]\n    replies: ['{shop.name}: {shop.nope}']\n"
    )
    for command in [["check", "shop"], ["import", "shop", "shop"]] {
      let outcome = try store.parley(command)
      #expect(outcome.status == 1)
      #expect(
        outcome.error.contains(
          "shop/intents/more.yaml:2:3: the reply of 'fax' refers to {shop.nope}, which shop.yaml does not have\n"
        ),
        "\(outcome.error)")
      #expect(
        outcome.error.contains(
          "shop/faq.csv:2:5: the answer of 'fax' refers to {shop.fax}, which shop.yaml does not have\n"))
    }
    #expect(try store.parley("history").output.hasPrefix("* 1  "))
  }

  @Test("A dialogue that goes otherwise than written is told with the line that expected it")
  func dialogues() throws {
    let store = try SmallStore()
    try store.folder.write(
      "shop/tests/talk.yaml",
      """
      dialogues:
        - name: it goes well
          turns:
            - {say: where is my order, expect: {intent: track_order, reply: on its way}}
            - {say: hello, expect: {intent: greeting}}
        - name: another intent
          turns:
            - say: where is my parcel
              expect:
                intent: greeting
        - name: another reply
          turns:
            - {say: hello}
            - say: good morning
              expect:
                reply: [hello, evening]
        - name: a slot
          turns:
            - {say: hello, expect: {slots: {order_number: '1042'}}}

      """)
    let outcome = try store.parley(["check", "shop"])
    #expect(
      outcome.error == """
        shop/tests/talk.yaml:10:19: in “another intent”, after “where is my parcel”: expected 'greeting', understood 'track_order' (rule)
        shop/tests/talk.yaml:16:26: in “another reply”, after “good morning”: expected “evening” in the reply “Hello.”
        shop/tests/talk.yaml:19:53: in “a slot”, after “hello”: expected the slot 'order_number' to be '1042', it is not filled

        """)
    #expect(outcome.status == 1)
  }

  @Test("A conversation that was asked is recorded as a dialogue, turn by turn, and goes as recorded")
  func recorded() throws {
    let store = try SmallStore()
    let file = store.folder.path("shop/tests/new.yaml")
    try store.folder.write("shop/tests/empty.yaml", "dialogues: []\n")
    let first = try store.parley(["ask", "hello \"you\": all", "--record", file, "--json"])
    #expect(first.status == 0)
    let context = try #require(try JSON(Data(first.output.utf8))["context"]?.text)
    #expect(
      try store.parley(["ask", "where is my order", "--record", file, "--context", context]).status == 0)
    #expect(try store.parley(["ask", "what is the weather", "--record", file]).status == 0)
    let text = try String(contentsOfFile: file, encoding: .utf8)
    #expect(text.split(separator: "\n").count { $0.hasPrefix("  - name: ") } == 2)
    #expect(text.split(separator: "\n").count { $0.hasPrefix("      - say: ") } == 3)
    let outcome = try store.parley(["check", "shop"])
    #expect(outcome.error == "")
    #expect(outcome.output.hasPrefix("2 dialogues went as written.\n"))
    let lost = try store.parley([
      "ask", "hello", "--record", store.folder.path("none.yaml"), "--context", context,
    ])
    #expect(lost.status == 1)
  }
}
