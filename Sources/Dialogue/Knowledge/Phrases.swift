/// What the bot says in its own name: when it declines, asks back, or leads back to a flow.
///
/// A store words them in `phrases.yaml`; what it leaves out is said in the plain English below, so that a
/// database of an FAQ alone can speak too.
package struct Phrases: Codable, Sendable, Equatable {
  package var texts: [String: [String]] = [:]

  package init() {}

  /// Every phrase there is, with its standard wording.
  package static let standard: [String: [String]] = [
    "fallback": [
      "Sorry, I do not know that. I can help with orders, delivery, returns and your account.",
      "I am afraid I did not understand. Could you say it in other words?",
    ],
    "blank": ["I did not see a word in that. What can I do for you?"],
    "fallback_suggestions": ["Where is my order?", "How do I return something?", "Talk to a person"],
    "clarify": ["Just to be sure: is it “{option.a}” or “{option.b}”?"],
    "faq_near": ["I am not sure which of these you mean:"],
    "no_reply": ["I understood, but I have no answer to that yet."],
    "order_found": ["Order {order.number}: {order.status}."],
    "order_refused": ["I could not find an order with these details. Please check them and type them again."],
    "orders_unavailable": ["I cannot look at orders at the moment. Please try again in a minute."],
    "left_flow": ["All right, I have stopped. Is there anything else?"],
    "lead_back": ["Back to where we were: {prompt}"],
    "gave_up": ["I do not seem to get there. Would you like to talk to a person?"],
    "gave_up_suggestions": ["Talk to a person", "Never mind"],
    "leave_words": [
      "never mind", "nevermind", "forget it", "forget about it", "stop", "quit", "exit", "cancel that",
      "leave it", "no thanks", "skip it", "start over",
    ],
    "yes_words": [
      "y", "yes", "yes please", "yeah", "yep", "yup", "ya", "sure", "ok", "okay", "k", "alright", "all right",
      "correct", "right", "thats right", "that is right", "thats correct", "that is correct", "exactly",
      "please do",
      "do it", "do that", "go ahead", "go for it", "of course", "confirm", "confirmed", "i confirm",
      "absolutely",
      "perfect", "great", "looks good", "looks right", "all good", "spot on", "that works", "perfect thanks",
      "great thanks",
      "definitely", "sounds good", "fine", "please", "i am sure", "im sure",
    ],
    "no_words": [
      "n", "no", "nope", "nah", "no thanks", "no thank you", "dont", "do not", "please dont", "not yet",
      "not now",
      "not really", "rather not", "id rather not", "no way", "negative", "keep it", "leave it", "no please",
      "never", "never ever", "definitely not", "absolutely not", "of course not", "certainly not",
      "surely not",
      "sure not", "please not", "hell no", "naw", "not ok", "not okay", "id rather keep it",
      "i would rather keep it", "i want to keep it", "leave it as it is",
      "that is not right", "thats not right", "that is not correct", "thats not correct", "not right",
      "not correct",
    ],
    "hesitation_words": [
      "not sure", "not so sure", "not certain", "unsure", "uncertain", "dont know", "do not know", "no idea",
      "maybe",
      "perhaps", "let me think", "need to think", "have to think", "did not say", "didnt say",
    ],
    "weak_yes_words": [
      "perfect", "great", "looks good", "looks right", "all good", "spot on", "that works", "perfect thanks",
      "great thanks",
      "ok", "okay", "k", "alright", "all right", "fine", "right", "correct", "thats right", "that is right",
      "thats correct", "that is correct", "exactly", "sounds good", "please", "of course", "absolutely",
      "definitely", "sure",
    ],
    "doubt_words": [
      "no", "not", "nope", "nah", "never", "none", "dont", "do not", "doesnt", "didnt", "isnt", "arent",
      "wasnt",
      "cant", "cannot", "wont", "wouldnt", "shouldnt", "couldnt", "havent", "hasnt", "without", "neither",
      "nor",
      "wait", "hold on", "hang on", "hold it", "stop", "one moment", "a moment", "one second", "a second",
      "a minute",
      "slow down", "but", "if", "unless", "maybe", "perhaps", "might", "unsure", "uncertain", "wonder",
      "depends",
      "think about", "let me think", "later", "instead", "rather", "keep", "changed my mind", "undo",
    ],
    "skip_words": [
      "skip", "skip it", "skip that", "none", "nothing", "i dont have one", "dont have one", "n a", "na",
    ],
    "correction_words": [
      "no", "nope", "sorry", "oh", "oops", "ups", "wait", "hold on", "hang on", "actually", "i meant",
      "i mean", "correction", "wrong",
      "wrong number", "wrong email", "wrong order", "my mistake", "my bad", "typo", "not that", "make that",
      "i said", "it is", "its",
      "it should be", "should be", "i meant to say", "the right one is", "rather", "use", "instead", "but",
      "that should be",
      "thats wrong", "that is wrong", "i got that wrong", "i mistyped", "it should say", "should say",
      "it should read",
      "change it to", "change that to",
    ],
    "change_words": [
      "actually", "instead", "no wait", "wait", "changed my mind", "i changed my mind", "ive changed my mind",
      "i have changed my mind", "on second thought", "on second thoughts", "no i want", "no i would like",
      "no id like",
      "rather", "id rather", "i would rather", "forget that", "forget it", "never mind that", "never mind",
      "nevermind",
      "hold on",
    ],
    "meant_words": ["i meant", "i mean", "i meant to say", "meant", "i wanted to say", "make that"],
    "aside_unknown": ["I cannot answer that here."],
    "question_words": [
      "what", "whats", "how", "when", "where", "wheres", "why", "who", "which", "can i", "can you", "could i",
      "could you", "do you", "do i", "is there", "is it", "are you", "are there", "does", "may i", "will",
    ],
    "leave_intents": [],
    "yes_intents": [],
    "no_intents": [],
    "number_intents": [],
    "number_words": [
      "order", "number", "no", "nr", "id", "my", "the", "is", "its", "it", "this", "here", "hi", "hello",
      "hey", "please", "and", "other", "another", "what", "about", "also", "too", "now", "great", "ok",
      "thanks",
      "so", "then",
    ],
    "order_words": [
      "order", "orders", "order number", "number", "number is", "e mail", "email", "mail", "address is",
    ],
    "ask_order_number": [
      "What is your order number?", "I need the order number from your confirmation, such as #1042.",
    ],
    "ask_email": [
      "Which e-mail address did you order with?",
      "That does not look like an e-mail address. Which one did you order with?",
    ],
    "ask_code": [
      "If there is an order {slot.order_number}, six digits are on their way to the e-mail address it was placed with. Please type them here; they are good for 10 minutes.",
      "Please type the six digits of the e-mail. None there? Look among your spam, or say “send a code” for new ones.",
    ],
    "filler_words": [
      "hmm", "hm", "mm", "uh", "um", "er", "erm", "well", "oh", "ah", "so", "wait", "hold on", "actually",
      "sorry",
      "let me think", "let me see", "then", "but", "and",
    ],
    "excluding_words": [
      "not", "not the", "not order", "not number", "instead of", "rather than", "isnt", "wasnt", "is not",
      "was not",
    ],
    "all_words": [
      "all", "everything", "both", "all of it", "all of them", "whole order", "complete order", "the lot",
      "every item",
    ],
    "whole_order": ["the whole order"],
    "code_refused": [
      "These digits do not fit, or they are older than 10 minutes. Type them again, or say “send a code” for new ones."
    ],
    "code_unavailable": ["I cannot send you a code at the moment."],
    "code_offer": ["{prompt} Or say “send me a code”: six digits then go to that address."],
    "code_suggestions": ["Send me a code"],
    "code_words": [
      "code", "a code", "send me a code", "send a code", "send code", "send the code", "send me the code",
      "send it again", "send again", "resend", "resend it", "new code", "a new code", "another code",
      "one time code", "use a code", "get a code", "code please", "no code", "did not get a code",
      "didnt get a code", "did not get it", "didnt get it", "have not got it", "havent got it",
      "no code came",
    ],
    "ask_again": ["Sorry, I did not get that. {prompt}"],
    "yes_no": ["Yes", "No"],
    "policy_unclear": ["I cannot decide that by myself: a person has to look at it."],
    "policy_denied": ["I am afraid that is not possible."],
    "action_failed": ["Something went wrong, and nothing was changed. Please talk to a person."],
    "next_request": ["After that we come to: {option.a}. Just ask again."],
    "joining_words": ["and", "also", "plus", "then"],
    "leaning_words": ["it", "its", "it's", "they", "them", "that", "those", "these", "this", "one"],
    "negation_words": ["not", "don't", "didn't", "wouldn't", "never", "longer"],
    "denial_words": ["not", "no"],
    "again_words": [
      "and the", "and my", "what about the", "and what about the", "how about the", "what about my",
      "then the",
    ],
    "wish_words": ["asking", "want", "wanted", "wanna", "need", "wish", "looking", "trying"],
    "clause_words": [
      "i", "im", "id", "ive", "ill", "we", "you", "u", "me", "my", "our", "your", "what", "whats", "how",
      "when",
      "where", "wheres", "why", "who", "which", "can", "could", "do", "does", "did", "is", "are", "will",
      "would", "please", "there",
    ],
    "courtesies": [
      "greeting", "goodbye", "thanks", "affirm", "deny", "frustration", "bot_identity", "bot_capabilities",
    ],
    "date": ["{day} {month}"],
    "months": [
      "January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
      "November", "December",
    ],
  ]

  /// The store's wording, or the standard one; empty only for a name that is no phrase.
  func wordings(_ name: String) -> [String] { texts[name] ?? Self.standard[name] ?? [] }
}
