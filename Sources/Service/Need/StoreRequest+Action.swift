package import Conversations
package import Dialogue
import HTTP

extension StoreRequest {
  /// As an action is noted where no back end does it.
  package init(_ request: ActionRequest) {
    self.init(
      reference: request.reference, time: request.time, action: request.action, flow: request.flow,
      order: request.order, email: request.email, customer: request.customer,
      details: request.slots.map { ($0.name, $0.value) }, conversation: Self.hexadecimal(request.conversation)
    )
  }

  private static func hexadecimal(_ id: [UInt8]) -> String {
    var digits = OutputBuffer(capacity: 2 * id.count)
    digits.append(hexadecimal: id)
    return digits.bytes.text
  }
}
