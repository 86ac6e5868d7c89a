package import Conversations
package import Dialogue

extension StoreRequest {
  /// As an action is noted where no back end does it.
  package init(_ request: ActionRequest) {
    self.init(
      reference: request.reference, time: request.time, action: request.action, flow: request.flow,
      order: request.order, email: request.email, customer: request.customer,
      details: request.slots.map { ($0.name, $0.value) },
      conversation: String(
        decoding: request.conversation.flatMap {
          [JSONWriter.hexDigit($0 >> 4), JSONWriter.hexDigit($0 & 15)]
        },
        as: UTF8.self))
  }
}
