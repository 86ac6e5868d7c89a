import Crypto
import Orders

extension Command {
  static let token = Command(
    name: "token",
    summary: "make a customer token, as the store's own site would",
    usage: ["parley token customer --id ID [--email E] [--ttl S]"],
    about: """
      A customer token tells Parley who is logged in: a JWT signed with PARLEY_CUSTOMER_SECRET (HS256). The widget
      sends it as `customer`; whoever holds it sees that customer's orders, so it should be short-lived.
      """,
    flags: [
      Flag(name: "id", value: "ID", help: "the store's id of the customer"),
      Flag(name: "email", value: "E", help: "the customer's e-mail address"),
      Flag(name: "ttl", value: "S", help: "seconds until it expires (default 3600)"),
    ],
    operands: 1...1
  ) { call in
    guard call.operands[0] == "customer" else {
      throw CommandError.usage("there is no token '\(call.operands[0])'; 'customer' is the only kind.")
    }
    guard let id = call["id"], !id.isEmpty else { throw CommandError.usage("--id ID is missing.") }
    guard let secret = call.environment["PARLEY_CUSTOMER_SECRET"] else {
      throw CommandError.environment("PARLEY_CUSTOMER_SECRET is not set.")
    }
    let lifetime = try call.number("ttl", in: 1...31_536_000) ?? 3_600
    let tokens = CustomerTokens(try SecretList(secret))
    Console.print(
      tokens.make(for: Customer(id: id, email: call["email"]), now: Time.now(), lifetime: Int64(lifetime)))
    return .done
  }
}
