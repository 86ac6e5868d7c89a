import Foundation
import Testing

/// Whole decisions on text in other languages and other directions: spans are those of the text as it was typed.
@Suite("Text in French, Hebrew and Arabic, and names of products, through a whole decision")
struct ScriptTests {
  private static let database = Result {
    let folder = try TemporaryFolder.shared()
    try folder.write("shop/shop.yaml", "name: Nest\nproducts: [Ordel Lamp]\n")
    try folder.write(
      "shop/orders.jsonl",
      #"{"number":"77001","email":"ann@example.com","status":"paid","items":[{"name":"Refunt Pan - 24 cm","quantity":1}]}"#
        + "\n")
    try folder.write("shop/intents/all.yaml", knowledge)
    let outcome = try Parley.run(["import", "shop", folder.path("shop"), "--db", folder.path("db")])
    guard outcome.status == 0 else { throw Failure(outcome.error) }
    return folder.path("db")
  }

  private static let knowledge = """
    intents:
      track_order:
        rules: ['where is my order']
        examples: [where is my order, track my order, when will my order arrive, my order is late]
        replies: [On its way.]
      refund:
        examples: [i want a refund, refund my payment, when do i get my refund, give me my money back]
        replies: [Refunded.]
    locales:
      fr:
        intents:
          track_order:
            rules: ['où est (?:ma|mon) (?:commande|colis)']
            examples: [où est ma commande, suivre ma commande, quand arrive mon colis, ma commande est en retard]
            replies: [En route.]
          refund:
            examples: [je veux un remboursement, rembourser mon achat, quand suis-je remboursé, rendez-moi mon argent]
            replies: [Remboursé.]
      he:
        intents:
          track_order:
            rules: ['איפה ה(?:הזמנה|חבילה) שלי']
            examples: [איפה ההזמנה שלי, מתי תגיע החבילה שלי, מעקב אחר הזמנה]
            replies: [בדרך.]
          refund:
            examples: [אני רוצה החזר כספי, מתי אקבל את הכסף, החזר בבקשה]
            replies: [הוחזר.]
      ar:
        intents:
          track_order:
            rules: ['أين (?:طلبي|طردي)']
            examples: [أين طلبي, متى يصل طردي, تتبع الطلب]
            replies: [في الطريق.]
          refund:
            examples: [أريد استرداد المال, متى أسترد المال, استرداد من فضلك]
            replies: [تم.]

    """

  struct Example: Sendable, CustomTestStringConvertible {
    var locale: String
    var text: String
    var intent: String
    /// Of the rule, as it was typed.
    var span: String?
    /// What was typed and what was read.
    var repairs: [String] = []
    var reply: String
    var testDescription: String { "“\(text)”" }
  }

  @Test(
    "is understood, and every span is of what was typed",
    arguments: [
      Example(
        locale: "fr", text: "Où est ma COMMANDE ?", intent: "track_order", span: "Où est ma COMMANDE",
        reply: "En route."),
      Example(
        locale: "fr", text: "ou est ma comande", intent: "track_order", span: "ou est ma comande",
        repairs: ["comande>commande"], reply: "En route."),
      Example(
        locale: "fr-CA", text: "« Où  est mon cólis »", intent: "track_order", span: "Où  est mon cólis",
        reply: "En route."),
      Example(
        locale: "fr", text: "Je veux un rembousement…", intent: "refund",
        repairs: ["rembousement>remboursement"],
        reply: "Remboursé."),
      Example(locale: "fr", text: "l’argent, rendez–le moi!", intent: "refund", reply: "Remboursé."),
      Example(
        locale: "he", text: "שלום, איפה ההזמנה שלי?", intent: "track_order", span: "איפה ההזמנה שלי",
        reply: "בדרך."),
      // Points, and marks of direction around the words: one at the end belongs to the letter before it, as points do.
      Example(
        locale: "he", text: "\u{202B}אֵיפֹה הַהַזְמָנָה שֶׁלִּי\u{202C}", intent: "track_order",
        span: "אֵיפֹה הַהַזְמָנָה שֶׁלִּי\u{202C}", reply: "בדרך."),
      Example(locale: "he", text: "החזר כספי בבקשה", intent: "refund", reply: "הוחזר."),
      Example(
        locale: "ar", text: "«أين طلبي؟»", intent: "track_order", span: "أين طلبي", reply: "في الطريق."),
      Example(
        locale: "ar", text: "من فضلك \u{200F}أَيْنَ طَلَبِي", intent: "track_order", span: "أَيْنَ طَلَبِي",
        reply: "في الطريق."),
      Example(locale: "ar", text: "أريد المال", intent: "refund", reply: "تم."),
      // What is sold is never misspelt: named in shop.yaml, in a file of orders; what is not sold still is.
      Example(
        locale: "en", text: "Where is my order, the ORDEL lamp?", intent: "track_order",
        span: "Where is my order",
        reply: "On its way."),
      Example(locale: "en", text: "my refunt pan is late", intent: "track_order", reply: "On its way."),
      Example(
        locale: "en", text: "a refumd", intent: "refund", repairs: ["refumd>refund"], reply: "Refunded."),
    ])
  func understood(_ example: Example) throws {
    let answer = try Parley.run([
      "ask", example.text, "--db", try Self.database.get(), "--locale", example.locale, "--explain", "--json",
    ]).json()
    let intent = try #require(answer["intent"] as? [String: Any])
    #expect(intent["name"] as? String == example.intent)
    #expect((answer["reply"] as? [String: Any])?["text"] as? String == example.reply)
    let explanation = try #require(answer["explain"] as? [String: Any])
    let span = explanation["span"] as? [String: Any]
    #expect(span?["text"] as? String == example.span)
    if let span { #expect(Self.isCut(span, from: example.text)) }
    let repairs = explanation["repairs"] as? [[String: Any]] ?? []
    #expect(repairs.map { "\($0["from"] ?? "")>\($0["to"] ?? "")" } == example.repairs)
    for repair in repairs {
      #expect(Self.isCut(try #require(repair["span"] as? [String: Any]), from: example.text))
    }
  }

  /// Whether a span's text is what stands at its code points.
  private static func isCut(_ span: [String: Any], from text: String) -> Bool {
    guard let start = span["start"] as? Int, let end = span["end"] as? Int else { return false }
    let scalars = Array(text.unicodeScalars)
    guard start >= 0, end >= start, end <= scalars.count else { return false }
    return String(String.UnicodeScalarView(scalars[start..<end])) == span["text"] as? String
  }
}
