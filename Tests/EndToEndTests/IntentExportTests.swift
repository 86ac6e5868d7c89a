import Foundation
import Testing

@Suite("Intents of several locales")
struct IntentExportTests {
  private static let mixed = """
    locale: en
    lists:
      order: [orders?]
    intents:
      track:
        rules: ['where is my {order}']
        examples: [where is my order]
        replies: ['On its way.']
    locales:
      de:
        lists:
          order: [bestellung]
        intents:
          track:
            rules: ['wo ist meine {order}']
            examples: [wo ist meine Bestellung]
            replies: ['Ist unterwegs.']

    """

  @Test("are written as one file that import takes again, to the same revision", arguments: ["yaml", "csv"])
  func roundTrip(_ format: String) throws {
    let folder = try TemporaryFolder()
    try folder.write("in.yaml", Self.mixed)
    let run = { (arguments: [String]) in try Parley.run(arguments, folder: folder.path) }
    #expect(try run(["import", "intents", "in.yaml", "--db", "one"]).status == 0)
    let exported = try run(["export", "intents", "--format", format, "--db", "one"])
    #expect(exported.status == 0)
    try folder.write("out.\(format)", exported.output)
    // Examples alone take the place of those that are there, rules and replies stay.
    let database = format == "yaml" ? "two" : "one"
    #expect(try run(["import", "intents", "out.\(format)", "--db", database]).status == 0)
    let again = try run(["export", "intents", "--format", format, "--db", database])
    #expect(again.output == exported.output)
    for (text, locale, reply) in [
      ("where is my order", "en", "On its way."), ("wo ist meine Bestellung", "de", "Ist unterwegs."),
    ] {
      let asked = try run(["ask", text, "--locale", locale, "--db", database])
      #expect(asked.output.hasPrefix(reply))
    }
  }

  @Test("'--format' says how a file of intents is written, whatever its name ends in")
  func format() throws {
    let folder = try TemporaryFolder()
    try folder.write("in.txt", "utterance,intent\nhello,greeting\nbye,goodbye\n")
    let run = { (arguments: [String]) in try Parley.run(arguments, folder: folder.path) }
    #expect(try run(["import", "intents", "in.txt", "--format", "csv", "--db", "db"]).status == 0)
    let wrong = try run(["import", "intents", "in.txt", "--format", "jsonl", "--db", "db"])
    #expect(wrong.status == 2)
    #expect(wrong.error.hasPrefix("parley import: '--format' is yaml or csv for intents, not 'jsonl'."))
  }
}
