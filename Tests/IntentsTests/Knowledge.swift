import Formats

@testable import Intents

/// Small knowledge for tests, written as an owner would.
enum Knowledge {
  static let shop = """
    lists:
      my: [my, the]
      order: ['orders?', purchase, 'parcels?']
    intents:
      track_order:
        rules:
          - 'where (?:is|are) {my} {order}'
          - match: 'track (?:\\S+ ){0,3}(?<order_number>\\d+)'
            id: track-number
        examples: [where is my order, where has my parcel got to, when will my order arrive, track my parcel]
        replies: ['Let me look.']
        flow: track_order
      cancel_order:
        rules:
          - match: 'cancel {my} {order}'
            unless: 'dont cancel'
        examples: [cancel my order, i want to cancel, please stop my order, i do not want the order any more]
        replies: [Cancelled.]
      get_refund:
        rules:
          - match: 'cancel {my} order and refund'
            priority: 2
        examples: [i want my money back, refund please, how do i get a refund, give me my money back]
        replies: [Refunds take five days.]
      oos:
        examples: [what is the weather, who won the match, sing me a song, how tall is the tower]
    """

  /// Parses and compiles one YAML text; mistakes are listed as printed.
  static func compile(_ text: String) -> (blobs: [IntentBlob]?, lines: [String]) {
    var (source, report) = (IntentSource(), InputReport())
    do throws(InputError) {
      source.addYAML(try SourceFile(name: "shop.yaml", text: text), report: &report)
    } catch {
      report.add(error)
    }
    guard report.isClean else { return (nil, report.lines) }
    return (IntentCompiler.compile(source, report: &report), report.lines)
  }

  static func engine(_ text: String = shop) throws -> IntentEngine {
    try IntentEngine(blobs: compile(text).blobs ?? [])
  }
}
