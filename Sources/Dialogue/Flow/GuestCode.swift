import Orders

/// How a guest, who is not logged in, proves that an order is theirs.
package enum GuestProof: Sendable, Equatable {
  /// By the e-mail address it was placed with.
  case email
  /// By that, or by a one-time code that is sent there.
  case emailOrCode
  /// By a one-time code only.
  case code
}

/// Where a conversation stands with the one-time code of an order; kept in a slot of its own, under the token's seal.
///
/// A code is never kept: it follows from the secret, the conversation, the order and the second it was sent in
/// (``Orders/OneTimeCodes``). A code that was right proves its order for an hour of this conversation.
package struct GuestCode: Sendable, Equatable {
  package enum Stage: Sendable, Equatable {
    /// The shopper wants one.
    case wanted
    /// Asked for then, in seconds since 1970; whether there was anything to send nobody tells.
    case sent(at: Int64)
    /// It was right.
    case proven(until: Int64)
  }

  /// Seconds an order stays proven.
  package static let proofLifetime: Int64 = 3_600
  /// Names that no flow can give a slot.
  static let slotName = "="
  static let askedSlotName = "=code"

  var stage: Stage
  /// The order's number as it is compared; empty while a code is only wanted.
  var order: String

  static let wanted = GuestCode(stage: .wanted, order: "")

  init(stage: Stage, order: String) { (self.stage, self.order) = (stage, order) }

  /// As it stands in a slot; `nil` for what was not written here.
  init?(_ text: String) {
    guard text != "w" else {
      self = .wanted
      return
    }
    let parts = text.dropFirst().split(separator: ".", maxSplits: 1)
    guard parts.count == 2, let seconds = Int64(parts[0]) else { return nil }
    switch text.first {
    case "s": self.init(stage: .sent(at: seconds), order: String(parts[1]))
    case "p": self.init(stage: .proven(until: seconds), order: String(parts[1]))
    default: return nil
    }
  }

  var text: String {
    switch stage {
    case .wanted: "w"
    case .sent(let seconds): "s\(seconds).\(order)"
    case .proven(let seconds): "p\(seconds).\(order)"
    }
  }
}

extension [Slot] {
  /// The conversation's one-time code.
  var guestCode: GuestCode? {
    get { self[named: GuestCode.slotName].flatMap { GuestCode($0) } }
    set { self[named: GuestCode.slotName] = newValue?.text }
  }
}

extension FlowRun {
  /// What a guest has still to prove the order with, beside its number; `nil` when there is something to try.
  mutating func missingProof() -> Stop? {
    guard let asked = flow.slots.firstIndex(where: { $0.kind == .code }) else { return missing("email") }
    guard let key = slots[named: "order_number"].flatMap({ OrderNumber($0)?.key }) else {
      slots[named: "order_number"] = nil
      return missing("order_number")
    }
    switch slots.guestCode {
    case let known? where known.order == key && known.isProven(at: now): return nil
    case let known? where known.order == key && known.isSent:
      return slots[named: GuestCode.askedSlotName] == nil ? .ask(.slot(asked)) : nil
    case let known? where guests == .code || known.stage == .wanted || slots[named: "email"] == nil:
      // Wanted, or sent for another order, or proven too long ago.
      slots[named: GuestCode.askedSlotName] = nil
      return .code(step: step)
    case nil where guests == .code: return .code(step: step)
    default: return missing("email")
    }
  }

  /// What the slots hold for the order to be shown by.
  func proof(of customer: Customer?) -> OrderRequest.Proof {
    if let customer { return .customer(customer) }
    let key = slots[named: "order_number"].flatMap { OrderNumber($0)?.key }
    // What one order was proven by proves no other.
    if guests != .email, let known = slots.guestCode, known.order == key {
      switch known.stage {
      case .proven(let end) where end > now: return .proven
      case .sent(let time): return .code(slots[named: GuestCode.askedSlotName] ?? "", sentAt: time)
      default: break
      }
    }
    return .email(guests == .code ? "" : slots[named: "email"] ?? "")
  }

  /// The address a code was sent to, once one was right.
  var provenEmail: String? {
    guard guests != .email, !isLoggedIn, case .proven = slots.guestCode?.stage else { return nil }
    return order?.email
  }

  /// Notes that a code was asked for, or that one was right; the code itself is let go of.
  mutating func note(_ stage: GuestCode.Stage) {
    slots[named: GuestCode.askedSlotName] = nil
    let key = slots[named: "order_number"].flatMap { OrderNumber($0)?.key } ?? ""
    slots.guestCode = GuestCode(stage: stage, order: key)
  }
}

extension GuestCode {
  fileprivate var isSent: Bool { if case .sent = stage { true } else { false } }

  fileprivate func isProven(at now: Int64) -> Bool {
    if case .proven(let end) = stage { end > now } else { false }
  }
}
