import Crypto

/// The keyed hashes orders are found by. Without the key they tell nothing about the numbers.
struct OrderHashes: Sendable {
  private let numbers: SipHash
  private let customers: SipHash
  private let emails: SipHash
  private let parcels: SipHash
  private let deliveries: SipHash
  /// Of the blocks of `orders.index`.
  let index: SipHash
  /// Tells one key from another; goes into the file.
  let fingerprint: Int64

  /// Each column hashes under a key of its own, so that equal texts in two columns cannot be told equal.
  init(key: SymmetricKey) {
    numbers = SipHash(key: key.derived("number"))
    customers = SipHash(key: key.derived("customer"))
    emails = SipHash(key: key.derived("email"))
    parcels = SipHash(key: key.derived("parcel"))
    deliveries = SipHash(key: key.derived("delivery"))
    index = SipHash(key: key.derived("index"))
    fingerprint = Int64(bitPattern: SipHash(key: key.derived("fingerprint")).hash(Array("orders.db".utf8)))
  }

  /// Of a number as compared (``OrderNumber``).
  @inline(__always)
  func number(key: UnsafeBufferPointer<UInt8>) -> Int64 {
    Int64(bitPattern: numbers.hash(key))
  }

  /// Of a number as written; `nil` when it is none.
  func number(_ written: String) -> Int64? {
    guard let number = OrderNumber(written) else { return nil }
    return number.key.withBytes(number(key:))
  }

  func customer(_ id: String) -> Int64 {
    id.withBytes { Int64(bitPattern: customers.hash($0)) }
  }

  /// Of a tracking number, compared as order numbers are; `nil` when nothing is left to compare, or too much.
  func parcel(_ written: String) -> Int64? {
    guard let number = OrderNumber(written) else { return nil }
    return number.key.withBytes { Int64(bitPattern: parcels.hash($0)) }
  }

  /// Of every parcel of an order, sorted, each once.
  func parcels(of order: Order) -> [Int64] { Set(order.tracking.compactMap { parcel($0.number) }).sorted() }

  /// Of what a webhook calls its delivery.
  func delivery(_ id: String) -> Int64 { id.withBytes { Int64(bitPattern: deliveries.hash($0)) } }

  /// Without regard to case.
  func email(_ address: String) -> Int64 {
    address.lowercased().withBytes { Int64(bitPattern: emails.hash($0)) }
  }
}

/// The hashes under every key of the deployment's secret, the newest first.
///
/// The file is hashed under one of them; which one, its fingerprint tells. While a secret is being rotated
/// (`new:…,old:…`) the file stays under the old key, and follows when the old one leaves the secret.
struct OrderKeys: Sendable {
  let all: [OrderHashes]

  init(_ ring: KeyRing) {
    all = ring.keys(for: .orderIndex).map { OrderHashes(key: $0) }
  }

  var newest: OrderHashes { all[0] }

  /// The hashes a file with this fingerprint was made with; `nil` when the key is not ours.
  func matching(_ fingerprint: Int64?) -> OrderHashes? {
    all.first { $0.fingerprint == fingerprint }
  }
}

extension String {
  func withBytes<Result>(_ body: (UnsafeBufferPointer<UInt8>) -> Result) -> Result {
    var copy = self
    return copy.withUTF8(body)
  }
}
