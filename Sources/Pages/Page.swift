import Crypto

/// A file that the server carries inside the binary: the demo storefront of `Widget/` and the contract of `docs/`, so
/// that it needs no working directory. The package manager embeds them; links beside this file say which.
package struct Page: Sendable {
  /// The path it is served at, without a query.
  package let path: String
  package let contentType: String
  package let body: [UInt8]
  /// A strong validator (RFC 9110, section 8.8.3), quotes included: a hash of the body.
  package let etag: String

  package static let all = [
    Page("/", "text/html; charset=utf-8", PackageResources.storefront_html),
    Page("/storefront.css", "text/css; charset=utf-8", PackageResources.storefront_css),
    Page("/storefront.js", "text/javascript; charset=utf-8", PackageResources.storefront_js),
    Page("/openapi.json", "application/json", PackageResources.openapi_json),
  ]

  private init(_ path: String, _ contentType: String, _ body: [UInt8]) {
    self.path = path
    self.contentType = contentType
    self.body = body
    etag = "\"\(BLAKE2b.hash128(body).description)\""
  }
}
