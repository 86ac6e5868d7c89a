import Crypto
import EventLoop
private import Glibc
import HTTP
import Orders
import Revisions
import Service
import SharedState

extension Command {
  static let serve = Command(
    name: "serve",
    summary: "answer shoppers over HTTP",
    usage: [
      "parley serve [--db DIR] [--listen ADDR:PORT] [--redis URL] [--orders SOURCE] [--threads N]",
      "             [--trust-proxy CIDR]... [--origin URL]... [--rate N/s] [--codes URL [--single]]",
    ],
    about: """
      SIGTERM stops it gracefully, a second one at once. An import of a new revision goes live within a second.
      Secrets come from the environment: PARLEY_SECRET (shared by all instances; made in the database when absent),
      PARLEY_CUSTOMER_SECRET, PARLEY_API_TOKEN, PARLEY_WEBHOOK_SECRET_SHOPIFY, PARLEY_WEBHOOK_SECRET_WOOCOMMERCE,
      PARLEY_CODES_SECRET.
      """,
    flags: [
      .db,
      Flag(name: "listen", value: "ADDR:PORT", help: "where to listen (default 127.0.0.1:8080)"),
      Flag(name: "redis", value: "URL", help: "count wrong guesses for all servers that share it"),
      Flag(
        name: "orders", value: "SOURCE",
        help: "database (default), redis, or https://HOST/PATH/{number} of the store's back end"),
      Flag(
        name: "codes", value: "URL",
        help: "where one-time codes for guests are sent from; needs --redis or --single"),
      Flag(name: "single", help: "this is the store's only server: it counts the tries at a code alone"),
      Flag(name: "threads", value: "N", help: "event loops (default one a core)"),
      Flag(
        name: "trust-proxy", value: "CIDR", help: "believe this proxy's X-Forwarded-For; may be repeated",
        repeats: true),
      Flag(
        name: "origin", value: "URL", help: "let pages of this origin call; may be repeated", repeats: true),
      Flag(name: "rate", value: "N/s", help: "requests a second for each client (default unlimited)"),
      Flag(name: "quiet", help: "no log line for each request"),
    ]
  ) { call in
    StopSignals.take()
    let configuration = try Configuration(call, Store(call))
    let service = try Service(configuration)
    if let redis = configuration.redis, let problem = service.redisProblem() {
      Console.error(
        """
        parley serve: Redis at \(redis) does not answer (\(problem)). Until it does, this server counts wrong \
        guesses alone, and more strictly.
        """)
    }
    if configuration.codes == nil, service.guestsNeedCode {
      Console.error(
        """
        parley serve: shop.yaml says 'orders: {proof: code}', but there is no --codes: guests will not be shown any order.
        """)
    }
    configuration.warnings.forEach { Console.error("parley serve: " + $0) }
    do {
      try service.run { address in
        Console.error("Parley answers at http://\(address)/  (stop with Ctrl-C)")
      }
    } catch let error as SystemError where error.isAddressInUse {
      throw CommandError.environment("\(configuration.address) is in use by another program.")
    } catch let error as SystemError where error.call == "bind" {
      throw CommandError.environment("cannot listen on \(configuration.address): \(error).")
    }
    return .done
  }
}

extension Configuration {
  /// What can be run and is not as it should be.
  fileprivate var warnings: [String] {
    var flags: [(String, String)] = []
    if case .backEnd(let place) = orders, place.isReadableOnTheWay {
      flags.append(("orders", place.token == nil ? "orders" : "orders and PARLEY_ORDERS_TOKEN"))
    }
    if codes?.isReadableOnTheWay == true { flags.append(("codes", "one-time codes and addresses")) }
    return flags.map { flag, what in
      "'--\(flag)' goes over plain http: \(what) can be read on the way. Use https, unless the network is yours alone."
    }
  }

  fileprivate init(_ call: Invocation, _ store: Store) throws {
    let listen = call["listen"] ?? "127.0.0.1:8080"
    guard let address = SocketAddress(listen) else {
      throw CommandError.usage(
        "'--listen' takes an address and a port such as 127.0.0.1:8080, not '\(listen)'.")
    }
    let cores = max(1, Int(sysconf(Int32(_SC_NPROCESSORS_ONLN))))
    self.init(
      database: store.folder.path, address: address,
      threads: try call.number("threads", in: 1...256) ?? cores, keys: store.keys)
    customerSecrets = try call.environment["PARLEY_CUSTOMER_SECRET"].map(SecretList.init)
    apiToken = call.environment["PARLEY_API_TOKEN"].map { Array($0.utf8) }
    for sender in Webhook.Sender.allCases {
      let secret = call.environment["PARLEY_WEBHOOK_SECRET_" + sender.rawValue.uppercased()]
      webhookSecrets[sender] = secret.map { Array($0.utf8) }
    }
    trustedProxies = try call.all("trust-proxy").map(Self.block)
    origins = try call.all("origin").map(Self.origin)
    rate = try call["rate"].map(Self.rate)
    redis = try call["redis"].map(Self.redis)
    orders = try Self.orders(call, hasRedis: redis != nil)
    codes = try Self.codes(call, isCounted: redis != nil || call.has("single"))
    logsRequests = !call.has("quiet")
  }

  private static func block(_ text: String) throws(CommandError) -> AddressBlock {
    guard let block = AddressBlock(text) else {
      throw .usage("'--trust-proxy' takes addresses such as 10.0.0.0/8, not '\(text)'.")
    }
    return block
  }

  /// What was given is not repeated: it may hold a password.
  private static func redis(_ text: String) throws(CommandError) -> RedisAddress {
    guard let address = RedisAddress(text) else {
      throw .usage("'--redis' takes redis://[user:password@]host:port[/db][?timeout=MS], without TLS.")
    }
    return address
  }

  private static func orders(_ call: Invocation, hasRedis: Bool) throws(CommandError) -> OrdersFrom {
    switch call["orders"] {
    case nil, "database"?: return .database
    case "redis"?:
      guard hasRedis else { throw .usage("'--orders redis' needs --redis URL.") }
      return .redis
    case let text?:
      guard let place = BackEndOrders.Configuration(url: text, token: call.environment["PARLEY_ORDERS_TOKEN"])
      else {
        throw .usage(
          "'--orders' takes database, redis, or an address such as https://shop.example/orders/{number}, not '\(text)'."
        )
      }
      return .backEnd(place)
    }
  }

  /// Where codes go. Several servers that count alone would allow as many times the tries.
  private static func codes(
    _ call: Invocation, isCounted: Bool
  ) throws(CommandError) -> CodeSender.Configuration? {
    guard let url = call["codes"] else { return nil }
    guard let secret = call.environment["PARLEY_CODES_SECRET"],
      let key = CodeSender.Configuration.key(of: secret)
    else {
      throw .environment(
        "'--codes' needs PARLEY_CODES_SECRET, at least \(CodeSender.Configuration.minimumSecretBytes) bytes, to sign with."
      )
    }
    guard let place = CodeSender.Configuration(url: url, key: key) else {
      throw .usage("'--codes' takes an address such as https://shop.example/codes, not '\(url)'.")
    }
    guard isCounted else {
      throw .environment(
        "one-time codes need tries that all servers count together: give --redis URL, or --single if this is the only server."
      )
    }
    return place
  }

  /// What browsers send as `Origin` (RFC 6454 §6.2): scheme, host, and a port that is not the usual one.
  private static func origin(_ text: String) throws(CommandError) -> String {
    let scheme = ["https://", "http://"].first { text.hasPrefix($0) }
    let host = text.dropFirst(scheme?.count ?? 0)
    guard scheme != nil, !host.isEmpty,
      host.utf8.allSatisfy({ $0 > 0x20 && !Array("/?#@,".utf8).contains($0) })
    else {
      throw .usage("'--origin' takes an origin such as https://shop.example, not '\(text)'.")
    }
    return text.lowercased()
  }

  /// `5/s`, or `5` alone.
  private static func rate(_ text: String) throws(CommandError) -> Double {
    let number = text.hasSuffix("/s") ? text.dropLast(2) : text[...]
    guard let rate = Double(number), rate > 0, rate <= 1_000_000 else {
      throw .usage("'--rate' takes requests a second such as 5/s, not '\(text)'.")
    }
    return rate
  }
}
