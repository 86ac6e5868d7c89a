import HTTP
import Pages

extension ServiceHandler {
  /// The demo storefront, the files it links, and the contract.
  ///
  /// The policy lets the page load nothing from elsewhere and run no inline code.
  mutating func page(_ request: Request, _ response: inout ResponseWriter) {
    guard let page = Page.all.first(where: { request.path.elementsEqual($0.path.utf8) }) else {
      return answer(Problem(.notFound, "There is nothing at this path."), request, &response)
    }
    if let known = request.header("if-none-match"), known.text.contains(page.etag) {
      response.start(.notModified)
      response.field("ETag", page.etag)
      return response.finish()
    }
    response.start(.ok)
    writeCommonFields(&response)
    response.field("Content-Type", page.contentType)
    response.field("ETag", page.etag)
    response.field("Cache-Control", "no-cache")
    response.field("Content-Security-Policy", Self.policy)
    response.field("Referrer-Policy", "no-referrer")
    response.finish(page.body)
  }

  private static let policy: StaticString = """
    default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; img-src 'self'; \
    base-uri 'none'; form-action 'none'; frame-ancestors 'none'
    """

  /// A browser asks before it sends a page's request to us.
  func preflight(_ response: inout ResponseWriter) {
    response.start(.noContent)
    writeCommonFields(&response)
    response.field("Allow", exchange.route.methods.allow)
    if !exchange.origin.isEmpty {
      response.field("Access-Control-Allow-Methods", exchange.route.methods.allow)
      response.field("Access-Control-Allow-Headers", "Content-Type, Authorization, X-Request-Id, Traceparent")
      response.field("Access-Control-Max-Age", 600)
    }
    response.finish()
  }
}
