import Crypto
import HTTP
import Orders

extension ServiceHandler {
  /// The shop's back end proves itself with `PARLEY_API_TOKEN`.
  func authorisation(of request: Request) -> Problem? {
    guard let token = state.configuration.apiToken else {
      return Problem(.forbidden, "No API token is configured.")
    }
    let wrong = Problem(.unauthorized, "The bearer token is missing or wrong.")
    guard let value = request.header("authorization"), value.count > 7 else { return wrong }
    let scheme = UnsafeRawBufferPointer(rebasing: value[..<7])
    guard scheme.isEqual(folded: "bearer ") else { return wrong }
    return constantTimeEqual(Array(value[7...]), token) ? nil : wrong
  }

  /// `PUT /v1/orders/{id}`: the answer follows the commit.
  mutating func putOrder(
    _ request: Request, _ ticket: Ticket, _ response: inout ResponseWriter
  ) -> Progress {
    let id = String(
      decoding: percentDecoded(UnsafeRawBufferPointer(rebasing: request.path.dropFirst(11))), as: UTF8.self)
    do throws(Problem) {
      let order = try OrderBody.order(Array(request.body))
      guard let named = OrderNumber(id), named == OrderNumber(order.number) else {
        throw Problem(.invalidOrder, "The order's number is not the path's.", pointer: "/number")
      }
      store(.upsert(order), for: ticket)
      return .later
    } catch {
      answer(error, request, &response)
      return .answered
    }
  }

  /// `POST /v1/orders` once its body is over.
  mutating func finishUpload(
    _ upload: OrderUpload, _ ticket: Ticket, _ response: inout ResponseWriter
  ) -> HandlerResult {
    var upload = upload
    upload.end()
    if let problem = upload.problem {
      answer(problem, nil, &response)
      end(&response)
      return .done
    }
    pending[ticket] = exchange
    store(.upsertAll(upload.orders), for: ticket)
    return .later(milliseconds: 60_000)
  }

  /// Answers once the writer has told how it went; `nil` when it took too long.
  mutating func answerStored(_ outcome: Completion?, _ response: inout ResponseWriter) {
    switch outcome {
    case .success(let count):
      json.clear()
      json.object { json in
        json.key("upserted")
        json.number(count)
      }
      answerJSON(&response)
    case .failure(.invalid(let reason)): answer(Problem(.invalidOrder, reason), nil, &response)
    case .failure(.failed): answer(Problem(.internal, "The orders could not be stored."), nil, &response)
    case .failure(.busy), nil:
      answer(Problem(.unavailable, "Too many orders wait to be stored."), nil, &response)
    }
  }

  private func store(_ change: OrderWriter.Change, for ticket: Ticket) {
    let completer = completer
    state.writer.submit(change) { result in
      completer.complete(ticket, with: result.mapError { OrderFailure($0) })
    }
  }
}

extension OrderFailure {
  init(_ error: any Error) {
    switch error as? OrderError {
    case .busy: self = .busy
    case .invalid(let reason): self = .invalid(reason)
    default: self = .failed
    }
  }
}
