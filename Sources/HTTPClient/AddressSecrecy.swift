extension HTTPClient {
  /// Whether what goes to an address, a bearer token too, can be read on the way: plain `http` to another host than this.
  package static func isReadableOnTheWay(_ url: String) -> Bool {
    let lowered = url.lowercased()
    guard lowered.hasPrefix("http://") else { return false }
    let authority = lowered.dropFirst(7).prefix { !"/?#".contains($0) }
    if authority.hasPrefix("[") { return authority.prefix { $0 != "]" } != "[::1" }
    let host = authority.prefix { $0 != ":" }
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false)
    let isLoopback = numbers.count == 4 && numbers[0] == "127" && numbers.allSatisfy { UInt8($0) != nil }
    return host != "localhost" && !isLoopback
  }
}
