import Foundation
import Testing

/// Which messages of the starter store's shoppers hold several requests, and which only look so.
@Suite("Several requests in one message")
struct ClauseTests {
  /// What is understood, in order.
  static let several: [(String, [String])] = [
    ("cancel 1042 and where is 1043", ["cancel_order", "track_order"]),
    ("i want a refund and also what are your opening hours?", ["get_refund", "opening_hours"]),
    ("where is my order? also how do i reset my password", ["track_order", "recover_password"]),
    ("cancel my order #1042. and do you ship abroad?", ["cancel_order", "international_shipping"]),
    ("what are your opening hours and do you take paypal", ["opening_hours", "check_payment_methods"]),
    ("where is 1042 and where is 1043", ["track_order", "track_order"]),
    ("cancel 1042 and 1043", ["cancel_order", "cancel_order"]),
    ("i forgot my password, and do you sell gift cards?", ["recover_password", "gift_card"]),
    ("hi, where is my order and what is your phone number", ["track_order", "contact_customer_service"]),
    ("thanks! where is my refund? and can i pay with klarna?", ["track_refund", "check_payment_methods"]),
    (
      "delete my account and unsubscribe me from the newsletter",
      ["delete_account", "newsletter_subscription"]
    ),
    ("what is your refund policy? do you have a size guide?", ["check_refund_policy", "size_guide"]),
    ("do you price match, and is there a student discount", ["price_match", "discount_question"]),
    ("track order 1042; cancel order 1043", ["track_order", "cancel_order"]),
    ("can i collect my order in the store? what are your opening hours?", ["store_pickup", "opening_hours"]),
    (
      "i need the invoice for order 1042 and my coupon code does not work", ["get_invoice", "coupon_problem"]
    ),
    ("where is my package and i want to speak to a human", ["track_order", "contact_human_agent"]),
    (
      "how do i create an account? and which payment methods do you accept?",
      ["create_account", "check_payment_methods"]
    ),
    ("cancel my subscription and delete my account", ["cancel_subscription", "delete_account"]),
    ("wehre is my oredr and how do i rseet my pasword??", ["track_order", "recover_password"]),
    ("I want to return a lamp. Where is your nearest store? Thanks!", ["return_item", "store_location"]),
    (
      "track my order, cancel order 1042 and show me the size guide",
      ["track_order", "cancel_order", "size_guide"]
    ),
  ]

  static let one = [
    "I purchased two chairs, can I still change my order?",
    "black and white", "do you have it in black and white", "what is your return and refund policy",
    "return and refund policy", "terms and conditions", "click and collect",
    "how does click and collect work",
    "change my name and address", "my name and address changed",
    "i ordered two mugs and a lamp, where are they", "where is my order, i placed it last week",
    "hi, where is my order",
    "hello. where is my order? thanks!", "thanks, bye", "the lamp and the shade are broken",
    "i bought a chair and it is broken", "can i return or exchange it", "my parcel is late. where is it?",
    "i sent it back two weeks ago and still no refund", "please cancel my order, i ordered by mistake",
    "how long does delivery take and how much does it cost", "it says delivered and i never got it",
    "do you ship to germany and austria", "i paid with my card and was charged twice",
    "is the shirt warm and soft",
    "can you help me? i want to return a lamp", "order 1042 and 1043",
    "i want a refund and i want it now", "size chart for men and women", "yes and no",
    "the box was open and one cup is missing", "wait, and then?", "ok, and how do i return it",
    "where is order 1042, ordered on monday, paid by card",
    "what is the capital of france and who wrote hamlet",
    "good morning, hope you are well, i have a question", "a, b, c, d, e, f and g", "and", "and and and and",
  ]

  private func chat(_ messages: [String]) throws -> [[String: Any]] {
    let server = try Server(database: try StarterStore.database())
    defer { server.stop() }
    return try messages.map { try server.http.chat($0).json }
  }

  private func intents(of parts: [[String: Any]]) -> [String] {
    parts.compactMap { ($0["intent"] as? [String: Any])?["name"] as? String }
  }

  @Test("is answered in order, the first on top")
  func severalRequests() throws {
    let replies = try chat(Self.several.map(\.0))
    for ((message, expected), json) in zip(Self.several, replies) {
      let parts = json["parts"] as? [[String: Any]] ?? []
      #expect(intents(of: parts) == expected, "\(message)")
      let turn = Turn(json: json)
      #expect(turn.intent == expected[0], "\(message)")
      let texts = parts.compactMap { ($0["reply"] as? [String: Any])?["text"] as? String }
      #expect(texts.count == expected.count && texts.allSatisfy { !$0.isEmpty }, "\(message)")
      #expect(turn.text == texts.joined(separator: "\n\n"), "\(message)")
    }
  }

  @Test("and messages that only look so stay whole")
  func oneRequest() throws {
    for (message, json) in zip(Self.one, try chat(Self.one)) { #expect(json["parts"] == nil, "\(message)") }
  }

  @Test("each clause has its own identifiers: the flow takes those of its own")
  func identifiers() throws {
    let server = try Server(database: try StarterStore.database())
    defer { server.stop() }
    let first = try server.http.chat("do you take paypal and where is order 1042")
    #expect(first.intent == "check_payment_methods")
    let second = try server.http.chat("anna@example.com", context: first.context)
    #expect(second.intent == "track_order")
    #expect(second.cards.first?["number"] as? String == "#1042")
    // With the e-mail in it, the order is shown at once, and the other answer follows.
    let both = try server.http.chat("where is order 1042, anna@example.com? and what are your opening hours?")
    #expect(both.cards.first?["number"] as? String == "#1042")
    #expect(intents(of: both.json["parts"] as? [[String: Any]] ?? []) == ["track_order", "opening_hours"])
  }
}
