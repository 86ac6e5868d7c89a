package import Crypto
package import EventLoop
package import HTTP
package import Orders
package import SharedState

/// Where a server's orders are.
package enum OrdersFrom: Sendable, Equatable {
  /// `orders.db` of its own host.
  case database
  /// The Redis of ``Configuration/redis``, shared by several hosts.
  case redis
  /// The store's back end, asked one by one; what is pushed goes to `orders.db`, which is not asked.
  case backEnd(BackEndOrders.Configuration)
}

/// What `parley serve` is told.
package struct Configuration: Sendable {
  /// The database's folder.
  package var database: String
  /// Where to listen; port 0 asks for a free one.
  package var address: SocketAddress
  /// Event loops, each a thread.
  package var threads: Int
  /// What seals context tokens and keys the indexes.
  package var keys: KeyRing
  /// Checks customer tokens; `nil` accepts none.
  package var customerSecrets: SecretList?
  /// Lets the shop's back end write orders; `nil` lets nobody.
  package var apiToken: [UInt8]?
  /// What shop systems sign their webhooks with; one without a secret may send none.
  package var webhookSecrets: [Webhook.Sender: [UInt8]] = [:]
  /// Peers whose `X-Forwarded-For` is believed.
  package var trustedProxies: [AddressBlock] = []
  /// Origins whose pages may call, compared whole: `https://shop.example`.
  package var origins: [String] = []
  /// Requests a second each client may make; `nil` for no bound.
  package var rate: Double?
  /// What counts wrong guesses for all servers; `nil` counts them by this one alone.
  package var redis: RedisAddress?
  /// Where orders are looked up, and where those that are pushed go.
  package var orders = OrdersFrom.database
  /// Who sends one-time codes to guests; `nil` for none.
  package var codes: CodeSender.Configuration?
  /// One JSON line a request on standard output.
  package var logsRequests = true

  package init(database: String, address: SocketAddress, threads: Int, keys: KeyRing) {
    self.database = database
    self.address = address
    self.threads = threads
    self.keys = keys
  }
}
